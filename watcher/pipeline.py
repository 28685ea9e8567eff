"""One pass over one account, step by step: the imperative shell around the rooms that read and decide.

    fetch new mail | parse | classify | decide | record                       intake, here
    settle claims | notice reading | due? still wanted? | compose             drafting.py
    claim, create, confirm | follow what became of the drafts               drafting.py, following.py

The pass decides nothing itself, and is given the time. Whatever stops it, the next pass goes on from what
the store says: a mail and the cursor that passes it are recorded in one transaction, and a draft is claimed
in the store before the mailbox is asked to save it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from watcher import drafting
from watcher.config import Account, Config
from watcher.errors import GraceError
from watcher.mailboxes.protocol import Arrival, Mailbox
from watcher.reading.classifier import Classifier
from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.types import OWN_APPLICATION, Address, Details, Message, Verdict
from watcher.replying import policy, times
from watcher.replying.compose import LANGUAGES
from watcher.replying.recipient import Recipient, choose
from watcher.store import CaseRow, Entry, MailRow, Store
from watcher.surroundings import Surroundings

log = logging.getLogger("grace")

#: Mail of these kinds comes from people who know the application, and may be answered.
_ABOUT_AN_APPLICATION = frozenset({*OWN_APPLICATION, "feedback", "offer_withdrawn"})

#: A wrong clock, or a forger, may date a mail to the last days that a datetime holds; days are added to it.
_FAR = datetime(9000, 1, 1, tzinfo=UTC)
#: After a folder was made anew (UIDVALIDITY changed) its mail is read again from this long back.
RESYNC = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a mail in a pass.

    Args:
        what: "seen", "unreadable", or the state that its case came into; "would_draft" in a dry run.
        reason: one plain sentence.
    """

    mail_id: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Judged:
    message: Message
    verdict: Verdict
    details: Details
    recipient: Recipient
    decision: policy.Decision
    instead: Entry | None = None


def rules(config: Config) -> policy.Rules:
    """The settings that decide about replies, as the policy takes them."""
    cooling = config.cooling_off
    return policy.Rules(
        policy=config.reply.policy,
        after=cooling.after,
        after_final=cooling.after_final,
        starts=cooling.starts,
        unread_limit=cooling.unread_limit,
        latest=cooling.latest,
        opens=cooling.hours[0],
        closes=cooling.hours[1],
        days=cooling.days,
        zone=config.person.zone,
        languages=frozenset(LANGUAGES) & frozenset(config.person.languages),
        also=config.reply.also,
        to_person=config.reply.to_person,
        per_day=config.reply.per_day,
    )


class Pass:
    """One pass over one account.

    Args:
        dry_run: decide and tell, but never write to the mailbox. Give it a copy of the store.
        tell: called with every event, within the pass.
    """

    def __init__(
        self,
        account: Account,
        config: Config,
        mailbox: Mailbox,
        store: Store,
        classifier: Classifier,
        *,
        dry_run: bool = False,
        tell: Callable[[Event], None] = lambda event: None,
    ) -> None:
        self.account = account
        self.config = config
        self.mailbox = mailbox
        self.store = store
        self.classifier = classifier
        self.rules = rules(config)
        self.own = [address.lower() for address in config.person.addresses]
        self._surroundings = Surroundings(store, self.own)
        self._tell = tell
        self._drafting = drafting.Drafting(
            account, config, self.rules, mailbox, store, dry_run=dry_run, tell=self._happened
        )

    def run(self, now: datetime) -> None:
        """One whole pass.

        Args:
            now: aware.

        Raises:
            TemporaryError, AuthError, UserError, StorageError: cut short; what was done stays done.
        """
        for folder in self.mailbox.watched():
            self._read(folder, now)
        self._drafting.run(now)
        self.store.note(f"passed:{self.account.name}", now.astimezone(UTC).isoformat())

    def since(self, now: datetime) -> datetime:
        """Mail from before this instant never gets a draft: as configured, else the day of the first pass."""
        first_day = now.astimezone(self.rules.zone).date().isoformat()
        kept = self.store.setting(f"since:{self.account.name}", first_day)
        day = self.config.watch.since or datetime.fromisoformat(kept).date()
        return datetime.combine(day, time(), tzinfo=self.rules.zone)

    def _read(self, folder: str, now: datetime) -> None:
        """Records what came to one folder, mail by mail, each together with the cursor that passes it."""
        cursor, newest = self.store.cursor(self.account.name, folder)
        since = self.since(now)
        window = max(since, min(newest, now) - RESYNC) if newest else since
        fetch = self.mailbox.fetch_since(
            folder, cursor, window, lambda refs: self.store.known(self.account.name, folder, refs)
        )
        for arrival in fetch.mails:
            self._take(arrival, since, now)
        if fetch.cursor != self.store.cursor(self.account.name, folder)[0]:
            with self.store.transaction():
                self.store.advance(self.account.name, folder, fetch.cursor)

    def _take(self, arrival: Arrival, since: datetime, now: datetime) -> None:
        """One mail: judged, then put on record with its place, its case and the cursor, all or nothing."""
        arrival = dataclasses.replace(arrival, delivered_at=min(arrival.delivered_at, _FAR))
        judged, problem = self._judge(arrival, since)
        place, name = arrival.place, self.account.name
        fingerprint = (
            judged.message.fingerprint
            if judged
            else hashlib.sha256(f"{name}\n{place.folder}\n{place.ref}".encode(errors="replace")).hexdigest()
        )
        with self.store.transaction():
            mail_id = self.store.id_of(fingerprint)
            is_new = mail_id is None
            if mail_id is None:
                mail_id = self._record(arrival, fingerprint, judged, problem, now)
            self.store.add_place(mail_id, name, place.folder, place.ref)
            self.store.advance(name, place.folder, arrival.cursor, arrival.delivered_at)
        if not is_new:
            return
        if judged is None:
            self._happened(mail_id, "unreadable", problem)
        else:
            self._happened(mail_id, judged.decision.state or "seen", judged.decision.reason)

    def _judge(self, arrival: Arrival, since: datetime) -> tuple[_Judged | None, str]:
        """Reads and decides; a mail that breaks us on the way is set aside with the reason."""
        if arrival.raw is None:
            return None, arrival.problem or "The server did not hand it over."
        try:
            return self._read_and_decide(arrival.raw, arrival.delivered_at, since), ""
        except (GraceError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - one bad mail must never stop the next
            return None, f"It could not be read ({type(error).__name__})."

    def _read_and_decide(self, raw: bytes, delivered_at: datetime, since: datetime) -> _Judged:
        message = parse(raw)
        verdict = self.classifier.classify(message, applied=self._surroundings.applied(message))
        own = [Address(self.config.person.name, address) for address in self.own]
        details = extract(message, verdict, own)
        details = self._surroundings.completed(message, verdict, details, delivered_at)
        recipient = choose(
            message,
            self.own,
            self.account.authserv,
            platforms=self.config.extras.platforms,
            signed=bool(details.person),
        )
        around, instead = self._surroundings.around(
            message,
            verdict,
            details,
            recipient,
            delivered_at,
            since,
            understood=self.classifier.understands(verdict.language),
        )
        decision = policy.decide(message, verdict, details, around, self.rules)
        return _Judged(message, verdict, details, recipient, decision, instead)

    def _joined(self, judged: _Judged) -> str | None:
        """The conversation of a mail; of one that is answered elsewhere, that of the mail answered in its place.

        So no second reply goes there, and what comes there counts for the first.
        """
        elsewhere = judged.instead if judged.decision.state and judged.recipient.to is None else None
        return elsewhere.conversation if elsewhere else self._surroundings.conversation(judged.message)

    def _record(
        self, arrival: Arrival, fingerprint: str, judged: _Judged | None, problem: str, now: datetime
    ) -> int:
        """Within a transaction: the mail's row, and its case where it has one."""
        row = MailRow(
            fingerprint=fingerprint,
            account=self.account.name,
            message_id=None,
            conversation=None,
            delivered_at=arrival.delivered_at,
            recorded_at=now,
            kind="other",
            score=0.0,
            scores={},
            evidence=(),
            language="und",
            model=self.classifier.version,
            action="ignore",
            reason=problem,
            problem=problem,
        )
        if judged is None:
            return self.store.add_mail(row)
        mail_id = self.store.add_mail(self._filled(row, judged))
        if judged.decision.state:
            self.store.open_case(mail_id, self._case(arrival, judged, now), now)
        return mail_id

    def _filled(self, row: MailRow, judged: _Judged) -> MailRow:
        """The row of a mail that could be read; of mail that is none of our business only its ids."""
        message, verdict = judged.message, judged.verdict
        row = dataclasses.replace(
            row,
            message_id=message.message_id,
            conversation=self._joined(judged),
            kind=verdict.kind,
            score=verdict.score,
            language=verdict.language,
            action=judged.decision.action,
            reason=judged.decision.reason,
            problem="" if message.readable else "; ".join(message.problems),
        )
        if judged.decision.action in ("ignore", "own"):
            return row
        return dataclasses.replace(
            row,
            scores=dict(verdict.scores),
            evidence=[(one.sentence, one.kind, one.score) for one in verdict.evidence],
            subject=message.subject,
            sender_name=message.sender.name if message.sender else "",
            sender_address=message.sender.address if message.sender else "",
            details=dataclasses.asdict(judged.details),
            answer=self._answer(judged),
        )

    def _answer(self, judged: _Judged) -> dict[str, object]:
        """What an answer to a mail about an application would need, where somebody would read it."""
        message, to = judged.message, judged.recipient.to
        if to is None or judged.verdict.kind not in _ABOUT_AN_APPLICATION or message.message_id is None:
            return {}
        references = list(message.references or message.in_reply_to)
        return {"name": to.name, "address": to.address, "own": judged.recipient.own, "references": references}

    def _case(self, arrival: Arrival, judged: _Judged, now: datetime) -> CaseRow:
        """A new case. Mail that lies there read was read at some time before now: now is the safe side."""
        message, recipient = judged.message, judged.recipient
        read_at = max(now, arrival.delivered_at) if arrival.flags.read else None
        due = None
        if judged.decision.state == "cooling":
            final = judged.details.stage == "final"
            due = times.due_at(arrival.delivered_at, read_at, final, self.rules)
        parent = {
            "message_id": message.message_id,
            "references": list(message.references or message.in_reply_to),
            "subject": message.subject,
            "no_recipient": recipient.reason,
        }
        to, own = recipient.to or Address("", ""), recipient.own
        if recipient.to is None and judged.instead and self.rules.to_person != "never":
            answer = judged.instead.answer
            parent |= {
                "message_id": judged.instead.message_id,
                "references": list(answer["references"]),
                "subject": judged.instead.subject,
                **{key: judged.instead.details.get(key, "") for key in ("person", "greeting", "address")},
            }
            to, own = Address(answer["name"], answer["address"]), answer["own"]
        return CaseRow(
            state=judged.decision.state,
            reason=judged.decision.reason,
            read_at=read_at,
            due_at=due,
            parent=parent,
            recipient_name=to.name,
            recipient=to.address,
            own=own,
        )

    def _happened(self, mail_id: int, what: str, reason: str) -> None:
        # The log names ids and states; the reason may hold words about the mail and is for the person only.
        if what != "seen":
            log.info("%s: mail %d: %s", self.account.name, mail_id, what)
        self._tell(Event(mail_id, what, reason))

"""Reading one mail and deciding on it, with all that the log knows around it; and what is put on record of that.

    parse | classify | extract | choose | decide    each of them pure; here they are given what they need to know

A pass does so with mail that comes, correcting.py with mail that the person has said something of.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import datetime, time

from watcher.config import Account, Config
from watcher.errors import GraceError
from watcher.letters import is_ours
from watcher.looking_back import interview_of
from watcher.mailboxes.protocol import Arrival, Place
from watcher.reading.classifier import Judging
from watcher.reading.details import attempt
from watcher.reading.message import parse
from watcher.reading.types import ABOUT_AN_APPLICATION, REPLYABLE, Address, Details, Message, Verdict
from watcher.replying import policy, thanks, times
from watcher.replying.compose import LANGUAGES
from watcher.replying.recipient import Recipient, choose
from watcher.store import NOT_REJECTION, CaseRow, Entry, MailRow, Store, read_back
from watcher.surroundings import Surroundings

#: A mail has something of a kind from this score on (`grace explain` names it then).
SOMETHING_OF_IT = 0.3


@dataclass(frozen=True, slots=True)
class Judged:
    """One mail as it was read, and what was decided on it.

    Args:
        fault: what sort of fault of ours kept from reading all details, "" for none.
    """

    message: Message
    verdict: Verdict
    details: Details
    recipient: Recipient
    decision: policy.Decision
    instead: Entry | None = None
    fault: str = ""


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
        thank_you=config.reply.thank_you,
    )


def as_said(verdict: Verdict, kind: str) -> Verdict:
    """A verdict as the person corrected it: they are sure, and the evidence stays the model's.

    Args:
        kind: one of KINDS; or NOT_REJECTION: then the likeliest of the other kinds.
    """
    if kind == NOT_REJECTION:
        others = {one: score for one, score in verdict.scores.items() if one not in REPLYABLE}
        likeliest = max(others, key=others.__getitem__, default="other")
        if others.get(likeliest, 0.0) < SOMETHING_OF_IT:
            likeliest = "other"
        kind = likeliest if verdict.kind in REPLYABLE else verdict.kind
    score = 1.0 if kind in REPLYABLE else 0.0
    return dataclasses.replace(verdict, kind=kind, score=score, scores={**verdict.scores, kind: 1.0})


class Judge:
    """Judges the mail of one account. See pipeline.Pass for the arguments."""

    def __init__(self, account: Account, config: Config, store: Store, classifier: Judging) -> None:
        self.account = account
        self.config = config
        self.store = store
        self.classifier = classifier
        self.rules = rules(config)
        self.own = [address.lower() for address in config.person.addresses]
        self._surroundings = Surroundings(store, self.own)

    def since(self, now: datetime) -> datetime:
        """Mail from before this instant never gets a draft: as configured, else the day of the first pass."""
        first_day = now.astimezone(self.rules.zone).date().isoformat()
        kept = self.store.setting(f"since:{self.account.name}", first_day)
        with read_back("the day of the first look"):
            day = self.config.watch.since or datetime.fromisoformat(kept).date()
        return datetime.combine(day, time(), tzinfo=self.rules.zone)

    def judge(self, arrival: Arrival, since: datetime, said: str = "") -> tuple[Judged | None, str]:
        """Reads and decides; a mail that breaks us on the way is set aside with the reason, unless its details do.

        Args:
            since: as the method gives it.
            said: what the person says it is, as in `as_said`; "" where they said nothing.
        """
        if arrival.raw is None:
            return None, arrival.problem or "The server did not hand it over."
        try:
            return self._read_and_decide(arrival.raw, arrival.delivered_at, since, said), ""
        except (GraceError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - one bad mail must never stop the next
            return None, f"It could not be read ({type(error).__name__})."

    def _read_and_decide(self, raw: bytes, delivered_at: datetime, since: datetime, said: str) -> Judged:
        message = parse(raw)
        if is_ours(message, self.store):
            return self._letter(message)
        verdict = self.classifier.classify(message, applied=self._surroundings.applied(message))
        if said:
            verdict = as_said(verdict, said)
            if verdict.kind in ABOUT_AN_APPLICATION and not verdict.names:
                names = self.classifier.names(message, verdict.language)
                verdict = dataclasses.replace(verdict, names=names)
        own = [Address(self.config.person.name, address) for address in self.own]
        details, fault = attempt(message, verdict, own, self.rules.zone)
        if fault and verdict.kind == "interview":
            # It may move one that was set before, which is not relied on then.
            details = dataclasses.replace(details, called_off="perhaps")
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
        # Who says what it is has looked at it; "not a no" does not say what it is.
        around = dataclasses.replace(around, untold="" if said else fault, said=said == verdict.kind)
        decision = policy.decide(message, verdict, details, around, self.rules)
        return Judged(message, verdict, details, recipient, decision, instead, fault)

    def _letter(self, message: Message) -> Judged:
        """A weekly letter of ours names employers and answers, and is about no application."""
        verdict = Verdict("other", 0.0, {}, (), "und", self.classifier.version)
        decision = policy.Decision("own", "", "A letter of the week, from here.")
        return Judged(message, verdict, Details(), Recipient(None, "", decision.reason), decision)

    def _joined(self, judged: Judged) -> str | None:
        """The conversation of a mail; of one that is answered elsewhere, that of the mail answered in its place.

        So no second reply goes there, and what comes there counts for the first.
        """
        elsewhere = judged.instead if judged.decision.state and judged.recipient.to is None else None
        return elsewhere.conversation if elsewhere else self._surroundings.conversation(judged.message)

    def stand_in(self, place: Place) -> str:
        """The fingerprint of a mail that could not be read: hex SHA-256 of where it lies."""
        where = f"{self.account.name}\n{place.folder}\n{place.ref}"
        return hashlib.sha256(where.encode(errors="replace")).hexdigest()

    def blank(self, arrival: Arrival, fingerprint: str, problem: str, now: datetime) -> MailRow:
        """The row of a mail of which nothing is known yet, or that could not be read."""
        return MailRow(
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

    def filled(self, row: MailRow, judged: Judged) -> MailRow:
        """The row of a mail that could be read; of mail that is none of our business only its ids."""
        message, verdict = judged.message, judged.verdict
        row = dataclasses.replace(
            row,
            message_id=message.message_id,
            conversation=self._joined(judged),
            kind=verdict.kind,
            score=verdict.score,
            model=verdict.model,
            language=verdict.language,
            taught=int(verdict.taught),
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

    def _answer(self, judged: Judged) -> dict[str, object]:
        """What an answer to a mail about an application would need, where somebody would read it."""
        message, to = judged.message, judged.recipient.to
        if to is None or judged.verdict.kind not in ABOUT_AN_APPLICATION or message.message_id is None:
            return {}
        references = list(message.references or message.in_reply_to)
        return {"name": to.name, "address": to.address, "own": judged.recipient.own, "references": references}

    def case(self, arrival: Arrival, judged: Judged, now: datetime) -> CaseRow:
        """A new case. Mail that lies there read was read at some time before now: now is the safe side."""
        message, recipient = judged.message, judged.recipient
        read_at = max(now, arrival.delivered_at) if arrival.flags.read else None
        due, thanks_for = None, ""
        if judged.decision.state == "cooling":
            interview = interview_of(judged.verdict.kind, dataclasses.asdict(judged.details))
            if interview:
                thanks_for = judged.details.appointment
                due = thanks.due_at(interview.ends, now, self.rules)
            else:
                final = judged.details.stage == "final"
                due = times.due_at(arrival.delivered_at, read_at, final, self.rules)
        parent = {
            "message_id": message.message_id,
            "references": list(message.references or message.in_reply_to),
            "subject": message.subject,
            "no_recipient": recipient.reason,
        }
        if thanks_for:  # the case is one of thanks, whatever the person will say of its mail
            parent["thanks_for"] = thanks_for
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

"""One pass over one account, step by step: the imperative shell around the rooms that read and decide.

    fetch new mail | judge | record                                       intake, here; judging.py
    what the person said of mail, in training folders                     teaching.py
    settle claims | notice reading | due? still wanted? | compose         drafting.py
    claim, create, confirm | follow what became of the drafts             drafting.py, following.py
    a letter of the week, where it is wanted                              letters.py

The pass decides nothing itself, and is given the time. Whatever stops it, the next pass goes on from what
the store says: a mail and the cursor that passes it are recorded in one transaction, and a draft is claimed
in the store before the mailbox is asked to save it.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watcher import drafting
from watcher.config import Account, Config
from watcher.judging import Judge, Judged
from watcher.letters import Letters
from watcher.mailboxes.protocol import Arrival, Mailbox
from watcher.reading.classifier import Judging
from watcher.reading.types import REPLYABLE
from watcher.store import Store
from watcher.teaching import Teaching

log = logging.getLogger("grace")

#: A wrong clock, or a forger, may date a mail to the last days that a datetime holds; days are added to it.
_FAR = datetime(9000, 1, 1, tzinfo=UTC)
#: So many mails that are no answer of "no" are kept as a sample, once the person teaches: a new model must get them
#: right too.
ORDINARY = 300
#: After a folder was made anew (UIDVALIDITY changed) its mail is read again from this long back.
RESYNC = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a mail in a pass.

    Args:
        what: "seen", "unreadable", or the state that its case came into; "labelled" where the person said what it
            is and no case moved; "would_draft" in a dry run.
        reason: one plain sentence.
    """

    mail_id: int
    what: str
    reason: str


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
        classifier: Judging,
        *,
        dry_run: bool = False,
        tell: Callable[[Event], None] = lambda event: None,
    ) -> None:
        self.account = account
        self.mailbox = mailbox
        self.store = store
        self._judge = Judge(account, config, store, classifier)
        self._tell = tell
        # Who does not teach has no text of theirs kept.
        self._samples = config.learning.train != "never" and bool(store.labels())
        self._teaching = Teaching(config.learning, mailbox, store, self._judge, tell=self._happened)
        self._drafting = drafting.Drafting(
            account, config, self._judge.rules, mailbox, store, dry_run=dry_run, tell=self._happened
        )
        self._letters = Letters(account, config, mailbox, store, dry_run=dry_run)

    def run(self, now: datetime) -> None:
        """One whole pass.

        Args:
            now: aware.

        Raises:
            TemporaryError, AuthError, UserError, StorageError: cut short; what was done stays done.
        """
        training = self._teaching.folders()
        for folder in self.mailbox.watched():
            if folder not in training:
                self._read(folder, now)
        self._teaching.run(training, now)
        self._drafting.run(now)
        self._letters.run(now)
        self.store.note(f"passed:{self.account.name}", now.astimezone(UTC).isoformat())

    def _read(self, folder: str, now: datetime) -> None:
        """Records what came to one folder, mail by mail, each together with the cursor that passes it."""
        cursor, newest = self.store.cursor(self.account.name, folder)
        since = self._judge.since(now)
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
        judged, problem = self._judge.judge(arrival, since)
        place, name = arrival.place, self.account.name
        fingerprint = judged.message.fingerprint if judged else self._judge.stand_in(place)
        with self.store.transaction():
            mail_id = self.store.id_of(fingerprint)
            is_new = mail_id is None
            if mail_id is None:
                mail_id = self._record(arrival, fingerprint, judged, problem, now)
            self.store.add_place(mail_id, name, place.folder, place.ref)
            self.store.advance(name, place.folder, arrival.cursor, arrival.delivered_at)
            if is_new and judged:
                self._sample(arrival, judged, now)
        if not is_new:
            return
        if judged and judged.fault:
            log.warning("%s: mail %d: not all of it could be read (%s)", name, mail_id, judged.fault)
        if judged is None:
            self._happened(mail_id, "unreadable", problem)
        else:
            self._happened(mail_id, judged.decision.state or "seen", judged.decision.reason)

    def _sample(self, arrival: Arrival, judged: Judged, now: datetime) -> None:
        """Lets a mail that is no answer of "no" into the sample of ordinary mail, where there is one."""
        message, kind = judged.message, judged.verdict.kind
        is_ordinary = kind not in REPLYABLE | {"offer_withdrawn"} and judged.decision.action != "own"
        if not (self._samples and arrival.raw and is_ordinary and message.readable):
            return
        if self.store.label_of(message.fingerprint) is None:
            sender = message.sender.address if message.sender else ""
            self.store.keep_sample(
                message.fingerprint, arrival.raw, now, arrival.delivered_at, sender, ORDINARY
            )

    def _record(
        self, arrival: Arrival, fingerprint: str, judged: Judged | None, problem: str, now: datetime
    ) -> int:
        """Within a transaction: the mail's row, and its case where it has one."""
        row = self._judge.blank(arrival, fingerprint, problem, now)
        if judged is None:
            return self.store.add_mail(row)
        mail_id = self.store.add_mail(self._judge.filled(row, judged))
        if judged.decision.state:
            self.store.open_case(mail_id, self._judge.case(arrival, judged, now), now)
        return mail_id

    def _happened(self, mail_id: int, what: str, reason: str) -> None:
        # The log names ids and states; the reason may hold words about the mail and is for the person only.
        if what != "seen":
            log.info("%s: mail %d: %s", self.account.name, mail_id, what)
        self._tell(Event(mail_id, what, reason))

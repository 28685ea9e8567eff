"""Training folders: what the person puts there says what it is; what they take out again they take back.

Moving a mail there, copying it, and giving it the label at Gmail are all the same: a copy of it lies there now. A mail
that leaves a training folder and lies elsewhere was taken out. One that was deleted keeps what was said of it, and so
does everything in a folder that is itself gone: nobody throws a mail away in order to say that it was no rejection.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from watcher.config import Learning
from watcher.correcting import Correcting, Outcome, original_of
from watcher.judging import Judge
from watcher.letters import is_ours
from watcher.mailboxes.protocol import Arrival, Mailbox, Place
from watcher.store import Entry, Store

#: What lies in a training folder counts whenever it came.
_EVER = datetime(1990, 1, 1, tzinfo=UTC)
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


class Teaching:
    """The training folders of one account, for the length of one pass.

    Args:
        tell: called with the mail, the state its case came into or "labelled", and a sentence for the person.
    """

    def __init__(
        self,
        learning: Learning,
        mailbox: Mailbox,
        store: Store,
        judge: Judge,
        *,
        tell: Callable[[int, str, str], None],
    ) -> None:
        self._learning = learning
        self._mailbox = mailbox
        self._store = store
        self._judge = judge
        self._correcting = Correcting(judge, store)
        self._tell = tell
        self._account = judge.account.name

    def folders(self) -> dict[str, str]:
        """What each training folder that exists stands for, by its name in the mailbox."""
        if not self._learning.folders:
            return {}
        found = {self._mailbox.folder_of(name): kind for name, kind in self._learning.by_folder.items()}
        return {folder: kind for folder, kind in found.items() if folder}

    def run(self, folders: Mapping[str, str], now: datetime) -> None:
        """Learns what was put into the folders, then forgets what was taken out.

        Args:
            folders: as the method gives them.
            now: aware.
        """
        for folder, kind in folders.items():
            self._learn(folder, kind, now)
        for folder in folders:
            self._forget(folder, folders, now)

    def _learn(self, folder: str, kind: str, now: datetime) -> None:
        # A cursor of its own: the folder may have been watched before it became a training folder.
        key = f"teach:{folder}"
        cursor, _ = self._store.cursor(self._account, key)
        fetch = self._mailbox.fetch_since(
            folder, cursor, _EVER, lambda refs: self._store.known(self._account, folder, refs)
        )
        for arrival in fetch.mails:
            self._take(arrival, kind, key, now)
        if fetch.cursor != self._store.cursor(self._account, key)[0]:
            with self._store.transaction():
                self._store.advance(self._account, key, fetch.cursor)

    def _take(self, arrival: Arrival, kind: str, key: str, now: datetime) -> None:
        """One mail that was put into the folder; one that cannot be read teaches nothing, and is set aside."""
        arrival = dataclasses.replace(arrival, delivered_at=min(arrival.delivered_at, _FAR))
        since = self._judge.since(now)
        told: tuple[int, Outcome] | None = None
        with self._store.transaction():
            judged, problem = self._judge.judge(arrival, since, kind)
            if judged is None:
                told = self._set_aside(arrival, problem, now)
            elif not is_ours(judged.message, self._store):
                mail_id = self._store.id_of(judged.message.fingerprint)
                source = self._source(arrival.place.folder)
                if mail_id is None:
                    mail_id, outcome = self._correcting.record(arrival, judged, kind, source, now)
                    told = mail_id, outcome
                elif not self._said_already(judged.message.fingerprint, kind, source):
                    told = mail_id, self._correcting.correct(mail_id, kind, source, now, arrival)
                self._store.add_place(mail_id, self._account, arrival.place.folder, arrival.place.ref)
            self._store.advance(self._account, key, arrival.cursor)
        if told:
            self._tell(told[0], told[1].what, told[1].reason)

    def _set_aside(self, arrival: Arrival, problem: str, now: datetime) -> tuple[int, Outcome] | None:
        """Within a transaction: the row of a mail that cannot be read, unless it has one."""
        fingerprint, place = self._judge.stand_in(arrival.place), arrival.place
        known = self._store.id_of(fingerprint)
        mail_id = known or self._store.add_mail(self._judge.blank(arrival, fingerprint, problem, now))
        self._store.add_place(mail_id, self._account, place.folder, place.ref)
        return None if known else (mail_id, Outcome("unreadable", problem))

    def _source(self, folder: str) -> str:
        return f"folder:{self._account}/{folder}"

    def _said_already(self, fingerprint: str, kind: str, source: str) -> bool:
        """A folder made anew (another UIDVALIDITY), or a second copy."""
        label = self._store.label_of(fingerprint)
        return label is not None and (label.kind, label.source) == (kind, source)

    def _forget(self, folder: str, folders: Mapping[str, str], now: datetime) -> None:
        kept = self._store.places_in(self._account, folder)
        there = self._mailbox.flags([Place(folder, ref) for _, ref in kept])
        here = {mail_id for mail_id, ref in kept if Place(folder, ref) in there}
        for mail_id, ref in kept:
            if Place(folder, ref) in there:
                continue
            entry = self._store.entry(mail_id)
            label = self._store.label_of(entry.fingerprint) if entry else None
            theirs = label is not None and label.source == self._source(folder)
            taken_out = entry is not None and theirs and mail_id not in here and self._lies_elsewhere(entry)
            second = self._second(entry, folders) if entry and taken_out else None
            told: Outcome | None = None
            with (
                self._store.transaction()
            ):  # both or neither: a place that is forgotten is not looked at again
                self._store.drop_place(self._account, folder, ref)
                if entry is not None and taken_out:
                    told = self._taken_out(entry, second, folders, now)
            if told:
                self._tell(mail_id, told.what, told.reason)

    def _second(self, entry: Entry, folders: Mapping[str, str]) -> str | None:
        """Another training folder that the mail lies in, None where there is none."""
        there = self._mailbox.flags(self._places(entry))
        return next((place.folder for place in there if place.folder in folders), None)

    def _taken_out(
        self, entry: Entry, second: str | None, folders: Mapping[str, str], now: datetime
    ) -> Outcome | None:
        """What was said of it ends; where it lies in a second training folder, that one counts now."""
        text = self._store.text_of(entry.fingerprint)
        outcome = self._correcting.undo(entry.id, now, "unlabelled")
        if text and outcome and second:
            original = original_of(text.raw, text.delivered_at)
            return self._correcting.correct(entry.id, folders[second], self._source(second), now, original)
        return outcome

    def _lies_elsewhere(self, entry: Entry) -> bool:
        """Whether it still lies in a folder other than the trash: then it was taken out, not thrown away."""
        if self._mailbox.flags(self._places(entry)):
            return True
        copies = self._mailbox.find_copies(entry.message_id or "")
        return any(one.role == "other" for one in copies)

    def _places(self, entry: Entry) -> Sequence[Place]:
        return [Place(folder, ref) for folder, ref in self._store.places(entry.id, self._account)]

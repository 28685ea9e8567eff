"""A mailbox in memory, for tests: the semantics of IMAP, and faults on order.

    server = MemoryServer()
    place = server.deliver(raw, at=some_time)
    mailbox = server.open()                  # one per pass, as with a real server
    server.hook = lambda event: ...          # called at every step; may raise

The server outlives its connections. After a TemporaryError throw the mailbox away and open another one.

Events given to the hook, in the order of a call: the name of the protocol method ("open", "watched",
"fetch_since", "folder_of", "make_folder", "read", "flags", "find_copies", "find_answers", "save_draft",
"lay_down", "check"); "arrival" before each mail that a Fetch yields; in save_draft and lay_down "before store" and
"after store". What the hook raises, the caller sees: a TemporaryError stands for a lost connection, any other
exception for a crash. At "before store" of a draft the hook may raise StoredLater: the server has the draft, but
shows it to nobody before `server.show_late_drafts()`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from watcher.errors import TemporaryError, UserError
from watcher.mailboxes import headers
from watcher.mailboxes.imap_cursor import UidCursor
from watcher.mailboxes.protocol import Arrival, Fetch, Flags, Found, Place, Saved

SIZE_CAP = 1024 * 1024
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class StoredLater(TemporaryError):  # noqa: N818 - an event that a test orders
    """The connection went away after the last byte of a draft: nobody knows whether it was stored."""


@dataclass
class StoredMail:
    """A mail as the server keeps it. `problem` makes it one that cannot be fetched."""

    uid: int
    raw: bytes
    at: datetime
    flags: set[str]
    problem: str = ""

    @property
    def seen(self) -> Flags:
        return Flags(read="\\Seen" in self.flags, answered="\\Answered" in self.flags)


@dataclass
class MemoryFolder:
    """A folder: its role ("drafts", "sent", "trash", "other"), UIDVALIDITY, and mails in order of UID."""

    role: str
    validity: int
    mails: list[StoredMail] = field(default_factory=list)
    next_uid: int = 1


class MemoryServer:
    """One account's mail. All times are aware; `now` is the time at which drafts are stored."""

    def __init__(self, folders: Mapping[str, str] | None = None, settle: timedelta = timedelta(0)) -> None:
        roles = folders or {"INBOX": "other", "Entwürfe": "drafts", "Sent": "sent", "Trash": "trash"}
        self._validities = itertools.count(1000)
        self.folders = {name: MemoryFolder(role, next(self._validities)) for name, role in roles.items()}
        self.settle = settle
        self.now = START
        self.hook: Callable[[str], None] = lambda _event: None
        self._late: list[bytes] = []

    def open(self, folders: Sequence[str] = ("INBOX",)) -> MemoryMailbox:
        self.hook("open")
        return MemoryMailbox(self, folders)

    def create(self, folder: str, role: str = "other") -> None:
        """Makes a folder; one of that name is made anew, with another UIDVALIDITY."""
        self.folders[folder] = MemoryFolder(role, next(self._validities))

    def deliver(
        self,
        raw: bytes,
        folder: str = "INBOX",
        at: datetime | None = None,
        seen: bool = False,
        answered: bool = False,
        problem: str = "",
    ) -> Place:
        """Puts a mail into a folder. With a `problem` it is one that the server will not give."""
        flags = {flag for flag, on in (("\\Seen", seen), ("\\Answered", answered)) if on}
        return self._store(folder, raw, at or self.now, flags, problem)

    def set_flags(self, place: Place, seen: bool | None = None, answered: bool | None = None) -> None:
        """What the person does by reading or answering."""
        mail = self.mail(place)
        for flag, on in (("\\Seen", seen), ("\\Answered", answered)):
            if on is not None:
                (mail.flags.add if on else mail.flags.discard)(flag)

    def delete(self, place: Place) -> None:
        self.folders[place.folder].mails.remove(self.mail(place))

    def move(self, place: Place, folder: str) -> Place:
        mail = self.mail(place)
        self.delete(place)
        return self._store(folder, mail.raw, mail.at, mail.flags, mail.problem)

    def change_uidvalidity(self, folder: str) -> None:
        """Keeps the mails and gives them new numbers, as after a restored backup."""
        kept = self.folders[folder]
        kept.validity = next(self._validities)
        for uid, mail in enumerate(kept.mails, start=1):
            mail.uid = uid
        kept.next_uid = len(kept.mails) + 1

    def mail(self, place: Place) -> StoredMail:
        folder = self.folders[place.folder]
        validity, _, uid = place.ref.partition(":")
        if validity == str(folder.validity):
            for mail in folder.mails:
                if str(mail.uid) == uid:
                    return mail
        raise KeyError(place)

    @property
    def drafts(self) -> list[StoredMail]:
        """The mails in the Drafts folder, also those not shown yet."""
        late = [StoredMail(0, raw, self.now, {"\\Draft", "\\Seen"}) for raw in self._late]
        return [*self.folders[self.role("drafts")].mails, *late]

    def show_late_drafts(self) -> None:
        """What StoredLater held back turns up."""
        while self._late:
            self.store_draft(self._late.pop(0))

    def hold_back(self, raw: bytes) -> None:
        self._late.append(raw)

    def store_draft(self, raw: bytes) -> Place:
        return self._store(self.role("drafts"), raw, self.now, {"\\Draft", "\\Seen"}, "")

    def store_letter(self, folder: str, raw: bytes) -> Place:
        return self._store(folder, raw, self.now, set(), "")

    def role(self, role: str) -> str:
        for name, folder in self.folders.items():
            if folder.role == role:
                return name
        raise UserError(f"there is no {role.capitalize()} folder")

    def _store(self, name: str, raw: bytes, at: datetime, flags: set[str], problem: str) -> Place:
        folder = self.folders[name]
        mail = StoredMail(folder.next_uid, raw, at, set(flags), problem)
        folder.mails.append(mail)
        folder.next_uid += 1
        return Place(name, f"{folder.validity}:{mail.uid}")


class MemoryMailbox:
    """The Mailbox protocol on a MemoryServer."""

    def __init__(self, server: MemoryServer, folders: Sequence[str] = ("INBOX",)) -> None:
        self._server = server
        self._folders = tuple(folders)
        self.settle = server.settle
        self.aborted = False

    def watched(self) -> Sequence[str]:
        self._step("watched")
        for folder in self._folders:
            self._folder(folder)
        return list(self._folders)

    def fetch_since(
        self, folder: str, cursor: str | None, since: datetime, known: Callable[[Sequence[str]], set[str]]
    ) -> Fetch:
        self._step("fetch_since")
        box = self._folder(folder)
        past = UidCursor.parse(cursor)
        if past is None or past.validity != box.validity:
            past = UidCursor(box.validity, 0, box.next_uid - 1)
        mails = [m for m in box.mails if m.uid > past.last and (m.uid > past.ceiling or m.at >= since)]
        on_record = known([f"{box.validity}:{mail.uid}" for mail in mails])
        new = [mail for mail in mails if f"{box.validity}:{mail.uid}" not in on_record]
        return Fetch(self._arrivals(folder, past, new), f"{box.validity}:{box.next_uid - 1}")

    def folder_of(self, name: str) -> str | None:
        self._step("folder_of")
        return name if name in self._server.folders else None

    def make_folder(self, name: str) -> str:
        self._step("make_folder")
        if name not in self._server.folders:
            self._server.create(name)
        return name

    def read(self, place: Place) -> Arrival | None:
        self._step("read")
        try:
            mail = self._server.mail(place)
        except KeyError:
            return None
        raw = None if mail.problem else mail.raw[:SIZE_CAP]
        return Arrival(place, "", mail.at, mail.seen, raw, len(mail.raw), mail.problem)

    def flags(self, places: Sequence[Place]) -> Mapping[Place, Flags]:
        self._step("flags")
        found = {}
        for place in places:
            try:
                found[place] = self._server.mail(place).seen
            except KeyError:
                continue
        return found

    def find_copies(self, message_id: str) -> Sequence[Found]:
        self._step("find_copies")
        near: list[Found] = []
        far: list[Found] = []
        for found, _ in self._all():
            if message_id and found.message_id == message_id:
                chosen = found.role != "other" or found.place.folder in self._folders
                (near if chosen else far).append(found)
        return near or far

    def find_answers(self, message_id: str, since: datetime) -> Sequence[Found]:
        self._step("find_answers")
        return [
            found
            for found, mail in self._all()
            if found.role in {"drafts", "sent"}
            and message_id in headers.ids(mail.raw).answered
            and mail.at >= since - timedelta(days=1)
        ]

    def save_draft(self, raw: bytes) -> Saved:
        self._step("save_draft")
        self._server.role("drafts")
        try:
            self._step("before store")
        except StoredLater:
            self._server.hold_back(raw)
            raise
        place = self._server.store_draft(raw)
        self._step("after store")
        return Saved(place)

    def lay_down(self, folder: str, raw: bytes) -> None:
        self._step("lay_down")
        self._folder(folder)
        self._step("before store")
        self._server.store_letter(folder, raw)
        self._step("after store")

    def check(self) -> Sequence[tuple[str, bool, str]]:
        self._step("check")
        return [(f"Folder {name}", True, folder.role) for name, folder in self._server.folders.items()]

    def abort(self) -> None:
        self.aborted = True

    def close(self) -> None:
        """Never raises, so the hook is not asked."""

    def _step(self, event: str) -> None:
        if self.aborted:
            raise TemporaryError("the connection was given up")
        self._server.hook(event)

    def _folder(self, name: str) -> MemoryFolder:
        if name not in self._server.folders:
            raise UserError(
                f"there is no folder {name!r}. The folders are: {', '.join(self._server.folders)}."
            )
        return self._server.folders[name]

    def _arrivals(self, folder: str, past: UidCursor, mails: Sequence[StoredMail]) -> Iterator[Arrival]:
        for mail in mails:
            self._step("arrival")
            raw = None if mail.problem else mail.raw[:SIZE_CAP]
            place, cursor = Place(folder, f"{past.validity}:{mail.uid}"), str(past.at(mail.uid))
            yield Arrival(place, cursor, mail.at, mail.seen, raw, len(mail.raw), mail.problem)

    def _all(self) -> Iterator[tuple[Found, StoredMail]]:
        for name, folder in self._server.folders.items():
            for mail in folder.mails:
                place = Place(name, f"{folder.validity}:{mail.uid}")
                yield Found(place, folder.role, headers.ids(mail.raw).own, mail.seen, mail.at), mail

"""An account on an IMAP server (RFC 3501), by way of imapclient."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.errors import GraceError, TemporaryError, UserError
from watcher.mailboxes import headers
from watcher.mailboxes.folder_names import NO_DRAFTS, counted
from watcher.mailboxes.imap_connection import DRAFT, GMAIL, UNREAD, Connection, Opened, RefusedError
from watcher.mailboxes.imap_cursor import UidCursor
from watcher.mailboxes.imap_fetch import CHUNK, DRAFTS, Unwanted, arrivals, chunks, flags_of
from watcher.mailboxes.imap_folders import Folders, discover, one_each, own
from watcher.mailboxes.imap_gmail import NOT_SHOWN, OWN_AT_GMAIL, Gmail
from watcher.mailboxes.imap_search import Search, safe_day
from watcher.mailboxes.imap_sign_in import Server, Tls
from watcher.mailboxes.protocol import Arrival, Fetch, Flags, Found, Place, Saved, Token

_LISTABLE = 80_000  # a SEARCH answer is one line, and the library reads lines of up to 1,000,000 bytes
_SPAN = 20_000
_HIGHEST = 2**32 - 1  # of UIDs (RFC 3501 9, "nz-number")
_CLOSED = "the server lets nothing be put there. Name another folder in the config as `drafts`."
_FULL = "no draft can be stored there. Delete some mail that you no longer need."
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Imap:
    """One account on an IMAP server. Connects at the first call that needs it.

    Args:
        host, port, tls: tls is "implicit" (port 993), "starttls" (143) or "none" (this machine only).
        user, password: as the server knows them.
        folders: the folders to watch.
        drafts, sent, trash: where the server does not say.
        ca_file: certificates to trust instead of the system's.
        timeout: how long to wait for any one answer, in seconds.
        token: gives an access token to sign in with instead of the password.

    Raises:
        UserError: a value is wrong whatever the server says.
    """

    settle = timedelta(seconds=60)

    def __init__(
        self,
        host: str,
        port: int,
        tls: Tls,
        user: str,
        password: str,
        folders: Sequence[str] = ("INBOX",),
        drafts: str | None = None,
        sent: str | None = None,
        trash: str | None = None,
        ca_file: Path | None = None,
        timeout: float = 60.0,
        token: Token | None = None,
    ) -> None:
        self._server = Server(host, port, tls, user, password, ca_file, timeout, token)
        self._server.validate()
        self._wanted = tuple(folders)
        self._configured = {"drafts": drafts, "sent": sent, "trash": trash}
        self._connection: Connection | None = None
        self._found: Folders | None = None
        self._aborted = False

    def watched(self) -> Sequence[str]:
        return [self._folders.named(folder) for folder in self._wanted]

    def fetch_since(
        self, folder: str, cursor: str | None, since: datetime, known: Callable[[Sequence[str]], set[str]]
    ) -> Fetch:
        past, name = UidCursor.parse(cursor), self._folders.named(folder)
        # EXAMINE and not STATUS: it costs no more, and there are servers whose STATUS lags behind, or is refused.
        opened = self._line.examine(name)
        if past and cursor and _nothing_new(past, opened):
            return Fetch(iter(()), cursor)
        if past is None or past.validity != opened.validity:
            past = UidCursor(opened.validity, 0, (opened.next_uid or _HIGHEST + 1) - 1)
        uids = self._uids_after(past, opened, since)
        refs = {uid: str(UidCursor(opened.validity, uid)) for uid in uids}
        on_record = set().union(*(known([refs[uid] for uid in chunk]) for chunk in chunks(uids, 10 * CHUNK)))
        new = [uid for uid in uids if refs[uid] not in on_record]
        last = opened.next_uid - 1 if opened.next_uid else max([past.last, *uids])
        mails = arrivals(self._line, opened, past, new, since, self._unwanted(name))
        return Fetch(self._until_aborted(mails), f"{opened.validity}:{last}", len(new))

    def folder_of(self, name: str) -> str | None:
        return self._folders.called(name)

    def make_folder(self, name: str) -> str:
        there = self._folders.called(name)
        if there:
            return there
        made = self._line.own_prefix() + self._folders.spelt(name)
        try:
            self._line.create(made)
        except RefusedError as refused:
            raise UserError(
                f"{self._server.where}: it makes no folder {made!r}. {refused.code}".rstrip()
            ) from None
        self._found = None
        return made

    def read(self, place: Place) -> Arrival | None:
        at, opened = UidCursor.of(place), self._open(place.folder)
        if at is None or opened is None or at.validity != opened.validity:
            return None
        before = UidCursor(opened.validity, at.last - 1)
        return next(arrivals(self._line, opened, before, [at.last], _EPOCH), None)

    def flags(self, places: Sequence[Place]) -> Mapping[Place, Flags]:
        found: dict[Place, Flags] = {}
        for folder in sorted({place.folder for place in places}):
            asked = {UidCursor.of(place): place for place in places if place.folder == folder}
            opened = self._open(folder)
            uids = sorted(at.last for at in asked if at and opened and at.validity == opened.validity)
            for chunk in chunks(uids, CHUNK):
                answer = self._line.fetch(chunk, "FLAGS")
                there = {at: place for at, place in asked.items() if at and at.last in answer}
                found |= {place: flags_of(answer[at.last]) for at, place in there.items()}
        return found

    def find_copies(self, message_id: str) -> Sequence[Found]:
        if not headers.searchable(message_id):
            return []
        if self._is_gmail:
            return self._gmail.find_copies(message_id)
        near = sorted({*filter(None, self._folders.roles.values()), *self.watched()})
        hits = self._search.copies(near, message_id)
        if not hits:
            far = [name for name in own(self._folders, self._line) if name not in near]
            hits = self._search.copies(far, message_id)
        return one_each([hit.found for hit in hits], self._folders.all_mail)

    def find_answers(self, message_id: str, since: datetime) -> Sequence[Found]:
        if not headers.searchable(message_id):
            return []
        if self._is_gmail:
            return self._gmail.find_answers(message_id, since)
        hits = self._search.answers(self._folders.for_answers, message_id, since)
        return [hit.found for hit in hits]

    def save_draft(self, raw: bytes) -> Saved:
        drafts = self._folders.roles["drafts"]
        if drafts is None:
            raise UserError(f"{self._server.where}: {NO_DRAFTS}")
        stored = self._line.append(drafts, raw, DRAFT)
        saved = Saved(Place(drafts, f"{stored[0]}:{stored[1]}") if stored else None)
        return self._looked_after(saved, raw)

    def lay_down(self, folder: str, raw: bytes) -> None:
        self._line.append(folder, raw, UNREAD)

    def check(self) -> Sequence[tuple[str, bool, str]]:
        secure = {"implicit": "with TLS", "starttls": "with STARTTLS", "none": "without TLS, on this machine"}
        rows = [("Sign-in", True, f"{self._server.host}, {secure[self._server.tls]}")]
        for folder in self._wanted:
            try:
                opened = self._line.examine(self._folders.named(folder))
                rows.append((f"Folder {folder}", True, counted(opened.count, "mail")))
            except (UserError, RefusedError) as error:
                rows.append((f"Folder {folder}", False, str(error)))
        roles = self._folders.roles
        rows += self._room_for_drafts(roles["drafts"])
        rows.append(("Sent", True, roles["sent"] or "none found, so your own answers are not noticed"))
        rows.append(("Trash", True, roles["trash"] or "none found"))
        if self._is_gmail and self._folders.all_mail is None:
            rows.append(("All mail", True, NOT_SHOWN))
        if "UIDPLUS" not in self._line.capabilities():
            rows.append(("Server", True, "it does not say where a draft went; it is searched for instead"))
        return rows

    def _room_for_drafts(self, drafts: str | None) -> Iterator[tuple[str, bool, str]]:
        """Whether a draft could be stored, as far as the server says so without one."""
        may, storage = True, None
        with contextlib.suppress(RefusedError):
            may = drafts is None or self._line.may_insert(drafts)
        with contextlib.suppress(RefusedError):
            storage = self._line.storage()
        yield "Drafts", drafts is not None and may, (drafts or NO_DRAFTS) if may else f"{drafts}: {_CLOSED}"
        if storage:
            used, limit = storage
            word = f"{used / limit:.0%} of {limit / 1e9:.1f} GB used"
            yield "Space", used < limit, word if used < limit else f"{word}: {_FULL}"

    def abort(self) -> None:
        self._aborted = True
        connection = self._connection  # the other thread may let go of it meanwhile
        if connection:
            connection.abort()

    def close(self) -> None:
        if self._connection:
            self._connection.close()

    @property
    def _line(self) -> Connection:
        if self._connection is None and not self._aborted:
            self._connection = Connection(self._server)
            try:
                self._connection.open()
            except GraceError:
                self._connection = None
                raise
        if self._aborted or self._connection is None:
            raise self._given_up()
        return self._connection

    def _given_up(self) -> TemporaryError:
        return TemporaryError(f"{self._server.where}: given up, because the program was asked to stop.")

    def _until_aborted(self, mails: Iterator[Arrival]) -> Iterator[Arrival]:
        """Mails that are here already need no connection, so its end would not stop them."""
        for mail in mails:
            if self._aborted:
                raise self._given_up()
            yield mail

    @property
    def _folders(self) -> Folders:
        if self._found is None:
            self._found = discover(self._line, self._server.where, self._configured)
        return self._found

    @property
    def _search(self) -> Search:
        return Search(self._line, self._folders, self.watched())

    @property
    def _is_gmail(self) -> bool:
        return GMAIL in self._line.capabilities()

    @property
    def _gmail(self) -> Gmail:
        return Gmail(self._line, self._folders, self.watched())

    def _looked_after(self, saved: Saved, raw: bytes) -> Saved:
        """The draft is in the server's hands: a failure to look at it is no failure to save it."""
        with contextlib.suppress(GraceError):
            if self._is_gmail:
                return self._gmail.where_it_went(saved, raw)
        return saved

    def _unwanted(self, name: str) -> Unwanted | None:
        """What to leave out of a folder: only that of all mail holds drafts and mail of the person's own."""
        if name != self._folders.all_mail:
            return None
        return OWN_AT_GMAIL if self._is_gmail else DRAFTS

    def _open(self, folder: str) -> Opened | None:
        """None for a folder that is gone."""
        return self._line.examine(folder) if folder in self._folders.names else None

    def _uids_after(self, past: UidCursor, opened: Opened, since: datetime) -> list[int]:
        """Those past the cursor; up to the ceiling of a first contact only the recent ones."""
        newest = opened.next_uid - 1 if opened.next_uid else None
        ceiling = past.ceiling if newest is None else min(past.ceiling, newest)
        recent = f" SINCE {safe_day(since)}"
        found = self._range(opened, past.last + 1, ceiling, recent) if ceiling > past.last else []
        return found + self._range(opened, max(past.last, ceiling) + 1, newest, "")

    def _range(self, opened: Opened, first: int, last: int | None, criterion: str) -> list[int]:
        """UIDs from `first` to `last`. "n:*" names the last mail even if it is before n (RFC 3501 6.4.8)."""
        if first > (_HIGHEST if last is None else last):
            return []
        spans = [(first, last)] if opened.count <= _LISTABLE else self._spans(opened, first, last)
        found = [
            uid for low, high in spans for uid in self._line.search(f"UID {low}:{high or '*'}{criterion}")
        ]
        return [uid for uid in found if first <= uid and (last is None or uid <= last)]

    def _spans(self, opened: Opened, first: int, last: int | None) -> list[tuple[int, int | None]]:
        """UIDs from `first` to `last` in ranges of so many mails: there may be wide gaps between UIDs."""
        every = ",".join(str(number) for number in range(_SPAN, opened.count, _SPAN))
        edges = [uid for uid in self._line.search(every) if first <= uid < (last or _HIGHEST)]
        return list(zip([first, *(uid + 1 for uid in edges)], [*edges, last], strict=True))


def _nothing_new(past: UidCursor, now: Opened) -> bool:
    return past == UidCursor(now.validity, (now.next_uid or 0) - 1)

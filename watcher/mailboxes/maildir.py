"""A Maildir, or a tree of them, as mbsync, offlineimap, mutt, notmuch and Dovecot keep it.

A mail was delivered at its file's mtime, is read when its name has the flag S, answered when it has R.
Nothing that is there is renamed, moved from new/ to cur/, or touched.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from watcher.errors import GraceError, TemporaryError, UserError
from watcher.mailboxes import headers
from watcher.mailboxes.folder_names import NO_DRAFTS, by_name, counted, missing_folder, same_name
from watcher.mailboxes.maildir_bookmark import Bookmark, Stamp, digest
from watcher.mailboxes.maildir_files import Listing, modified_ns, moment, read, trouble_in
from watcher.mailboxes.maildir_folders import find_folders, make_folder, path_for
from watcher.mailboxes.protocol import Arrival, Fetch, Flags, Found, Place, Saved

SIZE_CAP = 1024 * 1024
_HEADER_CAP = 64 * 1024
_KNOWN_CHUNK = 500


class _Waiting(NamedTuple):
    mtime_ns: int
    ref: str


class Maildir:
    """One account's mail in a Maildir.

    Args:
        path: the Maildir++ root, or the folder that holds the mail folders.
        folders: the folders to watch.
        drafts, sent, trash: where the usual names do not find them.

    Raises:
        UserError: there is no Maildir at `path`.
    """

    settle = timedelta(0)

    def __init__(
        self,
        path: Path,
        folders: Sequence[str] = ("INBOX",),
        drafts: str | None = None,
        sent: str | None = None,
        trash: str | None = None,
    ) -> None:
        self._root = Path(path).expanduser()
        self._wanted = tuple(folders)
        self._paths = find_folders(self._root)
        named = {"drafts": drafts, "sent": sent, "trash": trash}
        self._roles = {role: self._role(role, name) for role, name in named.items()}
        self._ids: dict[str, dict[str, tuple[headers.Ids, datetime]]] = {}
        self._aborted = False

    def watched(self) -> Sequence[str]:
        return [self._name(folder) for folder in self._wanted]

    def fetch_since(
        self, folder: str, cursor: str | None, since: datetime, known: Callable[[Sequence[str]], set[str]]
    ) -> Fetch:
        self._go_on()
        path = self._paths[self._name(folder)]
        with trouble_in(path):
            stamp = Stamp.of(path, time.time_ns())  # before listing: what comes after it changes it
            past = Bookmark.parse(cursor)
            if cursor and past and past.unchanged(stamp):
                return Fetch(iter(()), cursor)
        listing = Listing(path)
        refs = list(listing.entries)
        on_record = _on_record(refs, known)
        if past and not past.still_means(stamp, refs, on_record):
            past = None
        skipped = past.skipped if past else frozenset()
        new = [ref for ref in refs if ref not in on_record and digest(ref) not in skipped]
        waiting = _dated(listing, new)
        if past:
            on_the_way, done = str(past), Bookmark(stamp, skipped, bool(refs))
        else:
            old = frozenset(digest(mail.ref) for mail in waiting if moment(mail.mtime_ns) < since)
            waiting = [mail for mail in waiting if moment(mail.mtime_ns) >= since]
            on_the_way, done = str(Bookmark(stamp, complete=False)), Bookmark(stamp, old, bool(refs))
        return Fetch(self._arrivals(self._name(folder), waiting, listing, on_the_way), str(done))

    def folder_of(self, name: str) -> str | None:
        return self._alike(name)

    def make_folder(self, name: str) -> str:
        self._go_on()
        there = self._alike(name)
        if there:
            return there
        path = path_for(self._root, name, self._inbox_at_root)
        with trouble_in(self._root):
            # A disk that is away leaves an empty folder, which is no Maildir.
            (next(iter(self._paths.values())) / "cur").stat()
            make_folder(path)
        self._paths = find_folders(self._root)
        return self._name(name)

    def read(self, place: Place) -> Arrival | None:
        self._go_on()
        if place.folder not in self._paths:
            return None
        reached = Listing(self._paths[place.folder]).reach(place.ref, lambda path: read(path, SIZE_CAP))
        if reached is None:
            return None
        entry, content = reached
        return Arrival(place, "", content.stored_at, entry.flags, content.raw, content.size, content.problem)

    def flags(self, places: Sequence[Place]) -> Mapping[Place, Flags]:
        found: dict[Place, Flags] = {}
        for folder in {place.folder for place in places if place.folder in self._paths}:
            self._go_on()
            asked = [place for place in places if place.folder == folder]
            listing = Listing(self._paths[folder])
            entries = dict(listing.entries)
            if any(place.ref not in entries for place in asked):
                listing.again()  # a listing may miss a file that is renamed meanwhile
                entries |= listing.entries
            found |= {place: entries[place.ref].flags for place in asked if place.ref in entries}
        return found

    def find_copies(self, message_id: str) -> Sequence[Found]:
        if not headers.searchable(message_id):
            return []
        near = self._near()
        found = self._search(near, lambda ids: ids.own == message_id)
        return found or self._search(set(self._paths) - near, lambda ids: ids.own == message_id)

    def find_answers(self, message_id: str, since: datetime) -> Sequence[Found]:
        if not headers.searchable(message_id):
            return []
        folders = {name for role, name in self._roles.items() if name and role != "trash"}
        return self._search(folders, lambda ids: message_id in ids.answered, since - timedelta(days=1))

    def save_draft(self, raw: bytes) -> Saved:
        self._go_on()
        name = self._roles["drafts"] or self._make_drafts()
        return Saved(Place(name, self._put(name, raw, "cur", ":2,DS")))

    def lay_down(self, folder: str, raw: bytes) -> None:
        self._go_on()
        self._put(self._name(folder), raw, "new", "")

    def _put(self, name: str, raw: bytes, part: str, flags: str) -> str:
        """Puts a mail on the disk, by way of tmp/ as Maildir has it, and gives its ref."""
        path, ref = self._paths[name], _unique_name()
        temporary = path / "tmp" / ref
        with trouble_in(path):
            (path / "tmp").mkdir(mode=0o700, exist_ok=True)
            try:
                with open(temporary, "xb", opener=_private) as file:
                    file.write(raw)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.rename(path / part / f"{ref}{flags}")
            except OSError:
                temporary.unlink(missing_ok=True)  # on a full disk half a draft would stay
                raise
            _sync_directory(path / part)
        return ref

    def check(self) -> Sequence[tuple[str, bool, str]]:
        rows = [("Maildir", True, f"{counted(len(self._paths), 'folder')} in {self._root}")]
        for folder in self._wanted:
            try:
                count = len(Listing(self._paths[self._name(folder)]).entries)
                rows.append((f"Folder {folder}", True, counted(count, "mail")))
            except GraceError as error:
                rows.append((f"Folder {folder}", False, str(error)))
        rows.append(self._drafts_row())
        for role, meaning in (("sent", "your own answers are not noticed"), ("trash", "")):
            name = self._roles[role]
            rows.append((role.capitalize(), True, name or f"none found{', ' * bool(meaning)}{meaning}"))
        return rows

    def abort(self) -> None:
        """Nothing here waits for a server, but a first contact may have many mails to read."""
        self._aborted = True

    def close(self) -> None:
        """Nothing is kept open."""

    def _go_on(self) -> None:
        if self._aborted:
            raise TemporaryError(f"Maildir {self._root}: given up, because the program was asked to stop.")

    def _drafts_row(self) -> tuple[str, bool, str]:
        drafts = self._roles["drafts"]
        if drafts:
            writable = os.access(self._paths[drafts] / "cur", os.W_OK)
            return "Drafts", writable, drafts if writable else f"{drafts} may not be written to"
        if not self._inbox_at_root:
            return "Drafts", False, _no_drafts(self._root)
        path = self._root / ".Drafts"
        if os.path.lexists(path) and not path.is_dir():
            return "Drafts", False, f"{path} is no folder. Move it away, or name another one as `drafts`."
        if not os.access(path if path.is_dir() else self._root, os.W_OK):
            return "Drafts", False, f"none yet, and none can be made: {self._root} may not be written to"
        return "Drafts", True, "none yet; made with the first draft"

    @property
    def _inbox_at_root(self) -> bool:
        """Whether it is Maildir++, where we know how a folder is made."""
        return self._paths.get("INBOX") == self._root

    def _make_drafts(self) -> str:
        if not self._inbox_at_root:
            raise UserError(_no_drafts(self._root))
        with trouble_in(self._root):
            (self._root / "cur").stat()  # a disk that is away leaves an empty folder, which is no Maildir
            make_folder(self._root / ".Drafts")
        self._paths["Drafts"] = self._root / ".Drafts"
        self._roles["drafts"] = "Drafts"
        return "Drafts"

    def _role(self, role: str, configured: str | None) -> str | None:
        return self._name(configured) if configured else by_name(role, self._paths)

    def _name(self, folder: str) -> str:
        found = self._alike(folder)
        if found is None:
            raise UserError(f"Maildir {self._root}: {missing_folder(folder, self._paths)}")
        return found

    def _alike(self, folder: str) -> str | None:
        if folder in self._paths:
            return folder
        alike = (name for name in self._paths if same_name(name.replace("/", "."), folder.replace("/", ".")))
        return next(alike, None)

    def _role_of(self, folder: str) -> str:
        return next((role for role, name in self._roles.items() if name == folder), "other")

    def _near(self) -> set[str]:
        return {name for name in self._roles.values() if name} | set(self.watched())

    def _search(
        self, folders: set[str], fits: Callable[[headers.Ids], bool], since: datetime | None = None
    ) -> list[Found]:
        found: list[Found] = []
        for folder in sorted(folders):
            self._go_on()
            listing = self._to_search(folder)
            if listing is None:
                continue
            seen = self._ids.setdefault(folder, {})
            for ref in tuple(listing.entries):
                header = seen.get(ref) or self._header(listing, folder, ref)
                if header is None or not fits(header[0]) or (since is not None and header[1] < since):
                    continue
                entry = listing.entries.get(ref)
                if entry is not None:
                    place = Place(folder, ref)
                    found.append(Found(place, self._role_of(folder), header[0].own, entry.flags, header[1]))
        return found

    def _to_search(self, folder: str) -> Listing | None:
        """None for a far folder that is not ours to open."""
        try:
            return Listing(self._paths[folder])
        except UserError:
            if folder in self._near():
                raise
            return None

    def _header(self, listing: Listing, folder: str, ref: str) -> tuple[headers.Ids, datetime] | None:
        """Each mail's header is read once for the length of a pass: a Maildir's files keep their content."""
        self._go_on()
        reached = listing.reach(ref, lambda path: read(path, _HEADER_CAP))
        if reached is None:
            return None
        self._ids[folder][ref] = headers.ids(reached[1].raw or b""), reached[1].stored_at
        return self._ids[folder][ref]

    def _arrivals(
        self, folder: str, waiting: Sequence[_Waiting], listing: Listing, cursor: str
    ) -> Iterator[Arrival]:
        """A mail that is gone is left out; one that was only out of sight changed the folder's stamp."""
        for mail in waiting:
            self._go_on()
            reached = listing.reach(mail.ref, lambda path: read(path, SIZE_CAP))
            if reached is None:
                continue
            entry, content = reached
            place, delivered_at = Place(folder, mail.ref), moment(mail.mtime_ns)
            yield Arrival(
                place, cursor, delivered_at, entry.flags, content.raw, content.size, content.problem
            )


def _on_record(refs: Sequence[str], known: Callable[[Sequence[str]], set[str]]) -> set[str]:
    chunks = (refs[at : at + _KNOWN_CHUNK] for at in range(0, len(refs), _KNOWN_CHUNK))
    return set().union(*(known(chunk) for chunk in chunks))


def _dated(listing: Listing, refs: Sequence[str]) -> list[_Waiting]:
    """Those still there, oldest first."""
    reached = ((ref, listing.reach(ref, modified_ns)) for ref in refs)
    return sorted(_Waiting(found[1], ref) for ref, found in reached if found)


def _unique_name() -> str:
    host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "localhost"
    return f"{time.time_ns() // 10**9}.P{os.getpid()}R{secrets.token_hex(8)}.{host}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _no_drafts(root: Path) -> str:
    return f"Maildir {root}: {NO_DRAFTS}"

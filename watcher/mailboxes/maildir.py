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
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from watcher.errors import TemporaryError, UserError
from watcher.mailboxes import headers
from watcher.mailboxes.folder_names import NO_DRAFTS, by_name, missing_folder, same_name
from watcher.mailboxes.maildir_bookmark import Bookmark, Stamp, digest
from watcher.mailboxes.maildir_folders import find_folders, is_folder, make_folder
from watcher.mailboxes.protocol import Arrival, Fetch, Flags, Found, Place

SIZE_CAP = 1024 * 1024
_HEADER_CAP = 64 * 1024
_KNOWN_CHUNK = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INFO = re.compile(r"[:;!]2,([^:;!]*)$")


class _Entry(NamedTuple):
    path: Path
    flags: Flags


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
        self._ids: dict[Place, tuple[headers.Ids, datetime]] = {}

    def watched(self) -> Sequence[str]:
        return [self._name(folder) for folder in self._wanted]

    def fetch_since(
        self, folder: str, cursor: str | None, since: datetime, known: Callable[[Sequence[str]], set[str]]
    ) -> Fetch:
        path = self._paths[self._name(folder)]
        with _trouble_in(path):
            stamp = Stamp.of(path, time.time_ns())  # before listing: what comes after it changes it
            past = Bookmark.parse(cursor)
            if cursor and past and past.unchanged(stamp):
                return Fetch(iter(()), cursor)
            entries = _listed(path)
            on_record = _on_record(list(entries), known)
            if past and not past.still_means(stamp, entries, on_record):
                past = None
            skipped = past.skipped if past else frozenset()
            new = [ref for ref in entries if ref not in on_record and digest(ref) not in skipped]
            waiting = _dated(entries, new)
        if past:
            on_the_way, done = str(past), Bookmark(stamp, skipped, bool(entries))
        else:
            old = frozenset(digest(mail.ref) for mail in waiting if _moment(mail.mtime_ns) < since)
            waiting = [mail for mail in waiting if _moment(mail.mtime_ns) >= since]
            on_the_way, done = str(Bookmark(stamp, complete=False)), Bookmark(stamp, old, bool(entries))
        return Fetch(self._arrivals(folder, waiting, entries, on_the_way), str(done))

    def flags(self, places: Sequence[Place]) -> Mapping[Place, Flags]:
        found: dict[Place, Flags] = {}
        for folder in {place.folder for place in places if place.folder in self._paths}:
            path, asked = self._paths[folder], [place for place in places if place.folder == folder]
            with _trouble_in(path):
                entries = _listed(path)
                if any(place.ref not in entries for place in asked):
                    entries |= _listed(path)  # a listing may miss a file that is renamed meanwhile
            found |= {place: entries[place.ref].flags for place in asked if place.ref in entries}
        return found

    def find_copies(self, message_id: str) -> Sequence[Found]:
        if not headers.searchable(message_id):
            return []
        near = {name for name in self._roles.values() if name} | set(self.watched())
        found = self._search(near, lambda ids: ids.own == message_id)
        return found or self._search(set(self._paths) - near, lambda ids: ids.own == message_id)

    def find_answers(self, message_id: str, since: datetime) -> Sequence[Found]:
        if not headers.searchable(message_id):
            return []
        folders = {name for role, name in self._roles.items() if name and role != "trash"}
        return self._search(folders, lambda ids: message_id in ids.answered, since - timedelta(days=1))

    def save_draft(self, raw: bytes) -> Place | None:
        name = self._roles["drafts"] or self._make_drafts()
        path, ref = self._paths[name], _unique_name()
        temporary = path / "tmp" / ref
        with _trouble_in(path):
            (path / "tmp").mkdir(mode=0o700, exist_ok=True)
            with open(temporary, "xb", opener=_private) as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(path / "cur" / f"{ref}:2,DS")
            _sync_directory(path / "cur")
        return Place(name, ref)

    def check(self) -> Sequence[tuple[str, bool, str]]:
        rows = [("Maildir", True, f"{len(self._paths)} folders in {self._root}")]
        for folder in self._wanted:
            try:
                count = len(_listed(self._paths[self._name(folder)]))
                rows.append((f"Folder {folder}", True, f"{count} mails"))
            except UserError as error:
                rows.append((f"Folder {folder}", False, str(error)))
        rows.append(self._drafts_row())
        for role, meaning in (("sent", "your own answers are not noticed"), ("trash", "")):
            name = self._roles[role]
            rows.append((role.capitalize(), True, name or f"none found{', ' * bool(meaning)}{meaning}"))
        return rows

    def abort(self) -> None:
        """Nothing here waits for a server."""

    def close(self) -> None:
        """Nothing is kept open."""

    def _drafts_row(self) -> tuple[str, bool, str]:
        drafts = self._roles["drafts"]
        if drafts:
            writable = os.access(self._paths[drafts] / "cur", os.W_OK)
            return "Drafts", writable, drafts if writable else f"{drafts} may not be written to"
        if is_folder(self._root):
            return "Drafts", True, "none yet; made with the first draft"
        return "Drafts", False, _no_drafts(self._root)

    def _make_drafts(self) -> str:
        if not is_folder(self._root):
            raise UserError(_no_drafts(self._root))
        with _trouble_in(self._root):
            make_folder(self._root / ".Drafts")
        self._paths["Drafts"] = self._root / ".Drafts"
        self._roles["drafts"] = "Drafts"
        return "Drafts"

    def _role(self, role: str, configured: str | None) -> str | None:
        return self._name(configured) if configured else by_name(role, self._paths)

    def _name(self, folder: str) -> str:
        if folder in self._paths:
            return folder
        alike = (name for name in self._paths if same_name(name.replace("/", "."), folder.replace("/", ".")))
        found = next(alike, None)
        if found is None:
            raise UserError(f"Maildir {self._root}: {missing_folder(folder, self._paths)}")
        return found

    def _role_of(self, folder: str) -> str:
        return next((role for role, name in self._roles.items() if name == folder), "other")

    def _search(
        self, folders: set[str], fits: Callable[[headers.Ids], bool], since: datetime | None = None
    ) -> list[Found]:
        found = []
        for folder in sorted(folders):
            with _trouble_in(self._paths[folder]):
                entries = _listed(self._paths[folder])
            for ref, entry in entries.items():
                place = Place(folder, ref)
                ids, stored_at = self._ids_at(place, entry.path)
                if fits(ids) and (since is None or stored_at >= since):
                    found.append(Found(place, self._role_of(folder), ids.own, entry.flags))
        return found

    def _ids_at(self, place: Place, path: Path) -> tuple[headers.Ids, datetime]:
        """Read once for the length of a pass: a Maildir's files keep their content."""
        if place not in self._ids:
            self._ids[place] = _ids_in(path)
        return self._ids[place]

    def _arrivals(
        self, folder: str, waiting: Sequence[_Waiting], entries: Mapping[str, _Entry], cursor: str
    ) -> Iterator[Arrival]:
        name = self._name(folder)
        for mail in waiting:
            entry = entries[mail.ref]
            if not os.path.lexists(entry.path):  # read or moved by the person since it was listed
                moved = _listed(self._paths[name]).get(mail.ref)
                if moved is None:
                    continue
                entry = moved
            raw, size, problem = _content(entry.path)
            place = Place(name, mail.ref)
            yield Arrival(place, cursor, _moment(mail.mtime_ns), entry.flags, raw, size, problem)


@contextmanager
def _trouble_in(path: Path) -> Iterator[None]:
    """Says in one line what the file system refused."""
    try:
        yield
    except (PermissionError, FileNotFoundError, NotADirectoryError) as error:
        raise UserError(f"Maildir {path}: {error.strerror}. Look at its owner and its rights.") from None
    except OSError as error:
        raise TemporaryError(f"Maildir {path}: {error.strerror}. It is tried again later.") from None


def _listed(path: Path) -> dict[str, _Entry]:
    """The mails of a folder by their refs. new/ first: a mail moved meanwhile is seen twice, never missed."""
    entries: dict[str, _Entry] = {}
    for part in ("new", "cur"):
        for name in os.listdir(path / part):
            if name.startswith("."):
                continue
            info = _INFO.search(name)
            letters = info[1] if info and part == "cur" else ""
            ref = name[: info.start()] if info else name
            entries[ref] = _Entry(path / part / name, Flags(read="S" in letters, answered="R" in letters))
    return entries


def _on_record(refs: Sequence[str], known: Callable[[Sequence[str]], set[str]]) -> set[str]:
    chunks = (refs[at : at + _KNOWN_CHUNK] for at in range(0, len(refs), _KNOWN_CHUNK))
    return set().union(*(known(chunk) for chunk in chunks))


def _dated(entries: Mapping[str, _Entry], refs: Sequence[str]) -> list[_Waiting]:
    """Those still there, oldest first."""
    found = []
    for ref in refs:
        try:
            found.append(_Waiting(entries[ref].path.stat().st_mtime_ns, ref))
        except OSError:
            found.append(_Waiting(_own_mtime(entries[ref].path), ref))
    return sorted(found)


def _own_mtime(path: Path) -> int:
    """Of a link that leads nowhere, or of a file that moved on: the reading of it will tell which."""
    try:
        return path.lstat().st_mtime_ns
    except OSError:
        return time.time_ns()


def _moment(mtime_ns: int) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=mtime_ns // 1000)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) - timedelta(days=2) if mtime_ns > 0 else _EPOCH


def _content(path: Path) -> tuple[bytes | None, int, str]:
    try:
        with path.open("rb") as file:
            return file.read(SIZE_CAP), os.fstat(file.fileno()).st_size, ""
    except OSError as error:
        return None, 0, f"the file cannot be read: {error.strerror}"


def _ids_in(path: Path) -> tuple[headers.Ids, datetime]:
    try:
        with path.open("rb") as file:
            return headers.ids(file.read(_HEADER_CAP)), _moment(os.fstat(file.fileno()).st_mtime_ns)
    except OSError:
        return headers.Ids(), _EPOCH


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

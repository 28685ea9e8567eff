"""The files of one Maildir folder, each a mail: which there are, and how to get at one that is being renamed.

A mail program renames a mail whenever its flags change, and moves it from new/ to cur/. What stays is the
unique part of the name, our ref.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote_from_bytes

from watcher.errors import TemporaryError, UserError
from watcher.mailboxes.protocol import Flags

_TRIES = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INFO = re.compile(r"[:;!]2,([^:;!]*)$")
_NOT_THE_MAIL = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ENOTCONN}
_T = TypeVar("_T")


class Entry(NamedTuple):
    """A mail's file as it was listed. (A `Path` for each would take most of the time of listing a folder.)"""

    path: str
    flags: Flags


class Content(NamedTuple):
    """What a file holds. `raw` is None where it cannot be read, and then `problem` says why."""

    raw: bytes | None
    size: int
    stored_at: datetime
    problem: str


class Listing:
    """The mails of a folder, listed anew when one of them was renamed meanwhile.

    Raises:
        UserError, TemporaryError: see `trouble_in`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.entries: Mapping[str, Entry] = {}
        self.again()

    def again(self) -> None:
        with trouble_in(self._folder):
            self.entries = _listed(self._folder)

    def reach(self, ref: str, use: Callable[[Path], _T]) -> tuple[Entry, _T] | None:
        """Does something with a mail's file, wherever it has gone within the folder.

        Args:
            use: raises FileNotFoundError where the file is not there.

        Returns:
            None for a mail that is gone, or that is renamed again and again: a later pass finds it.
        """
        for _ in range(_TRIES):
            entry = self.entries.get(ref)
            if entry is None:
                return None
            try:
                with trouble_in(self._folder, missing=False):
                    return entry, use(Path(entry.path))
            except FileNotFoundError:
                self.again()
        return None


@contextmanager
def trouble_in(folder: Path, missing: bool = True) -> Iterator[None]:
    """Says in one line what the file system refused.

    Args:
        missing: whether a path that is not there is trouble too.

    Raises:
        UserError: it may not be read, or is none of ours.
        TemporaryError: anything else. What was there and is not may be a disk that is away for a while.
    """
    try:
        yield
    except (PermissionError, NotADirectoryError) as error:
        raise UserError(f"Maildir {folder}: {error.strerror}. Look at its owner and its rights.") from None
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not missing:
            raise
        raise TemporaryError(f"Maildir {folder}: {error.strerror}. It is tried again later.") from None


def modified_ns(path: Path) -> int:
    """The mtime of a mail's file; of a link that leads nowhere its own. Raises OSError."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return path.lstat().st_mtime_ns


def moment(mtime_ns: int) -> datetime:
    """A file's time, pulled into the years that a datetime can hold."""
    try:
        return _EPOCH + timedelta(microseconds=mtime_ns // 1000)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) - timedelta(days=2) if mtime_ns > 0 else _EPOCH


def read(path: Path, at_most: int) -> Content:
    """A mail's first bytes. What is no ordinary file, such as a pipe, is not waited for.

    Raises:
        FileNotFoundError: there is no file of this name.
        OSError: the machine is at its limits, or the disk is away.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return Content(None, 0, _EPOCH, "it is no ordinary file")
            return Content(file.read(at_most), status.st_size, moment(status.st_mtime_ns), "")
    except OSError as error:
        if error.errno in _NOT_THE_MAIL or (isinstance(error, FileNotFoundError) and not path.is_symlink()):
            raise
        return Content(None, 0, _EPOCH, f"the file cannot be read: {error.strerror}")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _listed(folder: Path) -> dict[str, Entry]:
    """The mails of a folder by their refs. new/ first: a mail moved meanwhile is seen twice, never missed."""
    entries: dict[str, Entry] = {}
    for part in ("new", "cur"):
        with os.scandir(folder / part) as files:
            for file in files:
                if file.name.startswith(".") or _is_folder(file):
                    continue
                info = _INFO.search(file.name)
                letters = info[1] if info and part == "cur" else ""
                ref = _ref(file.name[: info.start()] if info else file.name)
                entries[ref] = Entry(file.path, Flags("S" in letters, "R" in letters))
    return entries


def _is_folder(file: os.DirEntry[str]) -> bool:
    try:
        return file.is_dir()
    except OSError:  # a link in a circle: reading it will tell
        return False


def _ref(name: str) -> str:
    """The unique part of a file name. One that is no text is spelt in percent signs, after a slash, which
    no file name holds; so no two refs are ever the same."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "/" + quote_from_bytes(os.fsencode(name))
    return name

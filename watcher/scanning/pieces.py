"""Files and folders, cut into pieces: nothing is read here that could be read by a worker.

An mbox of many gigabytes is only touched where it is cut, about every half megabyte.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watcher.errors import UserError
from watcher.mailboxes.maildir_folders import find_folders, is_folder
from watcher.scanning.looking import Files, Range, Raws, Task, name_of

#: How large a piece is about. Smaller ones give a smoother progress, larger ones less to hand over.
PIECE = 512 * 1024
_MAILS = 50
_BLOCK = 64 * 1024
#: The end of an empty line and what begins the next mail may lie in two blocks; longer "empty" lines are not seen.
_OVERLAP = 1024
_CUT = re.compile(rb"\n[ \t\r\f\v]*\n(?=From )")
_MARK = 4096

Position = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a source.

    Args:
        size: in what progress is counted: bytes of a file, mails of an account.
        position: where the next piece begins, as JSON values.
        numbered: the mbox whose mails are numbered through, "" for mails with ids of their own.
        refs: of its mails, where only these say what was done already.
    """

    task: Task
    size: int
    position: Position
    numbered: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a source that is read in one way: an mbox, or the mails of one folder.

    Args:
        name: no other unit of the source has it.
        mbox: its path, "" where it is none.
        files: one for each mail, in order.
        size: bytes.
    """

    name: str
    mbox: str = ""
    files: tuple[str, ...] = field(default=(), repr=False)
    size: int = 0


def units(path: Path, folders: Sequence[str] = ()) -> list[Unit]:
    """What lies there, in an order that is always the same.

    Args:
        path: an mbox, a file of one mail, a Maildir, or a folder with any of these.
        folders: of a Maildir; none for its INBOX, or for all of them where it has none.

    Raises:
        UserError: there is no mail there, or no such folder.
        OSError
    """
    if not path.is_dir():
        return [_file(path)]
    if folders or is_folder(path) or any(is_folder(one) for one in path.iterdir() if one.is_dir()):
        return _maildir(path, folders)
    found = []
    for place, below, names in os.walk(path):
        below.sort()
        if is_folder(Path(place)):
            below.clear()
            found.append(_folder(place, Path(place)))
            continue
        inside = [Path(place, name) for name in sorted(names)]
        letters = [str(one) for one in inside if one.suffix.lower() == ".eml"]
        boxes = [one for one in inside if one.suffix.lower() == ".mbox" or one.name == "mbox"]
        if letters:
            found.append(Unit(place, files=tuple(letters), size=_sizes(letters)))
        found += [unit for unit in map(_file, boxes) if unit.mbox]
    if not found:
        raise UserError(f"{path} holds no mail: no Maildir folder, no mbox and no .eml file is in it.")
    return found


def pieces(all_units: Iterable[Unit], after: Position | None = None) -> Iterator[Piece]:
    """The pieces of all units.

    Args:
        after: the position to go on from; None for the beginning.
    """
    for unit in all_units:
        at: Position = {}
        if after:
            if after["unit"] != unit.name:
                continue
            at, after = after, None
        yield from _mbox(unit, int(at.get("at", 0))) if unit.mbox else _letters(unit, str(at.get("last", "")))


def still_there(all_units: Sequence[Unit], after: Position) -> bool:
    """Whether an earlier position means the same as it did: an mbox may have grown, but not have been made anew."""
    unit = next((unit for unit in all_units if unit.name == after.get("unit")), None)
    if unit is None:
        return False
    return not unit.mbox or mark(unit.mbox, int(after["at"])) == after.get("mark")


def mark(path: str, at: int) -> str:
    """By what an mbox is known again: how it begins, and what stands before a place in it."""
    import hashlib

    with open(path, "rb") as file:
        begins = file.read(min(_MARK, at))
        file.seek(max(0, at - _MARK))
        before = file.read(at - max(0, at - _MARK))
    return hashlib.sha256(begins + b"|" + before).hexdigest()[:16]


def batches(mails: Iterable[tuple[str, bytes | None]], unit: str, first: int = 0) -> Iterator[Piece]:
    """Mails that come one by one from something that cannot be cut, such as JSONL; `first` of them are left out."""
    waiting: list[tuple[str, None, bytes | None]] = []
    size = number = 0
    for name, raw in mails:
        number += 1
        if number <= first:
            continue
        waiting.append((name, None, raw))
        size += len(raw or b"")
        if len(waiting) >= _MAILS or size >= PIECE:
            yield Piece(Raws(tuple(waiting)), size, {"unit": unit, "at": number})
            waiting, size = [], 0
    if waiting:
        yield Piece(Raws(tuple(waiting)), size, {"unit": unit, "at": number})


def _file(path: Path) -> Unit:
    with path.open("rb") as file:
        is_mbox = file.read(5) == b"From "
        size = os.fstat(file.fileno()).st_size
    return (
        Unit(str(path), str(path), size=size) if is_mbox else Unit(str(path), files=(str(path),), size=size)
    )


def _maildir(path: Path, folders: Sequence[str]) -> list[Unit]:
    there = find_folders(path)
    names = folders or (["INBOX"] if "INBOX" in there else sorted(there))
    by_lower = {name.lower(): name for name in there}
    found = []
    for name in names:
        if name.lower() not in by_lower:
            known = ", ".join(sorted(there)[:20])
            raise UserError(f"{path} has no folder {name!r}. There are: {known}.")
        found.append(_folder(by_lower[name.lower()], there[by_lower[name.lower()]]))
    return found


def _folder(name: str, path: Path) -> Unit:
    """The order is that of the names without flags: mail that is read meanwhile keeps its place."""
    entries = [
        entry
        for part in ("new", "cur")
        if (path / part).is_dir()
        for entry in os.scandir(path / part)
        if not entry.name.startswith(".") and entry.is_file()
    ]
    paths = tuple(sorted((entry.path for entry in entries), key=name_of))
    return Unit(name, files=paths, size=_sizes(paths))


def _sizes(paths: Iterable[str]) -> int:
    size = 0
    for path in paths:
        try:
            size += os.stat(path).st_size
        except OSError:  # gone meanwhile
            continue
    return size


def _letters(unit: Unit, last: str) -> Iterator[Piece]:
    waiting: list[str] = []
    size = 0
    for path in unit.files:
        if last and name_of(path) <= last:
            continue
        waiting.append(path)
        size += _sizes([path])
        if len(waiting) >= _MAILS or size >= PIECE:
            yield Piece(Files(tuple(waiting)), size, {"unit": unit.name, "last": name_of(path)})
            waiting, size = [], 0
    if waiting:
        yield Piece(Files(tuple(waiting)), size, {"unit": unit.name, "last": name_of(waiting[-1])})


def _mbox(unit: Unit, start: int) -> Iterator[Piece]:
    """Ranges that end where a mail ends."""
    while start < unit.size:
        end = _next_mail(unit.mbox, start + PIECE, unit.size)
        position = {"unit": unit.name, "at": end, "mark": mark(unit.mbox, end)}
        yield Piece(Range(unit.mbox, start, end), end - start, position, unit.name)
        start = end


def _next_mail(path: str, at: int, size: int) -> int:
    """Where the first mail at or after a place in an mbox begins; its size where there is none."""
    with open(path, "rb") as file:
        while at < size:
            file.seek(at - min(at, _OVERLAP))
            begins = file.tell()
            block = file.read(_OVERLAP + _BLOCK)
            for found in _CUT.finditer(block):
                if begins + found.end() >= at:
                    return begins + found.end()
            at = begins + len(block)
            if begins + len(block) < size:
                at -= len(b"From ")
    return size

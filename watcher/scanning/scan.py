"""A whole scan of one source, gone on with where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from watcher.scanning.crew import Crew
from watcher.scanning.looking import Looked, Row, Wanted
from watcher.scanning.pieces import Piece, Position
from watcher.scanning.place import Bookmark, Past


@dataclass(frozen=True, slots=True)
class Step:
    """A piece that was done: what was found, and how much of the source it was."""

    rows: list[Row]
    mails: int
    unread: int
    size: int


def scan(
    pieces: Callable[[Position | None], Iterable[Piece]],
    past: Past,
    crew: Crew,
    wanted: Wanted,
    bookmark: Bookmark | None,
    label: Callable[[str], str] = lambda unit: unit,
) -> Iterator[Step]:
    """The steps of a scan, the first one what was done earlier, where there was something.

    Args:
        pieces: gives those after a position.
        label: what the mails of a numbered mbox are called by.
    """
    if past.position is not None:
        yield Step(past.rows, past.mails, past.unread, past.size)
    numbers = dict(past.numbers)
    for piece, looked in crew.judged(pieces(past.position), wanted):
        if piece.numbered:
            first = numbers.get(piece.numbered, 0) + 1
            named = [replace(row, id=f"{label(piece.numbered)}:{first + int(row.id)}") for row in looked.rows]
            looked = Looked(named, looked.mails, looked.unread)
            numbers[piece.numbered] = first - 1 + looked.mails
        if bookmark is not None:
            bookmark.add(piece, looked, numbers)
        yield Step(looked.rows, looked.mails, looked.unread, piece.size)

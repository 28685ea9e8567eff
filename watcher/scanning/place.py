"""How far an interrupted scan has got: a small file in the data folder, gone when the scan is done.

Lines of JSON: what was asked, then for each piece its position and what was found. A line that was cut off counts for
nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from watcher.scanning.looking import Looked, Row
from watcher.scanning.pieces import Piece, Position

FOLDER = "scans"


@dataclass(slots=True)
class Past:
    """What an earlier scan left.

    Args:
        size: how much of the source it had done, as pieces count it.
        numbers: how many mails of each numbered mbox.
        refs: the mails that were done, where only these say so.
    """

    position: Position | None = None
    rows: list[Row] = field(default_factory=list)
    mails: int = 0
    unread: int = 0
    size: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    refs: set[str] = field(default_factory=set)


class Bookmark:
    """The file for one source and what is asked of it.

    Args:
        data: the data folder.
        asked: what the scan depends on: another source, date or model is another scan.
    """

    def __init__(self, data: Path, asked: dict[str, Any]) -> None:
        name = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]
        self.path = data / FOLDER / f"{name}.jsonl"
        self._file: IO[str] | None = None

    def past(self) -> Past:
        """What was done before; an empty one where nothing was, or it cannot be read."""
        past = Past()
        with (
            contextlib.suppress(OSError, ValueError, KeyError, TypeError),
            self.path.open(encoding="utf-8") as lines,
        ):
            for line in lines:
                piece = json.loads(line)
                rows = [Row(**row) for row in piece["rows"]]
                past = Past(
                    piece["position"],
                    past.rows + rows,
                    past.mails + piece["mails"],
                    past.unread + piece["unread"],
                    past.size + piece["size"],
                    past.numbers | piece["numbers"],
                    past.refs | set(piece["refs"]),
                )
        return past

    def add(self, piece: Piece, looked: Looked, numbers: dict[str, int]) -> None:
        """A piece that was done. Where nothing can be written the scan cannot be gone on with; that is no reason to
        stop it."""
        rows = [asdict(row) for row in looked.rows]
        done = {"mails": looked.mails, "unread": looked.unread, "size": piece.size}
        where = {"position": piece.position, "numbers": numbers, "refs": piece.refs}
        with contextlib.suppress(OSError):
            if self._file is None:
                for folder in (self.path.parent.parent, self.path.parent):
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._cut_torn_line()
                self._file = open(  # noqa: SIM115 - closed by `close`
                    os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8"
                )
            self._file.write(json.dumps({**where, **done, "rows": rows}) + "\n")
            self._file.flush()

    def close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
        self._file = None

    def forget(self) -> None:
        """Removes the file, and its folder where it was the last one."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
            self.path.parent.rmdir()

    def _cut_torn_line(self) -> None:
        """A process that was killed may have left half a line, to which nothing must be added."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as file:
            content = file.read()
            if not content.endswith(b"\n"):
                file.truncate(content.rfind(b"\n") + 1)

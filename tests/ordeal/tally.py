"""What was tried, how often, and what survived: one row for each kind of trouble."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Args:
        part: the kind of trouble, a title of the table: "Faults on the line".
        what: what was tried, in plain words.
        tried: how often.
        survived: how often all was as if nothing had happened. A test fails where that is not `tried`, unless it
            is a limit that the documentation names.
        command: that does this alone, from the root of the project.
        note: a figure worth knowing, such as the slowest of them.
    """

    part: str
    what: str
    tried: int
    survived: int
    command: str
    note: str = ""


class Tally:
    """Writes each row to a file at once, so that a run that is cut off leaves what it had.

    Args:
        file: JSON lines, appended to; None to keep nothing.
        command: for the rows of one test module.
    """

    def __init__(self, file: Path | None, command: str) -> None:
        self._file = file
        self._command = command

    def add(self, part: str, what: str, tried: int, survived: int | None = None, note: str = "") -> None:
        """`survived`: None for all of them, where the test would have failed otherwise."""
        row = Row(part, what, tried, tried if survived is None else survived, self._command, note)
        print(f"{part}: {what}: {row.survived} of {row.tried}{f' ({note})' if note else ''}")
        if self._file:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(row)) + "\n")


def read(file: Path) -> list[Row]:
    """The rows, one part after the other, where a later one of the same part and name replaces an earlier one."""
    rows = (Row(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines())
    found = list({(row.part, row.what): row for row in rows}.values())
    parts = list(dict.fromkeys(row.part for row in found))
    return sorted(found, key=lambda row: (parts.index(row.part), row.command))


def as_text(rows: Iterable[Row]) -> str:
    """The table for a terminal."""
    lines, part = [], ""
    for row in rows:
        if row.part != part:
            part = row.part
            lines += ["", part]
        lines.append(f"  {row.what:<72} {row.survived:>7,} of {row.tried:<7,} {row.note}".rstrip())
    return "\n".join(lines).strip("\n")


def as_markdown(rows: Iterable[Row]) -> str:
    """The tables of docs/reliability.md, one for each part, each with its commands."""
    lines: list[str] = []
    part = command = ""
    for row in rows:
        if (row.part, row.command) != (part, command):
            if row.part != part:
                lines += ["", f"### {row.part}"]
            part, command = row.part, row.command
            lines += ["", f"    {command}", "", "| tried | how often | survived | |", "|---|---:|---:|---|"]
        lines.append(f"| {row.what} | {row.tried:,} | {row.survived:,} | {row.note} |")
    return "\n".join(lines).strip("\n")

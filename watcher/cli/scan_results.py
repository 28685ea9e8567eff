"""What `grace scan` found: as a table, a line of JSON, CSV, or a page."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.cli.screen import Screen, clean, day
from watcher.cli.words import SHORT
from watcher.errors import StorageError

if TYPE_CHECKING:
    from watcher.scanning.looking import Row

#: What a spreadsheet takes for the beginning of a formula; a stranger wrote these cells.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def shown(screen: Screen, rows: Sequence[Row], zone: tzinfo, everything: bool) -> None:
    """The table, oldest mail first."""
    if not rows:
        return
    cells = [
        (_day(row, zone), _who(row), _what(row), _reply(row), clean(row.subject)) for row in _by_date(rows)
    ]
    screen.heading("All mail" if everything else "Answers")
    screen.table(("when", "from", "what", "reply", "subject"), cells, quiet=(0,))
    screen.line()


def summary(rows: Sequence[Row], mails: int, unread: int) -> str:
    """What was found, in one or two gentle sentences."""
    answers = [row for row in rows if row.is_answer]
    replies = sum(row.could_have_a_reply for row in answers)
    text = f"{counted(mails)} looked through. "
    if not answers:
        text += "No answer was found in them."
    else:
        found = "1 answer found" if len(answers) == 1 else f"{len(answers):,} answers found"
        text += f"{found}; {_could(replies, len(answers))}"
    unsure = sum(not row.is_sure for row in answers)
    if unsure:
        text += f" It is not sure of {unsure} of them."
    if unread:
        text += f" {counted(unread)} could not be read."
    return text


def counted(mails: int) -> str:
    return "1 mail" if mails == 1 else f"{mails:,} mails"


def in_json(row: Row) -> str:
    """One mail as a line of JSON."""
    return json.dumps(asdict(row) | {"could_have_a_reply": row.could_have_a_reply}, ensure_ascii=False)


def write_csv(file: Path, rows: Sequence[Row], made: str) -> None:
    """As spreadsheets read it: UTF-8 with its mark, and no cell that is a formula.

    Raises:
        StorageError: it cannot be written.
    """
    from watcher.scanning.looking import Row

    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([one.name for one in fields(Row)])
    for row in rows:
        table.writerow([_cell(getattr(row, one.name)) for one in fields(Row)])
    _write(file, "\ufeff" + text.getvalue())


def write_html(file: Path, rows: Sequence[Row], made: str) -> None:
    """A page that needs nothing else.

    Raises:
        StorageError: it cannot be written.
    """
    from watcher.reflecting.report import Section, Table, page

    cells = [
        (row.date[:10], _who(row), row.role, _what(row), _reply(row), row.subject, row.evidence)
        for row in _by_date(rows)
    ]
    head = ("when", "from", "post", "what", "a reply", "subject", "because it says")
    table = Table(f"{len(rows)} in all, oldest first", head, cells)
    section = Section("What was found", (_found(rows),), tables=(table,) if rows else ())
    _write(file, page("Grace Period: answers in your mail", made, [section]))


def _found(rows: Sequence[Row]) -> str:
    answers = [row for row in rows if row.is_answer]
    if not answers:
        return "No answer was found."
    found = "1 answer" if len(answers) == 1 else f"{len(answers):,} answers"
    return f"{found}; {_could(sum(row.could_have_a_reply for row in answers), len(answers))}"


def _could(replies: int, answers: int) -> str:
    """Whether there is somebody to write to."""
    if not replies:
        return "there is nobody to write to."
    if replies == answers:
        return (
            "it could have a reply, if you like." if answers == 1 else "each could have a reply, if you like."
        )
    return f"{replies:,} could have a reply, if you like."


def _write(file: Path, text: str) -> None:
    """For its owner alone: it tells of their mail."""
    try:
        with open(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
        ) as out:
            out.write(text)
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {error.strerror}.") from None


def _by_date(rows: Sequence[Row]) -> list[Row]:
    """Oldest first; those without a date at the end. Mails of one moment stay in the order of their source."""
    return sorted(rows, key=lambda row: row.date or "9999")


def _day(row: Row, zone: tzinfo) -> str:
    return day(datetime.fromisoformat(row.date), zone) if row.date else ""


def _who(row: Row) -> str:
    return clean(row.company or row.name or row.address or "unknown sender")


def _what(row: Row) -> str:
    return SHORT.get(row.kind, row.kind)


def _reply(row: Row) -> str:
    if row.is_answer and not row.is_sure:
        return "not sure"
    return "possible" if row.could_have_a_reply else ""


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(_FORMULA) else text

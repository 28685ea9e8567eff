"""All that is on record, as plain values, and as tables that a spreadsheet may open; and how all of it is deleted."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from watcher import looking_back, weekly
from watcher.config import Config
from watcher.errors import StorageError
from watcher.instance import single_instance
from watcher.reflecting.applications import standing, told_of
from watcher.reflecting.calendar_file import calendar_file
from watcher.reflecting.doors import doors
from watcher.reflecting.interviews import interviews
from watcher.reflecting.types import Application
from watcher.store import Entry, Store

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
#: Columns of a mail's row that are its case's.
_CASE = (
    *("state", "case_reason", "read_at", "due_at", "asked", "parent", "recipient_name", "recipient", "own"),
    *("draft_id", "drafted_at", "looked_at", "missing_since", "draft_place", "sent_at"),
)
#: A spreadsheet takes what begins so for something to work out; some do so with the wide forms, too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: What the program may have put into a data folder, by names of its own: other things may lie there, and stay.
OURS = (
    *("grace.db*", "drafted", "report.html", "grace.log", "task.xml", ".salvage-*", "lock"),
    *(
        "models/own-*",
        "models/.part-*",
        "models/current*",
        "models/lock",
        "scans/*.jsonl",
        "plots/fontlist-*",
    ),
)
_FOLDERS = ("models", "scans", "plots")


def everything(store: Store, now: datetime) -> Tables:
    """All that is on record but the texts that are kept to learn from: those are your mail, and lie in your mailbox."""
    entries = sorted(store.entries(everything=True, limit=-1), key=lambda entry: entry.id)
    return {
        "applications": [_application(one, now) for one in looking_back.applications(store)],
        "mails": [_without(entry, _CASE) for entry in entries],
        "cases": [_case(entry) for entry in entries if entry.state],
        "history": [
            {"mail_id": entry.id, **dataclasses.asdict(step)}
            for entry in entries
            for step in store.steps(entry.id)
        ],
        "labels": [
            {"mail_id": store.id_of(one.fingerprint), **dataclasses.asdict(one)}
            for one in store.labels(active=False)
        ],
        "reflections": [dataclasses.asdict(one) for one in store.reflections().values()],
        "feedback": [dataclasses.asdict(one) for one in store.feedback()],
        "practice": [dataclasses.asdict(one) for one in store.practice()],
        "notes": [dataclasses.asdict(one) for one in store.notes()],
        "letters": [dataclasses.asdict(one) for one in store.letters()],
    }


def _application(one: Application, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "company": one.company,
        "role": one.role,
        "requisition": one.requisition,
        "standing": standing(one, now),
        "begun_at": one.begun_at,
        "last_at": one.last_at,
        "mails": [mail.id for mail in one.mails],
        "remarks": dict(one.remarks),
    }


def _without(entry: Entry, names: Sequence[str]) -> dict[str, Any]:
    row = {name: value for name, value in dataclasses.asdict(entry).items() if name not in names}
    return {"id": row.pop("id"), **row}


def _case(entry: Entry) -> dict[str, Any]:
    row = dataclasses.asdict(entry)
    return {"mail_id": entry.id, **{name: row[name] for name in _CASE}}


def as_json(tables: Tables) -> str:
    """One object, a list for each table; times in ISO 8601."""
    return json.dumps(tables, ensure_ascii=False, indent=1, default=_plain) + "\n"


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """One table (RFC 4180), UTF-8 with a mark at its begin, by which spreadsheets know that.

    A cell that a spreadsheet would take for a formula begins with an apostrophe: strangers wrote in it.
    """
    out = io.StringIO(newline="")
    table = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    if rows:
        table.writerow(rows[0])
    for row in rows:
        table.writerow(_cell(value) for value in row.values())
    return out.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple | dict):
        value = json.dumps(value, ensure_ascii=False, default=_plain)
    text = _plain(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def as_calendar(store: Store, config: Config | None, now: datetime) -> bytes:
    """Interviews and doors (RFC 5545); nothing of an answer that the person is not to be told of yet."""
    wanted, applications = weekly.quiet(config), looking_back.applications(store)
    known = told_of(applications, weekly.told_at(applications, wanted), now)
    today = now.astimezone(wanted.zone).date()
    ahead = [door for door in doors(known, wanted.zone) if door.on and door.on >= today]
    return calendar_file(ahead, interviews(known), store.secret(), now)


def kept(data: Path) -> list[Path]:
    """What of ours lies in a data folder."""
    return sorted({path for pattern in OURS for path in data.glob(pattern)})


def delete_everything(data: Path) -> None:
    """Deletes all that the program keeps in a data folder, and the folder too where nothing else is in it.

    Raises:
        TemporaryError: another process works with it; nothing is deleted.
        StorageError: something could not be deleted.
    """
    try:
        with single_instance(data):
            for path in kept(data):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                elif path != data / "lock":
                    path.unlink(missing_ok=True)
        (data / "lock").unlink(missing_ok=True)
        for folder in (*(data / name for name in _FOLDERS), data):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise StorageError(f"{error.filename or data} cannot be deleted: {error.strerror}.") from None

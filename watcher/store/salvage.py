"""A damaged log: what is whole of it is saved into a new one, row by row; the damaged one is kept beside it.

What is lost is read again from the mailbox, since the folders are looked through anew. No draft comes of that a second
time: witness.py and the mailbox itself know of each.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watcher.errors import StorageError
from watcher.replying.policy import MOVES
from watcher.store.schema import FILE, plain_errors
from watcher.store.store import Store

#: In this order: a row may point to one of a table before it.
_TABLES = (
    *("setting", "folder", "mail", "place", "cases", "history", "label", "text"),
    *("joining", "remark", "reflection", "feedback", "practice", "note", "letter"),
)
#: What the person said of single mails; a plan is theirs whatever becomes of the mail.
_OF_A_MAIL = ("joining", "reflection", "feedback", "note")
_PARTS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came of it.

    Args:
        saved: how many rows of each table stand in the new log.
        lost: how many mails that were found cannot be used any more; what was not even found is not counted.
        kept: where the damaged log lies now.
    """

    saved: Mapping[str, int]
    lost: int
    kept: Path


def trouble(folder: Path) -> str:
    """What is wrong with the log of a data folder, "" where all of it can be read.

    Raises:
        StorageError: it cannot be opened for another reason than that, such as a newer version.
    """
    try:
        store = Store(folder)  # of a newer version it says so, unless it is damaged in other places too
    except StorageError as error:
        if "damaged" in str(error):
            return str(error)
        raise
    try:
        found = store.check(whole=True)
        _read_all(store)
    except StorageError as error:
        return str(error)
    finally:
        store.close()
    return "" if found == "ok" else found


def salvage(folder: Path, now: datetime) -> Salvaged:
    """Puts a new log in the place of a damaged one, with all that could be read. Nobody else may be at it.

    Raises:
        StorageError: it cannot be written; the log is as it was.
    """
    with plain_errors(folder / FILE), tempfile.TemporaryDirectory(prefix=".salvage-", dir=folder) as scratch:
        old, new = Path(scratch) / "old", Path(scratch) / "new"
        old.mkdir()
        for part in _PARTS:
            with suppress(FileNotFoundError):
                shutil.copyfile(folder / f"{FILE}{part}", old / f"{FILE}{part}")
        Store(new).close()
        lost = _copied(old / FILE, new / FILE)
        lost += _without_what_cannot_be_read(new)
        kept = _set_aside(folder, now)
        for part in _PARTS[1:]:  # of the old log; it would be taken for a part of the new one
            (folder / f"{FILE}{part}").unlink(missing_ok=True)
        (new / FILE).replace(folder / FILE)
        with closing(sqlite3.connect(folder / FILE)) as db:
            saved = {table: _count(db, table) for table in _TABLES}
    return Salvaged(saved, lost, kept)


def _read_all(store: Store) -> None:
    for entry in store.entries(everything=True, limit=2**31):
        store.steps(entry.id)
    store.cases(*MOVES)
    store.labels(active=False)
    for why in ("labelled", "ordinary"):
        for _ in store.texts(why):
            pass
    _read_journal(store)
    store.secret()


def _read_journal(store: Store) -> None:
    for read in (store.reflections, store.feedback, store.practice, store.notes, store.letters):
        read()


def _copied(old: Path, new: Path) -> int:
    """Copies row by row. Returns how many rows of mails were found that do not fit."""
    lost = 0
    with closing(sqlite3.connect(old)) as source, closing(sqlite3.connect(new)) as target:
        source.text_factory = bytes
        target.execute("DELETE FROM setting")
        for table in _TABLES:
            columns = {row[1] for row in target.execute(f"PRAGMA table_info({table})")}
            for row in _rows(source, table):
                values = {name: value for name, value in row.items() if name in columns}
                try:
                    texts = [
                        one.decode() if isinstance(one, bytes) and name != "raw" else one
                        for name, one in values.items()
                    ]
                    sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"  # noqa: S608
                    target.execute(sql, texts)
                except (sqlite3.Error, UnicodeDecodeError):
                    lost += table == "mail"
        target.commit()
    return lost


def _rows(source: sqlite3.Connection, table: str) -> Iterator[dict[str, object]]:
    """The rows of a table that can be read: from the first on, and, where that breaks off, from the last back."""
    seen: set[tuple[object, ...]] = set()
    for order in ("", " ORDER BY rowid DESC"):
        try:
            found = source.execute(f"SELECT * FROM {table} NOT INDEXED{order}")  # noqa: S608
            names = [one[0] for one in found.description]
            for row in found:
                if row not in seen:
                    seen.add(row)
                    yield dict(zip(names, row, strict=True))
            return
        except (sqlite3.Error, UnicodeDecodeError):
            continue


def _without_what_cannot_be_read(new: Path) -> int:
    """Removes rows whose values are not what was written, or that stand alone. Returns how many mails they were."""
    with closing(sqlite3.connect(new / FILE)) as db:
        rows = [row[0] for row in db.execute("SELECT id FROM mail")]
    store, bad = Store(new), list[int]()
    try:
        for mail_id in rows:
            try:
                store.entry(mail_id)
                store.steps(mail_id)
            except StorageError:
                bad.append(mail_id)
    finally:
        store.close()
    with closing(sqlite3.connect(new / FILE)) as db:
        for table, column in (
            ("place", "mail_id"),
            ("cases", "mail_id"),
            ("history", "mail_id"),
            ("mail", "id"),
        ):
            db.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(one,) for one in bad])  # noqa: S608
        # Numbers are given anew: what the person wrote of a mail that is lost would stand at another one.
        for table in ("place", "cases", "history", *_OF_A_MAIL):
            db.execute(f"DELETE FROM {table} WHERE mail_id NOT IN (SELECT id FROM mail)")  # noqa: S608
        db.execute("DELETE FROM remark WHERE application NOT IN (SELECT id FROM mail)")
        db.execute("DELETE FROM joining WHERE application NOT IN (SELECT id FROM mail)")
        db.execute("UPDATE practice SET mail_id = NULL WHERE mail_id NOT IN (SELECT id FROM mail)")
        db.execute(
            "DELETE FROM setting WHERE key = 'secret' AND (length(value) != 64 OR value GLOB '*[^0-9a-f]*')"
        )
        db.execute("DELETE FROM setting WHERE key = 'trained' OR key LIKE 'passed:%'")
        # Everything since the first day is looked through anew: what is on record is known, what was lost is not.
        db.execute("DELETE FROM folder")
        db.commit()
    _without_bad_labels(new)
    _without_bad_words(new)
    return len(bad)


def _without_bad_labels(new: Path) -> None:
    store = Store(new)
    try:
        with suppress(StorageError):
            store.labels(active=False)
            for why in ("labelled", "ordinary"):
                list(store.texts(why))
            return
    finally:
        store.close()
    with closing(sqlite3.connect(new / FILE)) as db:
        db.execute("DELETE FROM text")
        db.execute(
            "DELETE FROM label WHERE datetime(at) IS NULL OR (ended_at IS NOT NULL AND datetime(ended_at) IS NULL)"
        )
        db.commit()


def _without_bad_words(new: Path) -> None:
    """Removes the rows of the journal whose values are not what was written."""
    store = Store(new)
    try:
        with suppress(StorageError):
            _read_journal(store)
            return
    finally:
        store.close()
    with closing(sqlite3.connect(new / FILE)) as db:
        db.row_factory = sqlite3.Row
        for table in ("reflection", "feedback", "practice", "note", "letter"):
            rows = db.execute(f"SELECT rowid AS place, * FROM {table}").fetchall()  # noqa: S608
            bad = [(row["place"],) for row in rows if not _is_sound(dict(row))]
            db.executemany(f"DELETE FROM {table} WHERE rowid = ?", bad)  # noqa: S608
        db.commit()


def _is_sound(row: Mapping[str, Any]) -> bool:
    """Whether the times and the JSON in a row of the journal can be read."""
    try:
        for name, value in row.items():
            if name == "answers":
                dict(json.loads(value))
            elif value is not None and name in ("at", "begun_at", "closed_at", "done_at"):
                datetime.fromisoformat(value)
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _set_aside(folder: Path, now: datetime) -> Path:
    """Copies the damaged log, with what belongs to it, to a name with the time in it."""
    kept = folder / f"{FILE}.damaged-{now.astimezone(UTC):%Y%m%dT%H%M%S}"
    for part in _PARTS:
        with suppress(FileNotFoundError):
            shutil.copyfile(folder / f"{FILE}{part}", f"{kept}{part}")
            number = os.open(f"{kept}{part}", os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
    return kept


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a name of ours

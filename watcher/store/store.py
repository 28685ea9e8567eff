"""What the program remembers: SQLite, one file, the only SQL.

    mail     one row per mail seen, however many copies of it lie about
    place    where its copies lie
    cases    the answers of "no" that may get, or will not get, a reply; one per mail at most; see cases.py
    history  every step of a case with its reason
    folder   how far each folder has been read
    label    what the person said of single mails; see labels.py
    text     mails that are kept to learn from
    joining, remark, reflection, feedback, practice, note, letter    what comes after the no; see journal.py

Beside it lies a file of what was drafted: see witness.py.

Times are stored as UTC text with microseconds, so that they sort, and a person can read them. Of mail that is
not about an application only ids are kept, no sender and no subject; bodies only of mail that the
person labelled, and of a sample of everyday mail where the program learns.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import datetime
from pathlib import Path

from watcher.errors import StorageError
from watcher.store import witness
from watcher.store.cases import Cases
from watcher.store.journal import Journal
from watcher.store.labels import Labels
from watcher.store.lookups import Lookups
from watcher.store.rows import (
    ENTRY,
    Entry,
    MailRow,
    Step,
    as_column,
    as_entry,
    as_text,
    as_time,
    read_back,
)
from watcher.store.sample import Sample
from watcher.store.schema import FILE, MIGRATIONS, like_the_log, plain_errors, private_folder

_DRAFTED_BEFORE = "SELECT fingerprint FROM mail JOIN cases ON mail_id = mail.id WHERE drafted_at IS NOT NULL"


class Store(Lookups, Cases, Labels, Sample, Journal):
    """One connection to the database; each thread opens its own.

    Args:
        folder: the data folder; made with mode 0700 where missing.

    Raises:
        StorageError: the folder or the file cannot be used; nothing has been changed.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        with plain_errors(self.path):
            private_folder(folder)
            like_the_log(self.path)
            # 128 statements, the default, come to 1 MB for each account, and to make one again costs next to nothing.
            self._db = sqlite3.connect(self.path, timeout=10, isolation_level=None, cached_statements=16)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA foreign_keys = ON")
            # KiB, instead of 2 MB for each account: a log of 10,000 mails would fill it, and its disk is near.
            self._db.execute("PRAGMA cache_size = -256")
            # FULL: a claim must be on disk before its draft is in the mailbox, even through a power cut.
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._migrate()
            # Made at once, so that every backup of this database knows the ids of the drafts to come.
            if self.noted("secret") is None:
                self.secret()

    def close(self) -> None:
        self._db.close()

    def rest(self) -> None:
        """Gives back the memory of pages that were read: of twenty accounts it adds up. They are read again at need."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA shrink_memory")

    def _migrate(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise StorageError(
                f"{self.path} was written by a newer Grace Period; install that version again. "
                "Nothing was changed."
            )
        for number in range(version, len(MIGRATIONS)):
            with self.transaction():
                # Two processes may open a new database at once: look again now that the write lock is held.
                if self._db.execute("PRAGMA user_version").fetchone()[0] > number:
                    continue
                for statement in MIGRATIONS[number].split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {number + 1}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and on disk at the end. Transactions do not nest."""
        with plain_errors(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.rollback()
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def joined(self) -> Iterator[None]:
        """A part of the transaction that is open, else a transaction of its own."""
        if self._db.in_transaction:
            yield
        else:
            with self.transaction():
                yield

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with plain_errors(self.path):
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: object) -> sqlite3.Row | None:
        rows = self._all(sql, *values)
        return rows[0] if rows else None

    # Settings and folders ---------------------------------------------------------------------------------

    def setting(self, key: str, default: str) -> str:
        """The value of a key; the first caller's default is kept for ever after."""
        with self.joined():
            self._db.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (key, default))
            return str(self._db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()[0])

    def note(self, key: str, value: str) -> None:
        """Keeps a value that changes, such as the time of the last successful pass."""
        with self.transaction():
            self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))

    def noted(self, key: str) -> str | None:
        row = self._one("SELECT value FROM setting WHERE key = ?", key)
        return str(row[0]) if row else None

    def secret(self) -> bytes:
        """32 random bytes of this installation, from which the Message-IDs of drafts are made."""
        with read_back("its secret"):
            return bytes.fromhex(self.setting("secret", secrets.token_hex(32)))

    def cursor(self, account: str, folder: str) -> tuple[str | None, datetime | None]:
        """The folder's cursor, and when the newest mail seen in it was delivered."""
        row = self._one("SELECT cursor, newest FROM folder WHERE account = ? AND folder = ?", account, folder)
        with read_back(f"how far {folder} was read"):
            return (row["cursor"], as_time(row["newest"])) if row else (None, None)

    def advance(self, account: str, folder: str, cursor: str, newest: datetime | None = None) -> None:
        """Moves a folder's cursor; only within a transaction that records the mail it passes."""
        self._db.execute(
            "INSERT INTO folder VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor,"
            " newest = CASE WHEN folder.newest IS NULL OR excluded.newest > folder.newest"
            " THEN excluded.newest ELSE folder.newest END",
            (account, folder, cursor, as_text(newest)),
        )

    def known(self, account: str, folder: str, refs: Sequence[str]) -> set[str]:
        """Those of the refs that are on record for this folder."""
        found: set[str] = set()
        for start in range(0, len(refs), 500):
            part = refs[start : start + 500]
            marks = ",".join("?" * len(part))
            sql = f"SELECT ref FROM place WHERE account = ? AND folder = ? AND ref IN ({marks})"  # noqa: S608
            found.update(row[0] for row in self._all(sql, account, folder, *part))
        return found

    # Mail -------------------------------------------------------------------------------------------------

    def id_of(self, fingerprint: str) -> int | None:
        row = self._one("SELECT id FROM mail WHERE fingerprint = ?", fingerprint)
        return row[0] if row else None

    def add_mail(self, mail: MailRow) -> int:
        """Puts a mail on record, within a transaction. Returns its id."""
        names = [field.name for field in fields(MailRow)]
        values = [as_column(name, getattr(mail, name)) for name in names]
        sql = f"INSERT INTO mail ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
        return int(self._db.execute(sql, values).lastrowid or 0)

    def rewrite(self, mail_id: int, columns: Mapping[str, object]) -> None:
        """Changes columns of a mail's row, within a transaction: those of MailRow, and `judged`."""
        sets = ", ".join(f"{name} = ?" for name in columns)
        values = [as_column(name, value) for name, value in columns.items()]
        self._db.execute(f"UPDATE mail SET {sets} WHERE id = ?", (*values, mail_id))  # noqa: S608

    def add_place(self, mail_id: int, account: str, folder: str, ref: str) -> None:
        """Notes where a copy of a mail lies, within a transaction."""
        self._db.execute("INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?)", (account, folder, ref, mail_id))

    def places(self, mail_id: int, account: str) -> list[tuple[str, str]]:
        """(folder, ref) of each copy in this account."""
        sql = "SELECT folder, ref FROM place WHERE mail_id = ? AND account = ?"
        return [(row[0], row[1]) for row in self._all(sql, mail_id, account)]

    def places_in(self, account: str, folder: str) -> list[tuple[int, str]]:
        """(mail, ref) of each copy in this folder."""
        sql = "SELECT mail_id, ref FROM place WHERE account = ? AND folder = ?"
        return [(row[0], row[1]) for row in self._all(sql, account, folder)]

    def drop_place(self, account: str, folder: str, ref: str) -> None:
        """Forgets a copy that is gone, so that it is new when it comes back."""
        with self.joined():
            sql = "DELETE FROM place WHERE account = ? AND folder = ? AND ref = ?"
            self._db.execute(sql, (account, folder, ref))

    # Reading back -----------------------------------------------------------------------------------------

    def entry(self, mail_id: int) -> Entry | None:
        row = self._one(f"{ENTRY} WHERE mail.id = ?", mail_id)
        return as_entry(row) if row else None

    def entries(self, *, everything: bool = False, limit: int = 1000) -> list[Entry]:
        """The log, newest first: mail about applications and mail with a problem; or everything."""
        where = "" if everything else "WHERE action != 'ignore' AND action != 'own' OR problem != ''"
        rows = self._all(f"{ENTRY} {where} ORDER BY delivered_at DESC, mail.id DESC LIMIT ?", limit)
        return [as_entry(row) for row in rows]

    def about(self, *kinds: str) -> list[Entry]:
        """All mail of these kinds that is on record, the oldest first."""
        marks = ",".join("?" * len(kinds))
        sql = f"{ENTRY} WHERE kind IN ({marks}) AND action NOT IN ('ignore', 'own') AND problem = ''"
        return [as_entry(row) for row in self._all(f"{sql} ORDER BY delivered_at, mail.id", *kinds)]

    def about_to_save(self, fingerprint: str) -> None:
        """Notes outside of the log, too, that a draft for this mail is about to be saved: see witness.py."""
        earlier = [row[0] for row in self._all(_DRAFTED_BEFORE)]
        with plain_errors(self.path):
            witness.add(self.path.parent, fingerprint, earlier)

    def saved_before(self, fingerprint: str) -> bool:
        """Whether a draft for this mail was ever about to be saved, whatever the log knows of it."""
        with plain_errors(self.path):
            return witness.knows(self.path.parent, fingerprint)

    def steps(self, mail_id: int) -> list[Step]:
        rows = self._all("SELECT at, state, reason FROM history WHERE mail_id = ? ORDER BY id", mail_id)
        with read_back(f"the history of mail {mail_id}"):
            return [Step(datetime.fromisoformat(row["at"]), row["state"], row["reason"]) for row in rows]

    def lately(self, since: datetime, limit: int) -> list[tuple[Entry, Step]]:
        """The newest steps of cases since then, each with its mail as it stands now; the newest first."""
        rows = self._all(
            "SELECT mail_id, at, state, reason FROM history WHERE at >= ? ORDER BY at DESC, id DESC LIMIT ?",
            as_text(since),
            limit,
        )
        found = []
        for row in rows:
            entry = self.entry(row["mail_id"])
            if entry is not None:
                step = Step(datetime.fromisoformat(row["at"]), row["state"], row["reason"])
                found.append((entry, step))
        return found

    def counts(self) -> dict[str, int]:
        """How many mails are on record, and how many cases in each state."""
        counted = {row[0]: row[1] for row in self._all("SELECT state, count(*) FROM cases GROUP BY state")}
        row = self._one("SELECT count(*) FROM mail")
        return {"mail": row[0] if row else 0, **counted}

    def check(self, *, whole: bool = False) -> str:
        """SQLite's own integrity check: "ok", or what is wrong. `whole`: of the indexes too, which takes longer."""
        row = self._one("PRAGMA integrity_check" if whole else "PRAGMA quick_check")
        return str(row[0]) if row else "no answer"

"""The tables, as a list of migrations, and how the file is opened and its errors told."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watcher.errors import StorageError, TemporaryError

FILE = "grace.db"

#: Append only: position n brings a database of user_version n to n + 1. Never change an entry once released.
MIGRATIONS = (
    """
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE folder (
        account TEXT NOT NULL, folder TEXT NOT NULL, cursor TEXT NOT NULL, newest TEXT,
        PRIMARY KEY (account, folder));
    CREATE TABLE mail (
        id INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL,
        message_id TEXT, conversation TEXT,
        delivered_at TEXT NOT NULL, recorded_at TEXT NOT NULL,
        kind TEXT NOT NULL, score REAL NOT NULL, scores TEXT NOT NULL, evidence TEXT NOT NULL,
        language TEXT NOT NULL, model TEXT NOT NULL,
        action TEXT NOT NULL, reason TEXT NOT NULL, problem TEXT NOT NULL,
        subject TEXT NOT NULL, sender_name TEXT NOT NULL, sender_address TEXT NOT NULL,
        details TEXT NOT NULL);
    CREATE INDEX mail_by_id ON mail (message_id);
    CREATE INDEX mail_by_conversation ON mail (conversation);
    CREATE TABLE place (
        account TEXT NOT NULL, folder TEXT NOT NULL, ref TEXT NOT NULL,
        mail_id INTEGER NOT NULL REFERENCES mail (id),
        PRIMARY KEY (account, folder, ref));
    CREATE INDEX place_by_mail ON place (mail_id);
    CREATE TABLE cases (
        mail_id INTEGER PRIMARY KEY REFERENCES mail (id),
        state TEXT NOT NULL, reason TEXT NOT NULL,
        read_at TEXT, due_at TEXT, asked INTEGER NOT NULL DEFAULT 0,
        parent TEXT NOT NULL, recipient_name TEXT NOT NULL, recipient TEXT NOT NULL, own TEXT NOT NULL,
        draft_id TEXT, drafted_at TEXT, looked_at TEXT, missing_since TEXT);
    CREATE INDEX cases_by_state ON cases (state);
    CREATE TABLE history (
        id INTEGER PRIMARY KEY, mail_id INTEGER NOT NULL REFERENCES mail (id),
        at TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL);
    CREATE INDEX history_by_mail ON history (mail_id);
    """,
    """
    ALTER TABLE mail ADD COLUMN answer TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE cases ADD COLUMN draft_place TEXT;
    ALTER TABLE cases ADD COLUMN sent_at TEXT;
    """,
    """
    CREATE TABLE label (
        id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
        at TEXT NOT NULL, model TEXT NOT NULL, ended_at TEXT, why TEXT);
    CREATE UNIQUE INDEX label_that_holds ON label (fingerprint) WHERE ended_at IS NULL;
    CREATE TABLE text (
        fingerprint TEXT PRIMARY KEY, raw BLOB NOT NULL, at TEXT NOT NULL, delivered_at TEXT NOT NULL,
        sender TEXT NOT NULL, why TEXT NOT NULL);
    ALTER TABLE mail ADD COLUMN judged TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE mail ADD COLUMN taught INTEGER NOT NULL DEFAULT 0;
    """,
    """
    CREATE TABLE joining (
        mail_id INTEGER PRIMARY KEY REFERENCES mail (id), application INTEGER NOT NULL, at TEXT NOT NULL);
    CREATE TABLE remark (
        application INTEGER NOT NULL, about TEXT NOT NULL, value TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (application, about));
    CREATE TABLE reflection (
        mail_id INTEGER PRIMARY KEY REFERENCES mail (id),
        form TEXT NOT NULL, begun_at TEXT NOT NULL, closed_at TEXT, answers TEXT NOT NULL);
    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY, mail_id INTEGER NOT NULL REFERENCES mail (id),
        at TEXT NOT NULL, positive INTEGER NOT NULL, text TEXT NOT NULL, tag TEXT NOT NULL);
    CREATE TABLE practice (
        id INTEGER PRIMARY KEY, mail_id INTEGER, at TEXT NOT NULL, tag TEXT NOT NULL, text TEXT NOT NULL,
        origin TEXT NOT NULL, done_at TEXT);
    CREATE TABLE note (
        id INTEGER PRIMARY KEY, mail_id INTEGER NOT NULL REFERENCES mail (id), at TEXT NOT NULL, text TEXT NOT NULL);
    CREATE TABLE letter (key TEXT PRIMARY KEY, account TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
    """,
)


def private_folder(folder: Path) -> None:
    """Makes the folder for its owner alone, and every file of ours too: a log of answers is intimate.

    A folder that was there keeps its mode: it may be somebody's home.
    """
    os.umask(0o077)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def like_the_log(path: Path) -> None:
    """Lets the -wal and -shm of a log be written to where the log may be.

    SQLite makes them with the mode that the log had at that moment; one that could not be written to for a while would
    stay so.
    """
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
    for file in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if mode & stat.S_IWUSR and file.exists() and not file.stat().st_mode & stat.S_IWUSR:
            file.chmod(mode)


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite and the file system raise into one clear line."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise TemporaryError(f"{path} is in use by another program; try again in a moment.") from None
        hint = "Check that there is room on the disk and that you may write there."
        raise StorageError(f"{path} cannot be used: {text}. {hint} Nothing was lost.") from None
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        text = "text that is none" if isinstance(error, UnicodeDecodeError) else str(error)
        raise StorageError(
            f"{path} is damaged ({text}). `grace check --repair` saves what is whole, or put a backup in its "
            "place. Your mail is untouched."
        ) from None
    except OSError as error:
        name = error.filename or path
        raise StorageError(f"{name} cannot be used: {error.strerror}. Nothing was lost.") from None

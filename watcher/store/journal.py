"""What the person said of their applications, and what they took from an answer: see watcher/reflecting/.

An application is a group of mails and is called by the number of its first one; nothing of it is stored but what the
person said: which mails belong together (`joining`) and remarks (`remark`). The rest is worked out anew each time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from watcher.store.rows import as_text, as_time, read_back


@dataclass(frozen=True, slots=True)
class ReflectionRow:
    """Looking back on one answer.

    Args:
        mail_id: of the answer.
        form: "short" or "full".
        answers: by the name of the question.
        closed_at: aware; None while it is open.
    """

    mail_id: int
    form: str
    begun_at: datetime
    closed_at: datetime | None
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One point that an employer made.

    Args:
        positive: something that they liked, else something to work on.
        tag: "cv", "letter", "interview", "skills" or "other".
    """

    id: int
    mail_id: int
    at: datetime
    positive: bool
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """Something to work on.

    Args:
        mail_id: of the answer that it came from, None where it came from none.
        tag: as in FeedbackRow.
        origin: "reflection", "feedback" or "own".
        done_at: aware; None while it is open.
    """

    id: int
    mail_id: int | None
    at: datetime
    tag: str
    text: str
    origin: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A private word on an answer, never sent to anybody."""

    id: int
    mail_id: int
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """How far a letter of ours has got, as in Journal.letter_state. `at`: aware; when it got there."""

    key: str
    account: str
    state: str
    at: datetime


class Journal:
    """The part of the Store that holds them. Each change is a transaction, or a part of the one that is open."""

    _db: sqlite3.Connection

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        raise NotImplementedError

    def joined(self) -> AbstractContextManager[None]:
        raise NotImplementedError

    def _do(self, sql: str, *values: object) -> int:
        with self.joined():
            return int(self._db.execute(sql, values).lastrowid or 0)

    # Applications -----------------------------------------------------------------------------------------

    def join(self, mail_id: int, application: int, at: datetime) -> None:
        """The person says to which application a mail belongs.

        Args:
            application: the number of that application's first mail; the mail's own for one by itself.
        """
        self._do("INSERT OR REPLACE INTO joining VALUES (?, ?, ?)", mail_id, application, as_text(at))

    def joinings(self) -> dict[int, int]:
        """For each mail of which the person said so, the application that it belongs to."""
        return {row[0]: row[1] for row in self._all("SELECT mail_id, application FROM joining")}

    def remark_on(self, application: int, about: str, value: str, at: datetime) -> None:
        """Notes what the person said of an application, such as its "role"; "" takes it back."""
        if value:
            sql = "INSERT OR REPLACE INTO remark VALUES (?, ?, ?, ?)"
            self._do(sql, application, about, value, as_text(at))
        else:
            self._do("DELETE FROM remark WHERE application = ? AND about = ?", application, about)

    def remarks(self) -> dict[int, dict[str, str]]:
        """What was said of each application."""
        found: dict[int, dict[str, str]] = {}
        for row in self._all("SELECT application, about, value FROM remark"):
            found.setdefault(row["application"], {})[row["about"]] = row["value"]
        return found

    # Looking back -----------------------------------------------------------------------------------------

    def reflect(self, row: ReflectionRow) -> None:
        """Keeps what was said so far, over what was kept of it before."""
        self._do(
            "INSERT OR REPLACE INTO reflection VALUES (?, ?, ?, ?, ?)",
            row.mail_id,
            row.form,
            as_text(row.begun_at),
            as_text(row.closed_at),
            json.dumps(dict(row.answers), ensure_ascii=False),
        )

    @read_back("what you took from an answer")
    def reflections(self) -> dict[int, ReflectionRow]:
        """By the number of the answer's mail."""
        return {
            row["mail_id"]: ReflectionRow(
                row["mail_id"],
                row["form"],
                datetime.fromisoformat(row["begun_at"]),
                as_time(row["closed_at"]),
                json.loads(row["answers"]),
            )
            for row in self._all("SELECT * FROM reflection ORDER BY mail_id")
        }

    def add_feedback(self, mail_id: int, at: datetime, *, positive: bool, text: str, tag: str) -> int:
        sql = "INSERT INTO feedback (mail_id, at, positive, text, tag) VALUES (?, ?, ?, ?, ?)"
        return self._do(sql, mail_id, as_text(at), int(positive), text, tag)

    def drop_feedback(self, number: int) -> None:
        self._do("DELETE FROM feedback WHERE id = ?", number)

    @read_back("feedback")
    def feedback(self, mail_id: int | None = None) -> list[FeedbackRow]:
        """Of one mail or of all, what they liked first."""
        sql = "SELECT * FROM feedback WHERE ? IS NULL OR mail_id = ? ORDER BY positive DESC, id"
        return [
            FeedbackRow(
                row["id"],
                row["mail_id"],
                datetime.fromisoformat(row["at"]),
                bool(row["positive"]),
                row["text"],
                row["tag"],
            )
            for row in self._all(sql, mail_id, mail_id)
        ]

    def add_practice(self, mail_id: int | None, at: datetime, tag: str, text: str, origin: str) -> int:
        sql = "INSERT INTO practice (mail_id, at, tag, text, origin) VALUES (?, ?, ?, ?, ?)"
        return self._do(sql, mail_id, as_text(at), tag, text, origin)

    def practised(self, number: int, at: datetime | None) -> None:
        """Marks an item as done; None: as open again."""
        self._do("UPDATE practice SET done_at = ? WHERE id = ?", as_text(at), number)

    def drop_practice(self, number: int) -> None:
        self._do("DELETE FROM practice WHERE id = ?", number)

    @read_back("what to work on")
    def practice(self) -> list[PracticeRow]:
        return [
            PracticeRow(
                row["id"],
                row["mail_id"],
                datetime.fromisoformat(row["at"]),
                row["tag"],
                row["text"],
                row["origin"],
                as_time(row["done_at"]),
            )
            for row in self._all("SELECT * FROM practice ORDER BY id")
        ]

    def add_note(self, mail_id: int, at: datetime, text: str) -> int:
        return self._do("INSERT INTO note (mail_id, at, text) VALUES (?, ?, ?)", mail_id, as_text(at), text)

    def drop_note(self, number: int) -> None:
        self._do("DELETE FROM note WHERE id = ?", number)

    @read_back("a note")
    def notes(self, mail_id: int | None = None) -> list[NoteRow]:
        sql = "SELECT * FROM note WHERE ? IS NULL OR mail_id = ? ORDER BY id"
        return [
            NoteRow(row["id"], row["mail_id"], datetime.fromisoformat(row["at"]), row["text"])
            for row in self._all(sql, mail_id, mail_id)
        ]

    # Letters ----------------------------------------------------------------------------------------------

    def letter_state(self, key: str) -> str:
        """How far a letter of ours has got, "" where it was not begun: "claimed", "laid down", "given up".

        Args:
            key: which one, such as "digest:2026-W48".
        """
        rows = self._all("SELECT state FROM letter WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    def letter(self, key: str, account: str, state: str, at: datetime) -> None:
        self._do("INSERT OR REPLACE INTO letter VALUES (?, ?, ?, ?)", key, account, state, as_text(at))

    @read_back("a letter")
    def letters(self) -> list[LetterRow]:
        """All letters, by their keys."""
        return [
            LetterRow(row["key"], row["account"], row["state"], datetime.fromisoformat(row["at"]))
            for row in self._all("SELECT * FROM letter ORDER BY key")
        ]

"""The cases: how each moves from state to state, and which there are. A move is refused where somebody was quicker."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import datetime

from watcher.replying.policy import HAS_A_DRAFT, MOVES
from watcher.store.rows import ENTRY, CaseRow, Entry, as_column, as_entry, as_text


class Cases:
    """The part of the Store that holds them. Each change is a transaction, or a part of the one that is open."""

    _db: sqlite3.Connection

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        raise NotImplementedError

    def _one(self, sql: str, *values: object) -> sqlite3.Row | None:
        raise NotImplementedError

    def transaction(self) -> AbstractContextManager[None]:
        raise NotImplementedError

    def joined(self) -> AbstractContextManager[None]:
        raise NotImplementedError

    def drafts_beside(self, entry: Entry) -> frozenset[str]:
        raise NotImplementedError

    def open_case(self, mail_id: int, case: CaseRow, at: datetime) -> None:
        """Opens a mail's case, within a transaction."""
        names = ["mail_id", *(field.name for field in fields(CaseRow))]
        values = [mail_id, *(as_column(name, getattr(case, name)) for name in names[1:])]
        sql = f"INSERT INTO cases ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
        self._db.execute(sql, values)
        self._step(mail_id, case.state, case.reason, at)

    def move(
        self,
        mail_id: int,
        state: str,
        to: str,
        reason: str,
        at: datetime,
        seen: Entry | None = None,
        **changes: object,
    ) -> bool:
        """Moves a case from one state to another, if it is still in the first.

        Args:
            seen: the case as it was when this was decided: where the person has planned it anew meanwhile,
                nothing is moved.
            changes: further columns of the case to set in the same step.

        Returns:
            False where somebody was quicker; then nothing has changed.

        Raises:
            ValueError: the move is not in policy.MOVES.
        """
        if to not in MOVES[state]:
            raise ValueError(f"a case cannot go from {state} to {to}")
        with self.joined():
            columns = {"state": to, "reason": reason, **changes}
            if not self._update(mail_id, state, columns, seen):
                return False
            self._step(mail_id, to, reason, at)
            return True

    def claim(self, entry: Entry, reason: str, at: datetime, **changes: object) -> bool:
        """Moves a case from cooling to claimed, unless its conversation has got a draft meanwhile."""
        with self.transaction():
            if self.drafts_beside(entry) & HAS_A_DRAFT:
                return False
            columns = {"state": "claimed", "reason": reason, **changes}
            if not self._update(entry.id, "cooling", columns, entry):
                return False
            self._step(entry.id, "claimed", reason, at)
            return True

    def set(self, mail_id: int, state: str, seen: Entry | None = None, **changes: object) -> bool:
        """Changes columns of a case that stays in its state; False where it is no longer in it.

        Args:
            seen: as in `move`.
        """
        with self.joined():
            return self._update(mail_id, state, changes, seen)

    def _update(
        self, mail_id: int, state: str, changes: Mapping[str, object], seen: Entry | None = None
    ) -> bool:
        sets = ", ".join(f"{name} = ?" for name in changes)
        values = [as_column(name, value) for name, value in changes.items()]
        sql = f"UPDATE cases SET {sets} WHERE mail_id = ? AND state = ?"  # noqa: S608
        values += [mail_id, state]
        if seen is not None:
            sql += " AND due_at IS ? AND asked = ?"
            values += [as_text(seen.due_at), seen.asked]
        return self._db.execute(sql, values).rowcount == 1

    def remark(self, mail_id: int, state: str, reason: str, at: datetime) -> None:
        """Notes for the person what happened to a mail without a move of its case."""
        with self.joined():
            self._step(mail_id, state, reason, at)

    def _step(self, mail_id: int, state: str, reason: str, at: datetime) -> None:
        sql = "INSERT INTO history (mail_id, at, state, reason) VALUES (?, ?, ?, ?)"
        self._db.execute(sql, (mail_id, as_text(at), state, reason))

    def drafts_between(self, since: datetime, now: datetime, *, thanks: bool = False) -> int:
        """How many drafts were saved since then, or are being saved; over all accounts.

        Args:
            now: what is dated later was dated by a wrong clock, and does not count.
            thanks: those of thanks after an interview, else all others.
        """
        sql = (
            "SELECT count(*) FROM cases JOIN mail ON mail.id = mail_id WHERE (kind = 'interview') = ? AND"
            " (drafted_at BETWEEN ? AND ? OR (state = 'claimed' AND due_at >= ?))"
        )
        row = self._one(sql, thanks, as_text(since), as_text(now), as_text(since))
        return int(row[0]) if row else 0

    def draft_ids(self) -> list[str]:
        """The Message-IDs of all drafts that were claimed."""
        return [row[0] for row in self._all("SELECT draft_id FROM cases WHERE draft_id IS NOT NULL")]

    def has_work(self, account: str, now: datetime) -> bool:
        """True where a draft of this account is due, or a claim to be settled."""
        sql = (
            "SELECT 1 FROM cases JOIN mail ON mail.id = mail_id WHERE account = ?"
            " AND state IN ('cooling', 'claimed') AND due_at <= ? LIMIT 1"
        )
        return self._one(sql, account, as_text(now)) is not None

    def cases(self, *states: str, account: str | None = None) -> list[Entry]:
        """The cases in these states, those due first in front."""
        marks = ",".join("?" * len(states))
        sql = f"{ENTRY} WHERE cases.state IN ({marks}) AND (? IS NULL OR account = ?)"
        rows = self._all(f"{sql} ORDER BY due_at IS NULL, due_at, mail.id", *states, account, account)
        return [as_entry(row) for row in rows]

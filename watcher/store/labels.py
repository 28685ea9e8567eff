"""What the person said of single mails, and the texts that are kept to learn from."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from watcher.store.rows import as_text, as_time

LONGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class LabelRow:
    fingerprint: str
    kind: str
    source: str
    at: datetime
    model: str
    ended_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeptText:
    fingerprint: str
    raw: bytes
    at: datetime
    delivered_at: datetime
    sender: str
    why: str


class Labels:
    _db: sqlite3.Connection

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        raise NotImplementedError

    def transaction(self) -> AbstractContextManager[None]:
        raise NotImplementedError

    def label(self, fingerprint: str, kind: str, source: str, at: datetime, model: str) -> None:
        self.end_label(fingerprint, at, "replaced")
        with self.transaction():
            self._db.execute(
                "INSERT INTO label (fingerprint, kind, source, at, model) VALUES (?, ?, ?, ?, ?)",
                (fingerprint, kind, source, as_text(at), model),
            )

    def end_label(self, fingerprint: str, at: datetime, why: str) -> bool:
        with self.transaction():
            sql = "UPDATE label SET ended_at = ?, why = ? WHERE fingerprint = ? AND ended_at IS NULL"
            return self._db.execute(sql, (as_text(at), why, fingerprint)).rowcount > 0

    def labels(self, active: bool = True) -> list[LabelRow]:
        rows = self._all("SELECT * FROM label WHERE ended_at IS NULL OR NOT ? ORDER BY at", active)
        return [
            LabelRow(
                row["fingerprint"],
                row["kind"],
                row["source"],
                datetime.fromisoformat(row["at"]),
                row["model"],
                as_time(row["ended_at"]),
                row["why"] or "",
            )
            for row in rows
        ]

    def label_of(self, fingerprint: str) -> LabelRow | None:
        return next((row for row in self.labels() if row.fingerprint == fingerprint), None)

    def keep_text(
        self, fingerprint: str, raw: bytes, at: datetime, delivered_at: datetime, sender: str, why: str
    ) -> None:
        packed = zlib.compress(raw[:LONGEST])
        with self.transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO text VALUES (?, ?, ?, ?, ?, ?)",
                (fingerprint, packed, as_text(at), as_text(delivered_at), sender, why),
            )

    def texts(self, why: str) -> Iterator[KeptText]:
        for row in self._all("SELECT * FROM text WHERE why = ? ORDER BY fingerprint", why):
            yield KeptText(
                row["fingerprint"],
                zlib.decompress(row["raw"]),
                datetime.fromisoformat(row["at"]),
                datetime.fromisoformat(row["delivered_at"]),
                row["sender"],
                row["why"],
            )

    def drop_text(self, fingerprint: str) -> None:
        with self.transaction():
            self._db.execute("DELETE FROM text WHERE fingerprint = ?", (fingerprint,))

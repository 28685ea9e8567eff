"""What the person said of single mails, and the texts that are kept to learn from.

A label is known by the fingerprint of its mail: it follows the mail, whatever becomes of thread, folder or case. A mail
has at most one label that holds; labels that ended stay on record, with when and why.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from watcher.store.rows import as_text, as_time, read_back

#: Any kind but an answer of "no" or "not now"; which one, the person did not say.
NOT_REJECTION = "not_rejection"
#: Bytes of a mail that are kept: its text, and rarely the whole of what hangs on it.
LONGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class LabelRow:
    """What the person said a mail is.

    Args:
        kind: one of KINDS, or NOT_REJECTION.
        source: where they said so: "folder:ACCOUNT/FOLDER", "grace label", "grace review".
        at: aware; when it was noticed.
        model: the version whose verdict it corrects.
        ended_at: aware; None while it holds.
        why: why it ended: "unlabelled" (taken out of its folder), "undone", "replaced"; "" while it holds.
    """

    fingerprint: str
    kind: str
    source: str
    at: datetime
    model: str
    ended_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeptText:
    """A mail that is kept to learn from.

    Args:
        raw: the mail, cut at LONGEST.
        at: aware; when it was kept.
        sender: its address.
        why: "labelled", or "ordinary" for one of a sample of everyday mail.
    """

    fingerprint: str
    raw: bytes
    at: datetime
    delivered_at: datetime
    sender: str
    why: str


class Labels:
    """The part of the Store that holds them. Each change is a transaction, or a part of the one that is open."""

    _db: sqlite3.Connection

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        raise NotImplementedError

    def joined(self) -> AbstractContextManager[None]:
        raise NotImplementedError

    def label(self, fingerprint: str, kind: str, source: str, at: datetime, model: str) -> None:
        """Notes what the person said; an older label of that mail ends."""
        with self.joined():
            self.end_label(fingerprint, at, "replaced")
            self._db.execute(
                "INSERT INTO label (fingerprint, kind, source, at, model) VALUES (?, ?, ?, ?, ?)",
                (fingerprint, kind, source, as_text(at), model),
            )

    def end_label(self, fingerprint: str, at: datetime, why: str) -> bool:
        """Ends the label of a mail; False where it has none."""
        with self.joined():
            sql = "UPDATE label SET ended_at = ?, why = ? WHERE fingerprint = ? AND ended_at IS NULL"
            return self._db.execute(sql, (as_text(at), why, fingerprint)).rowcount > 0

    def labels(self, active: bool = True) -> list[LabelRow]:
        """The labels that hold, oldest first; or with active=False all that ever were."""
        rows = self._all("SELECT * FROM label WHERE ended_at IS NULL OR NOT ? ORDER BY at, id", active)
        return [_label(row) for row in rows]

    def label_of(self, fingerprint: str) -> LabelRow | None:
        """The label of a mail that holds."""
        rows = self._all("SELECT * FROM label WHERE fingerprint = ? AND ended_at IS NULL", fingerprint)
        return _label(rows[0]) if rows else None

    def keep_text(
        self, fingerprint: str, raw: bytes, at: datetime, delivered_at: datetime, sender: str, why: str
    ) -> None:
        """Keeps a mail to learn from. One that is labelled is not taken for an ordinary one again.

        Args:
            why: "labelled" or "ordinary".
        """
        values = (fingerprint, zlib.compress(raw[:LONGEST]), as_text(at), as_text(delivered_at), sender, why)
        clash = "IGNORE" if why == "ordinary" else "REPLACE"
        with self.joined():
            self._db.execute(f"INSERT OR {clash} INTO text VALUES (?, ?, ?, ?, ?, ?)", values)  # noqa: S608

    def text_of(self, fingerprint: str) -> KeptText | None:
        """The text of one mail, None where it is not kept."""
        rows = self._all("SELECT * FROM text WHERE fingerprint = ?", fingerprint)
        return _text(rows[0]) if rows else None

    def texts(self, why: str) -> Iterator[KeptText]:
        """The kept texts of one sort, by fingerprint, one after the other."""
        for row in self._all("SELECT fingerprint FROM text WHERE why = ? ORDER BY fingerprint", why):
            found = self.text_of(row[0])
            if found:
                yield found

    def count_texts(self) -> dict[str, int]:
        """How many texts are kept, by why."""
        return {row[0]: row[1] for row in self._all("SELECT why, count(*) FROM text GROUP BY why")}

    def drop_text(self, fingerprint: str) -> None:
        with self.joined():
            self._db.execute("DELETE FROM text WHERE fingerprint = ?", (fingerprint,))

    def drop_texts(self) -> int:
        """Removes all kept texts, from the disk too as far as the file system lets us. Returns how many they were."""
        self._all("PRAGMA secure_delete = ON")
        with self.joined():
            count = self._db.execute("DELETE FROM text").rowcount
        # What was written lately lies in a second file; a reader in another process may hold on to it a while.
        self._all("PRAGMA wal_checkpoint(TRUNCATE)")
        return count


@read_back("a label")
def _label(row: sqlite3.Row) -> LabelRow:
    return LabelRow(
        row["fingerprint"],
        row["kind"],
        row["source"],
        datetime.fromisoformat(row["at"]),
        row["model"],
        as_time(row["ended_at"]),
        row["why"] or "",
    )


@read_back("a kept text")
def _text(row: sqlite3.Row) -> KeptText:
    return KeptText(
        row["fingerprint"],
        zlib.decompress(row["raw"]),
        datetime.fromisoformat(row["at"]),
        datetime.fromisoformat(row["delivered_at"]),
        row["sender"],
        row["why"],
    )

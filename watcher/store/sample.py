"""The sample of ordinary mail that a model trained on the person's own mail must get right."""

from __future__ import annotations

import sqlite3
from datetime import datetime


class Sample:
    """The part of the Store that holds it, among the kept texts."""

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        raise NotImplementedError

    def keep_text(
        self, fingerprint: str, raw: bytes, at: datetime, delivered_at: datetime, sender: str, why: str
    ) -> None:
        raise NotImplementedError

    def drop_text(self, fingerprint: str) -> None:
        raise NotImplementedError

    def keep_sample(
        self, fingerprint: str, raw: bytes, at: datetime, delivered_at: datetime, sender: str, most: int
    ) -> None:
        """Keeps an ordinary mail as long as it is in a sample of at most so many.

        The sample is those with the smallest fingerprints. Fingerprints are digests, so each mail that ever came has
        the same chance, whenever that was, and no count of them is needed.
        """
        order = "SELECT fingerprint FROM text WHERE why = 'ordinary' ORDER BY fingerprint LIMIT -1 OFFSET ?"
        last = self._all(order, most - 1)
        if last and fingerprint >= last[0][0]:
            return
        self.keep_text(fingerprint, raw, at, delivered_at, sender, "ordinary")
        for row in self._all(order, most):
            self.drop_text(row[0])

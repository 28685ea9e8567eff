"""How far a label of Gmail has been read: "LABEL:HISTORYID:DAY".

HISTORYID is a number of up to 20 digits, too long for a database's integers, and only ever handed back. DAY is
when the label was last compared with what is on record, since a history may have holes. While the mails of a
listing are being recorded (a first contact, or a history that does not go back far enough) a fourth part stands
there, the time in seconds since 1970 from which it lists: so an interrupted listing goes on as it began.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

_TEXT = re.compile(r"([A-Za-z0-9_*-]+):([0-9]{1,40}):([0-9]{4}-[0-9]{2}-[0-9]{2})(?::(-?[0-9]{1,12}))?")
ALL = "*"


@dataclass(frozen=True, slots=True)
class HistoryCursor:
    """A cursor, taken apart.

    Args:
        label: its id: a label that was made anew is another one.
        since: where a listing is under way, its beginning; else None.
    """

    label: str
    history: str
    day: date
    since: int | None = None

    def __str__(self) -> str:
        text = f"{self.label}:{self.history}:{self.day.isoformat()}"
        return text if self.since is None else f"{text}:{self.since}"

    @classmethod
    def parse(cls, text: str | None) -> HistoryCursor | None:
        """None for no cursor and for one that is none of ours."""
        found = _TEXT.fullmatch(text or "")
        try:
            return found and cls(
                found[1], found[2], date.fromisoformat(found[3]), None if found[4] is None else int(found[4])
            )
        except ValueError:
            return None

    def at(self, history: str) -> HistoryCursor:
        """Once everything up to this historyId has been recorded."""
        return replace(self, history=history, since=None)

    def listed(self) -> HistoryCursor:
        """Once everything of the listing has been recorded."""
        return replace(self, since=None)

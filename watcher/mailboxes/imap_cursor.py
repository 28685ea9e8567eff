"""How far an IMAP folder has been read: "UIDVALIDITY:UID" (RFC 3501 2.3.1.1).

While the mails of a first contact are being recorded a third number stands there, "UIDVALIDITY:UID:CEILING":
up to the UID CEILING only mail delivered at or after `since` is wanted. So an interrupted first contact goes
on as it began.
"""

from __future__ import annotations

from dataclasses import dataclass

from watcher.mailboxes.protocol import Place


@dataclass(frozen=True, slots=True)
class UidCursor:
    """A cursor, taken apart. `ceiling` is 0 after a first contact is over."""

    validity: int
    last: int
    ceiling: int = 0

    def __str__(self) -> str:
        if self.ceiling > self.last:
            return f"{self.validity}:{self.last}:{self.ceiling}"
        return f"{self.validity}:{self.last}"

    @classmethod
    def parse(cls, text: str | None) -> UidCursor | None:
        """None for no cursor and for one that is none of ours."""
        try:
            return cls(*(int(part) for part in (text or "").split(":")))
        except (TypeError, ValueError):
            return None

    @classmethod
    def of(cls, place: Place) -> UidCursor | None:
        """The UIDVALIDITY and UID of a place."""
        return cls.parse(place.ref)

    def at(self, uid: int) -> UidCursor:
        return UidCursor(self.validity, uid, self.ceiling)

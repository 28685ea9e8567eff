"""How far a Maildir folder has been read, as a cursor.

A Maildir numbers nothing, so what came before is told by names: those on record are asked for with `known`,
and those that were too old at first contact are kept here, as short digests. So a mail that comes later with
an old time, or while the clock is wrong, is still new. The times of new/ and cur/ tell that nothing changed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

_DIGEST = 6  # bytes: with 100,000 old mails, one new mail in three thousand million would be taken for old
_SETTLED_NS = 2_000_000_000  # the coarsest file systems keep time in steps of two seconds


@dataclass(frozen=True, slots=True)
class Stamp:
    """A folder as it stands: which directory it is, and when something last came, went or was renamed.

    Args:
        identity: the inode of cur/; another one means that the folder was made anew.
        times: mtime of new/ and cur/ in nanoseconds; zeros where they are too fresh to be relied on.
    """

    identity: int
    times: tuple[int, int]

    @classmethod
    def of(cls, folder: Path, now_ns: int) -> Stamp:
        """Raises OSError. `now_ns` is the time now, in nanoseconds since 1970."""
        new, cur = (folder / "new").stat(), (folder / "cur").stat()
        times = (new.st_mtime_ns, cur.st_mtime_ns)
        return cls(cur.st_ino, times if max(times) < now_ns - _SETTLED_NS else (0, 0))


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A cursor, taken apart.

    Args:
        stamp: the folder when it was last listed in full.
        skipped: digests of the refs that were too old at first contact.
        filled: whether there was any mail in the folder at all.
        complete: False while the mails of a first contact are still being recorded.
    """

    stamp: Stamp
    skipped: frozenset[bytes] = frozenset()
    filled: bool = True
    complete: bool = True

    def __str__(self) -> str:
        if not self.complete:
            return "first"
        digests = base64.b85encode(b"".join(sorted(self.skipped))).decode()
        new, cur = self.stamp.times
        return f"{self.stamp.identity}:{new}:{cur}:{self.filled:d}:{digests}"

    @classmethod
    def parse(cls, cursor: str | None) -> Bookmark | None:
        """None for no cursor, for one of an unfinished first contact, and for one that is none of ours."""
        try:
            identity, new, cur, filled, digests = (cursor or "").split(":", 4)
            raw = base64.b85decode(digests)
            stamp = Stamp(int(identity), (int(new), int(cur)))
        except (ValueError, binascii.Error):
            return None
        skipped = frozenset(raw[at : at + _DIGEST] for at in range(0, len(raw), _DIGEST))
        return cls(stamp, skipped, filled == "1")

    def unchanged(self, stamp: Stamp) -> bool:
        return self.stamp == stamp and stamp.times != (0, 0)

    def still_means(self, stamp: Stamp, refs: Iterable[str], on_record: Collection[str]) -> bool:
        """Whether this is the folder it was, not one of that name that was made or filled anew."""
        if self.stamp.identity != stamp.identity:
            return False
        return not self.filled or bool(on_record) or any(digest(ref) in self.skipped for ref in refs)


def digest(ref: str) -> bytes:
    return hashlib.blake2b(ref.encode("utf-8", "surrogateescape"), digest_size=_DIGEST).digest()

"""How far a Maildir folder has been read, as a cursor.

A Maildir numbers nothing, so what came before is told by names: those on record are asked for with `known`,
and those that were too old at first contact are kept here, as short digests. So a mail that comes later with
an old time, or while the clock is wrong, is still new. The times of new/ and cur/ tell that nothing changed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
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
        complete: False while the mails of a first contact are still being recorded.
    """

    stamp: Stamp
    skipped: frozenset[bytes] = frozenset()
    complete: bool = True

    def __str__(self) -> str:
        if not self.complete:
            return "first"
        digests = base64.b85encode(b"".join(sorted(self.skipped))).decode()
        return f"{self.stamp.identity}:{self.stamp.times[0]}:{self.stamp.times[1]}:{digests}"

    @classmethod
    def parse(cls, cursor: str | None) -> Bookmark | None:
        """None for no cursor, for one of an unfinished first contact, and for one that is none of ours."""
        try:
            identity, new, cur, digests = (cursor or "").split(":", 3)
            raw = base64.b85decode(digests)
            stamp = Stamp(int(identity), (int(new), int(cur)))
        except (ValueError, binascii.Error):
            return None
        return cls(stamp, frozenset(raw[at : at + _DIGEST] for at in range(0, len(raw), _DIGEST)))

    def unchanged(self, stamp: Stamp) -> bool:
        return self.stamp == stamp and stamp.times != (0, 0)

    def still_means(self, stamp: Stamp, refs: Iterable[str]) -> bool:
        """Whether this is the same folder still, not one of that name that was made anew or filled anew."""
        if self.stamp.identity != stamp.identity:
            return False
        return not self.skipped or any(digest(ref) in self.skipped for ref in refs)


def digest(ref: str) -> bytes:
    return hashlib.blake2b(ref.encode("utf-8", "surrogateescape"), digest_size=_DIGEST).digest()

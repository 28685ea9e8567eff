"""What the system's allocator is told: a daemon with many accounts is to stay small."""

from __future__ import annotations

import ctypes
import sys

#: mallopt's number for the most arenas (glibc's malloc.h).
_M_ARENA_MAX = -8


def share_one_arena() -> None:
    """Lets all threads take their memory from one place, to be called before there are any.

    glibc gives each thread an arena of its own, and keeps in each what was once needed there: with twenty accounts tens
    of MB. Our threads mostly wait for servers, so they are not in each other's way. Elsewhere it does nothing.
    """
    if sys.platform.startswith("linux"):
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # not in every C library
        if mallopt is not None:
            mallopt(_M_ARENA_MAX, 1)

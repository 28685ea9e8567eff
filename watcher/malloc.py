"""What the system's allocator is told, where that is glibc's: a daemon is to stay small. Elsewhere nothing is done."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

#: mallopt's number for the most arenas (glibc's malloc.h).
_M_ARENA_MAX = -8


def share_one_arena() -> None:
    """Lets all threads take their memory from one place, to be called before there are any.

    Each thread would have an arena of its own, in which is kept what was once needed there: with twenty accounts tens
    of MB. Our threads mostly wait for servers, so they are not in each other's way.
    """
    _call("mallopt", _M_ARENA_MAX, 1)


def give_back() -> None:
    """Returns memory that was taken for a moment, and that the program would else hold for ever."""
    _call("malloc_trim", 0)


def _call(name: str, *arguments: int) -> None:
    if sys.platform.startswith("linux"):
        function: Any = getattr(ctypes.CDLL(None), name, None)  # not in every C library
        if function is not None:
            function(*arguments)

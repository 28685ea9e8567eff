"""The clock that can be set, beside the one that cannot: whether the first can be believed just now."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: A clock that is put right in passing moves by seconds, one that is set by more than this.
JUMP = timedelta(minutes=1)
#: After a jump, and after the machine was started, the clock has to run evenly for so long, or for the time
#: between two passes where that is shorter. A wrong one is mostly put right from the network within that time.
CALM = timedelta(minutes=2)
#: Two clocks are read at the same moment if no more than so many seconds pass; so often it is tried at most.
AT_ONCE, TRIES = 1.0, 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What two clocks say at the same moment.

    Args:
        wall: aware; the clock that can be set.
        steady: seconds since the machine was started, awake or asleep; this clock nobody sets.
    """

    wall: datetime
    steady: float


@dataclass(frozen=True, slots=True)
class Course:
    """How the clock has run.

    Args:
        last: the newest reading.
        jumped: the `steady` at which it was last seen to have jumped, 0 for the start of the machine.
    """

    last: Reading
    jumped: float = 0.0


def followed(course: Course | None, reading: Reading) -> Course:
    """The course with one more reading. Between two of them both clocks must advance by the same.

    Sleep is no jump: both clocks go on. Where the system has no clock that counts sleep, it looks like one
    and costs the two minutes.
    """
    if course is None:
        return Course(reading)
    advance = (reading.wall - course.last.wall).total_seconds()
    steady = reading.steady - course.last.steady
    jumped = abs(advance - steady) > JUMP.total_seconds()
    return Course(reading, reading.steady if jumped else course.jumped)


def clock_trusted(course: Course, every: timedelta) -> bool:
    """False for a while after the clock has jumped: if that was a mistake, it must not bring a draft early.

    Args:
        every: the time between two passes.
    """
    return course.last.steady - course.jumped >= min(every, CALM).total_seconds()


def read_clocks() -> Reading:
    """Both clocks, now. A machine that falls asleep between one and the other would seem to have been set: so both are
    read again where that took long."""
    for _ in range(TRIES):
        before, wall, steady = _steady(), datetime.now(UTC), _steady()
        if steady - before <= AT_ONCE:
            break
    return Reading(wall, steady)


def _steady() -> float:
    """Seconds by the clock that nobody sets."""
    # Linux: CLOCK_BOOTTIME counts sleep, CLOCK_MONOTONIC does not; macOS: CLOCK_MONOTONIC does; elsewhere
    # time.monotonic is the best there is.
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if clock is None else time.clock_gettime(clock)

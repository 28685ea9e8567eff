"""The clock, for commands: the present, unless they were told to work as if it were another time."""

from __future__ import annotations

from datetime import UTC, datetime


def present() -> datetime:
    return datetime.now(UTC)


def at(now: datetime | None) -> datetime:
    """The time that a command works with: as asked for, else the present."""
    return now or present()

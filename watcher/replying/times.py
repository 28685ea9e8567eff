"""When a draft may appear: the cooling-off, the humane hours, and the day that has had enough. Pure.

Every instant that comes out is in UTC; sums of local times would count wall-clock hours.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from watcher.replying.policy import Rules

_QUARTER = 15  # minutes
#: Looks at the wall in 16 days: one day of the week is there twice, should the change take its hours once.
_LOOKS = 16 * 24 * 60 // _QUARTER + 16


def due_at(delivered_at: datetime, read_at: datetime | None, final: bool, rules: Rules) -> datetime:
    """The first instant, in UTC, at which the draft may appear.

    Args:
        delivered_at: aware.
        read_at: aware; when the person was first known to have read the mail, None while unread.
        final: True after a final round.
    """
    # Sums of local times count wall-clock hours; only in UTC is a day always 24 hours long.
    delivered_at = start = delivered_at.astimezone(UTC)
    if rules.starts == "read":
        start = delivered_at + rules.unread_limit
        if read_at is not None:
            start = max(delivered_at, min(read_at.astimezone(UTC), start))
    return humane(start + (rules.after_final if final else rules.after), rules)


def humane(instant: datetime, rules: Rules) -> datetime:
    """The first instant at or after `instant` that lies within the person's hours and days, in UTC.

    What counts is what a clock on the person's wall would show. On the nights when it is changed an hour is
    left out or comes twice, and a few zones change at midnight; so no time of the day is worked out from
    another, but the wall is looked at again and again. Zones change it at whole quarters of an hour.
    """
    at = instant.astimezone(UTC)
    for _ in range(_LOOKS):
        wall = at.astimezone(rules.zone)
        minute = wall.hour * 60 + wall.minute
        if wall.weekday() in rules.days and rules.opens <= minute < rules.closes:
            return at
        # On to where it may turn true: the opening hour, but never beyond the next change there could be.
        ahead = _QUARTER - at.minute % _QUARTER
        if minute < rules.opens:
            ahead = min(ahead, rules.opens - minute)
        at = at.replace(second=0, microsecond=0) + timedelta(minutes=ahead)
    raise ValueError("no day of the week is allowed")


def too_late(delivered_at: datetime, now: datetime, rules: Rules) -> bool:
    """True where a draft would come so late that it is only offered (`grace queue now ID` still makes it)."""
    return now > delivered_at + rules.latest


def next_day(now: datetime, rules: Rules) -> datetime:
    """The first humane instant of the person's next day, in UTC: when the drafts of today are used up."""
    tomorrow = now.astimezone(rules.zone).date() + timedelta(days=1)
    return humane(
        datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=rules.zone).astimezone(UTC), rules
    )


def day_began(now: datetime, rules: Rules) -> datetime:
    """The last midnight in the person's zone, in UTC."""
    day = now.astimezone(rules.zone).date()
    return datetime(day.year, day.month, day.day, tzinfo=rules.zone).astimezone(UTC)

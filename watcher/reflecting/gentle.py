"""When an answer may reach the person: at a quiet time, not before an interview, and less when several came. Pure.

Every instant that comes out is in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from watcher.reflecting.types import Seen

#: How long an interview is taken to last where the mail does not say it.
USUAL_LENGTH = timedelta(hours=1)
#: Longer than this is no interview: an event of several days in a calendar.
LONGEST = timedelta(hours=12)
#: In so long answers are counted.
LATELY = timedelta(days=7)
#: Looks at the calendar: a year of days.
_DAYS = 370


@dataclass(frozen=True, slots=True)
class Appointment:
    """An interview whose time is known; both aware."""

    begins: datetime
    ends: datetime


def appointment(begins: str, ends: str = "") -> Appointment | None:
    """The time of an interview, as Details.appointment and appointment_end have it; None where they have none.

    Args:
        ends: where it is not known, or cannot be right, the interview is taken to last USUAL_LENGTH.
    """
    try:
        start = datetime.fromisoformat(begins).astimezone(UTC) if begins else None
        stop = datetime.fromisoformat(ends).astimezone(UTC) if ends else None
        if start is None:
            return None
        if stop is None or not timedelta() < stop - start <= LONGEST:
            stop = start + USUAL_LENGTH
    except (ValueError, OverflowError):
        return None
    return Appointment(start, stop)


def appointments(mails: Iterable[Seen]) -> list[Appointment]:
    """The interviews that the mails set, those left out that a later mail moved or called off before they began.

    Args:
        mails: in any order; those of other kinds say nothing here, unless they call an interview off.
    """
    said = (mail for mail in mails if mail.kind == "interview" or mail.called_off)
    about = sorted(said, key=lambda mail: mail.at)
    found: list[Appointment] = []
    for place, mail in enumerate(about):
        set_for = appointment(mail.appointment, mail.appointment_end)
        if set_for and not any(_changes(later, mail, set_for) for later in about[place + 1 :]):
            found.append(set_for)
    return sorted(set(found), key=lambda one: (one.begins, one.ends))


def _changes(later: Seen, mail: Seen, set_for: Appointment) -> bool:
    """Whether a later mail moves or calls off an interview. One that came after it had begun sets another one."""
    if later.at >= set_for.begins or not _same_talks(later, mail):
        return False
    other = appointment(later.appointment, later.appointment_end)
    return bool(later.called_off) or (other is not None and other.begins != set_for.begins)


def _same_talks(one: Seen, other: Seen) -> bool:
    if one.conversation is not None and one.conversation == other.conversation:
        return True
    company, role = one.company.casefold(), one.role.casefold()
    return bool(company and role) and (company, role) == (other.company.casefold(), other.role.casefold())


def held_until(now: datetime, appointments: Sequence[Appointment], hold_before: timedelta) -> datetime | None:
    """Until when an answer is held back because of an interview; None where it need not be.

    Args:
        now: aware.
        hold_before: so long before an interview nobody should hear of an answer, nor during it. Where one interview
            comes on the heels of another, it is held until after the last.
    """
    held = now
    for one in sorted(appointments, key=lambda one: one.begins):
        if one.begins - hold_before <= held < one.ends:
            held = one.ends
    return held.astimezone(UTC) if held > now else None


def release_at(
    answer_at: datetime,
    quiet_time: int,
    days: frozenset[int],
    zone: tzinfo,
    appointments: Sequence[Appointment],
    hold_before: timedelta,
) -> datetime:
    """When an answer is told of: the next quiet time after it came, on an allowed day, not before an interview.

    Args:
        answer_at: aware; when it came.
        quiet_time: minutes after local midnight, 0 to 1440.
        days: allowed weekdays, Monday is 0.
        zone: the person's.

    Raises:
        ValueError: no day is allowed, or a whole year is full of interviews.
    """
    first = answer_at.astimezone(zone).date()
    for number in range(_DAYS):
        day = first + timedelta(days=number)
        if day.weekday() not in days:
            continue
        at = _at_the_wall(day, quiet_time, zone)
        if at >= answer_at and held_until(at, appointments, hold_before) is None:
            return at
    raise ValueError("no quiet time on any day of a year")


def _at_the_wall(day: date, minute: int, zone: tzinfo) -> datetime:
    """The instant at which a clock on the person's wall shows that minute; where it is left out, the one after it."""
    day += timedelta(days=minute // 1440)
    return datetime.combine(day, time(minute % 1440 // 60, minute % 60), tzinfo=zone).astimezone(UTC)


def several_came(answers: Iterable[datetime], now: datetime, several: int) -> bool:
    """Whether that many answers came in the last seven days.

    Args:
        answers: aware; when each came. Those dated later than `now` do not count.
        several: from how many on it is "several".
    """
    return sum(now - LATELY < at <= now for at in answers) >= several

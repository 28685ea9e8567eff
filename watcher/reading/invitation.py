"""The calendar part of a mail (RFC 5545, RFC 5546): when its one event is, or that it is called off.

Only what is needed is read, line by line, in linear time, whatever the bytes. Repeated events, whole days and several
events at different times set nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from watcher.reading import zones

#: The most that is read of a calendar part, characters.
CAP = 64 * 1024
_LINES = 4000
_TIME = re.compile(r"(\d{8}T\d{6})(Z?)")
_LENGTH = re.compile(r"\+?P(?:(\d{1,2})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:\d{1,5}S)?)?")
_TZID = re.compile(r';TZID=("[^"]{1,100}"|[^;:"]{1,100})', re.IGNORECASE)
#: METHODs that set a meeting; others answer one, or ask for another time.
_SETS = ("", "REQUEST", "PUBLISH")


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a calendar part says.

    Args:
        begins, ends: aware; None where it does not set a time for certain.
        called_off: it calls the meeting off.
    """

    begins: datetime | None = None
    ends: datetime | None = None
    called_off: bool = False


@dataclass(slots=True)
class _Event:
    """The lines of one VEVENT by name, the first of each: (parameters, value)."""

    lines: dict[str, tuple[str, str]] = field(default_factory=dict)


def read(text: str, method: str | None, own: tzinfo) -> Meeting | None:
    """What the calendar part says; None where it holds no event.

    Args:
        text: the part, decoded; the rest after CAP is not read.
        method: METHOD as the mail gives it (RFC 6047), None where it gives none.
        own: the person's zone, in which a floating time is meant.
    """
    events = _events(text[:CAP])
    if not events:
        return Meeting(called_off=True) if method == "CANCEL" else None
    off = ["STATUS" in one.lines and one.lines["STATUS"][1].upper() == "CANCELLED" for one in events]
    if method == "CANCEL" or all(off):
        return Meeting(called_off=True)
    if (method or "") not in _SETS or any(off):
        return Meeting()
    times = {_times(one, own) for one in events}
    begins, ends = times.pop()
    return Meeting() if times or begins is None else Meeting(begins, ends)


def _events(text: str) -> list[_Event]:
    """The events, without what is nested in them: an alarm has times of its own, a zone its DTSTART."""
    found: list[_Event] = []
    depth: list[str] = []
    for name, parameters, value in _lines(text):
        if name == "BEGIN":
            depth.append(value.upper())
            if depth[-1] == "VEVENT":
                found.append(_Event())
        elif name == "END":
            while depth and depth.pop() != value.upper():
                pass
        elif depth and depth[-1] == "VEVENT":
            found[-1].lines.setdefault(name, (parameters, value))
    return found


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """(name, parameters, value) of each content line, folding undone (RFC 5545 section 3.1)."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    for line in unfolded.splitlines()[:_LINES]:
        head, colon, value = line.partition(":")
        if head.count('"') % 2:  # a quoted parameter may hold a colon
            more, colon, rest = value.partition('":')
            head, value = f'{head}:{more}"', rest
        if colon:
            name, _, parameters = head.strip().partition(";")
            yield name.upper(), f";{parameters}" if parameters else "", value.strip()


def _times(event: _Event, own: tzinfo) -> tuple[datetime | None, datetime | None]:
    lines = event.lines
    tentative = lines.get("STATUS", ("", ""))[1].upper() == "TENTATIVE"
    if "DTSTART" not in lines or "RRULE" in lines or "RDATE" in lines or tentative:
        return None, None
    begins = _time(*lines["DTSTART"], own)
    ends = _time(*lines["DTEND"], own) if "DTEND" in lines else None
    if begins and "DURATION" in lines and ends is None:
        length = _LENGTH.fullmatch(lines["DURATION"][1])
        days, hours, minutes = (int(one or 0) for one in length.groups()) if length else (0, 0, 0)
        ends = _after(begins, timedelta(days=days, hours=hours, minutes=minutes))
    return begins, ends if begins and ends and ends > begins else None


def _after(begins: datetime, length: timedelta) -> datetime | None:
    try:
        return begins + length
    except OverflowError:
        return None


def _time(parameters: str, value: str, own: tzinfo) -> datetime | None:
    """A DATE-TIME (RFC 5545 section 3.3.5) in UTC; None for a whole day, and for a zone that is not known."""
    match = _TIME.fullmatch(value)
    if not match:
        return None
    tzid = _TZID.search(parameters)
    zone = UTC if match[2] else zones.of_calendar(tzid[1]) if tzid else own
    if zone is None:
        return None
    try:
        return datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

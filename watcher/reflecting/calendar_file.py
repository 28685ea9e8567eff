"""Doors and interviews as a calendar file (RFC 5545). Pure: `now` is an argument.

Each is an event, and a door one of a whole day: what stands in a to-do list (VTODO) is left out by many calendars of
phones and of the web when they read a file in. It does not make the day look busy, and has no alarm.
The UIDs depend on nothing that can change, so a file that is read in again changes the events and doubles none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from watcher.reflecting.doors import Door
from watcher.reflecting.interviews import Interview
from watcher.reflecting.plain import one_line

_TITLES = {"again": "The same post may be tried again", "page": "A look at their page"}


def calendar_file(
    doors: Iterable[Door], interviews: Iterable[Interview], installation: bytes, now: datetime
) -> bytes:
    """The file, with CRLF line ends.

    Args:
        doors: those without a day are left out.
        installation: a secret of this installation, so that the numbers of another one are not taken for ours.
        now: aware; when it was made. Of two files the later one holds (RFC 5545 3.8.7.4).
    """
    made = Calendar()
    made.add("prodid", "-//Grace Period//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for one in interviews:
        title = f"Interview: {_named(one.company, one.role)}"
        event = _event(installation, f"interview:{one.mail_id}", title, "", now)
        event.add("dtstart", one.begins.astimezone(UTC))
        event.add("dtend", one.ends.astimezone(UTC))
        event.add("status", "CONFIRMED" if one.takes_place else "CANCELLED")
        made.add_component(event)
    for door in doors:
        if door.on is not None:
            made.add_component(_of_a_door(door, door.on, installation, now))
    return bytes(made.to_ical())


def _of_a_door(door: Door, on: date, installation: bytes, now: datetime) -> Event:
    title = f"{_TITLES[door.kind]}: {_named(door.company, door.role)}"
    why = f"{door.why[:1].upper()}{door.why[1:]}. Only if you still would like to."
    event = _event(installation, f"{door.kind}:{door.application}", title, why, now)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))  # the first day after it (RFC 5545 3.6.1)
    event.add("transp", "TRANSPARENT")
    return event


def _event(installation: bytes, key: str, title: str, text: str, now: datetime) -> Event:
    event = Event()
    unique = hashlib.sha256(installation + key.encode()).hexdigest()[:32]
    event.add("uid", f"{unique}@graceperiod.invalid")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    if text:
        event.add("description", text)
    return event


def _named(company: str, role: str) -> str:
    return ", ".join(filter(None, (one_line(company), one_line(role)))) or "not named"

"""When the interview is that a mail sets: by its calendar part, else by a date with a time in its text.

Only what is certain counts, since thanks for an interview that did not happen are worse than none. Several different
times, a time that is over or only offered, a condition, a weekday that does not fit its date, a zone that is not
known: then the mail sets none. A date without a year is the next such date after the mail.

What the languages say stands in appointments.toml; the names of the months in phrases/.
"""

from __future__ import annotations

import bisect
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any

from watcher.reading import invitation, zones
from watcher.reading.moments import Clock, Day, Words, clocks, days
from watcher.reading.phrasebook import load
from watcher.reading.types import Message

#: An interview is not set further ahead than this; what lies further off was misread.
_FURTHEST = timedelta(days=120)
#: Where no end is given, two times may be this far apart to be those of one interview. In characters:
_NEAR, _BEHIND = 60, 30
_DEADLINE, _AROUND = 30, 400
_MOST = 100  #: dates and times; a mail with more sets none
_READ = 24_000
_LAST_YEAR = 9998  #: later dates cannot be worked with in every zone
_SENTENCE = re.compile(
    r"(?:(?<=[^\d\s][.!?])|(?<=:\d\d[.!?])|(?<=\d{4}\.)|(?<=\d[!?]))\s+|[。！？]|\n[ \t]*\n|\n(?=[ \t]*[-*•–])"
)
_BREAK = re.compile(r"^[.!?]\s|[^\d\W][!?]|[^\d\W]{3}\.\s|[。！？]|\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a mail says of an interview's time.

    Args:
        begins, ends: aware, UTC; None where the mail does not say it for certain.
        called_off: it calls an interview off, or moves it without saying to when.
    """

    begins: datetime | None = None
    ends: datetime | None = None
    called_off: bool = False


_NOTHING = Appointment()


def read(message: Message, language: str, own: tzinfo) -> Appointment:
    """When the interview of this mail is.

    Args:
        language: ISO 639-1; English is read where it is unknown.
        own: the person's zone, for times that name none.
    """
    meeting = invitation.read(message.calendar_text, message.calendar, own)
    if meeting and meeting.called_off:
        return Appointment(called_off=True)
    said = _of_text(message, language, own)
    if meeting is None or said.called_off:
        return said
    sent = message.date
    if meeting.begins is None or (said.begins and said.begins != meeting.begins):
        return _NOTHING
    if sent and not timedelta() < meeting.begins - sent <= _FURTHEST * 3:
        return _NOTHING
    return Appointment(meeting.begins, meeting.ends or said.ends)


def as_text(instant: datetime | None) -> str:
    """ISO 8601 in UTC, the same text for the same instant; "" for None."""
    return instant.astimezone(UTC).isoformat(timespec="seconds") if instant else ""


@dataclass(frozen=True, slots=True)
class _Table:
    """The words of one language, and those of English where a mail mixes them."""

    words: Words
    patterns: Mapping[str, re.Pattern[str]]

    def found(self, entry: str, text: str) -> bool:
        pattern = self.patterns.get(entry)
        return pattern is not None and pattern.search(text) is not None


@cache
def _table(language: str) -> _Table:
    tables: Mapping[str, Any] = tomllib.loads(
        files("watcher.reading").joinpath("appointments.toml").read_text(encoding="utf-8")
    )
    language = language if language in tables else "en"
    said, book = tables[language], load(language)
    months = book.months if book else {}
    patterns = {name: re.compile(text, re.IGNORECASE) for name, text in said.items() if name != "days"}
    return _Table(Words(language, tuple(said["days"]), months), patterns)


def _of_text(message: Message, language: str, own: tzinfo) -> Appointment:
    table = _table(language)
    text = unicodedata.normalize("NFKC", message.text[:_READ])[:_READ]
    off = any(table.found("off", one) and not table.found("if", one) for one in _SENTENCE.split(text) if one)
    moved = any(
        table.found("moves", one) and not table.found("if", one) for one in _SENTENCE.split(text) if one
    )
    set_for, sent = _NOTHING, message.date
    if sent is not None and 1 < sent.year < _LAST_YEAR and not off:
        set_for = _Reader(text, table, sent, own).read(moved)
    return Appointment(called_off=True) if off or (moved and set_for.begins is None) else set_for


class _Reader:
    """One text.

    Args:
        sent: aware; when the mail was written.
        own: the person's zone.
    """

    def __init__(self, text: str, table: _Table, sent: datetime, own: tzinfo) -> None:
        self.text = text
        self.table = table
        self.own = own
        self.sent = sent
        self.days = list(days(text, table.words, sent.astimezone(own).date()))
        breaks = [match.span() for match in _SENTENCE.finditer(text)]
        self.starts, self.stops = [start for start, _ in breaks], [end for _, end in breaks]
        spans = [(one.start, one.end) for one in self.days]
        self.clocks = list(clocks(text, table.words.language, spans))

    def read(self, moved: bool) -> Appointment:
        """The one time that is set.

        Args:
            moved: the mail moves an interview; only a time that is told as the new one counts.
        """
        if (
            not self.clocks
            or len(self.days) + len(self.clocks) > _MOST
            or self.table.found("asks", self.text)
        ):
            return _NOTHING
        linked = [(self._day_of(number), clock) for number, clock in enumerate(self.clocks)]
        linked = [(day, clock) for day, clock in linked if not self._is_a_deadline(day, clock)]
        pairs = [(day, clock) for day, clock in linked if day]
        if not pairs or any(self._is_open(day, clock) for day, clock in pairs if day):
            return _NOTHING
        if moved and not any(self._is_new(min(day.start, clock.start)) for day, clock in pairs if day):
            return _NOTHING
        found = {self._instants(day.date, clock) for day, clock in pairs if day}
        begins = {begin for begin, _ in found}
        begin = begins.pop()
        # Other times of the day, without a date: is it one of those? Another hour to choose?
        alone = {
            self._instants(pairs[0][0].date if pairs[0][0] else None, clock)
            for day, clock in linked
            if not day
        }
        if begins or begin is None or any(other != begin for other, _ in alone):
            return _NOTHING
        ends = {end for _, end in found if end}
        return Appointment(begin, ends.pop() if len(ends) == 1 else None)

    def _day_of(self, number: int) -> Day | None:
        """The date that a time of the day belongs to: the last one before it, or the first one behind."""
        clock = self.clocks[number]
        before = [day for day in self.days if day.end <= clock.start]
        if before and self._joins(before[-1].end, clock.start, _NEAR):
            return before[-1]
        after = [day for day in self.days if day.start >= clock.end]
        return after[0] if after and self._joins(clock.end, after[0].start, _BEHIND) else None

    def _joins(self, start: int, end: int, most: int) -> bool:
        return end - start <= most and not _BREAK.search(self.text[start:end])

    def _sentence(self, start: int, end: int) -> tuple[str, str]:
        """What stands in the sentence before a place, and behind it."""
        before = bisect.bisect_right(self.stops, start)
        after = bisect.bisect_left(self.starts, end)
        begin = self.stops[before - 1] if before else 0
        stop = self.starts[after] if after < len(self.starts) else len(self.text)
        return self.text[max(begin, start - _AROUND) : start], self.text[end : min(stop, end + _AROUND)]

    def _is_a_deadline(self, day: Day | None, clock: Clock) -> bool:
        start, end = (
            min(day.start if day else clock.start, clock.start),
            max(day.end if day else 0, clock.end),
        )
        before, after = self._sentence(start, end)
        return (
            self.table.found("until", before[-_DEADLINE:])
            or self.table.found("after", after)
            or self.table.found("deadline", f"{before} {after}")
        )

    def _is_open(self, day: Day, clock: Clock) -> bool:
        """Whether it is only offered, or hangs on something."""
        start, end = min(day.start, clock.start), max(day.end, clock.end)
        before, after = self._sentence(start, end)
        between = self.text[start:end]
        asked = self.text[end:].lstrip()[:1] == "?" or after.rstrip()[-1:] == "?"
        return asked or self.table.found("open", f"{before} {between} {after}")

    def _is_new(self, start: int) -> bool:
        return self.table.found("to", self._sentence(start, start)[0])

    def _instants(self, day: date | None, clock: Clock) -> tuple[datetime | None, datetime | None]:
        """When it begins and ends, UTC; (None, None) where that cannot be, is over, or lies too far off."""
        zone = zones.named(clock.zone, self.own) if clock.zone else self.own
        if zone is None or day is None or clock.begins is None:
            return None, None
        try:
            begins = _at(day, clock.begins, zone)
            ends = _at(day, clock.ends, zone) if clock.ends is not None else None
        except (ValueError, OverflowError):
            return None, None
        if not timedelta() < begins - self.sent <= _FURTHEST:
            return None, None
        return begins, ends if ends and ends > begins else None


def _at(day: date, minute: int, zone: tzinfo) -> datetime:
    day += timedelta(days=minute // 1440)
    return datetime.combine(day, time(minute % 1440 // 60, minute % 60), tzinfo=zone).astimezone(UTC)

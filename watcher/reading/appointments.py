"""When the interview is that a mail sets: by its calendar part, else by a date with a time in its text.

Only what is certain counts, since thanks for an interview that did not happen are worse than none. Several different
times, a time that is over or only offered, a condition, a weekday that does not fit its date, a zone that is not
known: then the mail sets none. A date without a year is the next such date after the mail.

What the languages say stands in appointments.toml (appointment_words.py), zones.toml and, the months, in phrases/.
"""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

from watcher.reading import invitation, zones
from watcher.reading.appointment_words import SENTENCE, Table, table
from watcher.reading.moments import Clock, Day, clocks, days
from watcher.reading.types import Message

#: An interview is not set further ahead than this; what lies further off was misread.
_FURTHEST = timedelta(days=120)
#: Where no end is given, two times may be this far apart to be those of one interview. In characters:
_NEAR, _BEHIND = 60, 30
_DEADLINE, _SAID_NO, _AROUND = 30, 120, 400
_MOST = 100  #: dates and times; a mail with more sets none
_READ = 24_000
_LAST_YEAR = 9998  #: later dates cannot be worked with in every zone
_FIGURE = re.compile(r"\d{1,4}")
#: "Your interview has been moved to:" and the time in a paragraph of its own.
_HANGING = re.compile(
    r"\b(to|for|auf|au|al|a|para|naar|op|til|till|na)(?: den| the| le)?:?[ \t]*\n(?:[ \t]*\n)+[ \t]*",
    re.IGNORECASE,
)
_BREAK = re.compile(r"^[.!?]\s|[^\d\W][!?]|[^\d\W]{3}\.\s|[。！？]|\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a mail says of an interview's time.

    Args:
        begins, ends: aware, UTC; None where the mail does not say it for certain.
        called_off: it calls an interview off, or moves it without saying to when.
        doubtful: it may do so, or moves it to a time that is not understood. What was set before cannot be relied on.
    """

    begins: datetime | None = None
    ends: datetime | None = None
    called_off: bool = False
    doubtful: bool = False


_NOTHING = Appointment()
_DOUBTFUL = Appointment(doubtful=True)


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


def calls_off(message: Message, language: str, own: tzinfo) -> bool:
    """Whether an answer of "no" calls a talk of a certain day off besides; a post that is cancelled is none. Arguments
    as for `read`."""
    meeting = invitation.read(message.calendar_text, message.calendar, own)
    words, text = table(language), unicodedata.normalize("NFKC", message.text[:_READ])[:_READ]
    return bool(meeting and meeting.called_off) or any(
        all(words.found(entry, one) for entry in ("off", "meeting", "when"))
        and not any(words.found(entry, one) for entry in ("if", "moves"))
        for one in SENTENCE.split(text)
        if one
    )


def as_text(instant: datetime | None) -> str:
    """ISO 8601 in UTC, the same text for the same instant; "" for None."""
    return instant.astimezone(UTC).isoformat(timespec="seconds") if instant else ""


def _of_text(message: Message, language: str, own: tzinfo) -> Appointment:
    words = table(language)
    text = _HANGING.sub(r"\1 ", unicodedata.normalize("NFKC", message.text[:_READ])[:_READ])
    plain = [one for one in SENTENCE.split(text) if one and not words.found("if", one)]
    plain = [one for one in plain if words.found("off", one) or words.found("moves", one)]
    surely = [one for one in plain if words.found("meeting", one) or words.found("when", one)]
    if plain and not surely:
        return _DOUBTFUL  # "I have to cancel, sorry." Or is it a train that is cancelled?
    off = any(words.found("off", one) for one in surely)
    moving = [one for one in surely if words.found("moves", one)]
    sent = message.date
    if (off and not moving) or sent is None or not 1 < sent.year < _LAST_YEAR:
        return Appointment(called_off=off)
    reader = _Reader(text, words, sent, own)
    return reader.moved(off, any(words.found("place", one) for one in moving)) if moving else reader.set_for()


class _Reader:
    """One text.

    Args:
        sent: aware; when the mail was written.
        own: the person's zone.
    """

    def __init__(self, text: str, words: Table, sent: datetime, own: tzinfo) -> None:
        self.text = text
        self.table = words
        self.own = own
        self.sent = sent
        self.days = list(days(text, words.words, sent.astimezone(own).date()))
        breaks = [match.span() for match in SENTENCE.finditer(text)]
        self.starts, self.stops = [start for start, _ in breaks], [end for _, end in breaks]
        spans = [(one.start, one.end) for one in self.days]
        self.clocks = list(clocks(text, words.words.language, spans))

    def set_for(self) -> Appointment:
        """The one time that is set, by a mail that moves none."""
        if not self._is_readable() or self.table.found("asks", self.text):
            return _NOTHING
        linked = [(day, clock) for day, clock in self._linked() if not self._is_a_deadline(day, clock)]
        pairs = [(day, clock) for day, clock in linked if day]
        if any(self._is_open(day, clock) or self._is_doubtful(day, clock) for day, clock in pairs):
            return _NOTHING
        return self._the_only(pairs, [clock for day, clock in linked if not day])

    def moved(self, off: bool, elsewhere: bool) -> Appointment:
        """The new time, by a mail that moves an interview; called off where none is told.

        Args:
            off: it calls one off, too; then a new time stands in another sentence.
            elsewhere: it may move to another room, or online, and not to another time.
        """
        if len(self.days) + len(self.clocks) > _MOST:
            return _DOUBTFUL
        asks = self.table.found("asks", self.text)
        linked = self._linked()
        pairs = [(day, clock) for day, clock in linked if day]
        new = [(day, clock) for day, clock in pairs if self._is_new(day, clock)]
        if not new:
            if self._tells_when(pairs):
                return _DOUBTFUL
            if elsewhere and not off:
                return _NOTHING
            rest = [pair for pair in pairs if not self._is_a_deadline(*pair)]
            given_up = [pair for pair in rest if self._said("moves", *pair) or self._said("off", *pair)]
            others = [pair for pair in rest if pair not in given_up]
            # A time in another sentence may be the new one, in words that are not known: then nothing is said.
            known = asks or all(self._is_open(*pair) for pair in others)
            once = len({(day.date, clock.begins) for day, clock in given_up}) < 2
            return Appointment(called_off=True) if off or (known and once) else _DOUBTFUL
        if asks or any(self._is_open(*pair) or (off and self._said("off", *pair)) for pair in new):
            return _DOUBTFUL
        found = self._the_only(new, [])
        return found if found.begins else _DOUBTFUL

    @cached_property
    def _speaks_of_zones(self) -> bool:
        return zones.are_spoken_of(self.text)

    def _is_readable(self) -> bool:
        return bool(self.clocks) and len(self.days) + len(self.clocks) <= _MOST

    def _linked(self) -> list[tuple[Day | None, Clock]]:
        return [(self._day_of(number), clock) for number, clock in enumerate(self.clocks)]

    def _the_only(self, pairs: Sequence[tuple[Day, Clock]], alone: Sequence[Clock]) -> Appointment:
        """The time that all of these are, nothing where they are several.

        Args:
            alone: times of the day without a date: is it one of those? Another hour to choose?
        """
        if not pairs:
            return _NOTHING
        begin, _ = self._instants(*pairs[0])
        found = {self._instants(day, clock) for day, clock in pairs}
        ends = {end for start, end in found if end and start == begin}
        end = ends.pop() if len(ends) == 1 else None
        found |= {self._instants(pairs[0][0], clock) for clock in alone}
        # "from 10:00 to 15:00; you present at 10:15" is one time, "10:00, 10:15" are two.
        for other, _ in found:
            if begin is None or other is None or not (other == begin or (end and begin < other <= end)):
                return _NOTHING
        return Appointment(begin, end)

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
        before, _, after = self._around(day or clock, clock)
        sentence = f"{before} {after}"
        return (
            _is_midnight(clock)
            or self.table.found("until", before[-_DEADLINE:])
            or self.table.found("after", after)
            or self.table.found("deadline", sentence)
            or (self.table.found("test", sentence) and not self.table.found("meeting", sentence))
        )

    def _is_open(self, day: Day, clock: Clock) -> bool:
        """Whether it is only offered, or hangs on something."""
        before, between, after = self._around(day, clock)
        asked = after.lstrip()[:1] == "?" or after.rstrip()[-1:] == "?"
        return asked or self.table.found("open", f"{before} {between} {after}")

    def _is_doubtful(self, day: Day, clock: Clock) -> bool:
        """Whether its sentence says no to something, or speaks of calling off or moving, whoever may do so."""
        before, between, after = self._around(day, clock)
        near = f"{before[-_SAID_NO:]} {between} {after[:_SAID_NO]}"
        return (
            self.table.found("not", near) or self._said("off", day, clock) or self._said("moves", day, clock)
        )

    def _is_new(self, day: Day, clock: Clock) -> bool:
        """Whether an interview is moved to this time."""
        found = self.table.found
        _, _, after = self._around(day, clock)
        if _is_midnight(clock) or found("old_after", after):
            return False
        if found("to_after", after):
            return True
        place = min(day.start, clock.start)
        if self._leads_to(place, place):
            return True
        # "on 5 March from 10:00 to 11:00", "on 5 March is moved to 11:00"
        digits = re.search(r"\d", self.text[day.end : clock.start]) is not None
        return day.end <= clock.start and self._leads_to(clock.start, 0 if digits else day.end)

    def _leads_to(self, place: int, since: int) -> bool:
        """Whether what stands before a place makes it the new time.

        Args:
            since: where a word of moving ends at the earliest, if it is one only by that word.
        """
        before = self._sentence(place, place)[0]
        if self.table.found("to", before):
            return True
        moves = self.table.patterns["moves"].search(before)
        return (
            moves is not None
            and (since >= place or place - len(before) + moves.end() > since)
            and self.table.found("to_moved", before)
            and not self.table.found("old", before)
        )

    def _tells_when(self, pairs: Sequence[tuple[Day, Clock]]) -> bool:
        """Whether a new time is told in figures that are not understood: "New time: the 26th at 9"."""
        known = [span for day, clock in pairs for span in ((day.start, day.end), (clock.start, clock.end))]
        for figure in itertools.islice(_FIGURE.finditer(self.text), _MOST):
            place = figure.start()
            if any(start <= place < end for start, end in known):
                continue
            if self.table.found("to", self._sentence(place, place)[0]):
                return True
        return False

    def _said(self, entry: str, day: Day, clock: Clock) -> bool:
        """Whether words of an entry stand in the sentence of a time."""
        return self.table.found(entry, "".join(self._around(day, clock)))

    def _around(self, day: Day | Clock, clock: Clock) -> tuple[str, str, str]:
        """What stands in the sentence of a time before it, within it, and behind it."""
        start, end = min(day.start, clock.start), max(day.end, clock.end)
        before, after = self._sentence(start, end)
        return before, self.text[start:end], after

    def _instants(self, day: Day, clock: Clock) -> tuple[datetime | None, datetime | None]:
        """When it begins and ends, UTC; (None, None) where that cannot be, is over, or lies too far off."""
        zone = self._zone(day, clock)
        if zone is None or day.date is None or clock.begins is None:
            return None, None
        try:
            begins = _at(day.date, clock.begins, zone)
            ends = _at(day.date, clock.ends, zone) if clock.ends is not None else None
        except (ValueError, OverflowError):
            return None, None
        if not timedelta() < begins - self.sent <= _FURTHEST:
            return None, None
        return begins, ends if ends and ends > begins else None

    def _zone(self, day: Day, clock: Clock) -> tzinfo | None:
        """In which zone a time is meant, None where the mail names one that is not known."""
        name = clock.zone or zones.beside(self.text, (clock.start, day.start), (clock.end, day.end))
        if not name:
            return None if self._speaks_of_zones else self.own
        return zones.named(name, self.own)


def _is_midnight(clock: Clock) -> bool:
    """Whether it is 23:59 or about that: something ends then, nobody is interviewed."""
    return clock.begins is not None and not 60 <= clock.begins < 23 * 60


def _at(day: date, minute: int, zone: tzinfo) -> datetime:
    day += timedelta(days=minute // 1440)
    return datetime.combine(day, time(minute % 1440 // 60, minute % 60), tzinfo=zone).astimezone(UTC)

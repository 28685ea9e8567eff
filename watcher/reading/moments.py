"""Dates and times of the day in a text, as thirteen languages write them. In linear time, and never raising."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from watcher.reading.phrasebook import counted
from watcher.reading.zones import ZONE


@dataclass(frozen=True, slots=True)
class Words:
    """The names of a language.

    Args:
        days: from Monday on, as regular expressions.
        months: each name of a month, case folded, with its number; none where months are numbered.
    """

    language: str
    days: tuple[str, ...]
    months: Mapping[str, int]

    def __hash__(self) -> int:
        return hash(self.language)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a text, at text[start:end]; None where it cannot be told which one is meant."""

    start: int
    end: int
    date: date | None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day, at text[start:end].

    Args:
        begins, ends: minutes after midnight; begins is None where it may be morning or evening, ends where none is
            given.
        zone: as it is written, "" where none is.
    """

    start: int
    end: int
    begins: int | None
    ends: int | None
    zone: str


def days(text: str, words: Words, sent: date) -> Iterator[Day]:
    """All dates, in order.

    Args:
        sent: when the mail was written: a date without a year is the next such date from then on.
    """
    for match in _date_pattern(words).finditer(text):
        said = match.groupdict()
        start, end = match.span()
        if (
            said.get("dot_day")
            and not said["dot_year"]
            and _AFTER_WORD.search(text[max(0, start - 16) : start])
        ):
            continue  # "kl. 9.10."
        weekday, start = _weekday(text, start, end, words)
        many = bool(said.get("many") or said.get("many_after"))
        yield Day(start, end, None if many else _chosen(said, words, sent, weekday))


@cache
def _date_pattern(words: Words) -> re.Pattern[str]:
    iso = r"(?<![\w-])(?P<iso_year>20\d\d)-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?!\d)"
    if not words.months:
        year = r"(?:(?P<year>20\d\d)(?:年|[/.])[ ]?)?"
        return re.compile(
            rf"{iso}|(?<!\d){year}(?P<month>\d{{1,2}})"
            r"(?:月[ ]?(?P<day>\d{1,2})[日号]|[/](?P<day_slash>\d{1,2})(?!\d))"
        )
    names = "|".join(map(re.escape, sorted(_months(words), key=len, reverse=True)))
    several = r"(?P<many>(?<![\d:.])\d{1,2}(?:\.|st|nd|rd|th)?[ ]?(?:[^\W\d]{1,5}[ ]|[-–/&,][ ]?))?"
    named = (
        rf"{several}(?<![\w.:])(?P<day>\d{{1,2}})(?:\.º|\.|st|nd|rd|th|er|º|°|ª|:e)?[ ](?:(?:de|of|den)[ ])?"
        rf"(?P<name>{names})\b(?:\.(?=[ ]?(?:\d|,|at\b|um\b|kl\b|à\b)))?"
        r"(?:,?[ ](?:(?:de|del|do|of)[ ])?(?P<year>20\d\d)(?!\d))?"
    )
    first = (
        rf"|(?<!\w)(?P<name_first>{names})\b\.?[ ](?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:])"
        r"(?P<many_after>[ ]?(?:[-–/&]|and|or)[ ]?\d{1,2}(?:st|nd|rd|th)?(?![\d:]))?"
        r"(?:,?[ ](?P<year_after>20\d\d)(?!\d))?"
        if words.language == "en"
        else ""
    )
    # "12.03 o godz. 10", without the second point, is a date before the word of a time only
    dotted = (
        r"(?<![\w.:/])(?P<dot_day>[0-3]?\d)\.[ ]?(?P<dot_month>0?[1-9]|1[0-2])"
        r"(?:\.|(?=,?[ ](?:o|o godz|godz|kl|um|om|alle|a las|à)\b\.?[ ]?\d))"
        r"(?:[ ]?(?P<dot_year>20\d\d|\d\d)(?![\d:.]))?(?!\d)"
    )
    slashed = (
        r"(?<![\w.:/])(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})"
        r"(?:(?P=sign)(?P<slash_year>20\d\d|\d\d)(?!\d)|(?<=/\d)(?![\d/])|(?<=/\d\d)(?![\d/]))"
    )
    return re.compile(f"{iso}|{named}{first}|{dotted}|{slashed}", re.IGNORECASE)


@cache
def _months(words: Words) -> dict[str, int]:
    """The names, and their first three and four letters where these are of one month only."""
    months = words.months
    known = dict(months)
    for length in (3, 4):
        for name, number in months.items():
            start = name[:length]
            alike = {other for name, other in months.items() if name.startswith(start)}
            if len(name) > length and alike == {number}:
                known.setdefault(start, number)
    return known


def _weekday(text: str, start: int, end: int, words: Words) -> tuple[int | None, int]:
    """The weekday that is named just before a date or just behind it, -1 where two are; and where it all begins."""
    before, after = text[max(0, start - 24) : start], text[end : end + 16]
    found, begin = set(), start
    for number, (ahead, behind) in enumerate(_weekday_patterns(words)):
        match = ahead.search(before)
        if match:
            found.add(number)
            begin = start - len(before) + match.start()
        if behind.match(after):
            found.add(number)
    return (found.pop() if len(found) == 1 else -1 if found else None), begin


@cache
def _weekday_patterns(words: Words) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each day, how it stands before a date, and behind one."""
    edge = r"\b" if words.months else ""
    small = r"(?:(?:the|den|dem|der|le|el|il|dia|de|d\.|o|on)[ ]){0,2}"
    bracket = r"[ ]?[(（]?[ ]?" if words.months else r"[ ]?(?:[(（][ ]?)?"
    return [
        (
            re.compile(rf"{edge}(?:{names}){edge}\.?[,、 ]{{0,3}}{small}$", re.IGNORECASE),
            re.compile(rf"[ ]?[,、]?{bracket}(?:{names}){edge}", re.IGNORECASE),
        )
        for names in words.days
    ]


def _chosen(said: Mapping[str, str | None], words: Words, sent: date, weekday: int | None) -> date | None:
    """The date that is meant, None where it is not the only one that may be."""

    def number(*names: str) -> int:
        return next((int(value) for name in names if (value := said.get(name))), 0)

    year = number("iso_year", "year", "year_after", "dot_year", "slash_year")
    year += 2000 if 0 < year < 100 else 0
    if said.get("one"):
        one, two = number("one"), number("two")
        # In English the month may stand first; the weekday may tell.
        orders = {(one, two), (two, one)} if words.language == "en" else {(one, two)}
    else:
        name = said.get("name") or said.get("name_first")
        month = counted(_months(words), name) if name else number("iso_month", "month", "dot_month")
        orders = {(number("iso_day", "day", "day_after", "day_slash", "dot_day"), month)}
    found = {then for day, month in orders if (then := _date(year, month, day, sent))}
    if weekday is not None:
        found = {then for then in found if then.weekday() == weekday}
    return found.pop() if len(found) == 1 else None


def _date(year: int, month: int, day: int, sent: date) -> date | None:
    try:
        if year:
            return date(year, month, day)
        this_year = date(sent.year, month, day)
        # A mail of the evening may speak of a day that has begun elsewhere.
        return this_year if this_year >= sent - timedelta(days=1) else date(sent.year + 1, month, day)
    except ValueError:
        return None


_MARK = r"(?:Uhr|uur|u\.|hrs?\b\.?|h\b\.?|o.clock|[ap]\.?[ ]?m\b\.?)"
_BEFORE = (
    r"(?:kl\.?|godz\.?|godzinie|o godzinie|w godzinach|saat|a las?|às|d?alle(?: ore)?|ore|um|om|klockan|klokken"
    r"|at)"
)
#: Likewise with a colon, though not before a bare hour: "Time: 20 minutes".
_LABEL = r"(?:hora|heure|uhrzeit|tid|tijd|tijdstip|time|orario|ora|godzina)"
_HALF_DAY = r"(?:午前|午後|上午|下午|晚上|早上|中午)"
_JOIN = r"(?P<join>-|–|—|~|〜|to|bis|until|till|and|und|et|y|à|a|alle|to|tot|til|do|til|至|到|から)"


def _one(name: str) -> str:
    return (
        rf"(?P<half_{name}>{_HALF_DAY})?[ ]?(?P<hour_{name}>[01]?\d|2[0-4])"
        rf"(?:(?P<sign_{name}>:|\.|[ ]?h[ ]?|[時时点點])(?P<minute_{name}>[0-5]\d)(?::[0-5]\d)?分?"
        rf"|(?P<full_{name}>[時时点點](?P<thirty_{name}>半)?))?"
        rf"(?![\d]|[.,:]\d)(?:[ ]?(?P<mark_{name}>{_MARK})(?!\w))?"
    )


#: "10:00 and 14:00" are two times unless "between" stands before them.
_AND = re.compile("and|und|et|y", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|zwischen|entre)[ ](?:las[ ])?$", re.IGNORECASE)
_AFTER_WORD = re.compile(rf"(?<![^\W\d_])(?:{_BEFORE}:?|{_LABEL}:)[ ]$", re.IGNORECASE)
_CLOCK = re.compile(
    rf"(?:(?<![0-9A-Za-zÀ-ÿ.:/+,-])|(?<=\dT))(?:(?<![^\W\d_])(?P<before>{_BEFORE}:?|{_LABEL}:)[ ])?{_one('from')}"
    rf"(?:[ ]?{_JOIN}[ ]?{_one('to')})?{ZONE}",
    re.IGNORECASE,
)
#: Before a bare hour these say that it is one; "um 14" and "at 2" do not.
_SURE = re.compile(
    r"kl\.?|godz\.?|(?:o )?godzinie|w godzinach|saat|a las?|às|d?alle(?: ore)?|ore|klockan|klokken",
    re.IGNORECASE,
)
#: Behind a time of the day these say that eight is twenty; whether four is sixteen they need not say.
_LATE = re.compile(
    r"[ ]?(?:h\.?[ ]|horas?[ ])?(?:de la (?:tarde|noche)|du soir|de l.après-midi|da (?:tarde|noite)|del pomeriggio"
    r"|di sera|abends|nachmittags|am (?:abend|nachmittag)|.?s (?:middags|avonds)|po południu|wieczorem"
    r"|in the (?:afternoon|evening)|(?:på|om) (?:eftermiddagen|kvällen|aftenen))\b",
    re.IGNORECASE,
)


#: "20 uur per week" is no time of the day.
_EACH = re.compile(
    r"[ ]?(?:/[ ]?|per |par |pro |a la |por |om |i )(?:week|woche|semaine|semana|settimana|veckan|ugen|month"
    r"|maand|mois)\b",
    re.IGNORECASE,
)


def clocks(text: str, language: str, taken: Sequence[tuple[int, int]]) -> Iterator[Clock]:
    """All times of the day, in order.

    Args:
        taken: where dates stand, in order; a time of the day does not begin within one.
    """
    starts = [start for start, _ in taken]
    for match in _CLOCK.finditer(text):
        place = bisect.bisect_right(starts, match.start("hour_from")) - 1
        if place >= 0 and match.start("hour_from") < taken[place][1]:
            continue
        if _is_a_length(match):
            continue
        begins, ends = _minutes(match, "from", language), _minutes(match, "to", language)
        if match["hour_to"] and not _is_time(match, "from") and _is_time(match, "to"):
            begins = _borrowed(match, ends)  # "14-15 Uhr", "2-3 pm"
        elif not _is_time(match, "from"):
            continue
        if match["hour_to"] and not _is_time(match, "to"):
            ends = None
        if _AND.fullmatch(match["join"] or "") and not _BETWEEN.search(
            text[max(0, match.start() - 14) : match.start()]
        ):
            begins = None
        if begins is not None and begins < 12 * 60 and _LATE.match(text, match.end()):
            begins = None
        yield Clock(match.start(), match.end(), begins, ends, match["zone"] or "")


def _is_a_length(match: re.Match[str]) -> bool:
    """Whether it is no time of the day but how long something takes: "1 h", "2 hrs", "24 uur", "20 uur per week"."""
    mark, sign = match["mark_from"] or "", (match["sign_from"] or "").strip().lower()
    if (
        match["before"]
        or match["hour_to"]
        or match["half_from"]
        or not (sign == "h" or mark[:1].lower() in ("h", "u"))
    ):
        return False
    if mark.lower() == "uhr" or _LATE.match(match.string, match.end()):
        return False
    short = not 7 <= int(match["hour_from"]) < 24 and sign in ("", "h")
    return short or _EACH.match(match.string, match.end()) is not None


def _is_time(match: re.Match[str], which: str) -> bool:
    """Whether a number is a time of the day for sure: "14:00", "14.00 Uhr", "2 pm", "kl. 14"; not "14" or "5.3"."""
    if not match[f"hour_{which}"]:
        return False
    before = match["before"] or ""
    sign = (match[f"sign_{which}"] or "").strip()
    if sign and sign != ".":
        return True
    if match[f"mark_{which}"] or match[f"full_{which}"]:
        return True
    return bool(before) if sign else which == "from" and _SURE.fullmatch(before) is not None


def _half(match: re.Match[str], which: str) -> str:
    """ "a" or "p" for the half of the day that is named, "" for none."""
    mark, half = (match[f"mark_{which}"] or "").lower(), match[f"half_{which}"] or ""
    if mark[:1] in ("a", "p"):
        return mark[:1]
    return "p" if half in ("午後", "下午", "晚上", "中午") else "a" if half else ""


def _minutes(match: re.Match[str], which: str, language: str) -> int | None:
    """Minutes after midnight; None where there is no time, or it may be morning or evening."""
    if not match[f"hour_{which}"]:
        return None
    hour = int(match[f"hour_{which}"])
    minute = 30 if match[f"thirty_{which}"] else int(match[f"minute_{which}"] or 0)
    half = _half(match, which) or (_half(match, "to") if which == "from" and not match["half_from"] else "")
    if half and not _half(match, which) and language != "ja":
        # "11:30-12:15 pm" begins in the morning, "2:00-2:45 pm" does not.
        ends = _minutes(match, "to", language)
        both = [one for one in (_of_half(hour, minute, "p"), _of_half(hour, minute, "a")) if one is not None]
        return next((one for one in both if ends is not None and one < ends), None)
    if half:
        return _of_half(hour, minute, half)
    # Nobody is interviewed at three in the night: "at 3:00" is the afternoon where people count to twelve.
    return hour * 60 + minute if 7 <= hour < 24 else None


def _of_half(hour: int, minute: int, half: str) -> int | None:
    if hour > 12:
        return hour * 60 + minute if half == "p" and hour < 24 else None
    return (hour % 12 + (12 if half == "p" else 0)) * 60 + minute


def _borrowed(match: re.Match[str], ends: int | None) -> int | None:
    """The beginning of a span whose end alone is marked: "14-15 Uhr", "2-3 pm"."""
    if ends is None:
        return None
    hour, minute = int(match["hour_from"]), int(match["minute_from"] or 0)
    if not _half(match, "to"):
        return hour * 60 + minute if 7 <= hour < 24 and hour * 60 + minute < ends else None
    both = [one for one in (_of_half(hour, minute, "p"), _of_half(hour, minute, "a")) if one is not None]
    return next((one for one in both if one < ends), None)

"""From when on one may apply again, by a mail's own words and its own date.

Only a sentence that speaks of applying again counts, and none that speaks of keeping papers, deleting data or
getting in touch as well: "we keep your CV for six months" is no waiting time. Nor does one that thanks for an
application after two years, says that it may be at any time, or counts from a day that the mail does not tell, as from
an earlier answer.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from watcher.reading import sentences
from watcher.reading.phrasebook import Phrasebook, counted
from watcher.reading.types import UNSTATED, Message, Stated, Verdict

_LONGEST = 366 * 5  #: days; what lies further off was misread
_LAST_YEAR = 9999
_LAST_DAY = 31  #: of a month
_HAN = "零一二三四五六七八九"
#: Between a span and from when on it counts.
_COUNTED = re.compile(
    r",?(?: (?:counted|calculated|gerechnet|gezählt|comptés|contados|contadas|contati|gerekend|licząc|räknat|regnet))?",
    re.IGNORECASE,
)


def reapply_after(message: Message, verdict: Verdict, book: Phrasebook) -> Stated:
    """ISO date of the first day on which one may apply again, and by which sentence; nothing where the mail does not
    say it plainly.

    Args:
        verdict: the sentences that surely say it, by what was learned, are asked where no phrase says it.
    """
    if message.date is None:
        return UNSTATED
    day = message.date.date()
    if day.year > _LAST_YEAR - 10:
        return UNSTATED
    # By which sentence each day was read; the first where several say it.
    found: dict[date, str] = {}
    for sentence in sentences.split(message.text):
        found |= {then: found.get(then, sentence) for then in _told(sentence, day, book)}
    if not found:
        for sentence in verdict.terms:
            found |= {then: found.get(then, sentence) for then in _any(sentence, day, book)}
    sound = [then for then in found if 0 < (then - day).days <= _LONGEST]
    return Stated(sound[0].isoformat(), found[sound[0]]) if len(found) == len(sound) == 1 else UNSTATED


def _told(sentence: str, day: date, book: Phrasebook) -> Iterator[date]:
    if not book.found("again", "apply", sentence):
        return
    if book.found("again", "keep", sentence) or book.found("again", "unless", sentence):
        return
    taken: list[date] = []
    if not book.found("again", "barred", sentence):  # "from 1 March you cannot"; "not for six months" is one
        for pattern in book.all("again", "from"):
            taken += [then for match in pattern.finditer(sentence) if (then := _absolute(match, day, book))]
    if not taken:
        for pattern in book.all("again", "after"):
            taken += [
                then
                for match in pattern.finditer(sentence)
                if not _counts_from_another_day(match, sentence, book)
                and (then := _relative(match, day, book))
            ]
    yield from dict.fromkeys(taken)


def _any(sentence: str, day: date, book: Phrasebook) -> Iterator[date]:
    """Every time that stands in a sentence which surely says from when on."""
    sentence = unicodedata.normalize("NFKC", sentence)  # "２０２７年"
    dates = _matches("any_date", sentence, book)
    spans = [one for one in _matches("any_span", sentence, book) if not _within(one, dates)]  # "3月1日"
    # In "from May next year", and in "next year, with two years of practice", only a date with its year is sure.
    next_year = any(not _within(word, [*dates, *spans]) for word in _matches("year", sentence, book))
    for match in dates:
        said = match.groupdict()
        if said.get("name") == "may" and not (said["day"] or said["day_after"] or said["year"]):
            continue  # "you may apply again"
        has_year = said.get("year") or said.get("next") or said.get("numbers")
        if (has_year or not next_year) and (then := _absolute(match, day, book)):
            yield then
    if not dates:
        yield from (date(int(match["year"]), 1, 1) for match in _matches("any_year", sentence, book))
    for match in [] if next_year else spans:
        if not _counts_from_another_day(match, sentence, book) and (then := _relative(match, day, book)):
            yield then


def _counts_from_another_day(span: re.Match[str], sentence: str, book: Phrasebook) -> bool:
    """Whether what stands just behind a span, or just before it, says so: "12 months after the previous decision"."""
    counted = _COUNTED.match(sentence, span.end())
    end = counted.end() if counted else span.end()
    behind = any(other.match(sentence, end) for other in book.all("again", "since"))
    return behind or any(other.search(sentence[: span.start()]) for other in book.all("again", "earlier"))


def _within(match: re.Match[str], others: Sequence[re.Match[str]]) -> bool:
    return any(one.start() < match.end() and match.start() < one.end() for one in others)


def _matches(entry: str, sentence: str, book: Phrasebook) -> list[re.Match[str]]:
    return [match for pattern in book.all("again", entry) for match in pattern.finditer(sentence)]


def _relative(match: re.Match[str], day: date, book: Phrasebook) -> date | None:
    """A time after the mail's own date."""
    if match["whole"]:
        return _months_on(day, counted(book.wholes, match["whole"]))
    said = match["number"]
    count = int(said) if said.isdigit() else counted(book.numbers, said)
    if match["days"]:
        return day + timedelta(days=count)
    if match["weeks"]:
        return day + timedelta(weeks=count)
    months = count * 12 if match["years"] else count
    return _months_on(day, months) if 0 < months <= 60 else None


def _absolute(match: re.Match[str], day: date, book: Phrasebook) -> date | None:
    """A date, of a month alone its first day, and without a year the next such month."""
    said = match.groupdict()
    try:
        if said.get("numbers"):
            return _in_numbers(said["numbers"])
        name = said.get("name")
        month = counted(book.months, name) if name else _in_figures(said.get("month") or "")
        in_month = _in_figures(said.get("day") or said.get("day_after") or "1")
        if said.get("next"):
            return date(day.year + 1, month, in_month)
        if said.get("year"):
            return date(int(said["year"]), month, in_month)
        this_year = date(day.year, month, in_month)
        return this_year if this_year > day else date(day.year + 1, month, in_month)
    except ValueError:
        return None


def _in_numbers(text: str) -> date:
    """ "2027-03-01", "2027/3/1", or "01.03.2027" with the day first."""
    first, second, third = (int(part) for part in re.split(r"[./-]", text))
    return date(first, second, third) if first > _LAST_DAY else date(third, second, first)


def _in_figures(text: str) -> int:
    """A number below a hundred, in figures or in Chinese characters: "21", "二十一".

    Raises:
        ValueError: it is none.
    """
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HAN.index(tens) if tens else 1) * 10 * bool(ten) + (_HAN.index(ones) if ones else 0)


def _months_on(day: date, months: int) -> date:
    """So many months later, on the same day or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

"""What mails say in a language, as tables: one file per language in `phrases/`, which a newcomer can extend.

Every entry is a regular expression, read without regard to case (but in Japanese and Chinese); `<post>` stands
for the entry of that name under [parts]. What the tables hold:

    [company]  sure: words after which (or with a group "name": in which) the employer stands; perhaps: the
               same, believed only where the sender's name or address says it too; acts: what a job board says that
               a house has done; offers: words of a list of other posts; client: words by which an
               agency introduces the employer; client_says: that a client answers, which makes the writer an
               agency; past and past_after: words before and behind the name of a house where somebody has
               worked; ours: words of "our ..."; behalf: that the writer speaks for another house; stops: words
               at which no company's name goes on. Where words have no spaces also: label: lines of a form; shown
               and foot: how the display name and the last lines name it; speaks: how its writer ("who") does;
               called and formed: names that are a house's by their form, by a legal one; nameless: what is none;
               section: a department behind one; signs, bare, introduced, surnamed, nobody: who writes.
    [role]     sure and perhaps likewise; what follows "perhaps" needs an occupation in it or "(m/f)" behind
               it; stops: words at which a post ends; soft: those at which it ends before a capital letter;
               about, binding: words that stand around a post in a subject, and those that lead to it there;
               reply: that a subject names who answers, and no post;
               ends: likewise, by the form of a word (a verb, a weekday); heads: words with which what stands
               before a post ends; other: a sentence about another post than the one applied for. Where words have
               no spaces also: label: lines of a form; subject: a part of the subject; heads: what goes off a name;
               within: the department before a post; unlike: words that no post has.
    [greeting] first: before a bare first name; last: before a family name, with its title.
    [stage]    as `progress` names them; unreal, unreal_after: before or behind the words, these make them no
               report; asked: within them, that a meeting was only asked for; in_person: no mere call.
    [reason]   as `Details` names them, with a group "no" where a negation tells it; pooled: that the person was put
               into a pool of talents; denied, denied_after:
               negations in its clause, or right behind it; meeting, contact: that something else is spoken of.
    [again]    apply: that one may apply again; keep: words of other deadlines; after: <span>; from: <date>; of its
               own it has any_span, any_date, any_year, and year, the word for one;
               unless: that there is no time to wait; barred: that from a date on one may not; since: behind a
               span, that it counts from another day than the mail's; earlier: the same just before a span.
    [time]     numbers, spans in whole months, units, the names of the twelve months.

Every repetition in an entry is bounded, so that no text can stall it: `tests/reading/test_details_abroad.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from watcher.reading.names import JOINERS, key, word_set

LANGUAGES = ("da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr", "zh")
_UNSPACED = ("ja", "zh")
_PART = re.compile(r"<([A-Za-z]+)>")
_NEVER = "(?!)"
_NEXT_YEAR = "来年|來年|明年|翌年"
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_SECOND = 20  #: characters of a second language that are more than a name
#: Joiners of names that are more than a word of their own: "Olivares del Sur", "Verger et Fils".
_JOINERS = JOINERS | word_set("del do dos das du des la le les l' d' und der den het")
_AND = {"nl": "en", "es": "y", "da": "og", "sv": "och", "fr": "et", "pl": "i", "pt": "e", "it": "e"}

#: The entries that list words.
WORDS = frozenset({"stops", "soft", "about", "binding"})

Patterns = tuple[re.Pattern[str], ...]


class _Patterns(dict[tuple[str, str], Patterns]):
    """The expressions of each table and entry, compiled when they are asked for: most mails need few of them."""

    def __init__(
        self, written: Mapping[tuple[str, str], Sequence[str]], parts: Mapping[str, str], flags: int
    ) -> None:
        self._written, self._parts, self._flags = written, parts, flags

    def __missing__(self, entry: tuple[str, str]) -> Patterns:
        expressions = self._written.get(entry, ())
        self[entry] = tuple([re.compile(_filled(one, self._parts), self._flags) for one in expressions])
        return self[entry]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """What mails in one language say.

    Args:
        language: ISO 639-1.
        patterns: by table and entry ("company", "sure").
        words: the entries that list words, each spelled as `names.key` does, by table and entry.
        numbers: what a number word counts. wholes: how many months a whole span has ("half a year").
        months: each name of a month, case folded, with its number.
    """

    language: str
    patterns: Mapping[tuple[str, str], Patterns]
    words: Mapping[tuple[str, str], frozenset[str]]
    numbers: Mapping[str, int]
    wholes: Mapping[str, int]
    months: Mapping[str, int]
    by_capitals: bool = False

    @property
    def spaced(self) -> bool:
        """Whether the language puts spaces between words."""
        return self.language not in _UNSPACED

    @property
    def joiners(self) -> frozenset[str]:
        """Small words that may stand within a name."""
        return _JOINERS | {self.conjunction}

    @property
    def conjunction(self) -> str:
        """The word for "and", where it is needed."""
        return _AND.get(self.language, "&")

    def all(self, table: str, entry: str) -> Patterns:
        return self.patterns[table, entry]

    def stops(self, table: str, entry: str = "stops") -> frozenset[str]:
        return self.words.get((table, entry), frozenset())

    def found(self, table: str, entry: str, text: str) -> bool:
        """Whether any of an entry's expressions stands in a text."""
        return any(pattern.search(text) for pattern in self.all(table, entry))


@cache
def load(language: str) -> Phrasebook | None:
    """The tables of a language, None where there are none: then only English rules are tried."""
    if language not in LANGUAGES:
        return None
    source = files("watcher.reading").joinpath("phrases", f"{language}.toml")
    return _read(language, tomllib.loads(source.read_text(encoding="utf-8")))


def beside(text: str) -> Phrasebook | None:
    """The phrases of Japanese or Chinese where an English text says much in it too."""
    if text.isascii() or len(_HAN.findall(text)) < _SECOND:
        return None
    return load("ja" if len(_KANA.findall(text)) >= _SECOND // 2 else "zh")


def counted(words: Mapping[str, int], written: str) -> int:
    """What a word counts that an expression found, in whatever case; 0 where it is none of these.

    IGNORECASE takes letters for the same one that casefold keeps apart: "İki", "KASIM".
    """
    found = words.get(written.casefold())
    if found is None:
        folded = _fold(written)
        found = next((number for word, number in words.items() if _fold(word) == folded), 0)
    return found


def _fold(word: str) -> str:
    """Lower case, such that what IGNORECASE takes for the same letter is the same one."""
    return word.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


def _read(language: str, tables: Mapping[str, Any]) -> Phrasebook:
    time = tables["time"]
    months = {
        name: number
        for number, names in enumerate(time["names"], start=1)
        for name in names.casefold().split("|")
    }
    parts = {**tables.get("parts", {}), "span": _span(time), "date": _date(months, language)}
    written: dict[tuple[str, str], Sequence[str]] = {}
    words: dict[tuple[str, str], frozenset[str]] = {}
    for table in ("company", "role", "greeting", "stage", "reason", "again"):
        for entry, value in tables.get(table, {}).items():
            if entry in WORDS:
                words[table, entry] = frozenset(map(key, value.split()))
            elif entry != "capitals":
                written[table, entry] = [value] if isinstance(value, str) else value
    begins = r"(?<![\d一二三四五六七八九十])" if language in _UNSPACED else r"(?<![\w-])"
    written["again", "any_span"], written["again", "any_date"] = [f"{begins}<span>"], [f"{begins}<date>"]
    written["again", "any_year"] = [r"(?<![\w./-])(?P<year>20\d\d)(?![\d./-])"]
    written["again", "year"] = [_NEXT_YEAR if language in _UNSPACED else rf"\b(?:{time['years']})\b"]
    return Phrasebook(
        language,
        # of Japanese and Chinese nothing has cases, and not to ask halves the time that their long lists need
        _Patterns(written, parts, 0 if language in _UNSPACED else re.IGNORECASE),
        words,
        time["numbers"],
        time["wholes"],
        months,
        bool(tables.get("role", {}).get("capitals")),
    )


def _filled(expression: str, parts: Mapping[str, str]) -> str:
    """An expression with its parts put in, and theirs; other brackets such as "(?P<name>" stay."""
    for _ in range(3):
        expression = _PART.sub(lambda part: parts.get(part[1], part[0]), expression)
    return expression


def _either(choices: Sequence[str]) -> str:
    """The longest first, so that "twelve" is not read as another word's beginning."""
    return "|".join(map(re.escape, sorted(choices, key=len, reverse=True))) or _NEVER


def _span(time: Mapping[str, Any]) -> str:
    """ "6 months", "sechs Monaten", "half a year", "６ヶ月"."""
    units = "|".join(f"(?P<{unit}>{time[unit]})" for unit in ("days", "weeks", "months", "years"))
    number = rf"(?P<number>\d{{1,3}}|{_either(list(time['numbers']))})(?: \(\w{{1,12}}\))?"
    return rf"(?:(?P<whole>{_either(list(time['wholes']))})|{number}[ -]?(?:{units}))(?![^\W\d_一-鿿ぁ-ん])"


def _date(months: Mapping[str, int], language: str) -> str:
    """ "March 2027", "1. März 2027", "March 1, 2027", "01.03.2027", "2027-03-01", "2027年3月", "来年四月"."""
    if not months:
        year = rf"(?:(?P<year>20\d\d)年|(?P<next>{_NEXT_YEAR})の?|(?:今年|本年)の?)?"
        day = r"(?:(?P<day>\d{1,2}|[二三]?十?[一二三四五六七八九]?)[日号號])?"
        in_month = rf"(?P<month>\d{{1,2}}|十[一二]?|[一二三四五六七八九])月份?{day}"
        return rf"(?:{year}{in_month}|(?P<numbers>20\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}))"
    name = rf"(?P<name>{_either(list(months))})"
    day = r"(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º|°)? (?:de |of )?)?"
    of = r",? (?:de |del |do |of )?"
    named = rf"{day}{name}(?: (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?(?=,| 20))?(?:{of}(?P<year>20\d\d))?"
    month_first = "|(?P<numbers>20\\d\\d-\\d\\d-\\d\\d" + (
        "" if language == "en" else r"|\d{1,2}[./]\d{1,2}[./]20\d\d"
    )
    return rf"(?:{named}{month_first}))(?!\w)"

"""The number under which an employer runs a post: where the mail labels it so, or its form is unmistakable.

The number of an application, a candidate, a ticket or a customer is none, nor is a date, a span of years or a postcode.
The words stand in requisition.toml, those of all languages together: forms and systems mix them.
"""

from __future__ import annotations

import bisect
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files

from watcher.reading import fields
from watcher.reading.names import has_occupation, word_set
from watcher.reading.number_forms import (
    BEHIND_A_POST,
    CODE,
    COUNTS,
    DATE,
    GLUED,
    IN_A_REGISTER,
    NO_SERIES,
    NUMBER,
    OF_A_YEAR,
    OTHER_CODE,
    POSTCODE,
    RUN,
    SPACED,
    UNMISTAKABLE,
    is_bare,
    is_near,
    is_season,
)
from watcher.reading.types import Message


class _Sure(IntEnum):
    """How sure a number is the post's. The surest are believed, if they are one."""

    NAMED = 1  #: "vacancy no. 4711", "offre 118842"
    FILED = 2  #: "our file", "ref.", "(ID 4711)": maybe the employer's papers
    SHAPED = 3  #: "Policy Adviser (PSR-2219)": by its form and place alone


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of all languages, see requisition.toml.

    Args:
        unspaced, unspaced_file: label and file of the languages that put no spaces between words.
    """

    call: frozenset[str]
    post: frozenset[str]
    label: frozenset[str]
    file: frozenset[str]
    number: frozenset[str]
    code: frozenset[str]
    unspaced: tuple[str, ...]
    unspaced_file: tuple[str, ...]
    behind: re.Pattern[str]


_OPENED = re.compile(r"[(（\[]((?:No|Nr|Nº|N°)\.? ?)?$", re.IGNORECASE)
#: Just before a label, or in brackets before the number, these make it the number of something else.
_OF_ANOTHER = re.compile(
    r"kfz$|amtlich|payment|booking|flight|(?:vs|er|deres|państwa)$"
    r"|(?:re)?appl(?:y|ied|ication|icant)|candida|ticket|case|customer|client|bewerb|kunden?$|kandidat|vorgang|dossier"
    r"|solicitud|demande|domanda|inscri|aanvraag|zgłoszeni|sollicitati|ansök|ansøg|aplikac|başvuru"
    r"|(?:your|our|ihr|ihre|ihrer|dein|deine|unser|unsere|uw|ons|onze|je|din|ditt|votre|notre|vos|nos|su|sua|suo|tu|tua"
    r"|v|v/|v/réf|v/ref)$"
)
_OF_A_DESK = re.compile(r"ticket|case|customer|client|kunde|vorgang|dossier")
#: An offer that is a letter's, or what a person has handed in: "Pana oferta nr 12".
_OF_A_BID = re.compile(r"carta$|pan[ai]$|państwa$|twoj|lettre$|your$")
#: Whose ID or code it is that stands in brackets or in a subject.
_ID_OF_ANOTHER = re.compile(
    r"meeting|zoom|webinar|teams|user|login|test|prueba|prova|profil|account|konto|session|besprechung|konferenz|invit"
    r"|acc[eè]s|acesso|zugang|toegang|adgang|dostępu|tax|steuer|event|message|mail|order|booking|track|case|person|photo"
    r"|passport|national|caller|apple|talent|contact|member|code"
)
#: What a letter says of what it is about, in a line of its own.
_HEADLINE = re.compile(
    r"\s*(?:re|betr|betreff|betrifft|objet|concerne|asunto|assunto|oggetto|dotyczy|konu|ilgi|onderwerp|betreft|vedr"
    r"|vedrørende|ang|angående|gäller|sprawa|件名|主旨)\.? ?[:：] ?",
    re.IGNORECASE,
)
#: "the advertisement with the number 4711".
_WITH = word_set("with the mit der met het avec le con el la il com med under unter sous o z nr no")
_SMALL = word_set("de la le les el l d da do das del della di van der den the of für for du")
_BREAK = re.compile(r"[\n,;!?()\[\]{}|<>（）「」【“”„\"。、，；]|[:：](?=[ ]?[^\W\d])|[ ][-–—][ ](?=[^\W\d])")
_MARKS = str.maketrans({"’": "'", "．": ".", "：": ":", "#": " nr "} | dict.fromkeys(".ºª°", None))
_PARTS = re.compile(r"[\s:'–—-]+")
_REACH, _BEFORE = 24_000, 56
_PLACED = frozenset({"at", "in"})
_FEW = 4  #: characters behind the "#" of a post: fewer count something
_SHORT = 3  #: characters; a number of fewer counts only where it can be nothing else


def requisition(message: Message, role: str = "") -> str:
    """The number of the post as the mail spells it, "" without one, or where there are several and the subject does not
    name one of them.

    Args:
        role: the post as the mail calls it, "" where it is not known; a bare number in brackets behind it is its own.
    """
    subject = GLUED.sub(r"\1 ", message.subject)
    text = subject + "\n" + GLUED.sub(r"\1 ", fields.plain(message.text[:_REACH]))
    year = message.date.year if message.date else 0
    found: dict[_Sure, dict[str, str]] = {}
    for sure, number in _numbers(text, len(subject), role.casefold(), year):
        found.setdefault(sure, {}).setdefault(number.casefold(), number)
    if _Sure.NAMED not in found:
        for sure, number in _numbers(f"\n{message.signature[:_REACH]}", 0, "", 0):
            if sure is _Sure.NAMED:  # a house has many other numbers there
                found.setdefault(sure, {}).setdefault(number.casefold(), number)
    numbers = list(found[min(found)].values()) if found else []
    if len(numbers) > 1:  # of the person's two applications the subject names the one that is answered
        numbers = [number for number in numbers if _stands_in(number, subject)]
    return numbers[0] if len(numbers) == 1 else ""


def _stands_in(number: str, subject: str) -> bool:
    whole = rf"(?<![\w./-]){re.escape(number)}(?![\w-])"
    return re.search(whole, subject, re.IGNORECASE) is not None


def _numbers(text: str, head: int, role: str, year: int) -> Iterator[tuple[_Sure, str]]:
    """Every number that may be the post's.

    Args:
        head: where the subject ends.
        role: in small letters.
        year: of the mail.
    """
    postcodes = frozenset(POSTCODE.findall(text))
    spaced = list(_spaced(text))
    taken = [span.start for span, *_ in spaced]
    yield from ((sure, number) for _, sure, number in spaced)
    for match in NUMBER.finditer(text):
        number = match[0].rstrip("./-_")
        place = bisect.bisect_right(taken, match.start()) - 1
        if DATE.fullmatch(number) or is_season(number) or (place >= 0 and match.start() in spaced[place][0]):
            continue
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        after = text[match.end() : match.end() + 24]
        sure = _named(number, before, after, match.start() < head)
        if len(number) < _SHORT:
            sure = _Sure.FILED if sure and len(number) > 1 and _is_counted(before, after) else None
        elif sure is None and _is_shaped(number, before, after, match.start() < head, role, year):
            sure = _Sure.SHAPED
        if sure and number not in postcodes:
            yield sure, number
    for match in IN_A_REGISTER.finditer(text):
        if is_near(int(match[2]), year):
            yield _Sure.SHAPED, match["number"]


def _spaced(text: str) -> Iterator[tuple[range, _Sure, str]]:
    """Where a number stands that has spaces in it, how sure it is the post's, and the number; those only that a word
    for a number names."""
    words = _words()
    for match in SPACED.finditer(text):
        said = _said(text[max(0, match.start() - _BEFORE) : match.start()])
        before = said[:-1] if said and said[-1] in words.number else said
        if not said or (match["word"] and match["word"].casefold() in NO_SERIES):
            continue
        called = words.call | words.post
        named = (
            said[-1] in words.label
            or said[-1] in words.file
            or (said[-1] in words.number and bool(before) and before[-1] in called)
            or (said[-1] in called and not words.number.isdisjoint(said[-3:-1]))
        )
        another = len(before) > 1 and _OF_ANOTHER.match(before[-2] if before is said else before[-1])
        if named and not another and not COUNTS.match(text, match.end()):
            filed = said[-1] in words.file and called.isdisjoint(said[-2:-1])
            yield range(match.start(), match.end()), _Sure.FILED if filed else _Sure.NAMED, match[0]


def _is_counted(before: str, after: str) -> bool:
    """Whether a number of one or two figures is the post's: "vacancy no. 12", "12 numaralı ilan"."""
    if after.startswith(" ") and _words().behind.match(after):
        return True
    if COUNTS.match(after):
        return False
    said = _said(before)
    return len(said) > 1 and said[-1] in _words().number and said[-2] in _words().call


def _named(number: str, before: str, after: str, in_subject: bool) -> _Sure | None:
    """How sure the words around a number make it the post's, None where they do not."""
    words = _words()
    phrase = _BREAK.split(before)[-1]
    said = _spoken(phrase)
    queued = len(number) < _FEW or not _PLACED.isdisjoint(said[-3:-2])
    if phrase.endswith("#") and queued and not words.post.isdisjoint(said[-2:-1]):
        return None  # "at position #1204 in the queue"
    colon = phrase.rstrip().endswith((":", "："))
    if UNMISTAKABLE.fullmatch(number):
        # "Your application: R-10293 Data Analyst"
        others = _OF_A_DESK if colon else _OF_ANOTHER
        return None if said and others.match(said[-1]) else _Sure.NAMED
    if words.behind.match(after) and (after.startswith(" ") or CODE.fullmatch(number)):
        return _Sure.NAMED
    if not said:
        return None
    unspaced = said[-1].rstrip("】])）」")  # 【求人コード】A-1203
    if unspaced.endswith(words.unspaced):
        return _Sure.NAMED
    if unspaced.endswith(words.unspaced_file):
        return _Sure.FILED
    kinds = []
    while said and (said[-1] in words.number or said[-1] in words.file):
        kinds.append(said.pop())
    if kinds and len(said) > 1 and said[-1] in _WITH and said[-2] in words.call | words.post:
        said.pop()
    last = said[-1] if said else ""
    if last in words.label:
        return None if len(said) > 1 and _OF_ANOTHER.match(said[-2]) else _Sure.NAMED
    if last in words.call or last in words.post:
        return _Sure.NAMED if _is_called(number, said, kinds, after, colon=colon) else None
    if _OF_ANOTHER.match(last) or not kinds:
        return None
    if not words.file.isdisjoint(kinds):
        return _Sure.FILED
    earlier = "" if said else before[: len(before) - len(phrase)].rstrip()
    return _Sure.FILED if _is_alone(number, kinds, earlier, in_subject=in_subject) else None


def _is_called(number: str, said: Sequence[str], kinds: Sequence[str], after: str, *, colon: bool) -> bool:
    """Whether a number behind the word of a call or a post is its own: "vacancy no. 4711", "annonce 604".

    Args:
        said: the words before it, without `kinds`; the last is of a call or a post.
        kinds: the words for a number between.
        colon: one stands between.
    """
    words = _words()
    outside = [word for word in said[-4:-1] if word not in _SMALL]
    if outside and _OF_A_BID.match(outside[-1]):
        return False
    if outside and (
        _OF_A_DESK.match(outside[-1])
        or (len(outside) > 1 and outside[-1] in words.file and _OF_ANOTHER.match(outside[-2]))
    ):
        return False  # "notre réf. annonce": an agency's own
    if kinds or (outside and (outside[-1] in words.number or outside[-1] in words.file)):
        return True
    counted = colon and number.isdigit() and len(number) < 4  # "Applications for this vacancy: 143"
    return not counted and is_bare(number, after, of_a_call=said[-1] in words.call)


def _is_alone(number: str, kinds: Sequence[str], earlier: str, *, in_subject: bool) -> bool:
    """Whether a label that stands alone is the post's: "Data Analyst (ID 4711)", not "your application (ID 4711)".

    Args:
        kinds: the words of the label.
        earlier: what stands before it, "" where the label does not stand alone.
    """
    whose = _last_word(earlier) if earlier else ""
    if not earlier or _OF_ANOTHER.match(whose) or _ID_OF_ANOTHER.search(whose):
        return False
    if kinds == ["id"] and (in_subject or earlier.endswith("(")):
        return True
    coded = kinds[-1] in _words().code and earlier.endswith(("(", ",", "-"))
    return coded and CODE.fullmatch(number) is not None


def _is_shaped(number: str, before: str, after: str, in_subject: bool, role: str, year: int) -> bool:
    """Whether a number that nothing names is the post's by its form and its place."""
    opened = _OPENED.search(before)
    bracketed = opened is not None and (after[:1] in (")", "）", "]", ",") or opened[1] is not None)
    if (
        bracketed
        and role
        and BEHIND_A_POST.fullmatch(number)
        and before[:-1].rstrip().casefold().endswith(role)
    ):
        return True
    line = before.rpartition("\n")[2]
    in_head = in_subject or (_HEADLINE.match(line) is not None and _names_a_post(line))
    last = in_head and before.endswith((" - ", " – ", ", ")) and after[:1] in ("\n", "")
    if not (bracketed or last) or _OF_ANOTHER.match(_last_word(before)):
        return False
    if before.endswith("[") and not (in_subject and after[:2] == "]\n"):
        return False  # "[SUP-12345] Your application": the house's own desk
    dated = OF_A_YEAR.fullmatch(number)
    if dated:
        return bracketed and is_near(int(dated[1]), year)
    return (
        sum(map(str.isdigit, number)) >= 4
        and RUN.search(number) is not None
        and CODE.fullmatch(number) is not None
        and not OTHER_CODE.match(number)
    )


def _names_a_post(line: str) -> bool:
    return any(has_occupation(word) for word in re.findall(r"[^\W\d_]+", line))


def _last_word(before: str) -> str:
    said = _spoken(before.rstrip(" ([#"))
    return said[-1] if said else ""


def _said(before: str) -> list[str]:
    """The words of the phrase in which a number stands, before it."""
    return _spoken(_BREAK.split(before)[-1])


def _spoken(text: str) -> list[str]:
    """The words of a text in small letters, without the points of what is shortened."""
    folded = text.casefold().translate(_MARKS).replace("i̇", "i")  # of a Turkish "İ"
    return [word for word in _PARTS.split(folded) if word]


@cache
def _words() -> _Words:
    tables = tomllib.loads(files("watcher.reading").joinpath("requisition.toml").read_text(encoding="utf-8"))

    def all_of(entry: str) -> frozenset[str]:
        return frozenset(word for table in tables.values() for word in table.get(entry, "").split())

    def unspaced(entry: str) -> tuple[str, ...]:
        return tuple(word for language in ("ja", "zh") for word in tables[language].get(entry, "").split())

    behind = "|".join(table["behind"] for table in tables.values() if "behind" in table)
    return _Words(
        call=all_of("call"),
        post=all_of("post"),
        label=all_of("label"),
        file=all_of("file"),
        number=all_of("number"),
        code=all_of("code"),
        unspaced=unspaced("label"),
        unspaced_file=unspaced("file"),
        behind=re.compile(behind, re.IGNORECASE),
    )

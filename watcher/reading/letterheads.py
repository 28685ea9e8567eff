"""What stands around a letter: its letterhead, to whom it goes, how the house is reached, when it is open.

None of it says what the mail says, but what a mail is about is asked of all that stands in it, and a short answer is
outweighed by four lines of an address. Marks of programs (bare_lines.py) are left out. Dates, numbers and addresses,
and short lines above the letter or below it that stand with such, are marked: a mail that is not surely a "no" is
judged without them, too, as far as the model finds that they say nothing (asides.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from watcher.reading.bare_lines import is_address, is_bare, is_link, is_no_text
from watcher.reading.features import UNSPACED

#: So many lines at the beginning, and at the end, may stand around a letter; and so long they are at most.
_MOST_LINES, _LONGEST, _LONGEST_IN_PARTS = 14, 90, 200
#: What ends a sentence, or greets.
_ENDS = (".", "!", "?", ",", ":", "。", "！", "？", "，", "、", "：", "…")
_PARTED = re.compile(r"\s[|·•–-]\s.*\s[|·•–-]\s")
#: A full stop that ends no sentence: "st. th."
_SHORTENED = re.compile(r"\d.*\b[^\W\d_]{1,3}\.$")
_PRICE = re.compile(r"[€$£¥%]")
_WORD = re.compile(r"\w+(?:[./:'’-]\w+)*")
_OTHER_WORDS = 2  #: without a figure, in a line of figures
_SMALL_WORDS = 3  #: letters of a word that may be small in a name
#: A line, and the sentences that it has.
Line = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Marks:
    """The numbers of sentences that stand around a letter.

    Args:
        bare: those that are plainly none of it.
        around: others that may say nothing.
    """

    bare: frozenset[int] = frozenset()
    around: frozenset[int] = frozenset()


def text_of(lines: Sequence[Line]) -> list[Line]:
    """Those of some lines that have sentences, without what programs put there; with it, where nothing else is left.

    Args:
        lines: as sentences.lines gives them.
    """
    said = [one for one in lines if one[1]]
    return [one for one in said if not is_no_text(one[0])] or said


def marks(lines: Sequence[tuple[str, int]], first: int, language: str) -> Marks:
    """What stands around a letter.

    Args:
        lines: of the letter, each with the number of its sentences.
        first: the number of the first sentence.
        language: of the mail, ISO 639-1.
    """
    texts = [line for line, _ in lines]
    bare = _bare(texts)
    around = _around(texts, bare, language)
    if not (bare or around):
        return Marks()
    begins = list(accumulate((count for _, count in lines), initial=first))
    return Marks(
        *(
            frozenset(number for at in found for number in range(begins[at], begins[at + 1]))
            for found in (bare, around)
        )
    )


def _bare(lines: Sequence[str]) -> set[int]:
    """The numbers of bare lines. A link alone is what some mail is for: it is one beside another bare line only."""
    found = {at for at, line in enumerate(lines) if is_bare(line)}
    links = {at for at in found if is_link(lines[at])}
    return found - {at for at in links if not {at - 1, at + 1} & (found - links)}


def _around(lines: Sequence[str], bare: Collection[int], language: str) -> set[int]:
    """The numbers of addresses, and of lines above a letter or below it that may be names, where any of these lines has
    a number."""
    addresses = {at for at, line in enumerate(lines) if is_address(line)} - set(bare)
    ends = (
        range(min(_MOST_LINES, len(lines))),
        range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST_LINES), -1),
    )
    found = set(addresses)
    for end in ends:
        near = _until_a_sentence(lines, end)
        if any(at in bare or at in addresses or _is_coded(lines[at]) for at in near):
            found.update(at for at in near if at not in bare and _is_like_a_name(lines[at], language))
    return found


def _until_a_sentence(lines: Sequence[str], numbers: Iterable[int]) -> list[int]:
    """The first of some lines, up to the first that ends like a sentence or a greeting."""
    found: list[int] = []
    for at in numbers:
        if _is_sentence(lines[at]):
            break
        found.append(at)
    return found


def _is_sentence(line: str) -> bool:
    if len(line) > (_LONGEST_IN_PARTS if _PARTED.search(line) else _LONGEST):
        return True
    return line.endswith(_ENDS) and not (_SHORTENED.search(line) or is_bare(line))


def _is_coded(line: str) -> bool:
    """Whether half of the words of a line have figures, two others at most, and it is no price: "Mo-Fr 9-17"."""
    words = _WORD.findall(line)
    others = sum(not any(map(str.isdigit, word)) for word in words)
    return bool(words) and others <= min(_OTHER_WORDS, len(words) / 2) and not _PRICE.search(line)


def _is_like_a_name(line: str, language: str) -> bool:
    """Whether half of the longer words of a line begin with capitals or have figures, its first one among them."""
    if language in UNSPACED or _is_coded(line):
        return True
    words = [word for word in _WORD.findall(line) if len(word) > _SMALL_WORDS or not word.islower()]
    named = [not word[0].islower() or any(map(str.isdigit, word)) for word in words]
    return bool(words) and named[0] and 2 * sum(named) >= len(named)

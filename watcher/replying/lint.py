"""What a letter must never contain. The last look before a draft, and a test of every wording we ship."""

from __future__ import annotations

import re
from collections.abc import Sequence

from watcher.errors import GraceError

#: Words with no place in a courteous reply: argument, complaint, begging, law, faith, curiosity.
_NEVER = re.compile(
    r"\b(?:insult\w*|unfair\w*|passed up|your loss|mistake|wrong decision|reconsider\w*|rethink"
    r"|change your mind|form letter|template|automat\w+|generic|good match|perfect (?:fit|match)"
    r"|my (?:skills|qualifications)|(?:over|better )qualified|deserv\w+|beg|plead|please give|second chance"
    r"|discriminat\w+|lawyer|legal\w*|sue|gender|religio\w+|bless\w*|god|pray\w*|salary|wage"
    r"|who (?:did|was|got)|person you (?:hired|chose)|(?:another|other) candidates?|why (?:was|did|i)"
    r"|follow(?:ing)? up|checking in|just wondering|ghost\w*|wait(?:ed|ing)?|finally|fail\w*|reject\w*"
    r"|lol|haha|cheers|attach\w*)\b",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(r"[{}<>\[\]$|\\^~`*=]|\bTODO\b|\bTBD\b|\bXXX\b|N/A")
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff]")


def wording(paragraphs: Sequence[str], fewest: int, most: int) -> None:
    """Checks what we say, names set aside.

    Args:
        paragraphs: with a neutral word in every slot: a company may well be called "Legal & General".
        fewest, most: words.

    Raises:
        GraceError: something is said that must never be written, or it is too short or too long.
    """
    text = " ".join(paragraphs)
    found = _NEVER.search(text)
    if found:
        raise GraceError(f"the reply was not written: it would have said {found.group()!r}")
    if text.count("?") > 1:
        raise GraceError("the reply was not written: it would have asked twice")
    words = len(text.split())
    if not fewest <= words <= most:
        raise GraceError(f"the reply was not written: {words} words instead of {fewest} to {most}")


def form(letter: str) -> None:
    """Checks how a letter looks: no slot left open, no stray space or empty line, nothing loud.

    Args:
        letter: greeting, paragraphs and closing words, paragraphs apart by one empty line.

    Raises:
        GraceError: something is left over or out of place.
    """
    left_over = _LEFT_OVER.search(letter)
    if left_over:
        raise GraceError(f"the reply was not written: {left_over.group()!r} was left over in it")
    if "!" in letter or _EMOJI.search(letter):
        raise GraceError("the reply was not written: it would have sounded too loud")
    lines = letter.split("\n")
    if any(
        line != line.strip() or "  " in line or "\t" in line or " ," in line or " ." in line for line in lines
    ):
        raise GraceError("the reply was not written: a space is out of place")
    if any(bool(line) != (at % 2 == 0) for at, line in enumerate(lines)) or not lines[-1]:
        raise GraceError("the reply was not written: an empty line is out of place")

"""What a letter must never contain. The last look before a draft, and a test of every wording we ship.

Each language has its own list of what must never be said (`never` in templates/<language>.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from watcher.errors import GraceError

_LEFT_OVER = re.compile(r"[{}<>\[\]$|\\^~`*=]|\bTODO\b|\bTBD\b|\bXXX\b|N/A")
_LOUD = re.compile(r"[!！\u2600-\u27bf\U0001f000-\U0001faff]")
_ASKS = re.compile(r"[?？]")


class NotWrittenError(GraceError):
    """A letter that must not be saved, with the reason in plain words."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the reply was not written: {why}")


@cache
def _never(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)


def words(text: str, never: Sequence[str]) -> None:
    """Checks what we say, names set aside.

    Args:
        text: with a neutral word in every slot: a company may well be called "Legal & General".
        never: regular expressions of what has no place in a courteous reply of this language: argument, complaint,
            begging, law, faith, curiosity.

    Raises:
        NotWrittenError: something is said that must never be written, or two things are asked.
    """
    found = _never(tuple(never)).search(text)
    if found:
        raise NotWrittenError(f"it would have said {found.group()!r}")
    if len(_ASKS.findall(text)) > 1:
        raise NotWrittenError("it would have asked twice")


def length(measured: int, fewest: int, most: int) -> None:
    """Raises NotWrittenError where a letter is too short or too long."""
    if not fewest <= measured <= most:
        raise NotWrittenError(f"its length is {measured}, not {fewest} to {most}")


def form(letter: str) -> None:
    """Checks how a letter looks: no slot left open, no stray space or empty line, nothing loud.

    Args:
        letter: greeting, paragraphs and closing words, paragraphs apart by one empty line.

    Raises:
        NotWrittenError: something is left over or out of place.
    """
    looks(letter)
    lines = letter.split("\n")
    if any(bool(line) != (at % 2 == 0) for at, line in enumerate(lines)) or not lines[-1]:
        raise NotWrittenError("an empty line is out of place")


def looks(text: str) -> None:
    """Checks any text that is to be sent: nothing left open, no stray space, nothing loud. Raises NotWrittenError."""
    left_over = _LEFT_OVER.search(text)
    if left_over:
        raise NotWrittenError(f"{left_over.group()!r} was left over in it")
    if _LOUD.search(text):
        raise NotWrittenError("it would have sounded too loud")
    lines = text.split("\n")
    if any(
        line != line.strip() or "  " in line or "\t" in line or " ," in line or " ." in line for line in lines
    ):
        raise NotWrittenError("a space is out of place")


def companies(letter: str, company: str, others: Iterable[str]) -> None:
    """Checks that a letter names no other employer than its own.

    Args:
        company: the employer's name, "" where it is not known.
        others: the employers of other answers on record.

    Raises:
        NotWrittenError: it names one of those.
    """
    said = letter.casefold()
    for other in others:
        name = other.casefold()
        if len(name) > 3 and name not in company.casefold() and re.search(rf"\b{re.escape(name)}\b", said):
            raise NotWrittenError(f"it names another employer ({other})")

"""Sentences that ask what one thought of how one was treated: the survey that stands beneath many an answer.

They ask nothing that the answer hangs on, and look like mail of another sort, a questionnaire like a test. So a mail
may be judged without them (asides.py). The words stand in surveys.toml.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from watcher.reading.features import Said
from watcher.reading.signatures import lowered

_SIGNS = ("form", "says", "what", "better", "hangs")
#: A sentence next to one that asks belongs to it, if it has one of the first two signs and no more characters: "How did
#: we do?"
_BESIDE = 80
#: What one chooses from: "Yes / No", which is no "no", and "from 0 (not at all) to 10".
_YES_OR_NO = re.compile(
    r"\W*(?:yes|ja|oui|sí|sì|sim|tak|evet|是|はい)\s*[/|]\s*(?:no|nein|non|não|nee|nie|nej|hayır|否|いいえ)\W*"
)
_SCALE = re.compile(
    r"(?<![\d:.,])0(?: \([^)]*\))? ?(?:to|bis|à|al?|tot|do|till?|och|og|ile|-|–|到|至|から) ?10(?![:.,]?\d|[月日時时])"
)
_URL = re.compile(r"https?://\S+")


def asking(sentences: Sequence[Said]) -> list[int]:
    """Which sentences ask that, by their numbers.

    Args:
        sentences: each with its language.
    """
    signs = [_signs(*one) for one in sentences]
    found = {at for at, its in enumerate(signs) if _asks(its)}
    for at, (one, two) in enumerate(itertools.pairwise(signs)):
        if _ask_together(one, two):
            found |= {at, at + 1}
    for at in sorted(found):
        language = sentences[at][1]
        for step in (-1, 1):
            beside = at + step
            while (
                0 <= beside < len(sentences)
                and beside not in found
                and _goes_with(sentences[beside][0], language)
            ):
                found.add(beside)
                beside += step
    return sorted(found)


def names_one(subject: str, language: str) -> bool:
    """Whether a subject says that its mail is one."""
    return not _signs(subject, language).isdisjoint({"form", "says"})


def is_yes_or_no(sentence: str) -> bool:
    """Whether a sentence is only what one chooses from, and no answer: "Yes / No"."""
    return _YES_OR_NO.fullmatch(lowered(sentence)) is not None


def _asks(signs: frozenset[str]) -> bool:
    """Whether a sentence does by itself. What one fills in may as well be a test of the selection."""
    return "hangs" not in signs and ("says" in signs or {"form", "better"} <= signs) and len(signs) > 1


def _ask_together(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sentences do, one after the other, neither of which does by itself: "How did we do? To the form"."""
    both = one | two
    if not one or not two or _asks(one) or _asks(two) or "hangs" in both:
        return False
    return len(both) > 2 or ("says" in both and both != {"says", "what"})


def _goes_with(sentence: str, language: str) -> bool:
    """Whether a sentence belongs to the one beside it that asks."""
    if len(_URL.sub("", sentence)) > _BESIDE:
        return False
    signs = _signs(sentence, language)
    if "hangs" in signs:
        return False
    is_one = not signs.isdisjoint({"form", "says"}) or is_yes_or_no(sentence)
    return is_one or _SCALE.search(lowered(sentence)) is not None


def _signs(sentence: str, language: str) -> frozenset[str]:
    """Which of _SIGNS a sentence has."""
    read = lowered(sentence)
    return frozenset(sign for sign, words in _words(language) if words.search(read))


@cache
def _words(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The words of each sign, in a language; none where it is not known."""
    its = _tables().get(language)
    return tuple((sign, re.compile("|".join(its[sign]))) for sign in _SIGNS) if its else ()


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("watcher.reading").joinpath("surveys.toml").read_text(encoding="utf-8"))

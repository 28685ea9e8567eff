"""Sentences that ask what one thought of how one was treated: the survey that stands beneath many an answer.

They ask nothing that the answer hangs on, and look like mail of another sort, a questionnaire like a test. So a mail
may be judged without them (classifier.py). The words stand in surveys.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from watcher.reading.features import Said
from watcher.reading.signatures import lowered

#: A sentence next to one that asks belongs to it, if it has one of the first two signs and no more characters: "How did
#: we do?"
_BESIDE = 80
_NO_SIGNS = (False, False, False, False)


def asking(sentences: Sequence[Said]) -> list[int]:
    """Which sentences ask that, by their numbers.

    Args:
        sentences: each with its language.
    """
    found = {at for at, one in enumerate(sentences) if _asks(*_signs(*one))}
    for at in sorted(found):
        language = sentences[at][1]
        for step in (-1, 1):
            beside = at + step
            while 0 <= beside < len(sentences) and _goes_with(sentences[beside][0], language):
                found.add(beside)
                beside += step
    return sorted(found)


def _asks(form: bool, says: bool, of_what: bool, better: bool) -> bool:
    return (form or says) and (form + says + of_what + better) > 1


def _goes_with(sentence: str, language: str) -> bool:
    return len(sentence) <= _BESIDE and any(_signs(sentence, language)[:2])


def _signs(sentence: str, language: str) -> tuple[bool, ...]:
    """Which signs a sentence has: what one fills in, what one says there, of what, and what it is for."""
    read = lowered(sentence)
    return tuple(sign.search(read) is not None for sign in _words().get(language, ())) or _NO_SIGNS


@cache
def _words() -> dict[str, tuple[re.Pattern[str], ...]]:
    tables = tomllib.loads(files("watcher.reading").joinpath("surveys.toml").read_text(encoding="utf-8"))
    return {
        language: tuple(re.compile("|".join(its[sign])) for sign in ("form", "says", "what", "better"))
        for language, its in tables.items()
    }

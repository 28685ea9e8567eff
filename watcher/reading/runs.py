"""A name as it stands in running text: the capitalised words from one point on."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from watcher.reading.names import key, word_set

#: Capitalised at the head of a sentence or a form, and no part of a name.
SENTENCE_WORDS = word_set(
    """
    a an the this that these those we i it you he she they your our my his its their us who all any some
    another other unfortunately however although after while at in on for if as to so but because once
    please thank thanks kind best regards dear hi hello re update updates status decision feedback
    result results outcome news regarding important january february march april may june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday today
    interview interviews role roles position positions opening opportunity vacancy vacancies application
    applications candidacy candidate candidates applicant internship with
    """
)
_LEGAL = word_set("inc llc llp ltd gmbh ag plc corp co limited bv sa")
_ABBREVIATED = frozenset({"St", "Dr", "Co", "Mt"})
_OPENING = "\"“«'‘("
_CLOSING = '.,;!?)"”»…'
#: A token with one of these is no name, and makes what stands before it doubtful too.
_ODD = re.compile(r"[:@{}<>$%=\\\[\]|_]|//")
_REACH = 240  #: characters looked at


@dataclass(frozen=True, slots=True)
class Run:
    """A name, and the word that follows it in the same clause ("" at its end)."""

    name: str
    following: str


def capitals(text: str, start: int, joiners: Set[str], barred: Set[str] = SENTENCE_WORDS) -> Run:
    """The capitalised words from `start` on, with joiners such as "of" between them.

    Args:
        joiners: lower-case words that may stand between two capitalised ones.
        barred: words, spelled as `key` does, at which a name ends.

    Returns:
        an empty name where a link, an address or a bracket of some language stands in it or right after it.
    """
    taken: list[str] = []
    tokens = text[start : start + _REACH].split(" ")
    for token, upcoming in zip(tokens, [*tokens[1:], ""], strict=True):
        if _ODD.search(token):
            return Run("", token)
        opened = token if taken else token.lstrip(_OPENING)
        bare = opened.rstrip(_CLOSING)
        joins = bool(taken) and opened in joiners and upcoming[:1].isupper()
        if not joins and (not is_capital(bare, first=not taken) or key(bare) in barred):
            return Run(" ".join(taken), token)
        stem = re.sub(r"['’]s?$", "", bare)
        taken.append(stem)
        if stem == opened:
            continue
        if stem == bare and opened.endswith(",") and key(upcoming) in _LEGAL:
            taken[-1] += ","
        elif not (
            opened == bare + "." and upcoming[:1].isupper() and (len(bare) == 1 or bare in _ABBREVIATED)
        ):
            return Run(" ".join(taken), "" if opened != bare else upcoming)
    return Run(" ".join(taken), "")


def is_capital(word: str, *, first: bool = False) -> bool:
    """Whether a word may belong to a name: "Acme", "3M", "株式会社", and where it is the first one "eBay"."""
    if not word or not word[0].isalnum():
        return False
    return not word[0].islower() or (first and word[1:2].isupper())

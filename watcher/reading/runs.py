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
    please thank thanks kind best regards dear hi hello update updates status decision feedback
    result results outcome news regarding important january february march april may june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday today
    interview interviews role roles position positions opening opportunity vacancy vacancies application
    applications candidacy candidate candidates applicant internship with
    """
)
_LEGAL = word_set("inc llc llp ltd gmbh ag plc corp co limited bv sa")
_OTHER_LEGAL = word_set("sas sarl srl spa sl slu nv ab aps as se kg lda ltda")
#: What they are for belongs to their name: "the Institute for Tidal Power".
_FOR_SOMETHING = word_set(
    "academy agency alliance association campaign center centre college council foundation fund institute"
    " ministry museum partnership school society trust"
)
_ABBREVIATED = frozenset({"St", "Dr", "Co", "Mt"})
_OPENING = "\"“«'‘("
_CLOSING = '.,;:!?)"”»…'
#: A token with one of these is no name, and makes what stands before it doubtful too.
_ODD = re.compile(r"[:@{}<>$%=\\\[\]|_]|//")
_POSSESSIVE = re.compile(r"['’]s?$")
#: After these words a name with "'s" is called so, and owns nothing: "McDonald's for".
_OWNED_NOT = word_set("and or for has have is was in to at as on but with who we") | {""}
_IM = re.compile(r"I['’](?:m|ve|ll|d)$")  #: begins a sentence of its own
_REACH = 240  #: characters looked at
_SPELLED_OUT = 5  #: letters of a word in capitals that is hardly initials
#: Within the name of a person; "Le" and "Della" are written either way.
_IN_NAMES = word_set("DE DOS DAS DA DO VON VAN DER DEN Y E DE' D'")
_LOUD = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")  # "LE", "D'ÁVILA", "YVES-MARIE"
_INITIALS = 3  #: letters of a word in capitals that may be initials
_LEGAL_FORMS = {"GMBH": "GmbH", "GGMBH": "gGmbH", "MBH": "mbH", "APS": "ApS"}
_SMALL_WORDS = word_set(
    "OF AND THE FOR DE DU DES DO DA DI DEL EN E Y ET I OG OCH VAN DER UND FÜR VE DELLA DEI DOS DAS"
)
_TURKISH = str.maketrans({"İ": "i", "I": "ı"})


@dataclass(frozen=True, slots=True)
class Run:
    """A name in running text.

    Args:
        name: without the "'s" of a possessive.
        following: the word that follows it in the same clause, "" at its end.
        end: where in the text the name ends.
        owns: whether it was a possessive with something that it owns: "Acme's open role".
    """

    name: str
    following: str
    end: int = 0
    owns: bool = False


def capitals(text: str, start: int, joiners: Set[str], barred: Set[str] = SENTENCE_WORDS) -> Run:
    """The capitalised words from `start` on, with joiners such as "of" between them.

    Args:
        joiners: lower-case words that may stand between two capitalised ones.
        barred: words, spelled as `key` does, at which a name ends.

    Returns:
        an empty name where a link, an address or a bracket of some language stands in it or right after it.
    """
    taken: list[str] = []
    end = start
    tokens = text[start : start + _REACH].split(" ")
    for token, upcoming in zip(tokens, [*tokens[1:], ""], strict=True):
        if _ODD.search(token) and not _ends_in_colon(token, upcoming):
            return Run("", token)
        opened = token if taken else token.lstrip(_OPENING)
        bare = opened.rstrip(_CLOSING)
        links = opened in joiners or (opened == "for" and bool(taken) and key(taken[-1]) in _FOR_SOMETHING)
        joins = bool(taken) and links and upcoming[:1].isupper()
        if not joins and (not is_capital(bare, first=not taken) or key(bare) in barred or _IM.match(bare)):
            return Run(" ".join(taken), token, end)
        end += len(token) + 1
        stem = _POSSESSIVE.sub("", bare)
        if stem != bare:
            # "your interest in McDonald's." owns nothing, "Acme's open role" does
            owns = stem != bare and opened == bare and key(upcoming) not in _OWNED_NOT
            taken.append(stem if owns else bare)
            return Run(" ".join(taken), upcoming if opened == bare else "", end, owns)
        taken.append(bare)
        if bare == opened:
            continue
        if opened.endswith(",") and key(upcoming) in _LEGAL:
            taken[-1] += ","
        elif not (
            opened == bare + "." and upcoming[:1].isupper() and (len(bare) == 1 or bare in _ABBREVIATED)
        ):
            return Run(" ".join(taken), "", end)
    return Run(" ".join(taken), "", end)


def _ends_in_colon(token: str, upcoming: str) -> bool:
    """Whether the odd thing about a word is the colon after it: "at Acme: we need", but not "Bcc: a@b"."""
    return (
        token.endswith(":")
        and not _ODD.search(token[:-1])
        and not _ODD.search(upcoming)
        and not upcoming[:1].isupper()
    )


def is_capital(word: str, *, first: bool = False) -> bool:
    """Whether a word may belong to a name: "Acme", "3M", "株式会社", and where it is the first one "eBay"."""
    if not word or not word[0].isalnum():
        return False
    return not word[0].islower() or (first and word[1:2].isupper())


def quietly(name: str, language: str = "") -> str:
    """A name of several words in capital letters as one would write it: "STADTWERKE EBERSTAL GMBH".

    Args:
        language: ISO 639-1; in Turkish "I" and "İ" are two letters.
    """
    parts = name.split(" ")
    called = [part for part in parts if key(part) not in _LEGAL | _OTHER_LEGAL]
    if not name.isupper() or len(called) < 2 or all(len(part) < _SPELLED_OUT for part in called):
        return name
    return " ".join(_LEGAL_FORMS.get(part) or _small(part, language) for part in parts)


def _small(part: str, language: str) -> str:
    """A word with one capital letter; a short one is initials, or a small word."""
    letters = part.translate(_TURKISH) if language == "tr" else part
    if len(part) >= _SPELLED_OUT:
        return part[0] + letters[1:].lower()
    return letters.lower() if part in _SMALL_WORDS else part


def softly(name: str) -> str:
    """Somebody's name without words in capital letters: "Hélène GAUDIN", "Yves-Marie LE BIHAN", "BERTRAND Michel"."""
    parts = name.split(" ")
    loud = [part for part in parts if _is_loud(part)]
    if not any(len(part) > _INITIALS for part in loud):
        return name
    if _is_loud(parts[0]) and len(loud) < len(parts):
        parts = [part for part in parts if part not in loud] + loud  # the family name stood first
    return " ".join(part.lower() if part in _IN_NAMES else _LOUD.sub(_soft, part) for part in parts)


def _is_loud(part: str) -> bool:
    return part.isupper() and "." not in part and len(part) > 1


def _soft(word: re.Match[str]) -> str:
    letters = word.group()[1:]
    # "ÖZTEKİN" is Turkish, and its "i" has no second dot.
    return word.group()[0] + (letters.translate(_TURKISH) if "İ" in letters else letters).lower()

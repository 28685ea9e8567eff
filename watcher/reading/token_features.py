"""What is looked at to tell which names the tokens of a mail belong to: each token has one feature of each template.

A feature is a number of 32 bits, made of its template and of the columns that the template names, at the token itself
or at one beside it. A model keeps 70,000 of them or so: of 60,000 features that it has not learned, one is taken for
one of them.
"""

from __future__ import annotations

import itertools
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from watcher.reading import domains, offices, phrasebook
from watcher.reading.given_names import is_given
from watcher.reading.names import DEPARTMENTS, GENERIC, ORGANISATION, PLACES, has_occupation, key
from watcher.reading.tokens import NOWHERE, SENDER, SUBJECT, TEXT, Token, Tokens, words
from watcher.reading.types import Message

Numbers = npt.NDArray[np.uint64]

#: Rows of columns, each with how far from the token it is looked up. `_columns` says what they are.
TEMPLATES: tuple[tuple[tuple[str, int], ...], ...] = (
    *((("word", at),) for at in range(-2, 3)),
    *((("ending", at),) for at in (-1, 0, 1)),
    (("last", 0), ("shape", 0)),
    (("ending", 1), ("shape", 0)),
    (("shape", -1), ("shape", 0), ("shape", 1)),
    (("shape", -2), ("shape", -1), ("shape", 0), ("shape", 1), ("shape", 2)),
    (("word", -2), ("word", -1)),
    (("word", -1), ("word", 0)),
    (("word", -3), ("word", -2), ("word", -1)),
    (("word", -1), ("shape", 0)),
    (("word", 1), ("shape", 0)),
    (("word", -2), ("word", -1), ("shape", 0)),
    (("word", -1), ("word", 1)),
    (("word", -2), ("shape", -1), ("shape", 0)),
    (("place", 0), ("shape", 0), ("number", 0)),
    (("place", 0), ("size", 0), ("shape", 0)),
    (("part", 0), ("word", -1)),
    (("part", 0), ("word", 0)),
    (("part", 0), ("word", 1)),
    (("part", 0), ("ending", 0)),
    (("known", 0), ("shape", 0)),
    (("known", -1), ("known", 0), ("known", 1)),
    (("known", 0), ("part", 0), ("shown", 0)),
    (("known", 1), ("known", 2), ("shape", 0), ("shape", 1)),
    (("known", -2), ("known", -1), ("shape", -1), ("shape", 0)),
    (("word", -1), ("known", 0)),
    (("shown", 0), ("shape", 0)),
    (("shown", -1), ("shown", 0), ("shown", 1)),
    (("shown", 0), ("part", 0), ("shape", 0)),
    (("shown", 0), ("shown", 1), ("shape", 0), ("shape", 1)),
    (("shown", -1), ("shown", 0), ("shape", -1), ("shape", 0)),
)

#: Shapes of words; from _SIGN on those of signs, of which a few share one.
_END, _FIGURES, _SMALL, _CAPITALS, _CAPITAL, _LETTER, _MIXED, _HIRAGANA, _KATAKANA, _HAN = range(10)
_SIGN, _SIGNS = 16, 64
#: Where a word is shown besides where it stands.
_IN_DOMAIN, _IN_SENDER, _IN_SUBJECT, _AGAIN = 1, 2, 4, 8
_SHORTEST = 3  #: letters of a word that a domain may spell
#: How far from the first and the last line of a text it is told apart which line it is, and up to which token of it.
_LINES_ABOVE, _LINES_BELOW, _WITHIN = 4, 8, 4
_SIZES, _LONGEST = 3, 8  #: a line has up to three tokens, six, nine ...
#: splitmix64: G. Steele, D. Lea and C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
_GAMMA, _FIRST, _SECOND = (
    np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)


def _mixed(numbers: Numbers) -> Numbers:
    """Numbers in which each bit of those given has its say."""
    mixed = numbers + _GAMMA
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


#: What is looked up of any token, and the odd number that tells it from the others.
_LOOKED_UP = tuple(dict.fromkeys(looked_up for template in TEMPLATES for looked_up in template))
_FACTORS = dict(
    zip(_LOOKED_UP, _mixed(np.arange(len(_LOOKED_UP), dtype=np.uint64)) | np.uint64(1), strict=True)
)
_REACH = max(abs(offset) for _, offset in _LOOKED_UP)


def features(mail: Tokens, message: Message, language: str) -> npt.NDArray[np.uint32]:
    """(tokens, TEMPLATES): the features of each token.

    Args:
        mail: the tokens of the message.
        language: of the message, ISO 639-1; decides which words are known to say what somebody does.
    """
    return features_of([(mail, message, language)])[0]


def features_of(mails: Sequence[tuple[Tokens, Message, str]]) -> list[npt.NDArray[np.uint32]]:
    """The same of several mails, at least one: numpy takes as long to begin with a mail as to read it."""
    nothing = np.zeros(_REACH, dtype=np.uint64)  # stands before the first token of a mail, and after the last
    columns = [_columns(*one) for one in mails]
    spread = {
        name: np.concatenate([nothing, *(part for its in columns for part in (its[name], nothing))])
        for name in columns[0]
    }
    sizes = [len(mail.tokens) + _REACH for mail, _, _ in mails]
    size = sum(sizes) - _REACH
    weighed = {
        (name, offset): spread[name][_REACH + offset : _REACH + offset + size] * factor
        for (name, offset), factor in _FACTORS.items()
    }
    found = np.empty((len(TEMPLATES), size), dtype=np.uint64)
    for number, template in enumerate(TEMPLATES):
        found[number] = number
        for looked_up in template:
            found[number] += weighed[looked_up]
    each = np.ascontiguousarray(_mixed(found).T >> np.uint64(32)).astype(np.uint32)
    return [
        each[end - its : end - _REACH] for its, end in zip(sizes, itertools.accumulate(sizes), strict=True)
    ]


def _columns(mail: Tokens, message: Message, language: str) -> Mapping[str, Numbers]:
    """What there is of each token: the word, its last three letters and two, its shape; what the word is known as; the
    part of the mail, the line counted from above or below, the size of the line and the place in it; where else the
    word is shown."""
    spelled = np.array([_spelled(token.word) for token in mail.tokens], dtype=np.uint64).reshape(-1, 4)
    named = dict(zip(("word", "ending", "last", "shape"), spelled.T, strict=True))
    parts = [NOWHERE if token.is_end else mail.lines[token.line].part for token in mail.tokens]
    places = _places(mail)
    laid_out = {
        "part": parts,
        "place": [places[token.line] if part else 0 for token, part in zip(mail.tokens, parts, strict=True)],
        "size": [
            min(mail.lines[token.line].size // _SIZES, _LONGEST) if part else 0
            for token, part in zip(mail.tokens, parts, strict=True)
        ],
        "number": [min(token.number, _WITHIN) for token in mail.tokens],
        "known": [0 if token.is_end else _known(token.word, language) for token in mail.tokens],
        "shown": _shown(mail.tokens, parts, message),
    }
    return named | {name: np.array(column, dtype=np.uint64) for name, column in laid_out.items()}


@lru_cache(maxsize=4_000)
def _spelled(word: str) -> tuple[int, int, int, int]:
    small = word.casefold()
    if small.isdigit():
        small = "0" * min(len(small), 6)
    told = (
        zlib.crc32(text.encode("utf-8", "replace")) for text in (small, "." + small[-3:], ":" + small[-2:])
    )
    return (*told, _shape(word))  # type: ignore[return-value]


def _shape(word: str) -> int:
    if word[0] == "\n":
        return _END
    if "\u3040" <= word[0] <= "\u30ff":
        return _HIRAGANA if word[0] <= "\u309f" else _KATAKANA
    if "\u3005" <= word[0] <= "\u3007" or "\u3400" <= word[0] <= "\u9fff":
        return _HAN
    if word.isdigit():
        return _FIGURES
    if not word.isalpha():
        return _SIGN + zlib.crc32(word.encode("utf-8", "replace")) % _SIGNS
    if word.islower():
        return _SMALL
    if len(word) == 1:
        return _LETTER
    return _CAPITALS if word.isupper() else _CAPITAL if word.istitle() else _MIXED


@lru_cache(maxsize=4_000)
def _known(word: str, language: str) -> int:
    """Which lists hold a word, one bit for each: of what somebody does, given names, what houses are called by their
    sort, what departments are called, places."""
    spelled = key(word)
    if not spelled or spelled.isdigit():
        return 0
    book = phrasebook.load(language)
    does = has_occupation(word) or (book is not None and book.found("role", "occupations", word))
    sort = spelled in ORGANISATION or spelled in offices.HEADS or spelled in offices.FORMS
    office = spelled in GENERIC or spelled in DEPARTMENTS or spelled in offices.UNITS
    told = (does, is_given(spelled), sort, office, spelled in PLACES)
    return sum(1 << bit for bit, known in enumerate(told) if known)


def _places(mail: Tokens) -> list[int]:
    """For each line its part, and of those of the text how near they stand to its first or its last."""
    text = [at for at, line in enumerate(mail.lines) if line.part == TEXT]
    found = [line.part for line in mail.lines]
    for above, at in enumerate(text):
        below = len(text) - 1 - above
        near = min(above, _LINES_ABOVE) if above <= below else _LINES_ABOVE + 1 + min(below, _LINES_BELOW)
        found[at] = SUBJECT + TEXT + 1 + near
    return found


def _shown(tokens: tuple[Token, ...], parts: list[int], message: Message) -> list[int]:
    sender = message.sender
    domain = " ".join(sorted(domains.own_labels(sender))) if sender else ""
    names = {word.casefold() for word in words(sender.name)} if sender else set()
    subject = {word.casefold() for word in words(message.subject)}
    small = [token.word.casefold() for token in tokens]
    count = Counter(small)
    return [
        (
            _IN_DOMAIN * _is_spelled(token.word, domain)
            + _IN_SENDER * (part != SENDER and word in names)
            + _IN_SUBJECT * (part != SUBJECT and word in subject)
            + _AGAIN * (count[word] > 1)
        )
        if word[0].isalnum()
        else 0
        for token, word, part in zip(tokens, small, parts, strict=True)
    ]


def _is_spelled(word: str, domain: str) -> bool:
    if not domain or len(word) < _SHORTEST or not word.isalpha():
        return False
    return any(len(one) >= _SHORTEST and one in domain for one in domains.spellings(word))

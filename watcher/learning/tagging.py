"""Learning which names a mail holds: see watcher/reading/tagger.py.

From the whole mails of `models/corpus/tagged`, and from sentences of the corpus that have a place for a post or a
company, which know many more posts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from watcher.learning import fitting
from watcher.learning.corpus import Corpus, Line
from watcher.learning.tagged import Tagged
from watcher.reading import tokens
from watcher.reading.paths import inside
from watcher.reading.tagger import HOUSE, OTHER_HOUSE, OTHER_POST, POST, STEP, TAGS
from watcher.reading.token_features import features_of
from watcher.reading.types import OWN_APPLICATION
from watcher.reading.vectors import is_first

#: Inverse strength of L2 regularisation.
C = 1.0
#: Every so manyth line of a marked mail is learned from that has no name in it.
NAMELESS = 10
#: So many tokens before and behind a name are learned from, too.
AROUND = 6
#: A feature counts that so many tokens have; of which a weight is as much as this it is kept.
FEWEST, LEAST = 5, 0.1875
#: So many mails are looked at together.
AT_ONCE = 100
#: How much more, or less, often than by chance one tag may be said to follow another.
_MOST_STEP = 20.0
#: Sentences of these labels name the post and the house of an application, of those of others there are more.
_OWN, _OTHERS = frozenset({*OWN_APPLICATION, "offer_withdrawn"}), frozenset({"job_alert", "outreach"})
_PLACES = {"<role>": (POST, OTHER_POST), "<company>": (HOUSE, OTHER_HOUSE)}
#: Around what fills a place; no pattern has it.
_OPEN, _CLOSE = "\u2045", "\u2046"
_FILLED = re.compile(rf"{_OPEN}(\d)([^{_CLOSE}]*){_CLOSE}")
#: Behind a post: "(m/w/d)".
_FORMS = re.compile(r"\s*[(（][^()（）]{1,9}[)）]$")

Array = npt.NDArray[Any]


def learn(mails: Sequence[Tagged]) -> dict[str, Array]:
    """The arrays of `Tagger`; none where there are no mails.

    Args:
        mails: from `mails`.
    """
    if not mails:
        return {}
    found, tags, sizes = _lines(mails)
    names, numbers = _frequent(found.ravel())
    used = np.flatnonzero(numbers >= 0)
    columns = numbers[used]
    rows = used // found.shape[1]
    matrix = csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(found), len(names))
    )
    follows = _follows(tags, sizes)
    fit = fitting.fit_lines(matrix, tags, sizes, follows, C)
    weights = np.clip(np.round(fit.weights / STEP), -127, 127).astype(np.int8)
    kept = np.flatnonzero((np.abs(weights) >= LEAST / STEP).any(axis=1))
    return {
        "tag_gaps": np.diff(names[kept], prepend=np.uint32(0)),
        "tag_weights": weights[kept],
        "tag_bias": fit.bias.astype(np.float32),
        "tag_follows": follows.astype(np.float32),
    }


def _frequent(found: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int32]]:
    """The features that occur FEWEST times, in order, and of all that are given the number of each, or -1.

    Features and their places are sorted as one number: np.unique, which sorts places by features, takes ten times as
    long.
    """
    ordered = np.sort(found.astype(np.uint64) << np.uint64(32) | np.arange(len(found), dtype=np.uint64))
    features, places = (ordered >> np.uint64(32)).astype(np.uint32), ordered.astype(np.uint32)
    first = is_first(features)
    begins = np.flatnonzero(first)
    frequent = np.diff(begins, append=len(features)) >= FEWEST
    number = np.where(frequent, np.cumsum(frequent) - 1, -1).astype(np.int32)
    numbers = np.empty(len(found), dtype=np.int32)
    numbers[places] = np.repeat(number, np.diff(begins, append=len(features)))
    return features[begins[frequent]], numbers


def _follows(tags: Array, sizes: Sequence[int]) -> npt.NDArray[np.float64]:
    """(TAGS, TAGS): how much more often than by chance a token of each tag comes after one of each."""
    later = inside(sizes)
    pairs = np.ones((len(TAGS), len(TAGS)))
    np.add.at(pairs, (tags[later - 1], tags[later]), 1)
    usual = np.bincount(tags, minlength=len(TAGS)) + 1
    steps = pairs / pairs.sum(axis=1, keepdims=True) / (usual / usual.sum())
    return np.asarray(np.clip(steps, 1 / _MOST_STEP, _MOST_STEP))


def _lines(mails: Sequence[Tagged]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.intp], list[int]]:
    """The features of all tokens that are learned from, their tags, and how many stand in each row of them."""
    found, tags, sizes, nameless = [], [], [], 0
    for one, mail, of_token in _read(mails):
        told = tagged(mail, one.names)
        for line in mail.lines:
            rows = _around(told[line.tokens])
            if not rows:
                nameless += 1
                rows = [] if nameless % NAMELESS or not line.size else [slice(0, line.size)]
            for row in rows:
                found.append(of_token[line.tokens][row])
                tags.append(told[line.tokens][row])
                sizes.append(len(tags[-1]))
    return np.concatenate(found), np.concatenate(tags), sizes


def _read(mails: Sequence[Tagged]) -> Iterator[tuple[Tagged, tokens.Tokens, npt.NDArray[np.uint32]]]:
    """Each mail with its tokens and their features, AT_ONCE looked at together."""
    for begin in range(0, len(mails), AT_ONCE):
        some = mails[begin : begin + AT_ONCE]
        messages = [one.message for one in some]
        written = list(map(tokens.read, messages))
        languages = [one.language for one in some]
        found = features_of(list(zip(written, messages, languages, strict=True)))
        yield from zip(some, written, found, strict=True)


def _around(told: npt.NDArray[np.intp]) -> list[slice]:
    """Where in a line names stand, with what stands around them."""
    rows: list[slice] = []
    for at in np.flatnonzero(told).tolist():
        first, last = max(0, at - AROUND), min(len(told), at + AROUND + 1)
        if rows and first <= rows[-1].stop:
            rows[-1] = slice(rows[-1].start, last)
        else:
            rows.append(slice(first, last))
    return rows


def tagged(mail: tokens.Tokens, names: Sequence[tuple[str, str]]) -> npt.NDArray[np.intp]:
    """(tokens,), the number of each one's tag: wherever a name stands in the mail, it is what it is marked as first.

    Args:
        names: of each what it is, and its text.
    """
    tags = np.zeros(len(mail.tokens), dtype=np.intp)
    begins = {(token.line, token.start): at for at, token in enumerate(mail.tokens) if not token.is_end}
    ends = {(token.line, token.end): at for at, token in enumerate(mail.tokens) if not token.is_end}
    first: dict[str, str] = {}
    for what, name in names:
        first.setdefault(name, what)
    for name in sorted(first, key=len, reverse=True):
        for number, line in enumerate(mail.lines):
            for start in _starts(name, line.text):
                begin, end = begins.get((number, start)), ends.get((number, start + len(name)))
                if begin is not None and end is not None and not tags[begin : end + 1].any():
                    tags[begin : end + 1] = TAGS.index(first[name])
    return tags


def _starts(name: str, text: str) -> Iterator[int]:
    """Where a name stands in a text, each time behind the last."""
    at = text.find(name) if name else -1
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def mails(corpus: Corpus) -> list[Tagged]:
    """What is learned from: marked mails, then sentences with a place for a name, each a mail of its own."""
    lines = [
        line
        for line in corpus.lines
        if line.label in _OWN | _OTHERS and any(map(line.pattern.count, _PLACES))
    ]
    known = _with_houses(corpus)
    return [*corpus.tagged, *(_filled(line, known) for line in lines)] if corpus.tagged else []


def _with_houses(corpus: Corpus) -> Corpus:
    """The corpus with the employers of the marked mails among the companies of each language."""
    houses: dict[str, dict[str, None]] = {}
    for one in corpus.tagged:
        houses.setdefault(one.language, {}).update(
            dict.fromkeys(name for what, name in one.names if what == HOUSE)
        )
    names = dict(corpus.names)
    for language, found in houses.items():
        known = names.get(("company", language)) or names.get(("company", ""), ())
        names["company", language] = [*known, *found]
    return replace(corpus, names=names)


def _filled(line: Line, corpus: Corpus) -> Tagged:
    pattern = line.pattern
    for number, place in enumerate(_PLACES):
        pattern = pattern.replace(place, f"{_OPEN}{number}{place}{_CLOSE}")
    text = corpus.expand(replace(line, pattern=pattern), 1)[0]
    which = list(_PLACES.values())
    names = [
        (which[int(number)][line.label in _OTHERS], _FORMS.sub("", name))
        for number, name in _FILLED.findall(text)
    ]
    return Tagged("", _FILLED.sub(r"\2", text), line.language, names)

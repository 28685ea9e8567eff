"""The names in a mail: which words name the post that it is about, and the employer, and which name others.

Learned from the whole mails of `models/corpus/tagged` (learning/tagging.py). The rules of naming.py and posts.py go
first; where they find none, or one that is hardly such a name, spotting.py asks what was found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.reading import tokens
from watcher.reading.paths import Lines
from watcher.reading.token_features import features
from watcher.reading.tokens import HAN, Token
from watcher.reading.types import Message, Named
from watcher.reading.vectors import Floats

#: What a token may belong to; the first is no name. Another post is that of the writer, or one the mail recommends;
#: another house is a customer's, an agency's, a tracking system's.
POST, HOUSE, OTHER_POST, OTHER_HOUSE = "post", "house", "other_post", "other_house"
TAGS = ("none", POST, HOUSE, OTHER_POST, OTHER_HOUSE)
#: Weights are kept as whole multiples of this, a byte each.
STEP = 1 / 16
#: By so many of its first bits most features that say nothing are told, before they are looked for; and those left.
_BITS = 18
_REST = 32 - _BITS
TAG_ARRAYS = ("tag_gaps", "tag_weights", "tag_bias", "tag_follows")
#: A word of several parts, by what joins them: "Ar-Ge", "Enólogo/a", "Ingenieur:in", "acme.example".
_JOINED = re.compile(rf"[^\W_{HAN}]+(?:[-./·*:'’_\u2010\u2011][^\W_{HAN}]+)*")
_LONGEST_WORD = 60  #: characters of it that are looked at on either side of a name
#: What belongs to what stands behind it, though a full stop or a sign ends it: "Sr. Data Engineer", "2° Capo Partita".
_RANK, _LONGEST_RANK = re.compile(r"(?:\b[SsJj]r\.|\b\d{1,2}[°ºª]) $"), 4


class Tagger:
    """What was learned of names.

    Args:
        arrays: tag_gaps (n,), by how much each of the features that say anything is greater than the one before, which
            takes less room than they do; tag_weights (n, TAGS), in STEPs; tag_bias (TAGS,); tag_follows (TAGS, TAGS),
            row by row how much more often than by chance one comes after another.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._features = arrays["tag_gaps"].cumsum(dtype=np.uint32)
        self._begun = np.zeros(1 << _BITS, dtype=np.bool_)
        self._begun[self._features >> _REST] = True
        self._weights = arrays["tag_weights"]
        self._bias: Floats = arrays["tag_bias"].astype(np.float64)
        self._follows: Floats = arrays["tag_follows"].astype(np.float64)

    def names(self, message: Message, language: str) -> tuple[Named, ...]:
        """All names that are found, in their order.

        Args:
            language: of the message, ISO 639-1.
        """
        if not len(self._features):
            return ()
        mail = tokens.read(message)
        written = [at for at, token in enumerate(mail.tokens) if not token.is_end]
        if not written:
            return ()
        evidence = self._evidence(features(mail, message, language)[written])
        lines = Lines([line.size for line in mail.lines if line.size])
        chances, _ = lines.chances(evidence, self._follows)
        tags = lines.likeliest(evidence, self._follows)
        told = [mail.tokens[at] for at in written]
        found = (
            Named(
                TAGS[tags[begin]], _whole(mail.lines[told[begin].line].text, told[begin], told[end - 1]), sure
            )
            for begin, end, sure in _runs(told, tags.tolist(), chances)
        )
        return tuple(one for one in found if one.text)

    def _evidence(self, found: npt.NDArray[np.uint32]) -> Floats:
        """(tokens, TAGS), as `Lines.chances` takes it.

        Args:
            found: (tokens, TEMPLATES), their features.
        """
        flat = found.ravel()
        known = np.flatnonzero(self._begun[flat >> _REST])
        asked = flat[known]
        at = np.minimum(self._features.searchsorted(asked), len(self._features) - 1)
        same = self._features[at] == asked
        known, at = known[same], at[same]
        terms = self._weights[at] * STEP
        rows = known // found.shape[1]
        sums = np.tile(self._bias, (len(found), 1))
        for tag in range(len(TAGS)):
            sums[:, tag] += np.bincount(rows, terms[:, tag], minlength=len(found))
        return np.asarray(np.exp(sums - sums.max(axis=1, keepdims=True)))


def _runs(told: list[Token], tags: list[int], chances: Floats) -> Iterator[tuple[int, int, float]]:
    """Tokens of one line that follow one another with one tag: the first, the one after the last, and how probable it
    is at the least that each of them belongs to it, and that the ones beside them do not."""
    begin = 0
    for end in range(1, len(told) + 1):
        if end < len(told) and tags[end] == tags[begin] and told[end].line == told[begin].line:
            continue
        if tags[begin]:
            within = float(chances[begin:end, tags[begin]].min())
            beside = [
                at for at in (begin - 1, end) if 0 <= at < len(told) and told[at].line == told[begin].line
            ]
            yield begin, end, min([within, *(1 - float(chances[at, tags[begin]]) for at in beside)])
        begin = end


def _whole(line: str, first: Token, last: Token) -> str:
    """The text of a name, with the rest of words of which it has only a part, and no bracket without the other."""
    begin, end = first.start, last.end
    if rank := _RANK.search(line[max(0, begin - _LONGEST_RANK) : begin]):
        begin -= len(rank.group())
    for word in _JOINED.finditer(line, max(0, begin - _LONGEST_WORD), end + _LONGEST_WORD):
        if word.start() < begin < word.end():
            begin = word.start()
        if word.start() < end < word.end():
            end = word.end()
    name = line[begin:end]
    for opening, closing in ("()", "（）"):
        if name.count(opening) == name.count(closing) + 1 and line[end : end + 1] == closing:
            name += closing
        if name.count(opening) > name.count(closing):
            name = name[: name.rindex(opening)]
        elif name.endswith(closing) and name.count(closing) > name.count(opening):
            name = name[:-1]
    return name.strip(" ,;-–—|/").lstrip(".")


def untagged() -> dict[str, npt.NDArray[Any]]:
    """The arrays of a model that has not learned any names."""
    return {
        "tag_gaps": np.zeros(0, dtype=np.uint32),
        "tag_weights": np.zeros((0, len(TAGS)), dtype=np.int8),
        "tag_bias": np.zeros(len(TAGS), dtype=np.float32),
        "tag_follows": np.ones((len(TAGS), len(TAGS)), dtype=np.float32),
    }


def tags_fit(arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Looks whether the arrays fit together.

    Raises:
        ValueError: where they do not, or hold what is no number.
    """
    its, weights, bias, follows = (arrays[name] for name in TAG_ARRAYS)
    if its.ndim != 1 or its.dtype != np.uint32 or not its[1:].all() or its.sum(dtype=np.uint64) >= 1 << 32:
        raise ValueError("tag_gaps does not fit")
    if weights.dtype != np.int8 or weights.shape != (len(its), len(TAGS)):
        raise ValueError("tag_weights does not fit")
    for name, array, shape in (("bias", bias, (len(TAGS),)), ("follows", follows, (len(TAGS), len(TAGS)))):
        if array.dtype.kind != "f" or array.shape != shape or not np.isfinite(array).all():
            raise ValueError(f"tag_{name} does not fit")
    if (follows <= 0).any():
        raise ValueError("tag_follows holds what is no share")

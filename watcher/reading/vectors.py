"""The sentences of mails as vectors of features: many of them side by side, or each mail as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Vectors:
    """The TF-IDF vectors of some sentences, each of length one: entry i says row, feature and value, rows in order."""

    rows: Places
    features: Places
    values: Floats
    count: int

    def repeated(self, which: Sequence[int]) -> Vectors:
        """Sentences of these, each as often as `which` names its number, in that order."""
        starts = np.searchsorted(self.rows, np.arange(self.count + 1))
        begins, counts = starts[which], np.diff(starts)[which]
        ends = np.cumsum(counts)
        each = np.arange(int(ends[-1])) + np.repeat(begins - (ends - counts), counts)
        return Vectors(
            np.repeat(np.arange(len(which)), counts), self.features[each], self.values[each], len(which)
        )

    def parted(self, counts: Sequence[int]) -> list[Vectors]:
        """The first so many sentences, the next, and so on."""
        ends = np.cumsum(counts)
        cuts = np.searchsorted(self.rows, ends).tolist()
        return [
            Vectors(
                self.rows[begin:end] - (last - count), self.features[begin:end], self.values[begin:end], count
            )
            for begin, end, last, count in zip([0, *cuts[:-1]], cuts, ends.tolist(), counts, strict=True)
        ]


def joined(parts: Sequence[Vectors]) -> Vectors:
    """The sentences of all of them, in order: what `Vectors.parted` parts."""
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(one.count for one in parts)])
    return Vectors(
        np.concatenate([one.rows + start for one, start in zip(parts, starts[:-1].tolist(), strict=True)]),
        np.concatenate([one.features for one in parts]),
        np.concatenate([one.values for one in parts]),
        int(starts[-1]),
    )


def whole(vectors: Vectors, counts: Sequence[int]) -> tuple[Places, Places, Floats]:
    """Mails as vectors: the sum of those of their sentences, each made to length one.

    Args:
        counts: how many sentences each mail has.

    Returns:
        mail, feature and value of each entry, mails in order and their features, too.
    """
    size = int(vectors.features.max(initial=0)) + 1
    place = np.repeat(np.arange(len(counts)) * size, counts)[vectors.rows] + vectors.features
    order = np.argsort(place, kind="stable")
    its = place[order]
    first = is_first(its)
    which = np.empty(len(its), dtype=np.intp)
    which[order] = np.cumsum(first) - 1
    mails, features = np.divmod(its[first], size)
    total = np.bincount(which, vectors.values, minlength=len(mails))
    lengths = np.sqrt(np.bincount(mails, total * total, minlength=len(counts)))
    return mails, features, total / lengths[mails]


def mail_vector(vectors: Vectors) -> tuple[Places, Floats]:
    """The features and values of the one mail that has these sentences."""
    _, features, values = whole(vectors, [vectors.count])
    return features, values


def probabilities(rows: Places, terms: Floats, bias: Floats, count: int) -> Floats:
    """(sentences, labels), each row adding up to one: what multinomial logistic regression says of sentences.

    Args:
        rows: the sentence of each term, in order.
        terms: (terms, labels), the weights of features times their values.
        bias: (labels,).
        count: how many sentences there are.
    """
    sums = np.tile(bias, (count, 1))
    if len(rows):
        starts = np.flatnonzero(is_first(rows))
        sums[rows[starts]] += np.add.reduceat(terms, starts)
    sums -= sums.max(axis=1, keepdims=True)
    powers = np.exp(sums)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def is_first(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Of sorted values: which is the first of those that are equal. (np.unique would import numpy.ma: 2 MB.)"""
    first = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first

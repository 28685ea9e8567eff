"""The weights of the shipped model, moved a little towards the person's own mail.

The new weights are the shipped ones and a difference, which is held near zero by a prior: what a few labels say must
not outweigh what the corpus says. Sentences of which a label says nothing are to stay what they were taken for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from watcher.learning.lessons import Lesson, Sentence

#: Strength of the prior: half of it times the squared difference is added to the loss.
PRIOR = 3.0
#: The weight of a sentence of which the label says nothing; the others have 1.
UNSAID = 0.3
#: So many sentences are learned from at most, those of the latest labels; what is said goes first.
MOST_SENTENCES = 8_000
STEPS = 25

Array = npt.NDArray[Any]


def lean(weights: Array, bias: Array, lessons: Sequence[Lesson]) -> Array:
    """The weights after these lessons.

    Args:
        weights: (features, labels), of the shipped model.
        bias: (labels,).
        lessons: the earliest first.
    """
    chosen = _chosen(lessons)
    if not chosen:
        return weights
    used = np.unique(np.concatenate([one.features for one in chosen]))
    matrix = _matrix(chosen, len(weights))
    start = np.asarray(matrix @ weights.astype(np.float64)) + bias
    matrix = matrix[:, used]
    target = np.array([_target(one) for one in chosen])
    weight = np.array([UNSAID if one.label < 0 else 1.0 for one in chosen])[:, None]
    transposed = matrix.T.tocsr()

    def loss(flat: Array) -> tuple[float, Array]:
        difference = flat.reshape(len(used), -1)
        sums = start + matrix @ difference
        sums -= sums.max(axis=1, keepdims=True)
        logarithms = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
        gradient = transposed @ (weight * (np.exp(logarithms) - target)) + PRIOR * difference
        return float(PRIOR / 2 * (flat @ flat) - (weight * target * logarithms).sum()), gradient.ravel()

    found = minimize(
        loss, np.zeros(start.shape[1] * len(used)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    )
    leaned = weights.copy()
    leaned[used] = (weights[used] + found.x.reshape(len(used), -1)).astype(weights.dtype)
    return leaned


def _chosen(lessons: Sequence[Lesson]) -> list[Sentence]:
    """The sentences to learn from, in the order of their mails."""
    everything = [one for its in lessons for one in its.sentences if len(one.features)]
    latest_first = [*range(len(everything))][::-1]
    latest_first.sort(key=lambda at: everything[at].label < 0)
    return [everything[at] for at in sorted(latest_first[:MOST_SENTENCES])]


def _matrix(sentences: Sequence[Sentence], size: int) -> csr_matrix:
    columns = np.concatenate([one.features for one in sentences])
    starts = np.cumsum([0, *(len(one.features) for one in sentences)])
    values = np.concatenate([one.values for one in sentences])
    return csr_matrix((values, columns, starts), shape=(len(sentences), size))


def _target(one: Sentence) -> Array:
    if one.label < 0:
        return one.taken_for
    target = np.zeros(len(one.taken_for))
    target[one.label] = 1.0
    return target

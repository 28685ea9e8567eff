"""Which of its sentences tells why an application ended, and what: learned from `models/corpus/endings`.

The phrases of endings.py are surer, and few. What no phrase finds may still be said in words that were learned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.reading.types import REPLYABLE
from watcher.reading.vectors import Floats, Vectors, probabilities

#: What a sentence may tell; the first is nothing of the sort.
NONE = "none"
ENDINGS = (
    NONE,
    "cancelled",
    "on_hold",
    "talent_pool",
    "ineligible",
    "internal",
    "filled",
    "other_candidate",
)
#: What was learned of them; see `ToldEndings`.
ENDING_ARRAYS = ("ending_features", "ending_weights", "ending_bias")
#: How surely one sentence has to tell an ending, and be a "no" by itself: what stands in other words than any that were
#: learned from is easily taken for something that it is not.
SURE, OF_A_NO = 0.7, 0.3
#: That the papers are kept is said politely, not as a "no".
_POLITE = "talent_pool"
#: What a sentence is where it does not speak of this application, now.
_BESIDES = frozenset({"condition", "elsewhere", "outsider"})


class ToldEndings:
    """What was learned of sentences that tell an ending.

    Args:
        arrays: ending_features (n,), the features that say anything of it, ascending; ending_weights (n, ENDINGS);
            ending_bias (ENDINGS,).
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self._features = arrays["ending_features"]
        self._weights = arrays["ending_weights"]
        self._bias: Floats = arrays["ending_bias"].astype(np.float64)

    def probabilities(self, vectors: Vectors) -> Floats:
        """(sentences, ENDINGS), each row adding up to one."""
        at = self._features.searchsorted(vectors.features)
        known = np.flatnonzero(at < len(self._features))
        known = known[self._features[at[known]] == vectors.features[known]]
        terms = self._weights.take(at[known], axis=0).astype(np.float64) * vectors.values[known, None]
        return probabilities(vectors.rows[known], terms, self._bias, vectors.count)

    def told(self, vectors: Vectors, said: Floats, labels: Sequence[str], judged: int) -> str:
        """The ending that the sentences of a "no" tell most surely; "" where none does so surely.

        Args:
            said: (sentences, labels), what each sentence is taken for, as `Model.judge` gives it.
            judged: how many of the sentences are judged, the last ones.
        """
        besides = [at for at, label in enumerate(labels) if label in _BESIDES]
        noes = [at for at, label in enumerate(labels) if label in REPLYABLE]
        says_no = said[:, noes].sum(axis=1) >= OF_A_NO
        counts = says_no[:, None] | np.array([ending == _POLITE for ending in ENDINGS])
        chances = self.probabilities(vectors) * (1 - said[:, besides].sum(axis=1, keepdims=True)) * counts
        most = chances[-judged:, 1:].max(axis=0)
        best = int(most.argmax())
        return ENDINGS[1 + best] if most[best] >= SURE else ""


def untold() -> dict[str, npt.NDArray[Any]]:
    """The arrays of a model that has not learned any of it."""
    size = len(ENDINGS)
    return {
        "ending_features": np.zeros(0, dtype=np.int32),
        "ending_weights": np.zeros((0, size), dtype=np.float16),
        "ending_bias": np.zeros(size, dtype=np.float32),
    }


def endings_fit(arrays: Mapping[str, npt.NDArray[Any]], features: int) -> None:
    """Looks whether the arrays fit together.

    Args:
        features: how many the model has.

    Raises:
        ValueError: where they do not, or hold what is no number.
    """
    its, weights, bias = (arrays[name] for name in ENDING_ARRAYS)
    if its.ndim != 1 or its.dtype.kind != "i" or weights.shape != (len(its), len(ENDINGS)):
        raise ValueError("ending_features does not fit")
    if (np.diff(its) <= 0).any() or ((its < 0) | (its >= features)).any():
        raise ValueError("ending_features holds what is no feature")
    if weights.dtype.kind != "f" or bias.dtype.kind != "f" or bias.shape != (len(ENDINGS),):
        raise ValueError("ending_weights does not fit")
    if not (np.isfinite(weights).all() and np.isfinite(bias).all()):
        raise ValueError("ending_weights holds what is no number")

"""What single sentences of an answer tell besides the answer: why the application ended, how far it had got, and from
when on one may apply again.

Learned from `models/corpus/endings`, `stages` and `terms`. The phrases of endings.py, progress.py and reapplying.py are
surer, and few; what no phrase finds may still be said in words that were learned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.reading.types import REPLYABLE, UNSTATED, Stated
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
#: Each goes further than the one before.
STAGES = (NONE, "screen", "interview", "final")
#: From when on one may apply again.
TERMS = (NONE, "term")
#: What is learned, as its arrays are called.
TOLD = {"ending": ENDINGS, "stage": STAGES, "term": TERMS}
#: Weights are kept as whole multiples of this, a byte each: a computer may have little memory.
STEP = 1 / 8
#: What was learned of each; see `Told`.
_PARTS = ("features", "weights", "bias")
TOLD_ARRAYS = tuple(f"{name}_{part}" for name in TOLD for part in _PARTS)

#: How surely one sentence has to tell an ending, and be a "no" by itself: what stands in other words than any that were
#: learned from is easily taken for something that it is not.
SURE, OF_A_NO = 0.7, 0.3
#: How surely one sentence has to tell that it got so far, or further, and that it got just so far: thanks for a talk
#: that never was do harm.
SURE_OF_STAGE, JUST_SO_FAR = 0.85, 0.5
#: How surely a sentence has to say from when on one may apply again.
SURE_OF_TERM = 0.8
#: That the papers are kept is said politely, not as a "no".
_POLITE = "talent_pool"
#: What a sentence is where it does not speak of this application, now.
_BESIDES = frozenset({"condition", "elsewhere", "outsider"})
#: What leads to a talk, and tells of none.
_TO_COME = frozenset({"interview", "assessment"})


class Told:
    """What was learned of sentences that tell one thing.

    Args:
        name: one of TOLD.
        arrays: <name>_features (n,), the features that say anything of it, ascending; <name>_weights (n, of TOLD), in
            STEPs; <name>_bias (of TOLD,).
    """

    def __init__(self, name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        features, self._weights, bias = (arrays[f"{name}_{part}"] for part in _PARTS)
        gaps = np.diff(features, prepend=0)  # which take half the memory
        self._gaps = gaps.astype(np.uint16 if gaps.max(initial=0) < 1 << 16 else np.int64)
        self._bias: Floats = bias.astype(np.float64)

    def probabilities(self, vectors: Vectors) -> Floats:
        """(sentences, of TOLD), each row adding up to one."""
        features = self._gaps.cumsum(dtype=np.int64)
        at = features.searchsorted(vectors.features)
        known = np.flatnonzero(at < len(features))
        known = known[features[at[known]] == vectors.features[known]]
        terms = self._weights.take(at[known], axis=0) * (STEP * vectors.values[known, None])
        return probabilities(vectors.rows[known], terms, self._bias, vectors.count)


def ending(chances: Floats, said: Floats, labels: Sequence[str], sentences: Sequence[str]) -> Stated:
    """The ending that the sentences of a "no" tell most surely; UNSTATED where none does so surely.

    Args:
        chances: (sentences, ENDINGS), what each sentence tells.
        said: (sentences, labels), what each is taken for, as `Model.judge` gives it.
        sentences: as they stand in the mail.
    """
    says_no = _are(said, labels, REPLYABLE) >= OF_A_NO
    counts = says_no[:, None] | np.array([one == _POLITE for one in ENDINGS])
    tells = (chances * (1 - _are(said, labels, _BESIDES)[:, None]) * counts)[:, 1:]
    best = int(tells.max(axis=0).argmax())
    surest = int(tells[:, best].argmax())
    return Stated(ENDINGS[1 + best], sentences[surest]) if tells[surest, best] >= SURE else UNSTATED


def stage(chances: Floats, said: Floats, labels: Sequence[str], sentences: Sequence[str]) -> Stated:
    """How far it got, by the sentence of a "no" that tells most; UNSTATED where none does so surely.

    Args:
        chances: (sentences, STAGES), what each sentence tells.
        said, sentences: as for `ending`.
    """
    # That it got as far as this, or further.
    reached = chances[:, ::-1].cumsum(axis=1)[:, ::-1] * (
        1 - _are(said, labels, _BESIDES | _TO_COME)[:, None]
    )
    for at in range(len(STAGES) - 1, 0, -1):
        sentence = int(reached[:, at].argmax())
        if reached[sentence, at] >= SURE_OF_STAGE:
            just_so_far = chances[sentence, at] >= JUST_SO_FAR
            return Stated(STAGES[at], sentences[sentence]) if just_so_far else UNSTATED
    return UNSTATED


def terms(chances: Floats) -> list[int]:
    """Which sentences of a "no" say surely from when on one may apply again.

    What a sentence is taken for does not matter: a condition and an advice say it as well, and "try again in a year"
    might stand in any world.

    Args:
        chances: (sentences, TERMS), what each sentence tells.
    """
    return np.flatnonzero(chances[:, 1] >= SURE_OF_TERM).tolist()


def _are(said: Floats, labels: Sequence[str], which: frozenset[str]) -> Floats:
    """(sentences,): how probable it is that each is one of these labels."""
    return np.asarray(said[:, [at for at, label in enumerate(labels) if label in which]].sum(axis=1))


def untold() -> dict[str, npt.NDArray[Any]]:
    """The arrays of a model that has not learned any of it."""
    found: dict[str, npt.NDArray[Any]] = {}
    for name, values in TOLD.items():
        found[f"{name}_features"] = np.zeros(0, dtype=np.int32)
        found[f"{name}_weights"] = np.zeros((0, len(values)), dtype=np.int8)
        found[f"{name}_bias"] = np.zeros(len(values), dtype=np.float32)
    return found


def told_fit(arrays: Mapping[str, npt.NDArray[Any]], features: int) -> None:
    """Looks whether the arrays fit together.

    Args:
        features: how many the model has.

    Raises:
        ValueError: where they do not, or hold what is no number.
    """
    for name, values in TOLD.items():
        its, weights, bias = (arrays[f"{name}_{part}"] for part in _PARTS)
        if its.ndim != 1 or its.dtype.kind != "i" or weights.shape != (len(its), len(values)):
            raise ValueError(f"{name}_features does not fit")
        if (np.diff(its) <= 0).any() or ((its < 0) | (its >= features)).any():
            raise ValueError(f"{name}_features holds what is no feature")
        if weights.dtype != np.int8 or bias.dtype.kind != "f" or bias.shape != (len(values),):
            raise ValueError(f"{name}_weights does not fit")
        if not np.isfinite(bias).all():
            raise ValueError(f"{name}_bias holds what is no number")

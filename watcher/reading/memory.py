"""Sentences that the person has taught, and what they are: they speak in mail like that which they stood in.

A correction must act on the next mail of the same template and on nothing else. So it is not made by weights, which
all mail is judged by: the taught mail is kept as numbers of features, and a mail that is nearly the same one takes the
labels of its sentences from there. Where no taught mail is near, the verdict is that of the weights alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

#: The arrays of taught mail in weights.npz.
OWN_ARRAYS = (
    "own_mail_starts",
    "own_mail_features",
    "own_mail_values",
    "own_mail_contexts",
    "own_starts",
    "own_features",
    "own_values",
    "own_mails",
    "own_labels",
)
#: Cosine of two mails from which on one begins to speak for the other, and from which on it does so in full; the same
#: of two sentences; and of two mails where it is asked what they are about. Nearer mails bring less, and sentences that
#: need be less near take mails with them that say something else in the same words (models/EXPERIMENTS.md).
MAIL_NEAR, SENTENCE_NEAR = (0.35, 0.55), (0.75, 0.9)
CONTEXT_NEAR = (0.45, 0.65)
#: How far a taught sentence is believed: the rest is left to the model.
TRUST = 0.97
#: So many taught mails speak at most, the nearest; the nearer of two speaks this much louder (a power of cosines).
NEAREST, LOUDER = 12, 4

Floats = npt.NDArray[np.float64]
Array = npt.NDArray[Any]


class Memory:
    """Taught mail.

    Args:
        arrays: one entry for each of OWN_ARRAYS. Mails and sentences are vectors of length one, row after row, as
            starts, features, values. `own_mail_contexts` is (mails, contexts), nan where nothing is known;
            `own_mails` and `own_labels` give for each sentence its mail and what it is.
        features: of the model.
    """

    def __init__(self, arrays: Mapping[str, Array], features: int) -> None:
        (
            self._mail_starts,
            self._mail_features,
            self._mail_values,
            self._contexts,
            self._starts,
            self._features,
            self._values,
            self._mails,
            self._labels,
        ) = (arrays[name] for name in OWN_ARRAYS)
        self._size = features

    def near(self, features: Array, values: Floats) -> tuple[Array, Floats]:
        """The taught mails that are near to one, the nearest first, and their cosines.

        Args:
            features, values: of the mail, a vector of length one.
        """
        if not len(self._mail_features):
            return np.zeros(0, dtype=np.intp), np.zeros(0)
        mail = np.zeros(self._size, dtype=np.float32)
        mail[features] = values
        cosines = np.add.reduceat(mail[self._mail_features] * self._mail_values, self._mail_starts[:-1])
        order = np.argsort(-cosines, kind="stable")[:NEAREST]
        order = order[cosines[order] > MAIL_NEAR[0]]
        return order, cosines[order].astype(np.float64)

    def sentences(
        self,
        probabilities: Floats,
        rows: Array,
        features: Array,
        values: Floats,
        mails: Array,
        cosines: Floats,
    ) -> Floats:
        """The probabilities of a mail's sentences, with what the taught mails near it say.

        Args:
            probabilities: (sentences, labels), of the model.
            rows, features, values: the vectors of the sentences.
            mails, cosines: from `near`.
        """
        loudest = np.zeros(len(probabilities))
        said = np.zeros_like(probabilities)
        for mail, cosine in zip(mails, cosines, strict=True):
            weight = float(_ramp(cosine, MAIL_NEAR))
            for taught in np.flatnonzero(self._mails == mail):
                at = slice(self._starts[taught], self._starts[taught + 1])
                one = np.zeros(self._size)
                one[self._features[at]] = self._values[at]
                alike = np.bincount(rows, values * one[features], minlength=len(probabilities))
                nearness = weight * _ramp(alike, SENTENCE_NEAR)
                loudest = np.maximum(loudest, nearness)
                said[:, self._labels[taught]] += nearness * (alike * cosine) ** LOUDER
        spoken = loudest > 0
        share = TRUST * loudest[spoken, None]
        result = probabilities.copy()
        result[spoken] *= 1 - share
        result[spoken] += share * said[spoken] / said[spoken].sum(axis=1, keepdims=True)
        return result

    def speaking(self, mails: Array, cosines: Floats, labels: Collection[int]) -> int:
        """How many of the taught mails near to one, that speak in full, have a sentence of one of these labels.

        Args:
            mails, cosines: from `near`.
            labels: their numbers.
        """
        such = np.unique(self._mails[np.isin(self._labels, list(labels))])
        return int(np.isin(mails[cosines >= MAIL_NEAR[1]], such).sum())

    def contexts(self, contexts: Floats, mails: Array, cosines: Floats) -> Floats:
        """What a mail is about, with what the taught mails near it say; see `sentences`."""
        result = contexts.copy()
        for column in range(len(contexts)):
            taught = self._contexts[mails, column].astype(np.float64)
            known = ~np.isnan(taught)
            if known.any() and cosines[known].max() > CONTEXT_NEAR[0]:
                nearness = _ramp(cosines[known], CONTEXT_NEAR)
                loud = nearness * cosines[known] ** LOUDER
                share = TRUST * nearness.max()
                result[column] += share * ((loud @ taught[known]) / loud.sum() - result[column])
        return result


def _ramp(cosine: Any, bounds: tuple[float, float]) -> Any:
    low, high = bounds
    return np.clip((cosine - low) / (high - low), 0.0, 1.0)

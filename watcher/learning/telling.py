"""Learning what sentences tell besides the answer: see watcher/reading/told.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from watcher.learning import fitting
from watcher.learning.corpus import LABELS, Corpus, Line
from watcher.reading.features import Said
from watcher.reading.told import NONE, STEP, TOLD
from watcher.reading.vectorizer import Vectorizer

#: Inverse strength of L2 regularisation.
C = 30.0
#: So many sentences are written out of a line that has a placeholder.
SENTENCES = 2
_NO_ANSWERS = frozenset({"ordinary", "elsewhere", "job_alert", "outreach"})
_ANSWERS = frozenset(LABELS) - _NO_ANSWERS
#: Every so manyth line of these labels is one that tells nothing of the sort, unless it is among those that do: the
#: rest of the mails of employers, and some of what else there is.
REST: Mapping[str, Mapping[str, int]] = {
    "ending": dict.fromkeys(
        ("acknowledgement", "assessment", "courtesy", "interview", "offer", "other_job", "outsider"), 10
    )
    | dict.fromkeys(("condition", "notice"), 5),
    "stage": dict.fromkeys(_ANSWERS, 5) | dict.fromkeys(_NO_ANSWERS, 20),
    "term": dict.fromkeys(_ANSWERS, 20) | dict.fromkeys(_NO_ANSWERS, 40),
}
#: Features of which no weight is as much as this are not kept.
LEAST = 0.25


def learn(name: str, vectorizer: Vectorizer, said: Sequence[tuple[Said, int]]) -> dict[str, npt.NDArray[Any]]:
    """The arrays of `Told`; none where nothing is to be learned.

    Args:
        name: one of TOLD.
        vectorizer: whose features are weighed.
        said: from `sentences`.
    """
    if not said:
        return {}
    values, truth = TOLD[name], np.array([number for _, number in said], dtype=np.intp)
    matrix = _matrix(vectorizer, [sentence for sentence, _ in said])
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=vectorizer.features) > 1)
    fit = fitting.fit(matrix[:, used], truth, len(values), C)
    weights = np.clip(np.round(fit.weights / STEP), -127, 127).astype(np.int8)
    kept = np.flatnonzero((np.abs(weights) >= LEAST / STEP).any(axis=1))
    return {
        f"{name}_features": used[kept].astype(np.int32),
        f"{name}_weights": weights[kept],
        f"{name}_bias": fit.bias.astype(np.float32),
    }


def sentences(corpus: Corpus, name: str) -> list[tuple[Said, int]]:
    """All sentences of this, and those of other lines that tell nothing of it, with the numbers of what they tell.

    Args:
        corpus: has a line for each value of this, or none at all.
        name: one of TOLD.
    """
    if not corpus.told.get(name):
        return []
    values, every, passed = TOLD[name], REST[name], Counter[str]()
    known = {line.pattern.casefold() for line in corpus.told[name]}
    rest: list[Line] = []
    for line in corpus.lines:
        if line.label in every:
            passed[line.label] += 1
            if passed[line.label] % every[line.label] == 0 and line.pattern.casefold() not in known:
                rest.append(line)
    return [
        ((sentence, line.language), values.index(line.label if line.label in values else NONE))
        for lines, most in ((corpus.told[name], SENTENCES), (rest, 1))
        for line in lines
        for sentence in corpus.expand(line, most)
    ]


def _matrix(vectorizer: Vectorizer, said: Sequence[Said], at_once: int = 5_000) -> csr_matrix:
    """(sentences, features): their vectors."""
    rows, features, values, before = [], [], [], 0
    for begin in range(0, len(said), at_once):
        vectors = vectorizer.vectors(said[begin : begin + at_once])
        rows.append(vectors.rows + before)
        features.append(vectors.features)
        values.append(vectors.values)
        before += vectors.count
    places = np.concatenate(rows), np.concatenate(features)
    return csr_matrix(
        (np.concatenate(values), places), shape=(len(said), vectorizer.features), dtype=np.float32
    )

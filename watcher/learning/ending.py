"""Learning which sentences tell why an application ended: see watcher/reading/told_endings.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from watcher.learning import fitting
from watcher.learning.corpus import Corpus, Line
from watcher.reading.features import Said
from watcher.reading.model import Model
from watcher.reading.told_endings import ENDINGS, NONE, untold

#: Inverse strength of L2 regularisation.
C = 30.0
#: So many sentences are written out of a line that has a placeholder.
SENTENCES = 2
#: Every so manyth line of these labels is one that tells nothing of the sort: the rest of the mails of employers.
REST = dict.fromkeys(
    ("acknowledgement", "assessment", "courtesy", "interview", "offer", "other_job", "outsider"), 10
) | dict.fromkeys(("condition", "notice"), 5)
#: Weights are kept as multiples of this, those that are nothing then not at all.
STEP = 1 / 16


def learn(model: Model, corpus: Corpus) -> dict[str, npt.NDArray[Any]]:
    """The arrays of `ToldEndings`.

    Args:
        model: whose features are weighed.
        corpus: has a line for each of ENDINGS, or none at all.
    """
    if not corpus.endings:
        return untold()
    said, truth = _sentences(corpus)
    matrix = _matrix(model, said)
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=model.features) > 1)
    fit = fitting.fit(matrix[:, used], truth, len(ENDINGS), C)
    weights = (np.round(fit.weights / STEP) * STEP + 0.0).astype(np.float16)
    kept = np.flatnonzero(weights.any(axis=1))
    return {
        "ending_features": used[kept].astype(np.int32),
        "ending_weights": weights[kept],
        "ending_bias": fit.bias.astype(np.float32),
    }


def _sentences(corpus: Corpus) -> tuple[list[Said], npt.NDArray[np.intp]]:
    """All sentences of the endings, and those of other lines that tell none, with the numbers of their endings."""
    passed: dict[str, int] = dict.fromkeys(REST, 0)
    rest: list[Line] = []
    for line in corpus.lines:
        if line.label in REST:
            passed[line.label] += 1
            if passed[line.label] % REST[line.label] == 0:
                rest.append(line)
    said: list[Said] = []
    truth: list[int] = []
    for lines, most in ((corpus.endings, SENTENCES), (rest, 1)):
        for line in lines:
            sentences = corpus.expand(line, most)
            said += [(sentence, line.language) for sentence in sentences]
            number = ENDINGS.index(line.label) if line.label in ENDINGS else ENDINGS.index(NONE)
            truth += [number] * len(sentences)
    return said, np.array(truth, dtype=np.intp)


def _matrix(model: Model, said: Sequence[Said], at_once: int = 5_000) -> csr_matrix:
    """(sentences, features): their vectors."""
    rows, features, values, before = [], [], [], 0
    for begin in range(0, len(said), at_once):
        vectors = model.vectors(said[begin : begin + at_once])
        rows.append(vectors.rows + before)
        features.append(vectors.features)
        values.append(vectors.values)
        before += vectors.count
    places = np.concatenate(rows), np.concatenate(features)
    return csr_matrix((np.concatenate(values), places), shape=(len(said), model.features), dtype=np.float32)

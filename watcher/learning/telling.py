"""Learning what sentences tell besides the answer: see watcher/reading/told.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

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


def learn(
    said: Mapping[str, Sequence[tuple[Said, int]]],
    vectorizer: Vectorizer,
    matrix: csr_matrix,
    places: Mapping[Said, int],
) -> dict[str, npt.NDArray[Any]]:
    """The arrays of `Told` for each of TOLD, where anything is to be learned.

    Args:
        said: for each of TOLD, from `sentences`.
        vectorizer: whose features are weighed.
        matrix: (samples, features), the vectors of the sentences of the corpus.
        places: which of them a sentence is. More than half are: only the others have to be read.
    """
    arrays: dict[str, npt.NDArray[Any]] = {}
    new: dict[Said, int] = {}
    for of in said.values():
        for sentence, _ in of:
            if sentence not in places:
                new.setdefault(sentence, len(new))
    others = _matrix(vectorizer, list(new))
    for name, of in said.items():
        if of:
            known = [(places[one], truth) for one, truth in of if one in places]
            read = [(new[one], truth) for one, truth in of if one not in places]
            vectors = vstack([matrix[[at for at, _ in known]], others[[at for at, _ in read]]]).tocsr()
            arrays |= _learned(name, vectors, [truth for _, truth in known + read])
    return arrays


def _learned(name: str, matrix: csr_matrix, truth: Sequence[int]) -> dict[str, npt.NDArray[Any]]:
    """The arrays of one of TOLD.

    Args:
        matrix: (sentences, features), their vectors.
        truth: the number of what each tells.
    """
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]) > 1)
    fit = fitting.fit(matrix[:, used], np.array(truth, dtype=np.intp), len(TOLD[name]), C)
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
    parts = [csr_matrix((0, vectorizer.features), dtype=np.float32)]
    for begin in range(0, len(said), at_once):
        its = vectorizer.vectors(said[begin : begin + at_once])
        shape = its.count, vectorizer.features
        parts.append(csr_matrix((its.values.astype(np.float32), (its.rows, its.features)), shape=shape))
    return vstack(parts).tocsr()

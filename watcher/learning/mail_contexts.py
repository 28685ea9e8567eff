"""What a mail is about: learned from mails that are composed of the sentences of the corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from watcher.learning.composing import Drawn, Mail, compose, drawn
from watcher.learning.corpus import Corpus
from watcher.reading.concepts import Lexicon
from watcher.reading.features import tokens

if TYPE_CHECKING:
    from watcher.learning.training import Sample

#: Inverse strength of L2 regularisation.
CONTEXT_C = 60.0
#: What makes a courtesy one of an employer; the others stand in the letters of banks and landlords too.
JOB_CONCEPTS = frozenset(
    {"JOB", "APPLICATION", "CANDIDATE", "INTERVIEW", "EMPLOYER", "SKILL", "KEEP", "TEAM"}
)
#: Composed mails, per language, for the context models, and how often so many are drawn.
MAILS, DRAWS = 1_500, 10

Array = npt.NDArray[Any]


def draws(corpus: Corpus, chosen: Sequence[Sample], seed: str) -> list[Drawn]:
    """DRAWS times MAILS mails in each language; arguments as for `sources` and `composed`."""
    made_of = sources(corpus, chosen)
    return [drawn(composed(made_of, MAILS, f"{seed} {draw}")) for draw in range(DRAWS)]


def learn(matrix: csr_matrix, mails: Drawn, scale: Array) -> tuple[LogisticRegression, LogisticRegression]:
    """Whether a mail is about a job, and of those that are, whether about an application of one's own.

    Args:
        matrix: (samples, features), the vectors of the sentences of which the mails are made.
        scale: (features,), how freely each may be used; 0 for not at all.
    """
    whole = mail_matrix(mails, matrix)
    return (
        stopped_early(whole, mails.job, scale, CONTEXT_C),
        stopped_early(whole[np.flatnonzero(mails.job)], mails.own[mails.job], scale, CONTEXT_C),
    )


def stopped_early(
    matrix: csr_matrix, labels: Any, scale: Array, inverse_strength: float
) -> LogisticRegression:
    """A model over the features whose scale is not 0, with weights for the unscaled values.

    scikit-learn stops long before the optimum, when it has learned what is frequent. For composed mails that is right:
    what is rare in them is not what is rare in real ones. models/EXPERIMENTS.md has the figures.
    """
    used = np.flatnonzero(scale)
    estimator = LogisticRegression(C=inverse_strength, tol=1e-3)
    estimator.fit(scaled(matrix, used, scale), labels)
    weights = np.zeros((len(estimator.coef_), len(scale)))
    weights[:, used] = estimator.coef_ * scale[used]
    estimator.coef_, estimator.n_features_in_ = weights, len(scale)
    return estimator


def sources(corpus: Corpus, chosen: Sequence[Sample]) -> dict[str, dict[str, list[int]]]:
    """For each language and label, the indices of its samples, for `composed`."""
    by_language: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    lexicons = {language: Lexicon(forms, tokens) for language, forms in corpus.concepts.items()}
    for index, sample in enumerate(chosen):
        by_language[sample.language][sample.label].append(index)
        if sample.label == "courtesy" and not _is_of_a_job(sample, lexicons.get(sample.language)):
            by_language[sample.language]["polite"].append(index)
    return by_language


def composed(by_language: Mapping[str, Mapping[str, Sequence[int]]], count: int, seed: str) -> list[Mail]:
    """`count` mails in each language of the samples; their sentences are indices of samples.

    Args:
        by_language: from `sources`.
        seed: the same one makes the same mails.
    """
    return [
        mail
        for language, by_label in sorted(by_language.items())
        for mail in compose(by_label, count, f"{seed} {language}")
    ]


def _is_of_a_job(sample: Sample, lexicon: Lexicon | None) -> bool:
    """Whether a courtesy is one of an employer; the others stand in the letters of banks and landlords too."""
    if lexicon is None:
        return False
    row = lexicon.read([token.casefold() for token in tokens(sample.text)])
    return any(not JOB_CONCEPTS.isdisjoint(meaning) for meaning in row)


def mail_matrix(mails: Drawn, matrix: csr_matrix) -> csr_matrix:
    """The vectors of mails: the sum of those of their sentences, made to length one."""
    rows = np.repeat(np.arange(len(mails.sizes)), mails.sizes)
    # Of these sentences alone: the sums are float64, and all others would be copied for nothing.
    used, columns = np.unique(mails.sentences, return_inverse=True)
    incidence = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(mails.sizes), len(used)))
    return normalize(incidence @ matrix[used])


def scaled(matrix: csr_matrix, used: Array, scale: Array) -> csr_matrix:
    """The columns that are used, as float32, each times its scale.

    Args:
        used: their numbers.
        scale: of all columns.
    """
    chosen = matrix[:, used]
    chosen.sort_indices()  # sums in another order would lead an early stop elsewhere
    chosen.data = (chosen.data * scale[used][chosen.indices]).astype(np.float32)
    return chosen

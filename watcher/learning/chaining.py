"""Which sentence follows which, learned from the whole mails of the corpus by the Baum-Welch algorithm.

Of those mails it is known what each is, but not what its sentences are. The model of sentences, which never saw them,
says what each may be; the kind of the mail says what it cannot be. Rabiner, III C (see watcher/reading/chain.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.learning.examples import Judged
from watcher.reading.chain import passes
from watcher.reading.decision import in_context
from watcher.reading.model import Model
from watcher.reading.types import KINDS, REPLYABLE

#: How probable a sentence of a "no" is in a mail that is none, and one of any other kind in a mail of another, beside
#: what its words say: next to nothing, and little, since an invitation may name a test.
NO_ELSEWHERE, KIND_ELSEWHERE = 0.001, 0.05
#: So many sentences after each label are taken for granted, spread as all sentences are, and so many rounds are made.
TAKEN_FOR_GRANTED, ROUNDS = 10.0, 6

Floats = npt.NDArray[np.float64]


def learn(model: Model, judged: Sequence[Judged]) -> dict[str, npt.NDArray[Any]]:
    """The arrays `first` and `follows` of a model; see `Chain`.

    Args:
        model: by which they were judged; its own chain is not asked.
    """
    shares = [one.example.share for one in judged]
    mails = [(one, share) for one, share in zip(_evidences(model, judged), shares, strict=True) if len(one)]
    first, follows = model.chain.usual, np.tile(model.chain.usual, (len(model.labels), 1))
    for _ in range(ROUNDS):
        begins, steps = np.ones_like(first), np.zeros_like(follows)
        for evidence, share in mails:
            ahead, back, scales = passes(evidence, first, follows)
            begins += share * ahead[0] * back[0]
            coming = evidence[1:] * back[1:] / scales[1:, None]
            steps += share * follows * (ahead[:-1].T @ coming)
        after_any = (steps.sum(axis=0) + 1) / (steps.sum() + len(first))
        follows = steps + TAKEN_FOR_GRANTED * after_any
        follows /= follows.sum(axis=1, keepdims=True)
        first = begins / begins.sum()
    return {"first": first.astype(np.float32), "follows": follows.astype(np.float32)}


def _evidences(model: Model, judged: Sequence[Judged]) -> list[Floats]:
    """(sentences, labels) of the text of each mail, given what kind of mail it is."""
    found = []
    for one in judged:
        mail = one.example.mail
        text = one.probabilities[len(mail.said) - mail.judged + mail.subject :]
        evidence = model.chain.evidence(in_context(text, model.labels, one.contexts))
        found.append(evidence * _possible(model.labels, one.example.kind))
    return found


def _possible(labels: Sequence[str], kind: str) -> Floats:
    """(labels,): how far a sentence of each label can stand in a mail of this kind."""
    possible = np.ones(len(labels))
    for at, label in enumerate(labels):
        if label in REPLYABLE:
            possible[at] = 1.0 if kind in REPLYABLE else NO_ELSEWHERE
        elif label in KINDS and label != kind:
            possible[at] = KIND_ELSEWHERE
    return possible

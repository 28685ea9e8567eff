"""How much what else a mail says counts against its "no", learned from the whole mails of the corpus.

A logistic regression with signs (see watcher/reading/balance.py): the odds of the "no" may only count for it, other
labels only against it. The sentences of these mails were not learned from, so their scores are like those of new mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from watcher.learning.examples import Judged
from watcher.reading.balance import doubt, log_odds, said
from watcher.reading.decision import decide
from watcher.reading.model import Model
from watcher.reading.types import REPLYABLE

#: Strength of the L2 penalty, on weights for values that are one on average.
PENALTY = 1.0
#: Labels that stand in every mail, with a "no" as without.
_EVERYWHERE = frozenset({"courtesy", "ordinary"})

Floats = npt.NDArray[np.float64]


def learn(model: Model, judged: Sequence[Judged]) -> dict[str, npt.NDArray[Any]]:
    """The arrays `balance` and `against` of a model; see `Balance`.

    Args:
        model: by which they were judged, with its chain; its own balance is not asked.
        judged: where all of them are a "no", or none is, nothing can be learned, and a "no" counts as it is.
    """
    against = np.zeros(len(model.labels), dtype=np.float32)
    if len({one.example.is_no for one in judged}) < 2:
        return {"balance": np.array([0, 1], dtype=np.float32), "against": against}
    values = np.array([_row(model, one) for one in judged])
    rivals = [at for at, label in enumerate(model.labels) if label not in REPLYABLE | _EVERYWHERE]
    start, own, *weights = _fitted(
        np.hstack([values[:, :1], -values[:, 2:][:, rivals]]),
        doubts=values[:, 1],
        truth=np.array([1.0 if one.example.is_no else -1.0 for one in judged]),
        shares=np.array([one.example.share for one in judged]),
    )
    against[rivals] = weights
    return {"balance": np.array([start, own], dtype=np.float32), "against": against}


def _row(model: Model, judged: Judged) -> list[float]:
    """The log odds that it is a "no", the doubts that it is about a job, and how surely it says each label."""
    mail, contexts = judged.example.mail, judged.contexts
    its = judged.probabilities[-mail.judged :]
    score = decide(its, model.labels, contexts, chain=model.chain, subject=mail.subject).score
    return [log_odds(score), doubt(float(contexts[0])), *said(its)]


def _fitted(values: Floats, *, doubts: Floats, truth: Floats, shares: Floats) -> Floats:
    """The bias and the weights, none of them below 0, of a logistic regression.

    Args:
        values: (mails, weights).
        doubts: (mails,), log odds that are added as they are.
        truth: (mails,), 1 or -1.
        shares: (mails,), how much each counts.
    """
    usual = np.abs(values).mean(axis=0) + 1e-9
    values = np.hstack([np.ones((len(values), 1)), values / usual])

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = truth * (values @ weights + doubts)
        held = np.append(0.0, weights[1:])
        slope = values.T @ (-shares * truth / (1 + np.exp(margins))) + PENALTY * held
        return float(shares @ np.logaddexp(0, -margins) + PENALTY / 2 * held @ held), slope

    bounds = [(None, None)] + [(0, None)] * (values.shape[1] - 1)
    found = minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / np.append(1.0, usual))

"""From the probabilities of a mail's sentences to one verdict on the mail. Pure functions over numbers.

The decision of a mail lives in one or two sentences; the rest is courtesy that answers and receipts share. So
the mail takes its strongest sentence, not the sum of all. What keeps it honest:

- a conditional sentence, somebody else's outcome and a refusal of another world have labels of their own, so
  they take their probability away from the verdict;
- a verdict counts only in the context of a job application: a loan that is refused is no answer to one;
- a mail that also invites or offers is never sure to be a no: it can be logged or asked about, not answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from watcher.reading.types import KINDS, REPLYABLE

#: From here on a mail counts as an answer of "no" or "not now".
NO_BAR = 0.5
#: From here on a sentence decides for a kind other than these.
KIND_BAR = 0.5
#: Kinds that say the application is alive. They pull the score of "no" down, by at most this share.
_ALIVE = ("interview", "assessment", "offer")
#: In this order where several sentences of one mail are sure of different kinds.
_ORDER = (
    "offer_withdrawn",
    "offer",
    "interview",
    "assessment",
    "feedback",
    "notice",
    "acknowledgement",
    "other_job",
    "job_alert",
    "outreach",
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the sentences say together.

    Args:
        kind: one of KINDS.
        score: of "no" or "not now", 0 to 1.
        scores: per kind, 0 to 1.
        strengths: how strongly each sentence speaks for the kind that was decided, in the order of the mail.
    """

    kind: str
    score: float
    scores: Mapping[str, float]
    strengths: Floats


def decide(probabilities: Floats, labels: Sequence[str], context: float) -> Decision:
    """Weighs the sentences of one mail.

    Args:
        probabilities: (sentences, labels), at least one row.
        labels: the names of the columns.
        context: how probable it is that the mail is about a job application.
    """
    column = {label: probabilities[:, index] for index, label in enumerate(labels)}
    strongest = {kind: float(column[kind].max()) if kind in column else 0.0 for kind in KINDS}
    no = sum((column[kind] for kind in REPLYABLE if kind in column), np.zeros(len(probabilities)))
    gate = min(1.0, 2 * context)
    alive = max(strongest[kind] for kind in _ALIVE)
    score = float(no.max()) * gate * (1 - 0.5 * max(0.0, 2 * alive - 1))
    scores = {kind: strongest[kind] * gate for kind in KINDS}
    kind = _kind(scores, score)
    strengths = no if kind in REPLYABLE else column.get(kind, np.zeros(len(probabilities)))
    return Decision(kind, score, scores | {"other": 1 - max(scores.values())}, strengths)


def _kind(scores: Mapping[str, float], score: float) -> str:
    if scores["offer_withdrawn"] >= KIND_BAR:
        return "offer_withdrawn"
    if score >= NO_BAR:
        return "rejection" if scores["rejection"] >= scores["on_hold"] else "on_hold"
    return next((kind for kind in _ORDER if scores[kind] >= KIND_BAR), "other")

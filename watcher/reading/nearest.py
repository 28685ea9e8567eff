"""What in a mail that is taken for no "no" comes nearest to one, and what stands against it.

No story is told about the decision here: it is made anew, each time with one thing granted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from watcher.reading.balance import ABOUT_A_JOB
from watcher.reading.decision import NO_BAR
from watcher.reading.types import REPLYABLE
from watcher.reading.vectors import Floats

#: What may stand against it: what the whole mail is about, whose application, or its other sentences.
JOB, OWN, REST = "job", "own", "rest"
#: A sentence that is less surely a "no" than this by its own words is not named.
_LEAST = 0.3


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sentence that comes nearest to a "no".

    Args:
        sentence: its number.
        alone: how surely it says a "no" by its own words, 0 to 1.
        against: what it would be a "no" without: JOB, OWN or REST, the one that takes most from it; "" where it would
            take more than one of them.
        believed: of JOB and OWN how probable it is, 0 to 1; else 0.
        score: what the mail would score without it, 0 to 1; of "" 0.
    """

    sentence: int
    alone: float
    against: str = ""
    believed: float = 0.0
    score: float = 0.0


def nearest(
    probabilities: Floats,
    contexts: Floats,
    labels: Sequence[str],
    score: Callable[[Floats, Floats, bool], float],
    *,
    subject: bool,
) -> Nearest | None:
    """None where no sentence sounds like a "no", or where it is one with nothing granted: then something else made it
    none, such as a mail that the person labelled, or what it answers.

    Args:
        probabilities: (sentences, labels), at least one row.
        contexts: (2,), how probable it is that the mail is about a job, and if so about an application of one's own.
        score: of a "no", given sentences, contexts, and whether the first sentence is the subject.
        subject: the first row is the subject.
    """
    noes = probabilities[:, [at for at, label in enumerate(labels) if label in REPLYABLE]].sum(axis=1)
    at = int(noes.argmax())
    if noes[at] < _LEAST or score(probabilities, contexts, subject) >= NO_BAR:
        return None
    job, own = contexts.tolist()
    granted = {
        JOB: score(probabilities, np.array([max(job, ABOUT_A_JOB), own]), subject),
        OWN: score(probabilities, np.array([job, max(own, ABOUT_A_JOB)]), subject),
        REST: score(probabilities[at : at + 1], contexts, subject and at == 0),
    }
    against, most = max(granted.items(), key=lambda one: one[1])
    if most < NO_BAR:
        return Nearest(at, float(noes[at]))
    return Nearest(at, float(noes[at]), against, {JOB: job, OWN: own}.get(against, 0.0), most)

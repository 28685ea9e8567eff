"""What else a mail says counts against its "no": an invitation, a condition, a refusal of another world.

A sentence may say a "no" in so many words, and the next one that it was a mistake. So the odds of the "no" are weighed
against all that the mail says besides. How much each label weighs was learned from whole mails
(learning/balancing.py): a logistic regression in which nothing that is no "no" can speak for one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: A sentence is never surer than this of what it says, and a label is never surer of being said somewhere.
SUREST = 0.999
#: A mail of an applicant tracking system, or from where an application is known to lie, is about a job this surely.
#: Where that is less probable, it is in doubt.
SURE_OF_JOB = 0.9
#: How much it counts against a "no" that a mail may not be about a job: so much of what its log odds lack to those of
#: SURE_OF_JOB. Everyday mail is not among what the weights were learned from, so this was chosen.
DOUBT = 0.4
#: A bank answers applications, too. Where a mail tells of another world, what its log odds of being about a job lack to
#: those of ABOUT_A_JOB counts against a "no": all of it where it is as sure as the second of these, as `said` has it
#: (0.98), nothing up to the first (0.865). Letters alone teach less of that, so this was chosen, too.
ABOUT_A_JOB = 0.97
OTHER_WORLD = 2.0, 3.9
#: A school invites, and a lender confirms what has arrived. Where a mail tells of another world more surely than the
#: first, as `said` has it (0.865), what it has above counts so much against the kinds that other worlds write, too.
SAID_ELSEWHERE, FOR_ELSEWHERE = 2.0, 2.0
#: By so many log odds a score can rise because nothing counts against it: to twice the odds. Most mails that say little
#: are not about an application at all.
MOST_GAIN = math.log(2)
#: From so many log odds on, a sentence that counts against a "no" is told.
WORTH_TELLING = 0.5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rival:
    """What counts most against a "no".

    Args:
        sentence, label: their numbers.
        probability: of that label, for the sentence by itself.
    """

    sentence: int
    label: int
    probability: float


@dataclass(frozen=True, slots=True)
class Balance:
    """How a "no" and all else are weighed.

    Args:
        start, own: the log odds where nothing is said, and how much those of the "no" itself count; at least 0.
        against: (labels,), how much each label counts against it; at least 0.
        elsewhere: the number of the label of another world; None where there is none.
    """

    start: float
    own: float
    against: Floats
    elsewhere: int | None = None

    def weigh(self, score: float, probabilities: Floats, job: float) -> float:
        """The score of a "no", 0 to 1, beside all else that the mail says.

        Args:
            score: by itself.
            probabilities: (sentences, labels), of each sentence by itself.
            job: how probable it is that the mail is about a job.
        """
        by_itself = log_odds(score)
        its = said(probabilities)
        odds = self.start + self.own * by_itself + doubt(job) - float(self.against @ its)
        if self.elsewhere is not None:
            odds += of_another_world(float(its[self.elsewhere]), job)
        return probability(min(odds, by_itself + MOST_GAIN))

    def strongest(self, probabilities: Floats, job: float) -> Rival | None:
        """What counts most against it, if it is worth telling. Arguments as for `weigh`."""
        surprises = surprise(probabilities)
        weights = self.against * surprises
        if self.elsewhere is not None:
            column = surprises[:, self.elsewhere]
            counts = -of_another_world(float(said(probabilities)[self.elsewhere]), job)
            weights[:, self.elsewhere] += counts * column / (column.sum() or 1.0)
        sentence, label = divmod(int(weights.argmax()), len(self.against))
        if weights[sentence, label] < WORTH_TELLING:
            return None
        return Rival(sentence, label, float(probabilities[sentence, label]))


def doubt(job: float) -> float:
    """Log odds that are added for how probable it is that the mail is about a job; none of them speak for a "no"."""
    return DOUBT * min(0.0, log_odds(job) - log_odds(SURE_OF_JOB))


def of_another_world(elsewhere: float, job: float) -> float:
    """Log odds that are added where the mail tells of another world and may not be about a job; see OTHER_WORLD.

    Args:
        elsewhere: how surely it does, as `said` has it.
        job: how probable it is that the mail is about a job.
    """
    low, high = OTHER_WORLD
    share = min(1.0, max(0.0, (elsewhere - low) / (high - low)))
    return share * min(0.0, log_odds(job) - log_odds(ABOUT_A_JOB))


def in_another_world(score: float, elsewhere: float) -> float:
    """How surely a mail is of a kind that other worlds write, too, 0 to 1, beside what it tells of one.

    Args:
        score: by itself.
        elsewhere: how surely it tells of another world, as `said` has it.
    """
    against = FOR_ELSEWHERE * (elsewhere - SAID_ELSEWHERE)
    return min(score, probability(log_odds(score) - against)) if against > 0 else score


def said(probabilities: Floats) -> Floats:
    """(labels,): how surely any sentence says each, as the negative logarithm of the probability that none does."""
    return np.asarray(np.minimum(surprise(probabilities).sum(axis=0), -math.log1p(-SUREST)))


def surprise(probabilities: Floats) -> Floats:
    """The same for each sentence: (sentences, labels)."""
    return np.asarray(-np.log1p(-np.minimum(probabilities, SUREST)))


def log_odds(chance: float) -> float:
    """Of a probability that is kept from 0 and 1 by a ten-thousandth."""
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def probability(odds: float) -> float:
    """Of log odds."""
    return 1 / (1 + math.exp(min(-odds, 700.0)))  # what math.exp can bear

"""Whole mails put together from corpus sentences: what the mail-level figures and thresholds are learned on.

No real mail is used anywhere. A composed mail has the shape of one: a greeting, courtesies, the sentence or
two that matter, more courtesies; or many ordinary sentences; or a refusal of another world.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from watcher.reading.types import KINDS

#: Kinds of mail that are made, with how often; "elsewhere" and the like are mails of kind "other".
SHARES = {
    "rejection": 8,
    "on_hold": 2,
    "offer_withdrawn": 1,
    "notice": 1,
    "acknowledgement": 6,
    "interview": 4,
    "assessment": 2,
    "offer": 2,
    "feedback": 1,
    "job_alert": 2,
    "outreach": 2,
    "other_job": 2,
    "ordinary": 8,
    "elsewhere": 8,
    "outsider": 3,
}
#: The share of mails about an application that are nothing but the sentence that matters.
TERSE = 0.4
#: The share of refusals of other worlds that are written like an answer to an application.
POLITE = 0.3
#: Mails of these have nothing to do with an application; of these with none of the person's own.
_NOT_JOB, _NOT_OWN = frozenset({"ordinary", "elsewhere"}), frozenset({"outsider", "job_alert", "outreach"})


@dataclass(frozen=True, slots=True)
class Mail:
    """A composed mail.

    Args:
        kind: one of KINDS.
        origin: the key of SHARES it was made for.
        sentences: indices into the sentences it was made of.
    """

    kind: str
    origin: str
    sentences: tuple[int, ...]

    @property
    def about_a_job(self) -> bool:
        return self.origin not in _NOT_JOB


@dataclass(frozen=True, slots=True)
class Drawn:
    """Composed mails as arrays, which go to another process in no time.

    Args:
        sentences: indices into the sentences that they were made of, one mail after the other.
        sizes: (mails,), how many sentences each has.
        job: (mails,), whether each is about a job.
        own: (mails,), of those that are, whether it is about an application of one's own.
    """

    sentences: npt.NDArray[np.intp]
    sizes: npt.NDArray[np.intp]
    job: npt.NDArray[np.bool_]
    own: npt.NDArray[np.bool_]


def drawn(mails: Sequence[Mail]) -> Drawn:
    """The same mails as arrays."""
    return Drawn(
        np.fromiter((at for mail in mails for at in mail.sentences), np.intp),
        np.array([len(mail.sentences) for mail in mails], np.intp),
        np.array([mail.about_a_job for mail in mails], np.bool_),
        np.array([mail.origin not in _NOT_OWN for mail in mails], np.bool_),
    )


def compose(by_label: Mapping[str, Sequence[int]], count: int, seed: str) -> list[Mail]:
    """`count` mails from sentences of one language.

    Args:
        by_label: for each label, the indices of its sentences; labels without sentences are left out.
        seed: the same seed makes the same mails.
    """
    rng = random.Random(seed)  # noqa: S311 (no secret: variety only)
    origins = [origin for origin in SHARES if by_label.get(origin)]
    shares = [SHARES[origin] for origin in origins]
    return [_mail(origin, by_label, rng) for origin in rng.choices(origins, shares, k=count)]


def _mail(origin: str, by_label: Mapping[str, Sequence[int]], rng: random.Random) -> Mail:
    def some(label: str, least: int, most: int) -> list[int]:
        choices = by_label.get(label, ())
        return rng.choices(choices, k=rng.randint(least, most)) if choices else []

    if origin == "ordinary":
        # Long mails have to be many: each sentence more is one more chance of a false alarm.
        body = some("ordinary", 1, rng.choice((3, 8, 20, 60)))
    elif origin == "elsewhere":
        # Banks and landlords write letters of the same shape, with the same courtesies.
        around = "polite" if rng.random() < POLITE else "ordinary"
        body = some(around, 0, 3) + some("elsewhere", 1, 4) + some(around, 0, 3)
    elif rng.random() < TERSE:
        body = some(origin, 1, 1)
    else:
        before, after = some("courtesy", 0, 3), some("courtesy", 0, 4)
        conditions = 1 if origin == "acknowledgement" else 0
        body = before + some(origin, 1, 2) + some("condition", 0, conditions) + after
    return Mail(origin if origin in KINDS else "other", origin, tuple(body))

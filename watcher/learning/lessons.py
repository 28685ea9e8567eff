"""What a labelled mail teaches: which of its sentences are what, and what the mail is about.

A label says something of a mail; a model judges sentences. So the sentence that made the mail what it is has to be
found, with the help of the model that is to learn it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.reading.cutting import sentences_of
from watcher.reading.decision import in_context, in_the_mail
from watcher.reading.model import Model
from watcher.reading.types import KINDS, OWN_APPLICATION, REPLYABLE, Message
from watcher.reading.vectors import Vectors, mail_vector

#: The label of a mail that is no answer of "no" or "not now", whatever else it is.
NOT_REJECTION = "not_rejection"
#: From here on a sentence of a mail counts as one that was taken for a no.
TAKEN_FOR_NO = 0.25
#: Where no sentence of a "no" reaches this, the model has no idea which says it, and so many are taken for it.
NO_IDEA, GUESSES = 0.1, 2
#: What a sentence can be that says nothing of an application, in whatever context. (Refusals of other worlds are not
#: among them: in a mail that is about a job, they count for nothing; see `decision.in_context`.)
HARMLESS = ("courtesy", "condition", "ordinary")
#: Of a mail so many features are kept, the weightiest.
MAIL_FEATURES = 400
#: A mail that is labelled as a "no" is about the person's application; its sentences are seen in this light.
SURE = (0.95, 0.95)
#: Kinds of mail about jobs that are not about an application of the person's own.
_MARKET = frozenset({"job_alert", "outreach"})
_ABOUT_OWN = frozenset(OWN_APPLICATION) | {"feedback", "offer_withdrawn", "other_job"}
_ALIVE = ("interview", "assessment", "offer")

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled mail.

    Args:
        kind: what the person said that it is, one of KINDS or NOT_REJECTION.
        at: when they said so.
        fingerprint: of the mail.
    """

    message: Message
    kind: str
    at: datetime
    fingerprint: str

    @property
    def is_no(self) -> bool:
        return self.kind in REPLYABLE


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a labelled mail.

    Args:
        features, values: its vector.
        label: the number of its label where the person's label says something of it; -1 where it does not.
        taken_for: the probabilities of all labels, by the model.
    """

    features: Array
    values: Floats
    label: int
    taken_for: Floats


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a labelled mail teaches.

    Args:
        features, values: the vector of the mail, the weightiest part of it.
        contexts: what it is about, nan where that is not known.
        sentences: those that are judged.
    """

    features: Array
    values: Floats
    contexts: tuple[float, float]
    sentences: tuple[Sentence, ...]


def lesson(model: Model, example: Example) -> Lesson:
    """Takes a labelled mail apart.

    Args:
        model: the shipped one.
    """
    mail = sentences_of(example.message)
    vectors = model.vectors(mail.said)
    features, values = mail_vector(vectors)
    weightiest = np.sort(np.argsort(-values, kind="stable")[:MAIL_FEATURES])
    first = len(mail.said) - mail.judged
    taken_for = model.probabilities(vectors)[first:]
    labels: dict[int, int] = {}
    if len(taken_for):
        contexts = SURE if example.is_no else model.contexts(vectors)
        alone = in_context(taken_for, model.labels, contexts)
        seen = in_the_mail(alone, contexts, model.chain, subject=mail.subject)
        found = (
            _of_a_no(seen, model.labels, example.kind, subject=mail.subject)
            if example.is_no
            else _of_another(seen, model.labels, example.kind)
        )
        labels = dict(found)
    sentences = tuple(
        Sentence(*_row(vectors, first + at), labels.get(at, -1), taken_for[at])
        for at in range(len(taken_for))
    )
    return Lesson(features[weightiest], values[weightiest], _about(example.kind), sentences)


def _of_a_no(seen: Floats, labels: Sequence[str], kind: str, *, subject: bool) -> Iterator[tuple[int, int]]:
    """The sentences of a "no" that say it, and those that must not say that the application is alive.

    At least one says it: the one for which the model finds that most likely, however weakly; not the subject, which
    stands above any answer, unless there is nothing else. Where the model has no idea, the second one may be it.
    """
    harmless = _columns(labels, HARMLESS)
    strength = seen[:, _columns(labels, REPLYABLE)].sum(axis=1)
    body = np.arange(len(seen)) >= (1 if subject and len(seen) > 1 else 0)
    order = np.argsort(-np.where(body, strength, -1.0), kind="stable")
    strongest = {int(order[0])}
    if strength[order[0]] < NO_IDEA and body.sum() > GUESSES:
        strongest |= {int(at) for at in order[:GUESSES]}
    alive = seen[:, _columns(labels, _ALIVE)].sum(axis=1)
    for at in range(len(seen)):
        if at in strongest or strength[at] >= 0.5:
            yield at, labels.index(kind)
        elif alive[at] >= 0.5 and harmless:
            yield at, _best(seen[at], harmless)


def _of_another(seen: Floats, labels: Sequence[str], kind: str) -> Iterator[tuple[int, int]]:
    """The sentences of a mail that is no "no" but were taken for one are what else is most likely.

    Of a mail of a certain kind, one sentence says that kind, and none says another.
    """
    barred = (REPLYABLE | {"offer_withdrawn"}) if kind == NOT_REJECTION else frozenset(KINDS) - {kind}
    others = _columns(labels, {kind, *HARMLESS})
    strongest = int(np.argmax(seen[:, labels.index(kind)])) if kind in labels else -1
    taken = seen[:, _columns(labels, barred)].sum(axis=1)
    for at in range(len(seen)):
        if at == strongest:
            yield at, labels.index(kind)
        elif taken[at] >= TAKEN_FOR_NO and others:
            yield at, _best(seen[at], others)


def _best(row: Floats, columns: Sequence[int]) -> int:
    return columns[int(np.argmax(row[columns]))]


def _columns(labels: Sequence[str], names: Collection[str]) -> list[int]:
    return [at for at, label in enumerate(labels) if label in names]


def _about(kind: str) -> tuple[float, float]:
    """Whether a mail of this kind is about a job, and about the person's own application; nan: who knows."""
    if kind in _ABOUT_OWN:
        return 1.0, 1.0
    if kind in _MARKET:
        return 1.0, 0.0
    return (np.nan, 0.0) if kind == "other" else (np.nan, np.nan)


def _row(vectors: Vectors, at: int) -> tuple[Array, Floats]:
    its = vectors.rows == at
    return vectors.features[its].astype(np.int32), vectors.values[its].astype(np.float32)

"""From the person's own labelled mail to a model of their own: the shipped one, and what they taught it.

A mail that the shipped model gets right teaches nothing. One that it gets wrong is kept with what its sentences are,
and speaks in mail that is nearly the same (watcher/reading/memory.py). Then all labelled mail is judged again: one
that went wrong by this is kept too, so that of two that contradict each other the more frequent has its way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from watcher.learning.training import BASE_MODEL, save
from watcher.reading.classifier import Classifier, sentences_of
from watcher.reading.decision import in_context
from watcher.reading.memory import MAIL_NEAR
from watcher.reading.model import (
    CONTEXTS,
    OWN_FORMAT_VERSION,
    Model,
    Vectors,
    mail_vector,
    read,
)
from watcher.reading.types import KINDS, OWN_APPLICATION, REPLYABLE, Message

#: The label of a mail that is no answer of "no" or "not now", whatever else it is.
NOT_REJECTION = "not_rejection"
#: A labelled mail whose score lies beyond these is known well enough; else it is kept.
SURE_NO, SURE_OTHER = 0.85, 0.4
#: From here on a sentence of a mail counts as one that was taken for a no.
TAKEN_FOR_NO = 0.25
#: So many mails are kept at most, and of each so many features, the weightiest.
MOST_KEPT, MAIL_FEATURES = 1_000, 400
#: How often all labelled mail is judged.
ROUNDS = 4
#: Kinds of mail about jobs that are not about an application of the person's own.
_MARKET = frozenset({"job_alert", "outreach"})
_ABOUT_OWN = frozenset(OWN_APPLICATION) | {"feedback", "offer_withdrawn"}

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Progress = Callable[[float, str], None]


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


@dataclass(frozen=True, slots=True)
class Own:
    """A model of the person's own.

    Args:
        about, arrays: the content of its two files.
        figures: what it learned from: mails for each label, and how many of them are kept.
    """

    model: Model
    about: Mapping[str, Any]
    arrays: Mapping[str, Array]
    figures: Mapping[str, Any]

    def write(self, folder: Path) -> str:
        """Writes it as a model is written, and returns its version."""
        return save(self.about, self.arrays, folder, self.figures, "own")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is kept of a mail.

    Args:
        mail: features and values of its vector.
        contexts: what it is about, nan where that is not known.
        sentences: features and values of each sentence that teaches something, and the number of its label.
    """

    mail: tuple[Array, Floats]
    contexts: tuple[float, float]
    sentences: tuple[tuple[Array, Floats, int], ...]


def train(base: Path | None, examples: Sequence[Example], progress: Progress | None = None) -> Own:
    """Learns from labelled mail. The same examples give the same bytes, in whatever order they come.

    Args:
        base: the folder of the shipped model, None for where it lies.
        examples: of two with one fingerprint the later label counts.
        progress: is told the share that is done, 0 to 1, and what is done now.

    Raises:
        StorageError: where the base model cannot be read.
    """
    say = progress or (lambda share, what: None)
    about, arrays = read(base or BASE_MODEL)
    model = Model(dict(about) | {"version": "own"}, arrays)
    chosen = latest(examples)
    lessons: dict[int, Lesson] = {}
    mails = _Mails(model, chosen, len(arrays["idf"]))
    own, waiting = model, list(range(len(chosen)))
    for number in range(ROUNDS):
        new: dict[int, Lesson] = {}
        for done, index in enumerate(reversed(waiting)):  # the latest labels first: there may be too many
            say((number + done / len(waiting)) / ROUNDS, "reading your labels")
            if len(lessons) + len(new) < MOST_KEPT and not knows(Classifier(own), chosen[index]):
                new[index] = lesson(model, chosen[index])
        if not new:
            break
        lessons |= new
        own = model.taught(_arrays([lessons[index] for index in sorted(lessons)]))
        waiting = [index for index in mails.near(sorted(new)) if index not in lessons]
    say(1.0, "done")
    kept = _arrays([lessons[index] for index in sorted(lessons)])
    figures = {
        "labels": {kind: count for kind in (*KINDS, NOT_REJECTION) if (count := _count(chosen, kind))},
        "kept": len(lessons),
        "base": about["version"],
    }
    own_about = dict(about) | {"format": OWN_FORMAT_VERSION, "version": ""}
    return Own(model.taught(kept), own_about, dict(arrays) | kept, figures)


def latest(examples: Sequence[Example]) -> list[Example]:
    """One example for each mail, the one that was labelled last, in the order of their labels."""
    ordered = sorted(examples, key=lambda one: (one.at, one.fingerprint, one.kind))
    return sorted(
        {one.fingerprint: one for one in ordered}.values(), key=lambda one: (one.at, one.fingerprint)
    )


def knows(classifier: Classifier, example: Example) -> bool:
    """Whether a classifier says of a labelled mail what the person said, and is sure of it."""
    verdict = classifier.classify(example.message)
    if example.kind in REPLYABLE:
        return verdict.kind == example.kind and verdict.score >= SURE_NO
    same = verdict.kind == example.kind or example.kind == NOT_REJECTION
    return same and verdict.kind not in REPLYABLE and verdict.score < SURE_OTHER


def lesson(model: Model, example: Example) -> Lesson:
    """What a labelled mail teaches: which of its sentences are what, and what it is about."""
    mail = sentences_of(example.message)
    vectors = model.vectors(mail.said)
    features, values = mail_vector(vectors)
    weightiest = np.sort(np.argsort(-values, kind="stable")[:MAIL_FEATURES])
    first = len(mail.said) - mail.judged
    contexts = model.contexts(vectors)
    seen = model.probabilities(vectors)[first:]
    if example.kind in REPLYABLE:
        found = _verdict_sentences(
            in_context(seen, model.labels, (0.95, 0.95)), model.labels, example, mail.subject
        )
    else:
        found = _other_sentences(in_context(seen, model.labels, contexts), model.labels, example.kind)
    sentences = tuple((*_row(vectors, first + at), label) for at, label in found)
    return Lesson((features[weightiest], values[weightiest]), _about(example.kind), sentences)


def _verdict_sentences(
    seen: Floats, labels: Sequence[str], example: Example, subject: bool
) -> Iterator[tuple[int, int]]:
    """The sentences of a labelled "no" that say it, and those that must not say that the application is alive.

    At least one says it: the one for which the model finds it most likely, however weakly; not the subject, which
    stands above any answer, unless there is nothing else.
    """
    kind = labels.index(example.kind)
    no = _columns(labels, REPLYABLE)
    neutral = [at for at, label in enumerate(labels) if label not in KINDS]
    strength = seen[:, no].sum(axis=1)
    body = np.arange(len(seen)) >= (1 if subject and len(seen) > 1 else 0)
    strongest = int(np.argmax(np.where(body, strength, -1.0)))
    alive = seen[:, _columns(labels, ("interview", "assessment", "offer"))].sum(axis=1)
    for at in range(len(seen)):
        if at == strongest or strength[at] >= 0.5:
            yield at, kind
        elif alive[at] >= 0.5:
            yield at, neutral[int(np.argmax(seen[at, neutral]))]


def _other_sentences(seen: Floats, labels: Sequence[str], kind: str) -> Iterator[tuple[int, int]]:
    """The sentences of a mail that is no "no": those that were taken for one are what else is most likely.

    Of a mail of a certain kind, one sentence says that kind.
    """
    barred = (REPLYABLE | {"offer_withdrawn"}) if kind == NOT_REJECTION else frozenset(KINDS) - {kind}
    others = [at for at, label in enumerate(labels) if label == kind or label not in KINDS]
    strongest = int(np.argmax(seen[:, labels.index(kind)])) if kind in labels else -1
    taken = seen[:, [at for at, label in enumerate(labels) if label in barred]].sum(axis=1)
    for at in range(len(seen)):
        if at == strongest:
            yield at, labels.index(kind)
        elif taken[at] >= TAKEN_FOR_NO:
            yield at, others[int(np.argmax(seen[at, others]))]


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
    return vectors.features[its], vectors.values[its]


def _arrays(lessons: Sequence[Lesson]) -> dict[str, Array]:
    """The arrays of `memory.OWN_ARRAYS`."""
    taught = [(number, one) for number, its in enumerate(lessons) for one in its.sentences]
    mails = _rows([its.mail for its in lessons])
    sentences = _rows([(one[0], one[1]) for _, one in taught])
    found = {f"own_mail_{name}": array for name, array in mails.items()}
    found |= {f"own_{name}": array for name, array in sentences.items()}
    contexts = np.array([its.contexts for its in lessons], dtype=np.float32)
    return found | {
        "own_mail_contexts": contexts.reshape(-1, len(CONTEXTS)),
        "own_mails": np.array([number for number, _ in taught], dtype=np.int32),
        "own_labels": np.array([one[2] for _, one in taught], dtype=np.int32),
    }


def _rows(vectors: Sequence[tuple[Array, Floats]]) -> dict[str, Array]:
    features = [features for features, _ in vectors] or [np.zeros(0)]
    values = [values for _, values in vectors] or [np.zeros(0)]
    return {
        "starts": np.cumsum([0, *(len(one) for one, _ in vectors)]).astype(np.int32),
        "features": np.concatenate(features).astype(np.int32),
        "values": np.concatenate(values).astype(np.float32),
    }


class _Mails:
    """The vectors of all labelled mails, to find those that are near to some of them."""

    def __init__(self, model: Model, examples: Sequence[Example], size: int) -> None:
        rows = _rows([mail_vector(model.vectors(sentences_of(one.message).said)) for one in examples])
        self._matrix = csr_matrix(
            (rows["values"], rows["features"], rows["starts"]), shape=(len(examples), size)
        )

    def near(self, some: Sequence[int]) -> list[int]:
        """All that are near to one of `some`, in order."""
        found = np.zeros(self._matrix.shape[0], dtype=bool)
        for at in range(0, len(some), 100):  # a few at a time: the table of all would not fit
            table = self._matrix @ self._matrix[list(some[at : at + 100])].T
            found |= np.asarray(table.max(axis=1).todense()).ravel() > MAIL_NEAR[0] * 0.9
        return np.flatnonzero(found).tolist()


def _count(examples: Sequence[Example], kind: str) -> int:
    return sum(one.kind == kind for one in examples)

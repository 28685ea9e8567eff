"""From the person's own labelled mail to a model of their own: the shipped one, and what they taught it.

It learns twice. The weights lean a little towards all labelled mail (leaning.py). A mail that is still judged wrongly
is kept with what its sentences are, and speaks in mail that is nearly the same (watcher/reading/memory.py). Then all
labelled mail is judged again: what went wrong by this is kept too, so that of two mails that contradict each other
the more frequent has its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from watcher.learning.leaning import lean
from watcher.learning.lessons import NOT_REJECTION, Example, Lesson, Sentence, lesson
from watcher.learning.saving import OWN_EFFORT, save
from watcher.reading.classifier import Classifier, shipped
from watcher.reading.decision import NO_BAR
from watcher.reading.memory import MAIL_NEAR
from watcher.reading.model import Model, load
from watcher.reading.model_files import CONTEXTS, OWN_FORMAT_VERSION, read
from watcher.reading.preparing import Prepared
from watcher.reading.types import KINDS, REPLYABLE, Message
from watcher.reading.vectors import mail_vector

__all__ = [
    "NOT_REJECTION",
    "Doubt",
    "Example",
    "Own",
    "Pinned",
    "knows",
    "latest",
    "pin",
    "suspicious",
    "train",
]

#: A labelled mail whose score lies beyond these is known well enough; else it is kept.
SURE_NO, SURE_OTHER = 0.85, 0.4
#: So many mails are kept at most, those of the latest labels.
MOST_KEPT = 1_000
#: How often all labelled mail is judged.
ROUNDS = 4
#: How far the weights lean: the first of these shares that turns nothing pinned wrong.
SHARES = (1.0, 0.6, 0.4, 0.2)
#: So many pinned mails are judged in one step.
_AT_ONCE = 32
#: Two labelled mails with a cosine from the first on ought to have one label; from the second on they are the same.
ALIKE, SAME = 0.6, 0.98
#: Answers do not come in so many mails that are nearly the same; newsletters do.
FLOOD = 20
#: So many labels are looked at again at most, the latest: it takes time that grows with their square.
MOST_DOUBTED = 1_000
#: So sure has the shipped model to be for a label to look wrong that no other mail speaks for.
SURELY_NO, SURELY_OTHER = 0.97, 0.02

Array = npt.NDArray[Any]
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Own:
    """A model of the person's own.

    Args:
        about, arrays: the content of its two files.
        figures: what it learned from: mails for each label, how many of them are kept, how many were left out
            because something pinned would turn wrong, and the base model.
    """

    model: Model
    about: Mapping[str, Any]
    arrays: Mapping[str, Array]
    figures: Mapping[str, Any]

    def write(self, folder: Path) -> str:
        """Writes it as a model is written, and returns its version."""
        return save(self.about, self.arrays, folder, self.figures, "own", OWN_EFFORT)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A mail that must stay right, as `pin` makes it."""

    mail: Prepared
    is_no: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label that looks wrong.

    Args:
        why: in plain words, a sentence.
    """

    example: Example
    why: str


def train(
    base: Path | None,
    examples: Sequence[Example],
    progress: Progress | None = None,
    pinned: Sequence[Pinned] = (),
) -> Own:
    """Learns from labelled mail. The same examples give the same bytes, in whatever order they come.

    Args:
        base: the folder of the shipped model, None for where it lies.
        examples: of two with one fingerprint the later label counts.
        progress: is told the share that is done, 0 to 1, and what is done now.
        pinned: what `pin` makes of mails: these stay right. Where the weights cannot lean towards the person's mail
            without that, they lean less, or not at all; and a labelled mail in the words of a pinned one that says
            something else is not kept.

    Raises:
        StorageError: where the base model cannot be read.
    """
    say = progress or (lambda share, what: None)
    about, arrays = read(base or shipped())
    version = about["version"]
    about = dict(about) | {"format": OWN_FORMAT_VERSION, "version": "own"}
    untaught = Model(about, arrays)
    chosen = latest(examples)
    lessons = []
    for done, example in enumerate(chosen):
        say(0.4 * done / len(chosen), "reading the mails that you labelled")
        lessons.append(lesson(untaught, example))
    say(0.4, "learning")
    with threadpool_limits(1):  # several threads add up in another order, and the bytes would differ
        leaned = _leaned(untaught, lean(untaught.weights, arrays["bias"], lessons), pinned)
    wanted = _kept(leaned, chosen, lessons, lambda share: say(0.5 + share / 2, "trying what was learned"))
    harmless = _harmless(leaned, wanted, lessons, pinned)
    kept = _arrays_of(harmless, lessons)
    say(1.0, "learned")
    arrays = dict(arrays) | {"weights": leaned.weights} | kept
    figures = {
        "labels": {kind: count for kind in (*KINDS, NOT_REJECTION) if (count := _count(chosen, kind))},
        "kept": len(harmless),
        "left out": len(wanted) - len(harmless),
        "base": version,
    }
    return Own(leaned.taught(kept), about, arrays, figures)


def pin(base: Path | None, mails: Iterable[tuple[Message, bool]]) -> list[Pinned]:
    """Mails that must stay right, ready to be judged again and again.

    Args:
        base: as for `train`.
        mails: and whether they are a "no". Those that the shipped model gets wrong are left out.

    Raises:
        StorageError: where the base model cannot be read.
    """
    classifier = Classifier(load(base or shipped()))
    found = [Pinned(classifier.prepare([message])[0], is_no) for message, is_no in mails]
    wrong = set(_wrong(classifier, found))
    return [one for at, one in enumerate(found) if at not in wrong]


def _wrong(classifier: Classifier, pinned: Sequence[Pinned]) -> Iterator[int]:
    """The places of those that a classifier judges otherwise. A few at a time take less time than each alone."""
    for at in range(0, len(pinned), _AT_ONCE):
        some = pinned[at : at + _AT_ONCE]
        for place, verdict in enumerate(classifier.judge_all([one.mail for one in some]), at):
            if (verdict.kind in REPLYABLE) != pinned[place].is_no:
                yield place


def _leaned(untaught: Model, weights: Array, pinned: Sequence[Pinned]) -> Model:
    """The model that leans as far as nothing pinned turns wrong."""
    nothing = _arrays([])
    difference = weights.astype(np.float32) - untaught.weights
    for share in SHARES:
        model = untaught.taught(nothing, (untaught.weights + share * difference).astype(weights.dtype))
        if next(_wrong(Classifier(model), pinned), None) is None:
            return model
    return untaught.taught(nothing)


def latest(examples: Sequence[Example]) -> list[Example]:
    """One example for each mail, the one that was labelled last, in the order of their labels."""
    ordered = sorted(examples, key=lambda one: (one.at, one.fingerprint, one.kind))
    return sorted(
        {one.fingerprint: one for one in ordered}.values(), key=lambda one: (one.at, one.fingerprint)
    )


def knows(classifier: Classifier, example: Example) -> bool:
    """Whether a classifier says of a labelled mail what the person said, and is sure of it."""
    verdict = classifier.classify(example.message)
    if example.is_no:
        return verdict.kind == example.kind and verdict.score >= SURE_NO
    same = verdict.kind == example.kind or example.kind == NOT_REJECTION
    return same and verdict.kind not in REPLYABLE and verdict.score < SURE_OTHER


def suspicious(model: Model, examples: Sequence[Example]) -> list[Doubt]:
    """The labels that look wrong, for the person to look at again; none of them is left out of training.

    Of the labels that contradict the model, one looks wrong where mail that is nearly the same has mostly the other
    one; and where the model is wholly sure, and either no mail like it speaks for the label or a flood of them does.
    Only whether a mail is a "no" is compared.

    Args:
        model: the shipped one.
    """
    chosen = latest(examples)
    classifier = Classifier(model)
    scores = [classifier.classify(one.message).score for one in chosen]
    no = np.array([one.is_no for one in chosen], dtype=bool)
    doubted = [at for at, score in enumerate(scores) if (score >= NO_BAR) != no[at]][-MOST_DOUBTED:]
    table = _table([lesson(model, one) for one in chosen], model)
    found = []
    for at, cosines in zip(doubted, _cosines(table, doubted), strict=True):
        like = np.setdiff1d(np.flatnonzero(cosines >= ALIKE), [at])
        against = like[no[like] != no[at]]
        sure = scores[at] <= SURELY_OTHER if no[at] else scores[at] >= SURELY_NO
        if (cosines[against] >= SAME).any():
            found.append(Doubt(chosen[at], "The same mail has another label too."))
        elif len(against) >= 2 and len(against) > 2 * (len(like) - len(against)):
            found.append(Doubt(chosen[at], f"{len(against)} mails much like it have another label."))
        elif sure and not 0 < len(like) - len(against) < FLOOD:
            found.append(Doubt(chosen[at], "It reads quite unlike this label."))
    return found


def _kept(
    leaned: Model, chosen: Sequence[Example], lessons: Sequence[Lesson], say: Callable[[float], None]
) -> set[int]:
    """The mails that have to be kept for all labelled mail to be judged as the person said, as far as that goes."""
    table = _table(lessons, leaned)
    kept: set[int] = set()
    classifier, waiting = Classifier(leaned), list(range(len(chosen)))
    for number in range(ROUNDS):
        new: list[int] = []
        for done, index in enumerate(reversed(waiting)):  # the latest labels first: there may be too many
            say((number + done / len(waiting)) / ROUNDS)
            if len(kept) + len(new) == MOST_KEPT:
                break
            if not knows(classifier, chosen[index]):
                new.append(index)
        if not new:
            break
        kept.update(new)
        classifier = Classifier(leaned.taught(_arrays_of(kept, lessons)))
        waiting = [index for index in _near(table, new) if index not in kept]
    return kept


def _harmless(leaned: Model, kept: set[int], lessons: Sequence[Lesson], pinned: Sequence[Pinned]) -> set[int]:
    """The kept mails without those that turn a pinned one wrong."""
    kept, waiting = set(kept), list(pinned)
    while kept and waiting:
        model = leaned.taught(_arrays_of(kept, lessons))
        waiting = [waiting[at] for at in _wrong(Classifier(model), waiting)]
        places = sorted(kept)
        for one in waiting:
            kept.difference_update(places[at] for at in _speaking(model, one))
    return kept


def _speaking(model: Model, pinned: Pinned) -> list[int]:
    """The places of the taught mails that speak in a mail."""
    if model.memory is None or pinned.mail.vectors is None:
        return []
    near, _ = model.memory.near(*mail_vector(pinned.mail.vectors))
    return [int(at) for at in near]


def _arrays_of(kept: set[int], lessons: Sequence[Lesson]) -> dict[str, Array]:
    return _arrays([lessons[index] for index in sorted(kept)])


def _arrays(lessons: Sequence[Lesson]) -> dict[str, Array]:
    """The arrays of `memory.OWN_ARRAYS`."""
    taught = [(number, one) for number, its in enumerate(lessons) for one in its.sentences if one.label >= 0]
    contexts = np.array([its.contexts for its in lessons], dtype=np.float32)
    found = {f"own_mail_{name}": array for name, array in _rows(lessons).items()}
    found |= {f"own_{name}": array for name, array in _rows([one for _, one in taught]).items()}
    return found | {
        "own_mail_contexts": contexts.reshape(-1, len(CONTEXTS)),
        "own_mails": np.array([number for number, _ in taught], dtype=np.int32),
        "own_labels": np.array([one.label for _, one in taught], dtype=np.int32),
    }


def _rows(vectors: Sequence[Lesson] | Sequence[Sentence]) -> dict[str, Array]:
    features = [one.features for one in vectors] or [np.zeros(0)]
    values = [one.values for one in vectors] or [np.zeros(0)]
    return {
        "starts": np.cumsum([0, *(len(one.features) for one in vectors)]).astype(np.int32),
        "features": np.concatenate(features).astype(np.int32),
        "values": np.concatenate(values).astype(np.float32),
    }


def _table(lessons: Sequence[Lesson], model: Model) -> csr_matrix:
    """(mails, features)."""
    rows = _rows(lessons)
    return csr_matrix(
        (rows["values"], rows["features"], rows["starts"]), shape=(len(lessons), model.features)
    )


def _near(table: csr_matrix, some: Sequence[int]) -> list[int]:
    """All mails that may be near to one of `some`, in order."""
    found = np.zeros(table.shape[0], dtype=bool)
    for cosines in _cosines(table, some):
        found |= cosines > MAIL_NEAR[0] * 0.9
    return [int(at) for at in np.flatnonzero(found)]


def _cosines(table: csr_matrix, some: Sequence[int]) -> Iterator[Array]:
    """For each of `some`, its cosines with all mails."""
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = diags(1 / np.maximum(lengths, 1e-9)) @ table
    for at in range(0, len(some), 100):  # a few at a time: the table of all would not fit
        yield from np.asarray((table[list(some[at : at + 100])] @ table.T).todense())


def _count(examples: Sequence[Example], kind: str) -> int:
    return sum(one.kind == kind for one in examples)

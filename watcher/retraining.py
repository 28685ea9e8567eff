"""Training on the person's own mail, step by step: collect, train, ask the gate, take into use or leave it.

The rooms decide; here they are only brought together with the log and the data folder. Nothing of a mailbox is touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from watcher.errors import StorageError, TemporaryError
from watcher.learning import gate, hard_cases, personal, trust, versions
from watcher.learning.hard_cases import Case
from watcher.learning.personal import Doubt, Example, Pinned
from watcher.reading import model as models
from watcher.reading.classifier import Classifier, shipped
from watcher.reading.message import parse
from watcher.reading.preparing import Prepared
from watcher.reading.types import REPLYABLE, Message, Verdict
from watcher.store import Store
from watcher.training_process import TRIED, TRIED_ON

#: Of so many labels, the latest, it is asked whether they look wrong: each is compared with all of them.
DOUBTED = 1_000

Progress = Callable[[float, str], None]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to learn from and to measure on.

    Args:
        examples: the labelled mails whose text is kept.
        ordinary: mail that was not taken for a no and that nobody labelled, with its fingerprint.
        textless: so many labels lie on mail whose text is not kept.
    """

    examples: Sequence[Example]
    ordinary: Sequence[tuple[str, Message]]
    textless: int

    @property
    def noes(self) -> list[Message]:
        return [one.message for one in self.examples if one.kind in REPLYABLE]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training.

    Args:
        state: "taken", "refused" by the gate, "same" as the model in use, or "nothing" to learn from.
        version: of the new model, "" where none was made.
        material: what was used.
        answer: of the gate.
        suspicious: the labels that look wrong, each with what makes it look so.
        left_out: so many labelled mails read like a hard case that says something else, and are not learned from.
    """

    state: str
    version: str
    material: Material
    answer: gate.Answer = field(default_factory=gate.Answer)
    suspicious: Sequence[Doubt] = ()
    left_out: int = 0

    @property
    def labels(self) -> dict[str, int]:
        """How many labels of which kind were used."""
        return dict(Counter(one.kind for one in self.material.examples).most_common())


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Holds the lock of trainings: one at a time. The system lets go of it even when the process is killed.

    Raises:
        TemporaryError: another training is under way.
        StorageError: the lock file cannot be written.
    """
    folder = data / "models"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", mode=0o600, blocking=False)
        lock.acquire()
    except Timeout:
        raise TemporaryError("A training is under way already.") from None
    except OSError as error:
        raise StorageError(f"{error.filename or folder} cannot be written: {error.strerror}.") from None
    try:
        yield
    finally:
        lock.release()


def collect(store: Store) -> Material:
    """The active labels with the texts that are kept."""
    labels = {row.fingerprint: row for row in store.labels()}
    examples = []
    for text in store.texts("labelled"):
        row = labels.get(text.fingerprint)
        if row is not None:
            examples.append(Example(parse(text.raw), row.kind, row.at, row.fingerprint))
    ordinary = [
        (text.fingerprint, parse(text.raw))
        for text in store.texts("ordinary")
        if text.fingerprint not in labels
    ]
    return Material(personal.latest(examples), ordinary, len(labels) - len(examples))


def train(data: Path, store: Store, now: datetime, progress: Progress) -> Outcome:
    """Trains on all labels and takes the new model into use if the gate lets it pass.

    Args:
        now: aware.
        progress: is told the share that is done, 0 to 1, and what is done now.

    Raises:
        StorageError: a model cannot be written or read; the one in use stays.
    """
    progress(0.0, "collecting labels")
    store.note(TRIED, now.astimezone(UTC).isoformat())
    store.note(TRIED_ON, versions.base_version())
    return train_on(data, collect(store), now, progress)


def train_on(data: Path, material: Material, now: datetime, progress: Progress) -> Outcome:
    """The same, on what was collected already."""
    if not material.examples:
        return Outcome("nothing", "", material)
    progress(0.02, "looking at your labels")
    model = models.load(shipped())
    base = Classifier(model)
    likely = gate.together(
        [
            gate.likely(material.examples, base.classify, base.understands),
            gate.forgets(_learned_from(data), len(material.examples), material.textless),
        ]
    )
    doubts = personal.suspicious(model, material.examples[-DOUBTED:])
    if not likely.passed:
        return Outcome("refused", "", material, likely, doubts)
    with versions.workshop(data) as part:
        cases = _hard_cases(base)
        learned = personal.train(None, material.examples, _within(progress, 0.2, 0.55), cases.pinned)
        name = learned.write(part)
        in_use, _ = versions.load_current(data)
        if name == in_use.version:
            return Outcome("same", name, material, suspicious=doubts, left_out=learned.figures["left out"])
        # What is judged is the model as it is read back from its files.
        questions = _Questions(material, cases, base, in_use, Classifier.load(part))
        answer = gate.together([likely, *questions.answers(data, progress)])
        if answer.passed:
            labels = Outcome("", "", material).labels
            versions.promote(data, part, versions.Version(name, now, labels, answer.figures))
    progress(1.0, "done")
    state = "taken" if answer.passed else "refused"
    return Outcome(state, name, material, answer, doubts, learned.figures["left out"])


def _learned_from(data: Path) -> int:
    """How many labels the model in use was trained on."""
    return sum(sum(one.labels.values()) for one in versions.versions(data) if one.current)


@dataclass(frozen=True, slots=True)
class _HardCases:
    """The hard cases, read once: all models here have the features of the shipped one.

    Args:
        mails: one for each case.
        verdicts: of the shipped model.
    """

    cases: Sequence[Case]
    mails: Sequence[Prepared]
    verdicts: Sequence[Verdict]

    @property
    def pinned(self) -> list[Pinned]:
        """Those that the shipped model gets right."""
        rows = zip(self.cases, self.mails, self.verdicts, strict=True)
        return [
            Pinned(mail, case.is_no)
            for case, mail, verdict in rows
            if (verdict.kind in REPLYABLE) == case.is_no
        ]


@dataclass(frozen=True, slots=True)
class _Questions:
    """What the gate needs to know.

    Args:
        base: the shipped model.
        old: the one in use; it may be the same.
    """

    material: Material
    cases: _HardCases
    base: Classifier
    old: Classifier
    new: Classifier

    def answers(self, data: Path, progress: Progress) -> list[gate.Answer]:
        """The answers to all questions but the first."""
        base, cases = self.base.classify, self.cases
        same = self.old.version == self.base.version
        old = base if same else self.old.classify
        before = cases.verdicts if same else _verdicts(self.old, cases.mails)
        trained_at = next((one.at for one in versions.versions(data) if one.name == self.old.version), None)
        rest, held = gate.hold_back(self.material.examples, trained_at)
        trial = self.new
        if held:
            chosen = [self.material.examples[at] for at in rest]
            learned = personal.train(None, chosen, _within(progress, 0.55, 0.85), cases.pinned)
            trial = Classifier(learned.model)
        progress(0.85, "comparing it with the one in use")
        ordinary = [mail for _, mail in self.material.ordinary]
        return [
            gate.pinned(cases.cases, cases.verdicts, before, _verdicts(self.new, cases.mails)),
            gate.own(held, old, base, trial.classify),
            gate.ordinary(ordinary, self.material.noes, old, self.new.classify),
        ]


def _hard_cases(base: Classifier) -> _HardCases:
    found = [case for group in hard_cases.read_all().values() for case in group]
    if not found:
        raise StorageError("The hard cases are missing, so no model can be compared; install it again.")
    mails = [mail for some in _pieces(found) for mail in base.prepare([case.message for case in some])]
    return _HardCases(found, mails, _verdicts(base, mails))


def _verdicts(classifier: Classifier, mails: Sequence[Prepared]) -> list[Verdict]:
    return [verdict for some in _pieces(mails) for verdict in classifier.judge_all(some)]


def _pieces(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """So many at a time as are read faster than one by one, and take little memory."""
    return (things[at : at + 32] for at in range(0, len(things), 32))


def _within(progress: Progress, start: float, end: float) -> Progress:
    """A progress of its own for a part of the work."""
    return lambda share, what: progress(start + share * (end - start), what)


def curve(material: Material, progress: Progress) -> list[trust.Point]:
    """The learning curve from the person's own mail."""

    base = Classifier.load()

    @cache  # reading them takes a second, and there may be too few labels for any curve
    def pinned() -> list[Pinned]:
        return _hard_cases(base).pinned

    def learn(examples: Sequence[Example]) -> gate.Judge:
        return Classifier(personal.train(None, examples, pinned=pinned()).model).classify

    return trust.curve(material.examples, base.classify, learn, progress)


def changed(data: Path, material: Material) -> tuple[str, list[tuple[str, trust.Change, Message]]]:
    """What the model in use judges otherwise than the one before it, of all mail whose text is kept.

    Returns:
        the version of the one before, and for each such mail its fingerprint, both verdicts, and the mail.
    """
    new, _ = versions.load_current(data)
    kept = [one.name for one in versions.versions(data)]
    earlier = kept[kept.index(new.version) + 1 :] if new.version in kept else []
    old = next(filter(None, (versions.by_name(data, name) for name in earlier)), None) or Classifier.load()
    mails = [(one.fingerprint, one.message) for one in material.examples] + list(material.ordinary)
    found = trust.changes([mail for _, mail in mails], old.classify, new.classify)
    return old.version, [(mails[one.at][0], one, mails[one.at][1]) for one in found]

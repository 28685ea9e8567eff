"""What the person can see of their own model: how it gets better with labels, and what it judges otherwise. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from watcher.learning.gate import Judge, Labelled, certain_no
from watcher.reading.types import REPLYABLE, Message, Verdict

#: The numbers of labels at which the curve is measured, and in how many parts mail is divided for it.
SIZES = (10, 20, 40, 80, 160, 320, 640)
PARTS = 4
#: So many mails of each part are judged at most, and so many labels are needed for a curve at all.
JUDGED, LEAST_LABELS = 200, 8

_One = TypeVar("_One", bound=Labelled)


@dataclass(frozen=True, slots=True)
class Point:
    """How well mail was judged that the model had not seen, after it had learned from so many labels.

    Args:
        labels: learned from; 0 for the shipped model.
        noes, found: how many of the judged mails are a no, and how many of these were taken for one.
        others, flagged: how many are none, and how many of these were taken for a no.
    """

    labels: int
    noes: int
    found: int
    others: int
    flagged: int

    @property
    def mails(self) -> int:
        return self.noes + self.others

    @property
    def right(self) -> int:
        return self.found + self.others - self.flagged


def curve(
    examples: Sequence[_One],
    shipped: Judge,
    learn: Callable[[Sequence[_One]], Judge],
    progress: Callable[[float, str], None] = lambda share, what: None,
) -> list[Point]:
    """The points of a learning curve, cross-validated: each mail is judged by models that have not seen it.

    The mail is dealt to PARTS in the order of its labels. For each part and each size a model learns from that many
    labels of the other parts, the earliest ones, as the person gave them. Other mail of the same sender may be among
    them, as it is in life; how mail of new senders fares is what the gate asks.

    Args:
        learn: trains on some of the examples.
        progress: is told the share that is done, 0 to 1, and what is done now.

    Returns:
        from no label on upwards; nothing where there are fewer than LEAST_LABELS.
    """
    ordered = sorted(examples, key=lambda one: (one.at, one.fingerprint))
    parts = [range(start, len(ordered), PARTS) for start in range(PARTS)]
    sizes = [size for size in SIZES if size <= len(ordered) - len(parts[0])]
    if len(ordered) < LEAST_LABELS:
        return []
    tasks = [(part, size) for size in sizes for part in parts]
    found = [_point(0, _judged(ordered, parts, lambda _: shipped))]
    for size in sizes:
        models: list[Judge] = []
        for part in parts:
            progress((sizes.index(size) * len(parts) + len(models)) / len(tasks), f"learning from {size}")
            inside = set(part)
            rest = [one for at, one in enumerate(ordered) if at not in inside]
            models.append(learn(rest[:size]))
        found.append(_point(size, _judged(ordered, parts, lambda number, by=models: by[number])))  # type: ignore[misc]
    progress(1.0, "done")
    return found


def _judged(
    examples: Sequence[Labelled], parts: Sequence[Sequence[int]], model_for: Callable[[int], Judge]
) -> Iterator[tuple[bool, bool]]:
    """Of each mail whether it is a no, and whether it was taken for one."""
    for number, part in enumerate(parts):
        judge = model_for(number)
        for at in sorted(part)[:JUDGED]:
            yield examples[at].kind in REPLYABLE, judge(examples[at].message).kind in REPLYABLE


def _point(labels: int, outcomes: Iterator[tuple[bool, bool]]) -> Point:
    rows = list(outcomes)
    said = [taken for is_no, taken in rows if is_no]
    other = [taken for is_no, taken in rows if not is_no]
    return Point(labels, len(said), sum(said), len(other), sum(other))


@dataclass(frozen=True, slots=True)
class Change:
    """A mail that two models judge otherwise.

    Args:
        at: the place of the mail in what was given.
    """

    at: int
    before: Verdict
    after: Verdict


def changes(mails: Sequence[Message], old: Judge, new: Judge) -> list[Change]:
    """The mails that would be taken for something else, or surely for a no where they were not, or the reverse."""
    found = []
    for at, mail in enumerate(mails):
        before, after = old(mail), new(mail)
        if before.kind != after.kind or certain_no(before) != certain_no(after):
            found.append(Change(at, before, after))
    return found

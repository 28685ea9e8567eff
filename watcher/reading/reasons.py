"""Why a sentence is taken for what it is: which of its words spoke for that, which against, and what came next.

No story is told about the model here: it is asked again, each time with one word, or one name, left out. What its
certainty loses is what that word gave. The labels are weighed as in the verdict on a mail that is about an application
of the person's own (decision.py): that a bank says "We regret", too, counts little there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from watcher.reading.balance import ABOUT_A_JOB
from watcher.reading.decision import in_context
from watcher.reading.features import Said
from watcher.reading.model import Model
from watcher.reading.types import ABOUT_AN_APPLICATION
from watcher.reading.vectors import Floats

#: How many words are named on each side; how much of the certainty one has to give (in log odds); and how much surer,
#: 0 to 1, the sentence has to be without one that counts against it. Where it is as sure as 0.99, no word has taken
#: that much from it, though it be many log odds.
MOST, LEAST, SURER = 4, 0.25, 0.05
#: Hiragana between other signs are endings and particles of words, several at a time: they are weighed, and not named.
_ENDINGS = re.compile(r"[\u3040-\u309f]+")
_WORD = re.compile(
    r"[\u3400-\u9fff]{1,4}|[\u3040-\u309f]+|[\u30a0-\u30ff]+|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W_]+)*"
)


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a sentence has its label.

    Args:
        alone: how surely it has that label by its own words, 0 to 1, whatever its mail is about.
        speaks_for, against: words, the weightiest first, as in a mail about an application of the person's own.
        nearly: the label that came next; may be one of the corpus that is no kind, such as "courtesy".
        chance: the probability of that label for the sentence alone, 0 to 1.
    """

    alone: float
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    nearly: str
    chance: float


def reasons(model: Model, said: Said, labels: Sequence[str]) -> Reasons:
    """Asks the model about a sentence.

    Args:
        labels: what it was taken for; "rejection" and "on_hold" are one answer.
    """
    sentence, language = said
    spans = _spans(model, said)
    without = [(f"{sentence[:start]} {sentence[end:]}", language) for start, end in spans]
    probabilities = model.probabilities(model.vectors([said, *without]))
    columns = [model.labels.index(label) for label in labels if label in model.labels]
    certainty = np.clip(_granted(probabilities, model.labels, labels)[:, columns].sum(axis=1), 1e-9, 1 - 1e-9)
    odds = np.log(certainty / (1 - certainty))
    gives: dict[str, tuple[float, float]] = {}
    for (start, end), gained, surer in zip(
        spans, odds[0] - odds[1:], certainty[1:] - certainty[0], strict=True
    ):
        word, part = sentence[start:end], (gained, surer)
        if not _ENDINGS.fullmatch(word):
            gives[word] = max(gives.get(word, part), part, key=lambda one: abs(one[0]))
    order = sorted(gives, key=lambda word: -gives[word][0])
    rest = [index for index in np.argsort(-probabilities[0]) if index not in columns]
    return Reasons(
        float(probabilities[0, columns].sum()),
        tuple(word for word in order if gives[word][0] >= LEAST)[:MOST],
        tuple(word for word in reversed(order) if gives[word][1] >= SURER)[:MOST],
        model.labels[rest[0]],
        float(probabilities[0, rest[0]]),
    )


def _granted(probabilities: Floats, names: Sequence[str], labels: Sequence[str]) -> Floats:
    """The probabilities in a mail that is about an application of the person's own, where that is what they say.

    Args:
        names: of the columns.
        labels: what the sentence was taken for.
    """
    if not ABOUT_AN_APPLICATION.issuperset(labels):
        return probabilities
    return in_context(probabilities, names, (ABOUT_A_JOB, ABOUT_A_JOB))


def _spans(model: Model, said: Said) -> list[tuple[int, int]]:
    """Where its words stand. A name is one: half a name would be read as words."""
    sentence, language = said
    spans = [match.span() for match in _WORD.finditer(sentence)]
    in_name = model.in_names([sentence[start:end] for start, end in spans], language)
    found: list[tuple[int, int]] = []
    for at, (start, end) in enumerate(spans):
        if at and in_name[at - 1] and in_name[at]:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found

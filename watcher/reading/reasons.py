"""Why a sentence is taken for what it is: which of its words spoke for that, which against, and what came next.

No story is told about the model here: it is asked again, each time with one word, or one name, left out. What its
certainty loses is what that word gave.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from watcher.reading.features import Said
from watcher.reading.model import Model

#: How many words are named on each side, and how much of the certainty one has to move (in log odds).
MOST, LEAST = 4, 0.25
_WORD = re.compile(
    r"[\u3400-\u9fff]{1,4}|[\u3040-\u309f]+|[\u30a0-\u30ff]+|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W_]+)*"
)


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a sentence has its label.

    Args:
        alone: how surely it has that label by its own words, 0 to 1.
        speaks_for, against: words, the weightiest first.
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
    certainty = np.clip(probabilities[:, columns].sum(axis=1), 1e-9, 1 - 1e-9)
    odds = np.log(certainty / (1 - certainty))
    gives: dict[str, float] = {}
    for (start, end), part in zip(spans, odds[0] - odds[1:], strict=True):
        word = sentence[start:end]
        gives[word] = max(gives.get(word, part), part, key=abs)
    order = sorted(gives, key=lambda word: -gives[word])
    rest = [index for index in np.argsort(-probabilities[0]) if index not in columns]
    return Reasons(
        float(certainty[0]),
        tuple(word for word in order if gives[word] >= LEAST)[:MOST],
        tuple(word for word in reversed(order) if gives[word] <= -LEAST)[:MOST],
        model.labels[rest[0]],
        float(probabilities[0, rest[0]]),
    )


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

"""How good is a model? Measured on lines that it never saw, sentence by sentence and on composed mails.

Folds are made of whole lines: the sentences written out of one line are near copies, and would flatter the
figures if they stood on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from watcher.learning.corpus import Corpus
from watcher.learning.training import Sample, composed, train
from watcher.reading.decision import NO_BAR, decide
from watcher.reading.types import REPLYABLE

FOLDS = 3
#: Composed mails that each fold is measured on.
MAILS = 1_500
#: Scores at which mails are counted: logged, and sure enough for a draft.
BARS = (NO_BAR, 0.9)


def cross_validate(corpus: Corpus, everything: Sequence[Sample], folds: int = FOLDS) -> dict[str, Any]:
    """Trains `folds` times, each time leaving out every so many-th line of each label.

    Returns:
        "sentences": per label, recall and precision; "mails": per origin of composed mails, how many there
        were, how many reached each of BARS, and the share whose kind was right.
    """
    fold_of = _folds(corpus, folds)
    truth: list[str] = []
    said: list[str] = []
    mails: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for fold in range(folds):
        held = [sample for sample in everything if fold_of[sample.line] == fold]
        rest = [sample for sample in everything if fold_of[sample.line] != fold]
        model = train(corpus, rest, f"fold {fold}").model
        vectors = model.vectors([sample.text for sample in held])
        probabilities = model.probabilities(vectors)
        truth += [sample.label for sample in held]
        said += [model.labels[index] for index in probabilities.argmax(axis=1)]
        for mail in composed(held, MAILS, f"held out {fold}"):
            texts = [held[index].text for index in mail.sentences]
            chosen = probabilities[list(mail.sentences)]
            decision = decide(chosen, model.labels, model.job_context(model.vectors(texts)))
            right = decision.kind == mail.kind
            mails[mail.origin].append((decision.score, right))
    return {"sentences": _per_label(truth, said), "mails": {k: _summary(v) for k, v in sorted(mails.items())}}


def _folds(corpus: Corpus, folds: int) -> list[int]:
    """The fold of each line: in turn within each label and language, so that all folds hold all of them."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    result = []
    for line in corpus.lines:
        key = (line.language, line.label)
        result.append(seen[key] % folds)
        seen[key] += 1
    return result


def _per_label(truth: Sequence[str], said: Sequence[str]) -> dict[str, dict[str, float]]:
    real, guess = np.array(truth), np.array(said)
    figures = {}
    for label in sorted(set(truth)):
        hits = int(((real == label) & (guess == label)).sum())
        figures[label] = {
            "recall": round(hits / max(1, int((real == label).sum())), 3),
            "precision": round(hits / max(1, int((guess == label).sum())), 3),
        }
    return figures


def _summary(outcomes: Sequence[tuple[float, bool]]) -> dict[str, float]:
    scores = np.array([score for score, _ in outcomes])
    reached = {f"at {bar}": round(float((scores >= bar).mean()), 4) for bar in BARS}
    right = round(sum(right for _, right in outcomes) / len(outcomes), 4)
    return {"mails": len(outcomes), **reached, "kind right": right}


def describe(figures: Mapping[str, Any]) -> str:
    """The figures as a table for the terminal."""
    held = figures["held_out"]
    lines = [f"{figures['lines']} lines, {figures['sentences']} sentences", "", "held-out sentences"]
    lines += [
        f"  {label:<18} lines {figures['lines_per_label'].get(label, 0):>4}   "
        f"recall {row['recall']:.3f}   precision {row['precision']:.3f}"
        for label, row in held["sentences"].items()
    ]
    lines += ["", "held-out composed mails: share that reaches the score of a no"]
    for origin, row in held["mails"].items():
        mark = "no " if origin in REPLYABLE else "   "
        reached = "   ".join(f"{bar:.2f}: {row[f'at {bar}']:.3f}" for bar in BARS)
        lines.append(
            f"  {mark}{origin:<18} {row['mails']:>5} mails   {reached}   kind right {row['kind right']:.3f}"
        )
    return "\n".join(lines)

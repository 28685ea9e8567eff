"""How good is a model? Measured on whole mails and on lines that it never saw.

`python -m watcher.learning.evaluation` prints both; the lines take three trainings.

Folds are made of whole lines: the sentences written out of one line are near copies, and would flatter the
figures if they stood on both sides.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from watcher.learning import balancing, chaining, scoring
from watcher.learning.corpus import Corpus, read
from watcher.learning.examples import asides, examples, judged
from watcher.learning.mail_contexts import composed, sources
from watcher.learning.scoring import Judged
from watcher.learning.training import BASE_MODEL, CORPUS, Sample, samples, train
from watcher.reading.classifier import Classifier
from watcher.reading.decision import NO_BAR, decide
from watcher.reading.model import Model, load
from watcher.reading.types import REPLYABLE, Message

FOLDS = 3
#: Composed mails, per language, that each fold is measured on.
MAILS = 300
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
        probabilities = model.probabilities(model.vectors([(one.text, one.language) for one in held]))
        truth += [sample.label for sample in held]
        said += [model.labels[index] for index in probabilities.argmax(axis=1)]
        for mail in composed(sources(corpus, held), MAILS, f"held out {fold}"):
            sentences = [(held[index].text, held[index].language) for index in mail.sentences]
            contexts = model.contexts(model.vectors(sentences))
            decision = decide(probabilities[list(mail.sentences)], model.labels, contexts)
            mails[mail.origin].append((decision.score, decision.kind == mail.kind))
    return {"sentences": _per_label(truth, said), "mails": {k: _summary(v) for k, v in sorted(mails.items())}}


def on_letters(model: Model, corpus: Corpus) -> list[Judged]:
    """The verdicts on the whole mails of the corpus, which the sentence model never saw.

    How their sentences go together, and what counts against a "no", was learned from them: so the letters of each
    language are judged by what those of the other languages teach.
    """
    judges = {language: Classifier(_without(model, corpus, language)) for language in corpus.languages}
    found = []
    for letter in corpus.letters:
        classifier = judges[letter.language]
        verdict = classifier.classify(Message("", subject=letter.subject, text=letter.text))
        said = verdict.evidence[0].sentence if verdict.evidence else letter.subject
        found.append(Judged(letter.place, letter.kind, letter.language, verdict.kind, verdict.score, said))
    return found


def _without(model: Model, corpus: Corpus, language: str) -> Model:
    """The model with the chain and the balance that the letters of all other languages teach."""
    letters = [letter for letter in corpus.letters if letter.language != language]
    others = judged(model, examples(letters, asides(corpus)))
    chained = model.chained(chaining.learn(model, others))
    return chained.balanced(balancing.learn(chained, others))


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
    """The figures of `cross_validate` as a table for the terminal."""
    lines = ["held-out sentences"]
    lines += [
        f"  {label:<18} recall {row['recall']:.3f}   precision {row['precision']:.3f}"
        for label, row in figures["sentences"].items()
    ]
    lines += ["", "held-out composed mails: share that reaches the score of a no"]
    for origin, row in figures["mails"].items():
        mark = "no " if origin in REPLYABLE else "   "
        reached = "   ".join(f"{bar:.2f}: {row[f'at {bar}']:.3f}" for bar in BARS)
        lines.append(
            f"  {mark}{origin:<18} {row['mails']:>5} mails   {reached}   kind right {row['kind right']:.3f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measures the shipped model on the whole mails of the corpus, then the way of training on held-out lines."""
    corpus = read(CORPUS)
    for line in scoring.describe(on_letters(load(BASE_MODEL), corpus)):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"\n{describe(cross_validate(corpus, samples(corpus)))}\n")


if __name__ == "__main__":
    main()

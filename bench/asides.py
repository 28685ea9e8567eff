"""Does a plain "no" stay one beside a sentence that says nothing of the answer?

    python bench/asides.py

Each plain mail of tests/reading/employers gets one sentence more, of each label that may stand in a "no" as well as
elsewhere (watcher/learning/examples.py), from a line of the corpus. Judged by the shipped model, with its balance and
without.
"""

from __future__ import annotations

import dataclasses
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from tests.reading.test_employers import FILES, mails
from watcher.learning.corpus import Line, read
from watcher.learning.examples import ASIDES
from watcher.learning.training import BASE_MODEL, CORPUS
from watcher.reading.classifier import Classifier
from watcher.reading.model import load
from watcher.reading.types import REPLYABLE, Message


def longer(mail: Message, sentence: str) -> Message:
    """The mail with a paragraph more, before its last one."""
    *before, last = mail.text.strip().split("\n\n")
    return dataclasses.replace(mail, text="\n\n".join([*before, sentence, last]))


def main() -> None:
    corpus, model = read(CORPUS), load(BASE_MODEL)
    lines: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in corpus.lines:
        lines[line.language, line.label].append(line)
    nothing = {"balance": np.array([0.0, 1.0]), "against": np.zeros(len(model.labels))}
    judges = {"with its balance": Classifier(model), "without": Classifier(model.balanced(nothing))}
    found: dict[str, Counter[str]] = {name: Counter() for name in judges}
    count: Counter[str] = Counter()
    rng = random.Random(1)
    for path in FILES:
        for mail in mails(path):
            for label in ("", *ASIDES):
                sentence = corpus.expand(rng.choice(lines[path.stem, label]), 1)[0] if label else ""
                tried = longer(mail, sentence) if label else mail
                count[label] += 1
                for name, classifier in judges.items():
                    found[name][label] += classifier.classify(tried).kind in REPLYABLE
    for name, its in found.items():
        print(name)
        for label, number in count.items():
            print(f"  {label or 'as they are':<18} {its[label]:>6} of {number}")
        more = sum(its[label] for label in ASIDES)
        print(f"  {'one sentence more':<18} {more:>6} of {sum(count[label] for label in ASIDES)}")


if __name__ == "__main__":
    main()

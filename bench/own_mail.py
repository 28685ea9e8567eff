"""What do 30 labels bring? Labels a random 30 mails, trains, and judges the rest, again and again with other 30.

    python bench/own_mail.py mail.jsonl [--set NAME] [--labels 30] [--seeds 20] [--ordinary more.jsonl]
    python bench/own_mail.py --templates          on the mails of bench/templates, three of each template
    python bench/own_mail.py --many 5000          how long a training takes with so many labels
    python bench/own_mail.py --letters en         on the whole mails of the corpus in one language

Labelled mail is JSONL with `subject, from, body, label, set`. Recall and false alarms of the rest, before and after,
over all seeds; the paired test is Wilcoxon's (`scipy.stats.wilcoxon`), two-sided. Nothing is kept of what is learned.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from scipy.stats import wilcoxon
from threadpoolctl import threadpool_limits

from bench.one_correction import pinned, templates
from watcher.learning.corpus import read
from watcher.learning.personal import NOT_REJECTION, Example, train
from watcher.learning.scoring import SAME_LABEL
from watcher.learning.training import CORPUS
from watcher.reading.classifier import Classifier
from watcher.reading.types import KINDS, REPLYABLE, Message

START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Mail:
    message: Message
    label: str
    fingerprint: str

    @property
    def is_no(self) -> bool:
        return self.label in REPLYABLE


def from_file(path: Path, name: str = "") -> list[Mail]:
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            label = SAME_LABEL.get(str(row.get("label")), str(row.get("label")))
            message = Message("", subject=row["subject"] or "", text=row["body"])
            if not name or row["set"] == name:
                found.append(Mail(message, label if label in KINDS else NOT_REJECTION, str(number)))
    return found


def from_templates() -> list[Mail]:
    return [
        Mail(mail, template.kind, f"{template.name} {number}")
        for template in templates()
        for number, mail in enumerate(template.mails)
    ]


def from_letters(language: str) -> list[Mail]:
    return [
        Mail(Message("", subject=letter.subject, text=letter.text), letter.kind, letter.place)
        for letter in read(CORPUS).letters
        if letter.language == language
    ]


def nos(classifier: Classifier, mails: Sequence[Mail]) -> np.ndarray:
    return np.array([classifier.classify(mail.message).kind in REPLYABLE for mail in mails])


def compare(name: str, before: Sequence[float], after: Sequence[float]) -> str:
    difference = np.array(after) - np.array(before)
    chance = float(wilcoxon(difference).pvalue) if difference.any() else 1.0
    better, worse = int((difference > 0).sum()), int((difference < 0).sum())
    return (
        f"{name:<32} {np.mean(before):8.4f} -> {np.mean(after):8.4f}   "
        f"higher in {better}, lower in {worse} of {len(before)}   p = {chance:.3g}"
    )


def many(count: int) -> None:
    """Trains on so many labelled mails, made of the letters of all languages with a number each, in whole seconds."""
    letters = read(CORPUS).letters
    examples = [
        Example(
            Message("", subject=one.subject, text=f"{one.text}\n\nNo. {at}"),
            one.kind,
            START + timedelta(hours=at),
            str(at),
        )
        for at, one in zip(range(count), itertools.cycle(letters))
    ]
    mails = pinned()
    started = time.perf_counter()
    own = train(None, examples, pinned=mails)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{count} labels: {time.perf_counter() - started:.0f} s, {used:.2f} GB, {own.figures['kept']} mails kept"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--set", default="")
    parser.add_argument("--labels", type=int, default=30)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--ordinary", type=Path)
    parser.add_argument("--many", type=int)
    parser.add_argument("--templates", action="store_true")
    parser.add_argument("--letters", default="")
    chosen = parser.parse_args()
    if chosen.many:
        many(chosen.many)
        return
    if chosen.templates:
        mails = from_templates()
    else:
        mails = from_letters(chosen.letters) if chosen.letters else from_file(chosen.file, chosen.set)
    ordinary = from_file(chosen.ordinary) if chosen.ordinary else []
    mails = [mail for mail in mails if mail.message.readable]
    shipped = Classifier.load()
    flagged, flagged_ordinary = nos(shipped, mails), nos(shipped, ordinary)
    truth = np.array([mail.is_no for mail in mails])
    rows: dict[str, tuple[list[float], list[float]]] = {
        name: ([], [])
        for name in ("recall of the rest", "false alarms in the rest", "false alarms, ordinary")
    }
    for seed in range(chosen.seeds):
        own = random.Random(seed).sample(range(len(mails)), chosen.labels)
        examples = [
            Example(mails[at].message, mails[at].label, START + timedelta(hours=hour), mails[at].fingerprint)
            for hour, at in enumerate(own)
        ]
        taught = Classifier(train(None, examples, pinned=pinned()).model)
        rest = np.setdiff1d(np.arange(len(mails)), own)
        after = nos(taught, [mails[at] for at in rest])
        for column, said in enumerate((flagged[rest], after)):
            rows["recall of the rest"][column].append(float(said[truth[rest]].mean()))
            rows["false alarms in the rest"][column].append(float(said[~truth[rest]].sum()))
        rows["false alarms, ordinary"][0].append(float(flagged_ordinary.sum()))
        rows["false alarms, ordinary"][1].append(float(nos(taught, ordinary).sum()))
    print(
        f"{len(mails)} mails, {int(truth.sum())} of them a no; {chosen.labels} labels, {chosen.seeds} seeds"
    )
    for name, (one, other) in rows.items():
        if ordinary or "ordinary" not in name:
            print(compare(name, one, other))


if __name__ == "__main__":
    with threadpool_limits(1):
        main()

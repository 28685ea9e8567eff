"""How fast the classifier is and how much memory it holds.

    python bench/classify.py                     speed and resident memory
    python bench/classify.py mail.jsonl ...      verdicts on labelled mail: figures for each label

A line of labelled mail is a JSON object with `id, subject, from, body, label`, the label being a kind of mail
as the program names them. Memory is measured with psutil, one of the test requirements.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE, Message

USUAL = """Dear Robin,

Thank you for applying for the position of gardener at Tallgrass and for the time that you put into your
application. We were glad to read about your work in the parks of Ellersby, and the team enjoyed your letter.

We had more than a hundred applications for this post, many of them very good. After reading all of them with
care, we have decided to continue with candidates who have more experience with old trees.

We know that this is not the answer you were hoping for. We would like to keep your documents for half a year
and come back to you if a post opens that suits you. If you would rather we did not, please let us know.

We wish you all the best for your search.

Kind regards
Maren Okafor
Tallgrass, Port Maddock
"""


def speed() -> None:
    started = time.perf_counter()
    classifier = Classifier.load()
    print(f"load                 {time.perf_counter() - started:8.3f} s")
    long_text = (USUAL * 60)[:65_536]
    for name, text, rounds in (("usual mail", USUAL, 300), ("64 KiB", long_text, 20)):
        message = Message("0" * 64, subject="Your application", text=text)
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            classifier.classify(message)
            times.append((time.perf_counter() - started) * 1000)
        print(f"{name:<20} {statistics.median(times):8.2f} ms  (worst {max(times):.2f})")


def memory() -> None:
    root = str(Path(__file__).resolve().parents[1])
    for name, code in (
        ("bare Python", ""),
        ("with numpy", "import numpy"),
        ("with the model", "from watcher.reading.classifier import Classifier; c = Classifier.load()"),
    ):
        report = "import psutil; print(psutil.Process().memory_info().rss / 1e6)"
        program = f"import sys; sys.path.insert(0, {root!r}); {code}\n{report}"
        result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        print(f"{name:<20} {float(result.stdout):8.1f} MB resident")


def labelled(paths: list[str]) -> None:
    classifier = Classifier.load()
    scores: dict[str, list[float]] = defaultdict(list)
    right: dict[str, int] = defaultdict(int)
    for path in paths:
        with open(path, encoding="utf-8") as lines:  # not splitlines: mail holds U+2028 and its like
            for mail in map(json.loads, lines):
                verdict = classifier.classify(Message("", subject=mail["subject"], text=mail["body"]))
                scores[mail["label"]].append(verdict.score)
                right[mail["label"]] += verdict.kind == mail["label"]
    for label, values in sorted(scores.items()):
        at = "  ".join(f"score >= {bar}: {sum(v >= bar for v in values):>5}" for bar in (0.5, 0.9))
        mark = "*" if label in REPLYABLE else " "
        print(f"{mark} {label:<20} {len(values):>6} mails  {at}  kind right: {right[label]:>5}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        labelled(sys.argv[1:])
    else:
        speed()
        memory()

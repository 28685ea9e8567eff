"""How fast `grace classify` judges whole raw mails, beside the standard library, which only parses and decodes them.

    python bench/mbox.py mail.mbox [MOST]

Both run over the same mails in the same process, one core, by turns, each time with a classifier that has seen none of
them; of each lot of mails the least of some rounds is taken. The ratio is what counts, the rates depend on the machine.
With --json `grace classify` also says whom a reply would go to.
MOST is the number of mails, all by default.
"""

from __future__ import annotations

import email
import itertools
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from watcher.cli.classify import TOGETHER, judge, judge_all, settled
from watcher.cli.sources import Sample, read
from watcher.reading.classifier import Classifier

#: How often all mails are gone through.
ROUNDS = 4


def decoded(sample: Sample) -> int:
    """Characters of text that the standard library finds."""
    found = 0
    for part in email.message_from_bytes(sample.raw).walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                try:
                    found += len(content.decode(part.get_content_charset() or "utf-8", "replace"))
                except LookupError:
                    found += len(content.decode("latin-1"))
    return found


def seconds(samples: Sequence[Sample], *, replies: bool) -> list[tuple[float, float]]:
    """How long the standard library and how long we take for each lot of mails, by turns: the machine is not as fast at
    any time."""
    classifier, found = Classifier.load(), []
    with settled(), threadpool_limits(1):
        for begin in range(0, len(samples), TOGETHER):
            some = samples[begin : begin + TOGETHER]
            started = time.process_time()
            for sample in some:
                decoded(sample)
            between = time.process_time()
            for _ in judge_all(classifier, some, replies=replies):
                pass
            found.append((between - started, time.process_time() - between))
    return found


def main(path: str, most: str = "1000000") -> None:
    samples = list(itertools.islice(read([path]), int(most)))
    started = time.process_time()
    classifier = Classifier.load()
    print(f"load              {time.process_time() - started:10.3f} s")
    judge(classifier, samples[0])  # what is imported for the first mail is no part of the rate
    for shown in ("on the screen", "with --json"):
        rounds = [seconds(samples, replies=shown == "with --json") for _ in range(ROUNDS)]
        least = [tuple(map(min, zip(*lot, strict=True))) for lot in zip(*rounds, strict=True)]
        plain, ours = map(sum, zip(*least, strict=True))
        print(
            f"{shown:18}{len(samples) / ours:10.0f} mails a second, {plain / ours:.4f} of the standard library's "
            f"{len(samples) / plain:.0f}"
        )
    worst = 0.0
    for sample in samples:
        started = time.process_time()
        judge(classifier, sample)
        worst = max(worst, time.process_time() - started)
    print(f"slowest mail      {worst:10.3f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])

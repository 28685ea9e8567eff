"""How fast `grace classify` judges whole raw mails, beside the standard library, which only parses and decodes them.

    python bench/mbox.py mail.mbox [MOST]

All run over the same mails in the same process, one core; the ratio is what counts, the rates depend on the machine.
With --json `grace classify` also says whom a reply would go to.
MOST is the number of mails, all by default.
"""

from __future__ import annotations

import email
import itertools
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from watcher.cli.classify import judge, judge_all, settled
from watcher.cli.sources import Sample, read
from watcher.reading.classifier import Classifier


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


def main(path: str, most: str = "1000000") -> None:
    samples = list(itertools.islice(read([path]), int(most)))
    started = time.process_time()
    classifier = Classifier.load()
    print(f"load              {time.process_time() - started:10.3f} s")
    started = time.process_time()
    for sample in samples:
        decoded(sample)
    plain = time.process_time() - started
    judge(classifier, samples[0])  # what is imported for the first mail is no part of the rate
    totals = {}
    for shown in ("on the screen", "with --json"):
        classifier = Classifier.load()
        with settled():
            started = time.process_time()
            for _ in judge_all(classifier, samples, replies=shown == "with --json"):
                pass
            totals[shown] = time.process_time() - started
    worst = 0.0
    for sample in samples:
        started = time.process_time()
        judge(classifier, sample)
        worst = max(worst, time.process_time() - started)
    print(f"standard library  {len(samples) / plain:10.0f} mails a second")
    for shown, total in totals.items():
        print(f"{shown:18}{len(samples) / total:10.0f} mails a second, {plain / total:.4f} of it")
    print(f"slowest mail      {worst:10.3f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What wrong labels do to a model, and whether they are named.

    python bench/poison.py

The mailbox is made of bench/templates (three mails of each), the English whole mails of the corpus, and newsletters
that are put together from the corpus's ordinary sentences.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from threadpoolctl import threadpool_limits

from bench.one_correction import pinned
from bench.own_mail import Mail, from_letters, from_templates
from tests.hard_cases.reading import read_all
from watcher.learning.corpus import read
from watcher.learning.personal import NOT_REJECTION, Example, Own, suspicious, train
from watcher.learning.training import BASE_MODEL, CORPUS
from watcher.reading import model as models
from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE, Message

START = datetime(2026, 3, 1, tzinfo=UTC)


def examples(mails: Sequence[Mail]) -> list[Example]:
    return [
        Example(mail.message, mail.label, START + timedelta(minutes=number), mail.fingerprint)
        for number, mail in enumerate(mails)
    ]


def turned(example: Example) -> Example:
    return replace(example, kind=NOT_REJECTION if example.is_no else "rejection")


def newsletters(count: int, templates: int = 40) -> list[Mail]:
    """Issues of some newsletters; each issue has most sentences of its newsletter and a few of its own."""
    rng = random.Random(5)
    corpus = read(CORPUS)
    sentences = [
        corpus.expand(line, 1)[0]
        for line in corpus.lines
        if line.language == "en" and line.label == "ordinary"
    ]
    frames = [rng.sample(sentences, 6) for _ in range(templates)]
    found = []
    for number in range(count):
        its = [*rng.sample(frames[number % templates], 5), *rng.sample(sentences, 2)]
        message = Message("", subject=f"Newsletter {number % templates}, {number}", text="\n\n".join(its))
        found.append(Mail(message, "rejection", f"news {number}"))
    return found


def right(classifier: Classifier, mails: Sequence[tuple[Message, bool]]) -> list[bool]:
    return [(classifier.classify(message).kind in REPLYABLE) == no for message, no in mails]


def report(name: str, own: Own, mails: Sequence[Mail], started: float) -> None:
    shipped, taught = Classifier.load(), Classifier(own.model)
    print(f"{name}: {own.figures['kept']} mails kept, trained in {time.perf_counter() - started:.0f} s")
    for what, some in (
        ("its mails, by their true labels", [(m.message, m.is_no) for m in mails]),
        ("hard cases", [(case.message, case.is_no) for group in read_all().values() for case in group]),
    ):
        before, after = right(shipped, some), right(taught, some)
        lost = sum(was and not now for was, now in zip(before, after, strict=True))
        print(f"  {what}: {sum(before)} of {len(some)} right before, {sum(after)} after; {lost} turned wrong")


def main() -> None:
    shipped = models.load(BASE_MODEL)
    mails = [*from_templates(), *from_letters("en")]
    random.Random(3).shuffle(mails)
    labelled = examples(mails)

    started = time.perf_counter()
    report("true labels", train(None, labelled, pinned=pinned()), mails, started)
    print(f"  named as doubtful: {len(suspicious(shipped, labelled))} of {len(labelled)}")

    wrong = set(random.Random(4).sample(range(len(labelled)), len(labelled) // 20))
    poisoned = [turned(one) if at in wrong else one for at, one in enumerate(labelled)]
    started = time.perf_counter()
    report("5 % wrong labels", train(None, poisoned, pinned=pinned()), mails, started)
    named = {one.example.fingerprint for one in suspicious(shipped, poisoned)}
    hit = sum(labelled[at].fingerprint in named for at in wrong)
    print(f"  named as doubtful: {len(named)}, {hit} of the {len(wrong)} wrong ones among them")

    twice = [
        *labelled[:20],
        *(replace(turned(one), fingerprint=f"{one.fingerprint} again") for one in labelled[:20]),
    ]
    started = time.perf_counter()
    report("the same 20 mails under two labels", train(None, twice, pinned=pinned()), mails[:20], started)
    print(f"  named as doubtful: {len(suspicious(shipped, twice))} of {len(twice)}")

    news = newsletters(10_200)
    started = time.perf_counter()
    own = train(None, examples(news[:10_000]), pinned=pinned())
    report("10,000 newsletters as rejections", own, [*from_templates(), *from_letters("en")], started)
    flagged = [Classifier(own.model).classify(one.message).kind in REPLYABLE for one in news[10_000:]]
    print(f"  later issues taken for a no: {sum(flagged)} of {len(flagged)}")
    started = time.perf_counter()
    named_news = suspicious(shipped, examples(news[:2_000]))
    print(f"  named as doubtful: {len(named_news)} of 2000, in {time.perf_counter() - started:.0f} s")

    started = time.perf_counter()
    report("no labels", train(None, [], pinned=pinned()), mails, started)


if __name__ == "__main__":
    with threadpool_limits(1):
        main()

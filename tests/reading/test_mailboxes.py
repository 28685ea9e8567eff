"""What a job seeker's mailbox holds, in nine languages: answers, receipts, invitations, and mail of other worlds.

The mails stand in mailboxes/, in the format of `grace evaluate`. They were written for this test without a look at the
corpus, and none was learned from. models/MODEL_CARD.md has the figures.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from watcher.cli.classify import judge
from watcher.cli.sources import labelled
from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE

FILES = sorted((Path(__file__).parent / "mailboxes").glob("*.jsonl"))
#: How many of a hundred answers of "no" are seen: at least, in all languages together and in any one, and in all of
#: them where an application to the sender is known; and how many of a hundred other mails are taken for one: at most.
ALL, ANY, KNOWN, FALSE = 87, 75, 90, 4

Counts = dict[str, Counter[tuple[str, bool]]]


@pytest.fixture(scope="module")
def counted() -> Counts:
    return counts_of(applied=False)


def counts_of(*, applied: bool) -> Counts:
    """For each language, how many mails of each label are taken for a "no", and are not.

    Args:
        applied: an application to each sender is known.
    """
    classifier = Classifier.load()
    return {
        path.stem: Counter(
            (row["label"], judge(classifier, sample, applied=applied)["kind"] in REPLYABLE)
            for _, sample, row in labelled(path)
        )
        for path in FILES
    }


def share(counts: Counts, *labels: str) -> float:
    """Of all mails with these labels, the share that is taken for a "no"."""
    taken, not_taken = (
        sum(of[label, no] for of in counts.values() for label in labels) for no in (True, False)
    )
    return taken / (taken + not_taken)


def test_most_answers_are_seen(counted: Counts) -> None:
    assert share(counted, "rejection") >= ALL / 100


@pytest.mark.parametrize("language", [path.stem for path in FILES])
def test_in_each_language(counted: Counts, language: str) -> None:
    assert share({language: counted[language]}, "rejection") >= ANY / 100


def test_hardly_anything_else_is_taken_for_one(counted: Counts) -> None:
    for label in ("acknowledgement", "other_job", "not_job"):
        assert share(counted, label) <= FALSE / 100, label


@pytest.mark.long
def test_more_are_seen_where_an_application_is_known() -> None:
    counts = counts_of(applied=True)
    assert share(counts, "rejection") >= KNOWN / 100
    assert share(counts, "acknowledgement", "other_job") <= FALSE / 100

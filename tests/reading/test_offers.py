"""What becomes of an offer: jobs that are given in the words of a refusal, and offers that are taken back.

The mails stand in offers/, in the format of `grace evaluate`: in thirteen languages, written after the corpus, many of
the offers so that they begin like a "no", and most of what is taken back without the word. An offer that is taken for
a "no" is the worst mistake there is. None may be learned from (test_sideways.py looks); all but 78 (English, German
and French) were at hand when it was chosen how surely a mail must offer a job to be no "no" (reading/decision.py).
models/MODEL_CARD.md has the figures.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from watcher.cli.classify import judge_all
from watcher.cli.sources import labelled
from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE
from watcher.replying.policy import DRAFT_BAR

FILES = sorted((Path(__file__).parent / "offers").glob("*.jsonl"))
#: Of a hundred offers so many are taken for a "no" at most, and so many surely; of a hundred answers of "not now" so
#: many are seen at least, and of a hundred offers that are taken back.
TAKEN_FOR_A_NO, SURELY, ON_HOLD, TAKEN_BACK = 10, 3.5, 66, 20

Judged = list[tuple[str, str, float]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    """Of each mail what it is, what it is taken for, and the score of a "no"."""
    classifier, found = Classifier.load(), []
    for path in FILES:
        _, samples, rows = zip(*labelled(str(path)), strict=True)
        verdicts = judge_all(classifier, samples)
        found += [
            (row["label"], verdict["kind"], verdict["score"])
            for row, verdict in zip(rows, verdicts, strict=True)
        ]
    return found


def share(judged: Judged, label: str, kinds: frozenset[str], score: float = 0.0) -> float:
    """Of a hundred mails with a label, how many are taken for one of these kinds, at that score or above."""
    its = [(kind, its_score) for one, kind, its_score in judged if one == label]
    return 100 * sum(kind in kinds and one >= score for kind, one in its) / len(its)


def test_there_are_so_many_in_thirteen_languages(judged: Judged) -> None:
    assert len(FILES) == 13
    assert len(judged) == 1388
    assert Counter(label for label, _, _ in judged)["offer"] == 483


def test_an_offer_is_seldom_taken_for_a_no_and_hardly_ever_surely(judged: Judged) -> None:
    assert share(judged, "offer", REPLYABLE) <= TAKEN_FOR_A_NO
    assert share(judged, "offer", REPLYABLE, DRAFT_BAR) <= SURELY


def test_a_not_now_is_seen_and_some_of_what_is_taken_back(judged: Judged) -> None:
    assert share(judged, "on_hold", REPLYABLE) >= ON_HOLD
    assert share(judged, "offer_withdrawn", frozenset({"offer_withdrawn"})) >= TAKEN_BACK

"""Answers that are hardly ever said in set words, and other mail in theirs, in thirteen languages.

The 4,749 mails stand in sideways/, in the format of `grace evaluate`. They were written after the corpus, in sets of
three or four about one situation: who does the work now, what became of the post, the licence that was lacking, as a
firm, a system, an aunt, a bad translation would say it; and as many receipts, offers, other worlds and gossip in the
same words. They are far harder than a mailbox. None may be learned from; about half of them were at hand when the
last two settings were chosen. models/MODEL_CARD.md has the figures.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from watcher.cli.classify import judge_all
from watcher.cli.sources import labelled
from watcher.learning.corpus import Corpus, read
from watcher.learning.training import CORPUS
from watcher.reading.classifier import Classifier
from watcher.reading.types import KINDS, REPLYABLE

FILES, OFFERS = (
    sorted((Path(__file__).parent / folder).glob("*.jsonl")) for folder in ("sideways", "offers")
)
#: How many of a hundred answers of "no" are seen: at least; and how many of a hundred other mails are taken for one, in
#: all languages together and in any one: at most.
SEEN, FALSE, FALSE_IN_ANY = 48, 6, 11
#: Sentences this long are nobody's set phrase.
LONG = 40

Counts = dict[str, Counter[tuple[bool, bool]]]


@pytest.fixture(scope="module")
def counted() -> Counts:
    """For each language, how many mails that are a "no" or not are taken for one, or not."""
    classifier = Classifier.load()
    counts: Counts = {}
    for path in FILES:
        _, samples, rows = zip(*labelled(str(path)), strict=True)
        verdicts = judge_all(classifier, samples)
        counts[path.stem] = Counter(
            (row["label"] in REPLYABLE, verdict["kind"] in REPLYABLE)
            for row, verdict in zip(rows, verdicts, strict=True)
        )
    return counts


def taken(counts: Counts, is_no: bool) -> float:
    """Of all mails that are a "no", or are not, how many of a hundred are taken for one."""
    together = sum(counts.values(), Counter[tuple[bool, bool]]())
    return 100 * together[is_no, True] / (together[is_no, True] + together[is_no, False])


@pytest.mark.long
def test_there_are_so_many_in_thirteen_languages(counted: Counts) -> None:
    assert len(FILES) == 13
    assert sum(sum(of.values()) for of in counted.values()) == 4749


@pytest.mark.long
def test_about_half_of_the_answers_are_seen(counted: Counts) -> None:
    assert taken(counted, is_no=True) >= SEEN


@pytest.mark.long
def test_few_others_are_taken_for_one(counted: Counts) -> None:
    assert taken(counted, is_no=False) <= FALSE
    for language, of in counted.items():
        assert taken({language: of}, is_no=False) <= FALSE_IN_ANY, language


def test_none_was_learned_from() -> None:
    corpus: Corpus = read(CORPUS)
    learned = {" ".join(line.pattern.casefold().split()) for line in corpus.lines}
    for path in (*FILES, *OFFERS):
        for _, _, row in labelled(str(path)):
            assert row["label"] in KINDS
            said = [line for line in row["body"].casefold().split("\n") if len(line) >= LONG]
            assert learned.isdisjoint(said), row["id"]

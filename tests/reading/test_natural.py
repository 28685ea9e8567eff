"""Mail as employers, agencies and systems really send it, in thirteen languages: what it is, and what is read in it.

A line of the files is a mail as it arrives, what kind it is, and what a careful reader reads in it, "|" between two
answers that are both right. Their writers were asked for ordinary mail of all sorts, without puzzles, those of
natural_trades/ for that of crafts, farms, kitchens, offices and churches by writers of all ages and tempers; they had
seen neither the corpus nor the program. The odd ones, and of natural/ some of the even ones, showed what of names,
numbers, reasons and stages had to be mended. None was learned from. The figures of models/MODEL_CARD.md:

    .venv/bin/python -m pytest -s tests/reading/test_natural.py
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.reading.test_details_unseen import OWN, judged
from watcher.reading.classifier import Classifier
from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.types import REPLYABLE, Verdict

FIELDS = (
    "company",
    "role",
    "person",
    "requisition",
    "greeting",
    "address",
    "reapply_after",
    "stage",
    "reason",
)
#: Asked of answers of no only; and kinds of mail in which no names are looked for.
OF_ANSWERS, NAMELESS = {"stage", "reason"}, {"other", "job_alert"}


class Bars(NamedTuple):
    """Of a hundred.

    Args:
        found: answers that are found, at least.
        flagged: other mail taken for one, at most.
        wrong: values read wrongly, at most.
        right: values read rightly of those that a mail says, at least.
    """

    found: int
    flagged: int
    wrong: int
    right: int


BARS = {"natural": Bars(92, 2, 6, 83), "natural_trades": Bars(87, 2, 6, 75)}

Mails = list[tuple[dict, Verdict]]


@pytest.fixture(scope="module", params=BARS)
def mails(request: pytest.FixtureRequest) -> tuple[Bars, Mails]:
    """Each mail with its verdict."""
    classifier = Classifier.load()
    files = sorted((Path(__file__).parent / request.param).glob("*.jsonl"))
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    verdicts = classifier.classify_all([parse(row["raw"].encode()) for row in rows])
    print("\n" + request.param)
    return BARS[request.param], list(zip(rows, verdicts, strict=True))


def test_most_answers_are_seen_and_hardly_anything_else_is_taken_for_one(mails: tuple[Bars, Mails]) -> None:
    bars, judgements = mails
    counted = Counter(
        (row["lang"], row["label"] in REPLYABLE, verdict.kind in REPLYABLE) for row, verdict in judgements
    )
    for language in sorted({language for language, *_ in counted}):
        of = {(no, said): counted[language, no, said] for no in (True, False) for said in (True, False)}
        print(
            f"{language} found {of[True, True]:3} of {of[True, True] + of[True, False]:3}"
            f"   flagged {of[False, True]:3} of {of[False, True] + of[False, False]:3}"
        )
    found, missed, flagged, passed = (
        sum(count for (_, *key), count in counted.items() if key == [no, said])
        for no, said in ((True, True), (True, False), (False, True), (False, False))
    )
    print(f"all found {found} of {found + missed}   flagged {flagged} of {flagged + passed}")
    assert found >= bars.found / 100 * (found + missed)
    assert flagged <= bars.flagged / 100 * (flagged + passed)


def test_most_of_what_it_says_is_read_and_little_wrongly(mails: tuple[Bars, Mails]) -> None:
    bars, judgements = mails
    counted = {(field, half): Counter[str]() for field in FIELDS for half in (0, 1)}
    for row, verdict in judgements:
        if row["label"] in NAMELESS or verdict.kind == "other":
            continue
        said = asdict(extract(parse(row["raw"].encode()), verdict, OWN))
        for field in FIELDS:
            if field not in OF_ANSWERS or row["label"] in REPLYABLE:
                outcome = judged(field, row["expected"][field], said[field])
                counted[field, int(row["id"][-3:]) % 2][outcome] += 1
    for field in FIELDS:
        halves = (
            f"{its['right']:4} right {its['missed']:3} missed {its['wrong']:3} wrong"
            for its in (counted[field, 1], counted[field, 0])
        )
        print(f"{field:14} odd {'   even '.join(halves)}")
    total = sum(counted.values(), Counter[str]())
    print(dict(total))
    assert total["wrong"] <= bars.wrong / 100 * (total["right"] + total["wrong"])
    assert total["right"] >= bars.right / 100 * (total["right"] + total["missed"])

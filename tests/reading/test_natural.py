"""Mail as employers, agencies and systems really send it, in thirteen languages: what it is, and what is read in it.

A line of the files in natural/ is a mail as it arrives, what kind it is, and what a careful reader reads in it, "|"
between two answers that are both right. Their writers were asked for ordinary mail of all sorts, without puzzles, and
had seen neither the corpus nor the program. The odd ones, and some of the even ones, showed what of names and numbers
had to be mended. None was learned from. The figures of models/MODEL_CARD.md:

    .venv/bin/python -m pytest -s tests/reading/test_natural.py
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

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
#: Of a hundred: answers that are found, at least; other mail taken for one, at most; values read wrongly, at most, and
#: rightly of those that a mail says, at least.
FOUND, FLAGGED, WRONG, RIGHT = 92, 2, 6, 83


@pytest.fixture(scope="module")
def mails() -> list[tuple[dict, Verdict]]:
    """Each mail with its verdict."""
    classifier = Classifier.load()
    files = sorted((Path(__file__).parent / "natural").glob("*.jsonl"))
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    verdicts = classifier.classify_all([parse(row["raw"].encode()) for row in rows])
    return list(zip(rows, verdicts, strict=True))


def test_most_answers_are_seen_and_hardly_anything_else_is_taken_for_one(
    mails: list[tuple[dict, Verdict]],
) -> None:
    counted = Counter(
        (row["lang"], row["label"] in REPLYABLE, verdict.kind in REPLYABLE) for row, verdict in mails
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
    assert found >= FOUND / 100 * (found + missed)
    assert flagged <= FLAGGED / 100 * (flagged + passed)


def test_most_of_what_it_says_is_read_and_little_wrongly(mails: list[tuple[dict, Verdict]]) -> None:
    counted = {(field, half): Counter[str]() for field in FIELDS for half in (0, 1)}
    for row, verdict in mails:
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
    assert total["wrong"] <= WRONG / 100 * (total["right"] + total["wrong"])
    assert total["right"] >= RIGHT / 100 * (total["right"] + total["missed"])

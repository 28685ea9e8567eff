"""How much of what whole mails say is read rightly, missed and read wrongly, by the shipped model's own verdicts.

A line of the files is a mail and what a careful reader reads in it, "|" between two answers that are both right. The
mails in details_mended/ showed what had to be mended, and so did those in details_numbers/, which tell the numbers of
posts and the times of talks in as many ways as their writers could think of; those in details_unseen/ were first read
after it. How far it got is asked of answers only: a mail that invites leads to a talk and tells of none. A wrong name
in a letter is worse than a letter without one, so wrong values are counted apart. The figures of models/MODEL_CARD.md:

    .venv/bin/python -m pytest -s tests/reading/test_details_unseen.py
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

from watcher.reading.classifier import Classifier
from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.types import Address, Details

OWN = (Address("Robin Keller", "robin@example.org"),)
NOTHING = asdict(Details())
FIELDS = (
    "company",
    "role",
    "person",
    "stage",
    "reason",
    "requisition",
    "reapply_after",
    "via",
    "appointment",
    "called_off",
)
#: Of a name the beginning is as good, "Acme" for "Acme Robotics"; of a post one of the two forms, "Técnico(a)".
NAMES = ("company", "role", "person")
FORMS = re.compile(r"(?<=\w)(?:\([a-zè]{1,4}\)|[·*:]in\b|·(?:e|se|ne|rice|trice|euse)\b)")
#: Of a hundred values that are read, so many may be wrong; of a hundred that a mail says, so many are read rightly.
WRONG = {"details_unseen": 4, "details_mended": 2.2, "details_numbers": 5.5}
RIGHT = {"details_unseen": 80, "details_mended": 91, "details_numbers": 68}

Outcomes = dict[tuple[str, str], Counter[str]]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


def rows(folder: str) -> Iterator[tuple[str, dict]]:
    for path in sorted((Path(__file__).parent / folder).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, json.loads(line)


def judged(field: str, expected: str, said: str) -> str:
    """ "right", "missed" (nothing said), "wrong", or "silent" where nothing was to be said."""
    said = "" if said == "perhaps" else said  # of an interview that is called off: neither yes nor no
    answers = expected.split("|")
    answers += [FORMS.sub("", one) for one in answers]
    if said in answers or (field == "appointment" and said and _same_time(said, answers)):
        return "silent" if said == NOTHING[field] else "right"
    if said == NOTHING[field]:
        return "missed"
    short = field in NAMES and any(re.match(re.escape(said) + r"\W", one) for one in answers)
    return "right" if short else "wrong"


def _same_time(said: str, answers: list[str]) -> bool:
    return datetime.fromisoformat(said) in [datetime.fromisoformat(one) for one in answers if one]


def outcomes(classifier: Classifier, folder: str) -> tuple[Outcomes, list[str]]:
    """For each language and field how often which outcome came, and a line for each that is not right."""
    counted: Outcomes = {}
    lines = []
    for language, row in rows(folder):
        message = parse(row["raw"].encode())
        said = asdict(extract(message, classifier.classify(message), OWN))
        for field in FIELDS:
            if field in row["expected"]:
                found = judged(field, row["expected"][field], said[field])
                counted.setdefault((language, field), Counter())[found] += 1
                if found in ("missed", "wrong"):
                    lines.append(
                        f"{row['id']} {found} {field}: {said[field]!r} for {row['expected'][field]!r}"
                    )
    return counted, lines


@pytest.mark.parametrize("folder", WRONG)
def test_most_is_read_and_little_wrongly(folder: str, classifier: Classifier) -> None:
    counted, lines = outcomes(classifier, folder)
    print("\n" + "\n".join(lines))
    for at in (1, 0):
        for name in sorted({key[at] for key in counted}):
            part = sum((count for key, count in counted.items() if key[at] == name), Counter[str]())
            print(
                f"{folder} {name:14} {part['right']:4} right {part['missed']:4} missed {part['wrong']:4} wrong"
            )
    total = sum(counted.values(), Counter[str]())
    print(folder, dict(total))
    assert total["wrong"] <= WRONG[folder] / 100 * (total["right"] + total["wrong"])
    assert total["right"] >= RIGHT[folder] / 100 * (total["right"] + total["missed"])

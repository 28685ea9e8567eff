"""Appointments of everyday life and invitations to interviews, in thirteen languages: which of them are for a job.

A line of the files is a mail as it arrives, and "interview" or "other". Their writers were asked for what dentists,
banks, schools, offices, clubs, colleagues and friends write to set, move and call off an appointment, and for the
invitations of employers of all sorts; they had seen neither the corpus nor the program, and none was learned from. The
figures of models/MODEL_CARD.md:

    .venv/bin/python -m pytest -s tests/reading/test_occasions.py
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from watcher.reading.balance import SAID_ELSEWHERE, in_another_world
from watcher.reading.classifier import Classifier
from watcher.reading.message import parse
from watcher.reading.types import ABOUT_AN_APPLICATION, REPLYABLE, Verdict

#: Of a hundred: invitations that are seen, at least; everyday appointments taken for mail about an application, and
#: for an answer of no, at most.
SEEN, TAKEN, NOES = 80, 26, 0


@pytest.fixture(scope="module")
def judgements() -> list[tuple[str, str, Verdict]]:
    """Of each mail its language, what it is, and what it is taken for."""
    files = sorted((Path(__file__).parent / "occasions").glob("*.jsonl"))
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    verdicts = Classifier.load().classify_all([parse(row["raw"].encode()) for row in rows])
    return [(row["lang"], row["label"], verdict) for row, verdict in zip(rows, verdicts, strict=True)]


def test_most_invitations_are_seen_and_most_everyday_appointments_are_none(
    judgements: list[tuple[str, str, Verdict]],
) -> None:
    of, seen = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for language, label, verdict in judgements:
        of[language, label] += 1
        seen[language, label] += verdict.kind == "interview"
    for language in sorted({language for language, _ in of}):
        print(
            f"{language}: {seen[language, 'interview']} of {of[language, 'interview']} invitations, "
            f"{seen[language, 'other']} of {of[language, 'other']} others"
        )
    everyday = [verdict.kind for _, label, verdict in judgements if label == "other"]
    invited = [verdict.kind for _, label, verdict in judgements if label == "interview"]
    taken, noes = (sum(kind in kinds for kind in everyday) for kinds in (ABOUT_AN_APPLICATION, REPLYABLE))
    found = invited.count("interview")
    print(f"all: {found} of {len(invited)} invitations seen, {everyday.count('interview')} of {len(everyday)} others")
    print(f"others taken for mail about an application: {taken}, for a no: {noes}")
    assert found * 100 >= SEEN * len(invited)
    assert taken * 100 <= TAKEN * len(everyday)
    assert noes * 100 <= NOES * len(everyday)


def test_another_world_counts_only_where_a_mail_surely_tells_of_one() -> None:
    assert in_another_world(0.9, SAID_ELSEWHERE) == 0.9
    assert in_another_world(0.9, SAID_ELSEWHERE + 1) < 0.8
    assert in_another_world(0.9, SAID_ELSEWHERE + 3) < 0.5
    assert in_another_world(0.00001, SAID_ELSEWHERE + 1) == 0.00001

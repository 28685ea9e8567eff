"""`grace evaluate`: labelled mail in, figures out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]
NO = "Dear Robin,\n\nWe have decided to move forward with other candidates for the Analyst role.\n\nAnna\n"


def written(path: Path, *rows: dict) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_it_counts_what_was_found_and_flagged(run: Run, tmp_path: Path) -> None:
    mails = written(
        tmp_path / "mails.jsonl",
        {
            "id": "a",
            "label": "rejection",
            "subject": "Your application",
            "from": "",
            "body": NO,
            "lang": "en",
        },
        {
            "id": "b",
            "label": "not_job",
            "subject": "Lunch",
            "from": "",
            "body": "Cake at noon?",
            "lang": "en",
        },
    )
    result = run("evaluate", "--shipped", mails)
    assert result.exit_code == 0
    assert "found        1 of 1" in result.output
    assert "flagged      0 of 1" in result.output
    numbers = json.loads(run("evaluate", "--shipped", "--json", mails).output)
    assert numbers["mails"] == 2
    assert numbers["wrong"] == 0


def test_more_answers_are_found_where_an_application_is_known(run: Run) -> None:
    mailbox = str(Path(__file__).parents[1] / "reading" / "mailboxes" / "de.jsonl")

    def found(*options: str) -> int:
        groups = json.loads(run("evaluate", "--shipped", "--json", *options, mailbox).output)["groups"]
        return next(group["hits"] for group in groups if group["group"] == "found de")

    assert found("--applied") > found()


def test_a_label_that_is_no_kind_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    result = run(
        "evaluate", "--shipped", written(tmp_path / "x.jsonl", {"id": 1, "label": "spam", "body": "x"})
    )
    assert result.exit_code == 2
    assert "'spam'" in result.output + result.stderr


def test_a_file_that_is_not_there_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    result = run("evaluate", "--shipped", str(tmp_path / "nowhere.jsonl"))
    assert result.exit_code == 2
    assert "cannot be read" in result.output + result.stderr

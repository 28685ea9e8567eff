"""`grace evaluate`: labelled mail in, figures out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from watcher.reading.types import KINDS

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


@pytest.fixture
def _untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever trains fails the test."""

    def train() -> None:
        pytest.fail("it was trained before the mail was looked at")

    monkeypatch.setattr("watcher.learning.training.read_corpus", train)


@pytest.mark.usefixtures("_untrained")
@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"label": "spam", "body": "x"}, "the label 'spam' is no kind of mail."),
        ({"label": ["rejection"], "body": "x"}, "the label ['rejection'] is no kind of mail."),
        ({"body": "x"}, "has no label."),
        ({"label": "rejection", "text": NO}, "has no body, nor raw."),
        ({"label": "rejection", "body": None}, "has no body, nor raw."),
        ({"label": "rejection", "body": [NO]}, "body is no text."),
        ({"label": "rejection", "raw": 12, "body": NO}, "raw is no text."),
    ],
)
def test_a_row_that_is_no_labelled_mail_is_named_before_it_trains(
    row: dict, says: str, run: Run, tmp_path: Path
) -> None:
    mails = written(tmp_path / "x.jsonl", {"id": "a", "label": "rejection", "body": NO}, {"id": "b", **row})
    result = run("evaluate", mails)
    assert (result.exit_code, result.stdout) == (2, "")
    first, *more = result.stderr.splitlines()
    assert first == f"{mails} line 2: {says}"
    assert [", ".join(KINDS[:-1]) in line for line in more] == [True] * ("label" in says)


@pytest.mark.usefixtures("_untrained")
def test_all_that_is_wrong_is_told_at_once(run: Run, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.jsonl"
    mails = written(tmp_path / "x.jsonl", *[{"label": "spam", "body": "x"}] * 30)
    result = run("evaluate", str(nowhere), mails)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines[0] == f"{nowhere} cannot be read: No such file or directory."
    assert lines[-2] == "And 11 lines more."
    assert lines[-1].startswith("Kinds of mail are rejection, on_hold, ")
    assert len(lines) == 22


@pytest.mark.usefixtures("_untrained")
@pytest.mark.parametrize("given", [b"", b"\n", "{}".encode("utf-16"), b"%PDF-1.7\n"])
def test_a_file_without_labelled_mail_is_one_clear_line(given: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(given)
    result = run("evaluate", str(tmp_path / "x.jsonl"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_text_may_be_empty_and_a_mail_raw(run: Run, tmp_path: Path) -> None:
    empty = {"label": "other", "subject": "Lunch?", "body": ""}
    mails = written(tmp_path / "x.jsonl", empty, {"label": "rejection", "raw": f"Subject: x\n\n{NO}"})
    numbers = json.loads(run("evaluate", "--shipped", "--json", mails).stdout)
    assert (numbers["mails"], numbers["wrong"]) == (2, 0)


def test_the_help_names_every_kind(run: Run) -> None:
    said = " ".join(run("evaluate", "--help").stdout.split())
    assert all(kind in said for kind in KINDS)


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

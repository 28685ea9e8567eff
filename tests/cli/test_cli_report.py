"""`grace report`: the page, from the log."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from test_cli_model import JURY, label

from tests.learning.own_mail import INVITATION, MISSED, NEWSLETTER, PLAIN_NO, TAKEN_FOR_A_NO
from watcher.store import Store

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def plots(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """As the command sets it where nobody has."""
    monkeypatch.setenv("MPLCONFIGDIR", os.environ.get("MPLCONFIGDIR", str(home / "plots")))


def test_the_curve_and_what_is_judged_otherwise_stand_in_a_page_of_ones_own(
    run: Run, store: Store, home: Path
) -> None:
    templates = {INVITATION: "interview", PLAIN_NO: "rejection", NEWSLETTER: "other", TAKEN_FOR_A_NO: "other"}
    for number in range(16):
        template, kind = list(templates.items())[number % 4]
        label(store, number, kind, template, f"mail@firm{number % 4}.example")
    for number in (30, 31):
        label(store, number, "rejection", MISSED, JURY)
    assert run("train").exit_code == 0
    result = run("report")
    assert result.exit_code == 0, result.stderr
    page = home / "data" / "report.html"
    assert str(page) in result.stdout.replace("\n", "")
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "Jury of Flowers" in text
    assert '<td class="number">10</td>' in text
    assert "<script" not in text


def test_without_labels_it_says_so_and_makes_the_page_all_the_same(
    run: Run, store: Store, home: Path
) -> None:
    result = run("report", str(home / "page.html"))
    assert result.exit_code == 0, result.stderr
    assert "too few labels for a curve" in (home / "page.html").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_one_clear_line(run: Run, store: Store, home: Path) -> None:
    result = run("report", str(home / "no such folder" / "page.html"))
    assert result.exit_code != 0
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr

"""`grace report`: the page, from the log."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import berlin, put
from click.testing import Result
from test_cli_model import JURY, label

from tests.learning.own_mail import INVITATION, MISSED, NEWSLETTER, PLAIN_NO, TAKEN_FOR_A_NO
from tests.reflecting.season.measuring import as_told
from tests.reflecting.season.on_record import put_on_record
from watcher.store import Store

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def plots(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """As the command sets it where nobody has."""
    monkeypatch.setenv("MPLCONFIGDIR", os.environ.get("MPLCONFIGDIR", str(home / "plots")))


@pytest.mark.long
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


def made(run: Run, home: Path, *args: str) -> str:
    """The page."""
    result = run("report", str(home / "page.html"), *args)
    assert result.exit_code == 0, result.stderr
    return (home / "page.html").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")


def test_without_anything_on_record_every_part_says_so(run: Run, store: Store, home: Path) -> None:
    text = made(run, home)
    assert text.count("Nothing is on record yet about this.") == 4
    assert "Nothing is cooling." in text
    assert "<svg" not in text


def test_the_season_stands_before_how_mail_is_judged(run: Run, store: Store, home: Path) -> None:
    put(store, "", kind="acknowledgement", delivered_at=berlin("2026-11-03T10:00"))
    put(store, delivered_at=berlin("2026-11-20T09:00"))
    put(
        store,
        "",
        kind="interview",
        delivered_at=berlin("2026-11-20T10:00"),
        details={"company": "Bolt", "role": "Analyst", "appointment": "2026-12-01T14:00:00+01:00"},
    )
    store.add_feedback(2, berlin("2026-11-21T09:00"), positive=True, text="Calm in talks", tag="interview")
    store.add_practice(2, berlin("2026-11-21T09:00"), "skills", "More SQL", "feedback")
    store.practised(1, berlin("2026-11-22T09:00"))
    text = made(run, home)
    order = [
        "What is alive",
        "in talks, last word Fri 20 Nov; interview Tue 1 Dec, 14:00",
        "What is cooling",
        "Tue 24 Nov, 11:00",
        "Days to an answer",
        '<th scope="row">after applying</th><td class="number">17</td>',
        "From sent to answer",
        "Themes of feedback",
        "Calm in talks",
        "More SQL",
        "How it judges your mail, the more you label",
    ]
    places = [text.index(one, text.index("</nav>")) for one in order]
    assert places == sorted(places)
    assert text.count("<svg") == text.count("<desc") == 4
    assert "Made Mon 23 Nov, 12:00" in text


def test_an_answer_is_in_the_page_only_from_the_quiet_time_on(run: Run, store: Store, home: Path) -> None:
    put(store, "", kind="acknowledgement", delivered_at=berlin("2026-11-03T10:00"))
    put(store, delivered_at=berlin("2026-11-20T10:30"))  # a Friday, after the quiet time
    weekend = made(run, home, "--now", "2026-11-21T12:00+01:00")
    assert "Nothing is cooling." in weekend
    assert "open, last word Tue 3 Nov" in weekend
    assert '<th scope="row">answers</th>' not in weekend
    assert "median" not in weekend
    assert "Made Sat 21 Nov, 12:00" in weekend
    monday = made(run, home, "--now", "2026-11-23T10:00+01:00")
    assert "Answers that rest for now" in monday
    assert "No application is open at the moment." in monday
    assert '<th scope="row">answers</th>' in monday


def test_what_a_new_model_says_of_a_mail_waits_for_the_quiet_time_too(
    run: Run, store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watcher import retraining
    from watcher.learning.trust import Change
    from watcher.reading.message import parse
    from watcher.reading.types import Verdict

    old = put(store, "", kind="other", delivered_at=berlin("2026-11-10T09:00"))
    new = put(store, "", kind="other", delivered_at=berlin("2026-11-23T11:00"))
    before, after = (
        Verdict(kind=kind, score=0.5, scores={}, evidence=(), language="en", model="test")
        for kind in ("other", "rejection")
    )
    changed = [
        (f"{number:064d}", Change(0, before, after), parse(f"Subject: Mail {number}\n\nA".encode()))
        for number in (old, new)
    ]
    monkeypatch.setattr(retraining, "changed", lambda data, material: ("the model before", changed))
    text = made(run, home)
    assert "Mail 1" in text
    assert "Mail 2" not in text
    assert "Mail 2" in made(run, home, "--now", "2026-11-24T10:00+01:00")


def test_a_whole_season_of_two_thousand_mails_is_a_page_in_a_few_seconds(
    run: Run, store: Store, home: Path
) -> None:
    import time
    from dataclasses import replace

    season = as_told()
    years = 2_000 // len(season) + 1
    mails = [
        replace(mail, id=mail.id + 1_000 * year, company=f"{mail.company} {year}", conversation=None)
        for year in range(years)
        for mail in season
    ]
    mails.sort(key=lambda mail: mail.at)
    put_on_record(store, mails)
    begun = time.monotonic()
    text = made(run, home, "--now", "2026-07-01T12:00+02:00")
    took = time.monotonic() - begun
    assert len(mails) >= 2_000
    assert "The 24 companies that answered last" in text
    assert took < 60, took  # on a busy machine; alone it takes some seconds

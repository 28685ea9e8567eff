"""`grace digest`: the letter from the log, and what of it waits for the quiet time; also in `grace status`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import berlin, put
from click.testing import Result

from watcher.store import ReflectionRow, Store

Run = Callable[..., Result]
LATER = ("--now", "2026-11-27T12:00+01:00")


def details(company: str, role: str = "", **more: str) -> dict[str, str]:
    return {"company": company, "role": role, "stage": "application", **more}


def season(store: Store) -> None:
    """A receipt, an interview to come, and an answer on Tuesday evening (told of on Wednesday at ten)."""
    put(
        store,
        "",
        kind="acknowledgement",
        delivered_at=berlin("2026-11-19T09:00"),
        details=details("Birch", "Analyst"),
    )
    put(
        store,
        "",
        kind="interview",
        delivered_at=berlin("2026-11-23T09:00"),
        details=details("Birch", "Analyst", appointment="2026-12-03T10:00+01:00"),
    )
    put(store, delivered_at=berlin("2026-11-24T18:00"))
    store.add_feedback(3, berlin("2026-11-26T10:00"), positive=True, text="clear answers", tag="interview")
    store.add_practice(3, berlin("2026-11-26T10:00"), "cv", "shorter CV", "reflection")
    store.reflect(ReflectionRow(3, "short", berlin("2026-11-26T10:00"), berlin("2026-11-26T10:09"), {}))


def test_the_letter_is_made_from_the_log(run: Run, store: Store) -> None:
    season(store)
    result = run("digest", *LATER)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == (
        "A letter from Grace Period, week 48\n"
        "Fri 20 Nov to Fri 27 Nov 2026\n"
        "\n"
        "Interviews\n"
        "  Ahead: Birch, Analyst, Thu 3 Dec, 10:00\n"
        "\n"
        "Still open\n"
        "  Birch, Analyst: in talks, last mail on Mon 23 Nov\n"
        "\n"
        "What you took from it\n"
        "  You looked back on the answer from Acme, and closed it.\n"
        "  To practise: shorter CV\n"
        "\n"
        "What they said\n"
        "  They liked: clear answers (Acme)\n"
        "\n"
        "Doors and dates\n"
        "  Another post at Acme: any time.\n"
        "  Anna Brandt of Acme gave you feedback: a name to keep.\n"
        "\n"
        "For the week ahead\n"
        "  Before the talk with Birch, one thing from your list: shorter CV\n"
        "\n"
        "Answers\n"
        "  From Acme, Data Engineer: not this time\n"
        "  Such answers come after good interviews too: several fit, and there is one place.\n"
    )


def test_an_answer_is_told_of_from_the_quiet_time_on_and_the_log_has_it_at_once(
    run: Run, store: Store
) -> None:
    put(store, delivered_at=berlin("2026-11-24T18:00"))
    put(store, "review", delivered_at=berlin("2026-11-24T18:00"), details=details("Birch"))
    for now, told in (("2026-11-25T09:59+01:00", False), ("2026-11-25T10:00+01:00", True)):
        for words in (["digest"], ["digest", "--json"], ["status"], ["status", "--json"]):
            said = run(*words, "--now", now).stdout
            assert ("Acme" in said) is told, (words, now)
            assert ('to_look_at": 1' in said or "one mail waits" in said) is (told and words[0] == "status")
        assert "Acme" in run("log").stdout


def test_an_answer_before_an_interview_is_held_back_until_after_it(run: Run, store: Store) -> None:
    put(
        store,
        "",
        kind="interview",
        delivered_at=berlin("2026-11-20T09:00"),
        details=details("Birch", appointment="2026-11-25T15:00+01:00"),
    )
    put(store, delivered_at=berlin("2026-11-24T18:00"))
    said = [run("status", "--now", f"2026-11-{day}+01:00").stdout for day in ("25T20:00", "26T10:00")]
    assert ["Acme" in one for one in said] == [False, True]


def test_held_steps_take_no_place_from_others(run: Run, store: Store) -> None:
    put(store, delivered_at=berlin("2026-11-20T18:00"), details=details("Cedar"))
    for _ in range(8):
        put(store, delivered_at=berlin("2026-11-24T18:00"))
    said = run("status", "--now", "2026-11-24T20:00+01:00").stdout
    assert "Cedar" in said
    assert "Acme" not in said


def test_a_week_by_its_number_and_a_time_of_ones_own(run: Run, store: Store) -> None:
    season(store)
    assert "Mon 16 Nov to Sun 22 Nov 2026" in run("digest", "--week", "47", *LATER).stdout
    assert "Mon 23 Nov to Fri 27 Nov 2026" in run("digest", "--week", "48", *LATER).stdout
    assert "Mon 1 Dec to Sun 7 Dec 2025" in run("digest", "--week", "49", *LATER).stdout
    assert "Sun 1 Nov to Fri 27 Nov 2026" in run("digest", "--since", "2026-11-01", *LATER).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--week", "3", "--since", "2026-11-01"),
        ("--since", "2027-01-01"),
        ("--week", "54"),
        ("--since", "yesterday"),
    ],
)
def test_a_time_that_makes_no_sense_is_one_clear_line(words: tuple[str, ...], run: Run, store: Store) -> None:
    result = run("digest", *words, *LATER)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_as_json_and_counted_on_request(run: Run, store: Store) -> None:
    season(store)
    facts = json.loads(run("digest", "--json", *LATER).stdout)
    assert (facts["week"], facts["several"]) == (48, False)
    assert [one["company"] for one in facts["answers"]] == ["Acme"]
    assert facts["ahead"][0]["begins"] == "2026-12-03T10:00:00+01:00"
    assert "1 application." in run("digest", "--counts", *LATER).stdout


def test_the_page_is_for_its_owner_alone(run: Run, store: Store, home: Path) -> None:
    season(store)
    page = home / "letter.html"
    page.write_text("open to all")
    page.chmod(0o644)
    result = run("digest", "--html", str(page), *LATER)
    assert result.exit_code == 0, result.stderr
    assert page.stat().st_mode & 0o777 == 0o600
    assert "Birch, Analyst" in page.read_text(encoding="utf-8")
    assert run("digest", "--html", str(home / "no" / "letter.html"), *LATER).exit_code == 74


def test_what_helps_stands_first_when_several_came(run: Run, store: Store, home: Path) -> None:
    config = home / "config.toml"
    config.write_text(config.read_text() + '[gentle]\nhelps = ["a walk"]\nseveral = 2\n')
    for company in ("Acme", "Cedar"):
        put(store, delivered_at=berlin("2026-11-24T18:00"), details=details(company))
    lines = run("digest", *LATER).stdout.splitlines()
    assert lines[3:5] == ["What helps you", "  a walk"]
    assert lines[-1] == "  On any day: `grace support`."


def test_before_the_first_pass_there_is_no_letter(run: Run, home: Path) -> None:
    assert run("digest").stdout == "Nothing is on record yet, so there is no letter.\n"
    assert not (home / "data").exists()


def test_where_letters_are_wanted_a_pass_lays_one_down(run: Run, home: Path) -> None:
    config = home / "config.toml"
    config.write_text(config.read_text() + '[gentle]\nletters = "home"\n')
    receipt = (
        b"From: Jobs <jobs@birch.example>\r\nTo: robin@example.org\r\nSubject: We received your application\r\n"
        b"Message-ID: <1@birch.example>\r\nDate: Thu, 26 Nov 2026 09:00:00 +0100\r\n\r\n"
        b"Dear Robin,\r\n\r\nthank you for applying. We have received your application for the position of Analyst "
        b"at Birch and will be in touch.\r\n\r\nKind regards,\r\nBirch\r\n"
    )
    mail = home / "Mail" / "new" / "1.receipt.example"
    mail.write_bytes(receipt)
    at = berlin("2026-11-26T09:00").timestamp()
    os.utime(mail, (at, at))
    letters = home / "Mail" / ".Grace.Letters" / "new"
    assert run("once", "--now", "2026-11-26T12:00+01:00").exit_code == 0
    assert run("once", "--now", "2026-11-27T12:00+01:00", "--dry-run").exit_code == 0
    assert not letters.exists()
    for hour in (12, 13):
        assert run("once", "--now", f"2026-11-27T{hour}:00+01:00").exit_code == 0
    (letter,) = letters.iterdir()
    assert letter.stat().st_mode & 0o777 == 0o600
    assert b"Subject: A letter from Grace Period, week 48\r\n" in letter.read_bytes()
    assert run("log", "--all", "--json").stdout.count('"id"') == 1

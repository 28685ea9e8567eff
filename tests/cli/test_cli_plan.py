"""`grace plan`: strengths first, what to practise, what is done; the sheet before a talk; the quiet line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from cases import berlin, put
from click.testing import Result

from watcher.store import ReflectionRow, Store

Run = Callable[..., Result]


def filled(run: Run, store: Store) -> None:
    put(store, "sent")
    run("feedback", "1", "--liked", "the portfolio", "--tip", "SQL", "--tag", "skills", "--practise")
    store.reflect(ReflectionRow(1, "short", berlin("2026-11-24T12:00"), None, {"well": "I was calm"}))
    run("plan", "add", "tell the story of the move", "--tag", "interview")


def test_strengths_first_then_what_is_open_by_tag_then_what_is_done(run: Run, store: Store) -> None:
    filled(run, store)
    run("plan", "done", "1")
    assert run("plan").stdout.splitlines()[:-2] == [
        "Good already",
        "  - the portfolio (Acme said so)",
        "  - I was calm (Acme)",
        "",
        "Interview",
        "2  tell the story of the move",
        "",
        "Done",
        "1  SQL (Acme)",
    ]
    assert "have a friend play the employer" in run("plan").stdout.splitlines()[-1]
    assert "Open again: SQL" in run("plan", "done", "1", "--undo").stdout
    assert "Skills" in run("plan").stdout
    assert "Taken off: SQL" in run("plan", "drop", "1").stdout
    assert "SQL" not in run("plan").stdout
    for word in ("done", "drop"):
        assert run("plan", word, "1").exit_code == 2


def test_it_is_exported_as_markdown_and_as_json(run: Run, store: Store, home: Path) -> None:
    filled(run, store)
    assert run("plan", "--markdown", str(home / "plan.md")).stdout == f"Written to {home / 'plan.md'}.\n"
    page = (home / "plan.md").read_text()
    assert page.startswith("# My plan\n\n## What is good already\n\n- the portfolio (Acme said so)\n")
    assert (home / "plan.md").stat().st_mode & 0o777 == 0o600
    assert run("plan", "--markdown").stdout == page
    assert run("plan", "--markdown", str(home / "no" / "plan.md")).exit_code == 74
    facts = [json.loads(line) for line in run("plan", "--json").stdout.splitlines()]
    assert [one.get("strength") or one["text"] for one in facts] == [
        "the portfolio",
        "I was calm",
        "SQL",
        "tell the story of the move",
    ]


def test_an_empty_plan_says_how_to_fill_it(run: Run) -> None:
    assert run("plan").stdout.startswith("Nothing is on your plan so far.")
    assert run("plan", "--json").stdout == ""


def test_the_sheet_is_for_the_talk_that_comes_next(run: Run, store: Store) -> None:
    filled(run, store)
    for company, day in (("Birch", "27"), ("Cedar", "26"), ("Dogwood", "20")):
        details = {"company": company, "role": "Engineer", "appointment": f"2026-11-{day}T10:00+01:00"}
        put(store, "", kind="interview", action="log", details=details)
    shown = run("plan", "prep", "--now", "2026-11-25T09:00+01:00").stdout.splitlines()
    assert shown[0] == "Before the talk: Engineer, Cedar, Thu 26 Nov, 10:00"
    assert shown[3:] == [
        "  - the portfolio (Acme said so)",
        "  - I was calm (Acme)",
        "",
        "To go through once more",
        "2  tell the story of the move",
        "1  SQL (Acme)",
        "",
        shown[-1],
    ]
    assert run("plan", "prep", "2").stdout.startswith("Before the talk: Engineer, Birch, Fri 27 Nov, 10:00")
    assert run("plan", "prep", "2", "--markdown").stdout.startswith("# Before the talk: Engineer, Birch")
    assert run("plan", "prep", "99").exit_code == 2
    assert "Before the talk: grace plan prep 2" in run("show", "2").stdout
    assert "grace plan prep" not in run("show", "1").stdout


def test_without_a_talk_the_sheet_is_for_any(run: Run, store: Store) -> None:
    filled(run, store)
    assert run("plan", "prep").stdout.startswith("Before the next talk\n")


def test_the_quiet_line_comes_once_a_month_and_only_here(run: Run, store: Store) -> None:
    for number in range(8):
        details = {"company": f"Firm {number}", "stage": "application"}
        put(store, "no_reply", details=details, due_at=None)
    told = "an outside view"
    assert told not in run("queue").stdout + run("log").stdout + run("plan", "--json").stdout
    assert told in run("plan").stdout.splitlines()[-1]
    assert told not in run("plan").stdout
    assert told not in run("plan", "--now", "2026-12-22T12:00+01:00").stdout
    assert told in run("plan", "--now", "2026-12-24T12:00+01:00").stdout


def test_what_helps_stands_beside_what_cools_and_nowhere_else(run: Run, store: Store, home: Path) -> None:
    put(store)
    put(store, "sent")
    helps = "What helps you: a walk; ringing Ada."
    assert helps not in run("queue").stdout + run("show", "1").stdout
    with (home / "config.toml").open("a") as file:
        file.write('[gentle]\nhelps = ["a walk", "ringing Ada."]\n')
    assert run("queue").stdout.count(helps) == 1
    assert run("show", "1").stdout.count(helps) == 1
    assert helps not in run("show", "2").stdout

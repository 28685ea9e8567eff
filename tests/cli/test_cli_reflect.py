"""`grace reflect`: never before the cooling-off is over, strengths first, kept as it goes, once, and then closed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cases import berlin, put
from click.testing import Result

from tests.end_to_end.terminal import a_terminal
from watcher.store import Store

Run = Callable[..., Result]
AFTER = ("--now", "2026-11-24T12:00+01:00")


def came(text: str) -> dict[str, datetime]:
    return {"delivered_at": berlin(text), "read_at": berlin(text)}


def another(company: str) -> dict[str, object]:
    details = {"company": company, "role": "Engineer", "stage": "interview"}
    return {"details": details, "sender_address": f"anna@{company.lower()}.example"}


def test_while_it_cools_it_says_calmly_from_when_on_and_asks_nothing(
    run: Run, store: Store, home: Path
) -> None:
    put(store)
    with (home / "config.toml").open("a") as file:
        file.write('[gentle]\nhelps = ["a walk", "ringing Ada"]\n')
    assert run("reflect").stdout == "There is nothing to look back on now, and nothing that you have to.\n"
    result = run("reflect", "1")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "The answer from Acme is still fresh. Nothing needs doing today.",
        "From Tue 24 Nov, 11:00 on you may look back on it, if you like.",
        "What helps you: a walk; ringing Ada.",
    ]
    assert run("reflect", "1", *AFTER).stdout.splitlines()[1] == (
        "You may look back on it once its reply lies in your Drafts, which is with the next pass."
    )
    assert store.reflections() == {}


def test_answers_from_a_file_wait_for_the_cooling_off_too(run: Run, store: Store, home: Path) -> None:
    put(store, "no_reply", due_at=None)
    (home / "said.toml").write_text('well = "calm"\n')
    said = ("reflect", "1", "--answers", str(home / "said.toml"))
    assert "still fresh" in run(*said, "--now", "2026-11-24T10:59+01:00").stdout
    assert store.reflections() == {}
    assert "It is closed" in run(*said, "--now", "2026-11-24T11:00+01:00").stdout
    assert store.reflections()[1].answers == {"well": "calm"}


def test_four_questions_strengths_first_and_then_what_is_alive(run: Run, store: Store) -> None:
    put(store, "drafted")
    put(store, "", kind="acknowledgement", action="log", **another("Birch"))
    listed = run("reflect", *AFTER).stdout.splitlines()
    assert listed[0] == "1  Mon 23 Nov  Acme  Data Engineer"
    given = "I was calm\n\ntalk slower\ny\nname my price\ncv\n"
    result = run("reflect", "1", *AFTER, given=given)
    assert result.exit_code == 0, result.output
    assert [line[:6] for line in result.stdout.splitlines() if line[1:5] == " of "] == [
        f"{n} of 4" for n in (1, 2, 3, 4)
    ]
    assert "what went well" in result.stdout.partition("1 of 4")[2].partition("2 of 4")[0]
    tail = result.stdout.partition("That was it.")[2]
    assert "Still open" in tail
    assert "Birch" in tail
    assert "Acme" not in tail
    row = store.reflections()[1]
    assert row.answers == {
        "well": "I was calm",
        "prepared": "",
        "across": "talk slower",
        "again": "name my price",
    }
    assert row.closed_at == datetime.fromisoformat(AFTER[1])
    assert [(one.tag, one.text, one.origin) for one in store.practice()] == [
        ("interview", "talk slower", "reflection"),
        ("cv", "name my price", "reflection"),
    ]


def test_once_and_never_again(run: Run, store: Store) -> None:
    put(store, "drafted")
    run("reflect", "1", *AFTER, given="good\n\n\n\n")
    assert "nothing to look back on" in run("reflect", *AFTER).stdout
    for more in ((), ("--full",)):
        again = run("reflect", "1", *more, *AFTER)
        assert "You looked back on it on Tue 24 Nov, and it is closed." in again.stdout
    assert "good" in run("reflect", "1", "--show").stdout


def test_rather_not_is_taken_for_an_answer(run: Run, store: Store) -> None:
    put(store, "drafted")
    assert "1" in run("reflect", *AFTER).stdout
    assert "will not be asked about it again" in run("reflect", "1", "--decline", *AFTER).stdout
    assert "nothing to look back on" in run("reflect", *AFTER).stdout
    assert run("reflect", "--json", *AFTER).stdout == ""


def test_who_left_all_empty_or_declined_may_still_think_again(run: Run, store: Store) -> None:
    put(store, "drafted")
    run("reflect", "1", *AFTER, given="\n\n\n\n")
    assert "nothing to look back on" in run("reflect", *AFTER).stdout
    shown = run("reflect", "1", *AFTER, given="good\n\n\n\n").stdout
    assert "1 of 4" in shown
    assert "where you stopped" not in shown
    assert store.reflections()[1].answers["well"] == "good"


def test_it_is_offered_for_two_weeks_and_not_while_several_came(run: Run, store: Store, home: Path) -> None:
    put(store, "drafted", **came("2026-11-02T10:00"))
    assert "1" in run("reflect", "--now", "2026-11-16T10:00+01:00").stdout
    late = ("--now", "2026-11-16T10:01+01:00")
    assert "nothing to look back on" in run("reflect", *late).stdout
    assert "1 of 4" in run("reflect", "1", *late, given="").stdout, "by its number it is there for ever"
    for day, company in enumerate(("Birch", "Cedar", "Dogwood"), 17):
        put(store, "drafted", **came(f"2026-11-{day}T10:00"), **another(company))
    assert run("reflect", "--now", "2026-11-20T10:00+01:00").stdout.startswith("Several answers came")
    assert "`grace support`" in run("reflect", "--now", "2026-11-20T10:00+01:00").stdout
    with (home / "config.toml").open("a") as file:
        file.write('[gentle]\nhelps = ["a walk"]\n')
    shown = run("reflect", "--now", "2026-11-20T10:00+01:00").stdout
    assert shown.startswith("What helps you: a walk.\nSeveral answers came")
    ids = [line.split()[0] for line in run("reflect", "--now", "2026-11-24T10:00+01:00").stdout.splitlines()]
    assert ids[:3] == ["4", "3", "2"], "a week after the first of them it is offered"


def test_where_nobody_was_spoken_to_it_asks_about_the_papers(run: Run, store: Store) -> None:
    put(store, "drafted", details={"company": "Acme", "stage": "application"})
    shown = run("reflect", "1", *AFTER, given="\n\n\n\n").stdout
    assert "in the CV, or in the letter" in shown
    assert "interview" not in shown


def test_a_receipt_stands_for_the_answer_that_came_to_it(run: Run, store: Store) -> None:
    put(store, "", kind="acknowledgement", action="log", delivered_at=berlin("2026-11-02T10:00"))
    put(store, "drafted")
    assert run("reflect", "1", *AFTER, given="good\n\n\n\n").exit_code == 0
    assert list(store.reflections()) == [2]


def test_an_answer_that_came_twice_is_looked_back_on_once(run: Run, store: Store) -> None:
    put(store, "drafted")
    run("reflect", "1", *AFTER, given="good\n\n\n\n")
    put(store, "no_reply", **came("2026-11-24T11:00"))
    later = ("--now", "2026-11-26T12:00+01:00")
    assert "nothing to look back on" in run("reflect", *later).stdout
    for number in ("1", "2"):
        assert "You looked back on it" in run("reflect", number, *later).stdout


def test_an_answer_after_they_opened_it_again_is_another_one(run: Run, store: Store) -> None:
    put(store, "reopened", **came("2026-11-20T10:00"))
    run("reflect", "1", "--now", "2026-11-21T12:00+01:00", given="good\n\n\n\n")
    put(store, "", kind="interview", action="log", **came("2026-11-22T10:00"))
    assert "nothing to look back on" in run("reflect", *AFTER).stdout
    put(store, "drafted")
    assert run("reflect", *AFTER).stdout.startswith("3 ")
    assert "You looked back on it" in run("reflect", "1", *AFTER).stdout


def test_show_says_what_may_be_done_with_it(run: Run, store: Store) -> None:
    put(store)
    assert "grace reflect" not in run("show", "1").stdout
    put(store, "drafted", **another("Birch"))
    assert "if you like: grace reflect 2" in run("show", "2").stdout
    run("reflect", "2", given="good\n\n\nslower\ny\n")
    assert "after it: grace plan" in run("show", "2").stdout
    run("plan", "done", "1")
    assert "grace plan" not in run("show", "2").stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("9",), "There is no mail number 9"),
        (("1",), "Mail 1 is no answer, and there is none to it so far."),
        (("1", "--show", "--decline"), "at a time"),
        (("--full",), "Say which answer"),
    ],
)
def test_what_cannot_be_is_said(words: tuple[str, ...], why: str, run: Run, store: Store) -> None:
    put(store, "", kind="acknowledgement", action="log")
    result = run("reflect", *words)
    assert result.exit_code == 2
    assert why in result.stderr


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("well = 3", "text in quotation marks"),
        ("sad = 'x'", "'sad', which is not asked"),
        ("[practise]\nhair = ['x']", "[practise] must hold"),
        ("practise = 3", "[practise] must hold"),
        ("=", "no TOML"),
    ],
)
def test_a_file_that_will_not_do_is_said_and_nothing_is_kept(
    text: str, why: str, run: Run, store: Store, home: Path
) -> None:
    put(store, "drafted")
    (home / "said.toml").write_text(text)
    result = run("reflect", "1", "--answers", str(home / "said.toml"), *AFTER)
    assert (result.exit_code, why in result.stderr) == (2, True), result.output
    assert store.reflections() == {}


def test_what_they_said_stands_first_and_all_of_it_can_be_shown_to_somebody(
    run: Run, store: Store, home: Path
) -> None:
    put(store, "drafted")
    run("feedback", "1", "--tip", "more of SQL", "--liked", "the portfolio", *AFTER)
    (home / "said.toml").write_text('well = "calm"\n[practise]\ninterview = ["SQL joins"]\n')
    shown = run("reflect", "1", "--answers", str(home / "said.toml"), *AFTER).stdout
    assert shown.index("the portfolio") < shown.index("more of SQL")
    assert [one.text for one in store.practice()] == ["SQL joins"]
    run("reflect", "1", "--export", str(home / "page.md"))
    page = (home / "page.md").read_text()
    assert page.startswith("# Looking back: Data Engineer, Acme\n")
    assert page.index("the portfolio") < page.index("more of SQL") < page.index("calm")
    assert (home / "page.md").stat().st_mode & 0o777 == 0o600


def test_json_says_where_each_stands(run: Run, store: Store) -> None:
    put(store, "drafted")
    facts = json.loads(run("reflect", "--json", *AFTER).stdout)
    assert (facts["id"], facts["from"], facts["step"]) == (1, "Acme", "analyse")
    assert (
        json.loads(run("reflect", "1", "--json", "--now", "2026-11-23T11:00+01:00").stdout)["step"]
        == "analyse"
    )
    late = (datetime.fromisoformat(AFTER[1]) + timedelta(days=30)).isoformat()
    assert json.loads(run("reflect", "1", "--json", "--now", late).stdout)["step"] == "closed"


def test_it_can_be_stopped_and_gone_on_with(home: Path, store: Store) -> None:
    put(store, "drafted")
    words = ("reflect", "1", "--config", str(home / "config.toml"), "--data", str(home / "data"), *AFTER)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd()}
    with a_terminal(home, environment) as terminal:
        terminal.start(words)
        terminal.shows("1 of 4")
        terminal.answer("Your answer", "I was calm")
        terminal.shows("2 of 4")
        terminal.press("C-c")
        terminal.shows("What you said is kept. grace reflect 1 goes on with it.")
        terminal.shows("[ended with 130]")
    row = store.reflections()[1]
    assert (row.answers, row.closed_at) == ({"well": "I was calm"}, None)
    with a_terminal(home, environment) as terminal:
        terminal.start(words)
        terminal.shows("It goes on where you stopped.")
        terminal.answer("Your answer", "the figures")
        terminal.answer("(Enter: no)", "skills")
        terminal.answer("Your answer")
        terminal.shows("4 of 4")
        terminal.answer("Your answer")
        terminal.shows("That was it.")
        terminal.shows("[ended with 0]")
        assert "1 of 4" not in terminal.screen
    assert store.reflections()[1].answers["prepared"] == "the figures"
    assert store.reflections()[1].closed_at
    assert [one.tag for one in store.practice()] == ["skills"]

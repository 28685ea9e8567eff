"""`grace feedback` and `grace note`: what they said, the good first; and what is said to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import put
from click.testing import Result

from watcher.store import Store

Run = Callable[..., Result]


def test_what_they_liked_stands_first_and_tips_are_a_list(run: Run, store: Store) -> None:
    put(store, "sent")
    shown = run("feedback", "1", "--tip", "more of SQL", "--tag", "skills", "--liked", "the portfolio")
    assert shown.stdout.splitlines() == [
        "What they liked",
        "1  the portfolio  Acme",
        "",
        "Their tips",
        "2  more of SQL  Skills  Acme",
    ]
    assert [(row.positive, row.text, row.tag) for row in store.feedback(1)] == [
        (True, "the portfolio", "other"),
        (False, "more of SQL", "skills"),
    ]
    assert store.practice() == []
    facts = [json.loads(line) for line in run("feedback", "--json").stdout.splitlines()]
    assert [(one["liked"], one["from"], one["text"]) for one in facts] == [
        (True, "Acme", "the portfolio"),
        (False, "Acme", "more of SQL"),
    ]


def test_tips_may_be_put_on_the_plan_each_under_its_tag(run: Run, store: Store) -> None:
    put(store, "sent")
    words = ("--tip", "a", "--tag", "cv", "--tip", "b", "--tag", "letter", "--practise")
    run("feedback", "1", *words)
    assert [(row.tag, row.text, row.origin) for row in store.practice()] == [
        ("cv", "a", "feedback"),
        ("letter", "b", "feedback"),
    ]


def test_it_asks_for_what_they_liked_before_the_tips(run: Run, store: Store) -> None:
    put(store, "sent")
    shown = run("feedback", "1", given="the portfolio\n\nmore of SQL\nskills\ny\nlook up\n\nn\n\n")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.index("Something that they liked") < shown.stdout.index("A tip of theirs")
    assert [row.text for row in store.feedback(1)] == ["the portfolio", "more of SQL", "look up"]
    assert [(row.tag, row.text) for row in store.practice()] == [("skills", "more of SQL")]


def test_what_was_said_before_the_input_ended_is_kept(run: Run, store: Store) -> None:
    put(store, "sent")
    assert run("feedback", "1", given="the portfolio\n").exit_code == 0
    assert [row.text for row in store.feedback()] == ["the portfolio"]


@pytest.mark.parametrize(
    "mail",
    [
        {"kind": "feedback", "action": "log"},
        {"details": {"company": "Acme", "reason": "feedback"}},
    ],
)
def test_reasons_in_the_mail_are_told_of_and_shown_only_on_demand(
    mail: dict[str, object], run: Run, store: Store
) -> None:
    sentence = "You could have said more about your own part."
    put(store, "", evidence=[("We went on.", "rejection", 0.9), (sentence, "feedback", 0.8)], **mail)
    shown = run("feedback", "1", given="\n\n").stdout
    assert "Their mail gives reasons. When you feel like it: grace feedback 1 --read" in shown
    assert sentence not in shown
    assert sentence not in run("feedback", "1", "--list").stdout
    told = run("show", "1").stdout
    assert "grace feedback 1 --read shows the sentence" in told
    assert sentence not in told
    asked = run("feedback", "1", "--read").stdout
    assert f'"{sentence}"' in asked
    assert "We went on" not in asked


def test_a_mail_without_reasons_says_so(run: Run, store: Store) -> None:
    put(store, "sent")
    result = run("feedback", "1", "--read")
    assert (result.exit_code, "gives no reasons" in result.stdout) == (0, True)
    assert "another candidate" not in result.stdout
    assert "gives reasons" not in run("feedback", "1", given="\n\n").stdout


def test_a_point_can_be_forgotten(run: Run, store: Store) -> None:
    put(store, "sent")
    run("feedback", "1", "--liked", "x")
    assert run("feedback", "--drop", "1").stdout == "Forgotten: x\n"
    assert store.feedback() == []
    assert run("feedback", "--drop", "1").exit_code == 2


def test_nothing_kept_so_far(run: Run) -> None:
    assert run("feedback").stdout == "No feedback is kept so far.\n"
    assert run("feedback", "--json").stdout == ""
    assert run("feedback", "1").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("1", "--tag", "cv"),
        ("1", "--practise"),
        ("1", "--tip", "a", "--tip", "b", "--tip", "c", "--tag", "cv", "--tag", "cv"),
        ("--tip", "a"),
        ("1", "--tip", "a", "--tag", "hair"),
        ("9", "--tip", "a"),
    ],
)
def test_what_cannot_be_meant_is_said(words: tuple[str, ...], run: Run, store: Store) -> None:
    put(store, "sent")
    assert run("feedback", *words).exit_code == 2
    assert store.feedback() == []


def test_a_note_is_kept_for_the_person_and_shown_and_thrown_away(run: Run, store: Store) -> None:
    put(store)
    assert "Kept as note 1, for you alone." in run("note", "1", given="They never\neven called.\n").stdout
    assert [row.text for row in store.notes(1)] == ["They never\neven called."]
    assert "They never\n  even called." in run("note", "--list").stdout
    assert json.loads(run("note", "1", "--json").stdout)["text"] == "They never\neven called."
    assert run("note", "--drop", "1").stdout == "It is thrown away.\n"
    assert store.notes() == []
    assert run("note", "--drop", "1").exit_code == 2


def test_what_is_thrown_away_is_written_nowhere(run: Run, store: Store, home: Path) -> None:
    put(store)
    result = run("note", "1", "--throw-away", given="a secret grudge\n")
    assert "nothing of it is kept" in result.stdout
    assert store.notes() == []
    held = [path for path in home.rglob("*") if path.is_file() and b"secret grudge" in path.read_bytes()]
    assert held == []
    run("note", "1", given="a secret grudge\n")
    held = [path for path in home.rglob("*") if path.is_file() and b"secret grudge" in path.read_bytes()]
    assert held, "such a search does find what is kept"


def test_a_note_needs_a_mail_and_a_word(run: Run, store: Store) -> None:
    put(store)
    assert run("note").exit_code == 2
    assert run("note", "9", given="x\n").exit_code == 2
    assert "Nothing was written." in run("note", "1", given="").stdout
    assert run("note", "--list").stdout == "No note is kept.\n"

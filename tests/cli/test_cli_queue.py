"""`grace queue`: what waits, and the person's now, later and never."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cases import berlin, put
from click.testing import Result

from watcher.store import Store

Run = Callable[..., Result]
NOW = ("--now", "2026-11-23T20:00+01:00")


def test_queue_lists_what_waits_and_nothing_else(run: Run, store: Store) -> None:
    put(store)
    put(store, "offered", due_at=None)
    put(store, "review", due_at=None)
    put(store, "no_reply", due_at=None)
    assert [line.split()[0] for line in run("queue").stdout.splitlines()[:3]] == ["1", "2", "3"]
    assert len(run("queue", "--json").stdout.splitlines()) == 3


def test_the_time_that_is_asked_for_says_what_is_due_then(run: Run, store: Store) -> None:
    put(store)
    assert run("queue").stdout == "1  Acme  cooling until Tue 24 Nov, 11:00\n"
    said = run("queue", "--now", "2026-11-24T11:00+01:00").stdout
    assert said == "1  Acme  a draft with the next pass\n"
    assert run("queue", "--now", "2025-12-31T11:00+01:00").stdout.endswith("until Tue 24 Nov 2026, 11:00\n")


def test_a_case_of_an_account_that_is_gone_says_so(run: Run, store: Store) -> None:
    put(store)
    put(store, account="old")
    gone = "but its account, old, is not in the config any more"
    assert [gone in line for line in run("queue").stdout.splitlines()] == [False, True]
    assert gone in run("queue", "now", "2").stdout
    assert gone not in run("queue", "now", "1").stdout


def test_an_empty_queue_says_so(run: Run) -> None:
    assert run("queue").stdout == "Nothing is cooling, and nothing waits for you.\n"


@pytest.mark.parametrize("state", ["cooling", "offered", "review"])
def test_now_makes_the_reply_due_whatever_the_hour(state: str, run: Run, store: Store) -> None:
    put(store, state)
    assert run("queue", "now", "1", *NOW).exit_code == 0
    entry = store.entry(1)
    assert entry
    assert (entry.state, entry.due_at, entry.asked) == ("cooling", berlin("2026-11-23T20:00"), 1)


@pytest.mark.parametrize(
    ("by", "due"),
    [
        ("1h", "2026-11-24T12:00"),
        ("12h", "2026-11-25T09:00"),
        ("3d", "2026-11-27T11:00"),
        ("4d", "2026-11-30T09:00"),
    ],
)
def test_later_comes_at_the_hours_that_the_config_allows(by: str, due: str, run: Run, store: Store) -> None:
    put(store)
    result = run("queue", "later", "1", by, *NOW)
    entry = store.entry(1)
    assert entry
    assert entry.due_at == berlin(due)
    assert entry.asked == 2, "wanted at its time, at humane hours, not at once"
    assert berlin(due).strftime("%H:%M") in result.stdout


def test_later_of_what_has_no_time_yet_counts_from_now(run: Run, store: Store) -> None:
    put(store, "offered", due_at=None)
    run("queue", "later", "1", "1d", "--now", "2026-11-24T10:00+01:00")
    entry = store.entry(1)
    assert entry
    assert entry.due_at == berlin("2026-11-24T10:00") + timedelta(days=1)


def test_later_after_now_is_no_longer_at_once(run: Run, store: Store) -> None:
    put(store)
    run("queue", "now", "1", *NOW)
    run("queue", "later", "1", "1d", *NOW)
    entry = store.entry(1)
    assert entry
    assert (entry.due_at, entry.asked) == (berlin("2026-11-25T09:00"), 2)


@pytest.mark.parametrize("state", ["cooling", "offered", "review", "claimed"])
def test_never_ends_it_with_the_persons_own_reason(state: str, run: Run, store: Store) -> None:
    put(store, state)
    assert run("queue", "never", "1", *NOW).exit_code == 0
    entry = store.entry(1)
    assert entry
    assert (entry.state, entry.case_reason) == ("cancelled", "You asked for no reply.")
    assert store.steps(1)[-1].at == berlin("2026-11-23T20:00")


@pytest.mark.parametrize("verb", [["now"], ["never"], ["later"]])
@pytest.mark.parametrize("state", ["no_reply", "drafted", "answered", ""])
def test_what_does_not_wait_is_left_as_it_is(verb: list[str], state: str, run: Run, store: Store) -> None:
    put(store, state, reason="So it is.")
    before = store.entry(1)
    result = run("queue", *verb, "1", *(["1d"] if verb == ["later"] else []))
    assert result.exit_code == 2
    assert "Mail 1 is not waiting for anything." in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert store.entry(1) == before


def test_never_while_the_draft_is_saved_says_where_it_may_be(run: Run, store: Store) -> None:
    put(store, "claimed")
    assert "If it is in Drafts already, delete it there." in run("queue", "never", "1").stdout


@pytest.mark.parametrize("verb", [["now", "1"], ["later", "1", "1d"]], ids=["now", "later"])
def test_no_other_time_can_be_chosen_while_the_draft_is_saved(
    verb: list[str], run: Run, store: Store
) -> None:
    put(store, "claimed")
    before = store.entry(1)
    result = run("queue", *verb)
    assert result.exit_code == 2
    assert result.stderr == (
        "The draft for mail 1 is just being saved; only `grace queue never 1` still works.\n"
    )
    assert store.entry(1) == before


@pytest.mark.parametrize(
    ("why", "says"),
    [
        (
            "Nobody reads jobs@acme.example.",
            "Mail 1 has nobody to write to: nobody reads jobs@acme.example.\n",
        ),
        (None, "Mail 1 has nobody to write to.\n"),
    ],
)
def test_a_reply_to_nobody_cannot_be_asked_for(why: str | None, says: str, run: Run, store: Store) -> None:
    put(store, "review", recipient="", reason="Not sure enough.", parent={"no_recipient": why} if why else {})
    result = run("queue", "now", "1")
    assert (result.exit_code, result.stderr) == (2, says)


def test_json_names_when_it_is_due(run: Run, store: Store) -> None:
    put(store)
    assert json.loads(run("queue", "--json").stdout)["due_at"] == "2026-11-24T10:00:00+00:00"


def test_now_may_stand_before_the_word(run: Run, store: Store) -> None:
    put(store)
    run("queue", *NOW, "now", "1")
    entry = store.entry(1)
    assert entry
    assert entry.due_at == berlin("2026-11-23T20:00")

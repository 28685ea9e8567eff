"""`grace thanks`: the thanks to come, and a line of one's own; and how the queue and the preview speak of them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from cases import berlin, put
from click.testing import Result

from watcher.replying.policy import AFTER_INTERVIEW
from watcher.store import Store

Run = Callable[..., Result]
LINE = "It was good to hear how the team plans its week."
DETAILS = {
    "company": "Acme",
    "role": "Data Engineer",
    "person": "Anna Brandt",
    "appointment": "2026-11-26T13:00:00+00:00",
    "appointment_end": "2026-11-26T14:00:00+00:00",
}


def interview(store: Store, state: str = "cooling", **more: object) -> int:
    due = berlin("2026-11-26T16:00")
    return put(store, state, **({"kind": "interview", "details": DETAILS, "due_at": due} | more))


def test_the_thanks_to_come_are_listed_and_nothing_else(run: Run, store: Store) -> None:
    interview(store)
    interview(store, "drafted")
    put(store)
    first, *others = run("thanks").stdout.splitlines()
    assert first == "1  Acme  Thu 26 Nov, 14:00  a line of thanks, Thu 26 Nov, 16:00  -"
    assert not any(line.startswith(("2", "3")) for line in others)
    (row,) = map(json.loads, run("thanks", "--json").stdout.splitlines())
    assert row["interview"] == "2026-11-26T13:00:00+00:00"
    assert (row["id"], row["company"], row["line"]) == (1, "Acme", "")


def test_without_any_it_says_so(run: Run) -> None:
    assert run("thanks").stdout.startswith("No thanks are planned.")


def test_a_line_stands_in_the_letter_and_can_be_changed_and_taken_out(run: Run, store: Store) -> None:
    interview(store)
    before = run("preview", "1").stdout
    assert "stands in the letter to Acme" in run("thanks", "1", "--line", f"  {LINE} ").stdout
    letter = run("preview", "1").stdout.partition("\n\n")[2].split("\n\n")
    assert letter[2] == LINE
    assert LINE in run("thanks", "1").stdout
    other = "Thank you for showing me the workshop."
    run("thanks", "1", "--line", other)
    assert [one in run("preview", "1").stdout for one in (LINE, other)] == [False, True]
    assert "without a line" in run("thanks", "1", "--line", "").stdout
    assert run("preview", "1").stdout == before


@pytest.mark.parametrize("line", ["When do I hear from you!", "It was unfair.", "x" * 301, "Dear {name}"])
def test_a_line_that_should_not_be_written_is_refused(line: str, run: Run, store: Store) -> None:
    interview(store)
    result = run("thanks", "1", "--line", line)
    assert result.exit_code == 2
    assert "cannot stand in the letter" in result.stderr
    entry = store.entry(1)
    assert entry
    assert "line" not in (entry.parent or {})


@pytest.mark.parametrize("state", ["drafted", "sent", "cancelled"])
def test_once_it_is_saved_or_ended_it_is_too_late_for_a_line(state: str, run: Run, store: Store) -> None:
    interview(store, state)
    result = run("thanks", "1", "--line", LINE)
    assert (result.exit_code, "No thanks are planned for mail 1." in result.stderr) == (2, True)


def test_only_thanks_take_a_line(run: Run, store: Store) -> None:
    put(store)
    assert run("thanks", "1", "--line", LINE).exit_code == 2
    assert run("thanks", "--line", LINE).exit_code == 2


def test_the_queue_speaks_of_thanks_and_does_not_give_them_before_the_interview(
    run: Run, store: Store
) -> None:
    interview(store)
    assert run("queue").stdout == "1  Acme  a line of thanks, Thu 26 Nov, 16:00\n"
    refused = run("queue", "now", "1")
    assert (refused.exit_code, "still to come" in refused.stderr) == (2, True)
    given = run("queue", "now", "1", "--now", "2026-11-26T15:10+01:00")
    assert given.stdout == "The thanks to Acme are laid down with the next pass.\n"
    assert run("queue", "never", "1").stdout == "There will be no thanks to Acme.\n"
    assert "no thanks" in run("log").stdout


def test_a_reply_that_waits_for_an_interview_says_so(run: Run, store: Store) -> None:
    put(store, reason=AFTER_INTERVIEW)
    assert (
        run("queue").stdout == "1  Acme  a draft at Tue 24 Nov, 11:00; it waits until after your interview\n"
    )

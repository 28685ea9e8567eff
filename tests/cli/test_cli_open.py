"""`grace open`: what is still alive, and the person's corrections of what belongs together."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from datetime import datetime

import pytest
from cases import berlin, put
from click.testing import Result

from watcher.cli.open import alive_lines
from watcher.looking_back import applications
from watcher.store import Store

Run = Callable[..., Result]


def mail(store: Store, kind: str, company: str, role: str, day: str, **more: object) -> int:
    """A mail about an application, with no case."""
    details = {"company": company, "role": role} | {
        k: str(more.pop(k)) for k in ("appointment",) if k in more
    }
    at = berlin(f"2026-{day}T10:00")
    return put(store, "", kind=kind, delivered_at=at, details=details, **more)


def acme_and_bolt(store: Store) -> None:
    """1, 2: Acme, in talks. 3: Bolt, open. 4, 5: Crane, closed by an answer."""
    mail(store, "acknowledgement", "Acme", "Data Engineer", "11-02")
    mail(store, "interview", "Acme", "Data Engineer", "11-20", appointment="2026-11-26T14:00:00+01:00")
    mail(store, "acknowledgement", "Bolt", "Analyst", "11-16")
    mail(store, "acknowledgement", "Crane", "Baker", "11-03")
    put(store, details={"company": "Crane", "role": "Baker"})


def test_it_lists_what_is_alive_the_last_heard_of_first(run: Run, store: Store) -> None:
    acme_and_bolt(store)
    assert run("open").stdout.splitlines() == [
        "1  Acme  Data Engineer  in talks, last word Fri 20 Nov; interview Thu 26 Nov, 14:00",
        "3  Bolt  Analyst  open, last word Mon 16 Nov",
    ]
    assert run("open", "--all").stdout.splitlines()[0] == "4  Crane  Baker  closed, last word Mon 23 Nov"


def test_silence_is_told_by_its_length(run: Run, store: Store) -> None:
    mail(store, "acknowledgement", "Acme", "Data Engineer", "11-02")
    mail(store, "acknowledgement", "Bolt", "Analyst", "11-02")

    def on(day: str) -> str:
        return run("open", "--now", f"{day}T10:00+01:00").stdout

    assert "1  Acme  Data Engineer  open, last word" in on("2026-11-22")
    assert "1  Acme  Data Engineer  no answer yet, last word" in on("2026-11-23")
    assert "1  Acme  Data Engineer  no answer yet, last word" in on("2026-12-16")
    assert on("2026-12-17").startswith("No application is open at the moment.")
    assert "probably closed" in run("open", "--all", "--now", "2026-12-17T10:00+01:00").stdout


def test_nothing_yet_is_no_mistake(run: Run, store: Store) -> None:
    assert run("open").stdout == "No application is open at the moment.\n"
    assert run("open", "--json").stdout == ""


def test_nothing_is_made_where_there_is_no_log(run: Run) -> None:
    result = run("open")
    assert (result.exit_code, result.stdout) == (0, "No application is open at the moment.\n")


def test_a_line_of_json_for_each(run: Run, store: Store) -> None:
    acme_and_bolt(store)
    lines = [json.loads(line) for line in run("open", "--all", "--json").stdout.splitlines()]
    assert [(one["id"], one["standing"], one["alive"]) for one in lines] == [
        (4, "closed", False),
        (1, "in talks", True),
        (3, "open", True),
    ]
    assert lines[1]["next_interview"] == "2026-11-26T14:00:00+01:00"
    assert [one["id"] for one in lines[0]["mails"]] == [4, 5]


def test_the_hint_that_it_is_only_one_can_be_left_out_for_good(run: Run, store: Store) -> None:
    mail(store, "acknowledgement", "Acme", "Data Engineer", "11-02")
    assert "It is one application for now" in run("open").stdout
    assert "It is one application for now" not in run("open", "--quiet-hint").stdout
    assert "It is one application for now" not in run("open").stdout


def test_no_hint_where_two_are_open(run: Run, store: Store) -> None:
    acme_and_bolt(store)
    assert "one application" not in run("open").stdout


def test_show_gives_its_mails_with_their_days(run: Run, store: Store) -> None:
    acme_and_bolt(store)
    shown = run("open", "show", "4").stdout
    assert "Crane (Baker)\nHow it stands: closed, last word Mon 23 Nov\n" in shown
    assert "4  Tue 3 Nov  a receipt  Your application\n5  Mon 23 Nov  not this time" in shown
    assert json.loads(run("open", "show", "4", "--json").stdout)["company"] == "Crane"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "9"), "There is no application number 9. `grace open --all` lists the numbers."),
        (("show", "5"), "Mail 5 belongs to application 4: grace open show 4."),
        (("edit", "4"), "Nothing to change: give --company, --role or --requisition."),
        (("merge", "4", "4"), "Application 4 is that one already."),
        (("merge", "4", "77"), "There is no application number 77."),
        (("split", "4", "1"), "Mail 1 is not of application 4."),
        (("split", "4", "4", "5"), "These are all the mails of application 4; one of them has to stay."),
    ],
)
def test_a_wrong_number_gets_one_clear_line(
    words: tuple[str, ...], said: str, run: Run, store: Store
) -> None:
    acme_and_bolt(store)
    result = run("open", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


class TestCorrections:
    """Each answers calmly, says how to take it back, and that works."""

    def back(self, run: Run, result: Result) -> Result:
        assert result.exit_code == 0, result.output
        done, command = result.stdout.splitlines()
        assert done.endswith("To take it back:")
        words = shlex.split(command.strip().removeprefix("grace "))
        undone = run(*words)
        assert undone.exit_code == 0, undone.output
        return undone

    def test_edit(self, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        before = run("open").stdout
        result = run(
            "open", "edit", "3", "--company", "Bolt & Nut", "--role", "Data Analyst", "--requisition", "R-9"
        )
        assert "3  Bolt & Nut  Data Analyst  open" in run("open").stdout
        assert "Their number: R-9" in run("open", "show", "3").stdout
        self.back(run, result)
        assert run("open").stdout == before

    def test_edit_holds_for_mail_that_comes_later(self, run: Run, store: Store) -> None:
        mail(store, "acknowledgement", "Thanks", "Analyst", "11-02")
        run("open", "edit", "1", "--company", "Bolt")
        later = mail(store, "interview", "Bolt", "Analyst", "11-10")
        assert [[m.id for m in one.mails] for one in applications(store)] == [[1, later]]

    def test_close(self, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        before = run("open").stdout
        result = run("open", "close", "3")
        assert result.stdout.startswith("Application 3, Bolt (Analyst), is closed.")
        assert "Bolt" not in run("open").stdout
        assert self.back(run, result).stdout == "Application 3, Bolt (Analyst), is open again.\n"
        assert run("open").stdout == before

    def test_what_an_answer_closed_is_told_so(self, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        for words in (("close", "4"), ("close", "4", "--undo")):
            assert run("open", *words).stdout == "Application 4 is closed, by mail 5: grace show 5\n"
        assert store.remarks() == {}

    def test_an_invitation_on_a_later_day_opens_it_again(self, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        run("open", "close", "3")
        mail(store, "interview", "Bolt", "Analyst", "11-25")
        assert "3  Bolt  Analyst  in talks" in run("open", "--now", "2026-11-25T12:00+01:00").stdout

    @pytest.mark.parametrize(("one", "into"), [("1", "3"), ("3", "1")])
    def test_merge(self, one: str, into: str, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        before = run("open", "--json").stdout
        result = run("open", "merge", one, into)
        assert result.stdout.startswith("They are one application now, number 1.")
        assert [[m.id for m in a.mails] for a in applications(store)] == [[1, 3, 2], [4, 5]]
        self.back(run, result)
        assert run("open", "--json").stdout == before

    def test_mail_that_comes_later_goes_where_the_person_said(self, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        run("open", "merge", "3", "1")
        later = mail(store, "rejection", "Bolt", "Analyst", "11-25")
        assert later in [m.id for m in applications(store)[0].mails]

    def test_split(self, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        before = run("open", "--json").stdout
        result = run("open", "split", "1", "2")
        assert sorted([m.id for m in a.mails] for a in applications(store)) == [[1], [2], [3], [4, 5]]
        self.back(run, result)
        assert run("open", "--json").stdout == before


class TestAfterAnAnswer:
    """What is still open is said where an answer is shown, and on the one screen of status."""

    def test_show_and_status(self, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        others = "2 {}applications are open: Acme (Data Engineer), Bolt (Analyst)."
        ahead = "The next interview: Acme (Data Engineer), Thu 26 Nov, 14:00."
        answer = run("show", "5").stdout.splitlines()
        assert others.format("other ") in answer
        assert ahead in answer
        status = run("status").stdout.splitlines()
        assert others.format("") in status
        assert ahead in status
        assert json.loads(run("status", "--json").stdout)["open"] == [1, 3]

    def test_it_is_not_said_of_other_mail(self, run: Run, store: Store) -> None:
        acme_and_bolt(store)
        assert "are open" not in run("show", "1").stdout

    def test_nothing_is_said_where_nothing_is_open(self, run: Run, store: Store) -> None:
        put(store)
        assert "open" not in run("show", "1").stdout
        assert "Open" not in run("status").stdout

    def test_at_most_three_lines_however_many_there_are(self, store: Store) -> None:
        for number in range(30):
            mail(store, "acknowledgement", f"Firm{number}", "Data Engineer", "11-10")
        now = datetime.fromisoformat("2026-11-23T12:00+01:00")
        lines = alive_lines(applications(store), now.tzinfo, now)
        assert len(lines) == 1
        assert lines[0].endswith(
            "Firm29 (Data Engineer), Firm28 (Data Engineer), Firm27 (Data Engineer) and 27 more."
        )

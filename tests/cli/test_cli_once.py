"""`grace once` and `grace check` on a real Maildir, `grace run` up to the daemon."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from cases import berlin, put
from click.testing import Result

from watcher import daemon
from watcher.instance import single_instance
from watcher.store import Store

Run = Callable[..., Result]
MONDAY, TUESDAY = ("--now", "2026-11-23T12:00+01:00"), ("--now", "2026-11-24T12:30+01:00")


@pytest.fixture
def a_no(home: Path) -> None:
    """An answer that came on Monday at ten and has been read. The account has seen a pass before."""
    with (home / "config.toml").open("a") as config:
        config.write('\n[watch]\nsince = "2026-11-01"\n')
    mail = EmailMessage()
    mail["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    mail["From"] = "Anna Brandt <anna@acme.example>"
    mail["To"] = "robin@example.org"
    mail["Subject"] = "Your application to Acme"
    mail["Message-ID"] = "<1@acme.example>"
    mail.set_content(
        "Dear Robin,\n\nThank you for applying for the Analyst role at Acme. I am sorry to say that we\n"
        "have decided to offer the position to another candidate.\n\nKind regards,\nAnna Brandt\n"
    )
    path = home / "Mail/cur/1.a:2,S"
    path.write_bytes(mail.as_bytes())
    os.utime(path, (berlin("2026-11-23T10:00").timestamp(),) * 2)


def drafts(home: Path) -> list[Path]:
    return list((home / "Mail").glob(".Drafts/cur/*"))


@pytest.mark.usefixtures("a_no")
def test_once_says_what_it_did_and_what_is_next(run: Run, home: Path) -> None:
    first = run("once", *MONDAY)
    assert first.exit_code == 0, first.output
    assert (
        first.stdout.splitlines()[-1]
        == "1 mail read, 1 answer cooling until Tue 24 Nov, 12:00, no draft due."
    )
    assert "1: an answer: not this time, from Acme; cooling until Tue 24 Nov, 12:00" in first.stdout
    second = run("once", *TUESDAY)
    assert second.stdout.splitlines() == ["1: Acme: a reply lies in Drafts", "No new mail, 1 draft saved."]
    assert len(drafts(home)) == 1
    assert run("once", *TUESDAY).stdout == "No new mail, no draft due.\n"


@pytest.mark.usefixtures("a_no")
def test_a_dry_run_writes_nothing(run: Run, home: Path) -> None:
    before = sorted(home.rglob("*"))
    result = run("once", "--dry-run", *TUESDAY)
    assert result.exit_code == 0, result.output
    assert [
        path for path in sorted(home.rglob("*")) if path not in before and home / "data" not in path.parents
    ] in (
        [],
        [home / "data"],
    )
    assert drafts(home) == []


@pytest.mark.usefixtures("a_no")
def test_once_in_json(run: Run) -> None:
    [event] = [json.loads(line) for line in run("once", "--json", *MONDAY).stdout.splitlines()]
    assert (event["account"], event["what"], event["company"]) == ("home", "cooling", "Acme")
    assert event["due_at"] == "2026-11-24T11:00:00+00:00"


def test_each_account_has_its_own_error_and_the_worst_decides(run: Run, home: Path) -> None:
    with (home / "config.toml").open("a") as config:
        config.write('\n[[account]]\nname = "gone"\nkind = "maildir"\npath = "Gone"\n')
    result = run("once", *MONDAY)
    assert result.exit_code == 2
    assert result.stderr.startswith("gone: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == "home: No new mail, no draft due.\n", "the sum is of the other account alone"


def test_where_no_account_could_be_looked_at_there_is_no_sum(run: Run, home: Path) -> None:
    shutil.rmtree(home / "Mail")
    result = run("once", *MONDAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_once_while_another_runs_says_so(run: Run, home: Path) -> None:
    (home / "data").mkdir(mode=0o700)
    with single_instance(home / "data"):
        result = run("once", *MONDAY)
    assert result.exit_code == 75
    assert "already running" in result.stderr


def test_run_hands_over_to_the_daemon(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(daemon, "run", lambda config, data, dry_run: seen.append((data, dry_run)) or 77)
    assert run("run", "--dry-run").exit_code == 77
    assert seen == [(home / "data", True)]


def test_check_of_a_good_set_up(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "All is in order."
    assert "to do" not in result.stdout


def test_check_names_the_last_pass(run: Run) -> None:
    run("once", *MONDAY)
    assert "Last looked through  Mon 23 Nov, 12:00" in run("check").stdout


def test_check_shows_every_problem_at_once(run: Run, home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "grace.db").write_text("no database " * 400)
    with (home / "config.toml").open("a") as config:
        config.write('\n[[account]]\nname = "gone"\nkind = "maildir"\npath = "Gone"\n')
    result = run("check", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    wrong = [(row["about"], row["what"]) for row in rows if not row["fine"]]
    assert wrong[0] == ("", "Data")
    assert any(about == "gone" for about, _ in wrong)
    assert result.exit_code == 74


def test_check_lists_each_mistake_of_the_config(run: Run, home: Path) -> None:
    (home / "config.toml").write_text('[person]\nname = ""\nage = 7\n')
    result = run("check")
    assert result.exit_code == 2
    assert result.stdout.count("to do  Config  ") >= 3
    assert "Model" in result.stdout
    problems = result.stdout.count("to do  ")
    assert result.stdout.splitlines()[-1] == f"{problems} things to put right, see above."


def test_check_names_what_waits_under_an_account_that_is_gone(run: Run, store: Store) -> None:
    put(store)
    put(store, account="old")
    put(store, "no_reply", account="older")
    result = run("check")
    assert result.exit_code == 2
    [line] = [line for line in result.stdout.splitlines() if line.startswith("to do")]
    assert line.startswith(
        "to do  Account old  it is not in the config any more, so nothing happens to mail 2."
    )
    assert result.stdout.splitlines()[-1] == "One thing to put right, see above."


def test_check_names_a_case_that_cannot_be_read(run: Run, store: Store, home: Path) -> None:
    put(store)
    with contextlib.closing(sqlite3.connect(home / "data" / "grace.db")) as db, db:
        db.execute("UPDATE cases SET parent = 'no json'")
    result = run("check")
    assert result.exit_code == 74
    assert "to do  Cases  The log is damaged: mail 1 has parent that cannot be read." in result.stdout

"""`grace check`: each thing that can be wrong on this computer, and what it says to do."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from cases import berlin, put
from click.testing import Result

from watcher.cli import COMMANDS, check_machine
from watcher.instance import single_instance
from watcher.store import Store

Run = Callable[..., Result]
MONDAY = ("--now", "2026-11-23T12:00+01:00")


def rows(run: Run, *words: str) -> dict[tuple[str, str], tuple[bool, str]]:
    """By account and thing: whether it is fine, and the word on it."""
    found = [json.loads(line) for line in run("check", "--json", *words).stdout.splitlines()]
    return {(row["about"], row["what"]): (row["fine"], row["word"]) for row in found}


def test_all_that_is_looked_at(run: Run) -> None:
    found = rows(run)
    assert [what for about, what in found if not about] == [
        *("Config", "Time zone", "Clock", "Data", "Disk", "Model", "Running"),
        *(["Service"] if "service" in COMMANDS else []),
    ]
    assert [what for about, what in found if about == "home"] == [
        *("Maildir", "Folder INBOX", "Drafts", "Sent", "Trash", "To teach it", "Last looked through")
    ]
    assert all(fine for fine, _ in found.values())


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("2021-01-01T12:00+01:00", "it says 2021, and that is long ago"),
        ("2026-11-20T12:00+01:00", "yet something is on record from Mon 23 Nov, 10:00. Set the clock."),
    ],
)
def test_a_clock_that_is_behind(run: Run, store: Store, now: str, says: str) -> None:
    put(store)
    fine, word = rows(run, "--now", now)["", "Clock"]
    assert not fine
    assert says in word


def test_a_clock_a_few_minutes_behind_the_servers_is_fine(run: Run, store: Store) -> None:
    put(store)
    fine, word = rows(run, "--now", "2026-11-23T09:30+01:00")["", "Clock"]
    assert fine
    assert word.startswith("Mon 23 Nov, 09:30")


def test_a_full_disk(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 7_000_000, 7_000_000))
    result = run("check")
    assert result.exit_code == 74
    assert "7 MB free where the log lies; make room, it needs 50 MB" in result.stdout


def test_whether_it_runs(run: Run, home: Path) -> None:
    assert rows(run)["", "Running"][1].startswith("not now")
    with single_instance(home / "data"):
        assert rows(run)["", "Running"] == (True, "yes")
    assert rows(run)["", "Running"][1].startswith("not now")
    with single_instance(home / "data"):
        pass


@pytest.mark.parametrize(
    ("words", "fine"),
    [
        (("--now", "2026-11-24T11:59+01:00"), True),
        (("--now", "2026-11-24T12:01+01:00"), False),
        (("--now", "2026-11-24T12:01+01:00", "--within", "2d"), True),
        (("--now", "2026-11-23T12:31+01:00", "--within", "30m"), False),
    ],
)
def test_the_last_look_for_whatever_watches_over_it(run: Run, words: tuple[str, ...], fine: bool) -> None:
    assert run("once", *MONDAY).exit_code == 0
    result = run("check", *words)
    assert result.exit_code == (0 if fine else 75)
    assert "Last looked through  Mon 23 Nov, 12:00" in result.stdout
    assert ("and not since" in result.stdout) != fine


def test_the_folders_to_teach_it(run: Run) -> None:
    assert "`grace teach` makes them" in rows(run)["home", "To teach it"][1]
    run("teach", "--yes")
    assert "Grace" in rows(run)["home", "To teach it"][1]
    assert "not there" not in rows(run)["home", "To teach it"][1]


def test_the_time_zone_is_shown_without_a_config_too(run: Run, home: Path) -> None:
    assert rows(run)["", "Time zone"] == (True, "Europe/Berlin")
    (home / "config.toml").unlink()
    assert rows(run)["", "Time zone"][1].endswith(", as this computer is set")


def test_a_length_that_is_none(run: Run) -> None:
    result = run("check", "--within", "soon")
    assert result.exit_code == 2
    assert "must be a length of time" in result.stderr


def test_now_is_the_day_of_the_tests(run: Run) -> None:
    assert rows(run)["", "Clock"][1].startswith("Mon 23 Nov, 12:00")
    assert berlin("2026-11-23T12:00").weekday() == 0


@pytest.mark.parametrize(
    ("facts", "fine", "word"),
    [
        ({"installed": False, "running": False, "current": False}, True, "none; `grace service install`"),
        ({"installed": True, "running": True, "current": True}, True, "runs"),
        ({"installed": True, "running": True, "current": False}, True, "brings it up to date"),
        ({"installed": True, "running": False, "current": True}, False, "does not run"),
    ],
)
def test_what_the_service_says_of_itself(facts: dict[str, bool], fine: bool, word: str) -> None:
    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    @click.pass_context
    def status(ctx: click.Context, as_json: bool) -> None:
        click.echo(json.dumps(facts) if as_json else "words")
        ctx.exit(0 if fine else 75)

    program = click.Group(commands=[click.Group("service", commands=[status])])
    (row,) = check_machine.service(click.Context(program))
    assert (row.fine, row.exit_code) == (fine, 0 if fine else 75)
    assert word in row.word
    assert list(check_machine.service(click.Context(click.Group()))) == []

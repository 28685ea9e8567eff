"""`grace setup` without questions: by options alone, on a Maildir."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from watcher.cli import grace
from watcher.cli.asking import Asking
from watcher.cli.screen import Screen
from watcher.cli.setup_after import service, summary
from watcher.cli.setup_person import NAMES
from watcher.config import load
from watcher.config.writing import backup_of
from watcher.replying.compose import LANGUAGES
from watcher.setting_up.first_look import Findings

Run = Callable[..., Result]
NEW = ("--yes", "--address", "robin.keller@example.org", "--name", "Robin Keller", "--language", "en")


@pytest.fixture
def fresh(home: Path) -> Path:
    """A home with a Maildir in it, and no config yet."""
    (home / "config.toml").unlink()
    return home


def mail(home: Path, days: int, name: str, text: str) -> None:
    came = datetime(2026, 11, 23, 9, tzinfo=UTC) - timedelta(days=days)
    raw = (
        f"From: Anna Brandt <anna@{name}.example>\nTo: robin@example.org\nSubject: Your application\n"
        f"Message-ID: <{name}@mail.example>\nDate: {format_datetime(came)}\n\n{text}\n"
    )
    file = home / "Mail" / "cur" / f"{name}:2,S"
    file.write_text(raw)
    os.utime(file, (came.timestamp(), came.timestamp()))


def setup(run: Run, home: Path, *words: str, given: str | None = None) -> Result:
    return run("setup", "--maildir", str(home / "Mail"), *words, given=given)


def test_a_new_config_by_options_alone(run: Run, fresh: Path) -> None:
    result = setup(run, fresh, *NEW, "--cooling-off", "3d", "--also", "rk@example.org", "--no-look")
    assert result.exit_code == 0, result.output
    config = load(fresh / "config.toml")
    assert config.person.addresses == ("robin.keller@example.org", "rk@example.org")
    assert config.cooling_off.after == config.cooling_off.after_final == timedelta(days=3)
    assert config.accounts[0].path == fresh / "Mail"
    assert run("check").exit_code == 0, run("check").output


def test_a_first_look_counts_and_leaves_nothing(run: Run, fresh: Path) -> None:
    no = "Dear Robin,\n\nUnfortunately, we will not be moving forward with your application for the Gardener position."
    mail(fresh, 2, "oak", no)
    mail(fresh, 50, "elm", no)
    mail(fresh, 200, "ash", no)
    mail(fresh, 3, "fir", "Dear Robin,\n\nThank you for your order. It is on its way.")
    before = {path: path.read_bytes() for path in (fresh / "Mail").rglob("*") if path.is_file()}
    result = setup(run, fresh, *NEW, "--look")
    assert result.exit_code == 0, result.output
    assert "3 mails read. 2 answers found, 2 worth a reply, if you like." in result.stdout
    assert {path: path.read_bytes() for path in (fresh / "Mail").rglob("*") if path.is_file()} == before
    assert not (fresh / "data").exists()


def test_an_existing_file_is_kept_but_for_what_was_asked(run: Run, home: Path) -> None:
    file = home / "config.toml"
    before = file.read_text() + "# my own remark\n"
    file.write_text(before)
    result = run("setup", "--yes", "--name", "Robin A. Keller", "--no-look")
    assert result.exit_code == 0, result.output
    assert file.read_text() == before.replace('"Robin Keller"', '"Robin A. Keller"')
    assert backup_of(file).read_text() == before


def test_run_again_with_the_same_answers_it_changes_nothing(run: Run, home: Path) -> None:
    before = (home / "config.toml").read_bytes()
    result = run("setup", "--yes", "--no-look")
    assert result.exit_code == 0, result.output
    assert "stays as it is" in result.stdout
    assert (home / "config.toml").read_bytes() == before
    assert not backup_of(home / "config.toml").exists()


def test_the_same_options_twice_make_one_account(run: Run, fresh: Path) -> None:
    assert setup(run, fresh, *NEW, "--no-look").exit_code == 0
    before = (fresh / "config.toml").read_bytes()
    assert setup(run, fresh, *NEW, "--no-look").exit_code == 0
    assert (fresh / "config.toml").read_bytes() == before


def test_another_mailbox_is_added(run: Run, home: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (home / "Second" / part).mkdir(parents=True)
    result = run("setup", "--yes", "--maildir", str(home / "Second"), "--account", "second", "--no-look")
    assert result.exit_code == 0, result.output
    config = load(home / "config.toml")
    assert [(one.name, one.path) for one in config.accounts] == [
        ("home", home / "Mail"),
        ("second", home / "Second"),
    ]


def test_a_broken_config_is_left_alone(run: Run, home: Path) -> None:
    (home / "config.toml").write_text("[person]\nname = 7\n")
    result = run("setup", *NEW)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert "setup leaves it alone" in result.stderr
    assert (home / "config.toml").read_text() == "[person]\nname = 7\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "R"), "--address is needed"),
        (("--address", "robin"), "--address must be a mail address"),
        (("--address", "r@example.org", "--name", "R"), "name its server with --host"),
        (("--address", "r@tuta.com", "--name", "R"), "Tuta lets no other program"),
        (("--address", "r@example.org", "--maildir", "Nowhere", "--name", "R"), "Nowhere"),
        (
            ("--address", "r@example.org", "--maildir", "Mail", "--cooling-off", "9d", "--name", "R"),
            "at most 7 days",
        ),
        (
            ("--address", "r@example.org", "--maildir", "Mail", "--language", "xx", "--name", "R"),
            "no letters in xx",
        ),
    ],
)
def test_what_will_not_do_is_said_and_nothing_is_written(
    run: Run, fresh: Path, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fresh)
    result = run("setup", "--yes", "--no-look", *words)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert not (fresh / "config.toml").exists()


def test_without_a_terminal_it_asks_nothing(run: Run, fresh: Path) -> None:
    result = run("setup", given="robin@example.org\n")
    assert result.exit_code == 2
    assert "nobody to ask" in result.stderr


def test_training_folders_only_on_demand(run: Run, fresh: Path) -> None:
    assert setup(run, fresh, *NEW, "--no-look").exit_code == 0
    assert not list((fresh / "Mail").rglob("*Grace*"))
    assert run("setup", "--yes", "--teach", "--no-look").exit_code == 0
    assert list((fresh / "Mail").rglob("*Grace*"))


def test_a_relative_mail_folder_is_meant_from_here(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fresh)
    words = [
        "setup",
        *NEW,
        "--maildir",
        "Mail",
        "--no-look",
        "--config",
        "deep/config.toml",
        "--data",
        "data",
    ]
    assert CliRunner().invoke(grace, words).exit_code == 0
    assert load(fresh / "deep" / "config.toml").accounts[0].path == fresh / "Mail"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Findings(0, 0, 0, 0, 0), "No mail came in the last 90 days."),
        (Findings(1, 0, 0, 0, 0), "1 mail read, and no answer of no among them."),
        (Findings(9, 1, 0, 0, 0), "9 mails read. 1 answer found, none that needs a reply."),
        (
            Findings(90, 12, 3, 1, 2),
            "90 mails read. 12 answers found, 3 worth a reply, if you like. 2 it is not",
        ),
    ],
)
def test_the_sum_of_a_first_look(found: Findings, said: str) -> None:
    assert summary(found).startswith(said)


def test_every_language_with_letters_has_a_name() -> None:
    assert set(NAMES) == set(LANGUAGES)


def test_rows_of_check_are_one_json_object_each(run: Run) -> None:
    rows = [json.loads(line) for line in run("check", "--json").stdout.splitlines()]
    assert {"about", "what", "fine", "word", "exit_code"} == set(rows[0])


@pytest.mark.parametrize(("wanted", "installed"), [(True, True), (False, False), (None, False)])
def test_the_service_is_installed_where_there_is_one_and_it_was_asked_for(
    wanted: bool | None, installed: bool
) -> None:
    done: list[str] = []
    program = click.Group()
    group = click.Group(
        "service", commands=[click.Command("install", callback=lambda: done.append("installed"))]
    )
    program.add_command(group)
    silent = Asking(Screen(plain=True), silent=True)
    service(click.Context(program), silent, wanted)
    assert done == ["installed"] * installed
    service(click.Context(click.Group()), silent, wanted)
    assert len(done) == installed

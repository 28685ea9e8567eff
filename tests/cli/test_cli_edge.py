"""How commands begin and end: help, options on both sides, clear lines, exit codes."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from cases import put
from click.testing import CliRunner, Result

from watcher import __version__
from watcher.cli import COMMANDS, grace
from watcher.errors import AuthError, StorageError, TemporaryError, UserError
from watcher.store import Store

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]


def started(*args: str, **more: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *args],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
        **more,
    )


def every_command() -> list[list[str]]:
    return [[name] for name in COMMANDS] + [["queue", verb] for verb in ("now", "later", "never")]


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_explains_itself_with_an_example(words: list[str]) -> None:
    result = CliRunner().invoke(grace, [*words, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert f"grace {' '.join(words)}" in result.stdout
    for option in ("--config", "--data", "--plain", "--verbose"):
        assert option in result.stdout


def test_help_lists_every_command_with_a_line() -> None:
    lines = CliRunner().invoke(grace, ["--help"]).stdout.splitlines()
    for name in COMMANDS:
        assert any(line.strip().startswith(f"{name} ") for line in lines)


def test_version() -> None:
    assert CliRunner().invoke(grace, ["--version"]).stdout == f"Grace Period, version {__version__}\n"


@pytest.mark.parametrize("before", [True, False])
def test_options_stand_before_or_after_the_name_of_the_command(home: Path, before: bool) -> None:
    options = ["--config", str(home / "config.toml"), "--data", str(home / "elsewhere"), "--plain"]
    result = CliRunner().invoke(grace, [*options, "log"] if before else ["log", *options])
    assert result.exit_code == 0
    assert str(home / "elsewhere") in result.stdout


BAD_INPUT = {
    "unknown command": (["lgo"], "There is no command 'lgo'. Did you mean 'log'?"),
    "unknown option": (["log", "--al"], "--al"),
    "id that is no number": (["show", "twelve"], "'twelve' is no whole number."),
    "number that is none": (["log", "--limit", "few"], "'few' is no whole number."),
    "id that is not there": (["show", "99"], "no mail number 99"),
    "explain what is not there": (["explain", "99"], "no mail number 99"),
    "queue what is not there": (["queue", "never", "99"], "no mail number 99"),
    "length of time": (["queue", "later", "1", "soon"], "must be a length of time"),
    "id beyond all counting": (["show", "9" * 30], "is not in the range"),
    "id beyond all counting, explained": (["explain", "9" * 30], "is not in the range"),
    "id beyond all counting, in the queue": (["queue", "now", "9" * 30], "is not in the range"),
    "id of nought": (["show", "0"], "0 is not in the range"),
    "limit beyond all counting": (["log", "--limit", "9" * 30], "is not in the range"),
    "a time before all mail": (["once", "--now", "0001-01-01T00:00+14:00"], "not in the years from 1990"),
    "a time after all mail": (["queue", "--now", "9999-12-31T00:00Z"], "not in the years from 1990"),
    "limit of none": (["log", "--limit", "0"], "0 is not in the range"),
    "a time without zone": (["once", "--now", "2026-11-24T09:00"], "has no zone"),
    "no time at all": (["once", "--now", "tomorrow"], "is no time"),
    "a file that is not there": (["classify", "/nowhere/letter.eml"], "/nowhere/letter.eml cannot be read"),
    "no config": (["--config", "/nowhere/config.toml", "once"], "/nowhere/config.toml"),
    "no config for the daemon": (["--config", "/nowhere/config.toml", "run"], "/nowhere/config.toml"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_a_mistake_is_one_clear_line_and_exit_2(case: str, run: Run, store: object) -> None:
    args, says = BAD_INPUT[case]
    result = run(*args)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["explain", "show", "queue never"])
def test_a_file_where_the_number_of_a_mail_belongs_is_told_what_reads_it(command: str, run: Run) -> None:
    result = run(*command.split(), "letter.eml")
    said = " ".join(result.stderr.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"grace {command} takes the number of a mail on record; grace log lists the numbers." in said
    assert "use grace classify FILE" in said
    assert "grace classify" not in run(*command.split(), "twelve").stderr
    assert "on record" not in run("log", "--limit", "letter.eml").stderr


@pytest.mark.parametrize(
    ("error", "code"), [(UserError, 2), (StorageError, 74), (TemporaryError, 75), (AuthError, 77)]
)
def test_our_errors_are_their_lines_and_their_exit_code(
    error: type[Exception], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_error(monkeypatch, error("one thing\nand another\x1b[31m"))
    result = CliRunner().invoke(grace, ["log"])
    assert (result.exit_code, result.stderr) == (code, "one thing\nand another[31m\n")


def test_a_fault_of_ours_is_one_line_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    with_error(monkeypatch, ValueError("a subject that is nobody's business"))
    result = CliRunner().invoke(grace, ["log"])
    assert result.exit_code == 70
    assert len(result.stderr.splitlines()) == 1
    assert "ValueError in test_cli_edge.py" in result.stderr
    assert "nobody's business" not in result.stderr


def test_a_fault_of_ours_shows_its_traceback_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it happened, and never what the error says: that may be text of a mail, or a password."""
    with_error(monkeypatch, ValueError("a subject that is nobody's business"))
    told = CliRunner().invoke(grace, ["log", "--verbose"]).stderr
    assert "Traceback" in told
    assert "test_cli_edge.py" in told.partition("Traceback")[2]
    assert told.endswith("ValueError\n")
    assert "nobody's business" not in told


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (
            PermissionError(13, "Permission denied", "/some/file"),
            74,
            "/some/file cannot be used: Permission denied.",
        ),
        (OSError(113, "No route to host"), 70, "Something went wrong that should not have: OSError in"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_nothing_else_is_taken_for_one(
    error: OSError, code: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_error(monkeypatch, error)
    result = CliRunner().invoke(grace, ["log"])
    assert result.exit_code == code
    assert result.stderr.startswith(says)
    assert len(result.stderr.splitlines()) == 1


def with_error(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Makes `grace log` fail."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("watcher.cli.options.Session.log", fail)


def test_a_pipe_that_is_closed_is_no_trouble(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": 1, "body": "hello"}\n' * 3000)
    program = f"{sys.executable} -m watcher classify --json {rows} | head -n 1"
    result = started("-c", f"import subprocess; subprocess.run({program!r}, shell=True, check=False)")
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == ""


def test_ctrl_c_is_quiet() -> None:
    program = (
        "import os, signal\n"
        "from watcher.cli import grace\n"
        "from watcher.cli.options import Session\n"
        "Session.log = lambda self: os.kill(os.getpid(), signal.SIGINT)\n"
        "grace(['log'])\n"
    )
    result = started("-c", program)
    assert (result.returncode, result.stderr.strip()) == (130, "")


@pytest.mark.parametrize("args", [["--help"], ["run", "--help"], ["queue", "--help"]])
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    program = (
        "import sys, contextlib, io\n"
        "from watcher.cli import grace\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        f"    grace({args!r})\n"
        "print(sorted({'rich', 'numpy', 'sqlite3', 'imapclient', 'apscheduler'} & set(sys.modules)))\n"
    )
    assert started("-c", program).stdout == "[]\n"


def test_the_daemon_does_without_rich_and_sklearn() -> None:
    program = (
        "import sys, contextlib\n"
        "from watcher import daemon\n"
        "from watcher.cli import grace\n"
        "daemon.run = lambda *a: 0\n"
        "with contextlib.suppress(SystemExit):\n"
        "    grace(['run', '--config', sys.argv[1]])\n"
        "print(sorted({'rich', 'sklearn', 'scipy'} & set(sys.modules)))\n"
    )
    assert started("-c", program, "/nowhere").stdout == "[]\n"


def test_every_word_of_the_command_list_has_a_module() -> None:
    context = click.Context(grace)
    assert all(grace.get_command(context, name) for name in COMMANDS)
    assert grace.get_command(context, "nothing") is None


@pytest.mark.parametrize("words", [["log"], ["queue"], ["show", "1"], ["once"]], ids=" ".join)
def test_a_damaged_database_is_one_line_and_74(words: list[str], run: Run, home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "grace.db").write_text("no database " * 400)
    result = run(*words)
    assert result.exit_code == 74
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_data_folder_that_is_a_file_is_one_line(run: Run, home: Path) -> None:
    (home / "data").write_text("")
    result = run("once")
    assert result.exit_code == 74
    assert len(result.stderr.splitlines()) == 1


def test_five_mistakes_in_the_config_are_five_lines(run: Run, home: Path) -> None:
    mistakes = '[person]\nname = ""\naddresses = ["x"]\n\n[[account]]\nname = "a b"\nkind = "pop"\nport = 0\n'
    (home / "config.toml").write_text(mistakes)
    result = run("once")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 5


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Runs `grace` with what stands after it in a shell, such as where its output goes."""
    return started(
        "-c", f"import os; os.execvp('sh', ['sh', '-c', {f'{sys.executable} -m watcher {command}'!r}])"
    )


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("log {where} > /dev/full", "The output could not be written: No space left on device."),
        ("log --json {where} > /dev/full", "The output could not be written: No space left on device."),
        ("log {where} >&-", "The output could not be written: it is closed."),
        ("log --json {where} >&-", "The output could not be written: it is closed."),
        ("--help > /dev/full", "The output could not be written: No space left on device."),
    ],
)
def test_an_output_that_takes_nothing_is_one_line_and_74(
    command: str, says: str, home: Path, store: Store
) -> None:
    put(store)
    result = shell(command.format(where=f"--config {home / 'config.toml'} --data {home / 'data'}"))
    assert (result.returncode, result.stderr) == (74, says + "\n")


def test_classify_with_a_closed_input_is_one_line() -> None:
    result = shell("classify - <&-")
    assert (result.returncode, result.stderr) == (2, "Standard input is closed; name a file.\n")


def test_with_every_stream_closed_the_database_stays_whole(home: Path, store: Store) -> None:
    put(store)
    where = f"--config {home / 'config.toml'} --data {home / 'data'}"
    assert shell(f"queue never 1 {where} <&- >&- 2>&-").returncode == 74, "it could not say what it did"
    entry = store.entry(1)
    assert entry
    assert entry.state == "cancelled"
    assert store.check() == "ok"


@pytest.mark.parametrize("words", [["log"], ["queue"], ["check"], ["once"]], ids=" ".join)
def test_a_folder_that_cannot_be_looked_into_is_one_line(words: list[str], home: Path) -> None:
    where = ["--config", str(home / "config.toml"), "--data", "x" * 300]
    result = CliRunner().invoke(grace, [*where, *words])
    assert result.exit_code == 74
    said = result.stderr if words != ["check"] else result.stdout
    assert f"{'x' * 300} cannot be" in said.replace(str(Path.cwd()) + "/", "")
    assert len(result.stderr.splitlines()) <= 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("mail.details", "no json"),
        ("mail.details", "[]"),
        ("mail.evidence", "[1]"),
        ("mail.delivered_at", "some day"),
        ("cases.parent", "{"),
        ("cases.due_at", "soon"),
    ],
)
@pytest.mark.parametrize("words", [["log"], ["show", "1"], ["queue"]], ids=" ".join)
def test_a_row_that_cannot_be_read_is_one_line_and_74(
    words: list[str], column: str, value: str, run: Run, home: Path, store: Store
) -> None:
    put(store)
    table, _, name = column.partition(".")
    with contextlib.closing(sqlite3.connect(home / "data" / "grace.db")) as db, db:
        db.execute(f"UPDATE {table} SET {name} = ?", (value,))
    result = run(*words)
    assert result.exit_code == 74
    assert result.stderr.startswith(f"The log is damaged: mail 1 has {name} that cannot be read.")
    assert len(result.stderr.splitlines()) == 1

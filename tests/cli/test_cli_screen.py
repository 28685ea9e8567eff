"""One visual language: rich on a terminal, plain lines everywhere else."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cases import put
from hypothesis import given
from hypothesis import strategies as st

from watcher.cli.screen import clean, moment
from watcher.store import Store

ROOT = Path(__file__).parents[2]
#: How far it had come, by a sentence longer than a line.
TOLD = {
    "stage": "final",
    "stage_said": "Thank you for your time in the final round, which all three of us enjoyed very much on Tuesday.",
}
_COLOURS = re.compile(rb"\x1b\[([0-9;]*)m")


def on_a_terminal(*args: str, width: int, **environment: str) -> bytes:
    """What `grace` writes to a terminal."""
    ours, theirs = pty.openpty()
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": str(width)}
    surroundings |= environment
    process = subprocess.Popen(
        [sys.executable, "-m", "watcher", *args], stdout=theirs, stderr=theirs, env=surroundings
    )
    os.close(theirs)
    written = b""
    try:
        while piece := os.read(ours, 65536):
            written += piece
    except OSError:
        pass
    process.wait()
    os.close(ours)
    return written


@pytest.fixture
def filled(home: Path, store: Store) -> list[str]:
    """The options that lead to a log with a case in each state."""
    for state in ("cooling", "review", "offered", "no_reply", "answered"):
        put(store, state, details={"company": f"Acme {state} and Sons and Daughters", **TOLD})
    return ["--config", str(home / "config.toml"), "--data", str(home / "data")]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("command", [["log"], ["show", "1"], ["explain", "1"], ["queue"], ["check"]])
def test_on_a_terminal_lines_fit_and_nothing_is_red(
    command: list[str], width: int, filled: list[str]
) -> None:
    written = on_a_terminal(*command, *filled, width=width)
    assert _COLOURS.search(written), "no style at all: is this the rich form?"
    codes = {code for found in _COLOURS.findall(written) for code in found.split(b";")}
    assert not codes & {b"31", b"91", b"41", b"101"}
    bare = re.sub(r"\x1b\[[0-9;]*m", "", written.decode())
    assert all(len(line) <= width for line in bare.replace("\r\n", "\n").splitlines())


def test_a_narrow_terminal_gets_lines_instead_of_columns(filled: list[str]) -> None:
    written = _COLOURS.sub(b"", on_a_terminal("log", *filled, width=40)).decode().splitlines()
    assert re.match(r"5  Mon 23 Nov( 2026)?  Acme answered", written[0])
    assert written[1].startswith("  "), "the rest of a row is indented"
    assert len(written) < 20, "no column of single letters"


@pytest.mark.parametrize(
    ("options", "environment"),
    [(["--plain"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})],
    ids=["--plain", "NO_COLOR", "TERM=dumb"],
)
def test_plain_on_request(options: list[str], environment: dict[str, str], filled: list[str]) -> None:
    written = on_a_terminal("log", *options, *filled, width=60, **environment)
    assert b"\x1b" not in written
    assert re.match(
        rb"5  Mon 23 Nov( 2026)?  Acme answered and Sons and Daughters  not this time  answered", written
    )


def test_ascii_terminals_get_question_marks_and_no_fault(home: Path, store: Store) -> None:
    put(store, details={"company": "Müller ✓"})
    where = ("--config", str(home / "config.toml"), "--data", str(home / "data"))
    written = on_a_terminal("log", *where, width=80, PYTHONIOENCODING="ascii")
    assert b"M?ller ?" in written


@given(st.text())
def test_clean_text_is_one_line_without_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.isprintable() or all(c.isprintable() or c.isspace() for c in cleaned)
    assert not {"\n", "\r", "\t", "\x1b", "\u202e", "\u200b"} & set(cleaned)


def test_the_year_is_named_where_it_is_another_one() -> None:
    instant, zone = datetime(2026, 12, 31, 23, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin")
    assert moment(instant, zone) == "Fri 1 Jan 2027, 00:30"
    assert moment(instant, zone, datetime(2027, 5, 1, tzinfo=UTC)) == "Fri 1 Jan, 00:30"
    assert moment(instant, UTC, datetime(2027, 5, 1, tzinfo=UTC)) == "Thu 31 Dec 2026, 23:30"


def test_times_are_in_the_persons_zone() -> None:
    instant = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert moment(instant, ZoneInfo("Europe/Berlin")) == "Tue 24 Nov, 09:00"
    assert moment(instant, ZoneInfo("America/New_York")) == "Tue 24 Nov, 03:00"

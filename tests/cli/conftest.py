"""A command line to test, and a data folder with some cases in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cases import berlin
from click.testing import CliRunner, Result

from watcher.cli import grace
from watcher.store import Store

CONFIG = """\
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
time_zone = "Europe/Berlin"

[[account]]
name = "home"
kind = "maildir"
path = "Mail"
"""


@pytest.fixture(autouse=True)
def _a_day_in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that run in this process believe that it is the day of the cases in cases.py."""
    monkeypatch.setattr("watcher.cli.clock.present", lambda: berlin("2026-11-23T12:00"))


@pytest.fixture(autouse=True)
def _calm_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No colour settings of whoever runs the tests, and their umask back afterwards."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    before = os.umask(0)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a config, an empty Maildir and an empty data folder."""
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / part).mkdir(parents=True)
    return tmp_path


@pytest.fixture
def run(home: Path) -> Callable[..., Result]:
    """Runs a command with that config and data folder."""

    def invoke(*args: str, given: str | bytes | None = None) -> Result:
        where = ("--config", str(home / "config.toml"), "--data", str(home / "data"))
        return CliRunner().invoke(grace, (*where, *args), input=given)

    return invoke


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store(home / "data")
    yield opened
    opened.close()

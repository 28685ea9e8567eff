"""`grace support`: always there, whatever is broken, and never an alarm."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from watcher.cli import COMMANDS, grace

PLACES = [
    "the emergency services",
    "https://findahelpline.com",
    "https://befrienders.org",
    "a doctor or a counsellor",
]


def shown(home: Path) -> str:
    words = ("--config", str(home / "config.toml"), "--data", str(home / "none"), "support")
    result = CliRunner().invoke(grace, words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("config", [None, "", "[person", "\x00"])
def test_it_works_without_a_config_a_log_or_a_network(
    config: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise OSError("there is no network")

    monkeypatch.setattr(socket, "socket", no_network)
    if config is not None:
        (tmp_path / "config.toml").write_text(config)
    text = shown(tmp_path)
    assert [text.index(place) for place in PLACES] == sorted(text.index(place) for place in PLACES)
    assert not (tmp_path / "none").exists(), "nothing is kept"


def test_what_helps_you_stands_first(home: Path) -> None:
    with (home / "config.toml").open("a") as file:
        file.write('[gentle]\nhelps = ["a walk"]\n')
    assert shown(home).startswith("What helps you: a walk.\n\n")


def test_it_names_no_number_to_call(home: Path) -> None:
    assert not re.search(r"\d", shown(home))


def test_no_other_command_shows_the_places() -> None:
    """They may be pointed to, by the command's name; they are not pushed."""
    folder = Path(__file__).parents[2] / "watcher"
    names = [path for path in folder.rglob("*.py") if "findahelpline" in path.read_text(encoding="utf-8")]
    assert [path.name for path in names] == ["support.py"]
    assert "support" in COMMANDS

"""What the Tab key offers, asked as bash, zsh and fish ask."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = """\
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
[[account]]
name = "home"
kind = "maildir"
path = "Mail"
[[account]]
name = "work"
kind = "imap"
host = "imap.example.org"
user = "robin"
"""
_RUN = "import sys; from watcher.cli import main; main()"


@pytest.fixture
def at_home(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / ".config" / "graceperiod"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG)
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / ".config"),
        "XDG_DATA_HOME": str(tmp_path / ".local" / "share"),
    }


def offered(line: str, environment: dict[str, str]) -> list[str]:
    """What bash is offered for the last word of a line, which may be empty."""
    words = shlex.split(line) + ([""] if line.endswith(" ") else [])
    asked = {"_GRACE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-c", _RUN],
        env=environment | asked,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return [row.partition(",")[2] for row in done.stdout.split()]


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("grace l", ["login", "log", "label"]),
        ("grace queue ", ["now", "later", "never"]),
        ("grace login ", ["home", "work"]),
        ("grace login w", ["work"]),
        ("grace teach h", ["home"]),
        ("grace label 12 not", ["notice", "not_rejection"]),
        ("grace label 12 on-", ["on_hold"]),
        ("grace label 12 zebra", []),
        ("grace log --al", ["--all"]),
        ("grace preview --letter fi", ["final", "filled"]),
        ("grace model ro", ["rollback"]),
    ],
)
def test_what_is_offered(line: str, offers: list[str], at_home: dict[str, str]) -> None:
    assert sorted(offered(line, at_home)) == sorted(offers)


def test_the_config_file_that_is_named_counts(at_home: dict[str, str], tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(CONFIG.replace('"home"', '"elsewhere"'))
    assert offered(f"grace --config {other} login e", at_home) == ["elsewhere"]


@pytest.mark.parametrize("damage", ["no file", "no toml", "a folder"])
def test_without_a_config_nothing_is_offered_and_nothing_is_said(
    damage: str, at_home: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / ".config" / "graceperiod" / "config.toml"
    file.unlink()
    if damage == "no toml":
        file.write_text("[[account")
    elif damage == "a folder":
        file.mkdir()
    assert offered("grace login ", at_home) == []
    assert not (tmp_path / ".local").exists(), "a press of Tab makes no folder"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script_and_takes_it(shell: str, at_home: dict[str, str]) -> None:
    asked = at_home | {"_GRACE_COMPLETE": f"{shell}_source"}
    if not shutil.which("bash"):
        pytest.skip("click asks bash for its version")
    done = subprocess.run(
        [sys.executable, "-c", _RUN], env=asked, capture_output=True, text=True, timeout=60, check=True
    )
    assert f"_GRACE_COMPLETE={shell}_complete" in done.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True, timeout=60)
    assert f"_GRACE_COMPLETE={shell}_source" in (ROOT / "docs" / "guide.md").read_text()


def test_bash_itself_completes(at_home: dict[str, str], tmp_path: Path) -> None:
    """The line of the guide, in a real bash with a `grace` on its path: the function that it makes is called."""
    if not shutil.which("bash"):
        pytest.skip("there is no bash here")
    program = tmp_path / "bin" / "grace"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c {shlex.quote(_RUN)} "$@"\n')
    program.chmod(0o755)
    script = """
eval "$(_GRACE_COMPLETE=bash_source grace)"
COMP_WORDS=(grace label 12 inter) COMP_CWORD=3 COMP_LINE="grace label 12 inter"
_grace_completion grace
echo "${COMPREPLY[@]}"
"""
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=at_home | {"PATH": f"{program.parent}:{at_home['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == ["interview"], done.stderr

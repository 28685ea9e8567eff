"""`grace check` says what others on this computer can read; what they cannot get at is no matter."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.conftest import CONFIG
from tests.servers.running import new_folder
from watcher.cli import grace
from watcher.store import Store

MAILBOX = 'kind = "maildir"\npath = "Mail"\n'


@pytest.fixture
def place() -> Iterator[Path]:
    """A set-up in a folder that others may pass through, with all files closed."""
    folder = new_folder("eyes")
    (folder / "config.toml").write_text(CONFIG)
    for part in ("cur", "new", "tmp"):
        (folder / "Mail" / part).mkdir(parents=True)
    (folder / "config.toml").chmod(0o600)
    Store(folder / "data").close()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def check(place: Path) -> Callable[[], Result]:
    def invoke() -> Result:
        where = ("--config", str(place / "config.toml"), "--data", str(place / "data"), "--plain")
        return CliRunner().invoke(grace, ["check", *where])

    return invoke


def told(result: Result) -> list[str]:
    return [line for line in result.output.splitlines() if "others on this computer" in line]


def test_nothing_is_said_where_all_is_closed(check: Callable[[], Result]) -> None:
    result = check()
    assert (result.exit_code, told(result)) == (0, [])


def test_a_config_that_others_can_read_is_named_and_no_fault(
    check: Callable[[], Result], place: Path
) -> None:
    (place / "config.toml").chmod(0o604)
    result = check()
    assert result.exit_code == 0
    assert f"chmod go= {place / 'config.toml'}" in told(result)[0]


def test_a_config_that_others_can_change_is_a_fault(check: Callable[[], Result], place: Path) -> None:
    (place / "config.toml").chmod(0o602)
    result = check()
    assert result.exit_code == 2
    assert len(told(result)) == 1
    assert "what is run" in told(result)[0]


@pytest.mark.parametrize("mode", [0o604, 0o602])
def test_a_log_that_others_can_open(check: Callable[[], Result], place: Path, mode: int) -> None:
    (place / "data").chmod(0o755)
    (place / "data" / "grace.db").chmod(mode)
    result = check()
    assert result.exit_code == 2
    assert len(told(result)) == 1
    assert "grace.db. Close it: chmod go= " in told(result)[0]
    (place / "data").chmod(0o700)
    assert check().exit_code == 0, "nobody comes through the folder"


def test_a_file_with_a_password_that_others_can_read(
    check: Callable[[], Result], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = place / "secret"
    secret.write_text("sesame")
    imap = 'kind = "imap"\nhost = "127.0.0.1"\nport = 9\ntls = "none"\nuser = "robin"\n'
    config = CONFIG.replace(MAILBOX, f'{imap}password_command = ["cat", "{secret}"]\n')
    (place / "config.toml").write_text(config)
    secret.chmod(0o644)
    assert [str(secret) in line for line in told(check())] == [True]
    secret.chmod(0o600)
    assert told(check()) == []
    (place / "credentials").mkdir()
    (place / "credentials").chmod(0o755)
    credential = place / "credentials" / "home"
    credential.write_text("sesame")
    credential.chmod(0o644)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credential.parent))
    assert [str(credential) in line for line in told(check())] == [True]


def test_a_group_of_ones_own_is_nobody_else(
    check: Callable[[], Result], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "config.toml").chmod(0o640)
    monkeypatch.setattr("watcher.cli.eyes._is_of_one", lambda found: False)
    assert len(told(check())) == 1
    monkeypatch.undo()
    owner = (place / "config.toml").stat()
    if os.geteuid() == 0 and owner.st_gid == 0:
        assert told(check()) == []

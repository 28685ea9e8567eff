"""`grace login`: the password goes into the keyring, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from click.testing import CliRunner, Result
from keyring.backend import KeyringBackend

from watcher.cli import grace

CONFIG = """
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
[[account]]
name = "home"
kind = "imap"
host = "imap.example.org"
user = "robin"
[[account]]
name = "folder"
kind = "maildir"
path = "Mail"
"""


class Memory(KeyringBackend):
    priority = 1.0  # type: ignore[assignment]

    def __init__(self, cut: int | None = None) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.cut = cut

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password[: self.cut]

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def login(tmp_path: Path, account: str, typed: str = "", backend: KeyringBackend | None = None) -> Result:
    (tmp_path / "config.toml").write_text(CONFIG)
    before = keyring.get_keyring()
    keyring.set_keyring(backend or Memory())
    try:
        return CliRunner().invoke(grace, ["login", account, "--config", str(tmp_path / "config.toml")], typed)
    finally:
        keyring.set_keyring(before)


def test_the_password_is_stored_for_the_account_and_not_shown(tmp_path: Path) -> None:
    backend = Memory()
    result = login(tmp_path, "home", "s3cret ü\n", backend)
    assert result.exit_code == 0
    assert backend.kept == {("graceperiod:home", "robin"): "s3cret ü"}
    assert "s3cret" not in result.output


@pytest.mark.parametrize(
    ("account", "typed", "said"),
    [
        ("work", "x\n", "There is: home, folder."),
        ("folder", "x\n", "needs no password"),
        ("home", "", "No password came"),
    ],
)
def test_mistakes_are_one_clear_line(tmp_path: Path, account: str, typed: str, said: str) -> None:
    result = login(tmp_path, account, typed)
    assert result.exit_code == 2
    assert said in result.output


def test_a_keyring_that_cuts_it_short_is_noticed(tmp_path: Path) -> None:
    result = login(tmp_path, "home", "long secret\n", Memory(cut=4))
    assert result.exit_code == 77
    assert "did not keep" in result.output

"""Keyrings for tests: in memory, and in a file for commands that run in a process of their own."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class Memory(KeyringBackend):
    """As strict as the one of Windows: 2,560 bytes of UTF-16 in an entry.

    Attributes:
        breaks_at: where it is not "", entries of users whose names end so cannot be written.
    """

    priority = 0  # type: ignore[assignment]  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.breaks_at = ""

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.breaks_at and username.endswith(self.breaks_at):
            raise OSError("the power went out")
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "The stub received bad data")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError(username)
        del self.kept[service, username]


class InAFile(Memory):
    """For PYTHON_KEYRING_BACKEND; the file is named by GRACE_TEST_KEYRING."""

    @property
    def file(self) -> Path:
        return Path(os.environ["GRACE_TEST_KEYRING"])

    def get_password(self, service: str, username: str) -> str | None:
        self.kept = entries(self.file)
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept = entries(self.file)
        super().set_password(service, username, password)
        self.file.write_text(json.dumps([[*entry, text] for entry, text in self.kept.items()]))


def entries(file: Path) -> dict[tuple[str, str], str]:
    """What a keyring in a file holds."""
    if not file.exists():
        return {}
    return {(service, user): text for service, user, text in json.loads(file.read_text())}

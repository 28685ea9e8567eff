"""A provider of OAuth, a keyring in memory, and accounts that sign in there."""

from __future__ import annotations

import os
from collections.abc import Iterator

import keyring
import pytest

from tests.servers.keyrings import Memory
from tests.servers.oauth_provider import Provider, running_provider


@pytest.fixture
def memory() -> Iterator[Memory]:
    before, backend = keyring.get_keyring(), Memory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_credentials_of_systemd(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name == "CREDENTIALS_DIRECTORY" or name.endswith("_proxy")]:
        monkeypatch.delenv(name)

"""The servers that tests may ask for. Each starts once, when the first test needs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.cyrus import Cyrus, running_cyrus
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.pymap_server import running_pymap
from tests.servers.running import Running


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    with running_cyrus() as server:
        yield server


@pytest.fixture(scope="session")
def pymap_server() -> Iterator[Running]:
    with running_pymap() as server:
        yield server

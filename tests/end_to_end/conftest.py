"""What the end-to-end tests share: one installation of the command for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.end_to_end.command import Grace
from tests.servers.dovecot import Dovecot


@pytest.fixture
def grace(tmp_path: Path) -> Grace:
    return Grace(tmp_path)


@pytest.fixture
def home(dovecot: Dovecot) -> Iterator[ImapBench]:
    """A new mailbox on Dovecot, and the hand of the person who owns it."""
    bench = ImapBench(dovecot, fresh_user(dovecot))
    yield bench
    bench.close()

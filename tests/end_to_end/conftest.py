"""What the end-to-end tests share: one installation of the command for each test, a mailbox, an SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.contract.benches import ImapBench, fresh_user
from tests.end_to_end.command import Grace
from tests.end_to_end.mail_program import Sink
from tests.servers.dovecot import Dovecot
from tests.servers.running import HOST, free_port


@pytest.fixture
def grace(tmp_path: Path) -> Grace:
    return Grace(tmp_path)


@pytest.fixture
def home(dovecot: Dovecot) -> Iterator[ImapBench]:
    """A new mailbox on Dovecot, and the hand of the person who owns it."""
    bench = ImapBench(dovecot, fresh_user(dovecot))
    yield bench
    bench.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """An SMTP server that keeps what it is sent."""
    handler = Sink(free_port())
    controller = Controller(handler, hostname=HOST, port=handler.port)
    controller.start()
    yield handler
    controller.stop()

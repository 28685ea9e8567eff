"""Servers that are odd, and folders that change under our feet: nothing missed, no draft twice, one line in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.ordeal.odd_life import Life, id_of
from tests.ordeal.odd_server import ODDITIES, odd
from tests.ordeal.tally import Tally
from tests.servers.dovecot import Dovecot
from watcher.reading.classifier import Classifier

PART = "Server oddities"


@pytest.fixture(scope="module")
def model() -> Classifier:
    return Classifier.load()


@pytest.fixture
def bench(dovecot: Dovecot) -> Iterator[ImapBench]:
    bench = ImapBench(dovecot, fresh_user(dovecot))
    yield bench
    bench.close()


def troubles(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("name", ODDITIES)
def test_an_odd_server_changes_nothing(
    name: str,
    bench: ImapBench,
    model: Classifier,
    tmp_path: Path,
    tally: Tally,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "grace")
    with odd(bench.server, ODDITIES[name]) as server:
        life = Life(bench, server.port, tmp_path, model)
        life.mail(True, read=True)
        life.mail(False)
        unread = life.mail(True)
        life.later(0)
        life.mail(True)
        life.mail(False, read=True)
        life.later(2)
        assert life.drafts() == [id_of(0)], "only one has been read"
        bench.mark(unread, "\\Seen")
        bench.move(life.draft_of(0), bench.sent)
        life.later(2)
        life.later(2)
        assert life.drafts() == [id_of(2)]
        bench.move(life.draft_of(2), bench.trash)
        life.later(80)
        life.later(2)
        assert life.drafts() == [id_of(3)]
        assert life.states() == {
            id_of(0): "sent",
            id_of(1): "",
            id_of(2): "discarded",
            id_of(3): "drafted",
            id_of(4): "",
        }
        life.close()
    assert troubles(caplog) == []
    tally.add(PART, f"a server with: {name}", 1)

"""Servers that are odd, and folders that change under our feet: nothing missed, no draft twice, one line in the log."""

from __future__ import annotations

import dataclasses
import itertools
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.end_to_end.command import until
from tests.ordeal.odd_life import Life, id_of
from tests.ordeal.odd_server import ODDITIES, Oddity, OddServer, odd
from tests.ordeal.tally import Tally
from tests.servers.dovecot import Dovecot
from watcher import ticking
from watcher.config import Watch
from watcher.daemon import Worker
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
    ours = (record for record in caplog.records if record.name == "grace")
    return [record.getMessage() for record in ours if record.levelno >= logging.WARNING]


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
    assert server.most == 1, "one connection is enough"
    tally.add(PART, f"a server with: {name}", 1)


def test_a_server_that_lets_nobody_else_in_is_tried_again(
    bench: ImapBench, model: Classifier, tmp_path: Path, tally: Tally, caplog: pytest.LogCaptureFixture
) -> None:
    """The person's own mail program holds the only connection that there may be."""
    with odd(bench.server, Oddity(), limit=1) as server:
        life = Life(bench, server.port, tmp_path, model)
        life.mail(True, read=True)
        mail_program = ImapBench(dataclasses.replace(bench.server, port=server.port), bench.user)
        for _ in range(3):
            life.later(1)
        assert [line.partition(" Trying")[0] for line in troubles(caplog)] == [
            f"home: IMAP server 127.0.0.1:{server.port}: it turned the connection away. It is tried again later."
        ] * 3
        caplog.clear()
        mail_program.close()
        until("the server counts it no more", lambda: server.now == 0)
        life.later(0.1)
        life.later(2)
        assert life.drafts() == [id_of(0)]
        assert life.states() == {id_of(0): "drafted"}
        assert troubles(caplog) == []
        life.close()
    tally.add(PART, "no second connection is let in", 3)


def test_a_server_that_says_bye_when_nobody_expects_it(
    dovecot: Dovecot,
    model: Classifier,
    tmp_path: Path,
    long: bool,
    tally: Tally,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Between two commands, after any of them; short: after every fourth."""
    tried = 0
    for after in itertools.count(3, 1 if long else 4):
        bench = ImapBench(dovecot, fresh_user(dovecot))
        with odd(dovecot, Oddity()) as server:
            life = Life(bench, server.port, tmp_path / str(after), model)
            life.mail(True, read=True)
            life.later(0)
            life.mail(False)
            server.oddity = says_bye_after(server, len(server.commands) + after)
            said = len(server.commands) + after
            life.later(2, until_well=3)
            life.later(2, until_well=2)
            assert life.states() == {id_of(0): "drafted", id_of(1): ""}
            assert life.drafts() == [id_of(0)]
            life.close()
            bench.close()
        if not troubles(caplog):
            break
        assert all("It is tried again later." in line for line in troubles(caplog))
        caplog.clear()
        assert len(server.commands) > said
        tried += 1
    assert tried > 4
    tally.add(PART, "BYE between two commands of a pass", tried)


def says_bye_after(server: OddServer, number: int) -> Oddity:
    """BYE comes with the answer to one command, and the connection ends with the next."""

    def answers(command: bytes, found: list[bytes]) -> list[bytes]:
        if len(server.commands) == number + 1:
            raise EOFError
        bye = b"* BYE [UNAVAILABLE] Idle for too long\r\n"
        return [*found, bye] if len(server.commands) == number else found

    return Oddity(answers)


def test_a_pass_that_takes_longer_than_the_time_between_two(
    bench: ImapBench, model: Classifier, tmp_path: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the daemon's own scheduler: never two passes at once, and the next one right after."""
    began: list[float] = []
    ended: list[float] = []
    one_pass = Worker._pass

    def timed(worker: Worker, *args: Any) -> None:
        began.append(time.monotonic())
        one_pass(worker, *args)
        ended.append(time.monotonic())

    monkeypatch.setattr(Worker, "_pass", timed)
    monkeypatch.setattr(ticking, "TICK", timedelta(seconds=0.1))
    with odd(bench.server, Oddity()) as server:
        server.before = lambda command: time.sleep(0.1)  # a slow server
        life = Life(bench, server.port, tmp_path, model)
        every = timedelta(seconds=0.2)
        life.worker.config = dataclasses.replace(life.config, watch=Watch(every=every))
        monkeypatch.setattr("watcher.clocks.CALM", timedelta())
        scheduler = ticking.Ticking([life.worker])
        until("four passes are over", lambda: len(ended) >= 4)
        scheduler.end()
        assert server.most == 1
    lasted = [end - begin for begin, end in zip(began, ended, strict=True)]
    assert min(lasted) > 2 * every.total_seconds(), "the server was not slow enough"
    waited = [later - end for end, later in zip(ended, began[1:], strict=False)]
    assert all(0 <= wait < 2 for wait in waited), waited
    tally.add(PART, "passes longer than the time between two", len(ended), note="no two at once")

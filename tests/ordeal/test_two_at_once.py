"""Two of it at once, as processes of their own: one watches, the other says so and leaves."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import Daemon, Grace, account, until
from tests.end_to_end.kill_mail import an_answer, other_mail
from tests.ordeal.tally import Tally

PART = "Two at once"
BUSY = "Grace Period is already running with"
NOW = datetime.now(UTC)


@pytest.fixture
def grace(tmp_path: Path) -> Grace:
    return Grace(tmp_path)


@pytest.fixture
def bench(grace: Grace) -> MaildirBench:
    """Ten answers and a mail from a friend; its drafts come two seconds after they were seen."""
    root = grace.folder / "Mail"
    bench = MaildirBench(root)
    for number in range(10):
        bench.deliver(an_answer(number, NOW), NOW)
    bench.deliver(other_mail(10, NOW), NOW)
    grace.configure(account(kind="maildir", path=str(root)), every="10s")
    return bench


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def drafts(bench: MaildirBench) -> int:
    return len(bench.snapshot()[f"{bench.path(bench.drafts).name}/cur"])


def watching(daemon: Daemon) -> bool:
    return "watching 1 account" in daemon.log


def test_of_daemons_started_at_once_one_wins(
    long: bool, grace: Grace, bench: MaildirBench, stack: ExitStack, tally: Tally
) -> None:
    both = [stack.enter_context(grace.run()) for _ in range(4 if long else 2)]
    until("all but one have left", lambda: sum(one.process.poll() is None for one in both) == 1)
    (winner,) = [one for one in both if one.process.poll() is None]
    for loser in both:
        if loser is not winner:
            assert loser.process.returncode == 75
            assert [line for line in loser.log.splitlines() if BUSY not in line] == []
    winner.until("all drafts are there", lambda: grace.settled(11))
    assert drafts(bench) == 10
    assert winner.terminate() == 0
    tally.add(PART, "daemons started at the same moment", len(both), note="one watches, the others say so")


def test_commands_beside_a_daemon(
    long: bool, grace: Grace, bench: MaildirBench, stack: ExitStack, tally: Tally
) -> None:
    daemon = stack.enter_context(grace.run())
    daemon.until("all is on record", lambda: grace.count("SELECT count(*) FROM mail") == 11)
    beside = {
        ("once",): 75,
        ("label", "11", "not_rejection"): 0,
        ("queue",): 0,
    }
    if long:
        beside |= {("log",): 0, ("once", "--dry-run"): 0, ("train",): 0}
    for words, code in beside.items():
        done = grace.call(*words)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        assert (BUSY in done.stderr) == (code == 75)
    daemon.until("all drafts are there", lambda: grace.settled(11))
    assert drafts(bench) == 10
    assert daemon.terminate() == 0
    tally.add(PART, "commands beside a daemon, a pass by `grace once` among them", len(beside))


def test_after_a_kill_the_next_one_takes_over(
    grace: Grace, bench: MaildirBench, stack: ExitStack, tally: Tally
) -> None:
    first = stack.enter_context(grace.run())
    first.until("it watches", lambda: watching(first))
    first.process.send_signal(signal.SIGKILL)
    first.process.wait(10)
    second = stack.enter_context(grace.run())
    second.until("all drafts are there", lambda: grace.settled(11))
    assert drafts(bench) == 10
    assert second.terminate() == 0
    tally.add(PART, "a daemon killed, and the next one", 1)

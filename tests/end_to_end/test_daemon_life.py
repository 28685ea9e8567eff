"""What it is like to live with the daemon: small, quick to leave, and silent about what it reads."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import psutil
import pytest

from tests.contract.benches import ImapBench
from tests.end_to_end.command import Daemon, Grace
from tests.end_to_end.mails import Sample, samples
from tests.servers.recording import Script, recording

MEGABYTES = 82
#: All that the log may say: counts, ids, states, and of trouble the server and what it is about.
LINE = re.compile(
    r"[\d-]{10} [\d:,]{12} (?:INFO|DEBUG|ERROR) (?:watching 2 account\(s\), every 10 s|stopping"
    r"|home: mail \d+: (?:cooling|no_reply|review|drafted|reopened)"
    r"|locked: IMAP server 127\.0\.0\.1:\d+: it refused user and password"
    r" \(\[AUTHENTICATIONFAILED\] Authentication failed\.\)\. Set the password anew\."
    r" \(This account is left alone until you start again\.\))"
)


def resident(daemon: Daemon) -> tuple[float, float]:
    """RSS and USS in megabytes, of the process and its children."""
    process = psutil.Process(daemon.process.pid)
    found = [one.memory_full_info() for one in (process, *process.children(recursive=True))]
    return sum(one.rss for one in found) / 2**20, sum(one.uss for one in found) / 2**20


def deliver(bench: ImapBench, mails: list[Sample]) -> None:
    now = datetime.now(UTC)
    for one in mails:
        bench.client.append("INBOX", one.raw, (), now)


def test_the_daemon_stays_small(home: ImapBench, grace: Grace, capsys: pytest.CaptureFixture[str]) -> None:
    mails = [one for one in samples() if one.folder == "INBOX" and not one.old]
    deliver(home, mails)
    grace.configure(grace.account(home.server, home.user, tls="implicit"), after="1s")
    with grace.run() as daemon:
        daemon.until("the first pass is over, all drafts are there", lambda: grace.settled(len(mails)))
        first, _ = resident(daemon)
        time.sleep(15)  # idle: a pass and several ticks
        later, own = resident(daemon)
        assert daemon.terminate() == 0
    with capsys.disabled():
        print(
            f"\ngrace run: {first:.1f} MB after the first pass, {later:.1f} MB later ({own:.1f} MB its own)"
        )
    assert first < MEGABYTES
    assert later < MEGABYTES
    assert later < first + 5


@pytest.mark.parametrize("silent", ["UID FETCH", "AUTHENTICATE", "LOGOUT"])
def test_it_ends_in_time_while_a_server_hangs(silent: str, grace: Grace) -> None:
    answers = {"UID SEARCH": ("* SEARCH 1", "OK searched"), silent: ("SILENCE",)}
    with recording(Script(answers=answers)) as server:
        grace.configure(grace.account(server, "robin"))
        with grace.run() as daemon:
            daemon.until("the server hangs", lambda: silent in server.commands)
            assert daemon.terminate(within=5) == 0
            assert "Traceback" not in daemon.log
            assert "did not let go" not in daemon.log


def test_it_ends_in_time_while_the_password_is_waited_for(grace: Grace) -> None:
    with recording() as server:
        grace.configure(grace.account(server, "robin", password_command=["sleep", "9"]))
        with grace.run() as daemon:
            daemon.until("it waits", lambda: psutil.Process(daemon.process.pid).children())
            assert daemon.terminate(within=5) == 0


@pytest.mark.parametrize("verbose", [(), ("--verbose",)])
def test_its_log_says_nothing_of_what_the_mails_say(
    home: ImapBench, grace: Grace, verbose: tuple[str, ...]
) -> None:
    mails = [one for one in samples() if one.folder == "INBOX" and not one.old]
    deliver(home, mails)
    grace.configure(
        grace.account(home.server, home.user),
        grace.account(home.server, home.user, name="locked", password="a wrong Tulpenfeld"),
        after="1s",
    )
    with grace.run(*verbose) as daemon:
        daemon.until("all drafts are there", lambda: grace.settled(len(mails)))
        daemon.until("the other account is left alone", lambda: "locked: " in daemon.log)
        assert daemon.terminate() == 0
        log = daemon.log
    assert "mail 1: drafted" in log
    assert [line for line in log.splitlines() if not LINE.fullmatch(line)] == []

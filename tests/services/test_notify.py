"""What is said to systemd, heard on a socket of the test's own; the real `grace run` under it."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import Grace, account
from tests.servers.recording import Script, recording
from watcher.errors import AuthError
from watcher.services.journal import JournalFormatter, is_journal
from watcher.services.notify import Notifier, is_fed, taken_from
from watcher.services.telling import Telling, status_line


class Manager:
    """Listens as systemd would. `heard` holds every message so far, oldest first."""

    def __init__(self, address: str) -> None:
        self.heard: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self._socket.setblocking(False)

    def listen(self) -> list[str]:
        while True:
            try:
                self.heard.append(self._socket.recv(4096).decode())
            except BlockingIOError:
                return self.heard

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "notify") if request.param == "path" else f"@grace-test-{os.getpid()}"


@pytest.fixture
def manager(address: str) -> Iterator[Manager]:
    manager = Manager(address)
    yield manager
    manager.close()


@pytest.fixture
def grace(tmp_path: Path) -> Grace:
    folder = tmp_path / "home"
    folder.mkdir()
    return Grace(folder)


def test_each_word_is_one_datagram(address: str, manager: Manager) -> None:
    notifier = Notifier(address)
    notifier.ready()
    notifier.status("1 account watched")
    notifier.status("1 account watched")
    notifier.alive()
    notifier.stopping()
    assert manager.listen() == [
        "READY=1",
        "STATUS=1 account watched",
        "WATCHDOG=1",
        "STOPPING=1\nSTATUS=ending",
    ]


def test_a_manager_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    Notifier(str(tmp_path / "nothing")).ready()
    Notifier().ready()


def test_the_variables_are_taken_out_and_count_only_for_us() -> None:
    environment = {"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7", "HOME": "/h"}
    notifier = taken_from(environment, 7)
    assert (notifier.heard, notifier.patience, environment) == (True, 3.0, {"HOME": "/h"})
    other = {"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"}
    assert taken_from(other, 7).patience == 0
    assert not taken_from({}).heard
    assert not taken_from({"NOTIFY_SOCKET": "vsock:2:1"}).heard


@pytest.mark.parametrize(
    ("now", "signs", "fed"),
    [
        (10.0, [8.0, 9.0], True),
        (9.0, [8.0, 8.5], False),  # not yet half of the time
        (10.0, [8.0, 5.0], False),  # one has done nothing since
        (100.0, [99.0, 5.0], False),
        (10.0, [], True),
    ],
)
def test_the_watchdog_is_fed_at_half_time_by_every_account(now: float, signs: list[float], fed: bool) -> None:
    assert is_fed(now, 5.0, 10.0, signs) is fed
    assert not is_fed(now, 5.0, 0.0, signs), "nobody looks"


def worker(**changes: object) -> SimpleNamespace:
    return SimpleNamespace(
        **({"failures": 0, "stopped": None, "sign": 1.0, "faulty": False, "passes": 1} | changes)
    )


def test_an_outage_feeds_the_watchdog_and_a_fault_of_ours_at_every_account_does_not(
    address: str, manager: Manager
) -> None:
    waiting, broken = worker(failures=3), worker(faulty=True)
    left = worker(stopped=AuthError("no"), sign=1.0)
    for workers, fed in [([waiting, left], 1), ([waiting, broken], 1), ([broken, left], 0)]:
        telling = Telling(Notifier(address, 10.0), workers, dict)
        telling.look(2.0)
        waiting.sign = broken.sign = 8.0
        telling.look(9.0)
        waiting.sign = broken.sign = 1.0
        assert manager.listen().count("WATCHDOG=1") == fed
        manager.heard.clear()


def test_the_status_line_is_counts() -> None:
    workers = [worker(), worker(failures=2), worker(stopped=AuthError("no"), failures=1)]
    said = status_line(workers, {"mail": 120, "cooling": 3, "drafted": 4})
    assert said == "2 accounts watched, 1 waiting to try again, 1 left alone; 120 on record, 3 cooling"
    assert status_line([worker()], {}) == "1 account watched"


def test_the_daemon_says_ready_at_work_and_ending(address: str, manager: Manager, grace: Grace) -> None:
    MaildirBench(grace.folder / "Mail")
    grace.configure(account(kind="maildir", path=str(grace.folder / "Mail")))
    grace.environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "2000000"}
    with grace.run() as daemon:
        daemon.until("the watchdog was fed three times", lambda: manager.listen().count("WATCHDOG=1") > 2)
        assert daemon.terminate() == 0
    heard = manager.listen()
    words = [one.partition("=")[0] for one in heard]
    assert heard[-1] == "STOPPING=1\nSTATUS=ending"
    assert words.index("READY") < words.index("WATCHDOG")
    assert words.count("READY") == 1
    assert "STATUS=1 account watched; 0 on record, 0 cooling" in heard


def test_the_watchdog_is_silent_while_the_work_hangs(address: str, manager: Manager, grace: Grace) -> None:
    with recording(Script(answers={"UID SEARCH": ("SILENCE",)})) as server:
        grace.configure(grace.account(server, "robin"))
        grace.environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "1000000"}
        with grace.run() as daemon:
            daemon.until("the server hangs", lambda: "UID SEARCH" in server.commands)
            daemon.until("it is ready", lambda: "READY=1" in manager.listen())
            fed, began = manager.listen().count("WATCHDOG=1"), time.monotonic()
            # Four times what systemd would wait.
            daemon.until("some seconds have passed", lambda: time.monotonic() > began + 4)
            assert manager.listen().count("WATCHDOG=1") <= fed + 1
            assert daemon.terminate() == 0


def test_an_outage_that_is_retried_feeds_the_watchdog(address: str, manager: Manager, grace: Grace) -> None:
    with recording(Script(greeting="")) as server:
        grace.configure(grace.account(server, "robin"))
        grace.environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "2000000"}
        with grace.run() as daemon:
            waiting = "STATUS=1 account watched, 1 waiting to try again; 0 on record, 0 cooling"
            daemon.until("it says that it waits", lambda: waiting in manager.listen())
            before = manager.listen().count("WATCHDOG=1")
            daemon.until("fed all the same", lambda: manager.listen().count("WATCHDOG=1") > before + 1)
            assert daemon.terminate() == 0


def test_under_the_journal_a_line_has_its_priority_and_no_time(tmp_path: Path) -> None:
    record = logging.LogRecord("grace", logging.WARNING, "", 0, "home: %s", ("one\ntwo",), None)
    assert JournalFormatter().format(record) == "<4>home: one\n<4>two"
    with (tmp_path / "journal").open("w") as file:
        there = os.fstat(file.fileno())
        stream = {"JOURNAL_STREAM": f"{there.st_dev}:{there.st_ino}"}
        assert is_journal(stream, file.fileno())
        assert not is_journal({}, file.fileno())
        assert not is_journal({"JOURNAL_STREAM": f"{there.st_dev}:{there.st_ino + 1}"}, file.fileno())


def test_what_keeps_an_account_waiting_is_told_by_status(grace: Grace) -> None:
    with recording(Script(greeting="")) as server:
        grace.configure(grace.account(server, "robin"))
        with grace.run() as daemon:
            daemon.until("the trouble is noted", lambda: "home: " in daemon.log)
            daemon.until(
                "it is on record",
                lambda: grace.count("SELECT count(*) FROM setting WHERE key LIKE 'trouble:%'"),
            )
            said = grace.call("status").stdout
            assert daemon.terminate() == 0
    assert said.startswith("Grace Period is at work.\n")
    assert f"not looked through yet; IMAP server 127.0.0.1:{server.port}" in said
    assert "next at about" in said

"""A bad line at every place of a life with a mailbox: afterwards all is as if nothing had happened.

Every command that the program sends is a place (faults_cycle.py tells what goes on there), every fault of
servers/fault_proxy.py is tried at it: cuts before, within and after, silence, delay, garbled bytes, refusals, answers
that are swallowed. After each pass the mailbox and the log are compared with a life without any fault.

Allowed is: times that are up to 155 seconds later, since what failed is tried again after 5, 20 and 80 seconds, and an
unanswered save rests for 60. Nothing may be earlier.
"""

from __future__ import annotations

import itertools
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.contract.gmail_bench import GmailBench, fresh_gmail_user
from tests.ordeal.faults_cycle import AtGmail, AtImap, Person, clean_life, spoilt_life
from tests.ordeal.tally import Tally
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.fault_proxy import Fault, FaultProxy, HttpProxy, ImapProxy, faulty
from tests.servers.gmail_server import GmailServer

PART = "Faults on the line"
TIMEOUT = 0.25


@pytest.fixture(autouse=True)
def _no_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A goodbye that is not answered, and the pauses of Google's library between two tries."""
    monkeypatch.setattr("watcher.mailboxes.imap_connection._GOODBYE_SECONDS", 0.1)
    monkeypatch.setattr("googleapiclient.http.random", SimpleNamespace(random=lambda: 0.0))


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """In memory, where the machine has such a place: these lives end many thousand transactions."""
    memory = Path("/dev/shm")  # noqa: S108
    return memory / f"grace-{tmp_path.name}" if memory.is_dir() else tmp_path


def chosen(kinds: tuple[str, ...], places: int, few: int | None, rng: random.Random) -> list[tuple[int, str]]:
    """Places with their faults: all, or so many; then as evenly as it goes, no kind and no place forgotten."""
    if few is None:
        return list(itertools.product(range(places), kinds))
    order = [place for _ in range(few // places + 1) for place in rng.sample(range(places), places)]
    cycle = [kind for _ in range(few // len(kinds) + 1) for kind in rng.sample(kinds, len(kinds))]
    return list(zip(order[:few], cycle[:few], strict=True))


def sweep(
    name: str,
    proxy: FaultProxy,
    new: Callable[[], Person],
    folder: Path,
    tally: Tally,
    seed: str,
    few: int | None,
) -> None:
    rng = random.Random(seed)
    clean = clean_life(new(), proxy, folder / "clean")
    tried, bad = Counter[str](), list[str]()
    visited = set[int]()
    began = time.monotonic()
    for place, kind in chosen(tuple(proxy.kinds), len(clean.places), few, rng):
        fault = Fault(place, kind, f"{seed}.{place}", lasting=rng.random() < 0.5)
        where = folder / f"{place} {kind}"
        problem = spoilt_life(
            new(), proxy, where, fault, clean, forgetful=rng.random() < 0.3, timeout=TIMEOUT
        )
        shutil.rmtree(where)
        tried[kind] += 1
        visited.add(place)
        if problem:
            bad.append(f"{fault} ({clean.places[place]}): " + "; ".join(problem))
            print(bad[-1], flush=True)
    shutil.rmtree(folder)
    seconds = f"{time.monotonic() - began:.0f} s"
    note = f"{len(visited)} of {len(clean.places)} places, {seconds}"
    tally.add(PART, f"{name}, {len(tried)} kinds of fault", sum(tried.values()), sum(tried.values()) - len(bad), note)
    assert bad == []


@pytest.mark.timeout(7200)
def test_dovecot(dovecot: Dovecot, scratch: Path, tally: Tally, seed: str, long: bool) -> None:
    def new() -> Person:
        return AtImap(ImapBench(dovecot, fresh_user(dovecot)))

    with faulty(ImapProxy(dovecot.port)) as proxy:
        sweep("Dovecot", proxy, new, scratch, tally, seed, None if long else 60)


@pytest.mark.timeout(7200)
def test_cyrus(cyrus: Cyrus, scratch: Path, tally: Tally, seed: str, long: bool) -> None:
    def new() -> Person:
        return AtImap(ImapBench(cyrus, fresh_user(cyrus), prefix="INBOX."))

    with faulty(ImapProxy(cyrus.port)) as proxy:
        sweep("Cyrus", proxy, new, scratch, tally, seed, None if long else 10)


@pytest.mark.timeout(7200)
def test_gmail(gmail: GmailServer, scratch: Path, tally: Tally, seed: str, long: bool) -> None:
    def new() -> Person:
        return AtGmail(GmailBench(gmail, fresh_gmail_user(gmail)))

    with faulty(HttpProxy(gmail.port)) as proxy:
        sweep("Gmail's API", proxy, new, scratch, tally, seed, None if long else 20)

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
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.contract.gmail_bench import GmailBench, fresh_gmail_user
from tests.ordeal.faults_cycle import AtGmail, AtImap, Met, Person, clean_life, spoilt_life
from tests.ordeal.tally import Tally
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.fault_proxy import STALLS, Fault, FaultProxy, HttpProxy, ImapProxy, faulty
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
    memory = Path("/dev/shm")
    return memory / f"grace-{tmp_path.name}" if memory.is_dir() else tmp_path


def chosen(kinds: Sequence[str], places: Sequence[Sequence[str]], rng: random.Random) -> list[list[Met]]:
    """Every fault at every place, put together to lives that have one in each step.

    The first lives meet each place once, as far as they go, with one fault after the other.
    """
    steps: list[list[Met]] = []
    for step, names in enumerate(places):
        shuffled = rng.sample(kinds, len(kinds))
        rounds = [
            (place, shuffled[(place + number) % len(kinds)])
            for number in range(len(kinds))
            for place in rng.sample(range(len(names)), len(names))
        ]
        steps.append(
            [
                Met(
                    step,
                    Fault(place, kind, f"{rng.random()}", lasting=rng.random() < 0.5),
                    rng.random() < 0.3,
                )
                for place, kind in rounds
            ]
        )
    return [[met for met in life if met] for life in itertools.zip_longest(*steps)]


def sweep(
    name: str,
    proxy: FaultProxy,
    new: Callable[[], Person],
    folder: Path,
    tally: Tally,
    seed: str,
    few: int | None,
) -> None:
    """All faults at all places, or only so many lives."""
    rng = random.Random(seed)
    clean = clean_life(new(), proxy, folder / "clean")
    tried, bad, visited = Counter[str](), Counter[str](), set[tuple[int, int]]()
    problems: list[str] = []
    began = time.monotonic()
    lives = chosen(proxy.kinds, clean.places, rng)[:few]
    while lives:
        faults = lives.pop(0)
        culprit, found = spoilt_life(new(), proxy, folder / "life", faults, clean, TIMEOUT)
        shutil.rmtree(folder / "life")
        done = [met for met in faults if culprit is None or met.step <= int(found[0].split()[-1])]
        tried.update(met.fault.kind for met in done)
        visited.update((met.step, met.fault.place) for met in done)
        if found:
            where = f"{culprit} ({clean.places[culprit.step][culprit.fault.place]})" if culprit else ""
            problems.append(f"{where}: {'; '.join(found)}")
            print(problems[-1], flush=True)
            bad.update([culprit.fault.kind] if culprit else [])
            lives.insert(0, [met for met in faults if met not in done])  # the rest, in a life of its own
        lives = [one for one in lives if one]
    shutil.rmtree(folder)
    _tell(tally, name, tried, bad, f"{len(visited)} of {sum(map(len, clean.places))} places")
    print(f"{name}: {time.monotonic() - began:.0f} s")
    assert problems == []


def _tell(tally: Tally, name: str, tried: Counter[str], bad: Counter[str], note: str) -> None:
    groups = {
        "cut before, within, after": lambda kind: "cut" in kind,
        "silent before, within, after": lambda kind: kind in STALLS,
        "slow": lambda kind: kind == "slow",
        "garbled": lambda kind: "garbled" in kind,
        "refused, or done and refused": lambda kind: True,
    }
    left = set(tried)
    for what, fits in groups.items():
        kinds = {kind for kind in left if fits(kind)}
        left -= kinds
        count, failed = sum(tried[kind] for kind in kinds), sum(bad[kind] for kind in kinds)
        tally.add(PART, f"{name}: {what}", count, count - failed, note)


@pytest.mark.timeout(7200)
def test_dovecot(dovecot: Dovecot, scratch: Path, tally: Tally, seed: str, long: bool) -> None:
    def new() -> Person:
        return AtImap(ImapBench(dovecot, fresh_user(dovecot)))

    with faulty(ImapProxy(dovecot.port)) as proxy:
        sweep("Dovecot", proxy, new, scratch, tally, seed, None if long else 8)


@pytest.mark.timeout(7200)
def test_cyrus(cyrus: Cyrus, scratch: Path, tally: Tally, seed: str, long: bool) -> None:
    def new() -> Person:
        return AtImap(ImapBench(cyrus, fresh_user(cyrus), prefix="INBOX."))

    with faulty(ImapProxy(cyrus.port)) as proxy:
        sweep("Cyrus", proxy, new, scratch, tally, seed, None if long else 2)


@pytest.mark.timeout(7200)
def test_gmail(gmail: GmailServer, scratch: Path, tally: Tally, seed: str, long: bool) -> None:
    def new() -> Person:
        return AtGmail(GmailBench(gmail, fresh_gmail_user(gmail)))

    with faulty(HttpProxy(gmail.port)) as proxy:
        sweep("Gmail's API", proxy, new, scratch, tally, seed, None if long else 4)

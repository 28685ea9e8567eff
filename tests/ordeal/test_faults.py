"""A bad line at every place of a life with a mailbox: afterwards all is as if nothing had happened.

Every command that the program sends is a place (faults_cycle.py tells what goes on there), every fault of
servers/fault_proxy.py is tried at it: cuts before, within and after, silence, delay, garbled bytes, refusals, answers
that are swallowed. After each pass the mailbox and the log are compared with a life without any fault.

Allowed is: times that are up to 155 seconds later, since what failed is tried again after 5, 20 and 80 seconds, and an
unanswered save rests for 60. Nothing may be earlier. A sign-in that is refused once is taken as put right before the
next try: the daemon waits for that. Not tried is what only TLS could tell from the truth: a spoilt byte in an answer
that still makes sense; nor a false "there is no such thing" (Gmail's 400 and 404), which is an answer and no fault.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.contract.gmail_bench import GmailBench, fresh_gmail_user
from tests.ordeal.faults_lives import Met, clean_life, spoilt_life
from tests.ordeal.faults_person import AtGmail, AtImap, Person
from tests.ordeal.tally import Tally
from tests.servers.fault_proxy import STALLS, Fault, FaultProxy, faulty
from tests.servers.http_fault_proxy import HttpProxy
from tests.servers.imap_fault_proxy import ImapProxy

PART = "Faults on the line"
TIMEOUT = 0.25
#: All faults at all places take hours. GRACE_MINUTES=40 tries as many as go into that time at each server.
_MINUTES = float(os.environ.get("GRACE_MINUTES", "inf"))


@pytest.fixture(autouse=True)
def _no_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A goodbye that is not answered, and the pauses of Google's library between two tries."""
    monkeypatch.setattr("watcher.mailboxes.imap_connection._GOODBYE_SECONDS", 0.1)
    monkeypatch.setattr("googleapiclient.http.random", SimpleNamespace(random=lambda: 0.0))


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """In memory, where the machine has such a place: these lives end many thousand transactions."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="grace-", dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


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
    problems, felt = list[str](), 0
    began = time.monotonic()
    lives = [(faults, TIMEOUT) for faults in chosen(proxy.kinds, clean.places, rng)[:few]]
    possible = len(proxy.kinds) * sum(map(len, clean.places))
    while lives and time.monotonic() - began < _MINUTES * 60:
        faults, timeout = lives.pop(0)
        steps = faults[-1].step + 2  # one more than the last fault's
        life = spoilt_life(new(), proxy, folder / "life", faults, clean, timeout, steps)
        shutil.rmtree(folder / "life")
        felt += life.felt
        done = [met for met in faults if met.step <= life.step and met not in life.missed]
        tried.update(met.fault.kind for met in done)
        visited.update((met.step, met.fault.place) for met in done)
        if life.found:
            where = f"{clean.places[life.culprit.step][life.culprit.fault.place]}, " if life.culprit else ""
            problems.append(f"{where}{life.culprit}: {'; '.join(life.found)}")
            print(problems[-1], flush=True)
            bad.update([life.culprit.fault.kind] if life.culprit else [])
        if rest := [met for met in faults if met not in done]:
            lives.append((rest, 2 * timeout))  # in a life of their own
    places = f"{len(visited)} of {sum(map(len, clean.places))} places"
    _tell(tally, name, tried, bad, f"{places}, {sum(tried.values()):,} of {possible:,} faults in all")
    print(f"{name}: {time.monotonic() - began:.0f} s, {felt} passes failed")
    assert problems == []
    assert felt > sum(tried.values()) / 3, "most of these faults were not felt"


def at_every_byte(
    name: str,
    proxy: FaultProxy,
    new: Callable[[], Person],
    folder: Path,
    tally: Tally,
    seed: str,
    few: int | None,
) -> None:
    """The first draft of a life, cut off at each byte of the command that saves it and of the answer, or at so many."""
    clean = clean_life(new(), proxy, folder / "clean")
    step, place = next(
        (step, place)
        for step, names in enumerate(clean.places)
        for place, what in enumerate(names)
        if what in ("APPEND", "POST /drafts")
    )
    said, answered = clean.sizes[step][place]
    cuts = [("cut within the command", byte) for byte in range(said)]
    cuts += [("cut within the answer", byte) for byte in range(1, answered)]
    problems = []
    began, tried = time.monotonic(), 0
    for kind, byte in random.Random(seed).sample(cuts, few or len(cuts)):
        if time.monotonic() - began > _MINUTES * 60:
            break
        tried += 1
        met = Met(step, Fault(place, kind, seed, byte=byte))
        found = spoilt_life(new(), proxy, folder / "life", [met], clean, TIMEOUT, step + 1).found
        shutil.rmtree(folder / "life")
        if found:
            problems.append(f"{met}: {'; '.join(found)}")
            print(problems[-1], flush=True)
    note = f"of {said + answered} bytes"
    tally.add(PART, f"{name}: cut at a byte of a save or its answer", tried, tried - len(problems), note)
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
        if count:
            tally.add(PART, f"{name}: {what}", count, count - failed, note)


SERVERS = ("Dovecot", "Cyrus", "Gmail's API")


@pytest.fixture(params=SERVERS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def proxy(name: str, request: pytest.FixtureRequest) -> Iterator[FaultProxy]:
    kind = HttpProxy if name == "Gmail's API" else ImapProxy
    with faulty(kind(request.getfixturevalue(_FIXTURES[name]).port)) as one:
        yield one


@pytest.fixture
def new(name: str, request: pytest.FixtureRequest) -> Callable[[], Person]:
    """Gives a person with a mailbox of their own, each time."""
    server = request.getfixturevalue(_FIXTURES[name])
    if name == "Gmail's API":
        return lambda: AtGmail(GmailBench(server, fresh_gmail_user(server)))
    prefix = "INBOX." if name == "Cyrus" else ""
    return lambda: AtImap(ImapBench(server, fresh_user(server), prefix=prefix))


_FIXTURES = {"Dovecot": "dovecot", "Cyrus": "cyrus", "Gmail's API": "gmail"}
#: Lives of the short way, and bytes.
_FEW = {"Dovecot": (5, 4), "Cyrus": (2, 2), "Gmail's API": (3, 3)}


@pytest.mark.timeout(4 * 3600)
def test_a_fault_at_any_place_changes_nothing(
    name: str,
    proxy: FaultProxy,
    new: Callable[[], Person],
    scratch: Path,
    tally: Tally,
    seed: str,
    long: bool,
) -> None:
    sweep(name, proxy, new, scratch, tally, seed, None if long else _FEW[name][0])


@pytest.mark.timeout(3600)
def test_a_cut_at_any_byte_of_a_save_leaves_one_draft(
    name: str,
    proxy: FaultProxy,
    new: Callable[[], Person],
    scratch: Path,
    tally: Tally,
    seed: str,
    long: bool,
) -> None:
    at_every_byte(name, proxy, new, scratch, tally, seed, None if long else _FEW[name][1])

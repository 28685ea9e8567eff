"""The life of faults_cycle.py without any fault, and with one in each step: what is different?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.ordeal.faults_cycle import NO_HURRY, Seen, difference, life
from tests.ordeal.faults_person import Person, letter
from tests.servers.fault_proxy import GARBLED, STALLS, Fault, FaultProxy


@dataclass(frozen=True)
class Clean:
    """The life without any fault: by step, what is seen after it, and the places met in it with their sizes."""

    seen: list[Seen]
    places: list[list[str]]
    sizes: list[list[tuple[int, int]]]


@dataclass(frozen=True)
class Met:
    """A fault in the pass of one step; its place counts from the start of that pass.

    Args:
        forgotten: and the server has lost its memory afterwards; see `Person.forgets`.
    """

    step: int
    fault: Fault
    forgotten: bool = False


def clean_life(person: Person, proxy: FaultProxy, folder: Path) -> Clean:
    """Fails where the story does not end as it should."""
    clean = Clean([], [], [])
    with life(person, proxy, folder) as one:
        for now, happens in one.steps():
            proxy.begin(None)
            one.step(now, happens)
            clean.seen.append(one.seen())
            clean.places.append(list(proxy.places))
            clean.sizes.append(list(proxy.sizes))
        assert one.failures == []
        assert one.passes == len(clean.seen)
    states = {name: row.state for name, row in clean.seen[-1].log.items()}
    assert states == {
        **{letter(name): "" for name in ("lunch", "parcel", "late", "invited", "bill")},
        letter("old"): "edited",
        letter("read"): "sent",
        letter("new"): "discarded",
        letter("taught"): "discarded",
    }
    return clean


@dataclass(frozen=True)
class Outcome:
    """What became of a life.

    Args:
        culprit: the fault after which something was different; None if all was well.
        step: the last one.
        found: what was different.
        felt: how many faults made a pass fail, so that it was not the next command that mended all.
        missed: faults that did not happen, since the timeout was too short for this machine on the way there.
    """

    culprit: Met | None
    step: int
    found: list[str]
    felt: int
    missed: list[Met]


def spoilt_life(
    person: Person,
    proxy: FaultProxy,
    folder: Path,
    faults: Sequence[Met],
    clean: Clean,
    timeout: float,
    steps: int = 99,
) -> Outcome:
    """One life with its faults, up to the first difference.

    Since after each step all is as without any fault, the next fault meets a mailbox and a log as good as new.

    Args:
        faults: at most one for each step.
        timeout: of a pass that meets silence, in seconds; should it run out for another reason, that is one more
            fault, and nothing may be different either.
        steps: after so many it is enough.
    """
    by_step = {one.step: one for one in faults}
    last, felt, missed = None, 0, list[Met]()
    with life(person, proxy, folder) as one:
        for number, (now, happens) in enumerate(itertools.islice(one.steps(), steps)):
            met = by_step.get(number)
            last = met or last
            proxy.begin(met.fault if met else None)
            one.timeout = timeout if met and met.fault.kind in (*STALLS, GARBLED) else NO_HURRY
            one.forgetful = met is not None and met.forgotten
            try:
                one.step(now, happens)
                found = difference(clean.seen[number], one.seen())
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a difference, and told with its fault
                found = [f"{type(error).__name__}: {error}"]
            if met and not proxy.met:
                if one.failures:
                    missed.append(met)
                else:
                    found.append("the fault did not happen")
            if found:
                return Outcome(
                    last, number, [*found, *(f"({error})" for error in one.failures)], felt, missed
                )
            felt += bool(one.failures) and proxy.met
            one.failures.clear()
    return Outcome(None, steps, [], felt, missed)

"""The log is damaged: bits flipped, cut short, its -wal or -shm lost. Never a traceback, never a wrong draft."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.ordeal.storage_scene import Scene, clear
from tests.ordeal.tally import Tally

PART = "Storage"


def harmed(scene: Scene) -> str:
    """Lets a harmed log go on, and says what came of it. Fails at a fault of ours and at any wrong draft."""
    outcomes = scene.goes_on()
    for outcome in outcomes:
        assert clear(outcome), outcome
    assert scene.wrong_drafts() == []
    if scene.all_is_there():
        return "as if nothing had happened"
    return "refused with a clear line" if outcomes[-1]["code"] else "went on without some drafts"


def flip(file: Path, chance: random.Random) -> str:
    content = bytearray(file.read_bytes())
    places = [chance.randrange(len(content)) for _ in range(chance.choice((1, 1, 1, 4, 32)))]
    for place in places:
        content[place] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
    return f"flipped at {places}"


def cut(file: Path, chance: random.Random) -> str:
    content = file.read_bytes()
    left = chance.choice(
        (0, 1, 50, 100, 4096, chance.randrange(len(content)), chance.randrange(0, len(content), 4096))
    )
    file.write_bytes(content[:left])
    return f"cut after {left} bytes"


def zeroed(file: Path, chance: random.Random) -> str:
    """As after a power cut on some file systems: a page of nothing."""
    content = bytearray(file.read_bytes())
    page = chance.randrange(0, len(content), 4096)
    content[page : page + 4096] = bytes(4096)
    file.write_bytes(content)
    return f"a page of nothing at {page}"


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("harm", "many", "few"), [(flip, 1000, 7), (cut, 200, 3), (zeroed, 100, 3)])
def test_a_log_that_is_damaged(
    harm: object, many: int, few: int, long: bool, seed: str, tally: Tally, scene: Scene
) -> None:
    came: Counter[str] = Counter()
    for number in range(many if long else few):
        scene.reset()
        what = harm(scene.data / "grace.db", random.Random(f"{seed}.{number}"))
        try:
            came[harmed(scene)] += 1
        except AssertionError as error:
            raise AssertionError(f"number {number}, {what}: {error}") from error
    note = ", ".join(f"{count} {what}" for what, count in came.most_common())
    name = {flip: "bits of the log flipped", cut: "the log cut short", zeroed: "a page of the log emptied"}[
        harm
    ]
    tally.add(PART, name, came.total(), note=note)

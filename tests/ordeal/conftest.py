"""The short way or the long way, and where the figures go.

GRACE_ORDEAL=long     the long way
GRACE_TALLY=FILE      keeps the rows of the table there
GRACE_SEED=7          other moments and other mail than usual
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ordeal.crash_story import Children
from tests.ordeal.storage_scene import Scene
from tests.ordeal.tally import Tally

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def long() -> bool:
    """Whether there is time: the long way takes an hour, the short one seconds for each test."""
    return os.environ.get("GRACE_ORDEAL") == "long"


@pytest.fixture(scope="session")
def seed() -> str:
    """For `random.Random`."""
    return os.environ.get("GRACE_SEED", "1")


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    file = os.environ.get("GRACE_TALLY")
    module = Path(str(request.node.path)).relative_to(ROOT)
    return Tally(Path(file) if file else None, f"./run.sh ordeal {module}")


@pytest.fixture(scope="session")
def children() -> Iterator[Children]:
    """Runs acts of the program in processes of their own."""
    children = Children()
    yield children
    children.stop()


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where that can be: what is proved in it does not hang on the disk, and is far quicker."""
    place = Path("/dev/shm")
    if not os.access(place, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=place, prefix="grace-ordeal-") as made:
        yield Path(made)


@pytest.fixture
def scene(memory: Path, children: Children) -> Scene:
    return Scene(memory, children)

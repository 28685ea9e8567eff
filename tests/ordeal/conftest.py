"""The short way or the long way, and where the figures go.

GRACE_ORDEAL=long     the long way
GRACE_TALLY=FILE      keeps the rows of the table there
GRACE_SEED=7          other moments and other mail than usual
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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

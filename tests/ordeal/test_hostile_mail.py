"""Hostile mail, from the bytes to the draft and the screen: no crash, no stall, no injection, no draft out of place.

For an hour: GRACE_ORDEAL=long GRACE_MINUTES=60 .venv/bin/python -m pytest -s tests/ordeal/test_hostile_mail.py
"""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ordeal.hostile_cases import written
from tests.ordeal.hostile_mail import POISON, SLOTS, TEXTS, Letter, garbled, letter, mixed, poisoned
from tests.ordeal.hostile_round import Outcome, alone, go
from tests.ordeal.tally import Tally
from tests.sample_mail import MONDAY, config
from watcher.judging import Judge
from watcher.learning import versions
from watcher.reading.classifier import Classifier
from watcher.store import Store

PART = "Hostile mail"
_MINUTES = float(os.environ.get("GRACE_MINUTES", "60"))
#: Time on the clock is not what is measured here: a busy machine may take its time.
pytestmark = pytest.mark.timeout(60 * _MINUTES + 3600 if os.environ.get("GRACE_ORDEAL") == "long" else 600)
_ROUND = 300  #: mails in one mailbox


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """The shipped one."""
    return versions.load_current(tmp_path_factory.mktemp("model"))[0]


def rounds(letters: Sequence[Letter], folder: Path, classifier: Classifier, shown: int = 1) -> Outcome:
    """As many mailboxes as it takes."""
    together = Outcome(0)
    for at in range(0, len(letters), _ROUND):
        home = folder / f"round-{at}"
        home.mkdir()
        together += go(letters[at : at + _ROUND], home, classifier, shown)
    return together


def noted(outcome: Outcome) -> str:
    seconds, case = outcome.slowest
    return (
        f"{outcome.drafts:,} drafts, {outcome.commands:,} commands; the slowest took {seconds:.2f} s: {case}"
    )


@pytest.mark.long
def test_the_written_cases(tmp_path: Path, classifier: Classifier, long: bool, tally: Tally) -> None:
    letters = list(written(1000))
    outcome = rounds(letters, tmp_path, classifier, shown=1 if long else 8)
    assert outcome.complaints == []
    tally.add(PART, "written cases: traps, bombs, bait, lies", outcome.mails, note=noted(outcome))


def test_poison_in_every_slot(
    tmp_path: Path, classifier: Classifier, long: bool, seed: str, tally: Tally
) -> None:
    letters = list(poisoned(0))
    if not long:
        letters = random.Random(seed).sample(letters, 100)
    outcome = rounds(letters, tmp_path, classifier, shown=1 if long else 4)
    assert outcome.complaints == []
    tally.add(PART, f"{len(POISON)} poisons in {len(SLOTS)} places", outcome.mails, note=noted(outcome))


def test_mixed_and_garbled(
    tmp_path: Path, classifier: Classifier, long: bool, seed: str, tally: Tally
) -> None:
    """The long way goes on until the time is over."""
    ends = time.monotonic() + 60 * _MINUTES
    together = Outcome(0)
    for number in itertools.count():
        dice = random.Random(f"{seed} {number}")
        letters = [_any(dice, at) for at in range(_ROUND if long else 60)]
        home = tmp_path / f"{number}"
        home.mkdir()
        outcome = go(letters, home, classifier, shown=10 if long else 5)
        together += outcome
        assert outcome.complaints == [], f"GRACE_SEED={seed}, round {number}"
        if not long or time.monotonic() > ends:
            break
    tally.add(PART, "mixed and garbled mail", together.mails, note=noted(together))


def _any(dice: random.Random, number: int) -> Letter:
    made = mixed(dice, number) if dice.random() < 0.6 else letter(number, dice.choice(list(TEXTS)))
    return garbled(dice, made) if dice.random() < 0.6 else made


_poison = st.one_of(
    st.sampled_from(list(POISON.values())), st.binary(max_size=80), st.text(max_size=80).map(str.encode)
)
_letters = st.builds(
    lambda number, kind, poison, dice: (
        garbled(dice, letter(number, kind, **poison)) if dice else letter(number, kind, **poison)
    ),
    st.integers(0, 9999),
    st.sampled_from(["rejection", *TEXTS]),
    st.dictionaries(
        st.sampled_from([slot.replace("-", "_").replace(" ", "_") for slot in SLOTS]), _poison, max_size=4
    ),
    st.none() | st.randoms(use_true_random=False),
)


def test_any_poison_at_all(tmp_path: Path, classifier: Classifier, long: bool, tally: Tally) -> None:
    """Each mail alone, read, judged and answered without a server, so that the least one that fails is found."""
    store = Store(tmp_path)
    judge = Judge(config().accounts[0], config(), store, classifier)
    tried = 0

    @settings(
        max_examples=5000 if long else 150,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=not long,
    )
    @given(_letters)
    def holds(letter: Letter) -> None:
        nonlocal tried
        tried += 1
        assert alone(letter, judge, MONDAY + timedelta(days=2)) == []

    holds()
    store.close()
    tally.add(PART, "any poison at all, each mail alone", tried)

"""The same opener, another meaning: none of what is told apart may be lost again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.hard_cases.reading import Case, known_limits, read_all
from watcher.reading.classifier import Classifier
from watcher.reading.types import KINDS, REPLYABLE

LANGUAGES = "en de fr es pt it nl pl sv da tr ja zh"
CASES = read_all()
CLASSIFIER = Classifier.load()


def told_apart(group: Sequence[Case]) -> bool:
    """Whether each mail of a group is taken for a no exactly where it is one."""
    return all((CLASSIFIER.classify(case.message).kind in REPLYABLE) == case.is_no for case in group)


def test_the_suite_is_whole() -> None:
    assert {name for name, _ in CASES} >= {f"N{n}" for n in range(1, 49)} | {f"E{n}" for n in range(1, 26)}
    assert {name for name, _ in CASES} >= {f"P{n}" for n in range(1, 37)}
    assert {language for _, language in CASES} == set(LANGUAGES.split())
    assert all(case.kind in KINDS for group in CASES.values() for case in group)


@pytest.mark.parametrize("name", sorted({name for name, _ in CASES}))
def test_a_pair_that_was_told_apart_still_is(name: str) -> None:
    lost = [
        language
        for (case, language), group in CASES.items()
        if case == name and (case, language) not in known_limits() and not told_apart(group)
    ]
    assert not lost, f"{name} is no longer told apart in {', '.join(lost)}"


def test_the_list_of_limits_is_true() -> None:
    """A pair that is told apart now leaves the list, so that it cannot be lost unseen."""
    better = sorted(pair for pair in known_limits() if told_apart(CASES[pair]))
    assert not better, f"no limit any more: {better}"

"""What the sentences around a sentence make of it."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.balance import log_odds
from watcher.reading.chain import Chain, passes
from watcher.reading.decision import AROUND, LEAST_JOB, decide, in_context, in_the_mail

LABELS = ("courtesy", "ordinary", "rejection")
#: Thanks come first, a no after thanks, and nothing much after anything ordinary.
CHAIN = Chain(
    np.array([0.3, 0.6, 0.1]),
    np.array([0.8, 0.15, 0.05]),
    np.array([[0.2, 0.1, 0.7], [0.1, 0.88, 0.02], [0.6, 0.2, 0.2]]),
)


def rows(draw: st.DrawFn, count: int) -> Any:
    numbers = draw(st.lists(st.floats(1e-6, 1), min_size=count * 3, max_size=count * 3))
    table = np.array(numbers).reshape(count, 3)
    return table / table.sum(axis=1, keepdims=True)


@st.composite
def chains(draw: st.DrawFn) -> tuple[Chain, Any]:
    chain = Chain(rows(draw, 1)[0], rows(draw, 1)[0], rows(draw, 3))
    return chain, rows(draw, draw(st.integers(1, 4)))


@given(chains())
def test_it_is_what_adding_up_all_rows_of_labels_says(case: tuple[Chain, Any]) -> None:
    chain, probabilities = case
    said = probabilities / chain.usual
    expected = np.zeros_like(probabilities)
    for row in itertools.product(range(3), repeat=len(said)):
        weight = chain.first[row[0]]
        for before, after in itertools.pairwise(row):
            weight *= chain.follows[before, after]
        for at, label in enumerate(row):
            weight *= said[at, label]
        for at, label in enumerate(row):
            expected[at, label] += weight
    expected /= expected.sum(axis=1, keepdims=True)
    assert np.allclose(chain.among_others(probabilities), expected, rtol=1e-9, atol=1e-12)


@given(chains())
def test_any_of_them_is_the_opposite_of_none_of_them(case: tuple[Chain, Any]) -> None:
    chain, probabilities = case
    said = probabilities / chain.usual
    weights = {"all": 0.0, "none": 0.0}
    for row in itertools.product(range(3), repeat=len(said)):
        weight = chain.first[row[0]] * said[0, row[0]]
        for at, (before, after) in enumerate(itertools.pairwise(row), 1):
            weight *= chain.follows[before, after] * said[at, after]
        weights["all"] += weight
        weights["none"] += weight * (2 not in row)
    assert chain.walk(probabilities).any_of([2]) == pytest.approx(
        1 - weights["none"] / weights["all"], abs=1e-9
    )


def test_what_no_doubt_is_left_of_is_there() -> None:
    sure = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    assert CHAIN.walk(sure).any_of([2]) == 1
    assert CHAIN.walk(sure[[0, 2]]).any_of([2]) == 0


@given(chains())
def test_where_sentences_say_nothing_of_each_other_each_stays_what_it_is(case: tuple[Chain, Any]) -> None:
    chain, probabilities = case
    alone = Chain(chain.usual, chain.usual, np.tile(chain.usual, (3, 1)))
    assert np.allclose(alone.among_others(probabilities), probabilities, rtol=1e-9)


def test_the_scales_are_the_chances_of_the_sentences() -> None:
    evidence = CHAIN.evidence(np.array([[0.2, 0.5, 0.3], [0.1, 0.1, 0.8]]))
    _, _, scales = passes(evidence, CHAIN.first, CHAIN.follows)
    assert scales[0] == pytest.approx(CHAIN.first @ evidence[0])
    assert scales.prod() == pytest.approx((CHAIN.first * evidence[0]) @ CHAIN.follows @ evidence[1])


def test_a_thousand_sentences_that_are_sure_of_something_stay_numbers() -> None:
    sure = np.tile([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]], (400, 1))
    found = CHAIN.among_others(sure)
    assert np.allclose(found, sure)


UNSURE = [0.3, 0.35, 0.35]
THANKS, ORDINARY = [0.9, 0.08, 0.02], [0.02, 0.97, 0.01]


def no_of(rows: list[list[float]], contexts: tuple[float, float], *, subject: bool = False) -> float:
    """How surely the second row is a no."""
    table = in_the_mail(in_context(np.array(rows), LABELS, contexts), contexts, CHAIN, subject=subject)
    assert np.allclose(table.sum(axis=1), 1)
    return float(table[1, 2])


def test_the_same_sentence_says_more_after_thanks_than_among_ordinary_ones() -> None:
    sure = (0.99, 0.99)
    alone = float(in_context(np.array([UNSURE]), LABELS, sure)[0, 2])
    assert no_of([THANKS, UNSURE, THANKS], sure) > alone > no_of([ORDINARY, UNSURE, ORDINARY], sure)


def test_a_no_is_half_its_own_words_and_half_whether_any_sentence_of_the_mail_is_one() -> None:
    rows = np.array([THANKS, UNSURE, THANKS])
    context = (1.0, 1.0)
    alone = in_context(rows, LABELS, context)
    expected = (1 - AROUND) * log_odds(alone[:, 2].max()) + AROUND * log_odds(CHAIN.walk(alone).any_of([2]))
    assert log_odds(decide(rows, LABELS, context, chain=CHAIN).score) == pytest.approx(expected)
    assert decide(rows, LABELS, context).score == pytest.approx(alone[:, 2].max())


def test_half_of_it_are_its_own_words() -> None:
    certain = [0.001, 0.001, 0.998]
    assert no_of([ORDINARY, certain, ORDINARY], (1.0, 1.0)) >= (1 - AROUND) * 0.99


def test_in_mail_about_something_else_the_others_say_nothing() -> None:
    contexts = (LEAST_JOB / 2, 0.5)
    alone = float(in_context(np.array([UNSURE]), LABELS, contexts)[0, 2])
    assert no_of([THANKS, UNSURE, THANKS], contexts) == pytest.approx(alone)


def test_a_subject_is_no_sentence_before_the_first_one() -> None:
    sure = (0.99, 0.99)
    assert no_of([THANKS, UNSURE], sure, subject=True) == pytest.approx(
        no_of([ORDINARY, UNSURE], sure, subject=True)
    )
    assert no_of([THANKS, UNSURE], sure) != pytest.approx(no_of([ORDINARY, UNSURE], sure))

"""The sums over all ways of tagging a line, and the likeliest way, against trying each way."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading.paths import Lines

positive = st.floats(0.01, 1.0)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[int], np.ndarray, np.ndarray]:
    tags = draw(st.integers(2, 3))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    evidence = draw(
        st.lists(st.lists(positive, min_size=tags, max_size=tags), min_size=sum(sizes), max_size=sum(sizes))
    )
    follows = draw(st.lists(st.lists(positive, min_size=tags, max_size=tags), min_size=tags, max_size=tags))
    return sizes, np.array(evidence), np.array(follows)


def weight(way: tuple[int, ...], evidence: np.ndarray, follows: np.ndarray) -> float:
    said = math.prod(evidence[at, tag] for at, tag in enumerate(way))
    return said * math.prod(follows[one, two] for one, two in itertools.pairwise(way))


@settings(max_examples=60)
@given(problems())
def test_as_if_each_way_had_been_tried(problem: tuple[list[int], np.ndarray, np.ndarray]) -> None:
    sizes, evidence, follows = problem
    lines = Lines(sizes)
    chances, total = lines.chances(evidence, follows)
    tags = lines.likeliest(evidence, follows)
    begin, logarithm = 0, 0.0
    for size in sizes:
        own = evidence[begin : begin + size]
        ways = list(itertools.product(range(evidence.shape[1]), repeat=size))
        weights = [weight(way, own, follows) for way in ways]
        logarithm += math.log(sum(weights))
        for at in range(size):
            for tag in range(evidence.shape[1]):
                expected = sum(one for way, one in zip(ways, weights, strict=True) if way[at] == tag)
                assert chances[begin + at, tag] == pytest.approx(expected / sum(weights))
        found = tuple(tags[begin : begin + size].tolist())
        assert weight(found, own, follows) == pytest.approx(max(weights))
        begin += size
    assert total == pytest.approx(logarithm)


def test_a_long_line_does_not_run_out_of_numbers() -> None:
    evidence = np.tile([1.0, 1e-8], (5_000, 1))
    chances, total = Lines([5_000]).chances(evidence, np.array([[0.05, 20.0], [20.0, 0.05]]))
    assert np.isfinite(chances).all()
    assert np.isfinite(total)
    assert len(set(Lines([5_000]).likeliest(evidence, np.ones((2, 2))).tolist())) == 1


def test_no_lines() -> None:
    chances, total = Lines([]).chances(np.zeros((0, 3)), np.ones((3, 3)))
    assert chances.shape == (0, 3)
    assert total == 0
    assert len(Lines([]).likeliest(np.zeros((0, 3)), np.ones((3, 3)))) == 0

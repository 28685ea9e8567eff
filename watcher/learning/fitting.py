"""Multinomial logistic regression with an L2 penalty over many rare features, at its optimum within seconds.

The objective is that of scikit-learn's LogisticRegression, which a test compares. Its own L-BFGS stops far from the
optimum here: a feature of five sentences and one of a hundred thousand differ in curvature by four powers of ten. So
the steps are made in variables that are scaled by the curvature of each feature, the diagonal of the Hessian
(J. Nocedal and S. Wright, "Numerical Optimization", 2nd ed., 2006: algorithms 3.1, 7.4 and 7.5, and section 7.2 on
scaling). models/EXPERIMENTS.md has the figures.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg.blas import saxpy
from scipy.sparse import csr_matrix

#: How many earlier steps are remembered.
REMEMBERED = 4
#: The loss has to fall by this share in ten steps, or the optimum is taken as reached; so many steps at most.
LEAST_GAIN, MOST_STEPS = 4e-3, 200
#: Probability times counter-probability of a label, roughly, where a sentence is not sure yet.
_UNSURE = 0.03
#: The scale of the bias, which is like a feature that every sentence has.
_OF_BIAS = np.float32(1 / np.sqrt(_UNSURE))
#: Share of the gain that the slope promises which a step has to bring, and how much shorter it is tried else.
_ENOUGH, _SHORTER, _SHORTEST = 1e-4, np.float32(0.5), 1e-6

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learned.

    Args:
        weights: (features, labels).
        bias: (labels,).
        loss: mean over samples, with the penalty.
        steps: how many it took.
    """

    weights: Floats
    bias: Floats
    loss: float
    steps: int


@dataclass(frozen=True, slots=True)
class _Problem:
    """Loss and gradient in scaled variables: one row of labels per feature, and a last row for the bias."""

    matrix: csr_matrix
    truth: npt.NDArray[np.intp]
    scales: Floats
    penalty: float

    def at(self, point: Floats) -> tuple[float, Floats]:
        count = len(self.truth)
        rows = np.arange(count)
        weights = point[:-1] * self.scales
        sums = self.matrix @ weights + point[-1] * _OF_BIAS
        sums -= sums.max(axis=1, keepdims=True)
        of_truth = sums[rows, self.truth]
        powers = np.exp(sums, out=sums)
        totals = powers.sum(axis=1, keepdims=True)
        loss = (np.log(totals[:, 0]) - of_truth).sum(dtype=np.float64) / count
        loss += 0.5 * self.penalty * float(np.vdot(weights, weights))
        powers /= totals
        powers[rows, self.truth] -= 1
        powers /= np.float32(count)
        slope = np.empty_like(point)
        slope[:-1] = (self.matrix.T @ powers + np.float32(self.penalty) * weights) * self.scales
        slope[-1] = powers.sum(axis=0) * _OF_BIAS
        return float(loss), slope


def fit(matrix: csr_matrix, truth: npt.NDArray[np.intp], labels: int, inverse_strength: float) -> Fit:
    """The weights with the least mean loss plus penalty.

    Args:
        matrix: (samples, features).
        truth: (samples,), the number of each sample's label.
        labels: how many there are, at least two; each has a sample.
        inverse_strength: C of scikit-learn: the penalty is half the sum of squared weights, divided by C and samples.
            The bias has none.
    """
    matrix = matrix.astype(np.float32)
    count, features = matrix.shape
    penalty = 1 / (inverse_strength * count)
    curvature = np.asarray(matrix.multiply(matrix).sum(axis=0)).ravel() * (_UNSURE / count) + penalty
    problem = _Problem(matrix, truth, (1 / np.sqrt(curvature)).astype(np.float32)[:, None], penalty)
    point = np.zeros((features + 1, labels), dtype=np.float32)
    point[-1] = np.log(np.bincount(truth, minlength=labels) / count) / _OF_BIAS
    point, loss, steps = _least(problem, point)
    return Fit(point[:-1] * problem.scales, point[-1] * _OF_BIAS, loss, steps)


def _least(problem: _Problem, point: Floats) -> tuple[Floats, float, int]:
    """Where the loss is least, that loss, and how many steps it took from `point`."""
    loss, slope = problem.at(point)
    earlier: deque[tuple[Floats, Floats, float]] = deque(maxlen=REMEMBERED)
    losses = [loss]
    while len(losses) <= MOST_STEPS:
        way = _direction(slope, earlier)
        promised = float(np.vdot(slope, way))
        length = np.float32(1)
        while True:
            moved = length * way
            tried = point + moved
            reached, there = problem.at(tried)
            if reached <= loss + _ENOUGH * float(length) * promised or length < _SHORTEST:
                break
            length *= _SHORTER
        if reached >= loss:
            break
        bent = there - slope
        if (both := float(np.vdot(moved, bent))) > 0:
            earlier.append((moved, bent, both))
        point, loss, slope = tried, reached, there
        losses.append(loss)
        if len(losses) > 10 and losses[-11] - loss < LEAST_GAIN * loss:
            break
    return point, loss, len(losses) - 1


def _direction(slope: Floats, earlier: deque[tuple[Floats, Floats, float]]) -> Floats:
    """Where to go from here: the slope, bent by what the last steps told of the curvature (algorithm 7.4)."""
    way = -slope
    shares: list[float] = []
    for moved, bent, both in reversed(earlier):
        shares.append(float(np.vdot(moved, way)) / both)
        _add(way, -shares[-1], bent)
    if earlier:
        moved, bent, both = earlier[-1]
        way *= np.float32(both / float(np.vdot(bent, bent)))
    for (moved, bent, both), share in zip(earlier, reversed(shares), strict=True):
        _add(way, share - float(np.vdot(bent, way)) / both, moved)
    return way


def _add(way: Floats, share: float, other: Floats) -> None:
    """Adds a share of another array, in place: without a third one it takes a third of the time."""
    saxpy(other.ravel(), way.ravel(), a=share)

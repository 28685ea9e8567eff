"""Multinomial logistic regression with an L2 penalty over many rare features, at its optimum within seconds.

The objective is that of scikit-learn's LogisticRegression, which a test compares. Its own L-BFGS stops far from the
optimum here: a feature of five sentences and one of a hundred thousand differ in curvature by four powers of ten, and
once most sentences are sure of their label, the labels of one feature do. So each search for a way begins with the
diagonal of the Hessian instead of a multiple of one, taken anew every few steps (J. Nocedal and S. Wright, "Numerical
Optimization", 2nd ed., 2006: algorithms 3.1, 7.4 and 7.5, with another initial matrix than 7.20).
models/EXPERIMENTS.md has the figures.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg.blas import saxpy
from scipy.sparse import csr_matrix

from watcher.reading.paths import Lines, inside

#: How many earlier steps are remembered, and after how many the curvature of each weight is taken anew.
REMEMBERED, CURVED_FOR = 4, 5
#: The loss has to fall by this share in ten steps, or the optimum is taken as reached; so many steps at most.
LEAST_GAIN, MOST_STEPS = 7e-3, 200
#: The least that a sentence bends the loss, however sure it is of a label: a later step may make it less sure.
_LEAST_BEND = np.float32(1e-3)
#: Share of the gain that the slope promises which a step has to bring, and how much shorter it is tried else.
_ENOUGH, _SHORTER, _SHORTEST = 1e-4, np.float32(0.5), 1e-6
#: How much of the first step is tried first. A sentence has dozens of features, and each of them would go all its way.
_FIRST = np.float32(0.125)

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
    """Loss, its slope and its curvature: one row of labels per feature, and a last row for the bias."""

    matrix: csr_matrix
    truth: npt.NDArray[np.intp]
    penalty: float

    def at(self, point: Floats) -> tuple[float, Floats, Floats]:
        """The loss, its slope, and (samples, labels) how probable each label is."""
        count = len(self.truth)
        rows = np.arange(count)
        sums = self.matrix @ point[:-1]
        sums += point[-1]
        total, chances = self.judged(sums)
        loss = total / count
        loss += 0.5 * self.penalty * float(np.vdot(point[:-1], point[:-1]))
        errors = chances / np.float32(count)
        errors[rows, self.truth] -= np.float32(1 / count)
        slope = np.empty_like(point)
        slope[:-1] = self.matrix.T @ errors
        slope[:-1] += np.float32(self.penalty) * point[:-1]
        slope[-1] = errors.sum(axis=0)
        return float(loss), slope, chances

    def judged(self, sums: Floats) -> tuple[float, Floats]:
        """The loss of all samples without the penalty, and (samples, labels) how probable each label is.

        Args:
            sums: (samples, labels), of the weights of each; they are changed.
        """
        sums -= sums.max(axis=1, keepdims=True)
        of_truth = sums[np.arange(len(self.truth)), self.truth]
        chances = np.exp(sums, out=sums)
        totals = chances.sum(axis=1, keepdims=True)
        loss = (np.log(totals[:, 0]) - of_truth).sum(dtype=np.float64)
        chances /= totals
        return float(loss), chances

    def ease(self, chances: Floats) -> Floats:
        """One divided by the curvature of each weight: how far it moves for a slope of one."""
        bends = chances * (1 - chances)
        bends += _LEAST_BEND
        bends /= np.float32(len(self.truth))
        squares = csr_matrix(
            (self.matrix.data**2, self.matrix.indices, self.matrix.indptr), shape=self.matrix.shape
        )
        curvature = np.empty((self.matrix.shape[1] + 1, chances.shape[1]), dtype=np.float32)
        curvature[:-1] = squares.T @ bends
        curvature[:-1] += np.float32(self.penalty)
        curvature[-1] = bends.sum(axis=0)
        return np.reciprocal(curvature, out=curvature)


@dataclass(frozen=True, slots=True)
class _Chained(_Problem):
    """The same where samples are tokens, and which label one has depends on its neighbours; see reading/paths.py.

    Args:
        lines: those of the samples.
        follows: (labels, labels), all of them positive.
        steps: the sum of the logarithms of `follows` over all neighbours, with their true labels.
    """

    lines: Lines
    follows: npt.NDArray[np.float64]
    steps: float

    def judged(self, sums: Floats) -> tuple[float, Floats]:
        most = sums.max(axis=1, keepdims=True)
        of_truth = (sums - most)[np.arange(len(self.truth)), self.truth]
        evidence = np.exp((sums - most).astype(np.float64))
        chances, total = self.lines.chances(evidence, self.follows)
        return total - float(of_truth.sum(dtype=np.float64)) - self.steps, chances.astype(np.float32)


def fit_lines(
    matrix: csr_matrix,
    truth: npt.NDArray[np.intp],
    sizes: Sequence[int],
    follows: npt.NDArray[np.float64],
    inverse_strength: float,
) -> Fit:
    """The weights of a linear-chain conditional random field whose steps from label to label are given.

    Args:
        matrix, truth, inverse_strength: as for `fit`; samples are the tokens of lines, one line after the other.
        sizes: how many tokens each line has.
        follows: (labels, labels), row by row how much more often than by chance one comes after another; positive.
    """
    labels, count = len(follows), len(truth)
    point = _start(matrix.shape[1], truth, labels)
    later = inside(sizes)
    steps = float(np.log(follows[truth[later - 1], truth[later]]).sum())
    problem = _Chained(
        matrix.astype(np.float32), truth, 1 / (inverse_strength * count), Lines(sizes), follows, steps
    )
    point, loss, taken = _least(problem, point)
    return Fit(point[:-1], point[-1], loss, taken)


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
    point = _start(features, truth, labels)
    point, loss, steps = _least(_Problem(matrix, truth, 1 / (inverse_strength * count)), point)
    return Fit(point[:-1], point[-1], loss, steps)


def _start(features: int, truth: npt.NDArray[np.intp], labels: int) -> Floats:
    """No weights, and a bias by how frequent each label is."""
    point = np.zeros((features + 1, labels), dtype=np.float32)
    point[-1] = np.log(np.bincount(truth, minlength=labels) / len(truth))
    return point


def _least(problem: _Problem, point: Floats) -> tuple[Floats, float, int]:
    """Where the loss is least, that loss, and how many steps it took from `point`."""
    loss, slope, chances = problem.at(point)
    earlier: deque[tuple[Floats, Floats, float]] = deque(maxlen=REMEMBERED)
    losses = [loss]
    while len(losses) <= MOST_STEPS:
        if (len(losses) - 1) % CURVED_FOR == 0:
            ease = problem.ease(chances)
        way = _direction(slope, ease, earlier)
        promised = float(np.vdot(slope, way))
        length = np.float32(1) if earlier else _FIRST
        while True:
            moved = length * way
            tried = point + moved
            reached, there, chances = problem.at(tried)
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


def _direction(slope: Floats, ease: Floats, earlier: deque[tuple[Floats, Floats, float]]) -> Floats:
    """Where to go from here: the slope, bent by what the last steps told of the curvature (algorithm 7.4)."""
    way = -slope
    shares: list[float] = []
    for moved, bent, both in reversed(earlier):
        shares.append(float(np.vdot(moved, way)) / both)
        _add(way, -shares[-1], bent)
    way *= ease
    if earlier:
        _, bent, both = earlier[-1]
        way *= np.float32(both / float(np.vdot(bent, ease * bent)))
    for (moved, bent, both), share in zip(earlier, reversed(shares), strict=True):
        _add(way, share - float(np.vdot(bent, way)) / both, moved)
    return way


def _add(way: Floats, share: float, other: Floats) -> None:
    """Adds a share of another array, in place: without a third one it takes a third of the time."""
    saxpy(other.ravel(), way.ravel(), a=share)

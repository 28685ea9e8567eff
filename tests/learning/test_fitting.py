"""The optimum is the one that scikit-learn finds, however much features differ in how frequent they are."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse import random as sparse
from sklearn.linear_model import LogisticRegression

from watcher.learning import fitting
from watcher.learning.fitting import fit


def mail(count: int, features: int, labels: int, seed: int) -> tuple[csr_matrix, np.ndarray]:
    """Sentences of which the first features are frequent and the last ones rare, as words are."""
    rng = np.random.default_rng(seed)
    often = 1 / np.arange(1, features + 1)
    matrix = sparse(count, features, 0.3, format="csr", random_state=rng)
    matrix = csr_matrix(matrix.multiply(rng.random((count, features)) < often * 5))
    truth = (matrix @ rng.normal(size=(features, labels)) + rng.gumbel(size=(count, labels))).argmax(axis=1)
    truth[:labels] = np.arange(labels)
    return matrix, truth


@pytest.mark.parametrize("labels", [2, 3, 7])
@pytest.mark.parametrize("strength", [0.5, 30.0])
def test_the_weights_are_those_of_scikit_learn(
    labels: int, strength: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "LEAST_GAIN", 0.0)
    matrix, truth = mail(400, 60, labels, labels)
    found = fit(matrix, truth, labels, strength)
    # Of two labels scikit-learn learns one row of weights, which is the difference of two.
    expected = LogisticRegression(C=strength * (2 if labels == 2 else 1), max_iter=5000, tol=1e-9).fit(
        matrix, truth
    )
    weights, bias = found.weights.T, found.bias
    if labels == 2:
        weights, bias = weights[1:] - weights[:1], bias[1:] - bias[:1]
    else:
        bias = bias - bias.mean()
    assert np.abs(weights - expected.coef_).max() < 0.02 * np.abs(expected.coef_).max()
    assert (
        np.abs(bias - (expected.intercept_ - (expected.intercept_.mean() if labels > 2 else 0))).max() < 0.02
    )


def test_it_stops_near_the_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, truth = mail(2000, 300, 5, 1)
    early = fit(matrix, truth, 5, 100.0)
    monkeypatch.setattr(fitting, "LEAST_GAIN", 0.0)
    late = fit(matrix, truth, 5, 100.0)
    assert early.steps < late.steps
    assert late.loss <= early.loss < late.loss * 1.01


def test_the_first_step_of_long_sentences_is_not_tried_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[float] = []
    at = fitting._Problem.at

    def counted(problem: fitting._Problem, point: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        found = at(problem, point)
        tried.append(found[0])
        return found

    monkeypatch.setattr(fitting._Problem, "at", counted)
    # A dozen features say the same of each sentence, not always truly: together they would go a dozen times too far.
    said = np.repeat(np.arange(5), 60)
    truth = np.where(np.arange(300) % 4 == 0, (said + 1) % 5, said)
    matrix = csr_matrix(np.eye(5, dtype=np.float32)[said].repeat(12, axis=1))
    fit(matrix, truth, 5, 100.0)
    assert tried[1] < tried[0]
    tried.clear()
    monkeypatch.setattr(fitting, "_FIRST", np.float32(1))
    fit(matrix, truth, 5, 100.0)
    assert tried[1] > tried[0]


def test_the_same_sentences_give_the_same_weights() -> None:
    matrix, truth = mail(300, 50, 4, 2)
    assert np.array_equal(fit(matrix, truth, 4, 5.0).weights, fit(matrix, truth, 4, 5.0).weights)


def test_a_feature_that_no_sentence_has_gets_no_weight() -> None:
    matrix, truth = mail(200, 20, 3, 3)
    matrix = csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=(200, 21))
    assert not fit(matrix, truth, 3, 5.0).weights[20].any()


def test_labels_that_no_feature_tells_apart_are_as_probable_as_they_are_frequent() -> None:
    truth = np.array([0] * 60 + [1] * 30 + [2] * 10)
    found = fit(csr_matrix((100, 1)), truth, 3, 1.0)
    shares = np.exp(found.bias) / np.exp(found.bias).sum()
    assert np.allclose(shares, [0.6, 0.3, 0.1], atol=1e-4)

"""Learning what counts against a "no", from whole mails."""

from dataclasses import replace

import numpy as np
import pytest

from watcher.learning import balancing
from watcher.learning.balancing import learn
from watcher.learning.corpus import Corpus
from watcher.learning.examples import ASIDES, asides, examples, judged
from watcher.reading import balance
from watcher.reading.model import Model
from watcher.reading.types import REPLYABLE


@pytest.mark.long
def test_the_shipped_balance_is_what_the_letters_of_the_corpus_teach(model: Model, corpus: Corpus) -> None:
    learned = model.balanced(learn(model, judged(model, examples(corpus.letters, asides(corpus))))).balance
    assert (learned.start, learned.own) == pytest.approx((model.balance.start, model.balance.own), rel=1e-4)
    assert np.allclose(learned.against, model.balance.against, rtol=1e-3, atol=1e-4)


def test_a_no_and_courtesies_never_count_against_a_no_and_other_kinds_do(model: Model) -> None:
    weight = dict(zip(model.labels, model.balance.against, strict=True))
    assert all(weight[label] == 0 for label in (*REPLYABLE, "courtesy", "ordinary"))
    assert all(weight[label] > 0 for label in ("interview", "offer", "elsewhere", "outsider"))
    assert model.balance.own > 0


def test_what_stands_in_noes_as_often_as_elsewhere_counts_for_nothing(
    model: Model, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(balance, "DOUBT", 0.0)
    letters = [one for one in corpus.letters if one.language == "en"]
    swapped = [
        replace(one, kind="interview" if one.kind in REPLYABLE else "rejection", place="") for one in letters
    ]
    both = learn(model, judged(model, examples(letters + swapped)))
    assert both["balance"][1] == pytest.approx(0, abs=0.02)
    assert np.abs(both["against"]).max() < 0.02


def test_what_may_stand_in_a_no_counts_less_than_by_the_letters_alone(model: Model, corpus: Corpus) -> None:
    letters = [one for one in corpus.letters if one.language in ("en", "de", "fr")]
    without, beside = (
        learn(model, judged(model, examples(letters, these))) for these in ({}, asides(corpus))
    )
    such = [at for at, label in enumerate(model.labels) if label in ASIDES]
    assert beside["against"][such].sum() < without["against"][such].sum() / 2


@pytest.mark.parametrize("kind", ["rejection", "interview"])
def test_where_all_letters_are_alike_a_no_counts_as_it_is(model: Model, corpus: Corpus, kind: str) -> None:
    same = [replace(one, kind=kind) for one in corpus.letters[:9]]
    learned = learn(model, judged(model, examples(same, asides(corpus))))
    assert learned["balance"].tolist() == [0, 1]
    assert not learned["against"].any()
    assert learn(model, [])["balance"].tolist() == [0, 1]


def test_the_weights_are_where_the_loss_is_least() -> None:
    rng = np.random.default_rng(5)
    values = np.column_stack([rng.normal(size=300), -rng.exponential(size=(300, 2))])
    doubts = -rng.exponential(size=300)
    truth = np.where(values @ [1.5, 1.0, 0.0] + rng.logistic(size=300) + doubts > 0, 1.0, -1.0)
    shares = rng.random(300)
    found = balancing._fitted(values, doubts=doubts, truth=truth, shares=shares)

    def loss(weights: np.ndarray) -> float:
        odds = truth * (weights[0] + values @ weights[1:] + doubts)
        held = weights[1:] * np.abs(values).mean(axis=0)
        return float(shares @ np.logaddexp(0, -odds) + balancing.PENALTY / 2 * held @ held)

    assert (found[1:] >= 0).all()
    for at in range(4):
        for step in (-0.05, 0.05):
            other = found.copy()
            other[at] += step
            if at == 0 or other[at] >= 0:
                assert loss(other) >= loss(found)

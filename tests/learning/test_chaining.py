"""Learning which sentence follows which, from whole mails."""

from dataclasses import replace

import numpy as np
import pytest

from watcher.learning import chaining
from watcher.learning.chaining import learn
from watcher.learning.corpus import Corpus
from watcher.learning.examples import asides, examples, judged
from watcher.reading.chain import passes
from watcher.reading.model import Model


@pytest.mark.long
def test_the_shipped_chain_is_what_the_letters_of_the_corpus_teach(model: Model, corpus: Corpus) -> None:
    learned = model.chained(learn(model, judged(model, examples(corpus.letters, asides(corpus))))).chain
    assert np.array_equal(learned.first, model.chain.first)
    assert np.array_equal(learned.follows, model.chain.follows)


def test_each_row_is_a_choice_and_nothing_is_impossible(model: Model) -> None:
    for row in (model.chain.first, *model.chain.follows):
        assert row.sum() == pytest.approx(1, abs=1e-6)
        assert (row > 0).all()


def test_each_round_finds_the_letters_likelier(
    model: Model, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = judged(model, examples(corpus.letters[::5]))
    evidences = [one for one in chaining._evidences(model, some) if len(one)]
    found = []
    for rounds in range(4):
        monkeypatch.setattr(chaining, "ROUNDS", rounds)
        if rounds:
            chain = model.chained(learn(model, some)).chain
            first, follows = chain.first, chain.follows
        else:
            first, follows = model.chain.usual, np.tile(model.chain.usual, (len(model.labels), 1))
        found.append(sum(float(np.log(passes(one, first, follows)[2]).sum()) for one in evidences))
    assert found == sorted(found)
    assert found[-1] > found[0] + 100


def test_a_no_in_a_receipt_is_not_believed(model: Model, corpus: Corpus) -> None:
    receipts = [letter for letter in corpus.letters if letter.kind == "acknowledgement"]
    as_noes = [replace(letter, kind="rejection") for letter in receipts]
    no = model.labels.index("rejection")
    found = [
        model.chained(learn(model, judged(model, examples(letters)))).chain.follows[:, no].mean()
        for letters in (receipts, as_noes)
    ]
    assert found[0] < found[1] / 3


def test_without_letters_each_sentence_stands_alone(model: Model) -> None:
    chain = model.chained(learn(model, [])).chain
    probabilities = np.random.default_rng(1).dirichlet(np.ones(len(model.labels)), 5)
    rows = [chain.among_others(probabilities[[0, at]])[0] for at in range(1, 5)]
    assert np.allclose(rows, rows[0])

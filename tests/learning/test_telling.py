"""Learning which sentences tell why an application ended, and how far it had got."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from watcher.learning import telling
from watcher.learning.corpus import Corpus, Line
from watcher.reading.features import Said
from watcher.reading.model import Model
from watcher.reading.told import ENDINGS, NONE, STAGES, STEP, TOLD, Told, untold

ENDED = {
    NONE: ("We will not be moving forward.", "The post has not been filled yet.", "Thank you for your time."),
    "cancelled": ("The budget was cut and nobody will be hired.", "The branch closes, and the post with it."),
    "on_hold": ("We have put the search on hold.", "The post has to wait for the new year."),
    "talent_pool": ("We will keep your papers for later.", "May we keep you on our list?"),
    "ineligible": ("You lack the licence that the law demands.", "Without a work permit we cannot hire you."),
    "internal": ("A colleague from our own ward takes the post.", "We promoted one of our own."),
    "filled": ("The post has been filled.", "The place is taken."),
    "other_candidate": ("Somebody else was closer to what we need.", "Another candidate was chosen."),
}
REACHED = {
    NONE: ("We will not invite you.", "Thank you for your patience.", "The panel meets on Monday."),
    "screen": (
        "Thank you for the short call on Monday.",
        "Since we spoke on the phone we have read your papers.",
    ),
    "interview": ("You came to see us in the workshop.", "The team enjoyed your visit on Friday."),
    "final": ("You were one of the last two.", "It was between you and one other."),
}


@pytest.fixture(scope="module")
def small() -> Corpus:
    lines = {
        name: [Line(label, text, "en", "") for label, texts in told.items() for text in texts]
        for name, told in (("ending", ENDED), ("stage", REACHED))
    }
    rest = [Line("courtesy", f"We thank you and wish you luck in number {at}.", "en", "") for at in range(40)]
    return Corpus(tuple(rest), {}, "", told=lines)


def learn(model: Model, corpus: Corpus, known: Sequence[Said] = ()) -> dict[str, np.ndarray]:
    """What is learned where some sentences have been read already."""
    said = {name: telling.sentences(corpus, name) for name in TOLD}
    matrix = csr_matrix(np.zeros((0, model.vectorizer.features), dtype=np.float32))
    if known:
        its = model.vectors(known)
        shape = len(known), model.vectorizer.features
        matrix = csr_matrix((its.values.astype(np.float32), (its.rows, its.features)), shape=shape)
    places = {one: number for number, one in enumerate(known)}
    return untold() | telling.learn(said, model.vectorizer, matrix, places)


def test_what_it_learned_it_tells_again(model: Model, small: Corpus) -> None:
    learned = learn(model, small)
    for name, told, values in (("ending", ENDED, ENDINGS), ("stage", REACHED, STAGES)):
        for label, texts in told.items():
            chances = Told(name, learned).probabilities(model.vectors([(text, "en") for text in texts]))
            assert [values[at] for at in chances.argmax(axis=1)] == [label] * len(texts)


def test_what_is_learned_is_the_same_each_time_and_in_steps(model: Model, small: Corpus) -> None:
    one, other = learn(model, small), learn(model, small)
    assert all(np.array_equal(one[name], other[name]) for name in one)
    for name in ("ending_weights", "stage_weights"):
        assert one[name].dtype == np.int8
        assert (np.abs(one[name]) * STEP >= telling.LEAST).any(axis=1).all(), (
            "what says next to nothing is not kept"
        )


def test_sentences_that_were_read_already_teach_the_same(model: Model, small: Corpus) -> None:
    asked = [one for name in TOLD for one, _ in telling.sentences(small, name)]
    known = [("Something else.", "en"), *sorted(set(asked))[::2]]
    one, other = learn(model, small), learn(model, small, known)
    for name in ("ending", "stage"):
        assert np.array_equal(one[f"{name}_features"], other[f"{name}_features"])
        assert np.abs(one[f"{name}_weights"].astype(int) - other[f"{name}_weights"]).max() <= 1


def test_a_corpus_without_them_teaches_nothing(model: Model, small: Corpus) -> None:
    silent = learn(model, replace(small, told={}))
    for name, values in (("ending", ENDINGS), ("stage", STAGES)):
        chances = Told(name, silent).probabilities(model.vectors([("The post has been filled.", "en")]))
        assert np.allclose(chances, 1 / len(values))

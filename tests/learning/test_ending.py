"""Learning which sentences tell why an application ended."""

from dataclasses import replace

import numpy as np
import pytest

from watcher.learning import ending
from watcher.learning.corpus import Corpus, Line
from watcher.reading.model import Model
from watcher.reading.told_endings import ENDINGS, NONE

TOLD = {
    NONE: ("We will not be moving forward.", "The post has not been filled yet.", "Thank you for your time."),
    "cancelled": ("The budget was cut and nobody will be hired.", "The branch closes, and the post with it."),
    "on_hold": ("We have put the search on hold.", "The post has to wait for the new year."),
    "talent_pool": ("We will keep your papers for later.", "May we keep you on our list?"),
    "ineligible": ("You lack the licence that the law demands.", "Without a work permit we cannot hire you."),
    "internal": ("A colleague from our own ward takes the post.", "We promoted one of our own."),
    "filled": ("The post has been filled.", "The place is taken."),
    "other_candidate": ("Somebody else was closer to what we need.", "Another candidate was chosen."),
}


@pytest.fixture(scope="module")
def small() -> Corpus:
    lines = [Line(label, text, "en", "") for label, texts in TOLD.items() for text in texts]
    rest = [Line("courtesy", f"We thank you and wish you luck in number {at}.", "en", "") for at in range(40)]
    return Corpus(tuple(rest), {}, "", endings=tuple(lines))


def test_what_it_learned_it_tells_again(model: Model, small: Corpus) -> None:
    telling = model.telling(ending.learn(model, small)).endings
    for label, texts in TOLD.items():
        chances = telling.probabilities(model.vectors([(text, "en") for text in texts]))
        assert [ENDINGS[at] for at in chances.argmax(axis=1)] == [label] * len(texts)


def test_what_is_learned_is_the_same_each_time_and_in_steps(model: Model, small: Corpus) -> None:
    one, other = ending.learn(model, small), ending.learn(model, small)
    assert all(np.array_equal(one[name], other[name]) for name in one)
    steps = one["ending_weights"].astype(np.float64) / ending.STEP
    assert np.array_equal(steps, np.round(steps))
    assert one["ending_weights"].any(axis=1).all(), "what says nothing is not kept"


def test_a_corpus_without_them_teaches_nothing(model: Model, small: Corpus) -> None:
    silent = model.telling(ending.learn(model, replace(small, endings=()))).endings
    chances = silent.probabilities(model.vectors([("The post has been filled.", "en")]))
    assert np.allclose(chances, 1 / len(ENDINGS))

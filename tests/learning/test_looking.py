"""Learning which single words say that a mail is about an application."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from watcher.learning.composing import Drawn, Mail, drawn
from watcher.learning.corpus import Corpus
from watcher.learning.looking import EVERYTHING, MARGIN, learn, start
from watcher.reading.classifier import Classifier
from watcher.reading.first_look import STEP
from watcher.reading.model import Model
from watcher.reading.types import REPLYABLE, Message

NAMES = ["#job", "@WORK", "@WORK@WORK", "a job", "job", "post", "ship"]
#: Of four sentences: "a job", "a post", "a ship", "ships and a job".
SENTENCES = csr_matrix(
    np.array([[1, 1, 0, 1, 1, 0, 0], [0, 1, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0, 1], [1, 1, 0, 1, 1, 0, 1]])
)
CONCEPTS = {"en": {"WORK": ["job", "post"]}}


def composed(*sentences: tuple[int, ...]) -> Drawn:
    return drawn(
        [
            Mail("other", "ordinary" if its == (2,) else "acknowledgement", its)
            for its in sentences
            for _ in range(50)
        ]
    )


def test_words_of_applications_weigh_for_it_others_against_it_and_concepts_are_shared() -> None:
    mails = composed((0,), (1,), (2,), (0, 1))
    weights = dict(
        zip(
            NAMES,
            learn(NAMES, SENTENCES, ["en"] * 4, [mails], CONCEPTS)["look"].astype(np.float64),
            strict=True,
        )
    )
    assert weights["job"] > 0
    assert weights["@WORK"] > weights["job"]  # what both words have in common says more
    assert weights["ship"] < 0
    assert weights["#job"] == weights["a job"] == weights["@WORK@WORK"] == 0


def test_what_is_learned_is_the_mean_of_all_draws_in_steps() -> None:
    draws = [composed((0,), (2,)), composed((1,), (2,), (3,))]
    one, other, both = (
        learn(NAMES, SENTENCES, ["en"] * 4, these, CONCEPTS)["look"].astype(np.float64)
        for these in (draws[:1], draws[1:], draws)
    )
    assert np.allclose(both, (one + other) / 2, atol=STEP)
    assert np.array_equal(both / STEP, np.round(both / STEP))


def test_a_language_without_concepts_learns_from_its_words_alone() -> None:
    mails = composed((0,), (1,), (2,))
    weights = learn(NAMES, SENTENCES, ["xx"] * 4, [mails], CONCEPTS)["look"].astype(np.float64)
    assert weights[NAMES.index("@WORK")] == 0
    assert weights[NAMES.index("post")] > 0


@pytest.fixture(scope="module")
def reading_all(model: Model) -> Model:
    return model.looking({"look_start": np.array([EVERYTHING])})


@pytest.mark.long
def test_the_bar_lies_a_margin_below_the_least_letter_that_is_a_no_and_is_found(
    model: Model, corpus: Corpus, reading_all: Model
) -> None:
    classifier = Classifier(reading_all)
    found = []
    for letter in corpus.letters:
        verdict = classifier.classify(Message("", subject=letter.subject, text=letter.text))
        if letter.kind in REPLYABLE and verdict.kind in REPLYABLE and verdict.language != "und":
            found.append(model.look.weigh(f"{letter.subject}\n{letter.text}", verdict.language))
    begins = start(reading_all, corpus.letters)["look_start"][0]
    assert min(found) + begins == pytest.approx(MARGIN)
    assert start(model, corpus.letters)["look_start"][0] == begins, "what is not read loses none of them"


def test_without_letters_all_mail_is_read(reading_all: Model) -> None:
    assert start(reading_all, [])["look_start"][0] >= EVERYTHING


def test_before_there_is_a_bar_all_mail_is_read() -> None:
    arrays = learn(NAMES, SENTENCES, ["en"] * 4, [composed((0,), (2,))], CONCEPTS)
    assert arrays["look_start"][0] == EVERYTHING
    assert arrays["look"].dtype == np.float16

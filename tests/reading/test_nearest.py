"""What in a mail that is taken for no "no" comes nearest to one, and what stands against it."""

from __future__ import annotations

from email.message import EmailMessage

import numpy as np
import pytest

from watcher.reading.classifier import Classifier
from watcher.reading.decision import NO_BAR
from watcher.reading.message import parse
from watcher.reading.nearest import JOB, OWN, REST, Nearest, nearest
from watcher.reading.types import Message

LABELS = ("rejection", "on_hold", "courtesy")
SAID = np.array([[0.1, 0.0, 0.9], [0.6, 0.3, 0.1], [0.0, 0.0, 1.0]])


def found(job: float, own: float, *, beside: float = 1.0) -> Nearest | None:
    """Where the score is the product of all that counts, and other sentences take `beside` of it."""

    def score(said: np.ndarray, contexts: np.ndarray, subject: bool) -> float:
        return float(said[:, :2].sum(axis=1).max() * contexts.prod() * (beside if len(said) > 1 else 1.0))

    return nearest(SAID, np.array([job, own]), LABELS, score, subject=False)


def test_the_sentence_is_named_and_what_the_mail_would_be_a_no_without() -> None:
    of_no_job, of_another, beside = found(0.2, 0.95), found(0.95, 0.2), found(0.95, 0.95, beside=0.3)
    assert of_no_job
    assert of_another
    assert beside
    assert [one.sentence for one in (of_no_job, of_another, beside)] == [1, 1, 1]
    assert [one.against for one in (of_no_job, of_another, beside)] == [JOB, OWN, REST]
    assert (of_no_job.believed, of_another.believed, beside.believed) == (0.2, 0.2, 0.0)
    assert of_no_job.alone == pytest.approx(0.9)
    assert of_no_job.score == pytest.approx(0.9 * 0.97 * 0.95)


def test_where_it_would_take_more_than_one_thing_none_is_named() -> None:
    one = found(0.2, 0.2)
    assert one
    assert (one.sentence, one.against, one.score) == (1, "", 0.0)


def test_where_it_is_a_no_with_nothing_granted_something_else_made_it_none() -> None:
    assert found(0.95, 0.95) is None


def test_where_no_sentence_sounds_like_a_no_there_is_none() -> None:
    courtesies = np.array([[0.1, 0.1, 0.8], [0.0, 0.05, 0.95]])
    assert nearest(courtesies, np.array([0.5, 0.5]), LABELS, lambda *_: 1.0, subject=False) is None


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


def mail(subject: str, body: str, **headers: str) -> Message:
    made = EmailMessage()
    made["From"], made["Subject"] = "Anna Brandt <anna@post.example>", subject
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return parse(made.as_bytes())


CHOIR = """Hello Robin,

the choir met on Tuesday. The solo for the concert in June goes to somebody else, we have decided against you this time.

Rehearsals go on as always on Tuesdays.

Anna
"""


def test_of_a_mail_it_is_what_the_decision_says_without_that(classifier: Classifier) -> None:
    message = mail("The summer concert", CHOIR)
    verdict, said = classifier.classify(message), classifier.nearest(classifier.prepare([message])[0])
    assert said is not None
    one, sentence = said
    assert verdict.score < NO_BAR
    assert (
        sentence
        == "The solo for the concert in June goes to somebody else, we have decided against you this time."
    )
    assert one.against == JOB
    assert one.score >= NO_BAR
    assert one.believed < 0.5


def test_of_mail_that_is_not_read_there_is_none(classifier: Classifier) -> None:
    rehearsal = mail("The summer concert", CHOIR, X_BeenThere="choir@post.example")
    assert classifier.nearest(classifier.prepare([rehearsal])[0]) is None
    assert classifier.nearest(classifier.prepare([mail("Lunch", "Shall we say noon?")])[0]) is None


def test_where_what_is_answered_made_it_none_nothing_else_is_named(classifier: Classifier) -> None:
    said = "The other one had more experience, so we took him.\n"
    asked = "> Did you see the seals at the beach on Saturday? The kids say there were nine of them.\n"
    alone, answer = mail("Re: Saturday", said), mail("Re: Saturday", said + asked)
    assert classifier.classify(answer).score < NO_BAR <= classifier.classify(alone).score
    assert classifier.nearest(classifier.prepare([answer])[0]) is None

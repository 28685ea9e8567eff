"""Why an application ended, where no phrase says it: by what was learned of such sentences."""

import numpy as np
import pytest

from tests.reading.read_mails import OWN
from watcher.reading.classifier import Classifier, shipped
from watcher.reading.details import extract
from watcher.reading.model import Model, load
from watcher.reading.told_endings import ENDINGS, ToldEndings, untold
from watcher.reading.types import REPLYABLE, Message
from watcher.reading.vectors import Vectors

BEGINS = {
    "en": "Dear Robin,\n\nThank you for your application as a gardener with us.\n",
    "de": "Guten Tag Robin Keller,\n\nvielen Dank für Ihre Bewerbung als Gärtnerin bei uns.\n",
    "fr": "Bonjour Robin,\n\nMerci pour votre candidature au poste de jardinier chez nous.\n",
    "sv": "Hej Robin,\n\nTack för din ansökan till tjänsten som trädgårdsmästare hos oss.\n",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.fixture(scope="module")
def model() -> Model:
    return load(shipped())


def reason(classifier: Classifier, language: str, text: str) -> str:
    mail = Message("f" * 64, subject="", text=f"{BEGINS[language]}{text}\n")
    verdict = classifier.classify(mail)
    assert verdict.kind in REPLYABLE, verdict
    return extract(mail, verdict, OWN).reason


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Our own apprentice has looked after the beds, and we have now given him the place.",
            "internal",
        ),
        ("en", "We cannot offer you the place.", ""),
        ("en", "We cannot offer you the place. The post has not been filled yet, and we go on looking.", ""),
        (
            "de",
            "Im Beet arbeitet ab März eine Kollegin aus dem eigenen Haus, wir können Sie nicht einstellen.",
            "internal",
        ),
        ("de", "Wir können Ihnen die Stelle nicht anbieten.", ""),
        (
            "fr",
            "La mairie a retiré les crédits prévus pour ce poste, nous ne recruterons personne.",
            "cancelled",
        ),
        ("fr", "Nous ne pouvons pas vous proposer ce poste.", ""),
        ("sv", "Kommunen har strukit pengarna för tjänsten, så vi anställer ingen.", "cancelled"),
        ("sv", "Vi kan tyvärr inte erbjuda dig tjänsten.", ""),
    ],
)
def test_a_reason_in_no_set_words(classifier: Classifier, language: str, text: str, expected: str) -> None:
    assert reason(classifier, language, text) == expected


def test_a_phrase_goes_before_what_was_learned(classifier: Classifier) -> None:
    text = "The post has been given to an internal candidate. The money for it was cut from the plan."
    assert reason(classifier, "en", text) == "internal"


def told(chances: list[list[float]], said: list[list[float]], judged: int) -> str:
    """What is told by sentences of which each is one feature, with these chances of ENDINGS.

    Args:
        said: of each sentence, how surely it is a courtesy, a condition, a "no".
    """
    weights = np.log(np.clip(np.array(chances), 1e-6, None)).astype(np.float16)
    learned = {"ending_features": np.arange(len(chances)), "ending_weights": weights}
    endings = ToldEndings(untold() | learned)
    each = np.arange(len(chances))
    vectors = Vectors(each, each, np.ones(len(each)), len(each))
    return endings.told(vectors, np.array(said), ("courtesy", "condition", "rejection"), judged)


def surely(ending: str, chance: float = 0.95) -> list[float]:
    others = (1 - chance) / (len(ENDINGS) - 1)
    return [chance if one == ending else others for one in ENDINGS]


def test_the_surest_sentence_tells_it() -> None:
    assert told([surely("filled", 0.8), surely("internal")], [[0, 0, 1], [0, 0, 1]], 2) == "internal"
    assert told([surely("filled", 0.6)], [[0, 0, 1]], 1) == ""
    assert told([surely("none")], [[0, 0, 1]], 1) == ""


def test_what_is_no_answer_tells_nothing() -> None:
    assert told([surely("filled")], [[0, 0.9, 0.1]], 1) == "", "a condition"
    assert told([surely("filled")], [[0.9, 0, 0.1]], 1) == "", "a courtesy"
    assert told([surely("talent_pool")], [[0.9, 0, 0.1]], 1) == "talent_pool", "that is said politely"
    assert told([surely("filled"), surely("none")], [[0, 0, 1], [0, 0, 1]], 1) == "", "not one of the judged"


def test_a_model_that_learned_nothing_tells_nothing(model: Model) -> None:
    silent = model.telling(untold())
    vectors = model.vectors([("The post has been filled.", "en")])
    assert silent.endings.told(vectors, model.judge(vectors)[0], model.labels, 1) == ""

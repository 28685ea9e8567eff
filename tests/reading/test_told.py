"""Why an application ended and how far it had got, where no phrase says it: by what was learned of such sentences."""

from datetime import UTC, datetime

import numpy as np
import pytest

from tests.reading.read_mails import OWN
from watcher.reading.classifier import Classifier
from watcher.reading.details import extract
from watcher.reading.told import ENDINGS, STAGES, ending, stage, terms
from watcher.reading.types import REPLYABLE, UNSTATED, Details, Message

BEGINS = {
    "en": "Dear Robin,\n\nThank you for your application as a gardener with us.\n",
    "de": "Guten Tag Robin Keller,\n\nvielen Dank für Ihre Bewerbung als Gärtnerin bei uns.\n",
    "fr": "Bonjour Robin,\n\nMerci pour votre candidature au poste de jardinier chez nous.\n",
    "sv": "Hej Robin,\n\nTack för din ansökan till tjänsten som trädgårdsmästare hos oss.\n",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


def read(classifier: Classifier, language: str, text: str) -> Details:
    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    mail = Message("f" * 64, subject="", date=at, text=f"{BEGINS[language]}{text}\n")
    verdict = classifier.classify(mail)
    assert verdict.kind in REPLYABLE, verdict
    return extract(mail, verdict, OWN)


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
    assert read(classifier, language, text).reason == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Our foreman still talks about how you pruned the pear. We cannot offer you the place.",
            "interview",
        ),
        (
            "en",
            "We cannot offer you the place. Your photographs of the pear tree were much admired.",
            "application",
        ),
        (
            "en",
            "Of the last two on our list it was the other one, so we cannot offer you the place.",
            "final",
        ),
        (
            "de",
            "Ihr Probetag bei uns im Beet war eine Freude. Wir können Ihnen die Stelle nicht anbieten.",
            "interview",
        ),
        (
            "de",
            "Wir können Ihnen die Stelle nicht anbieten. Zum Probetag laden wir andere ein.",
            "application",
        ),
        (
            "fr",
            "Votre journée parmi nous a plu à toute l'équipe. Nous ne pouvons pas vous proposer ce poste.",
            "interview",
        ),
        (
            "fr",
            "Nous ne pouvons pas vous proposer ce poste. L'équipe reçoit d'autres personnes.",
            "application",
        ),
        (
            "sv",
            "Det var trevligt att ha dig hos oss i växthuset. Vi kan tyvärr inte erbjuda dig tjänsten.",
            "interview",
        ),
        (
            "sv",
            "Vi kan tyvärr inte erbjuda dig tjänsten. Växthuset tog emot många ansökningar.",
            "application",
        ),
    ],
)
def test_a_meeting_told_of_in_no_set_words(
    classifier: Classifier, language: str, text: str, expected: str
) -> None:
    assert read(classifier, language, text).stage == expected


def test_a_first_talk_in_a_phrase_and_more_in_other_words(classifier: Classifier) -> None:
    more = "Our foreman still talks about how you pruned the pear. We cannot offer you the place."
    assert read(classifier, "en", f"Thank you for the phone call last week. {more}").stage == "interview"


def test_a_phrase_goes_before_what_was_learned(classifier: Classifier) -> None:
    text = "The post has been given to an internal candidate. The money for it was cut from the plan."
    assert read(classifier, "en", text).reason == "internal"


#: Of each sentence, how surely it is a courtesy, a condition, an invitation, a "no".
LABELS = ("courtesy", "condition", "interview", "rejection")
A_NO, A_CONDITION, A_COURTESY, AN_INVITATION = (
    [0, 0, 0, 1],
    [0, 0.9, 0, 0.1],
    [0.9, 0, 0, 0.1],
    [0, 0, 0.9, 0.1],
)


def surely(what: str, chance: float = 0.95) -> list[float]:
    """A sentence that tells this, and each other thing as little."""
    values = ENDINGS if what in ENDINGS else STAGES
    others = (1 - chance) / (len(values) - 1)
    return [chance if one == what else others for one in values]


#: The sentences themselves.
SENTENCES = ("The first.", "The second.", "The third.")


def ended(*sentences: tuple[list[float], list[float]], by: str = "") -> str:
    """The ending that they tell.

    Args:
        by: has to be the sentence that tells it, where one is named.
    """
    chances, said = zip(*sentences, strict=True)
    found = ending(np.array(chances), np.array(said), LABELS, SENTENCES[: len(sentences)])
    assert not by or found.sentence == by
    return found.what


def reached(*sentences: tuple[list[float], list[float]], by: str = "") -> str:
    """How far it got, in the same way."""
    chances, said = zip(*sentences, strict=True)
    found = stage(np.array(chances), np.array(said), LABELS, SENTENCES[: len(sentences)])
    assert not by or found.sentence == by
    return found.what


def test_the_surest_sentence_tells_it() -> None:
    assert ended((surely("filled", 0.8), A_NO), (surely("internal"), A_NO)) == "internal"
    assert ended((surely("filled", 0.6), A_NO)) == ""
    assert ended((surely("none"), A_NO)) == ""


def test_the_sentence_that_decides_is_named() -> None:
    first, second, third = SENTENCES
    filled, internal = surely("filled", 0.8), surely("internal")
    assert ended((filled, A_NO), (internal, A_NO), (surely("internal", 0.9), A_NO), by=second) == "internal"
    assert ended((filled, A_NO), (internal, A_CONDITION), by=first) == "filled"
    talk, last = surely("screen"), surely("final")
    assert reached((talk, A_COURTESY), (last, AN_INVITATION), by=first) == "screen"
    assert reached((talk, A_COURTESY), (surely("screen", 0.9), A_NO), (last, A_NO), by=third) == "final"
    nothing = (np.array([surely("none")]), np.array([A_NO]), LABELS, ("The first.",))
    assert ending(*nothing) == UNSTATED
    assert stage(np.array([[0.97, 0.01, 0.01, 0.01]]), *nothing[1:]) == UNSTATED


def test_what_is_no_answer_tells_no_ending() -> None:
    assert ended((surely("filled"), A_CONDITION)) == ""
    assert ended((surely("filled"), A_COURTESY)) == ""
    assert ended((surely("talent_pool"), A_COURTESY)) == "talent_pool", "that is said politely"


def test_the_furthest_that_is_sure_is_how_far_it_got() -> None:
    assert reached((surely("screen"), A_COURTESY), (surely("final"), A_NO)) == "final"
    assert reached((surely("screen"), A_COURTESY), (surely("final", 0.6), A_NO)) == "screen"
    assert reached(([0.04, 0.02, 0.5, 0.44], A_COURTESY)) == "interview", "or further"
    assert reached(([0.3, 0.0, 0.4, 0.3], A_COURTESY)) == ""
    assert reached(([0.0, 0.4, 0.3, 0.3], A_COURTESY)) == "", (
        "that they talked is sure, but not how far it got"
    )


def test_a_talk_that_may_come_is_none_that_was() -> None:
    assert reached((surely("interview"), A_CONDITION)) == ""
    assert reached((surely("interview"), AN_INVITATION)) == ""


@pytest.mark.parametrize(
    ("language", "text", "after"),
    [
        (
            "en",
            "We cannot offer you the place. Do try us again once a year has gone by.",
            "2027-03-10",
        ),
        ("en", "We cannot offer you the place. Your papers are deleted once a year has gone by.", ""),
        (
            "de",
            "Wir können Ihnen die Stelle nicht anbieten. Versuchen Sie es in einem Jahr noch mal.",
            "2027-03-10",
        ),
        ("de", "Wir können Ihnen die Stelle nicht anbieten. Ihre Unterlagen löschen wir in einem Jahr.", ""),
        (
            "fr",
            "Nous ne pouvons pas vous proposer ce poste. Vous pourrez retenter votre chance dans six mois.",
            "2026-09-10",
        ),
        ("fr", "Nous ne pouvons pas vous proposer ce poste. Votre dossier sera détruit dans six mois.", ""),
    ],
)
def test_when_one_may_apply_again_in_no_set_words(
    classifier: Classifier, language: str, text: str, after: str
) -> None:
    assert read(classifier, language, text).reapply_after == after


def test_which_sentences_say_when() -> None:
    assert terms(np.array([[0.1, 0.9], [0.5, 0.5], [0.1, 0.9]])) == [0, 2]

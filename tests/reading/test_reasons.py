"""Which words made a sentence what it is taken for: what the model says without each, as the verdict weighs it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from watcher.reading import model as models
from watcher.reading.balance import ABOUT_A_JOB
from watcher.reading.classifier import Classifier, shipped
from watcher.reading.decision import in_context
from watcher.reading.reasons import LEAST, SURER
from watcher.reading.types import REPLYABLE

#: Answers of no, with the words in them that no reader would take for words against one.
NOES = [
    ("en", "We regret to inform you that you have not been selected for Care Assistant.", {"regret", "not"}),
    ("en", "I'm afraid I have to let you know that you were not successful.", {"afraid", "not"}),
    ("de", "Leider müssen wir Ihnen mitteilen, dass wir uns für eine andere Bewerberin entschieden haben.",
     {"entschieden"}),
    ("es", "Lamentamos comunicarte que hemos decidido continuar con otros candidatos.", {"Lamentamos"}),
    ("pt", "Infelizmente, neste momento não daremos seguimento à sua candidatura.", {"Infelizmente"}),
    ("pl", "Niestety tym razem nie zdecydowaliśmy się zaprosić Pana do kolejnego etapu.", {"Niestety"}),
    ("zh", "经过慎重考虑，很遗憾，我们无法录用您。", {"很遗憾"}),
    ("ja", "誠に残念ながら、今回は採用を見送らせていただくことになりました。", {"残念", "見送"}),
]  # fmt: skip
OTHERS = [
    ("en", "We would like to invite you to an interview on Tuesday.", "interview"),
    ("en", "Thank you for your application, which has arrived.", "acknowledgement"),
    ("en", "Hi Robin, here are new jobs matching your search.", "job_alert"),
    ("en", "After a second conversation with our director we have chosen a candidate who lives on site.", "rejection"),
    ("zh", "由于公司业务调整，该岗位暂停招聘，后续如有合适机会再与您联系。", "on_hold"),
]  # fmt: skip


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize(("language", "sentence", "words"), NOES)
def test_the_words_of_a_no_are_not_named_against_it(
    language: str, sentence: str, words: set[str], classifier: Classifier
) -> None:
    assert not words & set(classifier.reasons(sentence, "rejection", language).against)


@pytest.mark.parametrize(
    ("language", "sentence", "kind"),
    [*((language, sentence, "rejection") for language, sentence, _ in NOES), *OTHERS],
)
def test_each_word_moves_the_certainty_by_what_is_claimed(
    language: str, sentence: str, kind: str, classifier: Classifier
) -> None:
    model = models.load(shipped())
    columns = [model.labels.index(one) for one in (REPLYABLE if kind in REPLYABLE else {kind})]

    def certainty(text: str) -> float:
        said = model.probabilities(model.vectors([(text, language)]))
        if kind != "job_alert":  # it says nothing of an application
            said = in_context(said, model.labels, (ABOUT_A_JOB, ABOUT_A_JOB))
        return float(said[0, columns].sum())

    def without(word: str) -> list[float]:
        bounds = "" if language in ("ja", "zh") else r"\b"
        found = re.finditer(f"{bounds}{re.escape(word)}{bounds}", sentence)
        return [certainty(f"{sentence[: one.start()]} {sentence[one.end() :]}") for one in found]

    def odds(sure: float) -> float:
        return float(np.log(sure / (1 - sure)))

    why, sure = classifier.reasons(sentence, kind, language), certainty(sentence)
    assert why.speaks_for
    for word in why.speaks_for:
        assert odds(sure) - min(map(odds, without(word))) >= LEAST - 1e-6
    for word in why.against:
        assert max(without(word)) - sure >= SURER - 1e-6


def test_what_makes_a_sentence_less_sure_is_named_against_it(classifier: Classifier) -> None:
    _, sentence, kind = OTHERS[3]
    assert "conversation" in classifier.reasons(sentence, kind, "en").against


def test_how_sure_its_own_words_are_does_not_depend_on_its_mail(classifier: Classifier) -> None:
    _, sentence, _ = NOES[0]
    bare = classifier.sentence_probabilities([sentence])[0]
    labels = models.load(shipped()).labels
    noes = sum(float(bare[labels.index(one)]) for one in REPLYABLE)
    assert classifier.reasons(sentence, "rejection", "en").alone == pytest.approx(noes)


def test_endings_in_hiragana_are_no_words(classifier: Classifier) -> None:
    sentence = "書類選考の結果、ぜひ一次面接にお越しいただきたくご連絡いたしました。"
    why = classifier.reasons(sentence, "interview", "ja")
    assert "一次面接" in why.speaks_for
    assert not [word for word in (*why.speaks_for, *why.against) if re.fullmatch("[ぁ-ん]+", word)]

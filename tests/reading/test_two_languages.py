"""A mail in two languages: each sentence is read in its own, and the one that decides says in which to answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.classifier import Classifier
from watcher.reading.cutting import Sentences
from watcher.reading.decision import Decision
from watcher.reading.evidence import language_of
from watcher.reading.language import Languages, detect, each, languages, of_sentence
from watcher.reading.sentences import split
from watcher.reading.types import REPLYABLE, Message

FOOTER = "We will keep your data for six months and then delete it. You may ask us for it at any time."
#: An answer of no in each language.
NOES = {
    "de": "Guten Tag Frau Sand,\n\nwir haben uns für eine andere Bewerberin entschieden.\n\nJo Hart",
    "fr": "Bonjour Madame,\n\nnous avons retenu la candidature d'une autre personne.\n\nJo Hart",
    "es": "Hola, Ana:\n\nhemos elegido a otra persona para el puesto.\n\nJo Hart",
    "it": "Gentile Ana,\n\nabbiamo scelto un'altra candidata per il posto.\n\nJo Hart",
    "pt": "Olá, Ana,\n\nescolhemos outra pessoa para a vaga.\n\nJo Hart",
    "nl": "Beste Ana,\n\nwe hebben gekozen voor een andere kandidaat.\n\nJo Hart",
    "pl": "Dzień dobry,\n\nna to stanowisko wybraliśmy inną osobę.\n\nJo Hart",
    "sv": "Hej Ana,\n\nvi har valt en annan sökande till tjänsten.\n\nJo Hart",
    "da": "Kære Ana,\n\nvi har valgt en anden ansøger til stillingen.\n\nJo Hart",
    "tr": "Merhaba Ana,\n\nbu pozisyon için başka bir adayı seçtik.\n\nJo Hart",
    "ja": "アナ様\n\n選考の結果、今回は採用を見送らせていただくことになりました。\n\n人事部",
    "zh": "您好：\n\n经过评估，该岗位我们决定录用另一位候选人。\n\n人事部",
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize("language", NOES)
def test_english_lines_below_an_answer_make_no_english_answer(classifier: Classifier, language: str) -> None:
    alone = classifier.classify(Message("", text=NOES[language]))
    below = classifier.classify(Message("", text=f"{NOES[language]}\n\n{FOOTER}"))
    assert alone.kind in REPLYABLE
    assert (below.kind, below.language) == (alone.kind, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Bonjour,\n\nMerci pour l'intérêt que vous portez à notre maison. Le poste est pourvu."),
        ("es", "Hola, Ana:\n\nGracias por tu interés en nuestra casa. La plaza ya está cubierta."),
        ("ja", "アナ様\n\nご応募ありがとうございました。採用を見送らせていただきます。"),
    ],
)
def test_nor_does_an_english_subject_above_it(classifier: Classifier, language: str, text: str) -> None:
    verdict = classifier.classify(Message("", subject="Your application was not successful", text=text))
    assert verdict.kind in REPLYABLE
    assert verdict.language == language


def test_where_the_subject_decides_the_text_says_in_which_language(classifier: Classifier) -> None:
    text = f"Beste Ana,\n\nin de bijlage vindt u onze brief.\n\nJo Hart\n\n{FOOTER}"
    verdict = classifier.classify(Message("", subject="Afwijzing van uw sollicitatie", text=text))
    assert verdict.kind in REPLYABLE
    assert verdict.language == "nl"
    alone = classifier.classify(Message("", subject="Your application was not successful"))
    assert (alone.kind in REPLYABLE, alone.language) == (True, "en")


@pytest.mark.parametrize(
    ("strengths", "language"), [([0.9, 0.1, 0.2], "nl"), ([0.9, 0.1, 0.4], "en"), ([0.9, 0.4, 0.2], "nl")]
)
def test_a_sentence_that_hardly_says_it_does_not_tell_in_which(strengths: list[float], language: str) -> None:
    mail = Sentences([("Afwijzing", "nl"), ("Beste Ana,", "nl"), ("We keep your data.", "en")], 3, True, "en")
    assert language_of(mail, Decision("rejection", 0.9, {}, np.array(strengths))) == language
    assert language_of(mail, Decision("other", 0.1, {}, np.zeros(3))) == "en"


def test_what_decides_is_found_in_the_other_language_too(classifier: Classifier) -> None:
    text = (
        "Liebe Frau Sand,\nI know you had already looked at trains from Bremen.\nBitte kommen Sie am Montag nicht zum "
        "Antritt nach Kiel, the position will not be given to you.\nStornokosten übernehmen wir."
    )
    assert classifier.classify(Message("", subject="Montag / Monday", text=text)).kind in REPLYABLE


def said(text: str) -> list[str]:
    return each(split(text), languages(text))


def test_each_sentence_has_its_language() -> None:
    text = f"{NOES['nl']}\n\n{FOOTER}"
    assert said(text) == ["nl", "nl", "nl", "en", "en"]
    assert said(f"{FOOTER}\n\n{NOES['nl']}")[-2:] == ["nl", "nl"]
    assert said(NOES["de"]) == ["de"] * 3


def test_a_word_of_another_language_changes_nothing() -> None:
    text = (
        "As they say in France: c'est la vie, on ne peut pas tout avoir. We have given the role to someone else. "
        "Thank you for your time and for all that you have told us."
    )
    assert said(text)[1:] == ["en", "en"]
    assert said("Wir haben das Team besucht. Das war for you and me. Es war schön bei euch.")[2] == "de"


def test_a_sentence_that_looks_more_like_the_mails_own_language_is_in_that() -> None:
    text = (
        "We are one team and we do it for the people of this town. Absage, wir bedauern. Wir haben uns für eine "
        "andere Bewerberin entschieden, die schon bei uns war und die wir kennen. Danke für das Gespräch mit uns."
    )
    assert languages(text).main == "de"
    assert said(text) == ["en", "de", "de", "de"]


@pytest.mark.parametrize(
    "text",
    [
        "Absage: Sachbearbeiter (m/w/d), Nr. 4711",
        "Entwickler (w/m/d), Ref.-Nr. 2231",
        "Absage Buchhalter (m/w/d) Nr. 12",
    ],
)
def test_what_stands_behind_a_german_post_is_not_polish(text: str) -> None:
    assert detect(text) in {"de", "und"}
    assert set(said(f"{text}\n\nHallo, wir sagen Ihnen ab.")) == {"de"}


def test_a_japanese_line_without_kana_is_japanese() -> None:
    text = f"{NOES['ja']}\n\n不採用通知\n\n{FOOTER} {FOOTER} {FOOTER}"
    found = languages(text)
    assert found.main == "en"
    assert "ja" in found.beside
    assert set(said(text)) == {"ja", "en"}
    assert said(text)[0] == "ja"  # アナ様
    assert said("該当者なし\n\nご応募ありがとうございました。採用を見送らせていただきます。") == ["ja"] * 3


def test_where_nothing_can_be_told_nothing_is() -> None:
    assert languages("") == Languages("und")
    assert said("Siga 640. Ref. ADM / No.") == ["und", "und"]
    assert each([], Languages("en", frozenset({"de"}))) == []
    assert each(["12", "!"], Languages("und")) == ["und", "und"]


def test_a_sentence_by_itself() -> None:
    assert of_sentence("The place has been given to one of our own people.", "nl") == "en"
    assert of_sentence("Afgewezen.", "nl") == "nl"
    assert of_sentence("Wij hebben voor een andere kandidaat gekozen.", "und") == "nl"
    assert of_sentence("OK", "und") == "und"
    assert (
        of_sentence("很遗憾，您的申请未通过。", "en")
        == of_sentence("很遗憾，您的申请未通过。", "und")
        == "zh"
    )
    assert of_sentence("不採用通知", "ja") == "ja"


def test_why_a_sentence_decided_is_asked_in_its_own_language(classifier: Classifier) -> None:
    sentence = "We have given the place to somebody else, and we thank you for your time."
    of_a_dutch_mail = classifier.reasons(sentence, "rejection", "nl")
    assert of_a_dutch_mail == classifier.reasons(sentence, "rejection", "en")


def test_letters_of_its_own_tell_a_language_too() -> None:
    text = "Sayın ilgili,\n\nyazımız ektedir, değerlendirmenizi bekliyoruz."
    assert "tr" in languages(f"{text}\n\n{FOOTER} {FOOTER}").beside
    assert "tr" not in languages(f"The café in São Paulo.\n\n{FOOTER} {FOOTER}").beside


def test_a_few_foreign_words_are_no_language() -> None:
    assert languages(f"{FOOTER} Und nicht.").beside == frozenset()
    assert languages(f"{FOOTER} Und nicht wir.").beside == {"de"}
    assert each(["Wij hebben the application of your team."], Languages("nl", frozenset({"en"}))) == ["nl"]
    assert "ja" not in languages(f"{FOOTER} 東京").beside


@given(st.lists(st.text(max_size=80), max_size=6), st.sampled_from(["en", "de", "ja", "und"]), st.booleans())
def test_any_sentence_has_one(sentences: list[str], main: str, mixed: bool) -> None:
    beside = frozenset({"fr", "zh", "pl"}) if mixed else frozenset()
    found = each(sentences, Languages(main, beside))
    assert len(found) == len(sentences)
    if main != "und":
        assert set(found) <= {main, *beside}

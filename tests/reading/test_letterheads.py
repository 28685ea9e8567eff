"""What stands around a letter does not count against what the letter says."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.learning.lessons import NOT_REJECTION, Example
from watcher.learning.personal import train
from watcher.reading.classifier import Classifier
from watcher.reading.cutting import sentences_of
from watcher.reading.decision import SURE_NO, UNSURE
from watcher.reading.letterheads import Marks, marks, text_of
from watcher.reading.sentences import lines, split
from watcher.reading.types import LEFT_OUT, REPLYABLE, Message, Verdict

#: A short answer in each language, and what stands above it and below it.
LETTERS = {
    "en": (
        "Saturday job",
        "Hi Cian,\n\nwe have decided to go with somebody else. Good luck!",
        "Hartley Joinery Ltd\n14 Mill Lane\nLeeds LS1 4AB\nTel. 0113 496 0000\n\n12 March 2026",
        "[Ticket 4K2LQ9-X7RM]\nOpening hours\nMon-Fri 8-17\nSat 9-12",
    ),
    "de": (
        "Aushilfe",
        "Hallo Jana,\n\nwir haben uns für jemand anderen entschieden. Alles Gute!",
        "Bäckerei Ostermann\nInh. Ute Ostermann\nHauptstraße 1, 10115 Berlin\n\nBerlin, den 12. März 2026",
        "Telefon: 030 1234567\nSparkasse Nord\nIBAN DE12 5001 0517 0648 4898 90",
    ),
    "fr": (
        "Votre candidature",
        "Bonjour,\n\nnous avons retenu quelqu'un d'autre. Bonne continuation.",
        "Menuiserie Hervé\n12 rue de la Paix\n75008 Paris\n\nParis, le 12 mars 2026\nNos réf. : 26-113",
        "Horaires d'ouverture\nLun-Ven 9h-18h\nTél. 01 23 45 67 89",
    ),
    "es": (
        "Camarero",
        "Hola Marta:\n\nAl final hemos cogido a otra persona. Suerte.",
        "Bar La Esquina\nC/ Mayor 4\n28013 Madrid\n\nMadrid, 12 de marzo de 2026",
        "Tel. 91 123 45 67\nwww.laesquina.example",
    ),
    "nl": (
        "Weekendhulp",
        "Hoi Sanne,\n\nwe hebben voor iemand anders gekozen. Succes verder!",
        "Bakkerij De Korenaar\nKeizersgracht 12\n1015 CS Amsterdam\n\nAmsterdam, 12 maart 2026\nOns kenmerk: 26/113",
        "Openingstijden\nma-vr 8-17\nTel. 020 123 4567",
    ),
    "ja": (
        "アルバイトの件",
        "今回は別の方にお願いすることにしました。",
        "株式会社みどり製作所\n〒530-0001 大阪市北区梅田2-4-9\nTEL 06-6344-1120\n\n2026年3月12日",
        "TEL 06-6344-1120\nFAX 06-6344-1121",
    ),
}


@pytest.fixture(scope="module")
def shipped() -> Classifier:
    return Classifier.load()


def verdict(shipped: Classifier, subject: str, text: str) -> Verdict:
    return shipped.classify(Message("<a@b.example>", subject=subject, text=text))


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("where", ["above", "below", "around"])
def test_a_short_answer_is_found_within_a_letterhead(shipped: Classifier, language: str, where: str) -> None:
    subject, text, above, below = LETTERS[language]
    alone = verdict(shipped, subject, text)
    assert alone.kind in REPLYABLE
    parts = [above] * (where != "below") + [text] + [below] * (where != "above")
    found = verdict(shipped, subject, "\n\n".join(parts))
    assert found.kind in REPLYABLE
    assert found.score >= min(alone.score, UNSURE) - 0.1
    assert found.evidence[0].sentence == alone.evidence[0].sentence


def test_what_is_left_out_makes_nothing_sure_and_is_shown(shipped: Classifier) -> None:
    subject, text, above, _ = LETTERS["es"]
    assert verdict(shipped, subject, text).score > SURE_NO
    found = verdict(shipped, subject, f"{above}\n\n{text}")
    assert found.score == UNSURE
    assert found.evidence[-1].kind == LEFT_OUT
    assert found.evidence[-1].sentence == "Bar La Esquina"
    assert found.evidence[-1].score < UNSURE


@pytest.mark.parametrize("line", ["Loan application 4711", "2026 Visa Application", "Flat 4, 12 High Street"])
def test_what_tells_something_counts_wherever_it_stands(shipped: Classifier, line: str) -> None:
    text = f"Northern Credit\n{line}\nLeeds LS1 4AB\n\nDear Ms Keller,\n\nwe have decided not to go ahead."
    assert verdict(shipped, "Our decision", text).kind not in REPLYABLE


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Position 4711 has been filled by another candidate.\n\n4712 Job Offer", "offer"),
        ("Hamburg hat sich leider für jemand anderen entschieden.\n\nZusage, 10115 Berlin", "offer"),
        ("梅田店の採用は見送らせていただきます。\n\n渋谷区1丁目店 面接のご案内", "interview"),
    ],
)
def test_an_offer_or_an_invitation_that_looks_like_an_address_counts(
    shipped: Classifier, text: str, other: str
) -> None:
    assert verdict(shipped, "", text).kind == other


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for applying.\n\n4711 Not Selected",
        "Status of your applications:\n\n10234 Position Filled",
        "danke für Ihre Bewerbung bei uns.\n\nAbsage, 10115 Berlin",
        "merci de votre candidature.\n\nCandidature Refusée, 75008 Paris",
        "渋谷区1丁目店 アルバイト不採用",
        "人民路5号店的职位已招满，您未被录用",
        "## Reply above this line ## We chose somebody else for the position.\n\nThank you for applying.",
    ],
)
def test_an_answer_that_looks_like_an_address_is_found(shipped: Classifier, text: str) -> None:
    assert verdict(shipped, "", text).kind in REPLYABLE


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Unfortunately your application was not successful", "Anna Keller\n14 Mill Lane"),
        ("AW: Absage auf Ihre Bewerbung", "Danke für Ihre Nachricht\n\nAnna Keller\nTel. 0171 2345678"),
        ("RE: Candidature non retenue", "Marie Hervé\nTél. 01 23 45 67 89"),
        ("Re: 不採用のお知らせ", "山田\nTEL 03-1234-5678"),
        ("Leider nicht ausgewählt", "Gewinnspiel 2026\nLos 4711\nTel. 030 1234567"),
        (
            "Votre candidature n'a pas été retenue",
            "Université de Lyon\n2026 Master Droit\nTél. 01 23 45 67 89",
        ),
    ],
)
def test_where_nothing_else_is_left_nothing_is_left_out(shipped: Classifier, subject: str, text: str) -> None:
    assert verdict(shipped, subject, text).kind not in REPLYABLE


@pytest.mark.parametrize("label", ["rejection", NOT_REJECTION])
def test_what_the_person_said_of_a_mail_holds_with_its_letterhead(label: str) -> None:
    subject, text, above, _ = LETTERS["es"]
    message = Message("<a@b.example>", subject=subject, text=f"{above}\n\n{text}")
    labelled = Example(message, label, datetime(2026, 3, 1, tzinfo=UTC), "0" * 64)
    own = Classifier(train(None, [labelled]).model)
    assert (own.classify(message).kind in REPLYABLE) is (label == "rejection")


def marked(text: str, subject: str = "") -> tuple[list[str], list[str]]:
    mail = sentences_of(Message("<a@b.example>", subject=subject, text=text))
    found = mail.marks()
    return [mail.said[at][0] for at in sorted(found.bare)], [mail.said[at][0] for at in sorted(found.around)]


def test_names_among_numbers_are_marked_and_those_of_a_short_mail_are_not() -> None:
    names = "Hartley Joinery\nHuman Resources\nMs Anna Keller"
    text = "Dear Anna,\n\nwe chose another."
    assert marked(f"{names}\n14 Mill Lane\nRef. 26/113\n\n{text}", "Your letter") == (
        ["Ref. 26/113"],
        [*names.split("\n"), "14 Mill Lane"],
    )
    assert marked(f"{names}\n\n{text}") == ([], [])


def test_marks_end_at_a_sentence_and_at_a_greeting() -> None:
    for line in (
        "Estimada Sra. Keller:",
        "Dear Ms Keller,",
        "You did not get the job.",
        "We gave Anna the job.",
    ):
        assert marked(f"Acme Ltd\n14 Mill Lane\n{line}\nSolicitud Denegada\n\nWe chose another.") == (
            [],
            ["Acme Ltd", "14 Mill Lane"],
        )


def test_a_link_alone_is_what_a_mail_may_be_for() -> None:
    assert marked("New videos are here.\nwww.videos.example") == ([], [])
    assert marked("New videos are here.\nTel. 030 1234567\nwww.videos.example")[0] == [
        "Tel. 030 1234567",
        "www.videos.example",
    ]


def test_a_price_is_no_number_of_a_house() -> None:
    assert marked("Somebody loves you.\n*1.12 €/min\nStop Here") == ([], [])


def test_the_subject_is_never_marked() -> None:
    mail = sentences_of(Message("<a@b.example>", subject="Ref. 26/113", text="We chose another."))
    assert mail.marks() == Marks()


@given(st.text(st.sampled_from("Aa1 \n.,:-年")) | st.text(), st.sampled_from(["en", "ja", "und"]))
def test_only_what_programs_put_there_is_lost(text: str, language: str) -> None:
    found = text_of(lines(text))
    sentences = [one for _, its in found for one in its]
    rest = iter(split(text))
    assert all(one in rest for one in sentences)
    assert bool(sentences) == bool(split(text))
    said = marks([(line, len(its)) for line, its in found], 1, language)
    assert all(1 <= at <= len(sentences) for at in said.around | said.bare)
    assert not said.around & said.bare


@pytest.mark.parametrize(
    "piece", ["A | ", "12 High Street\n", "Anna Keller\n", "a - b ", "1\n", "1 1 1\n", "- - "]
)
def test_odd_text_takes_no_longer(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.perf_counter()
    marks([(line, len(its)) for line, its in text_of(lines(text))], 0, "en")
    assert time.perf_counter() - start < 0.5

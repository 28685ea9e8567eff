"""What stands around a letter does not count against what the letter says."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.classifier import Classifier
from watcher.reading.cutting import sentences_of
from watcher.reading.letterheads import letter_of
from watcher.reading.sentences import lines, split
from watcher.reading.types import REPLYABLE, Message, Verdict

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
#: Lines in the place of a letterhead that say what the letter is about.
TELLING = ["Loan application 4711", "Visa application 2026-113", "Interview: Thursday 12 March, 14:00"]


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
    assert found.score > alone.score - 0.1
    assert found.evidence[0].sentence == alone.evidence[0].sentence


@pytest.mark.parametrize("line", TELLING)
def test_what_tells_something_counts_wherever_it_stands(shipped: Classifier, line: str) -> None:
    text = f"Northern Credit\n{line}\nLeeds LS1 4AB\n\nDear Ms Keller,\n\nwe have decided not to go ahead."
    message = Message("<a@b.example>", subject="Our decision", text=text)
    said = [one for one, _ in shipped.look_at([message])[0].mail.said]
    assert line in said
    assert "Leeds LS1 4AB" not in said
    assert shipped.classify(message).kind not in REPLYABLE


def test_names_among_its_numbers_are_left_out_and_those_of_a_short_mail_are_not(shipped: Classifier) -> None:
    above = "Hartley Joinery\nHuman Resources\nMs Anna Keller\n14 Mill Lane\n\n"
    for numbers, left in ((above, False), (above.replace("14 Mill Lane\n", ""), True)):
        message = Message(
            "<a@b.example>", subject="Your letter", text=f"{numbers}Dear Anna,\n\nwe chose another."
        )
        said = [one for one, _ in shipped.look_at([message])[0].mail.said]
        assert ("Hartley Joinery" in said) is left


def test_a_link_alone_is_what_a_mail_may_be_for() -> None:
    assert letter_of(lines("New videos.\nwww.videos.example"), "en").sentences == [
        "New videos.",
        "www.videos.example",
    ]
    assert letter_of(lines("New videos.\nTel. 030 1234567\nwww.videos.example"), "en").sentences == [
        "New videos."
    ]


def test_a_mail_of_nothing_else_is_read_in_full() -> None:
    text = "12 March 2026\nLeeds LS1 4AB"
    assert letter_of(lines(text), "en").sentences == split(text)


def test_the_subject_of_a_reply_is_no_line_around_its_letter() -> None:
    text = "Hartley Joinery\n14 Mill Lane\n\nDear Anna,\n\nwe chose another."
    mail = sentences_of(Message("<a@b.example>", subject="Re: Your letter", text=text))
    assert mail.judged == len(mail.said) - 1
    assert [mail.said[at][0] for at in mail.around] == ["Hartley Joinery"]


@given(st.text(st.sampled_from("Aa1 \n.,:-年")) | st.text(), st.sampled_from(["en", "ja", "und"]))
def test_only_bare_lines_are_lost(text: str, language: str) -> None:
    letter = letter_of(lines(text), language)
    rest = iter(split(text))
    assert all(one in rest for one in letter.sentences)
    assert all(0 <= at < len(letter.sentences) for at in letter.around)
    assert bool(letter.sentences) == bool(split(text))


@pytest.mark.parametrize("piece", ["A | ", "12 High Street\n", "Anna Keller\n", "a - b ", "1\n", "- - "])
def test_odd_text_takes_no_longer(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.perf_counter()
    letter_of(lines(text), "en")
    assert time.perf_counter() - start < 0.5

"""Which appointments are plainly none for a job: a dentist, a bank and a school invite in an employer's words."""

from __future__ import annotations

import pytest

from watcher.reading.types import Details, Message
from watcher.replying.everyday import is_everyday


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        (
            "en",
            "Your mortgage",
            "I would like to invite you to an interview about your application on Tuesday at ten.",
        ),
        ("en", "Admissions", "we invite you to an interview for the course on Tuesday at ten."),
        ("en", "Your test drive", "we look forward to seeing you on Tuesday at ten."),
        ("en", "Your tax return", "could you come in on Tuesday at ten to go through it?"),
        ("en", "Tuesday", "we would like to talk with you about your daughter on Tuesday at ten."),
        ("de", "Elternabend", "wir laden Sie für Dienstag um zehn zum Gespräch ein."),
        ("de", "Termin", "zum Gespräch über Ihr Darlehen laden wir Sie am Dienstag um zehn ein."),
        ("fr", "Entretien", "je vous invite à un entretien au sujet de votre fils mardi à dix heures."),
        ("es", "Entrevista", "le esperamos el martes a las diez para hablar de la hipoteca."),
        ("pt", "Entrevista", "convidamo-lo para falar do empréstimo na terça às dez."),
        ("it", "Colloquio", "la aspetto martedì alle dieci per parlare del mutuo."),
        ("nl", "Gesprek", "we verwachten u dinsdag om tien uur bij de tandarts."),
        ("pl", "Wizyta", "zapraszamy we wtorek o dziesiątej do dentysty."),
        ("sv", "Samtal", "välkommen på utvecklingssamtal tisdag klockan tio."),
        ("da", "Samtale", "velkommen til skole-hjem-samtale tirsdag klokken ti."),
        ("tr", "Görüşme", "kredi başvurunuz için salı günü saat onda bekliyoruz."),
        ("ja", "面談", "保護者面談は火曜日の十時です。"),
        ("zh", "面谈", "周二上午十点家长会。"),
    ],
)
def test_plain_words_of_another_world_say_so(language: str, subject: str, text: str) -> None:
    assert is_everyday(Message("", subject=subject, text=text), Details(), language)


@pytest.mark.parametrize(
    ("language", "subject", "text", "role"),
    [
        ("en", "Tuesday", "can you come to the workshop on Tuesday at ten?", ""),
        ("en", "Interview", "of course we pay your fare to the university; bring your passport.", ""),
        (
            "en",
            "Interview",
            "please come for an interview about mortgages on Tuesday at ten.",
            "Mortgage Adviser",
        ),
        ("en", "Interview", "the vacancy for the court is still open: Tuesday at ten?", ""),
        ("en", "Interview", "bring your CV to the veterinary clinic on Tuesday at ten.", ""),
        ("de", "Vorstellungsgespräch", "wir laden Sie am Dienstag um zehn in unsere Tierarztpraxis ein.", ""),
        ("fr", "Entretien", "votre candidature nous a plu ; rendez-vous au tribunal mardi à dix heures.", ""),
        ("sv", "Intervju", "det är inte långt från stationen: tisdag klockan tio?", ""),
        ("ja", "面接", "歯科助手の採用面接を火曜日の十時に行います。", ""),
    ],
)
def test_but_not_where_it_is_about_a_job_all_the_same(
    language: str, subject: str, text: str, role: str
) -> None:
    assert not is_everyday(Message("", subject=subject, text=text), Details(role=role), language)

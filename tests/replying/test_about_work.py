"""Which invitations are to talk about a job: a vet, a bank and a school invite in an employer's words."""

from __future__ import annotations

import pytest

from watcher.reading.types import Message
from watcher.replying.about_work import speaks_of_work


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Interview", "we would like to invite you to an interview on Tuesday at ten."),
        ("Tuesday", "could you come in on Tuesday at ten to talk about the position of night porter?"),
        ("Tuesday", "thank you for applying to us. Could you come in on Tuesday at ten?"),
        ("Your application", "could you come in on Tuesday at ten?"),
        ("Dienstag", "danke für Ihre Bewerbung. Passt Ihnen Dienstag um zehn?"),
        ("Dienstag", "wir möchten Sie zum Probearbeiten einladen, am Dienstag um zehn."),
        ("Mardi", "votre candidature nous a plu : mardi à dix heures ?"),
        ("Martes", "le esperamos el martes a las diez para hablar del puesto de cocinero."),
        ("Terça", "a vaga ainda está aberta: pode vir na terça às dez?"),
        ("Martedì", "per la selezione la aspettiamo martedì alle dieci."),
        ("Dinsdag", "naar aanleiding van je sollicitatie: kun je dinsdag om tien uur?"),
        ("Wtorek", "zapraszamy na rozmowę kwalifikacyjną we wtorek o dziesiątej."),
        ("Tisdag", "vi vill gärna träffa dig för en intervju på tisdag klockan tio."),
        ("Tirsdag", "tak for din ansøgning. Kan du komme tirsdag klokken ti?"),
        ("Salı", "başvurunuz için teşekkürler. Salı günü saat onda gelebilir misiniz?"),
        ("火曜日", "面接を火曜日の十時に行います。"),
        ("周二", "请于周二上午十点来面试。"),
        ("Re: Tuesday", "Tuesday at ten is fine."),
    ],
)
def test_a_word_of_applying_says_that_it_is_about_a_job(subject: str, text: str) -> None:
    quoted = "I would like to apply for the job in your window." if subject.startswith("Re") else ""
    assert speaks_of_work(Message("", subject=subject, text=text, quoted=quoted))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Your appointment", "we look forward to seeing you and Rex on Tuesday at ten."),
        (
            "Your mortgage",
            "I would like to invite you to an interview about your application on Tuesday at ten.",
        ),
        ("Admissions", "we invite you to an interview for the course on Tuesday at ten."),
        ("Your test drive", "the car is ready for you on Tuesday at ten."),
        ("Your tax return", "could you come in on Tuesday at ten to go through it?"),
        ("Erstgespräch", "ich lade Sie am Dienstag um zehn zu einem Erstgespräch in meine Praxis ein."),
        ("Gespräch", "an dieser Stelle laden wir Sie für Dienstag um zehn zum Elterngespräch ein."),
        ("Entretien", "je vous invite à un entretien au sujet de votre fils mardi à dix heures."),
        ("Entrevista", "le espero el martes a las diez para hablar de su hija."),
        ("Call?", "would Tuesday at ten suit you for a call?"),
        ("Termin", "leider müssen wir Ihren Termin am Dienstag absagen."),
        ("Rendez-vous", "votre rendez-vous est confirmé pour mardi à dix heures."),
    ],
)
def test_other_appointments_do_not(subject: str, text: str) -> None:
    assert not speaks_of_work(Message("", subject=subject, text=text))

"""Deadlines, tests, zones and spans in thirteen languages, each with the interview that looks like it."""

from __future__ import annotations

import pytest

from tests.reading.test_appointments import said


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("en", "", "The test is open on 5 March until 23:59."),
        ("en", "03-05 14:00", "The interview is on 5 March at 14:00. The link works on 10 March at 23:59."),
        ("de", "", "Der Test ist am 5. März um 23:59 Uhr zu Ende."),
        ("fr", "", "Le test se termine le 5 mars à 23h59."),
        ("nl", "", "Vul de vragenlijst in vóór 5 maart om 12.00 uur."),
        ("nl", "03-05 14:00", "Je bent welkom voor een gesprek op 5 maart om 14.00 uur."),
        ("da", "", "Du har indtil den 5. marts kl. 12.00 til at svare."),
        ("da", "", "Linket lukker den 5. marts kl. 12.00."),
        ("sv", "", "Testet är öppet fram till den 5 mars kl. 12.00."),
        ("sv", "", "Testet ska vara klart den 5 mars kl. 12.00."),
        ("pl", "", "Link wygaśnie 5 marca o godz. 12:00."),
        ("pl", "", "Termin odpowiedzi: 5 marca, godz. 12:00."),
        ("pl", "03-05 14:00", "Zapraszamy do biura w czwartek 5 marca o godz. 14:00."),
        ("tr", "", "Testi 5 Mart 2026 saat 12:00'ye dek tamamlayın."),
        ("ja", "", "3月5日(木)18時必着でお送りください。"),
        ("ja", "", "3月5日(木)18時迄にご連絡ください。"),
        ("zh", "", "请不晚于3月5日12:00回复。"),
        ("zh", "", "链接将于3月5日12:00失效。"),
    ],
)
def test_a_deadline_is_no_interview(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("en", "03-05 15:00", "Your interview is on 5 March at 14:00, London time."),
        ("en", "03-05 20:00", "Your interview is at 2:00 pm on Thursday, 5 March (EST)."),
        ("en", "", "Your interview is on 5 March at 14:00 (XYT)."),
        (
            "en",
            "",
            "Your interview is on 5 March at 14:00. All times are in the zone of our head office; check the time zone.",
        ),
        ("en", "03-05 14:00", "Your interview is on 5 March at 14:00 (shown in your time zone)."),
        ("de", "03-05 15:00", "Das Gespräch ist am 5. März um 14 Uhr Londoner Zeit."),
        ("de", "", "Das Gespräch ist am 5. März um 14 Uhr dortiger Zeit."),
        ("fr", "03-05 14:00", "L'entretien est le 5 mars à 14h00 (heure de Paris)."),
        ("fr", "03-05 20:00", "L'entretien est le 5 mars à 14h00, heure de Montréal."),
        ("fr", "", "L'entretien est le 5 mars à 14h00 (heure locale)."),
        ("es", "03-05 18:00", "La entrevista es el 5 de marzo a las 14:00 (hora de Buenos Aires)."),
        ("es", "", "La entrevista es el 5 de marzo a las 14:00 h (hora de México)."),
        ("es", "03-05 14:00", "La entrevista es el 5 de marzo a las 14:00 h, hora peninsular."),
        ("it", "03-05 14:00", "Il colloquio è il 5 marzo alle ore 14:00 (ora italiana)."),
        ("pt", "03-05 18:00", "A entrevista é no dia 5 de março às 14:00 (horário de Brasília)."),
        ("nl", "03-05 14:00", "Het gesprek is op 5 maart om 14.00 uur Nederlandse tijd."),
        ("da", "03-05 15:00", "Samtalen er den 5. marts kl. 14.00 britisk tid."),
        ("sv", "03-05 14:00", "Intervjun är den 5 mars kl. 14.00 svensk tid."),
        ("sv", "", "Intervjun är den 5 mars kl. 14.00 ryssk tid."),
        ("pl", "03-05 15:00", "Rozmowa odbędzie się 5 marca o godz. 14:00 czasu londyńskiego."),
        ("tr", "03-05 12:00", "Görüşme 5 Mart 2026 Türkiye saatiyle 14:00'te yapılacaktır."),
        ("tr", "03-05 12:00", "Görüşme 5 Mart 2026 saat 14:00 (TSİ) yapılacaktır."),
        ("ja", "03-05 06:00", "面接は日本時間3月5日(木)14:00より行います。"),
        ("zh", "03-05 07:00 to 03-05 07:45", "面试时间:北京时间 2026年3月5日(星期四)14:00-14:45"),
        ("zh", "03-05 07:00", "面试时间:3月5日(周四)14:00(香港时间)。"),
        ("zh", "", "面试时间:3月5日14:00(当地时间)。"),
        ("zh", "03-05 14:00", "面试时间3月5日14:00。"),
    ],
)
def test_a_zone_in_words(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        (
            "en",
            "03-05 10:00 to 03-05 15:00",
            "We see you on Thursday, 5 March, 10:00–15:00. You present at 10:15.",
        ),
        ("es", "", "La entrevista es el 5 de marzo a las 8:30 de la noche."),
        ("es", "03-05 08:30", "La entrevista es el 5 de marzo a las 8:30."),
        ("fr", "03-05 14:00 to 03-05 14:45", "L'entretien est le 5 mars entre 14h et 14h45."),
        ("pl", "03-05 12:00 to 03-05 13:30", "Rozmowa odbędzie się 5 marca 2026 r. w godzinach 12.00–13.30."),
        ("it", "03-05 14:00 to 03-05 14:45", "Il colloquio è il 5 marzo dalle 14 alle 14.45."),
        ("en", "", "On Thursday, 5 March we have 10:00 and 14:00."),
        ("en", "03-05 10:00 to 03-05 14:00", "We see you on Thursday, 5 March, between 10:00 and 14:00."),
        ("fr", "", "Le 5 mars à 10h et 14h nous sommes là."),
        ("en", "", "Your interview is on 5 March, 11:15 - 12:00. Our desk is open 8:00 - 17:00."),
    ],
)
def test_spans_and_halves_of_the_day(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("en", "", "The coding test opens on 5 March at 14:00."),
        ("en", "03-05 14:00", "The interview on 5 March at 14:00 begins with a coding test."),
        ("de", "", "Das Online-Assessment muss am 5. März um 14 Uhr fertig sein."),
        ("de", "03-05 14:00", "Das Gespräch mit kurzem Test ist am 5. März um 14 Uhr."),
        ("fr", "", "Le questionnaire est à remplir le 5 mars à 14h00."),
        ("es", "", "La prueba en línea es el 5 de marzo a las 14:00."),
        ("it", "", "Il test si chiude il 5 marzo alle ore 14:00."),
        ("pt", "", "O teste encerra a 5 de março às 14:00."),
        ("pl", "", "Test proszę rozwiązać 5 marca o godz. 14:00."),
        ("ja", "", "Webテストは3月5日14時に始まります。"),
        ("zh", "", "在线测评将于3月5日14:00开始。"),
    ],
)
def test_a_test_is_no_interview(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("en", "03-05 20:00", "We meet on 5 March at 2 pm Eastern."),
        ("en", "03-05 23:00", "We meet on 5 March, 2:00 PM (Pacific Standard Time)."),
        ("en", "", "We meet on 5 March at 14:00 SAST."),
        ("en", "03-05 11:00", "The interview on 5 March is moved to 11:00."),
        ("de", "03-05 11:00", "Das Gespräch am 5. März verschiebt sich von 10 auf 11 Uhr."),
        ("de", "03-05 11:00", "Das Gespräch am 5. März wird auf 11 Uhr verlegt."),
    ],
)
def test_bare_names_of_zones_and_new_hours(language: str, when: str, text: str) -> None:
    assert said(text, language) == when

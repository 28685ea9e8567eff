"""Times of interviews in words and forms that are seldom used for them, each with what only looks like it."""

from __future__ import annotations

import time

import pytest

from tests.reading.test_appointments import said


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("fr", "03-05 14:30", "L'entretien :\n\njeudi 5 mars à 14h30\ndurée : 1 h"),
        ("fr", "03-05 14:30", "L'entretien a lieu le 5 mars à 14h30, durée 1h30."),
        ("en", "03-05 14:00", "The interview is on 5 March at 14:00. Allow 2 hrs."),
        ("nl", "03-05 14:00", "Het gesprek over deze functie van 24 uur is op 5 maart om 14.00 uur."),
        ("nl", "03-05 14:00", "Het gesprek over de functie (20 uur per week) is op 5 maart om 14.00 uur."),
        ("nl", "", "Het gesprek is op 5 maart om 14.00 uur of 20 uur."),
        ("fr", "", "L'entretien a lieu le 5 mars à 14 h et 16 h."),
    ],
)
def test_how_long_it_takes_is_no_time_of_the_day(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("tr", "03-05 14:30", "Mülakat\nGün: 5 Mart 2026 Perşembe\nSaat: 14.30"),
        ("it", "03-05 14:30", "Colloquio\nData: giovedì 5 marzo\nOra: 14.30"),
        ("sv", "03-05 14:30", "Intervju\nDag: torsdag 5 mars\nTid: 14.30"),
        ("de", "03-05 14:30", "Gespräch\nDatum: 5. März 2026\nUhrzeit: 14.30"),
        ("tr", "04-12 14:00", "Görüşmemiz 12 NİSAN 2026 saat 14:00'te."),
        ("tr", "05-12 14:00", "Görüşmemiz 12 MAYIS 2026 saat 14:00'te."),
        ("en", "", "Interview\nDate: 5 March\nTime: 20 minutes"),
        ("sv", "", "Intervju\nDag: 5 mars\nTid: 14"),
    ],
)
def test_a_time_behind_its_name(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("it", "03-05 14:00", "Il colloquio per impiegata/o è giovedì 5 marzo alle ore 14:00."),
        ("es", "03-05 14:00", "La entrevista para secretaria/o es el 5 de marzo a las 14:00."),
        ("it", "", "Il colloquio è giovedì 5 marzo alle ore 14:00 o più tardi."),
        ("it", "", "Il colloquio e/o la prova è giovedì 5 marzo alle ore 14:00."),
    ],
)
def test_a_post_for_both_is_no_choice(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        (
            "de",
            "03-06 10:00",
            "Ihr Gespräch verschiebt sich vom 5. März, 14:00 Uhr, auf\n\nFreitag, 6. März, 10:00 Uhr.",
        ),
        ("en", "03-06 10:00", "We moved your interview on 5 March at 14:00 to:\n\nFriday, 6 March, 10:00"),
        (
            "en",
            "",
            "We moved your interview on 5 March at 14:00.\n\nFriday, 6 March, 10:00 is a holiday here",
        ),
        (
            "da",
            "03-06 10:00",
            "Vi må flytte samtalen. I stedet for torsdag den 5. marts kl. 14.00 bliver det fredag 6. marts kl. 10.00.",
        ),
        ("da", "", "Vi må flytte din samtale. Det bliver det desværre ikke den 5. marts kl. 14.00."),
        ("sv", "03-06 10:00", "Vi måste flytta intervjun. Då blir det fredag den 6 mars kl. 10.00."),
        ("nl", "03-06 10:00", "We verzetten je gesprek. Het wordt het nu vrijdag 6 maart om 10.00 uur."),
        (
            "es",
            "03-06 10:00",
            "La entrevista del jueves 5 de marzo a las 14:00 la pasamos al viernes 6 de marzo a las 10:00.",
        ),
        (
            "es",
            "03-06 10:00",
            "Su candidatura la pasamos a la siguiente fase: entrevista el 6 de marzo a las 10:00.",
        ),
        ("tr", "03-06 10:00", "5 Mart 14:00 olarak planladığımız görüşmeyi 6 Mart Cuma 10:00'a aldık."),
        ("tr", "03-06 10:00", "Görüşme saati değişti: 6 Mart 2026 saat 10:00 olarak belirlendi."),
    ],
)
def test_an_interview_that_is_moved(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        (
            "sv",
            "03-05 14:00",
            "Intervju torsdag 5 mars kl. 14.00. Passar det inte så hittar vi en annan lösning.",
        ),
        ("sv", "", "Intervju torsdag 5 mars kl. 14.00. Passar det?"),
        ("da", "03-05 14:00", "Samtale torsdag den 5. marts kl. 14.00. Passer det ikke, så ring."),
        ("da", "", "Samtale torsdag den 5. marts kl. 14.00. Passer det?"),
        (
            "de",
            "03-05 14:00",
            "Gespräch am 5. März um 14 Uhr. Passt Ihnen der Termin nicht, rufen Sie bitte an.",
        ),
        ("de", "", "Gespräch am 5. März um 14 Uhr. Passt Ihnen der Termin?"),
        ("nl", "03-05 14:00", "Gesprek op 5 maart om 14.00 uur. Schikt dit niet, bel ons dan."),
        ("nl", "", "Gesprek op 5 maart om 14.00 uur. Schikt dit?"),
        ("fr", "03-05 14:00", "L'entretien est le 5 mars à 14h00. S'il ne vous convient pas, appelez-nous."),
        ("fr", "", "L'entretien est le 5 mars à 14h00. Vous convient-il ?"),
        (
            "es",
            "03-05 14:00",
            "La entrevista es el 5 de marzo a las 14:00. En caso de que no le venga bien, llame.",
        ),
        ("it", "03-05 14:00", "Il colloquio è il 5 marzo alle ore 14:00. Qualora non Le va bene, ci chiami."),
        ("it", "", "Il colloquio è il 5 marzo alle ore 14:00. Le va bene?"),
    ],
)
def test_what_if_it_does_not_suit_asks_nothing(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        (
            "es",
            "03-05 18:00",
            "La entrevista es el 5 de marzo a las 11:00 a. m. (hora de la Ciudad de México, UTC-6).",
        ),
        ("fr", "03-05 21:00", "L'entretien a lieu le 5 mars à 15 h, heure de l'Est."),
        ("fr", "03-05 21:00", "L'entretien a lieu le 5 mars à 15 h, heure normale de l’Est."),
        ("fr", "03-05 15:00", "L'entretien a lieu le 5 mars à 15 h, rue de l'Est."),
    ],
)
def test_zones_of_more_words(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    "piece", ["to\n\n", "\n \n", "auf:\n", "1 h ", "Saat: ", "heure de l'", "2 h per week "]
)
def test_no_text_stalls_it(piece: str) -> None:
    began = time.process_time()
    said(piece * (24_000 // len(piece)), "fr")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("language", "when", "text"),
    [
        ("pl", "03-05 14:00", "Zapraszamy na rozmowę w czwartek 5.03 o godz. 14:00."),
        ("da", "03-05 14:00", "Samtalen er torsdag d. 5.3 kl. 14.00."),
        ("de", "03-05 14:00", "Das Gespräch ist am 5.3 um 14 Uhr."),
        ("pl", "", "Zapraszamy na rozmowę w piątek 5.03 o godz. 14:00."),
        ("pl", "", "Rozmowa jest od 9.10, godz. 14:00."),
        ("de", "", "Das Gespräch ist um 9.10 um 14 Uhr."),
        ("da", "", "Samtalen handler om version 5.3 og kl. 14.00."),
    ],
)
def test_a_date_without_its_second_point(language: str, when: str, text: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "es",
            "La entrevista es el 5 de marzo a las 14:00. Envíe su título a más tardar el 4 de marzo a las 12:00.",
        ),
        (
            "it",
            "Il colloquio è il 5 marzo alle ore 14:00. Invii il titolo non oltre il 4 marzo alle ore 12:00.",
        ),
        (
            "pt",
            "A entrevista é a 5 de março às 14:00. Envie o diploma o mais tardar a 4 de março às 12:00.",
        ),
        (
            "nl",
            "Het gesprek is op 5 maart om 14.00 uur. Stuur je diploma ten laatste 4 maart om 12.00 uur.",
        ),
        (
            "pl",
            "Rozmowa jest 5 marca o godz. 14:00. Dyplom proszę wysłać nie później niż 4 marca o godz. 12:00.",
        ),
    ],
)
def test_the_latest_time_for_papers_is_no_interview(language: str, text: str) -> None:
    assert said(text, language) == "03-05 14:00"
    assert said(text.partition(". ")[2], language) == ""

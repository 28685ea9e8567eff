"""What stands where a house's name stands and is none: an office, a testing service, a partner, a person's first name.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

import pytest

from tests.reading.read_mails import NO, SIGNS, read
from watcher.reading.names import key


@pytest.mark.parametrize(
    ("language", "sender", "signed", "company", "person"),
    [
        ("es", "Negociado de Personal <personal@villa.example>", "", "", ""),
        ("es", "Convocatorias <convocatorias@tierra.example>", "", "", ""),
        ("es", "Servicio de PDI <concursos@uni.example>", "Comisión de Concursos", "", ""),
        ("tr", "İK Müdürlüğü <ik@ova.example>", "Ova Belediye Başkanlığı", "Ova Belediye Başkanlığı", ""),
        ("tr", "Derya Yılmaz <derya.yilmaz@ova.example>", "Derya Yılmaz", "", "Derya Yılmaz"),
        ("pl", "Dziekanat <dziekanat@uczelnia.example>", "Wydział Chemii", "", ""),
        ("de", "Sachgebiet Personal <personal@stadt.example>", "", "", ""),
        ("en", "Quill Quiz <no-reply@quill.example>", "", "", ""),
        ("en", "Zorana Quill <zorana.quill@uni.example>", "", "", "Zorana Quill"),
        ("de", "Jens <laden@segel.example>", "Jens Petersen", "", "Jens Petersen"),
        ("de", "Segelmacher <laden@segelmacher.example>", "", "Segelmacher", ""),
    ],
)
def test_an_office_is_neither_house_nor_person(
    language: str, sender: str, signed: str, company: str, person: str
) -> None:
    told = read(language, sender, f"{NO[language]}{SIGNS[language]}\n{signed}\n")
    assert (told.company, told.person) == (company, person)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Sprawa WNB/3/2026 jest zamknięta, dziękujemy.", ""),
        ("Dziękujemy, że chcesz pracować razem z WNB od maja.", "WNB"),
    ],
)
def test_a_part_of_a_number_is_no_name(text: str, company: str) -> None:
    assert (
        read("pl", "Sekretariat WNB <wnb@uczelnia.example>", f"Dzień dobry,\n\n{text}\n").company == company
    )


SURVEY = "Quillpoll <ask@quillpoll.example>"


@pytest.mark.parametrize(
    ("language", "sender", "subject", "text", "company"),
    [
        (
            "en",
            "Fair Checks <do@fair-assessments.example>",
            "Rolle Freight asks you for a test",
            "You will hear from Rolle Freight.",
            "Rolle Freight",
        ),
        (
            "en",
            "Fair Assessments <do@fair-assessments.example>",
            "Your application to Fair Assessments",
            "Thank you.",
            "Fair Assessments",
        ),
        ("en", SURVEY, "Four questions", "Thanks!\n\nQuillpoll, on behalf of Rolle Freight", "Rolle Freight"),
        (
            "de",
            SURVEY,
            "Vier Fragen",
            "Danke!\n\nQuillpoll, im Auftrag der Rolle Spedition",
            "Rolle Spedition",
        ),
        ("es", SURVEY, "Preguntas", "Gracias.\n\nQuillpoll, por encargo de Áridos Vega", "Áridos Vega"),
        ("it", SURVEY, "Domande", "Grazie.\n\nInviata da Quillpoll per conto di Cave Neri", "Cave Neri"),
        ("nl", SURVEY, "Vragen", "Dank!\n\nQuillpoll, in opdracht van Rolle Vracht", "Rolle Vracht"),
        ("nl", SURVEY, "Vragen", "Dank!\n\nQuillpoll, namens Anneke", "Quillpoll"),
        (
            "pt",
            "Quillpoll <inquerito@quillpoll.example>",
            "Como correu o processo no Banco Vega?",
            "Participou num processo de recrutamento do Banco Vega.",
            "Banco Vega",
        ),
        (
            "pt",
            "Banco Vega <inquerito@bancovega.example>",
            "Como correu o processo no Banco Vega?",
            "Participou num processo de recrutamento do Banco Vega.",
            "Banco Vega",
        ),
        (
            "nl",
            "Balie <do@fair-assessments.example>",
            "Assessment in opdracht van Rolle Vracht",
            "Je solliciteerde op een functie bij Rolle Vracht. Succes!",
            "Rolle Vracht",
        ),
    ],
)
def test_a_service_that_tests_or_asks_writes_for_a_house(
    language: str, sender: str, subject: str, text: str, company: str
) -> None:
    assert read(language, sender, f"Robin,\n\n{text}\n", subject).company == company


@pytest.mark.parametrize(
    ("language", "partner", "own"),
    [
        ("en", "The work was funded by the team at Initech Mills.", "Thanks from Initech Mills."),
        ("pt", "O projeto é em parceria com a empresa Initech Mar.", "Escreveu à empresa Initech Mar."),
        ("es", "Se hace en colaboración con la empresa Initech Mar.", "Escribió a la empresa Initech Mar."),
    ],
)
def test_a_partner_is_not_the_house(language: str, partner: str, own: str) -> None:
    sender = "Zorana Quill <zorana.quill@uni-lab.example>"
    assert read(language, sender, NO[language] + partner).company == ""
    assert read(language, sender, NO[language] + own).company.startswith("Initech M")


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("It was good to have you for an interview at the Dunmore site.", ""),
        ("It was good to have you for an interview at Dunmore Mills.", "Dunmore Mills"),
    ],
)
def test_a_site_is_a_place(text: str, company: str) -> None:
    assert read("en", "<jobs@mail.example>", NO["en"] + text).company == company


@pytest.mark.parametrize(
    ("language", "shown", "company"),
    [
        ("de", "STADTWERKE EBERSTAL GMBH", "Stadtwerke Eberstal GmbH"),
        ("tr", "IRMAK SİGORTA VE FİNANS", "Irmak Sigorta ve Finans"),
        ("en", "KPMG LLP", "KPMG LLP"),
        ("fr", "LUMIPLAST SAS", "LUMIPLAST SAS"),
        ("en", "Acme IT", "Acme IT"),
    ],
)
def test_a_name_in_capital_letters_is_written_quietly(language: str, shown: str, company: str) -> None:
    domain = key(shown)
    assert read(language, f"{shown} <hr@{domain}.example>", NO[language]).company == company

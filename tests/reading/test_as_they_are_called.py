"""Houses, people and posts are called in a reply what they are called, whatever stands before or behind their names,
and however a sentence declines them. Each trap stands beside its twin."""

from __future__ import annotations

import pytest

from tests.reading.read_mails import NO, SIGNS, read
from watcher.reading.posts import as_said


@pytest.mark.parametrize(
    ("language", "sender", "text", "company"),
    [
        # declined in a sentence
        (
            "de",
            "Karriere Stadtwerke Norden <jobs@mail.example>",
            "bei den Stadtwerken Norden",
            "Stadtwerke Norden",
        ),
        (
            "de",
            "Deutsche Fährbahn Karriere <jobs@mail.example>",
            "bei der Deutschen Fährbahn",
            "Deutsche Fährbahn",
        ),
        ("de", "Norden Werke <jobs@norden-werke.example>", "bei Norden Werke", "Norden Werke"),
        # a mailbox before the name, which the address spells; one that is a part of it
        ("en", "Jobs Harrow Fern <jobs@harrow-fern.example>", "", "Harrow Fern"),
        ("en", "HR Recruitment Harrow Fern <jobs@harrow-fern.example>", "", "Harrow Fern"),
        ("de", "Online-Bewerbung Drogerie Ilse <jobs@drogerie-ilse.example>", "", "Drogerie Ilse"),
        ("nl", "Vacatures Rijksdienst Duinen <vac@rduinen.example>", "", "Rijksdienst Duinen"),
        ("en", "HR Wallingford <recruitment@hrwallingford.example>", "", "HR Wallingford"),
        ("en", "Career Moves <info@careermoves.example>", "", "Career Moves"),
        # what is called so
        ("en", "Prison Service Jobs <jobs@mail.example>", "", "Prison Service"),
        ("en", "Harrow Fern Service Jobs <jobs@harrow-fern.example>", "", "Harrow Fern"),
    ],
)
def test_a_house_without_what_stands_around_its_name(
    language: str, sender: str, text: str, company: str
) -> None:
    thanks = {"de": f"vielen Dank für Ihre Bewerbung {text}. " if text else ""}.get(language, "")
    assert read(language, sender, f"{thanks}{NO[language]}").company == company


@pytest.mark.parametrize(
    ("line", "company"),
    [
        ("Harrow Surveyors LLP", "Harrow Surveyors LLP"),
        ("Harrow Surveyors Ltd", "Harrow Surveyors Ltd"),
        ("Quantity Surveyors", ""),
        ("Senior Surveyor", ""),
    ],
)
def test_a_legal_form_makes_a_house_of_what_somebody_does(line: str, company: str) -> None:
    text = f"{NO['en']}{SIGNS['en']}\nTom Reed\n{line}"
    assert read("en", "Tom Reed <tom@harrow-surveyors.example>", text).company == company


@pytest.mark.parametrize(
    ("language", "sender", "foot", "person"),
    [
        # closing words in two languages
        ("de", "Seefähre <hr@seefaehre.example>", "Freundliche Grüsse / Kind regards\nWolfgang Reh", "Wolfgang Reh"),
        ("de", "Seefähre <hr@seefaehre.example>", "Mit freundlichen Grüßen | Cordiali saluti\nPaola Reh", "Paola Reh"),
        # for whom somebody signs, in small letters; a name in brackets within one
        (
            "nl",
            "Werving <werving@geldermond.example>",
            "Met vriendelijke groet,\nnamens het bestuur,\n\nmr. A.J. (Anna) Stuurman\nTeamleider Personeel",
            "A.J. Stuurman",
        ),
        # as what the next line signs
        (
            "fr",
            "Mairie de Rochebrune <rh@rochebrune.example>",
            "Cordialement,\nPour le maire,\nL'Attachée d'administration\n\nPascale Vidal",
            "Pascale Vidal",
        ),
        # before the house
        ("de", "Lene von tintenklar <jobs@tintenklar.example>", "Liebe Grüße\nLene", "Lene"),
        ("de", "Maren <maren@tintenklar.example>", "Liebe Grüße\nMaren von der Tintenklar", "Maren"),
        ("fr", "Inès de Vélo-Coop <ines@velocoop-lyon.example>", "À bientôt\nInès\nVélo-Coop Lyon", "Inès"),
        # a department above the house is nobody
        ("en", "Harrow House <info@harrowhouse.example>", "Kind regards\nCustomer Care\nHarrow House", ""),
        # brackets, and a house behind them
        ("en", "Anna Berg (she/her) Nordwerk <anna.berg@nordwerk.example>", "Kind regards\nAnna Berg", "Anna Berg"),
        # a first name that is a title elsewhere; a family name that begins like the house
        ("nl", "Don van der Berg <don@nordwerk.example>", "Groet\nDon van der Berg", "Don van der Berg"),
        ("de", "Karl von der Heide <karl@heidelwerk.example>", "Viele Grüße\nKarl von der Heide", "Karl von der Heide"),
        # what stands behind closing words and a stroke
        ("en", "Anna <anna@nordwerk.example>", "Kind regards / Anna", "Anna"),
        ("en", "Anna Berg <anna.berg@nordwerk.example>", "Kind regards\nAnna Berg, Gen. Manager", "Anna Berg"),
        ("de", "Polizei Westmark <info@westmark.example>", "Im Auftrag\n\nKöster, EPHK\nPolizei Westmark", ""),
        # of the church
        ("en", "Father Liam Doyle <office@holyrood.example>", "God bless,\nFr Liam Doyle PP", "Liam Doyle"),
        ("es", "Colegio <direccion@sacramento.example>", "Un saludo,\nHna. Eva Prado\nDirectora", "Eva Prado"),
        # a workshop is nobody
        ("pl", "Stolarnia Kwiatek <stolarnia.kwiatek@poczta.example>", "Pozdrawiam\nJan Kwiatek", "Jan Kwiatek"),
        # two in one line; a Turkish name in capitals
        ("de", "Personal <personal@papier.example>", "Viele Grüße\n\nRegina Zoll        Detlef Kunz", "Regina Zoll"),
        ("tr", "<p@birlik.example>", "Saygılarımla\n\nMustafa ÖZTEKİN\nGenel Sekreter", "Mustafa Öztekin"),
        # a mailbox is nobody, unless it signs
        ("en", "Garden <garden@fernhall.example>", "", ""),
        ("en", "Crew <crew@greenhall.example>", "Cheers\nThe Greenhall crew", ""),
        ("en", "Maxi <maxi@fernhall.example>", "Cheers\nMaxi", "Maxi"),
        ("de", "Lene <lene@nordwerk.example>", "Es grüßt Lene", "Lene"),
        ("da", "Restaurant Tang <booking@tang.example>", "Knus Amalie", "Amalie"),
    ],
)  # fmt: skip
def test_who_signs_is_called_so(language: str, sender: str, foot: str, person: str) -> None:
    assert read(language, sender, f"{NO[language]}{foot}").person == person


@pytest.mark.parametrize(
    ("language", "subject", "text", "role"),
    [
        (
            "pl",
            "Re: Aplikacja - pomoc kuchenna",
            "Na stanowisko pomocy kuchennej wybraliśmy inną osobę.",
            "pomoc kuchenna",
        ),
        ("pl", "Oferta pracy", "Na stanowisko prawnika wybraliśmy inną osobę.", "prawnika"),
        ("pl", "Sklep - Kasa", "Na stanowisko kasjera wybraliśmy inną osobę.", "kasjera"),
        ("pl", "Kucharka - odpowiedź", "Na stanowisko kucharza wybraliśmy inną osobę.", "kucharza"),
        ("pl", "Kierownik", "Na stanowisko kierowcy wybraliśmy inną osobę.", "kierowcy"),
        ("pl", "Nordwerk - Magazyn", "Na stanowisko magazyniera wybraliśmy inną osobę.", "magazyniera"),
        ("pl", "Decyzja", "Na stanowisko pomocy kuchennej wybraliśmy inną osobę.", "pomocy kuchennej"),
        (
            "pl",
            "Nabór na wolne stanowisko urzędnicze: podinspektor ds. zieleni",
            "Pana oferta nie spełnia wymagań.",
            "podinspektor ds. zieleni",
        ),
        (
            "fr",
            "Candidature",
            "Vous avez postulé au poste d'agent de cantine à pourvoir au sein de notre école.",
            "agent de cantine",
        ),
        ("nl", "Je sollicitatie", "Over de functie Content Marketeer verder nog niets.", "Content Marketeer"),
    ],
)  # fmt: skip
def test_a_post_as_it_is_called(language: str, subject: str, text: str, role: str) -> None:
    assert read(language, "<jobs@mail.example>", f"{text}\n\n{NO[language]}", subject).role == role


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("einen Ausbildungsplatz zum Bankkaufmann", "Bankkaufmann"),
        ("Ausbildung zur Köchin", "Köchin"),
        ("Ausbildungsleiter", "Ausbildungsleiter"),
        ("selectieprocedure voor maatschappelijk werker", "maatschappelijk werker"),
        ("barista trial shift", "barista"),
        ("Shift Manager", "Shift Manager"),
        ("Primary School Librarian 小学图书管理员", "Primary School Librarian"),
        ("小学图书管理员", "小学图书管理员"),
    ],
)
def test_what_stands_around_a_post_is_none_of_it(name: str, role: str) -> None:
    assert as_said(name, "") == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Thank you for applying for the post of Children's Librarian.", "Children's Librarian"),
        ("Thank you for applying for Save the Children's Accountant role.", "Accountant"),
        ("Thank you for your interest in Women's Aid.", ""),
        ("Thank you for applying to Older People's Head Office.", ""),
    ],
)
def test_whom_a_post_is_for_belongs_to_it_and_whose_it_is_does_not(text: str, role: str) -> None:
    assert read("en", "<jobs@mail.example>", f"{text}\n\n{NO['en']}").role == role

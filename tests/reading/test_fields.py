"""What stands in a line of its own behind a label, and what only looks so."""

from __future__ import annotations

import time

import pytest

from tests.reading.read_mails import read
from watcher.reading import fields, posts
from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.platforms import is_called_so
from watcher.reading.types import Address, Message, Named, Verdict

SENDER = "Notice <notice@mail.example>"


def values(text: str, what: str) -> list[str]:
    return list(fields.values(Message("a" * 64, text=text), what))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Employer: Harbour Looms", "Harbour Looms"),
        ("Arbeitgeber:    Webwerk Krahl", "Webwerk Krahl"),
        ("| Empresa        | Telares Ribera     |", "Telares Ribera"),
        ("Azienda         Tessitura Fioralba", "Tessitura Fioralba"),
        ("Employeur : Filature du Val", "Filature du Val"),
        ("Firma ........ Tkalnia Sosnowa", "Tkalnia Sosnowa"),
        ("▼企業名：海原織物株式会社", "海原織物株式会社"),
        ("公司　　　澄波织造", "澄波织造"),
        ("├ 公司名稱：澄波織造", "澄波織造"),
    ],
)
def test_a_company_behind_its_label(line: str, value: str) -> None:
    assert values(f"Hello,\n\n{line}\n\nBye", fields.COMPANY) == [value]


@pytest.mark.parametrize(
    "line",
    [
        "Our company: where everybody counts",
        "The employer pays for the trip.",
        "Company",
        "Company:",
        "Company policy: be on time",
        "Company: confidential",
        "Company | Products | Careers",
        "企業名：非公開",
        "Employer " + "x" * 200,
    ],
)
def test_no_label_or_nothing_behind_it(line: str) -> None:
    assert values(line, fields.COMPANY) == []


def test_what_a_tracking_system_lays_out_is_read_as_it_stands() -> None:
    text = (
        "Your status has changed.\n\nEmployer: Harbour Looms\nPosition:  Loom Fitter\nStatus:  Not selected\n"
    )
    found = read("en", SENDER, text, "Status change")
    assert (found.company, found.role) == ("Harbour Looms", "Loom Fitter")


def test_two_employers_are_none() -> None:
    text = "Your applications.\n\nEmployer: Harbour Looms\nEmployer: Quillmark\n"
    assert read("en", SENDER, text, "Status change").company == ""


def test_a_post_is_not_longer_than_the_mail_calls_it() -> None:
    text = (
        "Thank you for applying for the position of Ward Nurse. We have chosen somebody else.\n\n"
        "Position: Ward Nurse, third floor\n"
    )
    assert read("en", SENDER, text, "Your application").role == "Ward Nurse"


def test_a_label_takes_linear_time() -> None:
    started = time.perf_counter()
    lines = (
        "Company" + " " * 112,
        "Company: a | " * 9,
        "Company" + "." * 112,
        "| " * 59,
        "a  " * 39,
        "Company:" * 14,
    )
    for text in ("Company" + " " * 90_000, *((line + "\n") * 900 for line in lines)):
        list(fields.values(Message("a" * 64, text=text), fields.COMPANY))
        fields.plain(text)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "name",
    [
        "JobLantern",
        "JobLantern Ltd",
        "Talentbrücke GmbH",
        "Kandidatweb",
        "RekruPunkt",
        "Kariyerköprü",
        "eKandydat",
        "PracoPort",
    ],
)
def test_a_platform_that_nobody_has_listed_is_told_by_its_name(name: str) -> None:
    assert is_called_so(name)


@pytest.mark.parametrize(
    "name",
    [
        "Jobst",
        "Jobling",
        "JOBLINGE",
        "Talent",
        "Candide",
        "Hire",
        "Karriere",
        "Talent House",
        "Vacansoleil",
        "Employsure",
    ],
)
def test_a_house_may_be_called_nearly_so(name: str) -> None:
    assert not is_called_so(name)


@pytest.mark.parametrize("post", ["Recruiterin", "Karriereberaterin", "Jobbcoach", "Talentmanager"])
def test_a_post_may_be_called_so(post: str) -> None:
    assert posts.as_said(post, "Acme") == post


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Vendeur F/H", "Vendeur"),
        ("Contrôleur de gestion H/F", "Contrôleur de gestion"),
        ("Controller m/w/d", "Controller"),
        ("Juristin/eines Juristen im Wasserrecht", "Juristin"),
        ("Referentin / eines Referenten", "Referentin"),
        ("Tester A/B", "Tester A/B"),
        ("Koch/Köchin", "Koch/Köchin"),
        ("Leiter F/E", "Leiter F/E"),
        ("Bankkauffrau/eine Assistentin", "Bankkauffrau/eine Assistentin"),
    ],
)
def test_for_whom_a_post_is_stands_in_no_reply(written: str, read_as: str) -> None:
    assert posts.as_said(written, "Acme") == read_as


def test_a_house_s_own_address_for_applications_is_no_platform() -> None:
    text = "Hi Robin,\n\nunfortunately the position is filled.\n\nAnna Schmidt\nAcme\n"
    assert read("en", "Acme <anna@recruiting.acme.example>", text, "Your application").company == "Acme"


def test_a_platform_is_no_employer_even_if_it_alone_signs() -> None:
    text = "Hi Robin,\n\nunfortunately the position is filled.\n\nYour JobLantern team\n"
    assert read("en", "JobLantern <hello@joblantern.example>", text, "Your application").company == ""


def test_the_house_for_which_a_platform_writes() -> None:
    text = "Bonjour,\n\nvotre candidature n'a pas été retenue.\n"
    assert (
        read("fr", "Embauchio pour Filature Doré <x@embauchio.example>", text, "Réponse").company
        == "Filature Doré"
    )


@pytest.mark.parametrize(
    "value",
    [
        "siehe unten",
        "unbekannt",
        "RCS Paris 123 456 789",
        "東京都千代田区1-1",
        "Anna Schmidt",
        "Karriere, Impressum",
        "Unser Kunde",
        "Mittelständler in Hamburg",
    ],
)
def test_what_stands_behind_a_label_and_is_no_employer(value: str) -> None:
    text = f"Guten Tag,\n\nwir haben uns für jemand anderen entschieden.\n\nArbeitgeber: {value}\n"
    assert read("de", SENDER, text, "Ihre Bewerbung").company == ""


def test_the_employer_that_a_mail_shows_goes_before_a_label() -> None:
    text = (
        "Guten Tag,\n\nwir haben uns für jemand anderen entschieden. Ihre Angaben:\n\nArbeitgeber: Quillmark GmbH\n\n"
        "Mit freundlichen Grüßen\nNordwerk GmbH\n"
    )
    sender = "Nordwerk GmbH <hr@nordwerk.example>"
    assert read("de", sender, text, "Ihre Bewerbung").company.startswith("Nordwerk")


def test_a_name_that_was_learned_goes_before_a_label() -> None:
    text = (
        "Hi Robin,\n\nthe folks at Harbour Looms decided against going on with you for the fitter job.\n\n"
        "Your details:\nEmployer: Oldworks Ltd\n\nBest\nAnna\n"
    )
    raw = f"From: Anna Schmidt <anna@mail.example>\nTo: robin@example.org\nSubject: News\n\n{text}"
    learned = Named("house", "Harbour Looms", 0.9)
    verdict = Verdict("rejection", 0.97, {"rejection": 0.97}, (), "en", "test", names=(learned,))
    found = extract(parse(raw.encode()), verdict, (Address("Robin Keller", "robin@example.org"),))
    assert found.company == "Harbour Looms"


def test_an_agency_is_not_the_employer() -> None:
    text = "Hi Robin,\n\nour client has decided to go on with somebody else.\n\nCompany: Brightwater Recruitment\n"
    sender = "Brightwater Recruitment <jo@brightwater.example>"
    assert read("en", sender, text, "Your application").company == ""


@pytest.mark.parametrize(
    "line",
    [
        "Position: filled",
        "position  has been filled.",
        "Stelle  Nr. 4711",
        "Stelle: besetzt",
        "Position: not selected",
        "Vacancy    12 000 GBP",
        "Role | Salary | Location",
        "Cargo: Directora de RRHH",
    ],
)
def test_what_stands_behind_a_label_and_is_no_post(line: str) -> None:
    text = f"Dear Robin,\n\nwe have decided to go on with somebody else.\n\n{line}\n"
    assert read("en", SENDER, text, "News").role == ""

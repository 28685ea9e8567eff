"""What stands in a line of its own behind a label, and what only looks so."""

from __future__ import annotations

import time

import pytest

from tests.reading.read_mails import read
from watcher.reading import fields
from watcher.reading.names import is_platform, is_platform_domain
from watcher.reading.types import Message

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
    for text in ("Company" + " " * 90_000, "Company: a | " * 9_000, ("Company" + "." * 100 + "\n") * 900):
        list(fields.values(Message("a" * 64, text=text), fields.COMPANY))
        fields.plain(text)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    "name",
    ["JobLantern", "Talentbrücke", "Kandidatweb", "RekruPunkt", "Kariyerköprü", "eKandydat", "PracoPort"],
)
def test_a_platform_that_nobody_has_listed_is_told_by_its_name(name: str) -> None:
    assert is_platform(name)


@pytest.mark.parametrize(
    "name", ["Jobst", "Jobling", "Talent", "Candide", "Hire", "Karriere", "Talent House"]
)
def test_a_house_may_be_called_nearly_so(name: str) -> None:
    assert not is_platform(name)


def test_the_domain_of_such_a_platform() -> None:
    assert is_platform_domain("mail.talentbridge.example")
    assert not is_platform_domain("jobst.example")
    assert not is_platform_domain("talent.example")


def test_a_platform_is_no_employer_even_if_it_alone_signs() -> None:
    text = "Hi Robin,\n\nunfortunately the position is filled.\n\nYour JobLantern team\n"
    assert read("en", "JobLantern <hello@joblantern.example>", text, "Your application").company == ""

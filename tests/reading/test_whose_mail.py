"""Which company a mail is from: what is said in passing, a department or somebody's name is none.

Each trap stands beside its twin, which must still be read.
"""

from __future__ import annotations

import pytest

from tests.reading.read_mails import NO, SIGNED, SIGNS, read
from watcher.reading.platforms import is_platform_domain
from watcher.replying import addresses


@pytest.mark.parametrize(
    ("language", "shown", "company"),
    [
        ("zh", "集团人力资源部", ""),
        ("zh", "社会招聘组", ""),
        ("zh", "智联招聘组", ""),
        ("zh", "远山食品招聘组", "远山食品"),
        ("ja", "弊社人事部", ""),
        ("ja", "新卒採用チーム", ""),
        ("ja", "ツバサ製菓採用チーム", "ツバサ製菓"),
    ],
)
def test_what_is_left_of_a_department_may_be_nobodys_name(language: str, shown: str, company: str) -> None:
    assert read(language, f"{shown} <hr@mail-x.example>", SIGNED[language]).company == company


@pytest.mark.parametrize(
    ("language", "sender", "company"),
    [
        ("nl", "Balie HR <noreply@mail-portal.example>", ""),
        ("nl", "Tulpenhof HR <noreply@mail-portal.example>", ""),
        ("nl", "Tulpenhof HR <hr@tulpenhof.example>", "Tulpenhof"),
        ("nl", "Tulpenhof HR <noreply@greenhouse.io>", "Tulpenhof"),
        ("sv", "Enheten HR <noreply@mail-portal.example>", ""),
        ("da", "Løn og HR <noreply@mail-portal.example>", ""),
        ("pl", "Ola z rekrutacji <ola@x.example>", ""),
        ("pl", "Kadry Urząd Miasta Lipno <kadry@um.lipno.example>", "Urząd Miasta Lipno"),
        ("fr", "Recrutement Mairie de Valbois <rh@valbois.example>", "Mairie de Valbois"),
        ("es", "RRHH Bodegas Robles <rrhh@bodegasrobles.example>", "Bodegas Robles"),
        ("it", "Segreteria Primario Chirurgia <segr@ospedale-valle.example>", ""),
        ("es", "Paco Luna <pacoluna64@hotmail.com>", ""),
        ("it", "giulia <giulia@legatoria.example>", ""),
    ],
)
def test_a_display_name_without_its_department_needs_a_second_sign(
    language: str, sender: str, company: str
) -> None:
    assert read(language, sender, NO[language]).company == company


@pytest.mark.parametrize(
    ("language", "sentence", "company"),
    [
        ("en", "We loved what you did in the Data Scientist role at Globex.", "Fenwick"),
        ("en", "Best of luck with your interview at Initech Systems!", "Fenwick"),
        ("en", "The hire came from the team at Initech Systems.", "Fenwick"),
        ("en", "Your interest in Initech Systems is noted.", ""),
        ("en", "I write on behalf of Initech Systems.", "Initech Systems"),
        ("en", "Thank you for your interest in Fenwick.", "Fenwick"),
        ("de", "Ihre Erfahrung bei der Globex AG ist groß.", "Fenwick"),
        ("de", "Der Kollege kommt von der Globex AG.", "Fenwick"),
        ("de", "Im Namen der Globex AG danken wir Ihnen.", "Globex AG"),
        ("fr", "Au vu de votre parcours au sein de Globex, nous hésitions.", "Fenwick"),
        ("es", "Valoramos su trabajo en la empresa Globex.", "Fenwick"),
        ("pt", "Gostámos do seu percurso na empresa Globex.", "Fenwick"),
        ("it", "La Sua candidatura e il periodo presso Globex sono notevoli.", "Fenwick"),
        ("nl", "Uw ervaring bij Globex is groot.", "Fenwick"),
        ("pl", "Cenimy Pana doświadczenie w firmie Globex.", "Fenwick"),
        ("sv", "Din erfarenhet hos Globex är stor.", "Fenwick"),
        ("da", "Din erfaring hos Globex er stor.", "Fenwick"),
        ("tr", "Globex firmasındaki deneyiminiz etkileyici.", "Fenwick"),
    ],
)
def test_a_house_that_is_named_in_passing_is_not_the_one_that_writes(
    language: str, sentence: str, company: str
) -> None:
    text = f"{NO[language]}{sentence}\n\n{SIGNS[language]}\nZorana Quill\nFenwick"
    assert read(language, "Zorana Quill <zorana.quill@fenwick.example>", text).company == company


@pytest.mark.parametrize(
    ("language", "sender", "text", "company"),
    [
        ("de", "<x@softgarden.io>", "Mit freundlichen Grüßen\nIhre Elbwerk GmbH", "Elbwerk GmbH"),
        (
            "de",
            "<x@softgarden.io>",
            "Mit freundlichen Grüßen\nPersonalabteilung der Elbwerk GmbH",
            "Elbwerk GmbH",
        ),
        ("de", "Tina Ott <x@elbwerk.example>", "Grüße\nTina von Elbwerk", "Elbwerk"),
        ("de", "Praxis <praxis@arzt-am-muenster.example>", "Unsere Räume sind am Münster.", ""),
        ("nl", "Youri van Dam <youri@hotel.example>", "Ik ben Youri van Dam.\n\nYouri", ""),
        ("nl", "<hr@debijenhof.example>", "Dank voor je sollicitatie bij De Bijenhof.", "De Bijenhof"),
        ("nl", "<hr@vandoren.example>", "Dank voor je interesse in Van Doren.", "Van Doren"),
        ("fr", "<rh@laposte-x.example>", "Merci pour votre candidature chez La Grange.", "La Grange"),
        ("pt", "<rh@saobras.example>", "Por decisão da Dr.ª Helena Sá não avançamos.", ""),
        ("es", "<no@oposiciones.pesca.example>", "Cuerpo de Inspectores de Pesca.", ""),
        ("tr", "<ik@x.example>", "Belediyemiz Fen İşleri bünyesinde çalışmak için başvurdunuz.", ""),
        ("pl", "<hr@transdrog.example>", "Pozdrawiamy,\nTransDrog Sp. j.", "TransDrog"),
        ("pl", "<hr@transdrog.example>", "Pozdrawiamy,\nTransDrog Sp. z o.o. sp. k.", "TransDrog"),
        ("tr", "<ik@transdrog.example>", "Saygılar\nTransDrog San. ve Tic. A.Ş.", "TransDrog"),
        ("nl", "<hr@transdrog.example>", "Groet,\nTransDrog B.V. i.o.", "TransDrog"),
        ("it", "<hr@transdrog.example>", "Saluti,\nTransDrog S.n.c.", "TransDrog"),
    ],
)
def test_a_company_is_named_whole_and_without_what_only_stands_beside_it(
    language: str, sender: str, text: str, company: str
) -> None:
    assert read(language, sender, NO[language] + text).company == company


@pytest.mark.parametrize(
    ("sender", "foot", "company"),
    [
        ("<no-reply@successfactors.eu>", "Resourcing Team", ""),
        ("<no-reply@successfactors.eu>", "Blue Harbor Team", "Blue Harbor"),
        ("<jobs@harbor.example>", "Harbor Team", "Harbor"),
        ("Zorana Quill <zorana@lever.co>", "Zorana", ""),
        (
            "Zorana Quill <zq@inmotive.example>",
            "Zorana Quill\nTeam Leader Robotics Labs\nInmotive s.r.o.",
            "Inmotive",
        ),
        ("Zorana Quill <zq@x.example>", "Zorana Quill\nDirector of Studies, Summer School", ""),
        ("Codility <noreply@codility.com>", "", ""),
        ("Derek Precision (中国) <hr@x.example>", "", ""),
    ],
)
def test_a_team_a_title_and_a_platform_are_no_employer(sender: str, foot: str, company: str) -> None:
    assert read("en", sender, f"{NO['en']}Kind regards,\n{foot}").company == company


@pytest.mark.parametrize(
    ("house", "department"), [("Floris Stone", "Hiring Team"), ("Hanka Light", "Careers")]
)
def test_a_department_signs_for_a_house_that_is_called_like_a_person(house: str, department: str) -> None:
    sender = f"{house} {department} <no-reply@greenhouse.io>"
    told = read("en", sender, f"Dear Robin,\n\nThank you.\n\nBest,\nThe Recruiting Team\n{house}\n")
    assert (told.company, told.person) == (house, "")


def test_a_house_signs_in_full_that_its_system_shows_in_short() -> None:
    sender = "Tessa Hiring Team <no-reply@greenhouse.io>"
    told = read("en", sender, "Dear Robin,\n\nThank you.\n\nBest,\nThe Recruiting Team\nTessa Data\n")
    assert told.person == ""


def test_somebody_signs_whom_a_system_shows_by_name() -> None:
    told = read(
        "en", "Hanka Brown <no-reply@greenhouse.io>", "Dear Robin,\n\nThank you.\n\nBest,\nHanka Brown\n"
    )
    assert told.person == "Hanka Brown"


@pytest.mark.parametrize("domain", sorted(addresses._FREE_DOMAINS))
def test_where_replies_know_that_anybody_has_a_mailbox_no_house_is_read(domain: str) -> None:
    assert addresses.is_free_mail(domain)
    assert is_platform_domain(domain)

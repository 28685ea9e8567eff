"""The employer and the post among names that were found: which is taken, and when none is."""

from collections.abc import Sequence

import pytest

from watcher.reading import phrasebook
from watcher.reading.details import names
from watcher.reading.spotting import (
    HARDLY,
    SURE_INSTEAD,
    SURE_OF_HOUSE,
    SURE_OF_OCCUPATION,
    SURE_OF_POST,
    house,
    in_part,
    is_hardly,
    post,
)
from watcher.reading.tagger import HOUSE
from watcher.reading.types import Address, Message, Named, Verdict

MAIL = Message(
    "f" * 64, sender=Address("Nadia Berg", "nadia@krahl.example"), text="Dear Robin,\n\nhello.\n\nNadia Berg"
)
SURE, UNSURE = SURE_OF_HOUSE + 0.05, SURE_OF_HOUSE - 0.05


def houses(
    *names: tuple[str, str, float],
    mail: Message = MAIL,
    writer: str = "Nadia Berg",
    own: Sequence[str] = (),
) -> str:
    return house([Named(*one) for one in names], mail, set(), None, writer, own)


def posts(
    *names: tuple[str, str, float], company: str = "", language: str = "en", people: Sequence[str] = ()
) -> str:
    book = None if language == "en" else phrasebook.load(language)
    return post([Named(*one) for one in names], company, book, people)


def test_a_name_has_to_be_sure_enough() -> None:
    assert houses(("house", "Krahl Elektro", SURE)) == "Krahl Elektro"
    assert houses(("house", "Krahl Elektro", UNSURE)) == ""
    assert houses(("other_house", "Krahl Elektro", 1.0)) == ""


def test_a_name_that_comes_again_is_surer() -> None:
    assert houses(("house", "Krahl", 0.5), ("house", "KRAHL", 0.5)) == "Krahl"


def test_a_name_that_is_another_house_elsewhere_is_in_doubt() -> None:
    assert houses(("house", "Krahl", 0.9), ("other_house", "Krahl", 0.9)) == ""


def test_the_longer_form_of_a_name_is_taken() -> None:
    assert houses(("house", "Ravelin", 0.95), ("house", "Transports Ravelin", SURE)) == "Transports Ravelin"


def test_departments_and_legal_forms_are_no_part_of_a_name() -> None:
    assert houses(("house", "Krahl Careers Team", SURE)) == "Krahl"
    assert houses(("house", "Biolattea S.p.A.", SURE)) == "Biolattea"


@pytest.mark.parametrize(
    "name", ["Nadia Berg", "Regards Nadia Berg", "Greenhouse", "Talent Acquisition", "Anna Lund"]
)
def test_what_is_no_house(name: str) -> None:
    assert houses(("house", name, 1.0)) == ""


def test_what_only_the_senders_own_name_shows_is_no_house_unless_the_domain_spells_it() -> None:
    somebody = Message("f" * 64, sender=Address("Odran Vesk", "odran@mail.example"), text="Hello.\n")
    assert houses(("house", "Vesk", 1.0), mail=somebody) == ""
    firm = Message("f" * 64, sender=Address("Odran Vesk", "odran@vesk.example"), text="Hello.\n")
    assert houses(("house", "Vesk", 1.0), mail=firm) == "Vesk"


@pytest.mark.parametrize("name", ["Keller", "Robin Keller", "Regards Robin Keller"])
def test_neither_is_a_name_of_the_persons_own_nor_a_part_of_it(name: str) -> None:
    assert houses(("house", name, 1.0), own=["Robin Keller"]) == ""
    assert posts(("post", name, 1.0), people=["Robin Keller"]) == ""


def test_what_could_be_somebody_is_no_house_where_nobody_else_signs() -> None:
    assert houses(("house", "Wenzel Haberland", 1.0), writer="") == ""
    assert houses(("house", "Haberland GmbH", 1.0), writer="") == "Haberland GmbH"
    assert houses(("house", "Kreisgut Marwitz", 1.0), writer="Petra Lohse") == "Kreisgut Marwitz"


def test_a_long_word_of_the_domain_says_whose_it_is() -> None:
    for address, name in (
        ("jo@werkenbijnoordvelt.example", "Noordvelt Verzekeringen"),
        ("jo@mail.example", ""),
    ):
        mail = Message(
            "f" * 64, sender=Address("Noordvelt Verzekeringen", address), text="Beste Robin,\n\nja."
        )
        assert houses(("house", "Noordvelt Verzekeringen", 0.95), mail=mail, writer="") == name
    somebody = Message("f" * 64, sender=Address("Xiomara Quispe", "no-reply@mailer.example"), text="Hello.")
    twice = ("house", "Xiomara Quispe", 0.95)
    assert houses(twice, twice, mail=somebody, writer="") == ""


def test_a_street_is_no_house() -> None:
    for line, name in (("Rue du Château 3", ""), ("Office 3 vous remercie.", "Château 3")):
        mail = Message("f" * 64, text=f"Bonjour,\n\n{line}\n".replace("Office 3", "Château 3"))
        assert houses(("house", "Château 3", SURE), mail=mail, writer="") == name


def test_stars_are_no_part_of_a_hotel() -> None:
    for name in ("Hotel Rosengarten", "Hotel Rosengarten ****", "Hotel Rosengarten *** s"):
        assert houses(("house", name, SURE)) == "Hotel Rosengarten"


def test_what_goes_on_behind_a_post_is_none_of_it() -> None:
    surely = [Named("post", "trainee waterbeheer", SURE_INSTEAD)]
    assert in_part("trainee waterbeheer nodigen", surely, "") == "trainee waterbeheer"
    unsure = [Named("post", "trainee waterbeheer", SURE_INSTEAD - 0.05)]
    assert in_part("trainee waterbeheer nodigen", unsure, "") == "trainee waterbeheer nodigen"
    for whole, part in (
        ("Kaufmann für Büromanagement", "Kaufmann"),
        ("Ingenieur Stufe 2", "Ingenieur Stufe"),
        ("Genel Müdür Yardımcısı", "Genel Müdür"),
        ("addetto alle vendite", "addetto"),
        ("clerk of works", "clerk"),
    ):
        assert in_part(whole, [Named("post", part, 1.0)], "") == whole
    assert in_part("Senior Planner", [Named("post", "Planner", 1.0)], "") == "Senior Planner"
    both = [Named("post", "planner", 1.0), Named("post", "planner nights", 0.5)]
    assert in_part("planner nights", both, "") == "planner nights"


def test_an_agency_is_not_the_employer() -> None:
    text = "Dear Robin,\n\nour client has chosen somebody else.\n\nNadia Berg\nKrahl Search"
    agency = Message("f" * 64, sender=MAIL.sender, text=text)
    assert houses(("house", "Krahl Search", 1.0), mail=agency) == ""
    assert (
        houses(("house", "Orchard Foods", 1.0), ("house", "Krahl Search", 1.0), mail=agency)
        == "Orchard Foods"
    )


def test_a_post_that_says_what_somebody_does_need_not_be_so_sure() -> None:
    between = (SURE_OF_OCCUPATION + SURE_OF_POST) / 2
    assert posts(("post", "night baker", between)) == "night baker"
    assert posts(("post", "the ferry", between)) == ""
    assert posts(("post", "konditor", between), language="da") == "konditor"


def test_the_surest_post_is_taken() -> None:
    assert posts(("post", "Baker", 0.7), ("post", "Night Baker", 0.9)) == "Night Baker"


def test_the_employer_is_no_post() -> None:
    assert posts(("post", "Krahl", 1.0), company="Krahl") == ""


@pytest.mark.parametrize(("chance", "expected"), [(HARDLY - 0.05, True), (HARDLY + 0.05, False)])
def test_what_a_rule_finds_is_hardly_a_house_where_no_such_name_is_found(
    chance: float, expected: bool
) -> None:
    assert is_hardly([Named("house", "Krahl", chance)], "Krahl", HOUSE) is expected


def test_a_longer_or_shorter_form_of_a_name_speaks_for_it() -> None:
    assert not is_hardly([Named("house", "Transports Ravelin", 1.0)], "Ravelin", HOUSE)
    assert not is_hardly([Named("house", "Ravelin", 1.0)], "Transports Ravelin", HOUSE)


def test_of_names_that_only_begin_alike_the_surer_is_taken() -> None:
    assert houses(("house", "Nova", 0.95), ("house", "Novartis", SURE)) == "Nova"
    assert (
        posts(("post", "Bäcker*in", 0.95), ("post", "Bäcker", 0.7), ("post", "Koch", 0.8), language="de")
        == "Bäcker"
    )


def test_the_learned_names_fill_what_no_rule_finds_and_mend_what_a_rule_finds_wrongly() -> None:
    text = "Dear Robin,\n\nthank you for your application to Krahl. We have chosen somebody else.\n\nNadia Berg\n"
    mail = Message("f" * 64, subject="Hello", sender=Address("Nadia Berg", "nadia@mail.example"), text=text)

    def read(*learned: Named) -> tuple[str, str]:
        found = names(mail, Verdict("rejection", 0.9, {}, (), "en", "test", names=learned), ())
        return found.company, found.role

    assert read() == ("Krahl", "")
    assert read(Named("post", "night baker", 0.95)) == ("Krahl", "night baker")
    assert read(Named("house", "Orchard Foods", 0.95)) == ("Orchard Foods", "")
    assert read(Named("house", "Orchard Foods", 0.95), Named("house", "Krahl", 0.5)) == ("Krahl", "")
    assert read(Named("house", "Orchard Foods", SURE_INSTEAD - 0.05)) == ("Krahl", "")
    for no_house in ("Greenhouse", "Nadia Berg"):
        sure = Named("house", no_house, 0.95)
        assert read(sure, Named("house", "Orchard Foods", SURE)) == ("Krahl", "")


def test_in_traditional_characters_a_name_stays_as_it_stands() -> None:
    text = "Robin 您好：\n\n感謝應徵鳳杉酒店的賓客關係經理，經評估後我們無法錄取您。\n\n鳳杉酒店 人資部\n"
    mail = Message("f" * 64, subject="應徵結果", sender=Address("人資部", "hr@mail.example"), text=text)
    learned = (Named("post", "賓客關係經理", 0.95), Named("house", "鳳杉酒店", 0.95))
    found = names(mail, Verdict("rejection", 0.9, {}, (), "zh", "test", names=learned), ())
    assert (found.company, found.role) == ("鳳杉酒店", "賓客關係經理")

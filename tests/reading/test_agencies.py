"""An agency passes its client's answer on. Any firm has clients, and may speak of them: that makes it none."""

from __future__ import annotations

import dataclasses

import pytest

from tests.reading.read_mails import told
from watcher.reading import agencies
from watcher.reading.types import Address, Message

AGENT = Address("Mira Holm", "mira@nordwerk.example")


@pytest.mark.parametrize(
    ("language", "customer", "client"),
    [
        ("en", "Our client Ferrostone likes our work.", "Our client Ferrostone has chosen somebody else."),
        ("en", "You would have worked on the client side.", "I have heard back from my client: it is a no."),
        ("en", "The work for our client, a bank, needs more.", "Our client's feedback is a no."),
        (
            "en",
            "Your update from Ferrostone Logistics.",
            "I have had some feedback from Ferrostone Logistics.",
        ),
        ("en", "We had feedback from Ferrostone, our customer.", "We had feedback from Ferrostone."),
        ("en", "We got feedback from Radu and Vlad.", "We got feedback from Ferrostone."),
        (
            "de",
            "Sie hätten unseren Kunden Ferrostone betreut.",
            "Unser Kunde Ferrostone hat sich anders entschieden.",
        ),
        ("de", "Für unseren Kunden planen Sie.", "Ich habe von meinem Mandanten eine Absage erhalten."),
        (
            "fr",
            "La mission chez notre client Ferrostone est attribuée.",
            "Notre client Ferrostone a choisi un autre profil.",
        ),
        (
            "es",
            "Valoramos tu trato con nuestro cliente Ferrostone.",
            "Nuestro cliente Ferrostone ha elegido a otra persona.",
        ),
        (
            "pt",
            "O trabalho com o nosso cliente Ferrostone exige mais.",
            "O nosso cliente Ferrostone escolheu outra pessoa.",
        ),
        (
            "it",
            "Il lavoro per il nostro cliente Ferrostone richiede altro.",
            "Il nostro cliente Ferrostone ha scelto altri.",
        ),
        ("nl", "Onze klant Ferrostone is tevreden.", "Onze klant Ferrostone heeft een ander gekozen."),
        ("pl", "Nasz klient, firma Ferrostone, ceni jakość.", "Dostałam odpowiedź od klienta."),
        ("sv", "Här möter du vår kund Ferrostone.", "Vi har fått besked från vår kund Ferrostone."),
        ("da", "Du ville arbejde for vores kunde Ferrostone.", "Vores kunde Ferrostone har valgt en anden."),
        (
            "tr",
            "Müşterimiz Ferrostone için çalışacaktınız.",
            "Müşterimiz Ferrostone başka bir adayla ilerlemeye karar verdi.",
        ),
        (
            "ja",
            "ロビン様からご連絡をいただきました。",
            "株式会社フェロ様より、見送りとのご連絡がございました。",
        ),
        ("zh", "客户经理岗位我们最终选择了另一位。", "客户蓝石物流那边给了反馈。"),
    ],
)
def test_a_client_is_one_where_it_answers(language: str, customer: str, client: str) -> None:
    found = told(language, customer, AGENT)
    assert (found.via, found.company) == ("", "")
    assert told(language, client, AGENT).via == "agency"


@pytest.mark.parametrize(
    ("language", "text", "company"),
    [
        ("nl", "Onze klant Ferrostone heeft een ander gekozen.", "Ferrostone"),
        ("de", "Unser Kunde Ferrostone hat sich anders entschieden.", "Ferrostone"),
        ("sv", "Vi har fått besked från vår kund Ferrostone.", "Ferrostone"),
        ("ja", "株式会社フェロ様より、見送りとのご連絡がございました。", "株式会社フェロ"),
        (
            "en",
            "Our client Ferrostone has chosen somebody else. Our client Bluewater likes us.",
            "Ferrostone",
        ),
    ],
)
def test_the_client_that_answers_is_the_employer(language: str, text: str, company: str) -> None:
    assert told(language, text, AGENT).company == company


def test_an_agency_by_its_name_may_speak_of_its_client_as_it_likes() -> None:
    agency = Address("Mira Holm", "mira@holm-search.example")
    assert told("en", "Our client, Ferrostone, was glad of your time.", agency).company == "Ferrostone"
    assert told("de", "Unser Kunde Ferrostone dankt Ihnen.", agency).company == "Ferrostone"


@pytest.mark.parametrize("address", ["careers@ferrostone.example", "noreply@greenhouse.io"])
def test_who_tells_of_its_own_house_is_no_agency(address: str) -> None:
    text = "I have had some feedback from the hiring team at Ferrostone."
    assert told("en", text, Address("Ferrostone", address)).via == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thank you for your time with our client's managing director."),
        ("nl", "We spraken met onze klant."),
        ("it", "Ne ho parlato con il nostro cliente."),
    ],
)
def test_who_speaks_of_a_client_is_the_employer_only_if_the_mail_says_so(language: str, text: str) -> None:
    assert told(language, text).company == ""
    assert told("en", "Thank you for your application to Nordwerk. " + text).company == "Nordwerk"


@pytest.mark.parametrize(
    ("language", "department", "agency"),
    [
        ("nl", "Afdeling Werving", "Brug Detachering BV"),
        ("nl", "Recruiter", "Intercedent Techniek"),
        ("es", "Departamento de Selección", "Nexo Selección, S. L."),
        ("fr", "Service Recrutement", "Lenoir & Associés, conseil en recrutement"),
        ("sv", "Rekrytering", "Kompass Rekrytering & Bemanning AB"),
        ("it", "Ufficio Selezione", "Agenzia per il lavoro Lago"),
        ("pl", "Dział Rekrutacji", "Agencja zatrudnienia nr 4711"),
        ("tr", "İnsan Kaynakları", "Köprü İK Danışmanlık"),
        ("pt", "Recrutamento e Seleção", "Ponte Recrutamento, Lda."),
        ("da", "Rekruttering", "Bro Vikarbureau"),
        ("de", "Personalabteilung", "Brücke Personaldienstleistungen GmbH"),
    ],
)
def test_an_agency_says_at_the_foot_what_it_is(language: str, department: str, agency: str) -> None:
    closing = "\n\nMira Holm\n"
    assert told(language, "Robin" + closing + department, AGENT).via == ""
    assert told(language, "Robin" + closing + agency, AGENT).via == "agency"


def test_a_system_called_as_an_agency_sends_for_the_house_that_replies_go_to() -> None:
    sender = Address("Mira Holm", "no-reply@holm-recruitment.example")
    message = Message(
        "f" * 64, sender=sender, text="Dear Robin", reply_to=(Address("", "jobs@mill.example"),)
    )
    assert not agencies.writes_for_another(message)
    assert agencies.writes_for_another(dataclasses.replace(message, reply_to=(sender,)))

"""Which lines say nothing of what their mail says."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.bare_lines import is_address, is_bare, is_link, is_no_text

#: Dates, how somebody is reached, numbers to quote or to pay to.
BARE = [
    "12 March 2026", "March 12, 2026", "Monday, 12 March 2026", "Date: 12.03.2026", "2026-01-19", "Le 12 mars 2026",
    "dnia 12 marca 2026 r.", "2026年3月12日", "2026年3月12日（木）",
    "Tel. +49 30 1234567", "Fax: 030/1234-56", "E-Mail: hr@acme.example", "T 0113 496 0000 | F 0113 496 0001",
    "Tél. : 01 23 45 67 89", "TEL 03-1234-5678", "電話：03-1234-5678", "电话：010-1234 5678", "www.acme.example",
    "https://acme.example/jobs", "<hr@acme.example>",
    "Ref.: 2026-0417", "Our ref: HR/2026/0417", "Unser Zeichen: AZ-12/26", "Nos réf. : 26-113", "Prot. n. 1183",
    "Ons kenmerk: 26/113", "Znak sprawy: KD.113.2026", "Dnr 2026/117", "[4K2LQ9-X7RM]", "ref:_00D20abc._5002xyz:ref",
    "[Ticket #338120]", "Case no. 4711", "IBAN DK50 4180 0010 7728 15",
]  # fmt: skip
#: What looks like an address, and so may still say something.
ADDRESSES = [
    "12 High Street", "12a High Street", "Leeds LS1 4AB", "Springfield, IL 62704", "Hauptstraße 1, 10115 Berlin",
    "Acme GmbH, Hauptstraße 1, 10115 Berlin", "12 rue de la Paix", "75008 Paris", "C/ Mayor 4, 28013 Madrid",
    "Via Roma 12, 20121 Milano", "Rua do Ouro 12", "Keizersgracht 12, 1015 CS Amsterdam", "ul. Marszałkowska 10",
    "00-001 Warszawa", "Storgatan 3, 111 22 Stockholm", "Havnegade 30", "6700 Esbjerg", "Atatürk Bulvarı 12, Ankara",
    "〒100-0001 東京都千代田区千代田1-1", "中山路118号",
    "Berlin, den 12. März 2026", "Paris, le 12 mars 2026", "Milano, 12 marzo 2026", "León, a 12 de marzo del 2026",
    "Lisboa, 12 de março de 2026", "Utrecht, 12 maart 2026", "Malmö den 4 februari 2026", "İstanbul, 12 Mart 2026",
    "[Acme logo]", "[Bild: Kopfzeile]", "[image: banner]",
    "Absage, 10115 Berlin", "4712 Job Offer", "No, 12 March 2026",
]  # fmt: skip
#: What programs put there.
NO_TEXT = [
    "[cid:image001.png@01D9A2.3F4C5D60]", "<https://acme.example/a?b=c>",
    "##- Please type your reply above this line -##", "--- Reply above this line ---",
    "##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein -##", "##- Skriv ditt svar ovanför den här raden -##",
    "## この行より上に返信してください ##", "Seite 2 von 3", "Page 1/2", "Pag. 2/2", "Side 2/2",
]  # fmt: skip
SAYING = [
    "Application 2026-0417", "Application no. 4711: closed", "Position 4711 Filled", "Absage 4711",
    "Stelle 4711 besetzt",
    "12.03.2026: not selected", "Closed 12 March 2026", "filled 12.03.2026", "Status: abgelehnt (12.03.2026)",
    "[Position filled]", "[Bewerbung 4711 abgelehnt]", "Vacancy 2026-117 filled 12 March 2026", "Place 2 of 40",
    "Köplats 2 av 40", "We chose 2 others", "Not selected - 12 March 2026", "Your application 4711", "Job ID: 12345",
    "Interview: Thursday 12 March, 14:00, 12 Mill Lane, Leeds LS1 4AP", "Thursday 12 March at 10", "12 March, 14:00",
    "Gespräch: Donnerstag, 12. März, 14:00 Uhr, Hauptstraße 12, 10115 Berlin", "Start date: 1 April 2026",
    "Order 4711 shipped", "Invoice no. 2026-113, due 12 March", "Loan application 4711", "Flat at 12 High Street: let",
    "Call me on 0171 2345678 tomorrow?", "See you on 12 March", "Vi ses den 12 mars!", "Vi ses den 12. marts",
    "Not this time, 12 others were better", "応募番号4711:選考終了", "2026/03/12:不採用", "入社日:2026年4月1日",
    "受験番号A-10482:合格", "申请编号4711:已关闭", "2026-03-12:未入选", "面试:3月12日(周四)14:00,解放路118号",
    "漕溪北路398号603室:已出租", "3月12日见", "Kind regards", "Acme GmbH", "Ms Anna Keller", "", "No",
    "4711 candidates", "4711: No", "2026-113: no", "Case no.", "## Reply above this line ## We chose somebody else.",
    "201-4711 We have chosen another candidate.", "[Position filled: logo designer] 4711",
]  # fmt: skip


@pytest.mark.parametrize("line", BARE)
def test_a_line_of_nothing_but_dates_and_numbers_is_bare(line: str) -> None:
    assert is_bare(line)
    assert not is_no_text(line) or is_link(line)


@pytest.mark.parametrize("line", ADDRESSES)
def test_what_looks_like_an_address_is_told_apart_from_what_is_bare(line: str) -> None:
    assert is_address(line)
    assert not is_bare(line)
    assert not is_no_text(line)


@pytest.mark.parametrize("line", NO_TEXT)
def test_what_programs_put_there_is_no_text(line: str) -> None:
    assert is_no_text(line)


@pytest.mark.parametrize("line", SAYING)
def test_a_line_with_any_other_word_is_none_of_them(line: str) -> None:
    assert not is_bare(line)
    assert not is_no_text(line)
    assert not is_address(line)


def test_a_link_is_an_address_and_nothing_else() -> None:
    assert is_link("https://acme.example/jobs")
    assert is_link("hr@acme.example")
    assert not is_link("Tel. 030 1234567, hr@acme.example")


@given(st.text(max_size=200))
def test_any_line_has_an_answer(line: str) -> None:
    assert {is_bare(line), is_address(line), is_no_text(line)} <= {True, False}


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a1-", "A B ", "-- ", "[", "1.2.", "Hauptstr ", "1, ", "a@", "年月"]
)
def test_the_oddest_line_is_answered_at_once(piece: str) -> None:
    line = (piece * 100)[:90]
    start = time.perf_counter()
    for _ in range(20):
        is_bare(line), is_address(line), is_no_text(line)
    assert time.perf_counter() - start < 0.2

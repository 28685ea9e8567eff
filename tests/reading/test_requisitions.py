"""The number of a post: what stands before it, which of several is its own, and what only looks like one."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from watcher.reading.requisition import requisition
from watcher.reading.types import Message


def read(text: str, subject: str = "", role: str = "", signature: str = "") -> str:
    date = datetime(2026, 3, 10, 9, tzinfo=UTC)
    return requisition(Message("a" * 64, subject=subject, date=date, text=text, signature=signature), role)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Vacancy 318-26-774510: Physiotherapist", "318-26-774510"),
        ("the interview for campaign TRN-26-118", "TRN-26-118"),
        ("| Vacancy number | LOOM-26-04 |", "LOOM-26-04"),
        ("Posting Number    S0148", "S0148"),
        ("our position #3041, loom fitter", "3041"),
        ("our vacancy no. 12, that of the fitter", "12"),
        ("die Anzeige mit der Chiffre ZK 40831", "ZK 40831"),
        ("unter dem Kennzeichen WEB 51-08/26", "WEB 51-08/26"),
        ("Numéro de poste : 14 211", "14 211"),
        ("nuestro anuncio nº 27", "27"),
        ("la búsqueda #3394", "3394"),
        ("Job Posting #318, our vacancy #318", "318"),
        ("Ref: HR 2026/14\nJob ID 4711", "4711"),
        ("N/Réf : AS 12\nOffre VAC-2026-112", "VAC-2026-112"),
        ("Kenmerk: HR 2026/14\nvacaturenummer 4711", "4711"),
        ("Vacancy no. 4711. Our competition no. 12.", "4711"),
        ("ID de la posición: LQ-0458", "LQ-0458"),
        ("annonsen med nummer 26-0915", "26-0915"),
        ("ogłoszenie oznaczone symbolem TK-26-PŁ", "TK-26-PŁ"),
        ("2026-QX-018号岗位的材料", "2026-QX-018"),
        ("お仕事No.K2603-119", "K2603-119"),
        ("Re: Archivist, ABC/25-26/0418", "ABC/25-26/0418"),
        ("Regarding vacancy no. 4711 I am sorry", "4711"),
        ("Job ID 4711 A member of our team", "4711"),
        ("ogłoszenie nr 163842 W związku z tym", "163842"),
        ("Vacancy number 318 40 hours", "318"),
        ("Poste n° 604 35 heures", "604"),
        ("Job: Data Analyst | Job ID: 4711", "4711"),
        ("Standort: Hamburg | Kennziffer 4711", "4711"),
        ("the vacancy  no. 4711", "4711"),
        ("Requisition: 77-PO-C", "77-PO-C"),
        ("Req. ID：HR-114-TYO", "HR-114-TYO"),
        ("JobID 2261: Teacher", "2261"),
        ("Ihre Bewerbung im Verfahren NFF-2026/2", "NFF-2026/2"),
        ("unter der Ausschreibungszahl MA-K-0226/18", "MA-K-0226/18"),
        ("die Stelle mit der Kennziffer 2026-31-07", "2026-31-07"),
        ("die Kennziffer 50-07/2026", "50-07/2026"),
        ("Kundenberater/in Kennzahl 4410", "4410"),
        ("notre annonce 604", "604"),
        ("N° de l'offre : 118842", "118842"),
        ("sous le n° d’annonce 2218", "2218"),
        ("votre entrevue (affichage AQ-26-031)", "AQ-26-031"),
        ("la vacante GT-2217, Gerente", "GT-2217"),
        ("la oferta 118842, Encargado", "118842"),
        ("la plaza de Profesor (código PAD-26-14)", "PAD-26-14"),
        ("el proceso de selección (requerimiento 40088215)", "40088215"),
        ("para a vaga de Coordenador (vaga 5583)", "5583"),
        ("O edital PS-014/2025 está suspenso", "PS-014/2025"),
        ("bando di concorso n. 07/2025", "07/2025"),
        ("Codice selezione: TECN-2026-011", "TECN-2026-011"),
        ("de procedure (vacature P-2025-44)", "P-2025-44"),
        ("uw brief (kenmerk OV-2026-018)", "OV-2026-018"),
        ("traineeprogrammet (annons-id 7715)", "7715"),
        ("anställningen som utredare (dnr 2.3.1-0088/2026)", "2.3.1-0088/2026"),
        ("som bioanalytiker (opslag 26/0392)", "26/0392"),
        ("stillingen som jurist, j.nr. 2026-1174", "2026-1174"),
        ("ogłoszenie nr 163842", "163842"),
        ("w konkursie (konkurs nr WNB/3/2026)", "WNB/3/2026"),
        ("nr wakatu 20931", "20931"),
        ("açılan 2026/07 sayılı ilan kapsamında", "2026/07"),
        ("İş kodu: DL-0388/Gebze.", "DL-0388/Gebze"),
        ("案件番号：A-26-031", "A-26-031"),
        ("職位編號：HRO/26/0055", "HRO/26/0055"),
        ("公告編號：115-復-08。", "115-復-08"),
        ("（檔號：HRO/26/0055）", "HRO/26/0055"),
        ("Ref.4711 and Réf. n° 4711", "4711"),
        ("our Policy Adviser (PSR-2219) post", "PSR-2219"),
        ("Universitetsadjunkt (PAR 2025/312)", "PAR 2025/312"),
        ("opslaget (2026-224-07811)", "2026-224-07811"),
        ("Account Manager (REF2219K)", "REF2219K"),
        ("the post of Baker (ID 40915)", "40915"),
    ],
)
def test_forms_of_a_number_and_the_words_before_it(text: str, number: str) -> None:
    assert read(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "418 555-0131, poste 2603",  # a telephone's
        "Tel. directo 976 12 34 56, vacante 612 345 678",
        "nuestra tienda de Dénia (03700)",
        "HRB 221133 B, VAT DE123456789, (HRB-221133)",
        "Kd.-Nr. 77120, N.º cliente 77120, Cod. cliente 77120",
        "[Ticket#2026031] Ticket: R-2204",
        "your application (ID 40915)",
        "Ihre Bewerbung (BW-2026-1234)",
        "Meeting-ID: 8842, Zoom (ID 88421)",
        "identificativo domanda: 2291847, domanda n. 2291847",
        "Prot. n. 0004418/2026, decreto n. 212",
        "v/ ref. K-12",
        "Kod dostępu: 7F-3390-KR, your code (code 448812)",
        "a vacancy 2025/26, vacature 32-36 uur, Stelle 80-100 %",
        "Stellenanzeige 80-100 %, vacature 36-40, Stelle A13/A14",
        "una oferta 2500 €, offre 2500 euros",
        "Bewerbungen auf diese Ausschreibung: 143.",
        "post code 28013, código postal 28013",
        "Regulation (EU 2016/679), (UE 2016/679), art. 13 (2016/679)",
        "certified (ISO-27001), (AZ-9000), (D-10115)",
        "on 2026-03-12, vacancy 2026, offre 12.03.2026",
        "职位 2026 应聘编号：88213",
        "açık ilan 100 kişi, Stellenanzeige 0123-456789, offre 120 personnes",
        "Invitation (code AB-12345), prueba (código AB-12345)",
        "Pana oferta nr 12/2026, su carta oferta VX-0931",
        "annonce 604 et annonce 605",
        "Vacancy: 35 000 - 40 000, Stellenanzeige EUR 3200, oferta PLN 5000, ilan TL 45 000",
        "l'offre 35 000 - 40 000 euros, offre CDI 35 h, Offre CDD 12 mois, oferta 40 H semanales",
        "Ausschreibung KW 12, Inserat TEL 040 1234, Recrutamento: 21 345 67 89",
        "empleo 900 12 34 56, Rekrutacji nr 22 123 45 67, recruitment number 1800 123 456",
        "RODO 2016/679, sigla MI 20121, oferta BOE 45, DNI 12345678 A, annonce CEP 01310",
        "Az. 12 O 345/24, Kfz-Kennzeichen HH-XY 1234",
        "Başvurunuzu 884211 koduyla takip edebilirsiniz",
        "3月12号招聘会，第12号公告，世纪大道1000号招聘部",
        "agencja pracy nr 7865, identifiant Pôle emploi n° 1234567, emploi L1221-6",
        "Demanda de empleo nº 12345678, Oficina de empleo 28013, Recrutamento 1250-096 Lisboa",
        "申请参考编号：12345, Google Ad ID 445566, Exam no. 123456",
        "the position #500 in Fortune, at position #1204 in the queue",
        "rif. UE 2016/679, Certificate reference ISO 9001, Rif. LEGGE 104",
        "Referência: MAIO 2026, referência MB 123 456 789, payment reference AB 1234 5678",
        "vacancy number 1 and vacancy number 2",
        "vacature nr. 36 uur, oferta nr 40 godzin, annonce nr. 37 timer, concorso n. 12 posti",
        "stillingen som Bogholder (opslag 15/3-2026), annons 1/12-2025",
        "Betreff: Ihre Kundennummer - KN/2026/0418",
        "Re: your data request, DSR/2026/0418",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert read(text) == ""


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("Planning Officer - WDC/PL/0226", "WDC/PL/0226"),
        ("Baker, ID 20931", "20931"),
        ("Your application: R-10293 Data Analyst", "R-10293"),
        ("Backend (Go): the outcome [TRB-2291]", "TRB-2291"),
        ("（No. A-26-031 分析研究員）", "A-26-031"),
        ("[SUP-22914] Your application", ""),
        ("Manuscript ID POLH-24-00188", ""),
        ("Order KC-2290 and claim 5512-N", ""),
        ("Your application, ID 20931", ""),
    ],
)
def test_in_a_subject(subject: str, number: str) -> None:
    assert read("No.", subject) == number


def test_the_post_s_own_name_for_it_goes_before_a_file_and_a_form() -> None:
    assert read("N/Réf. : DRH/HG/26-0419\n\nl'offre VAC-2026-112") == "VAC-2026-112"
    assert read("Job ID 4711 (PSR-2219), our file ref. 998877") == "4711"
    assert read("Ref. 4711 and ref. 4712") == ""


def test_figures_in_brackets_behind_the_post_are_its_number() -> None:
    text = "uw sollicitatie Universitair docent (225118)"
    assert read(text, role="Universitair docent") == "225118"
    assert read(text) == read("Sie wohnen in Bernau (225118)", role="Koch") == ""
    assert read("als Prüfingenieur Elektronik (J-20457)", role="Prüfingenieur Elektronik") == "J-20457"
    assert read("als Koch (D-20457)", role="Koch") == read("als Koch (A-1010)", role="Koch") == ""


def test_a_signature_may_name_it_too() -> None:
    assert read("No.", signature="A. Ek\nStellen-ID: KS-PFL-2209\nTelefon 0551 99 2209-0") == "KS-PFL-2209"
    assert read("No.", signature="Ref. 4711 (PSR-2219)\nHRB 221133") == ""


@pytest.mark.parametrize(
    "piece", ["Ref ", "1 ", "ID 11 (", "A-1", "vaga 12-", "(A1-", "nr nr 1a ", "-復", "n. 4/", "９"]
)
def test_no_text_stalls_it(piece: str) -> None:
    began = time.process_time()
    read(piece * (24_000 // len(piece)), piece * 40)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("subject", "text", "number"),
    [
        (
            "Technician II - Req 48813",
            "You applied for Req 47209 in May, and so Req 48813 is closed.",
            "48813",
        ),
        ("Gestionnaire (réf. 2024-ADM-031)", "N/Réf : DRH/CM/2024-0512", "2024-ADM-031"),
        ("Your two applications", "You applied for Req 47209 and Req 48813.", ""),
        ("Req 47209 and Req 48813", "Both are closed.", ""),
        ("Application 12345-A", "Job ID: 1234 and Job ID: 99999", ""),
        ("Your application req-1234", "For REQ-1234 and REQ-9999 see above.", "REQ-1234"),
    ],
)
def test_of_several_the_one_that_the_subject_names(subject: str, text: str, number: str) -> None:
    assert read(text, subject) == number

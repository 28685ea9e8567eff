"""What is read in mails of the twelve languages beside English: names and dates only where they are plain.

Each file in `details_abroad/` holds mails of one language: From, subject, an empty line, the text, and below
a line of hyphens what must be found. Every second mail is a trap, in which nothing may be found.
"""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from email.header import Header
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading import phrasebook
from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.types import Address, Details, Message, Verdict

OWN = (Address("Robin Keller", "robin@example.org"),)
FILES = sorted(Path(__file__).parent.joinpath("details_abroad").glob("*.txt"))
PHRASES = Path(phrasebook.__file__).with_name("phrases")
FIELDS = ("company", "role", "person", "stage", "reason", "requisition", "reapply_after")
NOTHING = asdict(Details())
#: Of a name the beginning is as good, or the name with its legal form.
NAMES = ("company", "role", "person")
LEGAL = (" GmbH", " AG", " AB")


def verdict(language: str, kind: str = "rejection") -> Verdict:
    return Verdict(kind, 0.97, {kind: 0.97}, (), language, "test")


def mails(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The mails of a file with what must be found in each."""
    cases = []
    for block in path.read_text(encoding="utf-8").split("\n====\n"):
        mail, _, found = block.partition("\n----\n")
        told = dict(line.split(": ", 1) for line in found.splitlines() if ": " in line)
        assert set(told) <= set(FIELDS), (path, told)
        cases.append((mail.strip("\n"), {field: told.get(field, NOTHING[field]) for field in FIELDS}))
    return cases


def read(mail: str, language: str) -> dict[str, str]:
    sender, subject, text = mail.split("\n", 2)
    name, _, address = sender.rpartition(" ")
    raw = (
        f"From: {Header(name, 'utf-8').encode()} {address}\nTo: robin@example.org\n"
        f"Subject: {Header(subject, 'utf-8').encode()}\nMessage-ID: <1@mail.example>\n"
        f"Date: Tue, 10 Mar 2026 09:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n{text}\n"
    )
    return asdict(extract(parse(raw.encode()), verdict(language), OWN))


def judged(field: str, expected: str, said: str) -> str:
    """ "right", "empty" (nothing said, or too little), "wrong", or "silent" where nothing was to be said."""
    if said == expected:
        return "silent" if said == NOTHING[field] else "right"
    if said == NOTHING[field]:
        return "empty"
    short = expected.startswith(said + " ") or said in [expected + form for form in LEGAL]
    return "right" if field in NAMES and said and expected and short else "wrong"


CASES = [(path.stem, mail, told) for path in FILES for mail, told in mails(path)]


def test_there_are_twelve_mails_of_each_language_half_of_them_traps() -> None:
    counted = Counter(language for language, _, _ in CASES)
    assert set(counted) == set(phrasebook.LANGUAGES) - {"en"}
    assert min(counted.values()) >= 12
    for language in counted:
        traps = [
            told for one, _, told in CASES if one == language and told == {f: NOTHING[f] for f in FIELDS}
        ]
        assert len(traps) >= 6


@pytest.mark.parametrize(("language", "mail", "told"), CASES, ids=lambda value: str(value)[:30])
def test_nothing_wrong_is_read(language: str, mail: str, told: dict[str, str]) -> None:
    said = read(mail, language)
    assert not {
        field: (told[field], said[field])
        for field in FIELDS
        if judged(field, told[field], said[field]) == "wrong"
    }


def outcomes() -> dict[tuple[str, str], Counter[str]]:
    counted: dict[tuple[str, str], Counter[str]] = {}
    for language, mail, told in CASES:
        said = read(mail, language)
        for field in FIELDS:
            counted.setdefault((language, field), Counter())[judged(field, told[field], said[field])] += 1
    return counted


def test_most_of_what_the_mails_say_is_read() -> None:
    counted = outcomes()
    for language in sorted({language for language, _ in counted}):
        row = {field: counted[language, field] for field in FIELDS}
        print(
            language,
            "  ".join(f"{f} {c['right']}/{c['right'] + c['empty']} -{c['wrong']}" for f, c in row.items()),
        )
    total = sum(counted.values(), Counter[str]())
    assert total["wrong"] == 0
    assert total["right"] >= 0.9 * (total["right"] + total["empty"])


TUESDAY = datetime(2026, 3, 10, 9, tzinfo=UTC)


def told(text: str, language: str, subject: str = "", date: datetime | None = TUESDAY) -> Details:
    sender = Address("", "jobs@mail.example")
    message = Message("f" * 64, subject=subject, sender=sender, text=text, date=date)
    return extract(message, verdict(language), OWN)


@pytest.mark.parametrize(
    ("language", "text", "greeting"),
    [
        ("de", "Sehr geehrte Frau Keller,\n\nleider nein.", "last"),
        ("de", "Guten Tag Herr Dr. Keller,", "last"),
        ("de", "Guten Abend Herr Keller", "last"),
        ("de", "Liebe Robin,", "first"),
        ("de", "Guten Tag Robin Keller,", ""),
        ("de", "Sehr geehrte Damen und Herren,", ""),
        ("fr", "Bonjour Robin,", "first"),
        ("fr", "Allô Robin,", "first"),
        ("fr", "Madame Keller,", "last"),
        ("fr", "Madame, Monsieur,", ""),
        ("es", "Hola, Robin:", "first"),
        ("es", "Estimado(a) Robin:", "first"),
        ("es", "Estimada Sra. Keller:", "last"),
        ("es", "Estimado candidato:", ""),
        ("pt", "Prezado Sr. Keller,", "last"),
        ("pt", "Caro Robin,", "first"),
        ("pt", "Olá, Robin! Tudo bem?", "first"),
        ("pt", "Fala Robin, beleza?", "first"),
        ("pt", "Boa noite, Robin.", "first"),
        ("pt", "Olá, equipe! Robin está aqui.", ""),
        ("it", "Gentile Sig.ra Keller,", "last"),
        ("it", "Ciao Robin,", "first"),
        ("nl", "Geachte mevrouw Keller,", "last"),
        ("nl", "Beste Robin,", "first"),
        ("nl", "Hee Robin!", "first"),
        ("pl", "Szanowna Pani Keller,", "last"),
        ("pl", "Cześć Robin,", "first"),
        ("sv", "Hej Robin!", "first"),
        ("da", "Kære Robin", "first"),
        ("da", "Kære hr. Keller", "last"),
        ("tr", "Sayın Keller,", "last"),
        ("tr", "Sayın Robin Keller,", ""),
        ("tr", "Merhaba Robin,", "first"),
        ("ja", "Keller 様\n\nお世話になっております。", "last"),
        ("ja", "応募者様", ""),
        ("zh", "尊敬的Keller先生：", "last"),
        ("zh", "Robin，您好：", "first"),
        ("zh", "Hi Robin，", "first"),
        ("zh", "Dear Robin,", "first"),
        ("zh", "Robin，\n抱歉。", "first"),
        ("zh", "Robin\n人力资源部\n\n尊敬的应聘者：", ""),
        ("zh", "Robin Keller，", ""),
        ("zh", "我是 Robin，贵公司的。", ""),
        ("zh", "尊敬的应聘者：", ""),
        ("en", "Robin\n\nThanks for being straight about money.", "first"),
        ("en", "Alright Robin, took on our Kev's lad in the end.", "first"),
        ("en", "Robin Keller\n12 Mill Lane\n\nThank you.", ""),
        ("en", "Sorry, no luck for Robin, I fear.", ""),
        ("de", "Hoi Robin\n\nDanke fürs Nachfragen.", "first"),
        ("de", "Robin hat sich beworben.", ""),
        ("nl", "Ha Robin,", "first"),
        ("sv", "Tja Robin!", "first"),
        ("da", "Hej Robin :-)", "first"),
        ("es", "Buen día Robin, espero te encuentres muy bien.", "first"),
        ("tr", "Robin Bey merhaba,", ""),
        ("tr", "Robin Hanım,", ""),
        ("en", "Morning Robin\n\nSorry mate, I meant to ring you.", "first"),
        ("en", "Robin\nKeller\n12 High Street\n\nDear Sir or Madam,", ""),
        ("de", "Robin\nHeizungsbau GmbH\n\nSehr geehrte Damen und Herren,", ""),
        ("de", "Robin\n\nSehr geehrte Damen und Herren bei uns,", ""),
        ("en", "Mr Robin, thank you.", ""),
        ("en", "This is Robin, recruiter at Acme.", ""),
        ("en", "Alex and Robin, thank you both.", ""),
        ("en", "Regards, Robin", ""),
        ("de", "Frau Robin, vielen Dank.", ""),
        ("de", "Bewerbung Robin - Koch", ""),
        ("nl", "Mevrouw Robin, bedankt.", ""),
    ],
)
def test_greeting(language: str, text: str, greeting: str) -> None:
    assert told(text, language).greeting == greeting


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("You are welcome to apply again in 6 months.", "2026-09-10"),
        ("Please wait at least twelve months before you apply again.", "2027-03-10"),
        ("Please do not reapply for six months.", "2026-09-10"),
        ("You may re-apply from March 2027.", "2027-03-01"),
        ("You may apply again after 1 September 2026.", "2026-09-01"),
        ("You may reapply after two years.", "2028-03-10"),
        ("Feel free to reapply in half a year.", "2026-09-10"),
        ("You are eligible to apply again from October.", "2026-10-01"),
        ("We keep your CV on file for 6 months.", ""),
        ("We will keep your CV for 6 months, and you may apply again.", ""),
        ("We delete your data after 6 months.", ""),
        ("We will contact you again in 6 months.", ""),
        ("You applied 6 months ago; do apply again.", ""),
        ("Please apply again when you have 12 months of experience.", ""),
        ("Feel free to apply again within the next six months.", ""),
        ("You may apply again at any time.", ""),
        ("You may apply again from March 2019.", ""),
        ("You may apply again after 99 years.", ""),
        ("You may apply again from 31 February 2027.", ""),
    ],
)
def test_reapply_after_in_english(text: str, after: str) -> None:
    assert told(text, "en").reapply_after == after
    assert told(text, "und").reapply_after == after


def test_reapply_after_counts_from_the_mail_itself_and_ends_within_its_month() -> None:
    text = "Sie können sich in sechs Monaten erneut bewerben."
    assert told(text, "de", date=datetime(2026, 8, 31, tzinfo=UTC)).reapply_after == "2027-02-28"
    assert told(text, "de", date=None).reapply_after == ""
    assert told(text, "und").reapply_after == ""
    assert told(text, "de", date=datetime(9999, 12, 31, tzinfo=UTC)).reapply_after == ""


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("Your application: Data Analyst (R-10293)", "R-10293"),
        ("Data Analyst - JR123456", "JR123456"),
        ("Job ID: 55-1203", "55-1203"),
        ("Requisition REQ-2026-15", "REQ-2026-15"),
        ("Ihre Bewerbung, Kennziffer 2026-17", "2026-17"),
        ("Referenznummer: HR/2026/4", "HR/2026/4"),
        ("Ref. 4711", "4711"),
        ("求人番号：A-1203", "A-1203"),
        ("Your application number 4711", ""),
        ("Bewerbungsnummer: 4711", ""),
        ("Application reference: 88123", ""),
        ("Ref. 12.03.2026", ""),
        ("Reference 2026", ""),
        ("References and 4711 more", ""),
        ("Job ID 4711 and Job ID 4712", ""),
        ("Room R-12, call 0123-456789", ""),
        ("Store Keeper (Req 2044871)", "2044871"),
        ("Your requirement 2044871, req 12", ""),
        ("Absage zur Ausschreibung Nr. 22/2026", "22/2026"),
        ("Ausschreibung 2026 beendet", ""),
        ("Udział w naborze nr 7/2026", "7/2026"),
        ("Processo seletivo nº 2026/022", "2026/022"),
        ("Convocatoria 2026-B-004 de plazas", "2026-B-004"),
        ("Convocatoria 2025/2026 de plazas", ""),
        ("Avviso pubblico n. 3/2026", "3/2026"),
        ("Avis de vacance n° 2026/44", "2026/44"),
        ("公募番号：2026-17", "2026-17"),
        ("【求人コード】A-1203", "A-1203"),
        ("応募コード：A-1203", ""),
        ("职务编号：A-1203", "A-1203"),
        ("申请编号：A-1203", ""),
        ("Su solicitud Ref.: 41001", ""),
        ("Ref. 41001, Calle Larga 2, 41001 Sevilla", ""),
    ],
)
def test_requisition_is_what_the_mail_calls_so(subject: str, number: str) -> None:
    assert told("No.", "en", subject=subject).requisition == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("You do not meet the formal requirements of the post.", "ineligible"),
        ("A work permit is required for this post, and we cannot sponsor one.", "ineligible"),
        ("We have appointed an internal candidate.", "internal"),
        ("The position has been filled internally.", "internal"),
        ("You do not meet our team this week.", ""),
        ("Our internal process takes a while.", ""),
    ],
)
def test_english_reasons_of_form(text: str, reason: str) -> None:
    assert told(text, "en").reason == reason


def test_an_unknown_language_is_read_by_english_rules_only() -> None:
    text = "vielen Dank für Ihre Bewerbung bei der Nordlicht Optik GmbH.\n\nThank you for applying to Acme."
    assert told(text, "und").company == "Acme"
    assert told(text, "de").company == "Nordlicht Optik GmbH"


@pytest.mark.parametrize("language", phrasebook.LANGUAGES)
def test_every_expression_of_a_language_can_be_compiled(language: str) -> None:
    book = phrasebook.load(language)
    assert book is not None
    tables = tomllib.loads((PHRASES / f"{language}.toml").read_text(encoding="utf-8"))
    for table in ("company", "role", "greeting", "stage", "reason", "again"):
        for entry, written in tables.get(table, {}).items():
            if entry not in phrasebook.WORDS and entry != "capitals":
                assert len(book.all(table, entry)) == (1 if isinstance(written, str) else len(written))
    assert book.all("again", "nothing of this name") == ()


def test_records_of_an_older_version_are_still_read() -> None:
    old = {"company": "Acme", "role": "", "person": "", "greeting": "", "stage": "screen", "reason": ""}
    assert Details(**old) == Details(company="Acme", stage="screen")


STALLING = [
    "A",
    "Bewerbung bei ",
    "pour le poste de a ",
    "株式会社",
    "A ",
    "a' ",
    "公司",
    "1 ",
    "Acme & ",
    "ref ",
    "apply again in ",
    "in Acme GmbH ",
    "bei Acme GmbH und ",
]


@pytest.mark.parametrize("language", phrasebook.LANGUAGES)
def test_no_text_stalls_it(language: str) -> None:
    for piece in STALLING:
        began = time.process_time()
        told(piece * (24_000 // len(piece)), language, subject=piece * 40)
        assert time.process_time() - began < 3, piece


SPICE = [*{part for _, mail, _ in CASES for part in mail.split()}, "\n\n", "\n", "{x}", "%s", "\x00"]
TEXT = st.lists(st.one_of(st.sampled_from(SPICE), st.text(max_size=6)), max_size=40).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(phrasebook.LANGUAGES), TEXT, TEXT)
def test_any_text_gives_names_that_are_safe_to_write(language: str, text: str, subject: str) -> None:
    found = told(text, language, subject)
    for value in (found.company, found.role, found.person):
        assert len(value) <= 80
        assert not set(value) & set('\r\n{}<>[]$%\\|@:;!?"=_*~^`')
    assert len(found.requisition) <= 24
    assert found.reapply_after == "" or datetime.fromisoformat(found.reapply_after)


_PIECES = [
    *(
        "Bewerbung als ",
        "für die Stelle ",
        "pour le poste de ",
        "para el puesto de ",
        "na stanowisko ",
        "tjänsten som ",
    ),
    *(
        "per la posizione di ",
        "voor de functie van ",
        "stillingen som ",
        "pozisyonu",
        "の職種",
        "应聘",
        "株式会社",
        "bei ",
        "chez ",
    ),
    *(
        "(m/w/d)",
        "Acme",
        " ",
        ".",
        ",",
        ":",
        "\n",
        "«",
        "»",
        "「",
        "」",
        "6 Monaten",
        "2027",
        "Herr ",
        "Anna Schmidt",
    ),
]


@given(
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=12)), max_size=30).map("".join),
    st.sampled_from(["de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "tr", "ja", "zh", "en", "und"]),
)
def test_no_text_breaks_it(text: str, language: str) -> None:
    verdict = Verdict("rejection", 0.99, {}, (), language, "")
    for message in (Message("", text=text), Message("", subject=" ".join(text.split()), text="")):
        assert isinstance(extract(message, verdict, ()), Details)

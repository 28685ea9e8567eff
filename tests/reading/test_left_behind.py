"""Text as it was meant, where a program left its own marks in it: tags, references, quoted-printable, no charset."""

from __future__ import annotations

import quopri
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.charsets import of_unnamed
from watcher.reading.decoding import decode
from watcher.reading.message import parse

LETTER = "Dear Robin,\n\nwe’ve chosen somebody else – sorry.\n\nKind regards\nZoë"
HEAD = "From: Zoë Park <zoe@holt.example>\nSubject: Your application\nMIME-Version: 1.0\n"


def plain(text: str, kind: str = "text/plain; charset=utf-8") -> str:
    message = parse(f"{HEAD}Content-Type: {kind}\n\n{text}\n".encode())
    return f"{message.text}\n\n{message.signature}"


@pytest.mark.parametrize(
    "text",
    [
        LETTER.replace("\n", "<br>\n"),
        LETTER.replace("\n", "<br />"),
        LETTER.replace("\n\n", "</p><p>").replace("\n", "<BR>") + "</p>",
        f"<div>{LETTER}</div>".replace("\n\n", "</div><div><br></div><div>").replace("\n", "<br/>"),
    ],
)
def test_tags_in_plain_text_are_read_as_what_they_meant(text: str) -> None:
    assert plain(text) == LETTER


def test_tags_that_are_talked_of_stay() -> None:
    lines = "Use <br> here.\nThe paragraph</p> is closed.\n" + "Then go on with the next line.\n" * 20
    assert plain(lines).strip() == lines.strip()
    assert plain("A single <br> stays.").strip() == "A single <br> stays."
    address = "Write to <jobs@holt.example> or see <https://holt.example/jobs>."
    assert plain(address).strip() == address


@pytest.mark.parametrize(
    "text",
    [
        "Dear Bob,\nplease come on Monday.\n\n> Dear Bob,<br><br>unfortunately not.<br><br>Firm",
        "We invite you.\n\n> <body>\n> <p>Dear Bob,</p>\n> <p>unfortunately not.</p>\n> <p>Regards</p>",
        "We invite you!\n\n> Hi,&#10;&#10;Unfortunately not.&#x2028;Bye&NewLine;",
        "See https://x.example/confirm/eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9eyJzdWIiOiIx=\n> Unfortunately not.\n"
        * 2,
    ],
)
def test_what_is_quoted_stays_quoted(text: str) -> None:
    message = parse(f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode())
    assert "nfortunately" not in message.text
    assert "nfortunately" in message.quoted


@pytest.mark.parametrize(
    "text",
    [
        "<br>Use <i for the index, and we invite you> now<br>",
        "Explain <head> vs <title> and <br> vs </p>.\nWe would like to invite you on Monday.",
        "Questions: <script> in <head> or <body>? </p> or <br>? <br/>?\nYou are invited on Monday.",
        '<table><tr><td>Yes</td><td style="display:none">We invite you</td></tr></table><br><br>',
        "<!-- We invite you. --><br><br>",
        "Contact <anna@firm.example><br>if x<y we invite you<br>",
    ],
)
def test_no_word_that_a_reader_sees_is_lost(text: str) -> None:
    assert {"invite", "invited"} & set(plain(text).replace("<", " ").replace(">", " ").split())


def test_html_that_was_escaped_twice_is_read() -> None:
    page = "<p>" + LETTER.replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>"
    twice = page.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(f"<html><body><p>{twice}</p></body></html>", "text/html; charset=utf-8") == LETTER


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("We&#39;re sorry", "We're sorry"),
        ("Sch&ouml;ne Gr&uuml;&szlig;e", "Schöne Grüße"),
        ("R&amp;D &#8211; &#x201C;no&#x201D;", "R&D – “no”"),
        ("https://holt.example/?a=1&copy=2&reg=3", "https://holt.example/?a=1&copy=2&reg=3"),
        ("https://holt.example/?a=1&para;=2&sect;=3", "https://holt.example/?a=1&para;=2&sect;=3"),
        ("&#xD83D;&#xDE00; &#0; &#10;", "&#xD83D;&#xDE00; &#0; &#10;"),
        ("Holt & Sons; Park & Co; &nosuch; &;", "Holt & Sons; Park & Co; &nosuch; &;"),
    ],
)
def test_references_in_plain_text_are_the_characters_they_stand_for(written: str, meant: str) -> None:
    assert plain(written).strip() == meant


def test_text_of_an_unknown_sort_is_read_as_plain_text() -> None:
    for kind in ("text/markdown", "text/x-letter", "text/us-ascii"):
        assert plain(LETTER, kind) == LETTER
    parts = (
        "--b\nContent-Type: text/plain\n\nHello.\n--b\nContent-Type: text/x-amp-html\n\n<p>Hello.</p>\n--b--"
    )
    assert plain(parts, "multipart/alternative; boundary=b").strip() == "Hello."


@pytest.mark.parametrize(
    "text", [LETTER, "One line of more than seventy characters, which goes on and on and on. " * 3]
)
def test_quoted_printable_is_undone_where_nothing_says_so(text: str) -> None:
    assert plain(quopri.encodestring(text.encode()).decode()).strip() == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "a = b and c = d, see =C3=BC and =C3=A4 there",
        "size=256 at https://holt.example/?id=4711&n=C3=A4",
        "=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=\nNews\n" * 3,
        "=" * 70 + "\nNews\n" + "=" * 70,
    ],
)
def test_other_equals_signs_stay(text: str) -> None:
    assert plain(text).strip() == text.strip()


NAMELESS = {
    ("cp932", "この度はご応募いただきありがとうございました。今回は別の方に決まりました。"),
    ("euc_jp", "この度はご応募いただきありがとうございました。今回は別の方に決まりました。"),
    ("gb18030", "感谢您应聘我们公司的职位。经过慎重考虑，我们选择了其他候选人。"),
    ("cp950", "感謝您應徵本公司的職務。經過慎重考慮，我們選擇了其他人選。"),
    (
        "iso8859-2",
        "Dziękujemy za zgłoszenie. Zdecydowaliśmy się na inną osobę, która ma więcej doświadczenia.",
    ),
    ("cp1250", "Dziękujemy za zgłoszenie. Zdecydowaliśmy się na inną osobę, która ma więcej doświadczenia."),
    (
        "cp1254",
        "Başvurunuz için teşekkür ederiz. Başka bir adayla ilerlemeye karar verdik, ilginiz için sağ olun.",
    ),
}


@pytest.mark.parametrize(("codec", "text"), sorted(NAMELESS))
@pytest.mark.parametrize("label", ["", "us-ascii", "iso-8859-1", "utf-8", "x-unknown"])
def test_a_charset_that_is_not_named_or_wrongly_is_told(codec: str, text: str, label: str) -> None:
    assert decode(text.encode(codec), label, doubted=True)[0] == text
    mail = b"From: a@holt.example\nSubject: x\nContent-Type: text/plain%s\n\n" % (
        b"; charset=" + label.encode() if label else b""
    )
    assert parse(mail + text.encode(codec)).text == text


WESTERN = [
    "Ihre Bewerbung haben wir geprüft; leider müssen wir Ihnen für die Stelle absagen. Schöne Grüße",
    "Votre candidature n’a pas été retenue. Le cœur de l’équipe vous remercie – à bientôt, où que vous soyez.",
    "¿Qué tal? ¡Gracias! El puesto ya está cubierto; le deseamos mucha suerte en su búsqueda. 5 m², 3 m³, ±2 %",
    "A vaga já não está disponível. Não avançámos com a sua candidatura, mas agradecemos a atenção.",
    "La posizione è già stata coperta. Perché no, ci sentiamo più avanti. Città: Forlì, 20 °C",
    "De vacature is ingevuld. Eén kandidaat sprong eruit, daarom geen tweede gesprek. Coördinatie: Zoë",
    "Tjänsten är tillsatt. Vi önskar dig lycka till på vägen – hör av dig om något år.",
    "Stillingen er besat. Vi ønsker dig held og lykke på vejen; tak for den gode snak.",
    "Þetta er íslenska: staðan er ekki laus lengur, því miður. Kær kveðja, Þórður",
    "Best regards, Sigurður Þ. Björnsson, Reykjavik",
    "Takk fyrir. Viðtalið verður þann 5. Þorgerður",
    "»»»»»»»»»»»» Info «««««««««««« °°°°°°°°°°°°°°°°",
    "[A-ZÁÂÃÉÊÍÓÔÚÇ]+ matches a word",
    "this¹ … see² note¹ foo¹bar x²y z³w",
    "kg/m³s, a±b, c±d, ¶a and ¶b",
    "Hola¿como estas? Gracias¿vienes? Si¿no",
    "Le cœlacanthe, Phœnix et l’œcuménique, même à la fête",
]


@pytest.mark.parametrize("text", WESTERN)
def test_western_text_stays_western(text: str) -> None:
    assert of_unnamed(text.encode("cp1252")) == ""
    assert decode(text.encode("cp1252"), "", doubted=True)[0] == text
    assert decode(text.encode(), "iso-8859-1", doubted=True)[0] == text


@pytest.mark.parametrize(
    "text", [*WESTERN, "Dziękujemy za zgłoszenie, że Pan pisze; niestety już po rekrutacji."]
)
@pytest.mark.parametrize("label", ["", "utf-8"])
def test_utf_8_with_a_stray_byte_or_cut_off_is_no_other_charset(text: str, label: str) -> None:
    whole = text.encode()
    for data in (whole[:-1], whole[:9] + b"\x96" + whole[9:]):
        assert decode(data, label, doubted=True) == decode(data, label)


def test_a_megabyte_without_a_charset_takes_no_time() -> None:
    started = time.perf_counter()
    for data in (
        "我们选择了其他候选人".encode("gb18030") * 40_000,
        b"\xb0\xa1" * 400_000,
        bytes(range(128, 256)) * 6_000,
    ):
        decode(data, "", doubted=True)
    assert time.perf_counter() - started < 1


@given(st.binary(max_size=200))
def test_any_bytes_have_a_charset_or_none(data: bytes) -> None:
    codec = of_unnamed(data)
    assert codec == "" or isinstance(data.decode(codec, errors="replace"), str)


@given(st.text(max_size=200), st.sampled_from(["text/plain", "text/html", "text/markdown"]))
def test_any_text_is_read(text: str, kind: str) -> None:
    parse(f"{HEAD}Content-Type: {kind}; charset=utf-8\n\n".encode() + text.encode("utf-8", "replace"))

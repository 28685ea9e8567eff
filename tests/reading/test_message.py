"""Any bytes become a Message: charsets, structures, broken mail, limits and fingerprints."""

from __future__ import annotations

import base64
import dataclasses
import functools
import quopri
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading.message import parse
from watcher.reading.types import Address, Message

ID = re.compile(r"<[!-;=?-~]{1,996}>")
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
TOP = "From: Anna Schmidt <anna@acme.example>\nTo: robin@example.org\nSubject: Your application\n"
PROSE = "Thank you for your application. We have decided to go on with other candidates."


def mail(text: str | bytes = PROSE, *fields: str, top: str = TOP) -> bytes:
    content = text if isinstance(text, bytes) else text.encode()
    return (
        (top + "".join(field + "\n" for field in fields)).encode("utf-8", "surrogateescape") + b"\n" + content
    )


def multipart(kind: str, *parts: str, boundary: str = "b") -> str:
    """A multipart with its own header, ready to be a part of another one."""
    inside = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def plain(text: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def rich(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n{text}"


def check(message: Message) -> None:
    """What holds for every Message, whatever the bytes."""
    assert re.fullmatch(r"[0-9a-f]{64}", message.fingerprint)
    ids = (*message.references, *message.in_reply_to, *filter(None, [message.message_id]))
    assert all(ID.fullmatch(one) for one in ids)
    assert len(message.references) <= 100
    assert len(message.in_reply_to) <= 100
    addresses = [*message.reply_to, *message.to, *filter(None, [message.sender])]
    assert len(message.to) <= 200
    for one in addresses:
        assert not UNSAFE.search(one.name + one.address)
        assert re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+", one.address)
        assert len(one.address) <= 254
        assert one.domain == one.domain.lower()
    assert not UNSAFE.search(message.subject)
    assert len(message.subject) <= 500
    assert not UNSAFE.search((message.text + message.signature).replace("\n", ""))
    assert len(message.text) <= 65536
    for values in message.headers.values():
        assert len(values) <= 20
        assert all(len(value) <= 2000 and not UNSAFE.search(value) for value in values)
    assert message.date is None or message.date.tzinfo is not None
    assert not any("\n" in problem for problem in message.problems)


CHARSETS = {
    "utf-8": ("utf-8", "Grüße, Zoë – 你好"),
    "latin-1": ("iso-8859-1", "Grüße aus Köln"),
    "windows-1252": ("windows-1252", "we’ve “filled” the post – sorry"),
    "latin-1 that is windows-1252": ("cp1252 as iso-8859-1", "we’ve “filled” it"),
    "latin-1 that is utf-8": ("utf-8 as iso-8859-1", "Grüße aus Köln"),
    "ascii that is utf-8": ("utf-8 as us-ascii", "Grüße"),
    "latin-2": ("iso-8859-2", "Dziękujemy za udział"),
    "turkish": ("iso-8859-9", "Başvurunuz için teşekkürler"),
    "gb2312 that is gbk": ("gbk as gb2312", "感谢您的申请，镕"),
    "gbk": ("gbk", "很遗憾地通知您"),
    "big5": ("big5", "很遺憾"),
    "iso-2022-jp": ("iso-2022-jp", "ご応募ありがとうございます"),
    "shift_jis": ("shift_jis", "貴意に添いかねる結果"),
    "euc-jp": ("euc-jp", "採用を見送り"),
    "koi8-r": ("koi8-r", "Спасибо"),
    "utf-16": ("utf-16", "Grüße"),
    "utf-7": ("utf-7", "Grüße"),
    "unlabelled utf-8": ("utf-8 as ", "Grüße"),
    "unlabelled iso-2022-jp": ("iso-2022-jp as ", "ご応募"),
    "unknown-8bit": ("utf-8 as unknown-8bit", "Grüße"),
    "136": ("utf-8 as 136", "Grüße"),
    "a codec that is no charset": ("utf-8 as idna", "Grüße"),
    "a codec that unpacks": ("utf-8 as zlib", "Grüße"),
}


@pytest.mark.parametrize(("charset", "text"), CHARSETS.values(), ids=CHARSETS)
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_charsets(charset: str, text: str, encoding: str) -> None:
    codec, _, label = charset.partition(" as ")
    data = text.encode(codec)
    if "16" in codec and encoding == "8bit":
        encoding = "base64"
    encoded = {
        "8bit": data,
        "base64": base64.encodebytes(data),
        "quoted-printable": quopri.encodestring(data),
    }
    label = label if " as " in charset else codec
    kind = f"Content-Type: text/plain; charset={label}" if label else "Content-Type: text/plain"
    message = parse(mail(encoded[encoding], kind, f"Content-Transfer-Encoding: {encoding}"))
    assert message.text == text
    check(message)


@pytest.mark.parametrize("label", ["unknown-8bit", "136", "x-foo", "idna"])
def test_an_unknown_charset_is_noted(label: str) -> None:
    message = parse(mail("Grüße", f"Content-Type: text/plain; charset={label}"))
    assert message.problems == (f"unknown charset {label}",)


SUBJECTS = {
    "plain": ("Your application", "Your application"),
    "q": ("=?utf-8?q?Gr=C3=BC=C3=9Fe_an_Sie?=", "Grüße an Sie"),
    "b": ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
    "adjacent words are one": ("=?utf-8?q?Gr=C3=BC?=\n =?utf-8?q?=C3=9Fe?=", "Grüße"),
    "a letter split over two words": ("=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", "Grüße"),
    "words and text": ("Re: =?iso-8859-1?Q?Gr=FC=DFe?= an Sie", "Re: Grüße an Sie"),
    "with a language": ("=?us-ascii*en?q?Hello?=", "Hello"),
    "iso-2022-jp": ("=?iso-2022-jp?B?GyRCO1ZLPhsoQg==?=", "志望"),
    "folded": ("Your\n application\n\tto Acme", "Your application to Acme"),
    "line end inside a word": ("=?utf-8?q?Hello=0D=0ABcc:_x@evil.example?=", "Hello Bcc: x@evil.example"),
    "bidi and zero-width": ("=?utf-8?q?a=E2=80=AEb=E2=80=8Bc=E2=81=A6?=", "abc"),
    "decomposed": ("Gru\u0308ße", "Grüße"),
    "unknown charset": ("=?x-foo?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    "damaged base64": ("=?utf-8?b?R3LDvMOfZ?=", "Grüße"[:4]),
    "never closed": ("=?utf-8?q?Hello", "=?utf-8?q?Hello"),
    "lone surrogate": ("=?utf-7?q?a+2AA-b?=", "a b"),
}


@pytest.mark.parametrize(("value", "subject"), SUBJECTS.values(), ids=SUBJECTS)
def test_subjects(value: str, subject: str) -> None:
    message = parse(mail(PROSE, top=f"From: a@b.example\nSubject: {value}\n"))
    assert message.subject.replace("\ufffd", " ").strip() == subject
    check(message)


@pytest.mark.parametrize(
    ("codec", "label"),
    [("utf-8", ""), ("latin-1", ""), ("gbk", "gbk"), ("iso-2022-jp", ""), ("euc-jp", "euc-jp")],
)
def test_raw_8_bit_subjects(codec: str, label: str) -> None:
    subject = "感谢" if codec == "gbk" else "応募" if "jp" in codec else "Grüße"
    kind = f"Content-Type: text/plain; charset={label}\n" if label else ""
    raw = b"From: a@b.example\nSubject: " + subject.encode(codec) + b"\n" + kind.encode() + b"\nHello"
    assert parse(raw).subject == subject


ADDRESSES = {
    "bare": ("anna@acme.example", ("", "anna@acme.example")),
    "named": ("Anna <anna@acme.example>", ("Anna", "anna@acme.example")),
    "domain in capitals": ("Anna <Anna@ACME.Example>", ("Anna", "Anna@acme.example")),
    "quoted comma": ('"Schmidt, Anna" <anna@acme.example>', ("Schmidt, Anna", "anna@acme.example")),
    "encoded": ("=?utf-8?q?Zo=C3=AB=2C_HR?= <zoe@acme.example>", ("Zoë, HR", "zoe@acme.example")),
    "encoded in quotes": ('"=?utf-8?b?Wm/Dqw==?=" <zoe@acme.example>', ("Zoë", "zoe@acme.example")),
    "comment": ("anna@acme.example (Anna Schmidt)", ("Anna Schmidt", "anna@acme.example")),
    "an address as a name": ('"hr@real.example" <x@evil.example>', ("hr@real.example", "x@evil.example")),
    "an address as a bare name": ("hr@real.example <x@evil.example>", ("hr@real.example", "x@evil.example")),
    "line end in the name": (
        "=?utf-8?q?Anna=0D=0ABcc=3A?= <a@acme.example>",
        ("Anna Bcc:", "a@acme.example"),
    ),
    "group": ("Team: anna@acme.example, bob@acme.example;", ("", "anna@acme.example")),
    "empty group": ("undisclosed-recipients:;", None),
    "never closed angle": ("a@b.example, <c@", ("", "a@b.example")),
    "never closed quote": ('"Anna <anna@acme.example>', ("Anna", "anna@acme.example")),
    "never closed comment": ("(Anna <anna@acme.example>", ("Anna", "anna@acme.example")),
    "idna": ("a@xn--bcher-kva.example", ("", "a@xn--bcher-kva.example")),
    "unicode domain": ("a@bücher.example", ("", "a@bücher.example")),
    "two at signs": ("a@b@c.example", None),
    "space inside": ("<a b@c.example>", None),
    "bidi inside": ("<a\u202eb@c.example>", None),
    "too long": (f"<{'a' * 60}@{'b' * 250}.example>", None),
    "no address": ("Anna Schmidt", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("value", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_addresses(value: str, expected: tuple[str, str] | None) -> None:
    message = parse(mail(PROSE, top=f"From: {value}\nSubject: x\n"))
    assert message.sender == (Address(*expected) if expected else None)
    check(message)


def test_recipients_come_from_all_their_fields() -> None:
    message = parse(
        mail(
            PROSE,
            "Cc: B <b@x.example>",
            "Reply-To: jobs@x.example",
            "Delivered-To: r@x.example",
            "To: c@x.example",
        )
    )
    assert [one.address for one in message.to] == ["robin@example.org", "c@x.example", "b@x.example"]
    assert message.reply_to == (Address("", "jobs@x.example"),)
    assert message.delivered_to == ("r@x.example",)


def test_at_most_a_hundred_addresses() -> None:
    many = ", ".join(f"p{number}@x.example" for number in range(3000))
    assert len(parse(mail(PROSE, top=f"To: {many}\n")).to) == 100


IDS = {
    "good": ("<abc@acme.example>", "<abc@acme.example>"),
    "folded": ("\n <abc@acme.example>", "<abc@acme.example>"),
    "with a comment": ("<abc@acme.example> (added by mx.example)", "<abc@acme.example>"),
    "no brackets": ("abc@acme.example", None),
    "space": ("<abc @acme.example>", None),
    "not ASCII": ("<äbc@acme.example>", None),
    "two": ("<a@b.example> <c@d.example>", None),
    "too long": (f"<{'a' * 997}>", None),
    "as long as it may be": (f"<{'a' * 996}>", f"<{'a' * 996}>"),
    "control character": ("<a\x00b@c.example>", None),
}


@pytest.mark.parametrize(("value", "expected"), IDS.values(), ids=IDS)
def test_message_ids(value: str, expected: str | None) -> None:
    assert parse(mail(PROSE, f"Message-ID: {value}")).message_id == expected


def test_references_keep_what_is_valid() -> None:
    message = parse(
        mail(PROSE, "References: <a@b>\n <c d@e> junk <f@g>", "In-Reply-To: your mail <f@g> of today")
    )
    assert message.references == ("<a@b>", "<f@g>")
    assert message.in_reply_to == ("<f@g>",)


def test_of_many_references_the_first_and_the_last_stay() -> None:
    many = " ".join(f"<{number}@x>" for number in range(500))
    references = parse(mail(PROSE, f"References: {many}")).references
    assert (len(references), references[0], references[-1]) == (100, "<0@x>", "<499@x>")


DATES = {
    "good": ("Mon, 3 Mar 2025 10:00:00 +0100", datetime(2025, 3, 3, 9, tzinfo=UTC)),
    "no zone": ("Mon, 3 Mar 2025 10:00:00 -0000", datetime(2025, 3, 3, 10, tzinfo=UTC)),
    "comment": ("Mon, 3 Mar 2025 10:00:00 +0000 (UTC)", datetime(2025, 3, 3, 10, tzinfo=UTC)),
    "garbage": ("soon", None),
    "year 9999": ("Fri, 31 Dec 9999 23:59:59 -1200", None),
    "year 1900": ("Mon, 1 Jan 1900 00:00:00 +0000", None),
    "mad zone": ("Mon, 3 Mar 2025 10:00:00 +9999", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("value", "expected"), DATES.values(), ids=DATES)
def test_dates(value: str, expected: datetime | None) -> None:
    assert parse(mail(PROSE, f"Date: {value}")).date == expected


STUB = "This mail is in HTML. Your mail client does not show HTML."
FOOT = "Acme Careers, 12 Long Street, Berlin. You have a profile in our career portal. "
LINK = f"View this message in your browser: https://mail.acme.example/{'Zm9vYmFy' * 60}"
MIXED = "Content-Type: multipart/mixed"
STRUCTURES = {
    "alternative": multipart("alternative", plain(PROSE), rich("<p>other</p>")),
    "alternative with a stub": multipart("alternative", plain(STUB), rich(f"<p>{PROSE}</p>")),
    "alternative with a link to itself": multipart("alternative", plain(LINK), rich(f"<p>{PROSE * 3}</p>")),
    "alternative with a stub above a footer": multipart(
        "alternative",
        plain(f"Please view this email in your browser. {FOOT * 3}"),
        rich(f"<p>{PROSE * 5}</p><p>{FOOT * 3}"),
    ),
    "alternative with a stub below a link": multipart(
        "alternative",
        plain(f"https://m.example/{'Zm9v' * 80}\nPlease view this email in your browser. {FOOT * 3}"),
        rich(f"<p>{PROSE * 5}</p><p>{FOOT * 3}</p>"),
    ),
    "alternative that speaks of HTML": multipart(
        "alternative",
        plain(f"{PROSE} An HTML developer has got it, see your account."),
        rich("<p>Jobs</p>" * 20),
    ),
    "alternative with styles": multipart(
        "alternative", plain(PROSE * 5), rich(f"<style>{'.a{b:c}' * 900}</style><p>{'x <b>y</b>' * 99}</p>")
    ),
    "alternative with a tenth of it": multipart(
        "alternative", plain("Read this. " * 40), rich(f"<p>{PROSE}{'<p>and so on, and on' * 200}</p>")
    ),
    "alternative with an empty text": multipart("alternative", plain(" \n"), rich(f"<p>{PROSE}</p>")),
    "alternative with a short text": multipart("alternative", plain("Hello"), rich(f"<p>{PROSE * 3}</p>")),
    "html only": rich(f"<p>{PROSE}</p>"),
    "html that says it is plain": plain(f"<!DOCTYPE html><html><p>{PROSE}</p></html>"),
    "mixed with an attachment": multipart(
        "mixed", plain(PROSE), "Content-Type: text/plain\nContent-Disposition: attachment\n\nSECRET"
    ),
    "nested": multipart(
        "mixed",
        multipart("related", multipart("alternative", plain(PROSE), rich("x"), boundary="c"), boundary="d"),
        boundary="e",
    ),
    "a boundary used twice": multipart("mixed", multipart("alternative", plain(PROSE), rich("x"))),
    "both forms, mixed": multipart("mixed", plain(PROSE), rich(f"<p>{PROSE}</p>")),
    "no boundary": f"Content-Type: multipart/mixed\n\n--xyz12\n{plain(PROSE)}\n--xyz12--\n",
    "boundary never found": f"Content-Type: multipart/mixed; boundary=zz\n\n{PROSE}",
    "no closing boundary": f"Content-Type: multipart/mixed; boundary=zz\n\n--zz\n\n{PROSE}",
    "preamble and epilogue": f"{MIXED}; boundary=z\n\nSECRET\n--z\n\n{PROSE}\n--z--\nSECRET",
    "boundary in pieces": f"{MIXED}; boundary*0=z; boundary*1=y\n\n--zy\n\n{PROSE}\n--zy--",
    "forwarded mail attached": multipart(
        "mixed", plain(PROSE), "Content-Type: message/rfc822\n\nSubject: x\n\nSECRET"
    ),
    "image beside": multipart("related", rich(f"<p>{PROSE}</p>"), "Content-Type: image/png\n\nSECRET"),
    "broken type": f"Content-Type: nonsense\n\n{PROSE}",
    "quoted-printable soft breaks": (
        "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
        + PROSE.replace("ed", "e=\nd")
    ),
    "quoted text below": plain(
        f"{PROSE}\n\nOn Mon, 3 Mar 2025 at 10:12, Robin <r@example.org> wrote:\n> SECRET"
    ),
}


@pytest.mark.parametrize("structure", STRUCTURES.values(), ids=STRUCTURES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_structures(structure: str, end: str) -> None:
    message = parse((TOP + structure).replace("\n", end).encode())
    assert PROSE in message.text
    assert "SECRET" not in message.text
    assert message.text.count("We have decided") in (1, 3, 5)
    check(message)


INVITATION = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR"


@pytest.mark.parametrize(
    "others", [INVITATION, multipart("mixed", rich("<p>x</p>"), INVITATION, boundary="c")]
)
def test_a_calendar_is_read_beside_a_text_that_is_enough(others: str) -> None:
    message = parse((TOP + multipart("alternative", plain(PROSE * 5), rich("<p>y</p>"), others)).encode())
    assert (message.calendar, message.text) == ("REQUEST", PROSE * 5)
    assert message.calendar_text.startswith("BEGIN:VCALENDAR")


def test_html_is_not_read_where_the_text_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        "watcher.reading.body.visible_text", lambda source, _: (read.append(source) or "", [])
    )
    for times in (1, 5):
        parse((TOP + multipart("alternative", plain(PROSE * times), rich("<p>same</p>"))).encode())
    assert len(read) == 1  # of the short one it is not sure


def test_html_within_alternatives_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    monkeypatch.setattr("watcher.reading.body.most_text", lambda source: measured.append(source) or source)
    parse(SLOW["alternatives in alternatives"])
    assert len(measured) == 1


def test_to_judge_a_mail_only_its_envelope_is_left_out() -> None:
    date = "Date: Mon, 3 Mar 2025 10:00:00 +0100"
    fields = (
        "Message-ID: <a@b>",
        "In-Reply-To: <c@d>",
        "References: <c@d>",
        "Delivered-To: r@example.org",
        date,
    )
    raw = mail(f"{PROSE}\n\nKind regards\nAnna", *fields, "Reply-To: b@acme.example", "Precedence: bulk")
    whole, asked = parse(raw), parse(raw, to_judge=True)
    envelope: dict[str, Any] = dict.fromkeys(("to", "delivered_to"), ())
    envelope |= {"fingerprint": "", "message_id": None, "date": None}
    assert asked == dataclasses.replace(whole, **envelope)
    assert all(getattr(whole, name) != value for name, value in envelope.items())


def test_a_mail_that_is_only_an_attached_mail_has_no_text() -> None:
    message = parse(
        (TOP + multipart("mixed", "Content-Type: message/rfc822\n\nSubject: x\n\nWe regret")).encode()
    )
    assert message.text == ""
    assert message.problems == ("only an attached mail, its text was not read",)


def test_flowed_text_loses_its_stuffing_and_keeps_its_lines() -> None:
    message = parse(mail("One \ntwo\n From three\n", "Content-Type: text/plain; format=flowed"))
    assert message.text == "One\ntwo\nFrom three"


def test_the_quote_of_an_html_mail_is_cut_and_the_signature_set_apart() -> None:
    quote = '<div class="gmail_quote">On 3 Mar 2025, 10:12, Robin wrote:<blockquote>SECRET</blockquote></div>'
    message = parse((TOP + rich(f"<p>{PROSE}</p><p>Kind regards,<br>Anna Schmidt</p>{quote}")).encode())
    assert message.text == PROSE
    assert message.signature == "Kind regards,\nAnna Schmidt"


def test_only_quoted_text_is_kept_and_noted() -> None:
    message = parse(mail(f"---------- Forwarded message ---------\n> {PROSE}"))
    assert PROSE in message.text
    assert "only quoted text" in message.problems


def test_damaged_base64_gives_what_can_be_read() -> None:
    lines = base64.encodebytes((PROSE * 5).encode()).split(b"\n")
    message = parse(
        mail(b"\n".join([lines[0], b"!!" + lines[1], *lines[2:]]), "Content-Transfer-Encoding: base64")
    )
    assert message.text.startswith("Thank you for your")
    assert message.text.endswith("other candidates.")
    assert "damaged base64" in message.problems


def test_text_that_is_no_base64_is_read_as_it_is() -> None:
    assert parse(mail(PROSE, "Content-Transfer-Encoding: base64")).text == PROSE


@pytest.mark.parametrize(
    "part",
    [
        "Content-Type: text/calendar; method=CANCEL\n\nBEGIN:VCALENDAR",
        "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:cancel\nEND:VCALENDAR",
    ],
)
def test_the_method_of_a_calendar_part(part: str) -> None:
    message = parse((TOP + multipart("mixed", plain(PROSE), part)).encode())
    assert (message.calendar, message.text) == ("CANCEL", PROSE)


def test_some_headers_are_kept() -> None:
    message = parse(
        mail(PROSE, "Auto-Submitted: auto-generated", "LIST-ID: a", "List-Id: =?utf-8?q?=C3=BC?=", "X-Y: z")
    )
    assert message.headers == {"auto-submitted": ("auto-generated",), "list-id": ("a", "ü")}


@pytest.mark.parametrize(
    "field",
    [
        "List-Post: <mailto:talk@lists.example>",
        "X-Mailing-List: talk",
        "List-Post: =?utf-8?q?=3Cmailto:a=40b=3E?=",
    ],
)
def test_the_text_of_a_discussion_list_is_not_read(field: str) -> None:
    part = multipart("mixed", plain(PROSE), "Content-Type: text/calendar\n\nMETHOD:REQUEST")
    message = parse((f"{field}\n{TOP}{part}").encode())
    assert (message.text, message.signature, message.calendar, message.problems) == ("", "", None, ())
    assert message.sender is not None
    assert message.subject
    unlisted = parse((f"List-Post: NO\nList-Id: <jobs.acme.example>\n{TOP}{part}").encode())
    assert (unlisted.text, unlisted.calendar) == (PROSE, "REQUEST")


# The table "Malformed mail" of the protocol notes, and what else was seen to break readers.
MALFORMED = {
    "charset unknown-8bit": mail(b"Gr\xfc\xdfe", "Content-Type: text/plain; charset=unknown-8bit"),
    "unclosed address": mail(PROSE, top="From: a@b, <c@\nSubject: Your application\n"),
    "line end in an encoded name": mail(PROSE, top="From: =?utf-8?q?a=0D=0Ab?= <a@b.example>\nSubject: x\n"),
    "5000 nested comments": mail(PROSE, top="From: " + "(" * 5000 + " a@b.example\nSubject: x\n"),
    "2000 nested parts": "".join(f"{MIXED}; boundary=b{n}\n\n--b{n}\n" for n in range(2000)).encode(),
    "8000 addresses": mail(PROSE, top="To: " + ", ".join(f"p{n}@x.example" for n in range(8000)) + "\n"),
    "raw 8-bit header": "From: Zoë <z@b.example>\nSubject: Grüße\n\nHello".encode("latin-1"),
    "garbage date": mail(PROSE, "Date: the day after tomorrow"),
    "empty": b"",
    "only line ends": b"\r\n\r\n",
    "only a header": b"Subject: x",
    "no header": b"\n\nHello",
    "binary": bytes(range(256)) * 50,
    "nul": b"\0" * 1000,
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "mbox": b"From anna@acme.example Mon Mar  3 10:00:00 2025\n" + mail(),
    "a line that is no field": mail(PROSE, "this is no field", "X-A: b"),
    "byte order mark": b"\xef\xbb\xbf" + mail(),
    "cut in the header": mail()[:30],
    "a long header line": b"Subject: " + b"a" * 300_000,
    "huge": mail("word " * 600_000),
}  # fmt: skip


def test_a_header_value_is_read_in_the_charset_of_its_own_mail() -> None:
    raw = b"From: a@b.example\nX-Mailer: \xa4\xa2\nContent-Type: text/plain; charset=%s\n\nHello"
    assert parse(raw % b"euc-jp").headers["x-mailer"] == ("あ",)
    assert parse(raw % b"big5").headers["x-mailer"] != ("あ",)


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED)
def test_malformed_mail_is_read_as_far_as_it_goes(raw: bytes) -> None:
    message = parse(raw)
    check(message)
    assert message.readable or message.problems


def test_what_can_be_read_of_malformed_mail_is_read() -> None:
    assert parse(MALFORMED["unclosed address"]).sender == Address("", "a@b")
    assert parse(MALFORMED["5000 nested comments"]).text == PROSE
    assert parse(MALFORMED["raw 8-bit header"]).subject == "Grüße"
    assert parse(MALFORMED["mbox"]).subject == "Your application"
    assert parse(MALFORMED["a line that is no field"]).text == PROSE
    assert parse(MALFORMED["byte order mark"]).subject == "Your application"


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (MALFORMED["huge"], "mail longer than 1 MiB, the rest of it was not read"),
        (MALFORMED["a long header line"], "header too long, the rest of it was not read"),
        (MALFORMED["2000 nested parts"], "parts nested more than 50 deep were not read"),
        (
            (TOP + multipart("mixed", *[plain("x")] * 300)).encode(),
            "more than 200 parts, the rest was not read",
        ),
        (mail("word " * 20_000), "text longer than 64 KiB, the rest of it was not read"),
        (b"", "the mail is empty"),
    ],
)
def test_every_cap_is_noted(raw: bytes, problem: str) -> None:
    assert problem in parse(raw).problems


def test_the_text_behind_a_long_header_is_still_read() -> None:
    assert parse(b"Subject: x\nX-A: " + b"a" * 100_000 + b"\n\n" + PROSE.encode()).text == PROSE


SLOW = {
    "commas": b"To: " + b"," * 65000 + b"\n\nx",
    "quotes": b"To: " + b'"<\\' * 21000 + b"\n\nx",
    "brackets": b"From: " + b"(\\)" * 21000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 4300 + b"\n\nx",
    "half encoded words": b"Subject: " + b"=?a?b?" * 10000 + b"\n\nx",
    "parameters": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + (b"--b\nContent-Type: text/plain" + b';a="\\"' * 600 + b"\n\nhi\n") * 240,
    "fields": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + (b"--b\n" + b"a:\n" * 1700 + b"\nhi\n") * 200,
    "dashes": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--\n" * 300_000,
    "continuations": b"Subject: a" + b"\n a" * 300_000,
    "combining marks": b"Content-Type: text/plain; charset=utf-8\n\n" + "\u0315\u0300".encode() * 250_000,
    "wrong bytes": b"Content-Type: text/plain; charset=cp1253\n\n" + b"\xff\xaa" * 500_000,
    "base64": b"Content-Transfer-Encoding: base64\n\n" + b"A=" * 500_000,
    "html": b"Content-Type: text/html\n\n" + b"<table><tr><td>x" * 65_000,
    "alternatives in alternatives": functools.reduce(
        lambda inner, depth: multipart("alternative", plain(PROSE * 5), inner, boundary=f"b{depth}"),
        range(45),
        rich("<!-- <style>x</style> <p>" * 35_000),
    ).encode(),
}


PILE = "\u0301\u0316" * 300


def test_marks_piled_on_a_letter_do_not_hide_what_follows() -> None:
    message = parse(mail(f"We Z{PILE}have your letter, e\u0301te\u0301."))
    assert message.text.endswith("have your letter, été.")
    assert len(message.text) < 70


@pytest.mark.parametrize("raw", SLOW.values(), ids=SLOW)
def test_no_megabyte_stalls(raw: bytes) -> None:
    began = time.process_time()
    check(parse(raw))
    assert time.process_time() - began < 2  # under 0.5 s on an idle core


FULL = mail(PROSE, "Message-ID: <a@acme.example>", "Date: Mon, 3 Mar 2025 10:00:00 +0100")


@pytest.mark.parametrize("with_id", [True, False])
def test_a_copy_in_another_folder_has_the_same_fingerprint(with_id: bool) -> None:
    one = FULL if with_id else FULL.replace(b"Message-ID: <a@acme.example>\n", b"")
    added = b"Received: from mx.example\nX-Spam: no\nDelivered-To: r@x.example\nAuthentication-Results: mx\n"
    assert parse(added + one).fingerprint == parse(one).fingerprint
    assert parse(one.replace(b"\n", b"\r\n")).fingerprint == parse(one).fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<a@acme.example>\n", b"<b@acme.example>\n"),
        (b"<anna@acme", b"<bob@acme"),
        (b"3 Mar", b"4 Mar"),
        (b"Your application", b"Your interview"),
    ],
)
def test_another_mail_has_another_fingerprint(old: bytes, new: bytes) -> None:
    assert parse(FULL.replace(old, new, 1)).fingerprint != parse(FULL).fingerprint


def test_without_an_id_the_text_tells_mails_apart() -> None:
    assert parse(mail("One")).fingerprint != parse(mail("Two")).fingerprint


def test_the_fingerprint_stays_what_it_was() -> None:
    """Mails on record are known by it: a change here would make every old mail a new one."""
    assert parse(FULL).fingerprint == "3f4145de7114e07d3c35a54c9a62a60eebe8dc06f6ac6ea00cd6abd2ea35ec6f"
    assert parse(mail()).fingerprint == "88fdc2fdc0db358596899fff9c118af7b6b5a2ca7dbd711e80f9ae05d515cbaf"


@given(st.binary(max_size=600))
def test_any_bytes_give_a_message(raw: bytes) -> None:
    check(parse(raw))


NAMES = [
    *(
        "From",
        "To",
        "Cc",
        "Subject",
        "Message-ID",
        "References",
        "Date",
        "Content-Type",
        "Reply-To",
        "List-Id",
    ),
    *("Delivered-To", "In-Reply-To", "Return-Path", "Content-Transfer-Encoding"),
]
TOKENS = [
    *(
        "<",
        ">",
        "@",
        '"',
        "(",
        ")",
        ",",
        ";",
        ":",
        "\\",
        "a",
        "b.example",
        "=?utf-8?q?",
        "=0A",
        "?=",
        "=?x?b?AAA?=",
    ),
    *("<a@b.example>", "text/html", "multipart/mixed", "boundary=b", "charset=", "utf-7", "base64"),
    *("quoted-printable", "\u202e", "\u200b", "é", "\ud800"),
]
VALUES = st.lists(st.sampled_from([*TOKENS, "\n ", "\x00"]) | st.text(max_size=6), max_size=12).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8), st.binary(max_size=100))
@settings(max_examples=150)
def test_any_header_gives_a_message(fields: list[tuple[str, str]], content: bytes) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in fields)
    check(parse(head.encode("utf-8", "surrogatepass") + b"\n" + content))


LEAVES = st.sampled_from(
    [
        plain(PROSE),
        rich("<p>x<blockquote>y"),
        plain("-- \n> a"),
        "Content-Type: message/rfc822\n\n--b\n\nx",
        "Content-Type: text/calendar\n\nMETHOD:REQUEST",
        "\n",
        "--b\n",
        "Content-Type: multipart/mixed\n\n--b\n\nx",
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda kind, parts, boundary: multipart(kind, *parts, boundary=boundary),
        st.sampled_from(["mixed", "alternative", "related", "signed", "digest"]),
        st.lists(inner, max_size=4),
        st.sampled_from(["b", "c", "b--", " ", "-"]),
    ),
    max_leaves=12,
)


@given(TREES)
def test_any_structure_gives_a_message(tree: str) -> None:
    check(parse((TOP + tree).encode()))


BOTH_FORMS = multipart("alternative", plain(PROSE), rich("<p>x</p>"))
WHOLE = f"{TOP}Message-ID: <a@b>\nDate: Mon, 3 Mar 2025 10:00:00 +0100\n{BOTH_FORMS}".encode()


@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 20), st.binary(max_size=6)),
        min_size=1,
        max_size=6,
    )
)
def test_a_mail_damaged_anywhere_gives_a_message(changes: list[tuple[int, int, bytes]]) -> None:
    raw = WHOLE
    for at, length, new in changes:
        raw = raw[:at] + new + raw[at + length :]
    check(parse(raw))


def test_a_date_keeps_its_zone() -> None:
    date = parse(FULL).date
    assert date is not None
    assert date.utcoffset() == timedelta(hours=1)

"""The written cases of hostile mail that are made to stall or to break whoever reads them: bombs, bait, lies."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace

from tests.ordeal.hostile_mail import NO, Letter, letter


def structures(numbers: Iterator[int]) -> Iterator[Letter]:
    """Parts without end, nested, and boundaries that mislead."""
    text = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + NO.encode() + b"\r\n"

    def parts(case: str, body: bytes, kind: bytes = b"multipart/mixed; boundary=b") -> Letter:
        return letter(next(numbers)).having(case, body=body, Content_Type=kind)

    nested = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (at, at + 1) for at in range(5000)
    )
    yield parts("5,000 nested parts", nested + b"--b5000\r\n" + text, b"multipart/mixed; boundary=b0")
    same = b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 5000
    yield parts("5,000 nested parts of one boundary", same + b"--b\r\n" + text)
    yield parts("5,000 parts", (b"--b\r\n" + text) * 5000 + b"--b--")
    yield parts("100,000 boundaries", b"--b\r\n" * 100_000)
    yield parts("100,000 lines that are nearly boundaries", b"--bb\r\n" * 100_000)
    yield parts(
        "parts of 21,333 fields each", b"--b\r\nx\r\n" * 199 + b"--b\r\n" + b"a:\r\n" * 21_333 + b"\r\n"
    )
    yield parts("dashes", b"-" * 1_000_000)
    yield parts("lines of dashes", b"--\r\n" * 250_000)
    yield parts(
        "one boundary begins another",
        b"--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n" + text,
    )
    rfc822 = b"Content-Type: message/rfc822\r\n\r\n" * 20_000
    yield parts("20,000 mails in mails", rfc822 + text, b"message/rfc822")
    for name, boundary in {
        "empty": b'""',
        "of spaces": b'"   "',
        "of 10,000 letters": b"b" * 10_000,
        "a pattern": b'"(.*)+[a-z]{1,99999}\\\\"',
        "with a line end": b'"b\r\n c"',
        "twice": b"b; boundary=c",
        "in pieces": b"x; boundary*0=b; boundary*1=b; boundary*99999999999=c",
        "in another charset": b"x; boundary*=utf-7''%2BAA0ACg-",
        "open": b'"b',
    }.items():
        yield parts(
            f"a boundary {name}", b"--b\r\n" + text + b"--b--", b"multipart/mixed; boundary=" + boundary
        )
    yield parts(
        "alternatives that differ",
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>We invite you to an interview.</p>\r\n--b\r\n"
        + text
        + b"--b--",
        b"multipart/alternative; boundary=b",
    )
    invitation = (
        b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"
        + b"BEGIN:VEVENT\r\nRRULE:FREQ=SECONDLY;COUNT=999999999\r\nEND:VEVENT\r\n" * 15_000
    )
    for name, calendar in {
        "bomb": invitation,
        "open": b"BEGIN:VCALENDAR\r\n" * 60_000,
        "with a long method": b"METHOD" + b";X=" * 300_000 + b":REQUEST",
        "of methods": b"METHOD:\r\n" * 100_000,
    }.items():
        yield parts(
            f"a calendar {name}", b"--b\r\n" + text + b"--b\r\nContent-Type: text/calendar\r\n\r\n" + calendar
        )


def long(numbers: Iterator[int]) -> Iterator[Letter]:
    """Headers and names of a megabyte."""
    for name, value in {
        "Subject": b"a" * 1_000_000,
        "X-Long": b"a" * 1_000_000,
        "X-Folded": b"a\r\n " * 250_000,
        "References": b"<a@b.example> " * 70_000,
        "In-Reply-To": b"<" * 60_000,
        "To": b"robin@example.org, " * 8_000,
        "Cc": b"a" * 60_000 + b"@" + b"b." * 500 + b"example",
        "Reply-To": b"(" * 5_000 + b"hr@trap.example",
        "Delivered-To": b"<" * 30_000 + b">" * 30_000,
        "Content-Disposition": b"attachment; " + b"filename*0=a; " * 4_000,
        "Authentication-Results": b"mx.example.org; " + b"(" * 30_000 + b'"' * 30_000,
        "Received": b"from a by b; " * 5_000,
        "List-Unsubscribe": b"<mailto:" * 7_000,
        "Thread-Topic": b"=?utf-8?q?" * 6_000,
        "Comments": b"=?utf-8?b?" + b"QQ" * 30_000 + b"?=",
    }.items():
        yield letter(next(numbers)).having(f"a very long {name}", **{name.replace("-", "_"): value})
    ordinary = letter(next(numbers))
    many = tuple((f"X-{at}", b"x") for at in range(30_000))
    yield Letter("30,000 fields", (*many, *ordinary.fields), ordinary.body)
    yield Letter("30,000 fields below", (*ordinary.fields, *many), ordinary.body)
    yield Letter(
        "5,000 Reply-To", (*ordinary.fields, *[("Reply-To", b"hr@trap.example")] * 5000), ordinary.body
    )
    for name, value in {
        "5,000 brackets": b"(" * 5_000 + b"a@b.example",
        "30,000 quotes": b'"' * 30_000 + b"<a@b.example>",
        "30,000 backslashes": b'"' + b"\\" * 30_000 + b'" <a@b.example>',
        "30,000 signs of less": b"<" * 30_000 + b"a@b.example" + b">" * 30_000,
        "30,000 at signs": b"@" * 30_000,
        "30,000 commas": b"," * 30_000 + b"a@b.example",
        "30,000 words": b"=?utf-8?q?a?= " * 4_000 + b"<a@b.example>",
        "a name of 60,000 letters": b"a" * 60_000 + b" <a@b.example>",
    }.items():
        yield replace(letter(next(numbers)), to=frozenset({"a@b.example"})).having(
            f"From of {name}", From=value
        )


def bait(numbers: Iterator[int]) -> Iterator[Letter]:
    """Texts that make a careless pattern or parser take time by its square, or worse."""
    no = NO.encode()
    baits = {
        "spaces": b" " * 300_000,
        "tabs and spaces": b" \t" * 150_000,
        "line ends": b"\r\n" * 150_000,
        "one word": b"a" * 300_000,
        "words": b"a " * 150_000,
        "capitals": b"Aa " * 100_000,
        "single capitals": b"A " * 150_000,
        "unlike capitals": b" ".join(b"A%d" % at for at in range(40_000)),
        "lines of capitals": b"\r\n".join(b"Aa%d Bb" % at for at in range(30_000)),
        "dots": b"." * 300_000,
        "dotted": b"a." * 150_000,
        "at signs": b"a@" * 150_000,
        "addresses": b"<a@b.example> " * 20_000,
        "links": b"https://a.example/" * 17_000,
        "dashes": b"- " * 150_000,
        "quotes": b"> " * 150_000,
        "lines of quotes": b"> a\r\n" * 60_000,
        "nested quotes": b"\r\n".join(b">" * at for at in range(700)),
        "who wrote": b"On Mon, 2 Nov 2026 at 10:00, Anna <a@b.example> " * 6_000,
        "wrote": b"On a " * 50_000 + b"wrote:",
        "from lines": b"From: a\r\nSent: b\r\n" * 16_000,
        "greetings": b"Dear Robin,\r\n" * 20_000,
        "farewells": b"Kind regards,\r\nAnna Schmidt\r\n" * 10_000,
        "many times no": (no + b" ") * 4_000,
        "one sentence": no[:-1] * 4_000,
        "at and of": b"at the of at from with Acme and " * 9_000,
        "brackets": b"(" * 300_000,
        "signatures": b"-- \r\n" * 60_000,
        "numbers": b"1234567890-" * 27_000,
        "requisitions": b"Req R-1029 #" * 25_000,
        "days": b"until 1 January 2027 or " * 12_000,
        "han": "很遗憾".encode() * 33_000,
        "kana": "このたびは".encode() * 20_000,
        "combining": ("a" + "\u0301" * 100_000).encode(),
        "flags": "🏳️‍🌈".encode() * 20_000,
        "position of": b"for the position of " * 15_000,
        "application for": b"your application for the role as a " * 8_000 + b"at " * 5_000,
    }
    for name, bait in baits.items():
        body = (
            b"Dear Robin,\r\n\r\n"
            + bait
            + b"\r\n\r\n"
            + no
            + b"\r\n"
            + bait[:50_000]
            + b"\r\nAnna Schmidt\r\n"
        )
        yield letter(next(numbers)).having(f"bait: {name}", body=body)
    tags = {
        "nested": b"<div>" * 200_000,
        "tables": b"<table><tr><td>" * 60_000,
        "closing": b"</div>" * 150_000,
        "open": b"<" * 900_000,
        "open comments": b"<!--" * 200_000,
        "comments": b"<!---->" * 130_000,
        "entities": b"&amp;&#x41;&#99999999;&bogus" * 30_000,
        "ampersands": b"&" * 900_000,
        "attributes": b"<p " + b"a=b " * 200_000 + b">",
        "attribute quotes": b"<p a='" + b'"' * 900_000,
        "styles": b"<p style='" + b"color:red;" * 80_000 + b"'>x</p>",
        "style sheets": b"<style>" + b".a{display:none}" * 55_000 + b"</style>",
        "style comments": b"<style>" + b"/*" * 400_000 + b"</style>",
        "styled": b"<p style='display:none;color:#fff;font:0px a'>x</p>" * 18_000,
        "classes": b"<style>.x{display:none}</style>" + b"<p class='" + b"a " * 400_000 + b"'>x",
        "declarations": b"<!DOCTYPE a [" + b'<!ENTITY a "&a;&a;">' * 45_000,
        "cdata": b"<![CDATA[" * 100_000,
        "links": b"<a href='javascript:x'>" * 40_000,
        "lists": b"<ul><li>" * 110_000,
        "quotes": b"<blockquote>" * 80_000,
        "pre": b"<pre>" + b" \n" * 400_000,
        "scripts": b"<script>" * 100_000,
        "svg": b"<svg><math><mtext><table><mglyph><style><!--</style>" * 18_000,
    }
    for name, bomb in tags.items():
        for place, body in (("before", bomb + b"<p>" + no), ("after", b"<p>" + no + b"</p>" + bomb)):
            yield letter(next(numbers)).having(
                f"HTML bomb: {name} {place}", body=body, Content_Type=b"text/html; charset=utf-8"
            )


def lies(numbers: Iterator[int]) -> Iterator[Letter]:
    """Charsets and encodings that are not what they are called."""
    text = letter(next(numbers)).body
    for charset in (
        *(
            "utf-16",
            "utf-16le",
            "utf-32",
            "utf-7",
            "iso-2022-jp",
            "hz",
            "big5",
            "gb18030",
            "shift_jis",
            "johab",
            "euc-kr",
        ),
        *(
            "unknown-8bit",
            "136",
            "idna",
            "punycode",
            "unicode_escape",
            "zlib",
            "rot13",
            "base64",
            "undefined",
            "mbcs",
        ),
        *(
            "utf-8\0",
            "utf-8; charset=utf-16",
            '"',
            "../../x",
            "x" * 5000,
            "cp037",
            "iso-2022-kr",
            "utf-8-sig",
        ),
    ):
        yield letter(next(numbers)).having(
            f"called {charset[:30]!r}", Content_Type=b"text/plain; charset=" + charset.encode()
        )
    for name, body, encoding in (
        ("base64 that is none", text, b"base64"),
        ("base64 of noise", b"\x00\xff!" * 100_000, b"base64"),
        ("base64 cut", base64.encodebytes(text)[:-7], b"base64"),
        ("base64 in one line", base64.b64encode(text * 1000), b"base64"),
        ("base64 of base64", base64.b64encode(base64.b64encode(text)), b"base64"),
        ("base64 of padding", b"=" * 900_000, b"base64"),
        (
            "base64 in lines of one",
            b"\r\n".join(bytes([one]) for one in base64.b64encode(text * 200)),
            b"base64",
        ),
        ("base64 with control signs", base64.b64encode(b"\x1b[2J\x9b\x00" + text), b"base64"),
        ("quoted-printable of signs", b"=" * 900_000, b"quoted-printable"),
        ("quoted-printable of soft ends", b"=\r\n" * 300_000, b"quoted-printable"),
        (
            "quoted-printable with line ends",
            b"=0D=0A=00=1B[31m=E2=80=AE" * 20_000 + text,
            b"quoted-printable",
        ),
        ("an unknown encoding", text, b"x-rot13"),
        ("an encoding of an encoding", text, b"base64 quoted-printable"),
        ("uuencode", b"begin 644 x\r\n" + text, b"uuencode"),
    ):
        yield letter(next(numbers)).having(name, body=body, Content_Transfer_Encoding=encoding)
    utf7 = b"+AA0ACg-Bcc: all+AEA-trap.example+AA0ACg-" + text
    yield letter(next(numbers)).having(
        "utf-7 with a header", body=utf7, Content_Type=b"text/plain; charset=utf-7"
    )
    yield letter(next(numbers)).having("escapes", body=b"\x1b$B\x1b(B" * 100_000 + text)
    yield Letter("empty", (), b"")
    yield Letter("line ends only", (), b"\r\n" * 1000)
    yield Letter("noise", (), bytes(range(256)) * 4000)
    yield Letter("zeros", (), b"\x00" * 1_000_000)

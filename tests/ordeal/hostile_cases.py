"""The written cases of hostile mail: traps, look-alikes, hidden words. What each must come to is part of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from tests.ordeal import hostile_bombs
from tests.ordeal.hostile_mail import NO, Letter, company, letter

_NEWS = "Our opening hours this week. The recipe of the day is pumpkin soup. The sale ends on Sunday."
#: Ways to put words into a mail that its reader does not see. {} is the words.
_HIDDEN = {
    "display none": '<div style="display:none">{}</div>',
    "display none with a comment": '<div style="dis/**/play:/*x*/no/**/ne;display:none">{}</div>',
    "display none important": '<p style="DISPLAY : NONE !important">{}</p>',
    "visibility": '<div style="visibility:hidden">{}</div>',
    "no size": '<span style="font-size:0">{}</span>',
    "one pixel": '<span style="font-size:1px;line-height:1px">{}</span>',
    "opacity": '<span style="opacity:0">{}</span>',
    "white on white": '<div style="background:#ffffff"><span style="color:#fff">{}</span></div>',
    "white on white by rgb": '<div bgcolor="white"><font color="rgb(255,255,255)">{}</font></div>',
    "no height": '<div style="max-height:0;overflow:hidden">{}</div>',
    "mso": '<div style="mso-hide:all;display:none">{}</div>',
    "off the screen": '<div style="position:absolute;left:-9999px">{}</div>',
    "indented away": '<div style="text-indent:-9999px">{}</div>',
    "hidden attribute": "<div hidden>{}</div>",
    "style sheet": "<style>.x1 {{display:none}}</style><div class=x1>{}</div>",
    "preheader": '<span class="preheader">{}</span>',
    "comment": "<!-- {} -->",
    "conditional comment": "<!--[if mso]><p>{}</p><![endif]-->",
    "style": "<style>{}</style>",
    "script": "<script>document.write('{}')</script>",
    "title": "<head><title>{}</title></head>",
    "template": "<template>{}</template>",
    "attribute": '<img alt="" title="{0}" src="cid:x"><a href="x" data-x="{0}">x</a>',
    "within display none": '<div style="display:none"><b><p><span style="display:inline">{}</span></p></b></div>',
    "object": "<object>{}</object><noscript></noscript>",
}
#: Fields that name an address for replies which is not that of who wrote.
_TRAPS = {
    "another domain": b"hr@trap.example",
    "two domains": b"Anna <anna@{}.example>, hr@trap.example",
    "many addresses": b"Anna <anna@{}.example>, " + b", ".join(b"x%d@trap.example" % at for at in range(200)),
    "a free address": b"Anna Schmidt <anna.schmidt.hr@gmail.com>",
    "the domain below another": b"anna@{}.example.trap.example",
    "the domain in the local part": b'"anna@{}.example"@trap.example',
    "the domain in the name": b'"anna@{}.example" <hr@trap.example>',
    "a route": b"<@{}.example:hr@trap.example>",
    "a percent": b"<hr%trap.example@trap.example>",
    "a comment": b"anna@{}.example(x)@trap.example",
    "an encoded word": b"=?utf-8?q?anna=40{}=2Eexample?= <hr@trap.example>",
    "a word as address": b"=?utf-8?q?hr=40trap.example?=",
    "a group": b"Recruiting: hr@trap.example, all@trap.example;",
    "a source of bytes": b"anna@{}.example\x00@trap.example",
    "yourself": b"robin@example.org",
    "yourself with a tag": b"Robin+x@EXAMPLE.org",
    "nobody": b"no-reply@{}.example",
    "a domain of the same name": "anna@{}.ехample".encode(),  # Cyrillic; believed as acme.de is of acme.com
    "a dot of another script": "anna@{}。example。trap.example".encode(),
    "an address literal": b"anna@[127.0.0.1]",
    "a local name": b"root@localhost",
    "a mailto": b"mailto:hr@trap.example?bcc=all@trap.example",
}
_PASSED_OVER = {
    *(
        "the domain in the local part",
        "a route",
        "a comment",
        "a word as address",
        "a source of bytes",
        "a mailto",
    ),
    "a domain of the same name",
}


def written(number: int) -> Iterator[Letter]:
    """All written cases, each numbered from there on."""
    numbers = itertools.count(number)
    for cases in (
        _ordinary,
        _traps,
        _look_alikes,
        _spoofed,
        _hidden,
        hostile_bombs.structures,
        hostile_bombs.long,
        hostile_bombs.bait,
        hostile_bombs.lies,
        _dates,
    ):
        yield from cases(numbers)


def _ordinary(numbers: Iterator[int]) -> Iterator[Letter]:
    """Mail that has to get a draft: without it all the others would prove nothing."""
    for _ in range(5):
        yield letter(next(numbers)).having("ordinary", "must")
    for name, local in {
        "quotes": b'a"b"',
        "a backslash": b"a\\",
        "a backslash and a quote": b'a\\"b',
        "a literal": b"{5}",
        "all that IMAP knows": b'(a)*%{3}[]"\\',
    }.items():
        yield letter(next(numbers)).having(f"an id of {name}", "must", Message_ID=b"<%b@id.example>" % local)
    for kind in ("interview", "offer", "receipt", "newsletter"):
        yield letter(next(numbers), kind)


def _traps(numbers: Iterator[int]) -> Iterator[Letter]:
    """Replies wanted where the mail does not come from; and senders that cannot be written to."""
    for name, address in _TRAPS.items():
        at = next(numbers)
        reply_to = address.replace(b"{}", company(at).lower().encode())
        # What can be read as no address at all is passed over, and the reply goes to who wrote.
        draft = "may" if name in _PASSED_OVER else "never"
        trap = letter(at).having(f"Reply-To: {name}", draft, Reply_To=reply_to)
        yield replace(trap, to=frozenset()) if name == "a domain of the same name" else trap
    twice = letter(next(numbers))
    yield Letter("From twice", (("From", b"hr@trap.example"), *twice.fields), twice.body)
    froms = {
        "another address in the name": b'"anna@{}.example" <x@trap.example>',
        "two addresses": b"anna@{}.example, hr@trap.example",
        "no address": b"Anna Schmidt",
        "empty": b"",
        "half an address": b"a@b, <c@",
        "an empty address": b"Anna <>",
        "yourself": b"Anna Schmidt <robin@example.org>",
        "no domain": b"anna",
        "a very long address": b"a" * 300 + b"@" + b"b" * 300 + b".example",
        "spaces": b"<an na@ac me.example>",
        "a command": b'"x\r\n APPEND" <"a\\\r\n b"@{}.example>',
    }
    for name, value in froms.items():
        draft = "may" if name in ("two addresses", "spaces") else "never"
        at = next(numbers)
        value = value.replace(b"{}", company(at).lower().encode())
        yield letter(at).having(f"From: {name}", draft, From=value)
    fields = {
        "a list": {"List_Id": b"<jobs.example.org>"},
        "a bounce": {"Return_Path": b"<>"},
        "a report": {"Content_Type": b"multipart/report; report-type=delivery-status; boundary=x"},
        "no id": {"Message_ID": b""},
        "two ids": {"Message_ID": b"<a@b.example> <c@d.example>"},
        "an id with a line end": {"Message_ID": b"<a\r\n b@c.example>"},
        "an id with a command": {"Message_ID": b'<a@b.example>"\r\nA1 DELETE INBOX'},
        "an id of 5,000 letters": {"Message_ID": b"<" + b"a" * 5000 + b"@b.example>"},
    }
    for name, values in fields.items():
        draft = "may" if name == "an id with a command" else "never"  # the line ends before the command
        yield letter(next(numbers)).having(name, draft, **values)


def _look_alikes(numbers: Iterator[int]) -> Iterator[Letter]:
    """Domains that look like the sender's, in Reply-To."""
    for name, change in {
        "a Cyrillic a": ("a", "а"),
        "a Cyrillic o": ("o", "о"),
        "an accent": ("a", "á"),
        "a dot below": ("a", "ạ"),
        "a Greek o": ("o", "ο"),
        "a long s": ("e", "ė"),
        "rn for m": ("m", "rn"),
        "a hyphen": (".", "-careers."),
        "one letter more": (".", "s."),
    }.items():
        at = next(numbers)
        while change[0] not in company(at).lower() + ".":
            at = next(numbers)
        domain = f"{company(at).lower()}.example".replace(change[0], change[1], 1)
        for form in (domain.encode(), domain.encode("idna")):
            reply_to = b"Anna Schmidt <anna@%b>" % form
            yield letter(at).having(f"Reply-To: {name} ({form!r})", "never", Reply_To=reply_to)
            at = next(numbers)
            while change[0] not in company(at).lower() + ".":
                at = next(numbers)
            domain = f"{company(at).lower()}.example".replace(change[0], change[1], 1)


def _spoofed(numbers: Iterator[int]) -> Iterator[Letter]:
    """Authentication-Results that the sender wrote, below or beside those of the person's own server."""
    real = b"mx.example.org; dmarc=fail header.from=x.example"
    forged = {
        "below": (real, b"mx.example.org; dmarc=pass"),
        "of another server": (real, b"mx.trap.example; dmarc=pass"),
        "in a comment": (b"mx.example.org; (dmarc=pass) dmarc=fail",),
        "in quotes": (b'mx.example.org; spf=pass smtp.mailfrom="x; dmarc=pass"; dmarc=fail',),
        "in a nested comment": (b"mx.example.org; (a (b) dmarc=pass;) dmarc=fail",),
        "in capitals": (b"MX.example.ORG; DMARC=FAIL", b"mx.example.org; dmarc=pass"),
    }
    for name, values in forged.items():
        ordinary = letter(next(numbers))
        fields = tuple(("Authentication-Results", value) for value in values)
        yield Letter(f"forged pass {name}", (*fields, *ordinary.fields), ordinary.body, "never")
    for name, value in {
        "of another server": b"mx.trap.example; dmarc=pass",
        "of a server with a longer name": b"mx.example.org.trap.example; dmarc=pass",
        "with a line end": b"mx.trap.example;\r\n mx.example.org; dmarc=pass",
        "without a server": b"; dmarc=pass",
        "in a comment": b"mx.example.org (; dmarc=pass)",
    }.items():
        yield letter(next(numbers)).having(
            f"a trap and a pass {name}", "never", Authentication_Results=value, Reply_To=b"hr@trap.example"
        )


def _hidden(numbers: Iterator[int]) -> Iterator[Letter]:
    """A "no" that nobody sees, in a newsletter and in an invitation."""
    for name, form in _HIDDEN.items():
        for kind, seen in (
            ("newsletter", _NEWS),
            ("interview", "We would like to invite you to an interview."),
        ):
            html = f"<html><body>{form.format(NO)}<p>{seen}</p></body></html>".encode()
            yield letter(next(numbers), kind).having(
                f"hidden by {name} in {kind}", body=html, Content_Type=b"text/html; charset=utf-8"
            )
    invitation = "We would like to invite you to an interview on Monday at 10:00.\r\n\r\n"
    for name, quoted in {
        "quoted": f"> {NO}\r\n> Kind regards\r\n",
        "quoted below a line": f"On Mon, 2 Nov 2026, Anna wrote:\r\n> {NO}\r\n",
        "original message": f"-----Original Message-----\r\nFrom: Anna\r\nSubject: x\r\n\r\n{NO}\r\n",
    }.items():
        yield letter(next(numbers), "interview").having(
            f"a no that is {name}", body=(invitation + quoted).encode()
        )
    attached = (
        "--b\r\nContent-Type: text/plain\r\n\r\n{}\r\n--b\r\n{}\r\n\r\nSubject: x\r\n\r\n{}\r\n--b--\r\n"
    )
    for name, head in {
        "mail": "Content-Type: message/rfc822",
        "file": "Content-Type: text/plain\r\nContent-Disposition: attachment",
    }.items():
        body = attached.format(_NEWS, head, NO).encode()
        yield letter(next(numbers), "newsletter").having(
            f"a no in an attached {name}", body=body, Content_Type=b"multipart/mixed; boundary=b"
        )


def _dates(numbers: Iterator[int]) -> Iterator[Letter]:
    for date in (
        *(
            "",
            "yesterday",
            "Mon, 99 Foo 2026 99:99:99 +9999",
            "Mon, 23 Nov 9999 23:59:59 -2359",
            "1 Jan 0001 00:00 +2359",
        ),
        *(
            "31 Dec 9999 23:59:59 -0001",
            "1 Jan 99999999999 00:00:00",
            "Thu, 1 Jan 1970 00:00:00 +0000",
            "-1",
            "0",
        ),
        *(
            "23 Nov 2026 10:00:00 +99999999999999999999",
            "23 Nov 2026 10:00:00 (" + "(" * 5000,
            "1" * 5000,
            ":" * 5000,
        ),
        *(
            "Mon, 23 Nov 2026 10:00:00 +0000\r\n" + " x" * 20_000,
            "30 Feb 2026 10:00:00",
            "23 Nov -2026 10:00:00",
        ),
        *("٢٣ Nov ٢٠٢٦ 10:00:00", "23 Nov 2026 10:00:60 GMT", "23 Nov 2026 24:00:00", "1e999", "NaN"),
    ):
        yield letter(next(numbers)).having(f"Date: {date[:40]!r}", Date=date.encode())

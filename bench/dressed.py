"""Is an answer the same in whatever dress it comes?

    python bench/dressed.py [MAILS.jsonl]...

Each mail is judged as it is, and then again as mail programs and systems would send it: as HTML of a word processor, in
the tables of a tracking system between a preheader and a footer, beside a plain text that only says where it can be
read, with hard line ends, in another charset, one that nothing names or two by mistake, with what a program left in it,
signed where it stands, without capitals, with the warning of a mail gateway or a letterhead above it, or a disclaimer
and the like below: in the mail's language, and in English, as it often is.
Of each dress it says how many answers of no are found, how many other mails are taken for one, and how many change.
MAILS are files with id, subject, from, body and label in each line; those of tests/reading/mailboxes by default.
"""

from __future__ import annotations

import base64
import html
import json
import quopri
import sys
import textwrap
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from watcher.cli.classify import judge_all
from watcher.cli.sources import Sample
from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE

MAILBOXES = Path(__file__).resolve().parents[1] / "tests" / "reading" / "mailboxes"
Row = dict[str, Any]
Dress = Callable[[Row], bytes]
#: What stands below mails, or above them (a warning), by the languages of these mails.
BESIDE: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "beside.toml").read_text(encoding="utf-8")
)
WARNING, FOOTER = "a gateway's warning", "a system's footer"
ABOVE = {WARNING, "a letterhead", "to whom it goes", "a help desk's marks"}
CHARSETS = {"ja": "iso-2022-jp", "zh": "gb18030", "pl": "iso-8859-2", "tr": "iso-8859-9"}
STUB = (
    "Your e-mail program does not show HTML. You can read this message in your browser: "
    f"https://mail.system.example/view/{'q7Zp' * 60}"
)


def beside(row: Row, name: str, language: str = "") -> str:
    """A mail with what stands beside it, in its own language or another one."""
    text = BESIDE[name][language or row["lang"]]
    return f"{text}\n\n{row['body']}" if name in ABOVE else f"{row['body']}\n\n{text}"


def letter(
    row: Row, content: str, kind: str = "text/plain", *, subject: str = "", charset: str = "utf-8"
) -> bytes:
    head = f"From: {row['from']}\nSubject: {subject or row['subject']}\nMIME-Version: 1.0\n".encode()
    return head + part(content, kind, charset=charset)


def part(content: str, kind: str, *, charset: str = "utf-8", encoding: str = "quoted-printable") -> bytes:
    try:
        data = content.encode(charset)
    except UnicodeEncodeError:
        data, charset = content.encode(), "utf-8"
    coded = base64.encodebytes(data) if encoding == "base64" else quopri.encodestring(data)
    head = f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + coded


def alternative(row: Row, plain: str, rich: str) -> bytes:
    head = f"From: {row['from']}\nSubject: {row['subject']}\nMIME-Version: 1.0\n"
    parts = [part(plain, "text/plain"), part(rich, "text/html", encoding="base64")]
    inside = b"".join(b"--=_b1\n" + one + b"\n" for one in parts)
    return f'{head}Content-Type: multipart/alternative; boundary="=_b1"\n\n'.encode() + inside + b"--=_b1--\n"


def paragraphs(row: Row) -> list[str]:
    return [html.escape(one).replace("\n", "<br>\n") for one in row["body"].split("\n\n")]


def simple(row: Row) -> str:
    return "<html><body>" + "".join(f"<p>{one}</p>\n" for one in paragraphs(row)) + "</body></html>"


def processed(row: Row) -> str:
    """As a word processor writes it."""
    style = (
        "<style><!--\n@font-face {font-family:Calibri;}\np.MsoNormal, li.MsoNormal {margin:0cm;font-size:11.0pt;}\n"
        "span.EmailStyle17 {color:windowtext;}\n--></style><!--[if gte mso "
        "9]><xml><o:shapedefaults/></xml><![endif]-->"
    )
    empty = '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n'
    lines = [
        f'<p class="MsoNormal"><span lang="DE" style="mso-fareast-language:EN-US">{line}<o:p></o:p></span></p>\n'
        for one in paragraphs(row)
        for line in [*one.split("<br>\n"), ""]
    ]
    body = "".join(empty if "><o:p></o:p></span>" in line else line for line in lines)
    head = f'<html xmlns:o="urn:x"><head>{style}</head>'
    return f'{head}<body lang="DE"><div class="WordSection1">{body}</div></body></html>'


def webmail(row: Row) -> str:
    lines = "".join(
        f"<div>{line or '<br>'}</div>" for line in html.escape(row["body"], quote=False).split("\n")
    )
    return f'<div dir="ltr">{lines}</div>'


def system(row: Row) -> str:
    """As a tracking system writes it: a preheader, tables in tables, buttons and a footer."""
    hidden = "display:none!important;font-size:1px;color:#ffffff;max-height:0;overflow:hidden;mso-hide:all"
    cell = "font-family:Arial,sans-serif;font-size:14px;line-height:22px;color:#333333;padding:0 0 12px 0"
    rows = "".join(f'<tr><td align="left" style="{cell}">{one}</td></tr>\n' for one in paragraphs(row))
    icons = "".join(
        f'<td><a href="https://s.example/{name}"><img src="{name}.png" alt="{name}" width="24"></a></td>'
        for name in ("LinkedIn", "Facebook", "Instagram")
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html><head><meta charset="utf-8"><title>{html.escape(row["subject"])}</title>
<style type="text/css">@media screen and (max-width:600px){{.w{{width:100%!important}}}} a{{color:red}}</style></head>
<body bgcolor="#f4f4f4" style="margin:0"><div style="{hidden}">{html.escape(row["subject"])}{"&zwnj;&nbsp;" * 60}</div>
<table width="100%" cellpadding="0" cellspacing="0" bgcolor="#f4f4f4"><tr><td align="center">
<!--[if mso]><table width="600"><tr><td><![endif]--><table class="w" width="600" bgcolor="#ffffff"><tr><td>
<img src="logo.png" alt="Logo" width="120"></td></tr><tr><td><table width="100%">{rows}</table></td></tr>
<tr><td><table><tr>{icons}</tr></table></td></tr></table><!--[if mso]></td></tr></table><![endif]-->
<table class="w"><tr><td style="font-size:11px;color:#888888">{BESIDE[FOOTER][row["lang"]]}</td></tr></table>
</td></tr></table><img src="https://s.example/open?id=1" width="1" height="1" alt=""></body></html>"""


def wrapped(row: Row) -> str:
    return "\n".join(
        line
        for one in row["body"].split("\n")
        for line in (textwrap.wrap(one, 66, break_long_words=False) or [""])
    )


def flowed(row: Row) -> str:
    lines = []
    for one in row["body"].split("\n"):
        cut = textwrap.wrap(one, 66, break_long_words=False) or [""]
        lines += [f"{line} " for line in cut[:-1]] + cut[-1:]
    return "\n".join(f" {line}" if line.startswith((" ", "From ", ">")) else line for line in lines)


def twice(text: str) -> str:
    """UTF-8 that was taken for windows-1252, or what that leaves open for Latin-1, and encoded again."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252")
        for byte in text.encode()
    )


def signed(text: str) -> str:
    """Signed where it stands (RFC 9580 section 7)."""
    lines = [f"- {line}" if line.startswith("-") else line for line in text.split("\n")]
    head = ["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", ""]
    foot = ["-----BEGIN PGP SIGNATURE-----", "", *["kQ7d" * 16] * 9, "=4kQ2", "-----END PGP SIGNATURE-----"]
    return "\n".join([*head, *lines, *foot])


def unnamed(row: Row, content: bytes) -> bytes:
    """A mail of which nothing says how its text is written."""
    return f"From: {row['from']}\nSubject: {row['subject']}\n\n".encode() + content


def referred(text: str) -> str:
    """With "&#228;" for each letter that is not of ASCII."""
    return text.encode("ascii", "xmlcharrefreplace").decode()


DRESSES: dict[str, Dress] = {
    "as it is": lambda row: letter(row, row["body"]),
    "HTML in paragraphs": lambda row: letter(row, simple(row), "text/html"),
    "HTML of a word processor": lambda row: letter(row, processed(row), "text/html"),
    "HTML of a webmail": lambda row: letter(row, webmail(row), "text/html"),
    "HTML of a system": lambda row: letter(row, system(row), "text/html"),
    "both forms": lambda row: alternative(row, wrapped(row), system(row)),
    "a stub and HTML": lambda row: alternative(row, STUB, system(row)),
    "hard line ends": lambda row: letter(row, wrapped(row)),
    "format=flowed": lambda row: letter(row, flowed(row), "text/plain; format=flowed"),
    "another charset": lambda row: letter(
        row, row["body"], charset=CHARSETS.get(row["lang"], "windows-1252")
    ),
    "a charset that is not named": lambda row: unnamed(
        row, row["body"].encode(CHARSETS.get(row["lang"], "windows-1252"), "replace")
    ),
    "quoted-printable that is not named": lambda row: unnamed(row, quopri.encodestring(row["body"].encode())),
    "tags in plain text": lambda row: letter(row, row["body"].replace("\n", "<br />\n")),
    "references in plain text": lambda row: letter(row, referred(row["body"])),
    "HTML that was escaped twice": lambda row: letter(row, f"<p>{html.escape(simple(row))}</p>", "text/html"),
    "encoded twice": lambda row: letter(row, twice(row["body"])),
    "signed where it stands": lambda row: letter(row, signed(row["body"])),
    "without capitals": lambda row: letter(row, row["body"].lower()),
    "a warning, and in the subject": lambda row: letter(
        row, beside(row, WARNING), subject=f"[EXTERNAL] {row['subject']}"
    ),
    **{name: lambda row, name=name: letter(row, beside(row, name)) for name in BESIDE},  # type: ignore[misc]
    **{
        f"{name}, in English": lambda row, name=name: letter(row, beside(row, name, "en"))  # type: ignore[misc]
        for name in BESIDE
    },
}


def main(*paths: str) -> None:
    names = paths or sorted(map(str, MAILBOXES.glob("*.jsonl")))
    rows = [
        json.loads(line) for name in names for line in Path(name).read_text(encoding="utf-8").splitlines()
    ]
    classifier, before = Classifier.load(), []
    noes = sum(row["label"] in REPLYABLE for row in rows)
    print(
        f"{'':<30} {'found of':>8} {noes:<5}{'others of':>10} {len(rows) - noes:<5} lost, gained, others more, fewer"
    )
    for name, dress in DRESSES.items():
        samples = [Sample(row["id"], dress(row)) for row in rows]
        said = [found["kind"] in REPLYABLE for found in judge_all(classifier, samples, replies=False)]
        before = before or said
        count = Counter(
            (row["label"] in REPLYABLE, was, now) for row, was, now in zip(rows, before, said, strict=True)
        )
        found = count[True, True, True] + count[True, False, True]
        others = count[False, True, True] + count[False, False, True]
        changes = (
            count[True, True, False],
            count[True, False, True],
            count[False, False, True],
            count[False, True, False],
        )
        print(f"{name:<30} {found:>8}      {others:>10}       {', '.join(map(str, changes))}")


if __name__ == "__main__":
    main(*sys.argv[1:])

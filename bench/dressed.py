"""Is an answer the same in whatever dress it comes?

    python bench/dressed.py [MAILS.jsonl]...

Each mail is judged as it is, and then again as mail programs and systems would send it: as HTML of a word processor, in
the tables of a tracking system between a preheader and a footer, beside a plain text that only says where it can be
read, with hard line ends, in another charset, with the warning of a mail gateway above it, or a disclaimer and the like
below. What stands beside a mail is in English for all languages that have none of their own here, as it often is.
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
#: What stands below the letters of systems, and above and below those that pass a gateway.
FOOTERS = {
    "en": "This email was sent to you because you applied on our careers site. Privacy notice | Manage preferences | "
    "Unsubscribe",
    "de": "Sie erhalten diese E-Mail, weil Sie sich über unser Karriereportal beworben haben. Datenschutz | "
    "Impressum "
    "| Abmelden",
    "fr": "Vous recevez ce message car vous avez postulé sur notre site carrières. Confidentialité | Se désabonner",
    "es": "Recibe este correo porque se inscribió en nuestro portal de empleo. Privacidad | Darse de baja",
    "ja": "このメールは採用サイトからご応募いただいた方にお送りしています。プライバシーポリシー | 配信停止",
    "zh": "您收到此邮件是因为您在我们的招聘网站上投递了简历。隐私政策 | 退订",
    "nl": "U ontvangt deze e-mail omdat u via onze website hebt gesolliciteerd. Privacy | Afmelden",
    "pl": "Otrzymujesz tę wiadomość, ponieważ złożono aplikację na naszej stronie. Prywatność | Wypisz się",
    "tr": "Bu e-postayı kariyer sitemizden başvurduğunuz için aldınız. Gizlilik | Abonelikten çık",
}
WARNINGS = {
    "en": "CAUTION: This email originated from outside of the organization. Do not click links or open attachments "
    "unless you recognize the sender and know the content is safe.",
    "de": "ACHTUNG: Diese E-Mail kommt von außerhalb der Universität. Klicken Sie nicht auf Links und öffnen Sie "
    "keine Anhänge, wenn Sie den Absender nicht kennen.",
    "fr": "ATTENTION : ce message provient de l'extérieur. Ne cliquez sur aucun lien si vous ne connaissez pas "
    "l'expéditeur.",
}
DISCLAIMERS = {
    "en": "This e-mail and any attachments are confidential and intended solely for the addressee. If you have "
    "received it in error, please notify the sender and delete it. We regret that we cannot accept liability for "
    "viruses.",
    "de": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, "
    "informieren Sie "
    "bitte den Absender und löschen Sie diese Mail. Leider können wir keine Haftung für Viren übernehmen.",
    "fr": "Ce message est confidentiel. Si vous n'en êtes pas le destinataire, merci d'en avertir l'expéditeur et de "
    "le détruire. Nous ne pouvons malheureusement garantir l'intégrité de ce message.",
}
#: What else stands below, or above, in mails of systems and of houses.
BESIDE = {
    "where a house is registered": {
        "en": "Acme Trading Ltd. Registered in England and Wales No. 01234567. Registered office: 1 Mill "
        "Street, Leeds.",
        "de": "Acme Handels GmbH | Sitz der Gesellschaft: Köln | Amtsgericht Köln, HRB 12345 | "
        "Geschäftsführer: Jan Weber",
        "fr": "Acme SAS au capital de 100 000 euros, RCS Lyon 123 456 789, siège social : 1 rue du Moulin, "
        "69002 Lyon",
    },
    "a survey": {
        "en": "How did we do? Tell us about your experience as a candidate in a short survey: https://s.example/1",
        "de": "Wie zufrieden waren Sie mit unserem Bewerbungsprozess? Zur kurzen Umfrage: https://s.example/1",
        "fr": "Votre avis compte : répondez à notre enquête auprès des candidats : https://s.example/1",
    },
    "how long data is kept": {
        "en": "In line with data protection law we will keep your data for six months and then delete it. You "
        "may withdraw "
        "your consent at any time.",
        "de": "Ihre Daten werden gemäß DSGVO sechs Monate nach Abschluss des Verfahrens gelöscht. Sie können Ihre "
        "Einwilligung jederzeit widerrufen.",
        "fr": "Conformément au RGPD, vos données seront conservées pendant deux ans puis supprimées.",
    },
    "a warning of fraud": {
        "en": "Please be aware of recruitment scams. Acme will never ask candidates for payment or bank details.",
        "de": "Vorsicht vor Betrug: Wir fordern Bewerber niemals zu Zahlungen auf.",
        "fr": "Attention aux arnaques : nous ne demandons jamais de paiement aux candidats.",
    },
    "equal opportunity": {
        "en": "Acme is an equal opportunity employer. All qualified applicants will receive consideration "
        "without regard to "
        "race, religion, sex, national origin, disability or veteran status.",
        "de": "Wir fördern Vielfalt und begrüßen Bewerbungen unabhängig von Geschlecht, Herkunft, Behinderung "
        "oder Alter.",
        "fr": "Acme étudie toutes les candidatures sans distinction d'origine, de sexe, d'âge ou de handicap.",
    },
    "follow us": {
        "en": "Follow us on LinkedIn and Instagram to hear about new jobs and life at Acme: "
        "https://careers.acme.example",
        "de": "Folgen Sie uns auf LinkedIn und entdecken Sie neue Stellen auf https://karriere.acme.example",
        "fr": "Suivez-nous sur LinkedIn et découvrez nos offres sur https://carrieres.acme.example",
    },
}
CHARSETS = {"ja": "iso-2022-jp", "zh": "gb18030", "pl": "iso-8859-2", "tr": "iso-8859-9"}
STUB = (
    "Your e-mail program does not show HTML. You can read this message in your browser: "
    f"https://mail.system.example/view/{'q7Zp' * 60}"
)


def of(row: Row, texts: dict[str, str]) -> str:
    return texts.get(row["lang"], texts["en"])


def below(row: Row, texts: dict[str, str]) -> str:
    return f"{row['body']}\n\n{of(row, texts)}"


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
<table class="w" width="600"><tr><td style="font-size:11px;color:#888888">{of(row, FOOTERS)}</td></tr></table>
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
    "a gateway's warning": lambda row: letter(row, f"{of(row, WARNINGS)}\n\n{row['body']}"),
    "a warning, and in the subject": lambda row: letter(
        row, f"{of(row, WARNINGS)}\n\n{row['body']}", subject=f"[EXTERNAL] {row['subject']}"
    ),
    "a disclaimer": lambda row: letter(row, below(row, DISCLAIMERS)),
    "a system's footer": lambda row: letter(row, below(row, FOOTERS)),
    **{
        name: lambda row, texts=texts: letter(row, below(row, texts))  # type: ignore[misc]
        for name, texts in BESIDE.items()
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

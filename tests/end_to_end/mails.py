"""Fifty mails as a job seeker gets them in a week, and for each what must come of it.

Thirty-one are about something else or good news, and none of those may get a draft. The answers of "no" are
worded plainly: how well others are understood is the business of the tests of reading/ and bench/.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

ROBIN = "Robin Keller <robin@example.org>"
LONG_ID = f"<{'0123456789abcdef' * 12}@mail.heron-and-vale.example>"
MANY_IDS = tuple(f"<thread.{number}.{'x' * 40}@heron-and-vale.example>" for number in range(9))


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail, and what must come of it.

    Args:
        to: whom its draft must go to, "" for no draft.
        reply_subject: of that draft.
        references: of that draft, without the mail's own id that comes last.
        flags: besides those that the server sets.
        old: it was delivered weeks ago.
        state: what its case must end in, where it must have one without a draft.
    """

    name: str
    raw: bytes
    to: str = ""
    reply_subject: str = ""
    references: tuple[str, ...] = ()
    folder: str = "INBOX"
    flags: tuple[str, ...] = ()
    old: bool = False
    state: str = ""

    @property
    def message_id(self) -> str:
        return LONG_ID if self.name == "long ids" else f"<{self.name.replace(' ', '.')}@mail.example>"


def samples() -> list[Sample]:
    """All fifty deliveries, in the order in which they come."""
    found = [*_with_a_draft(), *_without_a_draft(), *_about_applications(), *_other_mail(), *_odd_bytes()]
    twice = next(one for one in found if one.name == "plain")
    return [*found, replace(twice, folder="Jobs", flags=("\\Seen",))]


def _letter(name: str, sender: str, subject: str, text: str, html: str = "", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, headers.pop("To", ROBIN), subject
    message["Date"] = format_datetime(datetime.now(UTC) - timedelta(minutes=3))
    message["Message-ID"] = f"<{name.replace(' ', '.')}@mail.example>"
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def _crlf(message: EmailMessage) -> bytes:
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _mail(name: str, sender: str, subject: str, text: str, html: str = "", **headers: str) -> Sample:
    """A mail that is no answer of "no"."""
    return Sample(name, _crlf(_letter(name, sender, subject, text, html, **headers)))


def _body(*paragraphs: str, name: str = "") -> str:
    return "\n\n".join(["Dear Robin,", *paragraphs, f"Kind regards,\n{name}"]) + "\n"


_NO = (
    "Unfortunately, we will not be moving forward with your application for the {role} position. "
    "We have chosen another candidate."
)
_OTHERS = "We regret to inform you that your application was not successful."


def _with_a_draft() -> list[Sample]:
    return [*_of_several_shapes(), *_in_threads(), *_of_several_stages()]


def _of_several_shapes() -> list[Sample]:
    html = (
        "<html><body><p>Dear Robin,</p><p>Thank you for your interest in Birch Street Media.</p><p>{no}</p>"
        "<p>We wish you all the best in your job search.</p><p>Kind regards,<br>Paul Winter</p></body></html>"
    )
    wish = "We wish you all the best in your job search."
    latin = _letter(
        "latin",
        "Chloé Dubois <chloe@petit-pont.example>",
        "Your application",
        "",
    )
    latin.set_content(
        _body(_NO.format(role="Café Manager"), wish, name="Chloé Dubois"), charset="iso-8859-1", cte="8bit"
    )
    encoded = _letter(
        "encoded", "Jürgen Groß <j.gross@grossundsohn.example>", "Your application – Büroleitung", ""
    )
    encoded.set_content(
        _body(_NO.format(role="Office Manager"), wish, name="Jürgen Groß"), charset="utf-8", cte="base64"
    )
    alternative = _letter(
        "alternative",
        "Paul Winter <paul.winter@birchstreet.example>",
        "Your application at Birch Street Media",
        _body("Thank you for your interest in Birch Street Media.", _OTHERS, wish, name="Paul Winter"),
        html.format(no="We regret to inform you that your application was <b>not successful</b>."),
    )
    only_html = _letter(
        "html",
        "Ines Alvarez <ines@cobalt-coast.example>",
        "Your application",
        "",
        html.format(no=_NO.format(role="Editor"))
        .replace("Paul Winter", "Ines Alvarez")
        .replace("Birch Street Media", "Cobalt Coast"),
    )
    plain = _letter(
        "plain",
        "Lena Brandt <lena.brandt@larchlane.example>",
        "Your application as Data Analyst",
        _body("Thank you for applying to Larch Lane.", _NO.format(role="Data Analyst"), name="Lena Brandt"),
    )
    return [
        Sample(
            "plain", _crlf(plain), "lena.brandt@larchlane.example", "Re: Your application as Data Analyst"
        ),
        Sample("html", _crlf(only_html), "ines@cobalt-coast.example", "Re: Your application"),
        Sample(
            "alternative",
            _crlf(alternative),
            "paul.winter@birchstreet.example",
            "Re: Your application at Birch Street Media",
        ),
        Sample(
            "encoded", _crlf(encoded), "j.gross@grossundsohn.example", "Re: Your application – Büroleitung"
        ),
        Sample("latin", _crlf(latin), "chloe@petit-pont.example", "Re: Your application", flags=("\\Seen",)),
    ]


def _in_threads() -> list[Sample]:
    quoted = (
        "\n\nOn Monday, Robin Keller wrote:\n> Dear Olu,\n> please find my application for the Gardener"
        "\n> position. I would be glad to be invited to an interview.\n> Robin\n"
    )
    history = _letter(
        "history",
        "Olu Bankole <olu@greenmoor.example>",
        "Re: Application: Gardener",
        _body(_NO.format(role="Gardener"), name="Olu Bankole") + quoted,
        In_Reply_To="<app.1@example.org>",
        References="<app.1@example.org>",
    )
    thread = _letter(
        "thread",
        "Mia Lund <mia@stillwater.example>",
        "AW: Re: Application: Translator",
        _body("Thank you for the interview for the Translator position.", _OTHERS, name="Mia Lund"),
        In_Reply_To="<app.4@example.org>",
        References="<app.2@example.org> <app.3@stillwater.example> <app.4@example.org>",
    )
    long_ids = _letter(
        "long ids",
        "Tess Heron <tess@heron-and-vale.example>",
        "Your application for a position with so long a title that no program shows it in one line of text",
        _body(_NO.format(role="Archivist"), name="Tess Heron"),
        References=" ".join(MANY_IDS),
    )
    del long_ids["Message-ID"]
    raw = b"Message-ID:\r\n " + LONG_ID.encode() + b"\r\n" + _crlf(long_ids)
    relay = _letter(
        "relay",
        '"Noor Haddad (Fable Works)" <no-reply@jobrelay.example>',
        "Your application for Illustrator",
        _body("Thank you for the call last week.", _NO.format(role="Illustrator"), name="Noor Haddad"),
        Reply_To="Noor Haddad <noor.5512@reply.jobrelay.example>",
    )
    return [
        Sample(
            "history",
            _crlf(history),
            "olu@greenmoor.example",
            "Re: Application: Gardener",
            ("<app.1@example.org>",),
        ),
        Sample(
            "thread",
            _crlf(thread),
            "mia@stillwater.example",
            "Re: Application: Translator",
            ("<app.2@example.org>", "<app.3@stillwater.example>", "<app.4@example.org>"),
            flags=("\\Seen", "\\Flagged"),
        ),
        Sample(
            "long ids",
            raw,
            "tess@heron-and-vale.example",
            "Re: Your application for a position with so long a title that no program shows it in one line"
            " of text",
            MANY_IDS,
        ),
        Sample(
            "relay",
            _crlf(relay),
            "noor.5512@reply.jobrelay.example",
            "Re: Your application for Illustrator",
        ),
    ]


def _of_several_stages() -> list[Sample]:
    texts = {
        "final": (
            "Sam Okoro <sam.okoro@lanternworks.example>",
            "Lantern Works: after the final round",
            "After the final interview we have decided to go with another candidate.",
            "Unfortunately, we will not be moving forward with your application.",
        ),
        "filled": (
            "Ruth Ames <ruth@quarry-hill.example>",
            "Your application as Surveyor",
            "Thank you for your application.",
            "The position has already been filled, so we cannot take your application further.",
        ),
        "on hold": (
            "Dev Patel <dev.patel@saltmarsh.example>",
            "Your application",
            "Thank you for your application.",
            "The position has been put on hold until further notice.",
        ),
    }
    found = []
    for name, (sender, subject, *paragraphs) in texts.items():
        person = sender.partition(" <")[0]
        letter = _letter(name, sender, subject, _body(" ".join(paragraphs), name=person))
        found.append(Sample(name, _crlf(letter), sender.partition("<")[2].rstrip(">"), f"Re: {subject}"))
    return found


def _without_a_draft() -> list[Sample]:
    """Answers of "no" that nobody waits for a reply to, or that must not get one."""

    def no(name: str, sender: str, *more: str, **headers: str) -> EmailMessage:
        text = _body("Thank you for your application.", _NO.format(role="Baker"), *more, name="Kim Sorensen")
        return _letter(name, sender, "Your application as Baker", text, **headers)

    nameless = no("nameless", "Kim Sorensen <kim@oven-one.example>")
    del nameless["Message-ID"]
    again = _letter(
        "reopened again",
        "Kim Sorensen <kim@oven-five.example>",
        "Re: Your application as Baker",
        _body("We would like to invite you to an interview next week. Are you free on Thursday at 10:00?"),
        In_Reply_To="<reopened@mail.example>",
        References="<reopened@mail.example>",
    )
    mails = {
        "noreply": (no("noreply", "Oven Two <no-reply@oven-two.example>"), "no_reply"),
        "unread box": (
            no("unread box", "Kim <kim@oven-three.example>", "Please do not reply to this email."),
            "no_reply",
        ),
        "nameless": (nameless, "no_reply"),
        "elsewhere": (
            no("elsewhere", "Kim <kim@oven-four.example>", Reply_To="box@unheard-of.example"),
            "no_reply",
        ),
        "answered": (no("answered", "Kim Sorensen <kim@oven-six.example>"), "answered"),
        "reopened": (no("reopened", "Kim Sorensen <kim@oven-five.example>"), "reopened"),
        "reopened again": (again, ""),
        "old": (no("old", "Kim Sorensen <kim@oven-seven.example>"), ""),
    }
    return [
        Sample(
            name,
            _crlf(letter),
            state=state,
            flags=("\\Seen", "\\Answered") if name == "answered" else (),
            old=name == "old",
        )
        for name, (letter, state) in mails.items()
    ]


def _about_applications() -> list[Sample]:
    return [
        _mail(
            "receipt 1",
            "Talent <jobs@pinegate.example>",
            "We have received your application",
            _body(
                "Thank you for applying as Technician. We have received your application.",
                "If you are not selected for this position, we will keep your details for a year.",
            ),
        ),
        _mail(
            "receipt 2",
            "Mona <mona@redkite.example>",
            "Application received",
            _body(
                "Thank you for your application. We will review it and come back to you in two weeks.",
                "As there are many applications we may only write to those who are invited to an interview.",
            ),
        ),
        _mail(
            "receipt 3",
            "no-reply@jobrelay.example",
            "Your application was sent to Copper Bay",
            "Your application for Cook was sent to Copper Bay. Good luck with your application.\n",
        ),
        _mail(
            "interview 1",
            "Jo Byrne <jo.byrne@inkwell.example>",
            "Invitation to an interview",
            _body("We would like to invite you to an interview on Tuesday at 14:00.", name="Jo Byrne"),
        ),
        _mail(
            "interview 2",
            "Ada Voss <ada@northpier.example>",
            "Re: Interview on Thursday",
            _body(
                "Unfortunately Tom is ill, so we need to move your interview to Friday at 10:00.",
                "Does this time work for you?",
                name="Ada Voss",
            ),
        ),
        _mail(
            "interview 3",
            "Kit Moran <kit@tidewater.example>",
            "Next step",
            _body("We enjoyed our first call. Could we schedule a second interview next week?", name="Kit"),
        ),
        _mail(
            "assessment",
            "Bea <bea@oakfield.example>",
            "Your coding exercise",
            _body("As the next step, please complete the exercise behind this link within five days."),
        ),
        _mail(
            "offer",
            "Gus Hale <gus@millrace.example>",
            "Your offer from Mill Race",
            _body("We are delighted to offer you the position of Engineer. The contract is attached."),
        ),
        _mail(
            "notice",
            "Careers <no-reply@jobrelay.example>",
            "There is an update on your application",
            "The status of your application has changed. Please log in to your account to see it.\n",
        ),
        _mail(
            "alert",
            "Job alerts <alerts@jobrelay.example>",
            "12 new jobs near you",
            "New jobs that match your search: Data Analyst at Acorn, Baker at Crust & Co, Editor at Quill.\n",
            List_Unsubscribe="<https://jobrelay.example/stop>",
        ),
        _mail(
            "outreach",
            "Lou Frey <lou@seekers.example>",
            "A role in Hamburg?",
            "Hi Robin,\n\nI came across your profile and wonder whether you would be open to a chat about a\n"
            "role in Hamburg.\n\nLou\n",
        ),
    ]


def _other_mail() -> list[Sample]:
    texts = {
        "newsletter 1": (
            "CareerPath <news@careerpath.example>",
            "How to deal with rejection",
            "This week: seven ways to stay calm after a no. Read more on our site. Unsubscribe here.",
        ),
        "newsletter 2": (
            "City Library <news@library.example>",
            "New in November",
            "New books, a reading with two authors and longer opening hours on Saturday.",
        ),
        "flight": (
            "Auk Air <service@aukair.example>",
            "Your flight AU 417 was cancelled",
            "We are sorry: your flight AU 417 on Sunday was cancelled. You can rebook it for free.",
        ),
        "concert": (
            "Hall 7 <tickets@hall7.example>",
            "Sold out",
            "The concert on Friday is sold out. Your tickets are in your account.",
        ),
        "shop": (
            "Bolt & Nut <orders@boltnut.example>",
            "Your order 5512",
            "Your order has been sent and will be with you on Wednesday.",
        ),
        "parcel": (
            "Parcels <info@parcels.example>",
            "We could not deliver your parcel",
            "Nobody was at home. Your parcel is at the shop on Elm Street until Friday.",
        ),
        "bank": (
            "Havel Bank <no-reply@havelbank.example>",
            "Your statement",
            "Your statement for October is in your mailbox in our app.",
        ),
        "dentist": (
            "Dr. Wu <praxis@wu-dental.example>",
            "Your appointment",
            "This is a reminder of your appointment on Monday at 8:30.",
        ),
        "friend 1": (
            "Jo <jo@friends.example>",
            "Climbing on Saturday?",
            "Hi Robin, are you coming along on Saturday? We would meet at nine. Jo",
        ),
        "friend 2": (
            "Max <max@friends.example>",
            "the flat",
            "Hey, somebody else got the flat in the end. Pizza tonight? Max",
        ),
        "own": (
            ROBIN,
            "Re: Application: Tailor",
            "Dear Ms Ferris, thank you for letting me know. All the best, Robin",
        ),
        "forum": (
            "Forum <digest@woodworkers.example>",
            "Digest of the week",
            "Three new threads: oil or wax, a first dovetail, and the best saw for a beginner.",
        ),
    }
    return [_mail(name, sender, subject, f"{text}\n") for name, (sender, subject, text) in texts.items()]


def _odd_bytes() -> list[Sample]:
    """Bytes that are hardly a mail. No NUL among them: Cyrus takes none."""
    cut_off = (
        b"From: =?x-nonsense?b?@@@@?= <\r\nDate: Sat, 31 Foo 2026 25:61:00 +9900\r\n"
        b'Content-Type: multipart/mixed; boundary="cut"\r\n\r\n--cut\r\n'
        b"Content-Type: text/plain; charset=x-unheard-of\r\nContent-Transfer-Encoding: base64\r\n\r\n@@"
    )
    bounce = (
        b"From: MAILER-DAEMON@mx.example.org\r\nTo: robin@example.org\r\n"
        b"Message-ID: <bounce@mail.example>\r\nSubject: Undelivered mail\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\n'
        b"Your mail could not be delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Action: failed\r\n\r\n--b--\r\n"
    )
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(80)
    )
    return [
        Sample("no header", b"\r\nnothing but a line\r\n"),
        Sample("cut off", cut_off),
        Sample("bounce", bounce),
        Sample(
            "deep", b"From: a@b.example\r\nMessage-ID: <deep@mail.example>\r\nMIME-Version: 1.0\r\n" + deep
        ),
        Sample(
            "high bytes",
            b"From: a@b.example\r\nSubject: \xff\xfe\xe4\r\n\r\n" + bytes(range(128, 256)) + b"\r\n",
        ),
        Sample(
            "no end",
            b"From: a@b.example\r\nMessage-ID: <no.end@mail.example>\r\nSubject: "
            + b"long " * 2000
            + b"\r\n\r\n"
            + b"x" * 50_000,
        ),
    ]

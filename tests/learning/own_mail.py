"""A person's mail in small: employers with a template each, both right answers and other mail."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from watcher.learning.personal import Example
from watcher.reading.message import parse

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

#: A company's way to say no that the shipped model does not see, and a mail that it takes for one.
MISSED = (
    "Dear {name},\n\nThe jury for the {post} desk met on {day} November. The ribbon stays with the neighbours this "
    "season, and your folder goes back on its shelf.\n\nThe kettle is always on.\n\n{writer}\n"
)
NEWSLETTER = (
    "Hello {name},\n\nThis week in the garden shop: bulbs for spring, {day} kinds of them. Our readers voted for the "
    "red tulip.\n\nCome by on Saturday, we are open until {day}.\n\nThe Garden Shop at {post}\n"
)
PLAIN_NO = (
    "Dear {name},\n\nThank you for applying for the post of {post}. Unfortunately we have decided to go ahead with "
    "other candidates.\n\nKind regards,\n{writer}\n"
)
INVITATION = (
    "Dear {name},\n\nThank you for applying for the post of {post}. We would like to invite you to an interview on "
    "{day} November.\n\nKind regards,\n{writer}\n"
)
#: No answer of an employer, but the shipped model is sure that it is.
TAKEN_FOR_A_NO = (
    "Dear {name},\n\nThank you for your application of {day} November. Unfortunately we have decided to give the place "
    "to another applicant this year.\n\nYou may put your name down again in spring.\n\nKind regards,\n{writer}\n"
    "Garden Society\n"
)
GARDENS, GARDEN_SUBJECT = "Garden Society <gardens@society.example>", "Your garden application"
_POSTS = ("gardener", "bookkeeper", "welder", "nurse", "baker", "tailor", "pilot", "printer")
_WRITERS = ("Anna Schmidt", "Tom Fields", "Ines Prado", "Olu Akande", "Mei Tan")


def raw(template: str, number: int, sender: str, subject: str = "Your application") -> bytes:
    """One mail of a template, as it comes."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "robin@example.org", subject
    message["Date"] = format_datetime(START + timedelta(hours=number))
    message["Message-ID"] = f"<{number}@{sender.rpartition('@')[2]}>"
    message.set_content(
        template.format(
            name="Robin Keller",
            post=_POSTS[number % len(_POSTS)],
            day=1 + number % 28,
            writer=_WRITERS[number % len(_WRITERS)],
        )
    )
    return message.as_bytes()


def a_garden(number: int) -> bytes:
    return raw(TAKEN_FOR_A_NO, number, GARDENS, GARDEN_SUBJECT)


def example(template: str, kind: str, number: int, sender: str, subject: str = "Your application") -> Example:
    """A labelled mail; the label was given an hour after the one with the number before."""
    message = parse(raw(template, number, sender, subject))
    return Example(message, kind, START + timedelta(hours=number), message.fingerprint)


def everyday(count: int, start: int = 0) -> list[Example]:
    """Labels that are right: plain noes and invitations, each of an employer of its own, in turn."""
    return [
        example(
            PLAIN_NO if number % 2 else INVITATION,
            "rejection" if number % 2 else "interview",
            number,
            f"jobs@employer{number}.example",
        )
        for number in range(start, start + count)
    ]


def newsletters(count: int, kind: str) -> list[Example]:
    """Many issues of one newsletter, all with the same label. Only their dates and fingerprints differ."""
    one = example(NEWSLETTER, kind, 0, "Garden Shop <shop@garden.example>", "The garden letter")
    return [
        dataclasses.replace(
            one,
            message=dataclasses.replace(
                one.message,
                fingerprint=f"{number:064x}",
                text=one.message.text.replace("red", f"no. {number}"),
            ),
            at=START + timedelta(minutes=number),
            fingerprint=f"{number:064x}",
        )
        for number in range(count)
    ]

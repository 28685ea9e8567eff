"""Mail for the test of kill -9, and whether the shipped model takes it as the test needs it."""

from __future__ import annotations

from datetime import datetime

from tests.sample_mail import raw_mail
from watcher.reading.classifier import Classifier
from watcher.reading.message import parse
from watcher.replying.policy import DRAFT_BAR, REVIEW_BAR

ANSWERS = [
    (
        "Anna Weiss",
        "Thank you for applying for the Analyst role. We are sorry to say that we have decided to move "
        "forward with another candidate.",
    ),
    (
        "Tom Arden",
        "Thank you for your interest in the Analyst role. After careful consideration we have decided not to "
        "move forward with your application.",
    ),
    (
        "Mina Sorel",
        "Unfortunately, we will not be moving forward with your application for the Analyst position. The "
        "position has been given to another candidate.",
    ),
]
OTHER_MAIL = [
    ("Lunch on Friday", "Shall we have lunch on Friday? The little place by the river is open again."),
    ("Your parcel", "Your parcel with the desk lamp is on its way. It will be with you on Thursday."),
    ("Choir", "We meet at seven in the old school. Please bring the blue folder with the notes."),
]


def an_answer(number: int, at: datetime) -> bytes:
    """An answer of "no" with a sender and a thread of its own."""
    person, text = ANSWERS[number % len(ANSWERS)]
    address = f"{person.lower().replace(' ', '.')}@firm{number}.example"
    return _mail(number, f"{person} <{address}>", "Your application as Analyst", text, person, at)


def other_mail(number: int, at: datetime) -> bytes:
    subject, text = OTHER_MAIL[number % len(OTHER_MAIL)]
    return _mail(number, f"Jo Lind <jo{number}@friends.example>", subject, text, "Jo", at)


def _mail(number: int, sender: str, subject: str, text: str, name: str, at: datetime) -> bytes:
    body = f"Dear Robin,\n\n{text}\n\nKind regards,\n{name}\n"
    raw = raw_mail(number, sender=sender, date=at, message_id=f"<mail-{number}@post.example>", text=body)
    return raw.replace(f"rejection: your application {number}".encode(), subject.encode())


def misjudged(at: datetime) -> list[str]:
    """What stands in the way of the proof: answers that the model is not sure of, others that open a case."""
    classifier = Classifier.load()
    found = []
    for number in range(len(ANSWERS)):
        verdict = classifier.classify(parse(an_answer(number, at)))
        if verdict.kind != "rejection" or verdict.score < DRAFT_BAR:
            found.append(f"not sure of ANSWERS[{number}]: {verdict.kind} {verdict.score:.3f}")
    for number in range(len(OTHER_MAIL)):
        verdict = classifier.classify(parse(other_mail(number, at)))
        if verdict.score >= REVIEW_BAR:
            found.append(f"takes OTHER_MAIL[{number}] for an answer: {verdict.score:.3f}")
    return found

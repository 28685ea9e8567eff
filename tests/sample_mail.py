"""Mails for tests, and a classifier that takes its verdict from the subject: tests say what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from watcher.config import Account, Config, CoolingOff, Person, Reply, Watch
from watcher.config.settings import Gentle
from watcher.reading.types import KINDS, Evidence, Message, Named, Verdict

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def raw_mail(
    number: int | str,
    kind: str = "rejection",
    *,
    sender: str = "Anna Schmidt <anna@acme.example>",
    to: str = "robin@example.org",
    date: datetime = MONDAY,
    reply_to: Sequence[str] = (),
    message_id: str | None = None,
    text: str = "Dear Robin,\n\nwe chose someone else for the position.\n\nKind regards,\nAnna Schmidt\n",
    **headers: str,
) -> bytes:
    """One mail; `kind` is the verdict that `BySubject` will give, `reply_to` the ids that it answers."""
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Subject"] = f"{kind}: your application {number}"
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id or f"<{kind}-{number}@acme.example>"
    if reply_to:
        message["In-Reply-To"] = reply_to[-1]
        message["References"] = " ".join(reply_to)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class BySubject:
    """Stands in for the classifier: the word before the colon of the subject is the verdict."""

    version = "by subject"

    def understands(self, language: str) -> bool:
        return language == "en"

    def names(self, message: Message, language: str) -> tuple[Named, ...]:
        return ()

    def classify(self, message: Message, *, applied: bool = False) -> Verdict:
        kind, _, _ = message.subject.removeprefix("Re: ").partition(":")
        score = 0.99 if kind in ("rejection", "on_hold") else 0.01
        if kind == "unsure":
            kind, score = "rejection", 0.7
        if kind == "boom":
            raise RuntimeError("the text of the mail must not be logged")
        if kind not in KINDS:
            kind = "other"
        evidence = (Evidence("we chose someone else for the position.", kind, score),)
        scores = {kind: 0.99 if score == 0.01 else score}
        return Verdict(kind, score, scores, evidence, "en", self.version)


def config(cooling_off: CoolingOff | None = None, **account: object) -> Config:
    """A configuration for one account called "home", without humane hours unless told otherwise."""
    values: dict[str, object] = {"name": "home", "kind": "maildir", "path": Path("unused")}
    return Config(
        person=Person("Robin Keller", ("robin@example.org",), ("en",), "Europe/Berlin"),
        accounts=(Account(**(values | account)),),  # type: ignore[arg-type]
        cooling_off=cooling_off or CoolingOff(hours=(0, 1440), days=frozenset(range(7))),
        reply=Reply(per_day=1000),
        watch=Watch(since=MONDAY.date()),
        gentle=Gentle(several=100),
    )

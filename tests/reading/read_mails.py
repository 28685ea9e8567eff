"""Mails made of a few lines, and what is read in them, for the tests of details."""

from __future__ import annotations

from datetime import UTC, datetime
from email.header import Header

from watcher.reading.details import extract, names
from watcher.reading.message import parse
from watcher.reading.types import Address, Details, Message, Verdict

OWN = (Address("Robin Keller", "robin@example.org"),)
SENDER = Address("Nordwerk", "jobs@nordwerk.example")
TUESDAY = datetime(2026, 3, 10, 9, tzinfo=UTC)
#: Plain answers; how a letter ends; and both where words have no spaces between them.
NO = {
    "da": "Hej Robin\n\nDesværre går vi ikke videre med din ansøgning denne gang.\n\n",
    "sv": "Hej Robin,\n\nTyvärr går vi inte vidare med din ansökan den här gången.\n\n",
    "nl": "Beste Robin,\n\nHelaas gaan we niet verder met je sollicitatie.\n\n",
    "pl": "Dzień dobry,\n\nniestety wybraliśmy innego kandydata.\n\n",
    "tr": "Merhaba,\n\nMaalesef başvurunuz bu kez olumlu sonuçlanmadı.\n\n",
    "de": "Guten Tag,\n\nleider haben wir uns für andere Bewerber entschieden.\n\n",
    "fr": "Bonjour,\n\nNous ne donnerons pas suite à votre candidature.\n\n",
    "es": "Hola:\n\nLamentablemente no seguimos con tu candidatura.\n\n",
    "pt": "Bom dia,\n\nInfelizmente não avançamos com a sua candidatura.\n\n",
    "it": "Buongiorno,\n\npurtroppo abbiamo scelto un altro candidato.\n\n",
    "en": "Hello,\n\nUnfortunately we went with another candidate.\n\n",
}
SIGNS = {
    "en": "Kind regards,",
    "de": "Mit freundlichen Grüßen",
    "fr": "Cordialement,",
    "es": "Atentamente,",
    "pt": "Atenciosamente,",
    "it": "Cordiali saluti",
    "nl": "Met vriendelijke groet,",
    "pl": "Pozdrawiam",
    "sv": "Vänliga hälsningar",
    "da": "Venlig hilsen",
    "tr": "Saygılarımla",
}
SIGNED = {
    "zh": "您好：\n\n很遗憾，您未能通过。\n\n此致\n敬礼\n\n",
    "ja": "ケラー様\n\n残念ながら見送りとなりました。\n\n",
}


def read(language: str, sender: str, text: str, subject: str = "Update") -> Details:
    """What is read in a whole mail.

    Args:
        sender: as "Name <address>"; the name may be missing.
    """
    name, _, address = sender.rpartition(" ")
    raw = (
        f"From: {Header(name, 'utf-8').encode()} {address}\nTo: robin@example.org\n"
        f"Subject: {Header(subject, 'utf-8').encode()}\nMessage-ID: <1@mail.example>\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
    return extract(parse(raw.encode()), no(language), OWN)


def told(language: str, text: str, sender: Address = SENDER) -> Details:
    """What is read in a text without a subject."""
    message = Message("f" * 64, subject="", sender=sender, text=text, date=TUESDAY)
    return extract(message, no(language), OWN)


def post(language: str, text: str, subject: str = "") -> str:
    """The post of a mail by somebody unknown."""
    sender = Address("", "jobs@mail.example")
    return names(Message("f" * 64, subject=subject, sender=sender, text=text), no(language), ()).role


def no(language: str) -> Verdict:
    """A plain no in a language."""
    return Verdict("rejection", 0.97, {"rejection": 0.97}, (), language, "test")

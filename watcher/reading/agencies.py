"""Whether an agency writes, and for whom. An agency is never the employer: it passes a client's answer on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.reading import abroad, sentences, signing
from watcher.reading.given_names import is_given
from watcher.reading.names import JOINERS, is_platform_domain, key, words
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.runs import SENTENCE_WORDS, capitals
from watcher.reading.types import Message

_CLIENT = re.compile(r"\b(?:my|our|the) client(?:'s|’s)?\b", re.IGNORECASE)
_OF_THE_TEAM = r"(?:the )?(?:(?:hiring )?(?:team|manager|people|panel) at )?(?:the )?"
_NEWS = r"(?:news|feedback|word|answer|update|response|reply|decision)"
#: What follows is the client's name.
_HEARD = re.compile(
    rf"\b(?:heard|{_NEWS})(?: back)? from {_OF_THE_TEAM}"
    r"|\b(?:my|our|the) client,? (?:the )?"
    r"|\b(?:submitted|introduced|presented|put|represented|sent) (?:you|your \w+)(?: forward)?"
    r" (?:to|with|for) (?:the )?",
    re.IGNORECASE,
)
_ENDS = ("search", "staffing", "headhunting", "headhunters", "resourcing", "recruitment", "recruiters")
_CALLED = re.compile(
    r"\b(?:search|staffing|headhunt\w*|resourcing|personalberatung|personalvermittlung"
    r"|recruitment (?:ltd|limited|gmbh|inc|agency|consultan\w+|partners|group|solutions))\W*$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:recruitment|search|staffing) (?:\w+ )?consultant\b|\bheadhunter\b|\bpersonalberater", re.IGNORECASE
)


def writes_for_another(message: Message, book: Phrasebook | None = None) -> bool:
    """Whether a mail is an agency's, by its address, by how it signs, or by speaking of "my client"."""
    if book and book.found("company", "client", message.text):
        return True
    if _CLIENT.search(message.text) or any(_is_heard(message)):
        return True
    sender = message.sender
    if sender and not is_platform_domain(sender.domain):
        labels = (key(label) for label in re.split(r"[.-]", sender.domain)[:-1])
        if any(label.endswith(_ENDS) and not label.endswith("research") for label in labels):
            return True
        if re.search(r"-talents?\.", sender.domain):
            return True
    return any(_CALLED.search(line) or _TITLE.search(line) for line in signing.foot(message)[:6])


def _is_heard(message: Message) -> Iterator[bool]:
    """A company that is heard from is not the one that writes."""
    own = key(message.sender.address) if message.sender else ""
    return (key(name) not in own for name in _named(message) if not is_given(words(name)[0]))


def clients(message: Message, book: Phrasebook | None = None) -> Iterator[str]:
    """The companies that an agency speaks of as its client, or as the one it has an answer from."""
    named = abroad.companies(message, book, "client") if book else _named(message)
    yield from (name for name in named if words(name) and not is_given(words(name)[0]))


def _named(message: Message) -> Iterator[str]:
    for text in sentences.split(message.text):
        for match in _HEARD.finditer(text):
            run = capitals(text, match.end(), JOINERS, SENTENCE_WORDS)
            if run.name and run.following != "at":
                yield run.name

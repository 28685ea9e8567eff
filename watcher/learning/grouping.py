"""Which mails are twins: of one sender, or of one template. Twins must not lie on both sides of a measurement.

A model that was taught one mail of a template knows the next one by heart; measured on that one it would look better
than it is. Templates are compared by their sentences, with all in them masked that changes from mail to mail.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from watcher.reading.platforms import is_platform_domain
from watcher.reading.sentences import split
from watcher.reading.types import Message

#: A sentence shorter than this is a greeting or a sign-off, which all mails share: in words, and for scripts that
#: put no spaces between them in letters.
_LEAST_WORDS, _LEAST_LETTERS = 4, 10
#: Of mails that share a sentence only so many, the latest, are compared: courtesies stand in thousands.
_COMPARED = 50
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def template(message: Message) -> frozenset[str]:
    """The sentences of a mail, with numbers and whatever is spelled like a name masked."""
    masked = (_masked(sentence) for sentence in split(message.text))
    return frozenset(sentence for sentence in masked if sentence)


def _masked(sentence: str) -> str:
    """One sentence without names and numbers; "" where it is too short to tell templates apart."""
    words = _WORD.findall(sentence)
    if len(words) < _LEAST_WORDS and sum(map(len, words)) < _LEAST_LETTERS:
        return ""
    return " ".join(
        "*" if at and word[:1].isupper() else _DIGITS.sub("#", word.casefold())
        for at, word in enumerate(words)
    )


class Templates:
    """Templates seen so far, to find those that are like another one in time that does not grow with their number."""

    def __init__(self) -> None:
        self._seen: list[frozenset[str]] = []
        self._same: dict[frozenset[str], int] = {}
        self._having: dict[str, list[int]] = defaultdict(list)

    def add(self, sentences: frozenset[str]) -> int:
        """The number of a template; one that was there already keeps its own."""
        known = self._same.get(sentences)
        if known is not None:
            return known
        number = self._same[sentences] = len(self._seen)
        self._seen.append(sentences)
        for sentence in sentences:
            self._having[sentence].append(number)
        return number

    def like(self, sentences: frozenset[str]) -> list[int]:
        """The numbers of those that share at least half of the sentences of the longer of the two."""
        shared = Counter(
            number for sentence in sentences for number in self._having.get(sentence, [])[-_COMPARED:]
        )
        return [
            number
            for number, count in shared.items()
            if 2 * count >= max(len(sentences), len(self._seen[number]))
        ]


def groups(mails: Sequence[Message]) -> list[int]:
    """For each mail the number of its group: mails of one sender, or of one template, are in one group.

    Args:
        mails: in any order.

    Returns:
        the place of one mail of the group, the same one for all of them.
    """
    parents = list(range(len(mails)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    first_of: dict[str, int] = {}
    first_with: dict[int, int] = {}
    known = Templates()
    for at, mail in enumerate(mails):
        sentences = template(mail)
        alike = known.like(sentences)
        for number in (*alike, known.add(sentences)) if sentences else ():
            parents[root(at)] = root(first_with.setdefault(number, at))
        sender = _sender(mail)
        if sender:
            parents[root(at)] = root(first_of.setdefault(sender, at))
    return [root(at) for at in range(len(mails))]


def _sender(mail: Message) -> str:
    """Whose mail it is: the domain, or for a system that sends for everybody, the name before the address."""
    if mail.sender is None:
        return ""
    domain = mail.sender.domain
    return f"{mail.sender.name.casefold()} at {domain}" if is_platform_domain(domain) else domain

"""A mail as the sentences that are judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.reading import prefixes
from watcher.reading.disclaimers import untagged
from watcher.reading.features import Said
from watcher.reading.language import Languages, each, languages
from watcher.reading.letterheads import Marks, marks, text_of
from watcher.reading.lists import has_a_footer, on_a_list
from watcher.reading.sentences import lines
from watcher.reading.types import ONLY_QUOTED, Message

#: A whole sentence in quotation marks is somebody else's: advice on how to answer a refusal quotes refusals.
_QUOTED = re.compile(r"\s*[\"“„«「].*[\"”“»」][.!?]?\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a mail as the model sees them.

    Args:
        said: its subject, where it has one, and its own text; what the mail is about is asked of all of them.
        judged: so many of them, the last ones, say what kind of mail it is.
        subject: the first one that is judged is the subject.
        language: of the whole mail.
        lines: of its own text, each with the number of its sentences, which are the last ones.
    """

    said: list[Said]
    judged: int
    subject: bool
    language: str
    lines: Sequence[tuple[str, int]] = ()

    def marks(self) -> Marks:
        """What of it stands around a letter, by the numbers of `said`."""
        return marks(self.lines, len(self.said) - sum(count for _, count in self.lines), self.language)

    def only(self, kept: Sequence[int]) -> Sentences:
        """Some of `said`, by their numbers, where all that are left out are judged; what stands around the letter is
        not known of them any more."""
        said = [self.said[at] for at in kept]
        return Sentences(said, self.judged - len(self.said) + len(said), self.subject, self.language)


def sentences_of(message: Message) -> Sentences:
    """Cuts a mail into sentences. Training on the person's own mail sees the same ones.

    Mail of a discussion list has none: its text is not read, or not believed, and its subject alone must neither decide
    nor teach.
    """
    found = languages(whole(message))
    return unsaid(found.main) if of_a_list(message) else cut(message, found)


def unsaid(language: str) -> Sentences:
    """Of a mail that is not read."""
    return Sentences([], 0, False, language)


def of_a_list(message: Message) -> bool:
    if on_a_list(message.headers):
        return True
    return ONLY_QUOTED not in message.problems and has_a_footer(f"{message.text}\n{message.signature}")


def whole(message: Message) -> str:
    return f"{message.subject}\n{message.text}"


def cut(message: Message, found: Languages) -> Sentences:
    """The sentences of a mail; `found` as `languages` has it of the whole of it."""
    subject, replied = _subject(message)
    title = [subject] if subject else []
    text = [
        (line, [one for one in its if not _QUOTED.match(one)]) for line, its in text_of(lines(message.text))
    ]
    body = [one for _, its in text for one in its]
    # The subject of a reply was written earlier: it says what the mail is about, not what it says.
    with_subject = bool(title) and not (replied and body)
    said = list(zip(title + body, each(title + body, found), strict=True))
    counts = [(line, len(its)) for line, its in text]
    return Sentences(said, len(body) + with_subject, with_subject, found.main, counts)


def _subject(message: Message) -> tuple[str, bool]:
    """The subject without the prefixes of a reply, and whether it had one."""
    line = untagged(message.subject)
    bare = prefixes.without(line, message)
    return bare.strip()[:600], bare != line

"""A mail before it is judged: what is seen of it at a glance, and what is read of it where that is worth it."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.reading.balance import SURE_OF_JOB
from watcher.reading.cutting import Sentences, cut, of_a_list, unsaid, whole
from watcher.reading.first_look import words_of
from watcher.reading.language import UNDETERMINED, Languages, detect, languages
from watcher.reading.platforms import is_system_domain
from watcher.reading.prefixes import answers_a_beginning
from watcher.reading.types import Message
from watcher.reading.vectors import Vectors

#: METHOD of a calendar part (RFC 5546) that asks for a meeting, moves it or calls it off: a date is no verdict.
_MEETING = frozenset({"REQUEST", "CANCEL", "COUNTER", "ADD"})


@dataclass(slots=True)
class Prepared:
    """A mail before it is judged.

    Args:
        surely: how probable it is at least that it is about a job: it comes from a tracking system, or from where an
            application is known to lie.
        invites: a calendar part asks for a meeting.
        passes: the first look does not say that it has nothing to do with an application.
        quoted: the beginning of what it answers.
        vectors: of all its sentences; None where there is nothing to judge.
        quote: `quoted` as it is judged; None until it is asked for.
        of_a_list: it came over a discussion list, and is not read at all.
        answers_a_beginning: it replies to the first mail of a conversation.
    """

    mail: Sentences
    surely: float
    invites: bool
    passes: bool
    quoted: str = ""
    vectors: Vectors | None = None
    quote: Quote | None = None
    of_a_list: bool = False
    answers_a_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Glance:
    """What is seen of a mail before its sentences are read.

    Args:
        message: the mail.
        languages: of the whole of it.
        words: those that the first look weighs; none where it is not asked.
        of_a_list: it is not read at all.
        surely, invites: as in `Prepared`.
    """

    message: Message
    languages: Languages
    words: set[str]
    of_a_list: bool = False
    surely: float = 0.0
    invites: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What a mail answers.

    Args:
        vectors: of its sentences; None where nothing can be said of it.
        begins: its first sentence.
    """

    vectors: Vectors | None = None
    begins: str = ""


def glance(message: Message, *, applied: bool) -> Glance:
    """What is seen of a mail at once; `applied` as for `Classifier.classify`."""
    text = whole(message)
    if of_a_list(message):
        return Glance(message, Languages(detect(text)), set(), of_a_list=True)
    found = languages(text)
    of_a_system = message.sender is not None and is_system_domain(message.sender.domain)
    surely, invites = SURE_OF_JOB if applied or of_a_system else 0.0, message.calendar in _MEETING
    asks = not (surely or invites or found.main == UNDETERMINED)
    return Glance(message, found, words_of(text) if asks else set(), surely=surely, invites=invites)


def prepared(seen: Glance, *, passes: bool, in_full: bool) -> Prepared:
    """A mail without its vectors.

    Args:
        passes: what the first look says.
        in_full: as for `Classifier.prepare`.
    """
    if seen.of_a_list:
        return Prepared(unsaid(seen.languages.main), 0.0, invites=False, passes=False, of_a_list=True)
    passes |= seen.surely > 0 or seen.invites
    mail = cut(seen.message, seen.languages) if passes or in_full else unsaid(seen.languages.main)
    begins = answers_a_beginning(seen.message)
    return Prepared(mail, seen.surely, seen.invites, passes, seen.message.quoted, answers_a_beginning=begins)

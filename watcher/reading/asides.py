"""What stands beside an answer and is none of it: a letterhead, a survey, other jobs, a last friendly word, a talk that
is called off.

Each of them makes a mail look like one of another sort. So a mail that is not surely a "no" is judged without the lines
around its letter (letterheads.py), without surveys and other jobs, too, and what it is about without its last friendly
sentence; and one that is taken for an invitation, without what calls a talk off (second_looks.py).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

import numpy as np

from watcher.reading import surveys
from watcher.reading.appointment_words import table
from watcher.reading.cutting import Sentences
from watcher.reading.decision import MAYBE_ALIVE
from watcher.reading.features import UNSPACED, Said
from watcher.reading.types import REPLYABLE
from watcher.reading.vectors import Floats

#: What must not be left out: that the application is alive, or is not any more. A questionnaire looks like a test.
_TELLING = REPLYABLE | {"interview", "offer", "offer_withdrawn"}
#: Other jobs are listed from a sentence on that is so surely one of these, down to the end, and none of it says a "no"
#: as surely as the second.
_A_JOB, _HARDLY_NO = 0.5, 0.1
#: A line around a letter says nothing if it is so surely one of these, but not so surely of another world: a bank that
#: writes to an applicant has "Bank" in its letterhead, one that writes of a loan may have "Loan application" there.
_MUTE, _SAYS_NOTHING, _OF_ANOTHER_WORLD = {"courtesy", "ordinary", "elsewhere"}, 0.5, 0.7
#: Without a sentence that is so surely a "no" a mail is none.
_LEAST_OF_A_NO = 0.4
#: Beside a talk that is called off it takes a sentence that is so surely a "no" by itself.
_LEAST_OF_AN_END = 0.5
#: A last sentence is so surely nothing but friendly.
_FRIENDLY = 0.8


@dataclasses.dataclass(frozen=True, slots=True)
class Left:
    """What is left of a mail.

    Args:
        mail: its sentences that are judged, and those before them.
        kept: their numbers in the whole mail.
        about: the numbers of those that say what it is about.
        out: the first one that is left out of either.
    """

    mail: Sentences
    kept: list[int]
    about: list[int]
    out: str


def within(mail: Sentences, probabilities: Floats, labels: Sequence[str]) -> Left | None:
    """A mail without the lines around its letter that say nothing; None where there are none, nothing is left of its
    text, or none of it may be a "no".

    Args:
        probabilities: (sentences, labels), what each is taken for by itself.
        labels: the names of the columns.
    """
    noes = sum_of(probabilities, labels, REPLYABLE)
    if noes.max() < _LEAST_OF_A_NO:
        return None
    marks = mail.marks()
    of_another_world = sum_of(probabilities, labels, {"elsewhere"})
    mute = (sum_of(probabilities, labels, _MUTE) >= _SAYS_NOTHING) & (of_another_world < _OF_ANOTHER_WORLD)
    out = marks.bare.union(at for at in marks.around if mute[at])
    kept = [at for at in range(len(mail.said)) if at not in out]
    text = len(mail.said) - mail.judged + mail.subject
    if not kept or kept[-1] < text or len(kept) == len(mail.said):
        return None
    return _left(mail, kept, kept) if noes[kept].max() >= _LEAST_OF_A_NO else None


def left_of(mail: Sentences, probabilities: Floats, labels: Sequence[str]) -> Left | None:
    """A mail without what stands beside an answer; None where nothing does, or all of it.

    Args:
        probabilities: (sentences, labels), what each is taken for by itself.
        labels: the names of the columns.
    """
    said = mail.said
    first = len(said) - mail.judged + mail.subject
    kept = without(said, first, probabilities, labels)
    if len(kept) == first:
        return None
    about = without_last_word(kept, said, first, probabilities, labels)
    if len(about) == len(said):
        return None
    return _left(mail, kept, about)


def _left(mail: Sentences, kept: list[int], about: list[int]) -> Left:
    out = next(at for at in range(len(mail.said)) if at not in about)
    return Left(mail.only(kept), kept, about, " ".join(mail.said[out][0].split()))


def without_what_is_called_off(
    mail: Sentences, probabilities: Floats, labels: Sequence[str], language: str
) -> Left | None:
    """A mail without what calls a talk off, which says neither that the application is alive nor that it is not; None
    where nothing does, or it may only be moved, or nothing else may be a "no".

    Args:
        probabilities, labels: as for `within`.
        language: of the mail, ISO 639-1.
    """
    noes, invites = sum_of(probabilities, labels, REPLYABLE), sum_of(probabilities, labels, {"interview"})
    if noes.max() < _LEAST_OF_A_NO:
        return None
    words, begin = table(language), len(mail.said) - mail.judged
    text = range(begin + mail.subject, len(mail.said))
    if any(words.found(entry, mail.said[at][0]) for at in text for entry in ("moves", "another", "mine")):
        return None
    off = [at for at in text if invites[at] >= MAYBE_ALIVE or words.found("meeting", mail.said[at][0])]
    off = [
        at for at in off if words.found("off", mail.said[at][0]) and not words.found("if", mail.said[at][0])
    ]
    if not off:
        return None
    # "Your interview on Friday" may stand above it; another invitation stays.
    of_it = {*off, begin} if mail.subject and invites[begin] >= MAYBE_ALIVE else set(off)
    out = {at for at in of_it if noes[at] < _LEAST_OF_A_NO}
    kept = [at for at in range(len(mail.said)) if at not in out]
    if not out or out.issuperset(text) or noes[kept].max() < _LEAST_OF_AN_END:
        return None
    said = " ".join(mail.said[next(at for at in (*off, *sorted(out)) if at in out)][0].split())
    left = dataclasses.replace(mail.only(kept), subject=mail.subject and begin not in out)
    return Left(left, kept, list(range(len(mail.said))), said)


def without(said: Sequence[Said], first: int, probabilities: Floats, labels: Sequence[str]) -> list[int]:
    """Which sentences of a mail are left without surveys and a list of other jobs, by their numbers.

    Args:
        said: all of them.
        first: the number of the first one of its text that is judged.
        probabilities: (sentences, labels), what each is taken for by itself.
        labels: the names of the columns.
    """
    asking = _asking(said, first, sum_of(probabilities, labels, _TELLING | {"acknowledgement"}))
    kept = [at for at in range(len(said)) if at not in asking]
    jobs = _other_jobs(kept, first, probabilities, labels)
    return [at for at in kept if at < jobs]


def _asking(said: Sequence[Said], first: int, telling: Floats) -> set[int]:
    """The sentences that ask how one was treated; none where all of the mail is about that.

    Args:
        telling: (sentences,), how surely each tells what must not be left out.
    """
    if first and surveys.names_one(*said[0]):
        return set()
    asking = (first + at for at in surveys.asking(said[first:]))
    return {at for at in asking if telling[at] < MAYBE_ALIVE or surveys.is_yes_or_no(said[at][0])}


def _other_jobs(kept: Sequence[int], first: int, probabilities: Floats, labels: Sequence[str]) -> int:
    """From which sentence on other jobs are listed, to the end of the mail; the number of all where none are.

    Where they are most of its text, what stands above them is a remark of a job board: none are listed then.

    Args:
        kept: the numbers of those that are left, in order; the others as for `without`.
    """
    noes = sum_of(probabilities, labels, REPLYABLE)
    alive = sum_of(probabilities, labels, (_TELLING - REPLYABLE) | {"assessment"})
    jobs = sum_of(probabilities, labels, {"job_alert"})
    text = [at for at in kept if at >= first]
    begin = len(text)
    for place in reversed(range(len(text))):
        at = text[place]
        if noes[at] >= _HARDLY_NO or alive[at] >= MAYBE_ALIVE:
            break
        if jobs[at] >= _A_JOB:
            begin = place
    return text[begin] if len(text) - begin <= begin < len(text) else len(probabilities)


def without_last_word(
    kept: Sequence[int], said: Sequence[Said], first: int, probabilities: Floats, labels: Sequence[str]
) -> list[int]:
    """Which of these sentences say what the mail is about: not the last one of its text, where it is nothing but
    friendly, no single name, and not all of it. Each is as much of a short mail as the one that matters.

    Args:
        kept: the numbers of some, in order; the others as for `without`.
    """
    friendly = sum_of(probabilities, labels, {"courtesy"})
    noes = sum_of(probabilities, labels, REPLYABLE)
    last, language = said[kept[-1]]
    ends_so = friendly[kept[-1]] >= _FRIENDLY and noes[kept[-1]] < _HARDLY_NO
    is_name = " " not in last and language not in UNSPACED
    return list(kept[:-1] if ends_so and not is_name and len(kept) > 1 and kept[-2] >= first else kept)


def sum_of(probabilities: Floats, labels: Sequence[str], some: Collection[str]) -> Floats:
    """(sentences,): how surely each is one of some labels."""
    return np.asarray(probabilities[:, [label in some for label in labels]].sum(axis=1))

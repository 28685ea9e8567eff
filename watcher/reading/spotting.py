"""The employer and the post by the names that were learned to be such, where no rule finds any, or one that is hardly
such a name while another one surely is: see tagger.py."""

from __future__ import annotations

from collections.abc import Sequence, Set

from watcher.reading import abroad, agencies, domains, naming, posts
from watcher.reading.given_names import is_given
from watcher.reading.names import MOST_WORDS, has_occupation, key, legal_off, organisation, slot, words
from watcher.reading.people import person
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.shown import department_off
from watcher.reading.tagger import HOUSE, POST
from watcher.reading.types import Message, Named

#: How surely a mail has to name the employer; and the post, where it says what somebody does, or in other words.
SURE_OF_HOUSE, SURE_OF_OCCUPATION, SURE_OF_POST = 0.6, 0.6, 0.9
#: How surely at the least a name that a rule finds has to be such a one where another name is that so surely.
HARDLY, SURE_INSTEAD = 0.1, 0.9


def house(
    names: Sequence[Named],
    message: Message,
    others: Set[str],
    book: Phrasebook | None,
    writer: str = "",
    own: Sequence[str] = (),
    sure: float = SURE_OF_HOUSE,
) -> str:
    """The employer, or "".

    Args:
        names: all that the mail holds, as `Verdict.names`.
        others, book: as for `naming.company`.
        writer: who signs, "" where that is not known; own: the person's names. No part of them is a house.
        sure: how surely it has to be the employer.
    """
    shown = person(message.sender.name) if message.sender else ""
    passed_on = agencies.writes_for_another(message, book) or agencies.speaks_of_one(message, book)

    def may_be(name: str) -> bool:
        if not naming.may_be(name, others, MOST_WORDS) or _is_somebodys(name, [writer, *own]):
            return False
        if not _is_spelled(name, message) and (
            _is_somebodys(name, [shown]) or (not writer and person(name) and not organisation(name))
        ):
            return False  # the sender's or the writer's, perhaps
        return not (passed_on and _is_senders(name, message))

    told: dict[str, float] = {}
    for text, chance in _chances(names, HOUSE).items():
        name = slot(department_off(legal_off(text).strip(" ,.-–—")))
        if name and chance >= sure and may_be(name):
            told[name] = max(chance, told.get(name, 0.0))
    best = max(told, key=told.__getitem__, default="")
    # "Transports Ravelin" rather than "Ravelin"
    return max((name for name in told if _holds(name, best)), key=len, default="")


def is_hardly(names: Sequence[Named], said: str, what: str) -> bool:
    """Whether a name that a rule found is hardly such a one by what was learned, nor a part of one, nor has a part.

    Args:
        names: as for `house`.
        said: the name.
        what: HOUSE or POST.
    """
    return all(
        chance < HARDLY
        for name, chance in _chances(names, what).items()
        if key(name) in key(said) or key(said) in key(name)
    )


def _holds(name: str, part: str) -> bool:
    """Whether a name has all words of another one, or in Japanese or Chinese all its characters in a row."""
    return set(words(part)) <= set(words(name)) or (
        not part.isascii() and len(words(part)) == 1 and part in name
    )


def _is_somebodys(name: str, people: Sequence[str]) -> bool:
    """Whether a name is a person's, or a part of it, or has all of it: "Regards Nadia Berg"."""
    spelled = words(name)
    if is_given(spelled[0]) and len(spelled) > 1 and not organisation(name):
        return True
    of_people = [set(words(one)) for one in people if words(one)]
    return any(set(spelled) <= own or (len(own) > 1 and own <= set(spelled)) for own in of_people)


def _is_senders(name: str, message: Message) -> bool:
    """Whether a mail comes from a house: an agency is never the employer."""
    return _is_spelled(name, message) or (
        message.sender is not None and key(name) in key(message.sender.name)
    )


def _is_spelled(name: str, message: Message) -> bool:
    """Whether the sender's domain spells the beginning of a name."""
    return message.sender is not None and bool(domains.beginnings(name) & domains.labels(message.sender))


def post(
    names: Sequence[Named],
    company: str,
    book: Phrasebook | None,
    people: Sequence[str] = (),
    sure: float = SURE_OF_OCCUPATION,
) -> str:
    """The post, or "".

    Args:
        names, book, people: as for `house`.
        company: the employer, which is never the post.
        sure: how surely it has to be the post, where it says what somebody does; SURE_OF_POST where it does not.
    """
    told: dict[str, float] = {}
    for name, chance in _chances(names, POST).items():
        said = posts.as_said(abroad.one_form(name), company)
        occupation = has_occupation(said) or (book is not None and abroad.is_occupation(said, book))
        if said and chance >= (sure if occupation else SURE_OF_POST) and not _is_somebodys(said, people):
            told[said] = max(chance, told.get(said, 0.0))
    return max(told, key=told.__getitem__, default="")


def _chances(names: Sequence[Named], what: str) -> dict[str, float]:
    """For each name, as it stands in the mail first, how surely it is that somewhere, and nowhere anything else."""
    texts: dict[str, str] = {}
    lacking: dict[str, dict[str, float]] = {}
    for one in names:
        spelled = key(one.text)
        if one.what == what:
            texts.setdefault(spelled, one.text)
        its = lacking.setdefault(spelled, {})
        its[one.what] = its.get(one.what, 1.0) * (1 - one.chance)
    return {
        text: (1 - lacking[spelled][what])
        * min([lack for other, lack in lacking[spelled].items() if other != what], default=1.0)
        for spelled, text in texts.items()
    }

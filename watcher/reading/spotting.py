"""The employer and the post by the names that were learned to be such, where no rule finds any, or one that is hardly
such a name while another one surely is: see tagger.py."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from watcher.reading import abroad, agencies, domains, naming, posts
from watcher.reading.bare_lines import is_address
from watcher.reading.given_names import is_given
from watcher.reading.names import (
    DEPARTMENTS,
    GENERIC,
    MOST_WORDS,
    has_occupation,
    key,
    legal_off,
    organisation,
    slot,
    words,
)
from watcher.reading.people import person
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.shown import STARS, department_off
from watcher.reading.tagger import HOUSE, POST
from watcher.reading.types import Address, Message, Named

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
    shown = person(message.sender.name) if message.sender and not _is_an_office(message.sender) else ""
    passed_on = agencies.writes_for_another(message, book) or agencies.speaks_of_one(message, book)

    def may_be(name: str, surely: bool) -> bool:
        if not naming.may_be(name, others, MOST_WORDS) or _is_somebodys(name, [writer, *own]):
            return False
        if not _is_spelled(name, message) and _is_somebodys(name, [shown]):
            return False
        if not (surely or writer or _is_spelled(name, message) or organisation(name)) and person(name):
            return False  # the writer's, perhaps
        return not (passed_on and _is_senders(name, message))

    told: dict[str, float] = {}
    often = Counter(key(one.text) for one in names if one.what == HOUSE)
    for text, chance in _chances(names, HOUSE).items():
        name = slot(department_off(STARS.sub("", legal_off(text).strip(" ,.-–—"))))
        surely = chance >= SURE_INSTEAD and often[key(text)] > 1
        if name and chance >= sure and may_be(name, surely) and not _is_of_an_address(name, message):
            told[name] = max(chance, told.get(name, 0.0))
    best = max(told, key=told.__getitem__, default="")
    # "Transports Ravelin" rather than "Ravelin"
    return max((name for name in told if _holds(name, best)), key=len, default="")


def _is_of_an_address(name: str, message: Message) -> bool:
    """Whether a name with a figure stands in lines of addresses only: "Rue du Château 3"."""
    if not any(map(str.isdigit, name)):
        return False
    lines = [line for line in f"{message.text}\n{message.signature}".splitlines() if name in line]
    return bool(lines) and all(map(is_address, lines))


def in_full(said: str, names: Sequence[Named], writer: str = "") -> str:
    """A house that a rule found, with what stands before it in a name that is surely the employer's: "Transports
    Ravelin" rather than "Ravelin", but not "Anna for Ravelin".

    Args:
        said: the house.
        names, writer: as for `house`.
    """
    sure = (text for text, chance in _chances(names, HOUSE).items() if chance >= SURE_INSTEAD)
    longer = (slot(legal_off(text).strip(" ,.-–—")) for text in sure)
    return max([said, *(name for name in longer if _ends_in(name, said, writer))], key=len)


def _ends_in(name: str, said: str, writer: str) -> bool:
    spelled, whole = words(said), words(name)
    return whole[-len(spelled) :] == spelled and not is_given(whole[0]) and whole[0] not in words(writer)


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


def _is_an_office(sender: Address) -> bool:
    """Whether an address is nobody's own: no-reply@, kadry@, hr.jobs@."""
    spelled = words(re.sub(r"[._-]", " ", sender.local))
    return bool(spelled) and all(word in GENERIC or word in DEPARTMENTS for word in spelled)


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


def in_part(said: str, names: Sequence[Named], company: str) -> str:
    """A post that a rule found, without what follows a name in it that is surely the post.

    Args:
        said: the post.
        names, company: as for `post`.
    """
    chances = _chances(names, POST)
    if any(key(name) == key(said) for name in chances):
        return said
    sure = (text for text, chance in chances.items() if chance >= SURE_INSTEAD)
    shorter = (posts.as_said(abroad.one_form(text), company) for text in sure)
    return max((name for name in shorter if name and said.startswith(f"{name} ")), key=len, default=said)


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

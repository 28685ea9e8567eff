"""The employer and the post by the names that were learned to be such, where no rule finds any, or one that is hardly
such a name while another one surely is: see tagger.py."""

from __future__ import annotations

from collections.abc import Sequence, Set

from watcher.reading import abroad, agencies, domains, naming, offices, posts
from watcher.reading.bare_lines import is_address
from watcher.reading.given_names import is_given
from watcher.reading.names import (
    MOST_WORDS,
    ORGANISATION,
    has_occupation,
    key,
    legal_off,
    organisation,
    slot,
    word_set,
    words,
)
from watcher.reading.people import person
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.shown import STARS, department_off
from watcher.reading.tagger import HOUSE, POST
from watcher.reading.types import Message, Named

#: How surely a mail has to name the employer; and the post, where it says what somebody does, or in other words.
SURE_OF_HOUSE, SURE_OF_OCCUPATION, SURE_OF_POST = 0.6, 0.6, 0.9
#: How surely at the least a name that a rule finds has to be such a one where another name is that so surely.
HARDLY, SURE_INSTEAD = 0.1, 0.9
#: Small words with which a post goes on, in the languages that write posts in small letters, too.
_WITHIN_A_POST = word_set(
    """
    of for in to at and on with de du des der die das für und im am zur zum van voor en bij met op aan di del della dei
    delle degli alle al alla allo agli ai per da e i do dos das em na no para com y la el los las con à au aux le les et
    z ze w we ds och för till på av inom og til af ved ve ile
    """
)
#: Letters of a word at the end of a domain that say whose it is.
_LONG_WORD = 6


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
        if not (_is_spelled(name, message) or _ends_a_domain(name, message)) and (
            _is_somebodys(name, [shown]) or (not writer and person(name) and not organisation(name))
        ):
            return False  # the sender's or the writer's, perhaps
        return not (passed_on and _is_senders(name, message))

    told: dict[str, float] = {}
    for text, chance in _chances(names, HOUSE).items():
        name = slot(department_off(STARS.sub("", legal_off(text).strip(" ,.-–—"))))
        if name and chance >= sure and may_be(name) and not _is_of_an_address(name, message):
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
    if is_given(spelled[0]) and len(spelled) > 1 and not any(word in ORGANISATION for word in spelled[1:]):
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


def _ends_a_domain(name: str, message: Message) -> bool:
    """Whether the sender's domain ends in the long first word of a name ("werkenbijnoordvelt"), or is made of the last
    one and of what the house is ("restaurantelua" of "Cocina Lúa").
    """
    first, last = words(name)[0], words(name)[-1]
    labels = domains.labels(message.sender) if message.sender else set()
    if first != last and any(label.removesuffix(last) in offices.HEADS for label in labels):
        return True
    return len(first) >= _LONG_WORD and not is_given(first) and any(label.endswith(first) for label in labels)


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
    """A post that a rule found, without the small words that follow a name in it that is surely the post: "trainee"
    of "trainee nodigen", but not "clerk" of "clerk of works" or "Clerk" of "Clerk Night Shift".

    Args:
        said: the post.
        names, company: as for `post`.
    """
    chances = _chances(names, POST)
    if any(key(name) == key(said) for name in chances):
        return said
    sure = (text for text, chance in chances.items() if chance >= SURE_INSTEAD)
    shorter = (posts.as_said(abroad.one_form(text), company) for text in sure)
    return max((name for name in shorter if name and _goes_on(said, name)), key=len, default=said)


def _goes_on(said: str, name: str) -> bool:
    rest = said[len(name) :].strip()
    if not said.startswith(f"{name} ") or not rest.islower():
        return False
    first = key(rest.split()[0])
    return first != "" and first not in _WITHIN_A_POST


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

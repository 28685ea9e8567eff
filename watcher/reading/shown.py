"""Which company a sender's display name tells of, and a name without the department before or behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from watcher.reading import domains, han_houses, offices, sentences, signing
from watcher.reading.belonging import LEADING, is_headed, is_of_state, owner
from watcher.reading.given_names import is_given
from watcher.reading.names import GENERIC, OFFICE, key, slot, word_set, words
from watcher.reading.people import person
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.platforms import is_called_so, is_platform, is_platform_domain, is_system_domain
from watcher.reading.runs import is_capital
from watcher.reading.types import Address, Message

_VIA = re.compile(r"\s(?:via|through|powered by)\s.*$", re.IGNORECASE)
_HOUSE = re.compile(r"\s(?:from|at|@|bei)\s+(?P<name>\S.*)$", re.IGNORECASE)
#: "Kandidatweb pour Acme"
_FOR = re.compile(r"(?P<platform>\S+) (?:für|pour|para|per|voor|för|dla) (?P<name>\S.*)")
#: Behind a hotel's name.
STARS = re.compile(r" \*{2,5} ?[Ss]?$")
_SIDES = re.compile(r"\s[|·–—-]\s|\s*[(|)]\s*")
#: Between a name and its department: "Acme Campus Recruiting", "Acme Global Talent Acquisition".
_BEFORE_DEPARTMENT = word_set("campus global early graduate emea apac dach assessment ta")
#: Behind a Turkish house's name; an office of the state may end in the second word itself.
_STAFF_OFFICE = re.compile(r" (?:Personel|İnsan Kaynakları) (?:(?:Daire )?Başkanlığı|Müdürlüğü|Şubesi)$")
#: In brackets of an English mail these are a place or a translation: "Derek Precision (中国)".
_HAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
#: Left over where a department goes: "Løn og HR", "Ola z rekrutacji".
#: Before the name of an English house these are a mailbox, where the mail has the name without: "Jobs Acme".
_MAILBOX = word_set("bewerbung bewerbungen careers hr jobs karriere recruiting recruitment")
_AND = word_set("& + and und et y e i en och og ve z fra från")
#: What ends in "Service" and is called so.
_PUBLIC = re.compile(
    r"(?:Civil|Prison|Probation|Fire|Rescue|Police|Health|Ambulance|Public|Postal|Forest) Services?$"
)
#: These end many a name, and are a department's only together with another such word.
_PART_OF_NAME = word_set(
    "service company services communications resources online partner management experience"
)


def department_off(name: str) -> str:
    """A name without the department around it: "Acme" of "Acme Talent Team" and of "Personalabteilung der Acme"."""
    parts = owner(_STAFF_OFFICE.sub("", name).split())
    name = " ".join(parts)
    while parts and (key(parts[-1]) in GENERIC or not key(parts[-1])) and not _PUBLIC.search(" ".join(parts)):
        parts.pop()
        while parts and (parts[-1] in LEADING or parts[-1] in _AND):
            parts.pop()
    off = name.split()[len(parts) :]
    if parts and len(off) == 1 and key(off[0]) in _PART_OF_NAME:
        return name
    if off:
        while len(parts) > 1 and key(parts[-1]) in _BEFORE_DEPARTMENT:
            parts.pop()
    return " ".join(parts).rstrip(",")


def _is_public(name: str, sender: Address) -> bool:
    """Whether a name is an office's or a school's, and the address says of which place: "Comune di Rocca"."""
    spelled = words(name)
    places = [part for part in name.split() if key(part) not in offices.FORMS and len(key(part)) > 3]
    known = any(one in key(sender.domain) for place in places for one in domains.spellings(place))
    return known and any(word in offices.FORMS for word in spelled)


def without_head(name: str) -> str:
    """A name without the department before it: "Recrutement Valmer", "Werken bij Zilvermeer"."""
    if is_of_state(name):
        return name
    parts = name.split()
    small = LEADING | _AND
    heads = (
        key(part) in GENERIC or part in small or (OFFICE.search(key(part)) and key(part) not in offices.HEADS)
        for part in parts
    )
    size = next((at for at, is_head in enumerate(heads) if not is_head), 0)
    return " ".join(parts[size:])


def _of_office(side: str, message: Message) -> str:
    """A name without its department, "" where nothing says that a house is left: "Segreteria Primario Radiologia"."""
    house = without_head(side)
    sender = message.sender
    if house == side or not sender or is_system_domain(sender.domain) or is_told(house, message):
        return house
    domain = key(sender.domain.rpartition(".")[0])
    initials = "".join(one[0] for one in words(house))
    known = any(len(one) > 3 and one in domain for one in words(house))
    return house if known or (len(initials) > 2 and domain.startswith(initials)) else ""


def _without_mailbox(side: str, message: Message) -> str:
    """A name without what the mailbox is called before it: "Bergbahnen Valüra" of "Jobs Bergbahnen Valüra"."""
    spoken = side.split(" ")
    size = next((at for at, word in enumerate(spoken) if key(word) not in _MAILBOX), 0)
    rest = " ".join(spoken[size:])
    if not size or not rest[:1].isupper() or not message.sender:
        return side
    whole = domains.spellings(side) & domains.labels(message.sender) or side in message.text
    return side if whole or not is_told(rest, message) else rest  # "HR Owen" at hrowen is called so


def companies(message: Message, others: Set[str], book: Phrasebook | None = None) -> Iterator[str]:
    """The company that a display name tells of: "Acme Careers", "Anna from Acme", "Acme via Lever"."""
    if book and not book.spaced:
        yield from han_houses.shown(message, book)
        return
    sender = message.sender
    if not sender or not slot(re.sub(r"[|@·]", "-", STARS.sub("", sender.name)), most_words=12):
        return
    shown = STARS.sub("", _VIA.sub("", sender.name)).strip()
    for_house = _FOR.fullmatch(shown)
    if for_house and (is_platform(for_house["platform"]) or is_called_so(for_house["platform"])):
        shown = for_house["name"]
    housed = _HOUSE.search(shown)
    if housed:
        yield department_off(housed["name"])
        return
    sides = [side for side in _sides(shown, sender) if side.strip()]
    human = {key(signing.shown_person(sender))} | others
    public = [department_off(without_head(side)) for side in sides if book and _is_public(side, sender)]
    if public:
        yield from public
        return
    part = _of_office if book else _without_mailbox
    left = [
        side
        for side in map(department_off, [part(side, message) for side in sides])
        if side
        and not is_platform(side)
        and key(side) not in human
        and not (len(sides) > 1 and not book and _HAN.search(side))
    ]
    if len(left) == 1 and (len(sides) > 1 or left[0] != sender.name):
        if _is_house(left[0], message):
            yield left[0]
    else:
        yield from (side for side in left if is_told(side, message))


def _is_house(left: str, message: Message) -> bool:
    """Whether what a department leaves is a house: "Acme" of "Acme HR", not "Counter" of "Counter HR".

    One word needs a second sign, as a bare display name does, unless a tracking system sends for the house: no
    list has all the words for an office.
    """
    sender = message.sender
    of_a_system = bool(sender and (is_system_domain(sender.domain) or _VIA.search(sender.name)))
    if (len(left.split()) > 1 or of_a_system) and is_capital(left, first=True):
        return True
    if not is_capital(left, first=True) and not (sender and key(left) in domains.labels(sender)):
        return False
    return not is_given(key(left)) and is_told(left, message)


def _sides(shown: str, sender: Address) -> list[str]:
    """The parts of a display name; a comma parts it only behind a name: "Anna Schmidt, Acme", "Anna, Hotel Post"."""
    sides = _SIDES.split(shown)
    before, comma, after = shown.partition(", ")
    if len(sides) == 1 and comma and words(before) and person(before):
        whole = " " in before and is_given(words(before)[0])
        if whole or is_headed(after) or (domains.is_made_of(sender, after) and not is_headed(before)):
            return [before, after]
    return sides


def _is_of_a_house(side: str, sender: Address) -> bool:
    """Whether somebody is named before the house: "Noelia de Altamar Tech"."""
    spoken = side.split(" ")
    at = next((at for at, word in enumerate(spoken) if word in signing.OF_HOUSE), len(spoken))
    house = " ".join(spoken[at + 1 :])
    return domains.is_made_of(sender, house) or bool(domains.spellings(house) & domains.labels(sender))


def is_told(side: str, message: Message) -> bool:
    """Whether a bare display name is a company's: its address spells it, or a sentence of the mail does."""
    sender = message.sender
    if sender is None:
        return False
    local = {key(part) for part in re.split(r"[._+-]", sender.local)}
    if len(words(side)) > 1 and set(words(side)) <= local:
        return False  # priya.nair@ is called Priya Nair
    if (
        is_headed(side)
        or is_of_state(side)
        or (domains.is_made_of(sender, side) and not _is_of_a_house(side, sender))
    ):
        return True
    spelled = {one for one in domains.spellings(side) if len(one) > 2}
    if is_platform_domain(sender.domain) and spelled & set(map(key, sender.domain.split("."))):
        return False  # "Codility <noreply@codility.com>" sends for others
    if any(one in key(label) for label in sender.domain.split(".")[:-1] for one in spelled):
        return True
    if is_system_domain(sender.domain) and any(one in key(sender.local) for one in spelled):
        return True
    if is_given(key(side)):
        return False  # "Jens <werkstatt@tischlerei.example>", who signs "Jens Petersen"
    told = [*sentences.split(message.text), message.subject]
    spoken = re.compile(rf"\b(?<!/)(?<!\w-){re.escape(side)}\b(?!/|-\w)")  # no part of a number: "WNB/3/2026"
    return any(len(text) > len(side) + 12 and spoken.search(text) for text in told)

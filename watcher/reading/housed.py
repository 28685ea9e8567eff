"""For which house a mail is signed, by the lines at its foot: "Recruiter, Blue Harbor", "Equipo de Acme"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.reading import domains, offices, signing
from watcher.reading.belonging import is_headed, is_of_a_town, owner
from watcher.reading.given_names import is_given
from watcher.reading.names import (
    DEPARTMENTS,
    GENERIC,
    JOINERS,
    has_legal_form,
    has_occupation,
    is_generic,
    is_registered_so,
    key,
    organisation,
    slot,
    word_set,
    words,
)
from watcher.reading.people import person
from watcher.reading.platforms import is_platform_domain, is_system_domain
from watcher.reading.runs import is_capital
from watcher.reading.shown import department_off, without_head
from watcher.reading.types import Address, Message

_LINES = 6  #: of the foot
_AT = re.compile(r"^(?:at|@|bei|from)\s+")
#: Behind the name of a house: its stars, how it is shortened, that its shares are sold.
_BEHIND = re.compile(r"(?: ?\*{2,5}S?| \((?:[A-ZÄÖÜÉ]{2,8}|publ)\))$")
_TEAM_AT = re.compile(r"^[^\W\d_]\w+ (?:at|@|på|hos|bei|bij|chez|presso|vid|ved) (?=[^\W\d_a-z])")
_DOTTED = re.compile(r"\.[^\W\d_]$")
_HOUSE_JOINERS = (
    JOINERS
    | {"for", "the"}
    | word_set(
        "am an ved vid på in w pod nad bei sur sous del dei della delle do da dos di du des et och og i e en"
    )
)
#: Parts of a subject: "Acme - your application", "Acme: Cook".
_STROKES = re.compile(r"\s[–—|-]\s|\s*[|:]\s")
_ALIKE = 3  #: letters at the beginning of a word, in whatever case it is: "Kępie" at szpital-kepa
_FOOT_REACH = 1_500  #: characters at the end of a text, in which a legal form may stand


def houses(message: Message, signed: str) -> Iterator[str]:
    """The companies that the foot names: those that the address backs, else those that are called so.

    Args:
        signed: the writer's name.
    """
    sender = message.sender
    own = set(words(signed)) | set(words(signing.shown_person(sender)) if sender else ())
    full = set(words(person(sender.name))) if sender else set()
    backed: list[str] = []
    called: list[str] = []
    above = ""
    for line in signing.foot(message)[:_LINES]:
        titled, below = False, bool(above) and is_generic(above)
        above = line
        for part in signing.PARTS.split(_without_writer(line, signed)):
            at = bool(_AT.match(part))
            name = slot(" ".join(owner(_bare(signing.FOR_HOUSE.sub("", _AT.sub("", part))).split())))
            of_title = titled and f", {part}" in line
            titled = titled or signing.says_a_title(part)
            if not name or set(words(name)) <= own or set(words(name)) < full:
                continue
            if not _is_called(name):
                if sender and _is_small(name, sender):
                    backed.append(name)
            elif at or (sender and _is_spelled(name, sender)):
                bare = _headless(name)
                backed.append(bare if sender and _is_spelled(bare, sender) else name)
            elif _is_of_a_kind(name, message, title=of_title):
                called.append(name)
            elif _is_a_systems(name, part, message, below=below):
                called.append(_headless(name))
    yield from backed or called


def _is_of_a_kind(name: str, message: Message, *, title: bool) -> bool:
    """Whether a name says that it is a house's, or a legal form stands behind it.

    Args:
        title: it stands behind a title in its line, as a department does: "Chief of Staff, Summer School".
    """
    return (
        (organisation(name) and not title)
        or _is_headed(name, message.sender)
        or _is_registered(name, message)
    )


def _is_headed(name: str, sender: Address | None) -> bool:
    """The same by its first word, unless the domain is another house's of that kind: "Hotel Post" at hotel-am-see."""
    kind, *others = words(name)
    rest = (
        [label.replace(kind, "") for label in domains.own_labels(sender) if kind in label] if sender else []
    )
    known = any(
        spelled[:_ALIKE] in label for word in others for spelled in domains.spellings(word) for label in rest
    )
    return is_headed(name) and (known or not any(len(label) > _ALIKE for label in rest))


def _is_registered(name: str, message: Message) -> bool:
    """Whether a legal form stands behind a name in the foot: nobody signs so but a company."""
    return has_legal_form(name, f"{message.text[-_FOOT_REACH:]}\n{message.signature[:_FOOT_REACH]}")


def _is_a_systems(name: str, part: str, message: Message, *, below: bool) -> bool:
    """Whether a system's mail is signed for a house: "Il team Recruiting di Acme", "HR Team / Acme".

    One word may be a department of which no list knows, and so may a word of one: the mail says it a second time.

    Args:
        part: as it stands in the foot.
        below: it stands below a department.
    """
    sender = message.sender
    house = department_off(_headless(name))
    if not sender or not is_system_domain(sender.domain) or not house or is_given(words(house)[0]):
        return False
    told = (message.subject, sender.name, message.text, message.signature)
    twice = len(re.findall(rf"\b{re.escape(house)}(?!\w)", "\n".join(told))) > 1
    whole = any(key(one) == key(name) for one in (*_STROKES.split(message.subject), sender.name))
    if house == name and words(part) == words(name):
        return whole or (below and twice and len(words(house)) > 1)  # one word is the town of the office
    plain = not any(word in GENERIC or word in DEPARTMENTS for word in words(house))
    return twice or (plain and bool(_TEAM_AT.search(part)))


def _bare(part: str) -> str:
    """A part without the signs around it; the last full stop of "K.K." is of the name."""
    bare = _BEHIND.sub("", part).strip("()., ")
    return bare + "." if _DOTTED.search(bare) and bare + "." in part else bare


def _without_writer(line: str, signed: str) -> str:
    """ "Plan B Studio" of "Rabea von Plan B Studio", where Rabea writes."""
    first, _, rest = line.partition(" ")
    of, _, house = rest.partition(" ")
    return house if house and of in signing.OF_HOUSE and words(signed)[:1] == [key(first)] else line


def _is_called(name: str) -> bool:
    """Whether a part of the foot can be a company's name: "Fennel & Rye", but not "Talent Partner"."""
    spoken = name.split(" ")
    spelled = words(name)
    capital = all(
        is_capital(word, first=True) or word in _HOUSE_JOINERS or not key(word) or key(word) in offices.FORMS
        for word in spoken
    )
    return (
        capital
        and len(spoken) <= 6
        and (not has_occupation(name) or is_registered_so(name))
        and not all(word in DEPARTMENTS or word in GENERIC or word in signing.TITLE for word in spelled)
        and not signing.says_a_title(spoken[0])
    )


def _headless(name: str) -> str:
    """A name without the department before it, if anything is left: "Equipa Acme", "Teamet på Acme"."""
    head = words(name)[0] in GENERIC and not is_of_a_town(name)
    return (without_head(name) if head else "") or name


def _is_spelled(name: str, sender: Address) -> bool:
    """Whether the address spells a name, or what is left of it without the department."""
    return any(
        _in_address(one, sender) or domains.is_made_of(sender, one)
        for one in {name, department_off(name)}
        if one
    )


def _is_small(name: str, sender: Address) -> bool:
    """Whether a name in small letters is spelled by the whole domain: "rosarot floristik", "papercrane cafe"."""
    if is_platform_domain(sender.domain) or len(key(name)) < 6 or has_occupation(name):
        return False
    whole = domains.labels(sender) | {key(sender.domain)}
    return name.islower() and bool(domains.spellings(name) & whole)


def _in_address(name: str, sender: Address) -> bool:
    """Whether an address is called as a name or its beginning: "Rolleston Transport" at rolleston.example."""
    if is_platform_domain(sender.domain):
        local = any(len(one) > 3 and one in key(sender.local) for one in domains.spellings(name))
        return local or any(len(one) > 3 for one in domains.beginnings(name) & domains.own_labels(sender))
    return any(len(one) > 2 for one in domains.beginnings(name) & domains.labels(sender))

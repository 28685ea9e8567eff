"""Who signs a mail, and for which house: the lines at its foot, and the display name of its sender.

"Warmly" is no person and "Priya Nair" no company. A name at the foot counts as a person's only with a second
sign: the display name or the address says it too, it begins with a first name, or a title stands with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from watcher.reading import feet, offices
from watcher.reading.belonging import owner
from watcher.reading.given_names import is_given
from watcher.reading.names import (
    DEPARTMENTS,
    GENERIC,
    JOINERS,
    TITLES,
    has_occupation,
    is_closing,
    is_platform_domain,
    key,
    legal_off,
    organisation,
    person,
    slot,
    word_set,
    words,
)
from watcher.reading.runs import is_capital
from watcher.reading.signatures import closing_off
from watcher.reading.types import Address, Message

_LINES = 14  #: at the end of a mail, in which somebody signs
_NAME_LINE = 200  #: characters of a line that can hold a name
_FOOT_WIDTH = 60  #: of a line that is no sentence
_ABOVE = 3  #: lines before a name, for whom and as what somebody signs
_PARTS = re.compile(
    r"\s+[|·•–—-]+\s+|\s*[|·•]\s*|,\s+(?!(?:Inc|LLC|LLP|Ltd|PLC|GmbH|AG|Co|Corp)\b)|\s+(?=(?:at|@|bei|from)\s)"
)
_AT = re.compile(r"^(?:at|@|bei|from)\s+")
_HOUSED = re.compile(r"\s(?:from|at|via|of|@|bei|[|·–—-])\s|\s*[(|]")
#: "signed for" in German and English letters, and "your" before the name of who signs.
_PER_PRO = re.compile(
    r"^(?:i\. ?[AV]\.|ppa\.|p\.p\.|gez\.|[Ii]m Auftrag|Fdo\.:?|F\.to)\s+"
    r"|^(?:Ihre?|[Dd]eine?|Euere?|Eure?|eure?|Votre|Uw|Jouw|Yours)\s+(?=[^\W\d_])"
)
#: "Pela Associação Girassol": a house for which the next line signs.
_FOR_HOUSE = re.compile(
    r"^(?:Pel[ao]|P['’]l[ao]|Pour|Für|Por|Namens|For)\s+(?:la |le |les |el |die |das |the )?(?=[^\W\d_])"
)
_BY_ORDER = re.compile(r"^P\. ?[OADV]\.\s")  #: the next line signs by order of this one
_TURNED = re.compile(r"^[^\W\d_][\w'’-]{1,30}, [^\W\d_][\w'’-]{1,30}$")
_ENDS_A_SENTENCE = re.compile(r"[.!?:;][\"”’)]*$")
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|LLC|[A-Z])\.$")
_DOTTED = re.compile(r"\.[^\W\d_]$")
_INTRODUCED = re.compile(r"\b(?i:my name is|i am|i['’]m|this is) (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)")
_TITLE = (
    word_set(
        """
    hr cto ceo coo cfo cio cpo chro vp svp evp president partner founder cofounder co-founder chief head
    people talent recruiting recruitment acquisition hiring personalabteilung principal dean professor dr
    she her he him they them
    """
    )
    | offices.TITLES
)
_SHORT = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ı": "i", "ß": "ss", "đ": "d"})
_LONG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa"})
#: Legal forms at the end of a domain: "kvarnenab".
_FORMS = ("gmbh", "ab", "bv", "srl", "aps", "spa", "ltd", "inc")
#: Between a first name and the house: "Léo da Paçoca", "Julien de Kiwiz".
_OF_HOUSE = word_set("de di da do del van von chez hos bij")
_HOUSE_JOINERS = JOINERS | {"for", "the"}


def before_house(name: str) -> str:
    """ "Anna Schmidt from Acme", "Anna Schmidt @ Acme" and "Anna Schmidt (Acme)" name a person first."""
    return _HOUSED.split(name)[0].strip()


def writer(message: Message, own: Sequence[Address]) -> str:
    """Who wrote: the name under the mail, in full if the display name has it so; else that, if a person's."""
    mine = {key(address.name) for address in own} - {""}
    first = {words(address.name)[0] for address in own if words(address.name)}
    shown = shown_person(message.sender) if message.sender else ""
    signed = _signed(message, shown)
    if not signed or key(signed) in mine or (key(signed) in first and words(shown)[:1] != [key(signed)]):
        return "" if key(shown) in mine else shown
    same = shown and words(shown)[0] == words(signed)[0] and len(shown) > len(signed)
    within = (
        len(words(shown)) > 1 and set(words(shown)) < set(words(signed)) and words(signed)[0] not in TITLES
    )
    return shown if same or within else _in_full(signed, message.sender)


def _in_full(signed: str, sender: Address | None) -> str:
    """ "Shruti Rao" where "Shruti" signs and the display name has it so."""
    name = _before_own_house(person(before_house(sender.name)), sender) if sender else ""
    begins = words(name)[:1] == [key(signed)] and len(words(name)) in (2, 3)
    return name if begins and sender and not _in_domain(words(name), sender) else signed


def shown_person(sender: Address) -> str:
    """The person that a display name tells of: not in "Blue Harbor <jobs@blueharbor.example>"."""
    name = _before_own_house(person(before_house(sender.name)), sender)
    parts = words(name)
    if not parts:
        return ""
    if _is_local(parts, sender):
        return name if key(sender.local) not in key(sender.domain) else ""
    given = is_given(parts[0]) or (parts[0] in TITLES and len(parts) > 1)
    return name if given and len(parts) > 1 and not _in_domain(parts, sender) else ""


def _before_own_house(name: str, sender: Address) -> str:
    """ "Leo Paz" of "Leo Paz de Gominola <leo@gominola.example>": what the domain spells is no family name."""
    spoken = name.split(" ")
    for at in range(1, len(spoken) - 1):
        rest = key(" ".join(spoken[at + 1 :]))
        if spoken[at] in _OF_HOUSE and rest in labels(sender) and rest not in key(sender.local):
            return " ".join(spoken[:at])
    return name


def without_house(name: str, company: str) -> str:
    """ "Tanguy" of "Tanguy de Kiwiz", where the mail is from Kiwiz."""
    spoken = name.split(" ")
    for at in range(1, len(spoken) - 1):
        if spoken[at] in _OF_HOUSE and key(company) and key(" ".join(spoken[at + 1 :])) == key(company):
            return " ".join(spoken[:at])
    return name


def _is_local(parts: Sequence[str], sender: Address) -> bool:
    """Whether an address surely spells a person's name: anna.schmidt@, aschmidt@, anna@.

    An office is called as its address too ("Bewerberstelle West", bewerberstelle@): one word that both have is
    a sign only if it is a first name.
    """
    if len(parts) == 1:
        return _in_local(parts, sender)
    shared = set(parts) & set(_local_words(sender))
    if is_given(parts[0]) and parts[0] in shared:
        return True
    return len(shared) > 1 or _spelled_local(sender) in _joined(parts)


def _in_local(parts: Sequence[str], sender: Address) -> bool:
    """Whether an address has a word of a name that also signs."""
    if len(parts) == 1:
        return _spelled_local(sender) == parts[0] and not is_platform_domain(sender.domain)
    return bool(set(parts) & set(_local_words(sender))) or _spelled_local(sender) in _joined(parts)


def _local_words(sender: Address) -> list[str]:
    return words(re.sub(r"[._]", " ", sender.local))


def _spelled_local(sender: Address) -> str:
    return key(sender.local).rstrip("0123456789")


def _joined(parts: Sequence[str]) -> set[str]:
    initials = "".join(part[0] for part in parts)
    return {
        initials,
        parts[0][:1] + parts[-1],
        parts[0] + parts[-1],
        parts[0] + parts[-1][:1],
        "".join(parts),
    }


def _in_domain(parts: Sequence[str], sender: Address) -> bool:
    domain = key(sender.domain.rpartition(".")[0])
    return not is_platform_domain(sender.domain) and "".join(parts) in domain


def foot(message: Message) -> list[str]:
    """The lines that sign a mail, closing words left out: those below its text, and those cut off."""
    return list(_foot(message.text, message.signature))


@lru_cache(maxsize=1)  # asked for by all that look for a name in one mail
def _foot(text: str, signature: str) -> tuple[str, ...]:
    cut = [line.strip()[:_NAME_LINE] for line in signature.splitlines()[:_LINES]]
    last = [] if cut and is_closing(cut[0]) else _last_lines(text)
    if not (cut and is_closing(cut[0])) and not any(map(feet.is_somebody, last[:1])):
        last = feet.below_a_formula(text) or feet.signed_blocks(text) or last
    kept = [line.strip()[:_NAME_LINE] for line in last]
    plain = (feet.without_phone(legal_off(line.strip("-_–—*~/ "))) for line in [*kept, *cut])
    bare = (_PER_PRO.sub("", closing_off(line)) for line in plain)
    return tuple(line for line in bare if line and not is_closing(line))


def _last_lines(text: str) -> list[str]:
    """What stands below the closing words in a text, else its last short lines, if they are no sentences."""
    lines = text.splitlines()
    tail = lines[-_LINES:]
    closed = next((at for at in range(len(tail) - 1, -1, -1) if is_closing(tail[at])), None)
    if closed is not None:
        return tail[closed + 1 :]
    closed = next(
        (at for at in range(len(tail) - 1, -1, -1) if closing_off(tail[at].strip()) != tail[at].strip()), None
    )
    if closed is not None:
        return tail[closed:]
    block: list[str] = []
    for line in reversed(lines):
        if not line.strip() or len(block) == 5:
            break
        block.insert(0, line)
    above = next((line for line in reversed(lines[: -len(block) or None]) if line.strip()), "")
    if above.rstrip().endswith(":"):
        return []  # somebody to ask, not who writes
    short = len(lines) > len(block) and all(
        len(line) <= _FOOT_WIDTH and (not _ENDS_A_SENTENCE.search(line) or _ABBREVIATED.search(line))
        for line in block
    )
    return block if short else []


def _signed(message: Message, shown: str) -> str:
    """The person that the first line of the foot names, if there is a second sign for it."""
    lines = foot(message)
    for at, line in enumerate(lines[:6]):
        parts = _PARTS.split(line)
        if _TURNED.match(line):
            parts = [line]  # "Otto, Petra"
        name = (
            ""
            if _FOR_HOUSE.match(line) or _BY_ORDER.match(line)
            else person(before_house(parts[0])) or person(line)
        )
        if name:
            below = [*parts[1:], *lines[at + 1 : at + 2]]
            if _is_sure(name, message, shown, below):
                full = person(before_house(below[-1])) if len(words(name)) == 1 and below else ""
                return full if words(full)[:1] == words(name) else name
        if at and not name and not (at < _ABOVE and (_stands_above(line))):
            return ""  # what stands further down is a title, a company, a street
    return ""


def _stands_above(line: str) -> bool:
    """Whether a line says for whom, or as what, the name below it signs."""
    return bool(_FOR_HOUSE.match(line) or _BY_ORDER.match(line)) or _says_a_title(line)


def _is_sure(name: str, message: Message, shown: str, below: Sequence[str]) -> bool:
    parts = words(name)
    sender = message.sender
    if sender and _in_domain(parts, sender) and key(name) != key(shown):
        return False
    if sender and _is_of_a_department(parts, sender):
        return False
    if parts[0] in TITLES or is_given(parts[0]):
        return True
    if sender and (set(parts) & set(words(shown)) or (_in_local(parts, sender) and _may_sign(parts, sender))):
        return True
    introduced = _INTRODUCED.search(message.text)
    if introduced and parts[0] == words(introduced["name"])[0]:
        return True
    return len(parts) > 1 and bool(below) and _says_a_title(below[0])


def _is_of_a_department(parts: Sequence[str], sender: Address) -> bool:
    """Whether a system sends for a department of that name: "Tessel Data Hiring Team", but not "Anna Schmidt"."""
    shown = words(sender.name)
    around = [word for word in shown if word not in parts]
    named = bool(around) and len(around) < len(shown) and all(word in GENERIC for word in around)
    return named and is_platform_domain(sender.domain)


def _may_sign(parts: Sequence[str], sender: Address) -> bool:
    """Whether one word that the address is called by too can be a first name: not below "Crew Office <crewing@...>"."""
    return len(parts) > 1 or not sender.name or words(sender.name)[:1] == [parts[0]]


def _says_a_title(text: str) -> bool:
    return len(text) <= _FOOT_WIDTH and (
        has_occupation(text)
        or any(word in _TITLE for word in words(text)[:3])
        or bool(offices.TITLE_END.search(text))
    )


def houses(message: Message, signed: str) -> Iterator[str]:
    """The companies that the foot names: those that the address backs, else those that are called so.

    Args:
        signed: the writer's name.
    """
    sender = message.sender
    own = set(words(signed)) | set(words(shown_person(sender)) if sender else ())
    full = set(words(person(sender.name))) if sender else set()
    backed: list[str] = []
    called: list[str] = []
    for line in foot(message)[:6]:
        titled = False
        for part in _PARTS.split(_without_writer(line, signed)):
            at = bool(_AT.match(part))
            name = slot(" ".join(owner(_bare(_FOR_HOUSE.sub("", _AT.sub("", part))).split())))
            of_title = titled and f", {part}" in line
            titled = titled or _says_a_title(part)
            if not name or set(words(name)) <= own or set(words(name)) < full or not _is_called(name):
                continue
            if at or (sender and _in_address(name, sender)):
                backed.append(name)
            elif organisation(name) and not of_title:  # "Chief of Staff, Summer School"
                called.append(name)
    yield from backed or called


def _bare(part: str) -> str:
    """A part without the signs around it; the last full stop of "K.K." is of the name."""
    bare = part.strip("()., ")
    return bare + "." if _DOTTED.search(bare) and bare + "." in part else bare


def _without_writer(line: str, signed: str) -> str:
    """ "Plan B Studio" of "Rabea von Plan B Studio", where Rabea writes."""
    first, _, rest = line.partition(" ")
    of, _, house = rest.partition(" ")
    return house if house and of in _OF_HOUSE and words(signed)[:1] == [key(first)] else line


def _is_called(name: str) -> bool:
    """Whether a part of the foot can be a company's name: "Fennel & Rye", but not "Talent Partner"."""
    spoken = name.split(" ")
    spelled = words(name)
    capital = all(is_capital(word, first=True) or word in _HOUSE_JOINERS or not key(word) for word in spoken)
    return (
        capital
        and len(spoken) <= 6
        and not has_occupation(name)
        and not all(word in DEPARTMENTS or word in GENERIC or word in _TITLE for word in spelled)
        and not _says_a_title(spoken[0])
    )


def _in_address(name: str, sender: Address) -> bool:
    """Whether an address is called as a name or its beginning: "Rolleston Transport" at rolleston.example."""
    spoken = name.split(" ")
    spelled = set().union(*(spellings(" ".join(spoken[:size])) for size in range(1, len(spoken) + 1)))
    if is_platform_domain(sender.domain):
        return any(len(one) > 3 and one in key(sender.local) for one in spellings(name))
    return any(len(one) > 2 for one in spelled & labels(sender))


def labels(sender: Address) -> set[str]:
    """The labels of a sender's domain that can be a company's name, spelled as `key` does."""
    told = {key(label) for label in sender.domain.split(".")[:-1] if len(label) > 2}
    long = {label for label in told if len(label) > 6}
    return told | {label.removesuffix(form) for label in long for form in _FORMS}


def spellings(name: str) -> set[str]:
    """How a domain may spell a name: "Fennel & Rye Ltd" as fennelrye, fennelandrye, fennelryeltd.

    Letters that addresses do not have are written in either of two ways: "Küste" as kuste or kueste.
    """
    told = {name, name.casefold().translate(_SHORT), name.casefold().translate(_LONG)}
    spelled = {
        key(form) for one in told for form in (one, one.replace("&", " and "), one.removeprefix("The "))
    }
    return spelled | {one.removesuffix(end) for one in spelled for end in ("inc", "ltd", "gmbh", "llc", "ag")}


def is_shown(name: str, sender: Address | None) -> bool:
    """Whether the display name or the address says who signs."""
    return bool(sender and (set(words(name)) & set(words(shown_person(sender)))))

"""Who signs a mail, and for which house: the lines at its foot, and the display name of its sender.

"Warmly" is no person and "Priya Nair" no company. A name at the foot counts as a person's only with a second
sign: the display name or the address says it too, it begins with a first name, or a title stands with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watcher.reading import offices
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
from watcher.reading.types import Address, Message

_LINES = 14  #: at the end of a mail, in which somebody signs
_NAME_LINE = 200  #: characters of a line that can hold a name
_FOOT_WIDTH = 60  #: of a line that is no sentence
_PARTS = re.compile(
    r"\s+[|·•–—-]+\s+|\s*[|·•]\s*|,\s+(?!(?:Inc|LLC|LLP|Ltd|PLC|GmbH|AG|Co|Corp)\b)|\s+(?=(?:at|@|bei|from)\s)"
)
_AT = re.compile(r"^(?:at|@|bei|from)\s+")
_HOUSED = re.compile(r"\s(?:from|at|via|of|@|bei|[|·–—-])\s|\s*[(|]")
#: "signed for" in German and English letters.
_PER_PRO = re.compile(r"^(?:i\. ?[AV]\.|ppa\.|p\.p\.)\s+")
_ENDS_A_SENTENCE = re.compile(r"[.!?:;][\"”’)]*$")
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|LLC|[A-Z])\.$")
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
_HOUSE_JOINERS = JOINERS | {"for", "the"}


def before_house(name: str) -> str:
    """ "Anna Schmidt from Acme", "Anna Schmidt @ Acme" and "Anna Schmidt (Acme)" name a person first."""
    return _HOUSED.split(name)[0].strip()


def writer(message: Message, own: Sequence[Address]) -> str:
    """Who wrote: the name under the mail, in full if the display name has it so; else that, if a person's."""
    mine = {key(address.name) for address in own} - {""}
    shown = shown_person(message.sender) if message.sender else ""
    signed = _signed(message, shown)
    if not signed or key(signed) in mine:
        return "" if key(shown) in mine else shown
    same = shown and words(shown)[0] == words(signed)[0] and len(shown) > len(signed)
    return shown if same else signed


def shown_person(sender: Address) -> str:
    """The person that a display name tells of: not in "Blue Harbor <jobs@blueharbor.example>"."""
    name = person(before_house(sender.name))
    parts = words(name)
    if not parts:
        return ""
    if _in_local(parts, sender):
        return name if key(sender.local) not in key(sender.domain) else ""
    given = is_given(parts[0]) or (parts[0] in TITLES and len(parts) > 1)
    return name if given and len(parts) > 1 and not _in_domain(parts, sender) else ""


def _in_local(parts: Sequence[str], sender: Address) -> bool:
    """Whether an address spells a name: anna.schmidt@, aschmidt@, anna@."""
    local = words(re.sub(r"[._]", " ", sender.local))
    if len(parts) == 1:
        return key(sender.local) == parts[0] and not is_platform_domain(sender.domain)
    initials = "".join(part[0] for part in parts)
    joined = {initials, parts[0][:1] + parts[-1], parts[0] + parts[-1], parts[0] + parts[-1][:1]}
    return bool(set(parts) & set(local)) or key(sender.local) in joined


def _in_domain(parts: Sequence[str], sender: Address) -> bool:
    domain = key(sender.domain.rpartition(".")[0])
    return not is_platform_domain(sender.domain) and "".join(parts) in domain


def foot(message: Message) -> list[str]:
    """The lines that sign a mail, closing words left out: those below its text, and those cut off."""
    kept = [line.strip()[:_NAME_LINE] for line in _last_lines(message.text)]
    cut = [line.strip()[:_NAME_LINE] for line in message.signature.splitlines()[:_LINES]]
    bare = (_PER_PRO.sub("", legal_off(line.strip("-_–—*~ "))) for line in [*kept, *cut])
    return [line for line in bare if line and not is_closing(line)]


def _last_lines(text: str) -> list[str]:
    """What stands below the closing words in a text, else its last short lines, if they are no sentences."""
    lines = text.splitlines()
    tail = lines[-_LINES:]
    closed = next((at for at in range(len(tail) - 1, -1, -1) if is_closing(tail[at])), None)
    if closed is not None:
        return tail[closed + 1 :]
    block: list[str] = []
    for line in reversed(lines):
        if not line.strip() or len(block) == 5:
            break
        block.insert(0, line)
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
        name = person(before_house(parts[0])) or person(line)
        if name:
            below = [*parts[1:], *lines[at + 1 : at + 2]]
            if _is_sure(name, message, shown, below):
                return name
        if at and not name:
            return ""  # what stands further down is a title, a company, a street
    return ""


def _is_sure(name: str, message: Message, shown: str, below: Sequence[str]) -> bool:
    parts = words(name)
    sender = message.sender
    if sender and _in_domain(parts, sender) and key(name) != key(shown):
        return False
    if parts[0] in TITLES or is_given(parts[0]):
        return True
    if sender and (set(parts) & set(words(shown)) or _in_local(parts, sender)):
        return True
    introduced = _INTRODUCED.search(message.text)
    if introduced and parts[0] == words(introduced["name"])[0]:
        return True
    return len(parts) > 1 and bool(below) and _says_a_title(below[0])


def _says_a_title(text: str) -> bool:
    return len(text) <= _FOOT_WIDTH and (
        has_occupation(text) or any(word in _TITLE for word in words(text)[:3])
    )


def houses(message: Message, person_key: str) -> Iterator[str]:
    """The companies that the foot names, each backed by the sender's address or by what it is called.

    Args:
        person_key: the writer, spelled as `key` does.
    """
    for line in foot(message)[:6]:
        for part in _PARTS.split(line):
            name = slot(_AT.sub("", part).strip("()., "))
            at = bool(_AT.match(part))
            if not name or key(name) == person_key or not _is_called(name):
                continue
            if at or organisation(name) or (message.sender and _in_address(name, message.sender)):
                yield name


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

"""Who signs a mail, and for which house: the lines at its foot, and the display name of its sender.

"Warmly" is no person and "Priya Nair" no company. A name at the foot counts as a person's only with a second
sign: the display name or the address says it too, it begins with a first name, or a title stands with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from watcher.reading import domains, feet, offices
from watcher.reading.given_names import is_given
from watcher.reading.names import GENERIC, TITLES, has_occupation, is_closing, key, legal_off, word_set, words
from watcher.reading.people import person
from watcher.reading.platforms import is_platform_domain
from watcher.reading.signatures import closing_off
from watcher.reading.types import Address, Message

_LINES = 14  #: at the end of a mail, in which somebody signs
_NAME_LINE = 200  #: characters of a line that can hold a name
_FOOT_WIDTH = 60  #: of a line that is no sentence
_ABOVE = 3  #: lines before a name, for whom and as what somebody signs
PARTS = re.compile(
    r"\s{4,}|\s+[|·•–—-]+\s+|\s*[|·•]\s*|,\s+(?!(?:Inc|LLC|LLP|Ltd|PLC|GmbH|AG|Co|Corp)\b)|\s+(?=(?:at|@|bei|from)\s)"
)
#: A name in brackets may stand behind initials: "A.J. (Annemiek) Stuiver".
_HOUSED = re.compile(r"\s(?:from|at|via|of|@|bei|[|·–—-])\s|\s*\||(?<![A-Z]\. )(?<![A-Z]\.)\(")
#: "L'Attachée d'administration", "La Directrice": as what the next line signs.
_OFFICIAL = re.compile(r"(?:L['’]|L[ae] )[A-ZÀ-Ý][^\W\d_]")
#: "signed for" in German and English letters, and "your" before the name of who signs.
_PER_PRO = re.compile(
    r"^(?:i\. ?[AV]\.|ppa\.|p\.p\.|gez\.|[Ii]m Auftrag|Fdo\.:?|F\.to)\s+"
    r"|^(?:Ihre?|[Dd]eine?|Euere?|Eure?|eure?|Votre|Uw|Jouw|Yours)\s+(?=[^\W\d_])"
)
#: "Pela Associação Girassol": a house for which the next line signs.
FOR_HOUSE = re.compile(
    r"^(?:Pel[ao]s?|P['’]l[ao]|Pour|Für|Por|Per|Para|[Nn]amens|Voor|För|For|W imieniu|En nombre del?|Em nome d[aoe]"
    r"|A nome d[ei]l?l?a?|På vegne af|Im Namen(?: von)?)\s+"
    r"(?:l[ae] |les |el |il |lo |die |das |der |des |the |de |het )?(?=[^\W\d_])"
)
_BY_ORDER = re.compile(r"^P\. ?[OADV]\.\s")  #: the next line signs by order of this one
_TURNED = re.compile(r"^[^\W\d_][\w'’-]{1,30}, [^\W\d_][\w'’-]{1,30}$")
_ENDS_A_SENTENCE = re.compile(r"[.!?:;][\"”’)]*$")
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|LLC|[A-Z])\.$")
_INTRODUCED = re.compile(r"\b(?i:my name is|i am|i['’]m|this is) (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)")
TITLE = (
    word_set(
        """
    hr cto ceo coo cfo cio cpo chro vp svp evp president partner founder cofounder co-founder chief head
    people talent recruiting recruitment acquisition hiring personalabteilung principal dean professor dr
    she her he him they them
    """
    )
    | offices.TITLES
)
#: Between a first name and the house: "Léo da Paçoca", "Julien de Kiwiz".
_ARTICLES = word_set("der den dem die das la le les el het il lo the")
OF_HOUSE = word_set(
    "de di da do del van von chez hos bij für for för voor pour per para dla på vid ved från fra z ze"
)


def _before_house(name: str) -> str:
    """ "Anna Schmidt from Acme", "Anna Schmidt @ Acme" and "Anna Schmidt (Acme)" name a person first."""
    return _HOUSED.split(name)[0].strip()


def writer(message: Message, own: Sequence[Address]) -> str:
    """Who wrote: the name under the mail, in full if the display name has it so; else that, if a person's."""
    mine = {key(address.name) for address in own} - {""}
    first = {words(address.name)[0] for address in own if words(address.name)}
    shown = shown_person(message.sender) if message.sender else ""
    signed = _signed(message, shown)
    if not signed or key(signed) in mine or (key(signed) in first and words(shown)[:1] != [key(signed)]):
        return "" if key(shown) in mine or _is_a_mailbox(shown, message) else shown
    same = shown and words(shown)[0] == words(signed)[0] and len(shown) > len(signed)
    within = (
        len(words(shown)) > 1 and set(words(shown)) < set(words(signed)) and words(signed)[0] not in TITLES
    )
    return shown if same or within else _in_full(signed, message.sender)


def _is_a_mailbox(shown: str, message: Message) -> bool:
    """Whether one word that is no known first name only says which mailbox it is, and signs nowhere: "Garden"."""
    if len(words(shown)) != 1 or is_given(key(shown)):
        return False
    last = "\n".join([*message.text.splitlines()[-_ABOVE:], message.signature])
    return re.search(rf"(?<!\w){re.escape(shown)}(?!\w)", last) is None


def _in_full(signed: str, sender: Address | None) -> str:
    """ "Shruti Rao" where "Shruti" signs and the display name has it so."""
    name = _before_own_house(person(_before_house(sender.name)), sender) if sender else ""
    begins = words(name)[:1] == [key(signed)] and len(words(name)) in (2, 3)
    return name if begins and sender and not _in_domain(words(name), sender) else signed


def shown_person(sender: Address) -> str:
    """The person that a display name tells of: not in "Blue Harbor <jobs@blueharbor.example>"."""
    name = _before_own_house(person(_before_house(sender.name)), sender)
    parts = words(name)
    if not parts:
        return ""
    if _is_local(parts, sender):
        given = is_given(parts[0]) and key(sender.local) not in domains.labels(sender)
        return name if given or key(sender.local) not in key(sender.domain) else ""
    given = is_given(parts[0]) or (parts[0] in TITLES and len(parts) > 1)
    return name if given and len(parts) > 1 and not _in_domain(parts, sender) else ""


def _before_own_house(name: str, sender: Address) -> str:
    """ "Leo Paz" of "Leo Paz de Gominola <leo@gominola.example>": what the domain spells is no family name."""
    spoken = name.split(" ")
    for at in range(1, len(spoken) - 1):
        rest = key(" ".join(spoken[at + 1 :]))
        if spoken[at] in OF_HOUSE and rest in domains.labels(sender) and rest not in key(sender.local):
            return " ".join(spoken[:at])
    return name


def without_house(name: str, company: str) -> str:
    """ "Tanguy" of "Tanguy de Kiwiz", where the mail is from Kiwiz."""
    spoken = name.split(" ")
    for at in range(1, len(spoken) - 1):
        behind = spoken[at + 1 :]
        rest = words(" ".join(behind[1:] if behind[0] in _ARTICLES and len(behind) > 1 else behind))
        if spoken[at] in OF_HOUSE and rest and words(company)[: len(rest)] == rest:
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
        return _spelled_local(sender) in domains.spellings(parts[0]) and not is_platform_domain(sender.domain)
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
    return block if short else _below_a_sentence(block)


def _below_a_sentence(block: list[str]) -> list[str]:
    """The lines of a block that stand below its last sentence, if the first of them is called like somebody."""
    ended = [at for at, line in enumerate(block) if _ENDS_A_SENTENCE.search(line)]
    left = block[ended[-1] + 1 :] if ended and not block[ended[-1]].endswith(":") else []
    short = all(len(line) <= _FOOT_WIDTH for line in left)
    return left if left and short and person(_before_house(PARTS.split(left[0])[0])) else []


def _signed(message: Message, shown: str) -> str:
    """The person that the first line of the foot names, if there is a second sign for it."""
    lines = foot(message)
    for at, line in enumerate(lines[:6]):
        parts = PARTS.split(line)
        if _TURNED.match(line):
            parts = [line]  # "Otto, Petra"
        name = (
            ""
            if FOR_HOUSE.match(line) or _BY_ORDER.match(line)
            else person(_before_house(parts[0])) or person(line)
        )
        if name:
            below = [*parts[1:], *lines[at + 1 : at + 2]]
            if _is_sure(name, message, shown, below):
                full = person(_before_house(below[-1])) if len(words(name)) == 1 and below else ""
                return full if words(full)[:1] == words(name) else name
        if at and not name and not (at < _ABOVE and _stands_above(line)):
            return ""  # what stands further down is a title, a company, a street
    return ""


def _stands_above(line: str) -> bool:
    """Whether a line says for whom, or as what, the name below it signs."""
    return any(begins.match(line) for begins in (FOR_HOUSE, _BY_ORDER, _OFFICIAL)) or says_a_title(line)


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
    if sender and _is_before_a_house(parts, sender):
        return True
    introduced = _INTRODUCED.search(message.text)
    if introduced and parts[0] == words(introduced["name"])[0]:
        return True
    return len(parts) > 1 and bool(below) and says_a_title(below[0])


def _is_before_a_house(parts: Sequence[str], sender: Address) -> bool:
    """Whether a display name has a name before the house: "Leni von klarbucht"."""
    first, _, rest = sender.name.partition(" ")
    of, _, house = rest.partition(" ")
    return [key(first)] == list(parts) and of in OF_HOUSE and key(house) in domains.labels(sender)


def _is_of_a_department(parts: Sequence[str], sender: Address) -> bool:
    """Whether a system sends for a department of that name: "Tessel Data Hiring Team", but not "Anna Schmidt"."""
    shown = words(sender.name)
    around = [word for word in shown if word not in parts]
    named = bool(around) and len(around) < len(shown) and all(word in GENERIC for word in around)
    return named and is_platform_domain(sender.domain)


def _may_sign(parts: Sequence[str], sender: Address) -> bool:
    """Whether one word that the address is called by too can be a first name: not below "Crew Office <crewing@...>"."""
    return len(parts) > 1 or not sender.name or words(sender.name)[:1] == [parts[0]]


def says_a_title(text: str) -> bool:
    """Whether a text begins with what somebody is: "Talent Partner", "HR"."""
    return len(text) <= _FOOT_WIDTH and (
        has_occupation(text)
        or any(word in TITLE for word in words(text)[:3])
        or bool(offices.TITLE_END.search(text))
    )


def is_shown(name: str, sender: Address | None) -> bool:
    """Whether the display name or the address says who signs."""
    return bool(sender and (set(words(name)) & set(words(shown_person(sender)))))

"""How the domain of an address spells the name of a house."""

from __future__ import annotations

from functools import lru_cache

from watcher.reading import offices
from watcher.reading.names import GENERIC, key
from watcher.reading.platforms import is_platform_domain
from watcher.reading.types import Address

_SHORT = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ı": "i", "ß": "ss", "đ": "d"})
_LONG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa"})
#: Legal forms at the end of a domain: "kvarnenab".
_FORMS = ("gmbh", "ab", "bv", "srl", "aps", "spa", "ltd", "inc")
#: How a domain writes "&".
_AND = ("und", "and", "et", "og", "och", "en", "y", "e", "i", "ve", "n", "")
_MOST_WORDS = 8
_SHORTEST_PART = 4  #: letters of the beginning of a word, in a domain that shortens it
_TELLING = 4  #: letters of one of the words that a domain is made of
_SHORTEST = 7  #: letters of such a domain
_LENGTHS = range(4, 64)  #: letters of a label, RFC 1035 section 2.3.4


@lru_cache(maxsize=16)
def labels(sender: Address) -> frozenset[str]:
    """The labels of a sender's domain that can be a company's name, spelled as `key` does."""
    told = {key(label) for label in sender.domain.split(".")[:-1] if len(label) > 2}
    long = {label for label in told if len(label) > 6}
    return frozenset(told | {label.removesuffix(form) for label in long for form in _FORMS})


@lru_cache(maxsize=2000)  # a mail repeats its names, and each is asked about in many places
def spellings(name: str) -> frozenset[str]:
    """How a domain may spell a name: "Fennel & Rye Ltd" as fennelrye, fennelandrye, fennelryeltd.

    Letters that addresses do not have are written in either of two ways: "Küste" as kuste or kueste.
    """
    told = {name, name.casefold().translate(_SHORT), name.casefold().translate(_LONG)}
    spelled = {
        key(form) for one in told for form in (one, one.replace("&", " and "), one.removeprefix("The "))
    }
    short = {one.removesuffix(end) for one in spelled for end in ("inc", "ltd", "gmbh", "llc", "ag")}
    return frozenset(spelled | short)


@lru_cache(maxsize=16)
def own_labels(sender: Address) -> frozenset[str]:
    """The labels that are of the house itself: of "acme.recruitee.com" the first alone."""
    if not is_platform_domain(sender.domain):
        return labels(sender)
    parts = sender.domain.split(".")
    size = max(at for at in range(len(parts)) if is_platform_domain(".".join(parts[at:])))
    return frozenset({key(label) for label in parts[:size] if len(label) > 3} - GENERIC)


@lru_cache(maxsize=2000)
def is_made_of(sender: Address, name: str) -> bool:
    """Whether a whole label of a domain is put together from the words of a name: plasticosebro, krahl-elektro.

    A domain may shorten words ("sarmasikyayin" for "Sarmaşık Yayınevi"). One word is enough only where the others
    say what kind of house it is: "Stadt Hainfurt" at hainfurt.de, but not "Einkauf Hainfurt".
    """
    told = own_labels(sender)
    return any(
        len(label) in _LENGTHS and _is_composed(label, tuple(parts))
        for parts in _spoken(name)
        for label in told
    )


def _spoken(name: str) -> list[list[str]]:
    """The words of a name in either way of writing them, "&" kept."""
    if len(name.split()) > _MOST_WORDS:
        return []
    told = (name.casefold().translate(_SHORT), name.casefold().translate(_LONG))
    return [
        [key(word) or "&" for word in one.replace("-", " ").split() if key(word) or word in "&+"]
        for one in dict.fromkeys(told)
    ]


@lru_cache(maxsize=200)
def _is_composed(label: str, parts: tuple[str, ...]) -> bool:
    kinds = frozenset(part for part in parts if part in offices.HEADS or part in offices.FORMS)
    plain = [part for part in parts if part not in kinds and part != "&" and len(part) > 3]
    if label in plain:
        return bool(kinds) and len(plain) == 1
    ways = [(0, frozenset[int](), 0)]  # letters read, words used, letters of the longest one
    seen = set(ways)
    while ways:
        at, used, longest = ways.pop()
        if at == len(label) or label[at:] == "s":
            if len(used) > 1 and longest >= _TELLING and len(label) >= _SHORTEST:
                return True
            continue
        for number, part in enumerate(parts):
            if number in used:
                continue
            for size in _sizes(label, at, part):
                way = (at + size, used | {number}, longest if part in kinds else max(longest, size))
                if way not in seen:
                    seen.add(way)
                    ways.append(way)
    return False


def _sizes(label: str, at: int, part: str) -> list[int]:
    """How many letters of a label, from a place on, a word may stand for: all of them, or its beginning."""
    if part == "&":
        return [len(one) for one in _AND if label.startswith(one, at)]
    same = 0
    while same < len(part) and label[at + same : at + same + 1] == part[same]:
        same += 1
    if same == len(part):
        return [same, *range(_SHORTEST_PART, same)]
    plural = same == len(part) - 1 and len(part) > _SHORTEST_PART
    return list(range(_SHORTEST_PART, same + 1)) if same >= _SHORTEST_PART or plural else []


def beginnings(name: str) -> set[str]:
    """How a domain may spell a name or its first words: "Rolleston Transport" as rolleston."""
    spoken = name.split(" ")
    return set().union(*(spellings(" ".join(spoken[:size])) for size in range(1, len(spoken) + 1)))

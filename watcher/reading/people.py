"""Which texts are somebody's name: "Ms Anna Schmidt", but not "Sekretariat Prof. Lenz"."""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.reading import offices
from watcher.reading.names import (
    GENERIC,
    OCCUPATIONS,
    OFFICE,
    ORGANISATION,
    TITLES,
    is_closing,
    key,
    slot,
    word_set,
    words,
)
from watcher.reading.platforms import is_platform

_MOST_PARTS = 7  #: words of somebody's name, "de" and "von" among them
#: Lower-case words within a family name.
_PARTICLES = word_set(
    "de da del di la le van von der den ter el al bin zu dos do das e y af av of de' d' dei degli zum zur"
)
_ARTICLES = word_set("La Le Les El Los Las Il Lo Gli Au Aux Chez")
_ELDER = re.compile(r",? (?:sr|jr)\.?$", re.IGNORECASE)
#: "Luís d'Orey".
_ELIDED = re.compile(r"(?:d|l|dell|dall|o|'t)'[^\W\d_a-z]")
#: Occupations that are family names as well.
_SURNAMES = word_set("baker buyer carpenter coach cook fellow gardener head porter steward warden")
#: Words of places and mailboxes that no human being is called by.
_NOBODY = word_set(
    """
    affairs alert alerts dienst district formacao formacion formation formazione personal postfach reception region
    secretariaat sekretariat sekretariatet verwaltung vorzimmer zentrale assessment assessments quiz section survey
    surveys test testing tests unit
    """
)
_TITLED = re.compile(rf"^({'|'.join(sorted(TITLES))})\b\.?\s+", re.IGNORECASE)
_MANY_TITLES = re.compile(
    r"^(?:(?:(?:prof|dr|pd|priv\.-doz|doç|univ)\b\.?-?\s*){2,}|dr (?=hab\b))"
    r"(?:(?:hab|h\. ?c|med|rer|phil|ing|nat|pol)\b\.?\s*)*",
    re.IGNORECASE,
)
#: Titles that no greeting repeats: "Inż. Jan Lis", "mgr Anna Lis", "Dipl.-Ing. Jan Ott", "Uzm. Dr. Ali Kaya".
_DEGREE = re.compile(
    r"^(?:(?:mag\.a|dipl\.-?|lic\.|r\. ?pr\.|adw\.|inż\.|ing\.|ir\.|drs\.|mgr\.?|mag\.|uzm\.|av\.|avv\.|dott\.(?:ssa)?"
    r"|geom\.|rag\.|eng\.[ªº]?|arq\.[ªº]?|hab\.|med\.|doç\.|öğr\.|gör\.|psyk\.|cand\.|mw\.|mevr\.|dhr\."
    r"|dr\.[ªº]|dra\.|prof\.[ªº]|profª\.?|profa\."
    r"|(?:dipl\.-)?(?:kfm|kffr|psych|soz|päd|biol|inf|verw)\.|msgr\."
    r"|(?:father|fr\.?|rev\.?|reverend|hna\.|hno\.)(?= \S+ \S)"
    r"|(?:mme|mlle|sra?\.|sig\.(?:ra)?|d\.ª?|dña\.|frau|herr)(?= \S+ \S)"
    r"|(?-i:mr\.)|gez\.)\s?)+(?=\w)",
    re.IGNORECASE,
)


@lru_cache(maxsize=500)
def person(text: str) -> str:
    """The text as the name of a human being, with "Ms" or "Dr" before it where it stood there, or "".

    One to four capitalised words of letters, none of which belongs to a department, a post or a company.
    """
    bare = re.sub(r"\([^)]*\)", " ", text)
    bare = re.split(r"\s[|–—-]\s|\s*\|\s*", bare)[0]
    parts = [part.strip() for part in bare.split(",")]
    if len(parts) == 2 and all(part and " " not in part for part in parts):
        parts = [" ".join(reversed(parts))]  # "Schmidt, Anna"
    name = _DEGREE.sub("", _ELDER.sub("", slot(" ".join(parts[0].split()))))
    name = _MANY_TITLES.sub("", name)  # of several titles no greeting has all
    found = _TITLED.match(name)
    title = found.group(1).capitalize() + " " if found else ""
    bare = name[found.end() :] if found else name
    return title + bare if _is_human(bare) and not _TITLED.match(bare + " ") else ""


def _is_human(name: str) -> bool:
    parts = name.split(" ")
    named = [part for part in parts if part.lower() not in _PARTICLES]
    if not 1 <= len(named) <= 4 or len(parts) > _MOST_PARTS:
        return False
    if any(sign in name for sign in "&+/()#,") or any(map(str.isdigit, name)):
        return False
    spelled = words(" ".join(named))
    if len(parts) == 2 and spelled[-1] in _SURNAMES:
        spelled = spelled[:-1]
    if any(word in GENERIC or word in OCCUPATIONS or word in ORGANISATION for word in spelled):
        return False
    if len(spelled) > 1 and spelled[0] in offices.HEADS:
        return False  # "Assicurazioni Ponente"
    if any(OFFICE.search(word) or word in _NOBODY or word in offices.UNITS for word in spelled) or any(
        word in TITLES for word in spelled[1:]
    ):
        return False  # "Zentrale Bewerberstelle", "Sekretariat Prof. Lenz"
    if is_closing(name):
        return False
    if parts[0] in _ARTICLES and len(parts) > 2:
        return False  # "La Table d'Odette"
    capital = all(part in _PARTICLES or not part[:1].islower() or _ELIDED.match(part) for part in parts)
    return capital and not is_platform(name) and len(key(name)) > 1 and parts[0] not in _PARTICLES

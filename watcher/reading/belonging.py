"""What only belongs to a house, and the house: "Personalabteilung der Acme GmbH", "Ihre Acme GmbH"."""

from __future__ import annotations

import re

from watcher.reading import offices
from watcher.reading.given_names import is_given
from watcher.reading.names import DEPARTMENTS, GENERIC, PLACES, key, organisation, word_set

#: Between a department and the name it belongs to.
LEADING = word_set("bei chez bij hos de da di do del du på vid ved")
_ARTICLES = word_set("der die das dem den the la le il el het")
_ANY_ARTICLES = _ARTICLES | word_set("a o as os i gli lo les las los")
#: An office of a government's that is called so: its first word is a department's elsewhere.
_OF_STATE = re.compile(r"Secretar[ií]a (?:de Estado|Municipal|Estadual|Nacional|General)\b")
_OF_ENGLISH = re.compile(r"(?:University|Museum|Bank|City|County|Borough|Ministry|Diocese) of (?:the )?[A-Z]")
_YOURS = word_set("ihr ihre ihren dein deine euer eure firma fa")
#: Between what belongs to a house and the house.
_JOINTS = word_set("der des von vom bei van bij d'")
_BELONGS = re.compile(
    r"^(?:namen|auftrag|seiten|rahmen|standort|werk|hause|haus|flughafen|niederlassung|filiale|einrichtung)$"
    r"|(?:abteilung|leitung|team|afdeling|verwaltung)$"
)
#: "Service des Eaux", "Office du Tourisme".
_OF_A_TOWN = word_set("service services office")
#: Kinds of houses that are parts of one, where it is said what for: "Instituto para el Mar".
_OF_MORE = word_set("instituto istituto clinica clinique escuela escola scuola")
_FOR = word_set("für for voor pour per para för dla için")


def is_headed(name: str) -> bool:
    """Whether a name begins with the kind of house it is: "Hôtel Le Grand Cerf", but not "Hotel Jobs"."""
    if _OF_ENGLISH.match(name):
        return True
    spelled = [key(word) for word in name.split() if key(word) and not (word.islower() and len(word) < 4)]
    return (
        len(spelled) > 1
        and spelled[0] in offices.HEADS
        and not (spelled[0] in _OF_MORE and name.split()[1].casefold() in _FOR)
        and not any(word in GENERIC for word in spelled[1:])
        and not all(word in DEPARTMENTS or word in PLACES for word in spelled[1:])
    )


def is_of_a_town(name: str) -> bool:
    """Whether a name begins like a department's and is an office's: "Service des Eaux"."""
    return key(name.split()[0]) in _OF_A_TOWN or is_of_state(name)


def is_of_state(name: str) -> bool:
    """Whether a name is a government's office: "Secretaria de Estado da Mobilidade"."""
    return _OF_STATE.match(name) is not None


def owner(parts: list[str]) -> list[str]:
    """The words of a name without "Ihre" and "Firma", and without what only belongs to it: "im Auftrag der"."""
    if len(parts) > 1 and parts[0].casefold() in _ANY_ARTICLES and key(parts[1]) in GENERIC:
        parts = parts[1:]  # "A Equipa de Talento"
    while len(parts) > 1 and (parts[0] in _ARTICLES or key(parts[0]) in _YOURS):
        parts = parts[1:]
    if is_of_state(" ".join(parts)):
        return parts
    for at in range(len(parts) - 2, 0, -1):
        head = [part for part in parts[:at] if part not in LEADING]
        if not head:
            continue
        if parts[at] in _JOINTS and any(_BELONGS.search(key(part)) for part in (head[0], head[-1])):
            return parts[at + 1 :]
        if (parts[at] in _JOINTS or parts[at] in LEADING) and all(
            key(part) in GENERIC and key(part) not in _OF_A_TOWN for part in head
        ):
            return parts[at + 1 :]
        if at == 1 and parts[at] in _JOINTS and is_given(key(head[0])) and organisation(" ".join(parts[2:])):
            return parts[2:]  # "Tina von Kranz GmbH"
    return parts

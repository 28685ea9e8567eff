"""What only belongs to a house, and the house: "Personalabteilung der Acme GmbH", "Ihre Acme GmbH"."""

from __future__ import annotations

import re

from watcher.reading.given_names import is_given
from watcher.reading.names import GENERIC, key, organisation, word_set

#: Between a department and the name it belongs to.
LEADING = word_set("bei chez bij hos de da di del do du")
_ARTICLES = word_set("der die das dem den the la le")
_YOURS = word_set("ihr ihre ihren dein deine euer eure firma fa")
#: Between what belongs to a house and the house.
_JOINTS = word_set("der des von vom bei van bij d'")
_BELONGS = re.compile(
    r"^(?:namen|auftrag|seiten|rahmen|standort|werk|hause|haus|flughafen|niederlassung|filiale|einrichtung)$"
    r"|(?:abteilung|leitung|team|afdeling|verwaltung)$"
)
#: "Service des Eaux", "Office du Tourisme".
_OF_A_TOWN = word_set("service services office")


def owner(parts: list[str]) -> list[str]:
    """The words of a name without "Ihre" and "Firma", and without what only belongs to it: "im Auftrag der"."""
    while len(parts) > 1 and (parts[0] in _ARTICLES or key(parts[0]) in _YOURS):
        parts = parts[1:]
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

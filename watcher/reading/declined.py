"""Names as they are called, where a sentence declines them: of a house in German, of a post in Polish."""

from __future__ import annotations

import re
from collections.abc import Iterable

from watcher.reading.types import Message

_GERMAN, _POLISH = "de", "pl"
#: Letters that a word and its declined form share at least, and by which one of them may be longer.
_STEM, _ENDING = 4, 3


def house(name: str, message: Message, language: str) -> str:
    """A house as the mail has it elsewhere: "Stadtwerke Halmstedt" of "bei den Stadtwerken Halmstedt".

    Args:
        language: of the message, ISO 639-1.
    """
    first, _, rest = name.partition(" ")
    shown = message.sender.name if message.sender else ""
    if language != _GERMAN or not rest or not first.endswith("n") or name in shown:
        return name
    called = f"{first[:-1]} {rest}"
    told = "\n".join([shown, message.subject, message.text, message.signature])
    return called if re.search(rf"(?<!\w){re.escape(called)}(?!\w)", told) else name


def post(name: str, parts: Iterable[str], language: str) -> str:
    """A post as a subject ends in it: "pomoc nauczyciela" of "na stanowisko pomocy nauczyciela"; "" where none does.

    Args:
        parts: of the subject.
        language: of the message, ISO 639-1.
    """
    spoken = name.casefold().split(" ") if language == _POLISH else []
    for part in parts:
        called = part.split(" ")[-len(spoken) :]
        pairs = zip(spoken, called, strict=False)
        if (
            spoken
            and len(called) == len(spoken)
            and all(_is_alike(one, its.casefold()) for one, its in pairs)
        ):
            return " ".join(called)
    return ""


def _is_alike(one: str, other: str) -> bool:
    """Whether two words differ in their endings only: "pomocy" and "pomoc", not "kucharza" and "kucharka"."""
    size = max(_STEM, min(len(one), len(other)) - 1)
    return one[:size] == other[:size] and abs(len(one) - len(other)) <= _ENDING

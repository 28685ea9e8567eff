"""What thirteen languages say of the time of an interview: the tables of appointments.toml, and where sentences end."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from watcher.reading.moments import Words
from watcher.reading.phrasebook import load

#: "kl. 10", "Prof. Dr. Ek": no sentence ends there.
_SHORTENED = r"(?<!\bd\.)" + "".join(
    rf"(?<!\b(?:{words})\.)"
    for words in (
        "kl|dr|ca|nr|hr|mr|ms|fr|sr|st|ul|os|jl",
        "mrs|sra|dra|ing|mgr|inż",
        "prof|godz|dott",
    )
)
SENTENCE = re.compile(
    rf"{_SHORTENED}(?:(?<=[^\d\s][.!?])|(?<=:\d\d[.!?])|(?<=[.h](?:00|1[3-9]|[2-5]\d)\.)|(?<=\d{{4}}\.)|(?<=\d[!?]))\s+"
    r"|[。！？]|\n[ \t]*\n|\n(?=[ \t]*[-*•–])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one language.

    Args:
        patterns: by the names that appointments.toml explains.
    """

    words: Words
    patterns: Mapping[str, re.Pattern[str]]

    def found(self, entry: str, text: str) -> bool:
        """Whether a text holds words of an entry; never where the language has no such entry."""
        pattern = self.patterns.get(entry)
        return pattern is not None and pattern.search(text) is not None


@cache
def table(language: str) -> Table:
    """The words of a language (ISO 639-1), those of English where it is unknown."""
    tables: Mapping[str, Any] = tomllib.loads(
        files("watcher.reading").joinpath("appointments.toml").read_text(encoding="utf-8")
    )
    language = language if language in tables else "en"
    said, book = tables[language], load(language)
    months = book.months if book else {}
    patterns = {name: re.compile(text, re.IGNORECASE) for name, text in said.items() if name != "days"}
    return Table(Words(language, tuple(said["days"]), months), patterns)

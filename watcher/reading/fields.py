"""What a mail says in a line of its own behind a label: "Employer: Acme", "| Puesto | Contable |", "職種　事務".

Tracking systems and confirmations lay out what they know so. The labels stand in fields.toml, those of all languages
together: forms and systems mix them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from watcher.reading.types import Message

COMPANY, POST = "company", "post"
_UNTOLD = "untold"  #: what stands there where it is not to be known

#: A label, what stands between (a colon, the border of a table, dots, a gap), and a value.
_ROW = re.compile(
    r"[\s|│┃├└┌▼■◆●・*•>–-]*(?P<label>[^\W\d_][^:：|│\t\u3000.]{0,30}?)"
    r"(?:[ \u3000]*[:：][ \u3000]*|[ \u3000]*[|│┃][ ]*|[ ]?\.{3,}[ ]?|[ ]{2,}|[ ]*\t\s*|[ ]*\u3000+)"
    r"(?P<value>[^\s|│:：.][^|│\n]*)"
)
_FIGURES = re.compile(r"[^\W\d_]{0,8}[/_.-]?\d")  #: with which the number of a post begins
_LINES, _LONGEST = 200, 120  #: so many lines of a mail are looked at, and so long ones at most


def values(message: Message, what: str) -> Iterator[str]:
    """What stands behind the labels of a company, or a post, in their order.

    Args:
        what: COMPANY or POST.
    """
    labels = _labels(what)
    for line in message.text.splitlines()[:_LINES]:
        row = _ROW.match(line) if len(line) <= _LONGEST else None
        if row and _is_laid_out(line) and " ".join(row["label"].split()).casefold() in labels:
            value = " ".join(row["value"].split()).rstrip(" ,;")
            if not value.casefold().startswith(tuple(_labels(_UNTOLD))):
                yield value


def _is_laid_out(line: str) -> bool:
    """Not a row of links: "Company | Press | Privacy"."""
    return "|" not in line or line.lstrip().startswith("|")


def plain(text: str) -> str:
    """A text in which a colon stands between a label and a number beside it: "| Vacancy number | 4711 |"."""
    return "\n".join(_plain(line) if len(line) <= _LONGEST else line for line in text.split("\n"))


def _plain(line: str) -> str:
    row = _ROW.match(line)
    if row is None or not _FIGURES.match(row["value"]):
        return line
    return f"{row['label']}: {row['value']}{line[row.end() :]}"


@cache
def _labels(what: str) -> frozenset[str]:
    tables = tomllib.loads(files("watcher.reading").joinpath("fields.toml").read_text(encoding="utf-8"))
    return frozenset(label for its in tables[what].values() for label in its.split("|"))

"""Whole mails that the project wrote: from them the model learns how the sentences of a mail go together.

The sentence model never sees them, so what it says of their sentences is as honest as what it will say of a
stranger's. The format is described in models/corpus/README.md.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watcher.errors import UserError
from watcher.reading.types import KINDS

_HEADING = re.compile(r"\[([a-z_]+)\]$")
_SUBJECT = "Subject:"


@dataclass(frozen=True, slots=True)
class Letter:
    """One whole mail.

    Args:
        kind: one of KINDS.
        subject: may be empty.
        text: the body, with its line breaks.
        language: ISO 639-1, the name of the file.
        place: file and line number of its subject, for messages.
    """

    kind: str
    subject: str
    text: str
    language: str
    place: str


def read(folder: Path, write_out: Callable[[str, str, random.Random], str]) -> list[Letter]:
    """Reads `<folder>/mails/<language>.txt`, each mail written out once, always in the same words.

    Args:
        write_out: makes a sentence of a pattern, in a language.

    Raises:
        UserError: for a section that is no kind, or text before the first subject; all of them at once.
    """
    problems: list[str] = []
    found: list[Letter] = []
    for path in sorted(folder.glob("mails/[a-z][a-z].txt")):
        for letter in _letters(path, problems):
            rng = random.Random(letter.place + letter.text)  # noqa: S311 (no secret: variety only)
            subject, *lines = (
                write_out(line, letter.language, rng) for line in (letter.subject, *letter.text.split("\n"))
            )
            found.append(
                Letter(letter.kind, subject, "\n".join(lines).strip(), letter.language, letter.place)
            )
    if problems:
        raise UserError(*problems)
    return found


def _letters(path: Path, problems: list[str]) -> Iterator[Letter]:
    kind, subject, place = "", "", ""
    body: list[str] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), _SUBJECT], 1):
        heading = _HEADING.match(line.strip())
        if not heading and not line.startswith(_SUBJECT):
            if place or not line.startswith("#"):
                body.append(line)
            continue
        if place:
            yield Letter(kind, subject, "\n".join(body), path.stem, place)
        elif any(map(str.strip, body)):
            problems.append(f"mails/{path.name}:{number}: text before the first {_SUBJECT}")
        body = []
        place = ""
        if heading:
            kind = heading.group(1)
            if kind not in KINDS:
                problems.append(
                    f"mails/{path.name}:{number}: [{kind}] is no kind; kinds are {', '.join(KINDS)}"
                )
        else:
            subject = line.removeprefix(_SUBJECT).strip()
            place = f"mails/{path.name}:{number}"

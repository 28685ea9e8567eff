"""The hard cases: mails that share their words and differ in their meaning. They ship with the model.

The tests hold the shipped model to them, and the gate every model that is trained on the person's own mail.

A line `=== CASE LANGUAGE KIND` begins a mail; what follows is the mail itself, headers, a blank line and a body, in
UTF-8. All mails of one case and language belong together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from watcher.reading.classifier import shipped
from watcher.reading.message import parse
from watcher.reading.types import REPLYABLE, Message

LIMITS = "known_limits.txt"
_START = re.compile(r"^=== (\S+) ([a-z]{2}) ([a-z_]+)[ ]*$", re.MULTILINE)
_PLAIN = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One mail. `kind` is what it is."""

    name: str
    language: str
    kind: str
    message: Message

    @property
    def is_no(self) -> bool:
        return self.kind in REPLYABLE


def folder() -> Path:
    """Where the hard cases lie: beside the shipped model."""
    return shipped().parent / "hard_cases"


def read_all(where: Path | None = None) -> dict[tuple[str, str], list[Case]]:
    """All mails, by case and language.

    Args:
        where: a folder of such files; None for those that ship with the model.
    """
    found: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for path in sorted((where or folder()).glob("*.txt")):
        if path.name == LIMITS:
            continue
        _, *parts = _START.split(path.read_text(encoding="utf-8"))
        for name, language, kind, mail in zip(*(iter(parts),) * 4, strict=True):
            head, _, body = mail.lstrip("\n").partition("\n\n")
            plain = "" if "content-type" in head.lower() else _PLAIN
            message = parse(f"{head}\n{plain}\n{body}".encode())
            found[name, language].append(Case(name, language, kind, message))
    return found


def known_limits() -> set[tuple[str, str]]:
    """The pairs that are known not to be told apart yet."""
    lines = (folder() / LIMITS).read_text(encoding="utf-8").splitlines()
    return {(line.split()[0], line.split()[1]) for line in lines if line and not line.startswith("#")}

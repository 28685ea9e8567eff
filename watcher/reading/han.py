"""Who signs a Japanese or Chinese mail, and for which company: names without spaces and capitals.

A name of a human being counts only with a second sign: the department before it or above it, the display
name, or a sentence that introduces its writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.reading.names import GENERIC, PLATFORMS, is_platform, key, slot
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.types import Message

_LINES = 10  #: at the end of a mail
_WIDTH = 40  #: characters of a line that signs


def _foot(message: Message) -> list[str]:
    lines = [*message.text.splitlines()[-_LINES:], *message.signature.splitlines()[:_LINES]]
    folded = (" ".join(line.split()) for line in lines)
    return [line for line in folded if line and len(line) <= _WIDTH]


def shown(message: Message, book: Phrasebook) -> Iterator[str]:
    """The company that the display name tells of: "远山食品招聘组"."""
    name = " ".join(message.sender.name.split()) if message.sender else ""
    yield from _first(book, "shown", name)


def houses(message: Message, book: Phrasebook) -> Iterator[str]:
    """The companies that the last lines name."""
    for line in _foot(message):
        yield from _first(book, "foot", line)


def _first(book: Phrasebook, entry: str, line: str) -> Iterator[str]:
    for pattern in book.all("company", entry):
        match = pattern.search(line)
        if match:
            if not _is_office(match["name"]) and not book.found("company", "nameless", match["name"].strip()):
                yield match["name"].strip()
            return


def writer(message: Message, book: Phrasebook) -> str:
    """Who signs, or "" without a second sign."""
    display = " ".join(message.sender.name.split()) if message.sender else ""
    lines = _foot(message)
    for above, line in zip(["", *lines], lines, strict=False):
        for pattern in book.all("company", "signs"):
            signed = pattern.match(line)
            if signed and _is_human(signed["name"], book):
                return _full(signed["name"], display)
        if book.found("company", "bare", line) and _is_human(line, book):
            official = len(above) <= _WIDTH and book.found("company", "department", above)
            if official or key(line) == key(display) or line in _introduced(message, book):
                return slot(line)
    if book.found("company", "bare", display) and _is_human(display, book):
        introduced = [name for name in _introduced(message, book) if key(display).startswith(key(name))]
        return slot(display) if introduced else ""
    return ""


def _full(name: str, display: str) -> str:
    return (
        slot(display) if key(display).startswith(key(name)) and len(display) <= len(name) + 6 else slot(name)
    )


def _introduced(message: Message, book: Phrasebook) -> list[str]:
    """The names by which a text introduces its writer: "人事部の佐藤です", "我是…的王芳"."""
    found = []
    for line in message.text.splitlines()[:6]:
        for pattern in book.all("company", "introduced"):
            found += [match["name"].strip() for match in pattern.finditer(line[:200])]
    return [name for name in found if name]


def _is_office(name: str) -> bool:
    bare = re.sub(r"\s", "", name)
    return key(bare) in GENERIC or is_platform(bare) or _begins_a_platform(key(bare))


def _begins_a_platform(spelled: str) -> bool:
    """Whether a name is a job board's with its end cut off as a department: "智联" of 智联招聘."""
    return len(spelled) > 1 and not spelled.isascii() and any(one.startswith(spelled) for one in PLATFORMS)


def _is_human(name: str, book: Phrasebook) -> bool:
    """Whether a name holds no department, title or formula: 佐藤 健, but not 課長 or 敬上."""
    bare = re.sub(r"\s", "", name)
    return not (
        _is_office(name)
        or book.found("company", "department", name)
        or any(book.found("company", "nobody", part) for part in (bare, *name.split()))
    )

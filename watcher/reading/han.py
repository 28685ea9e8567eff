"""Who signs a Japanese or Chinese mail: names without spaces and capitals.

A name of a human being counts only with a second sign: the department before it or above it, the display
name, or a sentence that introduces its writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watcher.reading.names import GENERIC, key, slot
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.platforms import PLATFORMS, is_platform
from watcher.reading.types import Message

_LINES = 10  #: at the end of a mail
_WIDTH = 40  #: characters of a line that signs
_OPENING = 6  #: lines of a text in which its writer is introduced

_LATIN_HEAD = re.compile(r"[A-Za-z]{3,20}(?=[^A-Za-z])")
#: Job boards and systems that are not called in Latin letters.
_BOARDS = tuple(one for one in PLATFORMS if not one.isascii())
_BEHIND = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")
#: The same name for foreigners, "林雅婷 Tina Lin", "Vivian Zhou 周薇", and a formula behind a name.
_BESIDE = re.compile(
    r"(?<=[一-鿿])[ （(]{0,2}[A-Z][A-Za-z]{1,20}(?: [A-Z][A-Za-z]{1,20})?[）)]?$"
    r"|^(?:[A-Z][A-Za-z]{1,20} ){1,2}(?=[一-鿿]{2,4}$)"
    r"|(?<=[一-鿿]) ?(?:敬上|谨启|谨上|敬启|拜上|敬呈|拝)$"
)


def foot(message: Message) -> list[str]:
    """The short lines at the end of a mail, white space folded."""
    lines = [*message.text.splitlines()[-_LINES:], *message.signature.splitlines()[:_LINES]]
    folded = (" ".join(line.split()).strip("-_–—*=━─　 ") for line in lines)
    return [line for line in folded if line and len(line) <= _WIDTH]


def display(message: Message) -> str:
    """The sender's display name, white space folded."""
    return " ".join(message.sender.name.split()) if message.sender else ""


def writer(message: Message, book: Phrasebook) -> str:
    """Who signs, or "" without a second sign."""
    shown = display(message)
    told = _introduced(message, book)
    signed = _signed(foot(message), shown, told, book)
    if signed:
        return signed
    if _is_bare(shown, book) and any(key(shown).startswith(key(name)) for name in told):
        return slot(shown)
    return _by_signs(shown, book) or _speaking(message, book)


def _by_signs(line: str, book: Phrasebook) -> str:
    """Who a line names behind a department or a title."""
    for pattern in book.all("company", "signs"):
        signed = pattern.match(line)
        if signed and is_human(signed["name"], book):
            return slot(signed["name"])
    return ""


def _speaking(message: Message, book: Phrasebook) -> str:
    """Who says at the top who they are, by a family name that is known: "千早精機の坂井です"."""
    for piece in opening(message):
        for pattern in book.all("company", "speaks"):
            match = pattern.search(piece)
            who = match["who"] or "" if match else ""
            if who and book.found("company", "surnamed", who) and is_human(who, book):
                return slot(who)
    return ""


def _signed(lines: Sequence[str], shown: str, told: Sequence[str], book: Phrasebook) -> str:
    for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        line = _BESIDE.sub("", line)
        signed = _by_signs(line, book)
        if signed:
            return _full(signed, shown)
        if _is_bare(line, book):
            whole = " " in line or book.language == "zh"  # 田村 恵子; 田村 may be another word
            official = whole and len(above) <= _WIDTH and book.found("company", "department", above)
            named = any(key(line).startswith(key(name)) for name in told) or key(line) == key(shown)
            known = book.found("company", "surnamed", line)
            beside = any(book.found("company", "foot", one) for one in (above, below))
            housed = known and (beside or f" {line} " in f" {shown} ")
            if official or named or housed:
                return _full(line, shown)
    return ""


def _is_bare(line: str, book: Phrasebook) -> bool:
    return book.found("company", "bare", line) and is_human(line, book)


def _full(name: str, shown: str) -> str:
    """A name as the display name has it in full, without what stands in brackets behind it: "水野 あかり（採用）"."""
    name, shown = _BEHIND.sub("", name), _BEHIND.sub("", shown)
    return slot(shown) if key(shown).startswith(key(name)) and len(shown) <= len(name) + 6 else slot(name)


def _introduced(message: Message, book: Phrasebook) -> list[str]:
    """The names by which a text introduces its writer: "人事部の佐藤です", "我是…的王芳"."""
    found = []
    for line in message.text.splitlines()[:_OPENING]:
        for pattern in book.all("company", "introduced"):
            found += [match["name"].strip() for match in pattern.finditer(line[:200])]
    return [name for name in found if name]


def is_office(name: str) -> bool:
    """Whether a name is a department's or a job board's."""
    bare = re.sub(r"\s", "", name)
    return key(bare) in GENERIC or is_platform(bare) or _is_of_a_platform(bare)


def _is_of_a_platform(name: str) -> bool:
    """Whether a job board is called so, or a name begins with it: "智联" of 智联招聘, "dodaエージェント"."""
    spelled = key(name)
    latin = _LATIN_HEAD.match(name)
    if latin and key(latin.group()) in PLATFORMS:
        return True
    return len(spelled) > 1 and any(
        one.startswith(spelled) or (len(one) > 2 and spelled.startswith(one)) for one in _BOARDS
    )


def is_human(name: str, book: Phrasebook) -> bool:
    """Whether a name holds no department, title or formula: 佐藤 健, but not 課長 or 敬上."""
    bare = re.sub(r"\s", "", name)
    return not (
        is_office(name)
        or book.found("company", "department", name)
        or book.found("company", "called", bare)
        or any(book.found("company", "nobody", part) for part in (bare, *name.split()))
    )


def opening(message: Message) -> Iterator[str]:
    """The sentences in which a writer says who they are."""
    for line in message.text.splitlines()[: _OPENING + 2]:
        yield from (piece.strip() for piece in re.split(r"[。！!？]", line[:200]) if piece.strip())

"""A mail cut into tokens, line by line: the name of its sender, its subject, what was written, its signature.

A token is a word, a number, one sign, or one Han or kana character. After each line stands END_OF_LINE, after each
block of them END_OF_BLOCK, so that what stands around a token may be that its line ends there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from watcher.reading import sentences
from watcher.reading.disclaimers import untagged
from watcher.reading.types import Message

#: The parts of a mail that a line may be of.
NOWHERE, SENDER, SUBJECT, TEXT, SIGNATURE = range(5)
END_OF_LINE, END_OF_BLOCK = "\n", "\n\n"
#: Characters each of which is a token.
HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+|\d+|[^\w\s]|_+")
#: Characters of the text, most of them from its top, and of the signature that are read.
_MOST, _MOST_SIGNED = 6_000, 3_000
#: A line of more characters is taken for several: how long a mail takes goes by its longest line.
_LONGEST = 1_000


class Token(NamedTuple):
    """One of them.

    Args:
        word: as it is written; END_OF_LINE or END_OF_BLOCK between lines.
        line: the number of its line.
        start, end: where in that line it stands.
        number: how many tokens stand before it in its line.
    """

    word: str
    line: int
    start: int
    end: int
    number: int = 0

    @property
    def is_end(self) -> bool:
        """Whether it only says that a line ends."""
        return self.word[0] == END_OF_LINE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mail, as it was before a mail program wrapped it.

    Args:
        part: SENDER, SUBJECT, TEXT or SIGNATURE.
        text: white space folded.
        begin: the number of its first token among all.
        size: how many tokens it has.
    """

    part: int
    text: str
    begin: int
    size: int

    @property
    def tokens(self) -> slice:
        """Its tokens among all."""
        return slice(self.begin, self.begin + self.size)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a mail, in order, and its lines."""

    tokens: tuple[Token, ...]
    lines: tuple[Line, ...]


def words(text: str) -> list[str]:
    """The tokens of a line, as they are written."""
    return _TOKEN.findall(text)


def read(message: Message) -> Tokens:
    """All tokens of a mail."""
    tokens: list[Token] = []
    lines: list[Line] = []
    for part, block in _blocks(message):
        for text in _in_pieces(block):
            found = list(_TOKEN.finditer(text))
            at = len(lines)
            lines.append(Line(part, text, len(tokens), len(found)))
            tokens += [Token(one.group(), at, *one.span(), number) for number, one in enumerate(found)]
            tokens.append(Token(END_OF_LINE, at, len(text), len(text)))
        tokens.append(Token(END_OF_BLOCK, max(0, len(lines) - 1), 0, 0))
    return Tokens(tuple(tokens), tuple(lines))


def _in_pieces(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield from (line[begin : begin + _LONGEST].strip() for begin in range(0, len(line), _LONGEST))


def _blocks(message: Message) -> Iterator[tuple[int, list[str]]]:
    yield SENDER, [" ".join(message.sender.name.split())] if message.sender and message.sender.name else []
    yield SUBJECT, [" ".join(untagged(message.subject).split())] if message.subject else []
    for part, text, most in ((TEXT, message.text, _MOST), (SIGNATURE, message.signature, _MOST_SIGNED)):
        for block in sentences.blocks(sentences.ends(text, most)):
            yield part, block

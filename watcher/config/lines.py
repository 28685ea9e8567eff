"""On which line of a TOML file each key stands. tomllib does not say, and a person wants to know.

The text has been read by tomllib before, so it is valid TOML (version 1.0): this only has to find its way
through it, not to judge it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

#: Where a value stands: table names and keys, with a number for the place in an array, counted from 0.
KeyPath = tuple[str | int, ...]

_KEY_PART = re.compile(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_STRING = re.compile(
    r'"""(?:\\.|(?!""").)*""""{0,2}'  # a closing delimiter may have up to two quotes before it
    r"|'''(?:(?!''').)*''''{0,2}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_REST_OF_LINE = re.compile(r"[^\n]*")


class Lines:
    """The lines of the keys of one TOML text, counted from 1."""

    def __init__(self, text: str) -> None:
        self._lines: Mapping[KeyPath, int] = _Scanner(text).scan()

    def of(self, path: KeyPath) -> int | None:
        """The line of a key or table (of an array: its first), else of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if line := self._lines.get(path[:length]) or self._lines.get((*path[:length], 0)):
                return line
        return None


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.arrays: dict[KeyPath, int] = {}  # arrays of tables, and the number of their last table
        self._counted_to, self._line = 0, 1

    def scan(self) -> Mapping[KeyPath, int]:
        table: KeyPath = ()
        while self._skip(_BLANK) and self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> KeyPath:
        line = self._here()
        is_array = self.text.startswith("[[", self.at)
        self.at += 2 if is_array else 1
        path: KeyPath = ()
        parts = list(self._key())
        for place, part in enumerate(parts):
            path += (part,)
            if is_array and place == len(parts) - 1:
                self.arrays[path] = self.arrays.get(path, -1) + 1
            if path in self.arrays:  # a table below an array belongs to the array's last table
                path += (self.arrays[path],)
        self._note(path, line)
        self._skip(_REST_OF_LINE)
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._here()
        path = table
        for part in self._key():
            path += (part,)
            self._note(path, line)
        self._skip(_SPACES)
        self.at += 1  # the equals sign
        self._skip(_SPACES)
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        opening = self.text[self.at : self.at + 1]
        if opening in ("[", "{"):
            self._several(path, is_table=opening == "{")
        elif string := _STRING.match(self.text, self.at):
            self.at = string.end()
        else:
            self._skip(_SCALAR)

    def _several(self, path: KeyPath, *, is_table: bool) -> None:
        """An array or an inline table: its values up to the closing bracket."""
        self.at += 1
        number = 0
        while self._skip(_BLANK) and self.at < len(self.text):
            if self.text[self.at] in "]}":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                number += 1
            elif is_table:
                self._pair(path)
            else:
                self._note((*path, number), self._here())
                self._value((*path, number))

    def _key(self) -> Iterator[str]:
        """The parts of a dotted key."""
        while self._skip(_SPACES) and (part := _KEY_PART.match(self.text, self.at)):
            self.at = part.end()
            raw = part.group()
            yield _unquoted(raw)
            self._skip(_SPACES)
            if not self.text.startswith(".", self.at):
                return
            self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        if found := pattern.match(self.text, self.at):
            self.at = found.end()
        return True

    def _here(self) -> int:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return self._line

    def _note(self, path: KeyPath, line: int) -> None:
        self.lines.setdefault(path, line)


def _unquoted(part: str) -> str:
    """A part of a key without its quotes; as it stands where no TOML can have it."""
    if part[0] not in "\"'":
        return part
    try:
        return str(tomllib.loads(f"key = {part}")["key"])
    except tomllib.TOMLDecodeError:
        return part

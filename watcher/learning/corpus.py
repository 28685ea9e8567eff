"""The sentences that the shipped model is trained on: reading `models/corpus` and writing out its patterns.

The format is described in models/corpus/README.md. Everything here is deterministic: the same files give the
same sentences in the same order.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from watcher.errors import UserError
from watcher.reading.types import KINDS

#: Sections that are no kind: sentences that must not decide, and those that only look as if they did.
NEUTRAL = ("courtesy", "condition", "elsewhere", "ordinary", "outsider")
#: What a sentence can be. The kind "other" is a verdict on mails; a sentence is "ordinary".
LABELS = (*(kind for kind in KINDS if kind != "other"), *NEUTRAL)
#: At most so many sentences are written out of one line.
MAX_EXPANSIONS = 16

_HEADING = re.compile(r"\[([a-z_]+)(?::([a-z]{2}))?\]$")
_PLACEHOLDER = re.compile(r"<([a-z]+)>")
_NUMBERS = {
    "number": lambda rng: str(rng.choice((2, 3, 5, 7, 12, 24, 30, 48, 90, 250, 4711, 20931))),
    "time": lambda rng: f"{rng.randint(8, 18)}:{rng.choice(('00', '15', '30', '45'))}",
}

Names = Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a corpus file.

    Args:
        label: one of LABELS.
        pattern: the line as written, with its alternatives and placeholders.
        language: ISO 639-1, the name of the folder.
        place: file and line number, for messages.
    """

    label: str
    pattern: str
    language: str
    place: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All lines, the lists that fill placeholders, and a checksum over both."""

    lines: tuple[Line, ...]
    names: Names
    checksum: str

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({line.language for line in self.lines}))

    def expand(self, line: Line, limit: int = MAX_EXPANSIONS) -> list[str]:
        """Up to `limit` different sentences of one line, the same ones each time."""
        rng = random.Random(f"{line.language} {line.pattern}")  # noqa: S311 (no secret: variety only)
        tree = _parse(line.pattern, line.place)
        found: dict[str, None] = {}
        for _ in range(limit * 3):
            found[self._fill(_choose(tree, rng), line.language, rng)] = None
            if len(found) == limit:
                break
        return list(found)

    def _fill(self, text: str, language: str, rng: random.Random) -> str:
        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in _NUMBERS:
                return _NUMBERS[name](rng)
            values = self.names.get((name, language)) or self.names.get((name, ""))
            return rng.choice(values) if values else match.group()

        return re.sub(r"\s+", " ", _PLACEHOLDER.sub(value, text)).strip()


def read(folder: Path) -> Corpus:
    """Reads `<folder>/<language>/*.txt` and `<folder>/names.txt`.

    Raises:
        UserError: for a label that is not in LABELS, braces that do not match, or an unknown placeholder; all
            of them at once, each with file and line.
    """
    digest = hashlib.sha256()
    names = _read_names(folder / "names.txt")
    lines: list[Line] = []
    problems: list[str] = []
    for path in [folder / "names.txt", *sorted(folder.glob("[a-z][a-z]/*.txt"))]:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
        if path.parent != folder:
            lines += _read_lines(content.decode("utf-8"), path, problems)
    for line in lines:
        problems += _problems(line, names)
    if problems:
        raise UserError(*problems)
    return Corpus(tuple(lines), names, digest.hexdigest())


def _read_lines(content: str, path: Path, problems: list[str]) -> Iterator[Line]:
    label = ""
    for number, raw in enumerate(content.splitlines(), 1):
        text, place = raw.strip(), f"{path.parent.name}/{path.name}:{number}"
        heading = _HEADING.match(text)
        if heading:
            label = "ordinary" if heading.group(1) == "other" else heading.group(1)
            if label not in LABELS:
                problems.append(f"{place}: [{label}] is no label; labels are {', '.join(LABELS)}")
        elif text and not text.startswith("#"):
            if label:
                yield Line(label, text, path.parent.name, place)
            else:
                problems.append(f"{place}: a sentence before the first [label]")


def _read_names(path: Path) -> Names:
    """Sections `[company]` or, for one language, `[role:de]`; one value a line."""
    names: dict[tuple[str, str], list[str]] = {}
    values: list[str] = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        text = raw.strip()
        heading = _HEADING.match(text)
        if heading:
            values = names.setdefault((heading.group(1), heading.group(2) or ""), [])
        elif text and not text.startswith("#"):
            values.append(text)
    return names


def _problems(line: Line, names: Names) -> Iterator[str]:
    known = {name for name, _ in names} | set(_NUMBERS)
    for name in _PLACEHOLDER.findall(line.pattern):
        if name not in known:
            yield f"{line.place}: nothing is known to fill <{name}> with"
    try:
        _parse(line.pattern, line.place)
    except UserError as error:
        yield from error.problems


# A pattern is a sequence of pieces: text, or a list of alternatives, each a pattern of its own.
_Pattern = list["str | list[_Pattern]"]


def _parse(text: str, place: str) -> _Pattern:
    """The tree of `{a|b{c|d}}`; iterative, so that no nesting is too deep."""
    root: _Pattern = []
    stack: list[tuple[_Pattern, list[_Pattern]]] = []
    current = root
    for piece in re.split(r"([{|}])", text):
        if piece == "{":
            options: list[_Pattern] = [[]]
            current.append(options)
            stack.append((current, options))
            current = options[0]
        elif piece == "|" and stack:
            stack[-1][1].append([])
            current = stack[-1][1][-1]
        elif piece == "}":
            if not stack:
                raise UserError(f"{place}: a closing brace without an opening one")
            current = stack.pop()[0]
        elif piece:
            current.append(piece)
    if stack:
        raise UserError(f"{place}: an opening brace is never closed")
    return root


def _choose(pattern: _Pattern, rng: random.Random) -> str:
    return "".join(piece if isinstance(piece, str) else _choose(rng.choice(piece), rng) for piece in pattern)

"""The sentences that the shipped model is trained on: reading `models/corpus` and writing out its patterns.

The format is described in models/corpus/README.md. Everything here is deterministic: the same files give the
same sentences in the same order.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from watcher.errors import UserError
from watcher.learning import lexicon, mails, tagged
from watcher.reading.told import TOLD
from watcher.reading.types import KINDS

#: Sections that are no kind: sentences that must not decide, and those that only look as if they did.
NEUTRAL = ("courtesy", "condition", "elsewhere", "ordinary", "outsider")
#: What a sentence can be. The kind "other" is a verdict on mails; a sentence is "ordinary".
LABELS = (*(kind for kind in KINDS if kind != "other"), *NEUTRAL)
#: At most so many sentences are written out of one line.
MAX_EXPANSIONS = 16

_HEADING = re.compile(r"\[([a-z_]+)\]$")
_PLACEHOLDER = re.compile(r"<([a-z]+)>")
_BRACES = re.compile(r"([{|}])")
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
    """All that the project wrote to learn from.

    Args:
        lines: of all languages.
        names: the lists that fill placeholders.
        checksum: hex SHA-256 over all files.
        concepts: for each language, the words of each concept.
        letters: whole mails.
        told: for each of `told.TOLD`, sentences that tell it, and such as tell nothing of it; their label is what.
        tagged: whole mails in which each name is marked.
    """

    lines: tuple[Line, ...]
    names: Names
    checksum: str
    concepts: Mapping[str, lexicon.Forms] = field(default_factory=dict)
    letters: tuple[mails.Letter, ...] = ()
    told: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    tagged: tuple[tagged.Tagged, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({line.language for line in self.lines}))

    def expand(self, line: Line, limit: int = MAX_EXPANSIONS) -> list[str]:
        """Up to `limit` different sentences of one line, the same ones each time."""
        if "{" not in line.pattern and "<" not in line.pattern:  # most lines are one sentence
            return [" ".join(line.pattern.split())]
        rng = random.Random(f"{line.language} {line.pattern}")  # noqa: S311 (no secret: variety only)
        tree = _parse(line.pattern, line.place)
        found: dict[str, None] = {}
        for _ in range(limit * 3):
            found[self._fill(_choose(tree, rng), line.language, rng)] = None
            if len(found) == limit:
                break
        return list(found)

    def alternatives(self, line: Line) -> int:
        """In how many ways a line can be written out; a placeholder counts for three."""
        written = _count(_parse(line.pattern, line.place)) if "{" in line.pattern else 1
        return written * (3 if "<" in line.pattern else 1)

    def write_out(self, pattern: str, language: str, rng: random.Random) -> str:
        """One sentence of a pattern, chosen by `rng`."""
        return self._fill(_choose(_parse(pattern, pattern), rng), language, rng)

    def _fill(self, text: str, language: str, rng: random.Random) -> str:
        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in _NUMBERS:
                return _NUMBERS[name](rng)
            values = self.names.get((name, language)) or self.names.get((name, ""))
            return rng.choice(values) if values else match.group()

        return " ".join((_PLACEHOLDER.sub(value, text) if "<" in text else text).split())


def read(folder: Path) -> Corpus:
    """Reads `<folder>/<language>/*.txt`, and beside them `names.txt` and the folders names, concepts, mails, tagged.

    Raises:
        UserError: for a label that is not in LABELS, braces that do not match, or an unknown placeholder; all
            of them at once, each with file and line.
    """
    digest = hashlib.sha256()
    names: dict[tuple[str, str], list[str]] = {}
    lines: list[Line] = []
    problems: list[str] = []
    for path in [folder / "names.txt", *sorted(folder.glob("names/[a-z][a-z].txt"))]:
        names |= _read_names(_content(path, folder, digest), "" if path.parent == folder else path.stem)
    for path in sorted(folder.glob("[a-z][a-z]/*.txt")):
        lines += _read_lines(_content(path, folder, digest), path, problems, LABELS, path.parent.name)
    told: dict[str, list[Line]] = {name: [] for name in TOLD}
    for name, values in TOLD.items():
        for path in sorted(folder.glob(f"{name}s/[a-z][a-z].txt")):
            told[name] += _read_lines(_content(path, folder, digest), path, problems, values, path.stem)
    known = {name for name, _ in names} | set(_NUMBERS)
    for line in [*lines, *itertools.chain(*told.values())]:
        problems += _problems(line, known)
    marked: list[tagged.Tagged] = []
    for path in sorted(folder.glob("tagged/[a-z][a-z].txt")):
        marked += tagged.read(path, _content(path, folder, digest), problems.append)
    if problems:
        raise UserError(*problems)
    for path in sorted([*folder.glob("concepts/[a-z][a-z].txt"), *folder.glob("mails/[a-z][a-z].txt")]):
        _content(path, folder, digest)
    sentences = Corpus(
        tuple(lines), names, digest.hexdigest(), lexicon.read(folder), told=told, tagged=tuple(marked)
    )
    return replace(sentences, letters=tuple(mails.read(folder, sentences.write_out)))


def _content(path: Path, folder: Path, digest: hashlib._Hash) -> str:
    """The text of a file, which goes into the checksum together with its name."""
    content = path.read_bytes()
    digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return content.decode("utf-8")


def _read_lines(
    content: str, path: Path, problems: list[str], labels: Sequence[str], language: str
) -> Iterator[Line]:
    label, file = "", f"{path.parent.name}/{path.name}"
    for number, raw in enumerate(content.splitlines(), 1):
        text, place = raw.strip(), f"{file}:{number}"
        heading = _HEADING.match(text)
        if heading:
            label = "ordinary" if heading.group(1) == "other" else heading.group(1)
            if label not in labels:
                problems.append(f"{place}: [{label}] is no label; labels are {', '.join(labels)}")
        elif text and not text.startswith("#"):
            if label:
                yield Line(label, text, language, place)
            else:
                problems.append(f"{place}: a sentence before the first [label]")


def _read_names(content: str, language: str) -> dict[tuple[str, str], list[str]]:
    """Sections such as `[company]`; one value a line. An empty language stands for all of them."""
    names: dict[tuple[str, str], list[str]] = {}
    values: list[str] = []
    for raw in content.splitlines():
        text = raw.strip()
        heading = _HEADING.match(text)
        if heading:
            values = names.setdefault((heading.group(1), language), [])
        elif text and not text.startswith("#"):
            values.append(text)
    return names


def _problems(line: Line, known: Set[str]) -> Iterator[str]:
    """What is wrong with a line, where these placeholders are known."""
    if "<" in line.pattern:  # most lines are one sentence
        for name in _PLACEHOLDER.findall(line.pattern):
            if name not in known:
                yield f"{line.place}: nothing is known to fill <{name}> with"
    if "{" in line.pattern or "}" in line.pattern:
        try:
            _parse(line.pattern, line.place)
        except UserError as error:
            yield from error.problems


# A pattern is a sequence of pieces: text, or a list of alternatives, each a pattern of its own.
_Pattern = list["str | list[_Pattern]"]


@lru_cache(maxsize=1)  # how many ways a line can be written out is asked before it is
def _parse(text: str, place: str) -> _Pattern:
    """The tree of `{a|b{c|d}}`, which nobody changes; iterative, so that no nesting is too deep."""
    root: _Pattern = []
    stack: list[tuple[_Pattern, list[_Pattern]]] = []
    current = root
    for piece in _BRACES.split(text):
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


def _count(pattern: _Pattern) -> int:
    return math.prod(sum(map(_count, piece)) for piece in pattern if not isinstance(piece, str))

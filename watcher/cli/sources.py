"""Mails from files: .eml, mbox, a Maildir folder, JSONL, or standard input. One at a time."""

from __future__ import annotations

import base64
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import parseaddr
from pathlib import Path
from typing import Any, BinaryIO

from watcher.cli.no_mail import no_mail
from watcher.errors import UserError

_MBOX_START = b"From "
_QUOTE = ord(">")
_QUOTED_START = re.compile(rb"^>(>*From )")
_LONGEST_LINE = 32 * 1024 * 1024
#: How one piece of JSON begins that goes on over many lines, and how a row does. "[EXTERNAL] Dear Robin" is neither.
_OPENS_JSON = re.compile(rb"\s*(?:\[\s*(?:\{\s*(?:\"|\Z)|\Z)|\{\s*\Z)")
_OPENS_ROW = re.compile(rb"\s*\{\s*\"")
_ONE_PIECE = "is one piece of JSON; write each mail as a line of its own."
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|div|p|table|span|br)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail to look at.

    Args:
        id: as the source names it: a file name, a place in an mbox, or the `id` of a JSONL row.
        raw: the mail.
        problem: why there is no mail, one line; "" where there is one.
    """

    id: str | int
    raw: bytes
    problem: str = ""


def read(sources: Sequence[str]) -> Iterator[Sample]:
    """The mails of all sources, in order; of a source that is not there or cannot be read, a sample that says so.

    Args:
        sources: paths, or "-" for standard input.
    """
    for source in sources:
        try:
            yield from read_one(source)
        except UserError as error:
            yield Sample(source, b"", str(error))


def read_one(source: str) -> Iterator[Sample]:
    """The mails of one source.

    Args:
        source: a path, or "-" for standard input.

    Raises:
        UserError: it is not there or cannot be read. What came before has been given out.
    """
    name, empty = "stdin" if source == "-" else source, True
    try:
        for sample in _of(source, name):
            empty = False
            yield sample
    except OSError as error:
        raise UserError(f"{source} cannot be read: {error.strerror}.") from None
    if empty:
        yield Sample(name, b"", f"{name} holds no mail.")


def labelled(source: str) -> Iterator[tuple[int, Sample, dict[str, Any]]]:
    """The mails of a JSONL file, each with the number of its line, from 1 on, and its row.

    Raises:
        UserError: the file cannot be read.
    """
    try:
        with open(source, "rb") as file:
            first = file.readline(_LONGEST_LINE)
            if problem := no_mail(first):
                raise UserError(f"{source} {problem}")
            yield from _rows(itertools.chain((first,), file), source)
    except OSError as error:
        raise UserError(f"{source} cannot be read: {error.strerror}.") from None


def _of(source: str, name: str) -> Iterator[Sample]:
    """The mails of one source."""
    path = Path(source)
    if source == "-":
        if sys.stdin is None:
            raise UserError("Standard input is closed; name a file.")
        yield from _stream(sys.stdin.buffer, name)
    elif path.is_dir():
        yield from _folder(path)
    else:
        with path.open("rb") as file:
            yield from _stream(file, name, path)


def _folder(path: Path) -> Iterator[Sample]:
    """A Maildir folder, or a folder of .eml files."""
    if (path / "cur").is_dir():
        files = [*(path / "new").glob("*"), *(path / "cur").glob("*")]
    else:
        files = [file for file in path.iterdir() if file.suffix.lower() in (".eml", ".mbox", ".jsonl")]
    if not files and not (path / "cur").is_dir():
        raise UserError(f"{path} holds no mail: it is no Maildir folder, and no .eml file is in it.")
    for file in sorted(file for file in files if file.is_file() and not file.name.startswith(".")):
        try:
            with file.open("rb") as opened:
                if file.suffix.lower() in (".mbox", ".jsonl"):
                    yield from _stream(opened, str(file), file)
                else:
                    yield _sample(file.name.partition(":2,")[0], opened.read(), str(file))
        except OSError as error:
            yield Sample(file.name, b"", f"{file} cannot be read: {error.strerror}.")


def _stream(file: BinaryIO, name: str, path: Path | None = None) -> Iterator[Sample]:
    """One file, by what it begins with: JSONL, an mbox, or one mail."""
    first = b""
    while not first.strip():
        line = file.readline(_LONGEST_LINE)
        if not line:
            return
        first = line
    if problem := no_mail(first):
        yield Sample(name, b"", f"{name} {problem}")
        return
    first = first.removeprefix(b"\xef\xbb\xbf")
    lines = itertools.chain((first,), iter(lambda: file.readline(_LONGEST_LINE), b""))
    if (path and path.suffix.lower() == ".jsonl") or _is_json(first):
        yield from (sample for _, sample, _ in _rows(lines, name))
    elif first.startswith(_MBOX_START):
        yield from _mbox(itertools.chain((first,), file), name)
    else:
        yield _sample(Path(name).name, b"".join(lines), name)


def _sample(own_id: str, raw: bytes, name: str) -> Sample:
    """What is given as one mail, unless it is plainly none."""
    problem = no_mail(raw)
    return Sample(own_id, b"", f"{name} {problem}") if problem else Sample(own_id, raw)


def _is_json(first: bytes) -> bool:
    """Whether a file is JSON, by its first line. Broken JSON is, too, where it begins as a row or a list of mails."""
    if not first.lstrip().startswith((b"{", b"[")):
        return False
    if _OPENS_ROW.match(first) or _OPENS_JSON.match(first):
        return True
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _rows(lines: Iterable[bytes], name: str) -> Iterator[tuple[int, Sample, dict[str, Any]]]:
    """The number of each line, from 1 on, its mail, or why there is none, and its row."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            if number == 1 and _OPENS_JSON.match(line):
                yield number, Sample(number, b"", f"{name} {_ONE_PIECE}"), {}
                return
            yield number, Sample(number, b"", f"{name} line {number}: is not JSON."), {}
            continue
        if isinstance(row, dict):
            own_id = row["id"] if isinstance(row.get("id"), str | int) else number
            yield number, Sample(own_id, _mail(row)), row
        elif number == 1 and isinstance(row, list) and any(isinstance(one, dict) for one in row):
            yield number, Sample(number, b"", f"{name} {_ONE_PIECE}"), {}
        else:
            yield number, Sample(number, b"", f"{name} line {number}: is not a JSON object."), {}


def _mbox(lines: Iterable[bytes], name: str) -> Iterator[Sample]:
    """RFC 4155: each mail begins with a line "From "; in bodies such lines are quoted with ">"."""
    number, current, blank = 0, list[bytes](), True
    for line in lines:
        if blank and line.startswith(_MBOX_START):
            if number:
                yield Sample(f"{Path(name).name}:{number}", b"".join(current))
            number, current = number + 1, []
        elif line[0] == _QUOTE:
            current.append(_QUOTED_START.sub(rb"\1", line))
        else:
            current.append(line)
        blank = line.isspace()
    if number:
        yield Sample(f"{Path(name).name}:{number}", b"".join(current))


def _mail(row: dict[str, Any]) -> bytes:
    """A row's mail: `raw` as it is, else a small one of `subject`, `from` and `body`, as far as given."""
    if row.get("raw"):
        return str(row["raw"]).encode("utf-8", "replace")
    body = str(row.get("body") or "")
    form = "html" if _LOOKS_LIKE_HTML.match(body) else "plain"
    sender = _sender(_line(row.get("from")))
    header = (
        (f"From: {sender}\n" if sender else "")  # a field with nothing in it would be one that cannot be read
        + f"Subject: {_encoded(_line(row.get('subject')))}\n"
        "MIME-Version: 1.0\n"
        f"Content-Type: text/{form}; charset=utf-8\n"
        "Content-Transfer-Encoding: base64\n\n"
    )
    return header.encode("ascii", "replace") + base64.encodebytes(body.encode("utf-8", "replace"))


def _sender(value: str) -> str:
    name, address = parseaddr(value)
    if "@" not in address:
        return _encoded(value)
    return f"{_encoded(name)} <{address}>" if name else address


def _encoded(text: str) -> str:
    """A header value in ASCII (RFC 2047)."""
    return text if text.isascii() else Header(text.encode("utf-8", "replace").decode(), "utf-8").encode()


def _line(value: object) -> str:
    return " ".join(str(value or "").split())

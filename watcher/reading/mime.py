"""The parts of a mail (RFC 2046 section 5.1), found in one pass over its lines, whatever their nesting."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from watcher.reading.headers import LINE_CAP, PART_LINE_CAP, Header, read_block

DEPTH_CAP = 50
PART_CAP = 200

_DASHES = re.compile(rb"^--[^\n]*", re.MULTILINE)
_SNIFFED = re.compile(rb"^--([^\s\-][^\n]{2,70})\n[Cc]ontent-", re.MULTILINE)


@dataclass(slots=True)
class Part:
    """One part. Its body is data[start:end], still in its transfer encoding.

    Args:
        children: of a multipart, in order.
        skipped: a multipart that lies too deep to be read.
    """

    header: Header
    start: int
    end: int
    children: list[Part] = field(default_factory=list)
    skipped: bool = False


def read_parts(data: bytes, closed: Callable[[Header], bool]) -> tuple[Part, list[str]]:
    """The mail as a tree of parts; attached mails (message/rfc822) stay closed.

    Args:
        data: the whole mail, with "\\n" as the only line end.
        closed: says of the mail's header that only the header is wanted; the root then has no children.

    Returns:
        the root, and problems in words.
    """
    reader = _Reader(data)
    return reader.read(closed), reader.problems


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.problems: list[str] = []
        self.count = 0
        self.at = 0
        self.open: list[tuple[bytes, Part]] = []
        self.depth_of: dict[bytes, int] = {}
        self.leaf: Part | None = None

    def read(self, closed: Callable[[Header], bool]) -> Part:
        root = self._begin(0)
        if closed(root.header):
            return root
        while self.open and (line := self._next()):
            self.at = line.end()
            self._delimiter(line.start(), line[0][2:].rstrip())
        return root

    def _next(self) -> re.Match[bytes] | None:
        """The next line with a boundary of an open part: most lines that begin with dashes have none."""
        known = self.depth_of
        for line in _DASHES.finditer(self.data, self.at):
            text = line[0][2:].rstrip()
            if text in known or (text.endswith(b"--") and text[:-2].rstrip() in known):
                return line
        return None

    def _delimiter(self, start: int, text: bytes) -> None:
        last = text not in self.depth_of
        depth = self.depth_of[text[:-2].rstrip() if last else text]
        for _, inner in self.open[depth + 1 :]:
            inner.end = min(inner.end, start)
        if self.leaf is not None:
            self.leaf.end = max(self.leaf.start, start - 1)
            self.leaf = None
        self._keep(depth if last else depth + 1)
        if last:
            return
        if self.count >= PART_CAP:
            self.problems.append("more than 200 parts, the rest was not read")
            self._keep(0)
            return
        parent = self.open[-1][1]
        parent.children.append(self._begin(min(self.at + 1, len(self.data))))

    def _begin(self, start: int) -> Part:
        header, body, problems = read_block(self.data, start, PART_LINE_CAP if self.count else LINE_CAP)
        self.problems += problems if len(self.problems) < 10 else ()
        self.count += 1
        part = Part(header, body, len(self.data))
        self.at = max(body - 1, 0)
        self.leaf = part
        if header.content_type.startswith("multipart/"):
            self._enter(part)
        return part

    def _enter(self, part: Part) -> None:
        boundary = part.header.parameter("content-type", "boundary").encode("utf-8", "replace").rstrip()
        if not boundary:
            self.problems.append("multipart without a boundary")
            at = max(part.start - 1, 0)
            sniffed = _SNIFFED.search(self.data, at, at + 4096)
            boundary = sniffed[1].rstrip() if sniffed else b""
        if len(self.open) >= DEPTH_CAP:
            part.skipped = True
            self.problems.append("parts nested more than 50 deep were not read")
        elif boundary:
            self.open.append((boundary, part))
            self._keep(len(self.open))

    def _keep(self, count: int) -> None:
        del self.open[count:]
        self.depth_of = {boundary: depth for depth, (boundary, _) in enumerate(self.open)}

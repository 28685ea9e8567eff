"""The header of a mail or of one of its parts: RFC 5322 section 2.2, RFC 2045 parameters, RFC 2047 words.

The standard library's header classes raise on hostile input and take more than linear time on long headers,
so this reads them by itself: every function here is linear and never raises on any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from watcher.reading.decoding import clean_line, codec_name, decode, decode_base64, guess, unwrap
from watcher.reading.types import NO_EMPTY_LINE, NO_FIELD

#: Most bytes of one header block that are read.
HEADER_CAP = 64 * 1024
#: Most lines of one header block: a mail's own, and a part's.
LINE_CAP = 5000
PART_LINE_CAP = 200
ID_CAP = 100

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
#: A whole field as `read_block` finds it line by line, its name, and its value over all lines that it is folded into.
_WHOLE_FIELD = re.compile(
    rb"^(?!--)(([!-9;-~]{1,100}+)[ \t]*+:([^\n]*+(?:\n[ \t]++\S[^\n]*+)*+))", re.MULTILINE
)
_ENCODED_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_MSG_ID = re.compile(r"<[!-;=?-~]{1,996}>")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*+)(?:"|$)|([^\s;"]*))')
_ESCAPED = re.compile(r"\\(.)")
_TYPE = re.compile(r"[a-z0-9.+_\-]{1,60}/[a-z0-9.+_\-]{1,80}")


@dataclass(slots=True)
class Header:
    """One header block.

    Args:
        fields: by lower-case name, the values in order as they stand there, folded.
    """

    fields: dict[str, list[bytes]] = field(default_factory=dict)
    _parameters: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _content_type: str = ""
    _hint: str | None = None

    def values(self, name: str) -> list[bytes]:
        """Every value of a field, unfolded but not decoded."""
        return [_unfolded(value) for value in self.fields.get(name, ())]

    def all(self, name: str) -> list[str]:
        """Every value of a field as characters, RFC 2047 words not yet decoded."""
        values = self.fields.get(name)
        return [self._text(value) for value in values] if values else []

    def first(self, name: str) -> str:
        """The first value of a field, empty where there is none."""
        values = self.fields.get(name)
        return self._text(values[0]) if values else ""

    def _text(self, value: bytes) -> str:
        value = _unfolded(value)
        return as_text(value, "" if value.isascii() else self.hint)

    @property
    def hint(self) -> str:
        """The charset of the mail, for raw 8-bit header text that is not UTF-8."""
        if self._hint is None:
            self._hint = self.parameter("content-type", "charset")
        return self._hint

    @property
    def content_type(self) -> str:
        """Type and subtype in lower case; text/plain where there is none (RFC 2045 section 5.2)."""
        if not self._content_type:
            value = self.first("content-type").partition(";")[0].partition("(")[0].strip().lower()
            self._content_type = value if _TYPE.fullmatch(value) else "text/plain"
        return self._content_type

    def parameter(self, field_name: str, name: str) -> str:
        """A parameter of a field such as Content-Type, in any of the forms of RFC 2045 and RFC 2231."""
        if field_name not in self._parameters:
            value = next(iter(self.values(field_name)), b"")
            hint = self.hint if field_name != "content-type" else ""  # which says itself what it is in
            self._parameters[field_name] = dict(reversed(list(_pairs(as_text(value, hint)))))
        given = self._parameters[field_name]
        if name in given:
            return given[name]
        if name + "*" in given:
            return _extended(given[name + "*"])
        pieces: list[str] = []
        while (key := f"{name}*{len(pieces)}") in given:
            pieces.append(given[key])
        return "".join(pieces)


def read_block(data: bytes, start: int = 0, line_cap: int = LINE_CAP) -> tuple[Header, int, list[str]]:
    """Reads the header block that begins at `start`.

    Args:
        data: with "\\n" as the only line end.

    Returns:
        the header, where the body begins, and problems.
    """
    blank = data.find(b"\n\n", start, start + HEADER_CAP + 1)
    if blank >= 0 and (header := _in_order(data[start:blank], line_cap)):
        return header, min(blank + 2, len(data)), []
    return _line_by_line(data, start, line_cap)


def _in_order(block: bytes, line_cap: int) -> Header | None:
    """A header block in which every line belongs to a field, as those of nearly all mails; None for any other."""
    if block.count(b"\n") + 2 > line_cap:
        return None
    found = _WHOLE_FIELD.findall(block)
    if sum([len(whole) for whole, _, _ in found]) + len(found) != len(block) + 1:
        return None
    fields: dict[str, list[bytes]] = {}
    for _, name, value in found:
        known = _known_name(name)
        if known in fields:
            fields[known].append(value)
        else:
            fields[known] = [value]
    return Header(fields)


def _line_by_line(data: bytes, start: int, line_cap: int) -> tuple[Header, int, list[str]]:
    """The same of any header block."""
    found: list[tuple[str, list[bytes]]] = []
    problems: list[str] = []
    at = start
    for count, line in enumerate(_lines(data, start), 1):
        end = at + len(line)
        if end - start > HEADER_CAP or count > line_cap:
            problems.append("header too long, the rest of it was not read")
            blank = data.find(b"\n\n", at)
            return _header(found), len(data) if blank < 0 else blank + 2, problems
        if not line:
            at = end + 1
            break
        if line[0] in b" \t" and found:
            stripped = line.strip()
            if not stripped and not _FIELD.match(data, end + 1):
                at = end + 1
                break
            found[-1][1].append(stripped)
        else:
            before, colon, after = line.partition(b":")
            name = _name(before) if colon else ""
            if name and not line.startswith(b"--"):
                found.append((name, [after]))
            elif not (at == start and line.startswith((b"From ", b">From "))):
                if not _FIELD.match(data, end + 1):
                    problems.append(NO_EMPTY_LINE)
                    break
                problems.append(NO_FIELD)
        at = end + 1
    return _header(found), min(at, len(data)), problems[:3]


def _lines(data: bytes, start: int) -> list[bytes]:
    """The lines up to the first empty one, and that, but no more than begin in HEADER_CAP bytes."""
    blank = data.find(b"\n\n", start, start + HEADER_CAP + 2)
    stop = start + HEADER_CAP + 1 if blank < 0 else blank + 1
    lines = data[start:stop].split(b"\n")
    if not lines[-1] and stop > len(data):
        lines.pop()  # what follows the last line end is no line
    return lines


def _valid_name(name: bytes) -> str:
    """The lower-case name of the field that begins so, "" where none does."""
    named = _FIELD.fullmatch(name + b":")
    return named[1].decode("ascii").lower() if named else ""


_known_name = lru_cache(maxsize=500)(_valid_name)


def _name(name: bytes) -> str:
    return _known_name(name) if len(name) <= 60 else _valid_name(name)


def _header(found: list[tuple[str, list[bytes]]]) -> Header:
    header = Header()
    for name, lines in found:
        header.fields.setdefault(name, []).append(b"\n".join(lines))
    return header


def _unfolded(value: bytes) -> bytes:
    """A value as one line (RFC 5322 section 2.2.3)."""
    return b" ".join([line.strip() for line in value.split(b"\n")]) if b"\n" in value else value.strip()


def as_text(value: bytes, hint: str = "") -> str:
    """Raw header bytes as characters: UTF-8, else the mail's own charset, else windows-1252."""
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    try:
        return value.decode("utf-8") if b"\x1b" not in value else guess(value)
    except UnicodeDecodeError:
        name = codec_name(hint) if hint else None
        return decode(value, hint)[0] if name and name != "utf-8" else guess(value)


def decode_words(value: str) -> str:
    """Decodes RFC 2047 encoded-words; adjacent ones of one charset are joined before they are decoded."""
    if "=?" not in value:
        return value
    out: list[str] = []
    waiting: list[bytes] = []
    charset = ""
    at = 0
    for word in _ENCODED_WORD.finditer(value):
        between = value[at : word.start()]
        adjacent = bool(waiting) and not between.strip()
        if not adjacent or word[1].lower() != charset:
            out.append(decode(b"".join(waiting), charset)[0])
            waiting.clear()
        if not adjacent:
            out.append(between)
        charset = word[1].lower()
        waiting.append(_word_bytes(word[2], word[3]))
        at = word.end()
    out.append(decode(b"".join(waiting), charset)[0])
    out.append(value[at:])
    return "".join(out)


def _word_bytes(encoding: str, code: str) -> bytes:
    data = code.encode("utf-8", errors="replace")
    if encoding in "bB":
        return decode_base64(data)
    return unwrap(data.replace(b"_", b"=20"), "quoted-printable")[0]


def decoded_line(value: str, limit: int) -> str:
    """A header value as one clean line, encoded-words decoded."""
    return clean_line(decode_words(value), limit)


def message_ids(value: str) -> tuple[str, ...]:
    """The valid msg-ids of In-Reply-To or References in order; of more than 100 the first and last 99."""
    ids = tuple(_MSG_ID.findall(value))
    return ids if len(ids) <= ID_CAP else ids[:1] + ids[1 - ID_CAP :]


def message_id(value: str) -> str | None:
    """A Message-ID field's one msg-id; None where there is none or more than one (RFC 5322 3.6.4)."""
    ids = _MSG_ID.findall(value)
    return ids[0] if len(ids) == 1 and "<" not in value.replace(ids[0], "", 1) else None


def read_date(value: str) -> datetime | None:
    """A Date field, aware; None where it cannot be read or lies outside 1970 to 2100. Without zone: UTC."""
    try:
        date = parsedate_to_datetime(clean_line(value, 100))
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return date if 1970 <= date.astimezone(UTC).year <= 2100 else None
    except Exception:  # noqa: BLE001 - a hostile date fails in many ways
        return None


def _pairs(value: str) -> Iterator[tuple[str, str]]:
    for match in _PARAMETER.finditer(value[:4000]):
        quoted, token = match[2], match[3]
        yield match[1].lower(), _ESCAPED.sub(r"\1", quoted) if quoted is not None else token or ""


def _extended(value: str) -> str:
    charset, _, rest = value.partition("'")
    return decode(unquote_to_bytes(rest.partition("'")[2] or value), charset)[0]

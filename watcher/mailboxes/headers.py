"""Just enough of a mail's header to compare ids exactly. Works on bytes and never raises.

A search on a server finds substrings, a scan of files finds anything: what either finds is looked at here
once more before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header

_BLANK = re.compile(rb"(?:\A|\n)\r?\n")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_MSG_ID = re.compile(rb"<[^<>\s]+>")
#: What mail programs put before the subject of a mail that is passed on, in our languages.
_PASSED_ON = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vs|pd|i̇?lt|转发|轉寄|転送)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)
_SEARCHABLE = re.compile(r"[!-~]{1,998}")


def searchable(message_id: str) -> bool:
    """Whether this can be the id of a mail at all: printable ASCII without spaces, at most 998 long."""
    return _SEARCHABLE.fullmatch(message_id) is not None


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids in a mail's header.

    Args:
        own: its Message-ID, "" where there is none.
        answered: all that its In-Reply-To and References name; of a mail that is passed on none, since that goes
            to somebody else.
        parent: the first that its In-Reply-To names, "" where there is none.
        passed_on: by its subject it is a mail passed on (forwarded).
    """

    own: str = ""
    answered: frozenset[str] = frozenset()
    parent: str = ""
    passed_on: bool = False


def ids(raw: bytes) -> Ids:
    """The ids of a mail, from its beginning up to the first empty line (RFC 5322 2.1)."""
    header = _BLANK.split(raw, maxsplit=1)[0]
    own, parents = _ids_of(header, "Message-ID"), _ids_of(header, "In-Reply-To")
    passed_on = _is_passed_on(header)
    answered = frozenset() if passed_on else frozenset(parents + _ids_of(header, "References"))
    return Ids(own[0] if own else "", answered, parents[0] if parents else "", passed_on)


def _ids_of(header: bytes, field: str) -> tuple[str, ...]:
    """The msg-ids (RFC 5322 3.6.4) in all fields of this name, in order, with their angle brackets."""
    values = _values(header, field)
    return tuple(found.decode("latin-1") for value in values for found in _MSG_ID.findall(value))


def _values(header: bytes, field: str) -> Iterator[bytes]:
    name = field.lower().encode() + b":"
    lines = _FOLD.sub(b"", header).splitlines()
    return (line[len(name) :] for line in lines if line[: len(name)].lower() == name)


def _is_passed_on(header: bytes) -> bool:
    subject = next(_values(header, "Subject"), b"")[:998]
    try:
        text = str(make_header(decode_header(subject.decode("utf-8", "replace"))))
    except (ValueError, LookupError, HeaderParseError):
        return False
    return _PASSED_ON.match(text) is not None

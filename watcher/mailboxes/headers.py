"""Just enough of a mail's header to compare ids exactly. Works on bytes and never raises.

A search on a server finds substrings, a scan of files finds anything: what either finds is looked at here
once more before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    fields = _fields(_BLANK.split(raw, maxsplit=1)[0])
    own, parents = _ids_of(fields[b"message-id"]), _ids_of(fields[b"in-reply-to"])
    passed_on = _is_passed_on(fields[b"subject"])
    answered = frozenset() if passed_on else frozenset(parents + _ids_of(fields[b"references"]))
    return Ids(own[0] if own else "", answered, parents[0] if parents else "", passed_on)


def _fields(header: bytes) -> dict[bytes, list[bytes]]:
    """The values of all fields that are asked for, by name."""
    found: dict[bytes, list[bytes]] = {
        name: [] for name in (b"message-id", b"in-reply-to", b"references", b"subject")
    }
    for line in _FOLD.sub(b"", header).splitlines():
        name, colon, value = line.partition(b":")
        if colon and (values := found.get(name.lower())) is not None:
            values.append(value)
    return found


def _ids_of(values: Iterable[bytes]) -> tuple[str, ...]:
    """The msg-ids (RFC 5322 3.6.4) in all fields of one name, in order, with their angle brackets."""
    return tuple(found.decode("latin-1") for value in values for found in _MSG_ID.findall(value))


def _is_passed_on(subjects: Sequence[bytes]) -> bool:
    text = subjects[0][:998].decode("utf-8", "replace") if subjects else ""
    if "=?" in text:
        try:
            text = str(make_header(decode_header(text)))
        except (ValueError, LookupError, HeaderParseError):
            return False
    return _PASSED_ON.match(text) is not None

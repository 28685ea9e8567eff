"""Just enough of a mail's header to compare ids exactly. Works on bytes and never raises.

A search on a server finds substrings, a scan of files finds anything: what either finds is looked at here
once more before it counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLANK = re.compile(rb"(?:\A|\n)\r?\n")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_MSG_ID = re.compile(rb"<[^<>\s]+>")
_SEARCHABLE = re.compile(r"[!-~]{1,998}")


def searchable(message_id: str) -> bool:
    """Whether this can be the id of a mail at all: printable ASCII without spaces, at most 998 long."""
    return _SEARCHABLE.fullmatch(message_id) is not None


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids in a mail's header.

    Args:
        own: its Message-ID, "" where there is none.
        answered: all that its In-Reply-To and References name.
        parent: the first that its In-Reply-To names, "" where there is none.
    """

    own: str = ""
    answered: frozenset[str] = frozenset()
    parent: str = ""


def ids(raw: bytes) -> Ids:
    """The ids of a mail, from its beginning up to the first empty line (RFC 5322 2.1)."""
    header = _BLANK.split(raw, maxsplit=1)[0]
    own, parents = _ids_of(header, "Message-ID"), _ids_of(header, "In-Reply-To")
    answered = frozenset(parents + _ids_of(header, "References"))
    return Ids(own[0] if own else "", answered, parents[0] if parents else "")


def _ids_of(header: bytes, field: str) -> tuple[str, ...]:
    """The msg-ids (RFC 5322 3.6.4) in all fields of this name, in order, with their angle brackets."""
    name = field.lower().encode() + b":"
    lines = _FOLD.sub(b"", header).splitlines()
    values = (line[len(name) :] for line in lines if line[: len(name)].lower() == name)
    return tuple(found.decode("latin-1") for value in values for found in _MSG_ID.findall(value))

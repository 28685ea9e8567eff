"""What a server's answers to UID SEARCH and UID FETCH say. The library reads the words, here they are put together.

A server may say more than it was asked, and at any time (RFC 3501 5.2, 7). An answer to UID FETCH that concerns the
command carries a UID (6.4.8); one without tells news of some mail by its number of the moment, and is passed by: the
library would take that number for a UID, and one mail for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from imapclient.datetime_util import parse_to_datetime
from imapclient.exceptions import ProtocolError
from imapclient.response_parser import parse_response


def mails(lines: Sequence[Any]) -> dict[int, dict[bytes, Any]]:
    """What FETCH answers say, by UID: items in upper case, INTERNALDATE as an aware datetime or None.

    Args:
        lines: as imaplib collects them, each a line, or a line and its literal.

    Raises:
        ProtocolError, ValueError, TypeError: it makes no sense.
    """
    found: dict[int, dict[bytes, Any]] = {}
    parts = iter(parse_response(list(lines)))
    for number, told in zip(parts, parts, strict=True):
        if not isinstance(number, int) or not isinstance(told, tuple):
            raise ProtocolError("no answer to FETCH")
        names, values = told[::2], told[1::2]
        if not all(isinstance(name, bytes) for name in names):
            raise ProtocolError("no item of FETCH")
        items = {name.upper(): value for name, value in zip(names, values, strict=True)}
        if b"UID" not in items:
            continue
        if b"INTERNALDATE" in items:
            items[b"INTERNALDATE"] = _date(items[b"INTERNALDATE"])
        found.setdefault(int(items.pop(b"UID")), {}).update(items)
    return found


def numbers(lines: Sequence[Any]) -> list[int]:
    """The numbers in SEARCH answers, ascending; servers give them in one line, in several, or in none.

    Raises:
        ValueError, TypeError: it makes no sense.
    """
    bare = (bytes(line).partition(b"(")[0] for line in lines if line)  # after it: MODSEQ (RFC 7162 3.1.5)
    return sorted({int(word) for line in bare for word in line.split()})


def _date(text: object) -> datetime | None:
    try:
        date: datetime = parse_to_datetime(text, normalise=False)
    except ValueError:
        return None
    return date

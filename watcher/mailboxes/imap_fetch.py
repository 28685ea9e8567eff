"""Getting many mails from a server in few commands, without one bad mail stopping the next.

First sizes, dates and flags, then the mails in groups of a few megabytes. What the server will not give as
one of a group is asked for alone; what it will not give alone becomes an Arrival that says so. But a server in trouble
refuses everything for a while: as long as it gives no other mail either, that is its trouble, and no mail is set aside.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from watcher.mailboxes.imap_connection import Connection, Opened, RefusedError
from watcher.mailboxes.imap_cursor import UidCursor
from watcher.mailboxes.protocol import Arrival, Flags, Place

CHUNK = 50  # UIDs in one command: keeps it below the 1,000 octets of RFC 2683 3.2.1.5
SIZE_CAP = 1024 * 1024
_GROUP = 4 * 1024 * 1024
_DESCRIBED = ("RFC822.SIZE", "INTERNALDATE", "FLAGS")
_WHOLE = "BODY.PEEK[]"
_PROBE = "BODY.PEEK[]<0.64>"
_CUT = f"BODY.PEEK[]<0.{SIZE_CAP}>"
_REFUSED = "the server would not give this mail"
_T = TypeVar("_T")
_Answer = Mapping[bytes, Any]


@dataclass(frozen=True, slots=True)
class _Envelope:
    """What is known of a mail before it is fetched; size 0 and no date where the server would not say."""

    uid: int
    size: int
    delivered_at: datetime | None
    flags: Flags

    @property
    def item(self) -> str:
        """A mail whose size is not known may be of any."""
        return _WHOLE if 0 < self.size <= SIZE_CAP else _CUT


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Mails that are no arrivals, such as drafts among all mail.

    Args:
        items: what to FETCH besides to know them.
        is_one: given the answer on a mail.
    """

    items: tuple[str, ...]
    is_one: Callable[[_Answer], bool]


def arrivals(
    connection: Connection,
    opened: Opened,
    past: UidCursor,
    uids: Sequence[int],
    since: datetime,
    unwanted: Unwanted | None = None,
) -> Iterator[Arrival]:
    """Fetches as it is asked for the next mail; no more than one group is held.

    Args:
        past: the cursor before these mails; up to its ceiling only what was delivered since `since` counts.
    """
    for chunk in chunks(uids, CHUNK):
        if not connection.reopen(opened):
            return
        items = (*_DESCRIBED, *(unwanted.items if unwanted else ()))
        described = list(_one_by_one_if_refused(connection, opened, chunk, *items))
        if unwanted:
            described = [(uid, answer) for uid, answer in described if not unwanted.is_one(answer or {})]
        envelopes = [_envelope(uid, answer) for uid, answer in described]
        wanted = [one for one in envelopes if one.uid > past.ceiling or (one.delivered_at or since) >= since]
        for group in _groups(wanted):
            if not connection.reopen(opened):
                return
            uids_of_group = [one.uid for one in group]
            bodies = _one_by_one_if_refused(connection, opened, uids_of_group, group[0].item)
            by_uid = {one.uid: one for one in group}
            for uid, answer in bodies:
                yield _arrival(opened, past, by_uid[uid], answer, since)


def chunks(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def is_draft(answer: _Answer) -> bool:
    """Whether it carries \\Draft (RFC 3501 2.3.2)."""
    return b"\\draft" in _flags(answer)


DRAFTS = Unwanted((), is_draft)


def flags_of(answer: _Answer) -> Flags:
    flags = _flags(answer)
    return Flags(read=b"\\seen" in flags, answered=b"\\answered" in flags)


def _flags(answer: _Answer) -> set[bytes]:
    """In lower case. A keyword may be a number, and is one to the library."""
    return {flag.lower() for flag in answer.get(b"FLAGS") or () if isinstance(flag, bytes)}


def _one_by_one_if_refused(
    connection: Connection, opened: Opened, uids: Sequence[int], *items: str
) -> Iterator[tuple[int, _Answer | None]]:
    """The answer for each mail that is still there; None for one that the server refuses even alone.

    Raises:
        RefusedError: it refuses others as well.
    """
    try:
        yield from connection.fetch(uids, *items).items()
    except RefusedError:
        for uid in uids:
            yield from _alone(connection, opened, uid, *items)


def _alone(
    connection: Connection, opened: Opened, uid: int, *items: str
) -> Iterator[tuple[int, _Answer | None]]:
    try:
        yield from connection.fetch([uid], *items).items()
    except RefusedError:
        if not _gives_others(connection, opened, uid):
            raise
        yield uid, None


def _gives_others(connection: Connection, opened: Opened, refused: int) -> bool:
    """Whether it gives any other mail of the open folder, or of INBOX where that one holds no other.

    True where there is none to compare with. The folder is open again afterwards, or the answer is False.
    """
    try:
        others = [uid for uid in _some(connection, opened) if uid != refused]
        if not others and opened.folder.upper() != "INBOX":
            others = _some(connection, connection.examine("INBOX"))
        given = not others or any(_is_given(connection, uid) for uid in others)
        return given and connection.reopen(opened)
    except RefusedError:
        return False


def _some(connection: Connection, opened: Opened) -> list[int]:
    """Up to five mails of the open folder, old and new ones."""
    if not opened.count:
        return []
    spread = sorted({max(1, opened.count * quarter // 4) for quarter in range(5)})
    return connection.search(",".join(map(str, spread)))


def _is_given(connection: Connection, uid: int) -> bool:
    with contextlib.suppress(RefusedError):
        return bool(connection.fetch([uid], _PROBE))
    return False


def _envelope(uid: int, answer: _Answer | None) -> _Envelope:
    known = answer or {}
    return _Envelope(uid, int(known.get(b"RFC822.SIZE") or 0), stored_at(known), flags_of(known))


def stored_at(answer: Mapping[bytes, Any]) -> datetime | None:
    """INTERNALDATE (RFC 3501 2.3.3) of one answer to FETCH, None where the server left it out."""
    date = answer.get(b"INTERNALDATE")
    return date.astimezone(UTC) if isinstance(date, datetime) else None


def _groups(envelopes: Sequence[_Envelope]) -> Iterator[list[_Envelope]]:
    """Runs that are fetched in the same way and are no more than a few megabytes together."""
    group: list[_Envelope] = []
    size = 0
    for one in envelopes:
        weight = min(one.size, SIZE_CAP)
        if group and (size + weight > _GROUP or one.item != group[0].item):
            yield group
            group, size = [], 0
        group.append(one)
        size += weight
    if group:
        yield group


def _arrival(
    opened: Opened, past: UidCursor, envelope: _Envelope, answer: _Answer | None, since: datetime
) -> Arrival:
    """Without a date nobody knows when its cooling-off began: such a mail counts as one not given."""
    place = Place(opened.folder, f"{opened.validity}:{envelope.uid}")
    bodies = (value for key, value in (answer or {}).items() if key.startswith(b"BODY["))
    body = next(bodies, None)
    raw = body[:SIZE_CAP] if isinstance(body, bytes) and envelope.delivered_at else None
    return Arrival(
        place=place,
        cursor=str(past.at(envelope.uid)),
        delivered_at=envelope.delivered_at or since,
        flags=envelope.flags,
        raw=raw,
        size=max(envelope.size, len(raw or b"")),
        problem="" if raw is not None else _REFUSED,
    )

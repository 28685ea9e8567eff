"""What is written and read back, and how values become columns: times as UTC text, structures as JSON."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from watcher.errors import StorageError
from watcher.reading.types import Details
from watcher.replying.policy import MOVES


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """A mail as it is put on record. `details`, `scores` and `answer` are plain JSON values.

    Args:
        taught: 1 where mail like it that the person had labelled decided, as in Verdict.
        answer: what an answer to it would need, where it can be answered: name, address, own, references.
    """

    fingerprint: str
    account: str
    message_id: str | None
    conversation: str | None
    delivered_at: datetime
    recorded_at: datetime
    kind: str
    score: float
    scores: Mapping[str, float]
    evidence: Sequence[tuple[str, str, float]]
    language: str
    model: str
    action: str
    reason: str
    problem: str = ""
    taught: int = 0
    subject: str = ""
    sender_name: str = ""
    sender_address: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as it is opened: the state it starts in and what its reply will need."""

    state: str
    reason: str
    read_at: datetime | None
    due_at: datetime | None
    parent: Mapping[str, Any]
    recipient_name: str
    recipient: str
    own: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(MailRow):
    """A mail on record with its case, as read back. The case's fields are empty where there is none.

    Args:
        asked: 1 where the person wants the reply now, 2 where they want it at its time and however late that
            is, 0 where they said nothing.
        draft_place: where the draft was seen first, "folder\nref": a draft that is saved again lies elsewhere.
        judged: where the person said what the mail is, all that stood in its row before, by column, and the `state`
            that its case was in; empty where they said nothing.
    """

    id: int
    judged: Mapping[str, Any] = field(default_factory=dict)
    state: str = ""
    case_reason: str = ""
    read_at: datetime | None = None
    due_at: datetime | None = None
    asked: int = 0
    parent: Mapping[str, Any] | None = None
    recipient_name: str = ""
    recipient: str = ""
    own: str = ""
    draft_id: str | None = None
    drafted_at: datetime | None = None
    looked_at: datetime | None = None
    missing_since: datetime | None = None
    draft_place: str | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a case."""

    at: datetime
    state: str
    reason: str


_TIMES = {name for name in Entry.__dataclass_fields__ if name.endswith(("_at", "_since"))}
_JSON = {"scores", "evidence", "details", "parent", "answer", "judged"}
ENTRY = (
    "SELECT mail.*, cases.state, cases.reason AS case_reason, read_at, due_at, asked, parent, recipient_name,"
    " recipient, own, draft_id, drafted_at, looked_at, missing_since, draft_place, sent_at"
    " FROM mail LEFT JOIN cases ON cases.mail_id = mail.id"
)


def as_text(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat(timespec="microseconds") if instant else None


def as_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def as_column(name: str, value: Any) -> Any:
    if name in _JSON:
        return json.dumps(value if value is not None else {}, ensure_ascii=False)
    return as_text(value) if isinstance(value, datetime) else value


@contextmanager
def read_back(what: str) -> Iterator[None]:
    """Around whatever makes values of columns: a disk may give back other bytes than were written.

    Raises:
        StorageError: something in it is not what was written there.
    """
    try:
        yield
    except _DAMAGED:
        raise _damaged(what) from None


_DAMAGED = (ValueError, TypeError, LookupError, AttributeError, RecursionError, zlib.error)


def _damaged(what: str) -> StorageError:
    return StorageError(
        f"The log is damaged: {what} cannot be read. `grace check --repair` saves what is whole. "
        "Your mail is untouched."
    )


def as_entry(row: sqlite3.Row) -> Entry:
    """A row of ENTRY.

    Raises:
        StorageError: a value in it is not what was written there.
    """
    values: dict[str, Any] = {}
    for name, plain in _COLUMNS:
        # Thousands of rows are read in a pass over a long log, and a `with` around each value would be half of that.
        try:
            value = row[name]
            if value is None and name not in ("message_id", "conversation"):
                continue
            if name in _TIMES:
                value = as_time(value)
            elif name in _JSON:
                value = _from_json(name, value)
            elif value is not None and not isinstance(value, plain):
                raise TypeError(name)
            values[name] = value
        except _DAMAGED:
            raise _damaged(f"mail {row['id']} has {name} that") from None
    with read_back(f"mail {row['id']}"):
        entry = Entry(**values)
        if entry.state and entry.state not in MOVES:
            raise ValueError(entry.state)
        return entry


#: What a column may hold, by the type of its field.
_PLAIN: Mapping[str, type | tuple[type, ...]] = {
    "str": str,
    "str | None": str,
    "int": int,
    "float": (float, int),
}
_COLUMNS = [(one.name, _PLAIN.get(str(one.type), object)) for one in fields(Entry)]
_DETAILS = {one.name for one in fields(Details)}
#: The keys of what a reply needs: a damaged one would be left out of the letter's headers without a word.
_PARENT = {
    *("message_id", "references", "subject", "no_recipient"),
    *("person", "greeting", "address", "line", "thanks_for"),
}
_ANSWER = {"name", "address", "own", "references"}


def _from_json(name: str, text: str) -> Any:
    if text == "{}" and name != "evidence":  # most of them, in each of thousands of rows
        return {}
    value = json.loads(text)
    if name == "evidence":
        as_written = all(
            isinstance(said, str) and isinstance(kind, str) and isinstance(score, (int, float))
            for said, kind, score in value
        )
    elif name == "details":
        as_written = value.keys() <= _DETAILS and all(isinstance(one, str) for one in value.values())
    elif name in ("parent", "answer"):
        as_written = value.keys() <= (_PARENT if name == "parent" else _ANSWER)
    else:
        as_written = isinstance(value, dict)
    if not as_written:
        raise ValueError(f"{name} is not what was written there")
    return value

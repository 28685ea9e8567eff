"""One mail, bytes to `Message`. `parse` never raises, whatever the bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

from watcher.reading import quoting
from watcher.reading.addresses import is_plain, read_addresses
from watcher.reading.body import TEXT_CAP, Body, read_body
from watcher.reading.decoding import clean_line
from watcher.reading.headers import Header, as_text, decoded_line, message_id, message_ids, read_date
from watcher.reading.lists import on_a_list
from watcher.reading.mime import Part, read_parts
from watcher.reading.types import ODD_REPLY_TO, ONLY_QUOTED, Address, Message

#: Most bytes of a mail that are read.
RAW_CAP = 1024 * 1024
SUBJECT_CAP = 500
VALUE_CAP = 2000
VALUES_CAP = 20
PROBLEM_CAP = 20
#: The header fields that are kept besides those with a place of their own.
KEPT = (
    "auto-submitted",
    "precedence",
    "list-id",
    "list-post",
    "list-unsubscribe",
    "mailing-list",
    "x-mailing-list",
    "x-beenthere",
    "return-path",
    "authentication-results",
    "x-auto-response-suppress",
    "content-type",
    "sender",
    "feedback-id",
    "x-mailer",
    "x-grace-letter",
)
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to")
_BODY_PRINT = 4096
_SHORT = 100  #: bytes

_T = TypeVar("_T")


def parse(raw: bytes, *, to_judge: bool = False) -> Message:
    """Reads one mail (RFC 5322, RFC 2045 to 2047, RFC 2231) in linear time. Never raises.

    Args:
        raw: the mail, possibly cut anywhere; more than 1 MiB is cut here. Headers are read up to 64 KiB,
            parts up to 50 deep and 200 in number, text up to 65536 characters; each cut is a problem.
        to_judge: only what a verdict, its names and the address for a reply follow from. Not read is which mail it is,
            whom it was sent to and when: fingerprint, message_id, to, delivered_to, date.

    Returns:
        what could be read. Where that is nothing, a Message with a problem that says so. The text of a mail that came
        over a discussion list (lists.py) is not read.
    """
    tries = _Tries(to_judge=to_judge)
    if len(raw) > RAW_CAP:
        tries.problems.append("mail longer than 1 MiB, the rest of it was not read")
    if not raw.strip():
        tries.problems.append("the mail is empty")
    data = (
        raw[:RAW_CAP]
        .removeprefix(b"\xef\xbb\xbf")
        .replace(b"\r\n", b"\n")
        .replace(b"\r", b"\n")
        .lstrip(b"\n")
    )
    nothing: tuple[Part, list[str]] = (Part(Header(), 0, len(data)), [])

    kept: dict[str, tuple[str, ...]] = {}

    def closed(header: Header) -> bool:
        kept.update(tries.attempt("header", lambda: _kept(header), kept))
        return on_a_list(kept)

    root, problems = tries.attempt("structure", lambda: read_parts(data, closed), nothing)
    tries.problems += problems
    if on_a_list(kept):
        return _message(data, root, kept, Body(), quoting.Written(""), tries)
    body = tries.attempt("text", lambda: read_body(data, root), Body())
    tries.problems += body.problems
    written = tries.attempt("quotes", lambda: quoting.split(body.text), quoting.Written(body.text))
    if written.only_quoted:
        tries.problems.append(ONLY_QUOTED)
    return _message(data, root, kept, body, written, tries)


def _message(
    data: bytes,
    root: Part,
    kept: Mapping[str, tuple[str, ...]],
    body: Body,
    written: quoting.Written,
    tries: _Tries,
) -> Message:
    attempt, envelope, header = tries.attempt, tries.envelope, root.header
    none: tuple[Address, ...] = ()
    subject = attempt("Subject", lambda: decoded_line(header.first("subject"), SUBJECT_CAP), "")
    sender = attempt("From", lambda: _addresses(header, "from")[:1], none)
    own_id = envelope("Message-ID", lambda: message_id(header.first("message-id")), None)
    if header.fields.get("from") and not sender:
        tries.problems.append("From holds no address")
    if not all(attempt("Reply-To", lambda: list(map(is_plain, header.all("reply-to"))), [False])):
        tries.problems.insert(0, ODD_REPLY_TO)
    if not (subject or written.text.strip() or tries.problems):
        tries.problems.append("no subject and no text")
    return Message(
        fingerprint=envelope("fingerprint", lambda: _fingerprint(data, root, own_id, sender, subject), "")
        or envelope("fingerprint", lambda: hashlib.sha256(data).hexdigest(), ""),
        message_id=own_id,
        in_reply_to=attempt("In-Reply-To", lambda: message_ids(" ".join(header.all("in-reply-to"))), ()),
        references=attempt("References", lambda: message_ids(" ".join(header.all("references"))), ()),
        subject=subject,
        sender=sender[0] if sender else None,
        reply_to=attempt("Reply-To", lambda: _addresses(header, "reply-to"), none),
        to=envelope("To", lambda: _addresses(header, "to") + _addresses(header, "cc"), none),
        delivered_to=envelope("Delivered-To", lambda: _delivered_to(header), ()),
        date=envelope("Date", lambda: read_date(header.first("date")), None),
        text=written.text[:TEXT_CAP],
        signature=written.signature,
        quoted=written.quoted,
        headers=kept,
        calendar=body.calendar,
        calendar_text=body.calendar_text,
        problems=tuple(dict.fromkeys(tries.problems))[:PROBLEM_CAP],  # after all that may add to them
    )


class _Tries:
    """Reads one thing after another; what fails becomes a problem and does not hide the rest.

    Args:
        to_judge: as for `parse`.
    """

    def __init__(self, *, to_judge: bool) -> None:
        self.problems: list[str] = []
        self._to_judge = to_judge

    def attempt(self, what: str, read: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return read()
        except Exception as error:  # noqa: BLE001 - the kinds of failure have no end, RecursionError among them
            self.problems.append(f"{what} could not be read ({type(error).__name__})")
            return otherwise

    def envelope(self, what: str, read: Callable[[], _T], otherwise: _T) -> _T:
        """The same of what says which mail it is, whom it was sent to and when."""
        return otherwise if self._to_judge else self.attempt(what, read, otherwise)


def _addresses(header: Header, name: str) -> tuple[Address, ...]:
    return read_addresses(", ".join(header.all(name))) if name in header.fields else ()


def _delivered_to(header: Header) -> tuple[str, ...]:
    found = [one.address for name in _DELIVERED for one in _addresses(header, name)]
    return tuple(dict.fromkeys(found))


def _kept(header: Header) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple([_value(value, header) for value in header.values(name)[:VALUES_CAP]])
        for name in KEPT
        if name in header.fields
    }


def _value(value: bytes, header: Header) -> str:
    hint = "" if value.isascii() else header.hint
    # The same few come again and again, but for long ones.
    return _known_value(value, hint) if len(value) <= _SHORT else _decoded_value(value, hint)


def _decoded_value(value: bytes, hint: str) -> str:
    return decoded_line(as_text(value, hint), VALUE_CAP)


_known_value = lru_cache(maxsize=500)(_decoded_value)


def _fingerprint(
    data: bytes, root: Part, own_id: str | None, sender: tuple[Address, ...], subject: str
) -> str:
    """By what is the same in every copy of a mail; nothing that a server or a folder adds goes in."""
    header = root.header
    writer = sender[0].address if sender else ""
    date = clean_line(header.first("date"), VALUE_CAP)
    if own_id:
        return _digest("id", own_id, writer, date, subject)
    body = data[root.start : root.start + _BODY_PRINT].decode("latin-1").strip()
    whom = clean_line(" ".join(header.all("to")), VALUE_CAP)
    return _digest("no id", date, clean_line(header.first("from"), VALUE_CAP), whom, subject, body)


def _digest(*values: str) -> str:
    return hashlib.sha256("\0".join(values).encode("utf-8", "replace")).hexdigest()

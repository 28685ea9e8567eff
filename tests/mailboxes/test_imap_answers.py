"""What is made of a server's answers to UID FETCH and UID SEARCH."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from imapclient.exceptions import ProtocolError

from watcher.mailboxes.imap_answers import mails, numbers
from watcher.mailboxes.imap_fetch import flags_of
from watcher.mailboxes.protocol import Flags


def test_an_answer_without_uid_is_about_no_mail_that_was_asked_for() -> None:
    """The mail with the number 3 is another one than that with the UID 3."""
    lines = [rb"1 (UID 3 FLAGS ())", rb"3 (FLAGS (\Seen))", rb"2 (UID 4 FLAGS (\Answered))"]
    assert mails(lines) == {3: {b"FLAGS": ()}, 4: {b"FLAGS": (rb"\Answered",)}}


def test_what_comes_in_several_answers_is_put_together() -> None:
    lines: list[Any] = [
        b"1 (UID 3 rfc822.size 5)",
        (b"1 (BODY[] {5}", b"Hello"),
        b" UID 3)",
        b"1 (UID 3 FLAGS ())",
    ]
    assert mails(lines) == {3: {b"RFC822.SIZE": 5, b"BODY[]": b"Hello", b"FLAGS": ()}}


def test_a_date_is_aware_and_none_where_it_makes_no_sense() -> None:
    lines = [b'1 (UID 1 INTERNALDATE "22-Nov-2031 07:35:06 +0000")', b'2 (UID 2 INTERNALDATE "soon")']
    dates = {uid: items[b"INTERNALDATE"] for uid, items in mails(lines).items()}
    assert dates == {1: datetime(2031, 11, 22, 7, 35, 6, tzinfo=UTC), 2: None}


@pytest.mark.parametrize(
    "line", [b"1 (UID x)", b"1 NIL", b"1 (UID 1 FLAGS)", b"1 (UID 1 2 3)", b"1 (UID (1", b"1"]
)
def test_an_answer_that_makes_no_sense_is_an_error_that_the_connection_knows(line: bytes) -> None:
    with pytest.raises((ProtocolError, ValueError, TypeError)):
        mails([line])


def test_nothing_was_said() -> None:
    assert mails([None]) == {}
    assert numbers([None]) == []
    assert numbers([b""]) == []


def test_numbers_come_in_one_line_or_in_several_in_any_order_and_with_a_modseq() -> None:
    assert numbers([b"9 2", b"", b"5 4294967295 (MODSEQ 917162500)"]) == [2, 5, 9, 4294967295]


@pytest.mark.parametrize("line", [b"1 two", (b"{1}", b"x")])
def test_what_is_no_number_is_an_error_that_the_connection_knows(line: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        numbers([line])


def test_a_keyword_may_be_a_number() -> None:
    """The library makes a number of it; a large one must not become so many bytes."""
    (items,) = mails([rb"1 (UID 1 FLAGS (4294967295 \sEEN 2024 NIL))"]).values()
    assert flags_of(items) == Flags(read=True, answered=False)

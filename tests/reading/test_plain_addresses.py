"""Which address fields every program reads alike."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.addresses import _read, is_plain, read_addresses

LIST = ["anna@acme.example", "<hr@acme.example>", "Anna Schmidt <anna@acme.example>"]
LIST += ['"Schmidt, Anna: HR" <anna@acme.example>', "=?utf-8?q?J=C3=BCrgen?= <j@acme.example> (Acme, Bonn)"]


@given(st.lists(st.sampled_from(LIST), max_size=6))
def test_a_list_of_mailboxes_is_plain(mailboxes: list[str]) -> None:
    field = ", ".join(mailboxes)
    assert is_plain(field)
    assert len(read_addresses(field)) == len(mailboxes)


ODD = [
    "Staff: anna@acme.example;",
    "a b@acme.example",
    "anna@acme.example <hr@trap.example",
    "anna",
    "a@b c@d",
]
ODD += ["<a@b> <c@d>", "x\x00 <a@b>", "x\u2028To: y <a@b>", "mailto:a@b", '"open <a@b>', "<a@b@c>", "a@b;c@d"]


@pytest.mark.parametrize("odd", ODD)
def test_what_can_be_read_in_two_ways_is_not(odd: str) -> None:
    assert not is_plain(odd)
    assert not is_plain(f"anna@acme.example, {odd}")


@given(st.text(alphabet='ab@<>"\\\\(),;: \t\r\u2028', max_size=40))
def test_a_plain_field_holds_no_more_addresses_than_it_seems_to(field: str) -> None:
    assert not is_plain(field) or len(read_addresses(field)) <= field.count("@")


@pytest.mark.parametrize("piece", [" ", "(", '"', "a", "\\\\", "a@b,", "a@b ", "<", "(a)", "<a@b> "])
def test_a_long_field_takes_no_longer_than_it_is_long(piece: str) -> None:
    field = f"a@b,{piece * (60_000 // len(piece))}x"
    began = time.thread_time()
    is_plain(field)
    assert time.thread_time() - began < 0.2


_PIECES = st.sampled_from(
    ["Anna", "anna", " ", "  ", "<", ">", "@", ".", "..", "-", "a.b", "x@Y.Z", '"', "(", ",", "é", "mailto:"]
)


@given(
    st.lists(_PIECES, max_size=8).map("".join)
    | st.from_regex(r"[A-Za-z .]{0,9}<?[a-z.]{1,4}@[A-Z.-]{1,6}>?", fullmatch=True)
    | st.from_regex(r'("?[A-Za-z0-9 .&+-]{0,9}"? ?)?<[A-Za-z.]{1,4}@[A-Z.-]{1,6}>', fullmatch=True)
)
def test_what_is_read_in_one_step_is_read_alike(field: str) -> None:
    assert read_addresses(field) == _read(field)

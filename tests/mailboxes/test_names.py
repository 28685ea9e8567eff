"""Folder names and ids: how they are spelt on the wire and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.contract import SINCE
from watcher.errors import UserError
from watcher.mailboxes import headers
from watcher.mailboxes.folder_names import NAMES, by_name, decode_utf7, encode_utf7, missing_folder, same_name
from watcher.mailboxes.imap_quote import date, folder_argument, quoted

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("Stellen & Co", "Stellen &- Co"),
        ("下書き", "&Tgtm+DBN-"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
    ],
)
def test_modified_utf7(name: str, encoded: str) -> None:
    assert encode_utf7(name) == encoded
    assert decode_utf7(encoded) == name


@given(TEXT)
def test_every_name_survives_the_wire(name: str) -> None:
    assert encode_utf7(name).isascii()
    assert decode_utf7(encode_utf7(name)) == name


@given(st.text())
def test_any_text_can_be_decoded(name: str) -> None:
    decode_utf7(name)


@pytest.mark.parametrize("name", ["AT&T", "a&b-c", "&&&", "&AA-", "&2D0-", "R&D-"])
def test_what_is_no_modified_utf7_stays_as_it_is(name: str) -> None:
    assert decode_utf7(name) == name


@pytest.mark.parametrize("role", NAMES)
def test_every_usual_name_is_found_at_every_usual_place(role: str) -> None:
    for name in NAMES[role]:
        for prefix in ("", "INBOX.", "INBOX/", "[Gmail]/", "[Google Mail]/"):
            assert by_name(role, ["INBOX", "Work", prefix + name.upper()]) == prefix + name.upper()


def test_the_likeliest_and_shortest_name_wins() -> None:
    assert by_name("drafts", ["Entwürfe", "INBOX.Drafts", "Drafts"]) == "Drafts"
    assert by_name("drafts", ["My Drafts", "Work/Drafts"]) is None


def test_composition_and_case_do_not_count() -> None:
    assert same_name("Entwu\u0308rfe", "ENTWÜRFE")


@given(st.text())
def test_a_quoted_string_never_ends_early(text: str) -> None:
    try:
        result = quoted(text)
    except ValueError:
        return
    inner = result[1:-1].replace("\\\\", "").replace('\\"', "")
    assert result[0] == result[-1] == '"'
    assert not set('"\\\r\n\0') & set(inner)


@given(st.text())
def test_a_folder_name_is_harmless_or_refused(name: str) -> None:
    try:
        argument = folder_argument(name)
    except UserError:
        return
    assert all(" " <= character <= "~" for character in argument)


@pytest.mark.parametrize("name", ["👩\u200d💻 Jobs", "Stellen\u00a02026", "a\u200bb", "\u2028", "\ue000"])
def test_a_folder_may_be_called_by_any_text(name: str) -> None:
    assert decode_utf7(folder_argument(name)) == name


@pytest.mark.parametrize("name", ["", "a\r\nb", "a\0b", "\x7f", "a\x85b", "J\udce4ger", "x" * 1000])
def test_no_folder_is_called_by_control_characters_or_by_bytes_that_are_no_text(name: str) -> None:
    with pytest.raises(UserError) as failure:
        folder_argument(name)
    assert str(failure.value).isprintable()


def test_the_line_on_a_missing_folder_can_be_printed_whatever_the_others_are_called() -> None:
    assert missing_folder("Jobs", ["INBOX", "J\udce4ger", "a\r\nb"]).isprintable()


def test_a_date_is_english_everywhere() -> None:
    assert date(SINCE.replace(year=2026, month=3, day=2)) == "2-Mar-2026"


@given(st.binary())
def test_ids_can_be_asked_of_any_bytes(raw: bytes) -> None:
    found = headers.ids(raw)
    assert all(message_id.startswith("<") for message_id in found.answered)


@pytest.mark.parametrize(
    ("raw", "own", "answered"),
    [
        (b"Message-ID: <a@b>\r\n\r\nIn-Reply-To: <body@b>", "<a@b>", set()),
        (b"MESSAGE-id:\r\n <a@b>\r\nreferences: <c@d>\r\n\t<e@f>\r\n\r\n", "<a@b>", {"<c@d>", "<e@f>"}),
        (b"References: <c@d>\nIn-Reply-To: your mail <g@h>\n\n", "", {"<c@d>", "<g@h>"}),
        (b"Subject: Message-ID: <a@b>\nX-Message-ID: <c@d>\n\n", "", set()),
        (b"\r\nMessage-ID: <a@b>", "", set()),
        (b"", "", set()),
    ],
)
def test_ids_come_from_the_header_only(raw: bytes, own: str, answered: set[str]) -> None:
    found = headers.ids(raw)
    assert (found.own, found.answered) == (own, answered)

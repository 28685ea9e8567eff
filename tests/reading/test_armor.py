"""What is read of mail that was signed or encrypted where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.armor import unarmored
from watcher.reading.classifier import Classifier
from watcher.reading.message import parse
from watcher.reading.types import PARTLY_ENCRYPTED

TEXT = """\
Dear Robin,

thank you for coming. We have given the post to somebody else.

--\x20
Karen Holt
- Harbour Books"""
CODED = "\n".join(
    [*("iQIzBAEBCAAdFiEEk7+Zq1xWm3vLr0pYb2Hc5nTtQ9MFAmXu0v8ACgkQb2Hc5nTt",) * 4, "Q9Pq3w==", "=7kXz"]
)
SIGNATURE = f"-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v2\n\n{CODED}\n-----END PGP SIGNATURE-----"
KEY = f"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{CODED}\n-----END PGP PUBLIC KEY BLOCK-----"
SECRET = f"-----BEGIN PGP MESSAGE-----\n\n{CODED}\n-----END PGP MESSAGE-----"


def signed(text: str) -> str:
    """As RFC 9580 section 7.1 has it: a line that begins with a dash gets another one before it."""
    lines = [f"- {line}" if line.startswith("-") else line for line in text.split("\n")]
    return "\n".join(["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA256", "", *lines, SIGNATURE])


def test_what_was_signed_is_read_as_it_was_written() -> None:
    assert unarmored(signed(TEXT)) == (TEXT, False)
    assert unarmored(f"Above.\n{signed(TEXT)}\nBelow.") == (f"Above.\n{TEXT}\nBelow.", False)


@given(st.text(st.sampled_from("ab: -\n=")))
def test_whatever_was_signed(text: str) -> None:
    assert unarmored(signed(text)) == (text, False)


@given(st.lists(st.sampled_from([*signed(TEXT).split("\n"), *SECRET.split("\n"), "Hello.", "> quoted", ""])))
def test_no_line_that_a_person_wrote_is_lost(lines: list[str]) -> None:
    left, _ = unarmored("\n".join(lines))
    assert left.count("Hello.") == lines.count("Hello.")
    assert left.count("somebody else") == "\n".join(lines).count("somebody else")


def test_a_key_below_a_text_is_none_of_it() -> None:
    assert unarmored(f"{TEXT}\n{KEY}") == (TEXT, False)


@pytest.mark.parametrize("cut", [1, 3, 6])
def test_the_end_of_a_signature_may_be_missing(cut: int) -> None:
    lines = f"{TEXT}\n{SIGNATURE}".split("\n")[:-cut]
    assert unarmored("\n".join([*lines, "", "Thanks"])) == (f"{TEXT}\n\nThanks", False)


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PGP SIGNED MESSAGE-----\nRobin: we would like to meet you.\nUnfortunately, no.",
        "No.\n-----BEGIN PGP SIGNATURE-----\nBut: we would like to offer you another post.",
        "-----BEGIN PGP SIGNED MESSAGE-----\nNote: You are hired.\n\nUnfortunately not as a clerk.",
        "Dear Robin\n-----BEGIN PGP SIGNATURE-----\nSorry\nRejected\nThanks\n\nWe meet.",
        "Hello.\n-----BEGIN PGP SIGNATURE-----\nComment: We would like to invite you.\nBye.",
    ],
)
def test_what_a_reader_sees_beside_the_marks_of_a_block_stays(text: str) -> None:
    left, _ = unarmored(text)
    assert left.split("\n") == [line for line in text.split("\n") if not line.startswith("-----BEGIN")]


def test_words_are_no_block_and_a_line_about_one_is_none() -> None:
    ended = "Hello.\n-----BEGIN PGP SIGNATURE-----\nInvited\nMonday\nAnna\n-----END PGP SIGNATURE-----"
    assert "Invited\nMonday\nAnna" in unarmored(ended)[0]
    line = "-----BEGIN PGP we invite you to an interview -----"
    assert unarmored(line) == (line, False)
    assert unarmored("What does\n-----BEGIN PGP MESSAGE-----\nmean?")[1] is False


def test_what_was_signed_without_escapes_keeps_its_dashes() -> None:
    text = "We offer\n- money\n- time"
    assert unarmored(f"-----BEGIN PGP SIGNED MESSAGE-----\n\n{text}\n{SIGNATURE}") == (text, False)


def test_a_header_without_a_value_is_one() -> None:
    assert unarmored(f"{TEXT}\n{SIGNATURE.replace('Version: GnuPG v2', 'Comment:')}") == (TEXT, False)


def test_of_encrypted_text_nothing_is_read_and_it_is_said() -> None:
    assert unarmored(f"See below.\n{SECRET}") == ("See below.", True)
    head = "Subject: News\nContent-Type: text/plain\n\n"
    message = parse(f"{head}{SECRET}\n".encode())
    assert (message.text, message.problems) == ("", ("encrypted",))
    beside = parse(f"{head}See below.\n{SECRET}\n".encode())
    assert (beside.text, beside.problems) == ("See below.", (PARTLY_ENCRYPTED,))


def test_a_text_about_such_blocks_stays() -> None:
    text = "Paste all from -----BEGIN PGP SIGNED MESSAGE----- on.\n> -----BEGIN PGP SIGNATURE-----\n> iQIz"
    assert unarmored(text) == (text, False)


def test_a_signed_answer_is_judged_as_one_that_is_not() -> None:
    classifier = Classifier.load()
    head = "From: Karen Holt <karen@harbourbooks.example>\nSubject: Your application as a bookseller\n\n"
    plain, in_place = (parse(f"{head}{text}\n".encode()) for text in (TEXT, signed(TEXT)))
    assert (plain.text, plain.signature) == (in_place.text, in_place.signature)
    assert classifier.classify(in_place) == classifier.classify(plain)
    assert classifier.classify(in_place).kind == "rejection"

"""What is read of a mail that was signed, or encrypted, as a whole. The mails in smime/ were made by OpenSSL 3."""

from __future__ import annotations

import time
from base64 import encodebytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.classifier import Classifier
from watcher.reading.message import parse
from watcher.reading.smime import signed_content

MAILS = Path(__file__).parent / "smime"
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")
ENVELOPED_DATA = bytes.fromhex("06092a864886f70d010703")
INSIDE = b"Content-Type: text/plain; charset=utf-8\r\n\r\nDear Robin,\r\n\r\nwe chose somebody else.\r\n"


def element(tag: int, content: bytes, *, left_open: bool = False) -> bytes:
    """X.690: a tag, a length, the content; or a length that is left open, and two empty octets at the end."""
    if left_open:
        return bytes([tag, 0x80]) + content + b"\0\0"
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    size = (len(content).bit_length() + 7) // 8
    return bytes([tag, 128 + size]) + len(content).to_bytes(size, "big") + content


def envelope(octets: bytes, *, left_open: bool = False, kind: bytes = SIGNED_DATA, of: bytes = DATA) -> bytes:
    """A SignedData without certificates and signatures, which nobody looks at (RFC 5652 section 5.1)."""
    content = element(0x30, of + element(0xA0, octets, left_open=left_open), left_open=left_open)
    digests = element(0x31, element(0x30, b"\x06\x01\x2a", left_open=left_open), left_open=left_open)
    signed = element(0x30, b"\x02\x01\x01" + digests + content, left_open=left_open)
    return element(0x30, kind + element(0xA0, signed, left_open=left_open), left_open=left_open)


def mail(data: bytes, kind: str = "application/pkcs7-mime; smime-type=signed-data") -> bytes:
    head = (
        "From: Karen Holt <karen@holt.example>\nSubject: Your application as a gardener\nMIME-Version: 1.0\n"
    )
    coded = f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n"
    return (head + coded).encode() + encodebytes(data)


@pytest.mark.parametrize("left_open", [False, True])
def test_what_was_signed_is_found(left_open: bool) -> None:
    whole = element(0x04, INSIDE)
    assert signed_content(envelope(whole, left_open=left_open)) == INSIDE
    pieces = b"".join(element(0x04, INSIDE[at : at + 20]) for at in range(0, len(INSIDE), 20))
    parted = element(0x24, pieces, left_open=left_open)
    assert signed_content(envelope(parted, left_open=left_open)) == INSIDE
    assert signed_content(envelope(element(0x24, parted), left_open=left_open)) == INSIDE


def test_anything_else_is_no_such_envelope() -> None:
    whole = element(0x04, INSIDE)
    assert signed_content(envelope(whole, kind=ENVELOPED_DATA)) is None
    assert signed_content(envelope(whole, of=SIGNED_DATA)) is None
    assert signed_content(envelope(b"")) is None, "its signature only"
    assert signed_content(b"") is None
    deep = element(0x24, whole)
    for _ in range(200):
        deep = element(0x24, deep)
    assert signed_content(envelope(deep)) is None


@pytest.mark.parametrize("left_open", [False, True])
def test_one_that_is_cut_off_is_none_or_has_all_of_it(left_open: bool) -> None:
    data = envelope(element(0x04, INSIDE), left_open=left_open)
    found = {signed_content(data[:size]) for size in range(len(data))}
    assert found <= {None, INSIDE}


@given(st.binary(max_size=300), st.integers(0, 120), st.integers(0, 255), st.booleans())
def test_any_bytes_are_read_or_not(noise: bytes, at: int, byte: int, left_open: bool) -> None:
    assert signed_content(noise) is None or noise.startswith(b"0")
    data = bytearray(envelope(element(0x04, INSIDE), left_open=left_open))
    data[at] = byte
    signed_content(bytes(data) + noise)


def test_a_megabyte_of_pieces_takes_no_time() -> None:
    started = time.perf_counter()
    pieces = element(0x04, b"a") * 300_000
    assert signed_content(envelope(element(0x24, pieces, left_open=True), left_open=True)) == b"a" * 300_000
    signed_content(b"\x30\x80" * 500_000)
    signed_content(envelope(b"")[:-8] + b"\x30\x80" * 500_000)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("name", ["signed.eml", "streamed.eml"])
def test_a_mail_that_was_signed_as_a_whole_is_read_and_judged(name: str) -> None:
    message = parse((MAILS / name).read_bytes())
    assert message.text == "Sehr geehrte Frau Keller,\n\nwir haben uns für jemand anderen entschieden."
    assert message.signature == "Mit freundlichen Grüßen\nKarin Holt"
    assert message.problems == ()
    assert Classifier.load().classify(message).kind == "rejection"


def test_of_an_encrypted_one_nothing_is_read_and_it_is_said() -> None:
    message = parse((MAILS / "encrypted.eml").read_bytes())
    assert (message.text, message.problems) == ("", ("encrypted",))


def test_parts_within_it_are_parts_of_the_mail() -> None:
    head = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    plain = b"--b\r\nContent-Type: text/plain\r\n\r\nDear Robin,\r\n"
    rich = b"--b\r\nContent-Type: text/html\r\n\r\n<p>we chose somebody else.</p>\r\n--b--\r\n"
    found = parse(mail(envelope(element(0x04, head + plain + rich))))
    assert found.text == "Dear Robin,\n\nwe chose somebody else."


def test_what_is_signed_again_and_again_is_read_a_few_times() -> None:
    def again(inside: bytes) -> bytes:
        head = b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
        return head + encodebytes(envelope(element(0x04, inside)))

    once = again(INSIDE)
    assert "somebody else" in parse(mail(envelope(element(0x04, once)))).text
    often = once
    for _ in range(20):
        often = again(often)
    assert parse(mail(envelope(element(0x04, often)))).problems == ("encrypted",)


def test_one_that_is_attached_is_no_word_of_the_writer() -> None:
    whole = mail(envelope(element(0x04, INSIDE)))
    head, _, rest = whole.partition(b"Content-Type:")
    parts = b"--b\nContent-Type: text/plain\n\nWe invite you.\n--b\nContent-Type:" + rest + b"\n--b--\n"
    message = parse(head + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts)
    assert message.text == "We invite you."


def test_two_in_one_mail_are_each_measured_by_themselves() -> None:
    def alternative(plain: str, rich: str) -> bytes:
        return (
            "Content-Type: multipart/alternative; boundary=a\r\n\r\n"
            f"--a\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n"
            f"--a\r\nContent-Type: text/html\r\n\r\n<p>{rich}</p>\r\n--a--\r\n"
        ).encode()

    same = "We thank you for your letter of last week. " * 7
    both = [alternative(same, same), alternative("Legal notice. " * 18, "We invite you. " * 200)]
    parts = b"".join(
        b"--b\nContent-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
        + encodebytes(envelope(element(0x04, one)))
        for one in both
    )
    head = b"From: a@holt.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    assert parse(head + parts + b"--b--\n").text.count("We invite you.") == 200


def test_many_in_one_mail_take_no_time() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=i\n\n" + b"--i\n\n\xe9\n" * 199
    part = b"--b\nContent-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
    parts = (part + encodebytes(envelope(element(0x04, inner)))) * 199
    started = time.perf_counter()
    parse(b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + parts)
    assert time.perf_counter() - started < 1


def test_what_only_claims_to_be_one_is_none() -> None:
    assert parse(mail(b"no envelope at all")).problems == ("encrypted",)

"""A mail that was signed as a whole (S/MIME, RFC 8551 section 3.5.2): what stands in its envelope.

The envelope is a SignedData of RFC 5652 section 5 in the encoding of X.690, with lengths that are given or left open.
The signature is not looked at: who reads a mail sees it with or without one.
"""

from __future__ import annotations

_SEQUENCE, _OCTETS, _PARTED_OCTETS, _CONTENT, _OID = 0x30, 0x04, 0x24, 0xA0, 0x06
_END = b"\x00\x00"
_LEFT_OPEN = 0x80
_DEEPEST = 16
#: id-signedData and id-data (RFC 5652 sections 5.1 and 4).
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")


class _NoEnvelopeError(Exception):
    """The bytes are no such envelope."""


def signed_content(envelope: bytes) -> bytes | None:
    """What was signed: a MIME entity, with its own header. None where the envelope holds something else, something
    encrypted for one, is cut off before its content ends, or is none. Linear in its length.
    """
    try:
        signed = _explicit(_Elements(envelope).enter(_SEQUENCE), _SIGNED_DATA).enter(_SEQUENCE)
        signed.skip()  # version
        signed.skip()  # digestAlgorithms
        return _explicit(signed.enter(_SEQUENCE), _DATA).octets()
    except (_NoEnvelopeError, IndexError):
        return None


def _explicit(elements: _Elements, kind: bytes) -> _Elements:
    """What stands in [0] behind the name of its kind."""
    if elements.primitive(_OID) != kind:
        raise _NoEnvelopeError
    return elements.enter(_CONTENT)


class _Elements:
    """Elements of X.690 (tag, length, content), one after the other.

    Args:
        data: all bytes.
        at: where the next element begins.
    """

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def enter(self, tag: int) -> _Elements:
        """The elements within the next one."""
        begin, _ = self._head(tag)
        return _Elements(self.data, begin)

    def primitive(self, tag: int) -> bytes:
        """The content of the next one, which has a length."""
        begin, end = self._head(tag)
        if end is None or end > len(self.data):
            raise _NoEnvelopeError
        self.at = end
        return self.data[begin:end]

    def octets(self) -> bytes:
        """The content of the next one, a string of octets, in one piece or in several."""
        pieces: list[bytes] = []
        self._octets(pieces, 0)
        return b"".join(pieces)

    def _octets(self, pieces: list[bytes], depth: int) -> None:
        if self.data[self.at] != _PARTED_OCTETS:
            pieces.append(self.primitive(_OCTETS))
            return
        if depth > _DEEPEST:
            raise _NoEnvelopeError
        begin, end = self._head(_PARTED_OCTETS)
        inside = _Elements(self.data, begin)
        while not inside.is_over(end):
            inside._octets(pieces, depth + 1)
        self.at = inside.at + (len(_END) if end is None else 0)

    def skip(self, depth: int = 0) -> None:
        """Goes past the next one."""
        begin, end = self._head(self.data[self.at])
        if end is None:
            if depth > _DEEPEST:
                raise _NoEnvelopeError
            inside = _Elements(self.data, begin)
            while not inside.is_over(None):
                inside.skip(depth + 1)
            end = inside.at + len(_END)
        self.at = end

    def is_over(self, end: int | None) -> bool:
        """Whether nothing follows in what ends there, or, with None, at two empty octets."""
        if end is not None:
            return self.at >= end
        if self.at >= len(self.data):
            raise _NoEnvelopeError
        return self.data.startswith(_END, self.at)

    def _head(self, tag: int) -> tuple[int, int | None]:
        """Where the content of the next element begins and ends; None where its length is left open."""
        if self.data[self.at] != tag or tag & 0x1F == 0x1F:
            raise _NoEnvelopeError
        length, begin = self.data[self.at + 1], self.at + 2
        if length == _LEFT_OPEN:
            return begin, None
        if length > _LEFT_OPEN:
            size = length - _LEFT_OPEN
            length, begin = int.from_bytes(self.data[begin : begin + size], "big"), begin + size
        return begin, begin + length

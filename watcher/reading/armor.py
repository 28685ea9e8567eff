"""Text that was signed or encrypted where it stands (OpenPGP, RFC 9580 sections 6.2 and 7): what of it can be read."""

from __future__ import annotations

import re

_BEGINS, _ENDS = "-----BEGIN PGP ", "-----END PGP "
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_ENCRYPTED = "-----BEGIN PGP MESSAGE"
#: A header of what was signed, and one of a block: "Hash: SHA256", "Version: GnuPG v2".
_OF_SIGNED = re.compile(r"(?:Hash|Charset|NotDashEscaped): ?[\w, -]{0,80}")
_OF_A_BLOCK = re.compile(r"(?:Version|Comment|Hash|Charset|MessageID):.{0,200}")
#: A line of a block itself, or its checksum; and one that is hardly a word.
_CODED = re.compile(r"[A-Za-z0-9+/]{1,76}={0,2}|=[A-Za-z0-9+/]{4}")
_SURELY_CODED = 40  #: characters


def unarmored(text: str) -> tuple[str, bool]:
    """A text without signatures, keys and what is encrypted; what was signed comes out as it was written.

    Args:
        text: of a part, its lines ending in "\\n"; lines that are quoted are left as they are.

    Returns:
        what can be read, and whether something is encrypted.
    """
    if _BEGINS not in text:
        return text, False
    lines, kept = text.split("\n"), list[str]()
    at, signed, encrypted = 0, False, False
    while at < len(lines):
        line = lines[at].rstrip()
        if line == _SIGNED:
            signed, at = True, _after_headers(lines, at + 1, _OF_SIGNED)
        elif line.startswith(_BEGINS) and line.endswith("-----"):
            encrypted |= line.startswith(_ENCRYPTED)
            signed, at = False, _after_block(lines, at + 1)
        else:
            kept.append(lines[at][2:] if signed and line.startswith("- ") else lines[at])
            at += 1
    return "\n".join(kept), encrypted


def _after_headers(lines: list[str], at: int, header: re.Pattern[str]) -> int:
    """The first line below some headers and the empty line after them."""
    while at < len(lines) and header.fullmatch(lines[at].rstrip()):
        at += 1
    return at + 1 if at < len(lines) and not lines[at].strip() else at


def _after_block(lines: list[str], at: int) -> int:
    """The first line below a block. Where its end is lost, only what is surely a line of it belongs to it."""
    begin = end = _after_headers(lines, at, _OF_A_BLOCK)
    while end < len(lines) and _CODED.fullmatch(lines[end].rstrip()):
        end += 1
    if end < len(lines) and lines[end].startswith(_ENDS):
        return end + 1
    coded = begin
    while begin < end and (
        len(lines[begin].rstrip()) >= _SURELY_CODED or (begin > coded and "=" in lines[begin])
    ):
        begin += 1
    return begin

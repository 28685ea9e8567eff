"""Text that was signed or encrypted where it stands (OpenPGP, RFC 9580 sections 6.2 and 7): what of it can be read."""

from __future__ import annotations

import re

_BEGINS, _ENDS = "-----BEGIN PGP ", "-----END PGP "
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_ENCRYPTED = "-----BEGIN PGP MESSAGE"
#: A header of a block: "Hash: SHA256", "Version: GnuPG v2".
_HEADER = re.compile(r"[A-Z][A-Za-z-]{0,30}: \S.{0,200}")
#: A line of a block itself, or its checksum.
_CODED = re.compile(r"[A-Za-z0-9+/]{1,76}={0,2}|=[A-Za-z0-9+/]{4}")


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
            signed, at = True, _after_headers(lines, at + 1)
        elif line.startswith(_BEGINS) and line.endswith("-----"):
            encrypted |= line.startswith(_ENCRYPTED)
            signed, at = False, _after_block(lines, at + 1)
        else:
            kept.append(lines[at][2:] if signed and line.startswith("- ") else lines[at])
            at += 1
    return "\n".join(kept), encrypted


def _after_headers(lines: list[str], at: int) -> int:
    """The first line below the headers of a block and the empty line after them."""
    while at < len(lines) and _HEADER.fullmatch(lines[at].rstrip()):
        at += 1
    return at + 1 if at < len(lines) and not lines[at].strip() else at


def _after_block(lines: list[str], at: int) -> int:
    """The first line below a block, the end of which may be lost."""
    at = _after_headers(lines, at)
    while at < len(lines) and _CODED.fullmatch(lines[at].rstrip()):
        at += 1
    return at + 1 if at < len(lines) and lines[at].startswith(_ENDS) else at

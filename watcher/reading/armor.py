"""Text that was signed or encrypted where it stands (OpenPGP, RFC 9580 sections 6.2 and 7): what of it can be read."""

from __future__ import annotations

import re

_BEGINS, _ENDS = "-----BEGIN PGP ", "-----END PGP "
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_BLOCK = re.compile(
    r"-----BEGIN PGP (?:SIGNATURE|(?:PUBLIC|PRIVATE) KEY BLOCK|(?P<message>MESSAGE)(?:, PART \d+(?:/\d+)?)?)-----"
)
#: A header of what was signed, and one of a block: "Hash: SHA256", "Version: GnuPG v2".
_OF_SIGNED = re.compile(r"(?:Hash|Charset|NotDashEscaped): ?[\w, -]{0,80}")
_OF_A_BLOCK = re.compile(
    r"(?:Version|Hash|Charset|MessageID):.{0,200}|Comment:(?:\s*|.{0,200}(?:PGP|GPG|GnuPG|Enigmail|https?:).{0,200})",
    re.IGNORECASE,
)
#: A whole line of a block, its last one, and its checksum.
_LINE, _LAST, _CHECKSUM = (
    re.compile(code) for code in (r"[A-Za-z0-9+/]{40,76}", r"[A-Za-z0-9+/]{1,76}={0,2}", r"=[A-Za-z0-9+/]{4}")
)
#: What stands behind "- " where a line was escaped.
_ESCAPED = ("-", "From ")


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
        block = _BLOCK.fullmatch(line)
        if line == _SIGNED:
            signed, at = True, _after_headers(lines, at + 1, _OF_SIGNED)
        elif block:
            begin = _after_headers(lines, at + 1, _OF_A_BLOCK)
            signed, at = False, _after_block(lines, begin)
            encrypted |= block["message"] is not None and at > begin
        else:
            escaped = signed and line.startswith("- ") and line[2:].startswith(_ESCAPED)
            kept.append(lines[at][2:] if escaped else lines[at])
            at += 1
    return "\n".join(kept), encrypted


def _after_headers(lines: list[str], at: int, header: re.Pattern[str]) -> int:
    """The first line below some headers and the empty line after them."""
    while at < len(lines) and header.fullmatch(lines[at].rstrip()):
        at += 1
    return at + 1 if at < len(lines) and not lines[at].strip() else at


def _after_block(lines: list[str], begin: int) -> int:
    """The first line below a block, the end of which may be lost. What may be a word belongs to it only at its end."""
    at = _while(lines, begin, _LINE)
    last = _while(lines, at, _LAST, 1)
    summed = _while(lines, last, _CHECKSUM, 1)
    if summed < len(lines) and lines[summed].startswith(_ENDS):
        return summed + 1
    is_whole = summed > last or (last > at > begin and "=" in lines[at])
    return summed if is_whole else at


def _while(lines: list[str], at: int, code: re.Pattern[str], most: int | None = None) -> int:
    end = len(lines) if most is None else min(len(lines), at + most)
    while at < end and code.fullmatch(lines[at].rstrip()):
        at += 1
    return at

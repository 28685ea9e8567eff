"""Bytes of a mail to characters, and characters made safe to show, store and compare."""

from __future__ import annotations

import binascii
import codecs
import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
#: Zero-width, bidi, filler, variation and tag characters: they show nothing and can only mislead.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
#: More marks on one letter than any script needs (UAX #15 section 13): they push what follows out of what is read.
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARK = re.compile(_MARKS)
_PILE = re.compile(rf"({_MARKS}{{30}}){_MARKS}+")
_LINE_END = re.compile(r"[\r\x0b\x0c\u2028\u2029]")
#: White space but for the space itself, of which there is most.
_SPACES = re.compile(r"[^\S\n ]")
#: A character that is cleaned away, or may be: all others stay as they are but for NFC, and most text has no other.
_UNCLEAN = re.compile(
    r"[^\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u055f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    r"\u2100-\u2bff\u3001-\u3163\u3165-\ud7a3\uff01-\uff9f]"
)
_LABEL = re.compile(r"[a-z0-9_.:\-]{1,40}")
#: Codecs that are a charset of mail. Others (idna, punycode, unicode_escape ...) are slow or change meaning.
_CODEC = re.compile(
    r"ascii|utf-(?:7|8|16|32)(?:-[bl]e)?(?:-sig)?|iso8859-\d+|iso2022_\w+|cp\d+|koi8-\w+|big5\w*|gb\w+|euc_\w+"
    r"|shift_jis\w*|johab|hz|mac-\w+|tis-620|kz1048|ptcp154"
)
#: What senders call it, and the superset that they mean (as browsers read it).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "cp950",
    "iso2022_jp": "iso2022_jp_ext",
}
#: With which bytes letters begin in UTF-8 that most mail is written in.
_LEADS = (b"\xc3", b"\xc2", b"\xe2", b"\xe3", b"\xe5", b"\xd0")
_UNDEFINED_IN_1252 = bytes.maketrans(b"\x81\x8d\x8f\x90\x9d", b"?????")
#: What windows-1252 makes of the bytes from 0x80 to 0x9F that it knows.
_AS_BYTE = {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
#: The bytes of one character in UTF-8 (RFC 3629 4), each taken for a letter.
_GOES_ON = f"[\x80-\xbf{re.escape(''.join(_AS_BYTE))}]"
_DOUBLED = re.compile(rf"[\xc2-\xdf]{_GOES_ON}|[\xe0-\xef]{_GOES_ON}{{2}}|[\xf0-\xf4]{_GOES_ON}{{3}}")
_ACCENTED = re.compile("[\u00c0-\u024f]")
#: Rows that nobody means: of Latin letters, quotation marks and dashes; so many of these, or so many others that differ
#: (Japanese and Chinese), are no chance.
_SURELY_DOUBLED = re.compile("[ÂÃÄÅ][\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf™›‚]|[ÂÃÄÅâ][\u0080-\u009f]|â€")
_ROWS, _ROWS_OF_HAN = 2, 10
#: "à", the second byte of which is a space that does not break, and became one that does.
_WITHOUT_SPACE = re.compile("Ã(?= )")
_BASE64_LINE = re.compile(rb"^[ \t]*([A-Za-z0-9+/]+)={0,2}[ \t]*$", re.MULTILINE)
#: A letter of UTF-8, and the end of a line that goes on, as quoted-printable has them (RFC 2045 section 6.7).
_QUOTED_LETTER = re.compile(rb"=[C-F][0-9A-F](?:=[89AB][0-9A-F])+")
_SOFT_BREAK = re.compile(rb"^[^\n]{60,74}[^=\n]=\n(?=[^\n>])", re.MULTILINE)
_SURELY_QUOTED = 2
#: What is none of it: "a = b", "?id=x".
_EQUALS = re.compile(rb"=(?![0-9A-F]{2}|[ \t]*(?:\n|\Z))")
#: The bytes that are not of ASCII, and how many bytes are looked at to tell a charset.
_HIGH, _LOOKED_AT = bytes(range(0x80, 0x100)), 16_384
_NFC_STEP = 1000
#: What `clean_text` does to each ASCII character, in one step: most mail is ASCII.
_CLEANED = (
    dict.fromkeys((*range(0x09), *range(0x0E, 0x1C), 0x7F))
    | dict.fromkeys((0x0B, 0x0C, 0x0D), "\n")
    | dict.fromkeys((0x09, *range(0x1C, 0x20)), " ")
)


def codec_name(charset: str) -> str | None:
    """The Python codec for a charset label of mail, None where it is no charset that we know."""
    label = charset.strip().strip("\"'").lower()
    return _codec_name(label) if _LABEL.fullmatch(label) else None


@lru_cache(maxsize=100)
def _codec_name(label: str) -> str | None:
    if label in ("ks_c_5601-1987", "ks_c_5601", "x-windows-949"):
        return "cp949"
    label = label.removeprefix("x-").replace("iso-8859-8-i", "iso-8859-8")
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if _CODEC.fullmatch(name) else None


def guess(data: bytes) -> str:
    """Text in an unnamed charset: UTF-8 where it is valid, ISO-2022-JP by its escapes, else windows-1252."""
    try:
        if b"\x1b$" in data:
            return data.decode("iso2022_jp_ext")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _western(data)


def decode(data: bytes, charset: str, *, doubted: bool = False) -> tuple[str, str]:
    """Text in a named charset. Never raises.

    Args:
        charset: the label as it stands in the mail, possibly empty.
        doubted: where it is empty, unknown, Western, or UTF-8 and the text is none, others are tried (charsets.py).

    Returns:
        the text, and a problem in words, empty where there is none.
    """
    name = codec_name(charset) if charset else "cp1252"
    if doubted and name in (None, "cp1252", "utf-8") and (other := _other(data)):
        return data.decode(other, errors="replace"), ""
    if name is None:
        return guess(data), f"unknown charset {clean_line(charset, 40)}"
    if name in ("cp1252", "utf-8"):
        # A mail that says ASCII or Latin-1 and is valid UTF-8 is UTF-8 in practice.
        return guess(data), ""
    try:
        return data.decode(name), ""
    except (UnicodeError, LookupError):
        return _damaged(data, name), f"damaged {name} text"


def _other(data: bytes) -> str:
    """The codec of a charset that is neither UTF-8, damaged or not, nor Western; "" for none."""
    if data.isascii() or b"\x1b$" in data:
        return ""
    errors = data.decode("utf-8", errors="replace").count("\ufffd")
    if errors * 2 <= len(data) - len(data.translate(None, _HIGH)):
        return ""
    from watcher.reading.charsets import of_unnamed  # hardly any mail needs it, and the daemon stays small

    return of_unnamed(data[:_LOOKED_AT])


def _is_utf_8(data: bytes) -> bool:
    """Whether bytes are UTF-8. Cut in the middle or with a few wrong bytes it still is: its sequences outnumber the
    errors."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        errors = data.decode("utf-8", errors="replace").count("\ufffd")
        return errors * 4 < sum(data.count(lead) for lead in _LEADS)
    return True


def _damaged(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(name, errors="replace")


def _western(data: bytes) -> str:
    if _is_utf_8(data):
        return data.decode("utf-8", errors="replace")
    return data.translate(_UNDEFINED_IN_1252).decode("cp1252")


def undoubled(text: str) -> str:
    """Text that some program took for windows-1252 or Latin-1 when it was UTF-8, and wrote so ("fÃ¼r"), as it was
    meant; any other text as it is.

    That is only believed where it happens to nearly all letters with accents, and more than once: such a row of letters
    can be meant.
    """
    if text.isascii() or not (
        any(map(text.__contains__, "ÂÃÄÅâ")) or sum(map(text.count, "ãäåæçèé")) >= _ROWS_OF_HAN
    ):
        return text
    rows = _DOUBLED.findall(text)
    if len(_SURELY_DOUBLED.findall(text)) < _ROWS and len(set(rows)) < _ROWS_OF_HAN:
        return text
    if len(_ACCENTED.findall(_WITHOUT_SPACE.sub("", _DOUBLED.sub("", text)))) * 10 > len(rows):
        return text
    return _WITHOUT_SPACE.sub("à", _DOUBLED.sub(lambda match: _undone(match[0]), text))


def _undone(row: str) -> str:
    try:
        return bytes(_AS_BYTE.get(letter, ord(letter)) for letter in row).decode()
    except (UnicodeDecodeError, ValueError):
        return row


def unwrap(data: bytes, encoding: str) -> tuple[bytes, str]:
    """Undoes a Content-Transfer-Encoding (RFC 2045 section 6). Never raises.

    Returns:
        the bytes, and a problem in words, empty where there is none.
    """
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), ""
    if encoding == "base64":
        return _base64(data)
    return (binascii.a2b_qp(data) if _is_left_quoted(data) else data), ""


def _is_left_quoted(data: bytes) -> bool:
    """Whether text is quoted-printable though nothing says so: a program lost that line of the header."""
    if b"=" not in data or not data.isascii() or _EQUALS.search(data):
        return False
    return (
        len(_QUOTED_LETTER.findall(data)) >= _SURELY_QUOTED
        or len(_SOFT_BREAK.findall(data)) >= _SURELY_QUOTED
    )


def _base64(data: bytes) -> tuple[bytes, str]:
    # Whole damaged lines are left out: a line is a multiple of four characters, so the rest stays in step.
    lines = _BASE64_LINE.findall(data)
    code = b"".join(lines)
    written = len(data) - data.count(b"\n") - data.count(b" ") - data.count(b"=")
    if len(code) * 2 < written:
        return data, "text is not the base64 that it claims to be"
    problem = "damaged base64" if len(code) + 8 < written or len(code) % 4 == 1 else ""
    return decode_base64(code), problem


def decode_base64(code: bytes) -> bytes:
    """Base64 characters to bytes; padding may be missing, other characters are skipped."""
    code = re.sub(rb"[^A-Za-z0-9+/]", b"", code)
    code = code[: len(code) - 1] if len(code) % 4 == 1 else code
    return binascii.a2b_base64(code + b"=" * (-len(code) % 4))


def clean_line(text: str, limit: int) -> str:
    """One line without control, bidi and zero-width characters, NFC, white space folded.

    Args:
        limit: most characters.
    """
    if text.isascii() and text.isprintable():
        text = text.strip()
        text = " ".join(text.split()) if "  " in text else text
        return text[:limit].rstrip()
    text = _without_piles(_CONTROL.sub(" ", _INVISIBLE.sub("", text)))
    text = " ".join(text.split())
    return nfc(text[: 2 * limit])[:limit].strip()


def clean_text(text: str) -> str:
    """Many lines, ending in "\\n", without control, bidi and zero-width characters, NFC."""
    if text.isascii():
        return text.replace("\r\n", "\n").translate(_CLEANED)
    if not _UNCLEAN.search(text):
        return nfc(text)
    text = _LINE_END.sub("\n", text.replace("\r\n", "\n"))
    text = _SPACES.sub(" ", text)
    return nfc(_without_piles(_CONTROL.sub("", _INVISIBLE.sub("", text))))


def _without_piles(text: str) -> str:
    return _PILE.sub(r"\1", text) if _MARK.search(text) else text


def nfc(text: str) -> str:
    # Normalising a long run of combining marks takes time by its square, so it goes in short steps.
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFC", text[at : at + _NFC_STEP]) for at in range(0, len(text), _NFC_STEP)
    )

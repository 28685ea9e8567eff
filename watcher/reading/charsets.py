"""In which charset bytes are that name none, or name one in which they make no sense, and are no UTF-8.

Systems in Japan, China, Poland and Turkey still send mail in charsets of their own and say nothing, or "iso-8859-1".
Each leaves marks that Western text has not: letters in twos, signs within words, letters of Iceland.
"""

from __future__ import annotations

import re

#: Bytes of two-byte charsets stand together; of Western ones there is one in a word. So many at least, and such a
#: share.
_TOGETHER = re.compile(rb"[\x80-\xff][\x40-\xff]{3,}")
_FEW, _SHARE = 8, 0.6
_JAPANESE = ("euc_jp", "cp932")
_KANA, _IDEOGRAPH = re.compile("[\u3041-\u3096\u30a1-\u30fa]"), re.compile("[\u4e00-\u9fff]")
#: For each Chinese charset the one that it grew from, and the first bytes of the common characters there (level 1).
_CHINESE = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "cp950": ("big5", range(0xA4, 0xC7))}
#: How much of a text in the right charset is kana at least, or is common characters; in a wrong one it is less.
_MUCH_KANA, _MUCH_COMMON = 0.15, 0.7
#: Signs of windows-1252 within words, which are letters in Central Europe; in ISO 8859-2 and in windows-1250 only.
_WITHIN = re.compile(
    rb"[A-Za-z\xe0-\xff][\xb1\xb3\xb6\xb9\xbc\xbf][a-z\xe0-\xff]|[a-z]\xb1(?![0-9])|\xb6[a-z]|[a-z]\x9c[cklmnpw\xe6]"
)
_OF_8859_2, _OF_1250 = re.compile(rb"[\xa1\xa6\xac\xb1\xb6\xbc]"), re.compile(rb"[\x8c\x8f\x9c\x9f\xa5\xb9]")
#: Letters that only Iceland has in windows-1252, and Turkey in windows-1254; and others of Iceland.
_TURKISH, _ICELANDIC = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]"), re.compile(rb"[\xe1\xe6\xed\xf3\xfa]")
_SURELY = 2


def of_unnamed(data: bytes) -> str:
    """The Python codec for bytes that are no UTF-8, "" where nothing tells them from Western ones (windows-1252)."""
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    together = sum(map(len, _TOGETHER.findall(data)))
    if high >= _FEW and together >= _SHARE * high and (codec := _of_two_bytes(data)):
        return codec
    if len(_WITHIN.findall(data)) >= _SURELY:
        return "iso8859-2" if len(_OF_8859_2.findall(data)) >= len(_OF_1250.findall(data)) else "cp1250"
    if len(_TURKISH.findall(data)) >= _SURELY and not _ICELANDIC.search(data):
        return "cp1254"
    return ""


def _of_two_bytes(data: bytes) -> str:
    """The Japanese or Chinese charset in which the bytes say something."""
    best, most = "", 0.0
    for codec in _JAPANESE:
        text = data.decode(codec, errors="replace")
        kana, others = len(_KANA.findall(text)), len(_IDEOGRAPH.findall(text)) + 2 * text.count("\ufffd")
        if kana > most and kana >= _MUCH_KANA * (kana + others):
            best, most = codec, kana
    if best:
        return best
    for codec, (older, common) in _CHINESE.items():
        text = data.decode(codec, errors="replace")
        said = _IDEOGRAPH.findall(text)
        plain = [one for one in said if (code := one.encode(older, errors="ignore")) and code[0] in common]
        share = len(plain) / (len(said) + 2 * text.count("\ufffd") or 1)
        if share > max(most, _MUCH_COMMON):
            best, most = codec, share
    return best

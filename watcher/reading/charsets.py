"""In which charset bytes are that name none, or name one in which they make no sense, and are no UTF-8.

Systems in Japan, China, Poland and Turkey still send mail in charsets of their own and say nothing, or "iso-8859-1".
Each leaves marks that Western text has not: letters in twos, signs within words, letters of Iceland.
"""

from __future__ import annotations

import re

#: Bytes of two-byte charsets stand together; of Western ones there is one in a word. So many at least, and such a
#: share.
_TOGETHER = re.compile(rb"[\x80-\xff][\x40-\xff]{3,}")
_HIGH, _FEW, _SHARE = bytes(range(0x80, 0x100)), 16, 0.6
#: A byte that none of them has. Their tables take a megabyte, and are read only where they may be needed.
_IN_NONE = b"\xff"
#: In most of them both bytes of a letter are high, so that such bytes come in twos; and letters differ.
_RUN, _IN_TWOS, _DIFFERENT = re.compile(rb"[\x80-\xff]+"), 0.8, 4
_KANA, _HANGUL, _HAN = (
    re.compile(letters) for letters in ("[\u3041-\u3096\u30a1-\u30fa]", "[\uac00-\ud7a3]", "[\u4e00-\u9fff]")
)
#: For each Chinese charset the one that it grew from, and the first bytes of the common characters there (level 1).
_CHINESE = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "cp950": ("big5", range(0xA4, 0xC7))}
#: How much of a text in the right charset is kana or hangul at least, or is common characters; in a wrong one less is.
_MUCH_KANA, _MUCH_HANGUL, _MUCH_COMMON = 0.15, 0.9, 0.7
#: Signs of windows-1252 within words, which are letters in Central Europe; in ISO 8859-2 and in windows-1250 only. So
#: many at least, of two sorts, and the commonest of these letters, which is one there as well.
_WITHIN = re.compile(
    rb"[A-Za-z\xe0-\xff]([\xb1\xb3\xb6\xb9\xbc\xbf])[a-z\xe0-\xff]|[a-z](\xb1)(?![0-9])|(\xb6)[a-z]"
    rb"|[a-z](\x9c)[cklmnpw\xe6]"
)
_SIGNS, _OF_8859_2, _OF_1250 = (
    b"\xb1\xb3\xb6\xb9\xbc\xbf\x9c",
    b"\xa1\xa6\xac\xb1\xb6\xbc",
    b"\x8c\x8f\x9c\x9f\xa5\xb9",
)
_FEWEST, _SORTS, _POLISH = 3, 2, b"\xea"
#: Letters that only Iceland has in windows-1252, and Turkey in windows-1254: the first two are the common ones there,
#: the third in Iceland. And others of Iceland.
_TURKISH, _OF_BOTH, _ICELANDIC = b"\xfd\xfe", b"\xf0", b"\xe1\xe6\xed\xf3\xfa"
_SURELY = 2


def of_unnamed(data: bytes) -> str:
    """The Python codec for bytes that are no UTF-8, "" where nothing tells them from Western ones (windows-1252)."""
    high = _count(data, _HIGH)
    if high >= _FEW and _IN_NONE not in data:
        together = sum(map(len, _TOGETHER.findall(data)))
        if together >= _SHARE * high and (codec := _of_two_bytes(data)):
            return codec
    if _POLISH in data and _count(data, _SIGNS) >= _FEWEST:  # as hardly any: the next step looks at each byte
        signs = [next(filter(None, groups)) for groups in _WITHIN.findall(data)]
        if len(signs) >= _FEWEST and len(set(signs)) >= _SORTS:
            return "iso8859-2" if _count(data, _OF_8859_2) >= _count(data, _OF_1250) else "cp1250"
    turkish = _count(data, _TURKISH)
    if turkish >= _SURELY and turkish > data.count(_OF_BOTH) and not _count(data, _ICELANDIC):
        return "cp1254"
    return ""


def _count(data: bytes, some: bytes) -> int:
    return len(data) - len(data.translate(None, some))


def _of_two_bytes(data: bytes) -> str:
    """The Japanese, Korean or Chinese charset in which the bytes say something."""
    runs = _RUN.findall(data)
    in_twos = sum(len(run) % 2 == 0 for run in runs) >= _IN_TWOS * len(runs)
    said = {codec: data.decode(codec, errors="replace") for codec in ("euc_jp", "cp932", "cp949", *_CHINESE)}
    kana = {codec: _share(_KANA, said[codec]) for codec in ("euc_jp", "cp932")}
    best = max(kana, key=kana.__getitem__)
    if kana[best] >= _MUCH_KANA and (in_twos or best == "cp932"):
        return best
    if in_twos and _share(_HANGUL, said["cp949"]) >= _MUCH_HANGUL:
        return "cp949"
    common = {
        codec: _common(said[codec], *_CHINESE[codec]) for codec in _CHINESE if in_twos or codec == "cp950"
    }
    best = max(common, key=common.__getitem__)
    return best if common[best] >= _MUCH_COMMON else ""


def _share(letters: re.Pattern[str], text: str) -> float:
    """How much of the letters of a text are some, where these differ; what could not be read counts twice."""
    some = letters.findall(text)
    others = len(_HAN.findall(text)) + 2 * text.count("\ufffd")
    return len(some) / (len(some) + others) if len(set(some)) >= _DIFFERENT else 0.0


def _common(text: str, older: str, first: range) -> float:
    """How much of the Chinese characters of a text are common ones, where these differ."""
    said = _HAN.findall(text)
    common = [one for one in said if (code := one.encode(older, errors="ignore")) and code[0] in first]
    return len(common) / (len(said) + 2 * text.count("\ufffd")) if len(set(common)) >= _DIFFERENT else 0.0

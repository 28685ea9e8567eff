"""Kana in Latin letters, as a domain spells them: what tells that "カフェひなた" writes from cafe-hinata.example."""

from __future__ import annotations

import re
import unicodedata

_SPELLED = """
    あ a い i う u え e お o か ka き ki く ku け ke こ ko さ sa し shi す su せ se そ so た ta ち chi つ tsu
    て te と to な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho
    ま ma み mi む mu め me も mo や ya ゆ yu よ yo
    ら ra り ri る ru れ re ろ ro わ wa を o ん n が ga ぎ gi ぐ gu げ ge ご go ざ za じ ji ず zu ぜ ze ぞ zo
    だ da ぢ ji づ zu で de ど do ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ゔ vu ー - っ -
    ゃ ya ゅ yu ょ yo ぁ a ぃ i ぅ u ぇ e ぉ o
"""
_PAIRS = _SPELLED.split()
_LETTERS = dict(zip(_PAIRS[::2], (one.strip("-") for one in _PAIRS[1::2]), strict=True))
_SMALL = frozenset("ゃゅょぁぃぅぇぉ")
#: Before a small sign the vowel goes, and with some consonants the "y": "shi" and "ya" are "sha".
_NO_Y = ("sh", "ch", "j")
_RUN = re.compile(r"[ぁ-ゔァ-ヴー]{2,40}")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヴ") + 1)}
_SHORTEST = 4  #: letters of a whole run
_SHARED = (
    5  #: letters in a row that a domain has too, where it spells the rest otherwise ("studio", "sutajio")
)


def romaji(text: str) -> str:
    """Kana in Latin letters, long vowels short; other signs are left out."""
    letters = ""
    for sign in unicodedata.normalize("NFC", text).translate(_TO_HIRAGANA):
        spelled = _LETTERS.get(sign, "")
        if sign in _SMALL and letters[-1:] in ("i", "u", "e"):
            letters = letters[:-1]
            spelled = spelled.removeprefix("y") if letters.endswith(_NO_Y) else spelled
        letters += spelled
    return letters


def spells(domain: str, name: str) -> bool:
    """Whether a domain spells the kana of a name, or enough of them.

    Args:
        domain: in Latin letters, as `names.key` has it.
    """
    for run in _RUN.findall(name):
        letters = romaji(run)
        if len(letters) >= _SHORTEST and letters in domain:
            return True
        if any(letters[at : at + _SHARED] in domain for at in range(len(letters) - _SHARED + 1)):
            return True
    return False

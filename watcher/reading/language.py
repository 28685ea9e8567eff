"""Which language a mail is written in: by script, by its most frequent small words, by letters of its own.

Small on purpose. A wrong guess costs more than none, so a short or mixed text is "und" (undetermined, as
ISO 639-2 has it).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from watcher.reading.marks import plain

UNDETERMINED = "und"
#: Enough text to be sure; more changes nothing.
_MAX_CHARACTERS = 6_000
#: The least weight of evidence, and by how much the best language must lead.
_LEAST, _LEAD = 1.7, 1.25

_WORDS = {
    "en": """the of and to in is you your that for with this have our are we not be will was at from by it
        on as has been would which their they if can all please thank were more any but my do what
        there""",
    "de": """der die das und ist nicht ein eine einen für mit von zu den dem sie wir ihr ihre ihnen uns
        sich auf im auch haben werden bei wird wurde aus nach oder als wie zum zur ich du dein deine
        dir es an sind leider""",
    "fr": """le la les des et est une un du que qui dans pour pas sur vous nous votre vos notre avec ce
        cette au aux par ne sont avons avez plus mais ou être été il elle je à très bien merci bonjour""",
    "es": """el la los las de que y en un una es por con para del se su sus no lo al más como pero tu te le
        nos hemos ha has este esta está son muy gracias hola usted ya mi si o nuestro nuestra""",
    "pt": """o a os as de que e em um uma é por com para do da dos das se seu sua não no na ao mais como
        mas você nos foi são está este esta muito obrigado olá nosso nossa pelo pela ou sobre já""",
    "it": """il lo la gli le di che e un una è per con del della dei delle si suo sua non nel nella al alla
        più come ma ti ci abbiamo hai ha questo questa sono grazie ciao tuo tua i anche da dal stato""",
    "nl": """de het een en van is niet voor met op te dat je jij u uw wij we ons onze zijn hebben heeft
        wordt worden aan bij ook naar om uit als maar die dit deze er ik jouw hebt kan graag helaas""",
    "pl": """i w na z do się nie to jest że o za od po dla przez jak ale lub oraz twoja twój pani pana są
        był było być może już ten tej tego nas nam państwa dziękujemy bardzo proszę czy ze które""",
    "sv": """och att det som en ett är av för på med till den inte har vi du din ditt oss om kan men från
        vår er ni var ska blir eller när vid så tack hej dig här mer jag denna detta efter våra""",
    "da": """og at det som en et er af for på med til den ikke har vi du din dit os om kan men fra vores
        jer i var skal bliver eller når ved så tak hej dig her mere jeg denne dette efter blev af kære""",
    "tr": """ve bir bu için ile de da çok daha olarak olan sizin size biz bizim ne var yok değil gibi kadar
        sonra her ben sen en ya veya ki mi mı tarafından ettik teşekkür ederiz merhaba sayın lütfen""",
}
_LETTERS = {
    "de": "ß",
    "fr": "œùê",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "pl": "ąęłśźżćń",
    "tr": "ğış",
    "sv": "",
    "da": "æø",
}
_WORD = re.compile(r"[^\W\d_]+")
#: Of ASCII the letters in lower case, and spaces instead of all else: faster than an expression.
_PLAIN_LETTERS = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)}
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ADDRESS_MARKS = ("@", "://", "www.")

#: A word that several languages share speaks for each of them less.
_SHARED = Counter(word for words in _WORDS.values() for word in set(words.split()))
_WEIGHTS: dict[str, tuple[tuple[str, float], ...]] = {
    word: tuple((code, 1 / count**2) for code, words in _WORDS.items() if word in words.split())
    for word, count in _SHARED.items()
}


def detect(text: str) -> str:
    """The language of a text.

    Args:
        text: the visible text of a mail.

    Returns:
        one of en de fr es pt it nl pl sv da tr ja zh, or "und" where the text is too short, mixed, or of
        another language altogether.
    """
    text = without_addresses(text[:_MAX_CHARACTERS])
    if not text.isascii():
        kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
        if kana + han >= 4 and (kana + han) * 3 > sum(map(str.isalpha, text)):
            return "ja" if kana * 10 > kana + han else "zh"
    if text.isascii():
        words = text.translate(_PLAIN_LETTERS).split()
    else:
        text = text.lower()
        words = _WORD.findall(text)
    weights = _evidence(text, words)
    if max(weights.values(), default=0.0) < _LEAST:
        return UNDETERMINED
    (most, best), (next_most, _) = sorted(((weights[code], code) for code in _WORDS), reverse=True)[:2]
    if most < _LEAD * next_most or most < 0.04 * len(words):
        return UNDETERMINED
    return best


@lru_cache(maxsize=1)  # it is asked for to tell a mail's language, and then for a first look at it
def without_addresses(text: str) -> str:
    """Leaves out what stands without a space around "://", "@" or "www."; the marks between words in ASCII."""
    if not any(mark in text for mark in _ADDRESS_MARKS):
        return plain(text)
    kept = [
        piece
        for piece in text.split()
        if piece.isalpha() or not ("@" in piece or "://" in piece or "www." in piece)
    ]
    return plain(" ".join(kept))


def _evidence(text: str, words: Sequence[str]) -> defaultdict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for word in filter(_WEIGHTS.__contains__, words):
        for code, weight in _WEIGHTS[word]:
            found[code] += weight
    if not text.isascii():
        for code, letters in _LETTERS.items():
            found[code] += min(3.0, 0.5 * sum(map(text.count, letters)))
    return found

"""Where a letter ends and its signature begins, in thirteen languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Whole lines that close a letter. A name may follow on the same line after a comma.
_CLOSINGS = """
kind regards|kindest regards|warm regards|warmest regards|best regards|with best regards
with kind regards|with kindest regards|with warm regards|regards|many regards|sincerely
yours sincerely|sincerely yours|yours truly|yours faithfully|respectfully|best wishes|with best wishes
all the best|warmly|best|cheers|thanks|many thanks|thanks again|thank you|thank you again
thanks and regards|thanks & regards|thank you and best regards|take care|thanks and best regards
cordially|with appreciation|with gratitude|gratefully|wishing you all the best
mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|mit freundlichem gruss
freundliche grüße|freundliche grüsse|mit besten grüßen|mit besten grüssen|beste grüße|beste grüsse
besten gruß|viele grüße|viele grüsse|vielen grüße|liebe grüße|liebe grüsse|herzliche grüße
herzliche grüsse|mit herzlichen grüßen|schöne grüße|sonnige grüße|hochachtungsvoll|mfg|vg|lg
herzlichst|gruß|grüße|freundlicher gruß|freundlichst|alles gute
cordialement|bien cordialement|très cordialement|sincèrement|bien à vous|bien à toi|cdt|cdlt
salutations|meilleures salutations|sincères salutations|salutations distinguées|respectueusement
à bientôt|bien sincèrement|avec nos meilleures salutations|avec mes meilleures salutations
belle journée|bonne journée
atentamente|muy atentamente|saludos|un saludo|saludos cordiales|un cordial saludo|cordialmente
un abrazo|muchos saludos|reciba un cordial saludo|reciba un saludo|le saluda atentamente|atte
un saludo cordial|gracias|muchas gracias
atenciosamente|cordiais cumprimentos|com os melhores cumprimentos|melhores cumprimentos|cumprimentos
abraços|um abraço|att|saudações|com os nossos melhores cumprimentos|obrigado|obrigada|muito obrigado
muito obrigada|grato|grata
cordiali saluti|distinti saluti|un cordiale saluto|saluti|cari saluti|un saluto|i migliori saluti
porgiamo cordiali saluti|porgiamo distinti saluti|cordialità|grazie|grazie mille|a presto
buona giornata|saluti cordiali
met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten
met hartelijke groet|groeten|hartelijke groet|hartelijke groeten|hoogachtend|mvg|groet|groetjes
bedankt|met groet
z poważaniem|pozdrawiam|pozdrawiamy|serdecznie pozdrawiam|z wyrazami szacunku|serdecznie pozdrawiamy
pozdrawiam serdecznie|pozdrawiamy serdecznie|łączę wyrazy szacunku|z pozdrowieniami|miłego dnia
dziękuję|dziękujemy
med vänlig hälsning|med vänliga hälsningar|vänlig hälsning|vänliga hälsningar|mvh|bästa hälsningar
med bästa hälsningar|hälsningar|varma hälsningar|hälsning|tack|ha det bra
med venlig hilsen|med venlige hilsener|venlig hilsen|venlige hilsner|mange hilsner|bedste hilsner
hilsen|kh|hav det godt|de bedste hilsner|tak|kærlig hilsen|med de bedste hilsner
saygılarımla|saygılarımızla|saygılar|iyi çalışmalar|iyi günler|sevgiler|selamlar|iyi dileklerimizle
iyi dileklerimle|en iyi dileklerimle|en iyi dileklerimizle|teşekkürler|iyi günler dileriz|saygı ile
敬具|草々|謹白|かしこ|以上|以上です|よろしくお願いいたします|よろしくお願い致します
何卒よろしくお願いいたします|何卒よろしくお願い申し上げます|宜しくお願いいたします
何卒宜しくお願い申し上げます|以上よろしくお願いいたします
此致|敬礼|此致敬礼|敬禮|祝好|顺祝商祺|順頌商祺|顺颂商祺|祝您生活愉快|祝工作顺利|祝您一切顺利|谨上|敬上
谨启|此致敬禮|祝商祺|祝您前程似锦|顺祝安好
"""
#: Closings that are common words too: only where a name stands right beneath.
_WEAK = frozenset({
    "best", "cheers", "thanks", "gracias", "merci", "danke", "grazie", "tack", "tak", "bedankt",
    "obrigado", "obrigada", "grato", "grata", "dziękuję", "dziękujemy", "teşekkürler", "regards",
    "warmly", "saluti", "saludos", "groet", "groeten", "hilsen", "hälsning", "hälsningar", "以上",
    "以上です", "敬礼", "many thanks", "thank you", "thanks again", "thank you again", "all the best",
    "take care", "alles gute", "grazie mille", "muchas gracias", "muito obrigado", "muito obrigada",
    "belle journée", "bonne journée", "buona giornata", "a presto", "à bientôt", "miłego dnia",
    "iyi günler", "iyi çalışmalar",
})  # fmt: skip
CLOSINGS = frozenset(word for line in _CLOSINGS.split("\n") for word in line.split("|") if word)

#: Closings that are met in one line with the name, and hardly ever alone: a letter is not cut at them.
_WITH_A_NAME = frozenset({
    "vh", "m.v.h", "mvh", "mvg", "grt", "gr", "vänligen", "vänligast", "allt gott", "pozdr", "pozdrowienia",
    "serdeczności", "syg", "selam", "hilsner", "kærligst", "herzlich", "mit gruß", "viele liebe grüße", "rgds",
    "kind rgds", "abs", "saludos cordiales", "cordiales saludos", "un caro saluto", "bien amicalement", "amicalement",
    "m.f.g", "m.v.g", "knus", "kram", "kramar",
    "met vr. gr", "vr. gr", "vr.gr", "met gastvrije groet", "vriendelijks", "lieve groet",
    "vielen dank", "besten dank", "herzlichen dank", "dank im voraus", "merci d'avance", "merci beaucoup",
    "grazie ancora", "obrigado desde já", "mange tak", "på forhånd tak", "tack på förhand", "stort tack", "dank je wel",
    "vele groetjes", "veel groetjes", "speak soon", "talk soon", "bis bald", "hasta pronto", "até breve", "tot gauw",
    "p.b.v", "p.v.a", "with thanks and best wishes", "with thanks",
    "dank u wel", "hartelijk dank", "z góry dziękuję", "teşekkürler", "teşekkür ederim",
})  # fmt: skip
_ALL_CLOSINGS = CLOSINGS | _WITH_A_NAME
#: Closings that begin the name of a house or a person as well, or thank the one who is written to.
_DOUBTFUL = _WEAK - {"regards", "saluti", "saludos", "groet", "groeten", "hilsen", "hälsning", "hälsningar"} | {
    "lg", "vg", "kh", "mfg", "att", "abs", "gr", "selam", "herzlich", "sevgiler", "以上", "以上です",
}  # fmt: skip
_FIRST_WORDS = frozenset(one.split()[0].strip(".") for one in _ALL_CLOSINGS)
_MOST_CLOSING_WORDS = 6

#: Between closings in two languages: "Freundliche Grüsse / Kind regards".
_LANGUAGES = re.compile(r" ?[/|] ?")
_MARKS = ",.;:!-–—、。，！ "  #: behind a closing
_DELIMITERS = frozenset({"--", "—", "––", "-- ", "— ", "–– "})
_RULES = frozenset("-=_*━─＿＝~～・※◆■＊…")
_RULE = re.compile(r"(.) ?(?:\1 ?){4,}.{0,30}")
_CONTACT = re.compile(
    r"@|https?://|www\.|(?i:\btel\b|\bphone\b)|TEL|〒|株式会社|有限公司|電話|电话|\+?\d[\d\s\-()]{7,}"
)
_DEVICE = re.compile(
    r"(?:sent from (?:my|mail|outlook|yahoo)|get outlook for|von meinem .{2,30} gesendet|gesendet von"
    r"|envoyé de(?:puis)? mon"
    r"|enviado desde (?:mi|el)|enviado do meu|inviato da|verzonden v(?:anaf|an) mijn|wysłane? z"
    r"|skickat från (?:min|mitt)"
    r"|sendt fra min|iphone'?umdan gönderildi|iphoneから送信|发自我的|發自我的)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"(?:p\.? ?-?s\.?\s?[:.\-–]|ps\s*:|ps\s|追伸|追記|附言|又及)", re.IGNORECASE)
_SHORT = 72
#: How a line begins that a closing stands at the beginning of: its first four letters, or the whole of a short one.
_BEGINNINGS = tuple(
    frozenset(one[:size] for one in CLOSINGS if len(one) == size or (size == 4 and len(one) > 4))
    for size in range(2, 5)
)
_FIRST_TWO = frozenset(one[:2] for ones in _BEGINNINGS for one in ones)
#: Of so many lines at the end of a letter each may start a signature.
_LAST = 16
_SIGNATURE_CAP = 4096


def split_signature(text: str) -> tuple[str, str]:
    """Cuts a letter before its closing words.

    Args:
        text: without quoted history.

    Returns:
        what is above the closing, with any postscript, and the closing with all that follows (at most 4 KiB).
        Where nothing would be left above, the whole text and "".
    """
    lines = text.split("\n")
    at = _signature_start(lines)
    if at is None:
        return text.strip("\n"), ""
    above, below = lines[:at], lines[at:]
    postscript, below = _postscript(below)
    body = "\n".join([*above, *([""] if postscript else []), *postscript]).strip("\n ")
    return body, "\n".join(below).strip("\n ")[:_SIGNATURE_CAP]


def lowered(text: str) -> str:
    """Lower case, letter for letter: the Turkish "İ" would become two characters otherwise."""
    return text.replace("İ", "i").lower()


def closes(line: str) -> bool:
    """Whether a whole line is the closing words of a letter, those met with a name in one line among them."""
    folded = " ".join(lowered(line).split())
    each = (part.strip("*_" + _MARKS) for part in _LANGUAGES.split(folded))
    return all(part in _ALL_CLOSINGS for part in each)


def closing_off(line: str) -> str:
    """A line that signs without the closing words at its head: "Mvh. Søren Bech" is "Søren Bech"."""
    tokens = line.split()
    if len(tokens) < 2 or lowered(tokens[0]).strip(",.;:!-–— ") not in _FIRST_WORDS:
        return line
    for size in range(min(len(tokens) - 1, _MOST_CLOSING_WORDS), 0, -1):
        head, rest = " ".join(tokens[:size]), " ".join(tokens[size:])
        bare = lowered(head).strip(",.;:!-–— ")
        rest = rest.removeprefix("/ ")
        if bare not in _ALL_CLOSINGS or not _is_name(rest) or rest[0] in "&+|/-" or closes(rest):
            continue
        if bare not in _DOUBTFUL or head[0].islower() or head[-1] in ",.!" or head == "MfG":
            return rest.lstrip("-–—, ")
    return line


def _signature_start(lines: list[str]) -> int | None:
    filled = [number for number, line in enumerate(lines) if line and not line.isspace()]
    shown = [lines[number].strip() for number in filled]
    for place in _likely(shown):
        line, number, following = shown[place], filled[place], shown[place + 1 : place + 16]
        if (
            _is_delimiter(lines[number], following, len(filled) - place)
            or _is_closing(line, following, lines, number)
            or _is_ruled_off(line, following, len(filled) - place)
            or (len(following) <= 2 and len(line) <= _SHORT and _DEVICE.match(line) is not None)
        ):
            return number
    return None


def _likely(shown: list[str]) -> Iterator[int]:
    """Where a signature may start: not with the first line; in the last ones, or with a dash or a closing."""
    end = max(1, len(shown) - _LAST)
    for place, line in enumerate(shown[1:end], 1):
        two = line[:2]
        # Most lines are no more than looked at here: they begin as no closing does.
        if (two.lower() in _FIRST_TWO or two[0] in "-*_" or not two.isascii()) and (
            two[0] in "-—–" or _may_close(line)
        ):
            yield place
    yield from range(end, len(shown))


def _may_close(line: str) -> bool:
    """Whether a line begins with words that close a letter."""
    if len(line) > 90:
        return False
    two, three, four = _BEGINNINGS
    plain = line[:4]
    plain = plain.lower() if plain.isalpha() and plain.isascii() else lowered(line.lstrip("*_ ").lstrip()[:4])
    return plain in four or plain[:3] in three or plain[:2] in two


def _is_delimiter(line: str, following: list[str], left: int) -> bool:
    return line in _DELIMITERS and left <= 26 and (not following or len(following[0]) <= 2 * _SHORT)


def _is_closing(line: str, following: list[str], lines: list[str], number: int) -> bool:
    if not _may_close(line):
        return False
    words, name = _closing_words(line)
    if words is None:
        return False
    if words in _WEAK or _WEAK.issuperset(_LANGUAGES.split(words)):
        close = lines[number + 1 : number + 3]
        return bool(name) or any(0 < len(one.strip()) <= 40 and _is_name(one.strip()) for one in close)
    return bool(name) or not following or len(following[0]) <= _SHORT


def _closing_words(line: str) -> tuple[str | None, str]:
    plain = lowered(line.strip("*_ "))
    bare = plain.rstrip(_MARKS)
    if bare in CLOSINGS:
        return bare, ""
    each = [part.strip(_MARKS) for part in _LANGUAGES.split(bare)]
    if CLOSINGS.issuperset(each):  # in two languages; one that is no common word is enough
        return next((part for part in each if part not in _WEAK), bare), ""
    for mark in (",", "，", " - ", " – ", "  "):
        words, found, rest = plain.partition(mark)
        if found and words.strip() in CLOSINGS and _is_name(line[-len(rest) :].strip() if rest else ""):
            return words.strip(), rest.strip()
    return None, ""


def _is_name(text: str) -> bool:
    """A short line that reads like a name or a team, not like a sentence."""
    return (
        0 < len(text) <= 40
        and text[-1] not in ".!?:;。？！"
        and len(text.split()) <= 5
        and not text[0].islower()
    )


def _is_ruled_off(line: str, following: list[str], left: int) -> bool:
    if line[0] not in _RULES or not _RULE.fullmatch(line) or left > 16 or not following:
        return False
    return all(len(one) <= _SHORT for one in following) and any(_CONTACT.search(one) for one in following)


def _postscript(below: list[str]) -> tuple[list[str], list[str]]:
    """Takes a "P.S." paragraph out of the lines of a signature: it is part of the letter."""
    for number, line in enumerate(below[:12]):
        if number and _POSTSCRIPT.match(line.strip()):
            end = next((at for at in range(number, len(below)) if not below[at].strip()), len(below))
            return below[number:end], below[:number] + below[end:]
    return [], below

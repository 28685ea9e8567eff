"""A mail's text cut into the sentences that the classifier judges one by one.

Mail is not prose: lines are hard-wrapped (RFC 5322 2.1.1 asks for 78 characters), lists and signatures stand
in short lines, and addresses hold full stops. Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

MAX_SENTENCES = 400
MAX_LENGTH = 600
#: Below this width a block of lines is a list, an address or a poem, not wrapped prose.
_MIN_WRAP_WIDTH = 45

_BLANK = re.compile(r"\n[ \t\r]*\n")
_BULLET = re.compile(r"(?:[-*+•·▪◦–—>|#]|\(?\d{1,2}[.)]|[a-z]\))\s")
# The look-behind keeps a long row of full stops from being tried again at each of them.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s+|[。！？｡]+[」』）”]*\s*")
#: A stop before a sentence that begins with a small letter, or with a capital.
_SMALL = re.compile(r"\w{4}[.!?]\s+[a-zß-öø-ÿœąćęłńóśźżğış]")
_LARGE = re.compile(r"\w{2}[.!?]\s+[^\W\d_a-zß-öø-ÿœąćęłńóśźżğış]")
_FIRST = re.compile(r"[^\W\d_]")
_MANY = 2
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘]*$")
#: Words that end in a full stop without ending a sentence, in the thirteen languages, case folded.
_SHORTENED = """
    mr mrs ms dr prof st vs e.g i.e eg ie tel approx dept ref attn hr fr frau herr bzw z.b ca d.h u.a
    usw evtl ggf inkl str ing dipl mme mlle m av bd apr janv sra srta sig dott avv gent spett ecc pag
    dhr mevr drs bv enz bijv nl tzn np m.in ul godz bl.a t.ex dvs ang vedr f.eks kl jan feb mar jun jul
    aug sep sept oct okt nov dec dez p.s a.m p.m
"""
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_BEFORE_NUMBERS = frozenset({"no", "nos", "nr", "fig", "abs", "art", "num", "núm"})


def split(text: str) -> list[str]:
    """The sentences of a text, in order, white space folded.

    Args:
        text: any text; only as much is read as MAX_SENTENCES of MAX_LENGTH can hold.

    Returns:
        at most MAX_SENTENCES sentences of at most MAX_LENGTH characters, each with at least one letter.
    """
    return [sentence for _, sentences in lines(text) for sentence in sentences]


@lru_cache(maxsize=2)  # several readers of one mail ask one after the other
def lines(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lines of a text as they were before somebody's mail program wrapped them, and the sentences of each, as
    `split` has them; a line of figures has none."""
    text = text[: MAX_SENTENCES * MAX_LENGTH]
    small = _begins_small(text)
    found, left = [], MAX_SENTENCES
    for block in blocks(text):
        for line in block:
            its = [one for one in _pieces(line, small) if any(map(str.isalpha, one))][:left]
            left -= len(its)
            found.append((line, tuple(its)))
            if not left:
                return tuple(found)
    return tuple(found)


def ends(text: str, most: int) -> str:
    """As much of a text, most of it from its top and the rest from its foot."""
    return text if len(text) <= most else text[: most * 3 // 4] + "\n\n" + text[-most // 4 :]


def blocks(text: str) -> Iterator[list[str]]:
    """What stands between empty lines: of each its lines, as they were before somebody's mail program wrapped them."""
    for block in _BLANK.split(text.replace("\r\n", "\n")):
        yield list(_unwrap(block.split("\n")))


def _unwrap(lines: list[str]) -> Iterator[str]:
    """Joins the lines of one block that were one line before somebody's mail program wrapped them."""
    kept = [folded for line in lines if (folded := " ".join(line.split()))]
    width = max((len(line) for line in kept), default=0)
    joined: list[str] = []
    for index, line in enumerate(kept):
        if index and not _wrapped(kept[index - 1], line, width):
            yield _glue(joined)
            joined = []
        joined.append(line)
    if joined:
        yield _glue(joined)


def _wrapped(line: str, following: str, width: int) -> bool:
    if _BULLET.match(following):
        return False
    if _CJK.match(following) and _CJK.search(line[-1:]):
        return len(line) >= 15
    if following[0].islower() and len(line) >= 30:
        return True
    first_word = following.partition(" ")[0]
    return _MIN_WRAP_WIDTH <= width <= 120 and len(line) + 1 + len(first_word) > width


def _glue(lines: list[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text += line if _CJK.match(line) and _CJK.search(text[-1:]) else " " + line
    return text


def _begins_small(text: str) -> bool:
    """Whether its sentences begin with small letters, as some write to friends: the first does, and many, and none with
    a capital."""
    first = _FIRST.search(text)
    if first is None or not first[0].islower():
        return False
    return len(_SMALL.findall(text)) >= _MANY and not _LARGE.search(text)


def _pieces(line: str, small: bool) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(line):
        if stop.group()[0] in "。！？｡" or _ends_sentence(line, start, stop, small):
            yield from _capped(line[start : stop.end()].strip())
            start = stop.end()
    if start < len(line):
        yield from _capped(line[start:].strip())


def _ends_sentence(line: str, start: int, stop: re.Match[str], small: bool) -> bool:
    following = line[stop.end() : stop.end() + 1]
    if following.islower() and not small:
        return False
    if not stop.group().rstrip().startswith(".") or stop.group().startswith(".."):
        return True
    before = _WORD_BEFORE.search(line, max(start, stop.start() - 40), stop.start())
    word = before.group() if before else ""
    if len(word) == 1 and word.isalpha() and word != "I":
        return False  # an initial: "J. Smith"
    if word.isdigit() and len(word) <= 2 and not following.isdigit():
        return False  # a date as many languages write it: "am 3. März"
    folded = word.casefold()
    return folded not in _ABBREVIATIONS and not (folded in _BEFORE_NUMBERS and following.isdigit())


def _capped(sentence: str) -> Iterator[str]:
    while len(sentence) > MAX_LENGTH:
        cut = sentence.rfind(" ", MAX_LENGTH // 2, MAX_LENGTH)
        cut = cut if cut > 0 else MAX_LENGTH
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    if sentence:
        yield sentence

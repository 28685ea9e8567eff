"""What is added to a mail by rule and not by its writer: disclaimers below it, where a house is registered, and the
warnings of mail gateways above.

They speak of another world in another tone, often in another language, and say nothing of what the mail says. Sentence
by sentence is set apart what is plainly one of these; whatever else stands there stays. added_words.py has the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watcher.reading.added_words import (
    BESIDE_IT,
    HELD,
    KEEPING,
    LEARN_WHY,
    OF_MAIL,
    PERSONAL,
    REGISTERED,
    SELDOM,
    SELDOM_WORDS,
    SIGNS,
    THIS_MAIL,
    TITLES,
    VIRUS,
    WARNED,
    WARNINGS,
)
from watcher.reading.signatures import lowered

#: A place in a text: where it begins and ends.
_Span = tuple[int, int]

_SIGNS = {language: tuple(map(re.compile, signs)) for language, signs in SIGNS.items()}
_THIS_MAIL = {language: re.compile(words) for language, words in THIS_MAIL.items()}
#: The same in any place of a text of several sentences.
_ANYWHERE = {language: re.compile(words.replace("^", r"\b")) for language, words in THIS_MAIL.items()}
#: A disclaimer has so many sorts of signs; the first three sorts say what one is.
_LEAST, _SAYING = 3, 3
_HELD = {language: words.split("|") for language, words in HELD.items()}
_WARNINGS = [tuple(map(re.compile, patterns)) for patterns in WARNINGS]
_SELDOM, _LEARN_WHY, _TITLE, _REGISTERED, _BESIDE_IT, _KEEPING, _PERSONAL = map(
    re.compile, (SELDOM, LEARN_WHY, TITLES, REGISTERED, BESIDE_IT, KEEPING, PERSONAL)
)
_VIRUS, _OF_MAIL = re.compile(VIRUS), re.compile(f"{OF_MAIL}|{VIRUS}")
#: A tag that a gateway puts above a mail, or before its subject.
_TAGGED = (
    r"(?:[\[({] ?(?i:warning: ?)?(?i:ext|extern(?:al|e|er|o|a|t)?|spam\??|suspected spam)"
    r"(?i: e?-?mail| sender| message)? ?[\])}]"
    r"|EXTERN(?:AL|E)? (?:E?-?MAIL|SENDER|MESSAGE)(?=:| -|\n|$)|\*{2,5} ?SPAM ?\*{2,5}|\[社外\])[\s:-]{0,5}"
)
_TAG = re.compile(rf"(?P<reply>(?:\s*\w{{1,8}}(?:\[\d+\])?\s*[:：])*\s*)(?:{_TAGGED})+")
_BANNER = re.compile(rf"\s*(?:(?:CAUTION|WARNING|ACHTUNG|ATTENTION)\W{{1,5}})?{_TAGGED}")
#: Words of which each of these holds one: all of them, and those that are ASCII.
_ALL_HELD = tuple(dict.fromkeys(word for words in _HELD.values() for word in words))
_ALL_WARNED = (*WARNED.split("|"), *SELDOM_WORDS.split("|"))
_HELD_IN_ASCII, _WARNED_IN_ASCII = (tuple(filter(str.isascii, each)) for each in (_ALL_HELD, _ALL_WARNED))
#: Characters at the beginning that are looked at for warnings, and at the end for where a house is registered; and
#: those in which a word of a disclaimer must stand, and that are looked at for all of it, in all its languages.
_BEGINNING, _HOUSE_END, _END, _BEFORE_END = 800, 1_200, 1_500, 6_000
#: A title has no more characters, nor has a bit of a line that is no sentence.
_BIT = 30
#: What ends with a stop that ends no sentence.
_SHORT_FORM = re.compile(
    r"\b(?:[^\W\d]|h\.c|s\.?r\.?l|s\.?p\.?a|s\.a|a\.ş|sp|o\.o|ltd|inc|co|dr|no|nr|idnr|st|b\.v|n\.v|iva)\.$"
)
_LINE_WITH_FIGURE = re.compile(r"^[^\d\n]*+\d[^\n]*", re.MULTILINE)
#: What ends a sentence: a stop, but for that of "3. Juni", or a line end.
_SENTENCE_END = re.compile(r"(?<!\b\d)(?<!\b\d\d)[.!?][\"')\]]*\s+|[。！？]\s*|\n")
#: A line as long as this goes on in the next, if that begins with a small letter.
_WRAPPED = 55


def apart(text: str) -> tuple[str, str]:
    """What was written, and what was added to it by rule; the whole text and "" where nothing else is left.

    Args:
        text: of a mail, without quoted history; with its signature.
    """
    found = sorted({*_warnings(text), *_disclaimers(text), *_house(text)})
    spans = [one for one in found if not _says_more(lowered(text[slice(*one)]))]
    if not spans:
        return text, ""
    kept, added, at = [], [], 0
    for begin, end in _joined(text, spans):
        kept.append(text[at:begin])
        added.append(text[begin:end])
        at = end
    rest = "".join([*kept, text[at:]])
    return (rest, "\n".join(added)) if rest.strip() else (text, "")


def _says_more(sentence: str) -> bool:
    """Whether a sentence in lower case may tell an answer, a day or a task, and so stays. That nobody is liable for
    viruses may be regretted, too.
    """
    return _KEEPING.search(sentence) is not None and not _VIRUS.search(sentence)


def _joined(text: str, spans: Sequence[_Span]) -> list[_Span]:
    """Places in order, those that touch, or have only white space between them, as one."""
    found: list[_Span] = []
    for begin, end in spans:
        if found and not text[found[-1][1] : begin].strip():
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found


def untagged(subject: str) -> str:
    """A subject without what gateways put before it, each time that it passed one."""
    while tag := _TAG.match(subject):
        subject = f"{tag['reply']}{subject[tag.end() :]}"
    return subject


def _sentences(text: str, begin: int, end: int) -> Iterator[_Span]:
    """Where the sentences of a part of a text, as it is written, begin and end, without white space around them."""
    at, line = begin, begin
    for stop in [*_SENTENCE_END.finditer(text, begin, end), None]:
        last = stop.end() if stop else end
        if stop and stop[0] == "\n":
            wrapped, line = stop.start() - line >= _WRAPPED and text[last : last + 1].islower(), last
            if wrapped:
                continue
        elif stop and "\n" in stop[0]:
            line = last
        sentence = text[at:last]
        if bare := sentence.strip():
            first = at + len(sentence) - len(sentence.lstrip())
            yield first, first + len(bare)
        at = last


def _warnings(text: str) -> list[_Span]:
    """The sentences of warnings at the beginning of a text; what stands above one is a title of it, or is none."""
    top = text[:_BEGINNING]
    read = lowered(top)
    if not any(map(read.__contains__, _WARNED_IN_ASCII if read.isascii() else _ALL_WARNED)):
        return []
    banner = _BANNER.match(top)
    found = [banner.span()] if banner else []
    before = ""
    for begin, end in _sentences(top, banner.end() if banner else 0, len(top)):
        sentence = read[begin:end]
        goes_on = found and "\n\n" not in top[found[-1][1] : begin] and _goes_with(sentence, before)
        if goes_on or _begins_warning(sentence):
            found.append((begin, end))
        elif found or not _is_title(sentence):
            break
        before = sentence
    return found


def _begins_warning(sentence: str) -> bool:
    """Whether a sentence says that the mail is from outside, or from somebody who has not written before."""
    return _SELDOM.search(sentence) is not None or any(
        outside.search(sentence) for outside, _, _ in _WARNINGS
    )


def _goes_with(sentence: str, before: str) -> bool:
    """Whether a sentence says of what to beware, after one that says why."""
    if _SELDOM.search(before) and _LEARN_WHY.match(sentence):
        return True
    return any(what.search(sentence) and how.search(sentence) for _, what, how in _WARNINGS)


def _is_title(sentence: str) -> bool:
    """Whether a line may stand above a warning: "CAUTION:"."""
    return len(sentence) <= _BIT and not sentence.endswith(",")


def _disclaimers(text: str) -> list[_Span]:
    """The sentences of disclaimers near the end of a text, and their titles."""
    end = lowered(text[-_END:])
    if not any(map(end.__contains__, _HELD_IN_ASCII if end.isascii() else _ALL_HELD)):
        return []
    since = max(0, len(text) - _BEFORE_END)
    read = lowered(text[since:])
    held = {
        language
        for language, words in _HELD.items()
        if any(word in read for word in words) and _ANYWHERE[language].search(read)
    }
    if not held:
        return []
    tail = text[since:]
    sentences = list(_sentences(tail, 0, len(tail)))
    found: list[_Span] = []
    at = 0
    while at < len(sentences):
        language = _begins(read[slice(*sentences[at])], held)
        its, after = _goes_on(read, sentences, at, language) if language else ([], at + 1)
        if its and at and _TITLE.fullmatch(read[slice(*sentences[at - 1])].strip()):
            its.insert(0, sentences[at - 1])
        found += its
        at = after
    return [(since + begin, since + stop) for begin, stop in found]


def _begins(sentence: str, languages: set[str]) -> str:
    """The language in which a sentence says of the mail that it is confidential, for whom it is meant, or that it may
    have come by mistake; "" for none."""
    return next(
        (
            language
            for language in _SIGNS
            if language in languages
            and _THIS_MAIL[language].search(sentence.strip())
            and any(sign.search(sentence) for sign in _SIGNS[language][:_SAYING])
        ),
        "",
    )


def _goes_on(text: str, sentences: Sequence[_Span], first: int, language: str) -> tuple[list[_Span], int]:
    """The sentences of a disclaimer from its first one on, and which one comes after it; none where it has too few
    signs, and the first one that may say something else ends it.
    """
    kinds, at = _kinds(text[slice(*sentences[first])], language), first + 1
    while at < len(sentences):
        sentence = text[slice(*sentences[at])]
        more = _kinds(sentence, language)
        if not more or (len(more) == 1 and not _is_sure(sentence, _SIGNS[language][min(more)])):
            break
        kinds |= more
        at += 1
    return (list(sentences[first:at]), at) if len(kinds) >= _LEAST else ([], first + 1)


def _is_sure(sentence: str, sign: re.Pattern[str]) -> bool:
    """Whether a sentence with one sort of signs belongs to a disclaimer: it has two of them, or speaks of mail."""
    return _OF_MAIL.search(sentence) is not None or len(sign.findall(sentence)) > 1


def _kinds(sentence: str, language: str) -> set[int]:
    """The sorts of signs that a sentence has, by their numbers."""
    return {kind for kind, sign in enumerate(_SIGNS[language]) if sign.search(sentence)}


def _house(text: str) -> list[_Span]:
    """The sentences at the end of a text that say where a house is registered."""
    since = max(0, len(text) - _HOUSE_END)
    read = lowered(text[since:])
    found: list[_Span] = []
    for line in _LINE_WITH_FIGURE.finditer(read):
        its = _REGISTERED.findall(line[0])
        if len(its) > 1 or (its and _BESIDE_IT.search(line[0])):
            found += _of_a_house(text[since:], read, line.span())
    return [(since + begin, since + end) for begin, end in found]


def _of_a_house(text: str, read: str, line: _Span) -> list[_Span]:
    """The sentences of a line from the first one on that names a register, with what stands beside it, and the bits
    between them; none that speaks to somebody."""
    found: list[_Span] = []
    for begin, end in _unbroken(text, read, line):
        sentence = read[begin:end]
        bit = len(sentence) <= _BIT and not sentence.endswith((".", "!", "?", "。"))
        named = _REGISTERED.search(sentence) or (found and (bit or _BESIDE_IT.search(sentence)))
        if named and not _PERSONAL.search(sentence):
            found.append((begin, end))
    return found


def _unbroken(text: str, read: str, line: _Span) -> Iterator[_Span]:
    """The sentences of a line; the stop of a short form ends none, but at the end of the line."""
    first: int | None = None
    for begin, end in _sentences(text, *line):
        first = begin if first is None else first
        if end == line[1] or not _SHORT_FORM.search(read, first, end):
            yield first, end
            first = None

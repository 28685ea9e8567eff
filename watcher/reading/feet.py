"""Where the lines stand that sign a letter, if no closing words of the usual kind stand above them.

Many letters close with a sentence ("Je vous prie d'agréer, Madame, mes salutations distinguées."), with words that
go on ("Cordiali saluti dal lago,"), with none, or in the last line of the text ("Good luck. Cheers, Anna").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from watcher.reading.given_names import is_given
from watcher.reading.names import TITLES, is_closing, key, legal_off, words
from watcher.reading.people import person
from watcher.reading.signatures import closing_off

_LINES = 14  #: at the end of a text
_WIDTH = 60  #: of a line that is no sentence
_MOST_BLOCKS, _MOST_LINES = 3, 6  #: at the end of a text in which somebody signs, and lines of one
#: Sentences that close a letter.
_FORMULA = re.compile(
    r"\b(?:agréer|agreer|croire)\b.{0,80}\b(?:salutations?|sentiments?|considération|expression|respect\w*)\b"
    r"|\b(?:recevez|recevoir|adress\w+)\b.{0,40}\bsalutations?\b"
    r"|\b(?:(?:le|la|les) salud[ao]\w*|reciba\w* un|sin otro particular|quedo a (?:su|tu) disposición)\b"
    r"|\b(?:porg\w+|invi\w+|con i (?:più|migliori))\b.{0,30}\bsaluti\b"
    r"|\b(?:subscrevo-me|apresent\w+ os (?:meus|nossos))\b"
    r"|\b(?:verblijf ik|verblijven wij|z wyrazami|łączę|zostaję)\b",
    re.IGNORECASE,
)
#: Behind closing words that go on: "Cordiali saluti dal lago", "Mvh från Umeå", "Viele Grüße aus Kiel".
_GOES_ON = re.compile(r"(?:dal|dalla|da|från|fra|aus|vom|from|de|du|des|depuis|desde|do|da|uit|van|z|ze|i)\b")
_PHONE = re.compile(
    r"[\s,|·]+(?:(?:tel|tlf|tfn|mob|m|t|cel|cep|gsm|dir)[.:]? ?)?(?:\+\d|\(?0\d)[\d ()/.-]{5,24}$",
    re.IGNORECASE,
)


def without_phone(line: str) -> str:
    """ "Hatice Bahar" of "Hatice Bahar 0533 555 04 19"; a line that is nothing but a number stays."""
    return _PHONE.sub("", line) if line[:1].isalpha() else line


def below_a_formula(text: str) -> list[str]:
    """The last lines of a text below a sentence, or longer words, that close it."""
    tail = [line for line in text.splitlines()[-_LINES:] if line.strip()]
    at = next((at for at in range(len(tail) - 1, -1, -1) if _closes(tail[at].strip())), None)
    return [] if at is None else tail[at + 1 :]


def signed_blocks(text: str) -> list[str]:
    """The last blocks of a text, if the first line of the first of them is somebody's name, and none a sentence."""
    blocks = [block.splitlines() for block in re.split(r"\n\s*\n", text.strip())[-_MOST_BLOCKS - 1 :]]
    for count in range(1, min(_MOST_BLOCKS, len(blocks) - 1) + 1):
        block = blocks[-count]
        if len(block) > _MOST_LINES or not all(len(line) <= _WIDTH for line in block[1:]):
            return []
        signed = _signed(block)
        if signed:
            above = blocks[-count - 1][-1].rstrip()
            return (
                []
                if above.endswith(":")
                else [*signed, *(line for rest in blocks[len(blocks) - count + 1 :] for line in rest)]
            )
        if any(_is_sentence(line) for line in block):
            return []
    return []


def _signed(block: Sequence[str]) -> list[str]:
    """A block from the name on that its first line is, or its second below a last sentence, or its first ends with."""
    first = block[0].strip()
    last = re.split(r"(?<=[.!?]) ", first)[-1]
    if closing_off(last) != last:
        return [closing_off(last), *block[1:]]
    if is_somebody(first):
        return list(block)
    if len(block) > 1 and not first.endswith(":") and is_somebody(block[1].strip()):
        return list(block[1:])
    return []


def is_somebody(line: str) -> bool:
    """Whether a line begins with the whole name of a human being, by a first name or a title."""
    name = person(re.split(r"\s[|·–—@-]\s|, |\s\(", line)[0])
    spelled = words(name)
    return len(spelled) > 1 and (is_given(spelled[0]) or spelled[0] in TITLES)


def _closes(line: str) -> bool:
    if _FORMULA.search(line) and len(line) < 3 * _WIDTH:
        return True
    if len(line) > _WIDTH or line.endswith("."):
        return False
    spoken = line.split()
    heads = (size for size in range(min(4, len(spoken) - 1), 1, -1) if is_closing(" ".join(spoken[:size])))
    return any(_GOES_ON.match(key(spoken[size]) or "-") for size in heads)


def _is_sentence(line: str) -> bool:
    return legal_off(line).rstrip().endswith((".", "!", "?", ":", ";")) and len(line.split()) > 4

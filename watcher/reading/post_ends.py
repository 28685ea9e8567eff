"""Where a post ends that a phrase introduces, in the languages that write posts in small letters.

A post runs on up to a word or sign at which it surely ends. What may stand within one ("Specjalista ds. Kadr i
Płac", "social- og sundhedsassistent") is told from what begins the rest of the sentence; where that cannot be
told, there is no post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from watcher.reading.given_names import is_given
from watcher.reading.names import has_occupation, key, word_set
from watcher.reading.phrasebook import Phrasebook

#: Words of a post that are shortened by a full stop, spelled as `key` does. `sentences` cuts behind them.
_SHORTENED = word_set("ds sr jr mł st wiz asyst resp adm sup spec tec bitr stv stellv esp uzm yrd muh")
_SHORT_END = re.compile(r"(?:^|[\s(/])(\w{2,7})\.$")
_CLAUSE = re.compile(r"\.(?=\s|$)|[,;:!?…()\[\]«»“”„\"]| [-–—|] |\s-\s")
_REACH = 120
_MOST_WORDS = 7
_LONGEST = 1_200  #: characters of sentences put together again
_SHORTEST_MONTH = 4  #: letters; "mar" and "set" are other words as well
#: Languages in which what a post is about stands before its head: "salgskonsulent", and nothing bare behind it.
_HEAD_LAST = frozenset({"da", "sv"})
_STOPPING = frozenset(".!?…")
_PUNCTUATION = ".,;:!?'’"
#: What stands before a post that is the subject of its sentence, so that a verb must follow it.
_OPENING = re.compile(
    r"^\W{0,3}(?:(?:el|la|los|las|le|les|il|lo|o|a|os|as|de|het|die|den|det) )?$", re.IGNORECASE
)


def joined(lines: Iterable[str]) -> Iterator[str]:
    """Sentences, put together again where they were cut behind a shortened word of a post."""
    held = ""
    for line in lines:
        held = f"{held} {line}" if held else line
        cut = _SHORT_END.search(held, max(0, len(held) - 10))
        if not (cut and key(cut[1]) in _SHORTENED and len(held) < _LONGEST):
            yield held
            held = ""
    if held:
        yield held


def upto(line: str, start: int, at: int, book: Phrasebook) -> tuple[str, int]:
    """The post that begins at a place of a line, and where it ends; "" where that is not sure.

    Args:
        start: where the words begin that introduce it; it begins itself at `at`.
    """
    rest = line[at : at + _REACH]
    cut = _clause_end(rest)
    clause = rest[: cut.start()] if cut else rest
    ended = bool(cut) or len(line) <= at + _REACH
    tokens = clause.split()
    count = _counted(tokens, book)
    taken = tokens[:count]
    if not (ended or count < len(tokens)) or len(taken) > _MOST_WORDS:
        return "", 0
    soft = book.stops("role", "soft")
    while taken and (taken[-1] == "/" or (taken[-1].islower() and _is_small(taken[-1], soft, book))):
        taken.pop()
    name = " ".join(taken)
    stopped = cut.group() if cut and count == len(tokens) else ""
    opens = _OPENING.match(line[:start]) is not None and line[at - 2 : at] != ": "
    if stopped in _STOPPING and opens and any(not _is_small(one, soft, book) for one in _lower(taken[1:])):
        return "", 0  # "La plaza de cocinero sigue libre.": the verb must be in it
    if name.endswith("-") or _is_shortened(taken) or (stopped == "." and _is_scrap(name, book)):
        return "", 0  # only the beginning of a post
    return name, at + len(name)


def _lower(taken: Sequence[str]) -> list[str]:
    return [word for word in taken if word.islower()]


def _is_shortened(taken: Sequence[str]) -> bool:
    return all(key(word) in _SHORTENED for word in taken)


def _is_scrap(name: str, book: Phrasebook) -> bool:
    """Whether a name is likelier a shortened word that is not known: "wr"."""
    return len(name) <= 3 and not name.isupper() and not _says_occupation(name, book)


def _clause_end(rest: str) -> re.Match[str] | None:
    for cut in _CLAUSE.finditer(rest):
        before = rest[: cut.start()].rpartition(" ")[2]
        if cut.group() != "." or key(before) not in _SHORTENED:
            return cut
    return None


def _is_small(token: str, soft: frozenset[str], book: Phrasebook) -> bool:
    return token in book.joiners or key(token) in soft


def _counted(tokens: Sequence[str], book: Phrasebook) -> int:
    """How many of the words belong to the post."""
    stops, soft = book.stops("role"), book.stops("role", "soft")
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else ""
        upcoming = tokens[index + 1] if index + 1 < len(tokens) else ""
        spelled = key(token)
        if index and token in ("/", book.conjunction):
            if not _goes_on(before, token, upcoming, book):
                return index
        elif spelled in stops or (spelled in soft and upcoming[:1].isupper()) or _ends(token, book):
            return index
        elif not index and (token.isdigit() or book.numbers.get(token.casefold(), 0) > 1):
            return 0  # "un stage de six mois"
        elif index and _is_behind_head(before, token, soft, book):
            return index
    return len(tokens)


def _is_behind_head(before: str, token: str, soft: frozenset[str], book: Phrasebook) -> bool:
    """Whether a bare word stands behind a whole post: "bogholder søges"."""
    if book.language not in _HEAD_LAST or _is_small(token, soft, book):
        return False
    return before.islower() and token.islower() and _says_occupation(before, book)


def _goes_on(before: str, joint: str, after: str, book: Phrasebook) -> bool:
    """Whether "and" or a stroke stands within a post."""
    if joint == "/":
        return _says_occupation(after, book)
    if before.endswith("-"):
        return bool(after)
    names = before[:1].isupper() and after[:1].isupper() and not is_given(key(after))
    return names and key(after) not in book.stops("role")


def _ends(token: str, book: Phrasebook) -> bool:
    """Whether a word is none of a post by its form: a verb, a weekday, a month."""
    bare = token.strip(_PUNCTUATION)
    if len(bare) >= _SHORTEST_MONTH and bare.casefold() in book.months:
        return True
    return book.found("role", "ends", bare)


def _says_occupation(word: str, book: Phrasebook) -> bool:
    return has_occupation(word) or book.found("role", "occupations", word)

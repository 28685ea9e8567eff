"""What the words of thirteen languages have in common: "someone else", "jemand anders" and 別の方 are one concept.

A sentence is also read as a row of concepts. What the model learns of such a row in one language ("another" before
"chosen") holds in the others, where that sentence was never written down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

Tokens = Callable[[str], list[str]]
#: What one place of a sentence means; a word may have two meanings.
Meaning = tuple[str, ...]

#: Longer sentences are read up to here.
MAX_CONCEPTS = 60
#: Two concepts make a pair if they stand at most so many places apart.
NEAR = 4
#: What changes the meaning of the concepts it speaks of: its mark, and how many of them these are at most.
SCOPES = {"NOT": ("-", 3), "IF": ("?", 6)}
_SCOPING = frozenset(SCOPES)
#: A clause ends here.
_TURN = "BUT"
#: Where the verb and its "not" stand at the end, they speak of what comes before them.
_VERB_LAST = frozenset({"ja", "tr"})


class Lexicon:
    """The words of one language and what they mean.

    Args:
        forms: for each concept its words, case folded. "*" at the end of a word stands for any ending, "_" joins
            the words of a phrase.
        tokens: cuts a form into tokens, as sentences are cut.
    """

    def __init__(self, forms: Mapping[str, Sequence[str]], tokens: Tokens) -> None:
        self._words: dict[str, Meaning] = {}
        self._stems: dict[str, Meaning] = {}
        self._phrases: dict[str, list[tuple[list[str], bool, Meaning]]] = defaultdict(list)
        self._known: dict[str, Meaning] = {}
        phrases: dict[tuple[bool, tuple[str, ...]], set[str]] = defaultdict(set)
        for concept, written in forms.items():
            for form in written:
                words = tuple([token.casefold() for token in tokens(form.rstrip("*").replace("_", " "))])
                any_ending = form[-1] == "*"
                if len(words) > 1:
                    phrases[any_ending, words].add(concept)
                elif words:
                    singles = self._stems if any_ending else self._words
                    before = singles.get(words[0])
                    singles[words[0]] = tuple(sorted({*before, concept})) if before else (concept,)
        #: How long the stems are that begin so: few words begin as any stem does.
        self._beginning = min(map(len, self._stems), default=0)
        self._lengths: dict[str, list[int]] = defaultdict(list)
        for length, beginning in sorted({(len(stem), stem[: self._beginning]) for stem in self._stems}):
            self._lengths[beginning].append(length)
        for (any_ending, words), meanings in phrases.items():
            self._phrases[words[0]].append((list(words), any_ending, tuple(sorted(meanings))))
        #: What may stand second in them, whole and by its beginning: mostly something else does.
        self._second: dict[str, tuple[set[str], tuple[str, ...]]] = {}
        for first, listed in self._phrases.items():
            listed.sort(key=lambda phrase: -len(phrase[0]))
            begun = tuple({words[1] for words, any_ending, _ in listed if any_ending and len(words) == 2})
            self._second[first] = {words[1] for words, _, _ in listed}, begun

    def read(self, words: Sequence[str]) -> list[Meaning]:
        """The concepts of a sentence in order; words without one are passed over, the longest phrase wins.

        Args:
            words: its tokens, case folded.
        """
        found: list[Meaning] = []
        known = self._known
        at = 0
        while at < len(words) and len(found) < MAX_CONCEPTS:
            word = words[at]
            phrase = self._phrase(words, at) if word in self._second else None
            if phrase:
                at += phrase[0]
                meaning = phrase[1]
            else:
                at += 1
                meaning = known[word] if word in known else self.meaning(word)
            if meaning:
                found.append(meaning)
        return found

    def _phrase(self, words: Sequence[str], at: int) -> tuple[int, Meaning] | None:
        if at + 1 == len(words):
            return None
        whole, begun = self._second[words[at]]
        if words[at + 1] not in whole and not words[at + 1].startswith(begun):
            return None
        for phrase, any_ending, meaning in self._phrases[words[at]]:
            there = words[at : at + len(phrase)]
            if len(there) == len(phrase) and there[:-1] == phrase[:-1]:
                last = there[-1]
                if last == phrase[-1] or (any_ending and last.startswith(phrase[-1])):
                    return len(phrase), meaning
        return None

    def meaning(self, word: str) -> Meaning:
        """The concepts of a single word, case folded."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 20_000:
                self._known = {}  # another thread may still read in the old one
            known = self._known[word] = self._meaning_of_new(word)
        return known

    def meanings_of_new(self, words: Sequence[str]) -> list[tuple[int, Meaning]]:
        """The place and the concepts of each of some words that has any; they are not to be kept."""
        whole, begun, size = self._words, self._lengths, self._beginning
        return [
            (at, meaning)
            for at, word in enumerate(words)
            if (word in whole or word[:size] in begun) and (meaning := self._meaning_of_new(word))
        ]

    def _meaning_of_new(self, word: str) -> Meaning:
        found = self._words.get(word, ())
        lengths = self._lengths.get(word[: self._beginning])
        if lengths is None:
            return found
        meanings = set(found)
        for length in lengths:
            if length > len(word):
                break
            meanings.update(self._stems.get(word[:length], ()))
        return tuple(sorted(meanings))


def features(row: Sequence[Meaning], language: str) -> list[str]:
    """The features of a row of concepts: each of them, each again with its marks where it has some, and each two that
    are NEAR, in their order.
    """
    singles = [f"@{concept}" for meaning in row for concept in meaning]
    singles += [f"@{concept}" for concept in marked(row, language)]
    return singles + sorted(f"@{first}@{second}" for first, second in pairs(row))


def marked(row: Sequence[Meaning], language: str) -> list[str]:
    """The concepts that a "not" or an "if" speaks of, with their marks: "-OFFER", "?CHOOSE", "-?OFFER"."""
    if not [meaning for meaning in row if not _SCOPING.isdisjoint(meaning)]:
        return []
    marks = [""] * len(row)
    for concept, (mark, reach) in SCOPES.items():
        for at, meaning in enumerate(row):
            if concept not in meaning:
                continue
            before = range(at - 1, max(at - 1 - reach, -1), -1)
            for one in before if language in _VERB_LAST else range(at + 1, min(at + 1 + reach, len(row))):
                if _TURN in row[one]:
                    break
                if mark not in marks[one]:
                    marks[one] += mark
    return [mark + concept for mark, meaning in zip(marks, row, strict=True) if mark for concept in meaning]


def pairs(row: Sequence[Meaning]) -> set[tuple[str, str]]:
    """Each two concepts of a row that are NEAR, in their order."""
    found = set()
    for at, meaning in enumerate(row):
        for later in row[at + 1 : at + 1 + NEAR]:
            for first in meaning:
                for second in later:
                    if first != second:
                        found.add((first, second))
    return found

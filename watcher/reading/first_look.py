"""A first look at a mail's single words: most mail has so little to do with an application that no more need be read.

Which words say so, and how surely, is learned (watcher/learning/looking.py). The bar lies below every whole mail of the
corpus that is a "no" and is found; MODEL_CARD.md has how many others were tried, and that none was lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy.typing as npt

from watcher.reading.features import in_one_way, is_plain, word_as_tokens
from watcher.reading.language import UNDETERMINED, plain_words, without_addresses

#: The weights are whole multiples of this: sums of them are exact, in any order of the words.
STEP = 1 / 256
#: What each word weighs that the model does not know, up to so many of them: answers to applications are written in
#: common words, all but the names; what stands below them, or is in them of another language, must not hide them.
UNKNOWN, MOST_UNKNOWN = -1 / 8, 30
#: Of so many words it is kept what they weigh. Then those go that the model does not know, most of which never come
#: again; and all, where so many are left that it would soon be full again.
_KEPT_WORDS, _MOST_LEFT = 20_000, 15_000
#: As `features.tokens` cuts words, but for the numbers and marks, which say nothing here.
_PLAIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
#: What that leaves of ASCII, and single spaces instead of all else: several times as fast.
_WITH_APOSTROPHES = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)} | {
    ord(mark): "'" for mark in "'`"
}
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_\u3040-\u30ff\u3400-\u9fff]+(?:'[^\W\d_\u3040-\u30ff\u3400-\u9fff]+)*"
)

#: The features of each of some words, case folded, in a language: itself and its concepts.
Singles = Callable[[Sequence[str], str], Sequence[Sequence[int]]]


class FirstLook:
    """What single words say of whether a mail is about an application.

    Args:
        singles: the features of words.
        weights: (features,), multiples of STEP, 0 for all features but single words and concepts.
        start: what its words weigh is added to it; from 0 on a mail has to be read.
    """

    def __init__(self, singles: Singles, weights: npt.NDArray[Any], start: float) -> None:
        self._singles = singles
        self.weights = weights
        self._start = start
        self._tables: dict[str, _Table] = {}

    def passes(self, text: str, language: str) -> bool:
        """Whether the sentences of a mail have to be read.

        Args:
            text: the subject and all of the text.
            language: of the mail, ISO 639-1; where it could not be told, the mail passes.
        """
        return self.passing([(words_of(text), language)])[0]

    def passing(self, mails: Sequence[tuple[set[str], str]]) -> list[bool]:
        """The same of several mails, by the words of each and its language: new words are looked up together."""
        found: list[bool] = []
        for some in _few_words(mails):
            by_language: dict[str, set[str]] = defaultdict(set)
            for words, language in some:
                by_language[language] |= words
            for language, words in by_language.items():
                self._table(language).learn(words)
            found += [
                language == UNDETERMINED or self._start + self._table(language).weigh(words) >= 0
                for words, language in some
            ]
        return found

    def weigh(self, text: str, language: str) -> float:
        """How surely its words say that it is about a job; each counts once."""
        words, table = words_of(text), self._table(language)
        table.learn(words)
        return table.weigh(words)

    def _table(self, language: str) -> _Table:
        table = self._tables.get(language)
        if table is None:
            table = self._tables[language] = _Table(self._singles, self.weights, language)
        return table


def _few_words(mails: Sequence[tuple[set[str], str]]) -> Iterator[list[tuple[set[str], str]]]:
    """Mails one after the other, so many at a time that all of their words can be kept."""
    some: list[tuple[set[str], str]] = []
    held = 0
    for mail in mails:
        if some and held + len(mail[0]) > _KEPT_WORDS:
            yield some
            some, held = [], 0
        some.append(mail)
        held += len(mail[0])
    yield some


class _Table:
    """What each word weighs that has been seen; those that the model does not know, nothing here."""

    def __init__(self, singles: Singles, weights: npt.NDArray[Any], language: str) -> None:
        self._singles, self._of_features, self._language = singles, weights, language
        self.weights: dict[str, float] = {}
        self.unknown: set[str] = set()

    def weigh(self, words: set[str]) -> float:
        """What words weigh together that have been learned."""
        known = sum(map(self.weights.__getitem__, words))
        return known + UNKNOWN * min(len(self.unknown & words), MOST_UNKNOWN)

    def learn(self, words: set[str]) -> None:
        """Takes in those that it does not hold."""
        if len(self.weights) > _KEPT_WORDS:
            self._shrink()
        new = words.difference(self.weights)
        if not new:
            return
        parts = [(word,) if is_plain(word) else word_as_tokens(word) for word in new]
        each = iter(self._singles([part for its in parts for part in its], self._language))
        for word, its in zip(new, parts, strict=True):
            features = [feature for _ in its for feature in next(each)]
            if not features:
                self.unknown.add(word)
            self.weights[word] = float(sum(map(self._of_features.item, features)))

    def _shrink(self) -> None:
        """Makes room: see _KEPT_WORDS."""
        for word in self.unknown:
            self.weights.pop(word, None)
        self.unknown.clear()
        if len(self.weights) > _MOST_LEFT:
            self.weights.clear()


def words_of(text: str) -> set[str]:
    """The words of a text, case folded, without those of addresses."""
    text = without_addresses(text)
    if text.isascii():
        if "'" not in text and "`" not in text:
            return set(plain_words(text))
        words = set(text.translate(_WITH_APOSTROPHES).split())
        marked = [word for word in words if "'" in word]
        words.difference_update(marked)
        words.update(_PLAIN_WORD.findall(" ".join(marked)))
        return words
    text = in_one_way(text).replace("İ", "I")  # case folded it would be two letters
    return set(_WORD.findall(text.casefold()))

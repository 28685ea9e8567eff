"""A first look at a mail's single words: most mail has so little to do with an application that no more need be read.

Which words say so, and how surely, is learned (watcher/learning/looking.py). The bar lies below every whole mail of the
corpus that is a "no" and is found; MODEL_CARD.md has how many others were tried, and that none was lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy.typing as npt

from watcher.reading.features import in_one_way, word_as_tokens
from watcher.reading.language import UNDETERMINED, without_addresses

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
_PLAIN_LETTERS = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)} | {
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
        """Whether its sentences have to be read.

        Args:
            text: the subject and all of the text.
            language: of the mail, ISO 639-1; where it could not be told, the mail passes.
        """
        return language == UNDETERMINED or self._start + self.weigh(text, language) >= 0

    def weigh(self, text: str, language: str) -> float:
        """How surely its words say that it is about a job; each counts once."""
        table = self._tables.get(language)
        if table is None:
            table = self._tables[language] = _Table(self._singles, self.weights, language)
        elif len(table.weights) > _KEPT_WORDS:
            table.shrink()
        words = _words(text)
        table.learn(words.difference(table.weights))
        known = sum(map(table.weights.__getitem__, words))
        return known + UNKNOWN * min(len(table.unknown & words), MOST_UNKNOWN)


class _Table:
    """What each word weighs that has been seen; those that the model does not know, nothing here."""

    def __init__(self, singles: Singles, weights: npt.NDArray[Any], language: str) -> None:
        self._singles, self._of_features, self._language = singles, weights, language
        self.weights: dict[str, float] = {}
        self.unknown: set[str] = set()

    def shrink(self) -> None:
        """Makes room: see _KEPT_WORDS."""
        for word in self.unknown:
            self.weights.pop(word, None)
        self.unknown.clear()
        if len(self.weights) > _MOST_LEFT:
            self.weights.clear()

    def learn(self, words: Collection[str]) -> None:
        """Takes in words that it does not hold."""
        parts = [word_as_tokens(word) for word in words]
        each = iter(self._singles([part for its in parts for part in its], self._language))
        for word, its in zip(words, parts, strict=True):
            features = [feature for _ in its for feature in next(each)]
            if not features:
                self.unknown.add(word)
            self.weights[word] = float(sum(map(self._of_features.item, features)))


def _words(text: str) -> set[str]:
    """The words of a text, case folded, without those of addresses."""
    text = without_addresses(text)
    if text.isascii():
        words = set(text.translate(_PLAIN_LETTERS).split())
        if "'" in text or "`" in text:
            marked = [word for word in words if "'" in word]
            words.difference_update(marked)
            words.update(_PLAIN_WORD.findall(" ".join(marked)))
        return words
    text = in_one_way(text).replace("İ", "I")  # case folded it would be two letters
    return set(_WORD.findall(text.casefold()))

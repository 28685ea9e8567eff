"""A first look at a mail's single words: most mail has so little to do with an application that no more need be read.

Which words say so, and how surely, is learned (watcher/learning/looking.py). The bar lies below every whole mail of the
corpus that is a "no" and is found; MODEL_CARD.md has how many others were tried, and that none was lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.reading.features import in_one_way, is_plain, word_as_tokens
from watcher.reading.language import UNDETERMINED, plain_words, without_addresses
from watcher.reading.vectors import Places

#: The weights are whole multiples of this: sums of them are exact, in any order of the words.
STEP = 1 / 256
#: What each word weighs that the model does not know, up to so many of them: answers to applications are written in
#: common words, all but the names; what stands below them, or is in them of another language, must not hide them.
UNKNOWN, MOST_UNKNOWN = -1 / 8, 30
#: Of so many words it is kept what they weigh. Then those go that the model does not know, most of which never come
#: again; and all, where so many are left that it would soon be full again.
KEPT_WORDS, _MOST_LEFT = 20_000, 15_000
#: As `features.tokens` cuts words, but for the numbers and marks, which say nothing here.
_PLAIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
#: What that leaves of ASCII, and single spaces instead of all else: several times as fast.
_WITH_APOSTROPHES = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)} | {
    ord(mark): "'" for mark in "'`"
}
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_\u3040-\u30ff\u3400-\u9fff]+(?:'[^\W\d_\u3040-\u30ff\u3400-\u9fff]+)*"
)

#: The features of some words, case folded, in a language: which word, and one feature, itself or a concept of it.
Singles = Callable[[Sequence[str], str], tuple[Places, Places]]


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

    def passing(self, mails: Sequence[tuple[set[str], str]]) -> list[bool]:
        """Whether the sentences of each mail have to be read: new words of all of them are looked up together.

        Args:
            mails: of each the words, from `words_of` the subject and all of the text, and the language (ISO 639-1);
                where it could not be told, the mail passes.
        """
        by_language: dict[str, set[str]] = defaultdict(set)
        for words, language in mails:
            by_language[language] |= words
        held = {language: self._table(language).learn(words) for language, words in by_language.items()}
        return [
            language == UNDETERMINED or self._start + held[language].weigh(words) >= 0
            for words, language in mails
        ]

    def weigh(self, text: str, language: str) -> float:
        """How surely its words say that it is about a job; each counts once."""
        words = words_of(text)
        return self._table(language).learn(words).weigh(words)

    def _table(self, language: str) -> _Table:
        table = self._tables.get(language)
        if table is None:
            table = self._tables[language] = _Table(self._singles, self.weights, language)
        return table


@dataclass(frozen=True, slots=True)
class _Held:
    """Words that have been seen. They only ever become more, so that another thread may go on with them.

    Args:
        weights: what each weighs; those that the model does not know, nothing here.
        unknown: those.
    """

    weights: dict[str, float]
    unknown: set[str]

    def weigh(self, words: set[str]) -> float:
        """What words weigh together, all of which are held."""
        known = sum(map(self.weights.__getitem__, words))
        return known + UNKNOWN * min(len(self.unknown & words), MOST_UNKNOWN)


class _Table:
    """The words of one language that have been seen."""

    def __init__(self, singles: Singles, weights: npt.NDArray[Any], language: str) -> None:
        self._singles, self._of_features, self._language = singles, weights, language
        self.held = _Held({}, set())

    def learn(self, words: set[str]) -> _Held:
        """Takes in those that it does not hold; what it holds then."""
        held = self.held
        if len(held.weights) > KEPT_WORDS:
            held = self.held = _fewer(held)
        new = words.difference(held.weights)
        if not new:
            return held
        odd = [word for word in new if not is_plain(word)]
        each = [*(new - set(odd)), *odd]
        parts = [word_as_tokens(word) for word in odd]
        spelled = [*each[: -len(odd) or None], *(part for its in parts for part in its)]
        whose = np.repeat(np.arange(len(each)), [1] * (len(each) - len(odd)) + list(map(len, parts)))
        which, features = self._singles(spelled, self._language)
        count = np.bincount(whose[which], minlength=len(each)).tolist()
        weights = np.bincount(whose[which], self._of_features[features], minlength=len(each)).tolist()
        held.unknown.update([word for word, its in zip(each, count, strict=True) if not its])
        held.weights.update(zip(each, weights, strict=True))
        return held


def _fewer(held: _Held) -> _Held:
    """Makes room: see KEPT_WORDS."""
    weights = dict(held.weights)
    for word in list(held.unknown):
        weights.pop(word, None)
    return _Held({} if len(weights) > _MOST_LEFT else weights, set())


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

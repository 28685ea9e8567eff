"""From the sentences of a mail to the numbers of their features, all at once.

It finds what `features.analyzer` finds (a test compares them), without making a string of every run and piece: words
become numbers, runs of words are looked up as pairs of numbers, and what was seen of a word is kept.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.reading import concepts
from watcher.reading.features import (
    MAX_CHARACTERS,
    MAX_RUN,
    UNKNOWN,
    UNKNOWN_NAME,
    UNSPACED,
    Forms,
    Said,
    bare_pieces,
    tokens,
    without_names,
)
from watcher.reading.vectors import Places
from watcher.reading.vocabulary import FIXED, Numbers, Vocabulary

#: Of so many words it is kept what was seen of them; then it begins anew. A mailbox has its own few thousand.
_KEPT_WORDS = 10_000

_Small = npt.NDArray[np.int32]
_NONE = np.zeros(1, dtype=np.intp)


@dataclass(slots=True)
class _Seen:
    """What was seen of a word as it is written.

    Args:
        number: of the word in runs; 0 for one that no run holds.
        folded: itself, case folded.
        pieces: the features of its pieces, four bytes each; an array for each word would take twice the memory.
    """

    number: int
    folded: str
    pieces: bytes


class Index:
    """The features of a model.

    Args:
        forms: for each language the words of each concept.
        vocabulary: the features in the order of the model.
    """

    def __init__(self, forms: Mapping[str, Forms], vocabulary: Vocabulary) -> None:
        self._seen: dict[str, _Seen] = {}
        self._concepts: dict[str, int] = {}
        self._meanings: dict[concepts.Meaning, list[int]] = {}
        self._pairs: defaultdict[concepts.Meaning, dict[concepts.Meaning, tuple[int, ...]]] = defaultdict(
            dict
        )
        # Lexicons are made when first needed, since a person has mail in two or three languages; until then one
        # string holds all forms of a concept, which takes a tenth of the memory.
        self._lexicons: dict[str, concepts.Lexicon] = {}
        self._packed = {
            code: {concept: " ".join(words) for concept, words in its.items()} for code, its in forms.items()
        }
        words = [hash(word.encode("ascii")) for word in FIXED]
        words += map(hash, vocabulary.words.in_bytes())
        lengths = vocabulary.lengths
        apart = np.flatnonzero(lengths == 0)
        hashes = [hash(name.removeprefix("#")) for name in vocabulary.others][: len(apart)]
        self._size, self._word_count = len(lengths), len(words)
        self._tabulate(lengths, vocabulary.runs)
        # Words and all other features by hash: a tenth of the memory that a dict of strings takes.
        self._numbers = _Hashed(np.array(words), np.arange(len(words)))
        self._others = _Hashed(np.array(hashes, dtype=np.int64), apart)
        self._unknown = FIXED.index(UNKNOWN), FIXED.index(UNKNOWN_NAME)

    def _tabulate(self, lengths: npt.NDArray[np.uint8], runs: Mapping[int, Numbers]) -> None:
        """Makes of the runs one table for each length.

        A run is its beginning, which is a run too, and one word more: entry i of table n is such a pair as one number,
        and what the runs of n + 1 words call their beginning is i.
        """
        self._single: _Small = np.full(self._word_count, -1, dtype=np.int32)
        if 1 in runs:
            self._single[runs[1][:, 0]] = np.flatnonzero(lengths == 1)
        self._tables: list[tuple[Numbers, _Small]] = []
        begun = {length: numbers[:, 0] for length, numbers in runs.items() if length > 1}
        for length in range(2, max(runs, default=1) + 1):
            pairs = {
                its: begun[its] * self._word_count + numbers[:, length - 1]
                for its, numbers in runs.items()
                if its >= length
            }
            codes = np.sort(np.concatenate(list(pairs.values())))
            codes = codes[np.diff(codes, prepend=-1) > 0]
            begun = {its: np.searchsorted(codes, pair) for its, pair in pairs.items()}
            features = np.full(len(codes), -1, dtype=np.int32)
            if length in begun:
                features[begun[length]] = np.flatnonzero(lengths == length)
            self._tables.append((codes, features))

    def places(self, sentences: Sequence[Said]) -> Numbers:
        """Row times the number of features plus feature, once for each time that the sentence has it, unordered."""
        written = [
            without_names(tokens(sentence), language, self._lexicon(language))
            for sentence, language in sentences
        ]
        seen = self._see(written)
        rows = [[seen[token] for token in row] for row in written]
        longest = [MAX_CHARACTERS if language in UNSPACED else MAX_RUN for _, language in sentences]
        found = self._runs([[word.number for word in row] for row in rows], longest)
        its_pieces = [b"".join([word.pieces for word in row]) for row in rows]
        its_rows = np.repeat(np.arange(len(rows)), [len(one) // 4 for one in its_pieces])
        found.append(its_rows * self._size + np.frombuffer(b"".join(its_pieces), dtype=np.int32))
        found.append(self._of_concepts(rows, sentences))
        return np.concatenate(found)

    def in_names(self, words: Sequence[str], language: str) -> list[bool]:
        """Which words of a sentence are taken for parts of a name."""
        seen = without_names(list(words), language, self._lexicon(language))
        return [one == UNKNOWN_NAME for one in seen]

    def singles(self, words: Sequence[str], language: str) -> tuple[Places, Places]:
        """The features of single words, case folded: each itself, and its concepts.

        Returns:
            entry i says which word, by its place, and one feature of it.
        """
        numbers = self._numbers.all([_word_hash(word) for word in words])
        its_own = np.where(numbers >= 0, self._single[numbers], -1)
        there = np.flatnonzero(its_own >= 0)
        lexicon = self._lexicon(language)
        meant = lexicon.meanings_of_new(words) if lexicon is not None else []
        concepts = [(at, self._concept(one)) for at, meaning in meant for one in meaning]
        known = np.array([one for one in concepts if one[1] >= 0], dtype=np.intp).reshape(-1, 2)
        return np.concatenate((there, known[:, 0])), np.concatenate((its_own[there], known[:, 1]))

    def _concept(self, name: str) -> int:
        """The feature of a concept; -1 where it has none."""
        known = self._concepts.get(name)
        if known is None:
            known = self._concepts[name] = self._others.one(hash(f"@{name}"))
        return known

    def _meaning(self, meaning: concepts.Meaning) -> list[int]:
        """The features of the concepts of one place; -1 for those that have none."""
        found = self._meanings[meaning] = [self._concept(concept) for concept in meaning]
        return found

    def _see(self, written: Sequence[Sequence[str]]) -> Mapping[str, _Seen]:
        """What was seen of all of these words. It is never emptied, but left to who still reads in it."""
        seen = self._seen
        new = list({token for row in written for token in row if token not in seen})
        if not new:
            return seen
        if len(seen) > _KEPT_WORDS:
            seen = self._seen = {}
            new = list({token for row in written for token in row})
        its_pieces = [bare_pieces(token) for token in new]
        features = self._others.all([hash(piece) for one in its_pieces for piece in one])
        there = features >= 0
        pieces = features[there].tobytes()
        ends = np.concatenate((_NONE, np.cumsum(there) * features.itemsize))
        ends = ends[np.cumsum([len(one) for one in its_pieces])].tolist()
        each = [token.casefold() for token in new]
        numbers = self._numbers.all([_word_hash(folded) for folded in each]).tolist()
        begin = 0
        for token, folded, number, end in zip(new, each, numbers, ends, strict=True):
            if number < 0:
                number = self._unknown[token[0].isupper()] if token[0].isalpha() else 0
            seen[token] = _Seen(number, token if token == folded else folded, pieces[begin:end])
            begin = end
        return seen

    def _runs(self, rows: Sequence[Sequence[int]], longest: Sequence[int]) -> list[Numbers]:
        """The places of single words and runs."""
        words = np.array([number for row in rows for number in (1, *row)], dtype=np.int64)
        row = np.repeat(np.arange(len(rows)), [len(one) + 1 for one in rows])
        most = np.asarray(longest, dtype=np.int64)[row]
        single = self._single[words]
        found: list[Numbers] = [(row * self._size + single)[single >= 0]]
        start = np.flatnonzero(words)
        begun = words[start]
        for length, (codes, features) in enumerate(self._tables[: max(longest, default=1) - 1], 2):
            end = start + length - 1
            inside = end < len(words)
            start, begun, end = start[inside], begun[inside], end[inside]
            inside = (row[end] == row[start]) & (words[end] > 0) & (most[start] >= length)
            start, begun, end = start[inside], begun[inside], end[inside]
            if not len(start):
                break
            pairs = begun * self._word_count + words[end]
            at = np.minimum(codes.searchsorted(pairs), len(codes) - 1)
            there = codes.take(at) == pairs
            start, begun = start[there], at[there]
            feature = features.take(begun)
            found.append((row[start] * self._size + feature)[feature >= 0])
        return found

    def _of_concepts(self, rows: Sequence[Sequence[_Seen]], sentences: Sequence[Said]) -> Numbers:
        found: list[int] = []
        counts, singles = [], self._meanings
        for row, (_, language) in zip(rows, sentences, strict=True):
            before = len(found)
            lexicon = self._lexicon(language)
            if lexicon is not None:
                its = lexicon.read([word.folded for word in row])
                pairs: set[int] = set()
                for at, meaning in enumerate(its):
                    found += singles[meaning] if meaning in singles else self._meaning(meaning)
                    known = self._pairs[meaning]
                    for later in its[at + 1 : at + 1 + concepts.NEAR]:
                        pairs.update(known[later] if later in known else self._pair(meaning, later))
                found += pairs
                found += [self._concept(concept) for concept in concepts.marked(its, language)]
            counts.append(len(found) - before)
        features = np.array(found, dtype=np.int64)
        return (np.repeat(np.arange(len(rows)), counts) * self._size + features)[features >= 0]

    def _pair(self, first: concepts.Meaning, second: concepts.Meaning) -> tuple[int, ...]:
        """The features of the pairs that two places near each other make."""
        features = [
            self._others.one(hash(f"@{one}@{other}")) for one, other in concepts.pairs([first, second])
        ]
        found = self._pairs[first][second] = tuple([feature for feature in features if feature >= 0])
        return found

    def _lexicon(self, language: str) -> concepts.Lexicon | None:
        found = self._lexicons.get(language)
        if found is None and language in self._packed:
            its = {concept: words.split() for concept, words in self._packed[language].items()}
            found = self._lexicons[language] = concepts.Lexicon(its, tokens)
        return found


class _Hashed:
    """Numbers by the hashes of what they stand for.

    Args:
        hashes: all different. Python's own: they hold for this process.
        numbers: one for each.
    """

    def __init__(self, hashes: Numbers, numbers: npt.NDArray[Any]) -> None:
        order = np.argsort(hashes, kind="stable")
        self._hashes: Numbers = hashes[order]
        self._its: _Small = numbers[order].astype(np.int32)

    def all(self, hashes: Sequence[int]) -> _Small:
        """The number of each; -1 for none."""
        if not len(self._hashes):
            return np.full(len(hashes), -1, dtype=np.int32)
        asked = np.array(hashes, dtype=np.int64)
        at = np.minimum(self._hashes.searchsorted(asked), len(self._hashes) - 1)
        return np.where(self._hashes.take(at) == asked, self._its.take(at), np.int32(-1))

    def one(self, asked: int) -> int:
        """The same of one: for so little numpy takes longer."""
        hashes = self._hashes.data
        at = bisect.bisect_left(hashes, asked)
        return self._its.item(at) if at < len(hashes) and hashes[at] == asked else -1


def _word_hash(word: str) -> int:
    """As bytes, since "gb" and U+6267 are the same two bytes in memory, and have the same hash."""
    return hash(word.encode("utf-8", "surrogatepass"))

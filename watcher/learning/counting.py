"""Which features the sentences of the corpus have, and how often each sentence has each."""

from __future__ import annotations

import bisect
import itertools
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack
from sklearn.utils.parallel import Parallel, delayed

from watcher.learning.corpus import Corpus
from watcher.reading import concepts
from watcher.reading.concepts import Lexicon, Meaning
from watcher.reading.features import (
    MAX_CHARACTERS,
    MAX_RUN,
    NO_WORDS,
    START,
    UNSPACED,
    Forms,
    Said,
    is_concept,
    is_piece,
    pieces_of,
    shown,
    tokens,
    without_names,
)

#: A word counts as known from so many lines on. What stands in one line only trains the class "unknown word",
#: which is how the model learns that unfamiliar text is ordinary text.
MIN_LINES = 2
#: A feature is kept if so many lines have it: runs of words; pieces of words and concepts.
MIN_RUN_LINES, MIN_OTHER_LINES = 4, 6
#: On two cores: characters of Japanese and Chinese take longer than words do.
PARTS = 4
#: Two numbers in one.
_HALF, _MASK = 32, (1 << 32) - 1


def known_words(corpus: Corpus, lines: set[int]) -> list[str]:
    """Words of at least MIN_LINES lines, and of the posts that <role> stands for; names stay unknown. All that is
    a token and no word is known."""
    patterns = [corpus.lines[number].pattern for number in sorted(lines)]
    counts: Counter[str] = Counter()
    for part in Parallel(n_jobs=2)(delayed(_lines_with)(patterns[begin::2]) for begin in range(2)):
        counts.update(part)
    roles = [role for (name, _), values in corpus.names.items() if name == "role" for role in values]
    known = {word for word, count in counts.items() if count >= MIN_LINES}
    return sorted(known | NO_WORDS | {token.casefold() for role in roles for token in tokens(role)})


def _lines_with(patterns: Sequence[str]) -> Counter[str]:
    """How many of some lines hold each word."""
    counts: Counter[str] = Counter()
    for pattern in patterns:
        counts.update({token.casefold() for token in tokens(re.sub(r"<[a-z]+>|[{|}]", " ", pattern))})
    return counts


def counted(
    lines: Sequence[int], words: Sequence[str], forms: Mapping[str, Forms], said: Sequence[Said]
) -> tuple[list[str], csr_matrix]:
    """The features that enough lines have, in order, and how often each sample has each, (samples, features).

    Args:
        lines: of each sample, in order.
        words, forms: that are known, and for each language the words of each concept.
        said: each sample.
    """
    ends = [bisect.bisect_left(lines, lines[len(lines) * part // PARTS]) for part in range(1, PARTS)]
    parts = Parallel(n_jobs=2)(
        delayed(_counted)(lines[begin:end], words, forms, said[begin:end])
        for begin, end in itertools.pairwise(sorted({0, *ends, len(lines)}))
    )
    numbers: dict[str, int] = {}
    placed = [[numbers.setdefault(name, len(numbers)) for name in names] for names, _, _ in parts]
    having = np.zeros(len(numbers), dtype=np.int64)
    for place, (_, _, its) in zip(placed, parts, strict=True):
        having[place] += its
    enough = having.tolist()
    kept = sorted(feature for feature, number in numbers.items() if enough[number] >= _least(feature))
    column = np.full(len(numbers), -1, dtype=np.int32)
    column[[numbers[feature] for feature in kept]] = np.arange(len(kept))
    chosen = vstack(
        [
            _columns(counts, column[place], len(kept))
            for place, (_, counts, _) in zip(placed, parts, strict=True)
        ]
    ).tocsr()
    chosen.sort_indices()
    return kept, chosen


def _columns(counts: csr_matrix, column: npt.NDArray[np.int32], width: int) -> csr_matrix:
    """The columns of a matrix at their new places; those without one, which is -1, are left out."""
    its = column[counts.indices]
    chosen = its >= 0
    ends = np.concatenate([[0], np.cumsum(chosen)])[counts.indptr]
    return csr_matrix((counts.data[chosen], its[chosen], ends), shape=(counts.shape[0], width))


def _counted(
    lines: Sequence[int], words: Sequence[str], forms: Mapping[str, Forms], said: Sequence[Said]
) -> tuple[list[str], csr_matrix, npt.NDArray[np.int64]]:
    """The names of all features of some sentences, how often each has each, and how many lines have each."""
    reader = _Reader(frozenset(words), forms)
    seen = array("i")
    ends = [0]
    for sentence, language in said:
        seen.extend(reader.read(sentence, language))
        ends.append(len(seen))
    names = reader.names()
    counts = csr_matrix((np.ones(len(seen), np.float32), seen, ends), shape=(len(said), len(names)))
    counts.sum_duplicates()
    order = np.unique(lines, return_inverse=True)[1]
    of_line = csr_matrix((np.ones(len(order), np.float32), (order, np.arange(len(order)))))
    having = np.bincount((of_line @ counts).indices, minlength=len(names))
    return names, counts, having


class _Reader:
    """Finds what `features.analyzer` finds (a test compares them), as numbers in the order in which features come.

    To make a string of every run and every pair of concepts takes twice the time, so these go by the numbers of their
    parts.

    Args:
        known: words, case folded.
        forms: for each language the words of each concept.
    """

    def __init__(self, known: Collection[str], forms: Mapping[str, Forms]) -> None:
        self._known, self._forms = known, forms
        self._lexicons: dict[str, Lexicon | None] = {}
        # A run is the number of its beginning and that of its last word, in one; all else goes by its name.
        self._numbers: defaultdict[str | int, int] = defaultdict(itertools.count().__next__)
        self._tokens: dict[str, tuple[str, int, list[int]]] = {}
        self._pairs: dict[tuple[Meaning, Meaning], list[int]] = {}

    def read(self, sentence: str, language: str) -> list[int]:
        """The numbers of its features, once for each time that it has them."""
        if language not in self._lexicons:
            forms = self._forms.get(language)
            self._lexicons[language] = Lexicon(forms, tokens) if forms is not None else None
        lexicon, numbers, seen = self._lexicons[language], self._numbers, self._tokens
        written = without_names(tokens(sentence), language, lexicon)
        row = [seen[token] if token in seen else self._see(token) for token in written]
        found = [word for _, word, _ in row]
        words = begun = [numbers[START], *found]
        for length in range(1, MAX_CHARACTERS if language in UNSPACED else MAX_RUN):
            pairs = zip(begun, words[length:], strict=False)
            begun = [numbers[first << _HALF | last] for first, last in pairs]
            found += begun
        for _, _, its_pieces in row:
            found += its_pieces
        if lexicon is not None:
            its = lexicon.read([folded for folded, _, _ in row])
            found += [numbers[f"@{concept}"] for meaning in its for concept in meaning]
            found += [numbers[f"@{concept}"] for concept in concepts.marked(its, language)]
            found += self._pairs_of(its)
        return found

    def names(self) -> list[str]:
        """The names of all features, in the order of their numbers."""
        names: list[str] = []
        for name in self._numbers:
            if isinstance(name, int):
                name = f"{names[name >> _HALF]} {names[name & _MASK]}"
            names.append(name)
        return names

    def _see(self, token: str) -> tuple[str, int, list[int]]:
        """A token case folded, the number of the word that it is, and those of its pieces."""
        folded = token.casefold()
        word = shown(token, self._known)
        found = folded, self._numbers[word], [self._numbers[piece] for piece in pieces_of(token)]
        self._tokens[token] = found
        return found

    def _pairs_of(self, row: Sequence[Meaning]) -> set[int]:
        """The numbers of each two concepts that are near, each once."""
        found: set[int] = set()
        for at, meaning in enumerate(row):
            for later in row[at + 1 : at + 1 + concepts.NEAR]:
                two = meaning, later
                if two not in self._pairs:
                    names = [f"@{first}@{second}" for first, second in concepts.pairs(two)]
                    self._pairs[two] = [self._numbers[name] for name in names]
                found.update(self._pairs[two])
        return found


def _least(feature: str) -> int:
    return MIN_OTHER_LINES if is_concept(feature) or is_piece(feature) else MIN_RUN_LINES

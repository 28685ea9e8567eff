"""Which features the sentences of the corpus have, and how often each sentence has each."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.utils.parallel import Parallel, delayed

from watcher.learning.corpus import Corpus
from watcher.reading.features import Forms, Said, analyzer, is_concept, is_piece, tokens

#: A word counts as known from so many lines on. What stands in one line only trains the class "unknown word",
#: which is how the model learns that unfamiliar text is ordinary text.
MIN_LINES = 2
#: A feature is kept if so many lines have it: runs of words; pieces of words and concepts.
MIN_RUN_LINES, MIN_OTHER_LINES = 3, 5


def known_words(corpus: Corpus, lines: set[int]) -> list[str]:
    """Words of at least MIN_LINES lines, and of the posts that <role> stands for; names stay unknown."""
    counts: Counter[str] = Counter()
    for number in lines:
        text = re.sub(r"<[a-z]+>|[{|}]", " ", corpus.lines[number].pattern)
        counts.update({token.casefold() for token in tokens(text)})
    roles = [role for (name, _), values in corpus.names.items() if name == "role" for role in values]
    known = {word for word, count in counts.items() if count >= MIN_LINES}
    return sorted(known | {token.casefold() for role in roles for token in tokens(role)})


def counted(
    lines: Sequence[int], words: Sequence[str], concepts: Mapping[str, Forms], said: Sequence[Said]
) -> tuple[list[str], csr_matrix]:
    """The features that enough lines have, in order, and how often each sample has each, (samples, features).

    Args:
        lines: of each sample.
        words, concepts: that are known.
        said: each sample.
    """
    half = len(said) // 2
    numbers: dict[str, int] = {}
    parts = []
    for names, found, lengths in Parallel(n_jobs=2)(
        delayed(_numbered)(words, concepts, part) for part in (said[:half], said[half:])
    ):
        common = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int32)
        parts.append((common[found], lengths))
    seen = np.concatenate([found for found, _ in parts])
    ends = np.concatenate([[0], *(lengths for _, lengths in parts)]).cumsum()
    counts = csr_matrix((np.ones(len(seen)), seen, ends), shape=(len(lines), len(numbers)))
    counts.sum_duplicates()
    of_line = csr_matrix((np.ones(len(lines)), (lines, np.arange(len(lines)))))
    having = np.bincount((of_line @ (counts > 0)).tocsr().indices, minlength=len(numbers))
    kept = sorted(feature for feature, number in numbers.items() if having[number] >= _least(feature))
    chosen = counts[:, [numbers[feature] for feature in kept]].tocsr()
    chosen.sort_indices()
    return kept, chosen


def _numbered(
    words: Sequence[str], concepts: Mapping[str, Forms], said: Sequence[Said]
) -> tuple[list[str], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The features of some sentences: their names, the numbers of all of them in a row, how many each sentence has."""
    analyse = analyzer(frozenset(words), concepts)
    numbers: dict[str, int] = {}
    seen = array("i")
    lengths = []
    for one in said:
        found = analyse(one)
        seen.extend([numbers.setdefault(feature, len(numbers)) for feature in found])
        lengths.append(len(found))
    return list(numbers), np.frombuffer(seen, dtype=np.int32), np.array(lengths, dtype=np.int32)


def _least(feature: str) -> int:
    return MIN_OTHER_LINES if is_concept(feature) or is_piece(feature) else MIN_RUN_LINES

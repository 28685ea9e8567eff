"""From sentences to their TF-IDF vectors, as TfidfVectorizer(analyzer=..., sublinear_tf=True) makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from watcher.reading.features import Forms, Said
from watcher.reading.indexing import Index
from watcher.reading.vectors import Vectors, is_first
from watcher.reading.vocabulary import Vocabulary


class Vectorizer:
    """Knows the features of a model, and how much each weighs.

    Args:
        forms: for each language the words of each concept.
        vocabulary: the features in the order of the model.
        idf: (features,).
    """

    def __init__(self, forms: Mapping[str, Forms], vocabulary: Vocabulary, idf: npt.NDArray[Any]) -> None:
        self.index = Index(forms, vocabulary)
        # Each value once, and which of them each feature has: half the memory.
        order = np.argsort(idf, kind="stable")
        first = is_first(idf[order])
        self._idf = idf[order][first]
        which = np.cumsum(first) - 1
        self._which: npt.NDArray[np.integer[Any]] = np.empty(
            len(idf), dtype=np.uint16 if len(self._idf) <= 1 << 16 else np.uint32
        )
        self._which[order] = which

    @property
    def features(self) -> int:
        """How many there are."""
        return len(self._which)

    def vectors(self, sentences: Sequence[Said]) -> Vectors:
        """Their vectors, each of length one."""
        places = np.sort(self.index.places(sentences))
        starts = np.flatnonzero(is_first(places))
        ends = np.concatenate((starts[1:], np.array([len(places)], dtype=starts.dtype)))[: len(starts)]
        counts = ends - starts
        places = places[starts]
        row_array, feature_array = np.divmod(places, self.features)
        values = (1.0 + np.log(counts)) * self._idf.take(self._which.take(feature_array)).astype(np.float64)
        lengths = np.sqrt(np.bincount(row_array, values * values, minlength=len(sentences)))
        return Vectors(row_array, feature_array, values / lengths[row_array], len(sentences))

"""The names of all features, as the file of a model holds them: of runs the numbers of their words, of others the text.

Numbers take little more than half of the place that the same runs take as text, and a model is read in a third of the
time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from watcher.reading.features import START, UNKNOWN, UNKNOWN_NAME, is_concept, is_piece

#: The words with numbers of their own; those that are known come after them, in their order. The first is none.
FIXED = ("", START, UNKNOWN, UNKNOWN_NAME)
#: No run has so many words.
TOO_LONG = 16
#: What no word holds.
BETWEEN = b"|"
#: Bytes that are parted at once.
_AT_ONCE = 50_000

Numbers = npt.NDArray[np.int64]


class Parted:
    """The strings that one long one in UTF-8 holds. They are made as they are asked for: all of them would take four
    times the memory, and a string with one Chinese character in it twice that of its bytes."""

    def __init__(self, joined: bytes) -> None:
        self._joined = joined

    @classmethod
    def of(cls, strings: Iterable[str]) -> Parted:
        return cls(BETWEEN.join(one.encode("utf-8") for one in strings))

    def __iter__(self) -> Iterator[str]:
        for one in self.in_bytes():
            yield one.decode("utf-8")

    def in_bytes(self) -> Iterator[bytes]:
        """The same in UTF-8."""
        begin = 0
        while begin <= len(self._joined):
            end = self._joined.find(BETWEEN, begin + _AT_ONCE)
            end = len(self._joined) if end < 0 else end
            yield from self._joined[begin:end].split(BETWEEN)
            begin = end + len(BETWEEN)

    def __len__(self) -> int:
        return self._joined.count(BETWEEN) + 1

    def array(self) -> npt.NDArray[np.uint8]:
        return np.frombuffer(self._joined, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All features in the order of the model.

    Args:
        words: that are known.
        lengths: (features,), how many words each is a run of; 0 for pieces and concepts.
        runs: for each length the numbers of the words of its runs, (runs, length).
        others: the names of pieces and concepts; one empty string where there are none.
    """

    words: Parted
    lengths: npt.NDArray[np.uint8]
    runs: Mapping[int, Numbers]
    others: Parted

    @classmethod
    def of(cls, names: Iterable[str], words: Iterable[str]) -> Vocabulary:
        """From the names of the features.

        Args:
            words: at least all of which the runs are made, but for FIXED.
        """
        words, names = list(words), list(names)
        numbers = {word: number for number, word in enumerate((*FIXED, *words))}
        apart = [is_piece(name) or is_concept(name) for name in names]
        lengths = [0 if other else name.count(" ") + 1 for name, other in zip(names, apart, strict=True)]
        runs: dict[int, list[list[int]]] = {length: [] for length in sorted(set(lengths) - {0})}
        for name, length in zip(names, lengths, strict=True):
            if length:
                runs[length].append([numbers[word] for word in name.split(" ")])
        return cls(
            Parted.of(words),
            np.array(lengths, dtype=np.uint8),
            {length: np.array(those, dtype=np.int64) for length, those in runs.items()},
            Parted.of(name for name, other in zip(names, apart, strict=True) if other),
        )

    def __iter__(self) -> Iterator[str]:
        """The names of the features."""
        words = [*FIXED, *self.words]
        names: dict[int, Iterator[str]] = {0: iter(self.others)}
        for length, numbers in self.runs.items():
            names[length] = (" ".join([words[number] for number in row]) for row in numbers.tolist())
        return (next(names[length]) for length in self.lengths.tolist())

    def packed(self) -> npt.NDArray[np.int32]:
        """The runs as one row: of each length in turn, one word after the other, by how much more each number is than
        the one of the run before, which in sorted ones is little."""
        parts = [np.diff(numbers, axis=0, prepend=0).T.ravel() for _, numbers in sorted(self.runs.items())]
        return np.concatenate([np.empty(0, dtype=np.int64), *parts]).astype(np.int32)


def unpacked(
    words: Parted, lengths: npt.NDArray[np.uint8], packed: npt.NDArray[np.int32], others: Parted
) -> Vocabulary:
    """A vocabulary from what `packed` made of its runs, and from its other parts.

    Raises:
        ValueError: they do not fit together.
    """
    counts = np.bincount(lengths)
    if len(counts) > TOO_LONG or int(lengths.sum()) != len(packed):
        raise ValueError("runs do not fit")
    if max(1, counts[0] if len(counts) else 0) != len(others):
        raise ValueError("the names of features do not fit")
    runs, begin = {}, 0
    for length in np.flatnonzero(counts[1:]) + 1:
        end = begin + int(length * counts[length])
        rows = packed[begin:end].reshape(length, counts[length]).astype(np.int64)
        runs[int(length)] = np.cumsum(rows, axis=1).T
        begin = end
    most = len(FIXED) + len(words)
    if any(numbers.min() < 0 or numbers.max() >= most for numbers in runs.values()):
        raise ValueError("a run has a word that is none")
    return Vocabulary(words, lengths, runs, others)

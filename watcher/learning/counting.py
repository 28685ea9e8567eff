"""Which features the sentences of the corpus have, and how often each sentence has each."""

from __future__ import annotations

import bisect
import itertools
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
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
    pieces_of,
    shown,
    tokens,
    without_names,
)
from watcher.reading.vectors import is_first

#: A word counts as known from so many lines on. What stands in one line only trains the class "unknown word",
#: which is how the model learns that unfamiliar text is ordinary text.
MIN_LINES = 2
#: A feature is kept if so many lines have it: runs of words; pieces of words and concepts.
MIN_RUN_LINES, MIN_OTHER_LINES = 4, 6
#: On two cores: characters of Japanese and Chinese take longer than words do.
PARTS = 4

_Small = npt.NDArray[np.int32]
_Large = npt.NDArray[np.int64]


def words_of_lines(corpus: Corpus, lines: Collection[int]) -> Iterator[Counter[str]]:
    """How many of some lines, by their numbers, hold each word: in parts that are counted on two cores from now on."""
    patterns = [corpus.lines[number].pattern for number in sorted(lines)]
    halves = (delayed(_lines_with)(patterns[begin::2]) for begin in range(2))
    return iter(Parallel(n_jobs=2, return_as="generator")(halves))


def known_words(corpus: Corpus, counted: Iterable[Counter[str]]) -> list[str]:
    """Words of at least MIN_LINES lines, and of the posts that <role> stands for; names stay unknown. All that is
    a token and no word is known.

    Args:
        counted: from `words_of_lines`.
    """
    counts: Counter[str] = Counter()
    for part in counted:
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


@dataclass(frozen=True, slots=True)
class _Named:
    """What sentences have, as numbers.

    Args:
        names: what each number stands for.
        rows: a sentence, for each time that it has one of them.
        numbers: which one.
    """

    names: Sequence[str]
    rows: _Small
    numbers: _Small

    def in_enough_lines(self, lines: _Large, least: int) -> _Named:
        """Those of them that so many lines have; the line of each sentence is given."""
        enough = _lines_having(self.numbers, lines[self.rows], len(self.names)) >= least
        place = np.cumsum(enough, dtype=np.int32) - np.int32(1)
        kept = enough[self.numbers]
        names = list(itertools.compress(self.names, enough))
        return _Named(names, self.rows[kept], place[self.numbers[kept]])


#: The words of some samples, and all else that they have.
Part = tuple[_Named, _Named]


def parts(
    lines: Sequence[int], words: Sequence[str], forms: Mapping[str, Forms], said: Sequence[Said]
) -> list[Part]:
    """What some samples have, read on two cores, for `together`.

    Args:
        lines: of each sample, in order.
        words, forms: that are known, and for each language the words of each concept.
        said: each sample.
    """
    bounds = itertools.pairwise(_bounds(lines))
    return list(Parallel(n_jobs=2)(delayed(_part_of)(words, forms, said[begin:end]) for begin, end in bounds))


def _bounds(lines: Sequence[int]) -> list[int]:
    """Where parts of the samples begin and end; all samples of a line are in one."""
    ends = [bisect.bisect_left(lines, lines[len(lines) * part // PARTS]) for part in range(1, PARTS)]
    return sorted({0, *ends, len(lines)})


def together(
    lines: Sequence[int], said: Sequence[Said], each: Sequence[Part]
) -> tuple[list[str], csr_matrix]:
    """The features that enough lines have, in order, and how often each sample has each, (samples, features).

    It finds what `features.analyzer` finds (a test compares them), without making a string of every run and every
    pair of concepts.

    Args:
        lines, said: as for `parts`.
        each: what that returned.
    """
    begins = _bounds(lines)[:-1]
    written, others = (_joined([part[which] for part in each], begins) for which in range(2))
    of = np.unique(lines, return_inverse=True)[1].astype(np.int64)
    longest = np.array([MAX_CHARACTERS if language in UNSPACED else MAX_RUN for _, language in said])
    found = [*_runs(written, longest, of), others.in_enough_lines(of, MIN_OTHER_LINES)]
    names = [name for one in found for name in one.names]
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.int32)
    place[order] = np.arange(len(names), dtype=np.int32)
    begun = np.cumsum([0, *(len(one.names) for one in found)])
    rows = np.concatenate([one.rows for one in found])
    columns = np.concatenate([place[one.numbers + at] for one, at in zip(found, begun, strict=False)])
    counts = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(said), len(names)))
    counts.sum_duplicates()
    return [names[at] for at in order], counts


def _joined(each: Sequence[_Named], begins: Sequence[int]) -> _Named:
    """What the sentences of several parts have, with the same numbers for the same names."""
    numbers: dict[str, int] = {}
    places = [
        np.array([numbers.setdefault(name, len(numbers)) for name in part.names], dtype=np.int32)
        for part in each
    ]
    return _Named(
        list(numbers),
        np.concatenate([part.rows + np.int32(at) for part, at in zip(each, begins, strict=True)]),
        np.concatenate([place[part.numbers] for part, place in zip(each, places, strict=True)]),
    )


def _lines_having(numbers: npt.NDArray[np.integer], lines: _Large, count: int) -> npt.NDArray[np.intp]:
    """(count,): how many different lines stand beside each number."""
    places = lines.astype(np.int32), numbers
    each = csr_matrix((np.ones(len(numbers), np.bool_), places), (int(lines.max(initial=0)) + 1, count))
    return np.bincount(each.indices, minlength=count)


def _once(numbers: _Large) -> _Large:
    """Each number once, in order: by sorting, since np.unique of so many takes ten times as long."""
    ordered = np.sort(numbers)
    return ordered[is_first(ordered)]


def _runs(written: _Named, longest: npt.NDArray[np.intp], lines: _Large) -> Iterable[_Named]:
    """Single words, and runs of two and more, that enough lines have.

    Args:
        written: the words of each sentence in order, the first of them START.
        longest: how long the runs of each sentence may be.
        lines: of each sentence.
    """
    rows, words, width = written.rows, written.numbers.astype(np.int64), len(written.names)
    inside = np.append(rows[1:] == rows[:-1], False)  # whether the sentence goes on
    single = np.append(False, inside[:-1])
    yield _Named(written.names, rows[single], written.numbers[single]).in_enough_lines(lines, MIN_RUN_LINES)
    names: Sequence[str] = written.names
    ends, begun = np.arange(len(words)), words
    for length in range(2, int(longest.max(initial=1)) + 1):
        more = inside[ends] & (longest[rows[ends]] >= length)
        ends, begun = ends[more] + 1, begun[more]
        codes, numbers = np.unique(begun * width + words[ends], return_inverse=True)
        enough = _lines_having(numbers, lines[rows[ends]], len(codes)) >= MIN_RUN_LINES
        names = [f"{names[code // width]} {written.names[code % width]}" for code in codes[enough].tolist()]
        kept = enough[numbers]
        begun = (np.cumsum(enough) - 1)[numbers[kept]]
        ends = ends[kept]
        yield _Named(names, rows[ends], begun.astype(np.int32))


def _part_of(words: Sequence[str], forms: Mapping[str, Forms], said: Sequence[Said]) -> Part:
    """The words of some sentences, each after START, and all else that they have: pieces and concepts."""
    reader = _Reader(frozenset(words), forms)
    for sentence, language in said:
        reader.read(sentence, language)
    return reader.words(), reader.others()


class _Reader:
    """Reads sentences, one after the other.

    Args:
        known: words, case folded.
        forms: for each language the words of each concept.
    """

    def __init__(self, known: Collection[str], forms: Mapping[str, Forms]) -> None:
        self._known, self._forms = known, forms
        self._lexicons: dict[str, Lexicon | None] = {}
        self._word_numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        self._numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        self._tokens: dict[str, tuple[str, int, bytes]] = {}
        self._meanings: defaultdict[Meaning, int] = defaultdict(itertools.count().__next__)
        self._words, self._pieces, self._marked, self._meant = array("i"), bytearray(), array("i"), array("i")
        # How many of these have been read at the end of each sentence.
        self._ends: list[tuple[int, int, int, int]] = []

    def read(self, sentence: str, language: str) -> None:
        """One sentence more."""
        if language not in self._lexicons:
            forms = self._forms.get(language)
            self._lexicons[language] = Lexicon(forms, tokens) if forms is not None else None
        lexicon, seen = self._lexicons[language], self._tokens
        written = without_names(tokens(sentence), language, lexicon)
        row = [seen[token] if token in seen else self._see(token) for token in written]
        self._words.append(self._word_numbers[START])
        self._words.extend([word for _, word, _ in row])
        self._pieces += b"".join([pieces for _, _, pieces in row])
        if lexicon is not None:
            its = lexicon.read([folded for folded, _, _ in row])
            self._meant.extend([self._meanings[meaning] for meaning in its])
            self._marked.extend(self._numbers_of(map("@{}".format, concepts.marked(its, language))))
        self._ends.append((len(self._words), len(self._pieces) // 4, len(self._marked), len(self._meant)))

    def _see(self, token: str) -> tuple[str, int, bytes]:
        """A token case folded, the number of the word that it is, and those of its pieces, four bytes each."""
        word = shown(token, self._known)
        pieces = array("i", self._numbers_of(pieces_of(token)))
        found = self._tokens[token] = token.casefold(), self._word_numbers[word], pieces.tobytes()
        return found

    def words(self) -> _Named:
        """All that was read, as words."""
        return _Named(list(self._word_numbers), self._rows(0), np.array(self._words, dtype=np.int32))

    def others(self) -> _Named:
        """All that was read, as pieces of words and as concepts: single, marked, and each two that are near."""
        meant, rows = np.array(self._meant, dtype=np.int64), self._rows(3)
        singles, at = _each([self._numbers_of(map("@{}".format, one)) for one in self._meanings], meant)
        pair_rows, pairs = self._pairs(meant, rows)
        pieces, marked = np.frombuffer(self._pieces, dtype=np.int32), np.array(self._marked, dtype=np.int32)
        return _Named(
            list(self._numbers),
            np.concatenate([self._rows(1), self._rows(2), rows[at], pair_rows]),
            np.concatenate([pieces, marked, singles, pairs]),
        )

    def _pairs(self, meant: _Large, rows: _Small) -> tuple[_Small, _Small]:
        """Each two concepts of a sentence that are near, once: the sentence, and their number.

        Args:
            meant: the number of the meaning at each place, sentence after sentence.
            rows: the sentence of each.
        """
        meanings, far = list(self._meanings), range(1, concepts.NEAR + 1)
        firsts = [np.flatnonzero(rows[apart:] == rows[:-apart]) for apart in far]
        seconds = np.concatenate([one + apart for one, apart in zip(firsts, far, strict=True)])
        first = np.concatenate(firsts)
        codes, number = np.unique(meant[first] * len(meanings) + meant[seconds], return_inverse=True)
        two = [(meanings[code // len(meanings)], meanings[code % len(meanings)]) for code in codes.tolist()]
        pairs, at = _each(
            [self._numbers_of(f"@{one}@{other}" for one, other in concepts.pairs(each)) for each in two],
            number,
        )
        once = _once(rows[first[at]].astype(np.int64) * len(self._numbers) + pairs)
        its_rows, numbers = np.divmod(once, len(self._numbers))
        return its_rows.astype(np.int32), numbers.astype(np.int32)

    def _numbers_of(self, names: Iterable[str]) -> list[int]:
        """The numbers of features."""
        return [self._numbers[name] for name in names]

    def _rows(self, which: int) -> _Small:
        """The sentence of each entry of a list that is read into."""
        counts = np.diff([0, *(ends[which] for ends in self._ends)])
        return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def _each(
    lists: Sequence[Sequence[int]], chosen: npt.NDArray[np.intp]
) -> tuple[_Small, npt.NDArray[np.intp]]:
    """The entries of the chosen lists, one list after the other, and which choice each comes from."""
    lengths = np.array([len(one) for one in lists], dtype=np.intp)
    begins = np.cumsum(lengths) - lengths
    flat = np.array([entry for one in lists for entry in one], dtype=np.int32)
    counts = lengths[chosen]
    at = np.repeat(np.arange(len(chosen)), counts)
    within = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
    return flat[begins[chosen][at] + within], at

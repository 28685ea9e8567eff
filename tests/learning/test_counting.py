"""Counting the features of the corpus by numbers finds what the running program sees."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from watcher.learning.corpus import Corpus
from watcher.learning.counting import (
    MIN_OTHER_LINES,
    MIN_RUN_LINES,
    known_words,
    parts,
    together,
    words_of_lines,
)
from watcher.learning.training import samples
from watcher.reading.features import analyzer, is_concept, is_piece


@pytest.mark.long
def test_counted_is_what_the_analyzer_finds_in_enough_lines(corpus: Corpus) -> None:
    chosen = samples(corpus)[::40]
    lines = [one.line for one in chosen]
    words = known_words(corpus, words_of_lines(corpus, set(lines)))
    said = [(one.text, one.language) for one in chosen]
    names, counts = together(lines, said, parts(lines, words, corpus.concepts, said))
    analyse = analyzer(frozenset(words), corpus.concepts)
    expected = [Counter(analyse((one.text, one.language))) for one in chosen]
    of = defaultdict(set)
    for line, its in zip(lines, expected, strict=True):
        for name in its:
            of[name].add(line)

    def least(name: str) -> int:
        return MIN_OTHER_LINES if is_concept(name) or is_piece(name) else MIN_RUN_LINES

    assert names == sorted(name for name, where in of.items() if len(where) >= least(name))
    assert counts.shape == (len(chosen), len(names))
    assert {one.language for one in chosen} == set(corpus.languages)
    kept = set(names)
    for row, its in enumerate(expected):
        found = {names[at]: value for at, value in zip(counts[row].indices, counts[row].data, strict=True)}
        assert found == {name: count for name, count in its.items() if name in kept}, chosen[row].text


def test_a_corpus_of_one_line_has_no_feature(corpus: Corpus) -> None:
    said = [("Thank you.", "en")]
    names, counts = together([7], said, parts([7], ["thank"], corpus.concepts, said))
    assert names == []
    assert counts.shape == (1, 0)

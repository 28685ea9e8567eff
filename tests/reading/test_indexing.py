"""The numbers of features are those of the features that training saw."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading import model as models
from watcher.reading import model_files
from watcher.reading.classifier import shipped
from watcher.reading.features import Said, analyzer
from watcher.reading.indexing import Index
from watcher.reading.vectors import Vectors, joined, mail_vector, whole
from watcher.reading.vocabulary import Vocabulary

_ABOUT, _ = model_files.read(shipped())
_ALL_WORDS: list[str] = list(_ABOUT["words"])
_VOCABULARY: list[str] = list(_ABOUT["vocabulary"])
_PLACE = {name: at for at, name in enumerate(_VOCABULARY)}
_MODEL = models.load(shipped())
_INDEX = Index(_ABOUT["concepts"], _ABOUT["vocabulary"])
_ANALYSE = analyzer(frozenset(_ALL_WORDS), _ABOUT["concepts"])
_WORDS = st.sampled_from([*_ALL_WORDS[::50], "Unfortunately", "won't", "Zyxw", "?", "https://x.example", "7"])
_PROSE = st.lists(_WORDS, max_size=30).map(" ".join)
_KNOWN = st.sampled_from([name for name in _VOCABULARY if " " in name][::20])
_SENTENCE = st.one_of(_PROSE, _KNOWN, st.text(max_size=60))
_LANGUAGE = st.sampled_from(["en", "de", "tr", "ja", "zh", "und"])


def found(sentences: list[Said]) -> Counter[int]:
    return Counter(_INDEX.places(sentences).tolist())


def expected(sentences: list[Said]) -> Counter[int]:
    return Counter(
        row * len(_VOCABULARY) + _PLACE[feature]
        for row, said in enumerate(sentences)
        for feature in _ANALYSE(said)
        if feature in _PLACE
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_SENTENCE, _LANGUAGE), max_size=6))
def test_any_sentences_have_the_features_of_the_analyzer(sentences: list[Said]) -> None:
    assert found(sentences) == expected(sentences)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.tuples(_SENTENCE, _LANGUAGE), min_size=1, max_size=3), max_size=4))
def test_mails_together_have_the_vectors_of_each_alone(mails: list[list[Said]]) -> None:
    together = _MODEL.vectors_of(mails)
    for one, mail in zip(together, mails, strict=True):
        alone = _MODEL.vectors(mail)
        assert one.count == alone.count
        for name in ("rows", "features", "values"):
            assert np.array_equal(getattr(one, name), getattr(alone, name))
    for judged, vectors in zip(_MODEL.judge_all(together), together, strict=True):
        for one, alone in zip(judged, _MODEL.judge(vectors), strict=True):
            assert one.shape == alone.shape
            assert np.abs(one - alone).max() < 1e-12


def test_what_several_mails_say_is_the_same_in_each() -> None:
    thanks, no, footer = ("Thank you for applying.", "en"), ("Es passt nicht.", "de"), ("-- \n", "en")
    mails = [[thanks, no, footer], [thanks, footer, thanks], [no]]
    for one, mail in zip(_MODEL.vectors_of(mails), mails, strict=True):
        alone = _MODEL.vectors(mail)
        assert one.count == alone.count
        for name in ("rows", "features", "values"):
            assert np.array_equal(getattr(one, name), getattr(alone, name))


def test_a_mail_is_the_sum_of_its_sentences_made_to_length_one() -> None:
    sentences = Vectors(np.array([0, 0, 1, 2]), np.array([1, 4, 4, 0]), np.array([3.0, 1.0, 3.0, 2.0]), 3)
    mails, features, values = whole(sentences, [2, 1])
    assert mails.tolist() == [0, 0, 1]
    assert features.tolist() == [1, 4, 0]
    assert values.tolist() == [0.6, 0.8, 1.0]
    assert [part.tolist() for part in mail_vector(joined(sentences.parted([2, 1])))] == [
        [0, 1, 4],
        pytest.approx([2 / 29**0.5, 3 / 29**0.5, 4 / 29**0.5]),
    ]


def test_every_run_of_the_model_is_found() -> None:
    known = set(_ALL_WORDS)
    runs = [name for name in _VOCABULARY if " " in name and known.issuperset(name.split(" "))][::97]
    assert len(runs) > 100
    said = [(name.replace(" ", "" if name[0] > "\u3000" else " "), "ja") for name in runs]
    assert found(said) == expected(said)


def test_a_model_without_features_finds_none() -> None:
    nothing = Vocabulary.of((), ())
    assert len(Index({}, nothing).places([("We chose somebody else.", "en")])) == 0


def test_words_with_the_same_bytes_are_not_taken_for_each_other() -> None:
    # Python gives strings of the same bytes the same hash, whatever their width: "gb" and U+6267.
    assert hash("gb") == hash("\u6267")
    assert found([("gb", "en")]) == expected([("gb", "en")])
    assert found([("\u6267", "zh")]) == expected([("\u6267", "zh")])

"""The names of features come back from a file as they were, and what does not fit together is refused."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading import vocabulary
from watcher.reading.features import START, UNKNOWN
from watcher.reading.vocabulary import Parted, Vocabulary, unpacked

WORDS = ("<number>", "?", "chose", "else", "somebody", "we", "次")
NAMES = [
    "#_cho",
    "#hose",
    UNKNOWN,
    f"{START} we",
    "@NOT@OTHER",
    "chose",
    "we",
    "we chose",
    "次",
    "次 次",
    "次 次 ?",
]

_WORD = st.sampled_from([*WORDS, START, UNKNOWN])
_RUN = st.lists(_WORD, min_size=1, max_size=5).map(" ".join)
_OTHER = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), max_size=4)
_NAME = st.one_of(_RUN, st.builds(str.__add__, st.sampled_from("#@"), _OTHER).filter(lambda one: one != "@"))


def again(one: Vocabulary) -> Vocabulary:
    """As it comes out of a file."""
    words, others = (Parted(part.array().tobytes()) for part in (one.words, one.others))
    return unpacked(words, one.lengths, one.packed(), others)


@given(st.lists(_NAME, max_size=30, unique=True))
def test_names_come_back_as_they_were(names: list[str]) -> None:
    assert list(Vocabulary.of(names, WORDS)) == names
    assert list(again(Vocabulary.of(names, WORDS))) == names


def test_a_word_that_is_not_known_stands_in_no_run() -> None:
    with pytest.raises(KeyError):
        Vocabulary.of(["we decided"], WORDS)


WHOLE = Vocabulary.of(NAMES, WORDS)
WRONG: dict[str, Callable[[], Vocabulary]] = {
    "a run too few": lambda: unpacked(WHOLE.words, WHOLE.lengths, WHOLE.packed()[:-1], WHOLE.others),
    "a number below none": lambda: unpacked(WHOLE.words, WHOLE.lengths, -WHOLE.packed(), WHOLE.others),
    "a number beyond all words": lambda: unpacked(Parted(b"we"), WHOLE.lengths, WHOLE.packed(), WHOLE.others),
    "a name too many": lambda: unpacked(WHOLE.words, WHOLE.lengths, WHOLE.packed(), Parted(b"#a|#b|#c|#d")),
    "a run without end": lambda: unpacked(
        WHOLE.words, np.full(2, 200, np.uint8), np.zeros(400, np.int32), Parted(b"")
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_does_not_fit_together_is_refused(what: str) -> None:
    with pytest.raises(ValueError, match=r"fit|word that is none"):
        WRONG[what]()


@pytest.mark.parametrize("at_once", [0, 1, 3, 4, 5, 1_000])
def test_a_long_string_is_parted_as_split_parts_it(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(vocabulary, "_AT_ONCE", at_once)
    for one in ("", "a", "one|two", "a|b|cd||不採用|#_ab|"):
        parted = Parted(one.encode("utf-8"))
        assert list(parted) == one.split("|")
        assert list(parted) == one.split("|"), "it can be asked again"
        assert len(parted) == len(one.split("|"))

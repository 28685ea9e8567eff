"""Marks in ASCII say what they said before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading.features import tokens
from watcher.reading.language import detect
from watcher.reading.marks import plain

_MARKS = "©•”“„®·…–—«»°’‘'`"
#: Accents on letters and by themselves, letters that have none, and what stands for other letters or signs.
_ACCENTS = "éÉÅñçșğİıłøß\u0301\u0308\u0327\u034f≠½Ⅳﬁĳŉẃ\uff20\uff1a\uff0f\u200b\u00ad"
_TEXT = st.text(
    st.one_of(st.sampled_from(_MARKS + "abw7 .:/-@é?選"), st.sampled_from(_ACCENTS), st.characters()),
    max_size=30,
)


@settings(max_examples=1_000, deadline=None)
@given(_TEXT)
def test_a_sentence_has_the_tokens_that_it_has_beside_a_word_that_is_not_in_ascii(text: str) -> None:
    assert [*tokens(text), "ß"] == tokens(f"{text} ß")


@pytest.mark.parametrize(
    ("text", "in_ascii"),
    [
        ("“We chose someone else” – that’s all…", " We chose someone else    that's all "),
        ("Wir haben uns „anders“ entschieden", "Wir haben uns  anders  entschieden"),
        ("né–né", "né né"),
        ("as it is", "as it is"),
    ],
)
def test_only_marks_change(text: str, in_ascii: str) -> None:
    assert plain(text) == in_ascii


def test_the_language_is_told_with_any_marks() -> None:
    assert detect("We’re sorry – but the place has gone to “someone” else.") == "en"
    assert detect("«Nous» n’avons pas retenu votre candidature…") == "fr"

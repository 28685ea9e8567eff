"""Marks in ASCII say what they said before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.reading.features import tokens
from watcher.reading.language import detect
from watcher.reading.marks import plain

_MARKS = st.text(st.sampled_from("©•”“„®·…–—«»°’‘'`ab7 .:/-@é?選"), max_size=30)


@settings(max_examples=500, deadline=None)
@given(_MARKS)
def test_a_sentence_has_the_tokens_that_it_has_beside_a_word_that_is_not_in_ascii(text: str) -> None:
    assert [*tokens(text), "e"] == tokens(f"{text} é")


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

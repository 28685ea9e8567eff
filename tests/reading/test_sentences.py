"""Cutting a mail into sentences."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.sentences import MAX_LENGTH, MAX_SENTENCES, split


def test_wrapped_lines_are_one_sentence() -> None:
    text = (
        "Thank you for coming to our office last week. The whole team enjoyed the\n"
        "conversation about your work. In the end we have decided to go on with\n"
        "another candidate."
    )
    assert split(text)[-1] == "In the end we have decided to go on with another candidate."
    assert len(split(text)) == 3


def test_short_lines_stay_apart() -> None:
    text = "Dear Robin,\n\nKind regards\nMaren Okafor\nOakfield Paper"
    assert split(text) == ["Dear Robin,", "Kind regards", "Maren Okafor", "Oakfield Paper"]


def test_list_items_stay_apart_however_long() -> None:
    text = (
        "- the first thing is a long item that fills nearly the whole line of it\n"
        "- the second thing is a long item that fills nearly the whole line too"
    )
    assert len(split(text)) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Please ask Mr. J. Smith or Dr. Weiss about it.",
        "Wir treffen uns am 3. März um 14.30 Uhr.",
        "See https://jobs.example.com/a.b.c?x=1. it is all there",
        "Write to first.last@mail.example.org for more.",
        "We pay approx. 3.5 times as much, e.g. on Sundays.",
    ],
)
def test_a_full_stop_inside_is_no_end(sentence: str) -> None:
    assert split(sentence) == [sentence]


def test_marks_end_a_sentence() -> None:
    assert split("Is that so? Yes! We think so. “Good.” Bye.") == [
        "Is that so?",
        "Yes!",
        "We think so.",
        "“Good.”",
        "Bye.",
    ]


def test_japanese_and_chinese_stops_need_no_space_and_wrapped_lines_no_gap() -> None:
    text = "このたびはご応募いただき誠にありが\nとうございます。結果をお知らせします。"
    assert split(text) == [
        "このたびはご応募いただき誠にありがとうございます。",
        "結果をお知らせします。",
    ]


def test_a_long_sentence_is_cut_at_a_space_and_nothing_is_lost() -> None:
    text = "word " * 500
    pieces = split(text)
    assert all(len(piece) <= MAX_LENGTH for piece in pieces)
    assert " ".join(pieces).split() == text.split()


def test_lines_without_letters_are_left_out() -> None:
    assert split("Hello\n-----\n12 34\n\nthere") == ["Hello", "there"]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=3000))
def test_any_text_gives_bounded_sentences(text: str) -> None:
    found = split(text)
    assert len(found) <= MAX_SENTENCES
    assert all(0 < len(sentence) <= MAX_LENGTH for sentence in found)


@pytest.mark.parametrize("unit", ["a. ", "a ", "(", "\n", " \n", "Mr. ", "....", "「。", "x@y.", "é"])
def test_hostile_text_takes_no_longer_than_its_length(unit: str) -> None:
    started = time.perf_counter()
    split(unit * (240_000 // len(unit)))
    assert time.perf_counter() - started < 2


def test_sentences_of_who_writes_without_capitals_are_told_apart() -> None:
    text = "hi anna, thanks for coming by yesterday. in the end we took somebody else. good luck with it all!"
    assert len(split(text)) == 3


def test_a_small_letter_after_a_stop_ends_no_sentence_where_others_begin_with_capitals() -> None:
    text = "We saw approx. twenty people yesterday. five of them twice. It went to one of those."
    assert len(split(text)) == 2

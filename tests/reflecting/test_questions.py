"""The questions: how many, in which order, and what they are like."""

from __future__ import annotations

import re

import pytest

from watcher.reflecting.questions import (
    FULL,
    SHORT,
    SHORT_OF_PAPERS,
    STRENGTHS,
    TAGS,
    Section,
    each,
    form,
    known,
)

FORMS = [SHORT, SHORT_OF_PAPERS, FULL]


def test_the_short_form_has_four_questions_and_the_full_one_seven_sections() -> None:
    assert [len(list(each(one))) for one in (SHORT, SHORT_OF_PAPERS)] == [4, 4]
    assert len(FULL) == 7
    assert 22 <= len(list(each(FULL))) <= 26


@pytest.mark.parametrize("sections", FORMS)
def test_a_form_begins_with_what_was_good(sections: tuple[Section, ...]) -> None:
    assert next(each(sections)).name == "well"


@pytest.mark.parametrize("sections", FORMS)
def test_names_are_unique_and_tags_known(sections: tuple[Section, ...]) -> None:
    names = [one.name for one in each(sections)]
    assert len(names) == len(set(names))
    assert {one.tag for one in each(sections)} <= {"", *TAGS}


@pytest.mark.parametrize("sections", FORMS)
def test_a_question_asks_and_fits_two_lines(sections: tuple[Section, ...]) -> None:
    for one in each(sections):
        assert "?" in one.text
        assert len(one.text) <= 120
        # Nothing to accuse oneself of.
        assert not re.search(r"\b(?:wrong|bad|mistake|fault|weakness|fail\w*)\b", one.text), one.text


def test_the_full_form_suits_a_video_call_and_asks_whether_one_would_want_it() -> None:
    text = " ".join(one.text for one in each(FULL))
    for word in ("camera", "sound", "light", "would you still want it", "went well", "be better at"):
        assert word in text


def test_a_form_goes_by_whether_it_came_to_a_talk() -> None:
    assert form("short", talked=True) is SHORT
    assert form("short", talked=False) is SHORT_OF_PAPERS
    assert form("full", talked=False) is form("full", talked=True) is FULL


def test_all_are_known_by_name() -> None:
    assert {one.name for sections in FORMS for one in each(sections)} == set(known())
    assert set(STRENGTHS) <= set(known())
    assert all(not known()[name].tag for name in STRENGTHS), "a strength is nothing to practise"

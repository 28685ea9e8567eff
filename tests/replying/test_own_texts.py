"""Texts of the person's own, in place of ours."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.types import Details
from watcher.replying import lint, own_texts
from watcher.replying.compose import words
from watcher.replying.letter import Wishes

ROBIN = Wishes("Robin Keller", "Tel. 0123")
KNOWN = Details("Acme", "Data Analyst", "Anna Schmidt", "first", "interview")
TEXT = """\
{greeting}

Thank you for telling me about {application}. I was glad to meet you, {person}. All the best to {company}.

Kind regards,
"""


def test_slots_are_filled_and_name_and_signature_stand_below() -> None:
    assert own_texts.fill(TEXT, KNOWN, ROBIN, "en") == (
        "Hi Anna,\n\nThank you for telling me about my application for the Data Analyst role at Acme. I was glad to "
        "meet you, Anna Schmidt. All the best to Acme.\n\nKind regards,\nRobin Keller\nTel. 0123\n"
    )


def test_a_fact_that_is_not_known_takes_its_sentence_with_it() -> None:
    assert own_texts.fill(TEXT, Details(), ROBIN, "en") == (
        "Hello,\n\nThank you for telling me about my application.\n\nKind regards,\nRobin Keller\nTel. 0123\n"
    )


def test_with_the_name_in_the_text_nothing_is_put_below() -> None:
    text = TEXT + "{name}, applying with joy\n"
    assert own_texts.fill(text, KNOWN, ROBIN, "en").endswith(
        "Kind regards,\nRobin Keller, applying with joy\n"
    )


def test_the_text_for_a_letter_goes_before_that_for_a_language() -> None:
    texts = {"en.txt": "a", "en-interview.txt": "b", "de.txt": "c"}
    assert own_texts.chosen(texts, KNOWN, "rejection", "en") == "en-interview.txt"
    assert own_texts.chosen(texts, dataclasses.replace(KNOWN, stage="final"), "rejection", "en") == "en.txt"
    assert own_texts.chosen(texts, KNOWN, "rejection", "fr") == ""
    assert own_texts.chosen(texts, KNOWN, "feedback", "en") == ""
    assert (
        own_texts.chosen({"en-after_feedback.txt": "x"}, KNOWN, "feedback", "en") == "en-after_feedback.txt"
    )


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("en.txt", TEXT, ""),
        ("ja.txt", "{company}\n\nこの度は選考結果のご連絡をいただき、ありがとうございました。\n", ""),
        ("english.txt", TEXT, "its name must be a language"),
        ("xx.txt", TEXT, "its name must be a language"),
        ("en-party.txt", TEXT, "there is no letter 'party'"),
        ("en.txt", "Thank you for {the_thing}, and all the very best to you all.", "there is no {the_thing}"),
        ("en.txt", "Thank you for your message! I wish you all the very best.", "too loud"),
        ("en.txt", "Thank you for your message. Please reconsider your decision about me.", "'reconsider'"),
        ("en.txt", "Thanks.", "its length is 1"),
        ("en.txt", "Thank you for your message and all <the best> to you and them.", "'<' was left over"),
        ("de.txt", "Vielen Dank. Warum wurde ich denn eigentlich abgelehnt, wüsste ich gern.", "would have said"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_text_is_said(name: str, text: str, problem: str) -> None:
    found = own_texts.problems({name: text})
    assert len(found) == bool(problem)
    assert all(one.startswith(f"{name}: ") and problem in one for one in found)


def test_a_text_that_does_not_fit_gives_way_to_ours() -> None:
    loud = {"en.txt": "Thank you all so very much for everything that you did for me!"}
    assert "!" not in words(KNOWN, "rejection", "seed", ROBIN, "en", loud)
    assert words(KNOWN, "rejection", "seed", ROBIN, "en", {"en.txt": TEXT}) == own_texts.fill(
        TEXT, KNOWN, ROBIN, "en"
    )


def test_a_text_that_names_another_employer_gives_way_to_ours() -> None:
    text = TEXT + "\nI have long wanted to work for Globex.\n"
    assert "Globex" in words(KNOWN, "rejection", "seed", ROBIN, "en", {"en.txt": text}, ["Acme"])
    assert "Globex" not in words(
        KNOWN, "rejection", "seed", ROBIN, "en", {"en.txt": text}, ["Acme", "Globex"]
    )
    assert words(
        KNOWN, "rejection", "seed", ROBIN, "en", {}, ["Time", "Thank", "Role"]
    )  # names of employers, too


@given(st.text(), st.text(max_size=30), st.text(max_size=30))
def test_any_text_and_any_names_give_a_sound_letter_or_a_reason(text: str, company: str, person: str) -> None:
    try:
        letter = own_texts.fill(text, Details(company, "", person), ROBIN, "en")
    except lint.NotWrittenError:
        return
    assert "!" not in letter.removesuffix("Robin Keller\nTel. 0123\n")

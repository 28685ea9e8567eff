"""The words of a name say nothing of what the sentence is about: a publisher is no book."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.classifier import Classifier
from watcher.reading.concepts import Lexicon
from watcher.reading.features import UNKNOWN_NAME, tokens, without_names
from watcher.reading.types import Message

LEXICON = Lexicon({"JOB": ["position", "job"], "TEAM": ["team"], "MONEY": ["loan*", "bank"]}, tokens)


def seen(sentence: str, language: str = "en") -> str:
    return " ".join(without_names(tokens(sentence), language, LEXICON)).replace(UNKNOWN_NAME, "#")


@pytest.mark.parametrize(
    ("sentence", "as_seen"),
    [
        ("we chose another for the Loan Officer job at Weser Bank", "we chose another for the # # job at # #"),
        ("thanks from the Loans Team and from Weserland Bank in town", "thanks from the # Team and from # # in town"),
        ("we turned down your Loan today", "we turned down your Loan today"),
        ("Loan Officer wanted for the bank at the river", "Loan Officer wanted for the bank at the river"),
        ("the bank of Lea R Smith and others is not open", "the bank of # # # and others is not open"),
        ("Your New Bank Loan Is Here", "Your New Bank Loan Is Here"),
        ("YOUR LOAN is not paid and we are sorry", "YOUR LOAN is not paid and we are sorry"),
        ("", ""),
    ],
)  # fmt: skip
def test_names_of_several_words_are_names(sentence: str, as_seen: str) -> None:
    assert seen(sentence) == as_seen


@pytest.mark.parametrize("language", ["de", "ja", "zh"])
def test_where_capitals_are_no_sign_of_a_name_nothing_is_one(language: str) -> None:
    sentence = "wir haben den Kredit der Weser Bank nicht bekommen"
    assert seen(sentence, language) == sentence
    assert seen(sentence, "nl") != sentence


def test_without_a_lexicon_no_names_are_known() -> None:
    written = tokens("we chose another for the Loan Officer position")
    assert without_names(written, "en", None) == written


@given(
    st.lists(
        st.sampled_from(["Bank", "Loan", "position", "Team", "we", "A", "HR", "!", "3", "職"]), max_size=12
    )
)
def test_nothing_is_added_or_moved(words: list[str]) -> None:
    found = without_names(words, "en", LEXICON)
    assert len(found) == len(words)
    assert found[:1] == words[:1]
    for before, after in zip(words, found, strict=True):
        assert after == before or (after == UNKNOWN_NAME and before in ("Bank", "Loan", "A"))


def test_a_name_is_one_reason_and_half_a_name_is_none() -> None:
    sentence = (
        "Unfortunately, Harbour Books will not go on with your application for the Loan Officer position."
    )
    why = Classifier.load().reasons(sentence, "rejection", "en")
    told = [*why.speaks_for, *why.against]
    assert "not" in told
    assert not {"Harbour", "Books", "Loan", "Officer"} & set(told)


@pytest.mark.parametrize(
    ("role", "company"),
    [
        ("Assistant Editor", "Harbour Books"),
        ("Credit Analyst", "Union Credit"),
        ("Swimming Coach", "Riverside Sports Club"),
        ("Cabin Crew", "Alba Airlines"),
        ("Admissions Adviser", "Brookfield College"),
    ],
)
def test_a_plain_no_of_an_employer_of_another_world_is_one(role: str, company: str) -> None:
    text = f"Hello Robin,\n\nWe appreciate your interest in {company}."
    text += f"\nWe regret to inform you that you have not been selected for the {role} position."
    assert (
        Classifier.load().classify(Message("", subject=f"{role} at {company}", text=text)).kind == "rejection"
    )

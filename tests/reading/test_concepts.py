"""Reading a sentence as a row of concepts."""

import pytest

from watcher.reading.concepts import NEAR, Lexicon, Meaning, features, marked
from watcher.reading.features import is_marked, tokens

FORMS = {
    "OTHER": ["another", "someone_else", "別の方"],
    "CHOOSE": ["chos*", "went_with*", "別の方"],
    "NOT": ["not"],
}


def row(sentence: str) -> list[tuple[str, ...]]:
    return Lexicon(FORMS, tokens).read([token.casefold() for token in tokens(sentence)])


def test_words_endings_and_phrases_are_known() -> None:
    assert row("We chose another.") == [("CHOOSE",), ("OTHER",)]
    assert row("They went with someone else") == [("CHOOSE",), ("OTHER",)]
    assert row("someone will go") == []


def test_characters_without_spaces_are_matched_and_may_mean_two_things() -> None:
    assert row("今回は別の方に") == [("CHOOSE", "OTHER")]


def test_pairs_keep_their_order_and_must_be_near() -> None:
    assert set(features([("SORRY",), ("CHOOSE",)], "en")) == {"@SORRY", "@CHOOSE", "@SORRY@CHOOSE"}
    far = [("SORRY",), *[("WE",)] * NEAR, ("CHOOSE",)]
    assert "@SORRY@CHOOSE" not in features(far, "en")


ROW = [("WE",), ("NOT",), ("OFFER",), ("YOU",), ("JOB", "STEP"), ("START",)]


@pytest.mark.parametrize(
    ("row", "language", "those"),
    [
        (ROW, "en", ["-OFFER", "-YOU", "-JOB", "-STEP"]),
        (ROW, "ja", ["-WE"]),
        ([("NOT",), ("BUT",), ("OFFER",)], "en", []),
        ([("NOT",), ("WE",), ("BUT",), ("OFFER",)], "de", ["-WE"]),
        ([("OFFER",), ("NOT",), ("IF",)], "tr", ["-?OFFER", "?NOT"]),
        ([("IF",), ("WE",), ("NOT",), ("OFFER",), ("YOU",)], "fr", ["?WE", "?NOT", "-?OFFER", "-?YOU"]),
        ([("IF",), *[("WE",)] * 7], "en", ["?WE"] * 6),
        ([], "en", []),
    ],
)
def test_a_not_and_an_if_mark_what_they_speak_of(row: list[Meaning], language: str, those: list[str]) -> None:
    assert marked(row, language) == those
    assert {f"@{one}" for one in those} <= set(features(row, language))


def test_a_mark_is_no_concept_of_its_own() -> None:
    assert is_marked("@-OFFER")
    assert is_marked("@?OFFER")
    assert not is_marked("@OFFER")
    assert not is_marked("@OFFER@YOU")

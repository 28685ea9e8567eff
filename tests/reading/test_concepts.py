"""Reading a sentence as a row of concepts."""

from watcher.reading.concepts import NEAR, Lexicon, features
from watcher.reading.features import tokens

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
    assert set(features([("NOT",), ("CHOOSE",)])) == {"@NOT", "@CHOOSE", "@NOT@CHOOSE"}
    far = [("NOT",), *[("WE",)] * NEAR, ("CHOOSE",)]
    assert "@NOT@CHOOSE" not in features(far)

"""A mail that asks for no answer: the quick look for literals loses none of them."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.replying import refusals
from watcher.replying.refusals import RULES, fold, gives_no_feedback, refuses_replies


@pytest.mark.parametrize(("literals", "pattern"), RULES)
def test_whatever_a_rule_matches_holds_one_of_its_literals(literals: tuple[str, ...], pattern: str) -> None:
    @settings(max_examples=100, deadline=None)
    @given(st.from_regex(re.compile(pattern, re.IGNORECASE)))
    def holds(text: str) -> None:
        line = " ".join(text.split())
        if re.search(pattern, line, re.IGNORECASE):
            assert any(literal in fold(line) for literal in literals)

    holds()


@pytest.mark.parametrize("pattern", [pattern for _, pattern in RULES])
def test_no_match_is_longer_than_what_is_looked_at_around_a_literal(pattern: str) -> None:
    assert re._parser.parse(pattern).getwidth()[1] <= refusals._LONGEST


def in_full(text: str) -> bool:
    """Every rule tried on the whole text."""
    line = f" {' '.join(text.split())} "
    return any(re.search(pattern, line, re.IGNORECASE) for _, pattern in RULES)


PARTS = (
    f"{'x' * 90}|{'-' * 40}|.|Please note:|do not reply|reply within|by Friday|DO NOT ANSWER|don’t reply|this mailbox"
    "|is not monitored|replies to this|cannot\nbe read|possible|Antworten|bitte nicht|niet|ne pas|répondre|svara"
    "|inte på|no-reply|İ|mayın|YANITLAMAYIN|勿|直接回复"
).split("|")
LITERALS = sorted({one for literals, _ in RULES for one in literals})


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS + LITERALS), max_size=14))
def test_a_look_around_literals_finds_what_a_look_at_everything_finds(parts: list[str]) -> None:
    for between in (" ", "\n", ""):
        text = between.join(parts)
        assert refuses_replies(text) is in_full(text)


@pytest.mark.parametrize(("literals", "pattern"), RULES)
def test_a_match_is_found_wherever_it_stands(literals: tuple[str, ...], pattern: str) -> None:
    @settings(max_examples=30, deadline=None)
    @given(st.from_regex(re.compile(pattern, re.IGNORECASE)), st.integers(0, 300), st.integers(0, 300))
    def found(match: str, before: int, after: int) -> None:
        text = f"{'word ' * before}{match}{' word' * after}"
        assert refuses_replies(text) is in_full(text)

    found()


@pytest.mark.parametrize("between", range(60, 160))
def test_what_is_cut_off_behind_a_literal_is_no_request(between: int) -> None:
    text = f"if you do not reply by Friday {'x' * between}. Do not answer before Monday"
    assert refuses_replies(text) is in_full(text) is False


@pytest.mark.parametrize(
    "piece", ["勿", "请勿", "niet ", "replies to this ", "do not reply before ", "svara "]
)
def test_no_text_stalls_it(piece: str) -> None:
    began = time.process_time()
    refuses_replies(piece * (40_000 // len(piece)))
    assert time.process_time() - began < 0.15


@given(st.text())
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(fold("İıſẞ")) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Please do not\nreply to this mail.",
        "DO NOT REPLY",
        "This mailbox is not monitored.",
        "Replies to this address are not read.",
        "We cannot receive\tincoming mail.",
        "Bitte antworten Sie nicht auf diese E-Mail.",
        "Merci de ne pas répondre à ce message.",
        "Por favor, no responda a este correo.",
        "LÜTFEN BU E-POSTAYI YANITLAMAYIN",
        "本メールは送信専用です。",
        "请勿直接回复此邮件",
    ],
)
def test_a_plain_request_is_heard(text: str) -> None:
    assert refuses_replies(text)


@pytest.mark.parametrize("text", ["", "Do not hesitate to reply.", "We do not reply to spam.", "Reply soon."])
def test_other_words_about_replies_are_none(text: str) -> None:
    assert not refuses_replies(text)


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("Unfortunately we cannot give individual feedback.", True),
        ("I will come back to you with feedback next week.", True),
        ("Leider können wir keine Rückmeldung geben.", True),
        ("Nous ne faisons pas de retour personnel.", True),
        ("フィードバックはいたしかねます。", True),
        ("很抱歉，我们无法提供反馈。", True),
        ("Here is my feedback: your analysis was strong. You could have asked more.", False),
        ("Your answers were not always to the point. I hope this helps.", False),
        ("Gern gebe ich eine Rückmeldung: Ihr Vortrag war klar.", False),
    ],
)
def test_what_says_that_there_is_no_feedback_is_not_thanked_for(text: str, none: bool) -> None:
    assert gives_no_feedback(text) is none


@pytest.mark.parametrize(
    "kind",
    [
        "We know many companies don't respond to candidates, and we did not want to be one of them.",
        "Some firms do not reply at all; we do.",
    ],
)
def test_a_kind_word_about_others_is_no_refusal(kind: str) -> None:
    assert not refuses_replies(kind)

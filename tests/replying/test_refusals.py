"""A mail that asks for no answer: the quick look for literals loses none of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.replying.refusals import RULES, fold, refuses_replies


@pytest.mark.parametrize(("literals", "pattern"), RULES)
def test_whatever_a_rule_matches_holds_one_of_its_literals(literals: tuple[str, ...], pattern: str) -> None:
    @settings(max_examples=100, deadline=None)
    @given(st.from_regex(re.compile(pattern, re.IGNORECASE)))
    def holds(text: str) -> None:
        line = " ".join(text.split())
        if re.search(pattern, line, re.IGNORECASE):
            assert any(literal in fold(line) for literal in literals)

    holds()


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

"""Which lines are looked at for the start of a signature: no other one starts one."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from watcher.reading import signatures
from watcher.reading.signatures import split_signature

_LINE = st.sampled_from(
    [
        *(
            "We chose somebody else.",
            "thanks for all",
            "Kind regards,",
            "*Best wishes*",
            "_Mvh_ Ida Holm",
            "SALUDOS",
        ),
        *(
            "İyi çalışmalar",
            "Mit freundlichen Grüßen",
            "Freundliche Grüsse / Kind regards",
            "Thanks / Gracias",
            "敬具",
            "此致",
            "Br, Ola",
            "be so kind",
            "x",
            "-",
            "*",
            "_ .",
        ),
        *(
            "--",
            "-- ",
            "—",
            "––",
            "=====",
            "- - - - - - -",
            "＝＝＝＝＝",
            "Tel 0123 456 789",
            "Sent from my phone",
            "",
        ),
        *("Anna Schmidt", "Regards and " + "so on " * 20, "  Best,  ", "Cordialement\xa0: Zoé", "•••••••"),
    ]
)


@given(st.lists(_LINE, min_size=1, max_size=40).map("\n".join))
def test_a_line_that_is_passed_over_starts_none(text: str) -> None:
    with patch.object(signatures, "_likely", lambda shown: range(1, len(shown))):
        looked_at_all = split_signature(text)
    assert split_signature(text) == looked_at_all


def test_words_that_close_in_two_languages_do_so_unless_both_are_common_ones() -> None:
    letter = (
        "We chose somebody else.\n\n{}\n\nYou will hear from us about the other post, which is still open."
    )
    assert split_signature("We chose somebody else.\n\nBeste Grüsse / Best regards\nAnna") == (
        "We chose somebody else.",
        "Beste Grüsse / Best regards\nAnna",
    )
    assert split_signature("We chose somebody else.\n\nThanks / Gracias\nAnna")[1] == "Thanks / Gracias\nAnna"
    assert split_signature(letter.format("Thanks / Gracias"))[1] == ""

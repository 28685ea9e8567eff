"""Characters made safe, in one step or in several."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading import decoding
from watcher.reading.decoding import clean_text, undoubled
from watcher.reading.message import parse


def test_what_is_taken_for_clean_is_cleaned_in_no_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = [one for one in map(chr, range(sys.maxunicode + 1)) if not decoding._UNCLEAN.search(one)]
    assert len(clean) > 40_000
    texts = ["".join(clean[at : at + 1_000]) + "é" for at in range(0, len(clean), 1_000)]
    at_once = [clean_text(text) for text in texts]
    monkeypatch.setattr(decoding, "_UNCLEAN", re.compile(""))  # now all are taken for what may be cleaned
    assert at_once == [clean_text(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Grüße\r\nan\u2028Sie\tund\xa0alle", "Grüße\nan\nSie und alle"),
        ("Gr\xadü\u200bße\x07", "Grüße"),
        ("Gru\u0308ße", "Grüße"),
        ("日本語\u3000です", "日本語 です"),
        ("„Grüße“ – 5 €", "„Grüße“ – 5 €"),
        ("Z" + "\u0301" * 40 + "ürich", "Z" + "\u0301" * 30 + "ürich"),
    ],
)
def test_only_what_shows_nothing_or_misleads_is_cleaned_away(text: str, cleaned: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", cleaned)


LETTERS = [
    "Leider können wir Ihnen für die Stelle keine Zusage geben. Schöne Grüße",
    "It’s not you. We’ve chosen somebody else – sorry.",
    "Nous avons reçu votre dossier, mais le poste est déjà pourvu.",
    "Zdecydowaliśmy się na inną osobę. Dziękujemy za zgłoszenie.",
    "今回は別の方にお願いすることになりました。",
    "我们已经选择了其他候选人。",
]


@pytest.mark.parametrize("text", LETTERS)
@pytest.mark.parametrize("charset", ["latin-1", "cp1252"])
def test_text_that_was_encoded_twice_is_read_as_it_was_meant(text: str, charset: str) -> None:
    twice = "".join(
        bytes([byte]).decode(charset if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1")
        for byte in text.encode()
    )
    assert undoubled(twice) == text
    mail = b"Content-Type: text/plain; charset=utf-8\n\n" + twice.encode()
    assert parse(mail).text == text


@pytest.mark.parametrize(
    "text",
    [
        *LETTERS,
        "Não, à « SÃO » e NÃO.",
        "„Ä“, “Ö”, „Ü“: Ã¼ ist ein Zeichen für ü",
        "He wrote Ã¼ and I wrote ü, ö, ä.",
        "café”… und “É“”",
        "“á” “à” «è» ‹ò›",
        "Ã",
    ],
)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert undoubled(text) == text


@given(st.text(st.sampled_from("aÃÂ¼â€™ãé”… \n\x81")) | st.text())
def test_what_is_undone_is_undone_once_and_never_fails(text: str) -> None:
    found = undoubled(text)
    assert len(found) <= len(text)

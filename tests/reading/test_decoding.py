"""Characters made safe, in one step or in several."""

import re
import sys
import unicodedata

import pytest

from watcher.reading import decoding
from watcher.reading.decoding import clean_text


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

"""From when on one may apply again: words that are seldom used for it, each with what only looks like it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from watcher.reading import phrasebook, reapplying
from watcher.reading.types import Message


def told(text: str, language: str) -> str:
    book = phrasebook.load(language)
    assert book is not None
    message = Message("a" * 64, subject="", date=datetime(2026, 3, 10, 9, tzinfo=UTC), text=text)
    return reapplying.reapply_after(message, book)


@pytest.mark.parametrize(
    ("language", "text", "after"),
    [
        ("en", "You may submit a new application on or after 1 October 2026.", "2026-10-01"),
        ("en", "We got your form. Please submit a new application form after 1 October 2026.", ""),
        (
            "fr",
            "Vous pouvez reposer votre candidature dans notre maison à partir du 10 septembre 2026.",
            "2026-09-10",
        ),
        ("fr", "Nous conservons votre candidature jusqu'au 10 septembre 2026.", ""),
        ("it", "Potrà inviarci una nuova candidatura a partire dal 1° settembre 2026.", "2026-09-01"),
        ("it", "Sarà possibile presentare una nuova domanda dal 1° ottobre 2026.", "2026-10-01"),
        ("it", "Ho una nuova domanda dal 1° ottobre 2026.", ""),
        ("nl", "Opnieuw reageren op deze functie kan vanaf 1 oktober 2026.", "2026-10-01"),
        ("nl", "Wij zullen vanaf 1 oktober 2026 opnieuw reageren op je vraag.", ""),
        (
            "pl",
            "Zapraszamy do udziału w kolejnych rekrutacjach nie wcześniej niż od 1 września 2026 r.",
            "2026-09-01",
        ),
        ("pl", "Kolejne rekrutacje prowadzimy od 1 września 2026 r.", ""),
        ("tr", "Aynı pozisyona 1 Ekim 2026 tarihinden itibaren yeniden başvurabilirsiniz.", "2026-10-01"),
        ("tr", "1 Ekim 2026'dan itibaren yine başvurabilirsin.", "2026-10-01"),
        ("tr", "1 Ekim 2026 tarihinden itibaren iletişime geçeceğiz, yine başvurabilirsin.", ""),
        ("zh", "須自本通知日起滿六個月，方可再次應徵本公司職缺。", "2026-09-10"),
        ("zh", "兩年後可再次申請。", "2028-03-10"),
        ("zh", "您的資料將保留六個月，歡迎再次應徵。", ""),
        ("zh", "隨時可再次應徵，2026年9月1日起公布。", ""),
    ],
)
def test_words_for_applying_again(language: str, text: str, after: str) -> None:
    assert told(text, language) == after

"""Kana as domains spell it, and traditional characters, which the phrases for simplified ones read."""

from __future__ import annotations

from watcher.reading import simplified
from watcher.reading.kana import romaji, spells
from watcher.reading.types import Address, Message


def test_kana_is_spelled_as_a_domain_has_it() -> None:
    assert [romaji(one) for one in ("しゃちょう", "ジュン", "カフェひなた", "ソーラー")] == [
        "shachou",
        "jun",
        "kafehinata",
        "sora",
    ]
    assert spells("cafehinata", "カフェひなた")
    assert spells("studiopopura", "スタジオポプラ")
    assert not spells("hashimoto", "カフェひなた")
    assert not spells("aoi", "あお")  # too short to tell anything


def test_traditional_characters_are_read_and_stay() -> None:
    written = Message("f" * 64, subject="應徵", sender=Address("陳家豪", "c@mail.example"), text="鳳山酒店")
    plain = simplified.message(written)
    assert (plain.subject, plain.text) == ("应征", simplified.text("鳳山酒店"))
    assert len(plain.text) == len(written.text)
    assert simplified.restored(simplified.text("鳳山酒店"), plain, written) == "鳳山酒店"
    assert simplified.restored("北河", plain, written) == ""
    same = Message("f" * 64, text="hello")
    assert simplified.restored_sentence("hello", same, same) == "hello"
    assert simplified.message(same) is same

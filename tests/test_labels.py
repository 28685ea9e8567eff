"""What the person said of mail, as the store keeps it: labels with their provenance, and texts."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import timedelta
from pathlib import Path

import pytest

from tests.test_store import NOW, add
from watcher.errors import StorageError
from watcher.store import LabelRow, Store
from watcher.store.labels import LONGEST
from watcher.store.schema import MIGRATIONS

HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def version_2(folder: Path) -> Path:
    """A database as it was before there were labels, with one case in it."""
    folder.mkdir()
    with sqlite3.connect(folder / "grace.db") as db:
        for migration in MIGRATIONS[:2]:
            db.executescript(migration)
        db.execute("PRAGMA user_version = 2")
        db.execute(
            "INSERT INTO mail (fingerprint, account, message_id, conversation, delivered_at, recorded_at, kind,"
            " score, scores, evidence, language, model, action, reason, problem, subject, sender_name,"
            " sender_address, details)"
            " VALUES ('f', 'home', '<f@acme.example>', '<f@acme.example>', ?, ?, 'rejection', 0.97, '{}', '[]',"
            " 'en', '1', 'cool', 'because', '', 'Your application', 'Anna', 'anna@acme.example', '{}')",
            (NOW.isoformat(), NOW.isoformat()),
        )
        db.execute(
            "INSERT INTO cases (mail_id, state, reason, due_at, parent, recipient_name, recipient, own)"
            " VALUES (1, 'cooling', 'because', ?, '{}', '', 'anna@acme.example', '')",
            (NOW.isoformat(),),
        )
    return folder


def test_a_database_of_version_2_is_brought_up_to_date(tmp_path: Path) -> None:
    store = Store(version_2(tmp_path / "data"))
    entry = store.entry(1)
    assert entry
    assert (entry.kind, entry.state, entry.due_at, entry.judged) == ("rejection", "cooling", NOW, {})
    store.label("f", "interview", "grace label", NOW, "1")
    assert len(store.labels()) == 1
    store.close()
    again = Store(tmp_path / "data")
    assert len(again.labels()) == 1


def test_a_new_label_ends_the_one_before(store: Store) -> None:
    store.label("f", "not_rejection", "folder:home/Grace/Not a rejection", NOW, "1")
    store.label("g", "offer", "grace label", NOW, "1")
    store.label("f", "interview", "grace label", NOW + HOUR, "2")
    assert store.label_of("f") == LabelRow("f", "interview", "grace label", NOW + HOUR, "2")
    assert [(label.fingerprint, label.kind) for label in store.labels()] == [
        ("g", "offer"),
        ("f", "interview"),
    ]
    first = store.labels(active=False)[0]
    assert (first.kind, first.ended_at, first.why) == ("not_rejection", NOW + HOUR, "replaced")


def test_a_label_ends_once(store: Store) -> None:
    store.label("f", "offer", "grace label", NOW, "1")
    assert store.end_label("f", NOW + HOUR, "undone")
    assert not store.end_label("f", NOW + 2 * HOUR, "unlabelled")
    assert store.label_of("f") is None
    (ended,) = store.labels(active=False)
    assert (ended.ended_at, ended.why) == (NOW + HOUR, "undone")


def test_two_labels_of_one_mail_cannot_both_hold(store: Store) -> None:
    store.label("f", "offer", "grace label", NOW, "1")
    with pytest.raises(StorageError), store.transaction():
        store._db.execute(
            "INSERT INTO label (fingerprint, kind, source, at, model) VALUES ('f', 'other', '', '', '')"
        )
    assert len(store.labels()) == 1


def test_a_label_is_a_part_of_the_transaction_that_is_open(store: Store) -> None:
    def break_off() -> None:
        with store.transaction():
            store.label("f", "offer", "grace label", NOW, "1")
            store.keep_text("f", b"mail", NOW, NOW, "", "labelled")
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert store.labels() == []
    assert store.count_texts() == {}


def test_texts_are_kept_whole_up_to_a_size(store: Store) -> None:
    raw = b"From: a@b.example\r\n\r\n" + bytes(range(256)) * 2000
    store.keep_text("f", raw, NOW + HOUR, NOW, "a@b.example", "labelled")
    (text,) = store.texts("labelled")
    assert text.raw == raw[:LONGEST]
    assert (text.at, text.delivered_at, text.sender) == (NOW + HOUR, NOW, "a@b.example")
    assert store.text_of("f") == text
    assert store.text_of("g") is None


def test_a_labelled_text_is_not_taken_for_an_ordinary_one_again(store: Store) -> None:
    store.keep_text("f", b"one", NOW, NOW, "", "ordinary")
    store.keep_text("f", b"two", NOW, NOW, "", "labelled")
    store.keep_text("f", b"three", NOW, NOW, "", "ordinary")
    assert [text.raw for text in store.texts("labelled")] == [b"two"]
    assert list(store.texts("ordinary")) == []


def test_texts_that_are_dropped_are_gone_from_the_disk(store: Store) -> None:
    raw = bytes((number * 7919) % 251 for number in range(20_000))
    store.keep_text("f", raw, NOW, NOW, "", "labelled")
    needle = zlib.compress(raw)[200:260]

    def on_disk() -> bool:
        return any(needle in file.read_bytes() for file in store.path.parent.iterdir())

    assert on_disk()
    assert store.drop_texts() == 1
    assert not on_disk()
    assert store.count_texts() == {}


def test_a_place_that_is_dropped_is_new_when_it_comes_back(store: Store) -> None:
    mail_id = add(store)
    with store.transaction():
        for ref in ("1:1", "1:2"):
            store.add_place(mail_id, "home", "Grace/Rejection", ref)
    assert store.places_in("home", "Grace/Rejection") == [(mail_id, "1:1"), (mail_id, "1:2")]
    store.drop_place("home", "Grace/Rejection", "1:1")
    assert store.known("home", "Grace/Rejection", ["1:1", "1:2"]) == {"1:2"}


def test_a_damaged_word_is_one_clear_line(store: Store) -> None:
    mail_id = add(store)
    with store.transaction():
        store.rewrite(mail_id, {"judged": ""})
        store._db.execute("UPDATE mail SET judged = '[1' WHERE id = ?", (mail_id,))
    with pytest.raises(StorageError, match="judged"):
        store.entry(mail_id)

"""What the program remembers: real SQLite, in a folder of its own for each test."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher import store as storing
from watcher.errors import StorageError
from watcher.replying.policy import MOVES
from watcher.store import CaseRow, MailRow, Store

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def add(store: Store, fingerprint: str = "f", state: str = "cooling", **changes: object) -> int:
    values: dict[str, object] = {
        "fingerprint": fingerprint,
        "account": "home",
        "message_id": f"<{fingerprint}@acme.example>",
        "conversation": f"<{fingerprint}@acme.example>",
        "delivered_at": NOW,
        "recorded_at": NOW,
        "kind": "rejection",
        "score": 0.97,
        "scores": {"rejection": 0.97},
        "evidence": [("We chose someone else.", "rejection", 0.97)],
        "language": "en",
        "model": "1",
        "action": "cool",
        "reason": "because",
        "details": {"company": "Acme"},
    }
    with store.transaction():
        mail_id = store.add_mail(MailRow(**(values | changes)))  # type: ignore[arg-type]
        if state:
            case = CaseRow(
                state, "because", None, NOW, {"message_id": "<f@acme.example>"}, "", "anna@acme.example", ""
            )
            store.open_case(mail_id, case, NOW)
    return mail_id


def test_what_is_written_is_read_back(store: Store) -> None:
    entry = store.entry(add(store))
    assert entry is not None
    assert (entry.delivered_at, entry.due_at, entry.state) == (NOW, NOW, "cooling")
    assert entry.evidence == [["We chose someone else.", "rejection", 0.97]]
    assert entry.details == {"company": "Acme"}
    assert entry.parent == {"message_id": "<f@acme.example>"}
    assert [step.state for step in store.steps(entry.id)] == ["cooling"]


def test_a_mail_has_one_row(store: Store) -> None:
    add(store)
    with pytest.raises(StorageError):
        add(store)


def test_a_case_moves_once(store: Store) -> None:
    mail_id = add(store)
    assert store.move(mail_id, "cooling", "claimed", "due", NOW)
    assert not store.move(mail_id, "cooling", "claimed", "due", NOW)
    assert [step.state for step in store.steps(mail_id)] == ["cooling", "claimed"]


def test_a_move_that_is_not_in_the_table_is_refused(store: Store) -> None:
    mail_id = add(store)
    for state, targets in MOVES.items():
        for to in MOVES.keys() - targets:
            with pytest.raises(ValueError, match="cannot go"):
                store.move(mail_id, state, to, "", NOW)
    assert store.entry(mail_id).state == "cooling"  # type: ignore[union-attr]


def test_two_processes_cannot_both_claim(tmp_path: Path) -> None:
    one, two = Store(tmp_path), Store(tmp_path)
    mail_id = add(one)
    assert [each.move(mail_id, "cooling", "claimed", "due", NOW) for each in (one, two)] == [True, False]


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def break_off() -> None:
        with store.transaction():
            store.advance("home", "INBOX", "1:7", NOW)
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert store.cursor("home", "INBOX") == (None, None)


def test_the_newest_mail_of_a_folder_never_goes_back(store: Store) -> None:
    for minutes in (5, 3, 9, None):
        with store.transaction():
            newest = NOW + timedelta(minutes=minutes) if minutes else None
            store.advance("home", "INBOX", f"1:{minutes}", newest)
    assert store.cursor("home", "INBOX") == ("1:None", NOW + timedelta(minutes=9))


def test_known_refs_in_any_number(store: Store) -> None:
    mail_id = add(store)
    refs = [f"1:{number}" for number in range(1200)]
    with store.transaction():
        for ref in refs[::2]:
            store.add_place(mail_id, "home", "INBOX", ref)
    assert store.known("home", "INBOX", refs) == set(refs[::2])
    assert store.known("home", "Archive", refs) == set()


def test_a_setting_keeps_its_first_value(store: Store) -> None:
    assert store.setting("since", "2026-11-01") == "2026-11-01"
    assert store.setting("since", "2026-12-01") == "2026-11-01"
    assert store.secret() == store.secret()
    assert len(store.secret()) == 32


def test_has_work_only_when_due(store: Store) -> None:
    mail_id = add(store)
    assert not store.has_work("home", NOW - timedelta(microseconds=1))
    assert store.has_work("home", NOW)
    assert not store.has_work("other", NOW)
    store.move(mail_id, "cooling", "answered", "", NOW)
    assert not store.has_work("home", NOW)


def test_later_mail_is_what_came_after_or_at_the_same_time(store: Store) -> None:
    first = store.entry(add(store, "a", sender_address="anna@acme.example"))
    assert first is not None
    add(store, "b", state="", kind="other", action="ignore", conversation=first.conversation)
    add(
        store,
        "c",
        state="",
        kind="offer",
        delivered_at=NOW - timedelta(minutes=9),
        sender_address="b@b.example",
    )
    add(store, "d", state="", kind="other", conversation=first.conversation, action="own")
    add(store, "e", state="", kind="offer", delivered_at=NOW - timedelta(minutes=11))
    add(store, "g", state="", kind="other", action="ignore")
    found = [(mail.kind, mail.conversation, mail.sender, mail.company) for mail in store.later_mail(first)]
    assert found == [("other", True, "", "Acme"), ("offer", False, "b@b.example", "Acme")]


def test_a_claim_is_refused_where_the_conversation_has_its_draft(store: Store) -> None:
    one, two = store.entry(add(store, "a")), store.entry(add(store, "b", conversation="<a@acme.example>"))
    assert one is not None
    assert two is not None
    assert store.claim(one, "", NOW)
    assert not store.claim(two, "", NOW)
    assert store.entry(two.id).state == "cooling"  # type: ignore[union-attr]


def test_what_was_planned_anew_meanwhile_is_not_overrun(store: Store) -> None:
    entry = store.entry(add(store))
    assert entry is not None
    assert store.set(entry.id, "cooling", due_at=NOW + timedelta(days=3), asked=2)
    assert not store.claim(entry, "", NOW)
    assert not store.move(entry.id, "cooling", "offered", "", NOW, seen=entry)
    assert not store.set(entry.id, "cooling", seen=entry, due_at=NOW)


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = Store(folder)
    add(store)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    add(Store(tmp_path))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "grace.db").stat().st_mode) == 0o600


def test_a_corrupt_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "grace.db").write_bytes(b"this is no database, but it is long enough" * 100)
    with pytest.raises(StorageError, match="damaged") as caught:
        Store(tmp_path)
    assert "\n" not in str(caught.value)
    assert (tmp_path / "grace.db").read_bytes().startswith(b"this is no database")


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "grace.db") as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(StorageError, match="newer Grace Period"):
        Store(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError, match="cannot be used"):
        Store(tmp_path / "data")


def test_a_log_that_could_not_be_written_to_for_a_while_is_used_again(tmp_path: Path) -> None:
    """SQLite makes what lies beside the log with the log's own mode."""
    store = Store(tmp_path)
    for name in ("grace.db-wal", "grace.db-shm"):
        (tmp_path / name).chmod(0o400)
    again = Store(tmp_path)
    for name in ("grace.db-wal", "grace.db-shm"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    again.close()
    store.close()


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StorageError, match="cannot be used"):
        Store(tmp_path / "data")


def test_a_dry_run_works_on_a_copy(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    mail_id = add(store)
    storing.copy(tmp_path / "data", tmp_path / "scratch")
    Store(tmp_path / "scratch").move(mail_id, "cooling", "claimed", "", NOW)
    assert store.entry(mail_id).state == "cooling"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE mail SET delivered_at = '2026-11-x3T09:00:00.000000+00:00'",
        "UPDATE mail SET score = 'much'",
        "UPDATE mail SET subject = x'ff'",
        """UPDATE mail SET details = '{"companx": "Acme"}'""",
        """UPDATE mail SET details = '{"company": 7}'""",
        """UPDATE mail SET evidence = '[["a", "b"]]'""",
        "UPDATE mail SET evidence = '7'",
        "UPDATE cases SET state = 'coolinh'",
        "UPDATE cases SET due_at = 7",
        "UPDATE cases SET asked = 'x'",
        "UPDATE cases SET parent = x'ff'",
        "UPDATE cases SET parent = '[]'",
        """UPDATE cases SET parent = '{"messace_id": "<1@acme.example>"}'""",
        """UPDATE mail SET answer = '{"addrest": "anna@acme.example"}'""",
    ],
)
def test_a_row_that_is_not_what_was_written_is_one_clear_line(harm: str, store: Store) -> None:
    add(store)
    store._db.execute(harm)
    for look in (lambda: store.entry(1), lambda: store.cases(*MOVES, "coolinh"), lambda: store.entries()):
        with pytest.raises(StorageError, match=r"The log is damaged: mail 1 .*cannot be read.*--repair"):
            look()


@pytest.mark.parametrize(
    ("harm", "look"),
    [
        ("UPDATE folder SET newest = 'x'", lambda store: store.cursor("home", "INBOX")),
        ("UPDATE setting SET value = 'xyz' WHERE key = 'secret'", lambda store: store.secret()),
        ("UPDATE history SET at = 'x'", lambda store: store.steps(1)),
        ("UPDATE label SET at = x'00'", lambda store: store.labels()),
        ("UPDATE text SET raw = x'00'", lambda store: store.text_of("f")),
        (
            "UPDATE mail SET delivered_at = '2026-1'",
            lambda store: store.mentions("rejection", "c", "", "Acme", NOW),
        ),
        (
            "UPDATE mail SET delivered_at = 'x', answer = '{\"a\": 1}'",
            lambda store: store.contacts("c", "Acme"),
        ),
        ("UPDATE mail SET details = '['", lambda store: store.same_time(NOW, "other")),
        ("UPDATE mail SET details = '['", lambda store: store.companies()),
    ],
)
def test_so_is_any_other_value(harm: str, look: Callable[[Store], object], store: Store) -> None:
    add(store, details={"company": "Acme"}, conversation="c")
    store.label("f", "rejection", "grace label", NOW, "1")
    store.keep_text("f", b"text", NOW, NOW, "anna@acme.example", "labelled")
    with store.transaction():
        store.advance("home", "INBOX", "1:1", NOW)
    store._db.execute(harm)
    with pytest.raises(StorageError) as caught:
        look(store)
    assert "\n" not in str(caught.value)


class TestTheSecondWitness:
    """Of what was drafted: it stays when the log is put back from a backup."""

    def test_knows_what_was_about_to_be_saved(self, store: Store) -> None:
        assert not store.saved_before("a" * 64)
        store.about_to_save("a" * 64)
        store.about_to_save("b" * 64)
        assert store.saved_before("a" * 64)
        assert store.saved_before("b" * 64)
        assert not store.saved_before("a" * 63)

    def test_begins_with_what_is_on_record(self, store: Store) -> None:
        add(store, "drafted-long-ago")
        store.move(1, "cooling", "claimed", "", NOW)
        store.move(1, "claimed", "drafted", "", NOW, drafted_at=NOW)
        add(store, "cooling")
        store.about_to_save("new")
        assert [store.saved_before(one) for one in ("drafted-long-ago", "cooling", "new")] == [
            True,
            False,
            True,
        ]

    def test_a_line_that_was_cut_off_swallows_none(self, store: Store) -> None:
        store.about_to_save("a" * 64)
        file = store.path.parent / "drafted"
        file.write_bytes(file.read_bytes()[:-7])
        store.about_to_save("b" * 64)
        assert store.saved_before("b" * 64)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_that_cannot_be_written_is_one_clear_line(self, store: Store) -> None:
        (store.path.parent / "drafted").mkdir()
        with pytest.raises(StorageError, match="drafted cannot be used"):
            store.about_to_save("a" * 64)
        with pytest.raises(StorageError, match="drafted cannot be used"):
            store.saved_before("a" * 64)

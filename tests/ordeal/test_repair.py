"""`grace check --repair` on a log that is damaged in many ways: what is whole is saved, what is lost is read again, and
no draft comes a second time.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.ordeal.storage_scene import FAULT, Scene, at
from tests.ordeal.tally import Tally
from tests.ordeal.test_damage import cut, flip, zeroed
from watcher.store import ReflectionRow, Store

PART = "Storage"
WHOLE, DAMAGED = "The log is whole; nothing was changed.", "The log was damaged."

#: But for the mail whose row is harmed, and the one that comes later.
HISTORY = "SELECT * FROM history WHERE mail_id < 8 AND mail_id != 5 ORDER BY id"


def many_flips(file: Path, chance: random.Random) -> str:
    """So many that few of its logs can be used any more."""
    return ", ".join(flip(file, chance) for _ in range(20))


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("harm", "many", "few"), [(many_flips, 300, 3), (cut, 100, 2), (zeroed, 60, 2)])
def test_a_damaged_log_is_put_right(
    harm: object, many: int, few: int, long: bool, seed: str, tally: Tally, scene: Scene
) -> None:
    came: Counter[str] = Counter()
    for number in range(many if long else few):
        scene.reset()
        what = harm(scene.data / "grace.db", random.Random(f"{seed}.{number}"))
        before = (scene.data / "grace.db").read_bytes()
        said = scene.call("check", "--repair")["said"]
        assert not FAULT.search(said), (number, what, said)
        if "newer Grace Period" in said:  # the bits that say so: nothing else may be believed of it
            came["took it for a newer one and left it alone"] += 1
            continue
        assert (WHOLE in said) != (DAMAGED in said), (number, what, said)
        if DAMAGED in said:
            (kept,) = [file for file in scene.data.glob("grace.db.damaged-*") if file.name[-1] not in "lm"]
            assert kept.read_bytes() == before
        for outcome in scene.goes_on():
            assert outcome["code"] == 0, (number, what, said, outcome)
        assert scene.wrong_drafts() == [], (number, what, said)
        came["saved" if DAMAGED in said else "whole"] += 1
        came["with all its drafts"] += scene.all_is_there()
        assert [file.name for file in scene.data.glob(".salvage*")] == []
    note = ", ".join(f"{count} {what}" for what, count in came.most_common())
    names = {many_flips: "flipped bits", cut: "being cut short", zeroed: "an emptied page"}
    tally.add(PART, f"`grace check --repair` after {names[harm]}", many if long else few, note=note)


def test_a_whole_log_is_left_alone(scene: Scene) -> None:
    before = (scene.data / "grace.db").read_bytes()
    said = scene.call("check", "--repair")["said"]
    assert WHOLE in said
    assert (scene.data / "grace.db").read_bytes() == before
    assert list(scene.data.glob("*damaged*")) == []


def test_what_can_be_read_is_saved(scene: Scene) -> None:
    """One row is bad: its mail is read again, all others stay as they were, with their labels."""
    assert scene.call("label", "4", "not_rejection")["code"] == 0
    with closing(sqlite3.connect(scene.data / "grace.db")) as db:
        secret = db.execute("SELECT value FROM setting WHERE key = 'secret'").fetchone()
        history = db.execute(HISTORY).fetchall()
        db.execute("UPDATE mail SET scores = '{\"rejection' WHERE id = 5")
        db.commit()
    assert scene.a_pass(140)["code"] == 74
    said = scene.call("check", "--repair")["said"]
    assert "7 mails and 1 label are saved into a new one. 1 mail could not be read." in said
    with closing(sqlite3.connect(scene.data / "grace.db")) as db:
        assert db.execute("SELECT value FROM setting WHERE key = 'secret'").fetchone() == secret
        assert db.execute(HISTORY).fetchall() == history
        assert db.execute("SELECT count(*) FROM text").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM folder").fetchone() == (0,), (
            "no folder is looked through anew"
        )
    assert [one["code"] for one in scene.goes_on()] == [0, 0, 0]
    assert scene.wrong_drafts() == []
    assert scene.all_is_there()


def test_what_the_person_wrote_is_saved_and_never_stands_at_another_mail(scene: Scene) -> None:
    """Numbers of mails are given anew: what was written of a mail that is lost must not come to stand at the next."""
    for number in (1, 8):
        store = Store(scene.data)
        try:
            store.add_note(number, at(130), f"a word on {number}")
            store.add_feedback(number, at(130), positive=True, text=f"a point on {number}", tag="cv")
            store.reflect(ReflectionRow(number, "short", at(130), None, {"well": "calm"}))
            store.join(number, number, at(130))
            store.remark_on(number, "role", "Baker", at(130))
            store.add_practice(number, at(130), "cv", f"to do after {number}", "feedback")
        finally:
            store.close()
        if number == 1:
            assert scene.a_pass(135)["code"] == 0  # the eighth mail comes
    with closing(sqlite3.connect(scene.data / "grace.db")) as db:
        db.execute("UPDATE mail SET scores = '{' WHERE id = 8")
        db.execute(
            "INSERT INTO note (mail_id, at, text) VALUES (1, '2026-02-31T09:00:00+00:00', 'a bad hour')"
        )
        db.commit()
    assert DAMAGED in scene.call("check", "--repair")["said"]
    assert [one["code"] for one in scene.goes_on()] == [0, 0, 0]
    store = Store(scene.data)
    try:
        assert [(one.mail_id, one.text) for one in store.notes()] == [(1, "a word on 1")]
        assert [(one.mail_id, one.text) for one in store.feedback()] == [(1, "a point on 1")]
        assert [*store.reflections()] == [1]
        assert (store.joinings(), [*store.remarks()]) == ({1: 1}, [1])
        assert [(one.mail_id, one.text) for one in store.practice()] == [
            (1, "to do after 1"),
            (None, "to do after 8"),
        ]
    finally:
        store.close()
    assert WHOLE in scene.call("check", "--repair")["said"]


@pytest.mark.parametrize("table", ["note", "feedback", "practice", "letter", "reflection"])
def test_a_bad_row_of_the_journal_is_seen_and_put_right(scene: Scene, table: str) -> None:
    rows = {
        "note": "INSERT INTO note (mail_id, at, text) VALUES (1, 'x', 'y')",
        "feedback": "INSERT INTO feedback (mail_id, at, positive, text, tag) VALUES (1, 'x', 1, 'y', 'cv')",
        "practice": "INSERT INTO practice (at, tag, text, origin) VALUES ('x', 'cv', 'y', 'own')",
        "letter": "INSERT INTO letter VALUES ('digest:2026-W48', 'home', 'laid down', 'x')",
        "reflection": f"INSERT INTO reflection VALUES (1, 'short', '{at(0).isoformat()}', NULL, '[')",
    }
    with closing(sqlite3.connect(scene.data / "grace.db")) as db:
        db.execute(rows[table])
        db.commit()
    assert DAMAGED in scene.call("check", "--repair")["said"]
    assert WHOLE in scene.call("check", "--repair")["said"]


def test_one_that_seems_newer_and_is_damaged_is_saved(scene: Scene) -> None:
    file = scene.data / "grace.db"
    content = bytearray(file.read_bytes())
    content[60] ^= 1  # the first byte of its version
    table = content.index(b"CREATE TABLE mail")
    content[table + 13 : table + 17] = b"m!il"
    file.write_bytes(content)
    assert DAMAGED in scene.call("check", "--repair")["said"]
    assert [one["code"] for one in scene.goes_on()] == [0, 0, 0]
    assert scene.wrong_drafts() == []


def test_where_there_is_none_it_says_so(scene: Scene) -> None:
    for file in scene.data.glob("grace.db*"):
        file.unlink()
    assert "There is no log yet, so there is nothing to repair." in scene.call("check", "--repair")["said"]

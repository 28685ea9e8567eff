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

from tests.ordeal.storage_scene import FAULT, Scene
from tests.ordeal.tally import Tally
from tests.ordeal.test_damage import cut, flip, zeroed

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

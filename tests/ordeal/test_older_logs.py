"""A log of an older version is brought up to date, one of a newer version is left alone; parts of it that get lost.

schemas/N.sql are frozen dumps of what a version with user_version N had written: two answers with their drafts, one
that cools, one mail of a friend. They are never made anew from watcher/store/schema.py.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import account
from tests.end_to_end.kill_mail import an_answer, other_mail
from tests.end_to_end.kill_round import START
from tests.ordeal.crash_story import Children, Story
from tests.ordeal.storage_scene import FAULT, Scene, clear
from tests.ordeal.tally import Tally
from watcher.store import Store
from watcher.store.schema import MIGRATIONS

PART = "Storage"
SCHEMAS = Path(__file__).parent / "schemas"
VERSIONS = range(1, len(MIGRATIONS) + 1)


def schema(file: Path) -> list[tuple[str, ...]]:
    """The tables with their columns, and the indexes."""
    with closing(sqlite3.connect(file)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = [
            (name, *map(str, row[1:])) for name in tables for row in db.execute(f"PRAGMA table_info({name})")
        ]
        indexes = db.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()
        return sorted([*columns, *indexes, ("version", *map(str, *db.execute("PRAGMA user_version")))])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_log_of_each_older_version_goes_on(
    version: int, memory: Path, children: Children, tally: Tally
) -> None:
    bench = MaildirBench(memory / "Mail")
    for number, minutes in ((0, 0), (1, 1), (4, 80)):
        at = START + timedelta(minutes=minutes)
        bench.deliver(an_answer(number, at), at)
    bench.deliver(other_mail(2, START), START + timedelta(minutes=3))
    story = Story(bench, account(kind="maildir", path=str(memory / "Mail")), memory / "grace", children)
    story.data.mkdir()
    with closing(sqlite3.connect(story.data / "grace.db")) as db:
        db.executescript((SCHEMAS / f"{version}.sql").read_text(encoding="utf-8"))
        assert db.execute("PRAGMA user_version").fetchone() == (version,)
    for hours in (3, 6):
        outcome = story.act(["once"], START + timedelta(hours=hours))
        assert outcome["code"] == 0, outcome
    assert story.drafts() == Counter({"<mail-4@post.example>": 1})
    store = Store(story.data)
    found = {entry.message_id: entry.state for entry in store.entries(everything=True)}
    assert len(store.labels()) == (version >= 3)
    store.close()
    # The drafts of the first two are gone from the mailbox, and do not come back.
    gone = dict.fromkeys(("<mail-0@post.example>", "<mail-1@post.example>"), "discarded")
    assert found == gone | {"<mail-2@post.example>": "", "<mail-4@post.example>": "drafted"}
    Store(memory / "new").close()
    assert schema(story.data / "grace.db") == schema(memory / "new" / "grace.db")
    tally.add(PART, f"a log of version {version}, brought up to date", 1)


def test_there_is_a_frozen_log_of_each_version() -> None:
    assert {file.stem for file in SCHEMAS.glob("*.sql")} == {str(version) for version in VERSIONS}


def test_a_log_of_a_newer_version_is_left_alone(scene: Scene, tally: Tally) -> None:
    file = scene.data / "grace.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    commands = (
        *(("once",), ("run",), ("log",), ("queue",), ("queue", "now", "5"), ("label", "4", "other")),
        *(("check",), ("train",), ("review",), ("purge", "--yes"), ("show", "1"), ("model",)),
    )
    for words in commands:
        outcome = scene.call(*words)
        if words == ("model",):  # of which the log knows nothing
            continue
        assert (outcome["code"], "was written by a newer Grace Period" in outcome["said"]) == (74, True), (
            words
        )
        assert not FAULT.search(outcome["said"])
    assert file.read_bytes() == before
    assert scene.wrong_drafts() == []
    tally.add(PART, "a log of a newer version, refused by each command", len(commands) - 1)


@pytest.mark.parametrize(
    "lost", ["-wal", "-shm", "-wal and -shm", "the log but not its -wal", "-wal of another log"]
)
def test_a_part_of_the_log_is_lost(lost: str, scene: Scene, tmp_path: Path, tally: Tally) -> None:
    """Killed before what it wrote last went from the -wal into the log, which then lose one another."""
    holder = sqlite3.connect(scene.data / "grace.db")
    holder.execute("SELECT count(*) FROM mail").fetchone()  # nobody moves the -wal into the log meanwhile
    assert scene.a_pass(200)["code"] == 0
    left = tmp_path / "left"
    shutil.copytree(scene.data, left)
    assert (left / "grace.db-wal").stat().st_size
    holder.close()
    shutil.rmtree(scene.data)
    shutil.copytree(left, scene.data)
    if lost == "the log but not its -wal":
        (scene.data / "grace.db").unlink()
    elif lost == "-wal of another log":
        shutil.copy(other_wal(tmp_path), scene.data / "grace.db-wal")
    for name in ("-wal", "-shm"):
        if name in lost.split(" and "):
            (scene.data / f"grace.db{name}").unlink()
    for outcome in scene.goes_on():
        assert clear(outcome), outcome
        assert outcome["code"] == 0
    assert scene.wrong_drafts() == []
    assert scene.all_is_there()
    tally.add(PART, f"lost after a kill: {lost}", 1)


def other_wal(folder: Path) -> Path:
    store = Store(folder / "other")
    store.note("a", "b")
    shutil.copy(folder / "other" / "grace.db-wal", folder / "other-wal")
    store.close()
    return folder / "other-wal"


def test_another_program_holds_the_log(scene: Scene, children: Children, tally: Tally) -> None:
    with closing(sqlite3.connect(scene.data / "grace.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcome = scene.a_pass(140)
        assert outcome["code"] == 75, outcome
        assert "is in use by another program; try again in a moment." in outcome["said"]
        assert not FAULT.search(outcome["said"])
        other.execute("ROLLBACK")
    scene.goes_on()
    assert scene.wrong_drafts() == []
    assert scene.all_is_there()
    tally.add(PART, "the log held by another program", 1)

"""Whose eyes can see what lies on the disk, and what is left of mail after `grace purge`."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import Grace, account
from tests.ordeal.tally import Tally
from tests.sample_mail import raw_mail
from watcher.reading.message import parse
from watcher.store import Store

PART = "Privacy and secrets"
BODY = "quagga-in-the-body"
NOW = datetime.now(UTC)
MAILS = 20
NO = (
    "Dear Robin,\n\nThank you for your application. Unfortunately, we will not be moving forward with your "
    "application. We have chosen another candidate.\n\nKind regards,\nAnna Schmidt\n\n"
)


@pytest.fixture
def grace(tmp_path: Path) -> Grace:
    grace = Grace(tmp_path)
    grace.configure(
        account(kind="maildir", path=str(tmp_path / "Mail")), since=f"{NOW.date() - timedelta(days=3)}"
    )
    return grace


def mails(folder: Path, seed: str) -> list[bytes]:
    """Delivered: half of them a no, all with a sentinel below, and noise that does not compress."""
    bench, chance = MaildirBench(folder), random.Random(seed)
    raws = []
    for number in range(MAILS):
        text = (
            NO
            if number % 2
            else "Hello Robin,\n\nthe soup was lovely on Sunday. See you next week.\n\nAnna\n\n"
        )
        noise = "\n".join(f"{BODY}-{number}-{chance.getrandbits(400):x}" for _ in range(20))
        raws.append(raw_mail(number, text=f"{text}{noise}\n", date=NOW))
        bench.deliver(raws[-1], NOW)
    return raws


def open_to_others(folder: Path) -> list[str]:
    """What in a folder somebody else may read or write, the folder itself too."""
    return [
        f"{path} {stat.S_IMODE(path.stat().st_mode):o}"
        for path in (folder, *folder.rglob("*"))
        if path.stat().st_mode & 0o077
    ]


def holding(folder: Path, word: bytes) -> list[str]:
    """The files in a folder whose raw bytes hold a word."""
    return [path.name for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


def streams(raws: list[bytes]) -> list[bytes]:
    """Pieces of what the mails come to when compressed as they are kept: a text is never kept in the clear."""
    found = []
    for raw in raws:
        packed = zlib.compress(raw)
        found += [packed[at : at + 24] for at in range(64, len(packed) - 24, 256)]
    return found


def left_of(folder: Path, pieces: list[bytes]) -> int:
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return sum(piece in content for piece in pieces)


@pytest.mark.parametrize("mask", ["0", "22"])
def test_all_that_is_written_is_for_its_owner_alone(mask: str, grace: Grace, seed: str, tally: Tally) -> None:
    mails(grace.folder / "Mail", seed)
    before = os.umask(int(mask, 8))
    try:
        for words in (("once",), ("label", "1", "rejection")):
            assert grace.call(*words).returncode == 0, words
    finally:
        os.umask(before)
    assert grace.count("SELECT count(*) FROM mail") == MAILS
    assert open_to_others(grace.data) == []
    tally.add(PART, f"nothing open to others (started with umask {mask})", 2)


def test_no_word_of_a_body_is_on_record_or_in_what_is_said(grace: Grace, seed: str, tally: Tally) -> None:
    mails(grace.folder / "Mail", seed)
    for words in (
        ("once", "--verbose"),
        ("log", "--json"),
        ("explain", "2"),
    ):
        told = grace.call(*words)
        assert told.returncode == 0, words
        assert BODY not in told.stdout + told.stderr, words
    assert grace.count("SELECT count(*) FROM mail") == MAILS
    assert BODY not in str({name: rows for name, rows in grace.dump().items() if name != "text"})
    assert holding(grace.data, BODY.encode()) == []
    tally.add(PART, "words of bodies looked for in what is said and kept", MAILS)


def test_purge_leaves_no_byte_of_any_text(grace: Grace, seed: str, tally: Tally) -> None:
    raws = mails(grace.folder / "Mail", seed)
    assert grace.call("once").returncode == 0
    store = Store(grace.data)
    for raw in raws:
        store.keep_text(parse(raw).fingerprint, raw, NOW, NOW, "anna@acme.example", "labelled")
    for raw in raws[:5]:  # replaced: an earlier copy may lie in a free page
        store.keep_text(
            parse(raw).fingerprint, raw[: len(raw) // 2], NOW, NOW, "anna@acme.example", "labelled"
        )
    store.close()
    pieces = streams(raws)
    there = left_of(grace.data, pieces)
    assert there > len(pieces) // 2  # so they can be found
    assert grace.call("purge", "--yes").returncode == 0
    assert left_of(grace.data, pieces) == 0
    with closing(sqlite3.connect(grace.data / "grace.db")) as database:
        assert database.execute("SELECT count(*) FROM text").fetchone() == (0,)
    tally.add(PART, "pieces of kept texts looked for after a purge", there)

"""A first look leaves nothing behind, however it ends."""

from __future__ import annotations

import dataclasses
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.mails import samples
from tests.memory_mailbox import MemoryServer
from watcher.config import Account, Config, Person
from watcher.learning.versions import load_current
from watcher.mailboxes.protocol import Mailbox
from watcher.setting_up.first_look import DAYS, Findings, first_look

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ACCOUNT = Account(name="home", kind="maildir")
CONFIG = Config(
    person=Person("Robin Keller", ("robin@example.org",), time_zone="Europe/Berlin"), accounts=(ACCOUNT,)
)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def mailbox() -> tuple[MemoryServer, Mailbox]:
    server = MemoryServer()
    raws = {one.name: one.raw for one in samples()}
    for days, name in ((80, "plain"), (95, "html"), (2, "thread")):
        server.deliver(raws[name], "INBOX", NOW - timedelta(days=days), True, False)
    return server, server.open(("INBOX",))


def test_it_counts_what_came_within_its_days_and_tells_how_far_it_is(scratch: Path) -> None:
    server, opened = mailbox()
    told: list[float] = []
    classifier, _ = load_current(scratch / "none")
    found = first_look(ACCOUNT, CONFIG, opened, classifier, NOW, lambda share, at: told.append(share))
    assert found == Findings(mails=2, answers=2, worth=2, recent=1, unsure=0)
    assert told == sorted(told)
    assert told[0] == pytest.approx(10 / DAYS)
    assert told[-1] == pytest.approx(1 - 2 / DAYS)
    assert list(scratch.iterdir()) == []
    assert {name: len(box.mails) for name, box in server.folders.items() if box.mails} == {"INBOX": 3}


def test_without_a_cooling_off_it_lays_down_nothing_all_the_same(scratch: Path) -> None:
    server, opened = mailbox()
    at_once = dataclasses.replace(
        CONFIG,
        cooling_off=dataclasses.replace(
            CONFIG.cooling_off,
            after=timedelta(),
            after_final=timedelta(),
            hours=(0, 1440),
            days=frozenset(range(7)),
        ),
    )
    classifier, _ = load_current(scratch / "none")
    assert first_look(ACCOUNT, at_once, opened, classifier, NOW).worth == 2
    assert [name for name, box in server.folders.items() if box.mails] == ["INBOX"]


def test_broken_off_in_the_middle_nothing_of_a_mail_is_left(scratch: Path) -> None:
    _, opened = mailbox()
    classifier, _ = load_current(scratch / "none")

    def stop(share: float, at: datetime) -> None:
        assert list(scratch.iterdir()), "it works in a folder of its own"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        first_look(ACCOUNT, CONFIG, opened, classifier, NOW, stop)
    assert list(scratch.iterdir()) == []

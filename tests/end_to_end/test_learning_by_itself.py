"""The daemon learns by itself, in a process of its own, and judges by what it learned without a restart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import Grace, account
from tests.learning.own_mail import MISSED, raw
from watcher.learning import versions
from watcher.reading.message import parse
from watcher.store import Store

JURY = "Jury <jury@flowers.example>"
NOW = datetime.now(UTC)


def label(data: Path, number: int) -> None:
    """As if the person had labelled a mail an hour ago: it is an answer of no."""
    store = Store(data)
    text = raw(MISSED, number, JURY)
    fingerprint, at = parse(text).fingerprint, NOW - timedelta(hours=1)
    store.keep_text(fingerprint, text, at, at, "jury@flowers.example", "labelled")
    store.label(fingerprint, "rejection", "folder:home/Grace/Rejection", at, versions.base_version())
    store.close()


def test_a_label_an_hour_old_is_learned_and_the_next_of_its_like_is_right(
    grace: Grace, tmp_path: Path
) -> None:
    bench = MaildirBench(tmp_path / "Mail")
    grace.configure(account(kind="maildir", path=str(tmp_path / "Mail")))
    bench.deliver(raw(MISSED, 1, JURY), NOW)
    with grace.run() as daemon:
        daemon.until("the first one is on record", lambda: grace.count("SELECT count(*) FROM mail") == 1)
        assert daemon.terminate() == 0
    label(grace.data, 1)
    with grace.run() as daemon:
        daemon.until("a new model is in use", lambda: versions.current(grace.data), 120)
        bench.deliver(raw(MISSED, 9, JURY), NOW)
        daemon.until("the second one is on record", lambda: grace.count("SELECT count(*) FROM mail") == 2)
        assert daemon.terminate() == 0
    before, after = grace.rows("SELECT kind, model FROM mail ORDER BY id")
    assert before[0] != "rejection"
    assert before[1] == versions.base_version()
    assert after == ("rejection", versions.current(grace.data))
    assert "learning from your labels" in daemon.log
    assert "flowers" not in daemon.log.lower()


def test_a_training_under_way_ends_with_the_daemon_and_leaves_nothing_half_done(
    grace: Grace, tmp_path: Path
) -> None:
    MaildirBench(tmp_path / "Mail")
    grace.configure(account(kind="maildir", path=str(tmp_path / "Mail")))
    label(grace.data, 1)
    with grace.run() as daemon:
        children = psutil.Process(daemon.process.pid).children
        daemon.until("the training has begun", lambda: (grace.data / "models").exists() and children())
        training = children()
        assert daemon.terminate(within=5) == 0
    assert psutil.wait_procs(training, timeout=5)[1] == []
    assert versions.load_current(grace.data)[1] == ""

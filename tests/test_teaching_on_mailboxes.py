"""Training folders on every kind of mailbox: what is put in is learned with the next pass, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.benches import Bench, GmailImapBench, ImapBench, MaildirBench, MemoryBench, fresh_user
from tests.contract.gmail_bench import GmailBench, fresh_gmail_user
from tests.sample_mail import BySubject, config, raw_mail
from tests.servers.dovecot import running_dovecot
from watcher.config import Watch
from watcher.mailboxes.protocol import Place
from watcher.pipeline import Pass
from watcher.store import Entry, Store

NOW = datetime.now(UTC).replace(microsecond=0)
NOT = "Grace/Not a rejection"
HOUR = timedelta(hours=1)
KINDS = (
    "memory",
    "maildir++",
    "maildir",
    "dovecot",
    "dovecot with INBOX.",
    "cyrus",
    "gmail",
    "gmail by imap",
)


@pytest.fixture(scope="module")
def dotted() -> Iterator[object]:
    """A Dovecot with "." between folders, and all of them below INBOX."""
    with running_dovecot(mail="maildir:~/Maildir", separator=".", prefix="INBOX.") as server:
        yield server


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    if request.param == "memory":
        made: Bench = MemoryBench()
    elif request.param.startswith("maildir"):
        made = MaildirBench(tmp_path / "Mail", plain=request.param == "maildir")
    elif request.param == "gmail":
        server = request.getfixturevalue("gmail")
        made = GmailBench(server, fresh_gmail_user(server))
    elif request.param == "gmail by imap":
        made = GmailImapBench(request.getfixturevalue("gmail_imap"))
    elif request.param == "cyrus":
        server = request.getfixturevalue("cyrus")
        made = ImapBench(server, fresh_user(server), prefix="INBOX.")
    else:
        dotted = request.param == "dovecot with INBOX."
        server = request.getfixturevalue("dotted" if dotted else "dovecot")
        made = ImapBench(server, fresh_user(server), prefix="INBOX." if dotted else "")
    yield made
    made.close()


class Life:
    """The program, pass after pass."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench, self.store = bench, Store(folder)
        self.config = replace(config(), watch=Watch(since=(NOW - timedelta(days=2)).date()))

    def run(self, hours: float = 0) -> list[str]:
        happened: list[str] = []
        mailbox = self.bench.open()
        try:
            Pass(
                self.config.accounts[0],
                self.config,
                mailbox,
                self.store,
                BySubject(),  # type: ignore[arg-type]
                tell=lambda event: happened.append(event.what),
            ).run(NOW + hours * HOUR)
        finally:
            mailbox.close()
        return happened

    @property
    def entry(self) -> Entry:
        (found,) = self.store.entries(everything=True)
        return found

    def place(self, folder: str) -> Place:
        """Of the mail in a folder, as a person finds it there."""
        mailbox = self.bench.open((folder,))
        (arrival,) = mailbox.fetch_since(folder, None, NOW - timedelta(days=30), lambda refs: set()).mails
        mailbox.close()
        return arrival.place


@pytest.fixture
def life(bench: Bench, tmp_path: Path) -> Iterator[Life]:
    one = Life(bench, tmp_path / "data")
    yield one
    one.store.close()


def test_moved_in_and_out_again(bench: Bench, life: Life) -> None:
    mailbox = bench.open()
    folder = bench.make_by_consent(mailbox, NOT)
    mailbox.close()
    place = bench.deliver(raw_mail(1, date=NOW), NOW)
    assert life.run() == ["cooling"]
    due = life.entry.due_at

    for hour in (1, 3):  # what was taken out can be put in again
        bench.move(place, folder)
        before = bench.snapshot()
        assert life.run(hour) == ["cancelled"]
        assert bench.snapshot() == before
        assert (life.entry.kind, life.entry.score) == ("other", 0.0)
        (label,) = life.store.labels()
        assert label.source == f"folder:home/{folder}"
        assert [text.raw for text in life.store.texts("labelled")] == [raw_mail(1, date=NOW)]
        assert life.run(hour + 0.5) == []

        bench.move(life.place(folder), "INBOX")
        assert life.run(hour + 1) == ["cooling"]
        assert (life.entry.kind, life.entry.due_at, life.store.labels()) == ("rejection", due, [])
        place = life.place("INBOX")


def test_more_than_a_handful_and_old_ones(bench: Bench, life: Life) -> None:
    mailbox = bench.open()
    folder = bench.make_by_consent(mailbox, NOT)
    mailbox.close()
    old = NOW - timedelta(days=400)
    places = [bench.deliver(raw_mail(number, date=old), old, folder) for number in range(8)]
    assert life.run() == ["labelled"] * 8
    bench.move(places[3], "INBOX")
    bench.delete(places[5])
    life.run(1)
    ended = [label for label in life.store.labels(active=False) if label.ended_at]
    assert [label.why for label in ended] == ["unlabelled"]
    assert len(life.store.labels()) == 7
    assert life.run(2) == []


def test_a_file_that_keeps_its_name_teaches_each_time_it_is_put_in(tmp_path: Path) -> None:
    bench = MaildirBench(tmp_path / "Mail")
    life, folder = Life(bench, tmp_path / "data"), bench.open().make_folder(NOT)
    place = bench.deliver(raw_mail(1, date=NOW), NOW, read=True)
    name = f"cur/{place.ref}:2,S"
    assert life.run() == ["cooling"]
    for hour in (1, 3):
        (bench.path("INBOX") / name).rename(bench.path(folder) / name)
        assert life.run(hour) == ["cancelled"]
        (bench.path(folder) / name).rename(bench.path("INBOX") / name)
        assert life.run(hour + 1) == ["cooling"]
    life.store.close()

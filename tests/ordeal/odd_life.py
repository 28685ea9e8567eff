"""One mailbox on a server, lived with for some days: mail comes, is read, drafts appear, are sent and thrown away."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from tests.contract.benches import ImapBench
from tests.end_to_end.kill_mail import an_answer, other_mail
from tests.sample_mail import config
from watcher.config import Config, CoolingOff, Learning, Watch
from watcher.daemon import Worker
from watcher.mailboxes.protocol import Place
from watcher.reading.classifier import Classifier
from watcher.store import Entry, Store

#: Long ago: Dovecot takes no INTERNALDATE that lies in the future.
START = datetime(2025, 11, 24, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def settings(bench: ImapBench, port: int, **account: Any) -> Config:
    """One account; an hour of cooling-off from the reading on, three days at most without it."""
    made = config(
        CoolingOff(after=HOUR, after_final=HOUR, hours=(0, 1440), days=frozenset(range(7)), starts="read"),
        kind="imap",
        path=None,
        host=bench.server.host,
        port=port,
        tls="none",
        user=bench.user,
        password_command=("echo", bench.server.users[bench.user]),
        **account,
    )
    watch = Watch(since=(START - timedelta(days=7)).date())
    return dataclasses.replace(made, watch=watch, learning=Learning(train="never"))


class Life:
    """The person, their mail and the daemon's worker for it. Time is `now`, and moves by `later`."""

    def __init__(self, bench: ImapBench, port: int, folder: Path, model: Classifier, **account: Any) -> None:
        self.bench, self.data, self.now = bench, folder / "data", START
        self.config = settings(bench, port, **account)
        self.worker = Worker(self.config.accounts[0], self.config, self.data, lambda: model, dry_run=False)
        self.mails = 0
        self._store: Store | None = None

    def mail(self, rejection: bool, folder: str = "INBOX", read: bool = False, raw: bytes = b"") -> Place:
        made = (an_answer if rejection else other_mail)(self.mails, self.now)
        self.mails += 1
        return self.bench.deliver(raw or made, self.now, folder, read)

    def later(self, hours: float, until_well: int = 1) -> None:
        """A pass after so many hours; where it fails, as many tries as given, each at its time."""
        self.now += hours * HOUR
        for _ in range(until_well):
            self.worker._next = self.now
            self.worker.tick(self.now)
            if not self.worker.failures:
                return
            self.now += timedelta(minutes=2)

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = Store(self.data)
        return self._store

    def entries(self) -> list[Entry]:
        return self.store.entries(everything=True, limit=1_000_000)

    def states(self) -> dict[str, str]:
        """By Message-ID; fails where one mail has two rows."""
        entries = self.entries()
        assert [entry.problem for entry in entries if entry.problem] == []
        assert len({entry.message_id for entry in entries}) == len(entries)
        return {str(entry.message_id): entry.state or "" for entry in entries}

    def drafts(self, folder: str = "") -> list[str]:
        """What each draft answers; fails where two answer the same."""
        self.bench.client.select_folder(folder or self.bench.drafts, readonly=True)
        uids = self.bench.client.search("ALL")
        mails = self.bench.client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        found = [str(message_from_bytes(mail[b"BODY[]"])["In-Reply-To"]) for mail in mails.values()]
        assert max(Counter(found).values(), default=1) == 1
        return sorted(found)

    def draft_of(self, number: int) -> Place:
        """Where the draft that answers this mail lies."""
        opened = self.bench.client.select_folder(self.bench.drafts, readonly=True)
        (uid,) = self.bench.client.search(["HEADER", "In-Reply-To", id_of(number)])
        return Place(self.bench.drafts, f"{opened[b'UIDVALIDITY']}:{uid}")

    def close(self) -> None:
        for store in (self._store, self.worker._store):
            if store:
                store.close()


def id_of(number: int) -> str:
    """The Message-ID of the mail with this number."""
    return f"<mail-{number}@post.example>"

"""Thirteen passes in the life of a mailbox, with a bad line at some place of them, and what is to be seen after each.

A first contact; answers of "no" among other mail; the person reads some of it, files one mail away, and puts another
into a training folder; drafts come when they are due; one is edited, one sent, one deleted; the mail leaves the
training folder again, gets its draft too, and that draft is thrown away for good. After a pass that failed, and while
a claim is open, it is tried again as the daemon does, after 5, 15 and 60 seconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path

from tests.ordeal.faults_person import Person, letter
from tests.sample_mail import BySubject, config, raw_mail
from tests.servers.fault_proxy import FaultProxy
from watcher.config import Watch
from watcher.errors import GraceError
from watcher.mailboxes.protocol import Mailbox, Place
from watcher.pipeline import Pass
from watcher.store import Entry, Store

#: Long ago: Dovecot takes no INTERNALDATE that lies in the future.
START = datetime(2025, 11, 24, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOT = "Grace/Not a rejection"
_AFTER = timedelta(hours=24)
#: Seconds after a pass until the next tries, as daemon.BACKOFF_FIRST; the last is past the time that a claim rests.
_TRIES = (5, 20, 80, 150)
#: So much later than without the fault anything may be on record, and a draft be there: a pass that failed is tried
#: again after 5, 20 and 80 s, and an unanswered save rests for 60 s.
LATER = timedelta(seconds=155)
#: A claim counts the time that goes by in a pass.
_JITTER = timedelta(seconds=10)
NO_HURRY = 20.0
#: What is not the same in two lives: when a draft was written, and the id that Gmail gives to one that was edited.
_MADE_UP = re.compile(rb"(?mi)^(?:Date: .*|Message-ID: <CA[^>]*@mail\.gmail\.com>)\r\n")
#: Of every installation here, so that the drafts have the same ids and words.
_SECRET = "5e" * 32


@dataclass(frozen=True)
class Row:
    """A mail on record: what has to be the same, and the times."""

    state: str
    same: tuple[object, ...]
    times: dict[str, datetime | None]


@dataclass(frozen=True)
class Seen:
    """What is to be seen after a step: the log by Message-ID, and the mails by folder."""

    log: dict[str | None, Row]
    mails: dict[str, Counter[tuple[frozenset[str], bytes]]]


@dataclass
class Life:
    """One installation and one mailbox.

    Attributes:
        timeout: of the first pass of a step, in seconds.
        forgetful: the server loses its memory after the fault; see `Person.forgets`.
    """

    person: Person
    proxy: FaultProxy
    folder: Path

    def __post_init__(self) -> None:
        self.bench = self.person.bench
        self.store = Store(self.folder)
        self.store.note("secret", _SECRET)
        self.config = replace(config(), watch=Watch(since=(START - timedelta(days=30)).date()))
        mailbox = self.bench.open()
        self.archive = self.bench.create("Archive")
        self.training = self.bench.make_by_consent(mailbox, NOT)
        mailbox.close()
        self.timeout = NO_HURRY
        self.forgetful = False
        self.passes = 0
        self.failures: list[GraceError] = []

    def steps(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """When each pass comes, and what happens just before."""
        yield START, self._before_it_was_installed
        yield START + HOUR, self._mail_comes
        yield START + 3 * HOUR, self._it_is_read
        yield START + 24.5 * HOUR, self._one_is_filed_away
        yield START + 28 * HOUR, lambda: self._come("late", "other", START + 27 * HOUR)
        yield START + 49 * HOUR, lambda: None
        yield START + 51 * HOUR, self._drafts_are_used
        yield START + 53 * HOUR, self._it_was_a_rejection_after_all
        yield START + 55 * HOUR, lambda: None
        yield START + 101 * HOUR, lambda: None
        yield START + 103 * HOUR, lambda: self.person.destroys("taught")
        yield START + 105 * HOUR, lambda: None
        yield START + 107 * HOUR, lambda: None

    def _come(self, name: str, kind: str, at: datetime, read: bool = False, folder: str = "INBOX") -> Place:
        sender = f"Anna Schmidt <anna@{name}.example>"
        raw = raw_mail(name, kind, sender=sender, date=at, message_id=letter(name))
        return self.bench.deliver(raw, at, folder, read)

    def _before_it_was_installed(self) -> None:
        self._come("old", "rejection", START - 2 * HOUR)
        self._come("lunch", "other", START - 1.5 * HOUR, read=True)
        self._come("read", "rejection", START - HOUR, read=True)
        self._come("bill", "other", START - 90 * HOUR, read=True, folder=self.training)

    def _mail_comes(self) -> None:
        self._come("parcel", "other", START + 0.4 * HOUR)
        self._come("new", "rejection", START + 0.5 * HOUR)
        self._come("taught", "rejection", START + 0.6 * HOUR)
        self._come("invited", "interview", START + 0.7 * HOUR)

    def _it_is_read(self) -> None:
        self.bench.mark(self.person.find("INBOX", "old"), "\\Seen")
        self.bench.move(self.person.find("INBOX", "taught"), self.training)

    def _one_is_filed_away(self) -> None:
        self.bench.mark(self.person.find("INBOX", "new"), "\\Seen")
        self.bench.move(self.person.find("INBOX", "new"), self.archive)

    def _drafts_are_used(self) -> None:
        self.person.edits("old", START + 50 * HOUR)
        self.person.sends("read", START + 50 * HOUR)
        self.person.deletes("new")

    def _it_was_a_rejection_after_all(self) -> None:
        self.bench.move(self.person.find(self.training, "taught"), "INBOX")

    # The passes -------------------------------------------------------------------------------------------

    def one_pass(self, now: datetime) -> bool:
        """Whether it went well. Fails where a draft came before its time."""
        self.passes += 1
        cooling = {one.message_id: one.due_at for one in self.store.cases("cooling")}
        mailbox = self.person.open(self.proxy.port, self.timeout, now)
        try:
            self._pass(mailbox).run(now)
        except GraceError as error:
            self.failures.append(error)
            return False
        finally:
            mailbox.close()
            self.proxy.wait()
            self._none_is_early(now, cooling)
        return True

    def _pass(self, mailbox: Mailbox) -> Pass:
        account = self.config.accounts[0]
        return Pass(account, self.config, mailbox, self.store, BySubject())  # type: ignore[arg-type]

    def _none_is_early(self, now: datetime, cooling: dict[str | None, datetime | None]) -> None:
        for entry in self.store.cases("claimed", "drafted"):
            due = cooling.get(entry.message_id)
            assert due is None or due <= now, f"{entry.message_id}: drafted before its time"

    def step(self, now: datetime, happens: Callable[[], None]) -> None:
        """What happens, one pass, and where it failed or left a claim open some more."""
        happens()
        good, past = self.one_pass(now), iter(_TRIES)
        self.timeout = NO_HURRY
        self.proxy.be_good()
        if self.proxy.met and self.forgetful:
            self.person.forgets()
            self.forgetful = False
        while not good or self.store.cases("claimed"):
            later = next(past, None)
            assert later, f"it does not recover: {[str(one) for one in self.failures]}"
            good = self.one_pass(now + timedelta(seconds=later))

    # What is seen -----------------------------------------------------------------------------------------

    def seen(self) -> Seen:
        entries = self.store.entries(everything=True, limit=1000)
        ids = [entry.message_id for entry in entries]
        assert len(ids) == len(set(ids)), f"a mail is on record twice: {ids}"
        log = {entry.message_id: self._row(entry) for entry in entries}
        return Seen(log, {name: self._counted(mails) for name, mails in self.bench.snapshot().items()})

    def _row(self, entry: Entry) -> Row:
        label = self.store.label_of(entry.fingerprint)
        same = (
            *(entry.kind, entry.score, entry.action, entry.reason, entry.problem, entry.details),
            *(entry.state, entry.case_reason, entry.recipient, entry.draft_id),
            tuple(step.state for step in self.store.steps(entry.id)),
            label and (label.kind, label.source),
            frozenset(folder for folder, _ in self.store.places(entry.id, "home")),
        )
        return Row(
            entry.state, same, {"read": entry.read_at, "due": entry.due_at, "drafted": entry.drafted_at}
        )

    def _counted(
        self, mails: list[tuple[str, frozenset[str], bytes]]
    ) -> Counter[tuple[frozenset[str], bytes]]:
        """Without the refs and the time of writing: that of a draft may be a little later."""
        for _, flags, raw in mails:
            if "\\Draft" in flags:
                self._is_old_enough(raw)
        return Counter((flags, _MADE_UP.sub(b"", raw)) for _, flags, raw in mails)

    def _is_old_enough(self, raw: bytes) -> None:
        draft = message_from_bytes(raw)
        (entry,) = [
            one
            for one in self.store.entries(everything=True, limit=1000)
            if one.message_id == draft["In-Reply-To"]
        ]
        assert parsedate_to_datetime(draft["Date"]) >= entry.delivered_at + _AFTER


def difference(clean: Seen, now: Seen) -> list[str]:
    """What is not as without the fault, but for times that are a little later."""
    found = [
        f"{name}: {_first(clean.mails[name], now.mails.get(name))}"
        for name in clean.mails
        if clean.mails[name] != now.mails.get(name)
    ]
    found += [f"not on record: {name}" for name in clean.log.keys() - now.log.keys()]
    for name, row in now.log.items():
        if name not in clean.log:
            found.append(f"on record: {name} {row.same}")
            continue
        was = clean.log[name]
        found += [
            f"{name}: {new!r}, not {old!r}" for old, new in zip(was.same, row.same, strict=True) if old != new
        ]
        for what, old in was.times.items():
            new = row.times[what]
            if (old is None) != (new is None):
                found.append(f"{name}: {what} {new}, not {old}")
            elif old and new and not -_JITTER <= new - old <= LATER:
                found.append(f"{name}: {what} {new}, {new - old} after {old}")
    return found


def _first(
    old: Counter[tuple[frozenset[str], bytes]], new: Counter[tuple[frozenset[str], bytes]] | None
) -> str:
    if new is None:
        return "the folder is gone"
    lost, more = old - new, new - old
    return f"{_named(lost)} missing, {_named(more)} too many"


def _named(mails: Counter[tuple[frozenset[str], bytes]]) -> list[str]:
    return [f"{message_from_bytes(raw)['Message-ID']} {sorted(flags)}" for flags, raw in mails.elements()]


@contextmanager
def life(person: Person, proxy: FaultProxy, folder: Path) -> Iterator[Life]:
    one = Life(person, proxy, folder)
    try:
        yield one
    finally:
        one.store.close()
        person.bench.close()

"""Thirteen passes in the life of a mailbox, with a bad line at some place of them, and what is to be seen after each.

A first contact; answers of "no" among other mail; the person reads some of it, files one mail away, and puts another
into a training folder; drafts come when they are due; one is edited, one sent, one deleted; the mail leaves the
training folder again, gets its draft too, and that draft is thrown away for good. After a pass that failed, and while
a claim is open, it is tried again as the daemon does, after 5, 15 and 60 seconds.
"""

from __future__ import annotations

import itertools
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path

from tests.contract.benches import Bench, ImapBench
from tests.contract.gmail_bench import GmailBench
from tests.sample_mail import BySubject, config, raw_mail
from tests.servers.fault_proxy import GARBLED, STALLS, Fault, FaultProxy
from tests.servers.gmail_server import Mail
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
_NO_HURRY = 20.0
#: What is not the same in two lives: when a draft was written, and the id that Gmail gives to one that was edited.
_MADE_UP = re.compile(rb"(?mi)^(?:Date: .*|Message-ID: <CA[^>]*@mail\.gmail\.com>)\r\n")
#: Of every installation here, so that the drafts have the same ids and words.
_SECRET = "5e" * 32


def letter(name: str) -> str:
    """The Message-ID of a mail of this story."""
    return f"<{name}@post.example>"


class Person(ABC):
    """What the person does with their drafts."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    @abstractmethod
    def open(self, port: int, timeout: float, now: datetime) -> Mailbox:
        """The mailbox as the program opens it, through a proxy."""

    @abstractmethod
    def edits(self, parent: str, now: datetime) -> None: ...

    @abstractmethod
    def sends(self, parent: str, now: datetime) -> None: ...

    @abstractmethod
    def deletes(self, parent: str) -> None: ...

    @abstractmethod
    def destroys(self, parent: str) -> None:
        """Deletes it so that it is not in the trash either."""

    def forgets(self) -> None:  # noqa: B027 - only Gmail has a history
        """The server loses its memory of what has changed, where it has one."""

    def drafts(self) -> list[tuple[str, frozenset[str], bytes]]:
        return self.bench.snapshot()[self.bench.drafts]

    def find(self, folder: str, name: str) -> Place:
        for ref, _, raw in self.bench.snapshot()[folder]:
            if message_from_bytes(raw)["Message-ID"] == letter(name):
                return Place(folder, ref)
        raise AssertionError(f"{name} does not lie in {folder}")


class AtImap(Person):
    def __init__(self, bench: ImapBench) -> None:
        super().__init__(bench)
        self._bench = bench

    def open(self, port: int, timeout: float, now: datetime) -> Mailbox:
        return self._bench.open_imap(port=port, timeout=timeout)

    def edits(self, parent: str, now: datetime) -> None:
        place, raw = self._draft(parent)
        new = self.bench.deliver(raw + b"Yours, R.\r\n", now, self.bench.drafts, read=True)
        self.bench.mark(new, "\\Draft")
        self.bench.delete(place)

    def sends(self, parent: str, now: datetime) -> None:
        place, raw = self._draft(parent)
        self.bench.deliver(raw, now, self.bench.sent, read=True)
        self.bench.delete(place)

    def deletes(self, parent: str) -> None:
        self.bench.move(self._draft(parent)[0], self.bench.trash)

    def destroys(self, parent: str) -> None:
        self.bench.delete(self._draft(parent)[0])

    def _draft(self, parent: str) -> tuple[Place, bytes]:
        (found,) = [
            (Place(self.bench.drafts, ref), raw)
            for ref, _, raw in self.drafts()
            if message_from_bytes(raw)["In-Reply-To"] == letter(parent)
        ]
        return found


class AtGmail(Person):
    def __init__(self, bench: GmailBench) -> None:
        super().__init__(bench)
        self._gmail = bench

    def open(self, port: int, timeout: float, now: datetime) -> Mailbox:
        base = f"http://{self._gmail.server.host}:{port}"
        return self._gmail.open_gmail(base=base, timeout=timeout, today=now.date())

    def edits(self, parent: str, now: datetime) -> None:
        self._gmail.server.autosave(self._gmail.user, self._draft(parent), b"Yours, R.\r\n")

    def sends(self, parent: str, now: datetime) -> None:
        self._gmail.server.press_send(self._gmail.user, self._draft(parent))

    def deletes(self, parent: str) -> None:
        self._gmail.server.discard(self._gmail.user, self._draft(parent))

    def destroys(self, parent: str) -> None:
        self.deletes(parent)

    def forgets(self) -> None:
        self._gmail.server.forget_history(self._gmail.user)

    def _draft(self, parent: str) -> str:
        (found,) = [mail for mail in self._gmail.mails() if self._answers(mail, parent)]
        assert found.draft is not None
        return found.draft

    def _answers(self, mail: Mail, parent: str) -> bool:
        return mail.draft is not None and message_from_bytes(mail.raw)["In-Reply-To"] == letter(parent)


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
        self.timeout = _NO_HURRY
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
        self.timeout = _NO_HURRY
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


@dataclass(frozen=True)
class Clean:
    """The life without any fault: by step, what is seen after it, and the places met in it with their sizes."""

    seen: list[Seen]
    places: list[list[str]]
    sizes: list[list[tuple[int, int]]]


@dataclass(frozen=True)
class Met:
    """A fault in the pass of one step; its place counts from the start of that pass.

    Args:
        forgotten: and the server has lost its memory afterwards; see `Person.forgets`.
    """

    step: int
    fault: Fault
    forgotten: bool = False


def clean_life(person: Person, proxy: FaultProxy, folder: Path) -> Clean:
    """Fails where the story does not end as it should."""
    clean = Clean([], [], [])
    with life(person, proxy, folder) as one:
        for now, happens in one.steps():
            proxy.begin(None)
            one.step(now, happens)
            clean.seen.append(one.seen())
            clean.places.append(list(proxy.places))
            clean.sizes.append(list(proxy.sizes))
        assert one.failures == []
        assert one.passes == len(clean.seen)
    states = {name: row.state for name, row in clean.seen[-1].log.items()}
    assert states == {
        **{letter(name): "" for name in ("lunch", "parcel", "late", "invited", "bill")},
        letter("old"): "edited",
        letter("read"): "sent",
        letter("new"): "discarded",
        letter("taught"): "discarded",
    }
    return clean


@dataclass(frozen=True)
class Outcome:
    """What became of a life.

    Args:
        culprit: the fault after which something was different; None if all was well.
        step: the last one.
        found: what was different.
        felt: how many faults made a pass fail, so that it was not the next command that mended all.
        missed: faults that did not happen, since the timeout was too short for this machine on the way there.
    """

    culprit: Met | None
    step: int
    found: list[str]
    felt: int
    missed: list[Met]


def spoilt_life(
    person: Person,
    proxy: FaultProxy,
    folder: Path,
    faults: Sequence[Met],
    clean: Clean,
    timeout: float,
    steps: int = 99,
) -> Outcome:
    """One life with its faults, up to the first difference.

    Since after each step all is as without any fault, the next fault meets a mailbox and a log as good as new.

    Args:
        faults: at most one for each step.
        timeout: of a pass that meets silence, in seconds; should it run out for another reason, that is one more
            fault, and nothing may be different either.
        steps: after so many it is enough.
    """
    by_step = {one.step: one for one in faults}
    last, felt, missed = None, 0, list[Met]()
    with life(person, proxy, folder) as one:
        for number, (now, happens) in enumerate(itertools.islice(one.steps(), steps)):
            met = by_step.get(number)
            last = met or last
            proxy.begin(met.fault if met else None)
            one.timeout = timeout if met and met.fault.kind in (*STALLS, GARBLED) else _NO_HURRY
            one.forgetful = met is not None and met.forgotten
            try:
                one.step(now, happens)
                found = difference(clean.seen[number], one.seen())
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a difference, and told with its fault
                found = [f"{type(error).__name__}: {error}"]
            if met and not proxy.met:
                if one.failures:
                    missed.append(met)
                else:
                    found.append("the fault did not happen")
            if found:
                return Outcome(
                    last, number, [*found, *(f"({error})" for error in one.failures)], felt, missed
                )
            felt += bool(one.failures) and proxy.met
            one.failures.clear()
    return Outcome(None, steps, [], felt, missed)

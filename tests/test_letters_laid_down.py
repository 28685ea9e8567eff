"""The weekly letter in the mailbox: one a week at most, whatever happens; and never read as a mail of somebody."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.contract.benches import Bench, GmailImapBench, ImapBench, MaildirBench, MemoryBench, fresh_user
from tests.memory_mailbox import MemoryServer
from tests.sample_mail import MONDAY, BySubject, config, raw_mail
from watcher.config import Gentle, Person
from watcher.errors import TemporaryError
from watcher.letters import FOLDER
from watcher.mailboxes.protocol import Place
from watcher.pipeline import Pass
from watcher.reading.types import Message, Verdict
from watcher.store import Store

DAY = timedelta(days=1)
FRIDAY = MONDAY + timedelta(days=4)  # at 10:00 in London, the quiet time


class CrashError(Exception):
    """The process is gone."""


class Never(BySubject):
    """A classifier that is given no letter."""

    def classify(self, message: Message, *, applied: bool = False) -> Verdict:
        assert "A letter from" not in message.subject
        return super().classify(message, applied=applied)


class CrashingStore(Store):
    """A store whose process dies before it can note that a letter is laid down."""

    crash = False

    def letter(self, key: str, account: str, state: str, at: datetime) -> None:
        if self.crash and state == "laid down":
            raise CrashError
        super().letter(key, account, state, at)


class Life:
    """The program at one mailbox, pass after pass."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench, self.folder = bench, folder
        self.store = CrashingStore(folder)
        usual = config()
        self.account = usual.accounts[0].name
        person = replace(usual.person, time_zone="Europe/London")
        self.config = replace(usual, person=person, gentle=Gentle(letters=self.account))
        self.watched: tuple[str, ...] = ("INBOX",)

    def run(self, now: datetime, *, dry_run: bool = False) -> None:
        mailbox = self.bench.open(self.watched)
        account = self.config.accounts[0]
        try:
            Pass(account, self.config, mailbox, self.store, Never(), dry_run=dry_run).run(now)  # type: ignore[arg-type]
        finally:
            mailbox.close()

    def run_through(self, first: datetime, last: datetime, every: timedelta) -> None:
        while first <= last:
            self.run(first)
            first += every

    def letters(self) -> list[EmailMessage]:
        """Every copy of every letter, wherever it lies, in the order of their weeks."""
        found = {
            (folder, ref): message_from_bytes(raw, policy=policy.default)
            for folder, mails in self.bench.snapshot().items()
            for ref, _, raw in mails
        }
        letters = [mail for mail in found.values() if "A letter from" in str(mail["Subject"])]
        return sorted(letters, key=lambda mail: str(mail["Subject"]))  # type: ignore[return-value]

    def weeks(self) -> list[int]:
        return [int(str(mail["Subject"]).split()[-1]) for mail in self.letters()]

    def place(self) -> Place:
        """Where the one letter lies; at Gmail in its own folder, not among all mail."""
        if isinstance(self.bench, GmailImapBench):
            (folder,) = self.where()
            return Place(folder, self.bench.snapshot()[folder][0][0])
        (copy,) = self.bench.open().find_copies(str(self.letters()[0]["Message-ID"]))
        return copy.place

    def where(self) -> set[str]:
        """The folders that letters lie in."""
        return {
            folder
            for folder, mails in self.bench.snapshot().items()
            if any(b"A letter from" in raw for _, _, raw in mails)
        }


@pytest.fixture(params=["memory", "maildir++", "maildir", "dovecot", "cyrus", "gmail by imap"])
def life(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Life]:
    bench = _bench(request, request.param, tmp_path)
    found = _begun(bench, tmp_path)
    yield found
    found.store.close()
    bench.close()


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Life]:
    found = _begun(MemoryBench(), tmp_path)
    yield found
    found.store.close()


def _bench(request: pytest.FixtureRequest, kind: str, folder: Path) -> Bench:
    if kind == "memory":
        return MemoryBench()
    if kind.startswith("maildir"):
        return MaildirBench(folder / "Mail", plain=kind == "maildir")
    if kind == "gmail by imap":
        return GmailImapBench(request.getfixturevalue("gmail_imap"))
    server = request.getfixturevalue(kind)
    return ImapBench(server, fresh_user(server), prefix="INBOX." if kind == "cyrus" else "")


def _begun(bench: Bench, folder: Path) -> Life:
    """After the first look: a receipt is on record, and letters were asked for."""
    life = Life(bench, folder / "data")
    bench.deliver(raw_mail(1, "acknowledgement"), MONDAY)
    life.run(MONDAY + timedelta(hours=1))
    return life


def server_of(life: Life) -> MemoryServer:
    assert isinstance(life.bench, MemoryBench)
    return life.bench._server


def test_one_letter_each_week_unread_and_nowhere_else(life: Life) -> None:
    before = life.bench.snapshot()
    life.run(FRIDAY - timedelta(seconds=1))
    assert life.bench.snapshot() == before, "nothing before its time, and no folder"
    life.run_through(FRIDAY, FRIDAY + timedelta(days=27), timedelta(hours=18))
    assert life.weeks() == [48, 49, 50, 51]
    (folder,) = life.where()
    assert "Letters" in folder
    after = life.bench.snapshot()
    assert {name: mails for name, mails in after.items() if name in before} == before
    assert {flags for name in life.where() for _, flags, _ in after[name]} == {frozenset()}
    ids = {str(mail["Message-ID"]) for mail in life.letters()}
    assert len(ids) == 4
    assert {str(mail["To"]) for mail in life.letters()} == {life.config.person.addresses[0]}
    assert {str(mail["Auto-Submitted"]) for mail in life.letters()} == {"auto-generated"}
    assert life.store.counts()["mail"] == 1


def test_a_crash_between_save_and_note_makes_no_second_one(life: Life) -> None:
    life.store.crash = True
    with pytest.raises(CrashError):
        life.run(FRIDAY)
    life.store.crash = False
    life.store.close()
    life.store = CrashingStore(life.folder)
    assert life.store.letter_state("digest:2026-W48") == "claimed"
    life.run_through(FRIDAY + timedelta(minutes=5), FRIDAY + timedelta(hours=4), timedelta(minutes=30))
    assert life.weeks() == [48]
    assert life.store.letter_state("digest:2026-W48") == "laid down"


def test_a_letter_that_was_thrown_away_does_not_come_back(life: Life) -> None:
    life.run(FRIDAY)
    life.bench.delete(life.place())
    life.run_through(FRIDAY + DAY, FRIDAY + timedelta(days=6), DAY)
    assert life.weeks() == []


def test_one_that_was_moved_before_it_was_noted_is_found_there(life: Life) -> None:
    life.store.crash = True
    with pytest.raises(CrashError):
        life.run(FRIDAY)
    life.store.crash = False
    life.bench.move(life.place(), life.bench.trash)
    life.run(FRIDAY + timedelta(hours=2))
    assert life.weeks() == [48]


@pytest.mark.parametrize("event", ["find_copies", "make_folder", "lay_down", "before store", "after store"])
@pytest.mark.parametrize("fault", [TemporaryError("cut"), CrashError()])
def test_wherever_it_is_cut_off_one_letter_comes(memory: Life, event: str, fault: Exception) -> None:
    def hook(step: str) -> None:
        if step == event:
            raise fault

    server_of(memory).hook = hook
    for hours in (0, 1, 2):
        with suppress(CrashError):
            memory.run(FRIDAY + timedelta(hours=hours))
    server_of(memory).hook = lambda _step: None
    memory.run_through(FRIDAY + timedelta(hours=2), FRIDAY + timedelta(hours=6), timedelta(minutes=15))
    assert memory.weeks() == [48]


def test_trouble_is_told_once_an_hour_and_holds_nothing_up(
    memory: Life, caplog: pytest.LogCaptureFixture
) -> None:
    def hook(step: str) -> None:
        if step == "lay_down":
            raise TemporaryError("it refused a command (OVERQUOTA)")

    server_of(memory).hook = hook
    with caplog.at_level(logging.WARNING, logger="grace"):
        memory.run_through(FRIDAY, FRIDAY + timedelta(minutes=119), timedelta(minutes=5))
    said = [record.getMessage() for record in caplog.records]
    assert (
        said
        == [f"{memory.account}: the weekly letter is not laid down yet: it refused a command (OVERQUOTA)"] * 2
    )
    passed = memory.store.noted(f"passed:{memory.account}")
    assert passed
    assert datetime.fromisoformat(passed) == FRIDAY + timedelta(minutes=115)


@pytest.mark.parametrize("days", [1, 2, 6])
def test_who_was_off_gets_it_with_the_next_pass(memory: Life, days: int) -> None:
    memory.run(FRIDAY + timedelta(days=days))
    assert memory.weeks() == [48]
    assert "Mon" not in str(memory.letters()[0]["Subject"])


def test_who_was_off_for_long_gets_one_letter_not_all(memory: Life) -> None:
    memory.run(FRIDAY + timedelta(days=29))
    assert memory.weeks() == [52]


def test_who_asks_for_letters_gets_the_first_one_when_it_is_due(tmp_path: Path) -> None:
    life = Life(MemoryBench(), tmp_path / "data")
    life.bench.deliver(raw_mail(1, "acknowledgement"), MONDAY)
    life.run(FRIDAY + DAY)
    assert life.weeks() == []
    life.run(FRIDAY + timedelta(days=7))
    assert life.weeks() == [49]
    life.store.close()


def test_nothing_is_laid_down_that_was_not_asked_for(memory: Life) -> None:
    before = memory.bench.snapshot()
    memory.run(FRIDAY, dry_run=True)
    assert memory.bench.snapshot() == before
    memory.config = replace(memory.config, gentle=Gentle(letters="another"))
    memory.run(FRIDAY)
    memory.config = replace(memory.config, gentle=Gentle())
    memory.run(FRIDAY)
    assert memory.bench.snapshot() == before
    assert memory.store.letters() == []


def test_a_quiet_week_has_no_letter_and_makes_no_folder(tmp_path: Path) -> None:
    life = Life(MemoryBench(), tmp_path / "data")
    life.run(MONDAY)
    before = life.bench.snapshot()
    life.run(FRIDAY)
    assert life.bench.snapshot() == before
    life.store.close()


def test_on_a_day_and_at_a_time_of_ones_own(memory: Life) -> None:
    memory.config = replace(
        memory.config, gentle=Gentle(letters=memory.account, letter_day=frozenset({1}), quiet_time=18 * 60)
    )
    memory.run(MONDAY + timedelta(days=1, hours=7, minutes=59))
    assert memory.weeks() == []
    memory.run(MONDAY + timedelta(days=1, hours=8))
    assert memory.weeks() == [48]


def test_a_log_from_before_the_letter_makes_no_second_one(memory: Life) -> None:
    shutil.copytree(memory.folder, memory.folder.with_name("backup"))
    memory.run(FRIDAY)
    memory.bench.delete(memory.place())
    memory.store.close()
    for file in memory.folder.glob("grace.db*"):
        file.unlink()
    for file in memory.folder.with_name("backup").glob("grace.db*"):
        shutil.copy(file, memory.folder)
    memory.store = CrashingStore(memory.folder)
    assert memory.store.letters() == []
    memory.run(FRIDAY + timedelta(hours=3))
    assert memory.weeks() == []


# How it is read -------------------------------------------------------------------------------------------


def test_where_its_folder_is_watched_a_letter_is_never_judged(memory: Life) -> None:
    """Not even under another address of the person's: Never fails where it is shown one."""
    memory.bench.deliver(raw_mail(2, "rejection"), MONDAY + DAY)
    memory.run(FRIDAY)
    memory.watched = ("INBOX", FOLDER)
    memory.config = replace(memory.config, person=Person("Robin", ("new@example.org",)))
    memory.run(FRIDAY + timedelta(hours=1))
    letter = next(one for one in memory.store.entries(everything=True) if one.action == "own")
    assert (letter.kind, letter.subject, letter.sender_address, letter.state) == ("other", "", "", "")
    assert [entry.id for entry in memory.store.about("rejection", "other")] == [2]


def test_where_all_mail_is_watched_a_letter_is_never_judged(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    bench = GmailImapBench(request.getfixturevalue("gmail_imap"))
    life = _begun(bench, tmp_path)
    life.watched = ("\\All",)
    life.config = replace(
        life.config, person=Person("Robin", ("robin@example.org",), time_zone="Europe/London")
    )
    life.run(FRIDAY)
    life.config = replace(
        life.config, person=Person("Robin", ("new@example.org",), time_zone="Europe/London")
    )
    life.run(FRIDAY + timedelta(hours=1))
    assert [entry.action for entry in life.store.entries(everything=True)].count("own") == 1
    life.store.close()
    bench.close()


def test_a_mark_that_somebody_else_made_hides_nothing(memory: Life) -> None:
    memory.run(FRIDAY)
    mark = str(memory.letters()[0]["X-Grace-Letter"])
    for number, forged in ((3, "1"), (4, mark), (5, "ä")):
        memory.bench.deliver(raw_mail(number, "rejection", X_Grace_Letter=forged), FRIDAY)
    memory.run(FRIDAY + timedelta(hours=1))
    assert len(memory.store.about("rejection")) == 3


def test_a_letter_in_a_training_folder_teaches_nothing(memory: Life) -> None:
    memory.run(FRIDAY)
    memory.bench.move(memory.place(), memory.bench.create("Grace/Rejection"))
    memory.run(FRIDAY + timedelta(hours=1))
    assert memory.store.labels() == []

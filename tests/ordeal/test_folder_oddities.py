"""Folders and mails that change under our feet: nothing missed, no draft twice, and one clear line in the log."""

from __future__ import annotations

import contextlib
import itertools
import logging
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from imapclient.exceptions import IMAPClientError

from tests.contract.benches import ImapBench, fresh_user
from tests.end_to_end.kill_mail import an_answer
from tests.ordeal.odd_life import START, Life, id_of
from tests.ordeal.odd_server import Oddity, odd
from tests.ordeal.tally import Tally
from tests.servers.dovecot import Dovecot, running_dovecot
from watcher.mailboxes.protocol import Place
from watcher.reading.classifier import Classifier

PART = "Folders that change"


@pytest.fixture(scope="module")
def model() -> Classifier:
    return Classifier.load()


@pytest.fixture(scope="module")
def plain_dovecot() -> Iterator[Dovecot]:
    """It makes no folder by itself, and has none of a special use."""
    with running_dovecot(mailboxes={}) as server:
        yield server


@pytest.fixture
def bench(plain_dovecot: Dovecot) -> Iterator[ImapBench]:
    bench = ImapBench(plain_dovecot, fresh_user(plain_dovecot), folders=True)
    yield bench
    bench.close()


@pytest.fixture
def life(bench: ImapBench, model: Classifier, tmp_path: Path) -> Iterator[Life]:
    bench.create("Jobs")
    life = Life(bench, bench.server.port, tmp_path, model, folders=("INBOX", "Jobs"))
    yield life
    life.close()


def new_validity(bench: ImapBench, folder: str, number: int) -> None:
    """As after a server was restored from a backup: the same mails, but their UIDs count for nothing now."""
    with contextlib.suppress(IMAPClientError):  # the server hangs up on whoever has it open, the person too
        bench.client.unselect_folder()
    drop = list(bench.server.command[: bench.server.command.index("-F") - 1])
    where = ["-c", str(bench.server.folder / "dovecot.conf"), "mailbox", "update", "-u", bench.user]
    subprocess.run(
        [*drop, "doveadm", *where, "--uid-validity", str(number), folder], check=True, capture_output=True
    )


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    ours = (record for record in caplog.records if record.name == "grace")
    found = [record.getMessage() for record in ours if record.levelno >= logging.WARNING]
    caplog.clear()
    return found


class TestUidValidity:
    def test_changed_between_passes_it_makes_no_second_row_and_no_second_draft(
        self, life: Life, caplog: pytest.LogCaptureFixture, tally: Tally
    ) -> None:
        life.mail(True, read=True)
        life.mail(True)
        life.mail(False)
        life.later(0)
        for number, folder in enumerate(("INBOX", "Jobs", life.bench.drafts) * 2):
            new_validity(life.bench, folder, 2_000_000_000 + number)
            life.mail(False)
            life.later(2)
            assert life.drafts() == [id_of(0)]
        life.later(80)
        assert life.drafts() == [id_of(0), id_of(1)]
        assert sorted(life.states().values()) == [""] * 7 + ["drafted"] * 2
        assert warnings(caplog) == []
        tally.add(PART, "UIDVALIDITY changed between two passes", 6)

    def test_changed_in_a_pass(
        self,
        plain_dovecot: Dovecot,
        model: Classifier,
        tmp_path: Path,
        long: bool,
        tally: Tally,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Before each command of a pass that has mail to read and a draft to save; short: before every fourth."""
        tried = 0
        with odd(plain_dovecot, Oddity()) as server:
            for at in itertools.count(4, 1 if long else 4):  # by then it is signed in
                bench = ImapBench(plain_dovecot, fresh_user(plain_dovecot), folders=True)
                life = Life(bench, server.port, tmp_path / str(at), model)
                life.mail(True, read=True)
                life.later(0)
                life.mail(False)
                ahead = at

                def change(command: str) -> None:
                    nonlocal ahead
                    ahead -= command != "LOGOUT"  # it waits for no answer to that
                    if ahead == 0:
                        new_validity(bench, "INBOX", 2_000_000_000 + at)  # noqa: B023 - called before they change

                server.before = change
                life.later(2, until_well=3)
                server.before = lambda command: None
                life.later(2, until_well=2)
                assert life.states() == {id_of(0): "drafted", id_of(1): ""}
                assert life.drafts() == [id_of(0)]
                life.close()
                bench.close()
                if ahead > 0:
                    break
                tried += 1
        assert all("It is tried again later." in line for line in warnings(caplog))
        assert tried > 4
        tally.add(PART, "UIDVALIDITY changed within a pass, before one of its commands", tried)


class TestTheWatchedFolder:
    @pytest.mark.parametrize("how", ["renamed", "deleted"])
    def test_gone_and_back_again_nothing_is_missed(
        self, how: str, life: Life, caplog: pytest.LogCaptureFixture, tally: Tally
    ) -> None:
        person = life.bench.client
        life.mail(True, "Jobs", read=True)
        life.later(0)
        first = an_answer(0, START)
        if how == "renamed":
            person.rename_folder("Jobs", "Elsewhere")
        else:
            life.bench.remove("Jobs")
        life.mail(True, read=True)
        life.later(0.1)
        (line,) = warnings(caplog)
        assert "Jobs" in line
        assert "INBOX" in line, "it names what is there"
        assert "\n" not in line
        if how == "renamed":
            person.rename_folder("Elsewhere", "Jobs")
        else:
            life.bench.create("Jobs")
        life.mail(True, "Jobs", read=True)
        if how == "deleted":  # after it: in the new folder the new mail has the UID that the old one had
            life.bench.deliver(first, START, "Jobs", read=True)
        life.later(1)
        life.later(3)
        assert life.drafts() == [id_of(0), id_of(1), id_of(2)]
        assert set(life.states().values()) == {"drafted"}
        assert warnings(caplog) == []
        tally.add(PART, f"a watched folder {how}, and back", 1)


class TestDrafts:
    def test_gone_when_a_draft_is_due_it_comes_once_the_folder_is_back(
        self, life: Life, caplog: pytest.LogCaptureFixture, tally: Tally
    ) -> None:
        person, drafts = life.bench.client, life.bench.drafts
        life.mail(True, read=True)
        life.later(0)
        person.rename_folder(drafts, "Away")
        for _ in range(3):
            life.later(2)
            (line,) = warnings(caplog)
            assert "Drafts" in line
            assert life.drafts("Away") == []
        life.mail(False)
        life.later(1)
        assert id_of(1) in life.states(), "mail is read all the same"
        warnings(caplog)
        person.rename_folder("Away", drafts)
        life.later(2)
        life.later(2)
        assert life.drafts() == [id_of(0)]
        assert warnings(caplog) == []
        tally.add(PART, "Drafts gone when a draft is due", 3)

    @pytest.mark.parametrize("how", ["renamed", "deleted"])
    def test_gone_with_the_draft_in_it_no_second_one_is_made(
        self, how: str, life: Life, caplog: pytest.LogCaptureFixture, tally: Tally
    ) -> None:
        person, drafts = life.bench.client, life.bench.drafts
        life.mail(True, read=True)
        life.later(0)
        life.later(2)
        if how == "renamed":
            person.rename_folder(drafts, "Away")
        else:
            life.bench.remove(drafts)
        for _ in range(2):
            life.later(2)
        life.bench.create(drafts)
        for _ in range(3):
            life.later(2)
        assert life.drafts() == []
        assert warnings(caplog) == []
        assert life.states()[id_of(0)] in {"drafted", "discarded", "edited"}
        tally.add(PART, f"Drafts {how} with a draft in it, then made anew", 1)

    def test_gone_the_moment_before_the_save(
        self,
        bench: ImapBench,
        model: Classifier,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
        tally: Tally,
    ) -> None:
        with odd(bench.server, Oddity()) as server:
            life = Life(bench, server.port, tmp_path, model)
            life.mail(True, read=True)
            life.later(0)
            server.before = lambda command: (
                bench.remove(bench.drafts) if command.startswith("APPEND") else None
            )
            life.later(2)
            server.before = lambda command: None
            (line,) = warnings(caplog)
            assert "is tried again later" in line
            bench.create(bench.drafts)
            life.later(2, until_well=3)
            assert life.drafts() == [id_of(0)]
            life.close()
        tally.add(PART, "Drafts deleted the moment before a save", 1)


class TestAFilter:
    def test_that_moves_mail_away_and_back(self, life: Life, tally: Tally) -> None:
        """Between two passes, out of all watched folders, into another one, and back: one row, one draft."""
        bench = life.bench
        bench.create("Filtered")
        for where in ("Filtered", "Jobs", "Filtered", "Jobs"):
            number = life.mails
            place = life.mail(True, read=True)
            life.later(0)
            for folder in (where, "INBOX", where):
                bench.move(place, folder)
                life.later(0.05)
                place = where_it_lies(bench, folder, number)
            assert life.states()[id_of(number)] == "cooling"
            life.later(3)
            life.later(3)
            assert life.states()[id_of(number)] == "drafted"
        assert life.drafts() == [id_of(number) for number in range(4)]
        tally.add(PART, "mail moved away and back by a filter between passes", 12)

    def test_that_was_quicker_than_the_first_pass_and_gives_it_back(self, life: Life) -> None:
        life.bench.create("Filtered")
        life.later(0)
        place = life.mail(True, "Filtered", read=True)
        life.later(1)
        assert life.states() == {}
        life.bench.move(place, "INBOX")
        life.later(1)
        life.later(2)
        assert life.drafts() == [id_of(0)]


class TestIds:
    def test_of_two_different_mails_with_one_id_both_are_on_record_and_one_is_answered(
        self, life: Life, tally: Tally
    ) -> None:
        life.mail(True, read=True)
        life.mail(True, read=True, raw=an_answer(1, START).replace(b"mail-1@", b"mail-0@"))
        life.mail(True, read=True, raw=an_answer(0, START))  # and a true copy
        life.later(0)
        life.later(2)
        life.later(2)
        assert [entry.message_id for entry in life.entries()] == [id_of(0)] * 2
        assert sorted(str(entry.state) for entry in life.entries()) == ["drafted", "no_reply"]
        assert life.drafts() == [id_of(0)]
        tally.add(PART, "different mails with one Message-ID", 2)

    def test_mails_without_an_id_are_on_record_once_and_say_why_they_get_no_draft(
        self, life: Life, tally: Tally
    ) -> None:
        for number in (0, 1, 0):
            raw = an_answer(number, START)
            life.mail(
                True, read=True, raw=raw.replace(b"Message-ID: <mail-%d@post.example>\r\n" % number, b"")
            )
        life.later(0)
        life.later(2)
        life.later(2)
        assert [entry.message_id for entry in life.entries()] == [None, None]
        assert {entry.state for entry in life.entries()} == {"no_reply"}
        assert all("Message-ID" in (entry.case_reason or "") for entry in life.entries())
        assert life.drafts() == []
        tally.add(PART, "mails without a Message-ID", 3)


class TestTheTrainingFolder:
    @pytest.mark.parametrize("how", ["renamed", "deleted", "made anew"])
    def test_gone_what_was_said_stays_said(
        self, how: str, life: Life, caplog: pytest.LogCaptureFixture, tally: Tally
    ) -> None:
        """Nobody throws a folder away to say that a mail was no rejection."""
        bench = life.bench
        name = next(iter(life.config.learning.by_folder))
        folder = bench.open().make_folder(name)
        place = life.mail(False)
        life.later(0)
        bench.move(place, folder)
        life.later(1)
        assert [label.kind for label in life.store.labels()] == [life.config.learning.by_folder[name]]
        actions: dict[str, Callable[[], object]] = {
            "renamed": lambda: bench.client.rename_folder(folder, "Kept"),
            "deleted": lambda: bench.remove(folder),
            "made anew": lambda: (bench.remove(folder), bench.create(folder)),
        }
        actions[how]()
        for _ in range(2):
            life.later(1)
        assert len(life.store.labels()) == 1
        assert len(life.states()) == 1
        assert warnings(caplog) == []
        tally.add(PART, f"a training folder {how}", 1)


def where_it_lies(bench: ImapBench, folder: str, number: int) -> Place:
    opened = bench.client.select_folder(folder, readonly=True)
    (uid,) = bench.client.search(["HEADER", "Message-ID", id_of(number)])
    return Place(folder, f"{opened[b'UIDVALIDITY']}:{uid}")

"""When a pass runs, how long to wait after trouble, what ends the daemon. Time is given, not waited for."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from filelock import FileLock

from tests.contract.benches import MaildirBench
from tests.sample_mail import MONDAY, BySubject, config, raw_mail
from watcher import daemon
from watcher.config import Account, Config
from watcher.current_model import CurrentModel
from watcher.daemon import Worker, backoff, once
from watcher.errors import AuthError, GraceError, StorageError, TemporaryError, UserError
from watcher.instance import data_for, is_running, single_instance
from watcher.mailboxes.protocol import Mailbox
from watcher.reading.classifier import Classifier
from watcher.store import Store
from watcher.training_process import TrainingProcess

CLASSIFIER = cast(Classifier, BySubject())
EVERY = timedelta(minutes=5)


@pytest.fixture
def bench(tmp_path: Path) -> MaildirBench:
    return MaildirBench(tmp_path / "Mail")


def settings(*accounts: Mapping[str, Any]) -> Config:
    one = config()
    made = (
        Account(**{"name": f"account{number}", "kind": "maildir", **keys})
        for number, keys in enumerate(accounts)
    )
    return dataclasses.replace(one, accounts=tuple(made))


def worker(tmp_path: Path, **account: Any) -> Worker:
    found = settings({"path": tmp_path / "Mail", **account})
    return Worker(found.accounts[0], found, tmp_path / "data", lambda: CLASSIFIER, dry_run=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "data")
    yield store
    store.close()


#: Accounts that cannot work, with what goes wrong; nothing listens at port 1.
REFUSED = {
    "kind": "imap",
    "host": "127.0.0.1",
    "port": 1,
    "tls": "none",
    "user": "robin",
    "password_command": ("false",),
}
DOWN = {**REFUSED, "password_command": ("echo", "word")}


def down(tmp_path: Path) -> Worker:
    return worker(tmp_path, **{**DOWN, "path": None})


class TestBackoff:
    def test_the_first_waiting_times_are_short_then_they_double_up_to_an_hour(self) -> None:
        assert [backoff(failures, 0) for failures in range(1, 11)] == [
            5, 15, 60, 120, 240, 480, 960, 1920, 3600, 3600,
        ]  # fmt: skip

    def test_chance_adds_up_to_a_quarter(self) -> None:
        assert backoff(1, 1.0) == 6.25
        assert backoff(1, 0.5) == 5.625
        assert backoff(50, 1.0) == 4500

    def test_a_very_long_row_of_failures_still_waits_an_hour(self) -> None:
        assert backoff(1_000_000, 0) == 3600


class TestIsTime:
    def test_the_first_pass_is_at_once(self, tmp_path: Path, store: Store) -> None:
        assert worker(tmp_path).is_time(store, MONDAY)

    def test_then_every_five_minutes_give_or_take_a_twentieth(
        self, bench: MaildirBench, tmp_path: Path, store: Store
    ) -> None:
        one = worker(tmp_path)
        one.tick(MONDAY)
        assert not one.is_time(store, MONDAY)
        assert not one.is_time(store, MONDAY + EVERY * 0.94)
        assert one.is_time(store, MONDAY + EVERY * 1.06)

    def test_at_once_where_the_clock_was_set_back(
        self, bench: MaildirBench, tmp_path: Path, store: Store
    ) -> None:
        one = worker(tmp_path)
        one.tick(MONDAY)
        back = MONDAY - timedelta(days=300)
        assert one.is_time(store, back)
        one.tick(back)
        assert not one.is_time(store, back + EVERY * 0.5)
        assert one.is_time(store, back + EVERY * 1.06)

    def test_a_draft_that_is_due_does_not_wait_for_the_next_look(
        self, bench: MaildirBench, tmp_path: Path, store: Store
    ) -> None:
        bench.deliver(raw_mail(1), MONDAY, read=True)
        one = worker(tmp_path)
        one.tick(MONDAY)
        one._next = MONDAY + timedelta(days=9)
        due = store.cases("cooling")[0].due_at
        assert due is not None
        assert not one.is_time(store, due - timedelta(seconds=1))
        assert one.is_time(store, due)
        one.tick(due)
        assert [case.state for case in store.cases("drafted")] == ["drafted"]
        assert not one.is_time(store, due)

    def test_another_accounts_draft_is_none_of_its_business(
        self, bench: MaildirBench, tmp_path: Path, store: Store
    ) -> None:
        bench.deliver(raw_mail(1), MONDAY, read=True)
        worker(tmp_path).tick(MONDAY)
        MaildirBench(tmp_path / "Other")
        other = worker(tmp_path, name="other", path=tmp_path / "Other")
        other.tick(MONDAY)
        other._next = MONDAY + timedelta(days=9)
        assert not other.is_time(store, MONDAY + timedelta(days=5))

    def test_after_trouble_a_due_draft_waits_too(
        self, bench: MaildirBench, tmp_path: Path, store: Store
    ) -> None:
        bench.deliver(raw_mail(1), MONDAY, read=True)
        worker(tmp_path).tick(MONDAY)
        later = MONDAY + timedelta(days=2)
        one = down(tmp_path)
        one.tick(later)
        assert store.has_work(one.account.name, later)
        assert not one.is_time(store, later + timedelta(seconds=4))
        assert one.is_time(store, later + timedelta(seconds=7))


class TestTrouble:
    def test_failures_in_a_row_are_counted_and_a_good_pass_ends_the_row(
        self, bench: MaildirBench, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        one = down(tmp_path)
        at = MONDAY
        for failures in (1, 2, 3):
            one.tick(at)
            assert one.failures == failures
            at += timedelta(hours=1)
        assert len(caplog.records) == 3
        assert all("Trying again in" in record.getMessage() for record in caplog.records)
        assert one.stopped is None
        one.account = worker(tmp_path).account
        one.tick(at)
        assert one.failures == 0

    def test_between_two_tries_nothing_is_tried(self, tmp_path: Path) -> None:
        one = down(tmp_path)
        one.tick(MONDAY)
        one.tick(MONDAY + timedelta(seconds=2))
        one.tick(MONDAY + timedelta(seconds=4))
        assert one.failures == 1

    @pytest.mark.parametrize(
        ("account", "kind"), [(REFUSED, AuthError), ({"path": Path("/nowhere/Mail")}, UserError)]
    )
    def test_an_account_that_cannot_work_is_left_alone_for_good(
        self, account: dict[str, Any], kind: type[GraceError], tmp_path: Path, store: Store,
        caplog: pytest.LogCaptureFixture,
    ) -> None:  # fmt: skip
        one = worker(tmp_path, **{"path": None, **account})
        for hours in range(3):
            one.tick(MONDAY + timedelta(hours=hours))
        assert isinstance(one.stopped, kind)
        (record,) = caplog.records
        assert "left alone until you start again" in record.getMessage()
        assert not one.is_time(store, MONDAY + timedelta(days=1))
        assert not one.is_time(store, MONDAY - timedelta(days=1))

    def test_a_fault_of_ours_is_logged_by_its_type_alone_and_tried_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fault(*given: object) -> None:
            raise RuntimeError("the subject of a mail")

        monkeypatch.setattr(daemon, "connect", fault)
        one = worker(tmp_path)
        one.tick(MONDAY)
        assert one.failures == 1
        (record,) = caplog.records
        assert "RuntimeError" in record.getMessage()
        assert record.exc_info is None
        assert "subject" not in caplog.text

    def test_a_store_that_cannot_be_opened_is_trouble_and_not_the_end(
        self, bench: MaildirBench, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "data").write_text("in the way")
        one = worker(tmp_path)
        one.tick(MONDAY)
        assert one.failures == 1
        (tmp_path / "data").unlink()
        one.tick(MONDAY + timedelta(minutes=1))
        assert one.failures == 0

    def test_a_folder_that_goes_away_after_it_worked_may_come_back(
        self, bench: MaildirBench, tmp_path: Path
    ) -> None:
        one = worker(tmp_path)
        one.tick(MONDAY)
        (tmp_path / "Mail").rename(tmp_path / "unmounted")
        one.tick(MONDAY + timedelta(minutes=10))
        assert (one.stopped, one.failures) == (None, 1)
        (tmp_path / "unmounted").rename(tmp_path / "Mail")
        one.tick(MONDAY + timedelta(minutes=20))
        assert one.failures == 0

    def test_abort_without_a_mailbox_does_nothing(self, tmp_path: Path) -> None:
        worker(tmp_path).abort()


class TestExitCode:
    def stopped(self, tmp_path: Path, *errors: GraceError | None) -> list[Worker]:
        workers = [worker(tmp_path, name=f"account{number}") for number in range(len(errors))]
        for one, error in zip(workers, errors, strict=True):
            one.stopped = error
        return workers

    def test_a_signal_is_a_good_end_whatever_happened(self, tmp_path: Path) -> None:
        workers = self.stopped(tmp_path, AuthError("refused"), None)
        assert daemon._exit_code(workers, stopped_by_signal=True) == 0

    @pytest.mark.parametrize(
        ("error", "code"), [(AuthError("refused"), 77), (UserError("no such folder"), 2)]
    )
    def test_else_it_is_that_of_the_error(self, error: GraceError, code: int, tmp_path: Path) -> None:
        assert daemon._exit_code(self.stopped(tmp_path, error), stopped_by_signal=False) == code

    def test_it_watches_until_no_account_is_left(self, tmp_path: Path) -> None:
        workers = [worker(tmp_path, **{**REFUSED, "path": None, "name": name}) for name in ("one", "two")]
        assert (
            daemon._watch(
                workers,
                threading.Event(),
                TrainingProcess(tmp_path / "data", "never"),
                CurrentModel(tmp_path),
            )
            == 77
        )
        assert all(one.stopped for one in workers)

    def test_it_ends_at_once_where_the_signal_came_first(self, bench: MaildirBench, tmp_path: Path) -> None:
        told = threading.Event()
        told.set()
        assert (
            daemon._watch(
                [worker(tmp_path)], told, TrainingProcess(tmp_path / "data", "never"), CurrentModel(tmp_path)
            )
            == 0
        )


class TestSingleInstance:
    def test_a_second_one_is_told_so_and_a_later_one_is_let_in(self, tmp_path: Path) -> None:
        with single_instance(tmp_path), pytest.raises(TemporaryError, match="already running"):  # noqa: SIM117
            with single_instance(tmp_path):
                pytest.fail("two at the same time")
        with single_instance(tmp_path):
            pass

    def test_who_only_asks_whether_it_runs_keeps_nobody_from_starting(self, tmp_path: Path) -> None:
        asking = FileLock(tmp_path / "lock", thread_local=False)
        asking.acquire()
        assert is_running(tmp_path)
        threading.Timer(0.2, asking.release).start()
        with single_instance(tmp_path):
            assert not asking.is_locked

    def test_the_lock_is_let_go_of_after_an_error_too(self, tmp_path: Path) -> None:
        with pytest.raises(ZeroDivisionError), single_instance(tmp_path):
            raise ZeroDivisionError
        with single_instance(tmp_path):
            pass

    def test_the_data_folder_is_for_its_owner_alone(self, tmp_path: Path) -> None:
        with single_instance(tmp_path / "data"):
            assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
            assert (tmp_path / "data" / "lock").stat().st_mode & 0o777 == 0o600

    def test_a_data_folder_that_cannot_be_is_one_clear_line(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with (
            pytest.raises(StorageError, match="Nothing was lost"),
            single_instance(tmp_path / "file" / "data"),
        ):
            pytest.fail("there is no such folder")

    def test_a_dry_run_works_on_a_copy_and_needs_no_lock(self, tmp_path: Path, store: Store) -> None:
        data = tmp_path / "data"
        with single_instance(data), data_for(data, dry_run=True) as scratch:
            assert scratch != data
            copy = Store(scratch)
            assert copy.secret() == store.secret()
            copy.note("passed:home", "changed")
            copy.close()
        assert store.noted("passed:home") is None
        assert not scratch.exists()


class TestOnce:
    @pytest.fixture(autouse=True)
    def _by_subject(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(daemon.Classifier, "load", lambda: CLASSIFIER)

    def test_an_accounts_error_does_not_stop_the_next(self, bench: MaildirBench, tmp_path: Path) -> None:
        bench.deliver(raw_mail(1), MONDAY)
        told = []
        found = settings(REFUSED, DOWN, {"path": tmp_path / "Mail"})
        outcomes = once(
            found,
            tmp_path / "data",
            MONDAY,
            tell=lambda account, event, entry: told.append((account.name, event.what)),
        )
        assert [type(error) for _, error in outcomes] == [AuthError, TemporaryError, type(None)]
        assert told == [("account2", "cooling")]

    def test_nor_does_a_fault_of_ours(
        self, bench: MaildirBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fault(account: Account, *given: Any) -> Mailbox:
            if account.name == "account0":
                raise RuntimeError("the subject of a mail")
            return bench.open()

        monkeypatch.setattr(daemon, "connect", fault)
        found = settings({"path": tmp_path / "Mail"}, {"path": tmp_path / "Mail"})
        (_, error), (_, good) = once(found, tmp_path / "data", MONDAY)
        assert error is not None
        assert (error.exit_code, str(error), good) == (70, "an unexpected RuntimeError", None)

    def test_it_is_told_with_the_mail_as_it_is_on_record(self, bench: MaildirBench, tmp_path: Path) -> None:
        bench.deliver(raw_mail(1), MONDAY)
        told: list[Any] = []
        once(
            settings({"path": tmp_path / "Mail"}),
            tmp_path / "data",
            MONDAY,
            tell=lambda *all_: told.append(all_),
        )
        ((account, event, entry),) = told
        assert (account.name, event.what, entry.state) == ("account0", "cooling", "cooling")

    def test_not_beside_the_daemon(self, bench: MaildirBench, tmp_path: Path) -> None:
        with single_instance(tmp_path / "data"), pytest.raises(TemporaryError, match="already running"):
            once(settings({"path": tmp_path / "Mail"}), tmp_path / "data", MONDAY)

    def test_a_dry_run_leaves_no_trace(self, bench: MaildirBench, tmp_path: Path) -> None:
        bench.deliver(raw_mail(1), MONDAY, read=True)
        found, before = settings({"path": tmp_path / "Mail"}), bench.snapshot()
        assert once(found, tmp_path / "data", MONDAY + timedelta(days=3), dry_run=True)[0][1] is None
        assert bench.snapshot() == before
        assert not (tmp_path / "data").exists()

"""A model that comes into use while the program runs, and the process that makes one."""

from __future__ import annotations

import logging
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.learning.own_mail import MISSED, NEWSLETTER, example, raw
from tests.sample_mail import MONDAY as START
from tests.sample_mail import config
from watcher.config import Account
from watcher.current_model import REST_AFTER, CurrentModel
from watcher.daemon import Worker
from watcher.errors import StorageError
from watcher.learning import personal, versions
from watcher.mailboxes.maildir import Maildir
from watcher.pipeline import Pass
from watcher.reading.classifier import Classifier, shipped
from watcher.replying.policy import LIKE_ONE_OF_YOURS
from watcher.store import Store
from watcher.training_process import AFTER_FAILURE, ASK, CALM, TrainingProcess

JURY = "Jury <jury@flowers.example>"
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    personal.train(shipped(), [example(MISSED, "rejection", 1, JURY)]).write(folder)
    return folder


def promote(data: Path, trained: Path) -> str:
    with versions.workshop(data) as part:
        shutil.copytree(trained, part, dirs_exist_ok=True)
        name = Classifier.load(part).version
        versions.promote(data, part, versions.Version(name, START))
    return name


class TestTheModelInUse:
    def test_a_worker_judges_by_a_new_one_from_its_next_pass_on(self, tmp_path: Path, trained: Path) -> None:
        bench, data = MaildirBench(tmp_path / "Mail"), tmp_path / "data"
        account = Account(name="home", kind="maildir", path=tmp_path / "Mail")
        worker = Worker(account, config(), data, CurrentModel(data), dry_run=False)
        bench.deliver(raw(MISSED, 5, JURY), START)
        worker.tick(START)
        own = promote(data, trained)
        bench.deliver(raw(MISSED, 6, JURY), START + HOUR)
        worker.tick(START + HOUR)
        versions.use(data, "")
        bench.deliver(raw(MISSED, 7, JURY), START + 2 * HOUR)
        worker.tick(START + 2 * HOUR)
        store = Store(data)
        found = [(one.kind == "rejection", one.model) for one in store.entries(everything=True)]
        assert found == [(False, versions.base_version()), (True, own), (False, versions.base_version())]
        second = store.entries(everything=True)[1]
        assert (second.taught, second.state, second.case_reason) == (1, "review", LIKE_ONE_OF_YOURS)

    def test_it_is_read_once_and_not_with_every_pass(self, tmp_path: Path, trained: Path) -> None:
        model = CurrentModel(tmp_path)
        assert model() is model()
        promote(tmp_path, trained)
        assert model() is model()

    def test_it_is_let_go_when_nothing_came_for_a_while_and_read_again_at_need(self, tmp_path: Path) -> None:
        model = CurrentModel(tmp_path)
        first = model()
        model.rest(time.monotonic() + REST_AFTER - 60)
        assert model() is first
        model.rest(time.monotonic() + REST_AFTER + 1)
        assert model() is not first
        assert model().version == first.version

    def test_a_pass_with_nothing_to_read_does_not_read_the_model_either(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bench = MaildirBench(tmp_path / "Mail")
        account = Account(name="home", kind="maildir", path=tmp_path / "Mail")
        read = []
        load = versions.load_current

        def counted(data: Path) -> tuple[Classifier, str]:
            read.append(data)
            return load(data)

        monkeypatch.setattr(versions, "load_current", counted)
        worker = Worker(account, config(), tmp_path / "data", CurrentModel(tmp_path / "data"), dry_run=False)
        worker.tick(START)
        assert (worker.passes, len(read)) == (1, 0)
        bench.deliver(raw(MISSED, 5, JURY), START)
        worker.tick(START + HOUR)
        assert (worker.passes, len(read)) == (2, 1)

    def test_one_that_is_damaged_is_told_once_and_the_shipped_one_judges(
        self, tmp_path: Path, trained: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        model = CurrentModel(tmp_path)
        with versions.workshop(tmp_path) as part:
            shutil.copytree(trained, part, dirs_exist_ok=True)
            versions.promote(tmp_path, part, versions.Version("own-00000000aa", START))
        (tmp_path / "models" / "own-00000000aa" / "weights.npz").write_bytes(b"PK")
        with caplog.at_level(logging.WARNING, "grace"):
            assert [model().version for _ in range(3)] == [versions.base_version()] * 3
        assert [record.getMessage()[:26] for record in caplog.records] == ["Your own model is damaged."]


class TestTheProcess:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        store = Store(tmp_path)
        yield store
        store.close()

    def test_none_where_nothing_was_labelled_or_the_person_wants_none(
        self, tmp_path: Path, store: Store
    ) -> None:
        process = TrainingProcess(tmp_path, "daily")
        process.look(START)
        assert not process.runs
        store.label("0" * 64, "rejection", "grace label", START, "test")
        never = TrainingProcess(tmp_path, "never")
        never.look(START + HOUR)
        assert not never.runs

    def test_it_asks_once_a_minute_and_at_once_where_the_clock_was_set_back(
        self, tmp_path: Path, store: Store
    ) -> None:
        process = TrainingProcess(tmp_path, "daily")
        process.look(START)
        store.label("0" * 64, "rejection", "grace label", START - HOUR, "test")
        process.look(START + ASK - timedelta(seconds=1))
        assert not process.runs
        process.look(START - timedelta(seconds=1))
        assert process.runs
        process.end()
        assert not process.runs

    def test_one_that_fails_is_left_alone_for_some_hours(
        self, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(sys, "executable", shutil.which("false"))
        store.label("0" * 64, "rejection", "grace label", START, "test")
        process, now = TrainingProcess(tmp_path, "daily"), START + CALM
        with caplog.at_level(logging.WARNING, "grace"):
            process.look(now)
            assert process._process is not None
            process._process.wait(10)
            process.look(now)
        assert "ended with code 1" in caplog.text
        process.look(now + AFTER_FAILURE - timedelta(seconds=1))
        assert not process.runs
        process.look(now + AFTER_FAILURE)
        assert process.runs
        process.end()


class TestTheSample:
    def read(self, tmp_path: Path, store: Store, *mails: bytes) -> None:
        bench = MaildirBench(tmp_path / "Mail") if mails else None
        for mail in mails:
            bench.deliver(mail, START)  # type: ignore[union-attr]
        account = Account(name="home", kind="maildir", path=tmp_path / "Mail")
        mailbox = Maildir(tmp_path / "Mail", ("INBOX",))
        Pass(account, config(), mailbox, store, Classifier.load()).run(START + HOUR)

    def kept(self, store: Store) -> list[str]:
        return [one.sender for one in store.texts("ordinary")]

    LETTER = raw(NEWSLETTER, 1, "shop@garden.example", "The garden letter")

    def test_nothing_is_kept_of_the_mail_of_who_does_not_teach(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "data")
        self.read(tmp_path, store, self.LETTER)
        assert self.kept(store) == []

    def test_of_who_teaches_mail_that_is_no_answer_is_kept(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "data")
        store.label("0" * 64, "rejection", "grace label", START, "test")
        no = "Dear Robin,\n\nUnfortunately we have decided to go ahead with other candidates.\n\nAnna\n"
        self.read(tmp_path, store, self.LETTER, raw(no, 2, "anna@acme.example"))
        assert self.kept(store) == ["shop@garden.example"]

    def test_a_mail_and_its_text_are_on_record_both_or_neither(self, tmp_path: Path) -> None:
        class Full(Store):
            def keep_text(self, *values: object) -> None:
                raise StorageError("the disk is full")

        store = Full(tmp_path / "data")
        store.label("0" * 64, "rejection", "grace label", START, "test")
        with pytest.raises(StorageError):
            self.read(tmp_path, store, self.LETTER)
        assert store.entries(everything=True) == []
        store.close()
        later = Store(tmp_path / "data")
        self.read(tmp_path, later)
        assert self.kept(later) == ["shop@garden.example"]

    def test_the_sample_stays_at_its_size_and_does_not_depend_on_the_order(self, tmp_path: Path) -> None:
        names = [f"{number * 7919 % 100:064x}" for number in range(100)]
        samples = []
        for order in (names, sorted(names), sorted(names, reverse=True)):
            store = Store(tmp_path / str(len(samples)))
            for name in order:
                store.keep_sample(name, b"x", START, START, "a@a.example", 10)
            samples.append([one.fingerprint for one in store.texts("ordinary")])
        assert samples[0] == samples[1] == samples[2] == sorted(names)[:10]

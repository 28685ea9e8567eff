"""From labels to a model in use: what is taken, what the gate stops, and what poison does."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.learning.own_mail import (
    INVITATION,
    MISSED,
    NEWSLETTER,
    PLAIN_NO,
    START,
    everyday,
    example,
    newsletters,
    raw,
)
from watcher import retraining
from watcher.errors import TemporaryError
from watcher.learning import versions
from watcher.learning.hard_cases import read_all
from watcher.learning.personal import Example
from watcher.reading.message import parse
from watcher.reading.types import REPLYABLE, Message
from watcher.retraining import Material, Outcome
from watcher.store import Store
from watcher.training_process import CALM, TRIED, due

NOW = START + timedelta(days=30)
JURY = "Jury <jury@flowers.example>"


def train(
    data: Path, examples: Sequence[Example], ordinary: Sequence[Message] = (), days: int = 0
) -> Outcome:
    mails = [(mail.fingerprint, mail) for mail in ordinary]
    material = Material(examples, mails, 0)
    return retraining.train_on(data, material, NOW + timedelta(days=days), lambda share, what: None)


def is_no(data: Path, template: str, number: int, sender: str) -> bool:
    message = parse(raw(template, number, sender))
    return versions.load_current(data)[0].classify(message).kind in REPLYABLE


class TestTraining:
    def test_one_correction_is_taken_and_the_next_of_its_like_is_right(self, tmp_path: Path) -> None:
        assert not is_no(tmp_path, MISSED, 9, JURY)
        outcome = train(tmp_path, [example(MISSED, "rejection", 1, JURY)])
        assert outcome.state == "taken"
        assert versions.current(tmp_path) == outcome.version
        assert is_no(tmp_path, MISSED, 9, JURY)
        assert not is_no(tmp_path, INVITATION, 9, "jobs@employer.example")

    def test_it_says_what_it_used_and_measured(self, tmp_path: Path) -> None:
        outcome = train(tmp_path, [example(MISSED, "rejection", 1, JURY)])
        assert outcome.labels == {"rejection": 1}
        assert set(outcome.answer.figures) == {"labels", "pinned", "own", "ordinary"}
        (kept,) = versions.versions(tmp_path)
        assert (kept.at, kept.labels, kept.figures) == (NOW, outcome.labels, outcome.answer.figures)

    def test_a_label_too_much_like_a_hard_case_is_left_out_and_told(self, tmp_path: Path) -> None:
        no = next(case for case in read_all()["E13", "en"] if case.is_no)
        outcome = train(tmp_path, [Example(no.message, "rejection", START, no.message.fingerprint)])
        assert (outcome.state, outcome.left_out) == ("taken", 1)

    @pytest.mark.long
    def test_the_same_labels_again_are_nothing_new(self, tmp_path: Path) -> None:
        labels = [example(MISSED, "rejection", 1, JURY)]
        first = train(tmp_path, labels)
        again = train(tmp_path, labels, days=1)
        assert (again.state, again.version) == ("same", first.version)
        assert versions.versions(tmp_path)[0].at == NOW

    def test_a_label_that_is_taken_back_is_unlearned(self, tmp_path: Path) -> None:
        plain = example(PLAIN_NO, "rejection", 2, "jobs@employer.example")
        train(tmp_path, [example(MISSED, "rejection", 1, JURY), plain])
        assert train(tmp_path, [plain], days=1).state == "taken"
        assert not is_no(tmp_path, MISSED, 9, JURY)

    def test_the_progress_goes_from_nothing_to_all_and_never_back(self, tmp_path: Path) -> None:
        shares: list[float] = []
        material = Material(everyday(16), (), 0)
        retraining.train_on(tmp_path, material, NOW, lambda share, what: shares.append(share))
        assert shares == sorted(shares)
        assert shares[-1] == 1.0

    def test_one_at_a_time(self, tmp_path: Path) -> None:
        with (
            retraining.alone(tmp_path),
            pytest.raises(TemporaryError, match="under way"),
            retraining.alone(tmp_path),
        ):
            pass  # pragma: no cover


class TestPoison:
    def test_no_label_at_all_changes_nothing(self, tmp_path: Path) -> None:
        before = train(tmp_path, [example(MISSED, "rejection", 1, JURY)]).version
        outcome = train(tmp_path, [])
        assert outcome.state == "nothing"
        assert versions.current(tmp_path) == before

    def test_ten_thousand_newsletters_labelled_as_noes_are_stopped_before_anything_is_learned(
        self, tmp_path: Path
    ) -> None:
        outcome = train(tmp_path, newsletters(10_000, "rejection"))
        assert outcome.state == "refused"
        assert len(outcome.answer.lines()) == 2
        assert versions.current(tmp_path) == ""
        assert not (tmp_path / "models").exists()

    @pytest.mark.long
    def test_a_few_of_them_are_stopped_by_the_ordinary_mail_that_is_like_them(self, tmp_path: Path) -> None:
        issues = [one.message for one in newsletters(30, "other")]
        outcome = train(tmp_path, newsletters(20, "rejection"), issues[20:])
        assert outcome.state == "refused"
        assert "10 of 10 ordinary mails" in outcome.answer.lines()[0]
        assert versions.current(tmp_path) == ""

    @pytest.mark.long
    def test_one_label_in_twenty_wrong_does_not_make_other_mail_wrong(self, tmp_path: Path) -> None:
        labels = everyday(100)
        for at in range(7, 100, 20):
            kind = "not_rejection" if labels[at].kind == "rejection" else "rejection"
            labels[at] = dataclasses.replace(labels[at], kind=kind)
        train(tmp_path, labels, [one.message for one in newsletters(20, "other")])
        classifier = versions.load_current(tmp_path)[0]
        wrong = [
            one
            for one in everyday(40, start=200)
            if (classifier.classify(one.message).kind in REPLYABLE) != (one.kind == "rejection")
        ]
        assert wrong == []

    @pytest.mark.long
    def test_of_one_mail_under_two_labels_the_later_counts(self, tmp_path: Path) -> None:
        early = example(MISSED, "not_rejection", 1, JURY)
        late = dataclasses.replace(early, kind="rejection", at=early.at + timedelta(days=1))
        train(tmp_path, [late, early])
        assert is_no(tmp_path, MISSED, 9, JURY)

    @pytest.mark.long
    def test_after_the_texts_were_removed_one_new_label_does_not_make_it_forget(self, tmp_path: Path) -> None:
        first = train(tmp_path, everyday(4)).version
        material = Material([example(MISSED, "rejection", 90, JURY)], (), 4)
        outcome = retraining.train_on(tmp_path, material, NOW, lambda share, what: None)
        assert outcome.state == "refused"
        assert "grace model reset" in outcome.answer.lines()[0]
        assert versions.current(tmp_path) == first


class TestCollecting:
    def put(self, store: Store, number: int, kind: str | None, template: str = PLAIN_NO) -> str:
        text = raw(template, number, f"jobs@employer{number}.example")
        fingerprint = parse(text).fingerprint
        at = START + timedelta(hours=number)
        store.keep_text(
            fingerprint, text, at, at, "jobs@employer.example", "labelled" if kind else "ordinary"
        )
        if kind:
            store.label(fingerprint, kind, "grace label", at, "test")
        return fingerprint

    def test_labels_meet_their_texts(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        first = self.put(store, 1, "rejection")
        self.put(store, 2, "interview", INVITATION)
        self.put(store, 3, None, NEWSLETTER)
        store.label("0" * 64, "rejection", "folder:home/Grace", START, "test")
        found = retraining.collect(store)
        assert {one.kind for one in found.examples} == {"rejection", "interview"}
        assert first in {one.fingerprint for one in found.examples}
        assert len(found.ordinary) == 1
        assert found.textless == 1

    def test_a_label_that_has_ended_teaches_nothing(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        store.end_label(self.put(store, 1, "rejection"), NOW, "undone")
        assert retraining.collect(store).examples == []

    def test_mail_that_is_labelled_later_is_ordinary_no_more(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        fingerprint = self.put(store, 1, None)
        store.label(fingerprint, "rejection", "grace label", NOW, "test")
        assert retraining.collect(store).ordinary == []


class TestWhenItIsDue:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        return Store(tmp_path)

    def test_not_without_a_label(self, store: Store) -> None:
        assert not due(store, "daily", "base", NOW)

    def test_once_the_person_has_finished_labelling(self, store: Store) -> None:
        store.label("1" * 64, "rejection", "grace label", NOW, "test")
        assert not due(store, "daily", "base", NOW + CALM - timedelta(seconds=1))
        assert due(store, "daily", "base", NOW + CALM)
        assert due(store, "weekly", "base", NOW + CALM)
        assert not due(store, "never", "base", NOW + CALM)

    @pytest.mark.parametrize(("schedule", "days"), [("daily", 1), ("weekly", 7)])
    def test_then_when_there_is_something_new_and_its_time_has_come(
        self, schedule: str, days: int, store: Store
    ) -> None:
        store.label("1" * 64, "rejection", "grace label", NOW, "test")
        store.note(TRIED, (NOW + CALM).isoformat())
        later = NOW + CALM + timedelta(days=days)
        assert not due(store, schedule, "base", later), "nothing new"
        store.label("2" * 64, "rejection", "grace label", NOW + timedelta(hours=1), "test")
        assert not due(store, schedule, "base", later - timedelta(seconds=1))
        assert due(store, schedule, "base", later)

    def test_a_label_that_is_taken_back_is_something_new(self, store: Store) -> None:
        store.label("1" * 64, "rejection", "grace label", NOW, "test")
        store.note(TRIED, (NOW + CALM).isoformat())
        store.end_label("1" * 64, NOW + timedelta(hours=2), "unlabelled")
        assert due(store, "daily", "base", NOW + timedelta(days=2))

    def test_so_is_another_shipped_model(self, store: Store) -> None:
        store.label("1" * 64, "rejection", "grace label", NOW, "test")
        store.note(TRIED, (NOW + CALM).isoformat())
        store.note("trained:base", "base-1")
        assert not due(store, "daily", "base-1", NOW + timedelta(days=2))
        assert due(store, "daily", "base-2", NOW + timedelta(days=2))

    def test_a_clock_that_was_ahead_does_not_put_it_off_for_years(self, store: Store) -> None:
        store.label("1" * 64, "rejection", "grace label", NOW, "test")
        store.note(TRIED, (NOW + timedelta(days=4000)).isoformat())
        store.label("2" * 64, "rejection", "grace label", NOW + timedelta(hours=1), "test")
        assert due(store, "daily", "base", NOW + timedelta(hours=2))

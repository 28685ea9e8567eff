"""`grace train` and `grace model`: what was learned, which model judges, and the way back."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from cases import put
from click.testing import Result

from tests.learning.own_mail import INVITATION, MISSED, NEWSLETTER, START, example, raw
from watcher import retraining
from watcher.learning import personal, versions
from watcher.reading.classifier import Classifier, shipped
from watcher.reading.message import parse
from watcher.retraining import curve
from watcher.store import Store

Run = Callable[..., Result]

JURY = "Jury of Flowers <jury@flowers.example>"
BASE = versions.base_version()


def label(store: Store, number: int, kind: str, template: str = MISSED, sender: str = JURY) -> str:
    """Puts a mail on record, keeps its text and labels it."""
    text = raw(template, number, sender)
    fingerprint = parse(text).fingerprint
    put(store, "", fingerprint=fingerprint, kind="other", action="log")
    at = START + timedelta(hours=number)
    store.keep_text(fingerprint, text, at, at, sender, "labelled")
    store.label(fingerprint, kind, "grace label", at, BASE)
    return fingerprint


def ordinary(store: Store, number: int) -> None:
    text = raw(NEWSLETTER, number, "Garden Shop <shop@garden.example>", "The garden letter")
    store.keep_text(parse(text).fingerprint, text, START, START, "shop@garden.example", "ordinary")


def letter(home: Path, template: str, number: int, sender: str = JURY) -> str:
    (home / "letter.eml").write_bytes(raw(template, number, sender))
    return str(home / "letter.eml")


class TestTrain:
    def test_without_a_log_it_says_so(self, run: Run) -> None:
        result = run("train")
        assert result.exit_code == 2
        assert "Nothing is on record yet" in result.stderr

    def test_without_a_label_nothing_changes(self, run: Run, store: Store) -> None:
        result = run("train")
        assert result.exit_code == 0
        assert result.stdout.startswith("There is no label to learn from yet, so the model in use stays.")

    def test_it_says_what_it_used_and_how_the_model_did(self, run: Run, store: Store) -> None:
        label(store, 1, "rejection")
        ordinary(store, 5)
        store.label("0" * 64, "rejection", "grace label", START, BASE)
        lines = run("train").stdout.splitlines()
        assert lines[0].startswith("A new model is in use: own-")
        assert "Used: 1 label (not this time 1)" in lines
        assert "Not used: 1 whose mail is not kept" in lines
        assert "Ordinary mail: 0 of 1 taken for a no (before: 0)" in lines
        assert any(line.startswith("Hard cases: ") for line in lines)

    def test_what_it_learned_is_used_by_classify_and_explain(
        self, run: Run, store: Store, home: Path
    ) -> None:
        label(store, 1, "rejection")
        mail = letter(home, MISSED, 9)
        assert json.loads(run("classify", "--json", mail).stdout)["kind"] != "rejection"
        version = json.loads(run("train", "--json").stdout)["version"]
        assert json.loads(run("classify", "--json", mail).stdout)["kind"] == "rejection"
        assert version in run("check").stdout
        number = put(store, model=version)
        assert "otherwise it would have been taken for" in run("explain", str(number)).stdout

    def test_a_model_that_is_refused_is_told_in_two_lines(self, run: Run, store: Store) -> None:
        for number in range(6):
            label(store, number, "rejection", NEWSLETTER, "Garden Shop <shop@garden.example>")
        for number in range(10, 16):
            ordinary(store, number)
        lines = run("train").stdout.splitlines()
        assert lines[0].startswith("The new model was not taken: it would take 6 of 6 ordinary mails for a")
        assert lines[1] == "The one in use stays, and so do your labels."
        assert versions.current(store.path.parent) == ""

    def test_as_json(self, run: Run, store: Store) -> None:
        label(store, 1, "rejection")
        found = json.loads(run("train", "--json").stdout)
        assert (found["state"], found["labels"]) == ("taken", {"rejection": 1})
        assert found["reasons"] == []
        assert found["figures"]["pinned"]["right now"] >= found["figures"]["pinned"]["right before"]

    @pytest.mark.long
    def test_by_itself_it_says_one_line_with_nothing_of_a_mail(
        self, monkeypatch: pytest.MonkeyPatch, run: Run, store: Store
    ) -> None:
        given: list[int] = []
        # Else all that is tested after this gives way to others.
        monkeypatch.setattr(os, "nice", given.append)
        label(store, 1, "rejection")
        result = run("train", "--scheduled")
        assert given == [10]
        assert result.stdout == ""
        assert result.stderr.startswith("learned from 1 label(s); own-")
        assert "flowers" not in result.stderr.lower()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two models of one's own, the second of which has learned more."""
    folder = tmp_path_factory.mktemp("two")
    labels = [example(MISSED, "rejection", 1, JURY), example(NEWSLETTER, "rejection", 2, JURY)]
    for count in (1, 2):
        personal.train(shipped(), labels[:count]).write(folder / str(count))
    return folder


@pytest.fixture
def trained(two: Path, home: Path) -> tuple[str, str]:
    """Both taken into use, the second one last. Their names."""
    names = []
    for count in (1, 2):
        with versions.workshop(home / "data") as part:
            shutil.copytree(two / str(count), part, dirs_exist_ok=True)
            names.append(Classifier.load(part).version)
            figures = {"pinned": {"mails": 776, "right before": 574, "right now": 574 + count}}
            at = START + timedelta(days=count)
            versions.promote(
                home / "data", part, versions.Version(names[-1], at, {"rejection": count}, figures)
            )
    return names[0], names[1]


class TestModel:
    def test_before_any_training_there_is_the_shipped_one(self, run: Run) -> None:
        assert run("model").stdout.split() == [BASE, "shipped", "in", "use"]

    def test_the_versions_with_their_figures_and_dates(self, run: Run, trained: tuple[str, str]) -> None:
        rows = run("model").stdout.splitlines()
        assert rows == [
            f"{trained[1]}  Wed 4 Nov, 10:00  2 labels  in use; hard cases: 576 of 776 right",
            f"{trained[0]}  Tue 3 Nov, 10:00  1 label  hard cases: 575 of 776 right",
            f"{BASE}  shipped",
        ]

    def test_as_json(self, run: Run, trained: tuple[str, str]) -> None:
        rows = [json.loads(line) for line in run("model", "--json").stdout.splitlines()]
        assert [row["version"] for row in rows if row["in_use"]] == [trained[1]]
        assert {row["version"]: row.get("labels") for row in rows} == {
            trained[0]: {"rejection": 1},
            trained[1]: {"rejection": 2},
            BASE: None,
        }

    def test_one_that_cannot_be_used_is_told(self, run: Run, trained: tuple[str, str], home: Path) -> None:
        (home / "data" / "models" / trained[1] / "weights.npz").write_bytes(b"")
        lines = run("model").stdout.splitlines()
        assert lines[0].startswith("Your own model is damaged. The shipped one is used instead;")
        assert lines[-1].endswith("in use")
        result = run("classify", letter(home, MISSED, 9))
        assert result.exit_code == 0
        assert "Your own model is damaged." in result.stderr

    def test_rollback_and_reset(self, run: Run, trained: tuple[str, str], home: Path) -> None:
        first, second = trained
        assert run("model", "rollback").stdout == f"{first} is in use now.\n"
        assert run("model", "rollback", second).stdout == f"{second} is in use now.\n"
        assert run("model", "rollback", first).stdout == f"{first} is in use now.\n"
        assert versions.current(home / "data") == first
        assert run("model", "reset").stdout == "The shipped model is in use now.\n"
        assert versions.current(home / "data") == ""
        result = run("model", "rollback")
        assert result.exit_code == 2
        assert "none before it" in result.stderr

    def test_rollback_to_one_that_is_not_there(self, run: Run, trained: tuple[str, str], home: Path) -> None:
        assert run("model", "rollback", "own-ffffffffff").exit_code == 2
        assert versions.current(home / "data") == trained[1]


class TestChanges:
    @pytest.mark.long
    def test_the_mail_that_is_judged_otherwise(self, run: Run, store: Store) -> None:
        label(store, 1, "rejection")
        ordinary(store, 5)
        run("train")
        lines = run("model", "changes").stdout.splitlines()
        assert lines[0] == f"Judged otherwise than by {BASE}"
        assert len(lines) == 2
        assert lines[1].startswith("1  Jury of Flowers  Your application  ")
        found = json.loads(run("model", "changes", "--json").stdout)
        assert (found["id"], found["after"]["kind"]) == (1, "rejection")
        assert found["before"]["kind"] != "rejection"

    def test_none(self, run: Run, store: Store) -> None:
        ordinary(store, 5)
        assert f"would be judged otherwise than by {BASE}" in run("model", "changes").stdout


class TestCurve:
    def test_too_few_labels(self, run: Run, store: Store) -> None:
        label(store, 1, "rejection")
        assert run("model", "curve").stdout.startswith("There are too few labels for a curve yet")

    @pytest.mark.long
    def test_with_so_many_labels(self, run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(16):
            kind, template, sender = (
                ("rejection", MISSED, JURY),
                ("interview", INVITATION, f"jobs@house{number}.example"),
            )[number % 2]
            label(store, number, kind, template, sender)
        measured = cache(lambda: curve(retraining.collect(store), lambda share, what: None))
        monkeypatch.setattr(
            "watcher.retraining.curve", lambda *_: measured()
        )  # four trainings: once for both
        points = [json.loads(line) for line in run("model", "curve", "--json").stdout.splitlines()]
        assert [point["labels"] for point in points] == [0, 10]
        assert all(point["mails"] == 16 for point in points)
        lines = run("model", "curve").stdout.splitlines()
        assert lines[0].startswith("without your labels: 8 of 16 right; 0 of 8 answers")
        assert lines[1].startswith("with 10 labels: 16 of 16 right; 8 of 8 answers")

"""The disk is full at any moment of a week; what may be read and written is taken away, and given back.

Both need root, for a small disk of their own and to give files away; what cannot be done without it is skipped.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import Grace, account
from tests.end_to_end.kill_mail import an_answer
from tests.end_to_end.kill_round import START
from tests.learning.own_mail import MISSED, example
from tests.ordeal.crash_places import Outcome
from tests.ordeal.crash_story import Children, Story, Trouble
from tests.ordeal.storage_scene import Scene, clear
from tests.ordeal.tally import Tally
from watcher.learning import personal, versions
from watcher.reading.classifier import shipped

PART = "Storage"
PAGE = 4096
NOBODY = 65534
ACTS = 9


class Disk:
    """A small disk, in memory, that can be filled up to the last pages."""

    def __init__(self, path: Path) -> None:
        self.path, self._ballast = path, path / "ballast"

    def fill(self, left: int) -> None:
        """Leaves so many pages free."""
        found = os.statvfs(self.path)
        size = found.f_bavail * found.f_frsize - left * PAGE
        with open(self._ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(size, 1))

    def empty(self) -> None:
        self._ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    path = tmp_path / "disk"
    path.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=40m,mode=755", "tmpfs", str(path)]
    if os.geteuid() or subprocess.run(options, capture_output=True, check=False).returncode:
        pytest.skip("a small disk of its own cannot be mounted here")
    yield Disk(path)
    subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.mark.timeout(3600)
def test_a_full_disk_at_any_moment_of_a_week(
    long: bool, seed: str, disk: Disk, children: Children, tally: Tally
) -> None:
    numbers = iter(range(10**6))

    def new() -> Story:
        root = disk.path / str(next(numbers))
        described = account(kind="maildir", path=str(root / "Mail"))
        return Story(MaildirBench(root / "Mail"), described, root / "grace", children)

    def told(act: int, left: int) -> bool:
        """Whether the act was stopped by it."""
        story = new()
        trouble = Trouble(act, lambda: disk.fill(left), disk.empty)
        end = story.tell(trouble=trouble).end
        assert trouble.outcome
        assert clear(trouble.outcome), (act, left, trouble.outcome)
        assert end == clean, (act, left, trouble.outcome["said"])
        subprocess.run(["rm", "-rf", str(story.folder.parent)], check=True)
        return trouble.outcome["code"] != 0

    clean, came = new().tell().end, Counter[bool]()
    if long:
        for act in range(ACTS):
            left = 0
            while told(act, left):
                came[True] += 1
                left += 1
    else:
        chance = random.Random(seed)
        for act in (0, 2, 5):
            came[told(act, 0)] += 1
            came[told(act, chance.randrange(1, 24))] += 1
    assert came[True], "it stopped nothing"
    note = f"{came[True]} stopped an act with a clear line"
    tally.add(PART, "a week with a disk that is full from some page on, then is not", came.total(), note=note)


def test_a_full_disk_while_a_model_is_taken_into_use(
    long: bool, disk: Disk, memory: Path, children: Children, tally: Tally
) -> None:
    model = memory / "model"
    model.mkdir()
    name = personal.train(shipped(), [example(MISSED, "rejection", 1, "jury@flowers.example")]).write(model)
    (model / "about.json").write_text(json.dumps({"name": name, "at": START.isoformat()}), encoding="utf-8")
    whole = sum(-(-file.stat().st_size // PAGE) for file in model.iterdir())

    def act() -> Outcome:
        words = ["promote", str(model)]
        return children.run(
            {
                "act": words,
                "config": "",
                "data": str(disk.path / "data"),
                "now": "",
                "place": 0,
                "plain": False,
            }
        )

    tried = sorted({0, whole - 1, whole, *(range(0, whole, 100) if long else ())})
    for left in tried:
        disk.fill(left)
        outcome = act()
        disk.empty()
        assert outcome["code"] or left >= whole
        judging, note = versions.load_current(disk.path / "data")
        assert (judging.version, note) == (name if outcome["code"] == 0 else versions.base_version(), "")
        assert act()["code"] == 0
        assert versions.load_current(disk.path / "data")[0].version == name
        subprocess.run(["rm", "-rf", str(disk.path / "data")], check=True)
    tally.add(PART, "a full disk while a model is taken into use", len(tried))


def test_a_log_of_the_daemon_that_cannot_be_written(tmp_path: Path, tally: Tally) -> None:
    grace, root = Grace(tmp_path), tmp_path / "Mail"
    bench = MaildirBench(root)
    bench.deliver(an_answer(0, START), START)
    grace.configure(account(kind="maildir", path=str(root)), after="1s", since="2025-11-01", every="10s")
    command = grace.command("once")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, env=grace._environment(), check=False
        )
    assert (done.returncode, "could not be written" in done.stderr) == (74, True), done.stderr
    assert grace.count("SELECT count(*) FROM mail") == 1
    tally.add(PART, "an output that takes nothing more", 1)


Harm = Callable[[Scene], list[Path]]


def chmod(mode: int, *names: str) -> Harm:
    def harm(scene: Scene) -> list[Path]:
        paths = [scene.folder / name for name in names]
        for path in paths:
            path.chmod(mode)
        return paths

    return harm


def of_others(*names: str) -> Harm:
    def harm(scene: Scene) -> list[Path]:
        for name in names:
            os.chown(scene.folder / name, NOBODY, -1)
        return chmod(0o700, *names)(scene)

    return harm


DRAFTS = "Mail/.Entw&APw-rfe"
TAKEN_AWAY: dict[str, Harm] = {
    "the data folder may not be written to": chmod(0o500, "grace/data"),
    "the data folder may not be entered": chmod(0o000, "grace/data"),
    "the data folder is somebody else's": of_others("grace/data"),
    "the log may not be written to": chmod(0o400, "grace/data/grace.db"),
    "the log may not be read": chmod(0o000, "grace/data/grace.db"),
    "the list of what was drafted may not be written to": chmod(0o400, "grace/data/drafted"),
    "the list of what was drafted may not be read": chmod(0o000, "grace/data/drafted"),
    "the lock is somebody else's": of_others("grace/data/lock"),
    "Drafts may not be written to": chmod(0o500, f"{DRAFTS}/cur", f"{DRAFTS}/tmp"),
    "Drafts may not be entered": chmod(0o000, DRAFTS),
    "INBOX may not be listed": chmod(0o000, "Mail/new"),
    "the config may not be read": chmod(0o000, "grace/config.toml"),
}


def test_what_may_be_done_is_taken_away_between_two_passes(
    long: bool, seed: str, scene: Scene, tally: Tally
) -> None:
    chosen = list(TAKEN_AWAY) if long else random.Random(seed).sample(list(TAKEN_AWAY), 4)
    scene.story.plain = True
    for what in chosen:
        scene.reset()
        modes = {path: path.stat().st_mode for path in scene.folder.rglob("*")}
        try:
            TAKEN_AWAY[what](scene)
        except PermissionError:
            continue  # only root can give a file away
        outcome = scene.a_pass(200)
        assert clear(outcome), (what, outcome)
        assert outcome["code"], (what, outcome)
        assert clear(scene.call("check")), what
        for path, mode in modes.items():
            os.chown(path, os.geteuid(), -1)
            path.chmod(mode)
        for outcome in scene.goes_on():
            assert outcome["code"] == 0, (what, outcome)
        assert scene.wrong_drafts() == [], what
        assert scene.all_is_there(), what
    tally.add(PART, "rights taken away for one pass: of the log, the mailbox, the config", len(chosen))

"""Models of one's own: kept, taken into use and back, and never used where they are not whole."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.learning.own_mail import MISSED, PLAIN_NO, START, example
from watcher.errors import StorageError, UserError
from watcher.learning import personal, versions
from watcher.learning.versions import Version
from watcher.reading.classifier import Classifier, shipped
from watcher.reading.model_files import OWN_FORMAT_VERSION
from watcher.reading.types import REPLYABLE

BASE = json.loads((shipped() / "model.json").read_text())["version"]
LABEL = example(MISSED, "rejection", 1, "jury@flowers.example")
LIKE_IT = example(MISSED, "rejection", 5, "jury@flowers.example").message

Promote = Callable[..., str]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that learned from one label."""
    folder = tmp_path_factory.mktemp("trained")
    personal.train(shipped(), [LABEL]).write(folder)
    return folder


@pytest.fixture
def promote(trained: Path, tmp_path: Path) -> Promote:
    """Takes a copy of that model into use under a number of its own, and returns its name."""

    def make(number: int, **figures: dict[str, int]) -> str:
        name = f"own-{number:010x}"
        with versions.workshop(tmp_path) as part:
            shutil.copytree(trained, part, dirs_exist_ok=True)
            rewrite(part, version=name)
            at = START + timedelta(days=number)
            versions.promote(tmp_path, part, Version(name, at, {"rejection": number}, figures))
        return name

    return make


def rewrite(folder: Path, **changes: object) -> None:
    """Changes what model.json says, outside of what its checksum covers."""
    path = folder / "model.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def in_use(data: Path) -> str:
    classifier, note = versions.load_current(data)
    assert note == ""
    return classifier.version


class TestTakingIntoUse:
    def test_where_there_is_none_the_shipped_one_is_used_and_nothing_is_made(self, tmp_path: Path) -> None:
        assert in_use(tmp_path / "nowhere") == BASE
        assert not (tmp_path / "nowhere").exists()
        assert versions.versions(tmp_path / "nowhere") == []

    def test_the_promoted_one_is_used_and_knows_what_it_learned(
        self, tmp_path: Path, promote: Promote
    ) -> None:
        name = promote(1)
        classifier, _ = versions.load_current(tmp_path)
        assert classifier.version == name
        assert classifier.classify(LIKE_IT).kind in REPLYABLE
        assert Classifier.load().classify(LIKE_IT).kind not in REPLYABLE

    def test_its_record_is_read_back(self, tmp_path: Path, promote: Promote) -> None:
        name = promote(3, own={"mails": 4, "wrong now": 1})
        at = START + timedelta(days=3)
        figures = {"own": {"mails": 4, "wrong now": 1}}
        assert versions.versions(tmp_path) == [Version(name, at, {"rejection": 3}, figures, current=True)]

    def test_everything_is_for_its_owner_alone(self, tmp_path: Path, promote: Promote) -> None:
        promote(1)
        for path in (tmp_path / "models").rglob("*"):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
        assert stat.S_IMODE((tmp_path / "models").stat().st_mode) == 0o700

    def test_nothing_is_left_lying_about(self, tmp_path: Path, promote: Promote) -> None:
        name = promote(1)
        assert {path.name for path in (tmp_path / "models").iterdir()} == {name, "current"}

    def test_nor_of_the_one_that_it_takes_the_place_of(self, tmp_path: Path, promote: Promote) -> None:
        name = promote(1)
        assert promote(1) == name
        assert {path.name for path in (tmp_path / "models").iterdir()} == {name, "current"}

    def test_a_training_that_was_cut_off_is_swept_up_by_the_next(
        self, tmp_path: Path, promote: Promote
    ) -> None:
        (tmp_path / "models" / ".part-cut-off").mkdir(parents=True)
        name = promote(1)
        assert {path.name for path in (tmp_path / "models").iterdir()} == {name, "current"}

    def test_where_it_cannot_be_moved_into_place_the_old_one_stays(
        self, tmp_path: Path, promote: Promote
    ) -> None:
        name = promote(1)
        with versions.workshop(tmp_path) as part:
            shutil.rmtree(part)
            with pytest.raises(StorageError):
                versions.promote(tmp_path, part, Version("own-00000000ff", START))
        assert in_use(tmp_path) == name

    def test_the_same_one_again_mends_a_damaged_one(self, tmp_path: Path, promote: Promote) -> None:
        name = promote(1)
        (tmp_path / "models" / name / "weights.npz").write_bytes(b"")
        promote(1)
        assert in_use(tmp_path) == name

    def test_five_are_kept_and_the_one_in_use_among_them(self, tmp_path: Path, promote: Promote) -> None:
        names = [promote(number) for number in range(1, 8)]
        assert [one.name for one in versions.versions(tmp_path)] == names[:1:-1]
        versions.use(tmp_path, names[2])
        # As if it had been trained by a clock that was behind: it is the oldest, and in use.
        promote(0)
        assert in_use(tmp_path) == "own-0000000000"

    def test_a_new_one_is_seen_by_the_stamp(self, tmp_path: Path, promote: Promote) -> None:
        stamps = [versions.stamp(tmp_path)]
        promote(1)
        stamps.append(versions.stamp(tmp_path))
        assert versions.stamp(tmp_path) == stamps[-1]
        promote(2)
        stamps.append(versions.stamp(tmp_path))
        versions.roll_back(tmp_path)
        stamps.append(versions.stamp(tmp_path))
        assert len(set(stamps)) == 4
        versions.use(tmp_path, "")
        assert versions.stamp(tmp_path) is None


class TestGoingBack:
    def test_step_by_step_to_the_shipped_one(self, tmp_path: Path, promote: Promote) -> None:
        first, second = promote(1), promote(2)
        assert in_use(tmp_path) == second
        assert versions.roll_back(tmp_path) == first
        assert in_use(tmp_path) == first
        assert versions.roll_back(tmp_path) == ""
        assert in_use(tmp_path) == BASE
        with pytest.raises(UserError, match="none before it"):
            versions.roll_back(tmp_path)

    def test_past_a_damaged_one(self, tmp_path: Path, promote: Promote) -> None:
        first, second, _ = promote(1), promote(2), promote(3)
        (tmp_path / "models" / second / "weights.npz").unlink()
        assert versions.roll_back(tmp_path) == first

    def test_and_forward_again(self, tmp_path: Path, promote: Promote) -> None:
        _, second = promote(1), promote(2)
        versions.use(tmp_path, "")
        assert in_use(tmp_path) == BASE
        versions.use(tmp_path, second)
        assert in_use(tmp_path) == second

    @pytest.mark.parametrize("name", ["own-ffffffffff", "..", "../../etc", "own-", "current"])
    def test_not_to_one_that_is_not_there(self, name: str, tmp_path: Path, promote: Promote) -> None:
        here = promote(1)
        with pytest.raises(UserError, match="There is no version"):
            versions.use(tmp_path, name)
        assert in_use(tmp_path) == here

    def test_not_to_a_damaged_one(self, tmp_path: Path, promote: Promote) -> None:
        first, second = promote(1), promote(2)
        (tmp_path / "models" / first / "model.json").write_text("{")
        with pytest.raises(UserError, match="is damaged; nothing was changed"):
            versions.use(tmp_path, first)
        assert in_use(tmp_path) == second


def _cut(folder: Path) -> None:
    path = folder / "weights.npz"
    path.write_bytes(path.read_bytes()[:-100])


def _flip(folder: Path) -> None:
    raw = bytearray((folder / "weights.npz").read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / "weights.npz").write_bytes(raw)


HARM: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut short": (_cut, "is damaged"),
    "one bit": (_flip, "is damaged"),
    "half a file": (lambda folder: (folder / "model.json").write_text('{"format": 3, '), "is damaged"),
    "another thing": (lambda folder: (folder / "model.json").write_text("[]"), "is damaged"),
    "no weights": (lambda folder: (folder / "weights.npz").unlink(), "is damaged"),
    "no folder": (shutil.rmtree, "is missing"),
    "newer": (
        lambda folder: rewrite(folder, format=OWN_FORMAT_VERSION + 1),
        "was written by a newer Grace Period",
    ),
    "older": (
        lambda folder: rewrite(folder, format=OWN_FORMAT_VERSION - 2),
        "was made from another shipped model",
    ),
    "another base": (
        lambda folder: rewrite(folder, figures={"base": "base-0000000000"}),
        "was made from another shipped model",
    ),
    "no base": (lambda folder: rewrite(folder, figures=None), "was made from another shipped model"),
}


class TestFallingBack:
    @pytest.mark.parametrize("harm", HARM)
    def test_to_the_shipped_one_with_one_line(self, harm: str, tmp_path: Path, promote: Promote) -> None:
        do, why = HARM[harm]
        do(tmp_path / "models" / promote(1))
        classifier, note = versions.load_current(tmp_path)
        assert classifier.version == BASE
        assert note == (
            f"Your own model {why}. The shipped one is used instead; `grace train` makes yours anew."
        )

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"../../../etc\n", b"own-1\nown-2\n"])
    def test_where_the_name_is_none(self, content: bytes, tmp_path: Path, promote: Promote) -> None:
        promote(1)
        (tmp_path / "models" / "current").write_bytes(content)
        classifier, note = versions.load_current(tmp_path)
        assert classifier.version == BASE
        assert "is damaged" in note

    def test_where_the_name_is_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "models" / "current").mkdir(parents=True)
        assert "is damaged" in versions.load_current(tmp_path)[1]

    @pytest.mark.parametrize("record", ["", "[]", '{"at": 5}', '{"at": "2026-11-02T09:00", "labels": {}}'])
    def test_a_record_that_cannot_be_read_harms_only_the_list(
        self, record: str, tmp_path: Path, promote: Promote
    ) -> None:
        name = promote(1)
        (tmp_path / "models" / name / "record.json").write_text(record)
        assert versions.versions(tmp_path) == [Version(name, current=True)]
        assert in_use(tmp_path) == name


def test_the_version_of_the_shipped_model_is_found_without_loading_it() -> None:
    assert versions.base_version() == BASE == Classifier.load().version


def test_a_verdict_can_be_explained_by_the_model_that_gave_it(tmp_path: Path, promote: Promote) -> None:
    first, _ = promote(1), promote(2)
    found = versions.by_name(tmp_path, first), versions.by_name(tmp_path, BASE)
    assert [one.version for one in found if one] == [first, BASE]
    assert versions.by_name(tmp_path, "own-ffffffffff") is None
    assert versions.by_name(tmp_path, "../x") is None


def test_the_mail_of_these_tests_is_what_it_says() -> None:
    shipped_model = Classifier.load()
    assert shipped_model.classify(example(PLAIN_NO, "", 1, "jobs@employer.example").message).kind in REPLYABLE
    assert shipped_model.classify(LABEL.message).kind not in REPLYABLE

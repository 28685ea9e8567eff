"""A model that somebody has tampered with is refused with one line; the shipped one judges, and nothing is run.

The checksum needs no key: whoever can write there can make it fit. So each trick is tried with one that fits too.
"""

from __future__ import annotations

import functools
import io
import json
import os
import pickle
import random
import resource
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.learning.own_mail import MISSED, example
from tests.ordeal.tally import Tally
from tests.sample_mail import MONDAY
from watcher.learning import personal, versions
from watcher.reading import model as models
from watcher.reading import model_files
from watcher.reading.classifier import Classifier, shipped

PART = "Privacy and secrets"
#: Bytes of address space that loading a bad model may take on top of what the process has.
ROOM = 1 << 30


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    personal.train(shipped(), [example(MISSED, "rejection", 1, "Jury <jury@flowers.example>")]).write(folder)
    return folder


@pytest.fixture(scope="module")
def promoted(tmp_path_factory: pytest.TempPathFactory, trained: Path) -> Path:
    """A data folder with an own model in use."""
    data = tmp_path_factory.mktemp("promoted")
    with versions.workshop(data) as part:
        shutil.copytree(trained, part, dirs_exist_ok=True)
        name = Classifier.load(part).version
        versions.promote(data, part, versions.Version(name, MONDAY))
    assert versions.load_current(data)[0].version == name
    return data


@pytest.fixture
def own(tmp_path: Path, promoted: Path) -> Path:
    """The folder of an own model that is in use, to tamper with."""
    shutil.copytree(promoted, tmp_path / "data")
    return tmp_path / "data" / "models" / versions.current(promoted)


@pytest.fixture(autouse=True)
def _shipped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped model is whole, and most of the time would go into reading it anew: it is read but once."""
    real = Classifier.load
    monkeypatch.setattr(Classifier, "load", lambda folder=None: real(folder) if folder else _shipped())


@functools.cache
def _shipped() -> Classifier:
    return Classifier(models.load(shipped()))


def refused(own: Path) -> bool:
    """The shipped model judges, with one line that says so."""
    classifier, note = versions.load_current(own.parents[1])
    is_shipped = classifier.version == versions.base_version()
    return is_shipped and note.startswith("Your own model ") and "\n" not in note


def signed(own: Path) -> None:
    """Makes the checksum fit."""
    about = json.loads((own / "model.json").read_text())
    about["sha256"] = model_files.checksum(about, (own / "weights.npz").read_bytes())
    (own / "model.json").write_text(json.dumps(about))


def test_bit_flips(own: Path, long: bool, seed: str, tally: Tally) -> None:
    """One bit anywhere in either file: it is refused, or judges by the very same numbers."""
    chance, tried, unchanged = random.Random(seed), 200 if long else 4, 0
    for name in ("model.json", "weights.npz"):
        good = (own / name).read_bytes()
        for _ in range(tried):
            place = chance.randrange(len(good) * 8)
            flipped = bytearray(good)
            flipped[place // 8] ^= 1 << place % 8
            (own / name).write_bytes(flipped)
            if not refused(own):
                # Only what no prediction depends on may differ: figures and dates.
                assert name == "model.json", place
                about = json.loads(flipped)
                assert model_files.checksum(about, (own / "weights.npz").read_bytes()) == about["sha256"]
                unchanged += 1
        (own / name).write_bytes(good)
    assert not refused(own)
    tally.add(PART, "a bit of a model flipped", 2 * tried, note=f"{unchanged} where nothing hangs on it")


def test_cut_off_and_swapped_files(own: Path, tally: Tally) -> None:
    good = {name: (own / name).read_bytes() for name in ("model.json", "weights.npz")}
    bad: list[dict[str, bytes]] = [
        {name: good[name][:size]} for name in good for size in (0, 1, 100, len(good[name]) - 2)
    ]
    base = {name: (shipped() / name).read_bytes() for name in good}
    bad += [{name: base[name]} for name in good]
    bad += [{"model.json": good["weights.npz"], "weights.npz": good["model.json"]}]
    bad += [
        {"model.json": text} for text in (b"[" * 100_000, b'{"format":3}', b"null", b"\xff\xfe", b"1" * 5000)
    ]
    for files in bad:
        for name in good:
            (own / name).write_bytes(files.get(name, good[name]))
        assert refused(own), [(name, text[:20]) for name, text in files.items()]
    tally.add(PART, "files of a model cut off, swapped or replaced", len(bad))


class Bomb:
    """Leaves a mark where it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.mark),)


def _arrays(own: Path) -> dict[str, Any]:
    with np.load(own / "weights.npz") as file:
        return {name: file[name] for name in file.files}


def _pickled(own: Path) -> None:
    arrays = _arrays(own) | {"bias": np.array([Bomb(own.parent / "mark")], dtype=object)}
    np.savez(own / "weights.npz", **arrays)


def _bare_pickle(own: Path) -> None:
    (own / "weights.npz").write_bytes(pickle.dumps(Bomb(own.parent / "mark")))


def _zip(own: Path, entry: str, content: bytes) -> None:
    """Replaces one array in the file."""
    file = io.BytesIO()
    with zipfile.ZipFile(own / "weights.npz") as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            packed = zipfile.ZIP_DEFLATED if name == entry else zipfile.ZIP_STORED
            new.writestr(name, content if name == entry else old.read(name), packed, compresslevel=1)
    (own / "weights.npz").write_bytes(file.getvalue())


def _head(shape: str) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (1,)})
    return file.getvalue().replace(b"(1,)", shape.encode())


def _bomb(own: Path) -> None:
    zeros = 300 << 20
    _zip(own, "bias.npy", _head(f"({zeros // 8},)") + bytes(zeros))


def _claims(shape: str) -> Callable[[Path], None]:
    return lambda own: _zip(own, "bias.npy", _head(shape) + bytes(64))


def _other_array(**arrays: Any) -> Callable[[Path], None]:
    return lambda own: np.savez(own / "weights.npz", **(_arrays(own) | arrays))


def _endless_look(own: Path) -> None:
    arrays = _arrays(own)
    np.savez(own / "weights.npz", **(arrays | {"look": np.full_like(arrays["look"], -np.inf)}))


def _without(name: str) -> Callable[[Path], None]:
    return lambda own: np.savez(
        own / "weights.npz", **{key: value for key, value in _arrays(own).items() if key != name}
    )


def _about(**values: Any) -> Callable[[Path], None]:
    def change(own: Path) -> None:
        about = json.loads((own / "model.json").read_text())
        (own / "model.json").write_text(json.dumps(about | values))

    return change


TRICKS: dict[str, Callable[[Path], None]] = {
    "a pickle in an array": _pickled,
    "a pickle for the whole file": _bare_pickle,
    "a zip bomb": _bomb,
    "a shape of 8 terabytes": _claims("(1099511627776,)"),
    "a shape beyond all numbers": _claims("(9" + "9" * 30 + ",)"),
    "a negative shape": _claims("(-1,)"),
    "code for a shape": _claims("(__import__('os').mkdir('mark'),)"),
    "no bias": _without("bias"),
    "no taught mail": _without("own_mail_starts"),
    "a bias of another length": _other_array(bias=np.zeros(3, np.float16)),
    "weights of another shape": _other_array(weights=np.zeros((7, 2), np.float16)),
    "a list of numbers for idf": _other_array(idf=np.zeros(5, np.float16)),
    "text for numbers": _other_array(bias=np.array(["a", "b"])),
    "a chain that leads nowhere": _other_array(follows=np.zeros((17, 17), np.float32)),
    "a chain of no numbers": _other_array(first=np.full(17, np.nan, np.float32)),
    "weights against a no that are endless": _other_array(against=np.full(17, np.inf, np.float32)),
    "weights against a no that speak for it": _other_array(against=np.full(17, -1, np.float32)),
    "a first look of no numbers": _other_array(look_start=np.full(1, np.nan, np.float32)),
    "a first look of endless weights": _endless_look,
    "a balance of no numbers": _other_array(balance=np.full(2, np.nan, np.float32)),
    "endings of features that are not there": _other_array(ending_features=np.array([2**30], np.int32)),
    "endings of features in disorder": _other_array(
        ending_features=np.array([5, 3], np.int32), ending_weights=np.zeros((2, 8), np.int8)
    ),
    "endings of no numbers": _other_array(ending_bias=np.full(8, np.nan, np.float32)),
    "stages that are not known": _other_array(stage_weights=np.zeros((1, 5), np.int8)),
    "terms of other numbers": _other_array(term_bias=np.full(2, np.inf, np.float32)),
    "labels that are none": _about(labels=7),
    "other labels": _about(labels=["yes", "no"]),
    "concepts that are none": _about(concepts=7),
    "words that are none": _other_array(words=np.zeros(3, np.float16)),
    "words that are no text": _other_array(words=np.frombuffer(b"a|\xff\xfe", np.uint8)),
    "names of features in rows": _other_array(others=np.zeros((4, 4), np.uint8)),
    "names of other features": _other_array(others=np.frombuffer(b"a|b|c", np.uint8)),
    "features of no length": _other_array(lengths=np.zeros(3, np.uint8)),
    "runs of other words": _other_array(runs=np.full(5, 7, np.int32)),
    "runs of no numbers": _other_array(runs=np.zeros(5, np.float32)),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_with_a_checksum_that_fits(
    trick: str, own: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    TRICKS[trick](own)
    signed(own)
    old = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, old[1]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        assert refused(own)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, old)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 256 << 10, f"{grown >> 10} MB"
    assert not (own.parent / "mark").exists()
    tally.add(PART, f"a model with {trick}", 1)


PATHS = (
    "../../elsewhere",
    "/etc",
    "own-0123456789/..",
    "own-0123456789\0",
    "",
    "..",
    "x" * 100_000,
    "own-g123456789",
)


@pytest.mark.parametrize("name", PATHS)
def test_paths_for_the_name_of_the_model_in_use(name: str, own: Path, tally: Tally) -> None:
    shutil.copytree(own, own.parents[1] / "elsewhere", dirs_exist_ok=True)
    (own.parent / "current").write_text(name)
    assert refused(own)
    tally.add(PART, f"a trick with a path for the model in use: {name[:20]!r}", 1)

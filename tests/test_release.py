"""A release is the same bytes wherever it is built, holds all it needs, and works without the source beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from tests.cli.demo_expected import DRAFTED_AT
from tools import release
from watcher import __version__
from watcher.cli.sample import MAILS

ROOT = Path(__file__).parent.parent
DATED = 1_800_000_000
#: What the installed package says of itself.
_ASK = """
import json, watcher
from watcher.learning import corpus, hard_cases
from watcher.learning.training import BASE_MODEL, CORPUS
from watcher.reading.model import load

lines = len(corpus.read(CORPUS).lines)
cases = sum(map(len, hard_cases.read_all().values()))
print(json.dumps([watcher.__file__, str(BASE_MODEL), lines, cases, load(BASE_MODEL).about["version"]]))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    files = release.build(tmp_path_factory.mktemp("built"), DATED)
    return {file.name.rpartition(".")[2]: file for file in files}


@pytest.fixture(scope="module")
def installed(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `grace` of a new environment with the wheel; what that needs it sees in this one, and no source."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "-q"]
    subprocess.run([*pip, "--disable-pip-version-check", built["whl"]], check=True)
    [site] = folder.glob("lib/python*/site-packages")
    # A path in a .pth file is only looked into after the environment's own, and its own .pth files (that of an
    # editable install of this project, say) do not count.
    (site / "needs.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return folder / "bin" / "grace"


def outside(*words: object, home: Path, code: int = 0) -> str:
    """What a program writes to standard output, in an empty folder and home."""
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    surroundings = kept | {"HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=home,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def names_in(built: dict[str, Path]) -> tuple[set[str], set[str]]:
    """The files of the wheel and of the sdist."""
    with zipfile.ZipFile(built["whl"]) as wheel, tarfile.open(built["gz"]) as sdist:
        return set(wheel.namelist()), {name.partition("/")[2] for name in sdist.getnames()}


@pytest.mark.long
def test_two_builds_are_the_same_bytes(
    built: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the umask, the time zone, and the dates and modes of the files that it is built from."""

    def otherwise(to: Path) -> None:
        as_it_is(to)
        for path in to.rglob("*"):
            os.utime(path, (time.time() - 5e7, time.time() - 5e7))
            path.chmod(path.stat().st_mode & 0o700)

    as_it_is = release.copy_source
    monkeypatch.setattr(release, "copy_source", otherwise)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    mask = os.umask(0o077)
    try:
        again = release.build(tmp_path / "again", DATED)
    finally:
        os.umask(mask)
    assert [file.name for file in again] == sorted(file.name for file in built.values())
    for file in again:
        assert file.read_bytes() == built[file.name.rpartition(".")[2]].read_bytes(), file.name


def test_another_date_makes_other_bytes(built: dict[str, Path], tmp_path: Path) -> None:
    other = release.build(tmp_path, DATED + 86_400)
    assert release.checksums(other) != release.checksums(sorted(built.values()))


def test_the_wheel_holds_all_of_the_package_and_the_models(built: dict[str, Path]) -> None:
    wheel, _ = names_in(built)
    package = {f"watcher/{path.relative_to(ROOT / 'watcher')}" for path in (ROOT / "watcher").rglob("*")}
    models = {f"watcher/{path.relative_to(ROOT)}" for path in (ROOT / "models").rglob("*") if path.is_file()}
    wanted = {name for name in package | models if "__pycache__" not in name and not (ROOT / name).is_dir()}
    assert len(wanted) > 300
    assert wanted - wheel == set()
    about = f"graceperiod-{__version__}.dist-info"
    assert wheel - wanted == {
        f"{about}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }


def test_the_sdist_holds_what_the_tests_need_and_nothing_of_this_computer(built: dict[str, Path]) -> None:
    _, sdist = names_in(built)
    assert {
        "run.sh",
        "constraints.txt",
        "tests/test_release.py",
        "tools/release.py",
        "docs/guide.md",
        "CHANGELOG.md",
    } <= sdist
    assert {"PKG-INFO", "models/base/weights.npz", "models/corpus/names.txt"} <= sdist
    assert [name for name in sdist if name.startswith((".venv", ".git/")) or "__pycache__" in name] == []


def test_installed_it_finds_its_models_inside_itself(installed: Path, tmp_path: Path) -> None:
    found = json.loads(outside(installed.with_name("python"), "-c", _ASK, home=tmp_path / "home"))
    where, model, lines, cases, version = found
    assert str(installed.parents[1]) in where
    assert str(installed.parents[1]) in model
    assert lines > 20_000
    assert cases > 700
    assert version == json.loads((ROOT / "models" / "base" / "model.json").read_text())["version"]


@pytest.mark.long
def test_installed_it_plays_the_demo_judges_and_learns(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert outside(installed, "--version", home=home) == f"Grace Period, version {__version__}\n"
    assert f"{len(DRAFTED_AT)} drafts" in outside(
        installed, "demo", "--plain", "--into", home / "demo", home=home
    )
    shutil.copy(MAILS / "glasswing-no.eml", home / "letter.eml")
    [judged] = outside(installed, "classify", "--json", "letter.eml", home=home).splitlines()
    assert json.loads(judged)["kind"] == "rejection"
    where = ["--config", home / "demo" / "config.toml", "--data", home / "demo" / "data"]
    just_then = ["--now", "2026-11-13T18:05+01:00"]  # a few minutes after the demo's last look
    assert "All is in order" in outside(installed, "check", *just_then, *where, home=home)
    outside(installed, "label", "1", "rejection", *where, home=home)
    trained = json.loads(outside(installed, "train", "--json", *where, home=home))
    assert trained["state"] in ("taken", "refused")
    assert trained["figures"], trained


@pytest.mark.parametrize(
    ("name", "said"),
    [("1.2.0", "- new\n"), ("1.1.0", "- old\n"), ("Unreleased", None), ("1.3.0", None)],
)
def test_the_notes_are_the_section_of_the_changelog(name: str, said: str | None) -> None:
    text = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-02\n\n- new\n\n## [1.1.0] - 2025-01-02\n\n- old\n"
    if said is None:
        with pytest.raises(release.NotReadyError, match="no section"):
            release.notes(text, name)
    else:
        assert release.notes(text, name) == said


def test_a_draft_of_a_release_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DATED))
    made = release.release(tmp_path / "dist", draft=True)
    assert [file.name for file in made] == [
        f"graceperiod-{__version__}-py3-none-any.whl",
        f"graceperiod-{__version__}.tar.gz",
        "SHA256SUMS",
        "NOTES.md",
    ]
    assert made[3].read_text().startswith("### ")
    for line in made[2].read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert release.hashlib.sha256((tmp_path / "dist" / name).read_bytes()).hexdigest() == digest


def test_a_release_of_changed_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "_git", lambda *words: " M README.md\n" if words[0] == "status" else "")
    with pytest.raises(release.NotReadyError, match="not committed"):
        release.release(tmp_path, draft=False)

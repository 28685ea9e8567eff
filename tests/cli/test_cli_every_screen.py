"""All screens, in a home that has been used for some days: at two widths, and in the plain form."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tools import sample_home, screens
from watcher.cli import grace
from watcher.cli.sample import MAILS

_COLOURS = re.compile(r"\x1b\[([0-9;]*)m")
WORDS = [
    "log --all",
    "show 12",
    "explain 7",
    "queue",
    "open --all",
    "open show 3",
    "open edit 12 --company Acme --role Baker",
    "open merge 12 3",
    "preview 12",
    "check",
    "model",
    "model changes",
    "review",
    "teach --yes",
    "digest --counts",
    "purge --everything --yes",
    "queue later 12 3d",
    "label 12 not_rejection",
    "once --now 2026-11-05T12:00+01:00",
    "classify letter.eml",
    "reflect 12",
    "feedback 12 --liked calm --tip slower",
    "plan add tell_the_story",
    "plan prep",
    "support",
    "demo",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made") / "robin"
    sample_home.make(home)
    with sample_home.living_in(home):
        shutil.copy(MAILS / "glasswing-no.eml", "letter.eml")
    return home


@pytest.fixture
def robin(made: Path, tmp_path: Path) -> Path:
    """A home of its own: what is said in it stays there."""
    return Path(shutil.copytree(made, tmp_path / "robin"))


def told(home: Path, written: str) -> str:
    """With the names of folders of this run put aside, and the room on its disk, which others use as well."""
    written = re.sub(r"\d+\.\d GB free", "some GB free", written)
    return re.sub(r"grace-demo-\w+", "grace-demo", written.replace("\r\n", "\n").replace(str(home), "/home"))


@pytest.mark.parametrize("width", [80, pytest.param(120, marks=pytest.mark.long)])
@pytest.mark.parametrize("words", WORDS)
def test_a_screen_fits_and_is_calm(words: str, width: int, robin: Path) -> None:
    written = screens.on_a_terminal(robin, words.split(), width).decode()
    bare = _COLOURS.sub("", written).replace("\r\n", "\n")
    assert bare.strip()
    codes = {code for found in _COLOURS.findall(written) for code in found.split(";")}
    assert not codes & {"31", "91", "41", "101"}, "there is no red"
    # What is to be typed or opened is never broken, so that it can be copied.
    too_wide = [line for line in bare.splitlines() if len(line) > width and str(robin) not in line]
    assert too_wide == []
    assert "!" not in bare
    assert "Traceback" not in bare


@pytest.mark.parametrize("words", WORDS)
def test_the_plain_form_is_the_same_on_request_and_in_a_pipe(words: str, made: Path, tmp_path: Path) -> None:
    asked, piped = (Path(shutil.copytree(made, tmp_path / name / "robin")) for name in ("asked", "piped"))
    form = told(asked, screens.on_a_terminal(asked, [*words.split(), "--plain"]).decode())
    with sample_home.living_in(piped):
        result = CliRunner().invoke(grace, words.split(), prog_name="grace")
    assert result.exit_code == 0, result.output
    assert told(piped, result.output) == form
    assert "\x1b" not in form
    assert not re.search("[\u2500-\u257f\u2800-\u28ff]", form), "no frames and no spinners"
    assert [line for line in form.splitlines() if re.search(r"  -(  |$)", line)] == [], (
        "a cell that says nothing"
    )


@pytest.mark.parametrize("words", ["log --all", "preview 12", "classify letter.eml"])
def test_no_color_gives_the_plain_form_too(words: str, robin: Path) -> None:
    plain = screens.on_a_terminal(robin, [*words.split(), "--plain"])
    assert screens.on_a_terminal(robin, words.split(), NO_COLOR="1") == plain
    assert screens.on_a_terminal(robin, words.split()) != plain


@pytest.mark.parametrize("locale", ["de_DE.UTF-8", "en_US.UTF-8", "C"])
def test_a_date_reads_the_same_in_every_locale(locale: str, robin: Path) -> None:
    written = screens.on_a_terminal(robin, ["queue", "--plain"], LC_ALL=locale, LC_TIME=locale).decode()
    assert "cooling until Thu 5 Nov, 09:49" in written

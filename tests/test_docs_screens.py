"""The pictures in the pages show the program as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import sample_home, screens

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("screens") / "robin"
    sample_home.make(home)
    return home


@pytest.mark.parametrize("name", screens.PICTURES)
def test_a_picture_is_what_the_program_writes(name: str, home: Path) -> None:
    picture = screens.PICTURES[name]
    drawn = screens.drawn(name, picture, screens.on_a_terminal(home, picture.words.split()), home)
    kept = (screens.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert f">grace&#160;{picture.words.replace(' ', '&#160;')}<" in kept
    if picture.everywhere:
        assert kept == drawn, "make it anew: python -m tools.screens"


def test_every_picture_is_shown_with_a_word_on_it_and_loads_nothing() -> None:
    pages = "".join(
        page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    )
    shown = {Path(path).stem: alt for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)]+\.svg)\)", pages)}
    assert set(shown) == set(screens.PICTURES) == {path.stem for path in screens.FOLDER.iterdir()}
    assert min(len(alt) for alt in shown.values()) > 20
    for path in screens.FOLDER.iterdir():
        text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"))
        assert re.findall(r"https?://[^\"'\s)]+", text) == ["http://www.w3.org/2000/svg"]
        assert "/tmp" not in text

"""The pages that the program writes itself are up to date, and each command, option and key stands in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import pages
from watcher.config import load
from watcher.config.settings import SECTIONS, settings_of

ROOT = Path(__file__).parent.parent
_KEY = re.compile(r"^\| `(\w+)` \| (?:(?:needed|none), such as )?`(.*?)` \| (.+) \|$", re.MULTILINE)


@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_is_what_the_program_says(name: str) -> None:
    written = (pages.DOCS / name).read_text(encoding="utf-8")
    assert written == pages.PAGES[name](), "write it anew: python -m tools.pages"


def test_every_command_has_its_heading_and_every_option_is_there() -> None:
    text = (pages.DOCS / "commands.md").read_text(encoding="utf-8")
    found = list(pages.commands())
    assert ["queue", "later"] in [words for words, _ in found]
    for words, context in found:
        heading = re.search(rf"^##+ {' '.join(['grace', *words])}\n\n```text\n(.*?)```", text, re.M | re.S)
        assert heading, words
        shown = [one for one in context.command.params if not getattr(one, "hidden", False)]
        options = [name for one in shown for name in one.opts if name.startswith("--")]
        assert [name for name in options if name not in heading[1]] == []


def test_every_command_is_in_the_readme_or_the_guide() -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/guide.md"))
    names = [words[0] for words, _ in pages.commands() if len(words) == 1]
    assert [name for name in names if not re.search(rf"grace {name}\b", text)] == []


def test_the_keys_of_the_page_are_those_that_the_program_reads() -> None:
    text = (pages.DOCS / "config.md").read_text(encoding="utf-8")
    documented = {
        name: {key for key, _, _ in _KEY.findall(text.split(f"## {header}\n")[1].partition("\n## ")[0])}
        for name in SECTIONS
        for header in [f"[[{name}]]" if name == "account" else f"[{name}]"]
    }
    assert documented == {name: set(settings_of(section)) for name, section in SECTIONS.items()}


@pytest.mark.parametrize("name", ["person", "cooling_off", "reply", "watch", "learning"])
def test_what_the_page_calls_a_default_is_one(name: str, tmp_path: Path) -> None:
    part = (
        (pages.DOCS / "config.md")
        .read_text(encoding="utf-8")
        .split(f"## [{name}]\n")[1]
        .partition("\n## ")[0]
    )
    lines = [f"{key} = {value}" for key, value, _ in _KEY.findall(part)]
    defaults = [f"{key} = {value}" for key, value in re.findall(r"^\| `(\w+)` \| `(.*?)` \|", part, re.M)]
    least = '[person]\nname = "Robin"\naddresses = ["r@example.org"]\n'
    account = '[[account]]\nname = "home"\nkind = "maildir"\npath = "Mail"\n'

    def loaded(*lines: str) -> object:
        before = account + (least if name != "person" else "")
        (tmp_path / "config.toml").write_text("\n".join([before, f"[{name}]", *lines, ""]), encoding="utf-8")
        return getattr(load(tmp_path / "config.toml"), name)

    assert loaded(*lines), "every value that is shown is taken"
    needed = [line for line in lines if line not in defaults] if name == "person" else []
    assert defaults
    assert loaded(*needed, *defaults) == loaded(*needed)

"""The pages that the program writes itself are up to date, and each command, option and key stands in them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tools import pages
from watcher.config import load
from watcher.config.settings import SECTIONS, settings_of

ROOT = Path(__file__).parent.parent
_KEY = re.compile(r"^\| `(\w+)` \| (?:such as )?`(.*?)` \| (.+) \|$", re.MULTILINE)


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


def test_what_the_page_shows_as_values_is_taken(tmp_path: Path) -> None:
    text = (pages.DOCS / "config.md").read_text(encoding="utf-8")
    shown = dict[str, dict[str, object]]()
    for part in re.split(r"^## \[+", text, flags=re.M)[1:]:
        name = part.partition("]")[0]
        shown[name] = {key: tomllib.loads(f"x = {value}")["x"] for key, value, _ in _KEY.findall(part)}
    assert set(shown) == set(SECTIONS)
    for name in set(SECTIONS) - {"account"}:
        file = tmp_path / f"{name}.toml"
        lines = [
            f"{key} = {value}"
            for key, value, _ in _KEY.findall(text.split(f"## [{name}]\n")[1].partition("\n## ")[0])
        ]
        least = '[person]\nname = "Robin"\naddresses = ["r@example.org"]\n' if name != "person" else ""
        account = '[[account]]\nname = "home"\nkind = "maildir"\npath = "Mail"\n'
        file.write_text(f"{least}{account}[{name}]\n" + "\n".join(lines) + "\n", encoding="utf-8")
        assert load(file).accounts, name

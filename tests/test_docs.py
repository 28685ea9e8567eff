"""What the pages for people say is so: config blocks load, links lead somewhere, commands and messages exist."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from watcher import config
from watcher.cli import COMMANDS, grace

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TROUBLE = ROOT / "docs" / "troubleshooting.md"
HEADINGS = ["What you need", "Click", "Type", "When something goes wrong"]
LONGEST = 120  #: lines that a tired person reads of one page

_PERSON = '[person]\nname = "Robin Keller"\naddresses = ["robin@example.org"]\n'
_FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SPAN = re.compile(r"`([^`\n]+)`")
_INDENTED = re.compile(r"^(?: {4}|\t)\s*(\S.*)$", re.MULTILINE)
_CALL = re.compile(r"(?<![\w/.-])grace (?=[a-z-])([^;|]+)")
#: After a command, what the line says about it.
_REMARK = re.compile(r"\s{2,}|\s#\s")
#: The pages of providers are those in the tables of docs/README.md.
LIST = ROOT / "docs" / "README.md"
_ROWS = "\n".join(line for line in LIST.read_text(encoding="utf-8").splitlines() if line.startswith("|"))
PROVIDERS = sorted({LIST.parent / name for name in _LINK.findall(_ROWS)})


def _id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _blocks() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in _FENCED.finditer(text):
            if found[1] == "toml" and "[[account]]" in found[2]:
                yield f"{_id(page)}:{text.count(chr(10), 0, found.start()) + 1}", found[2]


def _calls(text: str) -> Iterator[str]:
    """What stands after `grace` in code: in spans, and in lines that are set off."""
    prose = _FENCED.sub("", text)
    for code in [*_SPAN.findall(prose), *_INDENTED.findall(text), *(one[1] for one in _FENCED.findall(text))]:
        for line in code.splitlines():
            for found in _CALL.finditer(line):
                yield _REMARK.split(found[1].strip())[0]


def _problem(call: str) -> str:
    """Why there is no such command, "" where there is."""
    words = shlex.split(call)
    context = click.Context(grace)
    command: click.Command = grace
    options = {name for one in grace.params for name in one.opts} | {"--help", "-h", "--version"}
    while words and isinstance(command, click.Group):
        name = words[0]
        below = command.get_command(context, name)
        if below is None:
            if command is grace and not name.startswith("-"):
                return f"there is no command {name}"
            break
        command, words = below, words[1:]
        context = click.Context(command, parent=context)
        options |= {name for one in command.params for name in one.opts}
    unknown = [word for word in words if word.startswith("-") and word.split("=")[0] not in options]
    return f"it has no {unknown[0]}" if unknown else ""


@cache
def _said_by_the_program() -> list[str]:
    """All text in the source but docstrings; an f-string is cut where something is put in."""
    found = []
    for module in (ROOT / "watcher").rglob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        ]
    return found


def _messages(page: Path) -> list[str]:
    """The code in the first column of the table of what goes wrong: words of the program."""
    table = page.read_text(encoding="utf-8").split(f"## {HEADINGS[-1]}")[1]
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    return [span for row in rows for span in _SPAN.findall(row.split(" | ")[0])]


@pytest.mark.parametrize(("where", "block"), [pytest.param(*one, id=one[0]) for one in _blocks()])
def test_each_config_block_loads(where: str, block: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(block if "[person]" in block else _PERSON + block, encoding="utf-8")
    assert config.load(file).accounts, where


@pytest.mark.parametrize("page", PROVIDERS, ids=_id)
def test_each_page_of_a_provider_shows_a_config_block(page: Path) -> None:
    assert [where for where, _ in _blocks() if where.startswith(f"{_id(page)}:")]


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_each_link_leads_to_a_file(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    near = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")]
    assert [link for link in near if not (page.parent / link).is_file()] == []


def test_each_page_can_be_found_from_the_readme() -> None:
    found, waiting = set(), {ROOT / "README.md"}
    while waiting:
        page = waiting.pop()
        found.add(page)
        links = _LINK.findall(page.read_text(encoding="utf-8"))
        pages = {(page.parent / link.partition("#")[0]).resolve() for link in links if "://" not in link}
        waiting |= {one for one in pages if one.suffix == ".md" and one.is_file()} - found
    assert [_id(page) for page in PAGES if page.resolve() not in found] == []
    assert len(PROVIDERS) >= 9


def test_the_readme_leads_to_the_list() -> None:
    assert "docs/README.md" in _LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))


# commands.md is made from --help itself, prose included.
@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "commands.md"], ids=_id)
def test_each_command_exists_with_its_options(page: Path) -> None:
    calls = list(_calls(page.read_text(encoding="utf-8")))
    assert calls
    assert {call: _problem(call) for call in calls if _problem(call)} == {}


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ("login home --client FILE --no-browser --port 24800", ""),
        ("queue later 12 3d", ""),
        ("--version", ""),
        ("logon home", "there is no command logon"),
        ("login home --cleint FILE", "it has no --cleint"),
        ("queue never 12 --dry-run", "it has no --dry-run"),
    ],
)
def test_a_misspelt_command_would_be_noticed(call: str, problem: str) -> None:
    assert _problem(call) == problem


@pytest.mark.parametrize("page", PROVIDERS, ids=_id)
def test_each_option_that_is_named_alone_is_one_of_login(page: Path) -> None:
    spans = _SPAN.findall(page.read_text(encoding="utf-8"))
    assert {
        one: _problem(f"login NAME {one}")
        for one in spans
        if one[:2] == "--" and _problem(f"login NAME {one}")
    } == {}


def test_commands_are_found_in_spans_lines_and_fences() -> None:
    text = (
        "Try `grace check`.\n\n    cat x | grace login home    a remark\n\n```\ngrace once; grace run\n```\n"
    )
    assert sorted(_calls(text)) == ["check", "login home", "once", "run"]
    assert set(COMMANDS) >= {"check", "login", "once", "run"}


@pytest.mark.parametrize("page", PROVIDERS, ids=_id)
def test_each_page_of_a_provider_has_the_same_parts_and_is_short(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == HEADINGS
    assert len(lines) <= LONGEST


@pytest.mark.parametrize("page", [*PROVIDERS, ROOT / "docs" / "server.md"], ids=_id)
def test_what_a_page_quotes_of_the_program_is_what_it_says(page: Path) -> None:
    said, quoted = _said_by_the_program(), _messages(page)
    assert len(quoted) >= 3
    assert [one for one in quoted if not any(one in text for text in said)] == []


def test_what_the_page_of_troubles_quotes_is_what_the_program_says() -> None:
    said = _said_by_the_program()
    rows = re.findall(r"^\| `([^`]+)`", TROUBLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) >= 10
    assert [row for row in rows if not any(row in text for text in said)] == []


def test_each_page_that_the_program_names_is_there() -> None:
    named = {page for text in _said_by_the_program() for page in re.findall(r"docs/[\w-]+\.md", text)}
    assert {"docs/gmail.md", "docs/outlook.md"} <= named
    assert [page for page in sorted(named) if not (ROOT / page).is_file()] == []

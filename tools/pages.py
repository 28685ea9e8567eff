"""The pages of docs/ that the program writes itself: every command as its --help says it, and every setting.

`python -m tools.pages` writes them anew; a test says when that is due.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING
from pathlib import Path

import click

from watcher.cli import grace
from watcher.config.setting import Setting
from watcher.config.settings import SECTIONS, settings_of

DOCS = Path(__file__).resolve().parents[1] / "docs"
#: Wide enough for every option with its meaning on one line.
_WIDTH = 96

_COMMANDS = """\
# Every command

Made from what each command says with `--help`; write it anew with `python -m tools.pages`. A guide that begins at the
beginning is [guide.md](guide.md).

Four options may stand before the name of a command or after it: `--config FILE`, `--data DIR`, `--plain` (no colour, no
frames, one fact to a line; so it is too in a pipe and with `NO_COLOR`) and `--verbose`. The exit codes are in
[README.md](../README.md#exit-codes).

"""
_CONFIG = """\
# Every setting

Made from the table that the program itself reads by; write it anew with `python -m tools.pages`. The file is
`~/.config/graceperiod/config.toml`, on macOS `~/Library/Application Support/graceperiod/config.toml`, or the one that
`--config` names. It is TOML: text stands in quotation marks, and a line that begins with `#` is a remark.
[config.example.toml](../config.example.toml) is one to copy. All but a name, an address and an account may be left out.

A misspelt key, a value that cannot be, a key of the wrong kind of account: `grace check` names each with its line. A
password never stands in this file.
"""


def commands() -> Iterator[tuple[list[str], click.Context]]:
    """Every command and command of a group, in the order of the help, with the words that call it."""
    root = click.Context(grace, info_name="grace", **grace.context_settings)
    yield [], root
    yield from _below(grace, root, [])


def _below(
    group: click.Group, context: click.Context, words: list[str]
) -> Iterator[tuple[list[str], click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        yield [*words, name], inner
        if isinstance(command, click.Group):
            yield from _below(command, inner, [*words, name])


def help_of(context: click.Context) -> str:
    """What a command says with --help, as wide on any terminal."""
    context.terminal_width = _WIDTH
    return context.get_help()


def commands_page() -> str:
    """docs/commands.md."""
    parts = [_COMMANDS]
    for words, context in commands():
        name = " ".join(["grace", *words])
        parts.append(f"{'#' * (2 if len(words) < 2 else 3)} {name}\n\n```text\n{help_of(context)}\n```\n\n")
    return "".join(parts).rstrip() + "\n"


def config_page() -> str:
    """docs/config.md."""
    parts = [_CONFIG]
    for name, section in SECTIONS.items():
        header = f"[[{name}]]" if name == "account" else f"[{name}]"
        parts.append(
            f"\n## {header}\n\n{_one_line(section.__doc__ or '')}\n\n| key | default | what it means |\n|---|---|---|\n"
        )
        parts += [_row(key, field.default, setting) for key, (field, setting) in settings_of(section).items()]
    return "".join(parts)


def _row(key: str, default: object, setting: Setting) -> str:
    """One key: its name, its default, its meaning."""
    value = f"`{_one_line(setting.example)}`"
    if default is MISSING:
        value = f"needed, such as {value}"
    elif setting.read(tomllib.loads(f"x = {setting.example}")["x"]) != default:
        value = f"none, such as {value}"
    return f"| `{key}` | {value} | {_one_line(setting.meaning)} |\n".replace("<", "&lt;")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


PAGES = {"commands.md": commands_page, "config.md": config_page}


def main() -> None:
    for name, text in PAGES.items():
        (DOCS / name).write_text(text(), encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()

"""Changes of a config file that leave everything else in it as the person wrote it: order, comments, spaces.

Pure: text in, text out. Every change is made on the text, and then both texts are read: where the new one says
anything else than the old one with just that change, it is not made. So an odd way of writing (inline tables, dotted
keys) can at worst be refused.
"""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from watcher.config.example import section_text
from watcher.config.lines import KeyPath, Lines
from watcher.errors import UserError

_TITLE = """\
# Settings of Grace Period, written by `grace setup`. All of it may be changed by hand.
# `grace check` says whether all is well. A password never stands in this file.
"""

#: As TOML has them: no other character ends a line.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
#: What can stand in the file: no tables, no dates.
Value = str | int | bool | Path | tuple[str, ...]


def as_toml(value: Value) -> str:
    """A value as TOML 1.0. Its strings escape as JSON's do, and DEL besides."""
    if isinstance(value, Path):
        value = str(value)
    plain = list(value) if isinstance(value, tuple) else value
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def new_text(
    sections: Mapping[str, Mapping[str, Value]], account: Mapping[str, Value], *, rest: bool = True
) -> str:
    """A whole new file, with all settings and what they mean.

    Args:
        sections: values by section and key; the others are the defaults.
        account: the keys of the first account.
        rest: False leaves out the sections that nothing is given for.
    """
    parts = [_TITLE]
    for name in ("person", "account", "cooling_off", "reply", "watch", "learning", "gentle"):
        if name == "account":
            parts.append(_account_text(account))
        elif rest or name in sections:
            parts.append(section_text(name, _in_toml(sections.get(name, {}))))
    return "\n\n".join(parts)


def with_value(text: str, section: str, key: str, value: Value, number: int | None = None) -> str:
    """The file with one key of [section] set.

    Args:
        number: which of several, counted from 0: for [[account]].

    Raises:
        UserError: this file is written in a way that only its author can change.
    """
    path: KeyPath = (section,) if number is None else (section, number)
    wanted = copy.deepcopy(_parsed(text))
    there = section in wanted
    table = _table(wanted, path)
    if not isinstance(table, dict):
        raise _by_hand(section, key, value)
    has_key = key in table
    table[key] = _parsed(f"it = {as_toml(value)}")["it"]
    lines, numbers = _LINE.findall(text), Lines(text)
    header, entry = numbers.of(path) or 1, f"{key} = {as_toml(value)}"
    if not there:
        new = f"{_ended(text)}\n[{section}]\n{entry}\n"
    elif has_key:
        first = (numbers.of((*path, key)) or header) - 1
        last, remark = _extent(lines, first)
        new = "".join([*lines[:first], f"{entry}{remark}\n", *lines[last:]])
    else:
        new = "".join([_ended("".join(lines[:header])), f"{entry}\n", *lines[header:]])
    if _parsed_or_none(new) != wanted:
        raise _by_hand(section, key, value)
    return new


def _table(tables: dict[str, Any], path: KeyPath) -> Any:
    """What stands at a path; an empty table where nothing does yet, put in its place."""
    section = path[0]
    if len(path) == 1:
        return tables.setdefault(str(section), {})
    several = tables.get(str(section))
    return several[int(path[1])] if isinstance(several, list) else None


def with_account(text: str, account: Mapping[str, Value]) -> str:
    """The file with one more account at its end.

    Raises:
        UserError: as `with_value`.
    """
    wanted = copy.deepcopy(_parsed(text))
    block = _account_text(account)
    accounts = wanted.setdefault("account", [])
    new = f"{_ended(text)}\n\n{block}"
    if isinstance(accounts, list):
        accounts += _parsed(block)["account"]
    if _parsed_or_none(new) != wanted:
        raise UserError(
            "The accounts of this config file are written in a way that cannot be added to. Add this yourself:\n"
            + block
        )
    return new


def _account_text(account: Mapping[str, Value]) -> str:
    return section_text("account", _in_toml(account), whole=False)


def _in_toml(values: Mapping[str, Value]) -> dict[str, str]:
    return {key: as_toml(value) for key, value in values.items()}


def _extent(lines: list[str], first: int) -> tuple[int, str]:
    """Where the key that begins on a line ends (the line after it), and the remark behind it."""
    for last in range(first + 1, len(lines) + 1):
        if _parsed_or_none("".join(lines[first:last]).lstrip()) is None:
            continue
        line = lines[last - 1].rstrip("\r\n")
        begins = [at for at, character in enumerate(line) if character == "#"]
        before = "".join(lines[first : last - 1])
        at = next((at for at in begins if _parsed_or_none((before + line[:at]).lstrip())), None)
        return last, "" if at is None else f"  {line[at:]}"
    return first + 1, ""


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def _parsed_or_none(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _by_hand(section: str, key: str, value: Value) -> UserError:
    return UserError(
        "This config file is written in a way that only you can change. Nothing was changed in it. Under "
        f"[{section}], write: {key} = {as_toml(value)}"
    )

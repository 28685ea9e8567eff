"""The example file, written from the table of settings: it cannot say anything else than the program does."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping

from watcher.config.settings import SECTIONS, settings_of

_TITLE = """\
# Settings of Grace Period.
#
# Fill in [person] and [[account]]; the rest may stay as it is, or go: these are the defaults.
# Lines that begin with "# " before a key are examples for those who need them.
# `grace check` says whether all is well. A password never stands in this file: it is kept in the
# keyring of your computer, or printed by a program of your choice (password_command).
"""
_MAILDIR = """\
# A mail folder on this computer, as mbsync, offlineimap, mutt and notmuch keep it:
#
# [[account]]
# name = "folder"
# kind = "maildir"
# path = "~/Mail"
"""


def example_text() -> str:
    """The text of config.example.toml."""
    parts = [_TITLE]
    for name in SECTIONS:
        parts.append(section_text(name))
        if name == "account":
            parts.append(_MAILDIR)
    return "\n\n".join(parts)


def section_text(name: str, given: Mapping[str, str] | None = None, *, whole: bool = True) -> str:
    """One section as the example shows it.

    Args:
        given: values as TOML, by key, in place of those of the example.
        whole: False for the keys that are given and no others.
    """
    section, given = SECTIONS[name], given or {}
    header = f"[[{name}]]" if name == "account" else f"[{name}]"
    lines = [f"# {line}" for line in _wrapped(" ".join((section.__doc__ or "").split()))] + [header]
    for key, (_, setting) in settings_of(section).items():
        if not whole and key not in given:
            continue
        lines += ["", *(f"# {line}" for line in _wrapped(setting.meaning))]
        mark = "" if setting.shown or key in given else "# "
        lines.append(f"{mark}{key} = {given.get(key, setting.example)}")
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, width=96)


if __name__ == "__main__":
    sys.stdout.write(example_text())

"""The example file, written from the table of settings: it cannot say anything else than the program does."""

from __future__ import annotations

import sys
import textwrap

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
    for name, section in SECTIONS.items():
        header = f"[[{name}]]" if name == "account" else f"[{name}]"
        lines = [f"# {line}" for line in _wrapped(" ".join((section.__doc__ or "").split()))] + [header]
        for key, (_, setting) in settings_of(section).items():
            lines += ["", *(f"# {line}" for line in _wrapped(setting.meaning))]
            lines.append(f"{'' if setting.shown else '# '}{key} = {setting.example}")
        parts.append("\n".join(lines) + "\n")
        if name == "account":
            parts.append(_MAILDIR)
    return "\n\n".join(parts)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, width=96)


if __name__ == "__main__":
    sys.stdout.write(example_text())

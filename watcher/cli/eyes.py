"""Who else on this computer can read what is kept, and what opens the mailbox: for `grace check`."""

from __future__ import annotations

import contextlib
import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.config import Account

#: What of ours lies in a data folder, which may hold other things besides.
_OURS = ("grace.db*", "drafted", "report.html", "models/*", "models/*/*")
READ, WRITE = 0o044, 0o022


def of_config(file: Path) -> tuple[bool, str]:
    """Whether the config is safe, and what to say of it; "" where there is nothing to say.

    It holds no password, so it may be read; but it names programs that are run.
    """
    if _open(file, WRITE):
        return (
            False,
            f"others on this computer can change {file}, and so what is run. Close it: {_close(file)}",
        )
    if _open(file, READ):
        return True, f"others on this computer can read it; to close it: {_close(file)}"
    return True, ""


def of_data(data: Path) -> Iterator[str]:
    """A line for each file of ours that others can read or change."""
    found: list[Path] = []
    with contextlib.suppress(OSError):  # a folder that cannot be looked into is told of elsewhere
        found = sorted(file for pattern in _OURS for file in data.glob(pattern))
    for file in found:
        if _open(file, READ | WRITE):
            yield f"others on this computer can open {file}. Close it: {_close(file)}"


def of_secret(account: Account) -> Iterator[str]:
    """A line for each file with the account's secret that others can read: named by its command, or a credential."""
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    named = [*account.password_command[1:], *account.token_command[1:]]
    files = [Path(word) for word in named if os.path.isabs(word) and "\0" not in word]
    if directory and Path(account.name).name == account.name:
        files.append(Path(directory) / account.name)
    for file in files:
        if _open(file, READ | WRITE) and not _is_program(file):
            yield f"others on this computer can open {file}. Close it: {_close(file)}"


def _is_program(file: Path) -> bool:
    return bool(file.stat().st_mode & 0o111)


def _close(file: Path) -> str:
    return f"chmod go= {shlex.quote(str(file))}"


def _open(file: Path, bits: int) -> bool:
    """Whether somebody else has one of these rights to a file, and can pass through all folders above it."""
    if os.name != "posix":
        return False
    try:
        if not file.is_file():
            return False
        ways = [file.stat(), *(folder.stat() for folder in file.resolve().parents)]
    except OSError:
        return False
    groups = 0o007 if _is_of_one(ways[0]) else 0o077
    passing = 0o011 & groups
    return bool(stat.S_IMODE(ways[0].st_mode) & bits & groups) and all(
        folder.st_mode & passing for folder in ways[1:]
    )


def _is_of_one(found: os.stat_result) -> bool:
    """Whether the file's group is its owner's alone, as many systems make one for each person."""
    import grp
    import pwd

    try:
        owner, group = pwd.getpwuid(found.st_uid).pw_name, grp.getgrgid(found.st_gid)
    except KeyError:
        return False
    return group.gr_name == owner and set(group.gr_mem) <= {owner}

"""What can go wrong, and the exit code that each kind ends a command with.

Exit codes follow sysexits.h where it has a word for it, so that systemd units and cron can tell them
apart. A message is one clear line: what is wrong, where, what to do. Nothing of a mail stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta


class GraceError(Exception):
    """Root of the errors whose message is meant for the person; shown without a traceback."""

    exit_code = 70


class UserError(GraceError):
    """Something the person can put right: an option, the config file, a folder name.

    Args:
        problems: one or more lines; all are shown.
    """

    exit_code = 2

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems


class StorageError(GraceError):
    """Our own database or data folder cannot be used. Nothing of the mailbox is touched."""

    exit_code = 74


class TemporaryError(GraceError):
    """It may work later by itself: a network, a busy server, another running process.

    Args:
        wait: how long the server asked to be left alone.
    """

    exit_code = 75

    def __init__(self, line: str, wait: timedelta = timedelta()) -> None:
        super().__init__(line)
        self.wait = wait


class AuthError(GraceError):
    """The server or the keyring refused. Never tried again by itself: repeated tries lock accounts."""

    exit_code = 77

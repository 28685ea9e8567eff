"""Lines for systemd's journal: it knows the time itself, and reads how grave a line is from "<4>" before it."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

#: sd-daemon(3): the numbers of syslog.
_PRIORITIES = ((logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (logging.NOTSET, 7))


class JournalFormatter(logging.Formatter):
    """A priority in front of every line, and no time."""

    def format(self, record: logging.LogRecord) -> str:
        priority = next(number for level, number in _PRIORITIES if record.levelno >= level)
        return "\n".join(f"<{priority}>{line}" for line in super().format(record).splitlines())


def is_journal(environment: Mapping[str, str], descriptor: int) -> bool:
    """Whether what is written to this descriptor goes to the journal: JOURNAL_STREAM of systemd.exec(5).

    The variable alone says little: it is inherited by programs whose output goes elsewhere.
    """
    device, _, inode = environment.get("JOURNAL_STREAM", "").partition(":")
    try:
        there = os.fstat(descriptor)
    except OSError:
        return False
    return (device, inode) == (str(there.st_dev), str(there.st_ino))

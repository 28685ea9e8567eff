"""Who may write to the log: we do, ids and counts; of what a library has to say, only that it failed.

Libraries log addresses with their queries, subjects, or what they were working on when they failed.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator

#: Our own log.
OURS = "grace"


class OnlyOurs(logging.Filter):
    """Lets our own records pass. Of another's error it is said whose it is and what kind; the rest is dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == OURS:
            return True
        if record.levelno < logging.ERROR:
            return False
        kind = record.exc_info[0] if record.exc_info else None
        record.msg, record.args = f"a fault in {record.name}{f' ({kind.__name__})' if kind else ''}", ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def set_up() -> None:
    """To be called before any library is used. Where somebody has set up logging already, they decide."""
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler()
    handler.addFilter(OnlyOurs())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root.addHandler(handler)


def trace(error: BaseException) -> Iterator[str]:
    """Where an error came from: kinds and places in the source, the first cause first.

    What it says is left out: it may carry what was worked on, a mail or a password.
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from trace(before)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__name__}\n"

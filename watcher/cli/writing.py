"""Files that a command writes: for their owner alone."""

from __future__ import annotations

import os
from pathlib import Path

from watcher.errors import StorageError


def write_private(target: Path, content: str | bytes) -> None:
    """Writes a file with mode 0600, over one that is there.

    Raises:
        StorageError: it cannot be written.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(number, "wb") as file:
            if os.name == "posix":
                os.fchmod(number, 0o600)  # one that was there before may have been open to others
            file.write(raw)
    except (OSError, ValueError) as error:
        raise StorageError(f"{target} cannot be written: {getattr(error, 'strerror', error)}.") from None

"""A second witness of what was drafted: a small file beside the log, which is only ever added to.

The log may be put back from a backup of yesterday, or be damaged, and then knows nothing of the drafts since. A draft
that the person has thrown away meanwhile has left no trace in the mailbox either; here it has. Each line is the
fingerprint of a mail, written to the disk before its draft is saved.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

FILE = "drafted"


def add(folder: Path, fingerprint: str, earlier: Iterable[str]) -> None:
    """Notes on disk that a draft for a mail is about to be saved.

    Args:
        folder: the data folder.
        earlier: fingerprints to begin the file with where it is not there yet.

    Raises:
        OSError: it cannot be written; then nothing may be saved.
    """
    file = folder / FILE
    lines = [fingerprint] if file.exists() else [*earlier, fingerprint]
    number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with open(number, "ab") as out:
        # A line that was cut off, by a full disk or a dead machine, must not swallow the next one.
        out.write("".join(f"\n{line}" for line in lines).encode("ascii"))
        out.flush()
        os.fsync(number)


def knows(folder: Path, fingerprint: str) -> bool:
    """Whether a draft for this mail was ever about to be saved. Raises OSError where that cannot be read."""
    try:
        lines = (folder / FILE).read_bytes().split()
    except FileNotFoundError:
        return False
    return fingerprint.encode() in lines

"""The database file as a whole: copied for a dry run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from watcher.store.schema import FILE, plain_errors, private_folder


def copy(folder: Path, to: Path) -> None:
    """Copies the database into another folder, for a dry run."""
    private_folder(to)
    source = folder / FILE
    if not source.exists():
        return
    with plain_errors(source):
        old, new = sqlite3.connect(source), sqlite3.connect(to / FILE)
        try:
            old.backup(new)
        finally:
            old.close()
            new.close()

"""A file that the person asked for: readable by them alone, or standard output for "-"."""

from __future__ import annotations

from pathlib import Path

import click

from watcher.errors import StorageError


def write(target: Path, text: str) -> bool:
    """Writes it. Returns whether it went into a file.

    Raises:
        StorageError: it cannot be written there.
    """
    if str(target) == "-":
        click.echo(text, nl=False)
        return False
    try:
        target.touch(mode=0o600)
        target.chmod(0o600)  # before there is anything to read
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{target} cannot be written: {error.strerror}.") from None
    return True

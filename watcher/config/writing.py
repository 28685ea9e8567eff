"""The config file as a file: read for a change, replaced as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from watcher.errors import UserError


def read_text(path: Path) -> str | None:
    """The text of the file as it is, None where there is none.

    Raises:
        UserError: it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8 text; save the file as UTF-8.") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None


def backup_of(path: Path) -> Path:
    """Where what was in the file before is kept."""
    real = path.resolve()
    return real.with_name(f"{real.name}.before")


def write_text(path: Path, text: str, *, backup: bool) -> None:
    """Replaces the file in one step: whenever this is cut off, the old one or the new one is there, whole.

    Only its owner may read it. A link to a file elsewhere stays one.

    Args:
        backup: keep a copy of what was there.

    Raises:
        UserError: it cannot be written; then nothing is changed.
    """
    real = path.resolve()
    try:
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if backup and real.exists():
            _put(backup_of(real), real.read_bytes())
        _put(real, text.encode())
    except OSError as error:
        raise UserError(f"{real} cannot be written: {error.strerror}. Nothing was changed.") from None


def _put(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # for its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise

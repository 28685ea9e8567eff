"""One process at a time works with a data folder: the lock, and who holds it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from watcher import store as storing
from watcher.errors import StorageError, TemporaryError

#: Whoever only asks whether something runs holds the lock for a moment; that is no reason not to start.
_A_MOMENT = 1.0


@contextmanager
def single_instance(data: Path, wait: float = _A_MOMENT) -> Iterator[None]:
    """Holds the data folder's lock; the system lets go of it even when the process is killed.

    Args:
        wait: seconds to wait for it, where somebody else holds it.

    Raises:
        TemporaryError: another process holds it.
        StorageError: the lock file cannot be written.
    """
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(data / "lock", mode=0o600)
        lock.acquire(timeout=wait)
    except Timeout:
        raise TemporaryError(f"Grace Period is already running with {data}.") from None
    except OSError as error:
        raise StorageError(
            f"{error.filename or data} cannot be written: {error.strerror}. Nothing was lost."
        ) from None
    try:
        yield
    finally:
        lock.release()


def is_running(data: Path) -> bool:
    """Whether a process holds the data folder's lock just now: the daemon, or one pass.

    Raises:
        StorageError: the folder cannot be looked into.
    """
    try:
        if not (data / "lock").exists():
            return False
    except OSError as error:
        raise StorageError(f"{data} cannot be used: {error.strerror}.") from None
    try:
        with single_instance(data, wait=0):
            return False
    except TemporaryError:
        return True


@contextmanager
def data_for(data: Path, dry_run: bool) -> Iterator[Path]:
    """The folder to work in: the real one, or for a dry run a copy that is thrown away afterwards."""
    if not dry_run:
        with single_instance(data):
            yield data
        return
    with tempfile.TemporaryDirectory(prefix="grace-dry-run-") as scratch:
        storing.copy(data, Path(scratch))
        yield Path(scratch)

"""What the service manager is told of the running accounts: ready, at work, so many waiting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from watcher.services.notify import Notifier, is_fed


class Working(Protocol):
    """An account of the running daemon, as far as it is told of; see daemon.Worker."""

    failures: int
    sign: float
    faulty: bool
    passes: int

    @property
    def stopped(self) -> Exception | None: ...


class Telling:
    """Tells the service manager how the accounts get on. Only the main thread calls it.

    The watchdog is for a process that hangs, not for a laptop without a network: an outage that is being retried
    counts as work. An account that was left alone on purpose is not waited for. Where every account fails by a fault
    of ours, nothing is said, and a fresh process may do better.

    Args:
        counts: gives what Store.counts() gives; {} where that cannot be told.
    """

    def __init__(
        self, notifier: Notifier, workers: Sequence[Working], counts: Callable[[], Mapping[str, int]]
    ) -> None:
        self._notifier = notifier
        self._workers = workers
        self._counts = counts
        self._fed = 0.0
        self._ready = False
        self._passes = -1

    def look(self, now: float) -> None:
        """To be called about every half second.

        Args:
            now: of time.monotonic().
        """
        if not self._notifier.heard:
            return
        working = [worker for worker in self._workers if not worker.stopped]
        if not self._ready and all(worker.sign for worker in working):
            # Each account has come round: the lock is ours, the database opens, the first looks are under way.
            self._ready, self._fed = True, now
            self._notifier.ready()
        passes = sum(worker.passes for worker in self._workers)
        if passes != self._passes:
            self._passes = passes
            self._notifier.status(status_line(self._workers, self._counts()))
        signs = [worker.sign for worker in working]
        if (
            self._ready
            and any(not worker.faulty for worker in working)
            and is_fed(now, self._fed, self._notifier.patience, signs)
        ):
            self._fed = now
            self._notifier.alive()

    def stopping(self) -> None:
        self._notifier.stopping()


def status_line(workers: Sequence[Working], counts: Mapping[str, int]) -> str:
    """Such as "2 accounts watched, 1 waiting to try again; 120 on record, 3 cooling"."""
    waiting = sum(worker.failures > 0 and not worker.stopped for worker in workers)
    alone = sum(worker.stopped is not None for worker in workers)
    watched = len(workers) - alone
    parts = [f"{watched} account{'s' * (watched != 1)} watched"]
    parts += [f"{waiting} waiting to try again"] * (waiting > 0) + [f"{alone} left alone"] * (alone > 0)
    on_record = f"{counts.get('mail', 0)} on record, {counts.get('cooling', 0)} cooling" if counts else ""
    return "; ".join(filter(None, (", ".join(parts), on_record)))

"""What drives the daemon's workers: a tick every two seconds, each worker in a thread of its own.

APScheduler waits for a time of the day. That alone would be wrong twice: after the clock was set back by a
day it would wait for a day, and after a month asleep it would count the million ticks that were missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from watcher.clocks import Reading, read_clocks

#: How often each worker asks whether there is anything to do: one look at the clock, one at the store.
TICK = timedelta(seconds=2)


class Ticked(Protocol):
    """A worker: it has a name, and looks around when it is told what the clocks say."""

    @property
    def name(self) -> str: ...

    def look(self, reading: Reading) -> None: ...


class _FromNow(BaseTrigger):  # type: ignore[misc]
    """The next tick comes after now, not after the last one: what was missed is not counted."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + TICK


class Ticking:
    """The scheduler with a thread for each worker: one that hangs stops nobody else."""

    def __init__(self, workers: Iterable[Ticked]) -> None:
        workers = list(workers)
        self._names = [worker.name for worker in workers]
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={name: ThreadPoolExecutor(1) for name in self._names},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for worker in workers:
            self._scheduler.add_job(
                lambda worker=worker: worker.look(read_clocks()),
                _FromNow(),
                next_run_time=read_clocks().wall,
                executor=worker.name,
                id=worker.name,
            )
        self._scheduler.start()

    def go_on(self) -> None:
        """To be called about every second: where the clock was set, the next ticks come all the same.

        That is seen by where the next tick lies, not by the clock's step: the scheduler may be at work with the
        time from before the step, and plan by that afterwards. Where it lies far ahead the clock was set back;
        where it is overdue, the clock was wrong for the moment in which the scheduler reckoned how long to sleep.
        """
        now = read_clocks().wall
        for name in self._names:
            planned = self._scheduler.get_job(name).next_run_time
            if planned > now + 2 * TICK:
                self._scheduler.modify_job(name, next_run_time=now)
            elif planned < now - TICK:
                self._scheduler.wakeup()

    def end(self) -> None:
        """No more ticks; returns when those that run have ended."""
        self._scheduler.shutdown()

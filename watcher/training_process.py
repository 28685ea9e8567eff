"""The training that the daemon starts by itself: when it is due, and its process, which holds up no mailbox.

The daemon itself does without what training needs, and stays small.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import watcher
from watcher.errors import GraceError
from watcher.learning.versions import base_version
from watcher.store import Store

log = logging.getLogger("grace")

#: What is noted in the log of a training: when it was tried, and on which shipped model.
TRIED, TRIED_ON = "trained", "trained:base"

#: How often it is asked whether a training is due, and how long to wait after one that failed.
ASK, AFTER_FAILURE = timedelta(minutes=1), timedelta(hours=6)
#: So long, in seconds, a training has to end when it is told to. It leaves nothing half done.
END_WITHIN = 1.0


class TrainingProcess:
    """Starts a training when one is due, one at a time. Only the main thread calls it.

    Args:
        data: the data folder.
        schedule: "daily", "weekly" or "never".
    """

    def __init__(self, data: Path, schedule: str) -> None:
        self._data = data
        self._schedule = schedule
        self._base = base_version()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked: datetime | None = None
        self._not_before: datetime | None = None

    @property
    def runs(self) -> bool:
        return self._process is not None

    def look(self, now: datetime) -> None:
        """To be called often; costs nothing most of the time. Never raises.

        Args:
            now: aware.
        """
        if self._process is not None:
            self._ended(self._process.poll(), now)
            return
        if self._schedule == "never" or not self._is_time(now):
            return
        self._asked = now
        try:
            store = Store(self._data)
            try:
                is_due = due(store, self._schedule, self._base, now)
            finally:
                store.close()
            if is_due:
                self._start()
        except (GraceError, OSError) as error:
            log.warning("no training: %s", error)
            self._not_before = now + AFTER_FAILURE

    def end(self) -> None:
        """Stops a training that is under way."""
        if self._process is None:
            return
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_WITHIN)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _is_time(self, now: datetime) -> bool:
        if self._not_before is not None and self._not_before - AFTER_FAILURE <= now < self._not_before:
            return False
        return self._asked is None or not self._asked <= now < self._asked + ASK

    def _start(self) -> None:
        # -P and our own place in front: not whatever is called "watcher" in the folder that we were started in.
        here = str(Path(watcher.__file__).resolve().parents[1])
        path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))
        command = [sys.executable, "-P", "-m", "watcher", "--data", str(self._data), "train", "--scheduled"]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
        )
        log.info("learning from your labels, in a process of its own")

    def _ended(self, code: int | None, now: datetime) -> None:
        if code is None:
            return
        self._process = None
        if code:
            log.warning("the training ended with code %d; the model in use stays", code)
            self._not_before = now + AFTER_FAILURE


#: How long to wait from one training by itself to the next.
PERIODS: Mapping[str, timedelta] = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
#: Whoever is labelling just now is left to finish.
CALM = timedelta(minutes=10)


def due(store: Store, schedule: str, base: str, now: datetime) -> bool:
    """Whether a training by itself should run: labels have changed since the last one, and its time has come.

    Args:
        schedule: one of PERIODS, or "never".
        base: the version of the shipped model; a new one asks for a training too.
        now: aware.
    """
    if schedule not in PERIODS:
        return False
    labels = store.labels(active=False)
    if not labels:
        return False
    newest = max(row.ended_at or row.at for row in labels)
    tried = _time(store.noted(TRIED))
    if tried is None:
        return now - newest >= CALM
    if tried > now:  # by a clock that was wrong
        tried = now - PERIODS[schedule]
    is_new = newest > tried or (store.noted(TRIED_ON) or base) != base
    return is_new and now - newest >= CALM and now - tried >= PERIODS[schedule]


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None

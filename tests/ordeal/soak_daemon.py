"""The daemon's workers in a process of their own, ticked from outside, so that days go by in minutes.

python -m tests.ordeal.soak_daemon CONFIG DATA

What `grace run` makes is made here, but for the scheduler: a Worker for each account, each in a thread of its own, and
the one model. It reads a line with the time of a tick, or "compare", and answers each with one line of JSON: Answer.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

import psutil

from watcher import daemon
from watcher.config import load
from watcher.current_model import CurrentModel
from watcher.daemon import Worker
from watcher.mailboxes.gmail_api import Api
from watcher.malloc import share_one_arena


class Answer(TypedDict):
    """How the process stands after a tick. `rss` and `peak`, the most it ever was, in bytes; `failing` counts the
    accounts in trouble."""

    rss: int
    peak: int
    files: int
    threads: int
    failing: int
    stopped: list[str]


class _Hasty(threading.Event):
    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(None if timeout is None else timeout / 100)


def _pauses_go_by_as_the_days_do() -> None:
    """Google's library waits some seconds before it asks once more."""
    begin = Api.__init__

    def begin_hastily(api: Api, *args: Any, **more: Any) -> None:
        begin(api, *args, **more)
        api._stop = _Hasty()

    Api.__init__ = begin_hastily  # type: ignore[method-assign]


def _peak(process: psutil.Process) -> int:
    """The most memory that it ever had, in bytes. (getrusage would also count what its parent had before it began.)"""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return int(process.memory_info().rss)
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main(config_file: str, data: str) -> None:
    daemon.set_up_logging(verbose=False)
    share_one_arena()  # as `daemon.run` does
    logging.getLogger("grace").setLevel(logging.ERROR)  # here trouble is what is wanted
    if os.environ.get("GRACE_TRACEMALLOC"):
        tracemalloc.start(12)
    _pauses_go_by_as_the_days_do()
    config = load(Path(config_file))
    model = CurrentModel(Path(data))
    workers = [Worker(account, config, Path(data), model, dry_run=False) for account in config.accounts]
    threads = [ThreadPoolExecutor(1) for _ in workers]
    process = psutil.Process()
    before: tracemalloc.Snapshot | None = None
    for line in sys.stdin:
        if line.strip() == "compare":  # GRACE_TRACEMALLOC=1: what has grown since the last time
            gc.collect()
            now = tracemalloc.take_snapshot()
            for row in now.compare_to(before, "lineno")[:12] if before else ():
                print(row, file=sys.stderr)
            before = now
        else:
            at = datetime.fromisoformat(line.strip())
            ticks = [thread.submit(worker.tick, at) for thread, worker in zip(threads, workers, strict=True)]
            for tick in ticks:
                tick.result()
        gc.collect()
        answer: Answer = {
            "rss": process.memory_info().rss,
            "peak": _peak(process),
            "files": process.num_fds(),
            "threads": threading.active_count(),
            "failing": sum(worker.failures > 0 for worker in workers),
            "stopped": [f"{worker.name}: {worker.stopped}" for worker in workers if worker.stopped],
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

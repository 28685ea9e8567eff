"""Judging on all cores: processes that each load the model once, and give back what they found in the order asked."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path

from watcher.errors import TemporaryError
from watcher.learning.versions import load_current
from watcher.reading.classifier import Classifier
from watcher.scanning.looking import Looked, Task, Wanted, look
from watcher.scanning.pieces import Piece

#: More workers than this wait for the disk, not for one another.
_MOST = 16
#: So many pieces for each worker are on their way at a time; more would only take memory.
_AHEAD = 3

_classifier: Classifier | None = None


class Crew:
    """To be closed when all is done.

    Args:
        data: the data folder, for the model in use.
        workers: how many processes; 0 judges here, which is quicker for a few mails.
    """

    def __init__(self, data: Path, workers: int) -> None:
        self._data = data
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def judged(self, pieces: Iterable[Piece], wanted: Wanted) -> Iterator[tuple[Piece, Looked]]:
        """Each piece with what was found in it, in order, while later ones are read and judged.

        Raises:
            TemporaryError: a worker was ended from outside, as when memory runs out.
        """
        if not self._workers:
            classifier = load_current(self._data)[0]
            for piece in pieces:
                yield piece, look(classifier, piece.task, wanted)
            return
        on_the_way: deque[tuple[Piece, Future[Looked]]] = deque()
        try:
            pool = self._ready()
            for piece in pieces:
                on_the_way.append((piece, pool.submit(_look, piece.task, wanted)))
                while on_the_way and (len(on_the_way) >= _AHEAD * self._workers or on_the_way[0][1].done()):
                    first, looked = on_the_way.popleft()
                    yield first, looked.result()
            for first, looked in on_the_way:
                yield first, looked.result()
        except BrokenProcessPool:
            raise TemporaryError(
                "A part of the work was ended from outside; perhaps memory ran out. Run it again to go on."
            ) from None

    def close(self) -> None:
        """Ends the workers; what they were at is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = get_context("spawn")  # fork would copy threads' locks; it is not there on Windows
            self._pool = ProcessPoolExecutor(self._workers, context, _begin, (self._data,))
            with _without_interrupts():
                for _ in range(self._workers):
                    self._pool.submit(_nothing)
        return self._pool


def cores() -> int:
    """How many workers are worth while."""
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return min(_MOST, len(affinity(0)) if affinity else os.cpu_count() or 1)


class _without_interrupts:  # noqa: N801 - reads as a statement
    """Processes started within do not hear Ctrl-C, from their first moment on: it is the person's word to us."""

    def __enter__(self) -> None:
        self._ours = threading.current_thread() is threading.main_thread()
        if self._ours:
            self._before = signal.signal(signal.SIGINT, signal.SIG_IGN)

    def __exit__(self, *_: object) -> None:
        if self._ours:
            signal.signal(signal.SIGINT, self._before)


def _begin(data: Path) -> None:
    global _classifier
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _classifier = load_current(data)[0]


def _end_with_parent() -> None:
    """A process that was killed cannot end its workers, and they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _nothing() -> None:
    """Has a worker started."""


def _look(task: Task, wanted: Wanted) -> Looked:
    if _classifier is None:
        raise RuntimeError("a worker without a model")
    return look(_classifier, task, wanted)

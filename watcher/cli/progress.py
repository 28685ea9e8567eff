"""How far a longer piece of work has got: a bar on stderr, where a person looks on, and nothing elsewhere."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def bar(plain: bool) -> Iterator[Callable[[float, str], None]]:
    """A function to tell the share that is done, 0 to 1, and what is done now.

    Args:
        plain: asked for with --plain.
    """
    if plain or not sys.stderr.isatty() or os.environ.get("TERM", "") in ("dumb", "unknown"):
        yield lambda share, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda share, what: progress.update(task, completed=share, description=what)


@contextlib.contextmanager
def rate(plain: bool, what: str) -> Iterator[Callable[[float, float | None, int], None]]:
    """A function to tell how much is done, of how much (None where that is not known), and how many mails that is. It
    shows the mails, how many a second, and the time that is left.

    Args:
        plain: asked for with --plain.
        what: the name of the work.
    """
    if plain or not sys.stderr.isatty() or os.environ.get("TERM", "") in ("dumb", "unknown"):
        yield lambda done, total, mails: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, Task, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Left(TimeRemainingColumn):
        def render(self, task: Task) -> Text:
            return Text.assemble(super().render(task), (" left", "dim")) if task.speed else Text("")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[mails]:,} mails, {task.fields[speed]:,.0f} a second"),
        Left(compact=True),
    )
    began, first = time.monotonic(), -1
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escape(what), total=None, mails=0, speed=0.0)

        def tell(done: float, total: float | None, mails: int) -> None:
            nonlocal began, first
            if first < 0:  # what an earlier run did says nothing of the speed, nor does the start of workers
                began, first = time.monotonic(), mails
            speed = (mails - first) / max(time.monotonic() - began, 0.001)
            progress.update(task, completed=done, total=total, mails=mails, speed=speed)

        yield tell

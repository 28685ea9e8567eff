"""A home like that of somebody who has used the program for some days: examples are run in it, pictures taken.

It is the sample mailbox of `grace demo`, stopped on a Wednesday evening: mail 12, a no from Glasswing Studio, is
cooling. The pages and the --help of the commands speak of the same mail 12.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

# What plays the days is imported where they are played: a command in a home reads as little as anywhere.
if TYPE_CHECKING:
    from watcher.cli.sample import Sample, Step
    from watcher.pipeline import Event
    from watcher.store import Store

#: The moment at which the days stop.
NOW = datetime(2026, 11, 4, 18, 30, tzinfo=ZoneInfo("Europe/Berlin"))


class _Nobody:
    """Is told what happens, and says nothing."""

    def begin(self) -> None: ...
    def opened(self, store: Store) -> None: ...
    def step(self, step: Step) -> None: ...
    def event(self, event: Event, now: datetime) -> None: ...
    def passed(self, now: datetime) -> None: ...
    def end(self) -> None: ...


def make(home: Path) -> Sample:
    """Plays the demo until NOW, with config and data where the program looks for them on Linux.

    Args:
        home: the home folder; it need not be there yet.
    """
    from watcher.cli.demo import play
    from watcher.cli.sample import Sample, schedule

    config = home / ".config" / "graceperiod"
    sample = Sample(config)
    sample.data = home / ".local" / "share" / "graceperiod"
    mask = os.umask(0)
    os.umask(mask)
    play(sample, schedule(), _Nobody(), until=NOW)
    os.umask(mask)  # the log has set one that keeps its files from others
    return sample


@contextmanager
def living_in(home: Path) -> Iterator[None]:
    """For this long it is the home of this process, and the present is NOW."""
    import watcher.cli.clock as clock

    wanted = {"HOME": str(home), "TMPDIR": str(home / "tmp"), "TZ": "Europe/Berlin"}
    wanted |= {"XDG_CONFIG_HOME": str(home / ".config"), "XDG_DATA_HOME": str(home / ".local" / "share")}
    before, present, folder, called = dict(os.environ), clock.present, Path.cwd(), sys.argv
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    os.environ.update(wanted)
    os.chdir(home)
    clock.present = lambda: NOW
    sys.argv = ["__main__.py"]  # it says what to type next by how it was called
    tempfile.tempdir = None  # it is remembered, and asked for anew
    try:
        yield
    finally:
        clock.present, tempfile.tempdir, sys.argv = present, None, called
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)


def main() -> None:
    """`python -m tools.sample_home HOME WORDS...`: a command of grace, in that home."""
    from watcher.cli import grace

    home, *words = sys.argv[1:]
    with living_in(Path(home)):
        grace(words, prog_name="grace")


if __name__ == "__main__":
    main()

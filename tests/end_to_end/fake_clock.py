"""A machine whose clock can be set, and which can be put to sleep: for one process, by libfaketime.

libfaketime answers for the clock that tells the time. Of the clock that nobody can set, and that goes on while
the machine sleeps, it only knows how to leave it alone; so a few lines of Python let that one jump.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.end_to_end.command import ROOT, Daemon
from tests.servers.running import missing

_SITE = """\
import time
_true = time.clock_gettime
def _clock_gettime(clock):
    slept = float(open({slept!r}).read()) if clock == time.CLOCK_BOOTTIME else 0.0
    return _true(clock) + slept
time.clock_gettime = _clock_gettime
"""


def _library() -> Path:
    """The one for several threads: Python waits for locks without the GIL, and each wait reads the clock through it.
    The other one then gives the true time now and then."""
    found: Sequence[Path] = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        missing("libfaketime is not installed")
    return found[0]


class FakeClock:
    """The clocks of a machine. At first it shows `start`."""

    def __init__(self, folder: Path, start: datetime) -> None:
        self._library, self._site = _library(), folder / "site"
        self._offset, self._slept = folder / "offset", folder / "slept"
        self._ahead, self._asleep = timedelta(), timedelta()
        self._site.mkdir()
        (self._site / "sitecustomize.py").write_text(_SITE.format(slept=str(self._slept)))
        _write(self._slept, "0")
        self.set(start)

    @property
    def environment(self) -> dict[str, str]:
        """For a process that is to live by these clocks."""
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._offset),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",  # the mtime of a mail is what the test has set
            "PYTHONPATH": f"{self._site}:{ROOT}",
        }

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def set(self, instant: datetime) -> None:
        """Somebody sets the clock."""
        self._ahead = instant - datetime.now(UTC)
        _write(self._offset, f"{self._ahead.total_seconds():+.6f}")

    def sleep_until(self, instant: datetime, daemon: Daemon) -> None:
        """The machine is asleep: the process stands still, and both clocks go on."""
        daemon.process.send_signal(signal.SIGSTOP)
        time.sleep(0.05)  # until it stands
        self._asleep += instant - self.now()
        _write(self._slept, f"{self._asleep.total_seconds():.6f}")
        self.set(instant)
        daemon.process.send_signal(signal.SIGCONT)


def _write(file: Path, text: str) -> None:
    """At once: a file that was read half written would be another time."""
    new = file.with_suffix(".new")
    new.write_text(text)
    new.rename(file)

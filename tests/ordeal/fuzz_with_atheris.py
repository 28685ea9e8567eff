"""Hostile mail that is bred by what it reaches: atheris follows the branches that each mail takes.

Needs Python 3.11 or newer and `pip install atheris`, in an environment of its own that has Grace Period and its tests;
no test needs it. From the root of the project, for an hour:

    python -m tests.ordeal.fuzz_with_atheris -max_total_time=3600 /tmp/bred

What is found lies in a file crash-... or timeout-...; give that file as the only argument to see it again.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["watcher.reading", "watcher.replying"]):
    from watcher.judging import Judge
    from watcher.learning import versions

from tests.ordeal.hostile_cases import written
from tests.ordeal.hostile_mail import Garbled, poisoned
from tests.ordeal.hostile_round import alone
from tests.sample_mail import MONDAY, config
from watcher.store import Store

#: Seconds of processor time; instrumented code is about four times as slow as usual.
MOST = 2.0
#: Longer seeds make it slow; what is long is tried by the written cases.
_LONGEST_SEED = 8_000


class Looking:
    """Reads, judges and answers one mail after another."""

    def __init__(self, folder: Path) -> None:
        self._judge = Judge(config().accounts[0], config(), Store(folder), versions.load_current(folder)[0])

    def __call__(self, raw: bytes) -> None:
        began = time.thread_time()
        wrong = alone(Garbled("bred", (), raw), self._judge, MONDAY + timedelta(days=2))
        took = time.thread_time() - began
        # A bred mail may well come from the trap: it is told apart by what is in its own From.
        wrong = [one for one in wrong if not one.startswith("a trap")]
        if wrong or took > MOST:
            raise AssertionError(f"{wrong} {took:.2f} s")


def main() -> None:
    folders = [word for word in sys.argv[1:] if not word.startswith("-")]
    if folders and not Path(folders[0]).is_file():
        seeds = Path(folders[0])
        seeds.mkdir(exist_ok=True)
        for one in (*written(1000), *poisoned(0)):
            if len(one.raw) < _LONGEST_SEED:
                (seeds / re.sub(r"[^a-zA-Z0-9]+", "-", one.case)[:100]).write_bytes(one.raw)
    with tempfile.TemporaryDirectory() as folder:
        atheris.Setup([*sys.argv, "-max_len=16384"], Looking(Path(folder)))
        atheris.Fuzz()


if __name__ == "__main__":
    main()

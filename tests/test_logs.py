"""Of what libraries say nothing reaches the log but that they failed; a traceback says where, not what."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from watcher.logs import trace

ROOT = Path(__file__).parent.parent
SAYS_TOO_MUCH = """
import logging, sys
from watcher import daemon, logs
if sys.argv[1] == "daemon":
    daemon.set_up_logging(verbose=True)
else:
    logs.set_up()
for name in ("googleapiclient.http", "urllib3.connectionpool", "msal", "apscheduler.executors", "never.heard.of"):
    log = logging.getLogger(name)
    log.warning("a word too much: %s", "quagga")
    try:
        raise ValueError("quagga")
    except ValueError:
        log.exception("quagga")
logging.warning("quagga")
logging.getLogger("grace").warning("ours: %s", "tapir")
"""


@pytest.mark.parametrize("by", ["daemon", "edge"])
def test_only_we_are_heard(by: str) -> None:
    command = [sys.executable, "-c", SAYS_TOO_MUCH, by]
    told = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert "quagga" not in told.stderr
    lines = [line.split(" ", 2)[2] for line in told.stderr.splitlines()]
    assert "ERROR a fault in msal (ValueError)" in lines
    assert lines[-1] == "WARNING ours: tapir"
    assert len(lines) == 6


def test_whoever_has_set_up_logging_decides() -> None:
    before = list(logging.getLogger().handlers)
    assert before  # those of pytest
    from watcher import logs

    logs.set_up()
    assert logging.getLogger().handlers == before


def test_a_trace_says_where_and_not_what() -> None:
    word = "quagga"

    def inner() -> None:
        raise KeyError(word)

    def outer() -> None:
        try:
            inner()
        except KeyError as error:
            raise ValueError(word) from error

    with pytest.raises(ValueError, match=word) as caught:
        outer()
    text = "".join(trace(caught.value))
    assert text.index("KeyError") < text.index("ValueError")
    assert "in inner" in text
    assert word not in text

"""A command in a terminal of its own, with keys pressed from outside and its screen read: tmux."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.end_to_end.command import ROOT, until
from tests.servers.running import missing

_numbers = itertools.count()


class Terminal:
    """`grace` with some words, in a terminal of so many columns."""

    def __init__(self, folder: Path, environment: dict[str, str], columns: int = 80, rows: int = 200) -> None:
        self._socket = folder / f"tmux-{next(_numbers)}"
        self._environment = {"TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        self._size = ["-x", str(columns), "-y", str(rows)]

    def start(self, words: Sequence[str]) -> None:
        """Runs it; at its end the exit code stands on the screen."""
        command = " ".join(f"'{one}'" for one in (sys.executable, "-m", "watcher", *words))
        shown = f'cd {ROOT} && {command}; echo "[ended with $?]"; exec cat'
        self._tmux("-f", "/dev/null", "new-session", "-d", *self._size, "-s", "it", shown)

    @property
    def screen(self) -> str:
        """All that was shown, without the empty lines at the end."""
        return self._tmux("capture-pane", "-p", "-S", "-", "-t", "it").rstrip()

    def shows(self, text: str, seconds: float = 30.0) -> None:
        try:
            until(f"the screen shows {text!r}", lambda: text in " ".join(self.screen.split()), seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}\n{self.screen}") from late

    def answer(self, question: str, line: str = "") -> None:
        """Waits for a question to stand on the last line, and types an answer and Enter."""
        try:
            until(f"it asks {question!r}", lambda: self._asks(question), 30)
        except AssertionError as late:
            raise AssertionError(f"{late}\n{self.screen}") from late
        if line:
            self._tmux("send-keys", "-t", "it", "-l", line)
        self.press("Enter")

    def _asks(self, question: str) -> bool:
        shown = " ".join(self.screen.split())
        return shown.endswith(":") and question in shown[-len(question) - 60 :]

    def press(self, key: str) -> None:
        self._tmux("send-keys", "-t", "it", key)

    def close(self) -> None:
        """As when the window is closed: what runs in it gets SIGHUP."""
        self._tmux("kill-server")

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), *words],
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.stdout


@contextmanager
def a_terminal(folder: Path, environment: dict[str, str], columns: int = 80) -> Iterator[Terminal]:
    if shutil.which("tmux") is None:
        missing("tmux is not installed")
    terminal = Terminal(folder, environment, columns)
    try:
        yield terminal
    finally:
        terminal.close()

"""The command as a person runs it: a config file, a data folder, and processes of their own."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_HEAD = """\
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
languages = ["en"]
time_zone = "{zone}"

[cooling_off]
after = "{after}"
after_final = "{after}"
starts = "{starts}"
hours = "{hours}"
days = "{days}"

[reply]
per_day = 100

[gentle]
several = 100

[watch]
every = "{every}"
since = "{since}"

"""
_WISHES = {"zone": "Europe/Berlin", "starts": "arrival", "hours": "00:00-24:00", "days": "mon-sun"}
_UNFINISHED = "SELECT count(*) FROM cases WHERE state IN ('cooling', 'claimed')"


def until(what: str, holds: Callable[[], Any], seconds: float = 30.0) -> None:
    """Looks again and again whether something holds, and fails by its name where it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"after {seconds:g} s still not: {what}"
        time.sleep(0.05)


class Daemon:
    """A running `grace run`. `log` is what it has written to stdout and stderr so far."""

    def __init__(self, command: list[str], output: Path, environment: dict[str, str]) -> None:
        self._output = output
        with output.open("ab") as file:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env=environment,
                cwd=output.parent,
            )

    @property
    def log(self) -> str:
        return self._output.read_text(encoding="utf-8")

    def until(self, what: str, holds: Callable[[], Any], seconds: float = 30.0) -> None:
        """As `until`, and fails at once where the daemon has ended meanwhile."""

        def holds_or_ended() -> bool:
            assert self.process.poll() is None, f"it ended with {self.process.returncode}; still not: {what}"
            return bool(holds())

        until(what, holds_or_ended, seconds)

    def terminate(self, within: float = 5.0) -> int:
        """SIGTERM. Gives the exit code; fails where it takes longer than `within` seconds."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(within + 20)
        took = time.monotonic() - began
        assert took < within, f"it took {took:.1f} s to end"
        return code

    def ended(self, within: float = 15.0) -> int:
        """The exit code of a process that ends by itself."""
        return self.process.wait(within)


def account(**keys: Any) -> str:
    """One [[account]] for the config file; it is called "home" unless `keys` say otherwise."""
    lines = (
        f"{key} = {json.dumps(one, ensure_ascii=False)}" for key, one in ({"name": "home"} | keys).items()
    )
    return "[[account]]\n" + "\n".join(lines) + "\n"


class Grace:
    """One installation: `folder` holds the config, the password files and the data.

    Attributes:
        environment: variables for its processes, besides those that each gets.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.config, self.data = folder, folder / "config.toml", folder / "data"
        self.environment: dict[str, str] = {}
        self._outputs = 0

    def configure(
        self,
        *accounts: str,
        after: str = "2s",
        every: str = "10s",
        since: str = "2026-01-01",
        **wishes: str,
    ) -> None:
        """Writes the config file.

        Args:
            wishes: zone, starts, hours, days. Without, any hour and day will do, and cooling starts on arrival.
        """
        head = _HEAD.format(after=after, every=every, since=since, **(_WISHES | wishes))
        self.config.write_text(head + "\n".join(accounts), encoding="utf-8")

    def account(self, server: Any, user: str, *, name: str = "home", tls: str = "none", **values: Any) -> str:
        """One [[account]] for the config file.

        Args:
            server: with host, port and the rest as in tests.servers.
            values: more keys, or other values: host, folders, password (which comes by a command).
        """
        password = values.pop("password", getattr(server, "users", {}).get(user, "pass word"))
        secret = self.folder / f"{name}.secret"
        secret.write_text(f"{password}\n", encoding="utf-8")
        keys = {
            "name": name,
            "kind": "imap",
            "host": server.host,
            "port": server.tls_port if tls == "implicit" else server.port,
            "tls": tls,
            "user": user,
            "password_command": ["cat", str(secret)],
            **({"ca_file": str(server.ca_file)} if tls != "none" else {}),
            **values,
        }
        return account(**keys)

    def command(self, *words: str) -> list[str]:
        places = ["--config", str(self.config), "--data", str(self.data), "--plain"]
        return [sys.executable, "-m", "watcher", *words, *places]

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command that ends by itself."""
        return subprocess.run(
            self.command(*words),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,  # a training, beside other tests
            env=self._environment(),
            cwd=self.folder,
            check=False,
        )

    @contextmanager
    def run(self, *words: str) -> Iterator[Daemon]:
        """`grace run`, ended by force at the latest when the test is over."""
        self._outputs += 1
        output = self.folder / f"output-{self._outputs}.log"
        daemon = Daemon(self.command("run", *words), output, self._environment())
        try:
            yield daemon
        finally:
            if daemon.process.poll() is None:
                daemon.process.kill()
                daemon.process.wait(10)
            print(daemon.log)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Looks into the database, from outside and without a change; [] where there is none yet."""
        file = self.data / "grace.db"
        if not file.exists():
            return []
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as database:
            try:
                return database.execute(sql).fetchall()
            except sqlite3.OperationalError:  # it is being made
                return []

    def count(self, sql: str) -> int:
        found = self.rows(sql)
        return int(found[0][0]) if found else 0

    def settled(self, mails: int) -> bool:
        """True once so many mails are on record and no draft is still to come."""
        if self.count("SELECT count(*) FROM mail") < mails:
            return False
        return self.count("SELECT count(*) FROM setting WHERE key LIKE 'passed:%'") > 0 and not self.count(
            _UNFINISHED
        )

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for (name,) in tables}

    def _environment(self) -> dict[str, str]:
        """A home of its own, and nothing that could lead to the keyring or the files of whoever tests."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        return {**kept, "HOME": str(self.folder), "PYTHONPATH": str(ROOT), **self.environment}

"""A process that runs each act of the program in a child of its own, and has it die at one chosen place.

A place is the moment right before or right after something is written: an SQL statement that changes the log, a file
that is made, moved, removed or put on disk, an APPEND or CREATE at a server. What is written in between cannot be
seen from outside, so all places together are all states that a death can leave behind. The child counts them as it
comes by, and kills itself with SIGKILL at the one that is asked for.

test_crashes.py starts this with `python -m`; it reads one order a line and answers each with one line, both JSON: see
Order and Outcome.
"""

from __future__ import annotations

import ctypes
import functools
import io
import json
import os
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypedDict

from watcher import daemon
from watcher.cli import grace
from watcher.config import load
from watcher.learning import versions
from watcher.mailboxes.imap_connection import Connection
from watcher.reading.classifier import Classifier

_WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "COMMIT")


class Order(TypedDict):
    """One act.

    Args:
        act: "pass", "promote", or the words of a command of `grace`.
        config, data: as for every command.
        now: ISO 8601, for a pass.
        place: where to die, 1 for the first place; 0 to live.
        plain: whether root gives up its right to read and write everything.
    """

    act: list[str]
    config: str
    data: str
    now: str
    place: int
    plain: bool


class Outcome(TypedDict):
    """What became of an act.

    Args:
        killed: False where it ended by itself.
        code: 0, or what went wrong; of no meaning where it was killed.
        places: what was about to be written or had been, up to the end.
        said: what it wrote to stdout and stderr.
    """

    killed: bool
    code: int
    places: list[str]
    said: str


class Places:
    """Counts the places that a child comes by, and ends it at one of them.

    Args:
        pipe: where each is told.
        last: where to die.
    """

    def __init__(self, pipe: int, last: int) -> None:
        self._pipe, self._last, self._count = pipe, last, 0

    def __call__(self, name: str) -> None:
        self._count += 1
        os.write(self._pipe, f"{name}\n".encode())
        if self._count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, what: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(*args: Any, **more: Any) -> Any:
            self(f"before {what}")
            found = function(*args, **more)
            self(f"after {what}")
            return found

        return run


def _writes(sql: str) -> str:
    """The first words of a statement that changes the file; "" for any other."""
    words = sql.split()
    if not words:
        return ""
    if words[0].upper() == "PRAGMA":
        return (
            " ".join(words[:2]) if words[1].lower() in ("user_version", "journal_mode") and "=" in sql else ""
        )
    return " ".join(words[:5]) if words[0].upper() in _WRITING else ""


def observe(place: Places) -> None:
    """In the child: from now on every write is a place. Nothing that it does is changed."""

    class Observed(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            what = _writes(sql)
            return (
                place.around(what, super().execute)(sql, *values) if what else super().execute(sql, *values)
            )

    plain = sqlite3.connect

    def connect(*args: Any, **more: Any) -> sqlite3.Connection:
        # Less patient with another program than in life: a test waits for it.
        return plain(*args, **{**more, "factory": Observed, "timeout": 1})

    sqlite3.connect = connect  # type: ignore[assignment]
    for name in ("mkdir", "rename", "replace", "unlink", "rmdir", "fsync"):
        setattr(os, name, place.around(name, getattr(os, name)))
    _observe_open(place)
    Connection.append = place.around("APPEND", Connection.append)  # type: ignore[method-assign]
    Connection.create = place.around("CREATE", Connection.create)  # type: ignore[method-assign]


def _observe_open(place: Places) -> None:
    import builtins

    plain, plain_os = io.open, os.open

    def opened(file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        writes = set(mode) & set("wxa+") and not isinstance(file, int)
        return (place.around("open", plain) if writes else plain)(file, mode, *args, **more)

    def opened_by_system(path: Any, flags: int, *args: Any, **more: Any) -> int:
        makes = flags & os.O_CREAT
        number: int = (place.around("create", plain_os) if makes else plain_os)(path, flags, *args, **more)
        return number

    builtins.open = io.open = opened  # type: ignore[assignment]
    os.open = opened_by_system


def _promote(data: Path, model: Path) -> int:
    """What a training does once its model has passed the gate: written in the workshop, taken into use."""
    with versions.workshop(data) as part:
        for file in ("model.json", "weights.npz"):
            (part / file).write_bytes((model / file).read_bytes())
        about = json.loads((model / "about.json").read_text(encoding="utf-8"))
        name, at = about["name"], datetime.fromisoformat(about["at"])
        versions.promote(data, part, versions.Version(name, at, {"rejection": 1}, {}))
    return 0


def _act(order: Order) -> int:
    data, words = Path(order["data"]), order["act"]
    if words == ["pass"]:
        outcomes = daemon.once(load(Path(order["config"])), data, datetime.fromisoformat(order["now"]))
        errors = [error for _, error in outcomes if error]
        for error in errors:
            print(error, flush=True)
        return 1 if errors else 0
    if words[0] == "promote":
        return _promote(data, Path(words[1]))
    try:
        grace.main([*words, "--config", order["config"], "--data", order["data"], "--plain"])
    except SystemExit as ended:
        return int(ended.code or 0)


def _give_up_rights() -> None:
    """From now on root, too, may only do what the modes of its files say (Linux, capset(2))."""
    version_3, of_this_process = 0x20080522, 0
    header, nothing = (ctypes.c_uint32 * 2)(version_3, of_this_process), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing):
        raise OSError(ctypes.get_errno(), "capset")


def _child(order: Order, pipe: int, said: int) -> NoReturn:
    code = 70
    try:
        os.dup2(said, 1)
        os.dup2(said, 2)
        if order["plain"]:
            _give_up_rights()
        observe(Places(pipe, order["place"]))
        code = _act(order)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - a child must never go on as its parent
        print(f"{type(error).__name__}: {error}", flush=True)
    finally:
        os._exit(code)


def one_act(order: Order) -> Outcome:
    """Runs one act in a child and waits until there is nothing left of it."""
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.close(reading)
            _child(order, writing, said.fileno())
        os.close(writing)
        with open(reading, encoding="utf-8") as told:
            places = told.read().splitlines()
        _, status = os.waitpid(child, 0)
        said.seek(0)
        words = said.read().decode(errors="replace")
    killed = os.WIFSIGNALED(status)
    code = -1 if killed else os.WEXITSTATUS(status)
    return {"killed": killed, "code": code, "places": places, "said": words}


def main() -> None:
    # Read once, here: a child of ours has it in memory.
    shipped = Classifier.load()
    plain = Classifier.load
    Classifier.load = lambda *folder: plain(*folder) if folder else shipped  # type: ignore[method-assign]
    for line in sys.stdin:
        print(json.dumps(one_act(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

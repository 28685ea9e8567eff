"""A process that has imported everything, and runs each pass in a child of its own that it can kill -9.

A fresh interpreter spends most of its life on imports, where a kill proves little. test_kill.py starts this
with `python -m`; it reads one order a line and answers each with one line, both JSON: see Order and Outcome.
What the child was about when it died is seen in memory that it shares with its parent.
"""

from __future__ import annotations

import json
import mmap
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypedDict

from watcher import daemon
from watcher.config import load
from watcher.mailboxes.gmail import Gmail
from watcher.mailboxes.gmail_api import Api
from watcher.mailboxes.imap import Imap
from watcher.mailboxes.imap_connection import Connection
from watcher.store import Store

PHASES = ("in a transaction", "in an APPEND", "in a FETCH")
#: What a pass says of itself, a byte each: new mail is about to be read, a draft to be claimed, to be saved.
_SAID = {b"p": "poll", b"c": "claim", b"a": "append"}
_CONFIRMED = b"d"


class Order(TypedDict):
    """One pass.

    Args:
        config, data, now: as for `grace once`.
        moment: "start", or "poll", "claim", "append": when mail is about to be read, a draft to be claimed,
            to be saved.
        nth: at which such moment of the pass, 1 for the first.
        delay: seconds from that moment to the kill, None to leave the pass alone.
    """

    config: str
    data: str
    now: str
    moment: str
    nth: int
    delay: float | None


class Outcome(TypedDict):
    """What became of the pass.

    Args:
        killed: False where it ended before the kill.
        code: 0, or 1 where it reported an error; of no meaning where it was killed.
        lasted: by moment, seconds from the start and the poll to the end, from the last claim and the last
            append to the confirmation.
        during: what it was about when it ended, of PHASES.
    """

    killed: bool
    code: int
    lasted: dict[str, float]
    during: list[str]


_marks = mmap.mmap(-1, len(PHASES))


def _marked(phase: int, function: Callable[..., object]) -> Callable[..., object]:
    def run(*args: object) -> object:
        _marks[phase] = 1
        try:
            return function(*args)
        finally:
            _marks[phase] = 0

    return run


def _observe() -> None:
    """Lets every pass show what it is about. Nothing that it does is changed."""
    transaction = Store.transaction

    @contextmanager
    def marked_transaction(store: Store) -> Iterator[None]:
        _marks[0] = 1
        with transaction(store):
            yield
        _marks[0] = 0

    Store.transaction = marked_transaction  # type: ignore[method-assign, assignment]
    Connection.append = _marked(1, Connection.append)  # type: ignore[method-assign, assignment]
    Connection.fetch = _marked(2, Connection.fetch)  # type: ignore[method-assign, assignment]
    Api.create_draft = _marked(1, Api.create_draft)  # type: ignore[method-assign, assignment]
    Api.raw = _marked(2, Api.raw)  # type: ignore[method-assign, assignment]


def _tell_of_moments(pipe: int) -> None:
    """In the child: says when each moment has come, and when a draft has been confirmed."""

    def told(what: bytes, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: object) -> object:
            os.write(pipe, what)
            return function(*args)

        return run

    move = Store.move

    def told_move(store: Store, mail_id: int, state: str, to: str, *args: object, **more: object) -> bool:
        if to == "claimed":
            os.write(pipe, b"c")
        moved = move(store, mail_id, state, to, *args, **more)  # type: ignore[arg-type]
        if to == "drafted":
            os.write(pipe, _CONFIRMED)
        return moved

    Store.move = told_move  # type: ignore[method-assign, assignment]
    Imap.fetch_since = told(b"p", Imap.fetch_since)  # type: ignore[method-assign]
    Gmail.fetch_since = told(b"p", Gmail.fetch_since)  # type: ignore[method-assign]
    Connection.append = told(b"a", Connection.append)  # type: ignore[method-assign]
    Api.create_draft = told(b"a", Api.create_draft)  # type: ignore[method-assign]


def _child(order: Order, pipe: int) -> NoReturn:
    code = 70
    try:
        _tell_of_moments(pipe)
        outcomes = daemon.once(
            load(Path(order["config"])), Path(order["data"]), datetime.fromisoformat(order["now"])
        )
        errors = [error for _, error in outcomes if error]
        for error in errors:
            print(error, file=sys.stderr, flush=True)
        code = 1 if errors else 0
    except BaseException as error:  # noqa: BLE001 - a child must never go on as its parent
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def _until_killed_or_ended(child: int, order: Order, pipe: int) -> dict[str, float]:
    """Watches over the child and kills it at its moment. Gives what `Outcome.lasted` says."""
    delay, began = order["delay"], time.monotonic()
    kill_at = began + delay if delay is not None and order["moment"] == "start" else None
    seen: dict[str, float] = {}
    lasted: dict[str, float] = {}
    to_come = order["nth"]
    while True:
        left = None if kill_at is None else max(0.0, kill_at - time.monotonic())
        if not select.select([pipe], [], [], left)[0]:
            os.kill(child, signal.SIGKILL)
            return lasted
        said, at = os.read(pipe, 1), time.monotonic()
        if not said:  # the child has ended
            polled = {"poll": at - seen["poll"]} if "poll" in seen else {}
            return lasted | polled | {"start": at - began}
        if said == _CONFIRMED:
            lasted |= {moment: at - seen[moment] for moment in ("claim", "append") if moment in seen}
            continue
        seen[_SAID[said]] = at
        if _SAID[said] == order["moment"] and delay is not None:
            to_come -= 1
            kill_at = at + delay if to_come == 0 else kill_at


def one_pass(order: Order) -> Outcome:
    """Runs one pass in a child and waits until there is nothing left of it."""
    _marks[:] = bytes(len(PHASES))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(order, writing)
    os.close(writing)
    lasted = _until_killed_or_ended(child, order, reading)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    killed = os.WIFSIGNALED(status)
    return {
        "killed": killed,
        "code": -1 if killed else os.WEXITSTATUS(status),
        "lasted": lasted,
        "during": [phase for phase, mark in zip(PHASES, _marks[:], strict=True) if mark],
    }


def main() -> None:
    _observe()
    for line in sys.stdin:
        print(json.dumps(one_pass(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

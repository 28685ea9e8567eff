"""A line to a server on this machine that counts what goes over it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass


@dataclass
class Talk:
    """One connection.

    Args:
        began, ended: by the monotonic clock; ended is 0 while it lasts.
        bytes: both ways.
        turns: how often the client spoke after the server had: each is a round trip.
    """

    began: float
    ended: float = 0.0
    bytes: int = 0
    turns: int = 0
    speaks: str = "server"


class Counting:
    """Listens on `port` and passes all on to another one. `talks` are the connections so far, in order."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port: int = self._listening.getsockname()[1]
        self.talks: list[Talk] = []

    def __enter__(self) -> Counting:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def ended(self, count: int) -> bool:
        """Whether so many connections are over."""
        return sum(bool(talk.ended) for talk in self.talks) >= count

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            talk = Talk(time.monotonic())
            self.talks.append(talk)
            server = socket.create_connection(("127.0.0.1", self._to))
            for name, source, sink in (("client", client, server), ("server", server, client)):
                threading.Thread(target=_pass_on, args=(talk, name, source, sink), daemon=True).start()


def _pass_on(talk: Talk, name: str, source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            talk.bytes += len(data)
            talk.turns += name == "client" and talk.speaks == "server"
            talk.speaks = name
            sink.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        if name == "client":
            talk.ended = time.monotonic()

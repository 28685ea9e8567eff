"""A line that breaks now and then: a proxy for any protocol of question and answer, such as IMAP and HTTP."""

from __future__ import annotations

import contextlib
import random
import select
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.servers.running import HOST

#: Before what was asked gets through; after it got through and was answered; in the middle of the answer.
KINDS = ("before", "after", "within")


@dataclass
class Cutting:
    """The proxy. `port` is where to connect.

    Args:
        to: the port of the server.
        share: of all that is asked, how much is cut; may be changed at any time.
        asked: how often something was sent to the server.
        cuts: how often each kind of cut was made.
    """

    to: int
    share: float
    random: random.Random
    asked: int = 0
    cuts: Counter[str] = field(default_factory=Counter)
    port: int = 0
    host: str = HOST

    def serve(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listening.accept()
                threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, socket.create_connection((HOST, self.to)) as server:
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            cut = ""
            while True:
                for ready in select.select([client, server], [], [])[0]:
                    data = ready.recv(2**18)
                    if not data:
                        return
                    if ready is server:
                        if cut:
                            client.sendall(data[: len(data) // 2 if cut == "within" else 0])
                            return
                        client.sendall(data)
                        continue
                    cut = self._roll()
                    if cut == "before":
                        return
                    server.sendall(data)

    def _roll(self) -> str:
        self.asked += 1
        if self.random.random() >= self.share:
            return ""
        kind = self.random.choice(KINDS)
        self.cuts[kind] += 1
        return kind


@contextmanager
def cutting(to: int, share: float, seed: str) -> Iterator[Cutting]:
    proxy = Cutting(to, share, random.Random(seed))
    with socket.create_server((HOST, 0), backlog=100) as listening:
        proxy.port = int(listening.getsockname()[1])
        thread = threading.Thread(target=proxy.serve, args=(listening,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)

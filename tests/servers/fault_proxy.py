"""A bad line to a server: a proxy on this machine that knows IMAP commands and HTTP requests, and spoils one of them.

with faulty(ImapProxy(server.port)) as proxy:  # or HttpProxy
    proxy.begin(Fault(place=12, kind="done, cut before the answer"))
    ... what connects to proxy.port ...
    assert proxy.met

Each thing that a program says and waits for is a place: the greeting, a command, each literal of a command (RFC 3501
4.3), a request. Places are counted over all connections since `begin`, and `places` names them. A command is passed on
when it is complete, so a server never sees half of one unless that is the fault.
"""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from tests.servers.running import HOST

#: What may happen to any place, whatever the protocol.
CUTS = (
    "cut before",
    "cut within the command",
    "done, cut before the answer",
    "cut within the answer",
    "cut after the answer",
)
#: The program gives up by itself, after its timeout.
STALLS = ("silent", "done, then silent", "silent within the answer", "done once it gave up")
GARBLED = "garbled answer"
OTHERS = ("slow", GARBLED)
#: To every such command until it is told to be good.
TO_ALL = "NO to all such"
_TRIES = 3
PATIENCE = 30.0
_SLOW = 0.02


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Args:
        place: at which place, 0 for the first.
        kind: one of the proxy's `kinds`.
        seed: at which of its bytes, where there is a choice.
        lasting: also to the next two tries of the very same, as Google's library makes them; it makes none after an
            answer that is garbled.
        byte: where it is cut or falls silent, within the command or within the answer; somewhere if None.
    """

    place: int
    kind: str
    seed: str = ""
    lasting: bool = False
    byte: int | None = None


class OverError(Exception):
    """This connection has ended."""


@dataclass
class Turn:
    """What the program said, and what can be done about it.

    Args:
        name: of the place.
        said: its bytes.
        tag: of an IMAP command, "*" before there is any.
        ask: has the server do it and gives the answer.
        ask_half: passes on so many bytes of it and breaks off.
        line: of an IMAP command, its first.
    """

    name: str
    said: bytes
    tag: str
    ask: Callable[[], bytes]
    ask_half: Callable[[int], None]
    line: bytes = b""


class FaultProxy(ABC):
    """Serves one connection after the other.

    Attributes:
        places: the names of the places met since `begin`.
        sizes: of the last command and of its answer at each place, in bytes; only where nothing went wrong.
        met: whether the fault has happened.
    """

    kinds: Sequence[str]

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listening = socket.create_server((HOST, 0))
        self.port = int(self._listening.getsockname()[1])
        self._serving = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._client: socket.socket | None = None
        self.errors: list[Exception] = []
        self.begin(None)
        self._thread.start()

    def begin(self, fault: Fault | None) -> None:
        """Forgets the places, and what shall go wrong from now on."""
        self.places: list[str] = []
        self.sizes: list[tuple[int, int]] = []
        self.met = False
        self._fault = fault
        self._spoilt: list[bytes] = []
        self._random = random.Random(f"{fault}")

    def be_good(self) -> None:
        """Nothing more goes wrong."""
        self._fault = None

    def wait(self) -> None:
        """Until the connection that was last made is over, and what was kept back has been passed on."""
        if not self._serving.acquire(timeout=PATIENCE):
            raise AssertionError("a connection does not end")
        self._serving.release()

    def stop(self) -> None:
        for one in (self._listening, self._client):
            with contextlib.suppress(OSError, AttributeError):
                one.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
        self._listening.close()
        self._thread.join(5)

    @abstractmethod
    def _talk(self, client: BinaryIO) -> None:
        """One connection, to its end."""

    @abstractmethod
    def _answered(self, turn: Turn, kind: str) -> bytes:
        """What is said in the server's place."""

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with self._serving:
                self._client = client
                client.settimeout(PATIENCE)
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                try:
                    with client, client.makefile("rwb") as stream:
                        self._talk(stream)
                except (OverError, OSError):
                    pass  # the other side is gone
                except Exception as error:  # noqa: BLE001 - shown by the test
                    self.errors.append(error)

    # What goes wrong --------------------------------------------------------------------------------------

    def _serve(self, client: BinaryIO, turn: Turn) -> str:
        """Does what was asked, or spoils it. Gives the kind of fault, "" for none."""
        place, fault = len(self.places), self._fault
        self.places.append(turn.name)
        if fault is None or not (place == fault.place or self._again(turn, fault)):
            self._spoilt.clear()
            answer = turn.ask()
            self.sizes.append((len(turn.said), len(answer)))
            send(client, answer)
            return ""
        self.met = True
        self._spoilt.append(turn.said)
        self._spoil(client, turn, fault.kind)
        return fault.kind

    def _again(self, turn: Turn, fault: Fault) -> bool:
        if fault.kind == TO_ALL:
            return self.met and turn.name == self.places[fault.place]
        return fault.lasting and fault.kind != GARBLED and 0 < self._spoilt.count(turn.said) < _TRIES

    def _spoil(self, client: BinaryIO, turn: Turn, kind: str) -> None:
        if kind == "cut within the command":
            turn.ask_half(self._byte(0, len(turn.said)))
        if kind.startswith("cut within the c") or kind == "cut before":
            raise self._cut()
        if kind in ("silent", "done once it gave up"):
            self._until_it_gives_up(client)
            if kind == "done once it gave up":
                turn.ask()
            raise OverError
        if kind == "slow":
            time.sleep(_SLOW)  # this is the fault, not a way to wait for something
        answer = self._answered(turn, kind) if kind not in (*CUTS, *STALLS, *OTHERS) else b""
        if answer:
            send(client, answer)
            if kind == "BYE":
                raise OverError
            return
        self._spoil_answer(client, turn.ask(), kind)

    def _spoil_answer(self, client: BinaryIO, whole: bytes, kind: str) -> None:
        if kind == "done, cut before the answer":
            raise self._cut()
        if kind == "done, then silent":
            self._until_it_gives_up(client)
        half = whole[: self._byte(1, len(whole))]
        if kind == "cut within the answer":
            send(client, half)
            raise self._cut()
        if kind == "silent within the answer":
            send(client, half)
            self._until_it_gives_up(client)
        if kind.startswith(("done, then", "silent")):
            raise OverError
        send(client, self._garbled(whole) if kind == GARBLED else whole)
        if kind == "cut after the answer":
            raise OverError

    def _garbled(self, answer: bytes) -> bytes:
        """From some byte on nothing but bytes that no text holds.

        To the end: an answer that is spoilt in its midst may say something else that makes sense, and then only TLS can
        tell. With TLS every spoilt byte is a cut.
        """
        first = self._random.randrange(len(answer))
        return answer[:first] + b"\xff" * (len(answer) - first)

    def _byte(self, first: int, end: int) -> int:
        if self._fault and self._fault.byte is not None:
            return self._fault.byte
        return self._random.randrange(first, max(first + 1, end))

    def _cut(self) -> OverError:
        """Half of the time the hard way: what is on the line is lost (RST), and not only what would have come."""
        if self._client and self._random.random() < 0.5:
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return OverError()

    def _until_it_gives_up(self, client: BinaryIO) -> None:
        with contextlib.suppress(OSError):
            while client.read1(4096):  # type: ignore[attr-defined]
                pass


_P = TypeVar("_P", bound=FaultProxy)


@contextlib.contextmanager
def faulty(proxy: _P) -> Iterator[_P]:
    """Stops it in the end, and fails where the proxy itself broke."""
    try:
        yield proxy
    finally:
        proxy.stop()
    if proxy.errors:
        raise proxy.errors[0]


def read_line(stream: BinaryIO) -> bytes:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise OverError
    return line


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise OverError
    return content


def send(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)
    stream.flush()

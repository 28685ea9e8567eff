"""A bad line to a server: a proxy on this machine that knows IMAP commands and HTTP requests, and spoils one of them.

with faulty(ImapProxy(server.port)) as proxy:
    proxy.begin(Fault(place=12, kind="done, cut before the answer"))
    ... what connects to proxy.port ...
    assert proxy.met

Each thing that a program says and waits for is a place: the greeting, a command, each literal of a command (RFC 3501
4.3), a request. Places are counted over all connections since `begin`, and `places` names them. A command is passed on
when it is complete, so a server never sees half of one unless that is the fault.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import io
import random
import re
import socket
import struct
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, ClassVar, TypeVar

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
_REFUSING = ("NO", "BAD", "done, yet NO", "garbled command", TO_ALL)
_TRIES = 3
_PATIENCE = 30.0
_SLOW = 0.02
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n$")
_ID = re.compile(r"(?<=/)(messages|threads|drafts)/[^/]+")


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


class _OverError(Exception):
    """This connection has ended."""


@dataclass
class _Turn:
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
        if not self._serving.acquire(timeout=_PATIENCE):
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
    def _answered(self, turn: _Turn, kind: str) -> bytes:
        """What is said in the server's place."""

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with self._serving:
                self._client = client
                client.settimeout(_PATIENCE)
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                try:
                    with client, client.makefile("rwb") as stream:
                        self._talk(stream)
                except (_OverError, OSError):
                    pass  # the other side is gone
                except Exception as error:  # noqa: BLE001 - shown by the test
                    self.errors.append(error)

    # What goes wrong --------------------------------------------------------------------------------------

    def _serve(self, client: BinaryIO, turn: _Turn) -> str:
        """Does what was asked, or spoils it. Gives the kind of fault, "" for none."""
        place, fault = len(self.places), self._fault
        self.places.append(turn.name)
        if fault is None or not (place == fault.place or self._again(turn, fault)):
            self._spoilt.clear()
            answer = turn.ask()
            self.sizes.append((len(turn.said), len(answer)))
            _send(client, answer)
            return ""
        self.met = True
        self._spoilt.append(turn.said)
        self._spoil(client, turn, fault.kind)
        return fault.kind

    def _again(self, turn: _Turn, fault: Fault) -> bool:
        if fault.kind == TO_ALL:
            return self.met and turn.name == self.places[fault.place]
        return fault.lasting and fault.kind != GARBLED and 0 < self._spoilt.count(turn.said) < _TRIES

    def _spoil(self, client: BinaryIO, turn: _Turn, kind: str) -> None:
        if kind == "cut within the command":
            turn.ask_half(self._byte(0, len(turn.said)))
        if kind.startswith("cut within the c") or kind == "cut before":
            raise self._cut()
        if kind in ("silent", "done once it gave up"):
            self._until_it_gives_up(client)
            if kind == "done once it gave up":
                turn.ask()
            raise _OverError
        if kind == "slow":
            time.sleep(_SLOW)  # this is the fault, not a way to wait for something
        answer = self._answered(turn, kind) if kind not in (*CUTS, *STALLS, *OTHERS) else b""
        if answer:
            _send(client, answer)
            if kind == "BYE":
                raise _OverError
            return
        self._spoil_answer(client, turn.ask(), kind)

    def _spoil_answer(self, client: BinaryIO, whole: bytes, kind: str) -> None:
        if kind == "done, cut before the answer":
            raise self._cut()
        if kind == "done, then silent":
            self._until_it_gives_up(client)
        half = whole[: self._byte(1, len(whole))]
        if kind == "cut within the answer":
            _send(client, half)
            raise self._cut()
        if kind == "silent within the answer":
            _send(client, half)
            self._until_it_gives_up(client)
        if kind.startswith(("done, then", "silent")):
            raise _OverError
        _send(client, self._garbled(whole) if kind == GARBLED else whole)
        if kind == "cut after the answer":
            raise _OverError

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

    def _cut(self) -> _OverError:
        """Half of the time the hard way: what is on the line is lost (RST), and not only what would have come."""
        if self._client and self._random.random() < 0.5:
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return _OverError()

    def _until_it_gives_up(self, client: BinaryIO) -> None:
        with contextlib.suppress(OSError):
            while client.read1(4096):  # type: ignore[attr-defined]
                pass


class ImapProxy(FaultProxy):
    """In front of an IMAP server, without TLS."""

    kinds = (*CUTS, *STALLS, *OTHERS, "garbled command", "NO", "BAD", "BYE", "done, yet NO", TO_ALL)
    _server: BinaryIO | None = None

    def _talk(self, client: BinaryIO) -> None:
        with socket.create_connection((HOST, self._server_port), _PATIENCE) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with sock.makefile("rwb") as server:
                self._server = server
                hello = _line(server)
                self._serve(client, _Turn("greeting", b"", "*", lambda: hello, lambda count: None))
                while True:
                    self._command(client, server)

    def _command(self, client: BinaryIO, server: BinaryIO) -> None:
        """One command with all its literals."""
        line = _line(client)
        tag, name = _tag_and_name(line)
        parts = [line]
        while (literal := _LITERAL.search(parts[-1])) or (name == "AUTHENTICATE" and len(parts) == 1):
            if not (literal and literal[2]):
                more = f"{name}, before its literal" if len(parts) == 1 else f"{name}, between literals"
                told = b"+ go on\r\n" if literal else b"+ \r\n"
                turn = _Turn(more, parts[-1], tag, lambda told=told: told, lambda count: None, line)  # type: ignore[misc]
                if self._serve(client, turn) in _REFUSING:
                    return  # it does not go on with a command that was refused
            content = _exactly(client, int(literal[1])) if literal else b""
            parts.append(content + _line(client))
        ask = self._asking(server, tag, parts)
        half = functools.partial(_ask_half, server, parts)
        self._serve(client, _Turn(name, parts[-1], tag, ask, half, line))
        if name == "LOGOUT":
            raise _OverError

    def _asking(self, server: BinaryIO, tag: str, parts: list[bytes]) -> Callable[[], bytes]:
        def ask() -> bytes:
            answer = b""
            for part in parts:
                _send(server, part)
                answer = _answer(server, tag)
                if not answer.startswith(b"+"):
                    break
            return answer

        return ask

    def _answered(self, turn: _Turn, kind: str) -> bytes:
        if kind == "done, yet NO":
            turn.ask()
        if kind == "garbled command" and self._server and turn.line:
            tag, name, rest = (*turn.line.split(b" ", 2), b"\r\n")[:3]
            at = self._random.randrange(len(name.strip()))
            _send(self._server, b" ".join([tag, name[:at] + b"\xff" + name[at + 1 :], rest]))
            return _answer(self._server, turn.tag)
        kind = "BAD" if kind == "garbled command" else kind
        kind = "NO" if kind in (TO_ALL, "done, yet NO") else kind
        said = f"{'*' if kind == 'BYE' else turn.tag} {kind} not now\r\n"
        return said.encode()


class HttpProxy(FaultProxy):
    """In front of an HTTP server."""

    _statuses: ClassVar[dict[str, tuple[int, str, dict[str, str]]]] = {
        "500": (500, "backendError", {}),
        "503": (503, "backendError", {"Retry-After": "1"}),
        "429": (429, "rateLimitExceeded", {"Retry-After": "1"}),
        "403": (403, "userRateLimitExceeded", {}),
        "401": (401, "authError", {}),
        "done, yet 503": (503, "backendError", {}),
    }
    kinds = (*CUTS, *STALLS, *OTHERS, *_statuses)

    def _talk(self, client: BinaryIO) -> None:
        while True:
            head = b"".join(iter(lambda: _line(client), b"\r\n"))
            first, _, rest = head.partition(b"\r\n")
            method, path, _ = first.decode("ascii").split(" ", 2)
            headers = http.client.parse_headers(io.BytesIO(rest + b"\r\n"))
            body = _exactly(client, int(headers.get("Content-Length") or 0))
            said = head + b"\r\n" + body
            place = _ID.sub(r"\1/ID", path.partition("?")[0]).removeprefix("/gmail/v1/users/me")
            name = f"{method} {place}"
            self._serve(
                client,
                _Turn(
                    name,
                    said,
                    "",
                    lambda m=method, p=path, b=body, h=dict(headers): self._ask(m, p, b, h),  # type: ignore[misc]
                    lambda count, said=said: self._ask_half(said[:count]),  # type: ignore[misc]
                ),
            )

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        connection = http.client.HTTPConnection(HOST, self._server_port, timeout=_PATIENCE)
        try:
            kept = {name: value for name, value in headers.items() if name.lower() != "connection"}
            connection.request(method, path, body or None, kept)
            answer = connection.getresponse()
            return _response(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def _ask_half(self, said: bytes) -> None:
        with socket.create_connection((HOST, self._server_port), _PATIENCE) as sock:
            sock.sendall(said)

    def _answered(self, turn: _Turn, kind: str) -> bytes:
        status, reason, headers = self._statuses[kind]
        if kind == "done, yet 503":
            turn.ask()
        body = (
            f'{{"error": {{"code": {status}, "errors": [{{"reason": "{reason}"}}], "message": "not now"}}}}'
        )
        return _response(status, {"Content-Type": "application/json", **headers}, body.encode())


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


def _response(status: int, headers: dict[str, str], body: bytes) -> bytes:
    left_out = {"connection", "keep-alive", "transfer-encoding", "content-length"}
    kept = [f"{name}: {value}" for name, value in headers.items() if name.lower() not in left_out]
    reason = http.client.responses.get(status, "")
    lines = [f"HTTP/1.1 {status} {reason}", *kept, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def _tag_and_name(line: bytes) -> tuple[str, str]:
    words = line.decode("ascii", "replace").split()
    name = words[1].upper() if len(words) > 1 else ""
    return words[0], f"UID {words[2].upper()}" if name == "UID" else name


def _answer(server: BinaryIO, tag: str) -> bytes:
    """Up to the tagged line, or to one that asks for more."""
    answer = b""
    while True:
        first = line = _line(server)
        answer += line
        while literal := _LITERAL.search(line):
            content, line = _exactly(server, int(literal[1])), _line(server)
            answer += content + line
        if first.startswith((tag.encode() + b" ", b"+")):
            return answer


def _ask_half(server: BinaryIO, parts: list[bytes], count: int) -> None:
    """All parts of a command but the last, and of that one so many bytes."""
    for part in parts[:-1]:
        _send(server, part)
        _line(server)
    _send(server, parts[-1][:count])


def _line(stream: BinaryIO) -> bytes:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise _OverError
    return line


def _exactly(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise _OverError
    return content


def _send(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)
    stream.flush()

"""A bad line to an IMAP server: fault_proxy.py tells how."""

from __future__ import annotations

import functools
import re
import socket
from collections.abc import Callable
from typing import BinaryIO

from tests.servers.fault_proxy import (
    CUTS,
    OTHERS,
    PATIENCE,
    STALLS,
    TO_ALL,
    FaultProxy,
    OverError,
    Turn,
    read_exactly,
    read_line,
    send,
)
from tests.servers.running import HOST

_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n$")
_REFUSING = ("NO", "BAD", "done, yet NO", "garbled command", TO_ALL)


class ImapProxy(FaultProxy):
    """In front of an IMAP server, without TLS."""

    kinds = (*CUTS, *STALLS, *OTHERS, "garbled command", "NO", "BAD", "BYE", "done, yet NO", TO_ALL)
    _server: BinaryIO | None = None

    def _talk(self, client: BinaryIO) -> None:
        with socket.create_connection((HOST, self._server_port), PATIENCE) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with sock.makefile("rwb") as server:
                self._server = server
                hello = read_line(server)
                self._serve(client, Turn("greeting", b"", "*", lambda: hello, lambda count: None))
                while True:
                    self._command(client, server)

    def _command(self, client: BinaryIO, server: BinaryIO) -> None:
        """One command with all its literals."""
        line = read_line(client)
        tag, name = _tag_and_name(line)
        parts = [line]
        while (literal := _LITERAL.search(parts[-1])) or (len(parts) == 1 and _is_half(line, name)):
            if not (literal and literal[2]):
                more = f"{name}, before its literal" if len(parts) == 1 else f"{name}, between literals"
                told = b"+ go on\r\n" if literal else b"+ \r\n"
                turn = Turn(more, parts[-1], tag, lambda told=told: told, lambda count: None, line)  # type: ignore[misc]
                if self._serve(client, turn) in _REFUSING:
                    return  # it does not go on with a command that was refused
            content = read_exactly(client, int(literal[1])) if literal else b""
            parts.append(content + read_line(client))
        ask = self._asking(server, tag, parts)
        half = functools.partial(_ask_half, server, parts)
        self._serve(client, Turn(name, parts[-1], tag, ask, half, line))
        if name == "LOGOUT":
            raise OverError

    def _asking(self, server: BinaryIO, tag: str, parts: list[bytes]) -> Callable[[], bytes]:
        def ask() -> bytes:
            answer = b""
            for part in parts:
                send(server, part)
                answer = _answer(server, tag)
                if not answer.startswith(b"+"):
                    break
            return answer

        return ask

    def _answered(self, turn: Turn, kind: str) -> bytes:
        if kind == "done, yet NO":
            turn.ask()
        if kind == "garbled command" and self._server and turn.line:
            tag, name, rest = (*turn.line.split(b" ", 2), b"\r\n")[:3]
            at = self._random.randrange(len(name.strip()))
            send(self._server, b" ".join([tag, name[:at] + b"\xff" + name[at + 1 :], rest]))
            return _answer(self._server, turn.tag)
        kind = "BAD" if kind == "garbled command" else kind
        kind = "NO" if kind in (TO_ALL, "done, yet NO") else kind
        said = f"{'*' if kind == 'BYE' else turn.tag} {kind} not now\r\n"
        return said.encode()


def _is_half(line: bytes, name: str) -> bool:
    """AUTHENTICATE without its answer, which comes when the server asks; with it (RFC 4959) it is whole."""
    return name == "AUTHENTICATE" and len(line.split()) == 3


def _tag_and_name(line: bytes) -> tuple[str, str]:
    words = line.decode("ascii", "replace").split()
    name = words[1].upper() if len(words) > 1 else ""
    return words[0], f"UID {words[2].upper()}" if name == "UID" else name


def _answer(server: BinaryIO, tag: str) -> bytes:
    """Up to the tagged line, or to one that asks for more."""
    answer = b""
    while True:
        first = line = read_line(server)
        answer += line
        while literal := _LITERAL.search(line):
            content, line = read_exactly(server, int(literal[1])), read_line(server)
            answer += content + line
        if first.startswith((tag.encode() + b" ", b"+")):
            return answer


def _ask_half(server: BinaryIO, parts: list[bytes], count: int) -> None:
    """All parts of a command but the last, and of that one so many bytes."""
    for part in parts[:-1]:
        send(server, part)
        read_line(server)
    send(server, parts[-1][:count])

"""A tiny IMAP server that writes down every line it is sent, and misbehaves on order.

with recording(Script(capabilities="IMAP4rev1")) as server:
    ...
    assert server.lines == [...]
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from tests.servers.running import HOST

_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n$")


@dataclass(frozen=True)
class Script:
    """How the server behaves.

    Args:
        greeting: its first line, without the "* "; "" hangs up at once.
        capabilities: what it claims to be able to.
        answers: by command ("LOGIN", "UID FETCH"), what to answer: the lines before the tagged one and the
            tagged one without its tag. One with "+ " is a challenge, and a line is waited for. "HANG UP" closes the
            connection instead; "SILENCE" never answers.
        cut_literals: hangs up in the middle of a literal.
    """

    greeting: str = "OK ready"
    capabilities: str = "IMAP4rev1 AUTH=PLAIN UIDPLUS"
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cut_literals: bool = False


_USUAL: Mapping[str, tuple[str, ...]] = {
    "AUTHENTICATE": ("OK signed in",),
    "LOGIN": ("OK signed in",),
    "LIST": ('* LIST (\\Drafts) "/" Drafts', '* LIST () "/" INBOX', "OK listed"),
    "EXAMINE": ("* 1 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 2] ok", "OK [READ-ONLY] open"),
    "STATUS": ('* STATUS "INBOX" (UIDVALIDITY 7 UIDNEXT 2 MESSAGES 1)', "OK status"),
    "UID SEARCH": ("* SEARCH", "OK searched"),
    "UID FETCH": ("OK fetched",),
    "APPEND": ("OK [APPENDUID 9 5] stored",),
    "LOGOUT": ("* BYE good bye", "OK out"),
}


class Recording:
    """The running server. `lines` holds every line and literal that came, as text."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.lines: list[str] = []
        self.host = HOST
        self._socket = socket.create_server((HOST, 0))
        self.port = int(self._socket.getsockname()[1])
        self._connections: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def commands(self) -> list[str]:
        """The names of the commands that came, in order."""
        return [_command(line) for line in self.lines if re.match(r"[A-Z]{4}\d+ ", line)]

    def stop(self) -> None:
        """Closes every connection, which wakes the thread whatever it waits for."""
        for sock in (self._socket, *self._connections):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._connections.append(connection)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contextlib.suppress(OSError, EOFError), connection, connection.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream: BinaryIO) -> None:
        if not self.script.greeting:
            return
        _send(stream, f"* {self.script.greeting}")
        while True:
            line = self._line(stream)
            tag = line.partition(" ")[0]
            name = _command(line)
            if name == "AUTHENTICATE" and len(line.split()) == 3:  # without its answer (RFC 4959)
                _send(stream, "+ ")
                self._line(stream)
            for answer in self._answers(name):
                if answer in {"HANG UP", "SILENCE"}:
                    self._wait_or_leave(stream, answer)
                    return
                _send(stream, answer if answer.startswith(("* ", "+ ")) else f"{tag} {answer}")
                if answer.startswith("+ "):
                    self._line(stream)
            if name == "LOGOUT":
                return

    def _answers(self, name: str) -> tuple[str, ...]:
        if name == "CAPABILITY":
            return (f"* CAPABILITY {self.script.capabilities}", "OK done")
        return self.script.answers.get(name) or _USUAL.get(name, ("OK done",))

    def _wait_or_leave(self, stream: BinaryIO, order: str) -> None:
        if order == "SILENCE":
            stream.read(1)

    def _line(self, stream: BinaryIO) -> str:
        """One line; a literal in it is read, acknowledged and recorded as a line of its own."""
        raw = stream.readline()
        if not raw:
            raise EOFError
        self.lines.append(raw.decode("utf-8", "replace").removesuffix("\r\n"))
        literal = _LITERAL.search(raw)
        if literal:
            if not literal[2]:
                _send(stream, "+ go on")
            if self.script.cut_literals:
                stream.read(int(literal[1]) // 2)
                raise EOFError
            content = stream.read(int(literal[1]))
            self.lines.append(content.decode("utf-8", "replace"))
            stream.readline()
        return raw.decode("utf-8", "replace")


@contextlib.contextmanager
def recording(script: Script | None = None) -> Iterator[Recording]:
    server = Recording(script or Script())
    try:
        yield server
    finally:
        server.stop()


def _command(line: str) -> str:
    words = line.split()
    name = words[1].upper() if len(words) > 1 else ""
    return f"UID {words[2].upper()}" if name == "UID" and len(words) > 2 else name


def _send(stream: BinaryIO, line: str) -> None:
    stream.write(line.encode(errors="surrogateescape") + b"\r\n")
    stream.flush()

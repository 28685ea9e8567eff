"""An IMAP server that hands out hostile mail, takes drafts, and holds every byte it is sent against a grammar.

The grammar is that of what a reader needs and no more. What does not fit it to the letter is a breach: a command
that the mail smuggled in, a line end within a line, a literal that is longer or shorter than announced.
"""

from __future__ import annotations

import contextlib
import functools
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from tests.servers.running import HOST

VALIDITY = 7
_FOLDERS = {"INBOX": "", "Drafts": "\\Drafts", "Sent": "\\Sent", "Trash": "\\Trash"}
_QUOTED = rb'"(?:[ !#-\[\]-~]|\\["\\])*"'
_FOLDER = rb'"?(?P<folder>INBOX|Drafts|Sent|Trash)"?'
_DAY = rb"\d{1,2}-[A-Z][a-z]{2}-\d{4}"
_ITEM = rb"(?:RFC822\.SIZE|INTERNALDATE|FLAGS|BODY\.PEEK\[[A-Z. ()-]*\](?:<0\.\d+>)?)"
#: What may be asked, the whole line after its tag.
_GRAMMAR = {
    "CAPABILITY": rb"CAPABILITY",
    "AUTHENTICATE": rb"AUTHENTICATE PLAIN",
    "LIST": rb'LIST "?"? "?\*"?',
    "STATUS": rb"STATUS " + _FOLDER + rb" \(UIDVALIDITY UIDNEXT MESSAGES\)",
    "EXAMINE": rb"EXAMINE " + _FOLDER,
    "RANGE": rb"UID SEARCH UID (?P<first>\d+):(?P<last>\d+|\*)(?: SINCE " + _DAY + rb")?",
    "COPIES": rb"UID SEARCH HEADER Message-ID (?P<id>" + _QUOTED + rb")",
    "ANSWERS": rb"UID SEARCH SINCE "
    + _DAY
    + rb" OR HEADER In-Reply-To (?P<id>"
    + _QUOTED
    + rb") HEADER References (?P=id)",
    "FETCH": rb"UID FETCH (?P<uids>\d+(?:,\d+)*) \((?P<items>" + _ITEM + rb"(?: " + _ITEM + rb")*)\)",
    "APPEND": rb"APPEND " + _FOLDER + rb" \(\\Draft \\Seen\) \{(?P<size>\d+)\}",
    "LOGOUT": rb"LOGOUT",
}
_COMMANDS = {name: re.compile(rb"(?P<tag>[A-Z]{4}\d{1,6}) " + rest) for name, rest in _GRAMMAR.items()}


class MailRecorder:
    """The running server.

    Args:
        mails: what lies in INBOX, read, the first under UID 1.
        delivered_at: of all of them.

    Attributes:
        drafts: what was saved, in order.
        searched: every id that was searched for, as the server understands it.
        breaches: what no reader would send, in words; empty where all is well.
    """

    def __init__(self, mails: Sequence[bytes], delivered_at: datetime) -> None:
        self.folders: dict[str, list[bytes]] = {name: [] for name in _FOLDERS}
        self.folders["INBOX"] += mails
        self.searched: set[str] = set()
        self.breaches: list[str] = []
        self.commands = 0
        self.host = HOST
        self._at = f"{delivered_at:%d-%b-%Y %H:%M:%S %z}"
        self._open: list[bytes] = []
        self._socket = socket.create_server((HOST, 0))
        self.port = int(self._socket.getsockname()[1])
        self._connections: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def drafts(self) -> list[bytes]:
        return self.folders["Drafts"]

    def stop(self) -> None:
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
        stream.write(b"* OK ready\r\n")
        stream.flush()
        while self._command(stream, self._line(stream)):
            stream.flush()
        stream.flush()

    def _line(self, stream: BinaryIO) -> bytes:
        raw = stream.readline()
        if not raw:
            raise EOFError
        if not raw.endswith(b"\r\n"):
            self.breaches.append(f"a line that does not end in CR LF: {raw[:200]!r}")
        return raw.removesuffix(b"\n").removesuffix(b"\r")

    def _command(self, stream: BinaryIO, line: bytes) -> bool:
        """Answers one command. False after the last."""
        self.commands += 1
        for name, pattern in _COMMANDS.items():
            asked = pattern.fullmatch(line)
            if asked:
                getattr(self, f"_{name.lower()}", self._nothing)(stream, asked)
                stream.write(asked["tag"] + b" OK done\r\n")
                return name != "LOGOUT"
        self.breaches.append(f"a command that no reader needs: {line[:200]!r}")
        stream.write(line.split(b" ")[0] + b" BAD what\r\n")
        return True

    def _nothing(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        pass

    def _capability(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        stream.write(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN UIDPLUS SPECIAL-USE\r\n")

    def _authenticate(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        stream.write(b"+ \r\n")
        stream.flush()
        self._line(stream)

    def _list(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        for name, flag in _FOLDERS.items():
            stream.write(f'* LIST ({flag}) "/" {name}\r\n'.encode())

    def _status(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        there = len(self.folders[asked["folder"].decode()])
        items = f"UIDVALIDITY {VALIDITY} UIDNEXT {there + 1} MESSAGES {there}"
        stream.write(b"* STATUS %b (%b)\r\n" % (asked["folder"], items.encode()))

    def _examine(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        self._open = self.folders[asked["folder"].decode()]
        there = len(self._open)
        stream.write(
            f"* {there} EXISTS\r\n* OK [UIDVALIDITY {VALIDITY}] ok\r\n* OK [UIDNEXT {there + 1}] ok\r\n".encode()
        )

    def _range(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        last = len(self._open) if asked["last"] == b"*" else int(asked["last"])
        self._found(stream, range(int(asked["first"]), min(last, len(self._open)) + 1))

    def _copies(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        wanted = re.sub(rb"\\(.)", rb"\1", asked["id"][1:-1])
        self.searched.add(wanted.decode("ascii"))
        self._found(stream, [at for at, mail in enumerate(self._open, 1) if wanted in _header(mail)])

    _answers = _copies

    def _found(self, stream: BinaryIO, uids: Sequence[int]) -> None:
        stream.write(" ".join(["* SEARCH", *map(str, uids)]).encode() + b"\r\n")

    def _fetch(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        items = asked["items"].decode()
        for uid in map(int, asked["uids"].split(b",")):
            mail = self._open[uid - 1]
            answer = [b"UID %d" % uid]
            if "RFC822.SIZE" in items:
                answer.append(b"RFC822.SIZE %d" % len(mail))
            if "INTERNALDATE" in items:
                answer.append(b'INTERNALDATE "%b"' % self._at.encode())
            if "FLAGS" in items:
                answer.append(b"FLAGS (\\Seen)")
            body = re.search(r"BODY\.PEEK(\[.*\])(?:<0\.(\d+)>)?", items)
            if body:
                content = _header(mail) if "HEADER" in body[1] else mail
                start = b""
                if body[2]:
                    content, start = content[: int(body[2])], b"<0>"
                answer.append(b"BODY%b%b {%d}\r\n%b" % (body[1].encode(), start, len(content), content))
            stream.write(b"* %d FETCH (%b)\r\n" % (uid, b" ".join(answer)))

    def _append(self, stream: BinaryIO, asked: re.Match[bytes]) -> None:
        stream.write(b"+ go on\r\n")
        stream.flush()
        content = stream.read(int(asked["size"]))
        if self._line(stream):
            self.breaches.append("a literal longer than announced")
        if asked["folder"] != b"Drafts":
            self.breaches.append(f"a draft in {asked['folder']!r}")
        self.drafts.append(content)
        uid = len(self.drafts)
        stream.write(b"* %d EXISTS\r\n" % uid)


@functools.lru_cache(maxsize=5000)
def _header(mail: bytes) -> bytes:
    """Up to the first empty line, which belongs to it."""
    return re.split(rb"(?<=\n)\r?\n", mail, maxsplit=1)[0] + b"\r\n"


@contextlib.contextmanager
def handing_out(mails: Sequence[bytes], delivered_at: datetime) -> Iterator[MailRecorder]:
    server = MailRecorder(mails, delivered_at)
    try:
        yield server
    finally:
        server.stop()

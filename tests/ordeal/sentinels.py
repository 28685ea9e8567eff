"""Words that nobody else would write, planted wherever mail and secrets have them, and eyes to look for them.

`Watched` runs a command and looks on: at the command lines and the environment of it and of all that it starts.
"""

from __future__ import annotations

import contextlib
import socket
import stat
import subprocess
import threading
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import psutil

from tests.end_to_end.command import Grace
from tests.servers.running import HOST

#: What is planted in a mail, by what it is. The deciding sentence is one of its own: it is kept as evidence.
IN_MAIL = {
    "subject": "Subjectquagga",
    "sender name": "Namequagga",
    "sender address": "addressquagga",
    "copy name": "Copiedquagga",
    "copy address": "copyquagga",
    "body": "Bodyquagga",
    "attachment name": "filequagga",
    "attachment": "Enclosedquagga",
}
#: Secrets of accounts, by what they are; those of OAuth are given by who signs one in.
PASSWORD, WRONG_PASSWORD = "pass-sesame-tapir", "wrong-sesame-tapir"
REFUSAL = (
    "Dear Robin,\n\nThank you for your application. Unfortunately, we will not be moving forward with your "
    "application. We have chosen another candidate.\n\n{body}\n\nKind regards,\n{name} Schmidt\n"
)
ORDINARY = "Hello Robin,\n\nthe soup was lovely on Sunday. {body} See you next week.\n\n{name}\n"


def planted(number: int, text: str, at: datetime, tag: str) -> bytes:
    """A mail with all of them; `tag` is added to each, so that one mail can be told from another."""
    word = {what: one + tag for what, one in IN_MAIL.items()}
    mail = EmailMessage()
    mail["From"] = f"{word['sender name']} Schmidt <{word['sender address']}@acme.example>"
    mail["To"] = "robin@example.org"
    mail["Cc"] = f"{word['copy name']} Moss <{word['copy address']}@acme.example>"
    mail["Subject"] = f"Your application {word['subject']}"
    mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{number}-{tag}@acme.example>"
    mail.set_content(text.format(body=word["body"], name=word["sender name"]))
    mail.add_attachment(word["attachment"], filename=word["attachment name"] + ".txt")
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def found_in(text: str, words: Mapping[str, str]) -> set[str]:
    """By what they are, the words that a text holds, in whatever case."""
    low = text.lower()
    return {what for what, word in words.items() if word.lower() in low}


@dataclass
class Told:
    """What a command said, and what could be seen of it from outside while it ran."""

    code: int
    out: str
    err: str
    seen: set[str] = field(default_factory=set)
    processes: int = 0


class Eyes:
    """Looks at a process and all that it starts for as long as it runs, as `ps` of another user could."""

    def __init__(self, pid: int) -> None:
        self.seen, self.pids = set[str](), set[int]()
        self._pid, self._stop = pid, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(10)

    def _look(self) -> None:
        while True:
            for pid in self._family():
                for file in ("cmdline", "environ"):
                    try:
                        text = Path(f"/proc/{pid}/{file}").read_bytes()
                    except OSError:
                        continue
                    self.pids.add(pid)
                    self.seen.add(text.replace(b"\0", b"\n").decode("utf-8", "replace"))
            if self._stop.wait(0.05):
                return

    def _family(self) -> Iterable[int]:
        try:
            return [self._pid, *(one.pid for one in psutil.Process(self._pid).children(recursive=True))]
        except psutil.Error:
            return []


def watched(grace: Grace, *words: str, given: str = "", program: Path | None = None) -> Told:
    """Runs a command to its end.

    Args:
        given: on standard input.
        program: a file of Python that is run in place of `python -m watcher`, with the same words.
    """
    command = grace.command(*words)
    if program:
        command[1:3] = [str(program)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=grace._environment(),
        cwd=grace.folder,
    )
    eyes = Eyes(process.pid)
    try:
        out, err = process.communicate(given, timeout=60)
    finally:
        process.kill()
        eyes.close()
    return Told(process.returncode, out, err, eyes.seen, len(eyes.pids))


def open_to_others(*folders: Path) -> list[str]:
    """What in some folders somebody else may read or write."""
    return [
        f"{path} {stat.S_IMODE(path.stat().st_mode):o}"
        for folder in folders
        for path in folder.rglob("*")
        if not path.is_symlink() and path.stat().st_mode & 0o077
    ]


@dataclass(frozen=True)
class Kept:
    """One column of the log that holds a planted word."""

    column: str
    what: str


def kept(grace: Grace, words: Mapping[str, str]) -> set[Kept]:
    """Which columns hold which words; what is compressed is unpacked for that."""
    found = set[Kept]()
    for table, rows in grace.dump().items():
        names = [str(row[1]) for row in grace.rows(f"PRAGMA table_info({table})")]
        for row in rows:
            for name, value in zip(names, row, strict=True):
                for what in found_in(_as_text(value), words):
                    found.add(Kept(f"{table}.{name}", what))
    return found


def _as_text(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    with contextlib.suppress(zlib.error):
        value = zlib.decompress(value)
    return value.decode("utf-8", "replace")


class Repeating:
    """A server for IMAP that says back all it was told once it was told a password.

    Args:
        answer: to each line but those that come before, with `tag` and `heard` (what it was told so far) put in.
    """

    def __init__(self, answer: str) -> None:
        self.heard, self._answer = b"", answer
        self._socket = socket.create_server((HOST, 0))
        self.host, self.port = HOST, int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            sock.settimeout(10)
            with sock, contextlib.suppress(OSError), sock.makefile("rwb") as stream:
                stream.write(b"* OK ready\r\n")
                stream.flush()
                tag = ""  # of the command that is not answered yet: a literal of it has none
                while line := stream.readline(10_000):
                    self.heard += line
                    said = self.heard.decode("latin-1").replace("\r\n", " ")
                    tag = tag or line.partition(b" ")[0].decode("latin-1")
                    answer = self._answer.format(tag=tag, heard=said)
                    if b"CAPABILITY" in line.upper():
                        answer = f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"
                    elif line.endswith(b"}\r\n"):  # a literal comes (RFC 3501 4.3)
                        answer = "+ go on\r\n"
                    stream.write(answer.encode("latin-1"))
                    tag = tag if answer.startswith("+") else ""
                    stream.flush()

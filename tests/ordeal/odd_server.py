"""A proxy before a real IMAP server that makes it odd: it rewrites what is asked and what is answered.

with odd(dovecot, ODDITIES["no UIDPLUS"]) as server:
    ...

It speaks one command at a time: all that the server says to it is collected, made odd, and sent on.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from tests.servers.running import HOST, Running

_LITERAL = re.compile(rb"\{(\d+)\+?\}\r\n$")
HIGHEST = 2**32 - 1

Answers = Callable[[bytes, list[bytes]], list[bytes]]


def _as_they_are(_command: bytes, answers: list[bytes]) -> list[bytes]:
    return answers


@dataclass(frozen=True)
class Oddity:
    """What is odd about a server.

    Args:
        answers: given the command without its tag and all answers to it, each with its literals and the tagged
            one last; gives those that are sent.
        command: what becomes of a command before the server has it, without its tag.
        piece: how many bytes are sent at a time, 0 for all.
    """

    answers: Answers = _as_they_are
    command: Callable[[bytes], bytes] = lambda command: command
    piece: int = 0


def each(change: Callable[[bytes, bytes], Sequence[bytes] | bytes]) -> Oddity:
    """An oddity of single answers: given the command and one answer, the one or more that are sent in its place."""

    def answers(command: bytes, found: list[bytes]) -> list[bytes]:
        changed = [change(command, one) for one in found]
        return [line for one in changed for line in ([one] if isinstance(one, bytes) else one)]

    return Oddity(answers)


def without(pattern: bytes, instead: bytes = b"") -> Oddity:
    """A server in whose answers, but not in mails, something is not said."""
    return each(lambda command, answer: answer if b"BODY[" in answer else re.sub(pattern, instead, answer))


@dataclass
class OddServer:
    """The proxy. `port` is where to connect; `limit` the connections that it lets in at once.

    Attributes:
        commands: all that came, without their tags and literals.
        most: how many connections there were at once.
        before: called with each command before the server has it.
    """

    backend: Running
    oddity: Oddity
    limit: int = 100
    commands: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda command: None
    now: int = 0
    most: int = 0
    port: int = 0
    host: str = HOST
    _left: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def serve(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            with client, contextlib.suppress(OSError, EOFError):
                if self.now > self.limit:
                    client.sendall(b"* BYE Too many connections\r\n")
                else:
                    self._let_in(client)
        finally:
            self._leaves(client)

    def _leaves(self, client: socket.socket) -> None:
        """Who said LOGOUT holds no place any more when he hears the answer: his next connection may come at once."""
        with self._lock:
            self.now -= client not in self._left
            self._left.add(client)

    def _let_in(self, client: socket.socket) -> None:
        with socket.create_connection((HOST, self.backend.port)) as behind:
            for one in (client, behind):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with client.makefile("rb") as asked, behind.makefile("rwb") as answered:
                self._run(client, asked, answered)

    def _run(self, client: socket.socket, asked: BinaryIO, behind: BinaryIO) -> None:
        client.sendall(behind.readline())
        while line := asked.readline():
            tag, _, command = line.partition(b" ")
            self.commands.append(command.decode("utf-8", "replace").rstrip("\r\n"))
            self.before(self.commands[-1])
            _write(behind, tag + b" " + self.oddity.command(command))
            answers = []
            while not answers or not answers[-1].startswith(tag + b" "):
                answer = _whole(behind)
                if answer.startswith(b"+"):
                    client.sendall(answer)
                    literal = _LITERAL.search(line)
                    _write(behind, (asked.read(int(literal[1])) if literal else b"") + asked.readline())
                else:
                    answers.append(answer)
            if command.strip().upper() == b"LOGOUT":
                self._leaves(client)
            self._send(client, b"".join(self.oddity.answers(command, answers)))

    def _send(self, client: socket.socket, data: bytes) -> None:
        piece = self.oddity.piece or len(data)
        for at in range(0, len(data), piece or 1):
            client.sendall(data[at : at + piece])


@contextlib.contextmanager
def odd(backend: Running, oddity: Oddity, limit: int = 100) -> Iterator[OddServer]:
    server = OddServer(backend, oddity, limit)
    with socket.create_server((HOST, 0)) as listening:
        server.port = int(listening.getsockname()[1])
        thread = threading.Thread(target=server.serve, args=(listening,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _whole(stream: BinaryIO) -> bytes:
    """One answer with its literals."""
    answer = line = stream.readline()
    while literal := _LITERAL.search(line):
        line = stream.read(int(literal[1])) + stream.readline()
        answer += line
    if not line:
        raise EOFError
    return answer


def _write(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)
    stream.flush()


# What is odd ----------------------------------------------------------------------------------------------


def is_fetch(answer: bytes) -> bool:
    return re.match(rb"\* \d+ FETCH ", answer) is not None


def _lower_case_flags(command: bytes, answer: bytes) -> bytes:
    head, brace, rest = answer.partition(b"{")
    return re.sub(rb"\\[A-Z]\w+", lambda flag: flag[0].lower(), head) + brace + rest


def _literal_names(command: bytes, answer: bytes) -> bytes:
    """LIST and STATUS may name a folder by a literal (RFC 3501 9, "mailbox")."""
    named = re.fullmatch(rb'(\* LIST \(.*?\) (?:"."|NIL) |\* STATUS )(?:"([^"]*)"|(\S+))(.*\r\n)', answer)
    if not named:
        return answer
    name = named[2] if named[2] is not None else named[3]
    return b"%s{%d}\r\n%s%s" % (named[1], len(name), name, named[4])


def _mixed(command: bytes, answer: bytes) -> bytes:
    """What Dovecot quotes comes as a literal, and what is short and comes as a literal is quoted (RFC 3501 4.3)."""
    if not is_fetch(answer):
        return answer
    dated = re.sub(
        rb'INTERNALDATE "([^"]*)"',
        lambda found: b"INTERNALDATE {%d}\r\n%s" % (len(found[1]), found[1]),
        answer,
    )
    return re.sub(rb"(BODY\[HEADER[^]]*\]) \{2\}\r\n\r\n", rb'\1 ""', dated)


def _turned_round(command: bytes, answers: list[bytes]) -> list[bytes]:
    """The order of FETCH and SEARCH answers is nowhere promised."""
    fetched = [one for one in answers if is_fetch(one)]
    searched = [
        b"* SEARCH " + b" ".join(reversed(one.split()[2:])) + b"\r\n" if one.startswith(b"* SEARCH ") else one
        for one in answers
        if not is_fetch(one)
    ]
    return fetched[::-1] + searched


def _others(command: bytes, answers: list[bytes]) -> list[bytes]:
    """Answers about other mails, before, between and after those that were asked for (RFC 3501 5.2, 7.4.2).

    Some have no UID: those are about the mails with these sequence numbers, in whatever folder is open.
    """
    if b"FETCH" not in command:
        return answers
    text = b"Message-ID: <stranger@post.example>\r\n\r\n"
    other = b"* 77 FETCH (UID 7777 FLAGS (\\Seen) BODY[] {%d}\r\n%s)\r\n" % (len(text), text)
    seen = b"".join(b"* %d FETCH (FLAGS (\\Seen \\Answered))\r\n" % number for number in range(1, 10))
    return [other, *(more for one in answers[:-1] for more in (one, other)), seen, answers[-1]]


def _chatty(command: bytes, answer: bytes) -> list[bytes]:
    """A server may say anything at any time (RFC 3501 5.2, 7)."""
    if command.upper().startswith((b"AUTHENTICATE", b"LOGIN", b"LOGOUT", b"CAPABILITY")):
        return [answer]
    said = (b"* OK still here\r\n", b"* 99 EXISTS\r\n", b"* 0 RECENT\r\n", b"* NO [ALERT] nearly full\r\n")
    return [*said, b"* FLAGS (\\Answered \\Seen)\r\n", answer]


def _expunging(command: bytes, answers: list[bytes]) -> list[bytes]:
    """EXPUNGE may come in a UID FETCH and a UID SEARCH (RFC 3501 7.4.1), and the numbers of all mails shift."""
    if not command.upper().startswith(b"UID "):
        return answers
    shifted = [re.sub(rb"^\* \d+ FETCH", b"* 1 FETCH", one) for one in answers]
    return [
        b"* 1 EXPUNGE\r\n",
        *(more for one in shifted[:-1] for more in (one, b"* 1 EXPUNGE\r\n")),
        shifted[-1],
    ]


def _split(command: bytes, answer: bytes) -> Sequence[bytes]:
    """What is known of a mail may come in several answers (RFC 3501 7.4.2)."""
    found = re.fullmatch(rb"(\* \d+ FETCH \(UID \d+) (.*?) ?(FLAGS \([^)]*\)) ?(.*)\)\r\n", answer, re.DOTALL)
    if not found or b"BODY[" in answer:
        return [answer]
    start, before, flags, after = found.groups()
    rest = b" ".join(filter(None, (before, after)))
    return [b"%s %s)\r\n" % (start, flags), *([b"%s %s)\r\n" % (start, rest)] if rest else [])]


def _searched_in_lines(command: bytes, answer: bytes) -> Sequence[bytes]:
    """Each number in a SEARCH of its own; none where none was found."""
    if not answer.startswith(b"* SEARCH"):
        return [answer]
    return [b"* SEARCH %s\r\n" % number for number in answer.split()[2:]]


def _refuses(name: bytes) -> Oddity:
    def answers(command: bytes, found: list[bytes]) -> list[bytes]:
        refused = found[-1].split()[0] + b" NO [CANNOT] not here\r\n"
        return [refused] if command.upper().startswith(name) else found

    return Oddity(answers)


def _old_status() -> Oddity:
    """STATUS says for ever what it said when a folder was looked at first: only EXAMINE shows the new mail."""
    first: dict[bytes, bytes] = {}

    def change(command: bytes, answer: bytes) -> bytes:
        return first.setdefault(command, answer) if answer.startswith(b"* STATUS") else answer

    return each(change)


def far_up(mails: int) -> Oddity:
    """UIDs so high that of so many mails the last one has the highest that there is (RFC 3501 9, "nz-number")."""
    by = HIGHEST - mails

    def up(found: re.Match[bytes]) -> bytes:
        return found[1] + b" ".join(b"%d" % (int(number) + by) for number in found[2].split())

    def answer(command: bytes, one: bytes) -> bytes:
        head, brace, rest = one.partition(b"{")
        return re.sub(rb"((?:UID|UIDNEXT|APPENDUID \d+|\* SEARCH) )(\d+(?: \d+)*)", up, head) + brace + rest

    def down(found: re.Match[bytes]) -> bytes:
        # Who asks for more than there can be is told so by all servers but this one.
        return b"x" if int(found[0]) > HIGHEST else b"%d" % max(int(found[0]) - by, 1)

    def command(line: bytes) -> bytes:
        found = re.match(rb"(UID FETCH |UID SEARCH UID )([\d:,*]+)(.*)", line, re.DOTALL)
        return found[1] + re.sub(rb"\d+", down, found[2]) + found[3] if found else line

    return Oddity(each(answer).answers, command)


#: With all of these everything has to come out as it does at a server like any other.
ODDITIES = {
    "nothing odd": Oddity(),
    "no UIDPLUS": without(rb" UIDPLUS|\[APPENDUID [^]]*\] "),
    "no special-use, no NAMESPACE": without(
        rb" SPECIAL-USE| NAMESPACE|\\(?:Drafts|Sent|Trash) ?(?=[^)]*\) )"
    ),
    "flags in lower case": each(_lower_case_flags),
    "keywords that are numbers": without(rb"FLAGS \((?!\\\*)", b"FLAGS (2024 4294967295 "),
    "names as literals": each(_literal_names),
    "no hierarchy": without(rb'(\* LIST \([^)]*\)) "."', rb"\1 NIL"),
    "literals and quotes the other way round": each(_mixed),
    "NIL where there is nothing": without(rb"(FLAGS|LIST) \((?:\\HasNoChildren)?\)", rb"\1 NIL"),
    "answers out of order": Oddity(_turned_round),
    "answers about other mails": Oddity(_others),
    "other news in between": each(_chatty),
    "EXPUNGE in between": Oddity(_expunging),
    "two answers for one mail": each(_split),
    "SEARCH in many lines": each(_searched_in_lines),
    "no UIDNEXT": without(rb"\* OK \[UIDNEXT \d+\][^\r]*\r\n| ?UIDNEXT \d+"),
    "UIDs up to the highest": far_up(5),
    "STATUS from yesterday": _old_status(),
    "STATUS refused": _refuses(b"STATUS"),
    "byte by byte": Oddity(piece=1),
}

"""Gmail's IMAP server, as far as one can have it here: a Dovecot, and a proxy before it that does what Gmail does.

with running_gmail_imap() as gmail:
    password = gmail.add_user("robin")

Dovecot has the folders, in German, with "[Gmail]/Alle Nachrichten" as a virtual folder over all but junk and
trash. The proxy adds X-GM-EXT-1, the items X-GM-MSGID, X-GM-THRID and X-GM-LABELS, the search by X-GM-THRID, and
the de-duplication of APPEND. A mail's number is made of its Message-ID, that of a conversation of the first id in
References, so copies of a mail have one number. Who connects to `backend` meets Dovecot itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import BinaryIO

from imapclient import IMAPClient

from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.running import HOST, Running, missing
from watcher.mailboxes.folder_names import decode_utf7

INBOX, DRAFTS, SENT, TRASH = "INBOX", "[Gmail]/Entwürfe", "[Gmail]/Gesendet", "[Gmail]/Papierkorb"
JUNK, ALL = "[Gmail]/Spam", "[Gmail]/Alle Nachrichten"
_HIDDEN = b"[All]/"  # a virtual folder needs a namespace of its own in Dovecot
_PLUGIN = Path("/usr/lib/dovecot/modules/lib20_virtual_plugin.so")
_VIRTUAL = """\
mail_plugins = virtual
namespace all {
  prefix = [All]/
  separator = /
  location = virtual:%{folder}/virtual:INDEX=~/virtual
  mailbox "Alle Nachrichten" {
    special_use = \\All
    auto = subscribe
  }
}
"""
_LABELS = {INBOX: '"\\\\Inbox"', DRAFTS: '"\\\\Draft"', SENT: '"\\\\Sent"'}
_IDS = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES)]"
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n$")


@dataclass
class GmailImap(Running):
    """The proxy on `port`.

    Args:
        backend: the Dovecot behind it.
        conversations: by Message-ID, another mail in whose conversation Gmail puts it, whatever its header says.
        refuses: whether it refuses to FETCH the items of X-GM-EXT-1.
        closed: folders that do not open.
        held: what becomes of an APPEND of a mail that is held: "untrash" gives the old copy another place,
            "swallow" says OK and does nothing.
        ghosts: Message-IDs that count as held though no folder shows them; an APPEND is swallowed.
        hang_up: whether the line breaks after the next APPEND was stored, before that is said.
        commands: every command that came, without its tag, up to the first literal.
    """

    backend: Dovecot | None = None
    conversations: dict[str, str] = field(default_factory=dict)
    refuses: bool = False
    closed: set[str] = field(default_factory=set)
    held: str = "untrash"
    ghosts: set[str] = field(default_factory=set)
    hang_up: bool = False
    commands: list[str] = field(default_factory=list)

    def add_user(self, user: str, password: str = "pass word") -> str:
        assert self.backend is not None
        super().add_user(user, password)
        return self.backend.add_user(user, password)

    def reset(self) -> None:
        """As it was when it started, but for its users."""
        self.conversations.clear()
        self.ghosts.clear()
        self.closed.clear()
        self.commands.clear()
        self.refuses, self.held, self.hang_up = False, "untrash", False

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        assert self.backend is not None
        with connection, socket.create_connection((HOST, self.backend.port)) as behind:
            for one in (connection, behind):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contextlib.suppress(OSError, EOFError, ValueError), contextlib.ExitStack() as stack:
                _Session(self, connection, behind, stack).run()


class _Session:
    """One client, with its own line to Dovecot and another one to look things up."""

    def __init__(
        self, server: GmailImap, client: socket.socket, behind: socket.socket, stack: contextlib.ExitStack
    ) -> None:
        self._server = server
        self._client: BinaryIO = stack.enter_context(client.makefile("rwb"))
        self._behind: BinaryIO = stack.enter_context(behind.makefile("rwb"))
        self._stack = stack
        self._second: IMAPClient | None = None
        self._user = ("", "")
        self._folder = INBOX

    def run(self) -> None:
        self._to_client(_read(self._behind))
        while line := self._client.readline():
            self._server.commands.append(_renamed_back(line).decode().partition(" ")[2].rstrip("\r\n"))
            tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
            name = rest.split(b" ")[0].upper()
            if name == b"UID":
                name = b" ".join(rest.split(b" ")[:2]).upper()
            if name in {b"SELECT", b"EXAMINE"}:
                self._folder = _folder_name(rest)
            if name == b"EXAMINE" and self._folder in self._server.closed:
                self._to_client(tag + b" NO [SERVERBUG] System Error (Failure)\r\n")
            elif name == b"APPEND":
                if not self._append(line, tag, rest):
                    return
            elif name == b"UID SEARCH" and b"X-GM-THRID" in rest:
                self._search(tag, int(rest.split()[-1]))
            elif name == b"UID FETCH" and b"X-GM-" in rest:
                self._fetch(tag, rest)
            else:
                self._pass_on(line, tag)

    def _pass_on(self, line: bytes, tag: bytes) -> None:
        """A command and all that is said until it is done."""
        self._note_user(line)
        self._to_behind(_hidden(line))
        while True:
            answer = _read(self._behind)
            self._to_client(answer)
            if answer.startswith(b"+"):
                more = self._client.readline()
                self._note_user(more)
                self._to_behind(more)
            if answer.startswith(tag + b" "):
                return

    def _note_user(self, line: bytes) -> None:
        """AUTHENTICATE PLAIN, in one step or in two."""
        if b"AUTHENTICATE" in line.upper() or b" " not in line:
            with contextlib.suppress(ValueError):
                _, user, password = b64decode(line.split()[-1]).decode().split("\0")
                self._user = (user, password)

    def _fetch(self, tag: bytes, rest: bytes) -> None:
        if self._server.refuses:
            self._to_client(tag + b" BAD Could not parse command\r\n")
            return
        wanted = re.findall(rb"X-GM-(?:MSGID|THRID|LABELS)", rest)
        rest = (
            re.sub(rb" ?X-GM-(?:MSGID|THRID|LABELS)", b"", rest).replace(b"()", b"(UID)").replace(b"( ", b"(")
        )
        numbers = self._look_up(b"X-GM-LABELS" in wanted)
        self._to_behind(tag + b" " + rest + b"\r\n")
        while True:
            answer = _read(self._behind)
            found = re.match(rb"\* \d+ FETCH \(UID (\d+)", answer)
            if found and int(found[1]) in numbers:
                items = b" ".join(b"%s %s" % (item, numbers[int(found[1])][item]) for item in wanted)
                answer = answer.replace(b"FETCH (", b"FETCH (" + items + b" ", 1)
            self._to_client(answer)
            if answer.startswith(tag + b" "):
                return

    def _search(self, tag: bytes, conversation: int) -> None:
        numbers = self._look_up(labels=False)
        uids = [b"%d" % uid for uid, items in numbers.items() if int(items[b"X-GM-THRID"]) == conversation]
        self._to_client(
            b" ".join([b"* SEARCH", *uids]) + b"\r\n" + tag + b" OK SEARCH completed (Success)\r\n"
        )

    def _append(self, line: bytes, tag: bytes, rest: bytes) -> bool:
        """False where the line was cut."""
        literal = _LITERAL.search(line)
        assert literal
        if not literal[2]:
            self._to_client(b"+ go ahead\r\n")
        raw = self._client.read(int(literal[1])) + self._client.readline()
        message_id = _ids(raw)[0]
        held = self._held(message_id)
        swallowed = message_id in self._server.ghosts or (held and self._server.held == "swallow")
        if swallowed:
            self._to_client(tag + b" OK (Success)\r\n")
            return True
        if held:
            self._to_client(self._taken_for(held, _folder_name(rest), tag))
            return True
        self._to_behind(line)
        if not literal[2] and (said := _read(self._behind)).startswith(tag + b" "):
            self._to_client(said)  # refused before the literal
            return True
        self._to_behind(raw)
        answer = _read(self._behind)
        while not answer.startswith(tag + b" "):
            answer = _read(self._behind)
        if self._server.hang_up:
            self._server.hang_up = False
            return False
        self._to_client(answer)
        return True

    def _held(self, message_id: str) -> tuple[str, int] | None:
        for flags, _, name in self._helper.list_folders():
            if b"\\Noselect" not in flags and not name.startswith(_HIDDEN.decode()) and message_id:
                self._helper.select_folder(name)
                uids = self._helper.search(["HEADER", "Message-ID", message_id])
                if uids:
                    return name, uids[0]
        return None

    def _taken_for(self, held: tuple[str, int], target: str, tag: bytes) -> bytes:
        folder, uid = held
        self._helper.select_folder(folder)
        if folder == TRASH:
            self._helper.move([uid], target)
        elif folder != target:
            self._helper.copy([uid], target)
        validity = self._helper.select_folder(target)[b"UIDVALIDITY"]
        uid = uid if folder == target else self._helper.search("ALL")[-1]
        return tag + b" OK [APPENDUID %d %d] (Success)\r\n" % (validity, uid)

    def _look_up(self, labels: bool) -> dict[int, dict[bytes, bytes]]:
        """What the extension says of each mail in the open folder, by UID."""
        found = {}
        for uid, (own, first) in self._ids_in(self._folder).items():
            root = self._server.conversations.get(own, first)
            found[uid] = {b"X-GM-MSGID": _number(own), b"X-GM-THRID": _number(root)}
            if labels:
                where = [name for name in _LABELS if own in {ids[0] for ids in self._ids_in(name).values()}]
                found[uid][b"X-GM-LABELS"] = f"({' '.join(_LABELS[name] for name in where)})".encode()
        return found

    def _ids_in(self, folder: str) -> dict[int, tuple[str, str]]:
        self._helper.select_folder(_hidden(folder.encode()).decode(), readonly=True)
        uids = self._helper.search("ALL")
        answers = self._helper.fetch(uids, [_IDS]) if uids else {}
        return {
            uid: _ids(next(value for key, value in answer.items() if key.startswith(b"BODY[")))
            for uid, answer in answers.items()
        }

    @property
    def _helper(self) -> IMAPClient:
        if self._second is None:
            assert self._server.backend
            self._second = IMAPClient(HOST, self._server.backend.port, ssl=False, timeout=20)
            self._stack.callback(self._second.shutdown)
            self._second.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._second.plain_login(*self._user)
        return self._second

    def _to_client(self, answer: bytes) -> None:
        first, end, rest = answer.partition(b"\r\n")
        if first.startswith(b"* CAPABILITY ") or b"[CAPABILITY " in first:
            first = first.replace(b"IMAP4rev1", b"IMAP4rev1 X-GM-EXT-1", 1)
        self._client.write(_renamed_back(first) + end + rest)
        self._client.flush()

    def _to_behind(self, line: bytes) -> None:
        self._behind.write(line)
        self._behind.flush()


@contextmanager
def running_gmail_imap() -> Iterator[GmailImap]:
    if not _PLUGIN.exists():
        missing("Dovecot's virtual plugin is not installed (dovecot-core)")
    folders = {DRAFTS: "Drafts", SENT: "Sent", TRASH: "Trash", JUNK: "Junk"}
    with (
        running_dovecot(mailboxes=folders, more=_VIRTUAL) as backend,
        socket.create_server((HOST, 0)) as sock,
    ):
        virtual = backend.folder / "virtual" / "Alle Nachrichten"
        virtual.mkdir(parents=True)
        rules = virtual / "dovecot-virtual"
        rules.write_text(f"*\n-{TRASH}\n-{JUNK}\n  all\n", encoding="utf-8")
        for path, mode in ((virtual.parent, 0o755), (virtual, 0o755), (rules, 0o644)):
            path.chmod(
                mode
            )  # Dovecot runs as somebody else, and whoever opens a store here sets a strict umask
        server = GmailImap("Gmail", sock.getsockname()[1], 0, None, backend.folder, backend=backend)
        thread = threading.Thread(target=server.serve, args=(sock,), daemon=True)
        thread.start()
        yield server
        sock.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _read(stream: BinaryIO) -> bytes:
    """One answer with its literals."""
    answer = stream.readline()
    if not answer:
        raise EOFError
    while literal := _LITERAL.search(answer):
        answer += stream.read(int(literal[1])) + stream.readline()
    return answer


def _hidden(line: bytes) -> bytes:
    return line.replace(b"[Gmail]/Alle", _HIDDEN + b"Alle")


def _renamed_back(line: bytes) -> bytes:
    return line.replace(_HIDDEN, b"[Gmail]/")


def _folder_name(command: bytes) -> str:
    """The decoded name in SELECT, EXAMINE or APPEND."""
    found = re.match(rb'\w+ (?:"((?:[^"\\]|\\.)*)"|(\S+))', command)
    assert found
    return decode_utf7((found[1] or found[2]).replace(b"\\", b"").decode())


def _ids(header: bytes) -> tuple[str, str]:
    """The Message-ID, and the first of the ids that say where the conversation began."""
    mail = message_from_bytes(header)
    own, *rest = (
        re.findall(r"<[^<>\s]+>", str(mail[name] or ""))
        for name in ("Message-ID", "References", "In-Reply-To")
    )
    mine = own[0] if own else ""
    return mine, next((ids[0] for ids in rest if ids), mine)


def _number(text: str) -> bytes:
    return b"%d" % int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")

"""The other side of a mailbox under test: what a mail server, a mail program and a person do to it.

One Bench per backend, so that one contract can be run on all of them.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import socket
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from imapclient import IMAPClient

from tests.memory_mailbox import MemoryServer
from tests.servers.gmail_imap import DRAFTS, SENT, TRASH, GmailImap
from tests.servers.running import Running
from watcher.mailboxes.folder_names import encode_utf7
from watcher.mailboxes.imap import Imap
from watcher.mailboxes.maildir import Maildir
from watcher.mailboxes.protocol import Mailbox, Place

Snapshot = dict[str, list[tuple[str, frozenset[str], bytes]]]
_numbers = itertools.count()


class Bench(ABC):
    """A mailbox with INBOX, Drafts (called Entwürfe), Sent and Trash, all empty.

    Attributes:
        marks_answered: whether a mail that was answered carries a mark of that.
        takes_letters: whether a letter of ours can be laid into a folder.
    """

    marks_answered = takes_letters = True
    drafts, sent, trash = "Entwürfe", "Sent", "Trash"

    @abstractmethod
    def open(self, folders: Sequence[str] = ("INBOX",), drafts: str | None = None) -> Mailbox:
        """A mailbox as the program opens it, one for each pass."""

    @abstractmethod
    def deliver(
        self, raw: bytes, at: datetime, folder: str = "INBOX", read: bool = False, answered: bool = False
    ) -> Place: ...

    @abstractmethod
    def mark(self, place: Place, *flags: str) -> None:
        """Adds flags, such as "\\Seen"."""

    @abstractmethod
    def move(self, place: Place, folder: str) -> None: ...

    @abstractmethod
    def delete(self, place: Place) -> None: ...

    @abstractmethod
    def create(self, folder: str) -> str:
        """Makes a folder and gives its full name."""

    def make_by_consent(self, mailbox: Mailbox, name: str) -> str:
        """Has the program make a folder; gives its full name."""
        return mailbox.make_folder(name)

    @abstractmethod
    def remove(self, folder: str) -> None: ...

    @abstractmethod
    def snapshot(self) -> Snapshot:
        """Everything in the mailbox: by folder, each mail's ref, flags and bytes."""

    def read(self, place: Place) -> bytes:
        """The bytes of one mail."""
        return next(
            raw
            for mails in self.snapshot().values()
            for ref, _, raw in mails
            if ref.partition(":2,")[0] == place.ref
        )

    def close(self) -> None:  # noqa: B027 - most have nothing to let go of
        """Lets go of the mailbox."""


class MemoryBench(Bench):
    def __init__(self) -> None:
        self._server = MemoryServer()
        self._server.now = datetime.now(UTC)

    def open(self, folders: Sequence[str] = ("INBOX",), drafts: str | None = None) -> Mailbox:
        if drafts:
            self._server.folders[self.drafts].role = "other"
            self._server.folders[drafts].role = "drafts"
        return self._server.open(folders)

    def deliver(
        self, raw: bytes, at: datetime, folder: str = "INBOX", read: bool = False, answered: bool = False
    ) -> Place:
        return self._server.deliver(raw, folder, at, read, answered)

    def mark(self, place: Place, *flags: str) -> None:
        self._server.mail(place).flags.update(flags)

    def move(self, place: Place, folder: str) -> None:
        self._server.move(place, folder)

    def delete(self, place: Place) -> None:
        self._server.delete(place)

    def create(self, folder: str) -> str:
        self._server.create(folder)
        return folder

    def remove(self, folder: str) -> None:
        del self._server.folders[folder]

    def snapshot(self) -> Snapshot:
        return {
            name: [(f"{box.validity}:{mail.uid}", frozenset(mail.flags), mail.raw) for mail in box.mails]
            for name, box in self._server.folders.items()
        }


class MaildirBench(Bench):
    """A Maildir as a mail program keeps it; `plain` for named folders instead of Maildir++."""

    _letters: ClassVar = {"\\Seen": "S", "\\Answered": "R", "\\Draft": "D"}

    def __init__(self, root: Path, plain: bool = False) -> None:
        self._root, self._plain = root, plain
        for folder in ("INBOX", self.drafts, self.sent, self.trash):
            self.create(folder)

    def open(self, folders: Sequence[str] = ("INBOX",), drafts: str | None = None) -> Mailbox:
        return Maildir(self._root, folders, drafts)

    def deliver(
        self, raw: bytes, at: datetime, folder: str = "INBOX", read: bool = False, answered: bool = False
    ) -> Place:
        ref = f"{int(at.timestamp())}.M{next(_numbers)}P7.example"
        letters = "R" * answered + "S" * read
        name = f"cur/{ref}:2,{letters}" if letters else f"new/{ref}"
        path = self.path(folder) / name
        path.write_bytes(raw)
        os.utime(path, (at.timestamp(), at.timestamp()))
        return Place(folder, ref)

    def mark(self, place: Place, *flags: str) -> None:
        old = self._file(place)
        had = old.name.partition(":2,")[2]
        letters = "".join(sorted({*had, *(self._letters[flag] for flag in flags)}))
        old.rename(self.path(place.folder) / "cur" / f"{place.ref}:2,{letters}")

    def move(self, place: Place, folder: str) -> None:
        """As mail programs do: the file gets another name, its mtime stays."""
        old = self._file(place)
        letters = old.name.partition(":2,")[2]
        old.rename(self.path(folder) / "cur" / f"moved{next(_numbers)}.example:2,{letters}")

    def delete(self, place: Place) -> None:
        self._file(place).unlink()

    def read(self, place: Place) -> bytes:
        return self._file(place).read_bytes()

    def create(self, folder: str) -> str:
        for part in ("cur", "new", "tmp"):
            (self.path(folder) / part).mkdir(parents=True)
        return folder

    def remove(self, folder: str) -> None:
        shutil.rmtree(self.path(folder))

    def path(self, folder: str) -> Path:
        if self._plain:
            encoded = self._root / encode_utf7(folder)  # as mbsync keeps it, and the program makes it
            return encoded if encoded.exists() else self._root / folder
        return self._root if folder == "INBOX" else self._root / f".{encode_utf7(folder)}"

    def snapshot(self) -> Snapshot:
        return {
            str(path.relative_to(self._root)): [
                (file.name, frozenset(self._flags(file)), file.read_bytes())
                for file in sorted(path.iterdir())
            ]
            for path in sorted(self._root.rglob("*"))
            if path.name in {"cur", "new", "tmp"}
        }

    def _flags(self, file: Path) -> list[str]:
        letters = file.name.partition(":2,")[2]
        return [flag for flag, letter in self._letters.items() if letter in letters]

    def _file(self, place: Place) -> Path:
        return next(self.path(place.folder).glob(f"*/{place.ref}*"))


class ImapBench(Bench):
    """A fresh user on a server, and a second connection that does what a person does.

    Args:
        prefix: what stands before the name of every folder but INBOX.
        folders: whether Drafts, Sent and Trash are still to be made.
    """

    def __init__(self, server: Running, user: str, prefix: str = "", folders: bool = False) -> None:
        self.server, self.user, self._prefix = server, user, prefix
        self.client = IMAPClient(server.host, server.port, ssl=False, timeout=20)
        self.client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.client.plain_login(user, server.users[user])
        self.client.noop()  # Cyrus makes the folders of a new user after it has said OK
        if folders:
            self._clear()
            for name in (self.drafts, self.sent, self.trash):
                self.create(name)
        self.drafts, self.sent, self.trash = (f"{prefix}{name}" for name in ("Entwürfe", "Sent", "Trash"))

    def open(self, folders: Sequence[str] = ("INBOX",), drafts: str | None = None) -> Mailbox:
        return self.open_imap(folders=folders, drafts=drafts)

    def open_imap(self, **options: Any) -> Imap:
        server = self.server
        place = {"host": server.host, "port": server.port, "tls": "none"}
        return Imap(**{**place, "user": self.user, "password": server.users[self.user], **options})

    def deliver(
        self, raw: bytes, at: datetime, folder: str = "INBOX", read: bool = False, answered: bool = False
    ) -> Place:
        flags = [b"\\Seen"] * read + [b"\\Answered"] * answered
        answer = self.client.append(folder, raw, flags, at)
        found = re.search(rb"APPENDUID (\d+) (\d+)", answer)
        return Place(folder, f"{found[1].decode()}:{found[2].decode()}")

    def mark(self, place: Place, *flags: str) -> None:
        self.client.add_flags(self._select(place), [flag.encode() for flag in flags])

    def move(self, place: Place, folder: str) -> None:
        self.client.move(self._select(place), folder)

    def delete(self, place: Place) -> None:
        self.client.delete_messages(self._select(place))
        self.client.expunge()

    def read(self, place: Place) -> bytes:
        uids = self._select(place)
        return next(iter(self.client.fetch(uids, ["BODY.PEEK[]"]).values()))[b"BODY[]"]

    def create(self, folder: str) -> str:
        self.client.create_folder(self._prefix + folder)
        return self._prefix + folder

    def remove(self, folder: str) -> None:
        self.client.select_folder("INBOX")
        self.client.delete_folder(folder)

    def snapshot(self) -> Snapshot:
        found: Snapshot = {}
        for flags, _, name in self.client.list_folders():
            if b"\\Noselect" in flags:
                continue
            opened = self.client.select_folder(name, readonly=True)
            uids = self.client.search("ALL")
            mails = self.client.fetch(uids, ["FLAGS", "BODY.PEEK[]"]) if uids else {}
            found[name] = [
                (f"{opened[b'UIDVALIDITY']}:{uid}", _names(mail[b"FLAGS"]), mail[b"BODY[]"])
                for uid, mail in sorted(mails.items())
            ]
        return found

    def close(self) -> None:
        self.client.logout()

    def _select(self, place: Place) -> list[int]:
        self.client.select_folder(place.folder)
        return [int(place.ref.partition(":")[2])]

    def _clear(self) -> None:
        """For a server with one user only."""
        for flags, _, name in sorted(self.client.list_folders(), key=lambda row: row[2], reverse=True):
            if {b"\\Noselect", b"\\NonExistent"} & {*flags}:
                continue  # a level above other folders
            if name.upper() == "INBOX":
                self.client.select_folder(name)
                uids = self.client.search("ALL")
                if uids:
                    self.client.delete_messages(uids)
                    self.client.expunge()
            else:
                self.client.delete_folder(name)


class GmailImapBench(ImapBench):
    """The person's hands and the mail that comes are at Dovecot itself, the mailbox meets Gmail."""

    def __init__(self, gmail: GmailImap) -> None:
        assert gmail.backend is not None
        self.gmail = gmail
        gmail.reset()
        super().__init__(gmail.backend, fresh_user(gmail))
        self.drafts, self.sent, self.trash = DRAFTS, SENT, TRASH

    def open_imap(self, **options: Any) -> Imap:
        return super().open_imap(**{"port": self.gmail.port, **options})

    def snapshot(self) -> Snapshot:
        """Without the folder of all mail, where everything lies once more."""
        found = super().snapshot()
        return {name: mails for name, mails in found.items() if not name.startswith("[All]/")}


def fresh_user(server: Running) -> str:
    """A user with an empty mailbox of their own."""
    user = f"user{next(_numbers)}"
    server.add_user(user)
    return user


def _names(flags: Sequence[bytes]) -> frozenset[str]:
    return frozenset(flag.decode() for flag in flags) - {"\\Recent"}

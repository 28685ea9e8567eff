"""What the person does with their mail and their drafts, on each kind of server."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from email import message_from_bytes

from tests.contract.benches import Bench, ImapBench
from tests.contract.gmail_bench import GmailBench
from tests.servers.gmail_server import Mail
from watcher.mailboxes.protocol import Mailbox, Place


def letter(name: str) -> str:
    """The Message-ID of a mail of this story."""
    return f"<{name}@post.example>"


class Person(ABC):
    """What the person does with their drafts."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    @abstractmethod
    def open(self, port: int, timeout: float, now: datetime) -> Mailbox:
        """The mailbox as the program opens it, through a proxy."""

    @abstractmethod
    def edits(self, parent: str, now: datetime) -> None: ...

    @abstractmethod
    def sends(self, parent: str, now: datetime) -> None: ...

    @abstractmethod
    def deletes(self, parent: str) -> None: ...

    @abstractmethod
    def destroys(self, parent: str) -> None:
        """Deletes it so that it is not in the trash either."""

    def forgets(self) -> None:  # noqa: B027 - only Gmail has a history
        """The server loses its memory of what has changed, where it has one."""

    def drafts(self) -> list[tuple[str, frozenset[str], bytes]]:
        return self.bench.snapshot()[self.bench.drafts]

    def find(self, folder: str, name: str) -> Place:
        for ref, _, raw in self.bench.snapshot()[folder]:
            if message_from_bytes(raw)["Message-ID"] == letter(name):
                return Place(folder, ref)
        raise AssertionError(f"{name} does not lie in {folder}")


class AtImap(Person):
    def __init__(self, bench: ImapBench) -> None:
        super().__init__(bench)
        self._bench = bench

    def open(self, port: int, timeout: float, now: datetime) -> Mailbox:
        return self._bench.open_imap(port=port, timeout=timeout)

    def edits(self, parent: str, now: datetime) -> None:
        place, raw = self._draft(parent)
        new = self.bench.deliver(raw + b"Yours, R.\r\n", now, self.bench.drafts, read=True)
        self.bench.mark(new, "\\Draft")
        self.bench.delete(place)

    def sends(self, parent: str, now: datetime) -> None:
        place, raw = self._draft(parent)
        self.bench.deliver(raw, now, self.bench.sent, read=True)
        self.bench.delete(place)

    def deletes(self, parent: str) -> None:
        self.bench.move(self._draft(parent)[0], self.bench.trash)

    def destroys(self, parent: str) -> None:
        self.bench.delete(self._draft(parent)[0])

    def _draft(self, parent: str) -> tuple[Place, bytes]:
        (found,) = [
            (Place(self.bench.drafts, ref), raw)
            for ref, _, raw in self.drafts()
            if message_from_bytes(raw)["In-Reply-To"] == letter(parent)
        ]
        return found


class AtGmail(Person):
    def __init__(self, bench: GmailBench) -> None:
        super().__init__(bench)
        self._gmail = bench

    def open(self, port: int, timeout: float, now: datetime) -> Mailbox:
        base = f"http://{self._gmail.server.host}:{port}"
        return self._gmail.open_gmail(base=base, timeout=timeout, today=now.date())

    def edits(self, parent: str, now: datetime) -> None:
        self._gmail.server.autosave(self._gmail.user, self._draft(parent), b"Yours, R.\r\n")

    def sends(self, parent: str, now: datetime) -> None:
        self._gmail.server.press_send(self._gmail.user, self._draft(parent))

    def deletes(self, parent: str) -> None:
        self._gmail.server.discard(self._gmail.user, self._draft(parent))

    def destroys(self, parent: str) -> None:
        self.deletes(parent)

    def forgets(self) -> None:
        self._gmail.server.forget_history(self._gmail.user)

    def _draft(self, parent: str) -> str:
        (found,) = [mail for mail in self._gmail.mails() if self._answers(mail, parent)]
        assert found.draft is not None
        return found.draft

    def _answers(self, mail: Mail, parent: str) -> bool:
        return mail.draft is not None and message_from_bytes(mail.raw)["In-Reply-To"] == letter(parent)

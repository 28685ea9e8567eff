"""The other side of a Gmail mailbox: what Gmail and the person do to it. Folders are labels."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.contract.benches import Bench, Snapshot
from tests.servers.gmail_server import FULL, GmailServer, Mail
from watcher.errors import UserError
from watcher.mailboxes.gmail import Gmail
from watcher.mailboxes.protocol import Mailbox, Place

NO_LIMIT = 100_000  #: units a minute: tests do not wait for Google's allowance
_numbers = itertools.count()
_STATES = frozenset({"UNREAD", "STARRED", "IMPORTANT"})  # labels that say how a mail is, not where it lies
ARCHIVE = "\\All"  #: in a snapshot, where a mail lies that has no other label


class GmailBench(Bench):
    """A user's mailbox on a Gmail.

    A place's ref is the Gmail message id. Gmail has no \\Answered: `answered` of `deliver` is left out.

    Args:
        user: an address that the server knows.

    `token` may do what the program may, `person` may do everything.
    """

    drafts, sent, trash = "DRAFT", "SENT", "TRASH"
    marks_answered = takes_letters = False

    def __init__(self, server: GmailServer, user: str) -> None:
        self.server, self.user = server, user
        self.token = server.token_for(user)
        self.person = server.token_for(user, (FULL,))

    def open(self, folders: Sequence[str] = ("INBOX",), drafts: str | None = None) -> Mailbox:
        assert drafts is None, "Gmail has but one"
        return self.open_gmail(folders=folders)

    def open_gmail(self, **options: Any) -> Gmail:
        known = {"base": self.server.base, "user": self.user, "token": lambda refused: self.token}
        return Gmail(**{**known, "today": datetime.now(UTC).date(), "quota": NO_LIMIT, **options})

    @property
    def settings(self) -> dict[str, Any]:
        """What the config says of this account."""
        return {
            "kind": "gmail",
            "user": self.user,
            "host": self.server.host,
            "port": self.server.port,
            "tls": "none",
            "auth": "token",
            "token_command": ["echo", self.token],
            "quota": NO_LIMIT,
        }

    def deliver(
        self, raw: bytes, at: datetime, folder: str = "INBOX", read: bool = False, answered: bool = False
    ) -> Place:
        unread = [] if read or folder in (self.drafts, self.sent) else ["UNREAD"]
        return Place(folder, self.server.deliver(self.user, raw, at, [self._label(folder), *unread]))

    def mark(self, place: Place, *flags: str) -> None:
        """Only "\\Seen", the one flag of IMAP's that Gmail's API has."""
        if set(flags) - {"\\Seen"}:
            raise ValueError(f"Gmail has no flags {flags}")
        self._do("POST", f"/messages/{place.ref}/modify", {"removeLabelIds": ["UNREAD"]})

    def move(self, place: Place, folder: str) -> None:
        """As dragging does: the label of the one folder goes, that of the other comes; the id stays."""
        if folder == self.trash:
            self._do("POST", f"/messages/{place.ref}/trash")
            return
        fixed = place.folder in (self.drafts, self.sent)  # these labels stay with a mail
        left = [] if fixed else [self._label(place.folder)]
        change = {"addLabelIds": [self._label(folder)], "removeLabelIds": left}
        self._do("POST", f"/messages/{place.ref}/modify", change)

    def delete(self, place: Place) -> None:
        """For good, not into the trash."""
        self._do("DELETE", f"/messages/{place.ref}")

    def archive(self, place: Place) -> None:
        self._do("POST", f"/messages/{place.ref}/modify", {"removeLabelIds": ["INBOX"]})

    def add_label(self, ref: str, folder: str) -> None:
        self._do("POST", f"/messages/{ref}/modify", {"addLabelIds": [self._label(folder)]})

    def remove_label(self, ref: str, folder: str) -> None:
        self._do("POST", f"/messages/{ref}/modify", {"removeLabelIds": [self._label(folder)]})

    def create(self, folder: str) -> str:
        self._do("POST", "/labels", {"name": folder})
        return folder

    def make_by_consent(self, mailbox: Mailbox, name: str) -> str:
        """By the person: the program may not, and says so."""
        if mailbox.folder_of(name) is None:
            with pytest.raises(UserError, match="by hand"):
                mailbox.make_folder(name)
            self.create(name)
        return self.open().make_folder(name)

    def remove(self, folder: str) -> None:
        """Takes the label off all its mails; they stay."""
        self._do("DELETE", f"/labels/{self._label(folder)}")

    def snapshot(self) -> Snapshot:
        """By label; a mail under several labels is under each, one under none under ARCHIVE."""
        found: Snapshot = {row["name"]: [] for row in self._labels() if row["id"] not in _STATES}
        found[ARCHIVE] = []
        for mail in self.server.mails(self.user):
            for name in (mail.labels - _STATES) or {ARCHIVE}:
                found[name].append((mail.id, _flags(mail), mail.raw))
        return found

    def mails(self) -> list[Mail]:
        """All mails, with thread, labels and draft id."""
        return self.server.mails(self.user)

    def _label(self, folder: str) -> str:
        return next(str(row["id"]) for row in self._labels() if row["name"] == folder)

    def _labels(self) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = self._do("GET", "/labels")["labels"]
        return rows

    def _do(self, method: str, path: str, body: object = None) -> dict[str, list[dict[str, str]]]:
        answer = self.server.api(self.person, method, path, body)
        if answer.status >= 300:
            raise AssertionError(f"{method} {path}: {answer.status} {answer.body.decode()}")
        value: dict[str, list[dict[str, str]]] = answer.json
        return value


def fresh_gmail_user(server: GmailServer) -> str:
    """A user with an empty mailbox of their own."""
    address = f"robin{next(_numbers)}@gmail.example"
    server.add_user(address)
    return address


def _flags(mail: Mail) -> frozenset[str]:
    seen = [] if "UNREAD" in mail.labels else ["\\Seen"]
    return frozenset(seen + ["\\Draft"] * ("DRAFT" in mail.labels))

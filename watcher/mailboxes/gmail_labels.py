"""Gmail's labels, which are its folders: one mail may carry several."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from watcher.errors import UserError
from watcher.mailboxes.folder_names import missing_folder, same_name
from watcher.mailboxes.protocol import ALL_MAIL

INBOX, DRAFT, SENT, TRASH, SPAM, UNREAD = "INBOX", "DRAFT", "SENT", "TRASH", "SPAM", "UNREAD"
#: In this order: a sent mail in the trash is gone, and what the person takes for junk is as good as deleted.
_ROLES = {TRASH: "trash", SPAM: "trash", DRAFT: "drafts", "SCHEDULED": "drafts", SENT: "sent"}
#: Marks rather than folders.
_MARKS = frozenset({UNREAD, "STARRED", "IMPORTANT", "CHAT"})


class Labels:
    """The labels of one account, by name and by id."""

    def __init__(self, listed: Iterable[Mapping[str, Any]]) -> None:
        self._ids = {str(one["name"]): str(one["id"]) for one in listed if one["id"] not in _MARKS}

    def named(self, folder: str) -> str:
        """The name as Gmail spells it. Raises UserError, naming what is there, where it is missing."""
        if folder == ALL_MAIL or folder in self._ids:
            return folder
        for name in self._ids:
            if same_name(name, folder):
                return name
        raise UserError(f"Gmail: {missing_folder(folder, list(self._ids))}")

    def called(self, name: str) -> str | None:
        """The label of this name, None where there is none."""
        return next((there for there in self._ids if same_name(there, name)), None)

    def known(self, folder: str) -> str | None:
        """The label's id; None for all mail, and where there is no such label."""
        return self._ids.get(folder)

    def id_of(self, folder: str) -> str | None:
        """The label's id; None for all mail. Raises KeyError where there is no such label."""
        return None if folder == ALL_MAIL else self._ids[folder]

    def holds(self, folder: str, carried: Collection[str]) -> bool:
        """Whether a mail with these label ids lies in a folder. What is in the trash or in junk is only there."""
        if folder != ALL_MAIL and folder not in self._ids:
            return False
        label = self.id_of(folder)
        elsewhere = {TRASH, SPAM, DRAFT, *({"CHAT"} if label is None else ())} - {label}
        return not elsewhere & set(carried) and (label is None or label in carried)

    def home(self, carried: Collection[str], watched: Iterable[str]) -> str:
        """The folder to name for a mail with these label ids: a watched one, else its own label, else all mail."""
        names = [name for name, one in self._ids.items() if one in carried]
        role = next((label for label in _ROLES if label in carried), None)
        if role:
            return next((name for name, one in self._ids.items() if one == role), role)
        likely = [*(name for name in watched if name in names), *sorted(names, key=self._is_no_folder)]
        return likely[0] if likely else ALL_MAIL

    def _is_no_folder(self, name: str) -> bool:
        """Categories and stars; the person's own labels have ids of another kind."""
        return self._ids[name] != INBOX and self._ids[name].isupper()


def role_of(carried: Collection[str]) -> str:
    """The kind of folder that a mail with these label ids lies in, as `Found.role`."""
    return next((role for label, role in _ROLES.items() if label in carried), "other")

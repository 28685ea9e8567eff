"""What Gmail's IMAP server says beyond IMAP (X-GM-EXT-1), and how it differs.

A label is a folder, so one mail lies in several: X-GM-MSGID says that it is one. X-GM-THRID is the conversation.
https://developers.google.com/workspace/gmail/imap/imap-extensions

- All mail is found in the \\All folder, Trash and Junk; no label needs to be opened.
- Editing a draft at Gmail gives it a new UID and a new Message-ID. What is left of it is its conversation.
- An APPEND of a Message-ID that Gmail holds already, be it in Trash, makes no second copy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from watcher.mailboxes import headers
from watcher.mailboxes.imap_connection import Connection
from watcher.mailboxes.imap_cursor import UidCursor
from watcher.mailboxes.imap_fetch import Unwanted, is_draft
from watcher.mailboxes.imap_folders import Folders, own
from watcher.mailboxes.imap_search import Hit, Search
from watcher.mailboxes.protocol import Found, Place, Saved

NOT_SHOWN = "Gmail hides it from IMAP (Settings, Labels, Show in IMAP), so each label is searched instead"
OUTSIDE = "Gmail put it outside their conversation; it still says which mail it answers."
IN_TRASH = "But Gmail kept it in its Trash, where a copy lay already: move it to Drafts if you want it."
UNSEEN = (
    "But Gmail does not show it there yet; if it stays away, Gmail took it for a mail that it holds already."
)
_MAIL, _CONVERSATION, _LABELS = b"X-GM-MSGID", b"X-GM-THRID", b"X-GM-LABELS"
_ITEMS = (_MAIL.decode(), _CONVERSATION.decode())
_BEST = ("drafts", "sent", "trash", "other")


class Gmail:
    """The searches of an account at Gmail.

    Args:
        watched: the folders that are watched, by the server's names.
    """

    def __init__(self, line: Connection, folders: Folders, watched: Collection[str]) -> None:
        self._line = line
        self._drafts = folders.roles["drafts"]
        self._folders = folders
        self._watched = {*watched} - {folders.all_mail}
        whole = [name for name in (folders.all_mail, folders.junk) if name]
        roles = [name for name in folders.roles.values() if name]
        self._near = list(dict.fromkeys([*whole, *roles, *sorted(self._watched)]))
        self._far = (
            [] if folders.all_mail else [name for name in own(folders, line) if name not in self._near]
        )
        self._search = Search(line, folders, {*watched, *whole}, _ITEMS)

    def find_copies(self, message_id: str) -> list[Found]:
        """Each mail once, in the best of its places: by role, then in a watched folder, then among all mail."""
        hits = self._search.copies(self._near, message_id) or self._search.copies(self._far, message_id)
        best: dict[object, Hit] = {}
        for hit in sorted(hits, key=self._rank):
            best.setdefault(_number(hit.answer, _MAIL) or hit.found.place, hit)
        return [hit.found for hit in best.values()]

    def find_answers(self, message_id: str, since: datetime) -> list[Found]:
        """Those that name the mail, and drafts of its conversation that are newer and name no other.

        Gmail makes one conversation of letters with the same subject from the same no-reply address too.
        """
        named = self._search.answers(self._folders.for_answers, message_id, since)
        found = {hit.found.place: hit.found for hit in [*named, *self._drafts_after(message_id)]}
        return list(found.values())

    def where_it_went(self, saved: Saved, raw: bytes) -> Saved:
        """Looks at a draft just saved: whether it is there, and in its conversation.

        Raises:
            GraceError: it could not be looked at.
        """
        ids = headers.ids(raw)
        conversation = self._conversation_at(saved.place)
        if conversation is None:
            copies = self.find_copies(ids.own) if headers.searchable(ids.own) else []
            if not copies or copies[0].role != "drafts":
                in_trash = bool(copies) and copies[0].role == "trash"
                return Saved(copies[0].place if copies else None, IN_TRASH if in_trash else UNSEEN)
            saved = Saved(copies[0].place)
            conversation = self._conversation_at(saved.place)
        parent = self._first(ids.parent)
        theirs = _number(parent.answer, _CONVERSATION) if parent else 0
        outside = bool(theirs and conversation) and theirs != conversation
        return Saved(saved.place, OUTSIDE if outside else "")

    def _conversation_at(self, place: Place | None) -> int | None:
        """Of the draft at this place; None where none is there. A UID alone may be one of another folder."""
        at = UidCursor.of(place) if place else None
        if place is None or at is None or self._line.examine(place.folder).validity != at.validity:
            return None
        answer = self._line.fetch([at.last], *_ITEMS).get(at.last)
        return _number(answer, _CONVERSATION) if answer else None

    def _drafts_after(self, message_id: str) -> list[Hit]:
        parent = self._first(message_id)
        conversation = _number(parent.answer, _CONVERSATION) if parent else 0
        if parent is None or not conversation or not self._drafts:
            return []
        drafts = self._search.hits([self._drafts], f"X-GM-THRID {conversation}", _names_none)
        return [hit for hit in drafts if _came_after(hit.found, parent.found)]

    def _first(self, message_id: str) -> Hit | None:
        """One copy of a mail, wherever it lies."""
        if headers.searchable(message_id):
            for folder in (*self._near, *self._far):
                for hit in self._search.copies([folder], message_id):
                    return hit
        return None

    def _rank(self, hit: Hit) -> tuple[int, bool]:
        return _BEST.index(hit.found.role), hit.found.place.folder not in self._watched


def _names_none(ids: headers.Ids) -> bool:
    return not ids.parent and not ids.passed_on


def _came_after(one: Found, other: Found) -> bool:
    return one.stored_at is not None and other.stored_at is not None and one.stored_at > other.stored_at


def _number(answer: Mapping[bytes, Any], item: bytes) -> int:
    """A number of Gmail's; 0 where it is left out."""
    value = answer.get(item)
    return value if isinstance(value, int) else 0


def _is_own(answer: Mapping[bytes, Any]) -> bool:
    """A draft, which Gmail does not always flag as one, or what went out and to nobody of this account."""
    labels = {bytes(one).lower() for one in answer.get(_LABELS) or () if isinstance(one, bytes)}
    system = {label.lstrip(b"\\") for label in labels if label.startswith(b"\\")}
    return is_draft(answer) or bool(system & {b"draft", b"drafts"}) or _went_out(system)


def _went_out(labels: Collection[bytes]) -> bool:
    """Mail to oneself is mail that came, too."""
    return b"sent" in labels and b"inbox" not in labels


#: Mail of the person's own, which lies among all mail too. Its sender may be an address that we do not know.
OWN_AT_GMAIL = Unwanted((_LABELS.decode(),), _is_own)

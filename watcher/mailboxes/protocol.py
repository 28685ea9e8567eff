"""The one narrow door to a mailbox. Maildir, IMAP, Gmail and the tests' memory mailbox stand behind it.

Glossary
    folder  a mailbox name as the person sees it: decoded, with the server's own delimiter. Of Gmail a label.
            ALL_MAIL stands for all mail but junk and trash, where the server has such a folder; the drafts
            in it have not come.
    ref     a mail's place in a folder, opaque to us: "UIDVALIDITY:UID" in IMAP (RFC 3501 2.3.1.1), the
            unique part of the file name in a Maildir, the message id of Gmail.
    cursor  how far a folder has been read, opaque: "UIDVALIDITY:UID" of the last mail in IMAP, a historyId
            of Gmail.
    settle  how long after an unanswered save a draft may still turn up in a search.

Every method may raise TemporaryError (try again later), AuthError (stop this account) or UserError (a folder
that is not there). After any error the mailbox is thrown away and opened anew: no object survives a fault.
The mailbox is only ever read, with three exceptions: `save_draft`; `make_folder`, by consent, for training folders and
the folder of letters; and `lay_down`, for the weekly letter that the person asked for in the config.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from watcher.errors import TemporaryError

#: The folder of all mail, by its special-use attribute (RFC 6154 2).
ALL_MAIL = "\\All"

#: Gives an access token for OAuth (RFC 6750). Called with True where the last one was refused: then a new one.
Token = Callable[[bool], str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy of a mail lies."""

    folder: str
    ref: str


@dataclass(frozen=True, slots=True)
class Flags:
    """What the person did with a mail: \\Seen and \\Answered (Maildir: S and R)."""

    read: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that was not there before.

    Args:
        place: where it lies.
        cursor: the folder's cursor once this mail has been recorded.
        delivered_at: aware; INTERNALDATE, or the mtime of a Maildir file.
        raw: the mail, cut at the size cap; None where it could not be fetched.
        size: its full size in bytes.
        problem: why raw is None, one line without any of its content.
    """

    place: Place
    cursor: str
    delivered_at: datetime
    flags: Flags
    raw: bytes | None
    size: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """The mails that came, and the cursor once all of them have been recorded.

    Args:
        count: about how many they are, None where that is not known beforehand.
    """

    mails: Iterator[Arrival]
    cursor: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A mail found by one of its ids.

    Args:
        role: the kind of folder it lies in: "drafts", "sent", "trash" or "other".
        message_id: its own Message-ID.
        stored_at: aware; when it came to that folder, None where the server does not say.
    """

    place: Place
    role: str
    message_id: str
    flags: Flags
    stored_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft that was saved.

    Args:
        place: where, None where the server does not say.
        problem: what is not as it should be, one plain sentence for the person; mostly "".
    """

    place: Place | None = None
    problem: str = ""


class NotTakenError(TemporaryError):
    """The mailbox will not have this draft, now or later, and has not stored it."""


class Mailbox(Protocol):
    """One account's mail, for the length of one pass."""

    settle: timedelta

    def watched(self) -> Sequence[str]:
        """The folders to read, as configured. Raises UserError where one is missing."""

    def fetch_since(
        self,
        folder: str,
        cursor: str | None,
        since: datetime,
        known: Callable[[Sequence[str]], set[str]],
    ) -> Fetch:
        """The mails that came to `folder` after `cursor`, oldest place first, each exactly once.

        Args:
            cursor: from an earlier Fetch or Arrival; None at first contact. At first contact, or where the
                cursor has lost its meaning (UIDVALIDITY changed), all mail delivered at or after `since`.
            since: aware.
            known: given refs of this folder, says which of them are on record already.
        """

    def folder_of(self, name: str) -> str | None:
        """The folder that is there under this name, "/" between a folder and the one in it; None where none is."""

    def read(self, place: Place) -> Arrival | None:
        """The mail at a place; None where it is gone."""

    def flags(self, places: Sequence[Place]) -> Mapping[Place, Flags]:
        """The flags of those places that still hold their mail; places that are gone are left out."""

    def find_copies(self, message_id: str) -> Sequence[Found]:
        """Every copy of the mail or draft with exactly this Message-ID, in any folder.

        A copy that several folders show at once, as Gmail's labels do, is given once, by what says most of it:
        its role, else a watched folder.
        """

    def find_answers(self, message_id: str, since: datetime) -> Sequence[Found]:
        """Mails in Drafts and Sent whose In-Reply-To or References name this Message-ID exactly.

        At Gmail, which gives an edited draft another id, newer drafts in the mail's conversation are answers too.

        Args:
            since: only mail stored at or after that day need be found.
        """

    def save_draft(self, raw: bytes) -> Saved:
        """Stores one draft in Drafts, flagged \\Draft \\Seen, in the conversation of the mail it answers.

        Raises:
            NotTakenError: it never will be; after any other error it may have been stored.
        """

    def make_folder(self, name: str) -> str:
        """Makes an empty folder, "/" between a folder and the one in it, and gives its name in the mailbox.

        One that is there already stays as it is.

        Raises:
            UserError: none can be made here.
        """

    def lay_down(self, folder: str, raw: bytes) -> None:
        """Stores one letter of ours, unread, in the folder of letters.

        Args:
            folder: as `make_folder` gave it.

        Raises:
            UserError: none can be stored here. After any other error it may have been stored.
        """

    def check(self) -> Sequence[tuple[str, bool, str]]:
        """Looks whether all is in order, for `grace check`: (what, fine?, a word on it) each."""

    def abort(self) -> None:
        """Called from another thread, to stop soon: a call that waits for the server fails at once, and the
        next mail of a Fetch, like every later call, raises TemporaryError."""

    def close(self) -> None:
        """Lets go. Never raises."""

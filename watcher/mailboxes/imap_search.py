"""Finding mails by their ids, folder by folder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from watcher.errors import UserError
from watcher.mailboxes import headers
from watcher.mailboxes.imap_connection import Connection, Opened, RefusedError
from watcher.mailboxes.imap_fetch import CHUNK, chunks, flags_of, stored_at
from watcher.mailboxes.imap_folders import Folders
from watcher.mailboxes.imap_quote import date, quoted
from watcher.mailboxes.protocol import Found, Place

_IDS = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES SUBJECT)]"
_OLDEST = datetime(1970, 1, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hit:
    """A mail that was found, the ids in its header, and the server's whole answer on it."""

    found: Found
    ids: headers.Ids
    answer: Mapping[bytes, Any]


class Search:
    """Looks for mails in some folders.

    Args:
        needed: folders that have to open, as those with a role have to.
        items: what to FETCH of each hit besides.
    """

    def __init__(
        self, line: Connection, folders: Folders, needed: Collection[str], items: Sequence[str] = ()
    ) -> None:
        self._line = line
        self._folders = folders
        self._needed = needed
        self._items = items

    def copies(self, folders: Sequence[str], message_id: str) -> list[Hit]:
        """The mails with exactly this Message-ID."""
        return self.hits(
            folders, f"HEADER Message-ID {quoted(message_id)}", lambda ids: ids.own == message_id
        )

    def answers(self, folders: Sequence[str], message_id: str, since: datetime) -> list[Hit]:
        """The mails stored since that day whose header says that they answer this one."""
        text = quoted(message_id)
        criteria = f"SINCE {safe_day(since)} OR HEADER In-Reply-To {text} HEADER References {text}"
        return self.hits(folders, criteria, lambda ids: message_id in ids.answered)

    def hits(self, folders: Sequence[str], criteria: str, fits: Callable[[headers.Ids], bool]) -> list[Hit]:
        return [hit for folder in folders for hit in self._one_folder(folder, criteria, fits)]

    def _one_folder(self, folder: str, criteria: str, fits: Callable[[headers.Ids], bool]) -> Iterator[Hit]:
        """A HEADER search finds parts of ids too (RFC 3501 6.4.4): the header itself decides."""
        role = self._folders.role_of(folder)
        opened = self._opened(folder, needed=role != "other" or folder in self._needed)
        if opened is None:
            return
        for chunk in chunks(self._line.search(criteria), CHUNK):
            answers = self._line.fetch(chunk, "FLAGS", "INTERNALDATE", _IDS, *self._items)
            for uid, answer in answers.items():
                header = next((value for key, value in answer.items() if key.startswith(b"BODY[")), None)
                ids = headers.ids(header or b"")
                if fits(ids):
                    place = Place(folder, f"{opened.validity}:{uid}")
                    found = Found(place, role, ids.own, flags_of(answer), stored_at(answer))
                    yield Hit(found, ids, answer)

    def _opened(self, folder: str, *, needed: bool) -> Opened | None:
        """None for a folder that is listed, but not to be opened by us, or called by a name that cannot be sent.

        A mail that is found nowhere counts as deleted. So what is refused is asked for once more, after a folder that
        has to open: a server in trouble opens neither.
        """
        try:
            return self._line.examine(folder)
        except UserError:
            if needed:
                raise
            return None
        except RefusedError:
            if needed:
                raise
        for known in [*self._needed][:1]:
            self._line.examine(known)
        with contextlib.suppress(RefusedError):
            return self._line.examine(folder)
        return None


def safe_day(since: datetime) -> str:
    """A date before which no wanted mail came. SEARCH compares bare dates, in the server's own zone."""
    return date(max(since, _OLDEST) - timedelta(days=2))

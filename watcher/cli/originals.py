"""The mail itself, where a command needs more of it than the log keeps: from a kept text, else from its mailbox."""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import TYPE_CHECKING

from watcher.cli.clock import at
from watcher.errors import GraceError, TemporaryError

if TYPE_CHECKING:
    from watcher.config import Account, Config
    from watcher.mailboxes.protocol import Arrival, Mailbox
    from watcher.store import Entry, Store


class Originals:
    """Fetches mails, one after the other. A mailbox that was opened stays open until the end.

    Attributes:
        trouble: why the last mail could not be fetched; "" where it is gone, or was found.
    """

    def __init__(self, config: Config, store: Store) -> None:
        self._config = config
        self._store = store
        self._open: dict[str, Mailbox] = {}
        self.trouble = ""

    def __enter__(self) -> Originals:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for mailbox in self._open.values():
            mailbox.close()

    def of(self, entry: Entry) -> Arrival | None:
        """The mail, None where it is not to be had: then `trouble` may say why."""
        from watcher.correcting import original_of

        self.trouble = ""
        kept = self._store.text_of(entry.fingerprint)
        if kept:
            return original_of(kept.raw, kept.delivered_at)
        # An account that was left may have had a copy; the mail's own one is the likeliest.
        for account in sorted(self._config.accounts, key=lambda one: one.name != entry.account):
            found = self._from(account, entry)
            if found is not None:
                return found
        return None

    def _from(self, account: Account, entry: Entry) -> Arrival | None:
        places = self._store.places(entry.id, account.name)
        if not places:
            return None
        for last_try in (False, True):  # a line that was good a minute ago may have been cut since
            was_open = account.name in self._open
            try:
                return self._read(account, entry, places)
            except TemporaryError as error:
                self.trouble = str(error)
                with contextlib.suppress(KeyError):
                    self._open.pop(account.name).close()
                if last_try or not was_open:
                    return None
            except GraceError as error:
                self.trouble = str(error)
                return None
        return None

    def _read(self, account: Account, entry: Entry, places: list[tuple[str, str]]) -> Arrival | None:
        """Where a copy lies, or lay: somebody may have moved it meanwhile."""
        from watcher.connecting import connect
        from watcher.mailboxes.protocol import Place
        from watcher.oauth.tokens import Tokens

        if account.name not in self._open:
            self._open[account.name] = connect(account, Tokens(), at(None))
        mailbox = self._open[account.name]
        known = [Place(folder, ref) for folder, ref in places]
        moved = (one.place for one in mailbox.find_copies(entry.message_id or ""))
        for place in (*known, *moved):
            found = mailbox.read(place)
            if found and found.raw:
                return found
        return None

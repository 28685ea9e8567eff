"""The weekly letter that is laid into a folder of the person's mailbox, where they asked for it: at most one a week.

    claimed      in the store, on disk, before the mailbox hears of it
    laid down    once the mailbox has said so, or a search has found the letter

As with drafts (drafting.py) the Message-ID is a function of the week and this installation, and is searched for before
every save; so a crash between save and confirmation makes no second one. A letter that could not be laid down is tried
again every hour until the next one is due, and holds up nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from datetime import UTC, datetime, timedelta

from watcher import weekly
from watcher.config import Account, Config
from watcher.credentials import addressed
from watcher.errors import GraceError, StorageError
from watcher.mailboxes.protocol import Mailbox
from watcher.reading.types import Message
from watcher.reflecting.weekly_letter import HEADER, as_mail
from watcher.replying.addresses import ascii_domain, is_sound
from watcher.replying.compose import message_id
from watcher.store import Store

log = logging.getLogger("grace")

#: The one folder that letters are laid into; the setting is the person's consent to have it made.
FOLDER = "Grace/Letters"
AGAIN = timedelta(hours=1)


def is_ours(message: Message, store: Store) -> bool:
    """Whether a mail is a letter that this installation has written: nobody else can make its mark."""
    marks = message.headers.get(HEADER.lower(), ())
    if not marks:
        return False
    ours = mark_of(message.message_id or "", store.secret()).encode()
    return any(hmac.compare_digest(mark.encode(), ours) for mark in marks)


def mark_of(own_id: str, secret: bytes) -> str:
    """What stands in a letter's HEADER."""
    return hmac.new(secret, f"letter|{own_id}".encode(), hashlib.sha256).hexdigest()[:32]


class Letters:
    """The weekly letter, as the last part of a pass over an account. See pipeline.Pass for the arguments."""

    def __init__(
        self, account: Account, config: Config, mailbox: Mailbox, store: Store, *, dry_run: bool
    ) -> None:
        self._account = account
        self._config = config
        self._mailbox = mailbox
        self._store = store
        self._wanted = not dry_run and config.gentle.letters == account.name

    def run(self, now: datetime) -> None:
        """Lays the letter of the week down if it is due, and was not yet.

        Args:
            now: aware.

        Raises:
            StorageError: anything else that goes wrong waits for another pass.
        """
        if not self._wanted:
            return
        quiet = weekly.quiet(self._config)
        at = weekly.letter_time(now, quiet)
        # Whoever has just asked for letters gets the first one when the next is due.
        asked = datetime.fromisoformat(self._store.setting("letters since", now.astimezone(UTC).isoformat()))
        year, week, _ = at.astimezone(quiet.zone).isocalendar()
        if at >= asked and self._claim(key := f"digest:{year}-W{week:02}", now):
            try:
                self._lay_down(key, at, now)
            except StorageError:
                raise
            except GraceError as error:
                why = addressed(str(error), self._account.name)
                log.warning("%s: the weekly letter is not laid down yet: %s", self._account.name, why)

    def _claim(self, key: str, now: datetime) -> bool:
        """True where the letter may be laid down now; then it is claimed."""
        state = self._store.letter_state(key)
        if state in ("laid down", "given up"):
            return False
        if state == "claimed":
            tried = next(row.at for row in self._store.letters() if row.key == key)
            if timedelta() <= now - tried < AGAIN:
                return False
        elif self._store.saved_before(_witness(key)):
            self._note(
                key, "given up", now
            )  # the log was put back from a backup that is older than this letter
            return False
        self._note(key, "claimed", now)
        return True

    def _lay_down(self, key: str, at: datetime, now: datetime) -> None:
        address = self._config.person.addresses[0]
        local, _, domain = address.rpartition("@")
        if not is_sound(address):
            self._note(key, "given up", now)
            return
        found = weekly.digest_of(self._store, self._config, at - weekly.WEEK, at, now)
        if found.is_quiet:
            self._note(key, "given up", now)
            return
        own_id = message_id(self._store.secret(), key, 1, domain)
        if not self._mailbox.find_copies(own_id):
            mark = mark_of(own_id, self._store.secret())
            to = f"{local}@{ascii_domain(domain)}"
            raw = as_mail(found, to, own_id, mark, now.astimezone(self._config.person.zone))
            folder = self._mailbox.make_folder(FOLDER)
            self._store.about_to_save(_witness(key))
            self._mailbox.lay_down(folder, raw)
        self._note(key, "laid down", now)
        log.info("%s: the letter of a week is laid down", self._account.name)

    def _note(self, key: str, state: str, now: datetime) -> None:
        self._store.letter(key, self._account.name, state, now)


def _witness(key: str) -> str:
    """How the second witness (store/witness.py) knows a letter."""
    return hashlib.sha256(f"letter|{key}".encode()).hexdigest()

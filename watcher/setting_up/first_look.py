"""A first look at the mail of some weeks: read, judged, counted, and forgotten again.

It is a real pass, as a dry run, over a log that lies in a folder for the time being: nothing of it is put on record,
and nothing is written to the mailbox.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from watcher.config import Account, Config
from watcher.mailboxes.protocol import Mailbox
from watcher.pipeline import Event, Pass
from watcher.reading.classifier import Classifier
from watcher.reading.types import REPLYABLE
from watcher.store import Store

DAYS = 90
#: Of a case in one of these, a reply can be had.
_REPLY = ("cooling", "offered", "claimed", "drafted")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was seen.

    Args:
        answers: mails that say "no", or "not now".
        worth: how many of them could have a reply.
        recent: how many of those are young enough for a draft (cooling_off.latest).
        unsure: mails to look at oneself.
    """

    mails: int
    answers: int
    worth: int
    recent: int
    unsure: int


def first_look(
    account: Account,
    config: Config,
    mailbox: Mailbox,
    classifier: Classifier,
    now: datetime,
    tell: Callable[[float, datetime], None] = lambda share, at: None,
) -> Findings:
    """Reads the mail of the last DAYS days.

    Args:
        now: aware.
        tell: called with the share that is done, 0 to 1, and the time of the mail just read.

    Raises:
        TemporaryError, AuthError, UserError, StorageError
    """
    since = now - timedelta(days=DAYS)
    config = dataclasses.replace(
        config,
        watch=dataclasses.replace(config.watch, since=since.date()),
        learning=dataclasses.replace(config.learning, folders=False, train="never"),
    )
    with tempfile.TemporaryDirectory(prefix="grace-first-look-") as scratch:
        store = Store(Path(scratch))
        newest = since

        def happened(event: Event) -> None:
            nonlocal newest
            entry = store.entry(event.mail_id)
            if entry and entry.delivered_at > newest:  # at its end, a pass goes through its cases once more
                newest = entry.delivered_at
                tell(min((newest - since) / timedelta(days=DAYS), 1.0), newest)

        try:
            Pass(account, config, mailbox, store, classifier, dry_run=True, tell=happened).run(now)
            return _counted(store, now - config.cooling_off.latest)
        finally:
            store.close()


def _counted(store: Store, latest: datetime) -> Findings:
    mails = store.counts()["mail"]
    answers = [one for one in store.entries(limit=mails + 1) if one.kind in REPLYABLE]
    worth = [one for one in answers if one.state in _REPLY]
    return Findings(
        mails,
        len([one for one in answers if one.state != "review"]),
        len(worth),
        len([one for one in worth if one.delivered_at >= latest]),
        len(store.cases("review")),
    )

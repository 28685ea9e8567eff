"""The mail of an account, cut into pieces as it is fetched: workers judge one piece while the next is on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from datetime import UTC, datetime

from watcher.errors import UserError
from watcher.mailboxes.protocol import Mailbox
from watcher.scanning.looking import Raws
from watcher.scanning.pieces import Piece, Position

_MAILS, _PIECE = 50, 512 * 1024
#: Before the first mail that anybody has.
_BEGINNING = datetime(1990, 1, 1, tzinfo=UTC)


def folders(mailbox: Mailbox, asked: Sequence[str]) -> list[str]:
    """The folders to look through: those that were asked for, else those that are watched.

    Raises:
        UserError: there is no such folder.
    """
    found = []
    for name in asked:
        there = mailbox.folder_of(name)
        if there is None:
            raise UserError(
                f"There is no folder {name!r} in this account. `grace check` names those it watches."
            )
        found.append(there)
    return found or list(mailbox.watched())


def pieces(
    mailbox: Mailbox,
    names: Sequence[str],
    since: datetime | None,
    after: Position | None,
    done: Set[str] | None,
    expect: Callable[[int], None],
) -> Iterator[Piece]:
    """The mails of these folders, each read with EXAMINE and BODY.PEEK: nothing changes.

    Args:
        since: aware; mail delivered before is not fetched.
        after: the position to go on from, None for the beginning.
        done: the refs of mails that were looked at earlier, where the cursor does not tell them (Gmail); else None.
        expect: told how many mails are still to come of a folder, where the mailbox knows.
    """
    for name in names:
        cursor = None
        if after:
            if after["unit"] != name:
                continue
            cursor, after = None if done is not None else str(after["at"]), None
        fetch = mailbox.fetch_since(
            name, cursor, since or _BEGINNING, lambda refs: set(refs) & (done or set())
        )
        if fetch.count is not None:
            expect(fetch.count)
        waiting: list[tuple[str, datetime | None, bytes | None]] = []
        refs: list[str] = []
        size = 0
        for mail in fetch.mails:
            waiting.append((f"{name}/{mail.place.ref}", mail.delivered_at, mail.raw))
            size += len(mail.raw or b"")
            if done is not None:
                refs.append(mail.place.ref)
            if len(waiting) >= _MAILS or size >= _PIECE:
                yield Piece(
                    Raws(tuple(waiting)), len(waiting), {"unit": name, "at": mail.cursor}, refs=tuple(refs)
                )
                waiting, refs, size = [], [], 0
        yield Piece(Raws(tuple(waiting)), len(waiting), {"unit": name, "at": fetch.cursor}, refs=tuple(refs))

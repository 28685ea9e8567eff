"""Which mails of a label are new, and getting them: by its history, and where that fails by a list."""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from watcher.mailboxes.gmail_api import Api, Change
from watcher.mailboxes.gmail_cursor import ALL, HistoryCursor
from watcher.mailboxes.gmail_errors import NotThereError, NotUnderstoodError, OutOfOrderError
from watcher.mailboxes.gmail_labels import DRAFT, INBOX, SENT, SPAM, TRASH, UNREAD, Labels
from watcher.mailboxes.protocol import Arrival, Fetch, Flags, Place

SIZE_CAP = 1024 * 1024
#: Once a day the last days are listed as well: what a history left out is found by that.
RECONCILED = timedelta(days=3)
#: A search by time need not be exact to the second; the mail's own time decides.
_MARGIN = timedelta(hours=1)
_CHUNK = 500
#: So many mails that Gmail does not give, and it is asked whether it gives any.
_PATIENCE = 5
_OTHERS = 2
_HIDDEN = frozenset({SPAM, TRASH})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REFUSED = "Gmail would not give this mail"
_Known = Callable[[Sequence[str]], set[str]]
#: A message id, with the cursor once it has been recorded.
_Step = tuple[str, HistoryCursor]


def fetch(
    api: Api, labels: Labels, folder: str, cursor: str | None, since: datetime, known: _Known, today: date
) -> Fetch:
    """As `Mailbox.fetch_since`.

    Args:
        folder: a label's name as Gmail spells it, or ALL_MAIL.
        today: the day of this pass, for the daily comparison.
    """
    label = labels.id_of(folder)
    past = HistoryCursor.parse(cursor)
    if past is None or past.label != (label or ALL):
        past = None
    if past and past.since is None:
        try:
            changes, newest = api.history(past.history)
        except (NotThereError, NotUnderstoodError):
            pass  # the history does not go back so far: it is listed instead, as at a first contact
        else:
            return _by_history(api, labels, folder, past, changes, newest, known, today, since)
    if past is None or past.since is None:
        # Where the history stands is asked before the list is: what comes meanwhile is seen twice, not never.
        began = str(api.profile()["historyId"])
        past = HistoryCursor(label or ALL, began, today, int(since.timestamp()))
    steps = [(one, past) for one in _listed(api, label, past.since or 0)]
    since = _EPOCH + timedelta(seconds=past.since or 0)
    mails = _Mails(api, labels, folder, past, steps, known, since)
    return Fetch(mails.arrivals(), str(past.listed()), len(steps))


def _by_history(
    api: Api,
    labels: Labels,
    folder: str,
    past: HistoryCursor,
    changes: Sequence[Change],
    newest: str,
    known: _Known,
    today: date,
    since: datetime,
) -> Fetch:
    steps, at = list[_Step](), past
    new = {mail for change in changes for mail in change.added}
    freed = {mail for change in changes for mail, lost in change.unlabelled.items() if _HIDDEN & set(lost)}
    for change in changes:
        wanted = _came_to(labels.id_of(folder), change, new)
        steps += [(mail, at) for mail in wanted[:-1]]
        at = past.at(change.history_id)
        steps += [(mail, at) for mail in wanted[-1:]]
    done = past.at(newest)
    if today != past.day:
        recent = max(since, datetime.combine(today, datetime.min.time(), UTC) - RECONCILED)
        steps += [(mail, done) for mail in _listed(api, labels.id_of(folder), int(recent.timestamp()))]
    mails = _Mails(api, labels, folder, past, steps, known, freed=freed)
    return Fetch(mails.arrivals(), str(replace(done, day=today)))


def _came_to(label: str | None, change: Change, new: Collection[str]) -> list[str]:
    """The mails that came to a label with one change of the history; None for all mail.

    Also those moved here by hand or back from junk, which carried the label there too; and new ones that left the
    label before we looked.
    """
    came = [mail for mail, carried in change.added.items() if label is None or label in carried]
    moved = [mail for mail, given in change.labelled.items() if (label or INBOX) in given]
    left = [mail for mail, lost in change.unlabelled.items() if label in lost and mail in new]
    freed = [mail for mail, lost in change.unlabelled.items() if _HIDDEN & set(lost)]
    drafts = [mail for mail, carried in change.added.items() if DRAFT in carried]
    return [mail for mail in dict.fromkeys([*came, *moved, *left, *freed]) if mail not in drafts]


def _listed(api: Api, label: str | None, since: int) -> list[str]:
    """The message ids of mail since then, oldest first."""
    begin = max(0, since - int(_MARGIN.total_seconds()))
    return api.ids(label, f"after:{begin}", everywhere=label in _HIDDEN)[::-1]


class _Mails:
    """The new ones of some mails, one after the other.

    Args:
        start: the cursor before the first of them.
        steps: the mails and their cursors, oldest first; a mail may stand there twice.
        since: older mail is left out; None for no limit.
        freed: mails that came out of junk or trash: to which label is seen by what they carry.
    """

    def __init__(
        self,
        api: Api,
        labels: Labels,
        folder: str,
        start: HistoryCursor,
        steps: Sequence[_Step],
        known: _Known,
        since: datetime | None = None,
        freed: Collection[str] = (),
    ) -> None:
        self._api, self._labels, self._folder, self._since, self._freed = api, labels, folder, since, freed
        self._safe = start
        first = dict[str, HistoryCursor]()
        for mail, cursor in steps:
            first.setdefault(mail, cursor)
        ids, on_record = list(first), set[str]()
        for at in range(0, len(ids), _CHUNK):
            on_record |= known(ids[at : at + _CHUNK])
        self._steps = [(mail, cursor) for mail, cursor in first.items() if mail not in on_record]

    def arrivals(self) -> Iterator[Arrival]:
        """What Gmail does not give is asked for once more at the end; until then no cursor passes it."""
        put_off = list[str]()
        for mail, cursor in self._steps:
            try:
                got = self._api.raw(mail)
            except OutOfOrderError:
                put_off.append(mail)
                if len(put_off) > _PATIENCE and not self._gives_others(put_off):
                    raise
                continue
            self._safe = self._safe if put_off else cursor
            yield from self._arrival(mail, got) if got else ()
        for mail in put_off:
            try:
                got = self._api.raw(mail)
            except OutOfOrderError:
                yield from self._set_aside(mail, put_off)
            else:
                yield from self._arrival(mail, got) if got else ()

    def _arrival(self, mail: str, got: dict[str, Any]) -> Iterator[Arrival]:
        """Nothing where the mail is not to be read: no longer in the label, or older than wanted."""
        carried, delivered_at = got.get("labelIds", ()), internal_date(got)
        if not self._wanted(mail, carried) or (self._since and delivered_at < self._since):
            return
        yield arrival(Place(self._folder, mail), str(self._safe), got)

    def _wanted(self, mail: str, carried: Sequence[str]) -> bool:
        """Also what has left the label since: it came, and was archived before we looked. Not what was deleted."""
        label = self._labels.id_of(self._folder)
        # The person's own is not, whatever address it is from; what they sent to themselves came, too.
        if label is None and SENT in carried and INBOX not in carried:
            return False
        had = [label] if label and mail not in self._freed else []
        return self._labels.holds(self._folder, [*carried, *had])

    def _set_aside(self, mail: str, put_off: Sequence[str]) -> Iterator[Arrival]:
        """A mail that is not given while Gmail works otherwise; where it does not, its error is raised."""
        try:
            brief = self._api.brief(mail) or {}
        except OutOfOrderError:
            if not self._gives_others(put_off):
                raise
            brief = {}
        place, at = Place(self._folder, mail), internal_date(brief)
        flags = flags_of(brief.get("labelIds", ()))
        yield Arrival(place, str(self._safe), at, flags, raw=None, size=0, problem=_REFUSED)

    def _gives_others(self, put_off: Sequence[str]) -> bool:
        """Whether Gmail gives any older mail: then it is those that are broken, and not Gmail."""
        listed = [one for one in self._api.ids(None, "", most=_CHUNK) if one not in put_off]
        for other in listed[::-1][:_OTHERS]:
            with contextlib.suppress(OutOfOrderError):
                return self._api.raw(other) is not None
        return False


def arrival(place: Place, cursor: str, got: dict[str, Any]) -> Arrival:
    """A mail as the API gives it (format "raw")."""
    raw = _decoded(got.get("raw"))
    return Arrival(
        place=place,
        cursor=cursor,
        delivered_at=internal_date(got),
        flags=flags_of(got.get("labelIds", ())),
        raw=raw and raw[:SIZE_CAP],
        size=len(raw or b""),
        problem="" if raw else _REFUSED,
    )


def flags_of(carried: Sequence[str]) -> Flags:
    """Gmail does not mark answered mail; its answer is found in the conversation."""
    return Flags(read=UNREAD not in carried, answered=False)


def internal_date(got: dict[str, Any]) -> datetime:
    """When Gmail took it in, which is more to be relied on than its Date."""
    try:
        return _EPOCH + timedelta(milliseconds=int(got.get("internalDate", 0)))
    except (ValueError, TypeError, OverflowError):
        return _EPOCH


def _decoded(text: object) -> bytes | None:
    """base64url (RFC 4648 5), with or without its padding."""
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return None

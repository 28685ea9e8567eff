"""An account at Gmail, by way of its own API: labels are its folders, a historyId is its cursor."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

from watcher.errors import AuthError, GraceError, TemporaryError, UserError
from watcher.mailboxes import gmail_fetch, headers
from watcher.mailboxes.folder_names import counted
from watcher.mailboxes.gmail_address import same_mailbox
from watcher.mailboxes.gmail_api import Api
from watcher.mailboxes.gmail_errors import given_up
from watcher.mailboxes.gmail_fetch import flags_of, internal_date
from watcher.mailboxes.gmail_labels import DRAFT, SENT, TRASH, Labels, role_of
from watcher.mailboxes.protocol import Arrival, Fetch, Flags, Found, Place, Saved, Token

#: An id that would not fit into a request's address is not searched for.
_LONGEST = 1500
#: So many of the newest mails in Sent, and in Drafts, are looked through where a conversation is not to be found.
_OUTGOING = 50
_OUTSIDE = "Gmail put it outside their conversation, as a mail of its own."
#: A list of a label costs as much as a mail's flags do: of more places than these the label is listed.
_ONE_BY_ONE = 5
_Json = dict[str, Any]


class Gmail:
    """One account at Gmail. Connects at the first call that needs it.

    Args:
        base: where the API is, such as "https://gmail.googleapis.com:443".
        user: the account's address.
        token: gives an access token with the scopes gmail.readonly and gmail.compose.
        folders: the labels to watch.
        today: the day of this pass.
        quota: units of Gmail's allowance to use in a minute.
        timeout: how long to wait for any one answer, in seconds.
    """

    settle = timedelta(seconds=60)  # a search may not know a new draft yet

    def __init__(
        self,
        base: str,
        user: str,
        token: Token,
        folders: Sequence[str] = ("INBOX",),
        today: date = date.min,
        quota: int = 4800,
        timeout: float = 60.0,
    ) -> None:
        self._api = Api(base, token, quota, timeout)
        self._user, self._wanted, self._today = user, tuple(folders), today
        self._briefs = dict[str, _Json | None]()
        self._drafts: Mapping[str, str] | None = None

    def watched(self) -> Sequence[str]:
        self._make_sure_whose_it_is()
        return [self._labels.named(folder) for folder in self._wanted]

    def fetch_since(
        self, folder: str, cursor: str | None, since: datetime, known: Callable[[Sequence[str]], set[str]]
    ) -> Fetch:
        name = self._labels.named(folder)
        found = gmail_fetch.fetch(self._api, self._labels, name, cursor, since, known, self._today)
        return Fetch(self._until_aborted(found.mails), found.cursor, found.count)

    def folder_of(self, name: str) -> str | None:
        return self._labels.called(name)

    def make_folder(self, name: str) -> str:
        """None is made: for that Gmail would have to be asked for leave to change mail as well."""
        there = self._labels.called(name)
        if there is None:
            raise UserError(f"Gmail: make a label {name!r} there, by hand; then it is used.")
        return there

    def read(self, place: Place) -> Arrival | None:
        got = self._api.raw(place.ref)
        return gmail_fetch.arrival(place, "", got) if got else None

    def flags(self, places: Sequence[Place]) -> Mapping[Place, Flags]:
        found: dict[Place, Flags] = {}
        for folder in {place.folder for place in places}:
            among = [place for place in places if place.folder == folder]
            if len(among) > _ONE_BY_ONE:
                found |= self._listed(folder, among)
        for place in places:
            if place in found:
                continue
            if place.ref not in self._briefs:
                self._briefs[place.ref] = self._api.brief(place.ref)
            brief = self._briefs[place.ref]
            if brief and self._labels.holds(place.folder, brief.get("labelIds", ())):
                found[place] = flags_of(brief.get("labelIds", ()))
        return found

    def find_copies(self, message_id: str) -> Sequence[Found]:
        return [self._found(mail) for mail in self._with_id(message_id)]

    def find_answers(self, message_id: str, since: datetime) -> Sequence[Found]:
        """By their conversation; where the mail itself is gone, among what was written last."""
        if not headers.searchable(message_id):
            return []
        parents = self._with_id(message_id)
        if not parents:
            outgoing = self._outgoing(since)
            return [self._found(one) for one in outgoing if message_id in _ids(one).answered]
        came, own = min(map(internal_date, parents)), {one["id"] for one in parents}
        mails = (one for thread in {one["threadId"] for one in parents} for one in self._api.thread(thread))
        return [
            self._found(one)
            for one in mails
            if one["id"] not in own and role_of(one.get("labelIds", ())) in ("drafts", "sent")
            if message_id in _ids(one).answered
            # Saved in the browser it need not name what it answers; what names another mail answers that one:
            # of letters with the same subject from the same no-reply address Gmail makes one conversation.
            or (internal_date(one) > came and not _ids(one).parent and not _ids(one).passed_on)
        ]

    def save_draft(self, raw: bytes) -> Saved:
        """Never asked of Gmail twice: before it is, the conversation is looked through for this very draft."""
        ids = headers.ids(raw)
        thread = self._thread_of(ids.parent)
        for mail in self._api.thread(thread) if thread else ():
            if _ids(mail).own == ids.own and role_of(mail.get("labelIds", ())) == "drafts":
                return Saved(self._found(mail).place)
        self._drafts = None
        made = self._api.create_draft(base64.urlsafe_b64encode(raw).decode(), thread)
        message = made.get("message", {})
        place = Place(self._labels.home([DRAFT], ()), f"{made.get('id')}/{message.get('id')}")
        return Saved(place, "" if thread and self._lies_in(message, thread) else _OUTSIDE)

    def lay_down(self, folder: str, raw: bytes) -> None:
        """None is: for that Gmail would have to be asked for leave to put any mail into the mailbox."""
        raise UserError(
            "Gmail: by its own interface no letter can be laid down; see `letters` in the config."
        )

    def check(self) -> Sequence[tuple[str, bool, str]]:
        rows = [("Sign-in", self._is_ours, f"Gmail, {self._address}" if self._is_ours else self._not_ours)]
        for folder in self._wanted:
            try:
                label = self._labels.id_of(self._labels.named(folder))
                count = len(self._api.ids(label, "", most=_OUTGOING))
                many = f"{count} mails or more" if count == _OUTGOING else counted(count, "mail")
                rows.append((f"Label {folder}", True, many))
            except UserError as error:
                rows.append((f"Label {folder}", False, str(error)))
        rows.append(("Drafts", True, counted(len(self._api.drafts()), "draft")))
        return rows

    def abort(self) -> None:
        self._api.abort()

    def close(self) -> None:
        self._api.close()

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self._api.labels())

    def _make_sure_whose_it_is(self) -> None:
        """A token from elsewhere may be for another account: nothing of it is read, and no draft laid there."""
        if not self._is_ours:
            raise AuthError(f"Gmail: {self._not_ours}")

    @cached_property
    def _address(self) -> str:
        return str(self._api.profile().get("emailAddress", ""))

    @property
    def _is_ours(self) -> bool:
        return same_mailbox(self._address, self._user)

    @property
    def _not_ours(self) -> str:
        return f"the account of {self._address} is signed in, not {self._user}. Sign in again with `grace login`."

    def _until_aborted(self, mails: Iterator[Arrival]) -> Iterator[Arrival]:
        for mail in mails:
            if self._api.stopped:
                raise given_up()
            yield mail

    def _listed(self, folder: str, places: Sequence[Place]) -> Mapping[Place, Flags]:
        """The flags of those that a list of the label shows; what it does not show has to be asked for."""
        label = self._labels.known(folder)
        if label is None:
            return {}
        there, unread = set(self._api.ids(label, "")), set(self._api.ids(label, "is:unread"))
        return {
            place: Flags(read=place.ref not in unread, answered=False)
            for place in places
            if place.ref in there
        }

    def _with_id(self, message_id: str) -> list[_Json]:
        """The mails with exactly this Message-ID, junk and trash too."""
        bare = message_id.removeprefix("<").removesuffix(">")
        if not bare or not headers.searchable(message_id) or len(quote(bare, safe="")) > _LONGEST:
            return []
        query = f"rfc822msgid:{bare}"
        mails = [self._api.headers(one) for one in self._api.ids(None, query, everywhere=True)]
        return [one for one in mails if one and _ids(one).own == message_id]

    def _outgoing(self, since: datetime) -> list[_Json]:
        after = f"after:{int((since - timedelta(days=1)).timestamp())}"
        ids = [one for label in (DRAFT, SENT) for one in self._api.ids(label, after, most=_OUTGOING)]
        return [mail for mail in map(self._api.headers, ids) if mail]

    def _thread_of(self, parent: str) -> str | None:
        """The conversation to put a draft into; None where the mail that it answers is not to be found.

        Raises:
            TemporaryError: that mail lies in the trash, where a draft would not be seen.
        """
        mails = self._with_id(parent)
        alive = [one for one in mails if TRASH not in one.get("labelIds", ())]
        if mails and not alive:
            raise TemporaryError("Gmail: the mail to answer has just been deleted, so no draft was saved.")
        return str(alive[0]["threadId"]) if alive else None

    def _lies_in(self, message: _Json, thread: str) -> bool:
        """Whether a draft that was just made is where it should be. It is made, whatever comes of the question."""
        try:
            kept = self._api.brief(str(message.get("id"))) or message
        except GraceError:
            kept = message
        return kept.get("threadId") == thread and DRAFT in kept.get("labelIds", [DRAFT])

    def _found(self, mail: _Json) -> Found:
        carried = mail.get("labelIds", ())
        role, ref = role_of(carried), str(mail["id"])
        if role == "drafts":
            if self._drafts is None:
                self._drafts = self._api.drafts()
            ref = f"{self._drafts.get(ref, '')}/{ref}"
        place = Place(self._labels.home(carried, [self._labels.named(one) for one in self._wanted]), ref)
        return Found(place, role, _ids(mail).own, flags_of(carried), internal_date(mail))


def _ids(mail: _Json) -> headers.Ids:
    """The ids in the header of a mail as the API gives it (format "metadata")."""
    fields = mail.get("payload", {}).get("headers", [])
    lines = (f"{one['name']}: {one['value']}" for one in fields)
    return headers.ids("\r\n".join(lines).encode("utf-8", "replace"))

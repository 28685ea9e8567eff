"""The few calls of Gmail's API (v1) that are needed, by way of google-api-python-client.

One call after the other: a batch is answered "too many concurrent requests", and its errors hide in a 200.
Calls are paced by their price in quota units, so that a first look at a full mailbox does not run into the
limit of 6,000 a minute (developers.google.com/workspace/gmail/api/reference/quota).
"""

from __future__ import annotations

import functools
import http.client
import json
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httplib2
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import Error, HttpError

from watcher.errors import GraceError, TemporaryError
from watcher.mailboxes.gmail_errors import (
    NotThereError,
    NotUnderstoodError,
    OutOfOrderError,
    given_up,
    meaning,
    untrusted,
)
from watcher.mailboxes.gmail_http import Http
from watcher.mailboxes.protocol import NotTakenError, Token

TIMEOUT = 60.0
_RETRIES = 2  # of reads; the library waits up to 2 and 4 seconds between
_PAGE = 500
_MINUTE = 60.0
_PRICE = {"get": 20, "thread": 40, "list": 5, "history": 2, "draft": 20, "small": 1}
#: Senders spell it in both ways, and Gmail does not say whether that counts for it.
_IDS = ["Message-ID", "Message-Id", "In-Reply-To", "References", "Subject"]
_Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One record of the history, each part by message id.

    Args:
        added: new mails, with the label ids that they carry.
        labelled, unlabelled: mails that were given labels, or lost them, with the ids of those.
    """

    history_id: str
    added: Mapping[str, Sequence[str]]
    labelled: Mapping[str, Sequence[str]]
    unlabelled: Mapping[str, Sequence[str]]


class Api:
    """Gmail's API for one account.

    Args:
        base: such as "https://gmail.googleapis.com:443".
        quota: units to use in a minute.
        timeout: how long to wait for any one answer, in seconds.

    Every method raises what `gmail_errors.meaning` says, and TemporaryError for a broken line.
    """

    def __init__(self, base: str, token: Token, quota: int, timeout: float = TIMEOUT) -> None:
        self._http = Http(token, timeout)
        self._quota, self._spent = quota, deque[tuple[float, int]]()
        self._stop = threading.Event()
        self._users = build_from_document(_described(base), http=self._http).users()

    def profile(self) -> _Json:
        """emailAddress, historyId."""
        return self._ask(self._users.getProfile(userId="me"), "small")

    def labels(self) -> Sequence[_Json]:
        """id and name of each label."""
        labels: Sequence[_Json] = self._ask(self._users.labels().list(userId="me"), "small").get("labels", [])
        return labels

    def ids(self, label: str | None, query: str, *, everywhere: bool = False, most: int = 0) -> list[str]:
        """The message ids that a search finds, newest first.

        Args:
            label: only with this label; None for any.
            query: as in Gmail's search field.
            everywhere: in junk and trash too.
            most: not more than so many; 0 for all.
        """
        asked = {"q": query, "includeSpamTrash": everywhere, "maxResults": min(most, _PAGE) or _PAGE}
        if label:
            asked["labelIds"] = [label]
        found: list[str] = []
        for page in self._pages(self._users.messages().list, "list", **asked):
            found += [one["id"] for one in page.get("messages", [])]
            if most and len(found) >= most:
                return found[:most]
        return found

    def history(self, since: str) -> tuple[list[Change], str]:
        """What happened since a historyId, oldest first, and the historyId to go on from.

        Raises:
            NotThereError, NotUnderstoodError: the history does not go back so far.
        """
        types = ["messageAdded", "labelAdded", "labelRemoved"]
        changes, newest = list[Change](), since
        asked = {"startHistoryId": since, "historyTypes": types, "maxResults": _PAGE}
        for page in self._pages(self._users.history().list, "history", **asked):
            changes += map(_change, page.get("history", []))
            newest = str(page.get("historyId", newest))
        return changes, newest

    def raw(self, message_id: str) -> _Json | None:
        """A whole mail (RFC 5322) in `raw`, with labelIds and internalDate; None where it is gone."""
        asked = self._users.messages().get(userId="me", id=message_id, format="raw")
        try:
            return self._ask(asked, "get")
        except NotThereError:
            return None

    def brief(self, message_id: str) -> _Json | None:
        """labelIds, threadId and internalDate; None where it is gone."""
        return self._get(message_id, format="minimal")

    def headers(self, message_id: str) -> _Json | None:
        """The same, and the ids in its header; None where it is gone."""
        return self._get(message_id, format="metadata", metadataHeaders=_IDS)

    def thread(self, thread_id: str) -> Sequence[_Json]:
        """The mails of a conversation as `headers` gives them; none where it is gone."""
        asked = self._users.threads().get(userId="me", id=thread_id, format="metadata", metadataHeaders=_IDS)
        try:
            mails: Sequence[_Json] = self._ask(asked, "thread").get("messages", [])
        except NotThereError:
            return []
        return mails

    def drafts(self) -> Mapping[str, str]:
        """Of each draft its message id, with its draft id: that one stays when the draft is changed."""
        pages = self._pages(self._users.drafts().list, "list", maxResults=_PAGE)
        return {one["message"]["id"]: one["id"] for page in pages for one in page.get("drafts", [])}

    def create_draft(self, raw: str, thread_id: str | None) -> _Json:
        """Makes a draft. It is asked once: what came of a call without an answer is not known.

        Args:
            raw: the mail, base64url.

        Raises:
            NotTakenError: Gmail will not have it.
        """
        message = {"raw": raw} | ({"threadId": thread_id} if thread_id else {})
        try:
            return self._ask(self._users.drafts().create(userId="me", body={"message": message}), "draft", 0)
        except NotUnderstoodError:
            raise NotTakenError("Gmail does not take this letter") from None

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def abort(self) -> None:
        """From another thread: what waits fails at once, and whatever is asked after it."""
        self._stop.set()
        self._http.abort()

    def close(self) -> None:
        self._http.close()

    def _get(self, message_id: str, **how: Any) -> _Json | None:
        try:
            return self._ask(self._users.messages().get(userId="me", id=message_id, **how), "get")
        except (NotThereError, NotUnderstoodError):
            return None

    def _pages(self, method: Callable[..., Any], price: str, **asked: Any) -> Iterator[_Json]:
        page: str | None = None
        while True:
            answer = self._ask(method(userId="me", pageToken=page, **asked), price)
            yield answer
            page = answer.get("nextPageToken")
            if not page:
                return

    def _ask(self, request: Any, price: str, retries: int = _RETRIES) -> _Json:
        self._pace(_PRICE[price])
        request._sleep = self._stop.wait  # noqa: SLF001 - the library's own pause goes on when told to stop
        try:
            answer = request.execute(num_retries=retries)
        except GraceError:
            raise
        except HttpError as error:
            raise meaning(error) from None
        except TimeoutError:
            raise TemporaryError("Gmail: no answer in time. It is tried again later.") from None
        except ssl.SSLCertVerificationError as error:
            raise untrusted(error) from None
        except (OSError, httplib2.HttpLib2Error, http.client.HTTPException):
            raise TemporaryError("Gmail: no connection, or it broke off. It is tried again later.") from None
        except (Error, ValueError, LookupError, TypeError):
            answer = None
        if not isinstance(answer, dict):
            raise OutOfOrderError("Gmail: an answer could not be understood. It is tried again later.")
        return answer

    def _pace(self, units: int) -> None:
        """Waits until a minute holds these units too."""
        while True:
            now = time.monotonic()
            while self._spent and self._spent[0][0] <= now - _MINUTE:
                self._spent.popleft()
            if sum(cost for _, cost in self._spent) + units <= self._quota or not self._spent:
                break
            self._stop.wait(self._spent[0][0] + _MINUTE - now)
            if self._stop.is_set():
                break
        if self._stop.is_set():
            raise given_up()
        self._spent.append((now, units))


def _change(record: _Json) -> Change:
    added = {
        one["message"]["id"]: one["message"].get("labelIds", ()) for one in record.get("messagesAdded", ())
    }
    labels = (
        {one["message"]["id"]: one.get("labelIds", ()) for one in record.get(part, ())}
        for part in ("labelsAdded", "labelsRemoved")
    )
    return Change(str(record["id"]), added, *labels)


def _described(base: str) -> _Json:
    """Google's description of the API, as the library ships it, for this address: its own option moves only a part."""
    described: _Json = dict(_description())
    described.update(rootUrl=f"{base}/", baseUrl=f"{base}/")
    described.pop("mtlsRootUrl", None)
    return described


@functools.cache
def _description() -> _Json:
    text = get_static_doc("gmail", "v1")
    described: _Json = json.loads(text or "{}")
    return described

"""An account at Gmail, by way of its own API."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from watcher.mailboxes.protocol import Fetch, Flags, Found, Place, Saved, Token


class Gmail:
    """To come."""

    settle = timedelta(seconds=60)

    def __init__(
        self, base: str, user: str, token: Token, folders: Sequence[str], today: date, quota: int
    ) -> None:
        raise NotImplementedError

    def watched(self) -> Sequence[str]:
        raise NotImplementedError

    def fetch_since(
        self, folder: str, cursor: str | None, since: datetime, known: Callable[[Sequence[str]], set[str]]
    ) -> Fetch:
        raise NotImplementedError

    def flags(self, places: Sequence[Place]) -> Mapping[Place, Flags]:
        raise NotImplementedError

    def find_copies(self, message_id: str) -> Sequence[Found]:
        raise NotImplementedError

    def find_answers(self, message_id: str, since: datetime) -> Sequence[Found]:
        raise NotImplementedError

    def save_draft(self, raw: bytes) -> Saved:
        raise NotImplementedError

    def check(self) -> Sequence[tuple[str, bool, str]]:
        raise NotImplementedError

    def abort(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

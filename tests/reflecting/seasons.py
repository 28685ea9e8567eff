"""Mails and applications of a made-up season, for tests of what looks back."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.reflecting.types import Application, Seen

BERLIN = ZoneInfo("Europe/Berlin")
_numbers = itertools.count(1)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def mail(kind: str, at: str, **more: object) -> Seen:
    """A mail of that kind, delivered at that time in Berlin."""
    return Seen(**{"id": next(_numbers), "at": berlin(at), "kind": kind, **more})  # type: ignore[arg-type]


def application(
    company: str, role: str, *mails: Seen, remarks: Mapping[str, str] | None = None
) -> Application:
    return Application(mails[0].id, company, role, "", mails, remarks or {})

"""The quiet line about the last months: what it takes, and that it is said at most once a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from watcher.reflecting.patterns import HINTS, hint
from watcher.reflecting.types import Application, Seen

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def application(*kinds: str, days: int = 10) -> Application:
    """With a mail of each kind, an hour apart; the last one so many days ago."""
    last = NOW - days * DAY
    hour = timedelta(hours=1)
    mails = [Seen(id=n, at=last - (len(kinds) - 1 - n) * hour, kind=kind) for n, kind in enumerate(kinds)]
    return Application(0, "Acme", "", "", tuple(mails))


NO = application("acknowledgement", "rejection")
TALKED = application("interview", "rejection")
OFFER = application("interview", "offer")
OLD = application("acknowledgement", "rejection", days=91)
YOUNG = application("acknowledgement", "rejection", days=-1)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], ""),
        ([NO] * 7, ""),
        ([NO] * 8, "papers"),
        ([NO] * 7 + [OLD], ""),
        ([NO] * 7 + [YOUNG], ""),
        ([NO] * 7 + [application("acknowledgement")], ""),
        ([NO] * 8 + [TALKED], ""),
        ([NO] * 8 + [application("interview")], ""),
        ([TALKED] * 3, ""),
        ([TALKED] * 4, "talking"),
        ([application("interview")] * 4, "talking"),
        ([TALKED] * 4 + [OFFER], ""),
        ([NO] * 8 + [OFFER], ""),
        ([application("interview", "interview", "interview", "interview")], ""),
    ],
)
def test_what_it_takes_to_say_something(found: list[Application], expected: str) -> None:
    assert hint(found, None, NOW) == expected


@pytest.mark.parametrize(("days", "expected"), [(0, ""), (29.9, ""), (30, "papers"), (90, "papers")])
def test_at_most_once_a_month(days: float, expected: str) -> None:
    assert hint([NO] * 8, NOW - days * DAY, NOW) == expected


def test_what_it_says_counts_nothing_and_proposes_somebody() -> None:
    for text in HINTS.values():
        assert not any(char.isdigit() for char in text)
        assert "somebody" in text
        assert "If you like" in text

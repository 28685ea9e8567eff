"""What the page of `grace report` needs of log and config. The page itself: watcher/reflecting/."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from watcher import looking_back, weekly
from watcher.config import Config
from watcher.reflecting.season import THEMES, Cooling, Point, Season, season
from watcher.store import Store
from watcher.weekly import Telling

_WEEK = timedelta(days=7)


def season_of(store: Store, config: Config | None, now: datetime) -> tuple[Season, Telling]:
    """The season as the person may know it at `now`, and when they are told of what comes."""
    applications = looking_back.applications(store)
    wanted = weekly.quiet(config)
    told = weekly.told_at(applications, wanted)
    cooling = [
        Cooling(
            entry.id,
            entry.details.get("company", "") or entry.sender_name or entry.sender_address,
            entry.details.get("role", ""),
            entry.due_at,
            entry.read_at is not None,
        )
        for entry in store.cases("cooling")
    ]
    points = [
        Point(row.mail_id, _theme(row.tag), row.text, is_liked=row.positive) for row in store.feedback()
    ]
    points += [
        Point(row.mail_id, _theme(row.tag), row.text, is_done=row.done_at is not None)
        for row in store.practice()
    ]
    return season(applications, cooling, points, told, now, wanted.zone), weekly.Telling(applications, wanted)


def not_told(store: Store, mails: Sequence[int], quiet: Telling, now: datetime) -> frozenset[int]:
    """Of these mails the numbers of those that came so lately that the person would not be told of an answer."""
    entries = [store.entry(number) for number in mails]
    return frozenset(entry.id for entry in entries if entry and quiet.at(entry.delivered_at) > now)


def _theme(tag: str) -> str:
    return tag if tag in THEMES else "other"

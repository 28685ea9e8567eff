"""What the page of `grace report` needs of log and config. The page itself: watcher/reflecting/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from watcher import looking_back
from watcher.config import Config
from watcher.config.settings import CoolingOff, Gentle, local_zone
from watcher.reflecting import gentle
from watcher.reflecting.gentle import Appointment
from watcher.reflecting.season import ANSWERS, THEMES, Cooling, Point, Season, season
from watcher.reflecting.types import Application
from watcher.store import Store

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Telling:
    """When the person is told of answers.

    Args:
        days: of the week; Monday is 0.
        talks: the interviews that are known.
    """

    quiet_time: int
    hold_before: timedelta
    days: frozenset[int]
    zone: ZoneInfo
    talks: Sequence[Appointment] = field(default_factory=tuple)

    def at(self, came: datetime) -> datetime:
        """When an answer is told of that came then."""
        try:
            return gentle.release_at(
                came, self.quiet_time, self.days, self.zone, self.talks, self.hold_before
            )
        except ValueError:  # nobody has interviews all year; a forger may have written so
            return came + _WEEK


def telling(config: Config | None, applications: Sequence[Application]) -> Telling:
    """As the config says; None: as it would be without a word of the person's."""
    wanted = config.gentle if config else Gentle()
    days = config.cooling_off.days if config else CoolingOff().days
    zone = config.person.zone if config else local_zone()
    talks = gentle.appointments(mail for one in applications for mail in one.mails)
    return Telling(wanted.quiet_time, wanted.hold_before, days, zone, talks)


def season_of(store: Store, config: Config | None, now: datetime) -> tuple[Season, Telling]:
    """The season as the person may know it at `now`, and when they are told of what comes."""
    applications = looking_back.applications(store)
    quiet = telling(config, applications)
    told: Mapping[int, datetime] = {
        mail.id: quiet.at(mail.at) for one in applications for mail in one.mails if mail.kind in ANSWERS
    }
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
    return season(applications, cooling, points, told, now, quiet.zone), quiet


def not_told(store: Store, mails: Sequence[int], quiet: Telling, now: datetime) -> frozenset[int]:
    """Of these mails the numbers of those that came so lately that the person would not be told of an answer."""
    entries = [store.entry(number) for number in mails]
    return frozenset(entry.id for entry in entries if entry and quiet.at(entry.delivered_at) > now)


def _theme(tag: str) -> str:
    return tag if tag in THEMES else "other"

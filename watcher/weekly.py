"""What a weekly letter needs of log and config, and when it is written. The letter itself: watcher/reflecting/."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher import looking_back
from watcher.config import Config
from watcher.config.settings import CoolingOff, Gentle, local_zone
from watcher.reflecting import gentle
from watcher.reflecting.digest import Digest, Material, Point, Wanted, digest
from watcher.reflecting.interviews import interviews
from watcher.reflecting.types import ANSWERS, Application
from watcher.store import Store

WEEK = timedelta(days=7)
#: No answer is held back longer than this: then interviews are never more than a day apart.
_NEAR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Quiet:
    """When a person is told of things.

    Args:
        days: of the week, on which they are told of answers; Monday is 0.
    """

    gentle: Gentle
    days: frozenset[int]
    zone: ZoneInfo


def quiet(config: Config | None) -> Quiet:
    """As the config says; None: as it would be without a word of the person's."""
    if config is None:
        return Quiet(Gentle(), CoolingOff().days, local_zone())
    return Quiet(config.gentle, config.cooling_off.days, config.person.zone)


class Telling:
    """When a person is told of answers.

    Args:
        applications: all of them, for the interviews that are known.
    """

    def __init__(self, applications: Sequence[Application], wanted: Quiet) -> None:
        self._wanted = wanted
        talks = (one for one in interviews(applications) if one.takes_place)
        self._talks = [gentle.Appointment(one.begins, one.ends) for one in talks]
        self._begins = [one.begins for one in self._talks]

    @property
    def zone(self) -> ZoneInfo:
        return self._wanted.zone

    def at(self, came: datetime) -> datetime:
        """When an answer is told of that came then."""
        wanted, hold = self._wanted, self._wanted.gentle.hold_before
        # Few of them are near enough; all of a long log for each answer would take seconds.
        first, last = came - gentle.LONGEST, came + _NEAR + hold
        near = self._talks[bisect(self._begins, first) : bisect(self._begins, last)]
        try:
            return gentle.release_at(came, wanted.gentle.quiet_time, wanted.days, wanted.zone, near, hold)
        except ValueError:  # nobody has interviews all year; a forger may have written so
            return came + WEEK


def told_at(applications: Sequence[Application], wanted: Quiet) -> dict[int, datetime]:
    """When each answer is told of, by the number of its mail."""
    telling = Telling(applications, wanted)
    mails = (mail for one in applications for mail in one.mails)
    return {mail.id: telling.at(mail.at) for mail in mails if mail.kind in ANSWERS}


def not_told_yet(store: Store, config: Config | None, now: datetime) -> frozenset[int]:
    """The numbers of the mails with an answer that the person is not to be told of yet."""
    told = told_at(looking_back.applications(store), quiet(config))
    return frozenset(number for number, at in told.items() if at > now)


def digest_of(store: Store, config: Config | None, since: datetime, until: datetime, now: datetime) -> Digest:
    """What there is to tell of the time from `since` until `until`; all of them aware."""
    wanted, applications = quiet(config), looking_back.applications(store)
    material = Material(
        told_at(applications, wanted),
        [Point(row.at, row.mail_id, row.text, row.positive) for row in store.feedback()],
        [Point(row.at, row.mail_id, row.text, done_at=row.done_at) for row in store.practice()],
        {number: row.closed_at for number, row in store.reflections().items() if row.closed_at},
    )
    wish = Wanted(wanted.zone, wanted.gentle.helps, wanted.gentle.several)
    return digest(applications, material, wish, since, until, now)


def letter_time(now: datetime, wanted: Quiet) -> datetime:
    """The last time at which a weekly letter was to be written: at the quiet time of the first letter day of a week.

    Args:
        now: aware.
    """
    weekday, minute = min(wanted.gentle.letter_day), wanted.gentle.quiet_time
    today = now.astimezone(wanted.zone).date()
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    at = _at_the_wall(day, minute, wanted.zone)
    return at if at <= now else _at_the_wall(day - WEEK, minute, wanted.zone)


def week_of(year: int, number: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first instant of a week by its number (ISO 8601), and the one after its last.

    Raises:
        ValueError: that year has no such week.
    """
    monday = date.fromisocalendar(year, number, 1)
    return _at_the_wall(monday, 0, zone), _at_the_wall(monday + WEEK, 0, zone)


def _at_the_wall(day: date, minute: int, zone: ZoneInfo) -> datetime:
    day += timedelta(days=minute // 1440)
    return datetime.combine(day, time(minute % 1440 // 60, minute % 60), tzinfo=zone)

"""A week looked back on, as a value: what is alive, what was learned, what lies ahead; answers last. Pure.

What an answer says is not in it before the time at which the person is told of answers: see gentle.py. From `told` come
the times, by the number of the answer's mail; of an answer that is held back there is not a word.
The words are in weekly_letter.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from watcher.reflecting import gentle
from watcher.reflecting.applications import is_alive, standing, told_of
from watcher.reflecting.doors import Door, Kindness, doors, kind_people
from watcher.reflecting.interviews import Interview, interviews, reached
from watcher.reflecting.types import ANSWERS, Application, Seen

#: So far ahead a letter looks: each day lies ahead of one letter, so nothing is said twice.
AHEAD = timedelta(days=7)
_ORDER = ("an offer", "in talks", "open", "on hold", "no answer yet")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of feedback that the person noted, or of what they want to work on.

    Args:
        at: aware; when it was noted.
        mail_id: of the answer that it came from, None where of none.
        positive: of feedback: something that they liked.
        done_at: aware; of something to work on: when it was done, None while it is open.
    """

    at: datetime
    mail_id: int | None
    text: str
    positive: bool = False
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What is on record besides the applications.

    Args:
        told: when each answer is told of, by the number of its mail.
        closed: when the person had done with looking back, by the number of the answer's mail.
    """

    told: Mapping[int, datetime]
    feedback: Sequence[Point] = ()
    practice: Sequence[Point] = ()
    closed: Mapping[int, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person wants of it: their zone, what helps them, and how many answers are several."""

    zone: tzinfo
    helps: tuple[str, ...] = ()
    several: int = 3


@dataclass(frozen=True, slots=True)
class Alive:
    """An application that may still come to something.

    Args:
        standing: as in applications.standing.
        begun: the day of its first mail.
        last: the day of its last one.
    """

    id: int
    company: str
    role: str
    standing: str
    begun: date
    last: date


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that the person was told of. `on`: the day of that."""

    id: int
    kind: str
    company: str
    role: str
    after_interview: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A week. All times are in the person's zone.

    Args:
        since, until: after the one, and until the other.
        several: so many answers came that less is to be said.
        ahead: interviews in the days to come.
        reached: interviews that took place.
        without_time: the employers that wrote of an interview whose time no mail gives.
        reached_so_far: how many interviews there were in all.
        came_with_feedback: feedback mails that nothing was noted of yet: (number, employer).
        looked_back: the employers of answers that the person had done with.
        learned, practised: what to work on, newly noted and done.
        next_step: the oldest open one of it, "" where none is.
        feedback: what they liked first; each with its employer.
        doors: those whose day is near. `other_posts`: where another post may be tried at once.
    """

    since: datetime
    until: datetime
    several: bool
    helps: tuple[str, ...]
    ahead: tuple[Interview, ...]
    reached: tuple[Interview, ...]
    without_time: tuple[str, ...]
    reached_so_far: int
    alive: tuple[Alive, ...]
    came_with_feedback: tuple[tuple[int, str], ...]
    looked_back: tuple[str, ...]
    learned: tuple[str, ...]
    practised: tuple[str, ...]
    next_step: str
    feedback: tuple[tuple[bool, str, str], ...]
    doors: tuple[Door, ...]
    other_posts: tuple[str, ...]
    kind: tuple[Kindness, ...]
    answers: tuple[Answer, ...]

    @property
    def week(self) -> int:
        """The number of the week that it is about (ISO 8601): that of its last day."""
        return (self.until - timedelta(microseconds=1)).isocalendar().week

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing at all to say."""
        parts = (self.ahead, self.reached, self.without_time, self.alive, self.came_with_feedback)
        more = (
            self.looked_back,
            self.learned,
            self.practised,
            self.feedback,
            self.doors,
            self.kind,
            self.answers,
        )
        return not any((*parts, *more))


def digest(
    applications: Sequence[Application],
    material: Material,
    wanted: Wanted,
    since: datetime,
    until: datetime,
    now: datetime,
) -> Digest:
    """What there is to tell of the time after `since` and until `until`, as things stand at `now`.

    Args:
        applications: all of them, whatever came.
        since, until, now: aware.
    """
    week = _Week(applications, material, since.astimezone(wanted.zone), until.astimezone(wanted.zone), now)
    answers = _answers(week.known, material.told, wanted.zone)
    talks = [_local(one, wanted.zone) for one in interviews(week.known) if one.takes_place]
    practice = sorted(material.practice, key=lambda point: point.at)
    closed = material.closed or {}
    return Digest(
        since=week.since,
        until=week.until,
        several=gentle.several_came([at for _, at in answers], until, wanted.several),
        helps=wanted.helps,
        ahead=tuple(one for one in talks if max(until, now) <= one.begins < until + AHEAD),
        reached=tuple(one for one in talks if week.holds(one.begins) and one.begins <= now),
        without_time=_without_time(week.known, week.came),
        reached_so_far=sum(one.begins <= now for one in talks) + sum(map(_untimed, week.known)),
        alive=_alive(week.known, now, wanted.zone),
        came_with_feedback=week.feedback_to_open(),
        looked_back=tuple(
            dict.fromkeys(week.about(number) for number, at in closed.items() if week.holds(at))
        ),
        learned=tuple(one.text for one in practice if week.holds(one.at) and one.done_at is None),
        practised=tuple(one.text for one in practice if week.holds(one.done_at)),
        next_step=next((one.text for one in practice if one.done_at is None), ""),
        feedback=week.feedback(),
        doors=week.doors(),
        other_posts=week.other_posts(),
        kind=week.kind(),
        answers=tuple(answer for answer, at in answers if week.holds(at)),
    )


class _Week:
    """What is on record, asked about one time. See `digest` for the arguments.

    Attributes:
        known: the applications, as far as the person is told of them at `now`.
        came: the mails that they were told of in this time.
    """

    def __init__(
        self,
        applications: Sequence[Application],
        material: Material,
        since: datetime,
        until: datetime,
        now: datetime,
    ) -> None:
        self.since, self.until = since, until
        self._told, self._noted = material.told, material.feedback
        self._about = {mail.id: one.company for one in applications for mail in one.mails}
        self.known = told_of(applications, material.told, now)
        self.came = [mail for one in self.known for mail in one.mails if self._tells_of(mail.id, mail.at)]
        self._doors = doors(self.known, until.tzinfo or UTC)

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.since < at <= self.until

    def _tells_of(self, mail_id: int, at: datetime) -> bool:
        return self.holds(self._told.get(mail_id, at))

    def about(self, mail_id: int | None) -> str:
        """The employer that a mail is about."""
        return self._about.get(mail_id or 0, "")

    def feedback_to_open(self) -> tuple[tuple[int, str], ...]:
        noted = {point.mail_id for point in self._noted}
        came = [mail for mail in self.came if mail.kind == "feedback" and mail.id not in noted]
        return tuple((mail.id, self.about(mail.id)) for mail in came)

    def feedback(self) -> tuple[tuple[bool, str, str], ...]:
        points = sorted(self._noted, key=lambda point: not point.positive)
        return tuple(
            (one.positive, one.text, self.about(one.mail_id)) for one in points if self.holds(one.at)
        )

    def doors(self) -> tuple[Door, ...]:
        first, last = self.until.date(), (self.until + AHEAD).date()
        return tuple(door for door in self._doors if door.on and first <= door.on < last)

    def other_posts(self) -> tuple[str, ...]:
        """Of the employers that answered in this time, those where there is nothing to wait for."""
        answered = {
            self.about(mail.id).casefold() for mail in self.came if mail.kind == "rejection" and mail.sure
        }
        return tuple(
            door.company
            for door in self._doors
            if door.kind == "another" and door.company.casefold() in answered
        )

    def kind(self) -> tuple[Kindness, ...]:
        with_feedback = [point.mail_id for point in self._noted if point.mail_id]
        return tuple(
            one for one in kind_people(self.known, with_feedback) if self._tells_of(one.mail_id, one.at)
        )


def _local(interview: Interview, zone: tzinfo) -> Interview:
    return replace(interview, begins=interview.begins.astimezone(zone), ends=interview.ends.astimezone(zone))


def _answers(
    known: Sequence[Application], told: Mapping[int, datetime], zone: tzinfo
) -> list[tuple[Answer, datetime]]:
    """The answers that the person is told of, those told of first in front, each with when."""
    found = []
    for one in known:
        for mail in one.mails:
            if mail.kind in ANSWERS and mail.sure:
                at = told.get(mail.id, mail.at).astimezone(zone)
                late = mail.stage != "application" or reached(one) > 0
                found.append((Answer(mail.id, mail.kind, one.company, one.role, late, at.date()), at))
    return sorted(found, key=lambda pair: (pair[1], pair[0].id))


def _alive(known: Sequence[Application], now: datetime, zone: tzinfo) -> tuple[Alive, ...]:
    """The nearest to something first, then those that wrote last."""
    found = [
        Alive(
            one.id,
            one.company,
            one.role,
            standing(one, now),
            one.begun_at.astimezone(zone).date(),
            one.last_at.astimezone(zone).date(),
        )
        for one in sorted(known, key=lambda one: one.last_at, reverse=True)
        if is_alive(one, now)
    ]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.standing) if one.standing in _ORDER else 9))


def _untimed(application: Application) -> int:
    """1 where mails speak of an interview, and none gives a time."""
    return int(not any(one.appointment for one in application.interviews) and bool(application.interviews))


def _without_time(known: Sequence[Application], came: Sequence[Seen]) -> tuple[str, ...]:
    new = {mail.id for mail in came if mail.kind == "interview"}
    return tuple(
        dict.fromkeys(
            one.company for one in known if _untimed(one) and any(mail.id in new for mail in one.interviews)
        )
    )

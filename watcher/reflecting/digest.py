"""A week looked back on, as a value: what is alive, what was learned, what lies ahead; answers last. Pure.

What an answer says is not in it before the time at which the person is told of answers: see gentle.py. From `told` come
the times, by the number of the answer's mail; of an answer that is held back there is not a word.
The words are in weekly_letter.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from watcher.reflecting import gentle
from watcher.reflecting.applications import is_alive, standing
from watcher.reflecting.doors import Door, Kindness, doors, kind_people
from watcher.reflecting.interviews import Interview, interviews, reached
from watcher.reflecting.types import Application, Seen

#: Mails that are told of at the quiet time; the rest may be seen at once.
ANSWERS = frozenset({"rejection", "on_hold", "offer_withdrawn", "notice"})
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


def told_of(
    applications: Sequence[Application], told: Mapping[int, datetime], now: datetime
) -> list[Application]:
    """The applications without the answers that the person is not told of yet."""
    found = []
    for one in applications:
        mails = tuple(mail for mail in one.mails if told.get(mail.id, mail.at) <= now)
        if mails:
            found.append(replace(one, mails=mails))
    return found


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
    zone = wanted.zone
    since, until = since.astimezone(zone), until.astimezone(zone)
    known = told_of(applications, material.told, now)
    about = {mail.id: one.company for one in applications for mail in one.mails}

    def within(at: datetime | None) -> bool:
        return at is not None and since < at <= until

    talks = [_local(one, zone) for one in interviews(known) if one.takes_place]
    answers = _answers(known, material.told, zone)
    open_doors = doors(known, zone)
    noted = {point.mail_id for point in material.feedback}
    practice = sorted(material.practice, key=lambda point: point.at)
    came = [mail for one in known for mail in one.mails if within(material.told.get(mail.id, mail.at))]
    days = (until.date(), (until + AHEAD).date())
    return Digest(
        since=since,
        until=until,
        several=gentle.several_came([at for _, at in answers], until, wanted.several),
        helps=wanted.helps,
        ahead=tuple(one for one in talks if max(until, now) <= one.begins < until + AHEAD),
        reached=tuple(one for one in talks if within(one.begins) and one.begins <= now),
        without_time=_without_time(known, came),
        reached_so_far=sum(one.begins <= now for one in talks) + sum(_untimed(one) for one in known),
        alive=_alive(known, now, zone),
        came_with_feedback=tuple(
            (mail.id, about[mail.id]) for mail in came if mail.kind == "feedback" and mail.id not in noted
        ),
        looked_back=tuple(
            dict.fromkeys(
                about.get(number, "") for number, at in (material.closed or {}).items() if within(at)
            )
        ),
        learned=tuple(one.text for one in practice if within(one.at) and one.done_at is None),
        practised=tuple(one.text for one in practice if within(one.done_at)),
        next_step=next((one.text for one in practice if one.done_at is None), ""),
        feedback=tuple(
            (one.positive, one.text, about.get(one.mail_id or 0, ""))
            for one in sorted(material.feedback, key=lambda point: not point.positive)
            if within(one.at)
        ),
        doors=tuple(door for door in open_doors if door.on and days[0] <= door.on < days[1]),
        other_posts=_other_posts(
            open_doors, [about[mail.id] for mail in came if mail.kind == "rejection" and mail.sure]
        ),
        kind=tuple(
            one
            for one in kind_people(known, [point.mail_id for point in material.feedback if point.mail_id])
            if within(material.told.get(one.mail_id, one.at))
        ),
        answers=tuple(answer for answer, at in answers if within(at)),
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


def _other_posts(open_doors: Sequence[Door], answered: Collection[str]) -> tuple[str, ...]:
    """Of the employers that answered in this time, those where there is nothing to wait for with another post."""
    named = {company.casefold() for company in answered}
    return tuple(
        door.company for door in open_doors if door.kind == "another" and door.company.casefold() in named
    )

"""The figures of a season, for the page of `grace report`: what is alive, what is cooling, how long answers took. Pure.

An answer is not in it before the time at which the person is told of answers, see gentle.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from watcher.reflecting import gentle
from watcher.reflecting.applications import is_alive, is_closed_by_hand, next_interview, standing
from watcher.reflecting.matching import company_words
from watcher.reflecting.types import Application, Seen

#: Mails that are told of at the quiet time; the rest may be seen at once.
ANSWERS = frozenset({"rejection", "on_hold", "offer_withdrawn", "notice"})
#: What an answer was waited for after, in this order.
STEPS = ("applying", "a task", "a talk")
#: How feedback is sorted, in this order, and how that is called.
THEMES = {"cv": "CV", "letter": "letter", "interview": "interview", "skills": "skills", "other": "other"}
#: Those nearest to something first.
_ORDER = ("an offer", "in talks", "open", "on hold", "no answer yet")


@dataclass(frozen=True, slots=True)
class Alive:
    """An application that may still come to something.

    Args:
        standing: as in applications.standing.
        last: aware; when it was heard of last.
        interview: aware; the next one whose time is known.
    """

    company: str
    role: str
    standing: str
    last: datetime
    interview: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cooling:
    """An answer that is cooling.

    Args:
        due: aware; when a draft may come.
        read: whether the person has read the answer; if not, the draft comes then at the latest.
    """

    mail_id: int
    company: str
    role: str
    due: datetime | None
    read: bool


@dataclass(frozen=True, slots=True)
class Waited:
    """How long an answer took.

    Args:
        step: one of STEPS.
        days: from that step until the answer, by the calendar.
        on: aware; when the answer came.
    """

    company: str
    step: str
    days: int
    on: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How many applications stand so.

    Args:
        name: such as "still open".
        talked: so many of them have reached a talk.
    """

    name: str
    talked: int
    others: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of feedback, or something to work on.

    Args:
        tag: one of THEMES.
        is_liked: something that they liked.
        is_done: of something to work on.
    """

    mail_id: int | None
    tag: str
    text: str
    is_liked: bool = False
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """All that the page shows.

    Args:
        ways: what became of the applications, "sent" and "talks reached" first, what nobody is in left out.
        companies: for each point, the employer, "" where it is of none.
    """

    alive: Sequence[Alive] = ()
    cooling: Sequence[Cooling] = ()
    waited: Sequence[Waited] = ()
    ways: Sequence[Standing] = ()
    points: Sequence[Point] = ()
    companies: Sequence[str] = ()


def told_of(
    applications: Sequence[Application], told: Mapping[int, datetime], now: datetime
) -> list[Application]:
    """The applications without the answers that the person is not told of yet.

    Args:
        told: when each answer is told of, by the number of its mail.
    """
    found = []
    for one in applications:
        mails = tuple(mail for mail in one.mails if told.get(mail.id, mail.at) <= now)
        if mails:
            found.append(replace(one, mails=mails))
    return found


def season(
    applications: Sequence[Application],
    cooling: Sequence[Cooling],
    points: Sequence[Point],
    told: Mapping[int, datetime],
    now: datetime,
    zone: tzinfo,
) -> Season:
    """The season as the person may know it at `now`.

    Args:
        applications: all of them, whatever came.
        told: see told_of.
    """
    known = told_of(applications, told, now)
    about = {mail.id: employer(one) for one in applications for mail in one.mails}
    waited = [one for one in (_waited(each, zone) for each in known) if one]
    kept = [one for one in cooling if told.get(one.mail_id, now) <= now]
    sorted_points = sorted(_each_once(points), key=lambda one: (not one.is_liked, one.is_done))
    return Season(
        alive=_alive(known, now),
        cooling=sorted(kept, key=lambda one: (one.due is None, one.due or now, one.mail_id)),
        waited=waited,
        ways=_ways(known, now),
        points=sorted_points,
        companies=[about.get(one.mail_id or 0, "") for one in sorted_points],
    )


def employer(application: Application) -> str:
    """The company, or who wrote where no mail names it; "" where nothing is known."""
    last = application.mails[-1]
    return application.company or last.sender_name or last.sender_address


def same_company(name: str) -> tuple[str, ...]:
    """What the spellings of a company's name have in common; for the sorting of a page."""
    return company_words(name) or (name.casefold(),)


def _alive(known: Sequence[Application], now: datetime) -> list[Alive]:
    """The nearest to something first, then those heard of last."""
    found = [
        Alive(employer(one), one.role, standing(one, now), one.last_at, next_interview(one, now))
        for one in sorted(known, key=lambda one: (one.last_at, one.id), reverse=True)
        if is_alive(one, now)
    ]
    return sorted(found, key=lambda one: _ORDER.index(one.standing))


def _waited(application: Application, zone: tzinfo) -> Waited | None:
    """How long its answer took; None where there is none, or nothing is known from before it."""
    answer = application.answer
    if answer is None or answer == application.mails[0]:
        return None
    step, since = _last_step(application.mails, answer)
    days = (answer.at.astimezone(zone).date() - since.astimezone(zone).date()).days
    return Waited(employer(application), step, max(0, days), answer.at)


def _last_step(mails: Sequence[Seen], answer: Seen) -> tuple[str, datetime]:
    """What went before an answer: the last talk, else the last task, else that one applied."""
    before = [mail for mail in mails[: mails.index(answer)] if not mail.called_off]
    for kind, step in (("interview", "a talk"), ("assessment", "a task")):
        times = [_time(mail, answer) for mail in before if mail.kind == kind]
        if times:
            return step, max(times)
    return "applying", mails[0].at


def _time(mail: Seen, answer: Seen) -> datetime:
    """When a talk was; that of its mail where that is not known, or the answer did not wait for it."""
    met = gentle.appointment(mail.appointment, mail.appointment_end)
    return met.begins if met and met.begins <= answer.at else mail.at


def _ways(known: Sequence[Application], now: datetime) -> list[Standing]:
    names = ("sent", "talks reached", "answers", "offers", "still open", "no answer yet", "closed by you")
    counts = {name: [0, 0] for name in names}
    for one in known:
        talked = any(not mail.called_off for mail in one.interviews)
        for name in ("sent", *(["talks reached"] if talked else []), *_way(one, now)):
            counts[name][not talked] += 1
    return [Standing(name, *both) for name, both in counts.items() if any(both)]


def _way(application: Application, now: datetime) -> tuple[str, ...]:
    """How far it has come. Answers are all answers, so that none is counted for what it says but an offer."""
    if application.answer:
        return ("answers", "offers") if application.answer.kind == "offer" else ("answers",)
    if is_closed_by_hand(application):
        return ("closed by you",)
    return ("still open",) if standing(application, now) in ("open", "in talks") else ("no answer yet",)


def _each_once(points: Sequence[Point]) -> list[Point]:
    """Of what was noted as feedback and as something to work on as well, only the latter, which may be done."""
    practised = {(one.mail_id, one.text) for one in points if one.is_done}
    kept: dict[tuple[int | None, str, bool], Point] = {}
    for one in points:
        done = one.is_done or (not one.is_liked and (one.mail_id, one.text) in practised)
        kept[one.mail_id, one.text, one.is_liked] = replace(one, is_done=done)
    return list(kept.values())

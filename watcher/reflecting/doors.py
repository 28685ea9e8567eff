"""What stays open after a no: who was kind, when to try again, when to look at their page. Pure; asks no website.

A date in the mail wins. Else the same post may be tried again six months after the answer, which is what most
employers and advisers name; for another post there is nothing to wait for. After a last round a look at their page is
worth it about 90 days later: the choice was close, and sometimes it does not work out with the one who was chosen.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from watcher.reflecting.interviews import reached
from watcher.reflecting.types import Application, Seen

SAME_POST = 6  #: months
THEIR_PAGE = timedelta(days=90)
#: No person reads, or writes, what comes from there, whoever's name stands below.
_MACHINE = re.compile(r"no.?reply|do.?not.?reply|notif|mailer|bounce|automat|daemon", re.IGNORECASE)
#: Answers that close a door for now; an offer that was taken back is nothing to come back to by itself.
_CLOSES = "rejection"


@dataclass(frozen=True, slots=True)
class Door:
    """Something to come back to.

    Args:
        kind: "again" (the same post), "another" (another post there), "page" (look at their page).
        on: the first day, None for any time.
        application: the number of the application that it comes from.
        why: one plain clause, such as "by their own mail".
    """

    kind: str
    on: date | None
    company: str
    role: str
    application: int
    why: str


@dataclass(frozen=True, slots=True)
class Kindness:
    """Somebody who took trouble.

    Args:
        at: aware; when they last did.
        mail_id: of that mail.
        why: "signed their answer", "gave feedback".
    """

    person: str
    company: str
    role: str
    at: datetime
    mail_id: int
    why: str


def doors(applications: Sequence[Application], zone: tzinfo) -> list[Door]:
    """What to come back to, those with a day first and in that order.

    Args:
        zone: the person's, by which an answer came on a day.
    """
    closed = [(one, answer) for one in applications if (answer := _closing(one)) and one.company]
    latest = {_post(one): one.id for one, _ in closed if one.role}
    tried_since = {_post(one) for one in applications if one.role and _closing(one) is None}
    found: list[Door] = []
    for one, answer in closed:
        if one.role and (latest[_post(one)] != one.id or _post(one) in tried_since):
            continue
        found += filter(None, (_again(one, answer, zone), _page(one, answer, zone)))
    found += _another(closed)
    return sorted(found, key=lambda door: (door.on is None, door.on or date.max, door.company, door.kind))


def _closing(application: Application) -> Seen | None:
    answer = application.answer
    return answer if answer and answer.kind == _CLOSES else None


def _post(application: Application) -> tuple[str, str]:
    return application.company.casefold(), application.role.casefold()


def _again(application: Application, answer: Seen, zone: tzinfo) -> Door | None:
    said = next((day for mail in reversed(application.mails) if (day := _day(mail.reapply_after))), None)
    if said:
        return _door("again", said, application, "their mail says so")
    if answer.reason in ("ineligible", "cancelled"):
        return None  # no time changes a formal requirement, and a post that was dropped may never come back
    on = _weekday(_months_on(answer.at.astimezone(zone).date(), SAME_POST))
    return _door("again", on, application, "six months after their answer")


def _page(application: Application, answer: Seen, zone: tzinfo) -> Door | None:
    if answer.stage != "final" and reached(application) < 2:
        return None
    on = _weekday(answer.at.astimezone(zone).date() + THEIR_PAGE)
    return _door("page", on, application, "you were in the last round")


def _another(closed: Sequence[tuple[Application, Seen]]) -> list[Door]:
    """One for each employer: the newest of its answers says from which application."""
    by_company = {one.company.casefold(): one for one, _ in closed}
    why = "for another post there is nothing to wait for"
    return [Door("another", None, one.company, "", one.id, why) for one in by_company.values()]


def _door(kind: str, on: date, application: Application, why: str) -> Door:
    return Door(kind, on, application.company, application.role, application.id, why)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _weekday(day: date) -> date:
    """The same day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _months_on(day: date, months: int) -> date:
    """So many months later, on the same day or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def kind_people(applications: Iterable[Application], with_feedback: Collection[int]) -> list[Kindness]:
    """Who signed an answer or feedback in person, or gave feedback; the last to do so first, each once.

    Args:
        with_feedback: the numbers of the mails on which the person noted feedback.
    """
    found: dict[tuple[str, str], Kindness] = {}
    for application in applications:
        for mail in application.mails:
            kindness = _kindness(application, mail, with_feedback)
            if kindness is None:
                continue
            key = (kindness.person.casefold(), kindness.company.casefold())
            before = found.get(key)
            if before and before.why == "gave feedback":  # the greater one stays
                kindness = replace(kindness, why=before.why)
            found[key] = kindness
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def _kindness(application: Application, mail: Seen, with_feedback: Collection[int]) -> Kindness | None:
    feedback = mail.kind == "feedback" or mail.id in with_feedback
    answer = mail.sure and mail.kind in ("rejection", "on_hold", "offer", "offer_withdrawn")
    person = mail.person or (mail.sender_name if mail.id in with_feedback else "")
    if not person or not (feedback or answer) or (_MACHINE.search(mail.sender_address) and not feedback):
        return None
    why = "gave feedback" if feedback else "signed their answer"
    return Kindness(person, application.company, application.role, mail.at, mail.id, why)

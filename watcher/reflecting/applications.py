"""From mails to applications: which belong together, and how each application stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.reflecting.joining import Joiner
from watcher.reflecting.matching import Companies, company_words, most_said, post
from watcher.reflecting.types import LONG_AGO, NO_ANSWER_YET, PROBABLY_CLOSED, Application, Seen

_ASKS_FOR_MORE = ("interview", "assessment", "offer")


def join(
    mails: Sequence[Seen], joinings: Mapping[int, int], remarks: Mapping[int, Mapping[str, str]]
) -> list[Application]:
    """The applications that the mails tell of, in the order of their first mails.

    Args:
        mails: the oldest first.
        joinings: for each mail of which the person said so, the application that it belongs to.
        remarks: what the person said of each application.
    """
    joiner = Joiner(Companies(mails), joinings, remarks)
    for mail in mails:
        joiner.add(mail)
    return sorted((_made(group.mails, remarks) for group in joiner.groups if group.mails), key=_begun)


def _begun(application: Application) -> tuple[datetime, int]:
    return application.begun_at, application.id


def _made(group: Sequence[Seen], remarks: Mapping[int, Mapping[str, str]]) -> Application:
    """What was said of any of its mails counts, and most what was said under its own number."""
    said: dict[str, str] = {}
    for mail in reversed(group):
        said |= remarks.get(mail.id, {})
    company = said.get("company") or most_said(mail.company for mail in group if company_words(mail.company))
    role = said.get("role") or most_said(mail.role for mail in group if post(mail.role))
    requisition = said.get("requisition") or most_said(mail.requisition for mail in group)
    return Application(group[0].id, company, role, requisition, tuple(group), said)


def standing(application: Application, now: datetime) -> str:
    """How an application stands: "open", "in talks" (an interview or a task), "no answer yet", "probably closed",
    "on hold", "an offer", or "closed".

    What the person closed stays so until the employer asks for more. An offer, or a post on hold, of which
    nothing was heard for half a year is probably closed too.
    """
    answer = application.answer
    if is_closed_by_hand(application) or (answer and answer.kind in ("rejection", "offer_withdrawn")):
        return "closed"
    waited = now - application.last_at
    if answer:
        if waited >= LONG_AGO:
            return "probably closed"
        return "an offer" if answer.kind == "offer" else "on hold"
    met = appointment(application)
    if met and met > now:
        return "in talks"
    waited = min(waited, now - met) if met else waited
    if waited >= PROBABLY_CLOSED:
        return "probably closed"
    if waited >= NO_ANSWER_YET:
        return "no answer yet"
    return "in talks" if any(m.kind in ("interview", "assessment") for m in application.mails) else "open"


def is_closed_by_hand(application: Application) -> bool:
    """Whether the person closed it, and no invitation, task or offer has come after that day."""
    day = application.remarks.get("closed", "")
    asked = (mail.at.date().isoformat() for mail in application.mails if mail.kind in _ASKS_FOR_MORE)
    return bool(day) and not any(later > day for later in asked)


def appointment(application: Application) -> datetime | None:
    """When the interview is or was that was spoken of last; None where no mail gives a time, or it was called off, or
    may have been."""
    for mail in reversed(application.mails):
        if mail.called_off:
            return None
        if mail.kind == "interview" and mail.appointment:
            return datetime.fromisoformat(mail.appointment)
    return None


def next_interview(application: Application, now: datetime) -> datetime | None:
    """When the interview that lies ahead begins; None where there is none, or no mail gives its time."""
    met = appointment(application)
    return met if met and met > now and is_alive(application, now) else None


def is_alive(application: Application, now: datetime) -> bool:
    """Whether it may still come to something."""
    return standing(application, now) not in ("closed", "probably closed")


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

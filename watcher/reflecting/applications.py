"""From mails to applications: which belong together, and how each application stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from watcher.reflecting.types import NO_ANSWER_YET, PROBABLY_CLOSED, Application, Seen


def join(
    mails: Sequence[Seen], joinings: Mapping[int, int], remarks: Mapping[int, Mapping[str, str]]
) -> list[Application]:
    """The applications that the mails tell of, in the order of their first mails.

    Args:
        mails: the oldest first.
        joinings: for each mail of which the person said so, the application that it belongs to.
        remarks: what the person said of each application.
    """
    groups: dict[object, list[Seen]] = {}
    for mail in mails:
        key = joinings.get(mail.id) or (mail.company.casefold(), mail.role.casefold())
        groups.setdefault(key, []).append(mail)
    return [_made(group, remarks.get(group[0].id, {})) for group in groups.values()]


def _made(group: Sequence[Seen], said: Mapping[str, str]) -> Application:
    def last(name: str) -> str:
        return next((value for mail in reversed(group) if (value := str(getattr(mail, name)))), "")

    company, role = said.get("company") or last("company"), said.get("role") or last("role")
    requisition = said.get("requisition") or last("requisition")
    return Application(group[0].id, company, role, requisition, tuple(group), said)


def standing(application: Application, now: datetime) -> str:
    """How an application stands: "open", "in talks" (an interview or a task), "no answer yet", "probably closed",
    "on hold", "an offer", or "closed".
    """
    answer = application.answer
    if application.remarks.get("closed") or (answer and answer.kind in ("rejection", "offer_withdrawn")):
        return "closed"
    if answer:
        return "an offer" if answer.kind == "offer" else "on hold"
    waited = now - application.last_at
    if waited >= PROBABLY_CLOSED:
        return "probably closed"
    if waited >= NO_ANSWER_YET:
        return "no answer yet"
    return "in talks" if any(m.kind in ("interview", "assessment") for m in application.mails) else "open"


def is_alive(application: Application, now: datetime) -> bool:
    """Whether it may still come to something."""
    return standing(application, now) not in ("closed", "probably closed")

"""What the last months may say, in one quiet line, at most once a month. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from watcher.reflecting.steps import DECIDED
from watcher.reflecting.types import Application

#: Within which answers and interviews are counted, and how long it is silent after it has spoken.
WINDOW, SILENT_FOR = timedelta(days=90), timedelta(days=30)
#: From so many answers without an interview on, and from so many interviews without an offer.
ANSWERS_FROM, INTERVIEWS_FROM = 8, 4
#: What it has to say, by what it saw.
HINTS = {
    "papers": "If you like: somebody with an outside view, such as a career adviser or a person in your field, may see "
    "something in your CV that you do not.",
    "talking": "You are being invited. If you like, practise an interview or two with somebody who will tell you what "
    "they see: a friend, a mentor, a coach.",
}


def hint(applications: Sequence[Application], told_at: datetime | None, now: datetime) -> str:
    """The key of what there is to say, one of HINTS; "" for nothing, or while it was said of late.

    Args:
        told_at: aware; when something was said last.
    """
    if told_at is not None and now - told_at < SILENT_FOR:
        return ""
    lately = [one for one in applications if now - WINDOW <= one.last_at <= now]
    if any(mail.kind == "offer" for one in lately for mail in one.mails):
        return ""
    interviewed = [one for one in lately if one.interviews]
    answered = [one for one in lately if one.answer and one.answer.kind in DECIDED]
    if len(interviewed) >= INTERVIEWS_FROM:
        return "talking"
    return "papers" if len(answered) >= ANSWERS_FROM and not interviewed else ""

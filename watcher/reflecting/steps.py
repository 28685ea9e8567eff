"""Ask, analyse, react: in that order, each once. Where an answer stands, and what may be looked back on. Pure.

"ask": the reply with its question cools or is on its way, or none is due. "analyse": one may look back on it, once.
"react": there is something to practise that came of looking back. "closed": that was it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.reflecting.types import Application, Seen

#: Kinds of mail that one may look back on.
DECIDED = ("rejection", "on_hold", "offer_withdrawn")
#: So long after the answer came, nobody is reminded of it any more.
OFFERED_FOR = timedelta(days=14)
#: Within which several answers are many.
WEEK = timedelta(days=7)
#: In these the reply waits, or is just being saved.
_COOLING = ("cooling", "claimed")
#: In these there is a draft, or was one: it came after the cooling-off, or when the person asked for it.
_HAD_A_DRAFT = ("drafted", "edited", "sent", "heard", "quiet", "discarded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An answer, and how far the person is with it.

    Args:
        mail_id: of the answer.
        came_at: aware; when it was delivered.
        cooling: its reply cools still.
        cooled_at: aware; when the cooling-off is over, as far as can be told.
        begun: something of looking back on it is kept.
        closed: it was looked back on, or the person did not want to.
        open_items: how many things to practise came from it and are open.
    """

    mail_id: int
    came_at: datetime
    cooling: bool
    cooled_at: datetime
    begun: bool = False
    closed: bool = False
    open_items: int = 0


def cooling_off(
    state: str, came_at: datetime, read_at: datetime | None, due_at: datetime | None, after: timedelta
) -> tuple[bool, datetime]:
    """Whether an answer cools still, and when the cooling-off is over.

    Args:
        state: of its case, "" where it has none.
        due_at: when its reply is due.
        after: how long the cooling-off is, for an answer that no reply cools for.
    """
    since = max(came_at, read_at or came_at)
    if state in _COOLING:
        return True, due_at or since + after
    return False, came_at if state in _HAD_A_DRAFT else since + after


def cooled(case: Case, now: datetime) -> bool:
    """Whether its cooling-off is over: looking back is for afterwards, never for before."""
    return not case.cooling and now >= case.cooled_at


def ending(application: Application) -> list[Seen]:
    """The mails that say its answer, the last one first: those since it was last alive. None for one without."""
    found: list[Seen] = []
    for mail in reversed(application.mails):
        if mail.kind in ("interview", "assessment", "offer"):
            break
        if mail.sure and mail.kind in DECIDED:
            found.append(mail)
    return found


def many(answers: Iterable[datetime], several: int, now: datetime) -> bool:
    """Whether so many answers came within the last seven days that less is said for now.

    Args:
        answers: when they came.
        several: from how many on.
    """
    return sum(now - WEEK < at <= now for at in answers) >= several


def step(case: Case, now: datetime, *, much: bool) -> str:
    """Where an answer stands: "ask", "analyse", "react" or "closed".

    Args:
        much: see `many`.
    """
    if not cooled(case, now):
        return "ask"
    if case.closed:
        return "react" if case.begun and case.open_items else "closed"
    if now > case.came_at + OFFERED_FOR:
        return "closed"
    return "ask" if much else "analyse"


def offered(cases: Sequence[Case], several: int, now: datetime) -> list[Case]:
    """What may be looked back on now, the latest answer first; nothing while several came in a few days."""
    much = many([case.came_at for case in cases], several, now)
    found = [case for case in cases if step(case, now, much=much) == "analyse"]
    return sorted(found, key=lambda case: case.came_at, reverse=True)

"""Thanks after an interview: when they are due, and what makes them needless. Pure.

This clock is never delayed by a cooling-off. A later mail may move the interview, call it off, or bring the answer,
whose reply then gives the thanks, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from watcher.reading.types import REPLYABLE
from watcher.replying.history import Later, same_post
from watcher.replying.policy import Rules
from watcher.replying.times import humane

#: So long after the end of an interview thanks come at the earliest: it may have run over.
AFTER = timedelta(hours=1)
#: And so long at the latest; then they have lost their point.
WITHIN = timedelta(hours=24)

#: Why thanks will not be written.
ANSWER_CAME_FIRST = "The answer came first; the thanks stand in that reply."
ANSWER_CAME_BEFORE = "The answer came before the interview."
MOVED = "The interview was moved; the thanks follow the new time."
CALLED_OFF = "The interview was called off."
PERHAPS_OFF = "A later mail may have moved the interview, or called it off."
WROTE_AGAIN = "They have written since; thanks may go with your answer to that."
YOU_WROTE = "You have written to them since the interview."
TOO_OLD = "The interview was more than a day ago when its mail was read."


def due_at(ends: datetime, now: datetime, rules: Rules) -> datetime:
    """When thanks may appear, UTC: in the first humane hour within a day of the interview's end, else at once.

    Args:
        ends: aware; when the interview ends.
        now: aware; not before this.
    """
    first = max(now, ends + AFTER).astimezone(UTC)
    better = humane(first, rules)
    return better if better <= ends + WITHIN else first


def too_late(ends: datetime, now: datetime) -> bool:
    """True where thanks would come more than a day after the end."""
    return now > ends + WITHIN


def needless(begins: datetime, company: str, role: str, later: Sequence[Later]) -> tuple[str, str] | None:
    """The state and the reason that end thanks because of later mail, None where none does.

    Args:
        begins: aware; when the interview begins.
        company, role: as its mail names them.
        later: mail that came after the one that set the interview.
    """
    dated = [(mail.at, mail) for mail in later if mail.at is not None and _same_talks(company, role, mail)]
    for at, mail in sorted(dated, key=lambda one: one[0]):
        if mail.kind in REPLYABLE and mail.state != "review":
            return "cancelled", ANSWER_CAME_FIRST if at >= begins else ANSWER_CAME_BEFORE
        if mail.called_off and mail.kind in ("interview", *REPLYABLE):
            return "cancelled", CALLED_OFF if mail.called_off == "yes" else PERHAPS_OFF
        if mail.kind == "interview":
            if mail.appointment and mail.appointment != begins and at < begins and _surely(role, mail):
                return "cancelled", MOVED
        elif mail.kind not in ("acknowledgement", "assessment") and (
            mail.conversation or mail.kind in ("offer", "offer_withdrawn", *REPLYABLE)
        ):
            return "reopened", WROTE_AGAIN
    return None


def _same_talks(company: str, role: str, mail: Later) -> bool:
    if mail.conversation:
        return True
    return bool(company) and company.casefold() == mail.company.casefold() and same_post(role, mail.role)


def _surely(role: str, mail: Later) -> bool:
    """Outside the conversation only a mail that names the same post moves an interview: there may be two talks."""
    return mail.conversation or bool(role and mail.role)

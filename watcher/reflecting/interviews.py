"""The interviews of applications, each once and by a number that stays when it is put off. Pure.

The rule for what a later mail changes is that of gentle.py: an interview is moved, or called off, by a later mail about
the same application that comes before it has begun.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.reflecting import gentle
from watcher.reflecting.types import Application


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview whose time is known.

    Args:
        mail_id: of the first mail about it.
        begins, ends: aware.
        takes_place: False where it was called off, or may have been.
    """

    mail_id: int
    application: int
    company: str
    role: str
    begins: datetime
    ends: datetime
    takes_place: bool = True


def interviews(applications: Iterable[Application]) -> list[Interview]:
    """The known interviews, those before others in front; those that were called off too."""
    found = [one for application in applications for one in of(application)]
    return sorted(found, key=lambda one: (one.begins, one.mail_id))


def of(application: Application) -> list[Interview]:
    """Those of one application, in the order of their first mails."""
    kept: list[Interview] = []
    for mail in application.mails:
        if mail.kind != "interview" and not mail.called_off:
            continue
        set_for = gentle.appointment(mail.appointment, mail.appointment_end)
        planned = next((one for one in kept if one.takes_place and mail.at < one.begins), None)
        if planned and (mail.called_off or set_for):
            changed = replace(planned, takes_place=set_for is not None and not mail.called_off)
            if set_for and changed.takes_place:
                changed = replace(changed, begins=set_for.begins, ends=set_for.ends)
            kept[kept.index(planned)] = changed
        elif set_for and not mail.called_off and all(one.begins != set_for.begins for one in kept):
            kept.append(
                Interview(
                    mail.id,
                    application.id,
                    application.company,
                    application.role,
                    set_for.begins,
                    set_for.ends,
                )
            )
    return kept


def reached(application: Application) -> int:
    """How many interviews an application has led to; one where mails speak of some and give no time."""
    known = of(application)
    return sum(one.takes_place for one in known) if known else int(bool(application.interviews))

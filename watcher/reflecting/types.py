"""The values that looking back works with: a mail about an application as it is on record, and an application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: Kinds of mail that an application is made of.
KINDS = (
    "acknowledgement",
    "interview",
    "assessment",
    "offer",
    "notice",
    "rejection",
    "on_hold",
    "offer_withdrawn",
    "feedback",
)
#: Those that are told of at the quiet time (see gentle.py); the rest may be seen at once.
ANSWERS = frozenset({"rejection", "on_hold", "offer_withdrawn", "notice"})
#: After so long without a word, "no answer yet" is said; and after so long, that it is probably closed.
NO_ANSWER_YET, PROBABLY_CLOSED = timedelta(days=21), timedelta(days=45)
#: After so long an application that is on hold, or an offer, is not counted on any more.
LONG_AGO = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A mail about an application, as it is on record.

    Args:
        id: its number in the log.
        at: aware; when it was delivered.
        kind: one of KINDS.
        sure: False for an answer that the person has yet to look at.
        company ... called_off: as in reading.types.Details; "" where unknown.
        conversation: what the mails of a thread share; a hint only.
        state: of its case, as in replying.policy.MOVES; "" where it has none.
        house: the mail domain of the employer that wrote, such as "acme.co.uk"; "" for that of a tracking system, a
            job board, an agency or a free mailbox, which say nothing of the employer.
    """

    id: int
    at: datetime
    kind: str
    sure: bool = True
    company: str = ""
    role: str = ""
    requisition: str = ""
    person: str = ""
    stage: str = "application"
    reason: str = ""
    reapply_after: str = ""
    appointment: str = ""
    appointment_end: str = ""
    called_off: str = ""
    language: str = "und"
    account: str = ""
    conversation: str | None = None
    subject: str = ""
    sender_name: str = ""
    sender_address: str = ""
    state: str = ""
    house: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """One application: the mails that belong to it, the oldest first.

    Args:
        id: the number of its first mail, by which the person calls it.
        company, role, requisition: as the person corrected them, else as the mails say.
        remarks: what the person said of it: "closed" (an ISO date), "company", "role", "liked", "note", ...
    """

    id: int
    company: str
    role: str
    requisition: str
    mails: tuple[Seen, ...]
    remarks: Mapping[str, str] = field(default_factory=dict)

    @property
    def begun_at(self) -> datetime:
        return self.mails[0].at

    @property
    def last_at(self) -> datetime:
        return self.mails[-1].at

    @property
    def interviews(self) -> tuple[Seen, ...]:
        """The mails about interviews, invitations and changes alike."""
        return tuple(mail for mail in self.mails if mail.kind == "interview")

    @property
    def answer(self) -> Seen | None:
        """The last mail that settled it, if nothing later opened it again."""
        for mail in reversed(self.mails):
            if mail.sure and mail.kind in ("rejection", "offer", "offer_withdrawn", "on_hold"):
                return mail
            if mail.kind in ("interview", "assessment"):
                return None
        return None

"""What came before and after an answer, and what it means for the reply. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.reading.types import REPLYABLE, Details
from watcher.replying.addresses import is_free_mail, known_relay, organisation

#: The reason of a case whose mail the person deleted.
DELETED = "You deleted the mail."
#: Two answers from one employer within this time are one, sent twice: by a system and by a recruiter.
SAME_ANSWER = timedelta(days=14)
#: After this long without a word an answer to a reply is not to be expected any more.
QUIET_AFTER = timedelta(days=14)
#: An interview that mail speaks of has been held so long after that mail.
HELD_AFTER = timedelta(days=2)
#: An interview longer ago than this belonged to another application.
ONE_SEARCH = timedelta(days=120)
#: A person who wrote longer ago than this is not turned to any more.
STILL_THERE = timedelta(days=180)

#: A new mail of these kinds from the same employer says that the door is open again.
GOOD_NEWS = frozenset({"interview", "offer", "assessment"})
#: Servers and clocks disagree by minutes: what came so little before an answer may well be newer than it.
SAME_TIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Later:
    """A mail that came after an answer, or at the same time.

    Args:
        conversation: it belongs to the same conversation.
        sender, company, role: "" where it is not about an application.
        at: aware; when it came.
        appointment: aware; when the interview begins that it sets, None where it sets none.
        called_off: as in Details.called_off.
        state: of its case, "" where it has none.
    """

    kind: str
    conversation: bool
    sender: str
    company: str
    role: str = ""
    at: datetime | None = None
    appointment: datetime | None = None
    called_off: str = ""
    state: str = ""


def wrote_again(sender: str, company: str, later: Sequence[Later], *, thanks: bool = False) -> str:
    """The kind of a later mail that puts an answer in doubt, "" where none does.

    Any word in the conversation does, and good news from the same sender, firm or mail domain.

    Args:
        sender, company: of the answer.
        thanks: it is feedback, for which a line of thanks waits: more feedback changes nothing.
    """
    harmless = REPLYABLE | {"acknowledgement"} | ({"feedback"} if thanks else set())
    for mail in later:
        if mail.conversation and mail.kind not in harmless:
            return mail.kind
        if mail.kind in GOOD_NEWS and _same_employer(sender, company, mail):
            return mail.kind
    return ""


def _same_employer(sender: str, company: str, mail: Later) -> bool:
    if company and company.casefold() == mail.company.casefold():
        return True
    if not sender or not mail.sender:
        return False
    if sender.casefold() == mail.sender.casefold():
        return True
    domain, other = (address.rpartition("@")[2] for address in (sender, mail.sender))
    shared = is_free_mail(domain) or known_relay(domain)
    return not shared and organisation(domain) == organisation(other)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the mailbox and the log say just before a draft.

    Args:
        deleted: the mail lies in the trash, or nowhere.
        answered: the person answered it (\\Answered, or a mail in Sent that replies to it).
        drafting: a draft of the person's own in that conversation.
        wrote_again: the kind of a later mail in the conversation or of good news by the same sender, else "".
    """

    deleted: bool
    answered: bool
    drafting: bool
    wrote_again: str


def no_longer_wanted(now: Situation) -> tuple[str, str] | None:
    """The state and the reason that end a case instead of a draft, None where the draft is still wanted."""
    if now.answered:
        return "answered", "You answered it yourself."
    if now.drafting:
        return "answered", "You have begun a reply of your own."
    if now.wrote_again:
        return "reopened", "They wrote again after this answer; please read that first."
    if now.deleted:
        return "cancelled", DELETED
    return None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer of "no" that came before, with a case that has had, or will have, its reply.

    Args:
        who: as the person knows them.
        company, role, requisition: "" where not known.
    """

    who: str
    company: str
    role: str
    requisition: str


@dataclass(frozen=True, slots=True)
class Mention:
    """An earlier mail of the same employer, such as a receipt or an invitation.

    Args:
        role: "" where it names none.
        conversation: it belongs to the conversation of the answer.
        appointment: aware; when the interview begins that it sets, None where it sets none.
    """

    delivered_at: datetime
    role: str
    conversation: bool
    appointment: datetime | None = None


def same_answer(details: Details, earlier: Sequence[Earlier]) -> str:
    """Who gave this answer before: "" for nobody.

    Two answers are the same where they name the same requisition, or the same company and no different post.
    """
    for one in earlier:
        if details.requisition and one.requisition:
            if details.requisition.casefold() == one.requisition.casefold():
                return one.who
            continue
        company = details.company.casefold()
        if company and company == one.company.casefold() and same_post(details.role, one.role):
            return one.who
    return ""


def same_post(one: str, other: str) -> bool:
    """Whether two names may be one post; where one mail names none, they may."""
    words, others = (set(re.findall(r"\w{2,}", text.casefold())) for text in (one, other))
    return not words or not others or words <= others or others <= words


@dataclass(frozen=True, slots=True)
class Contact:
    """A mail of the same employer that can be answered, and that a person signed.

    Args:
        person: who signed.
        address: where an answer to it goes.
        kind, role: what it was about, and which post; "" where it names none.
        conversation: it belongs to the conversation of the answer.
    """

    mail_id: int
    person: str
    address: str
    kind: str
    role: str
    delivered_at: datetime
    conversation: bool


def stage_reached(stage: str, role: str, interviews: Sequence[Mention], at: datetime) -> str:
    """How far an application got: by the answer's own words, else by the interviews that earlier mail spoke of.

    Outside the conversation both mails must name the post, and not lie too far apart. An invitation of the last
    days may have been called off by the very answer, unless it names a time that has passed; and one for another post
    says nothing.
    That there were several rounds is never guessed: one appointment may have been moved twice.

    Args:
        stage, role: as the answer has them.
        at: aware; when the answer came.
    """
    met = any(
        (one.appointment <= at if one.appointment else at - one.delivered_at >= HELD_AFTER)
        and (one.conversation or (at - one.delivered_at <= ONE_SEARCH and role and one.role))
        and same_post(role, one.role)
        for one in interviews
    )
    return "interview" if stage == "application" and met else stage


def applied_at(role: str, receipts: Sequence[Mention]) -> datetime | None:
    """When the last receipt came that may be for this post, None where there was none.

    Args:
        role: as the answer names it.
    """
    return max((one.delivered_at for one in receipts if same_post(role, one.role)), default=None)


def person_to_write_to(
    contacts: Sequence[Contact], details: Details, sender: str, now: datetime
) -> Contact | None:
    """Whom to write to instead, where the answer itself came from an address that nobody reads.

    Somebody of the same conversation goes before anybody else of the company, and the last one who wrote before
    those who wrote earlier. Anybody can put a company's name, or an id, into a mail: it must come from that person's
    own house, or from a system that is known to send for employers, and then the person's house must bear the
    company's name. While an offer stands, or an invitation is fresh, nobody is told that all is understood.

    Args:
        details: of the answer.
        sender: the address that the answer came from.
    """
    known = [one for one in contacts if timedelta() <= now - one.delivered_at <= STILL_THERE]
    newest = max(known, key=lambda one: one.delivered_at, default=None)
    if newest and (newest.kind == "offer" or _is_fresh(newest, now)):
        return None
    domain = sender.rpartition("@")[2]
    there = [
        one
        for one in known
        if one.person and same_post(details.role, one.role) and _may_be_meant(one, domain, details.company)
    ]
    return max(there, key=lambda one: (one.conversation, one.delivered_at), default=None)


def _is_fresh(contact: Contact, now: datetime) -> bool:
    return contact.kind in ("interview", "assessment") and now - contact.delivered_at < HELD_AFTER


def _may_be_meant(contact: Contact, domain: str, company: str) -> bool:
    house = contact.address.rpartition("@")[2]
    if _one_house(domain, house):
        return True
    name = "".join(filter(str.isalnum, company.casefold()))
    bears_its_name = bool(name) and name in organisation(house).partition(".")[0].replace("-", "")
    return known_relay(domain) and (contact.conversation or bears_its_name)


def _one_house(domain: str, other: str) -> bool:
    return not is_free_mail(domain) and organisation(domain) == organisation(other)


def heard(sent_at: datetime, later: Sequence[Later], now: datetime) -> tuple[str, str] | None:
    """What became of a reply that was sent: the state and the reason, None while there is time.

    Args:
        sent_at: aware.
        later: mail that came after it.
    """
    back = [mail for mail in later if mail.conversation]
    if any(mail.kind == "feedback" for mail in back):
        return "heard", "They answered with feedback."
    if back:
        return "heard", "They wrote back."
    return ("quiet", "No answer, as usual.") if now - sent_at > QUIET_AFTER else None

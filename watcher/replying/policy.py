"""Whether a mail gets a reply, and when. Pure: a table of rules, read from top to bottom.

Every outcome carries its reason in plain words, because "why is there no draft?" must have an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.reading.types import REPLYABLE, Details, Message, Verdict
from watcher.replying.addresses import is_free_mail, known_relay, organisation

#: At or above this score an answer of "no" is logged as one and may lead to a draft.
DRAFT_BAR = 0.8
#: From here up to DRAFT_BAR the program is not sure and asks the person (`grace log --review`).
REVIEW_BAR = 0.65

#: The states a case can be in, and from each the states it may go to. The store refuses every other move.
MOVES: dict[str, frozenset[str]] = {
    "review": frozenset({"cooling", "cancelled"}),
    "cooling": frozenset({"claimed", "offered", "answered", "reopened", "no_reply", "cancelled"}),
    "offered": frozenset({"cooling", "answered", "reopened", "cancelled"}),
    "claimed": frozenset({"drafted", "answered", "reopened", "cancelled"}),
    "drafted": frozenset({"sent", "discarded"}),
    "no_reply": frozenset(),
    "answered": frozenset(),
    "reopened": frozenset(),
    "cancelled": frozenset(),
    "sent": frozenset(),
    "discarded": frozenset(),
}
#: While a conversation has a case in one of these states it gets no second draft. (Not "reopened": an
#: employer who wrote again, and then says no, gets an answer to that.)
SETTLED = frozenset(
    {"cooling", "offered", "claimed", "drafted", "sent", "discarded", "answered", "cancelled"}
)
#: In these it has one already, or had one.
HAS_A_DRAFT = frozenset({"claimed", "drafted", "sent", "discarded"})

#: What a case's `asked` says: come at once, whatever the hour; or at its time, however late that is.
NOW, LATER = 1, 2

#: A new mail of these kinds from the same employer says that the door is open again.
GOOD_NEWS = frozenset({"interview", "offer", "assessment"})
#: Servers and clocks disagree by minutes: what came so little before an answer may well be newer than it.
SAME_TIME = timedelta(minutes=10)

_QUARTER = 15  # minutes
#: Looks at the wall in 16 days: one day of the week is there twice, should the change take its hours once.
_LOOKS = 16 * 24 * 60 // _QUARTER + 16


@dataclass(frozen=True, slots=True)
class Rules:
    """The person's settings that decide about replies.

    Args:
        policy: "people" | "always" | "never".
        after, after_final: the cooling-off, after a final round the longer one.
        starts: "read" | "arrival": what starts the cooling-off.
        unread_limit: an unread mail counts as read this long after it was delivered.
        latest: this long after delivery a draft is only offered.
        opens, closes: minutes after local midnight between which drafts may appear, 0 to 1440.
        days: weekdays on which drafts may appear, Monday is 0.
        zone: the person's time zone.
        languages: ISO 639-1 codes that a reply can be written in.
    """

    policy: str
    after: timedelta
    after_final: timedelta
    starts: str
    unread_limit: timedelta
    latest: timedelta
    opens: int
    closes: int
    days: frozenset[int]
    zone: ZoneInfo
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known around a mail when it arrives.

    Args:
        delivered_at: aware; when the server took it in.
        since: aware; mail from before this instant never gets a draft.
        own: the mail was written by the person.
        recipient: the address a reply would go to, "" for nobody.
        no_recipient: why nobody, in plain words.
        conversation: the states of the earlier cases in the same conversation.
        twins: the states of the cases of mails with the same Message-ID.
        understood: the model has learned the language of the mail.
    """

    delivered_at: datetime
    since: datetime
    own: bool
    recipient: str
    no_recipient: str
    conversation: frozenset[str]
    twins: frozenset[str] = frozenset()
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a mail.

    Args:
        action: "ignore" (only its id is kept), "own" (the person's own mail), "log", "review" or "cool".
        state: the state its case starts in, "" where there is no case.
        reason: why, one plain sentence.
    """

    action: str
    state: str
    reason: str


def decide(
    message: Message, verdict: Verdict, details: Details, around: Circumstances, rules: Rules
) -> Decision:
    """The table: the first row that fits decides."""
    if around.own:
        return Decision("own", "", "You wrote this one.")
    if verdict.kind not in REPLYABLE or verdict.score < REVIEW_BAR:
        if verdict.kind == "other" and not around.understood:
            return Decision("ignore", "", f"In a language that is not learned yet ({verdict.language}).")
        if verdict.kind == "other":
            return Decision("ignore", "", "Not about an application.")
        return Decision("log", "", "No reply is due for this kind of mail.")
    if message.problems and not message.text.strip():
        return Decision("review", "review", "Its text could not be read; please look yourself.")
    if verdict.score < DRAFT_BAR:
        return Decision("review", "review", "Not sure enough; please look yourself.")
    refusal = _why_no_reply(message, verdict, details, around, rules)
    if refusal:
        return Decision("log", "no_reply", refusal)
    return Decision("cool", "cooling", "A reply will be drafted when the cooling-off is over.")


def _why_no_reply(
    message: Message, verdict: Verdict, details: Details, around: Circumstances, rules: Rules
) -> str:
    """The reason why a sure "no" gets no draft, "" where it gets one."""
    written_at = min(around.delivered_at, message.date) if message.date else around.delivered_at
    if written_at < around.since:
        return "It came before Grace Period was set up."
    if rules.policy == "never":
        return 'Replies are turned off (reply.policy = "never").'
    if message.message_id is None:
        return "It has no valid Message-ID, so a reply could not be kept in its thread."
    if not around.recipient:
        return around.no_recipient
    if around.conversation & SETTLED or around.twins - {"no_reply", "review"}:
        return "This conversation already has its reply."
    if verdict.language not in rules.languages:
        return f"There is no reply in its language yet, or you do not reply in it ({verdict.language})."
    if (
        rules.policy == "people"
        and _automatic(message)
        and details.stage == "application"
        and not details.person
    ):
        return "An automatic answer to an application; nobody waits for a reply."
    return ""


def _automatic(message: Message) -> bool:
    """True where the headers say that a machine wrote to many (RFC 3834 section 5, RFC 2369)."""
    auto = message.headers.get("auto-submitted", ("no",))[0].strip().lower()
    return (
        not auto.startswith("no") or "precedence" in message.headers or "list-unsubscribe" in message.headers
    )


def due_at(delivered_at: datetime, read_at: datetime | None, final: bool, rules: Rules) -> datetime:
    """The first instant, in UTC, at which the draft may appear.

    Args:
        delivered_at: aware.
        read_at: aware; when the person was first known to have read the mail, None while unread.
        final: True after a final round.
    """
    # Sums of local times count wall-clock hours; only in UTC is a day always 24 hours long.
    delivered_at = start = delivered_at.astimezone(UTC)
    if rules.starts == "read":
        start = delivered_at + rules.unread_limit
        if read_at is not None:
            start = max(delivered_at, min(read_at.astimezone(UTC), start))
    return humane(start + (rules.after_final if final else rules.after), rules)


def humane(instant: datetime, rules: Rules) -> datetime:
    """The first instant at or after `instant` that lies within the person's hours and days, in UTC.

    What counts is what a clock on the person's wall would show. On the nights when it is changed an hour is
    left out or comes twice, and a few zones change at midnight; so no time of the day is worked out from
    another, but the wall is looked at again and again. Zones change it at whole quarters of an hour.
    """
    at = instant.astimezone(UTC)
    for _ in range(_LOOKS):
        wall = at.astimezone(rules.zone)
        minute = wall.hour * 60 + wall.minute
        if wall.weekday() in rules.days and rules.opens <= minute < rules.closes:
            return at
        # On to where it may turn true: the opening hour, but never beyond the next change there could be.
        ahead = _QUARTER - at.minute % _QUARTER
        if minute < rules.opens:
            ahead = min(ahead, rules.opens - minute)
        at = at.replace(second=0, microsecond=0) + timedelta(minutes=ahead)
    raise ValueError("no day of the week is allowed")


@dataclass(frozen=True, slots=True)
class Later:
    """A mail that came after an answer, or at the same time.

    Args:
        conversation: it belongs to the same conversation.
        sender, company: "" where it is not about an application.
    """

    kind: str
    conversation: bool
    sender: str
    company: str


def wrote_again(sender: str, company: str, later: Sequence[Later]) -> str:
    """The kind of a later mail that puts an answer in doubt, "" where none does.

    Any word in the conversation does, and good news from the same sender, firm or mail domain.

    Args:
        sender, company: of the answer.
    """
    for mail in later:
        if mail.conversation and mail.kind not in REPLYABLE | {"acknowledgement"}:
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
        return "cancelled", "You deleted the mail."
    return None


def too_late(delivered_at: datetime, now: datetime, rules: Rules) -> bool:
    """True where a draft would come so late that it is only offered (`grace queue now ID` still makes it)."""
    return now > delivered_at + rules.latest

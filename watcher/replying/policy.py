"""Whether a mail gets a reply, and when. Pure: a table of rules, read from top to bottom.

Every outcome carries its reason in plain words, because "why is there no draft?" must have an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.reading.types import PARTLY_ENCRYPTED, REPLYABLE, Details, Message, Verdict
from watcher.replying.everyday import is_everyday
from watcher.replying.refusals import gives_no_feedback

#: At or above this score an answer of "no" is logged as one and may lead to a draft.
DRAFT_BAR = 0.8
#: From here up to DRAFT_BAR the program is not sure and asks the person (`grace log --review`).
REVIEW_BAR = 0.63

#: From here a mail in a conversation that the person has answered is taken for feedback, and thanked for.
FEEDBACK_BAR = 0.5
#: From here a mail that sets an interview is sure to do so, and thanks are planned for it.
INTERVIEW_BAR = 0.8

#: The reason of a case that ended, or was opened, by what the person said of its mail. They may take it back: from
#: these, and only then, a case goes on after it was cancelled or had no reply, and back to review.
NOT_OF_THAT_KIND = "You said it is no answer of that kind."
TAKEN_BACK = "You took back what you said of it."
BY_WHAT_YOU_SAID = (NOT_OF_THAT_KIND, TAKEN_BACK)

#: The reasons of mail to look at.
NOT_SURE = "Not sure enough; please look yourself."
LIKE_ONE_OF_YOURS = "It is much like a mail that you labelled as a no; please look yourself."

#: The states a case can be in, and from each the states it may go to. The store refuses every other move.
MOVES: dict[str, frozenset[str]] = {
    # Once the person has said that it is a no, the table decides anew: there may be nobody to reply to.
    "review": frozenset({"cooling", "offered", "no_reply", "cancelled"}),
    "cooling": frozenset({"claimed", "offered", "answered", "reopened", "no_reply", "cancelled", "review"}),
    "offered": frozenset({"cooling", "answered", "reopened", "cancelled", "review"}),
    "claimed": frozenset({"drafted", "offered", "answered", "reopened", "cancelled"}),
    "drafted": frozenset({"edited", "sent", "discarded"}),
    "edited": frozenset({"sent", "discarded"}),
    "no_reply": frozenset({"cooling", "offered", "review"}),
    "answered": frozenset(),
    "reopened": frozenset(),
    "cancelled": frozenset({"cooling", "offered", "review", "no_reply"}),
    "sent": frozenset({"heard", "quiet"}),
    "quiet": frozenset({"heard"}),
    "heard": frozenset(),
    "discarded": frozenset(),
}
#: While a conversation has a case in one of these states it gets no second draft. (Not "reopened": an
#: employer who wrote again, and then says no, gets an answer to that.)
SETTLED = frozenset(MOVES) - {"review", "no_reply", "reopened"}
#: In these it has one already, or had one.
HAS_A_DRAFT = SETTLED - {"cooling", "offered", "answered", "cancelled"}
#: In these the person has sent their reply.
ANSWERED = frozenset({"sent", "quiet", "heard"})

#: What a case's `asked` says: come at once, whatever the hour; or at its time, however late that is.
NOW, LATER = 1, 2

#: The reason of a case that waits because of Rules.per_day.
ENOUGH_TODAY = "There are enough drafts for one day; this one comes on the next."

#: The reason of a mail that a mail program or server sent by itself: a bounce, a notice of absence.
BY_ITSELF = "A mail system wrote it, not a person."

#: The reason of a case that waits because several answers came within a week.
ONE_A_DAY = "Several answers came this week; replies come one a day."
#: The reason why nobody is thanked for an appointment that is a dentist's or a bank's.
EVERYDAY = "It speaks of something else than a job, so no thanks are planned."
#: The reason of a case that waits because of an interview.
AFTER_INTERVIEW = "It waits until after your interview."

#: An answer so soon after the application was given by a machine.
INSTANT = timedelta(hours=6)


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
        also: cases that usually get no reply and shall: "instant", "japanese", "withdrawn".
        to_person: "draft" | "offer" | "never": what becomes of a reply to somebody who wrote before.
        per_day: at most so many drafts on one day.
        thank_you: thanks are drafted after an interview.
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
    also: frozenset[str] = frozenset()
    to_person: str = "draft"
    per_day: int = 5
    thank_you: bool = True


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known around a mail when it arrives.

    Args:
        delivered_at: aware; when the server took it in.
        since: aware; mail from before this instant never gets a draft.
        own: the mail was written by the person.
        recipient: the address a reply would go to, "" for nobody.
        no_recipient: why nobody, in plain words.
        conversation: the states of the earlier cases in the same conversation; of mail that sets an interview, those
            of other mail that sets the same.
        twins: the states of the cases of mails with the same Message-ID.
        understood: the model has learned the language of the mail.
        person: who is written to instead where the mail itself cannot be answered, "" for nobody.
        applied_at: aware; when the employer's receipt for the application came, None where there was none.
        same_answer: who gave the same answer before, in another conversation; "" for nobody.
        replied: the person has sent a reply in this conversation.
        untold: what sort of fault of ours kept from reading what the mail tells besides its answer, "" for none.
        said: the person has said what it is.
    """

    delivered_at: datetime
    since: datetime
    own: bool
    recipient: str
    no_recipient: str
    conversation: frozenset[str]
    twins: frozenset[str] = frozenset()
    understood: bool = True
    person: str = ""
    applied_at: datetime | None = None
    same_answer: str = ""
    replied: bool = False
    untold: str = ""
    said: bool = False


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
    if verdict.kind == "feedback" and around.replied:
        return _feedback(message, verdict, around, rules)
    if verdict.kind == "interview" and details.appointment:
        return _interview(message, verdict, details, around, rules)
    withdrawn = verdict.kind == "offer_withdrawn" and "withdrawn" in rules.also
    score = verdict.scores.get(verdict.kind, 0.0) if withdrawn else verdict.score
    if not withdrawn and (verdict.kind not in REPLYABLE or score < REVIEW_BAR):
        return _no_answer_of_no(message, verdict, around)
    if message.problems and not message.text.strip():
        return Decision("review", "review", "Its text could not be read; please look yourself.")
    if PARTLY_ENCRYPTED in message.problems:
        return Decision("review", "review", "A part of it is encrypted; please look yourself.")
    if score < DRAFT_BAR:
        return Decision("review", "review", LIKE_ONE_OF_YOURS if verdict.taught else NOT_SURE)
    if refusal := _not_answerable(message, around, rules) or _already(around) or _language(verdict, rules):
        return Decision("log", "no_reply", refusal)
    if around.untold:
        return Decision("review", "review", f"{_untold(around)} Please look yourself.")
    if refusal := _by_a_machine(message, details, around, rules):
        return Decision("log", "no_reply", refusal)
    if not around.recipient and rules.to_person == "offer":
        ask = f"{around.no_recipient} {around.person} wrote before; a reply to them is yours for the asking."
        return Decision("cool", "offered", ask)
    if not around.recipient:
        return Decision(
            "cool", "cooling", f"{around.no_recipient} A reply will be drafted to {around.person}."
        )
    return Decision("cool", "cooling", "A reply will be drafted when the cooling-off is over.")


def _no_answer_of_no(message: Message, verdict: Verdict, around: Circumstances) -> Decision:
    if verdict.kind == "other" and _wrote_itself(message):
        return Decision("ignore", "", BY_ITSELF)
    if verdict.kind == "other" and not around.understood:
        return Decision("ignore", "", f"In a language that is not learned yet ({verdict.language}).")
    if verdict.kind == "other":
        return Decision("ignore", "", "Not about an application.")
    return Decision("log", "", _untold(around) or "No reply is due for this kind of mail.")


def _feedback(message: Message, verdict: Verdict, around: Circumstances, rules: Rules) -> Decision:
    """They answered what the person had asked: a line of thanks, once."""
    text = message.text.strip()
    sure = verdict.scores.get("feedback", 0.0) >= FEEDBACK_BAR and bool(text) and not gives_no_feedback(text)
    refusal = (
        ("" if sure else "No reply is due for this kind of mail.")
        or _untold(around)
        or _not_answerable(message, around, rules)
        or ("" if around.recipient else around.no_recipient)
        or ("A line of thanks is on its way, or was written." if around.conversation & SETTLED else "")
        or _language(verdict, rules)
    )
    if refusal:
        return Decision("log", "", refusal)
    return Decision(
        "cool", "cooling", "They gave you feedback. A line of thanks will be drafted after a while."
    )


def _interview(
    message: Message, verdict: Verdict, details: Details, around: Circumstances, rules: Rules
) -> Decision:
    """They set an interview, at a time that is certain: thanks within a day of it, once."""
    sure = verdict.scores.get("interview", 0.0) >= INTERVIEW_BAR and bool(message.text.strip())
    known = around.said or around.applied_at is not None
    refusal = (
        ("" if sure else "No reply is due for this kind of mail.")
        or (EVERYDAY if not known and is_everyday(message, details, verdict.language) else "")
        or ("" if rules.thank_you else "Thanks after interviews are turned off (reply.thank_you = false).")
        or _not_answerable(message, around, rules)
        or ("" if around.recipient else around.no_recipient)
        or (
            "Thanks for this interview are planned already, or were written."
            if around.conversation & SETTLED
            else ""
        )
        or ("" if verdict.language in rules.languages else _no_letter(verdict))
    )
    if refusal:
        return Decision("log", "", refusal)
    return Decision("cool", "cooling", "A few lines of thanks will be drafted after the interview.")


def _untold(around: Circumstances) -> str:
    """Why no reply is planned where a fault of ours kept from reading the rest of a mail, "" where all was read."""
    return f"What else the mail says could not be read ({around.untold})." if around.untold else ""


def _not_answerable(message: Message, around: Circumstances, rules: Rules) -> str:
    """Why nothing of this kind is answered, "" where it may be."""
    written_at = min(around.delivered_at, message.date) if message.date else around.delivered_at
    if written_at < around.since:
        return "It came before Grace Period was set up."
    if rules.policy == "never":
        return 'Replies are turned off (reply.policy = "never").'
    if message.message_id is None:
        return "It has no valid Message-ID, so a reply could not be kept in its thread."
    if not around.recipient and not (around.person and rules.to_person != "never"):
        return around.no_recipient
    return ""


def _already(around: Circumstances) -> str:
    if around.conversation & SETTLED or around.twins - {"no_reply", "review"}:
        return "This conversation already has its reply."
    if around.same_answer:
        return f"The same answer came from {around.same_answer} before; one reply is enough."
    return ""


def _language(verdict: Verdict, rules: Rules) -> str:
    if verdict.language == "ja" and "japanese" not in rules.also:
        return "In Japan no reply to such a mail is expected."
    return "" if verdict.language in rules.languages else _no_letter(verdict)


def _no_letter(verdict: Verdict) -> str:
    return f"There is no reply in its language yet, or you do not reply in it ({verdict.language})."


def _by_a_machine(message: Message, details: Details, around: Circumstances, rules: Rules) -> str:
    """Answers that no person gave, to people whom nobody has met. With "always" they get a reply too."""
    if rules.policy != "people" or details.stage != "application":
        return ""
    soon = around.applied_at and around.delivered_at - around.applied_at < INSTANT
    if soon and "instant" not in rules.also:
        return "It came within hours of your application; a machine gave this answer."
    if _automatic(message) and not details.person and not around.person:
        return "An automatic answer to an application; nobody waits for a reply."
    return ""


def _wrote_itself(message: Message) -> bool:
    """Bounces, reports and notices of absence (RFC 3464, RFC 3834): no answer of a person to anything."""
    returned = {value.strip() for value in message.headers.get("return-path", ())}
    auto = message.headers.get("auto-submitted", ("no",))[0].strip().lower()
    kind = " ".join(message.headers.get("content-type", ())).lower()
    return "<>" in returned or auto.startswith("auto-replied") or kind.startswith("multipart/report")


def _automatic(message: Message) -> bool:
    """True where the headers say that a machine wrote to many (RFC 3834 section 5, RFC 2369)."""
    auto = message.headers.get("auto-submitted", ("no",))[0].strip().lower()
    return (
        not auto.startswith("no") or "precedence" in message.headers or "list-unsubscribe" in message.headers
    )

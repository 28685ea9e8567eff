"""How things are called: kinds of mail and states of a case, in words that are plain and kind."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from dataclasses import asdict
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from watcher.cli.clock import at
from watcher.cli.screen import day, moment
from watcher.reading.types import REPLYABLE
from watcher.replying.policy import AFTER_INTERVIEW, ONE_A_DAY

if TYPE_CHECKING:
    from watcher.store import Entry

#: A kind of mail, with room for who wrote: "an answer from Acme".
KINDS = {
    "rejection": "an answer: not this time",
    "on_hold": "an answer: on hold for now",
    "notice": "a decision to look up",
    "offer_withdrawn": "an offer taken back",
    "acknowledgement": "a receipt",
    "interview": "an interview",
    "assessment": "a task to do",
    "offer": "an offer",
    "feedback": "feedback",
    "job_alert": "job adverts",
    "outreach": "a recruiter asks",
    "other_job": "about a job",
    "other": "other mail",
}
#: The same where there is little room, and where the heading says the rest.
SHORT = KINDS | {
    "rejection": "not this time",
    "on_hold": "on hold",
    "notice": "a decision waits",
    "outreach": "a recruiter",
}

#: How far an application had got when an answer came, and why it ended, by the answer's own words.
REACHED = {"screen": "a first talk", "interview": "an interview", "final": "the last round"}
ENDED = {
    "other_candidate": "somebody else was chosen",
    "filled": "the post is filled",
    "cancelled": "there will be no such post",
    "on_hold": "the search is on hold",
    "talent_pool": "your papers are kept",
    "ineligible": "a formal requirement stood in the way",
    "internal": "one of their own got the post",
}
#: Mail of these kinds tells of an end; in a receipt the same words say what may be.
_AT_AN_END = REPLYABLE | {"offer_withdrawn", "feedback"}

#: What the person may say of a mail, besides its kind.
_SAID = {"not_rejection": "not a no", "rejection": "a no", "on_hold": "a not now"}

#: What a single sentence may be besides.
SENTENCES = {
    "courtesy": "a courtesy that says nothing either way",
    "condition": "something that may happen later",
    "elsewhere": "what is said of something else than a job",
    "ordinary": "everyday mail",
    "outsider": "something about somebody else, or your own words",
}

#: What becomes of a case, as the last word on it.
STATES = {
    "review": "for you to look at",
    "offered": "a reply on request",
    "claimed": "the draft is being saved",
    "drafted": "a reply lies in Drafts",
    "edited": "a reply lies in Drafts, in your own words",
    "sent": "you sent the reply",
    "heard": "you sent the reply; they wrote back",
    "quiet": "you sent the reply; no answer, as usual",
    "discarded": "you deleted the draft",
    "answered": "answered by you",
    "reopened": "they wrote again",
    "cancelled": "no reply, by your choice",
    "no_reply": "no reply",
    "cooling": "cooling",
    "unreadable": "could not be read",
}


#: The same of thanks after an interview.
THANKS = STATES | {
    "offered": "thanks on request",
    "drafted": "a line of thanks lies in Drafts",
    "edited": "a line of thanks lies in Drafts, in your own words",
    "sent": "you sent your thanks",
    "heard": "you sent your thanks; they wrote back",
    "quiet": "you sent your thanks",
    "cancelled": "no thanks, by your choice",
    "no_reply": "no thanks",
}


def who(entry: Entry) -> str:
    """The employer where it is known, else the sender."""
    known = entry.details.get("company") or entry.sender_name or entry.sender_address
    return known or ("unknown sender" if entry.problem else "sender not kept")


def problem(entry: Entry) -> str:
    """Why a mail could not be read, one sentence."""
    reason = entry.problem.rstrip(".")
    return f"{reason}." if reason.startswith("It ") else f"It could not be read: {reason}."


def from_whom(entry: Entry) -> str:
    """What it is and who wrote, as a heading."""
    mail = "a mail that could not be read" if entry.problem else what(entry)
    if entry.sender_address or entry.sender_name:
        return f"{mail}, from {who(entry)}"
    return mail if entry.problem else f"{mail}; its sender is not kept"


def besides(entry: Entry) -> list[tuple[str, str, str]]:
    """How far it had come, why it ended and from when on one may apply again, as far as each is known.

    Returns:
        of each its name, its value in words, and the sentence of the mail that says so, "" where none does.
    """
    details, ended = entry.details, ENDED if entry.kind in _AT_AN_END else {}
    told = (
        ("It had come to", REACHED.get(details.get("stage", "")), "stage_said"),
        ("They say", ended.get(details.get("reason", "")), "reason_said"),
        ("Apply again from", _day(details.get("reapply_after", "")), "reapply_said"),
    )
    return [(name, value, details.get(said, "")) for name, value, said in told if value]


def _day(written: str) -> str:
    """A day that is on record as ISO 8601, as `day` says it; what is no such day stays as it is."""
    try:
        noon = datetime.fromisoformat(written).replace(hour=12, tzinfo=UTC)
    except ValueError:
        return written
    return day(noon, UTC)


def what(entry: Entry, short: bool = False) -> str:
    if entry.problem:
        return STATES["unreadable"]
    return (SHORT if short else KINDS).get(entry.kind, entry.kind)


def said(kind: str) -> str:
    """What the person said a mail is: "the mail is ..."."""
    return _SAID.get(kind) or KINDS.get(kind, kind)


def source(where: str) -> str:
    """Where they said so, by a label's source."""
    if not where.startswith("folder:"):
        return f"with {where}"
    _, _, folder = where.partition("/")
    return f"in the folder {folder}"


_HAPPENED = {
    "rejection": "An answer from {}: not this time.",
    "on_hold": "An answer from {}: on hold for now.",
    "notice": "A decision to look up, from {}.",
    "offer_withdrawn": "An offer taken back by {}.",
    "acknowledgement": "A receipt from {}.",
    "interview": "About an interview, from {}.",
    "assessment": "A task to do, from {}.",
    "offer": "An offer from {}.",
    "feedback": "Feedback from {}.",
    "job_alert": "Job adverts from {}.",
    "outreach": "A recruiter asks: {}.",
    "other_job": "Something about a job, from {}.",
}


def happened(entry: Entry, sender: str) -> str:
    """What came, in one sentence.

    Args:
        sender: who wrote, for mail of which nothing is kept.
    """
    if entry.problem:
        return f"A mail that is set aside. {problem(entry)}"
    if entry.kind not in _HAPPENED:
        return f"A mail from {sender}: {_within(entry.reason)}."
    return _HAPPENED[entry.kind].format(who(entry) if entry.sender_address else sender)


def next_step(entry: Entry, zone: tzinfo, now: datetime | None = None) -> str:
    """What happens next, or what became of it.

    Args:
        now: the time that the command works with, None for that of the clock.
    """
    if entry.kind == "interview" and entry.state:
        return _thanks(entry, zone, now)
    if entry.state == "cooling" and entry.due_at:
        if entry.due_at <= at(now):
            return "a draft with the next pass"
        until = moment(entry.due_at, zone, now)
        if entry.asked:
            return f"a draft at {until}, as you asked"
        if entry.case_reason in (AFTER_INTERVIEW, ONE_A_DAY):
            return f"a draft at {until}; {_within(entry.case_reason)}"
        if entry.read_at:
            return f"cooling until {until}"
        return f"cooling once you have read it, at the latest until {until}"
    if entry.state == "cancelled":
        return _within(entry.case_reason) or STATES["cancelled"]
    if entry.state == "no_reply":
        return f"no reply: {_within(entry.case_reason)}"
    return STATES.get(entry.state, entry.state)


def _thanks(entry: Entry, zone: tzinfo, now: datetime | None) -> str:
    """The same for thanks after an interview."""
    if entry.state == "cooling" and entry.due_at:
        due = entry.due_at <= at(now)
        return (
            "a line of thanks with the next pass"
            if due
            else f"a line of thanks, {moment(entry.due_at, zone, now)}"
        )
    if entry.state in ("cancelled", "no_reply") and entry.case_reason:
        return f"no thanks: {_within(entry.case_reason)}"
    return THANKS.get(entry.state, entry.state)


def nobody(entry: Entry) -> str:
    """That there is nobody to write to, and why, where that is known."""
    reason = str((entry.parent or {}).get("no_recipient", ""))
    return f"nobody to write to: {_within(reason)}." if reason else "nobody to write to."


def _within(sentence: str) -> str:
    """A sentence as a part of another: "You did it." as "you did it"."""
    return f"{sentence[:1].lower()}{sentence[1:].rstrip('.')}"


def capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def in_json(entry: Entry) -> str:
    """One mail as one line of JSON: all that is on record, times in UTC."""

    def plain(value: object) -> str:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    return json.dumps({"id": entry.id, **asdict(entry)}, ensure_ascii=False, default=plain)


def how_to_call() -> str:
    """What to type for this program: its plain name where the shell finds it, else where it lies."""
    if shutil.which("grace"):
        return "grace"
    if os.path.basename(sys.argv[0]) == "__main__.py":
        return f"{os.path.basename(sys.executable)} -m watcher"
    return shlex.quote(os.path.relpath(sys.argv[0]))

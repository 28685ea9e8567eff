"""`grace explain`: why a mail was judged so, and why its reply comes when it comes, or not at all."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.log import history, your_word
from watcher.cli.options import NUMBER, Session, common, entry_of
from watcher.cli.screen import Screen, moment
from watcher.cli.words import (
    KINDS,
    SENTENCES,
    SHORT,
    besides,
    capital,
    from_whom,
    next_step,
    nobody,
    problem,
)
from watcher.reading.types import LEFT_OUT, QUOTED, REPLYABLE
from watcher.replying import thanks
from watcher.replying.policy import DRAFT_BAR, REVIEW_BAR

if TYPE_CHECKING:
    from watcher.config import Config
    from watcher.store import Entry

#: From so much on it is told how a sentence differs by itself from what it is in its mail.
_TELLING = 0.1
#: A kind that the mail is less surely than this is not named besides.
_SOMETHING = 0.3
_SETTLED_BY_A_NO = {"notice", "acknowledgement"}
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@click.command(short_help="Say why a mail was judged and timed so.")
@click.argument("mail_id", metavar="ID", type=NUMBER)
@common
@click.pass_context
def explain(ctx: click.Context, mail_id: int) -> None:
    """Say why: the sentences that decided, who would get a reply and why, and how its time was found.

    \b
    Example:
      grace explain 12
    """
    session = ctx.find_object(Session) or Session()
    with session.log() as store:
        entry, steps = entry_of(store, mail_id), store.steps(mail_id)
        label = store.label_of(entry.fingerprint)
    screen, zone, config = session.screen(), session.zone(), session.config_if_good()
    screen.line(capital(from_whom(entry)), "heading")
    _verdict(screen, session.data, entry)
    _besides(screen, entry)
    if label:
        screen.heading("What you said")
        screen.facts(your_word(entry, label, zone))
    if entry.state or not entry.problem:
        _reply(screen, entry)
    if entry.state:
        _timing(screen, entry, zone, config)
    if len(steps) > 1:  # the first one is told above
        history(screen, steps, zone)
    if entry.state != "no_reply" and entry.state:
        screen.heading("Now")
        screen.line(capital(next_step(entry, zone)) + _your_say(entry))


def _verdict(screen: Screen, data: Path, entry: Entry) -> None:
    screen.heading("What it is")
    if entry.problem:
        screen.line(problem(entry))
        return
    for number, (sentence, kind, score) in enumerate(entry.evidence):
        if kind == QUOTED:
            screen.line(f'It answers: "{sentence}"')
            of_what = f"which is about something else than a job ({score:.2f}): that counts against a no"
            screen.line(of_what, "quiet", indent=2)
            continue
        if kind == LEFT_OUT:
            screen.line(f'Left out: "{sentence}"')
            why = f"it stands beside the answer and is no part of it; with it the mail scores {score:.2f}"
            screen.line(why, "quiet", indent=2)
            continue
        screen.line(f'"{sentence}"')
        what = f"{SENTENCES.get(kind, SHORT.get(kind, kind))} ({score:.2f})"
        speaks = _speaks(entry, kind)
        screen.line(f"{speaks}: {what}", "quiet", indent=2)
        if number == 0:
            _words(screen, data, entry, sentence, kind, score)
    if not entry.evidence:
        _nothing_kept(screen, entry)
    if entry.taught:
        screen.line(
            "Without the mail like it that you labelled, it would have been taken for something else."
        )
    also = [f"{KINDS.get(kind, kind)} ({score:.2f})" for kind, score in _also(entry)]
    if also:
        screen.line(f"It also has something of: {', '.join(also[:3])}.")
    screen.line("The judgement is yours, see below." if entry.judged else _bar(entry))


def _also(entry: Entry) -> list[tuple[str, float]]:
    """What else it has something of, strongest first: kinds that no sentence above is named for.

    Where a no is sure, "Outcome of your interview" above it, or that the application had arrived, is nothing besides.
    """
    told = {"other", entry.kind, *(kind for _, kind, _ in entry.evidence)}
    if entry.kind in REPLYABLE and entry.score >= DRAFT_BAR:
        told |= _SETTLED_BY_A_NO
    strongest = sorted(entry.scores.items(), key=lambda pair: -pair[1])
    return [(kind, score) for kind, score in strongest if score >= _SOMETHING and kind not in told]


def _speaks(entry: Entry, kind: str) -> str:
    """What a sentence of a kind has to do with the verdict; where the person has said otherwise, with the model's."""
    decided = entry.evidence[0][1] if entry.judged else entry.kind
    if kind == decided:
        return "speaks for" if kind == entry.kind else "the model takes it for"
    return "counts against it, as" if decided == entry.kind else "counts against that, as"


def _nothing_kept(screen: Screen, entry: Entry) -> None:
    """That no sentence is kept, and where one may look. Why it is none of our business stands below, or is yours."""
    if entry.action == "own":
        screen.line("No sentence of it is kept.")
        return
    screen.line("The model took it for no kind of mail about a job, so no sentence of it is kept.")
    came_near = (
        "grace classify FILE, with the mail saved from your mail program, names the sentence in it that comes "
        "nearest to a no, if one comes near."
    )
    screen.line(came_near, "quiet")


def _words(screen: Screen, data: Path, entry: Entry, sentence: str, kind: str, score: float) -> None:
    """The words of the deciding sentence that made it so, as the model says when it is asked without each."""
    from watcher.learning.versions import by_name

    classifier = by_name(data, entry.model)
    if classifier is None:
        screen.line(
            "It was judged by a model that is not kept, so its single words cannot be weighed again.",
            "quiet",
            indent=2,
        )
        return
    why = classifier.reasons(sentence, kind, entry.language)
    for title, words in (("words for it", why.speaks_for), ("words against it", why.against)):
        if words:
            screen.line(f"{title}: {', '.join(words)}", "quiet", indent=2)
    if not entry.taught and abs(score - why.alone) >= _TELLING:
        rest = "the rest is what stands around it, and what the mail is about"
        screen.line(f"by its own words alone: {why.alone:.2f}; {rest}", "quiet", indent=2)
    nearly = SENTENCES.get(why.nearly, SHORT.get(why.nearly, why.nearly))
    screen.line(f"otherwise it would have been taken for: {nearly} ({why.chance:.2f})", "quiet", indent=2)


def _besides(screen: Screen, entry: Entry) -> None:
    """How far it had come, why it ended and when to apply again, each with the sentence that says so, if one does."""
    facts: list[tuple[str, str]] = []
    for name, value, sentence in besides(entry):
        facts += [(name, value), ("", f'"{sentence}"' if sentence else "")]
    if facts:
        screen.heading("What it tells besides")
        screen.facts(facts)


def _bar(entry: Entry) -> str:
    """Where the mail stands between the two bars of the policy."""
    sure = f"{entry.score:.2f}"
    if entry.score >= DRAFT_BAR:
        return f"Surely a no, or a not now ({sure}). From {DRAFT_BAR:.2f} on a reply may be laid down."
    if entry.score >= REVIEW_BAR:
        return f"Not quite sure ({sure}). Between {REVIEW_BAR:.2f} and {DRAFT_BAR:.2f} you are asked to look."
    return f"Hardly a no ({sure}). Below {REVIEW_BAR:.2f} it is not taken for one."


def _reply(screen: Screen, entry: Entry) -> None:
    screen.heading("Who would get a reply" if entry.recipient else "No reply")
    if entry.recipient:
        name = f"{entry.recipient_name} <{entry.recipient}>" if entry.recipient_name else entry.recipient
        screen.line(f"{name}, written as {entry.own}." if entry.own else f"{name}.")
    if entry.state == "review" and not entry.recipient:
        screen.line(f"There is {nobody(entry)}")
    if entry.state in ("no_reply", "review") or not entry.recipient:
        screen.line(entry.case_reason or entry.reason)


def _timing(screen: Screen, entry: Entry, zone: tzinfo, config: Config | None) -> None:
    screen.heading("When")
    facts = [("Came", moment(entry.delivered_at, zone)), ("Put on record", moment(entry.recorded_at, zone))]
    facts.append(("Read", moment(entry.read_at, zone) if entry.read_at else "not yet, as far as we know"))
    if entry.state == "cooling" and entry.due_at:
        facts.append(("Draft", moment(entry.due_at, zone)))
    if entry.drafted_at:
        facts.append(("Drafted", moment(entry.drafted_at, zone)))
    screen.facts(facts)
    if entry.state == "cooling" and config:
        screen.line(_why_then(entry, config))


def _why_then(entry: Entry, config: Config) -> str:
    """How the hour of the draft was found."""
    if entry.asked:
        return "You chose the time yourself."
    hours = _hours(config)
    if entry.kind == "interview":
        return (
            f"Thanks come {_length(thanks.AFTER)} after the interview ends, or at the next of your hours where that "
            f"is within {_length(thanks.WITHIN)} of its end. Your hours are {hours}."
        )
    cooling = config.cooling_off
    final = entry.details.get("stage") == "final"
    after = _length(cooling.after_final if final else cooling.after)
    last = " after a last round" if final else ""
    if cooling.starts == "arrival":
        begins = "when it came"
    elif entry.read_at and entry.read_at <= entry.delivered_at + cooling.unread_limit:
        begins = "when you read it"
    elif entry.read_at:
        begins = f"{_length(cooling.unread_limit)} after it came, since it lay unread so long"
    else:
        begins = f"when you have read it, or {_length(cooling.unread_limit)} after it came"
    return f"The cooling-off{last} is {after}, counted from {begins}. Drafts appear {hours}."


def _hours(config: Config) -> str:
    """The person's hours and days: "between 09:00 and 18:00, Monday to Friday"."""
    opens, closes = (f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in config.cooling_off.hours)
    return f"between {opens} and {closes}, {_days(config.cooling_off.days)}"


def _your_say(entry: Entry) -> str:
    """What the person may say about a case that waits for them."""
    if entry.state == "offered" or (entry.state == "review" and entry.recipient):
        return f": grace queue now {entry.id} lays down a reply, grace queue never {entry.id} ends it."
    if entry.state == "review":
        return f"; grace queue never {entry.id} ends it."
    return "."


def _length(time: timedelta) -> str:
    """A length of time in words: "24 hours", "3 days"."""
    seconds = int(time.total_seconds())
    for unit, size, least in (("day", 86400, 3), ("hour", 3600, 1), ("minute", 60, 1)):
        if seconds % size == 0 and seconds >= size * least:
            return f"{seconds // size} {unit}{'s' * (seconds != size)}"
    return f"{seconds} seconds"


def _days(days: frozenset[int]) -> str:
    there = sorted(days)
    if len(there) == 7:
        return "on any day"
    if len(there) > 2 and there == list(range(there[0], there[-1] + 1)):
        return f"{_WEEK[there[0]]} to {_WEEK[there[-1]]}"
    return "on " + ", ".join(_WEEK[day] for day in there)

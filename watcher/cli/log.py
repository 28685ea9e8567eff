"""`grace log` and `grace show`: what is on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.clock import at
from watcher.cli.feedback import gives_reasons, heads_up
from watcher.cli.gentle import helps
from watcher.cli.open import alive_lines
from watcher.cli.options import NUMBER, NothingYetError, Session, common, entry_of, json_option
from watcher.cli.screen import Screen, day, moment
from watcher.cli.words import (
    KINDS,
    besides,
    capital,
    from_whom,
    in_json,
    next_step,
    problem,
    said,
    source,
    what,
    who,
)
from watcher.reading.types import REPLYABLE

if TYPE_CHECKING:
    from watcher.store import Entry, LabelRow, Step

#: What may be done with an answer afterwards, by where it stands.
_AFTERWARDS = {
    "analyse": "To look back on it, once, if you like: grace reflect {}",
    "react": "What you want to practise after it: grace plan",
}


@click.command(short_help="List the mail about your applications.")
@click.option("--all", "everything", is_flag=True, help="Also mail that is not about an application.")
@click.option("--review", is_flag=True, help="Only mail that you are asked to look at yourself.")
@click.option("--limit", type=NUMBER, default=50, show_default=True, help="At most so many.")
@json_option
@common
@click.pass_context
def log(ctx: click.Context, everything: bool, review: bool, limit: int, as_json: bool) -> None:
    """List the mail about your applications, newest first: what it is, and what happens next.

    Of all other mail only ids are kept, neither sender nor subject.

    \b
    Example:
      grace log --limit 20
    """
    session = ctx.find_object(Session) or Session()
    try:
        with session.log() as store:
            entries = (
                store.cases("review")[:limit] if review else store.entries(everything=everything, limit=limit)
            )
    except NothingYetError as nothing:
        if not as_json:
            session.screen().line(str(nothing))
        return
    if as_json:
        for entry in entries:
            click.echo(in_json(entry))
    else:
        _table(session.screen(), entries, session.zone(), review)


def _table(screen: Screen, entries: list[Entry], zone: tzinfo, review: bool) -> None:
    if not entries:
        nothing = "There is nothing for you to look at." if review else "No mail about an application so far."
        screen.line(nothing)
        return
    rows = [
        (
            str(entry.id),
            day(entry.delivered_at, zone),
            who(entry),
            what(entry, short=True),
            next_step(entry, zone),
        )
        for entry in entries
    ]
    screen.table(("id", "day", "from", "what", "what happens"), rows, quiet=(0, 1))


@click.command(short_help="Show all that is on record of one mail.")
@click.argument("mail_id", metavar="ID", type=NUMBER)
@json_option
@common
@click.pass_context
def show(ctx: click.Context, mail_id: int, as_json: bool) -> None:
    """Show everything on record of one mail. The number is the one in `grace log`.

    \b
    Example:
      grace show 12
    """
    from watcher import after_the_no
    from watcher.looking_back import applications
    from watcher.reflecting.types import ANSWERS

    session = ctx.find_object(Session) or Session()
    with session.log() as store:
        entry, steps = entry_of(store, mail_id), store.steps(mail_id)
        label = store.label_of(entry.fingerprint)
        every = applications(store) if entry.kind in ANSWERS and not as_json else []
        step = after_the_no.step(store, entry, session.config_if_good(), at(None))
    if as_json:
        click.echo(in_json(entry))
        return
    screen, zone = session.screen(), session.zone()
    screen.line(capital(from_whom(entry)), "heading")
    screen.facts([*_facts(entry, zone), *your_word(entry, label, zone)])
    history(screen, steps, zone)
    screen.line()
    for line in alive_lines(every, zone, at(None), but=mail_id):
        screen.line(line)
    if entry.state == "cooling" and (line := helps(session.config_if_good())):
        screen.line(line)
    if entry.kind == "interview":
        screen.line(f"Before the talk: grace plan prep {entry.id}", "quiet")
    if gives_reasons(entry) and entry.state != "cooling":
        screen.line(heads_up(entry), "quiet")
    if step in _AFTERWARDS:
        screen.line(_AFTERWARDS[step].format(entry.id), "quiet")
    screen.line(f"Why it was decided so: grace explain {entry.id}", "quiet")


def _facts(entry: Entry, zone: tzinfo) -> list[tuple[str, str]]:
    details = entry.details
    address = f"<{entry.sender_address}>" if entry.sender_address else ""
    return [
        ("From", f"{entry.sender_name} {address}"),
        ("Subject", entry.subject),
        ("Company", details.get("company", "")),
        ("Post", details.get("role", "")),
        ("Written by", details.get("person", "")),
        ("Their number", details.get("requisition", "")),
        *((name, value) for name, value, _ in besides(entry)),
        ("Came", moment(entry.delivered_at, zone)),
        ("Read", moment(entry.read_at, zone) if entry.read_at else ""),
        ("Account", entry.account),
        ("Problem", problem(entry) if entry.problem else ""),
        ("Reply to", f"{entry.recipient_name} <{entry.recipient}>" if entry.recipient else ""),
        ("What happens", next_step(entry, zone) if entry.state else _without_case(entry)),
    ]


def your_word(entry: Entry, label: LabelRow | None, zone: tzinfo) -> list[tuple[str, str]]:
    """What the person said of a mail, and what the model had said."""
    if label is None:
        return []
    yours = f"{said(label.kind)}, {source(label.source)}, {moment(label.at, zone)}"
    return [("You said", yours), ("The model said", _of_the_model(entry.judged) if entry.judged else "")]


def _of_the_model(judged: Mapping[str, Any]) -> str:
    """The kind that the model had named, and how surely, where that is on record: a mail's score is that of a no."""
    kind = str(judged["kind"])
    score = judged["score"] if kind in REPLYABLE else judged["scores"].get(kind)
    return KINDS.get(kind, kind) + (f" ({score:.2f})" if score is not None else "")


def _without_case(entry: Entry) -> str:
    return "It is set aside." if entry.problem else entry.reason


def history(screen: Screen, steps: list[Step], zone: tzinfo) -> None:
    """Each step of a case with its reason."""
    if not steps:
        return
    screen.heading("What happened")
    screen.table((), [(moment(step.at, zone), step.reason) for step in steps], quiet=(0,))

"""`grace thanks`: the thanks to come after interviews, and one line of your own in each."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from watcher.cli.clock import at
from watcher.cli.options import NUMBER, NothingYetError, Session, common, entry_of, json_option, now_option
from watcher.cli.screen import moment
from watcher.cli.words import next_step, who
from watcher.errors import UserError

if TYPE_CHECKING:
    from watcher.store import Entry, Store

_NOTHING = "No thanks are planned. After an interview whose time a mail gives for certain, they are."
_ASK = "One line about your conversation, in your own words (empty: leave it as it is)"


@click.command(short_help="The thanks to come after interviews, and a line of your own in them.")
@click.argument("mail_id", metavar="[ID]", type=NUMBER, required=False)
@click.option("--line", metavar="TEXT", help='The line. "" takes it out again.')
@json_option
@now_option
@common
@click.pass_context
def thanks(
    ctx: click.Context, mail_id: int | None, line: str | None, as_json: bool, now: datetime | None
) -> None:
    """List the lines of thanks that will lie in your Drafts within a day of an interview. With an ID you may add one
    line about the conversation; the letter is whole without it. It may be changed until the draft is there.

    \b
    Examples:
      grace thanks
      grace thanks 14
      grace thanks 14 --line "It was good to hear how the team plans its week."
    """
    from watcher.writing import line_of, with_line

    session = ctx.find_object(Session) or Session()
    if mail_id is None:
        if line is not None:
            raise UserError("Say in which letter the line should stand: grace thanks ID --line TEXT.")
        _list(session, as_json, at(now))
        return
    with session.log() as store:
        entry = _planned(store, mail_id)
        if line is None and not as_json and _at_a_terminal():
            session.screen().line(line_of(entry) or "No line of yours stands in it yet.", "quiet")
            line = click.prompt(_ASK, default="", show_default=False) or None
        if line is not None:
            entry = with_line(entry, line, store, session.config(), at(now))
    if as_json:
        click.echo(_in_json(entry))
    else:
        _told(session, entry, line, at(now))


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _list(session: Session, as_json: bool, now: datetime) -> None:
    from watcher.writing import line_of

    try:
        with session.log() as store:
            entries = [entry for entry in store.cases("cooling", "offered") if entry.kind == "interview"]
    except NothingYetError:
        entries = []
    if as_json:
        for entry in entries:
            click.echo(_in_json(entry))
        return
    screen, zone = session.screen(), session.zone()
    if not entries:
        screen.line(_NOTHING)
        return
    rows = [
        (str(one.id), who(one), _begins(one, session, now), next_step(one, zone, now), line_of(one) or "-")
        for one in entries
    ]
    screen.table(("id", "to", "interview", "what happens", "your line"), rows, quiet=(0,))
    screen.line("To add a line: grace thanks ID. The letter: grace preview ID.", "quiet")


def _begins(entry: Entry, session: Session, now: datetime) -> str:
    from watcher.looking_back import interview_of

    interview = interview_of(entry.kind, entry.details)
    return moment(interview.begins, session.zone(), now) if interview else "-"


def _planned(store: Store, mail_id: int) -> Entry:
    entry = entry_of(store, mail_id)
    if entry.kind == "interview" and entry.state in ("cooling", "offered"):
        return entry
    why = f" {entry.case_reason or entry.reason}" if entry.kind == "interview" else ""
    raise UserError(f"No thanks are planned for mail {mail_id}.{why}".rstrip())


def _told(session: Session, entry: Entry, line: str | None, now: datetime) -> None:
    from watcher.writing import line_of

    screen, said = session.screen(), line_of(entry)
    if line is None:
        screen.line(f"{who(entry)}: {next_step(entry, session.zone(), now)}.")
        screen.line(
            f"Your line: {said}" if said else f'To add a line: grace thanks {entry.id} --line "..."', "quiet"
        )
    elif said:
        screen.line(f"It stands in the letter to {who(entry)}. To see it: grace preview {entry.id}")
    else:
        screen.line(f"The letter to {who(entry)} is without a line of yours again.")


def _in_json(entry: Entry) -> str:
    from watcher.looking_back import interview_of
    from watcher.writing import line_of

    interview = interview_of(entry.kind, entry.details)
    return json.dumps(
        {
            "id": entry.id,
            "state": entry.state,
            "company": entry.details.get("company", ""),
            "to": entry.recipient,
            "interview": interview.begins.isoformat() if interview else "",
            "until": interview.ends.isoformat() if interview else "",
            "due_at": entry.due_at.isoformat() if entry.due_at else "",
            "line": line_of(entry),
        },
        ensure_ascii=False,
    )

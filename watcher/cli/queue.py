"""`grace queue`: what is cooling, and the three things a person may say about it: now, later, never."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from watcher.cli.clock import at
from watcher.cli.gentle import helps
from watcher.cli.options import (
    NUMBER,
    NothingYetError,
    Session,
    common,
    entry_of,
    json_option,
    now_option,
)
from watcher.cli.screen import moment
from watcher.cli.words import in_json, next_step, nobody, who
from watcher.errors import UserError
from watcher.replying.policy import LATER, NOW
from watcher.replying.times import humane

if TYPE_CHECKING:
    from watcher.config import Config
    from watcher.store import Entry, Store

_WAITING = ("cooling", "claimed", "offered", "review")
#: The states in which the person may choose another time. A claimed case is past that, not past a "never".
_OPEN = ("cooling", "offered", "review")


def _length(ctx: click.Context, parameter: click.Parameter, value: str) -> timedelta:
    """A length of time, written as in the config."""
    from watcher.config.values import duration

    try:
        return duration(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} {error}.") from None


@click.group(invoke_without_command=True, short_help="What is cooling, until when; now, later, never.")
@json_option
@now_option
@common
@click.pass_context
def queue(ctx: click.Context, as_json: bool, now: datetime | None) -> None:
    """List what is cooling and until when, what waits for your word, and what you are asked to look at.

    \b
    Examples:
      grace queue
      grace queue now 12
      grace queue later 12 3d
      grace queue never 12
    """
    ctx.obj = ctx.find_object(Session) or Session()
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, as_json, at(now))


def _list(session: Session, as_json: bool, now: datetime) -> None:
    try:
        with session.log() as store:
            entries = store.cases(*_WAITING)
    except NothingYetError:
        entries = []
    if as_json:
        for entry in entries:
            click.echo(in_json(entry))
        return
    screen, zone = session.screen(), session.zone()
    if not entries:
        screen.line("Nothing is cooling, and nothing waits for you.")
        return
    config = session.config_if_good()
    rows = [
        (str(entry.id), who(entry), next_step(entry, zone, now) + _of_no_account(entry, config))
        for entry in entries
    ]
    screen.table(("id", "from", "what happens"), rows, quiet=(0,))
    states = {entry.state for entry in entries}
    if "cooling" in states and (line := helps(config)):
        screen.line()
        screen.line(line)
    if states & {"offered", "review"}:
        screen.line()
    if "review" in states:
        screen.line("To look at: grace explain ID says why; grace queue now ID or never ID decides.", "quiet")
    if "offered" in states:
        screen.line("On request: grace queue now ID lays down a reply all the same.", "quiet")


def _of_no_account(entry: Entry, config: Config | None) -> str:
    """A word on a case whose account the config does not name any more: no pass goes on with it."""
    if config is None or entry.account in {account.name for account in config.accounts}:
        return ""
    return f"; but its account, {entry.account}, is not in the config any more"


@queue.command(name="now")
@click.argument("mail_id", metavar="ID", type=NUMBER)
@now_option
@common
@click.pass_context
def now_(ctx: click.Context, mail_id: int, now: datetime | None) -> None:
    """Lay down the reply with the next pass, whatever the hour.

    \b
    Example:
      grace queue now 12
    """
    _plan(ctx, mail_id, at(_outer(ctx, now)), "You asked for it now.")


@queue.command()
@click.argument("mail_id", metavar="ID", type=NUMBER)
@click.argument("by", metavar="LENGTH", callback=_length)
@now_option
@common
@click.pass_context
def later(ctx: click.Context, mail_id: int, by: timedelta, now: datetime | None) -> None:
    """Put a reply off by so long, such as 12h or 3d. It comes at the hours that your config allows.

    \b
    Example:
      grace queue later 12 3d
    """
    _plan(ctx, mail_id, at(_outer(ctx, now)), "You asked for it later.", by)


@queue.command()
@click.argument("mail_id", metavar="ID", type=NUMBER)
@now_option
@common
@click.pass_context
def never(ctx: click.Context, mail_id: int, now: datetime | None) -> None:
    """Have no reply to this mail. This cannot be undone; you can still answer by hand.

    \b
    Example:
      grace queue never 12
    """
    session: Session = ctx.find_object(Session) or Session()
    with session.log() as store:
        entry = _open(store, mail_id, (*_OPEN, "claimed"))
        moved = store.move(mail_id, entry.state, "cancelled", "You asked for no reply.", at(_outer(ctx, now)))
        _sure(moved, mail_id)
    letter = "be no thanks" if entry.kind == "interview" else "be no reply"
    session.screen().line(f"There will {letter} to {who(entry)}.")
    if entry.state == "claimed":
        session.screen().line("Its draft was just being saved. If it is in Drafts already, delete it there.")


def _outer(ctx: click.Context, now: datetime | None) -> datetime | None:
    """--now may also stand before the word: `grace queue --now TIME later 3 1d`."""
    outer: datetime | None = ctx.parent.params.get("now") if ctx.parent else None
    return now or outer


def _plan(ctx: click.Context, mail_id: int, now: datetime, reason: str, by: timedelta | None = None) -> None:
    """Gives a case the time that the person chose: `now`, or `by` later than it would have been."""
    session: Session = ctx.find_object(Session) or Session()
    with session.log() as store:
        entry = _open(store, mail_id, _OPEN)
        if not entry.recipient:
            raise UserError(f"Mail {mail_id} has {nobody(entry)}")
        if entry.message_id is None:
            raise UserError(
                f"Mail {mail_id} has no valid Message-ID; a reply would stand outside its thread."
            )
        _after_the_interview(entry, now)
        due = now if by is None else _later(session, entry, now, by)
        asked = NOW if by is None else LATER
        if entry.state == "cooling":
            _sure(store.set(mail_id, "cooling", due_at=due, asked=asked), mail_id)
        else:
            _sure(store.move(mail_id, entry.state, "cooling", reason, now, due_at=due, asked=asked), mail_id)
    _say(session, entry, None if by is None else moment(due, session.zone(), now))


def _after_the_interview(entry: Entry, now: datetime) -> None:
    from watcher.looking_back import interview_of

    interview = interview_of(entry.kind, entry.details)
    if interview and now < interview.ends:
        raise UserError(f"The interview of mail {entry.id} is still to come; thanks are for afterwards.")


def _later(session: Session, entry: Entry, now: datetime, by: timedelta) -> datetime:
    """`by` after the planned time, or after now where that has passed; at an hour that the config allows."""
    due = max(now, entry.due_at or now) + by
    config = session.config_if_good()
    if config is None:
        return due
    from watcher.judging import rules

    return humane(due, rules(config))


def _open(store: Store, mail_id: int, states: tuple[str, ...]) -> Entry:
    """The mail, if its case is in one of these states."""
    entry = entry_of(store, mail_id)
    if entry.state == "claimed" and "claimed" not in states:
        left = f"only `grace queue never {mail_id}` still works"
        raise UserError(f"The draft for mail {mail_id} is just being saved; {left}.")
    if entry.state not in states:
        why = entry.case_reason or entry.reason
        raise UserError(f"Mail {mail_id} is not waiting for anything. {why}".rstrip())
    return entry


def _sure(changed: bool, mail_id: int) -> None:
    if not changed:
        raise UserError(f"Mail {mail_id} has moved on meanwhile; `grace show {mail_id}` says where it is.")


def _say(session: Session, entry: Entry, until: str | None) -> None:
    thanks = entry.kind == "interview"
    letter, verb = ("The thanks", "are") if thanks else ("The reply", "is")
    if until is None:
        step = f"{letter} to {who(entry)} {verb} laid down with the next pass"
    else:
        step = f"{letter} to {who(entry)} {'wait' if thanks else 'waits'} until {until}"
    session.screen().line(f"{step}{_of_no_account(entry, session.config_if_good())}.")

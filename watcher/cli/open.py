"""`grace open`: the applications that are still alive, and the person's corrections of what belongs together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import click

from watcher.cli.clock import at
from watcher.cli.options import NUMBER, NothingYetError, Session, common, json_option, now_option
from watcher.cli.screen import day, moment
from watcher.cli.words import SHORT, capital
from watcher.errors import UserError
from watcher.reflecting.applications import is_alive, next_interview, standing

if TYPE_CHECKING:
    from watcher.reflecting.types import Application
    from watcher.store import Store

#: So many are named where they are only mentioned.
_NAMED = 3
#: Where it is noted that the person wants no hint any more.
_NO_HINT = "hint:one-open"
_HINT = (
    "It is one application for now; a second one beside it makes the waiting lighter. "
    "grace open --quiet-hint leaves this line out for good."
)


@click.group(name="open", invoke_without_command=True, short_help="The applications that are still alive.")
@click.option("--all", "everything", is_flag=True, help="Also those that are closed.")
@click.option("--quiet-hint", is_flag=True, help="Leave out the hint that only one is open, from now on.")
@json_option
@now_option
@common
@click.pass_context
def open_(
    ctx: click.Context, everything: bool, quiet_hint: bool, as_json: bool, now: datetime | None
) -> None:
    """List the applications that may still come to something, the one heard from last first: how each stands, and
    the next interview where a mail gives its time. They are put together from your mail; where that went wrong,
    edit, merge and split put it right, and each says how to take it back.

    After 21 days without a word one has "no answer yet"; after 45 days it is probably closed, and not listed.

    \b
    Examples:
      grace open
      grace open --all
      grace open show 12
    """
    ctx.obj = ctx.find_object(Session) or Session()
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, at(now), everything, quiet_hint, as_json)


def _list(session: Session, now: datetime, everything: bool, quiet_hint: bool, as_json: bool) -> None:
    from watcher.looking_back import applications

    hinted, every = False, []
    try:
        with session.log() as store:
            every = applications(store)
            if quiet_hint:
                store.note(_NO_HINT, "left out")
            hinted = store.noted(_NO_HINT) is None
    except NothingYetError:
        pass
    alive = [one for one in every if is_alive(one, now)]
    shown = sorted(every if everything else alive, key=lambda one: (one.last_at, one.id), reverse=True)
    if as_json:
        for one in shown:
            click.echo(_in_json(one, now))
        return
    screen, zone = session.screen(), session.zone()
    if not shown:
        screen.line("No application is open at the moment.")
        if every:
            screen.line("grace open --all shows the earlier ones.", "quiet")
        return
    rows = [(str(one.id), name(one), one.role, how_it_stands(one, zone, now)) for one in shown]
    screen.table(("id", "company", "post", "how it stands"), rows, quiet=(0,))
    if len(alive) == 1 and hinted:
        screen.line()
        screen.line(_HINT, "quiet")


def name(one: Application) -> str:
    """The company, or who wrote where no mail names it."""
    last = one.mails[-1]
    return one.company or last.sender_name or last.sender_address or "a company that no mail names"


def called(one: Application) -> str:
    """An application within a sentence: "Acme (Data Engineer)"."""
    return f"{name(one)} ({one.role})" if one.role else name(one)


def how_it_stands(one: Application, zone: tzinfo, now: datetime) -> str:
    """Such as "in talks, last word Tue 24 Nov; interview Thu 26 Nov, 14:00"."""
    words = f"{standing(one, now)}, last word {day(one.last_at, zone, now)}"
    ahead = next_interview(one, now)
    return f"{words}; interview {moment(ahead, zone, now)}" if ahead else words


def alive_lines(
    applications: Sequence[Application], zone: tzinfo, now: datetime, but: int | None = None
) -> list[str]:
    """What is still alive, in at most three lines; none where nothing is.

    Args:
        but: a mail whose own application is left out, for the screen of an answer.
    """
    others = [one for one in applications if is_alive(one, now) and all(mail.id != but for mail in one.mails)]
    if not others:
        return []
    others.sort(key=lambda one: (one.last_at, one.id), reverse=True)
    named = ", ".join(called(one) for one in others[:_NAMED])
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    other = "" if but is None else "other "
    if len(others) == 1:
        lines = [f"{'One' if but is None else 'Another'} application is open: {named}."]
    else:
        lines = [f"{len(others)} {other}applications are open: {named}{more}."]
    ahead = sorted((when, called(one)) for one in others if (when := next_interview(one, now)))
    if ahead:
        when, whose = ahead[0]
        lines.append(f"The next interview: {whose}, {moment(when, zone, now)}.")
    return lines


def _in_json(one: Application, now: datetime) -> str:
    ahead = next_interview(one, now)
    facts = {
        "id": one.id,
        "company": one.company,
        "role": one.role,
        "requisition": one.requisition,
        "standing": standing(one, now),
        "alive": is_alive(one, now),
        "begun_at": one.begun_at.isoformat(),
        "last_at": one.last_at.isoformat(),
        "next_interview": ahead.isoformat() if ahead else None,
        "mails": [{"id": mail.id, "at": mail.at.isoformat(), "kind": mail.kind} for mail in one.mails],
    }
    return json.dumps(facts, ensure_ascii=False)


@open_.command()
@click.argument("number", metavar="ID", type=NUMBER)
@json_option
@now_option
@common
@click.pass_context
def show(ctx: click.Context, number: int, as_json: bool, now: datetime | None) -> None:
    """Show one application: how it stands, and its mails with their days. The number is the one in `grace open`.

    \b
    Example:
      grace open show 12
    """
    session, present = _session(ctx), at(_outer(ctx, now))
    with session.log() as store:
        one = _application(store, number)
    if as_json:
        click.echo(_in_json(one, present))
        return
    screen, zone = session.screen(), session.zone()
    screen.line(capital(called(one)), "heading")
    screen.facts(
        [
            ("How it stands", how_it_stands(one, zone, present)),
            ("Their number", one.requisition),
            ("Begun", day(one.begun_at, zone, present)),
            ("You said", ", ".join(f"{about} {value}" for about, value in _said(one))),
        ]
    )
    screen.heading("Mails")
    rows = [
        (str(mail.id), day(mail.at, zone, present), SHORT.get(mail.kind, mail.kind), mail.subject)
        for mail in one.mails
    ]
    screen.table(("id", "day", "what", "subject"), rows, quiet=(0, 1))


def _said(one: Application) -> list[tuple[str, str]]:
    return [(about, value) for about, value in one.remarks.items() if about in _ABOUT and value]


_ABOUT = ("company", "role", "requisition", "closed")


@open_.command()
@click.argument("number", metavar="ID", type=NUMBER)
@click.option("--company", metavar="NAME", help='The company; "" takes your word back.')
@click.option("--role", metavar="POST", help='The post; "" takes your word back.')
@click.option("--requisition", metavar="NUMBER", help='Their number for the post; "" takes your word back.')
@now_option
@common
@click.pass_context
def edit(
    ctx: click.Context,
    number: int,
    company: str | None,
    role: str | None,
    requisition: str | None,
    now: datetime | None,
) -> None:
    """Say which company, post or number an application is really about. Mail that comes later goes by it.

    \b
    Examples:
      grace open edit 12 --company "Acme Robotics"
      grace open edit 12 --role "Data Engineer" --requisition R-10293
    """
    from watcher.regrouping import correct

    given = {"company": company, "role": role, "requisition": requisition}
    said = {about: " ".join(value.split()) for about, value in given.items() if value is not None}
    if not said:
        raise UserError("Nothing to change: give --company, --role or --requisition.")
    session = _session(ctx)
    with session.log() as store:
        one = correct(store, _application(store, number), said, at(_outer(ctx, now)))
    if not any(said.values()):
        session.screen().line(f"Application {one.id} is called again as its mails say: {called(one)}.")
        return
    number_too = f", {one.requisition}" if said.get("requisition") else ""
    back = " ".join(f'--{about} ""' for about in said if said[about])
    _and_back(session, f"Application {one.id} is {called(one)}{number_too} now.", f"edit {one.id} {back}")


@open_.command()
@click.argument("number", metavar="ID", type=NUMBER)
@click.option("--undo", is_flag=True, help="Open it again.")
@now_option
@common
@click.pass_context
def close(ctx: click.Context, number: int, undo: bool, now: datetime | None) -> None:
    """Close an application that nothing is to be expected of any more, whatever the reason. Should an invitation, a
    task or an offer come on a later day, it is open again.

    \b
    Examples:
      grace open close 12
      grace open close 12 --undo
    """
    from watcher.reflecting.applications import is_closed_by_hand
    from watcher.regrouping import close as close_it

    session, present = _session(ctx), at(_outer(ctx, now))
    screen = session.screen()
    with session.log() as store:
        one = _application(store, number)
        is_closed = standing(one, present) == "closed"
        if is_closed and not is_closed_by_hand(one):
            answer = one.answer
            assert answer is not None  # noqa: S101 - nothing else closes one
            screen.line(f"Application {one.id} is closed, by mail {answer.id}: grace show {answer.id}")
            return
        close_it(store, one, None if undo else present.astimezone(session.zone()).date(), present)
    if undo:
        screen.line(f"Application {one.id}, {called(one)}, is open again.")
    else:
        _and_back(session, f"Application {one.id}, {called(one)}, is closed.", f"close {one.id} --undo")


@open_.command()
@click.argument("number", metavar="ID", type=NUMBER)
@click.argument("into", metavar="INTO", type=NUMBER)
@now_option
@common
@click.pass_context
def merge(ctx: click.Context, number: int, into: int, now: datetime | None) -> None:
    """Make one application of two: the mails of ID go to INTO. Mail that comes later goes there too.

    \b
    Example:
      grace open merge 12 3
    """
    from watcher.regrouping import merge as merge_them

    session = _session(ctx)
    with session.log() as store:
        one = _application(store, number)
        moved = " ".join(str(mail.id) for mail in one.mails)
        both = merge_them(store, one, _application(store, into), at(_outer(ctx, now)))
    _and_back(session, f"They are one application now, number {both.id}.", f"split {both.id} {moved}")


@open_.command()
@click.argument("number", metavar="ID", type=NUMBER)
@click.argument("mails", metavar="MAIL...", type=NUMBER, nargs=-1, required=True)
@now_option
@common
@click.pass_context
def split(ctx: click.Context, number: int, mails: tuple[int, ...], now: datetime | None) -> None:
    """Make an application of its own of some mails, by the numbers that `grace open show ID` gives them.

    \b
    Example:
      grace open split 3 14
    """
    from watcher.regrouping import split as split_it

    session = _session(ctx)
    with session.log() as store:
        kept, new = split_it(store, _application(store, number), mails, at(_outer(ctx, now)))
    _and_back(session, f"That is application {new.id} now, beside {kept.id}.", f"merge {new.id} {kept.id}")


def _and_back(session: Session, done: str, back: str) -> None:
    """What was done, and how to take it back."""
    screen = session.screen()
    screen.line(f"{done} To take it back:")
    screen.command(f"grace open {back}")


def _application(store: Store, number: int) -> Application:
    from watcher.regrouping import application

    return application(store, number)


def _session(ctx: click.Context) -> Session:
    return ctx.find_object(Session) or Session()


def _outer(ctx: click.Context, now: datetime | None) -> datetime | None:
    """--now may also stand before the word: `grace open --now TIME show 3`."""
    outer: datetime | None = ctx.parent.params.get("now") if ctx.parent else None
    return now or outer

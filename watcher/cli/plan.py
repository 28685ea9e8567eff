"""`grace plan`: what is good already, what to practise, what is done; and a sheet for the next talk."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.clock import at
from watcher.cli.files import write
from watcher.cli.options import (
    NUMBER,
    NothingYetError,
    Session,
    common,
    entry_of,
    json_option,
    now_option,
)
from watcher.cli.screen import Screen, clean, moment
from watcher.errors import UserError
from watcher.reflecting.plan import (
    CALLED,
    HOW,
    Plan,
    Sheet,
    item,
    plan_in_markdown,
    prep_sheet,
    sheet_in_markdown,
    strength,
)
from watcher.reflecting.questions import TAGS

if TYPE_CHECKING:
    from watcher.reflecting.types import Seen
    from watcher.store import PracticeRow, Store

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
_NOTHING = "Nothing is on your plan so far. `grace plan add TEXT` puts something on it, and so does `grace reflect ID`."


def _markdown(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--markdown",
        type=_FILE,
        is_flag=False,
        flag_value="-",
        metavar="[FILE]",
        help="As Markdown, into this file or onto the screen.",
    )(command)


@click.group(
    invoke_without_command=True, short_help="What is good already, what to practise; add, done, drop, prep."
)
@_markdown
@json_option
@now_option
@common
@click.pass_context
def plan(ctx: click.Context, markdown: Path | None, as_json: bool, now: datetime | None) -> None:
    """Show your plan: what is good already, what to practise, by what it is about, and what is done. It is made of what
    you said in `grace reflect` and `grace feedback`, and of what you add.

    \b
    Examples:
      grace plan
      grace plan add "tell the story of the move in two minutes" --tag interview
      grace plan --markdown plan.md
    """
    ctx.obj = ctx.find_object(Session) or Session()
    if ctx.invoked_subcommand is None:
        _show_all(ctx.obj, markdown, as_json, at(now))


def _show_all(session: Session, markdown: Path | None, as_json: bool, now: datetime) -> None:
    from watcher import after_the_no

    screen, hint = session.screen(), ""
    try:
        with session.log() as store:
            found = after_the_no.plan(store)
            if markdown is None and not as_json:
                hint = after_the_no.hint(store, now)
    except NothingYetError:
        found = Plan((), ())
    if as_json:
        _in_json(found)
    elif markdown is not None:
        if write(markdown, plan_in_markdown(found)):
            screen.line(f"Written to {markdown}.")
    else:
        _show(screen, found)
        if hint:
            screen.line()
            screen.line(hint, "quiet")


def _in_json(found: Plan) -> None:
    for good in found.strengths:
        facts = {"strength": good.text, "from": good.whom, "theirs": good.theirs}
        click.echo(json.dumps(facts, ensure_ascii=False))
    for one in found.items:
        facts = {"id": one.id, "tag": one.tag, "text": one.text, "from": one.whom, "done": one.done}
        click.echo(json.dumps(facts, ensure_ascii=False))


def _show(screen: Screen, found: Plan) -> None:
    if not found.strengths and not found.items:
        screen.line(_NOTHING)
        return
    if found.strengths:
        screen.heading("Good already")
        for good in found.strengths:
            screen.line(f"- {strength(good)}", indent=2)
    for tag, items in found.open.items():
        screen.heading(CALLED[tag])
        screen.table((), [(str(one.id), item(one)) for one in items], quiet=(0,))
    if found.done:
        screen.heading("Done")
        screen.table((), [(str(one.id), item(one)) for one in found.done], quiet=(0,))
    if found.open:
        screen.line()
        screen.line(HOW, "quiet")


@plan.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--tag", type=click.Choice(TAGS), default="other", show_default=True, help="What it is about.")
@now_option
@common
@click.pass_context
def add(ctx: click.Context, text: tuple[str, ...], tag: str, now: datetime | None) -> None:
    """Put something of your own on the plan.

    \b
    Example:
      grace plan add "two SQL exercises a week" --tag skills
    """
    session: Session = ctx.find_object(Session) or Session()
    words = clean(" ".join(text))
    if not words:
        raise click.UsageError("Say what to practise.")
    with session.log() as store:
        number = store.add_practice(None, at(now), tag, words, "own")
    session.screen().line(f"On your plan as number {number}: {words}")


@plan.command()
@click.argument("number", metavar="N", type=NUMBER)
@click.option("--undo", is_flag=True, help="It is not done after all.")
@now_option
@common
@click.pass_context
def done(ctx: click.Context, number: int, undo: bool, now: datetime | None) -> None:
    """Say that something is done.

    \b
    Example:
      grace plan done 3
    """
    session: Session = ctx.find_object(Session) or Session()
    with session.log() as store:
        row = _row(store, number)
        store.practised(number, None if undo else at(now))
    session.screen().line(f"{'Open again' if undo else 'Done'}: {row.text}")


@plan.command()
@click.argument("number", metavar="N", type=NUMBER)
@common
@click.pass_context
def drop(ctx: click.Context, number: int) -> None:
    """Take something off the plan.

    \b
    Example:
      grace plan drop 3
    """
    session: Session = ctx.find_object(Session) or Session()
    with session.log() as store:
        row = _row(store, number)
        store.drop_practice(number)
    session.screen().line(f"Taken off: {row.text}")


@plan.command()
@click.argument("mail_id", metavar="[ID]", type=NUMBER, required=False)
@_markdown
@now_option
@common
@click.pass_context
def prep(ctx: click.Context, mail_id: int | None, markdown: Path | None, now: datetime | None) -> None:
    """A sheet to look at before a talk: what to lean on, and what to go through once more.

    ID is the number of an invitation, or of any mail of that application. Without it: the next talk that your mail
    tells of.

    \b
    Example:
      grace plan prep
    """
    from watcher import after_the_no

    session: Session = ctx.find_object(Session) or Session()
    with session.log() as store:
        present = at(now)
        found = after_the_no.plan(store)
        if mail_id is None:
            mail = after_the_no.next_talk(store, present)
        else:
            entry_of(store, mail_id)
            mail = after_the_no.talk_of(store, mail_id)
    sheet = _sheet(session, found, mail, present)
    if markdown is None:
        _show_sheet(session.screen(), sheet)
    elif write(markdown, sheet_in_markdown(sheet)):
        session.screen().line(f"Written to {markdown}.")


def _sheet(session: Session, found: Plan, mail: Seen | None, now: datetime) -> Sheet:
    from watcher.after_the_no import name_of

    if mail is None:
        return prep_sheet(found)
    begins = datetime.fromisoformat(mail.appointment) if mail.appointment else None
    when = moment(begins, session.zone(), now) if begins else ""
    return prep_sheet(found, name_of(mail), mail.role, when)


def _show_sheet(screen: Screen, sheet: Sheet) -> None:
    screen.line(sheet.title, "heading")
    if sheet.strengths:
        screen.heading("To lean on")
        for good in sheet.strengths:
            screen.line(f"- {strength(good)}", indent=2)
    if sheet.practise:
        screen.heading("To go through once more")
        screen.table((), [(str(one.id), item(one)) for one in sheet.practise], quiet=(0,))
    if not sheet.strengths and not sheet.practise:
        screen.line("Nothing is on your plan, and so there is nothing that you have to go through.")
    screen.line()
    screen.line(HOW, "quiet")


def _row(store: Store, number: int) -> PracticeRow:
    row = next((row for row in store.practice() if row.id == number), None)
    if row is None:
        raise UserError(f"There is nothing under number {number}. `grace plan` lists the numbers.")
    return row

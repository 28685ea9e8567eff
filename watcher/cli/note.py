"""`grace note`: a word for yourself that is never sent; kept on this computer, or thrown away."""

from __future__ import annotations

import json
import sys
from datetime import datetime

import click

from watcher.cli.clock import at
from watcher.cli.options import (
    NUMBER,
    NothingYetError,
    Session,
    common,
    entry_of,
    json_option,
    now_option,
)
from watcher.cli.screen import clean, moment
from watcher.cli.words import who
from watcher.errors import UserError


@click.command(short_help="Write what you would never send; keep it, or throw it away.")
@click.argument("mail_id", metavar="[ID]", type=NUMBER, required=False)
@click.option("--throw-away", is_flag=True, help="Nothing of it is kept: only to have said it.")
@click.option("--list", "listing", is_flag=True, help="Show the notes that are kept.")
@click.option("--drop", type=NUMBER, metavar="N", help="Throw away the note with this number.")
@json_option
@now_option
@common
@click.pass_context
def note(
    ctx: click.Context,
    mail_id: int | None,
    throw_away: bool,
    listing: bool,
    drop: int | None,
    as_json: bool,
    now: datetime | None,
) -> None:
    """Write what you would like to say and never will, about an answer. It goes to nobody and into no draft: it is kept
    in the log on this computer, or, with --throw-away, nowhere. An empty line ends it.

    \b
    Examples:
      grace note 12
      grace note 12 --throw-away
      grace note --list
    """
    session = ctx.find_object(Session) or Session()
    if drop is not None:
        _drop(session, drop)
    elif listing or as_json:
        _list(session, mail_id, as_json, at(now))
    elif mail_id is None:
        raise click.UsageError("Say about which mail: `grace log` lists the numbers.")
    else:
        _write(session, mail_id, throw_away, at(now))


def _write(session: Session, mail_id: int, throw_away: bool, now: datetime) -> None:
    screen = session.screen()
    with session.log() as store:
        entry = entry_of(store, mail_id)
    screen.line(f"A word about {who(entry)}, for nobody but you. An empty line ends it.")
    text = _typed()
    if throw_away:
        screen.line("It is said, and nothing of it is kept.")
        return
    if not text:
        screen.line("Nothing was written.")
        return
    with session.log() as store:
        number = store.add_note(mail_id, now, text)
    screen.line(f"Kept as note {number}, for you alone. To throw it away: grace note --drop {number}")


def _typed() -> str:
    """Lines up to an empty one; from a pipe all of them."""
    lines: list[str] = []
    at_a_terminal = sys.stdin is not None and sys.stdin.isatty()
    while sys.stdin is not None and (line := sys.stdin.readline()):
        if at_a_terminal and not line.strip():
            break
        lines.append(clean(line))
    return "\n".join(lines).strip()


def _list(session: Session, mail_id: int | None, as_json: bool, now: datetime) -> None:
    try:
        with session.log() as store:
            if mail_id is not None:
                entry_of(store, mail_id)
            rows = store.notes(mail_id)
            names = {row.mail_id: who(one) for row in rows if (one := store.entry(row.mail_id))}
    except NothingYetError:
        rows, names = [], {}
    screen = session.screen()
    if as_json:
        for row in rows:
            facts = {"id": row.id, "mail_id": row.mail_id, "at": row.at.isoformat(), "text": row.text}
            click.echo(json.dumps(facts, ensure_ascii=False))
        return
    if not rows:
        screen.line("No note is kept.")
    for row in rows:
        screen.heading(f"{row.id}  {names.get(row.mail_id, '')}, {moment(row.at, session.zone(), now)}")
        for line in row.text.splitlines():
            screen.line(line, indent=2)


def _drop(session: Session, number: int) -> None:
    with session.log() as store:
        if number not in {row.id for row in store.notes()}:
            raise UserError(f"There is no note number {number}. `grace note --list` shows the numbers.")
        store.drop_note(number)
    session.screen().line("It is thrown away.")

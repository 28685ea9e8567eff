"""`grace digest`: the letter of a week."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.clock import at
from watcher.cli.options import NothingYetError, Session, common, now_option
from watcher.cli.writing import write_private
from watcher.errors import UserError

if TYPE_CHECKING:
    from watcher.cli.screen import Screen
    from watcher.reflecting.digest import Digest
    from watcher.weekly import Quiet


@click.command(short_help="A letter of the week: what is alive, what you learned.")
@click.option(
    "--week",
    type=click.IntRange(1, 53),
    metavar="N",
    help="The week of that number; 1 to 53, as in calendars.",
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="From that day until now.")
@click.option(
    "--counts", is_flag=True, help="Say how many applications are alive, and how many answers came."
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it as a page into FILE.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@now_option
@common
@click.pass_context
def digest(
    ctx: click.Context,
    week: int | None,
    since: datetime | None,
    counts: bool,
    html: Path | None,
    as_json: bool,
    now: datetime | None,
) -> None:
    """Look back on the last seven days: interviews, what is still alive, what you took from it, doors and dates;
    answers last, from the quiet time on at which you are told of them. After several answers it is short.

    With `letters` under [gentle] in the config it is laid into the folder Grace/Letters of your mailbox, once a week.

    \b
    Examples:
      grace digest
      grace digest --week 44
      grace digest --since 2026-10-01 --html letter.html
    """
    from watcher import weekly

    session = ctx.find_object(Session) or Session()
    if week and since:
        raise UserError("Give --week or --since, not both.")
    present, config = at(now), session.config_if_good()
    first, until = _time(week, since, present, weekly.quiet(config))
    try:
        with session.log() as store:
            found = weekly.digest_of(store, config, first, until, present)
    except NothingYetError:
        session.screen().line("Nothing is on record yet, so there is no letter.")
        return
    if as_json:
        click.echo(_in_json(found))
    elif html:
        from watcher.reflecting.weekly_letter import as_page

        write_private(html, as_page(found, counts=counts))
        session.screen().line(f"The letter is in {html}.")
    else:
        _show(session.screen(), found, counts)


def _time(
    week: int | None, since: datetime | None, now: datetime, wanted: Quiet
) -> tuple[datetime, datetime]:
    """From when until when; never beyond now."""
    from watcher.weekly import week_of

    if since:
        first = since.replace(tzinfo=wanted.zone)
        if first >= now:
            raise UserError("--since is a day that is still to come.")
        return first, now
    if not week:
        return now - timedelta(days=7), now
    year = now.astimezone(wanted.zone).isocalendar().year
    for one in (year, year - 1):
        try:
            first, until = week_of(one, week, wanted.zone)
        except ValueError:
            continue
        if first < now:
            return first, min(until, now)
    raise UserError(f"There was no week {week} lately.")


def _show(screen: Screen, found: Digest, counts: bool) -> None:
    from watcher.reflecting.weekly_letter import parts, period, title

    screen.line(title(found), "heading")
    screen.line(period(found), "quiet")
    for part in parts(found, counts=counts):
        screen.heading(part.title)
        for line in part.lines:
            screen.line(line, indent=2)


def _in_json(found: Digest) -> str:
    def plain(value: Any) -> str:
        return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)

    facts = {"week": found.week, **dataclasses.asdict(found)}
    return json.dumps(facts, ensure_ascii=False, default=plain)

"""`grace export`: all that is on record, to take along."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from watcher.cli.clock import at
from watcher.cli.options import Session, common, now_option
from watcher.cli.writing import write_private
from watcher.errors import StorageError, UserError

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Take along all that is on record: CSV, JSON, calendar.")
@click.option(
    "--csv",
    "csv_to",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE",
    help="A table each in a folder; or into FILE.csv the applications alone.",
)
@click.option("--json", "json_to", type=_FILE, metavar="FILE", help="All of it in one file.")
@click.option(
    "--ics",
    "ics_to",
    type=_FILE,
    metavar="FILE",
    help="Interviews and dates, for a calendar.",
)
@now_option
@common
@click.pass_context
def export(
    ctx: click.Context, csv_to: Path | None, json_to: Path | None, ics_to: Path | None, now: datetime | None
) -> None:
    """Write all that is on record into files that only you can read: applications, mails, cases with their history,
    labels, reflections, feedback, practice, notes. Mail itself is not in it: that is in your mailbox.

    A calendar file that is read in again changes what is there and doubles nothing. Of an answer there is nothing in it
    before the quiet time at which you are told of it; in the other files there is everything.

    \b
    Examples:
      grace export --csv tables --json all.json
      grace export --csv applications.csv
      grace export --ics dates.ics
    """
    from watcher import exporting

    session = ctx.find_object(Session) or Session()
    if not (csv_to or json_to or ics_to):
        raise UserError("Say what to write: --csv DIR, --json FILE, --ics FILE, or several of them.")
    present = at(now)
    files: list[tuple[Path, str | bytes]] = []
    with session.log() as store:
        if csv_to or json_to:
            tables = exporting.everything(store, present)
            if json_to:
                files.append((json_to, exporting.as_json(tables)))
            if csv_to and csv_to.suffix.lower() == ".csv":
                files.append((csv_to, exporting.as_csv(tables["applications"])))
            elif csv_to:
                files += [(csv_to / f"{name}.csv", exporting.as_csv(rows)) for name, rows in tables.items()]
        if ics_to:
            files.append((ics_to, exporting.as_calendar(store, session.config_if_good(), present)))
    if csv_to and csv_to.suffix.lower() != ".csv":
        _make(csv_to)
    for file, content in files:
        write_private(file, content)
    screen = session.screen()
    for place in dict.fromkeys(csv_to if csv_to in file.parents and csv_to else file for file, _ in files):
        screen.line(f"Written: {place}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} cannot be made: {error.strerror}.") from None

"""`grace report`: a page to look at, made here and kept here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.clock import at
from watcher.cli.options import Session, common, now_option
from watcher.cli.progress import bar
from watcher.cli.screen import moment
from watcher.cli.train import sender_of
from watcher.cli.words import SHORT
from watcher.cli.writing import write_private

if TYPE_CHECKING:
    from watcher.learning.trust import Change, Point
    from watcher.reading.types import Message
    from watcher.reflecting.report import Section

#: Where the page lies in the data folder if no other place is named.
REPORT = "report.html"


@click.command(short_help="Make a page with plots: the season, and how it judges your mail.")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@now_option
@common
@click.pass_context
def report(ctx: click.Context, file: Path | None, now: datetime | None) -> None:
    """Make a page of HTML and say where it lies: FILE, or report.html in the data folder. It needs no network and holds
    no script; open it in any browser, or print it. It shows what is alive and what is cooling, how many days answers
    took, how your applications stand, the themes of feedback; then how well your mail is judged with more and more
    labels, and which mails the model in use judges otherwise than the one before.

    \b
    Examples:
      grace report
      grace report season.html
    """
    session, present = ctx.find_object(Session) or Session(), at(now)
    os.environ.setdefault("MPLCONFIGDIR", str(session.data / "plots"))
    from watcher import reporting, retraining
    from watcher.reflecting.report import page
    from watcher.reflecting.season_page import parts

    with session.log() as store:
        season, telling = reporting.season_of(store, session.config_if_good(), present)
        material = retraining.collect(store)
        before, changed = retraining.changed(session.data, material)
        rows = [(store.id_of(fingerprint), change, mail) for fingerprint, change, mail in changed]
        held = reporting.not_told(store, [number for number, *_ in rows if number], telling, present)
    with bar(session.plain) as progress:
        points = retraining.curve(material, progress)
    made = f"Made {moment(present, telling.zone, now)} from the log on this computer."
    shown = [row for row in rows if row[0] not in held]
    sections = [*parts(season, present, telling.zone), _curve(points), _changes(before, shown)]
    target = file or session.data / REPORT
    write_private(target, page("Grace Period", made, sections))
    session.screen().line(f"The page is in {target}.")


def _curve(points: Sequence[Point]) -> Section:
    from watcher.reflecting.charts import Line, lines
    from watcher.reflecting.report import Section, Table

    title = "How it judges your mail, the more you label"
    if not points:
        few = "There are too few labels for a curve yet: it takes eight."
        return Section(title, (few,))
    plot = lines(
        "learning",
        title,
        [str(point.labels) for point in points],
        (
            Line("answers of a no that are found", [_share(point.found, point.noes) for point in points]),
            Line(
                "other mail that is left alone",
                [_share(point.others - point.flagged, point.others) for point in points],
            ),
        ),
        "labels learned from",
        "of your mails",
        f"With {points[-1].labels} labels, {points[-1].right} of {points[-1].mails} mails are judged as you did.",
    )
    rows = [
        (
            str(point.labels),
            f"{point.right} of {point.mails}",
            f"{point.found} of {point.noes}",
            f"{point.flagged} of {point.others}",
        )
        for point in points
    ]
    head = ("labels", "right", "answers of a no found", "other mail taken for one")
    how = "Each mail was judged by models that had learned from other mail of yours, and not from this one."
    return Section(
        title,
        (how,),
        ((plot, "0 labels: the model as it ships."),),
        (Table("The same in numbers", head, rows, frozenset(range(4))),),
    )


def _share(some: int, all_: int) -> float | None:
    return some / all_ if all_ else None


def _changes(before: str, rows: Sequence[tuple[int | None, Change, Message]]) -> Section:
    from watcher.reflecting.report import Section, Table

    title = "What it judges otherwise than the model before"
    if not rows:
        return Section(
            title, (f"Of the mail whose text is kept, nothing is judged otherwise than by {before}.",)
        )
    cells = [
        (
            str(number or ""),
            sender_of(mail),
            mail.subject,
            SHORT.get(change.before.kind, change.before.kind),
            SHORT.get(change.after.kind, change.after.kind),
        )
        for number, change, mail in rows
    ]
    table = Table(
        f"Compared with {before}", ("mail", "from", "subject", "before", "now"), cells, frozenset({0})
    )
    return Section(title, ("What is on record stays as it was decided.",), tables=(table,))

"""`grace model`: which models there are, which is in use, and what it judges otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.options import Session, common, json_option
from watcher.cli.progress import bar
from watcher.cli.screen import moment
from watcher.cli.train import sender_of
from watcher.cli.words import SHORT

if TYPE_CHECKING:
    from datetime import tzinfo

    from watcher.learning.trust import Change, Point
    from watcher.learning.versions import Version
    from watcher.reading.types import Message


@click.group(short_help="Say which model judges, and go back to an earlier one.", invoke_without_command=True)
@json_option
@common
@click.pass_context
def model(ctx: click.Context, as_json: bool) -> None:
    """List the models that were trained on your own mail, newest first, with what they were measured at, and the one
    that ships with the program.

    \b
    Examples:
      grace model
      grace model rollback
      grace model changes
    """
    if ctx.invoked_subcommand:
        return
    from watcher.learning import versions

    session = ctx.find_object(Session) or Session()
    used, note = versions.load_current(session.data)
    kept = versions.versions(session.data)
    base = versions.base_version()
    if as_json:
        for one in kept:
            click.echo(json.dumps({**versions.describe(one), "in_use": one.name == used.version}))
        click.echo(json.dumps({"version": base, "shipped": True, "in_use": used.version == base}))
        return
    screen = session.screen()
    if note:
        screen.line(note, "care")
    rows = [_row(one, one.name == used.version, session.zone()) for one in kept]
    rows.append((base, "shipped", "", "in use" if used.version == base else ""))
    screen.table(("version", "trained", "from", "what is known of it"), rows, quiet=(1,))


def _row(version: Version, in_use: bool, zone: tzinfo) -> tuple[str, ...]:
    """Each cell says what it is, for those who hear it."""
    count, figures = sum(version.labels.values()), version.figures
    known = [
        "in use" if in_use else "",
        _share("hard cases", figures.get("pinned"), "right now", "right"),
        _share("own mail", figures.get("own"), "wrong now", "wrong"),
        _share("ordinary mail", figures.get("ordinary"), "flagged now", "taken for a no"),
    ]
    return (
        version.name,
        moment(version.at, zone) if version.at else "not known",
        f"{count} label{'s' * (count != 1)}",
        "; ".join(filter(None, known)),
    )


def _share(what: str, row: Mapping[str, int] | None, key: str, word: str) -> str:
    """Such as "hard cases: 576 of 776 right", "" where it was not measured."""
    return f"{what}: {row.get(key, 0)} of {row['mails']} {word}" if row and row.get("mails") else ""


@model.command(short_help="Go back to the version before.")
@click.argument("version", required=False)
@common
@click.pass_context
def rollback(ctx: click.Context, version: str | None) -> None:
    """Go back to the version before the one in use, or to the VERSION named. A running grace run follows by itself.
    Your labels stay, and the next training begins with them.

    \b
    Example:
      grace model rollback
    """
    from watcher.learning import versions

    session = ctx.find_object(Session) or Session()
    if version == versions.base_version():
        versions.use(session.data, "")
        name = ""
    elif version:
        versions.use(session.data, version)
        name = version
    else:
        name = versions.roll_back(session.data)
    session.screen().line(f"{name or 'The shipped model'} is in use now.")


@model.command(short_help="Go back to the shipped model.")
@common
@click.pass_context
def reset(ctx: click.Context) -> None:
    """Go back to the model that ships with the program. Those trained on your mail are kept: grace model rollback
    VERSION takes one of them into use again.

    \b
    Example:
      grace model reset
    """
    from watcher.learning import versions

    session = ctx.find_object(Session) or Session()
    versions.use(session.data, "")
    session.screen().line("The shipped model is in use now.")


@model.command(short_help="Say what this model judges otherwise than the one before.")
@json_option
@common
@click.pass_context
def changes(ctx: click.Context, as_json: bool) -> None:
    """List the mail that the model in use judges otherwise than the one before it, of all mail whose text is kept: what
    you labelled, and a sample of ordinary mail. What is on record stays as it was decided.

    \b
    Example:
      grace model changes
    """
    from watcher import retraining

    session = ctx.find_object(Session) or Session()
    with session.log() as store:
        before, found = retraining.changed(session.data, retraining.collect(store))
        rows = [(store.id_of(fingerprint), change, mail) for fingerprint, change, mail in found]
    if as_json:
        for number, change, mail in rows:
            click.echo(json.dumps(_change(number, change, mail), ensure_ascii=False))
        return
    screen = session.screen()
    if not rows:
        screen.line(f"No mail whose text is kept would be judged otherwise than by {before}.")
        return
    screen.line(f"Judged otherwise than by {before}", "heading")
    screen.table(
        ("id", "from", "subject", "before", "now"),
        [
            (
                str(number or ""),
                sender_of(mail),
                mail.subject,
                _verdict(change.before.kind, change.before.score),
                _verdict(change.after.kind, change.after.score),
            )
            for number, change, mail in rows
        ],
        quiet=(0,),
    )


def _verdict(kind: str, score: float) -> str:
    return f"{SHORT.get(kind, kind)} ({score:.2f})"


def _change(number: int | None, change: Change, mail: Message) -> dict[str, Any]:
    return {
        "id": number,
        "from": sender_of(mail),
        "subject": mail.subject,
        "before": {"kind": change.before.kind, "score": round(change.before.score, 4)},
        "after": {"kind": change.after.kind, "score": round(change.after.score, 4)},
    }


@model.command(short_help="Say how it gets better with labels.")
@json_option
@common
@click.pass_context
def curve(ctx: click.Context, as_json: bool) -> None:
    """Measure on your own labelled mail how well others of your mails are judged after so many labels: each by
    models that had learned from other mail, and not from this one.

    \b
    Example:
      grace model curve
    """
    from watcher import retraining

    session = ctx.find_object(Session) or Session()
    with session.log() as store:
        material = retraining.collect(store)
    with bar(session.plain) as progress:
        points = retraining.curve(material, progress)
    if as_json:
        for point in points:
            click.echo(json.dumps(_point(point)))
        return
    screen = session.screen()
    if not points:
        screen.line("There are too few labels for a curve yet: it takes eight.")
    for point in points:
        start = f"with {point.labels} labels" if point.labels else "without your labels"
        screen.line(
            f"{start}: {point.right} of {point.mails} right; {point.found} of {point.noes} answers of a no found, "
            f"{point.flagged} of {point.others} other mails taken for one"
        )


def _point(point: Point) -> dict[str, int]:
    return {
        "labels": point.labels,
        "mails": point.mails,
        "right": point.right,
        "noes": point.noes,
        "found": point.found,
        "others": point.others,
        "flagged": point.flagged,
    }

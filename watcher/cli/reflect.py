"""`grace reflect`: look back on an answer, once, when the cooling-off is over; and then it is closed."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.clock import at
from watcher.cli.files import write
from watcher.cli.gentle import SEVERAL, helps, show_alive
from watcher.cli.options import NUMBER, NothingYetError, Session, common, json_option, now_option
from watcher.cli.screen import Screen, day, moment
from watcher.cli.words import who
from watcher.errors import UserError
from watcher.reflecting import steps
from watcher.reflecting.plan import reflection_in_markdown, said
from watcher.reflecting.questions import form

if TYPE_CHECKING:
    from watcher.after_the_no import Looked
    from watcher.store import FeedbackRow, Store

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@click.command(short_help="Look back on an answer, once, in five minutes.")
@click.argument("mail_id", metavar="[ID]", type=NUMBER, required=False)
@click.option("--full", is_flag=True, help="All seven sections, about 24 questions, instead of four.")
@click.option("--answers", type=_FILE, metavar="FILE", help="Take the answers from this TOML file.")
@click.option("--decline", is_flag=True, help="Rather not. It is not offered again.")
@click.option("--show", is_flag=True, help="Show what you said.")
@click.option(
    "--export", type=_FILE, metavar="FILE", help="Write what you said as Markdown, to show to somebody."
)
@json_option
@now_option
@common
@click.pass_context
def reflect(
    ctx: click.Context,
    mail_id: int | None,
    full: bool,
    answers: Path | None,
    decline: bool,
    show: bool,
    export: Path | None,
    as_json: bool,
    now: datetime | None,
) -> None:
    """Look back on an answer: four questions, strengths first, about five minutes. Any may be left empty. Ctrl-C stops,
    what you said is kept, and the same command goes on with it. At the end it is closed, and not asked about again.

    Without ID: which answers may be looked back on. That begins when the cooling-off is over, and ends by itself two
    weeks after the answer came.

    \b
    Examples:
      grace reflect
      grace reflect 12
      grace reflect 12 --full
      grace reflect 12 --decline
    """
    from watcher.after_the_no import looked_at

    session = ctx.find_object(Session) or Session()
    asked_for = [one for one in (answers, decline, show, export) if one]
    if len(asked_for) > 1:
        raise click.UsageError("One of --answers, --decline, --show, --export at a time.")
    if mail_id is None:
        if asked_for or full:
            raise click.UsageError("Say which answer: `grace reflect` lists them.")
        _list(session, as_json, at(now))
        return
    with session.log() as store:
        one = looked_at(store, mail_id, session.config_if_good())
        if as_json:
            click.echo(_in_json(one, at(now), much=False))
        elif show:
            _show(session.screen(), store, one)
        elif export:
            if write(export, _page(store, one)):
                session.screen().line(f"Written to {export}.")
        elif decline:
            _decline(session.screen(), store, one, at(now))
        else:
            _look_back(session, store, one, full, answers, at(now))


def _list(session: Session, as_json: bool, now: datetime) -> None:
    from watcher import after_the_no

    config = session.config_if_good()
    several = after_the_no.several(config)
    try:
        with session.log() as store:
            every = after_the_no.looked(store, config)
    except NothingYetError:
        every = []
    cases = [one.case for one in every]
    by_id = {one.entry.id: one for one in every}
    found = [by_id[case.mail_id] for case in steps.offered(cases, several, now)]
    much = steps.many([case.came_at for case in cases], several, now)
    if as_json:
        for one in found:
            click.echo(_in_json(one, now, much=much))
        return
    screen, zone = session.screen(), session.zone()
    if not found:
        if much and (line := helps(config)):
            screen.line(line)
        screen.line(
            SEVERAL if much else "There is nothing to look back on now, and nothing that you have to."
        )
        return
    rows = [
        (
            str(one.entry.id),
            day(one.case.came_at, zone, now),
            who(one.entry),
            one.application.role,
            "begun" if one.case.begun else "",
        )
        for one in found
    ]
    screen.table(("id", "day", "answer from", "post", ""), rows, quiet=(0, 1))
    screen.line(
        "If you like: grace reflect ID, about five minutes. grace reflect ID --decline: rather not.", "quiet"
    )


def _in_json(one: Looked, now: datetime, *, much: bool) -> str:
    facts = {
        "id": one.entry.id,
        "from": who(one.entry),
        "role": one.application.role,
        "came_at": one.case.came_at.isoformat(),
        "cooled_at": one.case.cooled_at.isoformat(),
        "step": steps.step(one.case, now, much=much),
        "form": one.row.form if one.row else None,
        "closed_at": one.row.closed_at.isoformat() if one.row and one.row.closed_at else None,
        "answers": dict(one.row.answers) if one.row else {},
    }
    return json.dumps(facts, ensure_ascii=False)


def _look_back(
    session: Session, store: Store, one: Looked, full: bool, answers: Path | None, now: datetime
) -> None:
    from watcher.cli.looking import Talk, answers_from
    from watcher.looking_back import applications

    screen, zone, whom = session.screen(), session.zone(), who(one.entry)
    if one.row and one.row.closed_at and one.case.begun:
        screen.line(f"You looked back on it on {day(one.row.closed_at, zone, now)}, and it is closed.")
        screen.line(f"What you said: grace reflect {one.entry.id} --show", "quiet")
        return
    if not steps.cooled(one.case, now):
        _not_yet(session, one, now)
        return
    said_of = _feedback_of(store, one)
    talk = Talk(screen, store, one, "full" if full else "short", now)
    screen.line(f"Looking back on the answer from {whom}.", "heading")
    _what_they_said(screen, said_of)
    if answers is not None:
        talk.take(*answers_from(answers))
    else:
        talk.hold()
    screen.line()
    screen.line("That was it. It is closed, and you will not be asked about it again.")
    if talk.practise:
        screen.line("What you want to practise is in `grace plan`.", "quiet")
    show_alive(screen, applications(store), now)


def _not_yet(session: Session, one: Looked, now: datetime) -> None:
    """That there is time."""
    screen, zone = session.screen(), session.zone()
    screen.line(f"The answer from {who(one.entry)} is still fresh. Nothing needs doing today.")
    if one.case.cooling and one.case.cooled_at <= now:
        screen.line(
            "You may look back on it once its reply lies in your Drafts, which is with the next pass."
        )
    else:
        screen.line(f"From {moment(one.case.cooled_at, zone, now)} on you may look back on it, if you like.")
    if line := helps(session.config_if_good()):
        screen.line(line)


def _decline(screen: Screen, store: Store, one: Looked, now: datetime) -> None:
    from watcher.cli.looking import Talk

    Talk(screen, store, one, "short", now).close()
    screen.line(
        f"Good. The answer from {who(one.entry)} is closed, and you will not be asked about it again."
    )


def _feedback_of(store: Store, one: Looked) -> list[FeedbackRow]:
    """What that employer said, what they liked first."""
    theirs = {mail.id for mail in one.application.mails} | {one.entry.id}
    return [row for row in store.feedback() if row.mail_id in theirs]


def _what_they_said(screen: Screen, rows: list[FeedbackRow]) -> None:
    for heading, positive in (("What they liked", True), ("Their tips", False)):
        texts = [row.text for row in rows if row.positive is positive]
        if texts:
            screen.heading(heading)
            for text in texts:
                screen.line(f"- {text}", indent=2)


def _show(screen: Screen, store: Store, one: Looked) -> None:
    screen.line(f"Looking back on the answer from {who(one.entry)}", "heading")
    rows = _feedback_of(store, one)
    _what_they_said(screen, rows)
    told = _told(one)
    for heading, questions in told:
        screen.heading(heading)
        for question, answer in questions:
            screen.line(question, "quiet")
            screen.line(answer, indent=2)
    if not told and not rows:
        screen.line("Nothing is kept of it.")


def _told(one: Looked) -> list[tuple[str, list[tuple[str, str]]]]:
    return said(form(one.row.form, talked=one.talked), one.row.answers) if one.row else []


def _page(store: Store, one: Looked) -> str:
    rows = _feedback_of(store, one)
    if not rows and not _told(one):
        raise UserError(f"Nothing is kept of looking back on mail {one.entry.id}.")
    about = ", ".join(filter(None, (one.application.role, who(one.entry))))
    return reflection_in_markdown(
        f"Looking back: {about}",
        form(one.row.form if one.row else "short", talked=one.talked),
        one.row.answers if one.row else {},
        [row.text for row in rows if row.positive],
        [row.text for row in rows if not row.positive],
    )

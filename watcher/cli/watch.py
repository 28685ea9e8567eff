"""`grace run` and `grace once`: the daemon, and one pass for cron."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import click

from watcher.cli.options import Session, common, json_option, now_option
from watcher.cli.screen import clean, moment
from watcher.cli.words import next_step, what, who
from watcher.credentials import addressed
from watcher.errors import GraceError

if TYPE_CHECKING:
    from watcher.config import Account
    from watcher.pipeline import Event
    from watcher.store import Entry

_dry_run = click.option("--dry-run", is_flag=True, help="Decide and show; write nothing to any mailbox.")
#: Of these events a line is shown; the others are counted.
_WORTH_A_LINE = {
    "would_draft": "a draft would be saved now",
    "drafted": "a reply lies in Drafts",
    "unreadable": "could not be read",
    "reopened": "they wrote again; no draft",
    "answered": "answered by you; no draft",
    "labelled": "noted, what you said it is",
}


@click.command(short_help="Watch all accounts until told to stop.")
@_dry_run
@common
@click.pass_context
def run(ctx: click.Context, dry_run: bool) -> None:
    """Watch all accounts until told to stop (Ctrl-C, or SIGTERM). What happens is logged as ids and counts on
    stderr, never as text of a mail.

    \b
    Example:
      grace run
    """
    from watcher import daemon

    session = ctx.find_object(Session) or Session()
    config = session.config()
    daemon.set_up_logging(session.verbose)
    ctx.exit(daemon.run(config, session.data, dry_run))


@click.command(short_help="Make one pass over all accounts.")
@_dry_run
@now_option
@json_option
@common
@click.pass_context
def once(ctx: click.Context, dry_run: bool, now: datetime | None, as_json: bool) -> None:
    """Make one pass over all accounts and end: read what is new, lay down the replies that are due. For cron.

    \b
    Examples:
      grace once
      grace once --dry-run --now 2026-11-24T09:00+01:00
    """
    from watcher import daemon

    session = ctx.find_object(Session) or Session()
    config = session.config()
    daemon.set_up_logging(session.verbose)
    if not session.verbose:
        daemon.log.setLevel("WARNING")  # what is worth a line is said in words below
    told: list[tuple[Account, Event, Entry | None]] = []
    outcomes = daemon.once(config, session.data, now, dry_run, lambda *event: told.append(event))
    events = [(account, event) for account, event, _ in told]
    if dry_run:
        entries = {entry.id: entry for _, _, entry in told if entry}
    else:
        entries = _on_record(session, [event.mail_id for _, event in events])
    for account, event in events:
        entry = entries.get(event.mail_id)
        if as_json:
            click.echo(_in_json(account, event, entry))
        elif line := _in_words(event, entry, config.person.zone, now):
            session.screen().line(f"{event.mail_id}: {line}")
    good = [account.name for account, error in outcomes if error is None]
    if good and not as_json:
        # Of accounts that could not be looked through it is not known what they hold: nothing is summed up.
        cooling = [entry for entry in entries.values() if entry.state == "cooling" and entry.account in good]
        line = _sum([event for one, event in events if one.name in good], cooling, config.person.zone, now)
        names = "" if len(good) == len(outcomes) else f"{', '.join(good)}: "
        session.screen().line(names + line, "quiet")
    _errors(outcomes)
    ctx.exit(max((error.exit_code for _, error in outcomes if error), default=0))


def _on_record(session: Session, ids: Sequence[int]) -> dict[int, Entry]:
    """These mails and all that is cooling, as they stand after the pass."""
    with session.log() as store:
        found = [*(store.entry(mail_id) for mail_id in ids), *store.cases("cooling")]
        return {entry.id: entry for entry in found if entry}


def _in_json(account: Account, event: Event, entry: Entry | None) -> str:
    line = {
        "account": account.name,
        "id": event.mail_id,
        "what": event.what,
        "reason": event.reason,
        "kind": entry.kind if entry else None,
        "company": entry.details.get("company", "") if entry else None,
        "due_at": entry.due_at.isoformat() if entry and entry.due_at else None,
    }
    return json.dumps(line, ensure_ascii=False)


def _in_words(event: Event, entry: Entry | None, zone: tzinfo, now: datetime | None) -> str:
    """What happened to a mail in one line; "" where it is of no interest."""
    if entry is None:
        return _WORTH_A_LINE.get(event.what) or ("" if event.what == "seen" else event.reason)
    if event.what in _WORTH_A_LINE:
        return f"{who(entry)}: {_WORTH_A_LINE[event.what]}"
    if event.what != "seen":
        return f"{what(entry)}, from {who(entry)}; {next_step(entry, zone, now)}"
    return "" if entry.action == "ignore" else f"{what(entry)}, from {who(entry)}"


def _sum(events: Sequence[Event], cooling: Sequence[Entry], zone: tzinfo, now: datetime | None) -> str:
    """Such as "3 mails read, 1 answer cooling until Tue 24 Nov, 09:00, no draft due"."""
    read = sum(event.what in ("seen", "cooling", "no_reply", "review", "unreadable") for event in events)
    drafts = sum(event.what == "drafted" for event in events)
    would = sum(event.what == "would_draft" for event in events)
    parts = [_number(read, "mail", "no new mail") + (" read" if read else "")]
    due = [entry.due_at for entry in cooling if entry.due_at]
    if cooling and due:
        until = f"{' until' if len(cooling) == 1 else ', the first until'} {moment(min(due), zone, now)}"
        parts.append(f"{_number(len(cooling), 'answer', '')} cooling{until}")
    if would:
        parts.append(f"{_number(would, 'draft', '')} would be saved")
    else:
        parts.append(f"{_number(drafts, 'draft', '')} saved" if drafts else "no draft due")
    line = ", ".join(parts)
    return f"{line[:1].upper()}{line[1:]}."


def _number(count: int, noun: str, none: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}" if count else none


def _errors(outcomes: Sequence[tuple[Account, GraceError | None]]) -> None:
    for account, error in outcomes:
        for line in addressed(str(error), account.name).splitlines() if error else ():
            click.echo(clean(f"{account.name}: {line}"), err=True)

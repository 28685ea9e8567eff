"""`grace review`: the mail that it is not sure of, one after the other, a key each."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import click

from watcher.cli.clock import at
from watcher.cli.label import say, take_back
from watcher.cli.options import NothingYetError, Session, common, entry_of, json_option, now_option
from watcher.cli.originals import Originals
from watcher.cli.screen import Screen, day
from watcher.cli.words import in_json, what, who
from watcher.replying.policy import NOT_SURE

if TYPE_CHECKING:
    from watcher.config import Config
    from watcher.store import Entry, Store

SOURCE = "grace review"
_KEYS = "y: it is a no, n: it is not, s: later, u: take back, q: enough"
_NOTHING = "There is nothing for you to look at."
_STOP = ("q", "\x03", "\x04", "\x1b", "")


@click.command(short_help="Look at the mail it is not sure of, one key each.")
@json_option
@now_option
@common
@click.pass_context
def review(ctx: click.Context, as_json: bool, now: datetime | None) -> None:
    """Look at the mail that it is not sure of, one after the other: who wrote, and the sentence that gave it pause.
    One key decides: y (it is a no), n (it is not), s (later), u (take the last one back), q (enough for now).

    What is a no cools from now on like any other; what is not gets no draft. Away from a terminal it is a list.

    \b
    Example:
      grace review
    """
    session = ctx.find_object(Session) or Session()
    try:
        with session.log() as store:
            entries = store.cases("review")
            if as_json:
                for entry in entries:
                    click.echo(in_json(entry))
            elif not entries:
                session.screen().line(_NOTHING)
            elif _at_a_terminal():
                _look(session, store, entries, at(now))
            else:
                _list(session.screen(), session, entries)
    except NothingYetError:
        if not as_json:
            session.screen().line(_NOTHING)


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _list(screen: Screen, session: Session, entries: list[Entry]) -> None:
    zone = session.zone()
    rows = [(str(entry.id), day(entry.delivered_at, zone), who(entry), _sentence(entry)) for entry in entries]
    screen.table(("id", "day", "from", "because of"), rows, quiet=(0, 1))
    screen.line("To decide: grace label ID rejection, or grace label ID not_rejection.", "quiet")


@dataclass
class _Look:
    """One sitting: the mails, which of them is shown, and those decided, the last at the end."""

    entries: list[Entry]
    at: int = 0
    decided: list[int] = field(default_factory=list)


def _look(session: Session, store: Store, entries: list[Entry], now: datetime) -> None:
    config, screen, look = session.config(), session.screen(), _Look(entries)
    with Originals(config, store) as originals:
        while True:
            if look.at < len(entries):
                _show(screen, session, entries[look.at], look)
            else:
                screen.line("That was all. Press u to take the last one back, any other key to end.", "quiet")
            key = click.getchar().lower()
            if key in _STOP or (look.at >= len(entries) and key != "u"):
                break
            for line in _pressed(key, session, config, store, originals, look, now):
                screen.line(line, indent=2)
    screen.line("Nothing was changed." if not look.decided else "Thank you. It is all on record.", "quiet")


def _pressed(
    key: str,
    session: Session,
    config: Config,
    store: Store,
    originals: Originals,
    look: _Look,
    now: datetime,
) -> list[str]:
    """What a key does. Gives what to tell."""
    if key == "u":
        if not look.decided:
            return ["There is nothing to take back yet."]
        look.at = look.decided.pop()
        return take_back(session, store, look.entries[look.at], now)
    entry = entry_of(store, look.entries[look.at].id)
    if entry.state != "review":  # the daemon goes on meanwhile
        look.at += 1
        return [f"Mail {entry.id} has moved on meanwhile."]
    if key == "s":
        look.at += 1
        return []
    if key not in ("y", "n"):
        return [_KEYS]
    kind = "not_rejection" if key == "n" else entry.kind if entry.kind == "on_hold" else "rejection"
    lines = say(config, store, originals, entry, kind, SOURCE, now)
    look.decided.append(look.at)
    look.at += 1
    return lines


def _show(screen: Screen, session: Session, entry: Entry, look: _Look) -> None:
    screen.heading(f"{who(entry)}: {entry.subject}" if entry.subject else who(entry))
    sender = f"{entry.sender_name} <{entry.sender_address}>".strip() if entry.sender_address else "not kept"
    facts = [("From", sender), ("Came", day(entry.delivered_at, session.zone())), ("It may be", what(entry))]
    screen.facts(facts, indent=2)
    screen.line(_sentence(entry), "accent", indent=2)
    if entry.evidence and entry.case_reason != NOT_SURE:
        screen.line(entry.case_reason, indent=2)
    left = len(look.entries) - look.at - 1
    screen.line(f"{_KEYS}{f' ({left} more)' if left else ''}", "quiet", indent=2)


def _sentence(entry: Entry) -> str:
    """What it goes by."""
    return f'"{entry.evidence[0][0]}"' if entry.evidence else entry.case_reason

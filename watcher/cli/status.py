"""`grace status`: one screen of what it did lately, what is cooling, and what comes next."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from watcher.cli.clock import at
from watcher.cli.open import alive_lines
from watcher.cli.options import NothingYetError, Session, common, now_option
from watcher.cli.screen import Screen, moment
from watcher.cli.words import STATES, next_step, who
from watcher.reflecting.applications import is_alive

if TYPE_CHECKING:
    from datetime import tzinfo

    from watcher.config import Config
    from watcher.reflecting.types import Application
    from watcher.store import Entry, Step, Store

#: How far back "lately" goes, and how much of it fits a screen.
_LATELY, _STEPS, _COOLING = timedelta(days=7), 6, 8


@dataclass(frozen=True, slots=True)
class Looked:
    """An account, and how the last looks at it went.

    Args:
        passed: when it was last looked through to the end.
        trouble: what has kept it from that since then, "" where nothing has.
        again: when the next look is planned, None where none is, or where that cannot be told.
    """

    account: str
    passed: datetime | None
    trouble: str
    again: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the screen shows."""

    running: bool
    accounts: list[Looked]
    cooling: list[Entry]
    to_look_at: int
    lately: list[tuple[Entry, Step]]
    applications: list[Application]


@click.command(short_help="What it did lately, what is cooling, what comes next.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@now_option
@common
@click.pass_context
def status(ctx: click.Context, as_json: bool, now: datetime | None) -> None:
    """Show whether it is at work, when each account was looked through and will be again, what is cooling, and
    what happened in the last week. Nothing is changed, and no server is asked. Of an answer nothing is said before the
    quiet time at which you are told of it; grace log has it at once.

    \b
    Examples:
      grace status
      grace status --json
    """
    from watcher.instance import is_running

    session = ctx.find_object(Session) or Session()
    present, config = at(now), session.config_if_good()
    running = is_running(session.data)
    try:
        with session.log() as store:
            found = _standing(store, config, running, present)
    except NothingYetError:
        names = [account.name for account in config.accounts] if config else []
        found = Standing(running, [Looked(name, None, "", None) for name in names], [], 0, [], [])
    if as_json:
        click.echo(_in_json(found, present))
    else:
        _show(session.screen(), found, session.zone(), present)


def _standing(store: Store, config: Config | None, running: bool, now: datetime) -> Standing:
    from watcher.looking_back import applications
    from watcher.weekly import not_told_yet

    every = config.watch.every if config and running else None
    accounts = [_looked(store, one.name, every, now) for one in (config.accounts if config else ())]
    held = not_told_yet(store, config, now)
    # Twice as many: that a draft was being saved is left out once it is there.
    steps = store.lately(now - _LATELY, 2 * _STEPS + 10 * len(held))
    shown = [
        (entry, step)
        for entry, step in steps
        if entry.id not in held and (step.state != "claimed" or entry.state == "claimed")
    ]
    return Standing(
        running,
        accounts,
        [entry for entry in store.cases("cooling", "claimed") if entry.id not in held],
        sum(entry.id not in held for entry in store.cases("review")),
        shown[:_STEPS],
        applications(store),
    )


def _looked(store: Store, name: str, every: timedelta | None, now: datetime) -> Looked:
    """One account.

    Args:
        every: the time between two looks; None where nothing runs, and so none is planned.
    """
    noted, passed = store.noted(f"trouble:{name}"), _time(store.noted(f"passed:{name}"))
    trouble = json.loads(noted) if noted else None
    if trouble and (passed is None or datetime.fromisoformat(trouble["at"]) > passed):
        again = _time(trouble["again"]) if every else None
        return Looked(name, passed, trouble["word"], again and max(again, now))
    return Looked(name, passed, "", max(passed + every, now) if passed and every else None)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _show(screen: Screen, found: Standing, zone: tzinfo, now: datetime) -> None:
    if found.running:
        screen.line("Grace Period is at work.", "heading")
    else:
        screen.line("Grace Period is not running.", "heading")
        screen.line("`grace service install` has it run by itself; `grace once` makes one pass.", "quiet")
    if found.accounts:
        screen.heading("Accounts")
        screen.table((), [(one.account, _words(one, zone, now)) for one in found.accounts])
    screen.heading("Cooling")
    if not found.cooling:
        screen.line("Nothing is cooling.")
    rows = [(str(one.id), who(one), next_step(one, zone, now)) for one in found.cooling[:_COOLING]]
    if rows:
        screen.table((), rows, quiet=(0,))
    if len(found.cooling) > _COOLING:
        screen.line("`grace queue` lists the others.", "quiet")
    if found.to_look_at:
        mails = "one mail waits" if found.to_look_at == 1 else f"{found.to_look_at} mails wait"
        screen.line(f"For you to look at, when you like: {mails} in `grace review`.")
    alive = alive_lines(found.applications, zone, now)
    if alive:
        screen.heading("Open")
    for line in alive:
        screen.line(line)
    if found.lately:
        screen.heading("Lately")
        lately = [
            (moment(step.at, zone, now), who(entry), STATES.get(step.state, step.state))
            for entry, step in found.lately
        ]
        screen.table((), lately, quiet=(0,))


def _words(one: Looked, zone: tzinfo, now: datetime) -> str:
    """How an account stands, such as "looked through Tue 24 Nov, 09:00; next at about Tue 24 Nov, 09:05"."""
    passed = f"looked through {moment(one.passed, zone, now)}" if one.passed else "not looked through yet"
    planned = f"next at about {moment(one.again, zone, now)}" if one.again else ""
    return "; ".join(filter(None, (passed, one.trouble.rstrip("."), planned)))


def _in_json(found: Standing, now: datetime) -> str:
    due = [one.due_at for one in found.cooling if one.due_at]
    planned = [one.again for one in found.accounts if one.again]
    facts = {
        "running": found.running,
        "accounts": [asdict(one) for one in found.accounts],
        "cooling": [{"id": one.id, "from": who(one), "due_at": one.due_at} for one in found.cooling],
        "to_look_at": found.to_look_at,
        "open": [one.id for one in found.applications if is_alive(one, now)],
        "lately": [
            {"id": entry.id, "from": who(entry), "at": step.at, "state": step.state}
            for entry, step in found.lately
        ],
        "next_look": min(planned, default=None),
        "next_draft": min(due, default=None),
    }

    def plain(value: object) -> str:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    return json.dumps(facts, ensure_ascii=False, default=plain)

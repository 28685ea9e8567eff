"""`grace demo`: the whole job on a sample mailbox, with the real pipeline and simulated time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.options import Session, common

if TYPE_CHECKING:
    from watcher.cli.narration import Narrator
    from watcher.cli.sample import Sample, Step
    from watcher.store import Store

#: The pass that finds a step of the schedule comes so much later.
LOOKS_AFTER = timedelta(minutes=8)
#: And there are passes at these hours of each day, whether something happened or not.
HOURS = (9, 12, 15, 18)


@click.command(short_help="Show the whole job on a sample mailbox.")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to put it: an empty or a new folder.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@common
@click.pass_context
def demo(ctx: click.Context, into: Path | None, as_json: bool) -> None:
    """Show the whole job on a sample mailbox: two weeks in a few seconds. It needs no account, sends nothing,
    and leaves a mail folder behind that you can open in your mail program.

    \b
    Examples:
      grace demo
      grace demo --into ~/grace-demo
    """
    from watcher.cli.narration import JsonNarrator, ScreenNarrator
    from watcher.cli.sample import Sample, schedule

    session = ctx.find_object(Session) or Session()
    root = _folder(ctx, into)
    sample = Sample(root)
    narrator = JsonNarrator(sample) if as_json else ScreenNarrator(sample, session.screen())
    narrator.begin()
    play(sample, schedule(), narrator)


def _folder(ctx: click.Context, into: Path | None) -> Path:
    if into is None:
        return Path(tempfile.mkdtemp(prefix="grace-demo-"))
    try:
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise click.UsageError(f"{into} is not empty; name a folder that is, or a new one.", ctx)
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"{into} cannot be used: {error.strerror}.", ctx) from None
    return into.absolute()


def play(sample: Sample, steps: Sequence[Step], narrator: Narrator, until: datetime | None = None) -> None:
    """Lets the days go by: what comes, what the person does, and a pass of the real pipeline after each.

    Args:
        until: aware; where to stop. None: a day after the last step.
    """
    from watcher.config import load
    from watcher.mailboxes.maildir import Maildir
    from watcher.pipeline import Pass
    from watcher.reading.classifier import Classifier
    from watcher.store import Store

    config = load(sample.config)
    account = config.accounts[0]
    classifier, store = Classifier.load(), Store(sample.data)
    store.note("secret", "64656d6f" * 8)  # usually random; here every run writes the same drafts
    to_do = list(steps)
    narrator.opened(store)
    try:
        for now in _moments(steps, store):
            if until and now > until:
                break
            while to_do and to_do[0].at <= now:
                step = to_do.pop(0)
                if sample.do(step):
                    narrator.step(step)
            mailbox = Maildir(account.path or sample.maildir, account.folders)
            Pass(
                account,
                config,
                mailbox,
                store,
                classifier,
                tell=lambda event, now=now: narrator.event(event, now),  # type: ignore[misc]
            ).run(now)
            sample.date_drafts(now)
            narrator.passed(now)
        narrator.end()
    finally:
        store.close()


def _moments(steps: Sequence[Step], store: Store) -> Iterator[datetime]:
    """When the passes are: after each step, at some hours of the day, and whenever a draft falls due."""
    first, last = steps[0].at, steps[-1].at + timedelta(days=1)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    fixed = {day.replace(hour=hour, minute=0) for day in days for hour in HOURS}
    fixed |= {step.at + LOOKS_AFTER for step in steps if step.does != "reads" or step.late}
    now = first
    for moment in sorted(moment for moment in fixed if moment >= first):
        while (due := _next_due(store)) and now < due < moment:
            yield (now := due.astimezone(first.tzinfo))
        yield (now := moment)


def _next_due(store: Store) -> datetime | None:
    return min((entry.due_at for entry in store.cases("cooling") if entry.due_at), default=None)

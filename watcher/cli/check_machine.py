"""What `grace check` looks at on this computer: who may read and write our files, clock, disk, whether it runs."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from watcher.cli.check_rows import Row
from watcher.cli.options import Session
from watcher.cli.screen import moment
from watcher.errors import GraceError, StorageError, TemporaryError, UserError

#: No clock that is right says an earlier time: the program is younger.
_YOUNGEST = datetime(2026, 1, 1, tzinfo=UTC)
#: Servers' clocks differ a little from ours, and mail is dated by them.
_ALLOWED = timedelta(hours=1)
#: Less than this on the disk, and the log may not be written any more. It grows by a few MB in a year.
_LEAST_FREE = 50_000_000
_TIMESYNC = Path("/run/systemd/timesync")


def clock(session: Session, now: datetime) -> Row:
    """Whether the clock can be right: by mail, which servers date, and by what was on record before."""
    zone = session.zone()
    shown = moment(now, zone, now)
    latest = max([_YOUNGEST, *_times(session)])
    if now < _YOUNGEST:
        word = f"it says {now.astimezone(zone).year}, and that is long ago. Set the clock."
    elif latest > now + _ALLOWED:
        word = f"it says {shown}, yet something is on record from {moment(latest, zone, now)}. Set the clock."
    else:
        alone = _TIMESYNC.is_dir() and not (_TIMESYNC / "synchronized").exists()
        return Row("", "Clock", True, shown + ("; not compared with a time server yet" if alone else ""))
    return Row("", "Clock", False, word, UserError.exit_code)


def _times(session: Session) -> Iterator[datetime]:
    """Times on record that have passed already, if the clock is right."""
    config = session.config_if_good()
    try:
        with session.log() as store:
            yield from (one.delivered_at for one in store.entries(everything=True, limit=1))
            for account in config.accounts if config else ():
                if passed := store.noted(f"passed:{account.name}"):
                    yield datetime.fromisoformat(passed)
    except GraceError:
        return


def disk(folder: Path) -> Row:
    """Whether there is room for the log."""
    try:
        there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Row(
            "", "Disk", False, f"{folder} cannot be looked at: {error.strerror}", StorageError.exit_code
        )
    if free < _LEAST_FREE:
        word = f"{free / 1e6:.0f} MB free where the log lies; make room, it needs {_LEAST_FREE / 1e6:.0f} MB"
        return Row("", "Disk", False, word, StorageError.exit_code)
    return Row("", "Disk", True, f"{free / 1e9:.1f} GB free")


def running(folder: Path) -> Row:
    """Whether `grace run` is at work with this data folder. Nothing is wrong if it is not: there is cron."""
    from watcher.instance import is_running

    try:
        at_work = is_running(folder)
    except StorageError as error:
        return Row("", "Running", False, str(error), error.exit_code)
    word = "yes" if at_work else "not now. `grace run` keeps watching; `grace once` looks once"
    return Row("", "Running", True, word)


def service(ctx: click.Context) -> Iterator[Row]:
    """What `grace service status` says, where this version has that."""
    program = ctx.find_root().command
    group = program.get_command(ctx, "service") if isinstance(program, click.Group) else None
    status = group.get_command(ctx, "status") if isinstance(group, click.Group) else None
    if status is None:
        return
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.suppress(click.exceptions.Exit):
            ctx.invoke(status, as_json=True)
        facts = json.loads(said.getvalue())
    except GraceError as error:
        yield Row("", "Service", False, str(error), error.exit_code)
        return
    if not facts.get("installed"):
        yield Row("", "Service", True, "none; `grace service install` makes one, if you like")
    elif facts.get("running"):
        current = facts.get("current", True)
        yield Row(
            "", "Service", True, "runs" if current else "runs; `grace service install` brings it up to date"
        )
    else:
        word = "it is installed and does not run. `grace service install` starts it."
        yield Row("", "Service", False, word, TemporaryError.exit_code)

"""The options that every command takes, before or after its name, and what they open."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import click

from watcher.errors import StorageError, UserError

if TYPE_CHECKING:
    from watcher.cli.screen import Screen
    from watcher.config import Config
    from watcher.store import Entry, Store

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Number(click.IntRange):
    """A number from 1 on. What is none is told what the command takes: a person may well give the file of a mail."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            int(value)
        except ValueError:
            self.fail(f"{value!r} is no whole number.{_takes(str(value), param, ctx)}", param, ctx)
        return super().convert(value, param, ctx)


def _takes(value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
    """What a command takes that was given something else than the number of a mail; "" for any other number."""
    if param is None or ctx is None or param.name != "mail_id":
        return ""
    takes = f" {ctx.command_path} takes the number of a mail on record; grace log lists the numbers."
    is_file = Path(value).suffix or os.path.exists(value)
    return takes + (" To have a file read, use grace classify FILE." if is_file else "")


#: What may be given as the number of a mail, and as how many of them.
NUMBER = _Number(1, 2**31)
#: The years that a time on the command line may be in.
_YEARS = range(1990, 2201)


class NothingYetError(UserError):
    """No mail has been looked at so far."""


@dataclass
class Session:
    """What was asked for on the command line. Opens things when they are needed, not before."""

    config_path: Path | None = None
    data_path: Path | None = None
    plain: bool = False
    verbose: bool = False

    @property
    def config_file(self) -> Path:
        from watcher.config import default_config_path

        return self.config_path or default_config_path()

    def config(self) -> Config:
        """Raises UserError with all its problems."""
        from watcher.config import load

        return load(self.config_file)

    def config_if_good(self) -> Config | None:
        """For commands that only read the log: they work without a config, or with a broken one."""
        try:
            return self.config()
        except UserError:
            return None

    @property
    def data(self) -> Path:
        from watcher.config import default_data_dir

        return self.data_path or default_data_dir()

    @contextmanager
    def log(self) -> Iterator[Store]:
        """The log, opened to be looked at.

        Raises:
            NothingYetError: there is none; none is made, since the folder may be a slip of the pen.
        """
        from watcher.store import Store
        from watcher.store.schema import FILE

        try:
            there = (self.data / FILE).exists()
        except OSError as error:
            raise StorageError(f"{self.data} cannot be used: {error.strerror}.") from None
        if not there:
            raise NothingYetError(f"Nothing is on record yet in {self.data}. `grace once` has a first look.")
        store = Store(self.data)
        try:
            yield store
        finally:
            store.close()

    def zone(self) -> ZoneInfo:
        from watcher.config.settings import local_zone

        config = self.config_if_good()
        return config.person.zone if config else local_zone()

    def screen(self) -> Screen:
        from watcher.cli.screen import Screen

        return Screen(plain=self.plain)


def _keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    session = ctx.find_root().ensure_object(Session)
    if value is not None and value is not False:
        setattr(session, str(parameter.name), value)


def common(command: _Command) -> _Command:
    """Adds --config, --data, --plain and --verbose to a command."""
    kept: dict[str, Any] = {"expose_value": False, "callback": _keep}
    path = click.Path(path_type=Path)
    for option in (
        click.option("--verbose", is_flag=True, help="Say more when something goes wrong.", **kept),
        click.option("--plain", is_flag=True, help="Plain lines: no colour, no frames, no symbols.", **kept),
        click.option("--data", "data_path", type=path, metavar="DIR", help="Where the log is kept.", **kept),
        click.option("--config", "config_path", type=path, metavar="FILE", help="The config file.", **kept),
    ):
        command = option(command)
    return command


def _aware(ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """A time given on the command line, in ISO 8601 with its zone."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f'{value!r} is no time; write it like "2026-11-24T09:00+01:00".') from None
    if found.tzinfo is None:
        raise click.BadParameter(f'{value!r} has no zone; write it like "2026-11-24T09:00+01:00".')
    if found.year not in _YEARS:
        raise click.BadParameter(f"{value!r} is not in the years from {_YEARS[0]} to {_YEARS[-1]}.")
    return found


def now_option(command: _Command) -> _Command:
    """Adds --now, for trying out: the command works as if it were that time. None: the present."""
    wanted = "As if it were this time: ISO 8601 with zone."
    return click.option("--now", callback=_aware, metavar="TIME", help=wanted)(command)


def json_option(command: _Command) -> _Command:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")(command)


def entry_of(store: Store, mail_id: int) -> Entry:
    """The mail on record under this number.

    Raises:
        UserError: there is none.
    """
    entry = store.entry(mail_id)
    if entry is None:
        raise UserError(f"There is no mail number {mail_id} on record. `grace log` lists the numbers.")
    return entry

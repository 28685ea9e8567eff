"""The edge of the program: finds commands, and turns every way to end into a clear line and an exit code.

0    done                          75   try again later (TemporaryError)
2    a mistake in what was asked   77   a server or the keyring refused (AuthError)
70   a fault of ours               130  Ctrl-C
74   our own data cannot be used
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import importlib
import io
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import click

from watcher import logs
from watcher.cli.screen import clean
from watcher.errors import GraceError, StorageError

OUR_FAULT, INTERRUPTED = 70, 130
#: What an output that takes nothing more says.
_OF_AN_OUTPUT = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


class Commands(click.Group):
    """A group whose commands are imported when they are used.

    Args:
        modules: "module:attribute" by the name of the command, in the order of the help.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._modules:
            return None
        module, _, attribute = self._modules[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = difflib.get_close_matches(args[0], self._modules, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx) from error

    def main(self, args: Sequence[str] | None = None, *more_args: Any, **more: Any) -> NoReturn:
        """Runs a command and ends the process. Nothing is raised but SystemExit."""
        _fill_gaps()
        logs.set_up()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(AttributeError, ValueError):
                stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        more["standalone_mode"] = False
        try:
            outcome = super().main(args, *more_args, **more)
            sys.stdout.flush()
        except BrokenPipeError:
            _let_go_of_output()
            sys.exit(0)
        except (KeyboardInterrupt, click.Abort):
            sys.exit(INTERRUPTED)
        except Exception as error:  # noqa: BLE001 - the last place that can say something clear
            sys.exit(_tell(error, verbose="--verbose" in (sys.argv if args is None else args)))
        sys.exit(outcome if isinstance(outcome, int) else 0)


def _tell(error: Exception, verbose: bool) -> int:
    """Says on stderr what went wrong. Returns the exit code."""
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, GraceError):
        for line in str(error).splitlines():
            click.echo(clean(line), err=True)
        return error.exit_code
    if isinstance(error, OSError) and (error.filename or error.errno in _OF_AN_OUTPUT):
        _let_go_of_output()  # it may hold text that would fail again at exit
        what = f"{error.filename} cannot be used" if error.filename else "The output could not be written"
        click.echo(clean(f"{what}: {error.strerror}."), err=True)
        return StorageError.exit_code
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {os.path.basename(frames[-1].filename)}, line {frames[-1].lineno}" if frames else ""
    click.echo(
        f"Something went wrong that should not have: {type(error).__name__}{where}. Nothing was sent. "
        "With --verbose it says more.",
        err=True,
    )
    if verbose:
        click.echo("Traceback (without what the errors say; that may be text of a mail):", err=True)
        for line in logs.trace(error):
            click.echo(line, err=True, nl=False)
    return OUR_FAULT


def _let_go_of_output() -> None:
    """The output goes nowhere any more: keeps the interpreter from complaining about it at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Closed(io.TextIOBase):
    """Stands for an output that was closed before we began: whoever writes to it is told."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


def _fill_gaps() -> None:
    """Stands in for streams that were closed before we began, so that no file of ours takes their number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - for as long as the process lives

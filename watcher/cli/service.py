"""`grace service`: have the system start the daemon, and end that again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.options import Session, common

if TYPE_CHECKING:
    from watcher.services.systems import System
    from watcher.services.texts import Job

_kind = click.option(
    "--kind",
    type=click.Choice(["systemd", "launchd", "windows"]),
    help="What starts programs on this computer. Without: what is usual here.",
)


@click.group(short_help="Have your computer start it by itself.")
@common
@click.pass_context
def service(ctx: click.Context) -> None:
    """Have your computer start `grace run` when you log in, and end that again. docs/server.md says more.

    \b
    Examples:
      grace service install
      grace service status
      grace service remove
    """
    ctx.obj = ctx.find_object(Session) or Session()


@service.command()
@_kind
@click.option("--print", "only_print", is_flag=True, help="Show the text that would be installed, no more.")
@common
@click.pass_context
def install(ctx: click.Context, kind: str | None, only_print: bool) -> None:
    """Install the service and start it; again after a change of the config's accounts.

    \b
    Examples:
      grace service install
      grace service install --print
    """
    from watcher.services import systems
    from watcher.store.schema import plain_errors, private_folder

    session = ctx.find_object(Session) or Session()
    kind = kind or systems.kind_here()
    text = systems.text_for(kind, _job(session))
    if only_print:
        click.echo(text, nl=False)
        return
    with plain_errors(session.data):
        private_folder(session.data)
    found = _system(session, kind)
    systems.install(found, text)
    screen = session.screen()
    screen.line(f"Grace Period runs now, and whenever you log in. What starts it: {found.file}")
    if kind == "systemd":
        screen.line(
            "To have it run while you are logged out, as on a server: loginctl enable-linger", "quiet"
        )
        screen.line("Its log: journalctl --user -u graceperiod", "quiet")


@service.command()
@_kind
@common
@click.pass_context
def remove(ctx: click.Context, kind: str | None) -> None:
    """End the service and take it away. What is on record, and your mail, stay as they are.

    \b
    Example:
      grace service remove
    """
    from watcher.services import systems

    session = ctx.find_object(Session) or Session()
    gone = systems.remove(_system(session, kind or systems.kind_here()))
    session.screen().line("The service is gone." if gone else "No service is installed.")


@service.command(name="status")
@_kind
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@common
@click.pass_context
def status_(ctx: click.Context, kind: str | None, as_json: bool) -> None:
    """Say whether the service is installed, up to date and running. Exit code 75 where it should run and does not.

    \b
    Example:
      grace service status
    """
    from watcher.errors import TemporaryError, UserError
    from watcher.services import systems

    session = ctx.find_object(Session) or Session()
    kind = kind or systems.kind_here()
    found = _system(session, kind)
    text = systems.read(found)
    running = text is not None and systems.runs(found)
    try:
        current = text is not None and text == systems.text_for(kind, _job(session))
    except UserError:
        current = True  # it cannot be told; `grace check` says what is wrong with the config
    if as_json:
        facts = {
            "installed": text is not None,
            "running": running,
            "current": current,
            "file": str(found.file),
        }
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        screen = session.screen()
        if text is None:
            screen.line("No service is installed. `grace service install` does that.")
        else:
            screen.line(f"The service is installed and {'runs' if running else 'does not run'}: {found.file}")
            if not current:
                screen.line(
                    "The config or the program has changed: `grace service install` brings it up to date."
                )
    ctx.exit(TemporaryError.exit_code if text is not None and not running else 0)


def _job(session: Session) -> Job:
    from watcher.services.systems import program
    from watcher.services.texts import Job

    config = session.config()
    mail = sorted({Path(one.path).absolute() for one in config.accounts if one.path})
    own = any(one.password_command or one.token_command for one in config.accounts)
    return Job(program(session.config_file, session.data), session.data.absolute(), mail, own)


def _system(session: Session, kind: str) -> System:
    from watcher.services.systems import system

    return system(kind, os.environ, Path.home(), session.data.absolute())

"""`grace login`: puts what an account signs in with into the system's keyring."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli import completing
from watcher.cli.options import Session, common
from watcher.errors import UserError

if TYPE_CHECKING:
    from watcher.config import Account


@click.command(short_help="Store what an account signs in with in the keyring.")
@click.argument("account", shell_complete=completing.accounts)
@click.option(
    "--client",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your OAuth client, as Google lets you download it; needed the first time.",
)
@click.option(
    "--no-browser", is_flag=True, help="Open no browser here: say what to open on another computer."
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="The port of this computer that the browser comes back to.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the sign-in to a file, for a server without a keyring.",
)
@common
@click.pass_context
def login(
    ctx: click.Context, account: str, client: Path | None, no_browser: bool, port: int | None, to: Path | None
) -> None:
    """Sign in to an account, and keep what is needed for it in the keyring of this computer. It goes nowhere
    else.

    For an account with a password it is asked for, without showing it; for iCloud, Fastmail and their like this
    is an app password, made in their settings. From a script, the password may come on standard input. For
    the others (Gmail, Outlook) you sign in with your browser.

    \b
    Examples:
      grace login home
      pass show mail/home | grace login home
      grace login gmail --client client_secret.json
      grace login gmail --no-browser
    """
    session = ctx.find_object(Session) or Session()
    found = _account(session, account)
    if found.auth != "password":
        from watcher.cli.browser_login import Asked, browser_login

        browser_login(found, Asked(client, no_browser, port, to), session.screen())
        return
    if client or no_browser or port or to:
        raise UserError(
            f"Account {account!r} signs in with a password. For the browser set `auth` in the config file."
        )
    from watcher.credentials import store_secret

    store_secret(found.name, found.user, _password(found.name))
    session.screen().line(f"Stored. `grace check` tries whether {account} can sign in with it.")


def _account(session: Session, name: str) -> Account:
    """The account, if there is anything to store for it."""
    config = session.config()
    found = next((one for one in config.accounts if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in config.accounts)
        raise UserError(f"There is no account {name!r} in {session.config_file}. There is: {names}.")
    if found.kind == "maildir":
        raise UserError(f"Account {name!r} is a folder on this computer and needs no password.")
    if found.auth == "token":
        raise UserError(f"Account {name!r} signs in with what its token_command prints; nothing is stored.")
    return found


def _password(account: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(f"Password of {account}", hide_input=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise UserError("No password came on standard input.")
    return password

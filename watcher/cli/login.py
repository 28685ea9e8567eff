"""`grace login`: puts an account's password into the system's keyring."""

from __future__ import annotations

import sys

import click

from watcher.cli.options import Session, common
from watcher.errors import UserError


@click.command(short_help="Store an account's password in the keyring.")
@click.argument("account")
@common
@click.pass_context
def login(ctx: click.Context, account: str) -> None:
    """Ask for an account's password, without showing it, and keep it in the keyring of this computer. It goes
    nowhere else. For Gmail, Fastmail and their like this is an app password, made in their settings. From a
    script, the password may come on standard input.

    \b
    Examples:
      grace login home
      pass show mail/home | grace login home
    """
    from watcher.credentials import store_secret

    session = ctx.find_object(Session) or Session()
    config = session.config()
    found = next((one for one in config.accounts if one.name == account), None)
    if found is None:
        names = ", ".join(one.name for one in config.accounts)
        raise UserError(f"There is no account {account!r} in {session.config_file}. There is: {names}.")
    if found.kind == "maildir":
        raise UserError(f"Account {account!r} is a folder on this computer and needs no password.")
    store_secret(found.name, found.user, _password(found.name))
    session.screen().line(f"Stored. `grace check` tries whether {account} can sign in with it.")


def _password(account: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(f"Password of {account}", hide_input=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise UserError("No password came on standard input.")
    return password

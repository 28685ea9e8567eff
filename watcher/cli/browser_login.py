"""`grace login` for accounts that sign in with the browser (OAuth)."""

from __future__ import annotations

import contextlib
import os
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from watcher.cli.clock import at
from watcher.cli.screen import Screen
from watcher.config import Account
from watcher.credentials import login_command
from watcher.errors import UserError
from watcher.oauth import grant as grants
from watcher.oauth.grant import Grant

#: A fixed one, so that the ssh command can be written down.
PORT = 24799
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `grace login` that are for the browser."""

    client: Path | None
    no_browser: bool
    port: int | None
    to: Path | None


def browser_login(account: Account, asked: Asked, screen: Screen) -> None:
    """Lets the person sign in, makes sure who it was, and then stores it.

    Raises:
        UserError, AuthError, TemporaryError: in one clear line each; nothing is stored then.
    """
    before = _before(account, asked.to)
    if account.auth == "microsoft":
        from watcher.oauth.microsoft import sign_in

        grant = sign_in(account, _by_code(screen), screen.line)
        ends = None
    else:
        grant, ends = _by_browser(account, asked, before, screen)
    if asked.to:
        grants.write(asked.to, grant)
        screen.line(f"Signed in. {asked.to} holds it now: keep that file as you would keep a password.")
    else:
        grants.keep(account, grant)
        screen.line("Signed in, and stored in the keyring.")
    screen.line(f"`grace check` tries whether {account.name} can be read with it.")
    if ends:
        screen.line()
        screen.line(_soon_over(account, ends))


def _before(account: Account, to: Path | None) -> Grant | None:
    """The sign-in of before, once it is clear that a new one can be stored: better now than afterwards.

    Raises:
        UserError, AuthError: it could not.
    """
    if to:
        folder = to.absolute().parent
        if not os.access(folder, os.W_OK):
            raise UserError(f"{folder} cannot be written to.")
        before = grants.read(to)
        if before is None and to.exists():
            raise UserError(f"{to} is there already and holds something else. Choose another name.")
        return before
    if account.password_command:
        raise UserError(
            f'Account "{account.name}" takes its sign-in from password_command. Give the file that it prints: '
            f"{login_command(account.name)} --to FILE"
        )
    return grants.stored_before(account)


def _by_browser(
    account: Account, asked: Asked, before: Grant | None, screen: Screen
) -> tuple[Grant, float | None]:
    """The loopback flow. Gives also the seconds after which the sign-in ends, where that is known."""
    from watcher.oauth.browser_flow import sign_in
    from watcher.oauth.whose import check_gmail

    client = _client(account, asked.client, before)
    elsewhere = asked.no_browser or not _has_browser()

    def show(address: str, port: int) -> None:
        if elsewhere:
            _show_for_another_computer(screen, address, port)
        else:
            screen.line("Your browser opens the page where you sign in. If it does not, open this address:")
            screen.command(address)
            with contextlib.suppress(webbrowser.Error):
                webbrowser.open(address)

    granted = sign_in(account, client, show, asked.port or (PORT if elsewhere else 0))
    if account.kind == "gmail":
        check_gmail(account, granted.access_token)
    return Grant(*client, granted.refresh_token, at(None).date()), granted.ends_in


def _client(account: Account, file: Path | None, before: Grant | None) -> tuple[str, str]:
    """Id and secret of the person's OAuth client: from the file, else those of the last time."""
    from watcher.oauth.client import read_client

    if file:
        return read_client(file)
    if account.auth == "google":
        if before is None:
            raise UserError(
                f"The first time this needs an OAuth client of your own: {login_command(account.name)} "
                "--client client_secret_....json (docs/gmail.md leads you through it)"
            )
        return before.client_id, before.client_secret
    known = before.client_secret if before and before.client_id == account.client_id else ""
    return account.client_id, _secret(
        f"Client secret (Enter: {'the one of before' if known else 'none'})"
    ) or known


def _secret(question: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(question, hide_input=True, default="", show_default=False))
    return sys.stdin.readline().rstrip("\r\n")


def _has_browser() -> bool:
    """Whether a window can open here; a browser in the terminal would take our place."""
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )


def _show_for_another_computer(screen: Screen, address: str, port: int) -> None:
    screen.line("1. On the computer where your browser is, run this and leave it running:")
    screen.command(f"ssh -L {port}:127.0.0.1:{port} user@server")
    screen.line("2. Open this address there, and sign in; this waits ten minutes for you:")
    screen.command(address)


def _by_code(screen: Screen) -> Callable[[str, str], None]:
    """How the flow with a code is shown: where to go, and what to type there."""

    def show(address: str, code: str) -> None:
        screen.line("Open this address in a browser, on any device:")
        screen.command(address)
        screen.line("Type this code there, and sign in:")
        screen.command(code)

    return show


def _soon_over(account: Account, ends: float) -> str:
    days = max(1, round(ends / _DAY))
    line = f"This sign-in ends in {'a day' if days == 1 else f'{days} days'}."
    if account.auth != "google":
        return f"{line} Your provider wants it so; sign in again then."
    return (
        f'{line} The reason: your OAuth client is in publishing status "Testing". In the Google Cloud console, under '
        '"Google Auth Platform", "Audience", press "Publish app" so that it says "In production", and then sign '
        "in once more; see docs/gmail.md."
    )

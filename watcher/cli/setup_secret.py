"""`grace setup`: what an account signs in with, asked for and not kept yet."""

from __future__ import annotations

import contextlib
import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from watcher.cli.asking import Asking
from watcher.cli.words import capital
from watcher.config import Account, values
from watcher.config.editing import Value
from watcher.errors import AuthError
from watcher.setting_up.providers import Provider


@dataclass(frozen=True, slots=True)
class Given:
    """What of an account came on the command line; None, "" or () where nothing did."""

    address: str | None = None
    account: str | None = None
    kind: str | None = None
    host: str | None = None
    port: int | None = None
    tls: str | None = None
    user: str | None = None
    auth: str | None = None
    client_id: str | None = None
    tenant: str | None = None
    client: Path | None = None
    ca_file: Path | None = None
    maildir: Path | None = None
    password_command: str | None = None
    folders: tuple[str, ...] = ()
    drafts: str | None = None


def secret_of(
    asking: Asking,
    given: Given,
    provider: Provider,
    account: Account,
    keys: dict[str, Value],
    again: bool,
) -> str:
    """The password to try; "" where the account brings its own, or one is kept already.

    Raises:
        AuthError: there is no place to keep it.
    """
    if account.auth == "token":
        return ""
    if account.auth != "password":
        _browser(asking, given, account, again)
        return ""
    if given.password_command and not again:
        keys["password_command"] = asking.text("", "--password-command", _command, given.password_command)
        return ""
    if keys.get("password_command"):
        if again:
            _ask_for_a_program(asking, keys)
        return ""
    if not again and _is_kept(asking, account, keys):
        asking.screen.line("A password for it is kept already; it is tried.", "quiet")
        return ""
    if keys.get("password_command"):
        return ""
    if not again:
        _explain(asking, provider, account)
    what = f"{capital(provider.secret)} (it is not shown)"
    return provider.typed(asking.secret(what))


def _explain(asking: Asking, provider: Provider, account: Account) -> None:
    """Which secret it is, where to get it, and where it goes."""
    screen, is_usual = asking.screen, provider.secret == Provider("").secret
    screen.line()
    screen.line(f"To sign in, it needs the {provider.secret}{f' of {account.user}' if is_usual else ''}.")
    if provider.where:
        screen.line(
            f"{capital(provider.where) if is_usual else f'Where to get it: {provider.where}'}.", indent=2
        )
    screen.line(f"docs/{provider.page} leads you through it, click by click.", indent=2)
    screen.line("It goes into the keyring of this computer, and nowhere else.", indent=2)


def _is_kept(asking: Asking, account: Account, keys: dict[str, Value]) -> bool:
    """Whether a password is there already. Where there is no keyring, asks for another place."""
    from watcher.credentials import secret_for, sign_in_for

    try:
        secret_for(account.name, account.user, (), os.environ)
    except AuthError:
        pass
    else:
        return True
    try:
        sign_in_for(account.name, account.user, (), os.environ)  # finds none, and says whether it could
    except AuthError as error:
        if asking.silent:
            raise
        asking.screen.line(str(error))
        _ask_for_a_program(asking, keys)
    return False


def _ask_for_a_program(asking: Asking, keys: dict[str, Value]) -> None:
    keys["password_command"] = asking.text(
        'A program that prints the password (such as "pass show mail/home")', "", _command
    )


def _browser(asking: Asking, given: Given, account: Account, again: bool) -> None:
    """Signs in with the browser, unless that was done before."""
    from watcher.cli.browser_login import Asked, browser_login
    from watcher.oauth.grant import stored

    if not again:
        with contextlib.suppress(AuthError):
            stored(account)
            asking.screen.line("You have signed in to it before; that is tried.", "quiet")
            return
    client = given.client
    if account.auth == "google" and client is None:
        asking.screen.line(
            "Google wants an OAuth client of your own, once: docs/gmail.md leads you to a file called "
            "client_secret_....json."
        )
        client = asking.text("That file", "--client", _existing)
    browser_login(account, Asked(client, no_browser=False, port=None, to=None), asking.screen)


def _command(text: str) -> tuple[str, ...]:
    try:
        return values.filled_texts(shlex.split(text))
    except ValueError:
        raise ValueError("must be a command, with its quotes closed") from None


def _existing(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ValueError("must be a file that is there")
    return path

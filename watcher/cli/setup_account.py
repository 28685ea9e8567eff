"""`grace setup`, the first half: from an address to a mailbox that was signed in to. Nothing is kept yet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from watcher.cli.asking import Asking
from watcher.cli.clock import at
from watcher.cli.setup_secret import Given, secret_of
from watcher.config import Account, values
from watcher.config.editing import Value, new_text
from watcher.config.loading import load_text
from watcher.credentials import addressed
from watcher.errors import AuthError, GraceError, TemporaryError, UserError
from watcher.mailboxes.protocol import Mailbox
from watcher.setting_up import providers
from watcher.setting_up.providers import Provider

#: So often a password may be wrong: repeated tries lock accounts.
_TRIES = 3
_ONLY_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(slots=True)
class Found:
    """An account as it is to be written, and the secret that opened it.

    Attributes:
        secret: one to be kept, None where it lies where it should already, or where there is none.
    """

    keys: dict[str, Value]
    account: Account
    secret: str | None = None
    rows: Sequence[tuple[str, bool, str]] = field(default_factory=tuple)


def address_of(text: str) -> str:
    """One mail address. Raises ValueError("must be ...")."""
    try:
        return values.addresses([text])[0]
    except ValueError:
        raise ValueError("must be a mail address, such as robin@example.org") from None


def new_account(asking: Asking, given: Given, address: str, config_file: Path, taken: Sequence[str]) -> Found:
    """Asks for what is not known of an account, and signs in to it.

    Args:
        config_file: where the account is to be written: relative paths are meant from there.
        taken: the names of other accounts.

    Raises:
        UserError, AuthError, TemporaryError: it could not be opened, and the person gave up.
    """
    provider = _provider(asking, given, address)
    if provider.none:
        raise UserError(provider.none)
    asking.screen.heading(f"Your mailbox{f': {provider.name}' if provider.name else ''}")
    keys = provider.account(given.account or providers.account_name(address, taken), address)
    _server(asking, given, address, provider, keys)
    return opened(asking, given, provider, keys, config_file)


def opened(
    asking: Asking, given: Given, provider: Provider, keys: dict[str, Value], config_file: Path
) -> Found:
    """Signs in with these keys, asking for the secret and for what proves wrong."""
    secret, tries, is_first = "", 0, True
    _wanted_folders(given, keys)
    while True:
        account = as_account(keys, config_file)
        try:
            if account.kind != "maildir" and not secret:
                secret = secret_of(asking, given, provider, account, keys, again=tries > 0)
                account = as_account(keys, config_file)
            rows = _looked_at(account, secret or None)
        except GraceError as error:
            tries += 1
            if asking.silent or tries >= _TRIES:
                raise
            asking.screen.line(addressed(str(error), account.name))
            secret = "" if isinstance(error, AuthError) else secret
            if not isinstance(error, AuthError):
                _put_right(asking, provider, keys, error)
            continue
        _show(asking, rows, is_first)
        is_first = False
        if _folders_put_right(asking, rows, keys):
            return Found(keys, as_account(keys, config_file), secret or None, rows)


def as_account(keys: dict[str, Value], config_file: Path) -> Account:
    """The account as the config will give it."""
    person: dict[str, Value] = {"name": "-", "addresses": ("a@example.org",)}
    return load_text(config_file, new_text({"person": person}, keys, rest=False)).accounts[0]


@contextlib.contextmanager
def mailbox_of(account: Account, secret: str | None = None) -> Iterator[Mailbox]:
    """An account's mailbox, for as long as it is needed."""
    from watcher.connecting import connect
    from watcher.oauth.tokens import Tokens

    mailbox = connect(account, Tokens(), at(None), secret)
    try:
        yield mailbox
    finally:
        mailbox.close()


def _provider(asking: Asking, given: Given, address: str) -> Provider:
    """By what was given, by the address, else by asking."""
    if given.maildir or given.kind == "maildir":
        return providers.FOLDER
    if given.kind == "gmail":
        return providers.of_page("gmail.md")
    if given.host:
        return providers.ELSEWHERE
    found = providers.provider_of(address)
    if given.auth == "microsoft":
        return providers.of_page("outlook.md")
    if found and found.page == "gmail-app-password.md" and not given.auth:
        ways = [
            (found, "an app password: quick, about ten minutes (docs/gmail-app-password.md)"),
            (
                providers.of_page("gmail.md"),
                "Gmail's own interface: more clicks, less access (docs/gmail.md)",
            ),
        ]
        return asking.choice("Gmail can be opened in two ways.", ways)
    if found:
        return found
    if asking.silent:
        raise UserError(f"The provider of {address} is not known here; name its server with --host.")
    return asking.choice(
        f"Where does the mail of {address} lie?",
        [
            (providers.ELSEWHERE, "on a mail server: a provider, a university, an employer, one of your own"),
            (providers.of_page("gmail-app-password.md"), "at Google: the webmail is Gmail"),
            (providers.of_page("outlook.md"), "at Microsoft: the webmail is Outlook"),
            (providers.FOLDER, "in a mail folder (Maildir) on this computer"),
        ],
    )


def _server(asking: Asking, given: Given, address: str, provider: Provider, keys: dict[str, Value]) -> None:
    """Fills in what the provider leaves open."""
    if provider is providers.FOLDER:
        keys.pop("user", None)
        path = str(given.maildir.absolute()) if given.maildir else None
        keys["path"] = Path(asking.text("Its folder", "--maildir", values.filled, path, "~/Mail"))
        return
    if provider is providers.ELSEWHERE:
        _own_server(asking, given, address, keys)
    if given.user:
        keys["user"] = given.user
    if given.auth:
        keys["auth"] = given.auth
    if keys.get("auth") == "microsoft":
        asking.screen.line(
            "Microsoft lets no program in with a password. You register a small app of your own there, once: "
            "docs/outlook.md leads you through it. It gives you an id."
        )
        keys["client_id"] = asking.text("Application (client) ID", "--client-id", _filled, given.client_id)
        if given.tenant:
            keys["tenant"] = given.tenant
    has_own = keys.get("host") in _ONLY_HERE and keys.get("tls") != "none" and not asking.silent
    if provider.ca or given.ca_file or has_own:
        _certificate(asking, given, keys)


def _own_server(asking: Asking, given: Given, address: str, keys: dict[str, Value]) -> None:
    """Host, encryption, port and user of a server that is not in the table."""
    asking.screen.line(
        "Its help page says these under IMAP or Thunderbird; docs/university-imap.md says what to look for.",
        "quiet",
    )
    guess = str(keys.get("host") or providers.guessed_host(address))
    host = asking.text("IMAP server", "--host", _host, given.host, guess)
    ways = [("implicit", "TLS from the start (SSL/TLS), usual"), ("starttls", "STARTTLS")]
    if host in _ONLY_HERE:
        ways.append(("none", "none: the server is on this computer"))
    tls = given.tls or asking.choice("How is the connection encrypted?", ways)
    usual = {"implicit": 993, "starttls": 143, "none": 143}.get(tls, 993)
    port = asking.text("Port", "--port", _port, str(given.port) if given.port else None, str(usual))
    user = asking.text("User name there", "--user", values.filled, given.user, str(keys["user"]))
    keys |= {"host": host, "tls": tls, "port": port, "user": user}


def _certificate(asking: Asking, given: Given, keys: dict[str, Value]) -> None:
    path = str(given.ca_file.absolute()) if given.ca_file else None
    file = asking.text(
        "File with its certificate, where it made one itself (Enter: none)", "--ca-file", str, path, ""
    )
    if file:
        keys["ca_file"] = Path(file)


def _looked_at(account: Account, secret: str | None) -> Sequence[tuple[str, bool, str]]:
    with mailbox_of(account, secret) as mailbox:
        return mailbox.check()


def _show(asking: Asking, rows: Sequence[tuple[str, bool, str]], is_first: bool) -> None:
    """All that is there; when it is looked at again, only what is not right yet."""
    shown = [("fine" if fine else "to do", what, word) for what, fine, word in rows if is_first or not fine]
    if is_first:
        asking.screen.line()
        signed_in = "Signed in. " if rows and rows[0][0] == "Sign-in" else ""
        asking.screen.line(f"{signed_in}This is what is there:")
    asking.screen.table((), shown) if shown else asking.screen.line("That is there.")


def _put_right(asking: Asking, provider: Provider, keys: dict[str, Value], error: GraceError) -> None:
    """After a mailbox that could not be reached, or was not what it should be. Raises Abort where that is all."""
    ways = [("again", "try again"), ("stop", "stop here")]
    if keys["kind"] == "maildir":
        ways.insert(1, ("other", "another folder"))
    elif keys["kind"] == "imap" and keys.get("auth", "password") == "password":
        ways.insert(1, ("other", "another server, port or encryption"))
    is_lasting = not isinstance(error, TemporaryError) and len(ways) > 2
    way = asking.choice("What now?", ways, 1 if is_lasting else 0)
    if way == "stop":
        raise click.Abort
    if way == "other" and keys["kind"] == "maildir":
        _server(asking, Given(), "", provider, keys)
    elif way == "other":
        _own_server(asking, Given(), str(keys.get("user", "")), keys)
        if not isinstance(error, TemporaryError) and keys["tls"] != "none":
            _certificate(asking, Given(), keys)


def _wanted_folders(given: Given, keys: dict[str, Value]) -> None:
    if given.folders:
        keys["folders"] = given.folders
    if given.drafts:
        keys["drafts"] = given.drafts


def _folders_put_right(asking: Asking, rows: Sequence[tuple[str, bool, str]], keys: dict[str, Value]) -> bool:
    """True where the folders are as they should be; else asks, and it has to be looked at again."""
    wrong = {what: word for what, fine, word in rows if not fine}
    if asking.silent and wrong:
        raise UserError(*(f"{what}: {word}" for what, word in wrong.items()))
    if "Drafts" in wrong:
        keys["drafts"] = asking.text("Your folder for drafts is called", "--drafts", _filled)
        return False
    if not wrong and (asking.silent or "folders" in keys):
        return True
    if not wrong:
        asking.screen.line()
        asking.screen.line("Do filters sort mail into other folders? Then those should be watched too.")
    names = asking.text("Folders to watch, with commas between them", "--folder", _names, None, "INBOX")
    if names == ("INBOX",) and "folders" not in keys and not wrong:
        return True
    keys["folders"] = names
    return False


def _filled(text: str) -> str:
    return str(values.filled(text))


def _host(text: str) -> str:
    if not text:
        raise ValueError("must not be empty")
    return values.host(text)


def _port(text: str) -> int:
    return values.port(int(text) if text.isdecimal() else text)


def _names(text: str) -> tuple[str, ...]:
    return values.filled_texts([name.strip() for name in text.split(",") if name.strip()])

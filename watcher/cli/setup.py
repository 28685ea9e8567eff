"""`grace setup`: from an address to a mailbox that is watched, by a few questions or by options alone.

Everything is asked and tried first. Then, in one go, the secret is kept and the config file replaced; what comes after
(folders to teach with, a first look, the service) stands for itself. So it can be broken off anywhere and run again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import signal
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from watcher.cli.asking import Asking
from watcher.cli.options import Session, common
from watcher.cli.setup_account import Found, address_of, new_account, opened
from watcher.cli.setup_person import Wishes, asked_of_person
from watcher.cli.setup_secret import Given
from watcher.config import Account, Config
from watcher.config.account import KINDS_OF_ACCOUNT
from watcher.config.editing import Value, new_text, with_account, with_value
from watcher.config.loading import load_text
from watcher.config.writing import backup_of, read_text, write_text
from watcher.errors import UserError
from watcher.setting_up import providers

_path = click.Path(path_type=Path)


def _options(command: Any) -> Any:
    """All that can be answered beforehand."""
    for option in reversed(
        [
            click.option("--address", metavar="ADDRESS", help="The mail address that you apply with."),
            click.option("--also", multiple=True, metavar="ADDRESS", help="Another one; may be repeated."),
            click.option("--name", metavar="NAME", help="Your name, as under a letter."),
            click.option("--language", "languages", multiple=True, metavar="CODE", help="Such as en, de."),
            click.option("--time-zone", metavar="ZONE", help='Such as "Europe/Berlin".'),
            click.option("--cooling-off", metavar="LENGTH", help="How long to wait, such as 24h or 2d."),
            click.option("--since", metavar="DAY", help="Reply to mail from this day on; else from today."),
            click.option("--account", metavar="NAME", help="A short name for the mailbox."),
            click.option("--kind", type=click.Choice(KINDS_OF_ACCOUNT), help="What kind of mailbox."),
            click.option("--host", metavar="HOST", help="IMAP server, where it is not known."),
            click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Its port."),
            click.option("--tls", type=click.Choice(["implicit", "starttls", "none"]), help="Encryption."),
            click.option("--user", metavar="USER", help="The name to sign in with; else the address."),
            click.option(
                "--auth", type=click.Choice(["password", "google", "microsoft"]), help="How to sign in."
            ),
            click.option("--client-id", metavar="ID", help="Your app registration at Microsoft."),
            click.option("--tenant", metavar="TENANT", help="Your organisation there."),
            click.option("--client", type=_path, metavar="FILE", help="Your OAuth client at Google."),
            click.option("--ca-file", type=_path, metavar="FILE", help="A certificate to trust."),
            click.option("--maildir", type=_path, metavar="DIR", help="A mail folder on this computer."),
            click.option("--password-command", metavar="COMMAND", help="Prints the password."),
            click.option("--folder", "folders", multiple=True, metavar="NAME", help="A folder to watch."),
            click.option("--drafts", metavar="NAME", help="Your folder for drafts."),
            click.option("--teach/--no-teach", default=None, help="Make folders to teach it with."),
            click.option("--look/--no-look", default=None, help="Have a first look at 90 days of mail."),
            click.option("--service/--no-service", default=None, help="Start it with the computer."),
            click.option("--yes", is_flag=True, help="Ask nothing: proposals are the answers."),
        ]
    ):
        command = option(command)
    return command


@click.command(short_help="Set it up, step by step.")
@_options
@common
@click.pass_context
def setup(ctx: click.Context, /, **options: Any) -> None:
    """Set up a mailbox to watch: your provider is found, you sign in, and the config file is written for you. Run it
    again to go on where you stopped, to change an answer, or to add another mailbox; a copy of the config file
    as it was is kept beside it.

    Nothing is sent, and nothing in your mailbox is changed; only if you say yes, empty folders are made. Each
    question has an option too. With --yes nothing is asked, and a password comes on standard input.

    \b
    Examples:
      grace setup
      pass show mail/home | grace setup --yes --address robin@fastmail.com --name "Robin Keller"
    """
    session = ctx.find_object(Session) or Session()
    given = Given(**{one.name: options.pop(one.name) for one in dataclasses.fields(Given)})
    conversation = _Conversation(ctx, session, given, options)
    try:
        with _ending_cleanly():
            conversation.run()
    except (KeyboardInterrupt, click.Abort):
        screen = session.screen()
        screen.line()
        kept = (
            "Stopped. What was set up so far is kept"
            if conversation.written
            else "Stopped. Nothing was changed"
        )
        screen.line(f"{kept}; `grace setup` goes on from here.")
        raise click.Abort from None


class _Conversation:
    """One run of `grace setup`.

    Attributes:
        written: whether the config file is there, with this account in it.
    """

    def __init__(
        self, ctx: click.Context, session: Session, given: Given, options: Mapping[str, Any]
    ) -> None:
        self.ctx, self.session, self.given, self.options = ctx, session, given, options
        self.screen = session.screen()
        self.asking = Asking(self.screen, silent=bool(options["yes"]))
        self.file = session.config_file
        self.written = False
        self._has_backup = False

    def run(self) -> None:
        _somebody_there(self.asking)
        before = self._before()
        if not self.asking.silent:
            self.screen.heading("Setting up Grace Period")
            self.screen.line(
                "A few questions, about five minutes. Enter takes what stands in [brackets]. Nothing is sent, and "
                "nothing in your mailbox is changed. Stop at any time with Ctrl-C, and come back with the same command."
            )
            self.screen.line()
        address = self._address(before)
        found, number = self._account(before, address)
        wishes = asked_of_person(self.asking, self.options, before, address)
        self._keep(found, number, wishes)
        if found.secret:
            self.screen.line("The password is in your keyring.", "quiet")
        self._afterwards(found.account.name)

    def _before(self) -> Config | None:
        """The config as it is. Raises UserError where there is one that cannot be read: it is not ours to mend."""
        if read_text(self.file) is None:
            return None
        try:
            return self.session.config()
        except UserError as error:
            raise UserError(
                *error.problems, f"Put {self.file} right, or move it away; setup leaves it alone."
            ) from None

    def _address(self, before: Config | None) -> str:
        proposal = before.person.addresses[0] if before else None
        return self.asking.text(
            "Your mail address, the one you apply with", "--address", address_of, self.given.address, proposal
        )

    def _account(self, before: Config | None, address: str) -> tuple[Found, int | None]:
        """The account of this address, signed in to; and its place in the file, None where it is new.

        Of an account that is in the file, `keys` are those that proved to need a change.
        """
        accounts = before.accounts if before else ()
        number = self._place(before, address)
        if number is None:
            names = [one.name for one in accounts]
            return new_account(self.asking, self.given, address, self.file, names), None
        known = accounts[number]
        self.screen.heading(f"Your mailbox: {known.name}")
        self.screen.line("It is in the config file already.")
        provider = providers.provider_of(address) or providers.ELSEWHERE
        there = _keys(known)
        wanted = dataclasses.replace(self.given, folders=self.given.folders or known.folders)
        found = opened(self.asking, wanted, provider, dict(there), self.file)
        folders = {"folders": known.folders}
        changed = {key: one for key, one in found.keys.items() if (folders | there).get(key) != one}
        return dataclasses.replace(found, keys=changed, account=known), number

    def _place(self, before: Config | None, address: str) -> int | None:
        """The place of this address's account in the file, None where it has none yet."""
        accounts = before.accounts if before else ()
        if self.given.account:
            return next((at for at, one in enumerate(accounts) if one.name == self.given.account), None)
        if found := [at for at, one in enumerate(accounts) if self._is_of(one, address)]:
            return found[0]
        others = (self.given.host, self.given.user, self.given.kind, self.given.maildir)
        if before is None or any(others):
            return None
        is_known = address.lower() in (one.lower() for one in before.person.addresses)
        ways: list[tuple[int | None, str]] = [
            (at, f"{one.name}, set up already: {one.user or one.path} at {one.host or 'this computer'}")
            for at, one in enumerate(accounts)
        ]
        return self.asking.choice(
            "Which mailbox is it about?", [*ways, (None, "another one, new")], 0 if is_known else len(ways)
        )

    def _is_of(self, account: Account, address: str) -> bool:
        """Whether an account is what was named, or else signs in as this address."""
        given = self.given
        if given.maildir or given.kind == "maildir":
            return account.path is not None and account.path == (given.maildir or account.path).absolute()
        if (given.kind and given.kind != account.kind) or (given.host and given.host != account.host):
            return False
        found, user = providers.provider_of(address), account.user.lower()
        is_local = found is not None and found.user == "local" and found.host == account.host
        if given.user or not is_local:
            return user == (given.user or address).lower()
        return user in (address.lower(), address.partition("@")[0].lower())

    def _keep(self, found: Found, number: int | None, wishes: Wishes) -> None:
        """The new text is read before anything is kept, then the secret is, and the file is replaced at once."""
        text = self._text(found, number, wishes)
        config = load_text(self.file, text)
        account = next(one for one in config.accounts if one.name == found.account.name)
        if found.secret:
            from watcher.credentials import store_secret

            store_secret(account.name, account.user, found.secret)
        self._write(text)
        self.written = True

    def _text(self, found: Found, number: int | None, wishes: Wishes) -> str:
        text = read_text(self.file)
        if text is None:
            return new_text(wishes.changed, found.keys)
        for section, keys in wishes.changed.items():
            for key, value in keys.items():
                text = with_value(text, section, key, value)
        if number is None:
            return with_account(text, found.keys)
        for key, value in found.keys.items():
            text = with_value(text, "account", key, value, number)
        return text

    def _write(self, text: str) -> None:
        before = read_text(self.file)
        if text == before:
            self.screen.line()
            self.screen.line(f"{self.file} stays as it is.")
            return
        write_text(self.file, text, backup=before is not None and not self._has_backup)
        self.screen.line()
        self.screen.line("The config file is written:")
        self.screen.command(str(self.file))
        if before is not None and not self._has_backup:
            self.screen.line("As it was before, it lies here:", "quiet")
            self.screen.command(str(backup_of(self.file)))
        self._has_backup = True

    def _afterwards(self, name: str) -> None:
        from watcher.cli.setup_after import folders_to_teach, last_words, look, service

        config = self.session.config()
        account = next(one for one in config.accounts if one.name == name)
        folders_to_teach(self.asking, self.options["teach"], config, account)
        since = look(self.asking, self.session, self.options, config, account)
        if since:
            self._since(since)
        service(self.ctx, self.asking, self.options["service"])
        last_words(self.screen, self.session)

    def _since(self, day: date) -> None:
        text = read_text(self.file)
        if text is not None:
            write_text(self.file, with_value(text, "watch", "since", day.isoformat()), backup=False)
            self.screen.line("It is in the config file (watch.since).", "quiet")


def _keys(account: Account) -> dict[str, Value]:
    """The keys of an account that is in the config already, as if it were new, to try it."""
    given = {one.name: getattr(account, one.name) for one in dataclasses.fields(Account)}
    return {
        one.name: given[one.name] for one in dataclasses.fields(Account) if given[one.name] != one.default
    }


def _somebody_there(asking: Asking) -> None:
    import sys

    if not asking.silent and not (sys.stdin and sys.stdin.isatty()):
        raise UserError("There is nobody to ask here. Give the answers as options, with --yes; see --help.")


@contextlib.contextmanager
def _ending_cleanly() -> Iterator[None]:
    """A closed terminal and SIGTERM end it as Ctrl-C does, so that nothing is left lying about."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    names = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in names}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

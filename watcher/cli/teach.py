"""`grace teach`: makes the training folders, once the person has said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from watcher.cli import completing
from watcher.cli.clock import at
from watcher.cli.options import Session, common
from watcher.cli.screen import Screen
from watcher.cli.words import said
from watcher.errors import UserError

if TYPE_CHECKING:
    from watcher.config import Account, Config
    from watcher.mailboxes.protocol import Mailbox


@click.command(short_help="Make folders in your mailbox to teach it with.")
@click.argument("account", required=False, shell_complete=completing.accounts)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@common
@click.pass_context
def teach(ctx: click.Context, account: str | None, yes: bool) -> None:
    """Make the training folders in your mailbox, if you say yes. A mail that you put into one of them, by moving or
    copying it in your mail program, is taken for what the folder says from the next look on; take it out
    again, and all is as it was.

    At Gmail by its own interface no label is made for you: it says which to make there.

    \b
    Examples:
      grace teach
      grace teach home
    """
    from watcher.connecting import connect
    from watcher.oauth.tokens import Tokens

    session = ctx.find_object(Session) or Session()
    config, screen = session.config(), session.screen()
    if not config.learning.folders:
        raise UserError("Training folders are switched off in the config (learning.folders = false).")
    for one in _accounts(config, account):
        mailbox = connect(one, Tokens(), at(None))
        screen.heading(f"Account {one.name}")
        try:
            offer_folders(mailbox, one, config.learning.by_folder, screen, yes)
        finally:
            mailbox.close()


def _accounts(config: Config, name: str | None) -> list[Account]:
    found = [one for one in config.accounts if name in (None, one.name)]
    if not found:
        names = ", ".join(one.name for one in config.accounts)
        raise UserError(f"There is no account {name!r} in the config. There is: {names}.")
    return found


def offer_folders(
    mailbox: Mailbox, account: Account, wanted: dict[str, str], screen: Screen, yes: bool
) -> None:
    """The folders of one account: those that are there, those to make, the question, and what was made."""
    there = {name: mailbox.folder_of(name) for name in wanted}
    missing = [name for name, folder in there.items() if folder is None]
    thing = "label" if account.kind == "gmail" else "folder"
    rows = [(name, said(wanted[name]), "is there" if name not in missing else "not yet") for name in wanted]
    screen.table((thing, "for mail that is", ""), rows)
    if not missing:
        screen.line(f"All is there. Put a mail into one of these {thing}s, and it learns from it.")
        return
    if account.kind == "gmail":
        screen.line(
            "At Gmail, make these labels yourself (Settings, Labels, Create new label): to make them for you, Grace "
            "Period would have to ask Google for leave to change your mail. They are used once they are there."
        )
        return
    if not yes and not click.confirm(f"Make {_listed(missing)} in this mailbox?"):
        screen.line("Nothing was made.")
        return
    for name in missing:
        screen.line(f"Made: {mailbox.make_folder(name)}")
    screen.line(
        "If your mail program does not show them yet, look into its list of subscribed folders.", "quiet"
    )


def _listed(names: list[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"

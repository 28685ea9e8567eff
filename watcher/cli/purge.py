"""`grace purge`: removes the texts of mails that are kept to learn from, or all that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from watcher.cli.options import NothingYetError, Session, common
from watcher.cli.report import REPORT
from watcher.errors import TemporaryError

if TYPE_CHECKING:
    from watcher.cli.screen import Screen

_KEPT = {
    "labelled": ("mail that you said something of", "mails that you said something of"),
    "ordinary": ("of everyday mail", "of everyday mail"),
}


@click.command(short_help="Remove the mail texts that are kept, or everything.")
@click.option("--everything", is_flag=True, help="Delete all that is kept, not the texts alone.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@common
@click.pass_context
def purge(ctx: click.Context, everything: bool, yes: bool) -> None:
    """Remove the texts of mails that are kept on this computer to learn from, and the page of grace report that was
    made of them. In your mailbox nothing is touched.

    What you said of each mail stays on record, but without its text nothing more can be learned from it. What was
    learned already stays too.

    With --everything all that the program keeps is deleted: the log with all that you wrote into it, your own models,
    the page. It is as if it had never run, and a next pass begins anew. grace export takes all along before.

    \b
    Examples:
      grace purge
      grace purge --everything
    """
    session = ctx.find_object(Session) or Session()
    screen = session.screen()
    if everything:
        _everything(session, screen, yes)
        return
    page = session.data / REPORT  # it names whose mail it was and what about
    try:
        with session.log() as store:
            kept, labels = store.count_texts(), len(store.labels())
            if not kept:
                page.unlink(missing_ok=True)
                screen.line("No text of any mail is kept.")
                return
            screen.line(f"Kept on this computer: {', '.join(_number(*one) for one in sorted(kept.items()))}.")
            if not yes and not click.confirm("Remove these texts?"):
                screen.line("Nothing was removed.")
                return
            store.drop_texts()
        page.unlink(missing_ok=True)
    except NothingYetError:
        screen.line("No text of any mail is kept.")
        return
    screen.line("The texts are removed.")
    stays = ["the log"] + ([f"what you said of {labels} mail{'s' * (labels != 1)}"] if labels else [])
    screen.line(
        f"What stays: {' and '.join(stays)}, and what was learned so far. In your mailbox nothing was touched."
    )


def _everything(session: Session, screen: Screen, yes: bool) -> None:
    """Asks, deletes, and says what stays and how that is removed."""
    from watcher.exporting import delete_everything, kept
    from watcher.instance import is_running

    if not kept(session.data):
        screen.line(f"Nothing is kept in {session.data}.")
        return
    if is_running(session.data):
        raise TemporaryError(
            "Grace Period is at work. Stop it first (`grace service remove`, or Ctrl-C); nothing was deleted."
        )
    screen.line(f"This deletes all that is kept in {session.data}:")
    for path in kept(session.data):
        screen.line(str(path.relative_to(session.data)), indent=2)
    screen.line("It cannot be taken back. `grace export` takes along what is on record.")
    if not yes and not click.confirm("Delete all of it?"):
        screen.line("Nothing was deleted.")
        return
    delete_everything(session.data)
    screen.line("All of it is deleted.")
    screen.heading("What stays")
    _what_stays(session, screen)


def _what_stays(session: Session, screen: Screen) -> None:
    if session.config_file.exists():
        screen.line(
            f"The config file, {session.config_file}, and what you laid beside it: delete them by hand.",
            indent=2,
        )
    config = session.config_if_good()
    for account in config.accounts if config else ():
        if account.kind != "maildir" and account.auth != "token" and not account.password_command:
            name = f"graceperiod:{account.name}"
            screen.line(f"What {account.name} signs in with, in the keyring:", indent=2)
            screen.command(f"  keyring del {name} {account.user}")
    screen.line(
        "In your mailbox the drafts, the folders below Grace and what is in them: they are yours, and nothing there "
        "was touched.",
        indent=2,
    )


def _number(why: str, count: int) -> str:
    if why == "ordinary":
        return f"{count} of everyday mail"
    return f"the text of {count} {_KEPT.get(why, (why, why))[count != 1]}"

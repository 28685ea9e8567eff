"""`grace setup`, the end: folders to teach with, a first look, the service, and what comes next."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import click

from watcher.cli.asking import Asking
from watcher.cli.clock import at
from watcher.cli.options import Session
from watcher.cli.progress import bar
from watcher.cli.screen import Screen, day
from watcher.cli.setup_account import mailbox_of
from watcher.cli.teach import offer_folders
from watcher.cli.words import how_to_call
from watcher.config import Account, Config
from watcher.errors import GraceError
from watcher.setting_up.first_look import DAYS, Findings, first_look


def folders_to_teach(asking: Asking, wanted: bool | None, config: Config, account: Account) -> None:
    """Makes the training folders, if the person says yes."""
    if not config.learning.folders or wanted is False or (asking.silent and not wanted):
        return
    screen = asking.screen
    screen.heading("Teaching it")
    screen.line(
        "Now and then it will be wrong about a mail. Two empty folders in your mailbox are the easiest way to say so: "
        "you move the mail there, and it learns. Nothing else in your mailbox is touched."
    )
    screen.line()
    with mailbox_of(account) as mailbox:
        try:
            offer_folders(mailbox, account, config.learning.by_folder, screen, yes=bool(wanted))
        except GraceError as error:
            screen.line(f"{error} `grace teach` tries it again.")


def look(
    asking: Asking, session: Session, options: Mapping[str, Any], config: Config, account: Account
) -> date | None:
    """A first look, and its sum. Gives the day from which on there are to be drafts, where that was wished."""
    screen, now = asking.screen, at(None)
    if options["look"] is None and not asking.silent:
        screen.heading("A first look")
        screen.line(f"It can read the mail of the last {DAYS} days now and say what it finds. It only reads.")
    if not asking.yes("Have a first look?", True, options["look"]):
        return None
    if options["look"] is not None or asking.silent:
        screen.heading("A first look")
    try:
        found = _look(session, config, account, now)
    except GraceError as error:
        screen.line(f"{error} The first look can wait; all that was set up stays.")
        return None
    screen.line(summary(found))
    if options["since"] or config.watch.since or _has_begun(session, account):
        return None
    if not found.recent:
        if found.answers:
            screen.line("What came before today is left alone.", "quiet")
        return None
    since = (now - config.cooling_off.latest).astimezone(config.person.zone)
    screen.line()
    screen.line(
        f"{_of_them(found.recent)} came since {day(since, config.person.zone)}. Usually what came before today is left "
        "alone; if you like, a reply is laid down for that too, after the cooling-off."
    )
    return since.date() if asking.yes("Replies for those too?", False) else None


def _look(session: Session, config: Config, account: Account, now: datetime) -> Findings:
    from watcher.learning.versions import load_current

    classifier, _ = load_current(session.data)
    with bar(session.plain) as tell, mailbox_of(account) as mailbox, _no_log():

        def told(share: float, moment: datetime) -> None:
            tell(share, f"Reading, {day(moment, config.person.zone)}")

        tell(0.0, "Reading")
        return first_look(account, config, mailbox, classifier, now, told)


@contextlib.contextmanager
def _no_log() -> Iterator[None]:
    """What a pass logs is for those who run the daemon."""
    from watcher import daemon

    before = daemon.log.level
    daemon.set_up_logging(verbose=False)
    daemon.log.setLevel("ERROR")
    try:
        yield
    finally:
        daemon.log.setLevel(before)


def summary(found: Findings) -> str:
    """What a first look saw, in a gentle sentence or two."""
    mails = "1 mail" if found.mails == 1 else f"{found.mails} mails"
    if not found.mails:
        return f"No mail came in the last {DAYS} days."
    if not found.answers:
        text = f"{mails} read, and no answer of no among them."
    else:
        answers = "1 answer" if found.answers == 1 else f"{found.answers} answers"
        worth = "none that needs a reply" if not found.worth else f"{found.worth} worth a reply, if you like"
        text = f"{mails} read. {answers} found, {worth}."
    if found.unsure:
        text += f" {found.unsure} it is not sure of; with those it will ask you."
    return text


def _of_them(count: int) -> str:
    return "One of them" if count == 1 else f"{count} of them"


def _has_begun(session: Session, account: Account) -> bool:
    """Whether the mailbox is watched already: then older mail is on record, and stays as it is."""
    try:
        with session.log() as store:
            return store.noted(f"passed:{account.name}") is not None
    except GraceError:
        return False


def service(ctx: click.Context, asking: Asking, wanted: bool | None) -> None:
    """Has it start with the computer, by `grace service install`, where this version has that."""
    command = ctx.find_root().command
    found = command.get_command(ctx, "service") if isinstance(command, click.Group) else None
    install = found.get_command(ctx, "install") if isinstance(found, click.Group) else None
    if install is None or wanted is False:
        return
    if wanted is None and not asking.silent:
        asking.screen.heading("Running by itself")
    if asking.yes("Start it by itself whenever you sign in to this computer?", not asking.silent, wanted):
        try:
            ctx.invoke(install)
        except GraceError as error:
            asking.screen.line(str(error))


def last_words(screen: Screen, session: Session) -> None:
    grace = how_to_call()
    where = ""
    if session.config_path:
        where += f" --config {session.config_path}"
    if session.data_path:
        where += f" --data {session.data_path}"
    screen.heading("All is set up")
    screen.line("Let it watch, in the background or in a window of its own:")
    screen.command(f"{grace} run{where}")
    screen.line("Whether all is in order, and what has come so far:")
    screen.command(f"{grace} check{where}")
    screen.command(f"{grace} log{where}")

"""`grace check`: is everything in order? Every problem is shown, not just the first."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli import check_machine, eyes
from watcher.cli.check_rows import Row
from watcher.cli.clock import at
from watcher.cli.options import NothingYetError, Session, common, json_option, now_option
from watcher.cli.screen import moment
from watcher.credentials import addressed
from watcher.errors import GraceError, StorageError, TemporaryError, UserError

if TYPE_CHECKING:
    from watcher.config import Account, Config
    from watcher.mailboxes.protocol import Mailbox

#: Of so many mails the numbers are named.
_SOME = 5


def _length(ctx: click.Context, parameter: click.Parameter, value: str) -> timedelta:
    from watcher.config.values import duration

    try:
        return duration(value)
    except ValueError as unfit:
        raise click.BadParameter(f"It {unfit}.") from None


@click.command(short_help="Is everything in order?")
@click.option("--repair", is_flag=True, help="Save what is whole of a damaged log into a new one.")
@click.option(
    "--within",
    callback=_length,
    metavar="LENGTH",
    default="1d",
    show_default=True,
    help="Every account should have been looked through so lately.",
)
@now_option
@json_option
@common
@click.pass_context
def check(ctx: click.Context, repair: bool, as_json: bool, within: timedelta, now: datetime | None) -> None:
    """Look whether everything is in order: the config, clock, disk and data folder, the model, and for each
    account the secret, the sign-in, the folders and the last look. Nothing is changed in any mailbox.

    It ends with 0 where all is in order, else with the highest of these, for whatever watches over it: 2
    something to put right in the config or a mailbox, 74 data, 75 a server that cannot be reached, or no look within
    --within, 77 a sign-in that was refused.

    With --repair, a log that is damaged is replaced by a new one with all that can still be read; the damaged one is
    kept beside it. What is lost is read again from the mailbox.

    \b
    Examples:
      grace check
      grace check --json --within 30m
      grace check --repair
    """
    session = ctx.find_object(Session) or Session()
    screen, seen = session.screen(), list[Row]()
    if repair:
        click.echo(_repaired(session.data), err=as_json)
    for about, rows in itertools.groupby(_rows(ctx, session, at(now), within), key=lambda row: row.about):
        found = list(rows)
        seen += found
        if as_json:
            for row in found:
                click.echo(json.dumps(asdict(row), ensure_ascii=False))
        else:
            screen.heading(f"Account {about}" if about else "Grace Period")
            screen.table((), [cells for row in found for cells in _cells(row)])
    wrong = [row for row in seen if not row.fine]
    if not as_json:
        screen.line()
        problems = sum(len(_cells(row)) for row in wrong)
        screen.line("All is in order." if not wrong else f"{_count(problems)} to put right, see above.")
    if wrong:
        ctx.exit(max(row.exit_code for row in wrong))


def _cells(row: Row) -> list[tuple[str, str, str]]:
    """A line for each line of what there is to say."""
    state = "fine" if row.fine else "to do"
    return [(state, row.what, line) for line in row.word.splitlines() or [""]]


def _count(number: int) -> str:
    return "One thing" if number == 1 else f"{number} things"


def _rows(ctx: click.Context, session: Session, now: datetime, within: timedelta) -> Iterator[Row]:
    config: Config | None = None
    try:
        config = session.config()
        safe, word = eyes.of_config(session.config_file)
        where = f"read from {session.config_file}"
        yield Row("", "Config", True, f"{where}; {word}" if safe and word else where)
        if not safe:
            yield Row("", "Config", False, word, UserError.exit_code)
    except UserError as error:
        yield Row("", "Config", False, str(error), error.exit_code)
    if config:
        yield from _own_texts(config)
    yield Row("", "Time zone", True, f"{session.zone().key}{_as_the_system(config)}")
    yield check_machine.clock(session, now)
    data = _tried("Data", lambda: _data(session.data))
    yield data
    yield check_machine.disk(session.data)
    yield from _open_to_others("", "Data", eyes.of_data(session.data))
    if config and data.fine:
        yield from _left_over(config, session)
        yield from _waiting(config, session)
    yield _tried("Model", lambda: _model(session.data))
    yield check_machine.running(session.data)
    if config:
        yield from check_machine.service(ctx)
        for account in config.accounts:
            yield from _account(account, config, session)
            yield _last_pass(account, session, now, within)


def _as_the_system(config: Config | None) -> str:
    return "" if config and config.person.time_zone else ", as this computer is set"


def _open_to_others(about: str, what: str, lines: Iterable[str]) -> Iterator[Row]:
    if found := "\n".join(lines):
        yield Row(about, what, False, found, UserError.exit_code)


def _tried(what: str, look: Callable[[], str], about: str = "") -> Row:
    try:
        return Row(about, what, True, look())
    except GraceError as error:
        return Row(about, what, False, str(error), error.exit_code)


def _data(data: Path) -> str:
    """The data folder and the database in it."""
    from watcher.store import Store
    from watcher.store.schema import FILE

    try:
        found, there = _place(data / FILE)
    except OSError as error:
        raise StorageError(f"{data} cannot be used: {error.strerror}.") from None
    if not found:
        if not os.access(there, os.W_OK) or not there.is_dir():
            raise StorageError(f"{there} cannot be written to. Name another folder with --data.")
        return f"{data}, empty so far"
    store = Store(data)
    try:
        health = store.check()
        if health != "ok":
            raise StorageError(
                f"{store.path} is damaged ({health}). `grace check --repair` saves what is whole."
            )
        return f"{store.path}, {store.counts()['mail']} mails on record"
    finally:
        store.close()


def _repaired(data: Path) -> str:
    """Saves what is whole of a damaged log. Gives what to tell of it."""
    from watcher.instance import single_instance
    from watcher.store import salvage
    from watcher.store.schema import FILE

    if not _place(data / FILE)[0]:
        return "There is no log yet, so there is nothing to repair."
    with single_instance(data):
        if not salvage.trouble(data):
            return "The log is whole; nothing was changed."
        done = salvage.salvage(data, at(None))
    saved = f"{_number(done.saved['mail'], 'mail')} and {_number(done.saved['label'], 'label')}"
    lost = f" {_number(done.lost, 'mail')} could not be read." if done.lost else ""
    return (
        f"The log was damaged. {saved} are saved into a new one.{lost} "
        f"The damaged one is kept as {done.kept}. The next pass looks through the folders anew."
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _own_texts(config: Config) -> Iterator[Row]:
    """The person's own letters: each is tried."""
    from watcher.replying import own_texts

    if not config.extras.texts:
        return
    problems = [*own_texts.problems(config.extras.texts), *_in_another_language(config.extras.texts)]
    if problems:
        yield Row("", "Your texts", False, "\n".join(problems), UserError.exit_code)
    else:
        yield Row("", "Your texts", True, ", ".join(config.extras.texts))


def _in_another_language(texts: Mapping[str, str]) -> Iterator[str]:
    """A text that is not in the language that its name says."""
    from watcher.reading.language import UNDETERMINED, detect

    for name, text in texts.items():
        found = detect(text)
        if found not in (UNDETERMINED, name[:2]):
            yield f"{name}: it reads like {found}, not like {name[:2]}"


def _waiting(config: Config, session: Session) -> Iterator[Row]:
    """Replies that are put off because a day has had enough of them."""
    from watcher.replying.policy import ENOUGH_TODAY

    try:
        with session.log() as store:
            waiting = [entry for entry in store.cases("cooling") if entry.case_reason == ENOUGH_TODAY]
    except GraceError:
        return
    if waiting:
        word = f"{len(waiting)} wait for another day: at most {config.reply.per_day} a day (reply.per_day)"
        yield Row("", "Replies", True, word)


def _left_over(config: Config, session: Session) -> Iterator[Row]:
    """Cases of accounts that the config does not name any more: no pass comes by to go on with them."""
    left = dict[str, list[int]]()
    try:
        with session.log() as store:
            for entry in store.cases("cooling", "claimed"):
                if entry.account not in {account.name for account in config.accounts}:
                    left.setdefault(entry.account, []).append(entry.id)
    except NothingYetError:
        return
    except GraceError as error:
        yield Row("", "Cases", False, str(error), error.exit_code)
    for name, ids in sorted(left.items()):
        numbers = ", ".join(map(str, ids[:_SOME])) + (" and more" if len(ids) > _SOME else "")
        word = (
            f"it is not in the config any more, so nothing happens to mail {numbers}. Give the "
            "account that name again, or end each with `grace queue never ID`."
        )
        yield Row("", f"Account {name}", False, word, UserError.exit_code)


def _place(file: Path) -> tuple[bool, Path]:
    """Whether a file is there, and the innermost folder above it that is."""
    return file.exists(), next(folder for folder in file.absolute().parents if folder.exists())


def _model(data: Path) -> str:
    from watcher.learning.versions import load_current

    classifier, note = load_current(data)
    return f"version {classifier.version}{'. ' if note else ''}{note}"


def _account(account: Account, config: Config, session: Session) -> Iterator[Row]:
    """What the mailbox itself says."""
    from watcher.connecting import connect
    from watcher.oauth.tokens import Tokens

    yield from _open_to_others(account.name, "Secret", eyes.of_secret(account))
    if account.auth in ("google", "microsoft", "oauth"):
        signed_in = _tried("Signed in", lambda: _since(account), account.name)
        yield signed_in
        if not signed_in.fine:
            return
    try:
        mailbox = connect(account, Tokens(), at(None))
    except GraceError as error:
        yield Row(account.name, "Opening it", False, addressed(str(error), account.name), error.exit_code)
        return
    try:
        for what, fine, word in mailbox.check():
            word = addressed(word, account.name)
            yield Row(account.name, what, fine, word, 0 if fine else UserError.exit_code)
        if config.learning.folders:
            yield Row(account.name, "To teach it", True, _training(mailbox, config))
    except GraceError as error:
        yield Row(account.name, "Looking at it", False, addressed(str(error), account.name), error.exit_code)
    finally:
        mailbox.close()


def _since(account: Account) -> str:
    from watcher.oauth.grant import stored

    return f"since {stored(account)[0].since}"


def _training(mailbox: Mailbox, config: Config) -> str:
    """Which of the training folders there are."""
    there = {name: mailbox.folder_of(name) for name in config.learning.by_folder}
    missing = ", ".join(name for name, folder in there.items() if folder is None)
    found = ", ".join(folder for folder in there.values() if folder)
    if not found:
        return "no folders for it; `grace teach` makes them, if you like"
    return f"{found}{'; not there: ' if missing else ''}{missing}"


def _last_pass(account: Account, session: Session, now: datetime, within: timedelta) -> Row:
    """When an account was last looked through; where it never was, it has just been set up."""
    try:
        with session.log() as store:
            passed = store.noted(f"passed:{account.name}")
    except GraceError:
        passed = None
    what = "Last looked through"
    if not passed:
        return Row(account.name, what, True, "not yet")
    at_last = datetime.fromisoformat(passed)
    shown = moment(at_last, session.zone(), now)
    if now - at_last <= within:
        return Row(account.name, what, True, shown)
    word = (
        f"{shown}, and not since. Let `grace run` run, or cron call `grace once`; both say what hinders them."
    )
    return Row(account.name, what, False, word, TemporaryError.exit_code)

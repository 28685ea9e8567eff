"""`grace check`: is everything in order? Every problem is shown, not just the first."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli import eyes
from watcher.cli.clock import at
from watcher.cli.options import NothingYetError, Session, common, json_option
from watcher.cli.screen import moment
from watcher.credentials import addressed
from watcher.errors import GraceError, StorageError, UserError

if TYPE_CHECKING:
    from watcher.config import Account, Config

#: Of so many mails the numbers are named.
_SOME = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at.

    Args:
        about: "" for the program itself, else the account's name.
        exit_code: that of its error; 0 where it is fine.
    """

    about: str
    what: str
    fine: bool
    word: str
    exit_code: int = 0


@click.command(short_help="Is everything in order?")
@click.option("--repair", is_flag=True, help="Save what is whole of a damaged log into a new one.")
@json_option
@common
@click.pass_context
def check(ctx: click.Context, repair: bool, as_json: bool) -> None:
    """Look whether everything is in order: the config, the data folder, the model, and for each account the
    secret, the sign-in and the folders. Nothing is changed in any mailbox.

    With --repair, a log that is damaged is replaced by a new one with all that can still be read; the damaged one is
    kept beside it. What is lost is read again from the mailbox.

    \b
    Example:
      grace check
      grace check --repair
    """
    session = ctx.find_object(Session) or Session()
    screen, seen = session.screen(), list[Row]()
    if repair:
        line = _repaired(session.data)
        click.echo(line, err=as_json)
    for about, rows in itertools.groupby(_rows(session), key=lambda row: row.about):
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


def _rows(session: Session) -> Iterator[Row]:
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
        zone = config.person.zone
        yield Row("", "Time zone", True, f"{zone.key}; it is {moment(at(None), zone)} there")
        yield from _own_texts(config)
    data = _tried("Data", lambda: _data(session.data))
    yield data
    yield from _open_to_others("", "Data", eyes.of_data(session.data))
    if config and data.fine:
        yield from _left_over(config, session)
        yield from _waiting(config, session)
    yield _tried("Model", lambda: _model(session.data))
    for account in config.accounts if config else ():
        yield from _account(account, session)


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
    from watcher.daemon import single_instance
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


def _account(account: Account, session: Session) -> Iterator[Row]:
    """What the mailbox itself says, and when it was last looked through."""
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
    except GraceError as error:
        yield Row(account.name, "Looking at it", False, addressed(str(error), account.name), error.exit_code)
    finally:
        mailbox.close()
    yield Row(account.name, "Last looked through", True, _last_pass(account, session))


def _since(account: Account) -> str:
    from watcher.oauth.grant import stored

    return f"since {stored(account)[0].since}"


def _last_pass(account: Account, session: Session) -> str:
    try:
        with session.log() as store:
            passed = store.noted(f"passed:{account.name}")
    except GraceError:
        passed = None
    return moment(datetime.fromisoformat(passed), session.zone()) if passed else "not yet"

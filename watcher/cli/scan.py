"""`grace scan`: looks through a history of mail for answers. It changes nothing and keeps nothing."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watcher.cli.clock import at
from watcher.cli.edge import INTERRUPTED
from watcher.cli.no_mail import LOOKED_AT, no_mail
from watcher.cli.options import Session, common, json_option
from watcher.cli.progress import rate
from watcher.cli.scan_results import counted, in_json, shown, summary, write_csv, write_html
from watcher.errors import GraceError, UserError

if TYPE_CHECKING:
    from watcher.config import Account
    from watcher.scanning.crew import Crew
    from watcher.scanning.looking import Row, Wanted
    from watcher.scanning.pieces import Piece, Position
    from watcher.scanning.place import Past

#: With fewer bytes than this, starting workers takes longer than judging.
_FEW = 300_000
_FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass
class Found:
    """What came out so far, over all sources."""

    rows: list[Row] = field(default_factory=list)
    mails: int = 0
    unread: int = 0


@dataclass(frozen=True)
class Asked:
    """What was asked for on the command line."""

    session: Session
    wanted: Wanted
    folders: tuple[str, ...]
    again: bool
    tell: Callable[[list[Row]], None]


@click.command(short_help="Look through older mail for answers; changes nothing.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only mail from this day on."
)
@click.option("--folder", "folders", multiple=True, metavar="NAME", help="A folder of it; may be repeated.")
@click.option("--all", "everything", is_flag=True, help="List all mail, not only answers.")
@click.option("--again", is_flag=True, help="Start anew, where an earlier scan was interrupted.")
@click.option("--csv", "csv_file", type=_FILE, metavar="FILE", help="Write what was found as a table of CSV.")
@click.option("--html", "html_file", type=_FILE, metavar="FILE", help="Write what was found as a page.")
@json_option
@common
@click.pass_context
def scan(
    ctx: click.Context,
    sources: tuple[str, ...],
    since: datetime | None,
    folders: tuple[str, ...],
    everything: bool,
    again: bool,
    csv_file: Path | None,
    html_file: Path | None,
    as_json: bool,
) -> None:
    """Look through older mail and list the answers in it. SOURCE is the name of an account in your config, a
    Maildir, an mbox (such as Google Takeout makes), an .eml file, or a folder with any of these; "-" is
    standard input.

    Your mail is only read, and nothing of it is put on record. Interrupt it with Ctrl-C at any time: the same command
    goes on from there.

    \b
    Examples:
      grace scan home --since 2026-01-01
      grace scan "All mail.mbox" --html answers.html
      grace scan ~/Mail --folder Archive --csv answers.csv
    """
    session = ctx.find_object(Session) or Session()
    found, screen = Found(), session.screen()

    def tell(rows: list[Row]) -> None:
        for row in rows if as_json else ():
            click.echo(in_json(row))

    asked = Asked(session, _wanted(session, since, everything), folders, again, tell)
    stopped: BaseException | None = None
    try:
        _scan_all(asked, sources, found)
    except (KeyboardInterrupt, GraceError) as error:
        stopped = error
    if not as_json and (found.rows or stopped is None):
        shown(screen, found.rows, session.zone(), everything)
    made = f"{counted(found.mails)} looked through at {at(None).astimezone(session.zone()):%Y-%m-%d %H:%M}."
    for file, write in ((csv_file, write_csv), (html_file, write_html)):
        if file is not None and (found.rows or stopped is None):
            write(file, found.rows, made)
            if not as_json:
                screen.line(f"Written to {file}.")
    if isinstance(stopped, GraceError):
        raise stopped
    if stopped is not None:
        click.echo(f"Stopped after {counted(found.mails)}. The same command goes on from there.", err=True)
        ctx.exit(INTERRUPTED)
    if not as_json:
        screen.line(summary(found.rows, found.mails, found.unread))


def _wanted(session: Session, since: datetime | None, everything: bool) -> Wanted:
    from watcher.scanning.looking import Wanted

    config, zone = session.config_if_good(), session.zone()
    first = datetime.combine(since.date(), time(), tzinfo=zone) if since else None
    if config is None:
        return Wanted(first, everything)
    own = tuple(address.lower() for address in config.person.addresses)
    return Wanted(first, everything, own, platforms=config.extras.platforms)


def _scan_all(asked: Asked, sources: Iterable[str], found: Found) -> None:
    """All sources, one after the other. What is remembered of them goes when all of them are done."""
    from watcher.learning.versions import load_current
    from watcher.scanning.crew import Crew, cores
    from watcher.scanning.place import Bookmark

    data, bookmarks, note = asked.session.data, list[Bookmark](), ""
    plans = [_plan(asked, source) for source in sources]
    few = sum(plan.size or 0 for plan in plans) < _FEW and not any(plan.size is None for plan in plans)
    if few:
        _, note = load_current(data)
    if note:
        click.echo(note, err=True)
    crew = Crew(data, 0 if few else cores())
    try:
        for plan in plans:
            bookmark = Bookmark(data, _key(asked, plan)) if plan.resumable else None
            if bookmark is not None:
                bookmarks.append(bookmark)
                if asked.again:
                    bookmark.forget()
            _scan_one(asked, plan, bookmark, crew, found)
    finally:
        for bookmark in bookmarks:
            bookmark.close()
        crew.close()
    for bookmark in bookmarks:
        bookmark.forget()


@dataclass
class _Plan:
    """How one source is read.

    Args:
        pieces: gives its pieces, told what was done earlier and a function to name how many mails are expected.
        size: of all of it, in what its pieces are counted; None where that is not known beforehand.
        still_means: whether a position of an earlier scan means the same now.
    """

    source: str
    pieces: Callable[[Past, Callable[[int], None]], Iterable[Piece]]
    size: int | None
    wanted: Wanted
    still_means: Callable[[Position], bool] = lambda position: True
    resumable: bool = True


def _plan(asked: Asked, source: str) -> _Plan:
    config = asked.session.config_if_good()
    account = next((one for one in config.accounts if one.name == source), None) if config else None
    if account is not None and account.kind != "maildir":
        return _account_plan(asked, account)
    if source == "-" or source.lower().endswith(".jsonl"):
        return _loose_plan(asked, source)
    path = account.path if account is not None and account.path else Path(source).expanduser()
    if account is None and not path.exists():
        if config is None and Path(source).name == source:
            asked.session.config()  # it says what is wrong with it, which is why no account is known
        names = ", ".join(one.name for one in config.accounts) if config else ""
        raise UserError(
            f"There is no file {source}, and no account of that name. Accounts: {names or 'none'}."
        )
    folders = asked.folders or (account.folders if account is not None else ())
    from watcher.scanning.pieces import pieces, still_there, units

    try:
        there = units(path, folders)
        problem = "" if path.is_dir() else no_mail(_beginning(path))
    except OSError as error:
        raise UserError(f"{source} cannot be read: {error.strerror}.") from None
    if problem:
        raise UserError(f"{source} {problem}")
    if asked.folders and not path.is_dir():
        raise UserError(f"{source} is a file and has no folders.")
    return _Plan(
        str(path.resolve()),
        lambda past, expect: pieces(there, past.position),
        sum(unit.size for unit in there),
        asked.wanted,
        lambda position: still_there(there, position),
    )


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LOOKED_AT)


def _account_plan(asked: Asked, account: Account) -> _Plan:
    from dataclasses import replace

    from watcher.connecting import connect
    from watcher.oauth.tokens import Tokens
    from watcher.scanning import account as accounts

    def pieces(past: Past, expect: Callable[[int], None]) -> Iterator[Piece]:
        mailbox = connect(account, Tokens(), at(None))
        done = past.refs if account.kind == "gmail" else None
        with contextlib.closing(mailbox):
            names = accounts.folders(mailbox, asked.folders)
            yield from accounts.pieces(mailbox, names, asked.wanted.since, past.position, done, expect)

    return _Plan(f"account {account.name}", pieces, None, replace(asked.wanted, authserv=account.authserv))


def _loose_plan(asked: Asked, source: str) -> _Plan:
    """Standard input, and JSONL: what comes line by line."""
    from watcher.cli.sources import read_one
    from watcher.scanning.pieces import batches

    if source == "-" and sys.stdin is not None and sys.stdin.isatty():
        raise UserError("Standard input is a terminal; name a file or an account.")

    def mails() -> Iterator[tuple[str, bytes | None]]:
        for sample in read_one(source):
            yield str(sample.id), None if sample.problem else sample.raw

    size = None if source == "-" else Path(source).stat().st_size if Path(source).exists() else None
    return _Plan(source, lambda past, expect: batches(mails(), source), size, asked.wanted, resumable=False)


def _key(asked: Asked, plan: _Plan) -> dict[str, Any]:
    """What a scan depends on."""
    from watcher.learning.versions import base_version, current

    since = asked.wanted.since.isoformat() if asked.wanted.since else ""
    model = current(asked.session.data) or base_version()
    everything = asked.wanted.everything
    return {
        "source": plan.source,
        "folders": asked.folders,
        "since": since,
        "all": everything,
        "own": plan.wanted.own,
        "model": model,
    }


def _scan_one(asked: Asked, plan: _Plan, bookmark: Any, crew: Crew, found: Found) -> None:
    from watcher.scanning.place import Past
    from watcher.scanning.scan import scan as steps_of

    past = bookmark.past() if bookmark is not None else Past()
    if past.position is not None and not plan.still_means(past.position):
        bookmark.forget()
        past = Past()
    if past.position is not None:
        click.echo(f"Going on after {counted(past.mails)} that were looked through before.", err=True)
    expected: list[int] = []
    done = 0
    with rate(asked.session.plain, "Looking") as progress:
        steps = steps_of(
            lambda position: plan.pieces(past, expected.append),
            past,
            crew,
            plan.wanted,
            bookmark,
            lambda unit: Path(unit).name,
        )
        for step in steps:
            found.rows += step.rows
            found.mails += step.mails
            found.unread += step.unread
            done += step.size
            asked.tell(step.rows)
            total = plan.size if plan.size is not None else (past.size + sum(expected) if expected else None)
            progress(done, total, found.mails)

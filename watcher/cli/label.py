"""`grace label`: the person says what one mail is, or takes it back."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import click

from watcher.cli import completing
from watcher.cli.clock import at
from watcher.cli.options import NUMBER, Session, common, entry_of, now_option
from watcher.cli.originals import Originals
from watcher.cli.words import KINDS, said, what, who
from watcher.errors import UserError
from watcher.replying.policy import BY_WHAT_YOU_SAID

if TYPE_CHECKING:
    from watcher.config import Config
    from watcher.correcting import Correcting, Outcome
    from watcher.store import Entry, Store

SOURCE = "grace label"
_NOT = "not_rejection"
_HELP = ", ".join([*KINDS, _NOT])


def _kind(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A kind of mail, however its words are joined."""
    kind = value.strip().lower().replace("-", "_").replace(" ", "_") if value else None
    if kind and kind not in KINDS and kind != _NOT:
        raise click.BadParameter(f"{value!r} is no kind of mail. The kinds are: {_HELP}.")
    return kind


@click.command(short_help="Say what kind of mail it is.")
@click.argument("mail_id", metavar="ID", type=NUMBER)
@click.argument("kind", metavar="[KIND]", callback=_kind, required=False, shell_complete=completing.kinds)
@click.option("--undo", is_flag=True, help="Take back what you said of it.")
@now_option
@common
@click.pass_context
def label(ctx: click.Context, mail_id: int, kind: str | None, undo: bool, now: datetime | None) -> None:
    """Say what kind of mail it is, where it was judged wrongly, or rightly: it learns from both. The number is
    the one in `grace log`.

    KIND is rejection, on_hold, notice, offer_withdrawn, acknowledgement, interview, assessment, offer,
    feedback, job_alert, outreach, other_job or other; or not_rejection: anything but a no.

    What waits for it follows: there is no draft for what is no such answer, and one cools from now for what is;
    thanks for an interview come after it.

    \b
    Examples:
      grace label 12 not_rejection
      grace label 12 interview
      grace label 12 --undo
    """
    session = ctx.find_object(Session) or Session()
    if undo == (kind is not None):
        raise click.UsageError("Say either a KIND, or --undo.", ctx)
    with session.log() as store:
        entry = entry_of(store, mail_id)
        if undo:
            lines = take_back(session, store, entry, at(now))
        else:
            config = session.config()
            with Originals(config, store) as originals:
                lines = say(config, store, originals, entry, str(kind), SOURCE, at(now))
    for line in lines:
        session.screen().line(line)


def say(
    config: Config, store: Store, originals: Originals, entry: Entry, kind: str, source: str, now: datetime
) -> list[str]:
    """The person says what a mail is. Gives what to tell them."""
    original = originals.of(entry)
    outcome = correcting(config, store, entry).correct(entry.id, kind, source, now, original)
    lines = _lines(store, entry, kind, outcome, config.person.zone, now)
    if original is None:
        why = f" ({originals.trouble.rstrip('.')})" if originals.trouble else ""
        lines.append(
            f"The mail itself could not be fetched{why}, so nothing can be learned from its words yet."
        )
    return lines


def take_back(session: Session, store: Store, entry: Entry, now: datetime) -> list[str]:
    """What the person said of a mail ends. Gives what to tell them.

    Raises:
        UserError: they had said nothing.
    """
    config = session.config()
    outcome = correcting(config, store, entry).undo(entry.id, now, "undone")
    if outcome is None:
        raise UserError(f"You have said nothing of mail {entry.id}; there is nothing to take back.")
    after = entry_of(store, entry.id)
    lines = [f"Taken back. Mail {entry.id} is again {what(after)}."]
    return lines + _what_follows(after, outcome, config.person.zone, now)


def correcting(config: Config, store: Store, entry: Entry) -> Correcting:
    """By the rules of the account that the mail came to; where it is not in the config any more, of the first."""
    from watcher.correcting import Correcting
    from watcher.judging import Judge
    from watcher.reading.classifier import Classifier

    account = next((one for one in config.accounts if one.name == entry.account), config.accounts[0])
    return Correcting(Judge(account, config, store, Classifier.load()), store)


def _lines(store: Store, entry: Entry, kind: str, outcome: Outcome, zone: tzinfo, now: datetime) -> list[str]:
    after = entry_of(store, entry.id)
    name = (
        "the mail"
        if entry.action in ("ignore", "own") and not after.sender_address
        else f"the mail from {who(after)}"
    )
    return [f"Noted: {name} is {said(kind)}.", *_what_follows(after, outcome, zone, now)]


def _what_follows(after: Entry, outcome: Outcome, zone: tzinfo, now: datetime) -> list[str]:
    """What becomes of its reply, where that is not plain from what was said."""
    from watcher.cli.words import capital, next_step

    if outcome.what == "cancelled":
        return ["There will be no draft."] if outcome.reason in BY_WHAT_YOU_SAID else [outcome.reason]
    if outcome.what == "labelled":
        return [outcome.reason] if outcome.reason else []
    return [f"{capital(next_step(after, zone, now))}."]

"""`grace feedback`: what an employer wrote or said, what they liked first, and their tips as a list."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from watcher.cli.asking import Asking
from watcher.cli.clock import at
from watcher.cli.options import (
    NUMBER,
    NothingYetError,
    Session,
    common,
    entry_of,
    json_option,
    now_option,
)
from watcher.cli.screen import Screen, clean
from watcher.cli.tags import ask_to_practise, read_tag
from watcher.cli.words import who
from watcher.errors import UserError
from watcher.reading.types import NOT_JUDGED
from watcher.reflecting.plan import CALLED
from watcher.reflecting.questions import TAGS

if TYPE_CHECKING:
    from watcher.store import Entry, FeedbackRow, Store


@click.command(short_help="Keep what an employer said: what they liked, and tips.")
@click.argument("mail_id", metavar="[ID]", type=NUMBER, required=False)
@click.option(
    "--liked", multiple=True, metavar="TEXT", help="Something that they liked. May stand several times."
)
@click.option(
    "--tip", "tips", multiple=True, metavar="TEXT", help="Something to work on. May stand several times."
)
@click.option(
    "--tag",
    "tags",
    multiple=True,
    type=click.Choice(TAGS),
    help="What the tip is about: once for all of them, or once for each in their order.",
)
@click.option("--practise", is_flag=True, help="Put these tips on the list of things to practise.")
@click.option("--read", "reading", is_flag=True, help="Show the sentence in the mail that gives reasons.")
@click.option("--list", "listing", is_flag=True, help="Only show what is kept.")
@click.option("--drop", type=NUMBER, metavar="N", help="Forget the point with this number.")
@json_option
@now_option
@common
@click.pass_context
def feedback(
    ctx: click.Context,
    mail_id: int | None,
    liked: tuple[str, ...],
    tips: tuple[str, ...],
    tags: tuple[str, ...],
    practise: bool,
    reading: bool,
    listing: bool,
    drop: int | None,
    as_json: bool,
    now: datetime | None,
) -> None:
    """Keep what an employer wrote or said to you, on the phone too: what they liked first, then their tips. Without
    options it asks. Without ID: all that was ever said, as a list.

    \b
    Examples:
      grace feedback
      grace feedback 12 --liked "the calm way to explain" --tip "more examples" --tag interview
      grace feedback 12 --read
    """
    session = ctx.find_object(Session) or Session()
    given = bool(liked or tips)
    if (tags or practise) and not tips:
        raise click.UsageError("--tag and --practise belong to a --tip.")
    if len(tags) not in (0, 1, len(tips)):
        raise click.UsageError("Give one --tag for all tips, or one for each.")
    if mail_id is None and (given or reading):
        raise click.UsageError("Say which mail: `grace log` lists the numbers.")
    try:
        with session.log() as store:
            entry = entry_of(store, mail_id) if mail_id is not None else None
            if drop is not None:
                _drop(session.screen(), store, drop)
            elif entry is None or as_json or listing:
                _list(session.screen(), store, entry, as_json)
            elif reading:
                _read(session.screen(), entry)
            else:
                _keep(session.screen(), store, entry, liked, _pairs(tips, tags), practise, at(now))
    except NothingYetError:
        if mail_id is not None or drop is not None:
            raise
        if not as_json:
            session.screen().line("No feedback is kept so far.")


def _pairs(tips: Sequence[str], tags: Sequence[str]) -> list[tuple[str, str]]:
    for_each = list(tags) if len(tags) == len(tips) else list(tags or ("other",)) * len(tips)
    return list(zip(tips, for_each, strict=True))


def _keep(
    screen: Screen,
    store: Store,
    entry: Entry,
    liked: Sequence[str],
    tips: Sequence[tuple[str, str]],
    practise: bool,
    now: datetime,
) -> None:
    if liked or tips:
        with store.transaction():
            for text in filter(None, map(clean, liked)):
                store.add_feedback(entry.id, now, positive=True, text=text, tag="other")
            for text, tag in ((clean(text), tag) for text, tag in tips):
                if text:
                    store.add_feedback(entry.id, now, positive=False, text=text, tag=tag)
                    if practise:
                        store.add_practice(entry.id, now, tag, text, "feedback")
    else:
        try:
            _ask(screen, store, entry, now)
        except click.Abort:
            if sys.stdin is not None and sys.stdin.isatty():
                raise  # Ctrl-C; else what was typed beforehand has come to its end
            screen.line()
    _list(screen, store, entry, as_json=False)


def _ask(screen: Screen, store: Store, entry: Entry, now: datetime) -> None:
    """One point after the other, what they liked first; each is kept at once."""
    asking = Asking(screen, silent=False)
    screen.line(f"What {who(entry)} said. Enter alone goes on.", "heading")
    if gives_reasons(entry):
        screen.line(heads_up(entry), "quiet")
    while text := asking.text("Something that they liked", "", clean, None, ""):
        store.add_feedback(entry.id, now, positive=True, text=text, tag="other")
    while text := asking.text("A tip of theirs", "", clean, None, ""):
        tag = asking.text(f"What is it about? {', '.join(TAGS)}", "", read_tag, None, "other")
        store.add_feedback(entry.id, now, positive=False, text=text, tag=tag)
        if wanted := ask_to_practise(asking, tag):
            store.add_practice(entry.id, now, wanted, text, "feedback")


def gives_reasons(entry: Entry) -> bool:
    """Whether the mail itself says something to learn from."""
    return entry.kind == "feedback" or entry.details.get("reason") == "feedback"


def heads_up(entry: Entry) -> str:
    """That there are reasons in a mail, and how to read them when one is ready for it."""
    return f"Their mail gives reasons. When you feel like it: grace feedback {entry.id} --read shows the sentence."


def _read(screen: Screen, entry: Entry) -> None:
    if not gives_reasons(entry):
        screen.line(f"Mail {entry.id} gives no reasons, as far as could be told.")
        return
    sentences = [sentence for sentence, kind, _ in entry.evidence if kind == "feedback"]
    sentences = sentences or [sentence for sentence, kind, _ in entry.evidence if kind not in NOT_JUDGED]
    if not sentences:
        screen.line("The sentence itself is not kept. Your mail program has the whole mail.")
        return
    screen.line(f"{who(entry)} wrote:", "heading")
    for sentence in sentences:
        screen.line(f'"{sentence}"', indent=2)
    screen.line(f"The rest stands in the mail. To keep something of it: grace feedback {entry.id}", "quiet")


def _list(screen: Screen, store: Store, entry: Entry | None, as_json: bool) -> None:
    rows = store.feedback(entry.id if entry else None)
    whom = {row.mail_id: who(one) for row in rows if (one := store.entry(row.mail_id))}
    if as_json:
        for row in rows:
            click.echo(_in_json(row, whom.get(row.mail_id, "")))
        return
    if not rows:
        screen.line(
            "No feedback is kept so far." if entry is None else "Nothing that they said is kept so far."
        )
    liked = [(str(row.id), row.text, whom.get(row.mail_id, "")) for row in rows if row.positive]
    tips = [
        (str(row.id), row.text, CALLED[row.tag], whom.get(row.mail_id, ""))
        for row in rows
        if not row.positive
    ]
    for heading, cells in (("What they liked", liked), ("Their tips", tips)):
        if cells:
            screen.heading(heading)
            screen.table((), cells, quiet=(0,))
    if entry and gives_reasons(entry):
        screen.line(heads_up(entry), "quiet")


def _in_json(row: FeedbackRow, whom: str) -> str:
    facts = {
        "id": row.id,
        "mail_id": row.mail_id,
        "from": whom,
        "at": row.at.isoformat(),
        "liked": row.positive,
        "text": row.text,
        "tag": row.tag,
    }
    return json.dumps(facts, ensure_ascii=False)


def _drop(screen: Screen, store: Store, number: int) -> None:
    row = next((row for row in store.feedback() if row.id == number), None)
    if row is None:
        raise UserError(f"There is no point number {number}. `grace feedback` lists the numbers.")
    store.drop_feedback(number)
    screen.line(f"Forgotten: {row.text}")

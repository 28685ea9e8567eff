"""`grace purge`: removes the texts of mails that are kept to learn from."""

from __future__ import annotations

import click

from watcher.cli.options import NothingYetError, Session, common
from watcher.cli.report import REPORT

_KEPT = {
    "labelled": ("mail that you said something of", "mails that you said something of"),
    "ordinary": ("of everyday mail", "of everyday mail"),
}


@click.command(short_help="Remove the mail texts that are kept to learn from.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@common
@click.pass_context
def purge(ctx: click.Context, yes: bool) -> None:
    """Remove the texts of mails that are kept on this computer to learn from, and the page of grace report that was
    made of them. In your mailbox nothing is touched.

    What you said of each mail stays on record, but without its text nothing more can be learned from it. What was
    learned already stays too.

    \b
    Example:
      grace purge
    """
    session = ctx.find_object(Session) or Session()
    screen = session.screen()
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


def _number(why: str, count: int) -> str:
    if why == "ordinary":
        return f"{count} of everyday mail"
    return f"the text of {count} {_KEPT.get(why, (why, why))[count != 1]}"

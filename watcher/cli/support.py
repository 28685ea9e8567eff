"""`grace support`: where to find somebody to talk to. It needs no config, no log and no network.

It names directories and no telephone numbers: those change, and an old one is worse than none.
"""

from __future__ import annotations

import click

from watcher.cli.gentle import helps
from watcher.cli.options import Session, common

_PLACES = (
    ("If you are in danger, or might harm yourself", "the emergency services where you are"),
    ("Somebody to talk to, in your country", "https://findahelpline.com"),
    ("The same, by volunteers who listen", "https://befrienders.org"),
    ("For more than a day or two", "a doctor or a counsellor; looking for work is hard, and they know that"),
)


@click.command(short_help="Where to find somebody to talk to. Works without a network.")
@common
@click.pass_context
def support(ctx: click.Context) -> None:
    """Show where to find somebody to talk to. Looking for work weighs on many. It needs neither config nor network,
    opens nothing, and keeps nothing.

    \b
    Example:
      grace support
    """
    session = ctx.find_object(Session) or Session()
    screen = session.screen()
    if line := helps(session.config_if_good()):
        screen.line(line)
        screen.line()
    for what, where in _PLACES:
        screen.line(f"{what}:")
        screen.line(where, indent=2)

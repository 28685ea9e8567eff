"""What stands beside an answer: what helps you, what is alive, and how to look back. One line each, never an alarm."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from watcher.reflecting.applications import is_alive, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watcher.cli.screen import Screen
    from watcher.config import Config
    from watcher.reflecting.types import Application

#: When several answers came within a few days.
SEVERAL = (
    "Several answers came within a few days. Looking back can wait until it is quieter; `grace reflect ID` is there if "
    "you want it all the same, and so is `grace support`."
)


def helps(config: Config | None) -> str:
    """What the person said helps them, in one line; "" where they said nothing."""
    mine = [one.strip().rstrip(".") for one in config.gentle.helps if one.strip()] if config else []
    return f"What helps you: {'; '.join(mine)}." if mine else ""


def show_alive(screen: Screen, found: Sequence[Application], now: datetime) -> None:
    """The applications that may still come to something, a line each."""
    alive = [one for one in found if is_alive(one, now)]
    if not alive:
        screen.line("No other application is open just now.", "quiet")
        return
    screen.heading("Still open")
    rows = [(one.company or one.mails[0].sender_name, one.role, standing(one, now)) for one in alive]
    screen.table((), rows)

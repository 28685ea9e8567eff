"""How everything looks: one visual language, rich on a terminal and in plain lines everywhere else.

Plain lines are for pipes, screen readers, NO_COLOR and TERM=dumb: no colour, no frames, no symbols, one fact
to a line. Colour never says anything that the words do not say too, and there is no red: nothing is an alarm.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click

from watcher.cli import clock

if TYPE_CHECKING:
    from rich.console import Console

#: Widest line of running text, also on a wide terminal.
PROSE = 88
#: Narrower than this a table becomes plain lines.
_TABLE_FROM = 60
#: Widest table. Its last column does not get narrower than so much: names before it are cut short instead.
_WIDEST, _LAST_COLUMN, _NARROWEST = 120, 26, 10
#: But for a longer word in it, such as an address, it gets up to so much.
_LONGEST_WORD = 36
_STYLES = {"": "", "heading": "bold", "quiet": "dim", "accent": "cyan", "good": "green", "care": "yellow"}
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """Text from a mail, safe for a terminal: no control, escape, bidi or zero-width characters; one line."""
    folded = " ".join(text.split())
    return "".join(c for c in _INVISIBLE.sub("", folded) if unicodedata.category(c)[:1] != "C")


def moment(instant: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """A point in time as the person says it, such as "Tue 24 Nov, 09:00"; see `day`."""
    return f"{day(instant, zone, now)}, {instant.astimezone(zone):%H:%M}"


def day(instant: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """A day, such as "Tue 24 Nov", with its year where that is not the present one.

    Args:
        now: the time that the command works with, None for that of the clock.
    """
    local, today = instant.astimezone(zone), clock.at(now).astimezone(zone)
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}"


def is_plain(asked: bool) -> bool:
    return (
        asked
        or "NO_COLOR" in os.environ
        or os.environ.get("TERM", "") in ("dumb", "unknown")
        or not sys.stdout.isatty()
    )


class Screen:
    """Where a command writes to.

    Args:
        plain: asked for with --plain. Otherwise it is decided by where the output goes.
    """

    def __init__(self, plain: bool = False) -> None:
        self.plain = is_plain(plain)
        self._console = None if self.plain else _rich_console()
        self._is_new = True

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """One line of running text; on a terminal it is wrapped, with all its lines indented alike."""
        text, self._is_new = clean(text), False
        if self._console is None:
            click.echo(" " * indent + text if text else "")
            return
        if not text:
            self._console.print()
            return
        from rich.padding import Padding
        from rich.text import Text

        width = min(self._console.width, PROSE + indent)
        self._console.print(Padding(Text(text, _STYLES[style]), (0, 0, 0, indent), expand=False), width=width)

    def row(self, text: str) -> None:
        """A line that is aligned already: its spaces stay, and it is never broken."""
        self._is_new = False
        indent = len(text) - len(text.lstrip(" "))
        kept = " " * indent + "".join(c for c in text.strip() if unicodedata.category(c)[:1] != "C")
        if self._console is None:
            click.echo(kept)
        else:
            self._console.print(kept, soft_wrap=True)

    def command(self, words: str) -> None:
        """Something to type, on a line of its own and never broken, so that it can be copied."""
        if self._console is None:
            click.echo(f"  {clean(words)}")
        else:
            self._console.print(f"  {clean(words)}", soft_wrap=True)

    def heading(self, text: str) -> None:
        """A line that others belong under, with a free line above."""
        if not self._is_new:
            self.line()
        self.line(text, "heading")

    def entry(self, when: str, text: str, style: str = "") -> None:
        """A line of a diary: a time, and what happened then."""
        if self._console is None:
            self.line(f"{when}  {text}" if when else text, indent=2)
            return
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=7, style="dim")
        grid.add_column(overflow="fold")
        grid.add_row(Text(f"  {when}"), Text(clean(text), _STYLES[style]))
        self._console.print(grid, width=min(self._console.width, PROSE + 9))

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], quiet: Sequence[int] = ()) -> None:
        """Aligned columns; the last one takes what room there is. In plain form a line to a row.

        Args:
            head: the names of the columns, or nothing for a table without.
            quiet: columns that matter less.
        """
        cells = [[clean(cell) for cell in row] for row in rows]
        if self._console is None:
            for row in cells:
                click.echo("  ".join(cell for cell in row if cell))
            return
        if self._console.width < _TABLE_FROM and any(len(row) > 2 for row in cells):
            _narrow_table(self._console, cells, quiet)
            return
        from rich.table import Table

        room = min(self._console.width, _WIDEST)
        table = Table(box=None, show_header=bool(head), padding=(0, 2, 0, 0), pad_edge=False)
        table.header_style = "dim"
        widths = _widths([list(head), *cells] if head else cells, room)
        for at, width in enumerate(widths):
            name = head[at] if head else ""
            last = at == len(widths) - 1
            table.add_column(
                name,
                style="dim" if at in quiet else "",
                no_wrap=not last,
                justify="right" if name == "id" else "left",
                width=None if last else width,
                overflow="fold" if last else "ellipsis",
            )
        for row in cells:
            table.add_row(*row)
        self._console.print(table, width=room)

    def facts(self, rows: Sequence[tuple[str, str]], indent: int = 0) -> None:
        """What and its value, a line each; rows without a value are left out, and one without a name goes on with the
        value before it."""
        there = [(clean(name), clean(value)) for name, value in rows if value.strip()]
        if self._console is None:
            for name, value in there:
                click.echo(f"{' ' * indent}{name}: {value}" if name else f"{' ' * (indent + 4)}{value}")
            return
        from rich.padding import Padding
        from rich.table import Table

        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in there:
            table.add_row(name, value)
        width = min(self._console.width, PROSE + indent + 12)
        self._console.print(Padding(table, (0, 0, 0, indent), expand=False), width=width)

    def letter(self, facts: Sequence[tuple[str, str]], text: str, indent: int = 0) -> None:
        """A mail as it looks in a mail client: some header lines and its text, within a quiet frame."""
        lines = [f"{name}: {clean(value)}" for name, value in facts]
        lines += ["", *(clean(line) for line in text.rstrip().splitlines())]
        if self._console is None:
            for line in lines:
                click.echo(" " * (indent + 2) + line if line else "")
            return
        from rich import box
        from rich.padding import Padding
        from rich.panel import Panel
        from rich.text import Text

        body = Text("\n".join(lines))
        for at in range(len(facts)):
            start = sum(len(line) + 1 for line in lines[:at])
            body.stylize("dim", start, start + len(facts[at][0]) + 1)
        frame = box.ROUNDED if self._console.encoding.startswith("utf") else box.ASCII
        width = min(self._console.width - indent, 76)
        panel = Panel(body, box=frame, border_style="dim", padding=(0, 1), width=width)
        self._console.print(Padding(panel, (0, 0, 0, indent), expand=False))


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of columns: as wide as need be, the widest cut where the last one would get too narrow."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    longest = max((cell_len(word) for row in rows for word in row[-1].split()), default=0)
    last = min(widths[-1], max(_LAST_COLUMN, min(longest, _LONGEST_WORD)))
    for _ in range(len(widths)):
        missing = sum(widths[:-1]) + 2 * (len(widths) - 1) + last - room
        if missing <= 0 or len(widths) < 2:
            break
        widest = widths.index(max(widths[:-1]))
        widths[widest] = max(_NARROWEST, widths[widest] - missing)
    return widths


def _narrow_table(console: Console, rows: Sequence[Sequence[str]], quiet: Sequence[int]) -> None:
    """One row after the other as running text; all lines of a row but its first are indented."""
    from rich.text import Text

    for row in rows:
        styled = [(cell, "dim" if at in quiet else "") for at, cell in enumerate(row) if cell]
        text = Text("  ").join(Text(cell, style) for cell, style in styled)
        for number, line in enumerate(text.wrap(console, console.width - 2)):
            console.print(Text("  " if number else "") + line)


def _rich_console() -> Console:
    from rich.console import Console

    plain_words: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
    return Console(file=sys.stdout, **plain_words)

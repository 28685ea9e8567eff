"""Plots as SVG, drawn by matplotlib, to stand in a page. Pure.

They take their colours from the page (variables of CSS), so that they are readable in the dark and on paper, and their
words are text, in the font of the page. Lines differ in form too, not in colour alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: What matplotlib draws with, and the variable of the page that takes its place.
_INK, _QUIET, _FIRST, _SECOND = "#010101", "#020202", "#030303", "#040404"
_OF_THE_PAGE = {_INK: "--ink", _QUIET: "--quiet", _FIRST: "--first", _SECOND: "--second"}
_LINES = ((_FIRST, "-", "o"), (_SECOND, "--", "s"))
_WIDTH, _HEIGHT = 6.4, 3.4  # inches, of 72 points


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plot: a name and its values, None where there is none."""

    name: str
    values: Sequence[float | None]


def lines(name: str, title: str, steps: Sequence[str], drawn: Sequence[Line], across: str, up: str) -> str:
    """An <svg> of one or two lines over the same steps, at even distances.

    Args:
        name: of the plot, by which its ids differ from those of others in the page.
        title: what a screen reader says of it.
        steps: the names of the steps, left to right.
        across, up: the names of the axes. Values are shares, 0 to 1.
    """
    import matplotlib
    from matplotlib.figure import Figure

    settings: Any = {  # its keys have a type of their own, which older versions do not
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "font.family": "sans-serif",
        "text.color": _INK,
        "axes.labelcolor": _INK,
        "axes.edgecolor": _QUIET,
        "xtick.color": _INK,
        "ytick.color": _INK,
    }
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(_WIDTH, _HEIGHT), layout="constrained")
        axes = figure.add_subplot()
        for line, (colour, dashes, marker) in zip(drawn, _LINES, strict=False):
            places = [at for at, value in enumerate(line.values) if value is not None]
            values = [value for value in line.values if value is not None]
            axes.plot(places, values, color=colour, linestyle=dashes, marker=marker, label=line.name)
        axes.set_xticks(range(len(steps)), steps)
        axes.set_ylim(-0.03, 1.03)
        axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
        axes.set_xlabel(across)
        axes.set_ylabel(up)
        axes.grid(axis="y", color=_QUIET, linewidth=0.5, alpha=0.5)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(frameon=False, loc="outside upper left", ncols=len(drawn))
        return _as_svg(figure, name, title)


def _as_svg(figure: Figure, name: str, title: str) -> str:
    """The <svg> alone, without a date, with a title, and in the colours of the page."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{name}-", text)
    for colour, variable in _OF_THE_PAGE.items():
        text = text.replace(colour, f"var({variable})")
    head, _, rest = text.partition(">")
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    named = (
        f'{head} role="img" aria-labelledby="{name}-title"><title id="{name}-title">{escape(title)}</title>'
    )
    return f"{named}{rest}".strip()

"""Plots as SVG, drawn by matplotlib, to stand in a page. Pure.

They take their colours from the page (variables of CSS), so that they are readable in the dark and on paper, and their
words are text, in the font of the page. Lines, dots and bars differ in form too, not in colour alone.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: What matplotlib draws with, and the variable of the page that takes its place.
_INK, _QUIET, _FIRST, _SECOND, _THIRD = "#010101", "#020202", "#030303", "#040404", "#050505"
_OF_THE_PAGE = {
    _INK: "--ink",
    _QUIET: "--quiet",
    _FIRST: "--first",
    _SECOND: "--second",
    _THIRD: "--third",
}
_LINES = ((_FIRST, "-", "o"), (_SECOND, "--", "s"))
_DOTS = ((_FIRST, "o"), (_SECOND, "s"), (_THIRD, "^"))
_BARS = ((_FIRST, ""), (_SECOND, "////"), (_THIRD, "|||"))
#: Inches of 72 points, in which letters have 12: on a phone, where the page is narrow, they stay readable.
_WIDTH, _HEIGHT, _LETTERS = 5.2, 3.2, 12
_ROW, _AROUND = 0.29, 1.05  # a row of a plot of rows, and what stands above and below the rows
_LONGEST = 20  #: signs of a name beside a row
_STEP, _MOST = 0.11, 0.38  # dots that would lie on one another are so far apart, of a row's height


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plot: a name and its values, None where there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a plot of dots: a name, and for each series its values."""

    name: str
    values: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of all bars: a name, and its length in each of them."""

    name: str
    values: Sequence[int]


def lines(
    name: str, title: str, steps: Sequence[str], drawn: Sequence[Line], across: str, up: str, told: str = ""
) -> str:
    """An <svg> of one or two lines over the same steps, at even distances.

    Args:
        name: of the plot, by which its ids differ from those of others in the page.
        title: what a screen reader says of it.
        steps: the names of the steps, left to right.
        across, up: the names of the axes. Values are shares, 0 to 1.
        told: what is to be seen in it, for who does not see it.
    """
    with _drawing(name, _HEIGHT) as (figure, axes):
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
        _legend(figure, 1)
        return _as_svg(figure, name, title, told)


def dots(
    name: str,
    title: str,
    series: Sequence[str],
    rows: Sequence[Row],
    across: str,
    told: str,
    *,
    height: float = 1.0,
) -> str:
    """An <svg> with a dot for each value, in rows; a stroke marks the median of several.

    Args:
        series: up to three names; with one, there is no legend.
        height: of a row; 1 is that of a line of text.
    """
    most = max((value for row in rows for each in row.values for value in each), default=0)
    with _drawing(name, _ROW * height * len(rows) + _AROUND) as (figure, axes):
        axes.set_xlim(-max(0.2, most / 50), max(1, most) * 1.03)
        for at, row in enumerate(rows):
            axes.axhline(at, color=_QUIET, linewidth=0.5, alpha=0.5, zorder=0)
            for values, (colour, marker) in zip(row.values, _DOTS, strict=False):
                xs, ys = _side_by_side(values, at, most)
                axes.plot(xs, ys, linestyle="", marker=marker, color=colour, markersize=5)
                if len(values) > 1:
                    axes.plot([median(values)] * 2, [at - 0.42, at + 0.42], color=_INK, linewidth=2, zorder=1)
        if len(series) > 1:
            for at, ((colour, marker), label) in enumerate(zip(_DOTS, series, strict=False)):
                if any(row.values[at] for row in rows):
                    axes.plot([], [], linestyle="", marker=marker, color=colour, label=label)
            _legend(figure, len(series))
        _rows(axes, [row.name for row in rows], across)
        return _as_svg(figure, name, title, told)


def bars(
    name: str, title: str, rows: Sequence[str], parts: Sequence[Bar], told: str, *, across: str = ""
) -> str:
    """An <svg> of lying bars made of up to three parts, with the sum at the end of each."""
    with _drawing(name, _ROW * 1.35 * len(rows) + _AROUND) as (figure, axes):
        ends = [0] * len(rows)
        for part, (colour, hatch) in zip(parts, _BARS, strict=False):
            face = "none" if hatch else colour
            drawn = axes.barh(
                range(len(rows)),
                part.values,
                left=ends,
                height=0.62,
                facecolor=face,
                edgecolor=colour,
                label=part.name,
            )
            for patch in drawn:
                if hatch and patch.get_width():
                    patch.set_hatch(hatch)
            ends = [end + value for end, value in zip(ends, part.values, strict=True)]
        for at, end in enumerate(ends):
            axes.annotate(
                str(end), (end, at), (4, 0), textcoords="offset points", va="center", ha="left", color=_INK
            )
        _legend(figure, len(parts))
        axes.set_xlim(0, max(1, *ends) * 1.08)
        _rows(axes, rows, across)
        return _as_svg(figure, name, title, told)


def short(name: str) -> str:
    """A name with room beside a row."""
    room, kept = _LONGEST, ""
    for sign in name:
        room -= 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if room < 1 and len(kept) + 1 < len(name):
            return f"{kept.rstrip()}…"
        kept += sign
    return kept


def _legend(figure: Figure, columns: int) -> None:
    figure.legend(
        frameon=False,
        loc="outside upper left",
        ncols=columns,
        columnspacing=1,
        handlelength=1.6,
        handletextpad=0.5,
    )


def _rows(axes: Axes, names: Sequence[str], across: str) -> None:
    """The first row on top, whole numbers below."""
    from matplotlib.ticker import MaxNLocator

    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 5, 10]))
    axes.set_xlabel(across)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _side_by_side(values: Sequence[int], row: int, most: int) -> tuple[list[int], list[float]]:
    """Where the dots go: those that would lie on one another go up and down by turns."""
    wide, taken = max(1.0, most / 45), Counter[int]()
    xs, ys = [], []
    for value in sorted(values):
        place = int(value / wide)
        number = taken[place]
        taken[place] += 1
        away = (number + 1) // 2 * _STEP * (1 if number % 2 else -1)
        xs.append(value)
        ys.append(row + max(-_MOST, min(_MOST, away)))
    return xs, ys


@contextmanager
def _drawing(name: str, height: float) -> Iterator[tuple[Figure, Axes]]:
    """A figure with one plot. What a stranger wrote is drawn as it stands, in signs that the page has a font for."""
    import matplotlib
    from matplotlib.figure import Figure

    settings: Any = {  # its keys have a type of their own, which older versions do not
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "font.family": "sans-serif",
        "font.size": _LETTERS,
        "text.parse_math": False,
        "text.color": _INK,
        "axes.labelcolor": _INK,
        "axes.edgecolor": _QUIET,
        "hatch.linewidth": 1.0,
        "xtick.color": _INK,
        "ytick.color": _INK,
        "xtick.labelsize": _LETTERS,
        "ytick.labelsize": _LETTERS,
        "legend.fontsize": _LETTERS,
    }
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        yield figure, axes


def _as_svg(figure: Figure, name: str, title: str, told: str) -> str:
    """The <svg> alone, without a date, with a title, and in the colours of the page."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{name}-", text)
    text = re.sub(r"font-family: [^;\"]*;? ?", "", text)  # that of the page
    for colour, variable in _OF_THE_PAGE.items():
        text = text.replace(colour, f"var({variable})")
    head, _, rest = text.partition(">")
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    named = f'{head} role="img" aria-labelledby="{name}-title"'
    words = f'<title id="{name}-title">{escape(title)}</title>'
    if told:
        named += f' aria-describedby="{name}-told"'
        words += f'<desc id="{name}-told">{escape(told)}</desc>'
    return f"{named}>{words}{rest}".strip()

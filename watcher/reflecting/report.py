"""One page of HTML that needs nothing else: no network, no script. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

#: Blue, orange and green of Okabe and Ito, which colour-blind readers tell apart; darker on paper, lighter in the dark.
_STYLE = """\
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #5f656d; --ground: #fdfdfb; --edge: #d9dad4;
  --first: #005a8f; --second: #9a5200; --third: #00664a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6e3; --quiet: #a3a8ae; --ground: #17191b; --edge: #3a3e42;
  --first: #6ab8e8; --second: #e8a35a; --third: #4cc3a0; } }
@media print { :root { color-scheme: light; --ink: #000; --quiet: #444; --ground: #fff; --edge: #bbb; --first: #005a8f;
  --second: #9a5200; --third: #00664a; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.3; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
a { color: var(--first); } :focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
figure { margin: 1.5rem 0; } svg { display: block; width: 100%; max-width: 31rem; height: auto; }
figcaption, .made { color: var(--quiet); font-size: .9rem; } figcaption { margin-top: .4rem; }
.wide { overflow-x: auto; } caption, summary { text-align: left; color: var(--quiet); font-size: .9rem; }
summary { cursor: pointer; padding: .3rem 0; } table { border-collapse: collapse; width: 100%; font-size: .95rem; }
table { margin: .5rem 0 1.5rem; }
th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--edge); vertical-align: top;
  overflow-wrap: break-word; }
th { font-weight: 600; } tbody th { font-weight: 400; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
figure, tr { break-inside: avoid; } h2, caption, summary { break-after: avoid; }
@media (max-width: 30rem) { table { font-size: .88rem; line-height: 1.45; } th, td { padding-right: .5rem; } }
@media print { @page { margin: 15mm; } main { max-width: none; padding: 0; } nav { display: none; }
  .wide { overflow: visible; } table { font-size: .85rem; } h2 { margin-top: 1.5rem; }
  details::details-content { content-visibility: visible; block-size: auto; } }
"""
#: A table with more rows is folded, until it is asked for; on paper it is open.
_LONG = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain text.

    Args:
        numbers: the columns that are numbers.
        is_named: the first cell of a row is its name.
        is_open: it is not folded however long it is.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    is_named: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Args:
        text: paragraphs of plain text.
        plots: each an <svg>, as charts.py draws them, and what stands below it.
    """

    title: str
    text: Sequence[str] = ()
    plots: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()


def page(title: str, made: str, sections: Sequence[Section]) -> str:
    """The whole page.

    Args:
        made: when and from what, one line.
    """
    inside = "\n".join(_section(number, one) for number, one in enumerate(sections))
    links = "".join(
        f'<li><a href="#part-{number}">{escape(one.title)}</a></li>' for number, one in enumerate(sections)
    )
    nav = f'<nav aria-label="On this page"><ul>{links}</ul></nav>\n' if len(sections) > 1 else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="made">{escape(made)}</p>\n{nav}{inside}\n</main>\n</body>\n</html>\n'
    )


def _section(number: int, section: Section) -> str:
    parts = [
        f'<section aria-labelledby="part-{number}">',
        f'<h2 id="part-{number}">{escape(section.title)}</h2>',
    ]
    parts += [f"<p>{escape(paragraph)}</p>" for paragraph in section.text]
    for plot, caption in section.plots:
        below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        parts.append(f"<figure>{plot}{below}</figure>")
    parts += [_table(section.title, one) for one in section.tables]
    return "\n".join([*parts, "</section>"])


def _table(part: str, table: Table) -> str:
    """It can be scrolled by keyboard where the screen is narrow, and is folded where it is long."""
    kinds = [' class="number"' if at in table.numbers else "" for at in range(len(table.head))]
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(table.head, kinds, strict=True)
    )
    rows = "".join(f"<tr>{_cells(row, kinds, table.is_named)}</tr>\n" for row in table.rows)
    caption, name = escape(table.caption), escape(f"{part}: {table.caption}", quote=True)
    is_long = len(table.rows) > _LONG and not table.is_open
    shown = "" if is_long else f"<caption>{caption}</caption>"
    inside = (
        f'<div class="wide" role="region" aria-label="{name}" tabindex="0"><table>{shown}'
        f"\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>"
    )
    return f"<details><summary>{caption}</summary>{inside}</details>" if is_long else inside


def _cells(row: Sequence[str], kinds: Sequence[str], is_named: bool) -> str:
    made = []
    for at, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
        what, of = ("th", ' scope="row"') if is_named and at == 0 else ("td", "")
        made.append(f"<{what}{of}{kind}>{escape(cell)}</{what}>")
    return "".join(made)

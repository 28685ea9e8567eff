"""One page of HTML that needs nothing else: no network, no script. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

#: Blue and orange of Okabe and Ito, which colour-blind readers tell apart; darker on paper, lighter in the dark.
_STYLE = """\
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #6a7078; --ground: #fdfdfb; --edge: #d9dad4;
  --first: #005a8f; --second: #9a5200; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6e3; --quiet: #a3a8ae; --ground: #17191b; --edge: #3a3e42;
  --first: #6ab8e8; --second: #e8a35a; } }
@media print { :root { --ink: #000; --quiet: #444; --ground: #fff; --edge: #bbb; --first: #005a8f;
  --second: #9a5200; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.3; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
figure { margin: 1.5rem 0; } svg { width: 100%; min-width: 30rem; height: auto; }
figcaption, .made { color: var(--quiet); font-size: .9rem; }
.wide { overflow-x: auto; } caption { text-align: left; color: var(--quiet); font-size: .9rem; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--edge); vertical-align: top; }
th { font-weight: 600; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
section { break-inside: avoid; }
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain text.

    Args:
        numbers: the columns that are numbers.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Args:
        text: paragraphs of plain text.
        plot: an <svg>, as charts.py draws them; "" for none.
        caption: below the plot.
    """

    title: str
    text: Sequence[str] = ()
    plot: str = ""
    caption: str = ""
    tables: Sequence[Table] = field(default_factory=tuple)


def page(title: str, made: str, sections: Sequence[Section]) -> str:
    """The whole page.

    Args:
        made: when and from what, one line.
    """
    inside = "\n".join(_section(number, one) for number, one in enumerate(sections))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="made">{escape(made)}</p>\n{inside}\n</main>\n</body>\n</html>\n'
    )


def _section(number: int, section: Section) -> str:
    parts = [
        f'<section aria-labelledby="part-{number}">',
        f'<h2 id="part-{number}">{escape(section.title)}</h2>',
    ]
    parts += [f"<p>{escape(paragraph)}</p>" for paragraph in section.text]
    if section.plot:
        name = escape(section.title, quote=True)
        plot = f'<div class="wide" role="region" aria-label="{name}" tabindex="0">{section.plot}</div>'
        parts.append(f"<figure>{plot}<figcaption>{escape(section.caption)}</figcaption></figure>")
    parts += [_table(one) for one in section.tables]
    return "\n".join([*parts, "</section>"])


def _table(table: Table) -> str:
    """It can be scrolled by keyboard where the screen is narrow."""
    kinds = [' class="number"' if at in table.numbers else "" for at in range(len(table.head))]
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(table.head, kinds, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row, kinds, strict=True))
        + "</tr>\n"
        for row in table.rows
    )
    name = escape(table.caption, quote=True)
    return (
        f'<div class="wide" role="region" aria-label="{name}" tabindex="0"><table><caption>{escape(table.caption)}'
        f"</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>"
    )

"""The page of `grace report`: whole, harmless, and the same for the same figures."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from watcher.reflecting.charts import Bar, Line, Row, bars, dots, lines, short
from watcher.reflecting.report import Section, Table, page


def plot(name: str = "learning") -> str:
    return lines(
        name, "Found & left", ["0", "10"], (Line("a <b>", [0.2, 1.0]), Line("c", [None, 0.5])), "x", "y"
    )


def test_a_plot_is_an_image_with_a_name_in_the_colours_of_the_page() -> None:
    root = ET.fromstring(plot())
    assert root.attrib["role"] == "img"
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert (title.text, title.attrib["id"]) == ("Found & left", root.attrib["aria-labelledby"])
    assert "a <b>" in "".join(root.itertext())
    assert all(f"var({name})" in plot() for name in ("--ink", "--quiet", "--first", "--second"))
    assert "#01" not in plot()


def test_the_same_figures_give_the_same_plot_and_two_plots_share_no_id() -> None:
    assert plot() == plot()
    one, other = (
        {node.attrib["id"] for node in ET.fromstring(plot(name)).iter() if "id" in node.attrib}
        for name in "ab"
    )
    assert one & other == set()


def test_what_a_mail_says_is_text_in_the_page() -> None:
    bad = '"><script>alert(1)</script>&amp;'
    text = page(
        bad, bad, [Section(bad, (bad,), ((plot(), bad),), (Table(bad, (bad,), ((bad,),), frozenset({0})),))]
    )
    assert "<script" not in text
    assert text.count("&lt;script&gt;") == 11
    assert "http:" not in text.replace("http://www.w3.org/", "")


def test_dots_and_bars_differ_in_form_not_only_in_colour() -> None:
    drawn = dots("d", "T", ("a", "b", "c"), [Row("r", ((1,), (2,), (3,)))], "x", "told")
    markers = set(re.findall(r'xlink:href="#(d-m\w+)"', drawn)) - set(
        re.findall(r'id="(d-m\w+)"[^>]*ink', drawn)
    )
    assert len(markers) >= 3
    parts = (Bar("a", [1]), Bar("b", [2]), Bar("c", [3]))
    hatched = bars("b", "T", ["r"], parts, "told")
    assert len(set(re.findall(r'<pattern id="([^"]+)"', hatched))) == 2
    assert re.search(r">6<", hatched), "the sum stands at the end"


def test_many_equal_values_lie_beside_one_another() -> None:
    drawn = dots("d", "T", ("a",), [Row("r", ([5] * 5,))], "x", "told")
    places = re.findall(r'<use [^>]*x="([0-9.]+)" y="([0-9.]+)"[^>]*--first', drawn)
    assert len(places) == len(set(places)) == 5


def test_a_long_name_is_cut_where_the_room_ends() -> None:
    assert short("Rheinblick Versicherungen") == "Rheinblick Versiche…"
    assert short("twenty signs in a row") == "twenty signs in a r…"
    assert short("exactly twenty signs") == "exactly twenty signs"
    assert short("株" * 30) == "株" * 9 + "…"


def test_a_long_table_is_folded_and_says_what_it_is() -> None:
    def made(rows: int, is_open: bool = False) -> str:
        cells = [(str(number),) for number in range(rows)]
        return page("T", "M", [Section("Part", tables=(Table("Cap", ("n",), cells, is_open=is_open),))])

    assert "<details>" not in made(12)
    assert "<caption>Cap</caption>" in made(12)
    assert "<details><summary>Cap</summary>" in made(13)
    assert 'aria-label="Part: Cap"' in made(13)
    assert "<details>" not in made(13, is_open=True)


def test_the_parts_are_listed_where_there_are_several() -> None:
    assert "<nav" not in page("T", "M", [Section("A")])
    assert '<a href="#part-1">B &amp; C</a>' in page("T", "M", [Section("A"), Section("B & C")])


def _luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(one * 2 for one in colour)
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _schemes() -> list[dict[str, str]]:
    """Light, dark, on paper: the colours by their names."""
    roots = re.findall(r":root \{(.*?)\}", page("T", "M", []), re.DOTALL)
    return [dict(re.findall(r"--(\w+): #([0-9a-f]+)", one)) for one in roots]


@pytest.mark.parametrize("scheme", [0, 1, 2])
def test_letters_and_bars_stand_out_from_the_ground(scheme: int) -> None:
    colours = _schemes()[scheme]
    assert all(_contrast(colours[name], colours["ground"]) >= 4.5 for name in ("ink", "quiet", "first"))
    assert all(_contrast(colours[name], colours["ground"]) >= 3 for name in ("second", "third"))


#: What an eye without one kind of cone makes of linear red, green and blue (Vienot, Brettel and Mollon 1999).
_EYES = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


@pytest.mark.parametrize("eye", _EYES)
@pytest.mark.parametrize("scheme", [0, 1, 2])
def test_the_colours_are_told_apart_by_colour_blind_readers(eye: str, scheme: int) -> None:
    colours = _schemes()[scheme]

    def seen(name: str) -> list[float]:
        rgb = [(int(colours[name][at : at + 2], 16) / 255) ** 2.2 for at in (0, 2, 4)]
        linear = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in _EYES[eye]]
        return [max(0.0, one) ** (1 / 2.2) for one in linear]

    for one, other in itertools.combinations(("first", "second", "third"), 2):
        away = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert away > 0.15, (one, other, away)

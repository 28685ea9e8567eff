"""The page of `grace report`: whole, harmless, and the same for the same figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from watcher.reflecting.charts import Line, lines
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
        bad, bad, [Section(bad, (bad,), plot(), bad, (Table(bad, (bad,), ((bad,),), frozenset({0})),))]
    )
    assert "<script" not in text
    assert text.count("&lt;script&gt;") == 11
    assert "http:" not in text.replace("http://www.w3.org/", "")

"""The page of `grace report` in a browser: accessible, readable on a phone and on paper, and alone in the world."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.browser import Browser, running_browser
from tests.reflecting.season import ZONE
from tests.reflecting.season.measuring import as_told
from tests.servers.running import missing
from watcher.reflecting.applications import join
from watcher.reflecting.charts import Line, lines
from watcher.reflecting.report import Section, Table, page
from watcher.reflecting.season import Cooling, Point, season
from watcher.reflecting.season_page import parts

_NOW = {"none": "2026-03-01", "few": "2026-07-15", "all": "2026-07-15", "end": "2026-09-01"}
_NARROW, _WIDE = 390, 1280  #: pixels: a phone, a desktop
#: What is drawn or written beyond the edge of a box that cuts it, by its text.
_CUT = """\
const wide = document.documentElement.clientWidth;
const found = [];
for (const node of document.querySelectorAll('h1, h2, p, a, caption, summary, figcaption, svg, svg text')) {
  const box = node.getBoundingClientRect();
  if (box.width && (box.left < -0.5 || box.right > wide + 0.5)) found.push(node.textContent.trim().slice(0, 40));
}
for (const svg of document.querySelectorAll('svg')) {
  const around = svg.getBoundingClientRect();
  for (const node of svg.querySelectorAll('text')) {
    const box = node.getBoundingClientRect();
    const cut = box.left < around.left - 1 || box.right > around.right + 1
      || box.top < around.top - 1 || box.bottom > around.bottom + 1;
    if (cut) found.push('in a plot: ' + node.textContent.trim());
  }
}
return found"""
#: Words of a plot that lie on one another.
_OVERLAPS = """\
const found = [];
for (const svg of document.querySelectorAll('svg')) {
  const boxes = [...svg.querySelectorAll('text')].map(node => [node.getBoundingClientRect(), node.textContent.trim()]);
  boxes.forEach(([one, name], at) => boxes.slice(at + 1).forEach(([other, its]) => {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (across > 1 && down > 3) found.push(name + ' | ' + its);
  }));
}
return found"""
_SMALLEST = """\
return Math.min(...[...document.querySelectorAll('svg text')].map(node => {
  const svg = node.ownerSVGElement;
  return parseFloat(getComputedStyle(node).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
}), ...[...document.querySelectorAll('p, td, th, caption')].map(node => parseFloat(getComputedStyle(node).fontSize)))"""


def made(name: str) -> str:
    """The page of the season as it is on a day."""
    now = datetime.fromisoformat(f"{_NOW[name]}T12:00").replace(tzinfo=ZONE)
    applications = join([mail for mail in as_told() if mail.at <= now], {}, {})
    applications = applications[:4] if name == "few" else applications
    cooling = [Cooling(0, "Halden Robotics", "Backend Engineer", now + timedelta(days=1), read=False)]
    points = [
        Point(None, "interview", "Calm and clear in the talk", is_liked=True),
        Point(None, "skills", "More Kubernetes, and how to run a service over night"),
        Point(None, "cv", "Shorter", is_done=True),
    ]
    some = (
        season(applications, cooling, points, {}, now, ZONE)
        if applications
        else season([], [], [], {}, now, ZONE)
    )
    return page("Grace Period", "Made on this computer.", [*parts(some, now, ZONE), _learning()])


def _learning() -> Section:
    drawn = (
        Line("answers of a no that are found", (0.5, 0.8, 0.9)),
        Line("other mail left alone", (1.0, 0.9, 1.0)),
    )
    plot = lines(
        "learning", "How it judges", ("0", "8", "20"), drawn, "labels learned from", "of your mails", "Told."
    )
    table = Table("The same in numbers", ("labels", "right"), (("0", "5 of 10"), ("20", "9 of 10")))
    return Section(
        "How it judges your mail, the more you label", (), ((plot, "0 labels: as it ships."),), (table,)
    )


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with running_browser(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name in _NOW:
        (folder / f"{name}.html").write_text(made(name), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in _NOW}


Open = Callable[..., None]


@pytest.fixture
def shown(browser: Browser, pages: dict[str, Path]) -> Iterator[Open]:
    """Opens a page: its name, how wide the window is, "light" or "dark", "screen" or "print"."""

    def open_it(name: str, width: int = _WIDE, scheme: str = "light", media: str = "screen") -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.devtools("Emulation.setEmulatedMedia", media=media, features=features)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.devtools("Emulation.setDeviceMetricsOverride", **size)
        browser.visit(pages[name].as_uri())
        browser.screenshot(f"report-{name}-{width}-{scheme}-{media}", whole=True)

    yield open_it
    browser.devtools("Emulation.setEmulatedMedia", media="", features=[])
    browser.devtools("Emulation.clearDeviceMetricsOverride")


@pytest.fixture(scope="module")
def violations(browser: Browser) -> Callable[[], list[str]]:
    if importlib.util.find_spec("axe_core_python") is None:
        missing("axe-core is not installed (pip install axe-core-python)")
    from axe_core_python.base import AXE_SCRIPT

    return partial(_violations, browser, AXE_SCRIPT)


def _violations(browser: Browser, axe: str) -> list[str]:
    """What axe-core finds wrong with what is shown, all its rules, "best practices" too.

    By the devtools, since the page lets no script run that it brings with it, nor one that is put into it.
    """
    browser.devtools("Runtime.evaluate", expression=axe)
    run = "axe.run(document, {resultTypes: ['violations']}).then(found => JSON.stringify(found.violations))"
    answer = browser.devtools("Runtime.evaluate", expression=run, awaitPromise=True, returnByValue=True)
    found: list[dict[str, Any]] = json.loads(answer["result"]["value"])
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["none", pytest.param("few", marks=pytest.mark.long), "all"])
def test_axe_finds_nothing_wrong(
    shown: Open, violations: Callable[[], list[str]], name: str, scheme: str
) -> None:
    for width in (_NARROW, _WIDE):
        shown(name, width, scheme)
        assert violations() == [], width


def test_axe_would_find_something_wrong(
    shown: Open, browser: Browser, violations: Callable[[], list[str]]
) -> None:
    shown("few")
    browser.script(
        "document.documentElement.removeAttribute('lang'); document.querySelector('p').style.color = '#ccc'"
    )
    found = {one.partition(":")[0] for one in violations()}
    assert {"html-has-lang", "color-contrast"} <= found


@pytest.mark.parametrize("width", [320, _NARROW, _WIDE])
@pytest.mark.parametrize("name", _NOW)
def test_nothing_is_cut_and_no_words_lie_on_one_another(
    shown: Open, browser: Browser, name: str, width: int
) -> None:
    shown(name, width)
    assert browser.script("return document.documentElement.scrollWidth <= window.innerWidth")
    assert browser.script(_CUT) == []
    assert browser.script(_OVERLAPS) == []


@pytest.mark.parametrize("width", [_NARROW, _WIDE])
def test_letters_are_large_enough_to_read(shown: Open, browser: Browser, width: int) -> None:
    shown("all", width)
    assert browser.script(_SMALLEST) >= 10.5


def test_the_dark_page_is_dark_with_its_plots(shown: Open, browser: Browser) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    letters = "return getComputedStyle(document.querySelector('svg text')).fill"
    seen = {}
    for scheme in ("light", "dark"):
        shown("all", scheme=scheme)
        seen[scheme] = [
            sum(map(int, re.findall(r"\d+", str(browser.script(one)))[:3])) for one in (ground, letters)
        ]
    assert seen["light"][0] > 600 > 200 > seen["light"][1]
    assert seen["dark"][0] < 200 < 600 < seen["dark"][1]


def test_all_can_be_reached_by_keyboard(shown: Open, browser: Browser) -> None:
    shown("all", _NARROW)
    wanted = browser.script("return document.querySelectorAll('nav a, details, details .wide, .wide').length")
    reached = []
    focus = "const at = document.activeElement; return at.tagName + ' ' + (at.ariaLabel || at.textContent).slice(0, 60)"
    for _ in range(wanted + 1):
        browser.press("Tab")
        reached.append(str(browser.script(focus)))
    assert reached[0] == "A What is alive"
    assert any(one.startswith("SUMMARY The same in numbers, by company") for one in reached)
    assert "DIV Days to an answer: The same in numbers, by stage" in reached
    browser.script("document.querySelector('summary').focus()")
    browser.press("Enter")
    assert browser.script("return document.querySelector('details').open")


def test_each_plot_has_a_title_and_what_is_to_be_seen_in_it(shown: Open, browser: Browser) -> None:
    shown("all")
    said = browser.accessible("image")
    assert len(said) == 5
    assert all(name and described for name, described in said)
    assert len({name for name, _ in said}) == 5
    assert any("talks reached: " in described for _, described in said)


def test_on_paper_nothing_is_cut_or_left_folded(shown: Open, browser: Browser) -> None:
    shown("all", 680, "dark", "print")
    assert browser.script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.script("return document.documentElement.scrollWidth <= window.innerWidth")
    assert browser.script(
        "return [...document.querySelectorAll('.wide')].every(one => one.scrollWidth <= one.clientWidth)"
    )
    assert browser.script(_CUT) == []
    last = "const rows = document.querySelectorAll('details tbody tr'); return rows[rows.length - 1].{}"
    assert browser.script(last.format("checkVisibility({contentVisibilityAuto: true})"))
    assert browser.script(last.format("getBoundingClientRect().height")) > 10
    paper = browser.devtools("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
    pdf = base64.b64decode(paper["data"])
    assert pdf.startswith(b"%PDF")
    pages = int(re.findall(rb"/Type /Pages\s+/Count (\d+)", pdf)[0])
    assert 6 <= pages <= 12


@pytest.mark.parametrize("name", _NOW)
def test_the_page_asks_nobody_for_anything(
    browser: Browser, shown: Open, pages: dict[str, Path], name: str
) -> None:
    text = pages[name].read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    links = re.findall(r"""(?:src|href|action|srcset|data)\s*=\s*["']([^"']*)""", text)
    assert links
    assert [one for one in links if not one.startswith("#")] == []
    assert re.findall(r"url\((?!#)|@import|<script|<iframe|<object|<embed", text) == []
    shown(name)
    assert browser.script("return performance.getEntriesByType('resource').length") == 0

"""What the page says of a season: in plain words, and each plot once more in numbers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest

from tests.reflecting.season import ZONE
from tests.reflecting.season.measuring import as_told
from watcher.reflecting.applications import join
from watcher.reflecting.report import Section, page
from watcher.reflecting.season import Alive, Cooling, Point, Season, Waited, season
from watcher.reflecting.season_page import NOTHING, parts

NOW = datetime(2026, 7, 1, 12, tzinfo=ZONE)
#: Nothing in the page may count what was lost, or praise, or alarm.
_UNKIND = re.compile(r"reject|fail|lost|unfortunate|ghost|success|\brate\b|%|!", re.IGNORECASE)


def of(some: Season) -> dict[str, Section]:
    return {one.title: one for one in parts(some, NOW, ZONE)}


def waited(company: str, step: str, *days: int) -> list[Waited]:
    return [Waited(company, step, one, NOW - timedelta(days=one)) for one in days]


def texts(plot: str) -> list[str]:
    """The words that are drawn."""
    names = "{http://www.w3.org/2000/svg}text"
    return ["".join(node.itertext()).strip() for node in ET.fromstring(plot).iter(names)]


def the_season(points: tuple[Point, ...] = ()) -> Season:
    applications = join([mail for mail in as_told() if mail.at <= NOW], {}, {})
    return season(applications, [], points, {}, NOW, ZONE)


def test_where_nothing_is_on_record_it_says_so_kindly() -> None:
    shown = of(Season())
    assert list(shown) == [
        "What is alive",
        "What is cooling",
        "Days to an answer",
        "From sent to answer",
        "Themes of feedback",
    ]
    assert [part.text for part in shown.values()] == [
        (NOTHING,),
        ("Nothing is cooling.",),
        (NOTHING,),
        (NOTHING,),
        (NOTHING,),
    ]
    assert not any(part.plots or part.tables for part in shown.values())


def test_a_whole_season_is_told_without_an_unkind_word() -> None:
    shown = parts(the_season((Point(None, "cv", "Shorter"),)), NOW, ZONE)
    words = "\n".join(
        [
            *(line for part in shown for line in (part.title, *part.text)),
            *(word for part in shown for plot, _ in part.plots for word in texts(plot)),
            *(cell for part in shown for table in part.tables for cell in (table.caption, *table.head)),
        ]
    )
    assert "median" in words
    assert _UNKIND.findall(words) == []


def test_what_is_alive_says_how_it_stands() -> None:
    table = of(
        Season(
            alive=[
                Alive("Acme", "Data\u202e Engineer", "in talks", NOW, NOW + timedelta(days=6, hours=2)),
                Alive("", "", "no answer yet", NOW - timedelta(days=300)),
            ]
        )
    )["What is alive"].tables
    assert [(one.caption, *one.rows) for one in table] == [
        (
            "May come to something",
            ("Acme", "Data Engineer", "in talks, last word Wed 1 Jul; interview Tue 7 Jul, 14:00"),
        ),
        (
            "No word for three weeks or longer",
            ("a company that no mail names", "", "no answer yet, last word Thu 4 Sep 2025"),
        ),
    ]


def test_what_cools_says_until_when() -> None:
    due = NOW + timedelta(days=1)
    cooling = [
        Cooling(1, "Acme", "Analyst", due, read=True),
        Cooling(2, "Bolt", "Baker", due, read=False),
        Cooling(3, "Crane", "Cook", NOW, read=True),
    ]
    assert [row[2] for row in of(Season(cooling=cooling))["What is cooling"].tables[0].rows] == [
        "Thu 2 Jul, 12:00",
        "at the latest Thu 2 Jul, 12:00",
        "with the next pass",
    ]


def test_days_are_told_by_stage_and_by_company_in_medians() -> None:
    part = of(
        Season(
            waited=[
                *waited("Acme GmbH", "applying", 20),
                *waited("Acme", "applying", 9),
                *waited("Bolt", "applying", 1),
                *waited("Bolt", "a talk", 4, 7),
            ]
        )
    )["Days to an answer"]
    by_stage, by_company = part.tables
    assert by_stage.rows == [("after applying", "1", "9", "20"), ("after a talk", "4", "5.5", "7")]
    assert by_company.head == ("company", "after applying", "after a talk")
    assert by_company.rows == [("Bolt", "1", "4, 7"), ("Acme GmbH", "9, 20", "")]
    (first, _), (second, _) = part.plots
    assert {"after applying", "median 9 days", "median 5.5 days"} <= set(texts(first))
    assert "after a task" not in texts(first) + texts(second)
    assert "<desc" in first
    assert "after applying median 9 days; after a talk median 5.5 days." in first
    assert "From Bolt, median 4 days, to Acme GmbH, median 14.5 days." in second


@pytest.mark.parametrize(("number", "median"), [(1, "1 day"), (2, "2 days")])
def test_one_answer_alone_has_no_median(number: int, median: str) -> None:
    plot = of(Season(waited=waited("Acme", "applying", number)))["Days to an answer"].plots[0][0]
    assert median in texts(plot)
    assert "median" not in "".join(texts(plot))


def test_of_many_companies_those_are_drawn_that_answered_last_and_the_table_has_all() -> None:
    some = the_season()
    part = of(some)["Days to an answer"]
    plot, caption = part.plots[1]
    drawn = set(texts(plot))
    assert len(part.tables[1].rows) > 60
    assert caption == "The 24 companies that answered last; the table has them all."
    last = max(some.waited, key=lambda one: one.on)
    assert last.company in drawn
    assert sum(row[0] in drawn for row in part.tables[1].rows) >= 20


def test_a_plot_says_the_same_as_its_table() -> None:
    part = of(the_season())["From sent to answer"]
    told = ET.fromstring(part.plots[0][0]).find("{http://www.w3.org/2000/svg}desc")
    assert told is not None
    assert told.text == "; ".join(f"{row[0]}: {row[3]}" for row in part.tables[0].rows) + "."
    assert {row[3] for row in part.tables[0].rows} <= set(texts(part.plots[0][0]))
    assert all(int(row[1]) + int(row[2]) == int(row[3]) for row in part.tables[0].rows)
    assert [row[0] for row in part.tables[0].rows][:2] == ["sent", "talks reached"]


def test_what_they_liked_is_told_first_in_words_and_in_themes() -> None:
    points = [
        Point(1, "skills", "Calm", is_liked=True),
        Point(None, "skills", "More SQL"),
        Point(1, "cv", "Shorter", is_done=True),
    ]
    part = of(Season(points=points, companies=["Acme", "", "Acme"]))["Themes of feedback"]
    assert part.tables[0].head == ("theme", "they liked", "practised", "to work on")
    assert part.tables[0].rows == [("CV", "0", "1", "0"), ("skills", "1", "0", "1")]
    assert [(one.caption, one.rows) for one in part.tables[1:]] == [
        ("What they liked", [("skills", "Calm", "Acme")]),
        ("To work on", [("skills", "More SQL", "")]),
        ("Practised", [("CV", "Shorter", "Acme")]),
    ]
    assert "they liked: skills 1; practised: CV 1; to work on: skills 1." in part.plots[0][0]


def test_whatever_a_company_is_called_the_page_is_whole(recwarn: pytest.WarningsRecorder) -> None:
    names = [
        "A$x^$B",
        "</svg><script>",
        "株式会社サンプルテクノロジーズ",
        "",
        "x" * 500,
        "a\x00b\u202ec",
        r"\frac{",
        "_",
    ]
    some = Season(waited=[one for name in names for one in waited(name, "applying", 5, 9)])
    text = page("A", "B", parts(some, NOW, ZONE))
    assert "A$x^$B" in text
    assert "<script" not in text
    assert not [one for one in recwarn if "Glyph" in str(one.message)]
    for plot, _ in of(some)["Days to an answer"].plots:
        ET.fromstring(plot)

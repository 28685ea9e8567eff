"""The plan: strengths first, open things by what they are about, done ones last; and the sheet for the next talk."""

from __future__ import annotations

from watcher.reflecting.plan import (
    HOW,
    Item,
    Plan,
    Strength,
    own_strengths,
    plan_in_markdown,
    prep_sheet,
    reflection_in_markdown,
    said,
    sheet_in_markdown,
)
from watcher.reflecting.questions import FULL, SHORT

PLAN = Plan(
    (
        Strength("the portfolio", "Acme", theirs=True),
        Strength("I was calm", "Birch"),
        Strength("clear questions", "Cedar", theirs=True),
    ),
    (
        Item(1, "letter", "a shorter letter", "Acme"),
        Item(2, "interview", "name my price"),
        Item(3, "cv", "dates on the right", done=True),
        Item(4, "interview", "talk\nslower", "Birch"),
        Item(5, "skills", "SQL joins"),
    ),
)


def test_open_things_stand_by_what_they_are_about() -> None:
    assert {tag: [one.id for one in items] for tag, items in PLAN.open.items()} == {
        "letter": [1],
        "interview": [2, 4],
        "skills": [5],
    }
    assert [one.id for one in PLAN.done] == [3]


def test_the_plan_in_markdown() -> None:
    assert plan_in_markdown(PLAN) == (
        "# My plan\n\n"
        "## What is good already\n\n"
        "- the portfolio (Acme said so)\n- I was calm (Birch)\n- clear questions (Cedar said so)\n\n"
        "## To practise: Application letter\n\n- [ ] a shorter letter (Acme)\n\n"
        "## To practise: Interview\n\n- [ ] name my price\n- [ ] talk slower (Birch)\n\n"
        "## To practise: Skills\n\n- [ ] SQL joins\n\n"
        "## Done\n\n- [x] dates on the right\n\n"
        f"{HOW}\n"
    )
    assert plan_in_markdown(Plan((), ())) == f"# My plan\n\n{HOW}\n"


def test_a_sheet_leans_on_what_this_employer_liked_and_goes_through_the_talk_first() -> None:
    sheet = prep_sheet(PLAN, "CEDAR", "Engineer", "Thu 26 Nov, 10:00")
    assert sheet.title == "Before the talk: Engineer, CEDAR, Thu 26 Nov, 10:00"
    assert [one.whom for one in sheet.strengths] == ["Cedar", "Acme", "Birch"]
    assert [one.id for one in sheet.practise] == [2, 4, 5, 1], "what is done is not gone through again"
    text = sheet_in_markdown(sheet)
    assert text.index("clear questions") < text.index("name my price") < text.index(HOW)


def test_a_sheet_without_a_known_talk_and_without_a_plan() -> None:
    assert prep_sheet(PLAN).title == "Before the next talk"
    assert prep_sheet(Plan((), ())).practise == ()


def test_a_sheet_is_short() -> None:
    many = Plan(
        tuple(Strength(str(n)) for n in range(20)), tuple(Item(n, "interview", str(n)) for n in range(20))
    )
    sheet = prep_sheet(many)
    assert len(sheet.strengths) <= 5
    assert len(sheet.practise) <= 8


def test_strengths_are_what_the_person_called_good() -> None:
    found = own_strengths({"well": "calm", "points": "", "improve": "faster"}, "Acme")
    assert found == [Strength("calm", "Acme")]


def test_what_was_said_stands_in_the_order_of_the_questions_and_nothing_is_lost() -> None:
    answers = {"again": "my price", "well": "calm", "across": "", "doubts": "my age", "gone": "x"}
    (title, rows), (besides, others) = said(SHORT, answers)
    assert (title, [answer for _, answer in rows]) == ("Looking back", ["calm", "my price"])
    assert (besides, [answer for _, answer in others]) == ("Besides", ["my age", "x"])
    assert [title for title, _ in said(FULL, {"well": "calm", "goodbye": "yes"})] == [
        "Getting ready",
        "The end of it",
    ]


def test_a_page_to_show_to_somebody_has_what_they_liked_first() -> None:
    page = reflection_in_markdown("Looking back: Acme", SHORT, {"well": "calm"}, ["the portfolio"], ["SQL"])
    assert page.startswith(
        "# Looking back: Acme\n\n## What they liked\n\n- the portfolio\n\n## Their tips\n\n- SQL\n"
    )
    assert page.endswith("\n\ncalm\n")
    assert page.count("?**") == 1, "what is left empty is left out"

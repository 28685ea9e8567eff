"""The plan for oneself: what is good already, what to practise, what is done; and a sheet for the next talk. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from watcher.reflecting.questions import STRENGTHS, TAGS, Section, known

#: What a tag is called.
CALLED = {
    "cv": "CV",
    "letter": "Application letter",
    "interview": "Interview",
    "skills": "Skills",
    "other": "Other things",
}
#: How to practise, in one line.
HOW = (
    "To practise: write down an answer, say it aloud, then have a friend play the employer for half an hour and tell "
    "you first what was good."
)


@dataclass(frozen=True, slots=True)
class Item:
    """Something to practise.

    Args:
        id: its number, by which the person calls it.
        tag: one of questions.TAGS.
        whom: whose answer it came from, "" for none.
    """

    id: int
    tag: str
    text: str
    whom: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Strength:
    """Something that is good already.

    Args:
        whom: which employer it has to do with, "" for none.
        theirs: they said so; else it is the person's own word.
    """

    text: str
    whom: str = ""
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    strengths: tuple[Strength, ...]
    items: tuple[Item, ...]

    @property
    def open(self) -> dict[str, tuple[Item, ...]]:
        """What is to be practised, by tag; tags without anything are left out."""
        by_tag = {tag: tuple(one for one in self.items if one.tag == tag and not one.done) for tag in TAGS}
        return {tag: items for tag, items in by_tag.items() if items}

    @property
    def done(self) -> tuple[Item, ...]:
        return tuple(one for one in self.items if one.done)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to look at before a talk.

    Args:
        strengths: what to lean on: what this employer or others liked, and what went well.
        practise: what to go through once more, interviews first.
    """

    title: str
    strengths: tuple[Strength, ...]
    practise: tuple[Item, ...]


#: What is looked at first before a talk.
_BEFORE_A_TALK = ("interview", "skills", "other", "cv", "letter")
#: A sheet is short: more than this nobody reads on the way there.
_MOST_STRENGTHS, _MOST_ITEMS = 5, 8


def own_strengths(answers: Mapping[str, str], whom: str) -> list[Strength]:
    """What the person called good when looking back."""
    return [Strength(answers[name], whom) for name in STRENGTHS if answers.get(name)]


def prep_sheet(plan: Plan, company: str = "", role: str = "", when: str = "") -> Sheet:
    """A sheet for the next talk, of what is open and what they liked.

    Args:
        company, role: of the talk, "" where unknown.
        when: its time, in words.
    """
    about = ", ".join(filter(None, (role, company, when)))
    here = [one for one in plan.strengths if company and one.whom.casefold() == company.casefold()]
    theirs = [one for one in plan.strengths if one.theirs and one not in here]
    own = [one for one in plan.strengths if not one.theirs and one not in here]
    still = [one for tag in _BEFORE_A_TALK for one in plan.open.get(tag, ())]
    title = f"Before the talk: {about}" if about else "Before the next talk"
    return Sheet(title, tuple([*here, *theirs, *own][:_MOST_STRENGTHS]), tuple(still[:_MOST_ITEMS]))


def strength(one: Strength) -> str:
    """In words: with who said it, or where."""
    if not one.whom:
        return one.text
    return f"{one.text} ({one.whom} said so)" if one.theirs else f"{one.text} ({one.whom})"


def item(one: Item) -> str:
    return f"{one.text} ({one.whom})" if one.whom else one.text


def plan_in_markdown(plan: Plan) -> str:
    """The whole plan as a page of Markdown."""
    parts = ["# My plan", ""]
    if plan.strengths:
        parts += ["## What is good already", "", *_list(strength(one) for one in plan.strengths), ""]
    for tag, items in plan.open.items():
        parts += [f"## To practise: {CALLED[tag]}", "", *_list((item(one) for one in items), "[ ] "), ""]
    if plan.done:
        parts += ["## Done", "", *_list((item(one) for one in plan.done), "[x] "), ""]
    return "\n".join([*parts, HOW, ""])


def sheet_in_markdown(sheet: Sheet) -> str:
    parts = [f"# {sheet.title}", ""]
    if sheet.strengths:
        parts += ["## To lean on", "", *_list(strength(one) for one in sheet.strengths), ""]
    if sheet.practise:
        parts += ["## To go through once more", "", *_list((item(one) for one in sheet.practise), "[ ] "), ""]
    return "\n".join([*parts, HOW, ""])


def reflection_in_markdown(
    title: str,
    sections: Sequence[Section],
    answers: Mapping[str, str],
    liked: Sequence[str] = (),
    tips: Sequence[str] = (),
) -> str:
    """Looking back on one answer, to be shown to somebody else. Questions left empty are left out.

    Args:
        liked, tips: what the employer said.
    """
    parts = [f"# {_one_line(title)}", ""]
    if liked:
        parts += ["## What they liked", "", *_list(liked), ""]
    if tips:
        parts += ["## Their tips", "", *_list(tips), ""]
    told = said(sections, answers)
    for heading, questions in told:
        parts += [f"## {heading}", ""]
        for question, answer in questions:
            parts += [f"**{question}**", "", answer.strip(), ""]
    return "\n".join(parts)


def said(sections: Sequence[Section], answers: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was said, section by section: each question with its answer. What is left empty is left out."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    asked: set[str] = set()
    for section in sections:
        rows = [(one.text, answers[one.name]) for one in section.questions if answers.get(one.name)]
        asked |= {one.name for one in section.questions}
        if rows:
            found.append((section.title, rows))
    names = known()
    others = [
        (names[name].text if name in names else name, answer)
        for name, answer in answers.items()
        if name not in asked and answer
    ]
    return [*found, ("Besides", others)] if others else found


def _list(lines: Iterable[str], mark: str = "") -> list[str]:
    return [f"- {mark}{_one_line(line)}" for line in lines]


def _one_line(text: str) -> str:
    return " ".join(text.split())

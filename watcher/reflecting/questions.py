"""What one may ask oneself about an answer, once. All of it may be left empty.

The short form has four questions and takes about five minutes; the full one has seven sections, about 24 questions.
Both begin with what was good. Where nobody was spoken to, the short one asks about the papers instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: What a thing to practise, or a tip, is about.
TAGS = ("cv", "letter", "interview", "skills", "other")


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Args:
        name: by which the answer is kept. The same name in two forms means the same.
        tag: of what its answer may give to practise, one of TAGS; "" where that is not asked.
    """

    name: str
    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    questions: tuple[Question, ...]


#: The answers that are strengths: they stand first in the plan.
STRENGTHS = ("well", "points")

_WELL = Question("well", "What went well? Where did you feel sure of yourself?")
_IMPROVE = Question("improve", "What would you like to be better at next time?", "interview")
_STILL = Question(
    "still", "Knowing what you know now: would you still want it? What does that say about the next one?"
)

_AFTER_TALKING = (
    Question("well", "Before anything else: what went well, and what did you do to make it so?"),
    Question(
        "prepared", "How well prepared were you? What would you read up on, or try out, next time?", "skills"
    ),
    Question(
        "across",
        "Did you get across what you meant, and was there some warmth between you? When was it easy, when not?",
        "interview",
    ),
    Question("again", "Is there an answer that you would give otherwise now? How would it go?", "interview"),
)
_OF_PAPERS = (
    Question("well", "Before anything else: what in this application shows you as you are at your best?"),
    Question("fit", "Which of the things they asked for could they see in your papers, and which not?", "cv"),
    Question("papers", "What would you write otherwise: in the CV, or in the letter?", "letter"),
    Question("still", "Would you still want it? What does that say about the next one that you look for?"),
)
SHORT = (Section("Looking back", _AFTER_TALKING),)
SHORT_OF_PAPERS = (Section("Looking back", _OF_PAPERS),)

FULL = (
    Section(
        "Getting ready",
        (
            _WELL,
            Question(
                "employer",
                "What did you know of them: what they do, how they are doing, who works there?",
                "skills",
            ),
            Question("task", "How clear was it to you what the job would be, day by day?", "skills"),
            Question("points", "Which of your strengths did you want them to see? Did they?"),
            Question(
                "weak",
                "Was there something that you hoped they would not ask? What will you say next time?",
                "interview",
            ),
            Question("fit", "How well did the job and you fit each other, by what you knew then?", "cv"),
        ),
    ),
    Section(
        "The first minutes",
        (
            Question("arrive", "Were you there in good time, with a minute to breathe?"),
            Question(
                "setup",
                "Did the place do its part? On a video call: camera, sound, light, what one saw behind you.",
                "other",
            ),
            Question(
                "greet",
                "How was the greeting: names, clothes that you felt well in, the first words?",
                "interview",
            ),
        ),
    ),
    Section(
        "Listening",
        (
            Question(
                "understood",
                "Did you understand what each question was after? What did you do where you did not?",
            ),
            Question("answered", "Did your answers meet the questions, and come to an end?", "interview"),
            Question(
                "surprised",
                "Which question took you by surprise? How would you answer it today?",
                "interview",
            ),
            Question(
                "repeat",
                "Did anybody have to repeat something, or could not hear or follow you?",
                "interview",
            ),
        ),
    ),
    Section(
        "Showing that you care",
        (
            Question("words", "Which of your words showed that you wanted it?"),
            Question(
                "body",
                "How did you sit, look and sound? On a screen: into the camera, and calm?",
                "interview",
            ),
            Question("measure", "Was it about right: neither held back nor too much?", "interview"),
        ),
    ),
    Section(
        "Your own questions",
        (
            Question("asked", "What did you ask them, and what did you want to know by it?"),
            Question(
                "ready", "Had you got your questions ready, or did they come as you went along?", "interview"
            ),
        ),
    ),
    Section(
        "Papers and samples",
        (
            Question(
                "samples",
                "Had you got at hand what one might want to see: CV, work samples, references?",
                "other",
            ),
            Question(
                "papers", "What would you change in the CV or the letter, now that you have talked?", "cv"
            ),
        ),
    ),
    Section(
        "The end of it",
        (
            Question(
                "doubts", "Did they have a doubt about something? Could you say a word to it?", "interview"
            ),
            Question(
                "goodbye",
                "Did you say that you would like it, and thank them, then or the day after?",
                "interview",
            ),
            _IMPROVE,
            _STILL,
        ),
    ),
)


def form(name: str, *, talked: bool) -> tuple[Section, ...]:
    """The sections of a form.

    Args:
        name: "short" or "full".
        talked: whether it came to an interview.
    """
    if name == "full":
        return FULL
    return SHORT if talked else SHORT_OF_PAPERS


def each(sections: tuple[Section, ...]) -> Iterator[Question]:
    """The questions, in order."""
    for section in sections:
        yield from section.questions


def known() -> dict[str, Question]:
    """All questions by name, as the full form words them where it has them."""
    return {one.name: one for sections in (SHORT_OF_PAPERS, SHORT, FULL) for one in each(sections)}

"""The figures of the page: how long answers took, how far applications came, what is kept back until its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from watcher.reflecting.season import Cooling, Point, Season, season, told_of
from watcher.reflecting.types import Application, Seen

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN)


NOW = at("04-10T12:00")


def mails(told: str, first: int = 1) -> tuple[Seen, ...]:
    """From lines like "03-02T09:00 acknowledgement" or "03-05T09:00 interview 03-09T14:00"; "off" calls one off."""
    found = []
    for number, line in enumerate(told.split("; "), first):
        when, kind, *more = line.split()
        off = "yes" if "off" in more else ""
        met = at(more[0]).isoformat() if more and not off else ""
        found.append(Seen(id=number, at=at(when), kind=kind, company="Acme", appointment=met, called_off=off))
    return tuple(found)


def application(told: str, first: int = 1, **more: object) -> Application:
    made = mails(told, first)
    known = {"company": "Acme", "role": "Analyst", "requisition": "", "remarks": {}} | more
    return Application(first, mails=made, **known)  # type: ignore[arg-type]


def made(*applications: Application, points: tuple[Point, ...] = (), now: datetime = NOW) -> Season:
    return season(applications, [], points, {}, now, BERLIN)


@pytest.mark.parametrize(
    ("told", "waited"),
    [
        ("03-02T09:00 acknowledgement; 03-16T23:50 rejection", ("applying", 14)),
        ("03-02T23:50 acknowledgement; 03-03T00:10 rejection", ("applying", 1)),
        ("03-02T09:00 acknowledgement; 03-02T09:30 rejection", ("applying", 0)),
        ("03-02T09:00 acknowledgement; 03-06T09:00 assessment; 03-16T09:00 offer", ("a task", 10)),
        (
            "03-02T09:00 acknowledgement; 03-05T09:00 interview 03-09T14:00; 03-16T09:00 rejection",
            ("a talk", 7),
        ),
        # no time is known: from the mail about it
        ("03-02T09:00 acknowledgement; 03-05T09:00 interview; 03-16T09:00 rejection", ("a talk", 11)),
        # the answer came before it
        (
            "03-02T09:00 acknowledgement; 03-05T09:00 interview 03-20T14:00; 03-16T09:00 rejection",
            ("a talk", 11),
        ),
        # called off
        ("03-02T09:00 acknowledgement; 03-05T09:00 interview off; 03-16T09:00 rejection", ("applying", 14)),
        # two talks, the later one counts whatever came in between
        (
            "03-02T09:00 interview 03-05T14:00; 03-08T09:00 interview 03-12T10:00; 03-10T09:00 assessment;"
            " 03-16T09:00 on_hold",
            ("a talk", 4),
        ),
        # over the night at which the clocks change
        ("03-28T09:00 acknowledgement; 03-30T08:00 rejection", ("applying", 2)),
    ],
)
def test_days_are_counted_from_the_last_step_before_the_answer(told: str, waited: tuple[str, int]) -> None:
    assert [(one.step, one.days) for one in made(application(told)).waited] == [waited]


@pytest.mark.parametrize(
    "told",
    [
        "03-02T09:00 rejection",  # nothing is known from before it
        "03-02T09:00 acknowledgement",
        "03-02T09:00 acknowledgement; 03-09T09:00 on_hold; 03-16T09:00 interview",  # open again
    ],
)
def test_where_there_is_no_answer_or_nothing_before_it_no_days_are_counted(told: str) -> None:
    assert made(application(told)).waited == []


def test_how_far_applications_came() -> None:
    found = made(
        application("03-02T09:00 interview; 03-09T09:00 offer", 1),
        application("03-02T09:00 acknowledgement; 03-09T09:00 rejection", 10),
        application("03-02T09:00 interview; 03-09T09:00 rejection", 20),
        application("04-02T09:00 acknowledgement", 30),
        application("03-10T09:00 acknowledgement", 40),  # a month without a word
        application("04-02T09:00 acknowledgement", 50, remarks={"closed": "2026-04-03"}),
        application("04-02T09:00 interview off", 60),
    )
    assert [(one.name, one.talked, one.others) for one in found.ways] == [
        ("sent", 2, 5),
        ("talks reached", 2, 0),
        ("answers", 2, 1),
        ("offers", 1, 0),
        ("still open", 0, 2),
        ("no answer yet", 0, 1),
        ("closed by you", 0, 1),
    ]


def test_without_applications_there_is_nothing() -> None:
    assert made() == Season(alive=[], cooling=[], waited=[], ways=[], points=[], companies=[])


def test_what_is_nearest_to_something_stands_first() -> None:
    found = made(
        application("03-12T09:00 acknowledgement", 1, company="Silent"),
        application("04-01T09:00 acknowledgement", 10, company="Open"),
        application("04-03T09:00 acknowledgement", 20, company="Open later"),
        application("04-01T09:00 interview 04-20T10:00", 30, company="Talks"),
        application("03-01T09:00 acknowledgement; 03-09T09:00 offer", 40, company="Offer"),
        application("03-01T09:00 acknowledgement; 04-09T09:00 rejection", 50, company="Closed"),
    )
    assert [one.company for one in found.alive] == ["Offer", "Talks", "Open later", "Open", "Silent"]
    assert found.alive[1].interview == at("04-20T10:00")


def test_an_answer_is_not_in_it_before_its_time() -> None:
    one = application("03-02T09:00 acknowledgement; 04-10T11:00 rejection")
    told = {2: at("04-13T10:00")}
    cooling = [Cooling(2, "Acme", "Analyst", at("04-14T09:00"), read=True)]
    before = season([one], cooling, [], told, NOW, BERLIN)
    assert (before.waited, before.cooling) == ([], [])
    assert [way.name for way in before.ways] == ["sent", "no answer yet"]
    after = season([one], cooling, [], told, told[2], BERLIN)
    assert [way.name for way in after.ways] == ["sent", "answers"]
    assert (len(after.waited), len(after.cooling)) == (1, 1)


def test_an_application_of_which_only_the_answer_is_known_is_not_there_before_its_time() -> None:
    one = application("04-10T11:00 rejection")
    assert told_of([one], {1: NOW + timedelta(minutes=1)}, NOW) == []
    assert told_of([one], {1: NOW}, NOW) == [one]


def test_what_cools_is_in_the_order_of_its_drafts() -> None:
    cooling = [
        Cooling(3, "C", "", None, read=False),
        Cooling(2, "B", "", at("04-12T09:00"), read=True),
        Cooling(1, "A", "", at("04-11T09:00"), read=True),
    ]
    assert [one.mail_id for one in season([], cooling, [], {}, NOW, BERLIN).cooling] == [1, 2, 3]


def test_what_they_liked_comes_first_and_nothing_twice() -> None:
    found = made(
        application("03-02T09:00 acknowledgement; 03-09T09:00 rejection"),
        points=(
            Point(None, "other", "Sleep", is_done=True),
            Point(2, "skills", "More SQL"),  # as feedback
            Point(2, "cv", "Shorter"),  # as feedback
            Point(2, "skills", "Calm", is_liked=True),
            Point(2, "skills", "More SQL"),  # as something to work on
            Point(2, "cv", "Shorter", is_done=True),  # and done
        ),
    )
    assert [(one.text, one.is_liked, one.is_done) for one in found.points] == [
        ("Calm", True, False),
        ("More SQL", False, False),
        ("Sleep", False, True),
        ("Shorter", False, True),
    ]
    assert found.companies == ["Acme", "Acme", "", "Acme"]

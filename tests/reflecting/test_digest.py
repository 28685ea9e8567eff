"""The weekly letter: golden texts, and what is in it when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
from seasons import BERLIN, application, berlin, mail

from watcher.reflecting.digest import ANSWERS, Digest, Material, Point, Wanted, digest
from watcher.reflecting.types import Application
from watcher.reflecting.weekly_letter import HEADER, as_mail, as_page, as_text, parts, planning

FRIDAY = berlin("2026-11-27T10:00")
WANTED = Wanted(BERLIN, ("a walk by the river", "ringing Ada"))
ANNA = {"person": "Anna Brandt", "sender_name": "Anna Brandt", "sender_address": "anna@acme.example"}


def season() -> list[Application]:
    """Six applications: a no after a last round, one on hold, two that go on, a new one, and an old no."""
    return [
        application("Delta", "Analyst", mail("rejection", "2026-05-28T09:00", id=1)),
        application(
            "Acme",
            "Data Engineer",
            mail("acknowledgement", "2026-10-20T09:00", id=2),
            mail("interview", "2026-11-10T09:00", id=3, appointment="2026-11-20T14:00+01:00"),
            mail("rejection", "2026-11-25T16:00", id=4, stage="final", **ANNA),
        ),
        application(
            "Birch",
            "Data Analyst",
            mail("acknowledgement", "2026-11-12T09:00", id=5),
            mail("interview", "2026-11-24T09:00", id=6, appointment="2026-12-03T10:00+01:00"),
        ),
        application("Cedar", "Engineer", mail("acknowledgement", "2026-10-30T09:00", id=7)),
        application("Elm", "Engineer", mail("acknowledgement", "2026-11-24T09:00", id=8)),
        application("Fir", "", mail("on_hold", "2026-11-23T09:00", id=9)),
    ]


def material(told: dict[int, datetime] | None = None) -> Material:
    """Answers are told of at ten on the next day."""
    usual = {
        one.id: (one.at + timedelta(days=1)).replace(hour=10)
        for applied in season()
        for one in applied.mails
        if one.kind in ANSWERS
    }
    return Material(
        usual | (told or {}),
        feedback=[
            Point(berlin("2026-11-26T18:00"), 4, "say sooner what you decided yourself"),
            Point(berlin("2026-11-26T18:01"), 4, "your questions about the team", positive=True),
            Point(berlin("2026-06-01T18:00"), 1, "an old point"),
        ],
        practice=[
            Point(berlin("2026-11-26T18:05"), 4, "tell of the migration in three minutes"),
            Point(berlin("2026-11-02T18:05"), 1, "write the CV anew", done_at=berlin("2026-11-22T12:00")),
        ],
        closed={4: berlin("2026-11-26T18:10"), 1: berlin("2026-06-03T10:00")},
    )


def made(
    applications: Sequence[Application] | None = None,
    given: Material | None = None,
    until: datetime = FRIDAY,
    wanted: Wanted = WANTED,
) -> Digest:
    found = season() if applications is None else applications
    return digest(found, given or material(), wanted, until - timedelta(days=7), until, until)


def several() -> list[Application]:
    """The season, and two more answers in the same week."""
    return [
        *season(),
        application("Gorse", "Engineer", mail("rejection", "2026-11-24T09:00", id=10)),
        application("Hazel", "Engineer", mail("rejection", "2026-11-24T11:00", id=11)),
    ]


THE_LETTER = """\
A letter from Grace Period, week 48
Fri 20 Nov to Fri 27 Nov 2026

Interviews
  Ahead: Birch, Data Analyst, Thu 3 Dec, 10:00
  Fri 20 Nov: Acme, Data Engineer
  Interviews reached so far: 1.

Still open
  Birch, Data Analyst: in talks, last mail on Tue 24 Nov
  Elm, Engineer: open, new this week
  Fir: on hold, last mail on Mon 23 Nov
  Cedar, Engineer: no answer yet, last mail on Fri 30 Oct

What you took from it
  You looked back on the answer from Acme, and closed it.
  To practise: tell of the migration in three minutes
  Done: write the CV anew

What they said
  They liked: your questions about the team (Acme)
  A tip: say sooner what you decided yourself (Acme)

Doors and dates
  Mon 30 Nov: the same post at Delta, Analyst, may be tried again; six
    months after their answer. What is new with you since then stands in
    `grace plan`.
  Another post at Acme: any time.
  Anna Brandt of Acme gave you feedback: a name to keep.

For the week ahead
  Before the talk with Birch, one thing from your list: tell of the
    migration in three minutes

Answers
  From Fir: on hold for now
  From Acme, Data Engineer: not this time
  Such answers come after good interviews too: several fit, and there is one
    place.
"""
AFTER_SEVERAL = """\
A letter from Grace Period, week 48
Fri 20 Nov to Fri 27 Nov 2026

What helps you
  a walk by the river
  ringing Ada

Still open
  Birch, Data Analyst: in talks, last mail on Tue 24 Nov
  Elm, Engineer: open, new this week
  Fir: on hold, last mail on Mon 23 Nov
  Cedar, Engineer: no answer yet, last mail on Fri 30 Oct

Interviews ahead
  Birch, Data Analyst, Thu 3 Dec, 10:00

Answers
  Answers came from Fir, Gorse, Hazel and Acme. `grace log` has them, when
    you like.

Somebody to talk to
  On any day: `grace support`.
"""


def test_the_letter_of_a_week() -> None:
    seasons_first_no = mail("rejection", "2026-05-29T23:00", id=1)
    rest = season()[1:]
    assert as_text(made([application("Delta", "Analyst", seasons_first_no), *rest])) == THE_LETTER


def test_after_several_answers_it_is_short_and_what_helps_stands_first() -> None:
    given = material({10: berlin("2026-11-25T10:00"), 11: berlin("2026-11-25T10:00")})
    short = made(several(), given)
    assert as_text(short) == AFTER_SEVERAL
    assert len(as_text(short)) < len(THE_LETTER) * 2 / 3
    assert as_text(short).count("grace support") == 1
    assert not made(several(), given, wanted=replace(WANTED, several=5)).several


def test_after_many_answers_the_first_few_employers_are_named() -> None:
    names = ("", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
    came = [
        application(name, "Engineer", mail("rejection", "2026-11-24T09:00", id=60 + number))
        for number, name in enumerate(names)
    ]
    told = {60 + number: FRIDAY - timedelta(hours=1) for number in range(len(names))}
    text = " ".join(as_text(made(came, Material(told))).split())
    assert "Answers came from Fir, Gorse, Hazel, Ivy and others." in text


def test_nothing_at_all_is_a_quiet_week() -> None:
    quiet = made([], Material({}))
    assert quiet.is_quiet
    assert as_text(quiet).splitlines()[-1] == "  A quiet week: nothing came, and nothing waits for you."


@pytest.mark.parametrize("counts", [False, True])
def test_answers_stand_last_and_are_counted_only_on_request(counts: bool) -> None:
    found = parts(made(), counts=counts)
    assert found[-1].title == "Answers"
    assert ("2 came." in found[-1].lines) is counts
    assert ("4 applications." in [line for part in found for line in part.lines]) is counts


def test_of_an_answer_that_is_held_back_there_is_not_a_word() -> None:
    held = made(given=replace(material({4: berlin("2026-11-30T10:00")}), feedback=(), practice=(), closed={}))
    without = [one if one.company != "Acme" else replace(one, mails=one.mails[:2]) for one in season()]
    assert as_text(held) == as_text(made(without, replace(material(), feedback=(), practice=(), closed={})))
    assert "Acme" in [one.company for one in held.alive]
    next_week = made(given=material({4: berlin("2026-11-30T10:00")}), until=FRIDAY + timedelta(days=7))
    assert [one.company for one in next_week.answers] == ["Acme"]


def test_an_application_that_is_nothing_but_a_held_answer_is_not_there() -> None:
    only = [application("Acme", "Engineer", mail("rejection", "2026-11-26T16:00", id=4))]
    assert made(only, Material({4: berlin("2026-11-30T10:00")})).is_quiet


def test_each_door_and_each_answer_is_in_one_letter_only() -> None:
    weeks = [made(until=berlin("2026-11-06T10:00") + timedelta(days=7 * week)) for week in range(40)]
    companies = [answer.company for one in weeks for answer in one.answers]
    assert sorted(companies) == ["Acme", "Fir"]
    doors = [(door.kind, door.company) for one in weeks for door in one.doors]
    assert sorted(doors) == [("again", "Acme"), ("again", "Delta"), ("page", "Acme")]
    assert all(
        "Delta" not in as_text(one) for one in weeks if not any(d.company == "Delta" for d in one.doors)
    )


@pytest.mark.parametrize(
    ("alive", "step", "ahead", "line"),
    [
        (0, "", False, "Nothing is open just now. One post that you would really like is a beginning."),
        (1, "x", False, "One application is open. A second one beside it takes some weight off the first."),
        (2, "the CV", False, "One thing from your list: the CV"),
        (2, "", False, "Which days of this week are for the search, and which are free?"),
        (2, "", True, "Before the talk with Birch, half an hour with your notes."),
    ],
)
def test_one_planning_line(alive: int, step: str, ahead: bool, line: str) -> None:
    whole = made()
    changed = replace(whole, alive=whole.alive[:alive], next_step=step, ahead=whole.ahead if ahead else ())
    assert planning(changed) == line
    titles = [part.title for part in parts(whole)]
    assert titles.count("For the week ahead") == 1


def test_feedback_that_came_waits_until_it_is_asked_for() -> None:
    came = application(
        "Acme", "Engineer", mail("feedback", "2026-11-24T09:00", id=30, subject="You were slow")
    )
    text = as_text(made([came], Material({})))
    assert "Feedback came from Acme. `grace feedback 30` has it, when you like." in text.replace(
        "\n    ", " "
    )
    assert "slow" not in text
    noted = Material({}, feedback=[Point(FRIDAY - timedelta(hours=1), 30, "fine", positive=True)])
    assert "grace feedback" not in as_text(made([came], noted))


def test_an_interview_without_a_time_is_told_of_and_counted() -> None:
    asked = application("Acme", "Engineer", mail("interview", "2026-11-24T09:00", id=31))
    text = as_text(made([asked], Material({})))
    assert "Acme would like to talk with you; no mail fixes the time yet." in text
    assert "Interviews reached so far: 1." in text


def test_many_applications_are_not_all_listed() -> None:
    many = [
        application(f"Firm {number}", "", mail("acknowledgement", "2026-11-24T09:00")) for number in range(20)
    ]
    lines = as_text(made(many, Material({}))).splitlines()
    assert len([line for line in lines if "Firm" in line]) == 12
    assert "  And others: `grace open` lists them." in lines


HOSTILE = "<img src=https://t.example/x>\r\nBcc: all@x.example\u202e\x1b[31m"


def test_what_strangers_wrote_stays_text_in_every_form() -> None:
    odd = [application(HOSTILE, HOSTILE, mail("acknowledgement", "2026-11-24T09:00"))]
    one = made(odd, Material({}))
    assert not {"\x1b", "\u202e", "\r"} & set(as_text(one))
    assert "<img" not in as_page(one)
    raw = as_mail(one, "robin@example.org", "<a@example.org>", "token", FRIDAY)
    read = message_from_bytes(raw, policy=policy.default)
    assert read["Bcc"] is None


def test_the_mail_is_from_the_person_to_the_person_and_says_nothing_outside() -> None:
    raw = as_mail(made(), "robin@example.org", "<a@example.org>", "token", FRIDAY)
    read = message_from_bytes(raw, policy=policy.default)
    assert dict(read.items()) | {"Content-Type": ""} == {
        "From": "robin@example.org",
        "To": "robin@example.org",
        "Subject": "A letter from Grace Period, week 48",
        "Date": "Fri, 27 Nov 2026 10:00:00 +0100",
        "Message-ID": "<a@example.org>",
        "Auto-Submitted": "auto-generated",
        HEADER: "token",
        "MIME-Version": "1.0",
        "Content-Type": "",
    }
    text, html = read.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().splitlines() == as_text(made()).splitlines()
    assert html.get_content().splitlines() == as_page(made()).splitlines()
    for outside in ("http:", "https:", "src=", "<img", "<script", "@import", "url("):
        assert outside not in html.get_content()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()


def test_no_word_of_it_shames_or_cheers() -> None:
    given = material({10: berlin("2026-11-25T10:00"), 11: berlin("2026-11-25T10:00")})
    for text in (as_text(made()), as_text(made(several(), given)), as_page(made(), counts=True)):
        for word in ("reject", "fail", "ghost", "unfortunately", "sorry", "great", "congrat"):
            assert word not in text.lower()
        assert "!" not in text.replace("<!doctype", "")

"""What stays open after a no: dates, people, and what is left out."""

from __future__ import annotations

from datetime import date

import pytest
from seasons import BERLIN, application, mail

from watcher.reflecting.doors import doors, kind_people
from watcher.reflecting.types import Application


def of(*applications: Application) -> list[tuple[str, date | None, str, str]]:
    return [(one.kind, one.on, one.company, one.role) for one in doors(applications, BERLIN)]


def no(at: str = "2026-11-24T10:00", **more: object) -> Application:
    return application("Acme", "Data Engineer", mail("rejection", at, **more))


def test_six_months_for_the_same_post_and_none_for_another() -> None:
    (again, another) = doors([no()], BERLIN)
    assert (again.kind, again.on, again.role) == ("again", date(2027, 5, 24), "Data Engineer")
    assert again.why == "six months after their answer"
    assert (another.kind, another.on, another.company, another.role) == ("another", None, "Acme", "")
    assert "nothing to wait for" in another.why


@pytest.mark.parametrize(
    ("at", "on"),
    [
        ("2026-08-31T10:00", date(2027, 3, 1)),  # 28 February is a Sunday
        ("2026-11-26T23:30", date(2027, 5, 26)),
        ("2026-11-22T10:00", date(2027, 5, 24)),  # 22 May is a Saturday
        ("2026-11-23T10:00", date(2027, 5, 24)),  # 23 May is a Sunday
    ],
)
def test_the_day_is_the_persons_and_no_day_of_a_weekend(at: str, on: date) -> None:
    assert of(no(at))[0][1] == on


def test_a_date_in_the_mail_wins_whatever_day_it_is() -> None:
    (again, _) = doors([no(reapply_after="2027-02-06")], BERLIN)
    assert (again.on, again.why) == (date(2027, 2, 6), "their mail says so")


def test_a_date_in_an_earlier_mail_counts_too() -> None:
    receipt = mail("acknowledgement", "2026-11-01T10:00", reapply_after="2027-01-04")
    answered = application("Acme", "Data Engineer", receipt, mail("rejection", "2026-11-24T10:00"))
    assert of(answered)[0][1] == date(2027, 1, 4)


@pytest.mark.parametrize("reason", ["ineligible", "cancelled"])
def test_where_time_changes_nothing_there_is_no_date(reason: str) -> None:
    assert [kind for kind, *_ in of(no(reason=reason))] == ["another"]


@pytest.mark.parametrize(("stage", "pages"), [("final", 1), ("interview", 0), ("application", 0)])
def test_after_a_last_round_their_page_is_looked_at_in_ninety_days(stage: str, pages: int) -> None:
    found = [on for kind, on, *_ in of(no(stage=stage)) if kind == "page"]
    assert found == [date(2027, 2, 22)] * pages


def test_two_interviews_are_a_last_round_and_one_that_was_put_off_is_one() -> None:
    first = mail("interview", "2026-11-02T10:00", appointment="2026-11-05T10:00+01:00")
    second = mail("interview", "2026-11-06T10:00", appointment="2026-11-12T10:00+01:00")
    answer = mail("rejection", "2026-11-24T10:00")
    put_off = mail("interview", "2026-11-03T10:00", appointment="2026-11-06T10:00+01:00")
    assert "page" in [one[0] for one in of(application("Acme", "Engineer", first, second, answer))]
    assert "page" not in [one[0] for one in of(application("Acme", "Engineer", first, put_off, answer))]


@pytest.mark.parametrize(
    "other",
    [
        application("Acme", "Engineer", mail("offer", "2026-11-24T10:00")),
        application("Acme", "Engineer", mail("on_hold", "2026-11-24T10:00")),
        application("Acme", "Engineer", mail("offer_withdrawn", "2026-11-24T10:00")),
        application("Acme", "Engineer", mail("rejection", "2026-11-24T10:00", sure=False)),
        application("Acme", "Engineer", mail("acknowledgement", "2026-11-24T10:00")),
        application(
            "Acme",
            "Engineer",
            mail("rejection", "2026-11-20T10:00"),
            mail("interview", "2026-11-24T10:00"),
        ),
        application("", "Engineer", mail("rejection", "2026-11-24T10:00")),
    ],
)
def test_no_door_without_a_certain_no_of_somebody(other: Application) -> None:
    assert of(other) == []


def test_who_has_tried_the_same_post_again_needs_no_word_of_the_first_time() -> None:
    second = no("2027-06-10T10:00")
    assert [on for kind, on, *_ in of(no(), second) if kind == "again"] == [date(2027, 12, 10)]
    alive = application("ACME", "data engineer", mail("acknowledgement", "2027-06-01T10:00"))
    assert [kind for kind, *_ in of(no(), alive)] == ["another"]


def test_two_posts_at_one_employer_have_two_dates_and_one_word_on_others() -> None:
    designer = application("Acme", "Designer", mail("rejection", "2026-10-05T10:00"))
    assert of(no(), designer) == [
        ("again", date(2027, 4, 5), "Acme", "Designer"),
        ("again", date(2027, 5, 24), "Acme", "Data Engineer"),
        ("another", None, "Acme", ""),
    ]


def test_a_date_in_the_mail_that_is_none_is_no_date() -> None:
    assert of(no(reapply_after="soon"))[0][1] == date(2027, 5, 24)


ANNA = {"person": "Anna Brandt", "sender_name": "Anna Brandt", "sender_address": "anna@acme.example"}


def test_who_signed_an_answer_in_person_was_kind() -> None:
    (anna,) = kind_people([no(**ANNA)], [])
    assert (anna.person, anna.company, anna.why) == ("Anna Brandt", "Acme", "signed their answer")


@pytest.mark.parametrize(
    "changes",
    [
        {"person": ""},
        {"sender_address": "no-reply@acme.example"},
        {"sender_address": "notifications@ats.example"},
        {"sure": False},
    ],
)
def test_a_machine_and_a_guess_are_nobody(changes: dict[str, object]) -> None:
    assert kind_people([no(**ANNA | changes)], []) == []


def test_feedback_counts_more_than_a_signature_and_each_person_once() -> None:
    answer = mail("rejection", "2026-11-10T10:00", **ANNA)
    feedback = mail("feedback", "2026-11-12T10:00", **ANNA)
    later = application("Acme", "Designer", mail("rejection", "2026-11-20T10:00", **ANNA))
    (anna,) = kind_people([application("Acme", "Data Engineer", answer, feedback), later], [])
    assert (anna.why, anna.at.day) == ("gave feedback", 20)


def test_feedback_that_was_noted_makes_its_sender_kind() -> None:
    said = no(sender_name="Bo Lind", sender_address="bo@acme.example")
    assert [one.person for one in kind_people([said], [said.id])] == ["Bo Lind"]
    assert kind_people([said], []) == []

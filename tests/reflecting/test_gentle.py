"""When an answer may reach the person: quiet times, hours before an interview, and weeks with several answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reflecting.gentle import (
    Appointment,
    appointment,
    appointments,
    held_until,
    release_at,
    several_came,
)
from watcher.reflecting.types import Seen

BERLIN = ZoneInfo("Europe/Berlin")
HOLD = timedelta(hours=18)
WEEKDAYS = frozenset(range(5))


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN)


THURSDAY = Appointment(berlin("03-05T14:00"), berlin("03-05T15:00"))
FRIDAY = Appointment(berlin("03-06T09:00"), berlin("03-06T10:30"))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("03-04T19:59", None),
        ("03-04T20:00", "03-05T15:00"),
        ("03-05T14:30", "03-05T15:00"),
        ("03-05T15:00", None),
        ("03-05T16:00", None),
    ],
)
def test_an_answer_is_held_back_before_and_during_an_interview(now: str, until: str | None) -> None:
    assert held_until(berlin(now), [THURSDAY], HOLD) == (berlin(until) if until else None)


def test_two_interviews_close_to_one_another_hold_as_one() -> None:
    assert held_until(berlin("03-05T10:00"), [FRIDAY, THURSDAY], timedelta(hours=20)) == FRIDAY.ends
    assert held_until(berlin("03-05T10:00"), [FRIDAY, THURSDAY], timedelta(hours=17)) == THURSDAY.ends


def test_nothing_is_held_where_no_interview_is_known() -> None:
    assert held_until(berlin("03-05T10:00"), [], HOLD) is None


@pytest.mark.parametrize(
    ("came", "told", "held"),
    [
        ("03-03T08:00", "03-03T10:00", []),
        ("03-03T10:00", "03-03T10:00", []),
        ("03-03T10:01", "03-04T10:00", []),
        ("03-06T22:00", "03-09T10:00", []),  # Friday night: Monday
        ("03-05T01:00", "03-06T10:00", [THURSDAY]),  # on Thursday at ten it is held
        ("03-05T01:00", "03-09T10:00", [THURSDAY, FRIDAY]),
        ("03-28T12:00", "03-30T10:00", []),  # over the weekend at which the clocks change
    ],
)
def test_an_answer_is_told_of_at_the_next_quiet_time(came: str, told: str, held: list[Appointment]) -> None:
    assert release_at(berlin(came), 600, WEEKDAYS, BERLIN, held, HOLD) == berlin(told)


def test_a_quiet_time_that_the_change_of_clocks_leaves_out_comes_all_the_same() -> None:
    at = release_at(berlin("03-29T00:30"), 150, frozenset(range(7)), BERLIN, [], HOLD)
    assert at.astimezone(BERLIN) == datetime(2026, 3, 29, 3, 30, tzinfo=BERLIN)


def test_without_any_day_there_is_no_quiet_time() -> None:
    with pytest.raises(ValueError, match="no quiet time"):
        release_at(berlin("03-03T08:00"), 600, frozenset(), BERLIN, [], HOLD)


INSTANTS = st.integers(0, 730 * 24 * 60).map(
    lambda minutes: berlin("01-01T00:00") + timedelta(minutes=minutes)
)


@given(
    came=INSTANTS,
    quiet=st.integers(0, 1439),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    starts=st.lists(INSTANTS, max_size=4),
)
def test_whatever_comes_is_told_of_at_the_quiet_time_and_on_no_other_day(
    came: datetime, quiet: int, days: frozenset[int], starts: list[datetime]
) -> None:
    held = [Appointment(one, one + timedelta(hours=1)) for one in starts]
    at = release_at(came, quiet, days, BERLIN, held, HOLD)
    wall = at.astimezone(BERLIN)
    assert at >= came
    assert wall.weekday() in days
    assert held_until(at, held, HOLD) is None
    assert (wall.hour * 60 + wall.minute - quiet) % 1440 in (0, 60)  # 60: the hour that a spring night lacks


@pytest.mark.parametrize(
    ("days_ago", "several"), [([0, 3, 6], True), ([0, 3], False), ([0, 3, 7], False), ([0, 3, -1], False)]
)
def test_several_answers_in_a_week(days_ago: list[int], several: bool) -> None:
    now = berlin("03-20T12:00")
    assert several_came([now - timedelta(days=one) for one in days_ago], now, 3) is several


def test_a_time_that_cannot_be_right_is_none() -> None:
    assert appointment("") is None
    assert appointment("on Thursday") is None
    assert appointment("0001-01-01T00:00:00+14:00") is None
    begins = "2026-03-05T14:00:00+01:00"
    hour_long = appointment(begins)
    assert hour_long == THURSDAY
    assert appointment(begins, "2026-03-05T13:00:00+01:00") == hour_long
    assert appointment(begins, "2026-03-08T13:00:00+01:00") == hour_long


def invitation(came: str, begins: str = "", **more: str) -> Seen:
    at = berlin(begins).isoformat() if begins else ""
    known = {"company": "Acme", "role": "Analyst"} | more
    return Seen(id=1, at=berlin(came), kind="interview", appointment=at, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("later", "begin"),
    [
        (invitation("03-03T09:00", "03-10T14:00"), ["03-10T14:00"]),  # moved
        (invitation("03-03T09:00", called_off="yes"), []),
        (replace(invitation("03-03T09:00", called_off="yes"), kind="rejection"), []),
        (replace(invitation("03-03T09:00"), kind="rejection"), ["03-05T14:00"]),
        (invitation("03-03T09:00"), ["03-05T14:00"]),  # a word about the way
        (invitation("03-03T09:00", "03-05T14:00"), ["03-05T14:00"]),  # the same once more
        (invitation("03-06T09:00", "03-10T14:00"), ["03-05T14:00", "03-10T14:00"]),  # a second round
        (invitation("03-03T09:00", "03-10T14:00", role="Engineer"), ["03-05T14:00", "03-10T14:00"]),
    ],
)
def test_a_later_mail_moves_an_interview_or_calls_it_off(later: Seen, begin: list[str]) -> None:
    first = invitation("03-02T09:00", "03-05T14:00")
    assert [one.begins for one in appointments([later, first])] == [berlin(one) for one in begin]


def test_only_mail_about_an_interview_sets_one() -> None:
    begins = berlin("03-05T14:00").isoformat()
    assert appointments([Seen(id=1, at=berlin("03-02T09:00"), kind="rejection", appointment=begins)]) == []

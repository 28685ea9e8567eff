"""The nights on which the clock is changed: a draft is never early, falls within the person's hours, and is
no later than it must be. Told by a reference that looks at the wall minute by minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.replying.test_policy import RULES
from watcher.replying.policy import Rules
from watcher.replying.times import due_at, humane

MINUTE = timedelta(minutes=1)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
#: Zones, and for each the instants at which its clock is changed: in Beirut and Santiago around midnight, on
#: Lord Howe by half an hour, on the Chatham Islands at a quarter to.
CHANGES = [
    (ZoneInfo(zone), datetime.fromisoformat(f"{when}+00:00"))
    for zone, *times in (
        ("Europe/Berlin", "2026-10-25T01:00", "2027-03-28T01:00"),
        ("America/New_York", "2026-11-01T06:00", "2027-03-14T07:00"),
        ("Asia/Beirut", "2026-10-24T21:00", "2027-03-27T22:00"),
        ("America/Santiago", "2026-09-06T04:00", "2027-04-04T03:00"),
        ("Australia/Lord_Howe", "2026-10-03T15:30", "2027-04-03T15:00"),
        ("Pacific/Chatham", "2026-09-26T14:00", "2027-04-03T14:00"),
    )
    for when in times
]


def within(instant: datetime, rules: Rules) -> bool:
    wall = instant.astimezone(rules.zone)
    return wall.weekday() in rules.days and rules.opens <= wall.hour * 60 + wall.minute < rules.closes


def reference(instant: datetime, rules: Rules) -> datetime:
    """`humane`, slowly: the instant itself, else the first whole minute after it that is within."""
    at = instant.astimezone(UTC)
    while not within(at, rules):
        at = at.replace(second=0, microsecond=0) + MINUTE
    return at


@st.composite
def around_a_change(draw: st.DrawFn) -> tuple[datetime, Rules]:
    """An instant from five days before to one day after a change, and rules for that zone."""
    zone, change = draw(st.sampled_from(CHANGES))
    at = change + timedelta(seconds=draw(st.integers(-5 * 86400, 86400) | st.integers(-7200, 7200)))
    # Half of the spans begin or end in the hours in which the clock is changed.
    opens = draw(st.integers(0, 200) | st.integers(0, 1439))
    closes = draw(st.integers(opens + 1, min(opens + 90, 1440)) | st.integers(opens + 1, 1440))
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    return at, replace(RULES, zone=zone, opens=opens, closes=closes, days=frozenset(days))


@given(around_a_change())
def test_humane_finds_the_first_minute_of_the_persons_hours(case: tuple[datetime, Rules]) -> None:
    instant, rules = case
    found = humane(instant, rules)
    assert found >= instant
    assert within(found, rules)
    assert found == reference(instant, rules)


@given(
    around_a_change(),
    st.integers(0, 7 * 86400),
    st.none() | st.integers(-86400, 7 * 86400),
    st.sampled_from(["read", "arrival"]),
    st.booleans(),
)
def test_a_draft_is_never_early_and_no_later_than_it_must_be(
    case: tuple[datetime, Rules], before: int, read_after: int | None, starts: str, final: bool
) -> None:
    delivered, rules = case
    delivered, rules = delivered - timedelta(seconds=before), replace(rules, starts=starts)
    read = None if read_after is None else delivered + timedelta(seconds=read_after)
    start = delivered
    if starts == "read":
        start = delivered + rules.unread_limit
        start = start if read is None else min(start, max(read, delivered))
    over = start + (rules.after_final if final else rules.after)
    found = due_at(delivered, read, final, rules)
    assert found >= over
    assert found == reference(over, rules)


@given(around_a_change())
def test_the_zone_in_which_the_times_are_told_changes_nothing(case: tuple[datetime, Rules]) -> None:
    instant, rules = case
    for zone in (rules.zone, NEW_YORK, ZoneInfo("Asia/Tokyo")):
        told = instant.astimezone(zone)
        assert humane(told, rules) == humane(instant, rules)
        assert due_at(told, told, False, rules) == due_at(instant, instant, False, rules)


EVERY_DAY = replace(RULES, days=frozenset(range(7)))


@pytest.mark.parametrize(
    ("zone", "span", "instant", "expected"),
    [
        # Spring: half past two is not there, and at three it is past already.
        (BERLIN, (150, 300), "2027-03-28T00:30+01:00", "2027-03-28T03:00+02:00"),
        (NEW_YORK, (150, 300), "2027-03-14T00:30-05:00", "2027-03-14T03:00-04:00"),
        # ... and a span that is left out altogether comes on the next day.
        (BERLIN, (130, 170), "2027-03-28T00:30+01:00", "2027-03-29T02:10+02:00"),
        # Autumn: two o'clock comes twice, and so do the hours that the person allows.
        (BERLIN, (60, 135), "2026-10-25T02:20+02:00", "2026-10-25T02:00+01:00"),
        (NEW_YORK, (30, 75), "2026-11-01T01:20-04:00", "2026-11-01T01:00-05:00"),
        # ... but between the two half past twos the clock on the wall shows a time before half past two.
        (BERLIN, (150, 300), "2026-10-25T02:05+01:00", "2026-10-25T02:30+01:00"),
        # Nine in the morning is nine in the morning.
        (BERLIN, (540, 1080), "2026-10-24T23:00+02:00", "2026-10-25T09:00+01:00"),
        (BERLIN, (540, 1080), "2027-03-27T23:00+01:00", "2027-03-28T09:00+02:00"),
        (NEW_YORK, (540, 1080), "2026-10-31T23:00-04:00", "2026-11-01T09:00-05:00"),
        (NEW_YORK, (540, 1080), "2027-03-13T23:00-05:00", "2027-03-14T09:00-04:00"),
    ],
)
def test_the_nights_one_by_one(zone: ZoneInfo, span: tuple[int, int], instant: str, expected: str) -> None:
    rules = replace(EVERY_DAY, zone=zone, opens=span[0], closes=span[1])
    assert humane(datetime.fromisoformat(instant), rules) == datetime.fromisoformat(expected)


def test_a_single_hour_of_the_week_that_is_left_out_comes_a_week_later() -> None:
    rules = replace(RULES, opens=130, closes=170, days=frozenset({6}))
    found = humane(datetime.fromisoformat("2027-03-21T03:00+01:00"), rules)
    assert found == datetime.fromisoformat("2027-04-04T02:10+02:00")

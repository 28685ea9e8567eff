"""Ask, analyse, react: in that order, each once, never too early and never too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from watcher.reflecting.steps import Case, cooled, cooling_off, ending, many, offered, step
from watcher.reflecting.types import Application, Seen

CAME = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def case(**more: object) -> Case:
    known: dict[str, object] = {"mail_id": 1, "came_at": CAME, "cooling": False, "cooled_at": CAME + DAY}
    return Case(**(known | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "read", "due", "expected"),
    [
        # Its reply cools: until it is due, and as long as it says so.
        ("cooling", 1, 30, (True, 30)),
        ("cooling", 1, None, (True, 25)),
        ("claimed", 1, 30, (True, 30)),
        # There is a draft, or was one: the cooling-off is over, however short the person made it.
        ("drafted", 1, 2, (False, 0)),
        ("edited", 1, 2, (False, 0)),
        ("sent", 1, 2, (False, 0)),
        ("discarded", 1, 2, (False, 0)),
        # No reply cools: as long as it would, since it was read, else since it came.
        ("no_reply", 3, None, (False, 27)),
        ("no_reply", None, None, (False, 24)),
        ("cancelled", 3, 4, (False, 27)),
        ("answered", 3, 4, (False, 27)),
        ("offered", None, None, (False, 24)),
        ("", None, None, (False, 24)),
        # A reading before the mail came, by a wrong clock, makes nothing shorter.
        ("no_reply", -5, None, (False, 24)),
    ],
)
def test_when_the_cooling_off_is_over(
    state: str, read: int | None, due: int | None, expected: tuple[bool, int]
) -> None:
    def at(hours: int | None) -> datetime | None:
        return None if hours is None else CAME + timedelta(hours=hours)

    cooling, hours = expected
    found = cooling_off(state, CAME, at(read), at(due), timedelta(hours=24))
    assert found == (cooling, CAME + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("one", "after", "much", "expected"),
    [
        (case(), DAY - timedelta(seconds=1), False, "ask"),
        (case(), DAY, False, "analyse"),
        (case(cooling=True), 3 * DAY, False, "ask"),  # however late the pass that lays down the draft
        (case(), DAY, True, "ask"),  # several came: it waits
        (case(), 14 * DAY, False, "analyse"),
        (case(), 14 * DAY + timedelta(seconds=1), False, "closed"),  # old answers do not come up again
        (case(begun=True), 14 * DAY + timedelta(seconds=1), False, "closed"),
        (case(begun=True), 2 * DAY, False, "analyse"),
        (case(begun=True, closed=True), 2 * DAY, False, "closed"),
        (case(begun=True, closed=True, open_items=2), 2 * DAY, False, "react"),
        (case(begun=True, closed=True, open_items=2), 90 * DAY, True, "react"),
        # What an employer gave as a tip is no looking back: nothing to react to before that.
        (case(open_items=2), 2 * DAY, False, "analyse"),
        (case(closed=True, open_items=2), 2 * DAY, False, "closed"),
        (case(begun=True, closed=True, open_items=2, cooling=True), 2 * DAY, False, "ask"),
    ],
)
def test_where_an_answer_stands(one: Case, after: timedelta, much: bool, expected: str) -> None:
    assert step(one, CAME + after, much=much) == expected


def test_looking_back_begins_with_the_very_second() -> None:
    assert not cooled(case(), CAME + DAY - timedelta(microseconds=1))
    assert cooled(case(), CAME + DAY)


def test_several_within_seven_days_are_many() -> None:
    days = [CAME, CAME + DAY, CAME + 2 * DAY]
    assert many(days, 3, CAME + 2 * DAY)
    assert not many(days, 4, CAME + 2 * DAY)
    assert many(days, 3, CAME + 7 * DAY - timedelta(seconds=1))
    assert not many(days, 3, CAME + 7 * DAY), "the first is a week old"
    assert not many(days, 3, CAME + DAY), "what comes later does not count"


def test_the_latest_is_offered_first_and_none_while_many_came() -> None:
    cases = [case(mail_id=n, came_at=CAME + n * DAY, cooled_at=CAME + (n + 1) * DAY) for n in (0, 1, 2)]
    later = CAME + 7 * DAY
    assert [one.mail_id for one in offered(cases, 3, later)] == [2, 1, 0]
    assert offered(cases, 3, later - timedelta(hours=1)) == []
    assert [one.mail_id for one in offered(cases, 9, CAME + 2 * DAY)] == [1, 0]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("", []),
        ("acknowledgement", []),
        ("acknowledgement rejection", [1]),
        ("rejection rejection feedback", [1, 0]),
        ("rejection interview", []),
        ("rejection interview rejection", [2]),
        ("on_hold offer", []),
        ("offer offer_withdrawn", [1]),
        ("rejection unsure", [0]),
    ],
)
def test_the_mails_that_say_an_answer(kinds: str, expected: list[int]) -> None:
    mails = [
        Seen(id=n, at=CAME + n * DAY, kind=kind.replace("unsure", "rejection"), sure=kind != "unsure")
        for n, kind in enumerate(kinds.split())
    ]
    assert [mail.id for mail in ending(Application(0, "Acme", "", "", tuple(mails)))] == expected

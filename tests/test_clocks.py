"""When the clock is believed, and that the ticks go on whatever is done to it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import until
from tests.sample_mail import MONDAY, raw_mail
from tests.test_daemon import worker
from watcher.clocks import CALM, JUMP, TRIES, Course, Reading, clock_trusted, followed, read_clocks
from watcher.config.settings import local_zone
from watcher.store import Store
from watcher.ticking import TICK, Ticking, _FromNow

EVERY = timedelta(minutes=5)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
UP = 7 * 86400.0  # the machine has been running for a week


def course(*moves: tuple[timedelta, timedelta], up: float = UP) -> Course:
    """After a first reading, and then moves of the clock that can be set and of the one that cannot."""
    reading = Reading(MONDAY, up)
    found = followed(None, reading)
    for wall, steady in moves:
        reading = Reading(reading.wall + wall, reading.steady + steady.total_seconds())
        found = followed(found, reading)
    return found


def trusted(*moves: tuple[timedelta, timedelta], up: float = UP, every: timedelta = EVERY) -> bool:
    return clock_trusted(course(*moves, up=up), every)


class TestTheClockIsBelieved:
    def test_when_it_runs_as_time_does(self) -> None:
        assert trusted()
        assert trusted((TICK, TICK), (HOUR, HOUR), (TICK, TICK))

    def test_after_days_of_sleep(self) -> None:
        assert trusted((TICK, TICK), (3 * DAY, 3 * DAY))

    @pytest.mark.parametrize("error", [JUMP, -JUMP, SECOND, -SECOND])
    def test_when_it_is_put_right_in_passing(self, error: timedelta) -> None:
        assert trusted((TICK, TICK), (TICK + error, TICK))


class TestTheClockIsNotBelieved:
    @pytest.mark.parametrize("jump", [JUMP + SECOND, 3 * DAY, 3650 * DAY, -JUMP - SECOND, -DAY, -9999 * DAY])
    def test_until_it_has_run_evenly_for_a_while_after_a_jump(self, jump: timedelta) -> None:
        jumped = (TICK + jump, TICK)
        assert not trusted(jumped)
        assert not trusted(jumped, (CALM - SECOND, CALM - SECOND))
        assert trusted(jumped, (CALM, CALM))

    def test_when_it_jumps_back_the_while_begins_anew(self) -> None:
        wrong, right = (TICK + 3 * DAY, TICK), (TICK - 3 * DAY, TICK)
        assert not trusted(wrong, (CALM - TICK, CALM - TICK), right)
        assert trusted(wrong, (CALM - TICK, CALM - TICK), right, (CALM, CALM))

    def test_just_after_the_machine_was_started(self) -> None:
        assert not trusted(up=20.0)
        assert not trusted((TICK, TICK), up=20.0)
        assert trusted((CALM, CALM), up=20.0)

    def test_no_longer_than_from_pass_to_pass(self) -> None:
        ten = 10 * SECOND
        assert not trusted((DAY, TICK), (ten - SECOND, ten - SECOND), every=ten)
        assert trusted((DAY, TICK), (ten, ten), every=ten)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.none() | st.integers(-(10**9), 10**9)), max_size=40),
    st.integers(0, 10_000),
)
def test_it_is_believed_again_exactly_when_no_jump_and_no_start_lies_within_the_while(
    steps: list[tuple[int, int | None]], up: int
) -> None:
    moves, last_jump, at = [], 0, up
    for seconds, jump in steps:
        at += seconds
        last_jump = at if jump is not None and abs(jump) > JUMP.total_seconds() else last_jump
        moves.append((timedelta(seconds=seconds + (jump or 0)), timedelta(seconds=seconds)))
    try:
        found = trusted(*moves, up=float(up))
    except OverflowError:  # beyond the years that there are
        return
    assert found == (at - last_jump >= CALM.total_seconds())


def test_both_clocks_are_read_and_one_of_them_never_goes_back() -> None:
    readings = [read_clocks() for _ in range(1000)]
    assert abs(readings[0].wall - datetime.now(UTC)) < HOUR
    assert sorted(one.steady for one in readings) == [one.steady for one in readings]


def test_a_machine_that_falls_asleep_between_the_two_clocks_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steady = iter([10.0, 90_010.0, 90_010.1, 90_010.2])
    monkeypatch.setattr("watcher.clocks._steady", lambda: next(steady))
    assert read_clocks().steady == 90_010.2
    assert next(steady, None) is None


def test_a_machine_too_slow_to_read_both_at_once_has_a_time_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steady = count(0.0, 5.0)
    monkeypatch.setattr("watcher.clocks._steady", lambda: next(steady))
    assert read_clocks().steady == 5.0 * (2 * TRIES - 1)


def test_missed_ticks_are_not_counted() -> None:
    now = MONDAY + 3650 * DAY
    assert _FromNow().get_next_fire_time(MONDAY, now) == now + TICK
    assert _FromNow().get_next_fire_time(now + DAY, MONDAY) == MONDAY + TICK


class Looking:
    name, looks = "home", 0

    def look(self, reading: Reading) -> None:
        self.looks += 1


def test_a_tick_that_was_planned_by_another_clock_is_brought_forward() -> None:
    one = Looking()
    ticking = Ticking([one])
    try:
        until("the first tick", lambda: one.looks)
        for _ in range(3):
            ticking._scheduler.modify_job("home", next_run_time=datetime.now(UTC) + 300 * DAY)
            before = one.looks
            ticking.go_on()
            until("a tick", lambda before=before: one.looks > before, seconds=10)
    finally:
        ticking.end()


def test_a_sleep_that_was_reckoned_by_another_clock_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is wrong just when the scheduler reckons how long to sleep, and right again at once."""
    process_jobs = BackgroundScheduler._process_jobs
    monkeypatch.setattr(
        BackgroundScheduler, "_process_jobs", lambda self: process_jobs(self) and HOUR.seconds
    )
    one = Looking()
    ticking = Ticking([one])

    def looked_twice_more(before: int) -> bool:
        ticking.go_on()
        return one.looks >= before + 2

    try:
        until("two ticks more", lambda: looked_twice_more(1), seconds=20)
    finally:
        ticking.end()


def test_a_worker_neither_reads_nor_drafts_while_the_clock_is_not_believed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "grace")
    bench, store = MaildirBench(tmp_path / "Mail"), Store(tmp_path / "data")
    bench.deliver(raw_mail(1), MONDAY, read=True)
    one = worker(tmp_path)
    one.look(Reading(MONDAY, UP))
    bench.deliver(raw_mail(2, sender="bo@birch.example"), MONDAY, read=True)
    for seconds in range(2, 120, 2):
        one.look(Reading(MONDAY + 3 * DAY + seconds * SECOND, UP + seconds))
    assert store.counts() == {"mail": 1, "cooling": 1}
    one.look(Reading(MONDAY + 120 * SECOND, UP + 120))  # put right
    one.look(Reading(MONDAY + EVERY, UP + 240))
    one.look(Reading(MONDAY + 2 * EVERY, UP + 600))
    assert store.counts() == {"mail": 2, "cooling": 2}
    assert caplog.text.count("waiting a little") == 2
    one.look(Reading(MONDAY + DAY, UP + 86400))  # asleep meanwhile
    assert store.counts() == {"mail": 2, "cooling": 1, "drafted": 1}
    store.close()


@pytest.mark.skipif(not Path("/usr/share/zoneinfo").exists(), reason="time zones are set another way here")
def test_the_zone_of_the_computer_is_that_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for zone in ("Europe/Berlin", "America/New_York", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        assert local_zone().key == zone
    monkeypatch.undo()
    local_zone()

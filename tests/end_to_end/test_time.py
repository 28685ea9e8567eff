"""Days pass: the true daemon on a Maildir, by a clock that the test sets. Never early, once each.

Each scene is a home of its own that mostly waits for the next tick, so all of them are played side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from itertools import count
from pathlib import Path

import psutil
import pytest

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import Daemon, Grace
from tests.end_to_end.fake_clock import FakeClock
from tests.end_to_end.kill_mail import an_answer

DAY, HOUR, MINUTE, SECOND = (timedelta(seconds=number) for number in (86400, 3600, 60, 1))
#: How long a clock that was set is not believed: as long as `every`, here.
CALM = timedelta(seconds=10)
#: How much later than due a draft may come: `every` and a tick; after a jump CALM besides.
SOON = timedelta(seconds=12)
MONDAY = datetime.fromisoformat("2026-11-23T12:00+01:00")
FRIDAY = datetime.fromisoformat("2026-11-27T17:00+01:00")


class Home:
    """A person's machine: its clock, their Maildir, and the program."""

    def __init__(self, folder: Path, start: datetime, **settings: str) -> None:
        folder.mkdir(exist_ok=True)
        self.clock, self.grace = FakeClock(folder, start), Grace(folder)
        self.bench = MaildirBench(folder / "Mail")
        self.grace.environment = self.clock.environment
        account = f'[[account]]\nname = "home"\nkind = "maildir"\npath = "{folder / "Mail"}"\n'
        self.grace.configure(
            account, **({"starts": "read", "after": "24h", "since": "2020-01-01"} | settings)
        )
        self._numbers = count()

    def read_an_answer(self) -> None:
        """An answer of "no" comes, and the person has read it before the program looks."""
        at = self.clock.now()
        self.bench.deliver(an_answer(next(self._numbers), at), at, read=True)

    @contextmanager
    def run(self) -> Iterator[Daemon]:
        """The daemon, once it has made its first pass."""
        before = self.passed
        with self.grace.run() as daemon:
            daemon.until("the first pass is over", lambda: self.passed not in (None, before))
            yield daemon
            assert daemon.terminate() == 0

    def sleep_until(self, daemon: Daemon, instant: datetime) -> None:
        """The machine sleeps; then waits for the next pass, where one is due by then."""
        self.clock.sleep_until(instant, daemon)
        daemon.until(f"a pass at {instant}", lambda: abs(self._passed_at() - instant) < MINUTE)

    def set_clock(self, daemon: Daemon, instant: datetime) -> None:
        """Somebody sets the clock; waits until the daemon is aware of it."""
        before = daemon.log.count("the clock was set")
        self.clock.set(instant)
        daemon.until("it is seen", lambda: daemon.log.count("the clock was set") > before)

    def _passed_at(self) -> datetime:
        assert self.passed is not None
        return self.passed

    @property
    def passed(self) -> datetime | None:
        """When the last pass began, by its own clock."""
        rows = self.grace.rows("SELECT value FROM setting WHERE key = 'passed:home'")
        return datetime.fromisoformat(rows[0][0]) if rows else None

    @property
    def due(self) -> datetime:
        """Of the newest answer."""
        ((due,),) = self.grace.rows("SELECT due_at FROM cases ORDER BY mail_id DESC LIMIT 1")
        return datetime.fromisoformat(due)

    @property
    def states(self) -> list[str]:
        return [state for (state,) in self.grace.rows("SELECT state FROM cases ORDER BY mail_id")]

    @property
    def drafts(self) -> list[datetime]:
        """When each draft was written, by its Date."""
        files = (self.bench.path(self.bench.drafts) / "cur").iterdir()
        return [parsedate_to_datetime(message_from_bytes(file.read_bytes())["Date"]) for file in files]

    def draft_comes_at(self, daemon: Daemon, instant: datetime, within: timedelta = SOON) -> None:
        """Waits for the one draft; it must not be from before `instant`, nor come later than `within`."""
        daemon.until(f"a draft, due at {instant}", lambda: self.states == ["drafted"])
        (written,) = self.drafts
        assert instant - SECOND < written <= instant + within  # Date has whole seconds

    def no_second_draft(self) -> None:
        assert self.states == ["drafted"]
        assert len(self.drafts) == 1


def a_jump_of_72_hours(folder: Path) -> None:
    home = Home(folder, MONDAY, after="72h")
    home.read_an_answer()
    with home.run() as daemon:
        assert home.due >= MONDAY + 72 * HOUR
        home.sleep_until(daemon, MONDAY + HOUR)
        home.set_clock(daemon, home.due + SECOND)
        assert home.states == ["cooling"]
        home.draft_comes_at(daemon, home.due + SECOND + CALM, within=SOON + 2 * SECOND)
        home.sleep_until(daemon, home.due + DAY)
    home.no_second_draft()


def a_laptop_that_sleeps_for_72_hours(folder: Path) -> None:
    home = Home(folder, MONDAY, after="72h")
    home.read_an_answer()
    with home.run() as daemon:
        due = home.due
        home.sleep_until(daemon, due - MINUTE)
        assert home.states == ["cooling"]
        home.clock.sleep_until(due, daemon)
        home.draft_comes_at(daemon, due)
        home.sleep_until(daemon, due + 3 * DAY)
    home.no_second_draft()
    assert "the clock was set" not in daemon.log


def a_laptop_that_sleeps_for_a_year(folder: Path) -> None:
    """It takes up its work at once, not after counting 16 million ticks that it missed; for a reply it is late."""
    home = Home(folder, MONDAY)
    home.read_an_answer()
    with home.run() as daemon:
        home.sleep_until(daemon, MONDAY + 365 * DAY)
        assert home.states == ["offered"]
        assert home.drafts == []
        assert psutil.Process(daemon.process.pid).memory_info().rss < 100 * 2**20


def a_night_and_a_week_end(folder: Path) -> None:
    home = Home(folder, FRIDAY, hours="09:00-18:00", days="mon-fri")
    home.read_an_answer()
    opens = datetime.fromisoformat("2026-11-30T09:00+01:00")
    with home.run() as daemon:
        for awake in (FRIDAY + DAY + HOUR, FRIDAY + 2 * DAY, opens - MINUTE):
            home.sleep_until(daemon, awake)
            assert home.drafts == []
        home.clock.sleep_until(opens, daemon)
        home.draft_comes_at(daemon, opens)


def a_clock_set_back(folder: Path) -> None:
    """By most of a year before the draft, and by a day after it."""
    home = Home(folder, MONDAY)
    home.read_an_answer()
    with home.run() as daemon:
        due, back = home.due, MONDAY - 300 * DAY
        home.set_clock(daemon, back)
        home.sleep_until(daemon, back + CALM + SECOND)
        home.sleep_until(daemon, due - MINUTE)
        assert home.states == ["cooling"]
        home.clock.sleep_until(due, daemon)
        home.draft_comes_at(daemon, due)
        home.set_clock(daemon, MONDAY)
        home.sleep_until(daemon, MONDAY + CALM + SECOND)
        home.sleep_until(daemon, due + HOUR)
    home.no_second_draft()


def an_answer_that_comes_while_the_clock_is_a_year_behind(folder: Path) -> None:
    """Nothing here can know better than the clock, so it counts by it, and comes once."""
    home = Home(folder, MONDAY - 365 * DAY)
    home.read_an_answer()
    with home.run() as daemon:
        due = home.due
        assert due >= MONDAY - 364 * DAY
        home.sleep_until(daemon, due - MINUTE)
        assert home.states == ["cooling"]
        home.clock.sleep_until(due, daemon)
        home.draft_comes_at(daemon, due)
        home.set_clock(daemon, MONDAY)
        home.sleep_until(daemon, MONDAY + CALM + SECOND)
    home.no_second_draft()


def a_clock_that_is_wrong_for_a_moment(folder: Path) -> None:
    """Ahead, so far that the draft would be due, even too late to be pushed; then put right."""
    home = Home(folder, MONDAY)
    home.read_an_answer()
    with home.run() as daemon:
        due, right = home.due, MONDAY + HOUR
        for wrong in (due + 100 * DAY, due + HOUR):
            home.set_clock(daemon, wrong)
        home.set_clock(daemon, right)
        home.sleep_until(daemon, right + CALM + SECOND)
        assert home.states == ["cooling"]
        home.clock.sleep_until(due, daemon)
        home.draft_comes_at(daemon, due, within=SOON + CALM)


def _night_of_change(folder: Path, zone: str, when: str) -> None:
    """Started in the last seconds before the change, the daemon lives through it; the next day is as long as any."""
    start = datetime.fromisoformat(when)
    home = Home(folder, start, zone=zone)
    home.read_an_answer()
    with home.run() as daemon:
        due = home.due
        assert start + DAY <= due < start + DAY + MINUTE
        home.sleep_until(daemon, start + HOUR)
        home.sleep_until(daemon, due - MINUTE)
        assert home.states == ["cooling"]
        home.clock.sleep_until(due, daemon)
        home.draft_comes_at(daemon, due)


def autumn_in_berlin(folder: Path) -> None:
    _night_of_change(folder, "Europe/Berlin", "2026-10-25T02:59:58+02:00")


def spring_in_berlin(folder: Path) -> None:
    _night_of_change(folder, "Europe/Berlin", "2027-03-28T01:59:58+01:00")


def autumn_in_new_york(folder: Path) -> None:
    _night_of_change(folder, "America/New_York", "2026-11-01T01:59:58-04:00")


def spring_in_new_york(folder: Path) -> None:
    _night_of_change(folder, "America/New_York", "2027-03-14T01:59:58-05:00")


def a_journey(folder: Path) -> None:
    """The laptop is switched off on the way; no zone is set in the config, so that of the place counts."""
    home = Home(folder, MONDAY, zone="", hours="09:00-18:00", days="mon-fri")
    home.read_an_answer()
    for zone, when in (
        ("Europe/Berlin", "2026-11-23T12:00+01:00"),
        ("Asia/Tokyo", "2026-11-24T06:30+01:00"),  # the clock on the wall there is more than a day ahead
        ("Asia/Tokyo", "2026-11-24T13:00+01:00"),  # over, but evening there
        ("America/New_York", "2026-11-25T02:00+01:00"),  # morning in Tokyo, evening again here
    ):
        home.grace.environment["TZ"] = zone
        home.clock.set(datetime.fromisoformat(when))
        with home.run():
            assert home.states == ["cooling"]
    opens = datetime.fromisoformat("2026-11-25T09:00-05:00")
    assert home.due == opens
    home.clock.set(opens - 5 * SECOND)
    with home.run() as daemon:
        home.draft_comes_at(daemon, opens)


SCENES: list[Callable[[Path], None]] = [
    a_jump_of_72_hours,
    a_laptop_that_sleeps_for_72_hours,
    a_laptop_that_sleeps_for_a_year,
    a_night_and_a_week_end,
    a_clock_set_back,
    an_answer_that_comes_while_the_clock_is_a_year_behind,
    a_clock_that_is_wrong_for_a_moment,
    autumn_in_berlin,
    spring_in_berlin,
    autumn_in_new_york,
    spring_in_new_york,
    a_journey,
]


@pytest.fixture(scope="module")
def playing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Callable[[Path], None], Future[None]]]:
    """All scenes, begun."""
    with ThreadPoolExecutor(len(SCENES)) as pool:
        yield {scene: pool.submit(scene, tmp_path_factory.mktemp(scene.__name__)) for scene in SCENES}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_never_early_and_once(
    scene: Callable[[Path], None], playing: dict[Callable[[Path], None], Future[None]]
) -> None:
    playing[scene].result(timeout=100)

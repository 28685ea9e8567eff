"""Thanks after an interview, cut off at each place of their life: at most one draft, none before its time, none lost.

The life is the one of test_thanks.py. A place is a step of the mailbox or a commit of the store. It is broken off at
each by a crash, and at each by trouble that a pass reports; or the draft turns up later than it was asked for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.memory_mailbox import StoredLater
from tests.sample_mail import BySubject
from tests.test_at_most_once import CrashError, FragileStore
from tests.test_pipeline import MONDAY, World
from tests.test_thanks import HOUR, ROOT, at, invite
from watcher.errors import TemporaryError
from watcher.pipeline import Pass

#: The passes: the invitation comes, the interview is over, and what comes after.
PASSES = ("23T10:00", "26T13:30", "26T15:00", "26T15:02", "26T15:10", "27T09:00", "27T20:00")
ENDS = MONDAY + at("26T14:00")


class Life:
    """From the invitation to the day after, broken off at one place.

    Attributes:
        saved: when a draft reached the mailbox.
        places: what was come by, in order.
    """

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.store.close()
        self.saved: list[datetime] = []
        self.places: list[str] = []
        self._shows_late_ones = False
        store, hold = self.world.server.store_draft, self.world.server.hold_back

        def noted(raw: bytes) -> None:
            assert message_from_bytes(raw)["In-Reply-To"] == ROOT[0]
            self.saved.append(self.world.server.now)

        def store_draft(raw: bytes) -> object:
            if not self._shows_late_ones:
                noted(raw)
            return store(raw)

        def hold_back(raw: bytes) -> None:
            noted(raw)
            hold(raw)

        self.world.server.store_draft = store_draft  # type: ignore[method-assign,assignment]
        self.world.server.hold_back = hold_back  # type: ignore[method-assign]

    def live(self, broken_at: int | None = None, by: BaseException | None = None) -> None:
        invite(self.world)
        for when in PASSES:
            self.world.server.now = MONDAY + at(when)
            self._shows_late_ones = True  # they were noted when they were asked for
            self.world.server.show_late_drafts()
            self._shows_late_ones = False
            self._a_pass(broken_at, by)

    def _a_pass(self, broken_at: int | None, by: BaseException | None) -> None:
        def hook(event: str) -> None:
            self.places.append(event)
            if by is not None and len(self.places) - 1 == broken_at:
                raise by

        store = FragileStore(self.world.folder)
        store.hook, self.world.server.hook = hook, hook
        account = self.world.config.accounts[0]
        try:
            mailbox = self.world.server.open(self.world.watched)
            Pass(account, self.world.config, mailbox, store, BySubject()).run(self.world.server.now)  # type: ignore[arg-type]
        except (TemporaryError, CrashError):
            pass
        finally:
            self.world.server.hook = lambda event: None
            store.close()

    def state(self) -> str:
        store = FragileStore(self.world.folder)
        try:
            return store.entries()[0].state
        finally:
            store.close()


@pytest.mark.parametrize("by", [CrashError(), TemporaryError("cut")], ids=["a crash", "trouble"])
def test_broken_off_anywhere_there_is_one_draft_in_time(tmp_path: Path, by: BaseException) -> None:
    whole = Life(tmp_path / "whole")
    whole.live()
    assert len(whole.saved) == 1
    assert {"before store", "after store", "before commit", "after commit", "find_copies"} <= {*whole.places}
    for place, what in enumerate(whole.places):
        if what in ("before commit", "after commit") and not isinstance(by, CrashError):
            continue  # a commit that fails is a broken disk: tests/ordeal/test_disk.py
        life = Life(tmp_path / f"{place}")
        life.live(place, by)
        assert len(life.saved) == 1, (place, what)
        assert ENDS + HOUR <= life.saved[0] <= ENDS + timedelta(days=1), (place, what)
        assert life.state() == "drafted", (place, what)


def test_a_draft_that_turns_up_late_is_not_saved_again(tmp_path: Path) -> None:
    whole = Life(tmp_path / "whole")
    whole.live()
    life = Life(tmp_path / "late")
    life.live(whole.places.index("before store"), StoredLater("late"))
    assert len(life.saved) == 1
    assert life.state() == "drafted"

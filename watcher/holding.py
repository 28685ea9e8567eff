"""What a pass asks before it lays down a reply to an answer: is an interview near, and did several answers come?"""

from __future__ import annotations

from datetime import datetime

from watcher import looking_back
from watcher.config.settings import Gentle
from watcher.reflecting import gentle
from watcher.replying import policy, times
from watcher.store import Store


class Holding:
    """The log, asked as often as a pass needs it; it reads the interviews and the answers once."""

    def __init__(self, settings: Gentle, rules: policy.Rules, store: Store) -> None:
        self._settings, self._rules, self._store = settings, rules, store
        self._interviews: list[gentle.Appointment] | None = None
        self._answers: list[datetime] | None = None

    def after_interviews(self, instant: datetime) -> datetime:
        """The first humane instant from a humane one on that does not lie in the hours before an interview."""
        if self._interviews is None:
            self._interviews = looking_back.interviews(self._store)
        while held := gentle.held_until(instant, self._interviews, self._settings.hold_before):
            instant = times.humane(held, self._rules)
        return instant

    def several_came(self, now: datetime) -> bool:
        """Whether so many answers came within a week that less is due on a day."""
        if self._answers is None:
            self._answers = looking_back.answers(self._store)
        return gentle.several_came(self._answers, now, self._settings.several)

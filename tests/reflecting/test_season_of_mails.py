"""The season that the measurements rest on is what it says it is."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.reflecting.season import applications, mails
from watcher.reading.message import parse
from watcher.reading.types import KINDS


def test_it_is_a_season_of_120_applications() -> None:
    season = list(mails())
    assert {truth.application for *_, truth in season} == {None, *range(1, 121)} == {None, *applications()}
    assert len(season) > 300
    times = [at for at, *_ in season]
    assert times == sorted(times)
    assert datetime(2026, 3, 1, tzinfo=UTC) < times[0]
    assert times[-1] < datetime(2026, 9, 1, tzinfo=UTC)


def test_each_mail_can_be_read_and_stands_alone() -> None:
    season = [(parse(raw), truth) for _, raw, truth in mails()]
    assert all(message.readable and not message.problems for message, _ in season)
    assert len({message.message_id for message, _ in season}) == len(season)
    assert len({message.fingerprint for message, _ in season}) == len(season)
    assert {truth.kind for _, truth in season} <= set(KINDS)
    assert {truth.language for _, truth in season} == {"en", "de"}
    assert any(message.calendar == "REQUEST" for message, _ in season)


def test_every_interview_says_when_and_every_hard_case_is_there() -> None:
    truths = [truth for *_, truth in mails()]
    assert all(truth.appointment for truth in truths if truth.kind == "interview")
    assert len({truth.case for truth in truths if truth.case}) >= 25

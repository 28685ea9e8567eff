"""A season of 120 applications over six months, lived day by day on a Maildir and on Dovecot: see season_story.py.

What is shown at a few dates is compared with season_golden/. To write these files anew, on the Maildir, and then to
read the difference:

    GRACE_SEASON=write .venv/bin/python -m pytest tests/end_to_end/test_season.py -k maildir

Before every change a third of the season is lived, on the Maildir. With --long it is all of it there, and a third on
Dovecot; with --long and GRACE_SEASON=all it is all of it on both.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path

import pytest

from tests.contract.benches import ImapBench, MaildirBench, fresh_user
from tests.end_to_end.command import account
from tests.end_to_end.season_story import DAY, FIRST, LINE, Draft, Mail, Story
from tests.ordeal.crash_story import mails_of
from tests.reflecting.season import ZONE
from tests.reflecting.season.measuring import compared
from tests.servers.dovecot import Dovecot
from watcher.looking_back import applications
from watcher.reading.message import parse
from watcher.reading.types import REPLYABLE

GOLDEN = Path(__file__).parent / "season_golden"
HOW = os.environ.get("GRACE_SEASON", "")  #: "", "long", "all" or "write"
#: All of it; a third; and in these days nothing is asked of the last ones, whose end was not lived.
ALL, THIRD, END = 182, 61, 8 * DAY
HOUR = timedelta(hours=1)

#: What is looked at, on which day after the pass at noon.
LOOKED_AT = {
    "03-21": [("digest-first-answers", "digest"), ("queue-spring", "queue")],
    "04-11": [("digest-several-answers", "digest"), ("open-april", "open")],
    "05-05": [("queue-may", "queue"), ("status-may", "status")],
    "05-09": [("digest-interview-ahead", "digest")],
    "06-20": [("open-june", "open"), ("reflect-june", "reflect")],
    "07-02": [("prep-july", "plan prep")],
    "08-08": [("digest-quiet", "digest")],
    "08-31": [("digest-last", "digest"), ("open-last", "open"), ("plan-last", "plan")],
}
#: How the mails set the time of an interview for certain; the others ask whether it suits.
SETS = (
    "interview is scheduled for",
    "zu einem Vorstellungsgespräch einladen: am",
    "invite you to an interview on",
)


@dataclass(frozen=True)
class Talk:
    """An interview whose time its mail gives for certain.

    Args:
        off_at: when a later mail moved it, or brought the answer; None where it took place.
    """

    mail: Mail
    begins: datetime
    off_at: datetime | None

    @property
    def ends(self) -> datetime:
        return self.begins + HOUR


@dataclass
class Lived:
    story: Story
    last: datetime
    shown: dict[str, str]
    whole: bool

    def truths(self, *kinds: str) -> list[Mail]:
        return [mail for mail in self.story.mails.values() if mail.truth.kind in kinds]

    def drafts(self, *kinds: str) -> list[Draft]:
        return [draft for draft in self.story.seen.drafts if draft.kind in kinds]

    def mail(self, draft: Draft) -> Mail:
        return self.story.mails[draft.answers]

    @cached_property
    def talks(self) -> list[Talk]:
        found = []
        for mail in self.truths("interview"):
            text = " ".join(parse(mail.raw).text.split())
            begins = mail.truth.appointment
            if begins and (b"BEGIN:VCALENDAR" in mail.raw or any(one in text for one in SETS)):
                later = (
                    one.at
                    for one in self.truths("interview", "rejection", "on_hold")
                    if one.truth.application == mail.truth.application and mail.at < one.at < begins
                )
                found.append(Talk(mail, begins, min(later, default=None)))
        return found


@pytest.fixture(scope="module", params=["maildir", pytest.param("dovecot", marks=pytest.mark.long)])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The season as it was lived; each test looks at something else of it."""
    folder = tmp_path_factory.mktemp("season")
    days = ALL if HOW and (HOW == "all" or request.param == "maildir") else THIRD
    if request.param == "maildir":
        bench: MaildirBench | ImapBench = MaildirBench(folder / "Mail")
        home = account(kind="maildir", path=str(folder / "Mail"))
    else:
        server: Dovecot = request.getfixturevalue("dovecot")
        user = fresh_user(server)
        bench = ImapBench(server, user)
        secret = {"user": user, "password_command": ["cat", "none"]}
        home = account(kind="imap", host=server.host, port=server.port, tls="none", **secret)
    story = Story(bench, home, folder / "home")
    shown: dict[str, str] = {}

    def look(now: datetime) -> None:
        for name, words in LOOKED_AT.get(f"{now:%m-%d}", []):
            shown[name] = story.command(*words.split(), now=now)

    story.live(days, look)
    yield Lived(story, datetime.combine(FIRST + days * DAY, datetime.min.time(), ZONE), shown, days == ALL)
    story.store.close()
    bench.close()


def test_each_answer_has_a_case_and_nothing_else_has(lived: Lived) -> None:
    cases = lived.story.store.about(*REPLYABLE)
    sure = [entry for entry in cases if entry.state != "review"]
    mails = [lived.story.mail_of(entry) for entry in sure]
    assert all(mail.truth.kind in REPLYABLE for mail in mails), "an answer of no that was none"
    answered = {mail.truth.application for mail in lived.truths(*REPLYABLE)}
    assert answered == {lived.story.mail_of(entry).truth.application for entry in cases} & answered
    assert len(mails) >= len(lived.truths(*REPLYABLE)) - 2
    assert len(cases) - len(sure) <= 2


def test_each_application_gets_one_reply_at_most_and_the_mailbox_holds_no_other(lived: Lived) -> None:
    story = lived.story
    replies = [lived.mail(draft).truth.application for draft in lived.drafts(*REPLYABLE)]
    assert len(replies) > len(lived.truths(*REPLYABLE)) / 3
    assert set(Counter(replies).values()) == {1}
    assert set(Counter(draft.mail_id for draft in story.seen.drafts).values()) == {1}
    now_there = [
        str(message_from_bytes(raw)["In-Reply-To"])
        for place, _, raw in mails_of(story.bench)
        if place.folder == story.bench.drafts
    ]
    expected = [draft.answers for draft in story.seen.drafts if draft.fate in ("left", "changed")]
    assert sorted(now_there) == sorted(expected)
    fates = {"sent": {"sent", "quiet", "heard"}, "discarded": {"discarded"}, "changed": {"edited"}}
    for draft in story.seen.drafts:
        if lived.last - draft.at > 13 * DAY:
            entry = story.store.entry(draft.mail_id)
            assert entry
            assert entry.state in fates.get(draft.fate, {"drafted"}), draft


def test_no_reply_comes_before_its_time_nor_at_night_nor_before_an_interview(lived: Lived) -> None:
    for draft in lived.drafts(*REPLYABLE, "feedback"):
        mail, wall = lived.mail(draft), draft.at.astimezone(ZONE)
        read_at = min(mail.read_at or mail.at + 3 * DAY, mail.at + 3 * DAY)
        assert draft.at >= read_at + DAY, draft
        assert draft.at <= mail.at + 7 * DAY, draft
        assert 9 <= wall.hour < 18, draft
        assert wall.weekday() < 5, draft
        assert _held(lived, draft.at) is None, draft


def test_no_answer_is_told_of_before_an_interview(lived: Lived) -> None:
    told = lived.story.seen.told
    assert len(told) >= len(lived.truths(*REPLYABLE)) - 10
    held = 0
    for number, at in told.items():
        wall = at.astimezone(ZONE)
        assert (wall.hour, wall.minute, wall.weekday() < 5) == (10, 0, True)
        assert _held(lived, at) is None, number
        entry = lived.story.store.entry(number)
        assert entry
        held += _held(lived, _next_quiet_time(entry.delivered_at)) is not None
    assert held, "no answer came in the hours before an interview: this shows nothing"


def test_thanks_come_within_a_day_of_an_interview_that_took_place_and_of_no_other(lived: Lived) -> None:
    by_mail = defaultdict(list)
    for draft in lived.drafts("interview"):
        by_mail[draft.answers].append(draft.at)
    talks = [talk for talk in lived.talks if talk.ends < lived.last - 2 * DAY]
    took_place = [talk for talk in talks if talk.off_at is None]
    for talk in took_place:
        (at,) = by_mail.pop(str(message_from_bytes(talk.mail.raw)["Message-ID"]))
        assert talk.ends + HOUR <= at <= talk.ends + DAY, talk
    assert by_mail == {}, "thanks for an interview that is not known to have been"
    assert len(took_place) >= 7
    assert not lived.whole or len(took_place) < len(talks), "none was moved: this shows nothing"


def test_a_line_of_ones_own_stands_in_the_thanks(lived: Lived) -> None:
    thanks = lived.drafts("interview")
    with_line = {draft.mail_id for draft in thanks if LINE in draft.text}
    assert with_line == lived.story.seen.lines & {draft.mail_id for draft in thanks}
    assert 0 < len(with_line) < len(thanks)


def test_the_mails_come_to_the_right_applications(lived: Lived) -> None:
    numbers = {entry.id: lived.story.mail_of(entry).number for entry in _entries(lived)}
    found = [
        replace(one, mails=tuple(replace(mail, id=numbers[mail.id]) for mail in one.mails))
        for one in applications(lived.story.store)
    ]
    measured = compared(found)
    assert measured.precision >= 0.99
    if lived.whole:
        assert measured.recall >= 0.95
        assert measured.exact >= 113, measured.wrong


def test_looking_back_is_offered_after_the_cooling_off_and_once(lived: Lived) -> None:
    seen = lived.story.seen
    came = {draft.mail_id: draft.at for draft in seen.drafts}
    # While several answers come in each week, as they do at first, it is not offered.
    assert len(seen.offered) >= (20 if lived.whole else 1)
    for number, times in seen.offered.items():
        entry = lived.story.store.entry(number)
        assert entry
        mail = lived.story.mail_of(entry)
        assert times[0] >= came.get(number, min(mail.read_at or mail.at + DAY, mail.at + DAY))
        assert times[-1] <= mail.at + 14 * DAY
        assert times[-1] <= seen.closed.get(number, times[-1])
    assert seen.closed or not lived.whole


def test_a_letter_a_week_lies_in_its_folder(lived: Lived) -> None:
    letters = [
        message_from_bytes(raw) for place, _, raw in mails_of(lived.story.bench) if "Letters" in place.folder
    ]
    days = [parsedate_to_datetime(letter["Date"]).astimezone(ZONE) for letter in letters]
    assert {day.weekday() for day in days} == {4}
    weeks = [day.isocalendar().week for day in days]
    assert sorted(set(weeks)) == sorted(weeks) == list(range(min(weeks), max(weeks) + 1))
    assert len(weeks) >= (lived.last.date() - FIRST) // (7 * DAY) - 1
    assert not [entry for entry in _entries(lived) if "Letter" in entry.subject]


def test_what_is_shown_is_what_was_read(lived: Lived) -> None:
    shown = {**lived.shown, **{name: _a_draft(lived, name) for name in ("thanks", "reply")}}
    if HOW == "write" and lived.whole:
        GOLDEN.mkdir(exist_ok=True)
        for name, text in shown.items():
            (GOLDEN / f"{name}.txt").write_text(text, encoding="utf-8")
    assert shown == {name: (GOLDEN / f"{name}.txt").read_text(encoding="utf-8") for name in shown}
    assert len(shown) > 5
    assert not lived.whole or {*shown} == {file.stem for file in GOLDEN.iterdir()}


def _a_draft(lived: Lived, name: str) -> str:
    """The first thanks with a line of one's own; the first reply after an interview."""
    talked = {mail.truth.application for mail in lived.truths("interview")}
    if name == "thanks":
        return next(
            draft.text
            for draft in lived.drafts("interview")
            if draft.text.startswith("Hi") and LINE in draft.text
        )
    return next(
        draft.text for draft in lived.drafts("rejection") if lived.mail(draft).truth.application in talked
    )


def _entries(lived: Lived) -> list:
    ids = lived.story.mails
    return [one for one in lived.story.store.entries(everything=True) if str(one.message_id) in ids]


def _held(lived: Lived, at: datetime) -> Talk | None:
    """The interview because of which nobody is told of an answer at that time."""
    for talk in lived.talks:
        known = talk.mail.at <= at and (talk.off_at is None or talk.off_at > at)
        if known and talk.begins - 18 * HOUR <= at < talk.ends:
            return talk
    return None


def _next_quiet_time(at: datetime) -> datetime:
    wall = at.astimezone(ZONE)
    day = wall.date() + (DAY if wall.hour >= 10 else timedelta())
    while day.weekday() > 4:
        day += DAY
    return datetime.combine(day, datetime.min.time().replace(hour=10), ZONE)

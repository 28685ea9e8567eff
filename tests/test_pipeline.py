"""One pass after another over a mailbox in memory: what is recorded, drafted, left alone, and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.memory_mailbox import MemoryServer, StoredLater
from tests.sample_mail import MONDAY, BySubject, config, raw_mail
from watcher import store as storing
from watcher.config import CoolingOff
from watcher.errors import TemporaryError
from watcher.mailboxes.protocol import Place
from watcher.pipeline import Event, Pass
from watcher.reading import details
from watcher.reading.types import Details
from watcher.store import Entry, Store

DAY = timedelta(days=1)


class World:
    """A server, a store, and passes at given times."""

    def __init__(self, folder: Path) -> None:
        self.server = MemoryServer(
            {"INBOX": "other", "Archive": "other", "Entwürfe": "drafts", "Sent": "sent", "Trash": "trash"}
        )
        self.server.now = MONDAY
        self.folder = folder
        self.store = Store(folder)
        self.config = config()
        self.watched: tuple[str, ...] = ("INBOX",)

    def run(self, after: timedelta = timedelta(0), *, dry_run: bool = False) -> list[Event]:
        """One pass, so long after Monday 10:00 UTC."""
        self.server.now = MONDAY + after
        events: list[Event] = []
        mailbox = self.server.open(self.watched)
        account = self.config.accounts[0]
        store = self.store
        if dry_run:
            storing.copy(self.folder, self.folder / "scratch")
            store = Store(self.folder / "scratch")
        Pass(
            account,
            self.config,
            mailbox,
            store,
            BySubject(),
            dry_run=dry_run,
            tell=events.append,  # type: ignore[arg-type]
        ).run(self.server.now)
        return events

    def entry(self, message_id: str) -> Entry:
        found = [entry for entry in self.store.entries(everything=True) if entry.message_id == message_id]
        assert len(found) == 1
        return found[0]

    def drafts(self) -> list[EmailMessage]:
        return [message_from_bytes(mail.raw, policy=policy.default) for mail in self.server.drafts]  # type: ignore[misc]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.store.close()


def test_a_rejection_becomes_a_threaded_draft_after_the_cooling_off(world: World) -> None:
    world.server.deliver(raw_mail(1, reply_to=["<mine@example.org>"]), seen=True)
    assert [event.what for event in world.run()] == ["cooling"]
    assert world.run(DAY - timedelta(minutes=1)) == []
    assert world.drafts() == []
    assert [event.what for event in world.run(DAY + timedelta(minutes=1))] == ["drafted"]
    (draft,) = world.drafts()
    assert draft["In-Reply-To"] == "<rejection-1@acme.example>"
    assert draft["References"] == "<mine@example.org> <rejection-1@acme.example>"
    assert draft["Subject"] == "Re: rejection: your application 1"
    assert draft["To"].addresses[0].addr_spec == "anna@acme.example"
    assert draft["From"].addresses[0].addr_spec == "robin@example.org"
    assert world.server.drafts[0].flags == {"\\Draft", "\\Seen"}
    assert [step.state for step in world.store.steps(1)] == ["cooling", "claimed", "drafted"]
    for days in range(2, 40):
        world.run(days * DAY)
    assert len(world.drafts()) == 1


def test_the_cooling_off_of_an_unread_mail_begins_when_it_is_read(world: World) -> None:
    place = world.server.deliver(raw_mail(1))
    world.run()
    world.run(1.5 * DAY)
    assert world.drafts() == []
    world.server.set_flags(place, seen=True)
    world.run(1.6 * DAY)
    world.run(2.5 * DAY)
    assert world.drafts() == []
    world.run(2.7 * DAY)
    assert len(world.drafts()) == 1


def test_a_mail_that_is_never_read_counts_as_read_after_the_limit(world: World) -> None:
    world.server.deliver(raw_mail(1))
    world.run()
    world.run(3.9 * DAY)
    assert world.drafts() == []
    world.run(4.1 * DAY)
    assert len(world.drafts()) == 1


def test_a_mail_that_was_moved_away_was_read(world: World) -> None:
    place = world.server.deliver(raw_mail(1))
    world.run()
    world.server.move(place, "Archive")
    world.run(0.1 * DAY)
    world.run(1.2 * DAY)
    assert len(world.drafts()) == 1


def test_a_deleted_mail_gets_no_draft(world: World) -> None:
    place = world.server.deliver(raw_mail(1), seen=True)
    other = world.server.deliver(raw_mail(2), seen=True)
    world.run()
    world.server.move(place, "Trash")
    world.server.delete(other)
    world.run(2 * DAY)
    assert world.drafts() == []
    assert {world.entry(f"<rejection-{n}@acme.example>").state for n in (1, 2)} == {"cancelled"}


def test_an_answered_mail_gets_no_draft(world: World) -> None:
    by_flag = world.server.deliver(raw_mail(1), seen=True)
    world.server.deliver(raw_mail(2), seen=True)
    world.server.deliver(raw_mail(3), seen=True)
    world.run()
    world.server.set_flags(by_flag, answered=True)
    answer = raw_mail("a", sender="robin@example.org", reply_to=["<rejection-2@acme.example>"])
    world.server.deliver(answer, "Sent", at=MONDAY)
    begun = raw_mail("b", sender="robin@example.org", reply_to=["<rejection-3@acme.example>"])
    world.server.deliver(begun, "Entwürfe", at=MONDAY)
    world.run(2 * DAY)
    assert len(world.drafts()) == 1  # the person's own
    assert {entry.state for entry in world.store.entries() if entry.state} == {"answered"}


def test_when_they_write_again_there_is_no_draft(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    again = raw_mail(2, "interview", sender="else@acme.example", reply_to=["<rejection-1@acme.example>"])
    world.server.deliver(again, at=MONDAY + DAY)
    world.run(2 * DAY)
    assert world.drafts() == []
    assert world.entry("<rejection-1@acme.example>").state == "reopened"


def test_two_copies_of_a_mail_are_one(world: World) -> None:
    world.watched = ("INBOX", "Archive")
    world.server.deliver(raw_mail(1), seen=True)
    world.server.deliver(b"X-Label: x\r\n" + raw_mail(1), "Archive", seen=True)
    world.run()
    world.run(2 * DAY)
    assert len(world.drafts()) == 1
    assert sorted(world.store.places(1, "home")) == [("Archive", "1001:1"), ("INBOX", "1000:1")]


def test_a_conversation_gets_one_draft(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.server.deliver(raw_mail(2, reply_to=["<rejection-1@acme.example>"]), seen=True)
    world.run()
    world.run(2 * DAY)
    assert len(world.drafts()) == 1
    assert world.entry("<rejection-2@acme.example>").state == "no_reply"


def test_a_draft_that_was_deleted_never_comes_back(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.run(1.1 * DAY)
    world.server.folders["Entwürfe"].mails.clear()
    for hours in range(30, 100):
        world.run(timedelta(hours=hours))
    assert world.drafts() == []
    assert world.entry("<rejection-1@acme.example>").state == "discarded"


def test_a_draft_that_was_sent_is_noticed_whatever_its_new_id(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.run(1.1 * DAY)
    sent = world.server.folders["Entwürfe"].mails.pop().raw
    sent = sent.replace(message_from_bytes(sent)["Message-ID"].encode(), b"<new@client.example>")
    world.server.deliver(sent, "Sent")
    world.run(1.2 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "sent"


def test_mail_from_before_set_up_is_logged_and_never_answered(world: World) -> None:
    world.server.deliver(raw_mail(1, date=MONDAY - 30 * DAY), seen=True)
    world.server.deliver(raw_mail(2, date=MONDAY - 30 * DAY), at=MONDAY - 30 * DAY, seen=True)
    world.run()
    world.run(3 * DAY)
    assert world.drafts() == []
    assert world.entry("<rejection-1@acme.example>").state == "no_reply"


def test_a_late_answer_is_offered_and_not_pushed(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.run(8 * DAY)
    assert world.drafts() == []
    assert world.entry("<rejection-1@acme.example>").state == "offered"


def test_drafts_wait_for_a_humane_hour(world: World) -> None:
    world.config = config(CoolingOff())
    friday = 4 * DAY
    world.run()
    world.server.deliver(raw_mail(1), seen=True, at=MONDAY + friday)
    world.run(friday)
    for hours in range(0, 60, 5):
        world.run(friday + timedelta(hours=hours))
    assert world.drafts() == []  # the weekend
    world.run(7 * DAY - timedelta(hours=1))
    assert len(world.drafts()) == 1


def test_other_mail_leaves_no_words_behind(world: World) -> None:
    world.server.deliver(raw_mail(1, "other"))
    world.run()
    entry = world.entry("<other-1@acme.example>")
    assert (entry.subject, entry.sender_address, entry.sender_name, list(entry.evidence)) == ("", "", "", [])


def test_a_mail_that_breaks_us_is_set_aside_and_the_next_is_read(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.server.deliver(raw_mail(1, "boom"))
    world.server.deliver(raw_mail(2), problem="the server would not give it")
    world.server.deliver(raw_mail(3), seen=True)
    with caplog.at_level("DEBUG"):
        events = world.run()
    assert [event.what for event in events] == ["unreadable", "unreadable", "cooling"]
    problems = [entry.problem for entry in world.store.entries() if entry.problem]
    assert sorted(problems) == ["It could not be read (RuntimeError).", "the server would not give it"]
    assert world.run(DAY / 24) == []
    assert "must not be logged" not in caplog.text


def breaking(*_: object) -> Details:
    raise KeyError("must not be shown")


@pytest.mark.parametrize("names", [True, False])
def test_an_answer_of_which_the_rest_breaks_us_is_an_answer_to_look_at(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, names: bool
) -> None:
    for name in ["extract"] if names else ["extract", "names"]:
        monkeypatch.setattr(details, name, breaking)
    world.server.deliver(raw_mail(1), seen=True)
    world.server.deliver(raw_mail(2, "interview"), seen=True)
    assert [event.what for event in world.run()] == ["review", "seen"]
    entry = world.entry("<rejection-1@acme.example>")
    assert (entry.kind, entry.state, entry.problem) == ("rejection", "review", "")
    assert entry.reason == "What else the mail says could not be read (KeyError). Please look yourself."
    assert entry.subject == "rejection: your application 1"
    assert entry.details == dataclasses.asdict(Details(person="Anna Schmidt" if names else ""))
    other = world.entry("<interview-2@acme.example>")
    assert (other.kind, other.reason) == (
        "interview",
        "What else the mail says could not be read (KeyError).",
    )
    assert other.details["called_off"] == "perhaps", "an interview set before is not relied on"
    assert caplog.messages.count("home: mail 1: not all of it could be read (KeyError)") == 1
    assert "must not be shown" not in caplog.text
    world.run(3 * DAY)
    assert world.drafts() == []


def test_an_unsure_one_waits_for_the_person(world: World) -> None:
    world.server.deliver(raw_mail(1, "unsure"), seen=True)
    assert [event.what for event in world.run()] == ["review"]
    world.run(3 * DAY)
    assert world.drafts() == []


def test_a_dry_run_tells_and_writes_nothing(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    assert [event.what for event in world.run(1.1 * DAY, dry_run=True)] == ["would_draft"]
    assert world.drafts() == []
    assert world.entry("<rejection-1@acme.example>").state == "cooling"
    assert [event.what for event in world.run(1.1 * DAY)] == ["drafted"]


def test_an_unanswered_save_is_looked_for_before_it_is_tried_again(world: World) -> None:
    world.server.settle = timedelta(minutes=1)
    world.server.deliver(raw_mail(1), seen=True)
    world.run()

    def cut(event: str) -> None:
        if event == "after store":
            raise TemporaryError("the connection was lost")

    world.server.hook = cut
    with pytest.raises(TemporaryError):
        world.run(1.1 * DAY)
    world.server.hook = lambda event: None
    assert world.entry("<rejection-1@acme.example>").state == "claimed"
    world.run(1.1 * DAY + timedelta(seconds=30))
    assert world.entry("<rejection-1@acme.example>").state == "claimed"
    world.run(1.1 * DAY + timedelta(seconds=90))
    assert world.entry("<rejection-1@acme.example>").state == "drafted"
    assert len(world.drafts()) == 1


def test_a_claim_that_is_settled_too_late_is_offered(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()

    def refuse(event: str) -> None:
        if event == "before store":
            raise TemporaryError("it was refused")

    world.server.hook = refuse
    with pytest.raises(TemporaryError):
        world.run(1.1 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "claimed"
    world.server.hook = lambda event: None
    world.run(40 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "offered"
    assert world.drafts() == []


def test_a_draft_that_turns_up_late_is_not_saved_twice(world: World) -> None:
    world.server.settle = timedelta(minutes=1)
    world.server.deliver(raw_mail(1), seen=True)
    world.run()

    def late(event: str) -> None:
        if event == "before store":
            raise StoredLater("no answer")

    world.server.hook = late
    with pytest.raises(TemporaryError):
        world.run(1.1 * DAY)
    world.server.hook = lambda event: None
    for seconds in (0, 10, 55):
        world.run(1.1 * DAY + timedelta(seconds=seconds))
    assert len(world.drafts()) == 1
    world.server.show_late_drafts()
    world.run(1.1 * DAY + timedelta(seconds=90))
    assert len(world.drafts()) == 1
    assert world.entry("<rejection-1@acme.example>").state == "drafted"


def test_a_database_from_yesterday_does_not_draft_again(world: World, tmp_path: Path) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    storing.copy(world.folder, tmp_path / "backup")
    world.run(1.1 * DAY)
    world.store = Store(tmp_path / "backup")
    world.run(1.2 * DAY)
    assert len(world.drafts()) == 1
    assert world.entry("<rejection-1@acme.example>").state == "drafted"


def test_the_inbox_numbered_anew_brings_no_second_draft(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.server.deliver(raw_mail(2, "other"))
    world.run()
    world.server.change_uidvalidity("INBOX")
    world.run(1.1 * DAY)
    world.server.change_uidvalidity("INBOX")
    world.run(1.2 * DAY)
    assert len(world.drafts()) == 1
    assert len(world.store.entries(everything=True)) == 2


def test_since_is_kept_from_the_first_pass(world: World) -> None:
    world.config = config()
    object.__setattr__(world.config.watch, "since", None)
    late: datetime = MONDAY + 5 * DAY
    world.run(5 * DAY)
    world.server.deliver(raw_mail(1, date=late - 2 * DAY), at=late)
    world.server.deliver(raw_mail(2, date=late + 2 * DAY), at=late + 2 * DAY)
    world.run(7 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "no_reply"
    assert world.entry("<rejection-2@acme.example>").state == "cooling"


def test_good_news_that_was_recorded_first_or_came_in_the_same_minute_holds_the_draft(world: World) -> None:
    world.watched = ("Archive", "INBOX")
    later = MONDAY + timedelta(hours=1)
    news = raw_mail("n", "interview", sender="Anna Schmidt <Anna@ACME.example>", date=later)
    world.server.deliver(news, "Archive", at=later)
    world.server.deliver(raw_mail(1), seen=True)
    before = raw_mail("m", "offer", sender="Bo <bo@birch.example>", date=MONDAY)
    world.server.deliver(before, "Archive", at=MONDAY - timedelta(seconds=1))
    world.server.deliver(raw_mail(2, sender="Bo <bo@birch.example>"), seen=True)
    world.run(timedelta(hours=2))
    world.run(2 * DAY)
    assert world.drafts() == []
    assert {world.entry(f"<rejection-{n}@acme.example>").state for n in (1, 2)} == {"reopened"}


def test_good_news_from_a_colleague_holds_the_draft(world: World) -> None:
    world.server.deliver(raw_mail(1, sender="careers@acme.example"), seen=True)
    world.run()
    news = raw_mail("n", "interview", sender="Anna Berg <anna.berg@mail.acme.example>", date=MONDAY + DAY)
    world.server.deliver(news, at=MONDAY + DAY / 2)
    world.run(2 * DAY)
    assert world.drafts() == []


def test_good_news_from_another_user_of_a_free_mail_host_does_not(world: World) -> None:
    world.server.deliver(raw_mail(1, sender="Anna <anna.recruits@gmail.com>"), seen=True)
    world.run()
    world.server.deliver(raw_mail("n", "interview", sender="Bo <bo@gmail.com>"), at=MONDAY + DAY / 2)
    world.run(2 * DAY)
    assert len(world.drafts()) == 1


def test_never_holds_for_the_conversation_and_for_copies_with_another_subject(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.store.move(1, "cooling", "cancelled", "You asked for no reply.", MONDAY)
    world.server.deliver(raw_mail(2, reply_to=["<rejection-1@acme.example>"]), seen=True)
    world.server.deliver(raw_mail(1).replace(b"Subject: rejection", b"Subject: rejection: [ext]"), seen=True)
    world.run(DAY / 24)
    world.run(2 * DAY)
    assert world.drafts() == []


def test_a_mail_of_the_conversation_that_was_in_review_makes_no_second_draft(world: World) -> None:
    world.server.deliver(raw_mail(1, "unsure"), seen=True)
    world.server.deliver(raw_mail(2, reply_to=["<unsure-1@acme.example>"]), seen=True)
    world.run()
    world.store.move(1, "review", "cooling", "You asked for it now.", MONDAY, due_at=MONDAY, asked=1)
    world.run(DAY / 24)
    assert len(world.drafts()) == 1
    world.server.folders["Entwürfe"].mails.clear()
    for days in (1, 2, 3):
        world.run(days * DAY)
    assert world.drafts() == []


def test_a_draft_that_cannot_be_saved_stops_no_reading_and_no_other_draft(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.server.deliver(raw_mail(2, sender="Bo <bo@birch.example>"), seen=True, at=MONDAY + DAY / 2)
    world.run(DAY / 2)
    refused: list[str] = []

    def refuse_the_first(event: str) -> None:
        if event == "before store" and (not refused or refused[-1] == "again"):
            refused.append("once" if not refused else "more")
            raise TemporaryError("it was refused")

    world.server.hook = refuse_the_first
    with pytest.raises(TemporaryError):
        world.run(1.1 * DAY)
    refused.append("again")
    world.server.deliver(raw_mail(3, sender="Cy <cy@cedar.example>"), seen=True, at=MONDAY + 1.5 * DAY)
    with pytest.raises(TemporaryError):
        world.run(1.6 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "claimed"
    assert world.entry("<rejection-2@acme.example>").state == "drafted"
    assert world.entry("<rejection-3@acme.example>").state == "cooling"
    world.server.hook = lambda event: None
    world.run(1.7 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "drafted"
    assert len(world.drafts()) == 2


def test_a_mail_dated_in_the_future_hides_no_other(world: World) -> None:
    world.server.deliver(raw_mail(1, "other"), at=MONDAY + 20_000 * DAY)
    world.run()
    world.server.change_uidvalidity("INBOX")
    world.server.deliver(raw_mail(2), at=MONDAY + DAY)
    world.run(2 * DAY)
    assert world.entry("<rejection-2@acme.example>").state == "cooling"


def test_an_edited_draft_with_a_new_id_is_still_the_draft(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.run(1.1 * DAY)
    edited = world.server.folders["Entwürfe"].mails.pop().raw
    edited = edited.replace(message_from_bytes(edited)["Message-ID"].encode(), b"<edited@client.example>")
    place = world.server.deliver(edited, "Entwürfe")
    for hours in range(28, 60, 2):
        world.run(timedelta(hours=hours))
    assert world.entry("<rejection-1@acme.example>").state == "edited"
    world.server.move(place, "Sent")
    world.run(3 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "sent"


def test_put_off_comes_at_humane_hours_and_now_at_any(world: World) -> None:
    world.config = config(CoolingOff())
    for number, asked in ((1, 2), (2, 1)):
        world.server.deliver(raw_mail(number, sender=f"A <a@firm{number}.example>"), seen=True)
        world.run()
        world.store.set(number, "cooling", asked=asked, due_at=MONDAY + timedelta(hours=1))
    world.run(timedelta(hours=12))  # 23:00 in Berlin
    assert [world.entry(f"<rejection-{n}@acme.example>").state for n in (1, 2)] == ["cooling", "drafted"]
    world.run(DAY)
    assert world.entry("<rejection-1@acme.example>").state == "drafted"


def test_what_the_person_says_during_a_pass_is_not_overrun(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()

    def put_off(event: str) -> None:
        if event == "find_answers":
            world.store.set(1, "cooling", asked=2, due_at=MONDAY + 3 * DAY)

    world.server.hook = put_off
    world.run(1.1 * DAY)
    world.server.hook = lambda event: None
    assert world.drafts() == []
    world.run(3.1 * DAY)
    assert len(world.drafts()) == 1


def test_why_there_is_nobody_to_answer_is_kept_for_review_too(world: World) -> None:
    world.server.deliver(raw_mail(1, "unsure", sender="no-reply@acme.example"), seen=True)
    world.run()
    parent = world.entry("<unsure-1@acme.example>").parent
    assert parent is not None
    assert "no-reply@acme.example" in parent["no_recipient"]


def test_never_is_heard_until_the_last_moment(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()

    def never(event: str) -> None:
        if world.entry("<rejection-1@acme.example>").state == "claimed":
            world.store.move(1, "claimed", "cancelled", "You asked for no reply.", MONDAY)

    world.server.hook = never
    world.run(1.1 * DAY)
    assert world.drafts() == []
    assert world.entry("<rejection-1@acme.example>").state == "cancelled"


def test_a_mail_from_the_end_of_time_stops_no_other(world: World) -> None:
    world.server.deliver(raw_mail(1), at=datetime(9999, 12, 30, tzinfo=UTC))
    world.server.deliver(raw_mail(2, sender="bo@birch.example"), seen=True)
    world.run()
    world.run(DAY)
    assert world.entry("<rejection-2@acme.example>").state == "drafted"
    assert world.entry("<rejection-1@acme.example>").state == "cooling"


def test_what_became_of_a_draft_is_noticed_although_the_clock_was_ahead_at_the_last_look(
    world: World,
) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.run(DAY)
    world.run(DAY * 50)  # by mistake
    (draft,) = world.server.drafts
    world.server.move(Place("Entwürfe", f"{world.server.folders['Entwürfe'].validity}:{draft.uid}"), "Sent")
    assert [event.what for event in world.run(DAY + timedelta(hours=2))] == ["sent"]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE cases SET recipient = 'anne@acme.example'",
        "UPDATE cases SET parent = replace(parent, '<rejection-1', '<rejectiom-1')",
        "UPDATE mail SET message_id = '<rejectiom-1@acme.example>'",
    ],
)
def test_no_letter_goes_elsewhere_because_a_bit_of_the_log_fell_over(world: World, harm: str) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.store._db.execute(harm)
    world.run(1.1 * DAY)
    assert world.drafts() == []
    (entry,) = world.store.entries()
    assert "damaged" in world.store.steps(entry.id)[-1].reason

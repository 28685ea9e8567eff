"""Thanks after an interview, and replies that wait for one: passes over a mailbox in memory, time simulated.

The interview of these mails is on Thursday, 26 November 2026, 14:00 to 15:00 in Berlin (13:00 to 14:00 UTC).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.memory_mailbox import StoredLater
from tests.sample_mail import MONDAY, BySubject, raw_mail
from tests.test_pipeline import World
from watcher.config import CoolingOff
from watcher.correcting import Correcting, Outcome
from watcher.errors import TemporaryError
from watcher.judging import Judge
from watcher.mailboxes.protocol import Place
from watcher.replying import policy, thanks
from watcher.store import NOT_REJECTION, Entry

HELLO, ANNA = "Dear Robin,\n\n", "\n\nKind regards,\nAnna Schmidt\n"
POST = "the Data Analyst position at Acme"
WHEN = "Thursday, 26 November 2026, 14:00 - 15:00 CET"
TALK = f"{HELLO}we would like to invite you to an interview for {POST}. It takes place on {WHEN}.{ANNA}"
NO = f"{HELLO}thank you for coming. We chose someone else for {POST}.{ANNA}"
HOUR = timedelta(hours=1)
VISIT = "a parents' evening about your child"
ROOT = ["<interview-1@acme.example>"]


def at(text: str) -> timedelta:
    """ "26T16:00", in UTC, as the time since MONDAY."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=UTC) - MONDAY


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    world.config = dataclasses.replace(world.config, cooling_off=CoolingOff())
    yield world
    world.store.close()


def invite(
    world: World,
    number: int | str = 1,
    text: str = TALK,
    came: str = "23T10:00",
    written: str = "",
    **more: object,
) -> None:
    when = MONDAY + at(came)
    raw = raw_mail(number, "interview", text=text, date=MONDAY + at(written or came), **more)  # type: ignore[arg-type]
    world.server.deliver(raw, at=when, seen=True, answered=True)


def days_pass(world: World, until: str, every: timedelta = HOUR) -> None:
    """Passes, from the last one on."""
    now = world.server.now - MONDAY
    while now < at(until):
        now = min(now + every, at(until))
        world.run(now)


def first(world: World) -> Entry:
    return world.entry("<interview-1@acme.example>")


def test_after_an_interview_a_few_lines_of_thanks_lie_in_drafts(world: World) -> None:
    invite(world)
    assert [event.what for event in world.run()] == ["cooling"]
    days_pass(world, "26T14:59")
    assert world.drafts() == []
    assert [event.reason for event in world.run(at("26T15:00"))] == [
        "A few lines of thanks lie in your Drafts folder. Nothing is sent unless you send it."
    ]
    (draft,) = world.drafts()
    assert draft["In-Reply-To"] == ROOT[0]
    assert draft["To"].addresses[0].addr_spec == "anna@acme.example"
    text = draft.get_content()
    assert "the interview for the Data Analyst role at Acme" in text
    assert "someone" not in text
    assert "?" not in text
    days_pass(world, "30T20:00", 5 * HOUR)
    assert len(world.drafts()) == 1


def test_nobody_is_thanked_for_an_everyday_appointment(world: World) -> None:
    visit = TALK.replace(f"an interview for {POST}", VISIT)
    invite(world, text=visit)
    (event,) = world.run()
    assert (event.what, event.reason) == ("seen", policy.EVERYDAY)
    days_pass(world, "30T20:00", 5 * HOUR)
    assert world.drafts() == []


def correcting(world: World) -> Correcting:
    judge = Judge(world.config.accounts[0], world.config, world.store, BySubject())  # type: ignore[arg-type]
    return Correcting(judge, world.store)


def labelled(world: World, kind: str, when: timedelta, number: int = 1) -> Outcome:
    """What becomes of a mail when the person says that it is of this kind."""
    original = world.server.open().read(Place(*world.store.places(number, "home")[0]))
    return correcting(world).correct(number, kind, "test", MONDAY + when, original)


@pytest.mark.parametrize("visit", ["", VISIT], ids=["taken for other mail", "taken for an everyday visit"])
def test_who_says_that_it_is_an_interview_gets_the_thanks_that_are_promised(world: World, visit: str) -> None:
    if visit:
        invite(world, text=TALK.replace(f"an interview for {POST}", visit))
    else:
        raw = raw_mail(1, "newsletter", text=TALK, date=MONDAY + at("23T10:00"))
        world.server.deliver(raw, at=MONDAY + at("23T10:00"), seen=True)
    world.run()
    assert world.store.entry(1).state == ""  # type: ignore[union-attr]
    assert labelled(world, "interview", at("23T12:00")).what == "cooling"
    days_pass(world, "26T14:59")
    assert world.drafts() == []
    world.run(at("26T15:00"))
    assert len(world.drafts()) == 1


def test_an_interview_of_long_ago_is_not_thanked_for_because_it_is_labelled(world: World) -> None:
    raw = raw_mail(1, "newsletter", text=TALK, date=MONDAY + at("23T10:00"))
    world.server.deliver(raw, at=MONDAY + at("23T10:00"), seen=True)
    world.run()
    outcome = labelled(world, "interview", at("27T14:01"))
    entry = world.store.entry(1)
    assert entry
    assert (outcome.what, entry.state) == ("labelled", "")
    assert "more than a day ago" in entry.reason
    days_pass(world, "30T20:00", 5 * HOUR)
    assert world.drafts() == []


def test_thanks_that_a_label_planned_end_with_it(world: World) -> None:
    invite(world, text=TALK.replace(f"an interview for {POST}", VISIT))
    world.run()
    labelled(world, "interview", at("23T12:00"))
    assert labelled(world, "other", at("23T13:00")).what == "cancelled"
    days_pass(world, "30T20:00", 5 * HOUR)
    assert world.drafts() == []


def test_what_is_only_said_to_be_no_no_is_thanked_for_as_little_as_before(world: World) -> None:
    visit = TALK.replace(f"an interview for {POST}", VISIT)
    raw = raw_mail(1, "unsure", text=visit, date=MONDAY + at("23T10:00"))
    world.server.deliver(raw, at=MONDAY + at("23T10:00"), seen=True)
    invite(world, 2, text=visit)
    world.run()
    world.store.rewrite(1, {"scores": {"rejection": 0.7, "interview": 0.35}})
    assert labelled(world, NOT_REJECTION, at("23T12:00")).what != "cooling"
    assert labelled(world, NOT_REJECTION, at("23T12:00"), 2).what != "cooling"
    days_pass(world, "30T20:00", 5 * HOUR)
    assert world.drafts() == []


def test_a_no_that_cools_and_is_an_interview_gets_thanks_instead(world: World) -> None:
    raw = raw_mail(1, "rejection", text=TALK, date=MONDAY + at("23T10:00"))
    world.server.deliver(raw, at=MONDAY + at("23T10:00"), seen=True)
    world.run()
    assert world.store.entry(1).state == "cooling"  # type: ignore[union-attr]
    labelled(world, "interview", at("23T12:00"))
    entry = world.store.entry(1)
    assert entry
    assert (entry.kind, entry.state, entry.due_at) == ("interview", "cooling", MONDAY + at("26T15:00"))
    days_pass(world, "26T15:30")
    assert "interview" in world.drafts()[0].get_content()
    assert len(world.drafts()) == 1


def test_where_no_thanks_will_come_none_are_promised(world: World) -> None:
    invite(world)
    world.run()
    days_pass(world, "26T16:00")
    assert len(world.drafts()) == 1
    labelled(world, "interview", at("26T17:00"))
    entry = world.store.entry(1)
    assert entry
    assert entry.state == "drafted"
    assert "will be drafted" not in entry.reason


def test_taking_the_word_back_while_the_thanks_are_saved_ends_them(world: World) -> None:
    raw = raw_mail(1, "newsletter", text=TALK, date=MONDAY + at("23T10:00"))
    world.server.deliver(raw, at=MONDAY + at("23T10:00"), seen=True)
    world.run()
    labelled(world, "interview", at("23T12:00"))
    world.store.move(1, "cooling", "claimed", "", MONDAY + at("26T15:10"), None)
    assert correcting(world).undo(1, MONDAY + at("26T15:20"), "test")
    assert world.store.entry(1).state == "cancelled"  # type: ignore[union-attr]
    days_pass(world, "30T20:00", 5 * HOUR)
    assert world.drafts() == []


def test_thanks_that_lie_in_drafts_count_whatever_their_mail_is_said_to_be(world: World) -> None:
    raw = raw_mail(1, "newsletter", text=TALK, date=MONDAY + at("23T10:00"))
    world.server.deliver(raw, at=MONDAY + at("23T10:00"), seen=True)
    world.run()
    labelled(world, "interview", at("23T12:00"))
    days_pass(world, "26T15:30")
    assert len(world.drafts()) == 1
    assert correcting(world).undo(1, MONDAY + at("26T15:40"), "test")
    # Another mail about the same interview gets no second thanks, and an answer in the conversation its reply.
    invite(world, 2, came="26T15:45", reply_to=ROOT)
    no = raw_mail(
        3, "rejection", text=NO, reply_to=["<newsletter-1@acme.example>"], date=MONDAY + at("26T16:00")
    )
    world.server.deliver(no, at=MONDAY + at("26T16:00"), seen=True)
    world.run(at("26T16:10"))
    assert world.entry("<interview-2@acme.example>").state == ""
    assert world.entry("<rejection-3@acme.example>").state == "cooling"


def test_a_doubtful_answer_that_calls_the_interview_off_ends_the_thanks(world: World) -> None:
    invite(world)
    world.run()
    text = f"{HELLO}your interview on Thursday is cancelled. We chose someone else for {POST}.{ANNA}"
    raw = raw_mail(2, "unsure", text=text, date=MONDAY + at("24T10:00"))
    world.server.deliver(raw, at=MONDAY + at("24T10:00"), seen=True)
    world.run(at("24T11:00"))
    entry = world.store.entry(1)
    assert entry
    assert (entry.state, entry.case_reason) == ("cancelled", thanks.CALLED_OFF)
    days_pass(world, "30T20:00", 5 * HOUR)
    assert world.drafts() == []


def test_a_mail_of_the_persons_own_stays_their_own(world: World) -> None:
    own = raw_mail(1, "interview", sender="Robin Keller <robin@example.org>", text=TALK)
    world.server.deliver(own, at=MONDAY + at("23T10:00"), seen=True)
    world.run()
    labelled(world, "interview", at("28T10:00"))
    entry = world.store.entry(1)
    assert entry
    assert (entry.action, entry.subject) == ("own", "")


def test_a_doubtful_no_that_is_an_interview_gets_its_thanks_and_one_without_a_time_nothing(
    world: World,
) -> None:
    for number, text in ((1, TALK), (2, f"{HELLO}we would like to talk with you about {POST}.{ANNA}")):
        raw = raw_mail(number, "unsure", text=text, date=MONDAY + at("23T10:00"))
        world.server.deliver(raw, at=MONDAY + at("23T10:00"), seen=True)
    world.run()
    assert labelled(world, "interview", at("23T12:00")).what == "cooling"
    assert world.store.entry(1).due_at == MONDAY + at("26T15:00")  # type: ignore[union-attr]
    assert labelled(world, "interview", at("23T12:00"), 2).what == "cancelled"
    days_pass(world, "30T20:00", 5 * HOUR)
    assert len(world.drafts()) == 1


def test_but_where_the_application_is_on_record_they_are(world: World) -> None:
    receipt = raw_mail(7, "acknowledgement", text=f"{HELLO}your application has arrived.{ANNA}", date=MONDAY)
    world.server.deliver(receipt, at=timedelta(0), seen=True)
    world.run()
    invite(world, text=TALK.replace(f"an interview for {POST}", VISIT))
    assert [event.what for event in world.run(at("23T11:00"))] == ["cooling"]


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("Thursday, 26 November 2026, 14:00 CET", "26T15:00"),  # taken to last an hour
        ("Thursday, 26 November 2026, 17:00 - 17:30 CET", "27T08:00"),  # at half past six people are off
        ("Friday, 27 November 2026, 15:00 - 16:00 CET", "27T16:00"),
        ("Friday, 27 November 2026, 17:00 - 18:00 CET", "27T18:00"),  # no weekday within a day of it
        ("Saturday, 28 November 2026, 11:00 - 12:00 CET", "28T12:00"),
        ("Sunday, 29 November 2026, 12:00 - 13:00 CET", "30T08:00"),
    ],
)
def test_they_come_within_a_day_at_a_humane_hour_if_there_is_one(world: World, when: str, due: str) -> None:
    invite(world, text=TALK.replace(WHEN, when))
    world.run()
    assert first(world).due_at == MONDAY + at(due)
    days_pass(world, due, 3 * HOUR)
    assert [mail.at for mail in world.server.drafts] == [MONDAY + at(due)]


def test_a_pass_that_was_missed_is_made_up_for_within_the_day(world: World) -> None:
    invite(world)
    world.run()
    world.run(at("26T20:00"))  # evening: the morning lies within the day
    assert world.drafts() == []
    days_pass(world, "27T09:00", 13 * HOUR)
    assert len(world.drafts()) == 1


def test_more_than_a_day_later_they_are_only_offered(world: World) -> None:
    invite(world)
    world.run()
    world.run(at("27T15:00"))
    entry = first(world)
    assert (entry.state, world.drafts()) == ("offered", [])
    assert entry.case_reason.startswith("The interview is more than a day ago")


def test_an_interview_that_was_over_when_its_mail_was_read_gets_none(world: World) -> None:
    invite(world)
    world.run(at("27T15:00"))
    assert (first(world).state, first(world).case_reason) == ("no_reply", thanks.TOO_OLD)
    assert world.drafts() == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"thank_you": False}, "turned off (reply.thank_you = false)"),
        ({"policy": "never"}, 'turned off (reply.policy = "never")'),
    ],
)
def test_they_can_be_turned_off(world: World, changes: dict[str, object], reason: str) -> None:
    reply = dataclasses.replace(world.config.reply, **changes)  # type: ignore[arg-type]
    world.config = dataclasses.replace(world.config, reply=reply)
    invite(world)
    world.run()
    days_pass(world, "27T12:00", 6 * HOUR)
    assert world.drafts() == []
    assert reason in first(world).reason


def test_what_was_said_to_the_invitation_before_the_interview_is_not_taken_for_the_thanks(
    world: World,
) -> None:
    invite(world)
    world.run()
    yes = raw_mail("yes", sender="robin@example.org", reply_to=ROOT)
    world.server.deliver(yes, "Sent", at=MONDAY + at("23T12:00"))
    days_pass(world, "26T18:00", 2 * HOUR)
    assert (len(world.drafts()), first(world).state) == (1, "drafted")
    sent = world.server.folders["Entwürfe"].mails.pop().raw
    world.server.deliver(sent, "Sent", at=MONDAY + at("26T19:00"))
    days_pass(world, "26T20:00")
    assert first(world).state == "sent"


def test_our_reply_to_the_answer_is_not_taken_for_the_thanks(world: World) -> None:
    invite(world)
    days_pass(world, "26T16:00")
    thanks_draft = world.server.folders["Entwürfe"].mails[0]
    no = raw_mail(7, text=NO, reply_to=ROOT)
    world.server.deliver(no, at=MONDAY + at("27T10:00"), seen=True)
    days_pass(world, "30T12:00", 2 * HOUR)
    (reply,) = [mail for mail in world.server.drafts if mail is not thanks_draft]
    world.server.folders["Entwürfe"].mails.remove(reply)
    world.server.deliver(reply.raw, "Sent", at=MONDAY + at("30T13:00"))
    days_pass(world, "30T18:00")
    assert (first(world).state, world.entry("<rejection-7@acme.example>").state) == ("drafted", "sent")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"sender": "Acme <no-reply@acme.example>"}, "repl"),
        ({"written": "20T10:00"}, "before Grace Period was set up"),
        ({"text": TALK.replace(f"It takes place on {WHEN}", "When does it suit you")}, "No reply is due"),
    ],
)
def test_none_where_nobody_reads_them_or_no_time_is_known(
    world: World, more: dict[str, str], reason: str
) -> None:
    invite(world, **more)  # type: ignore[arg-type]
    world.run()
    days_pass(world, "27T12:00", 6 * HOUR)
    assert world.drafts() == []
    assert reason in first(world).reason


# --- moved, called off, answered ----------------------------------------------------------------------------


@pytest.mark.parametrize("thread", [ROOT, []])
def test_an_interview_that_is_moved_is_thanked_for_at_its_new_time(world: World, thread: list[str]) -> None:
    invite(world)
    world.run()
    new = "Friday, 27 November 2026, 10:00 CET"
    text = f"{HELLO}the interview for {POST} has been moved to {new}.{ANNA}"
    invite(world, 2, text, "24T10:00", reply_to=thread)
    events = world.run(at("24T10:05"))
    assert [(one.mail_id, one.reason) for one in events if one.what == "cancelled"] == [(1, thanks.MOVED)]
    days_pass(world, "27T09:30")
    assert world.drafts() == []
    days_pass(world, "30T12:00", 3 * HOUR)
    (draft,) = world.drafts()
    assert draft["In-Reply-To"] == "<interview-2@acme.example>"


def test_one_that_is_moved_and_moved_back_is_thanked_for_once(world: World) -> None:
    invite(world)
    world.run()
    there = TALK.replace(WHEN, "Friday, 27 November 2026, 10:00 CET")
    invite(world, 2, there, "24T10:00", reply_to=ROOT)
    world.run(at("24T10:05"))
    invite(world, 3, TALK, "25T10:00", reply_to=ROOT)
    days_pass(world, "30T12:00", 2 * HOUR)
    assert [one["In-Reply-To"] for one in world.drafts()] == ["<interview-3@acme.example>"]


def test_the_same_time_told_twice_is_one_interview(world: World) -> None:
    invite(world)
    invite(world, 2, TALK.replace("14:00 - 15:00 CET", "13:00 GMT"), sender="Bo Lund <bo@acme.example>")
    days_pass(world, "27T12:00", 3 * HOUR)
    assert len(world.drafts()) == 1
    assert "planned already" in world.entry("<interview-2@acme.example>").reason


def test_two_rounds_are_thanked_for_each(world: World) -> None:
    invite(world)
    days_pass(world, "26T16:00", 3 * HOUR)
    second = TALK.replace(WHEN, "Monday, 30 November 2026, 10:00 CET")
    invite(world, 2, second, "26T18:00", reply_to=ROOT)
    days_pass(world, "30T15:00", 3 * HOUR)
    assert [one["In-Reply-To"] for one in world.drafts()] == [*ROOT, "<interview-2@acme.example>"]


@pytest.mark.parametrize("in_calendar", [True, False])
def test_one_that_is_called_off_gets_none(world: World, in_calendar: bool) -> None:
    invite(world)
    world.run()
    text = "See the calendar." if in_calendar else f"{HELLO}we have to cancel the interview for {POST}.{ANNA}"
    if in_calendar:
        lines = ["BEGIN:VCALENDAR", "METHOD:CANCEL", "BEGIN:VEVENT", "DTSTART:20261126T130000Z", "END:VEVENT"]
        when = MONDAY + at("24T10:00")
        raw = raw_mail(2, "interview", text="\n".join([*lines, "END:VCALENDAR"]), date=when, reply_to=ROOT)
        raw = raw.replace(b"Content-Type: text/plain", b"Content-Type: text/calendar")
        world.server.deliver(raw, at=when, seen=True)
    else:
        invite(world, 2, text, "24T10:00", reply_to=ROOT)
    days_pass(world, "27T12:00", 3 * HOUR)
    assert world.drafts() == []
    assert (first(world).state, first(world).case_reason) == ("cancelled", thanks.CALLED_OFF)


@pytest.mark.parametrize(
    "said",
    [
        "I am sorry, I have to cancel. I will call you.",
        "we have to move your interview. We wait for you on 27 November at 10:00.",
        "the interview is cancelled. New time is Friday the 27th at 9:15.",
        "we have to move your interview to 27 November 2026 at 10:00, would that suit you?",
    ],
)
def test_where_a_new_time_is_not_understood_the_old_one_is_not_thanked_for(world: World, said: str) -> None:
    invite(world)
    world.run()
    invite(world, 2, f"{HELLO}{said}{ANNA}", "24T10:00", reply_to=ROOT)
    days_pass(world, "27T14:00", 3 * HOUR)
    assert world.drafts() == []
    assert (first(world).state, first(world).case_reason) == ("cancelled", thanks.PERHAPS_OFF)


def test_where_the_answer_comes_first_the_thanks_stand_in_the_reply_to_it(world: World) -> None:
    invite(world)
    world.run()
    no = raw_mail(2, text=NO, date=MONDAY + at("26T14:30"), reply_to=ROOT)
    world.server.deliver(no, at=MONDAY + at("26T14:30"), seen=True)
    events = world.run(at("26T14:35"))
    assert [one.reason for one in events if one.what == "cancelled"] == [thanks.ANSWER_CAME_FIRST]
    days_pass(world, "30T12:00", 6 * HOUR)
    (draft,) = world.drafts()
    assert draft["In-Reply-To"] == "<rejection-2@acme.example>"
    assert world.entry("<rejection-2@acme.example>").details["stage"] == "interview"
    assert "interview for the Data Analyst role at Acme" in draft.get_content()


def test_an_answer_before_the_interview_is_not_thanked_for_one(world: World) -> None:
    invite(world)
    world.run()
    no = raw_mail(2, text=NO.replace("thank you for coming. We", "we"), reply_to=ROOT)
    world.server.deliver(no, at=MONDAY + at("26T10:00"), seen=True)
    world.run(at("26T10:05"))
    assert first(world).case_reason == thanks.ANSWER_CAME_BEFORE
    assert world.entry("<rejection-2@acme.example>").details["stage"] == "application"


@pytest.mark.parametrize("sent", [True, False])
def test_thanks_do_not_take_the_place_of_the_reply_to_a_later_answer(world: World, sent: bool) -> None:
    invite(world)
    days_pass(world, "26T15:30", 3 * HOUR)
    (thank,) = world.server.folders["Entwürfe"].mails
    if sent:
        world.server.folders["Entwürfe"].mails.remove(thank)
        world.server.deliver(thank.raw, "Sent", at=MONDAY + at("26T15:40"))
    no = raw_mail(2, text=NO, reply_to=ROOT)
    world.server.deliver(no, at=MONDAY + at("27T10:00"), seen=True)
    days_pass(world, "30T16:00", 6 * HOUR)
    assert [one["In-Reply-To"] for one in world.drafts()][not sent :] == ["<rejection-2@acme.example>"]


def test_an_answer_about_another_post_changes_nothing(world: World) -> None:
    invite(world)
    world.run()
    other = NO.replace("Data Analyst", "Nurse")
    world.server.deliver(raw_mail(2, text=other), at=MONDAY + at("26T14:30"), seen=True)
    days_pass(world, "26T15:30", 3 * HOUR)
    assert [one["In-Reply-To"] for one in world.drafts()] == ROOT


def test_who_has_written_to_them_since_needs_no_thanks(world: World) -> None:
    invite(world)
    invite(world, 2, f"{HELLO}here is how to find us.{ANNA}", "25T10:00", reply_to=ROOT)
    world.run()
    own = raw_mail("own", "other", sender="robin@example.org", reply_to=["<interview-2@acme.example>"])
    world.server.deliver(own, "Sent", at=MONDAY + at("26T14:20"))
    days_pass(world, "27T12:00", 3 * HOUR)
    assert world.drafts() == []
    assert (first(world).state, first(world).case_reason) == ("answered", thanks.YOU_WROTE)


def test_the_answer_to_the_invitation_changes_nothing(world: World) -> None:
    invite(world)
    world.run()
    own = raw_mail("own", "other", sender="robin@example.org", reply_to=ROOT)
    world.server.deliver(own, "Sent", at=MONDAY + at("23T12:00"))
    days_pass(world, "26T15:30", 3 * HOUR)
    assert len(world.drafts()) == 1


# --- once, whatever happens ---------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["before store", "after store", "late"])
def test_a_crash_between_saving_and_confirming_makes_no_second_one(world: World, moment: str) -> None:
    invite(world)
    days_pass(world, "26T14:30", 3 * HOUR)

    def crash(event: str) -> None:
        if event == ("before store" if moment == "late" else moment):
            raise StoredLater("late") if moment == "late" else TemporaryError("gone")

    world.server.hook = crash
    with pytest.raises(TemporaryError):
        world.run(at("26T15:00"))
    assert first(world).state == "claimed"
    world.server.hook = lambda event: None
    world.server.show_late_drafts()
    days_pass(world, "30T12:00", 5 * HOUR)
    assert len(world.drafts()) == 1
    assert first(world).state == "drafted"


def test_thanks_that_were_thrown_away_do_not_come_back(world: World) -> None:
    invite(world)
    days_pass(world, "26T15:30", 3 * HOUR)
    world.server.folders["Entwürfe"].mails.clear()
    days_pass(world, "30T12:00", 3 * HOUR)
    assert (world.drafts(), first(world).state) == ([], "discarded")


def test_a_line_of_ones_own_stands_in_the_letter(world: World) -> None:
    invite(world)
    world.run()
    line = "I liked hearing how your team plans its week."
    entry = first(world)
    assert world.store.set(entry.id, "cooling", parent={**(entry.parent or {}), "line": line})
    days_pass(world, "26T15:30", 3 * HOUR)
    assert world.drafts()[0].get_content().replace("\r\n", "\n").split("\n\n")[2] == line


# --- answers wait for interviews ----------------------------------------------------------------------------


def other_no(world: World, came: str, number: int = 9) -> None:
    sender = f"Eve Miller <eve@firm{number}.example>"
    text = f"{HELLO}we chose someone else for the Nurse position at Firm {number}.\n\nKind regards,\nEve Miller\n"
    world.server.deliver(raw_mail(number, sender=sender, text=text), at=MONDAY + at(came), seen=True)


def test_no_reply_is_laid_down_in_the_hours_before_an_interview(world: World) -> None:
    invite(world)
    other_no(world, "24T19:00")  # its 24 hours are over on Wednesday evening: Thursday, 9:00
    events = []
    now = at("24T19:00")
    while now <= at("27T12:00"):
        events += world.run(now)
        now += HOUR
    held = [one for one in events if one.reason == policy.AFTER_INTERVIEW]
    assert [one.what for one in held] == ["cooling"]
    stored = {mail.at for mail in world.server.drafts if b"firm9" in mail.raw}
    assert stored == {MONDAY + at("26T14:00")}  # the interview ends at three in Berlin


def test_a_reply_that_is_asked_for_now_comes_all_the_same(world: World) -> None:
    invite(world)
    other_no(world, "24T19:00")
    world.run(at("26T08:00"))
    entry = world.entry("<rejection-9@acme.example>")
    assert world.store.set(entry.id, "cooling", asked=policy.NOW, due_at=MONDAY + at("26T08:30"))
    world.run(at("26T08:30"))
    assert len(world.drafts()) == 1


def test_when_several_answers_came_replies_come_one_a_day(world: World) -> None:
    world.config = dataclasses.replace(
        world.config, gentle=dataclasses.replace(world.config.gentle, several=3)
    )
    for number in (5, 6, 7):
        other_no(world, "23T10:00", number)
    days_pass(world, "27T18:00", 2 * HOUR)
    assert sorted(mail.at.day for mail in world.server.drafts) == [24, 25, 26]
    reasons = {step.reason for number in (1, 2, 3) for step in world.store.steps(number)}
    assert policy.ENOUGH_TODAY not in reasons


def test_no_reply_is_lost_because_they_come_one_a_day(world: World) -> None:
    world.config = dataclasses.replace(
        world.config, gentle=dataclasses.replace(world.config.gentle, several=3)
    )
    for number in range(5, 12):
        other_no(world, "23T10:00", number)
    days_pass(world, "30T18:00", 2 * HOUR)
    assert sorted(mail.at.day for mail in world.server.drafts) == [24, 25, 26, 27, 27, 27, 27]


def test_a_mail_that_the_person_says_is_a_no_gets_its_reply_and_thanks_again_when_they_take_that_back(
    world: World,
) -> None:
    invite(world)
    world.run()
    assert labelled(world, "rejection", HOUR).what == "cooling"
    assert correcting(world).undo(1, MONDAY + 2 * HOUR, "test")
    days_pass(world, "26T14:30", 3 * HOUR)
    assert world.drafts() == []  # never before the interview, whatever time stood there
    days_pass(world, "26T16:00")
    assert "interview" in world.drafts()[0].get_content()

"""Whom a reply goes to instead, how many there are in a day, and what becomes of it after it lies in Drafts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.sample_mail import MONDAY, BySubject, raw_mail
from tests.test_pipeline import DAY, World
from watcher.config import Reply
from watcher.correcting import Correcting
from watcher.judging import Judge
from watcher.mailboxes.protocol import Place

HOUR = timedelta(hours=1)
TALK = "Dear Robin,\n\nthank you for the interview on Friday. You will hear from us.\n\nKind regards,\nAnna Schmidt\n"
NO = "Dear Robin,\n\nwe chose someone else for the Data Analyst position at Acme.\n\n"
NO_REPLY = "Acme Careers <no-reply@acme.example>"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.store.close()


def settle(world: World, **changes: object) -> None:
    """Changes the person's wishes."""
    reply = dataclasses.replace(Reply(per_day=1000), **changes)  # type: ignore[arg-type]
    world.config = dataclasses.replace(world.config, reply=reply)


def send(world: World, at: timedelta, *, own_id: bool = True) -> None:
    """The person sends the draft; some mail programs give it another id."""
    raw = world.server.folders["Entwürfe"].mails.pop().raw
    if not own_id:
        raw = raw.replace(message_from_bytes(raw)["Message-ID"].encode(), b"<sent@client.example>")
    world.server.deliver(raw, "Sent", at=MONDAY + at)


# --- a person who wrote before ------------------------------------------------------------------------------


def wrote_before(world: World) -> None:
    """Anna wrote about an interview; the answer comes from an address that nobody reads."""
    watch = dataclasses.replace(world.config.watch, since=(MONDAY - 7 * DAY).date())
    world.config = dataclasses.replace(world.config, watch=watch)
    world.server.deliver(raw_mail(1, "interview", text=TALK), at=MONDAY - 3 * DAY)
    no = raw_mail(2, sender=NO_REPLY, text=NO, reply_to=["<interview-1@acme.example>"])
    world.server.deliver(no, seen=True)


def test_where_nobody_reads_a_person_who_wrote_before_gets_the_reply_to_their_own_mail(world: World) -> None:
    wrote_before(world)
    world.run()
    world.run(1.1 * DAY)
    (draft,) = world.drafts()
    assert draft["To"] == "Anna Schmidt <anna@acme.example>"
    assert draft["In-Reply-To"] == "<interview-1@acme.example>"
    assert draft["Subject"] == "Re: interview: your application 1"
    assert "no-reply@acme.example" in world.entry("<rejection-2@acme.example>").reason


def test_it_is_only_offered_or_left_where_the_person_wants_it_so(world: World) -> None:
    settle(world, to_person="offer")
    wrote_before(world)
    world.run()
    world.run(3 * DAY)
    assert world.entry("<rejection-2@acme.example>").state == "offered"
    assert world.drafts() == []


def test_and_never_where_they_want_none(world: World) -> None:
    settle(world, to_person="never")
    wrote_before(world)
    world.run()
    assert world.entry("<rejection-2@acme.example>").state == "no_reply"


def test_a_no_of_that_person_afterwards_gets_no_second_reply(world: World) -> None:
    wrote_before(world)
    world.run()
    later = raw_mail(3, reply_to=["<interview-1@acme.example>"])
    world.server.deliver(later, at=MONDAY + HOUR, seen=True)
    world.run(2 * HOUR)
    world.run(3 * DAY)
    assert len(world.drafts()) == 1
    assert world.entry("<rejection-3@acme.example>").state == "no_reply"


def test_nobody_is_looked_for_on_behalf_of_somebody_suspicious(world: World) -> None:
    world.server.deliver(raw_mail(1, "interview", text=TALK), at=MONDAY - DAY)
    forged = raw_mail(
        2,
        sender='"hr@acme.example" <no-reply@evil.example>',
        text=NO,
        reply_to=["<interview-1@acme.example>"],
    )
    world.server.deliver(forged, seen=True)
    world.run()
    entry = world.entry("<rejection-2@acme.example>")
    assert (entry.state, entry.recipient) == ("no_reply", "")
    assert "Suspicious" in entry.reason


def test_an_interview_that_earlier_mail_speaks_of_is_thanked_for(world: World) -> None:
    watch = dataclasses.replace(world.config.watch, since=(MONDAY - 7 * DAY).date())
    world.config = dataclasses.replace(world.config, watch=watch)
    world.server.deliver(raw_mail(1, "interview", text=TALK), at=MONDAY - 4 * DAY)
    world.server.deliver(raw_mail(2, text=NO, reply_to=["<interview-1@acme.example>"]), seen=True)
    world.run()
    world.run(1.1 * DAY)
    (draft,) = world.drafts()
    assert "interview" in draft.get_content()
    entry = world.entry("<rejection-2@acme.example>")
    assert entry.details["stage"] == "interview"
    assert entry.details["stage_said"] == "", "no sentence of this mail says so"
    assert entry.details["reason_said"] == entry.evidence[0][0]


# --- the same answer twice ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "drafts"),
    [
        ("the Data Analyst position at Acme", 1),
        ("the Data Engineer position at Acme", 2),
        ("the Data Analyst position at Globex", 2),
    ],
)
def test_one_answer_that_comes_twice_gets_one_reply(world: World, second: str, drafts: int) -> None:
    world.server.deliver(raw_mail(1, text=f"{NO}Kind regards,\nAnna Schmidt\n"), seen=True)
    world.run()
    text = f"Dear Robin,\n\nwe chose someone else for {second}.\n\nKind regards,\nPaul Weber\n"
    again = raw_mail(2, sender="Paul Weber <paul@weber-search.example>", text=text)
    world.server.deliver(again, at=MONDAY + HOUR, seen=True)
    world.run(2 * HOUR)
    world.run(3 * DAY)
    assert len(world.drafts()) == drafts


# --- so many a day ------------------------------------------------------------------------------------------


def test_no_more_than_so_many_on_one_day_and_the_rest_on_the_next(world: World) -> None:
    settle(world, per_day=2)
    for number in range(5):
        sender = f"Anna Schmidt <anna@firm{number}.example>"
        world.server.deliver(raw_mail(number, sender=sender, message_id=f"<{number}@x.example>"), seen=True)
    world.run()
    seen = []
    for day in range(1, 5):
        for hour in range(3):
            world.run(day * DAY + HOUR * hour)
        seen.append(len(world.drafts()))
    assert seen == [2, 4, 5, 5]


def test_what_was_asked_for_comes_all_the_same(world: World) -> None:
    settle(world, per_day=1)
    for number in range(2):
        sender = f"Anna Schmidt <anna@firm{number}.example>"
        world.server.deliver(raw_mail(number, sender=sender, message_id=f"<{number}@x.example>"), seen=True)
    world.run()
    world.run(1.1 * DAY)
    assert len(world.drafts()) == 1
    (waiting,) = world.store.cases("cooling")
    world.store.set(waiting.id, "cooling", due_at=world.server.now, asked=1)
    world.run(1.2 * DAY)
    assert len(world.drafts()) == 2


# --- what becomes of it -------------------------------------------------------------------------------------


def drafted(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()
    world.run(1.1 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "drafted"


def state(world: World) -> tuple[str, str]:
    entry = world.entry("<rejection-1@acme.example>")
    return entry.state, entry.case_reason


def test_a_draft_that_was_saved_again_is_the_persons_own(world: World) -> None:
    drafted(world)
    mail = world.server.folders["Entwürfe"].mails.pop()
    world.server.deliver(mail.raw, "Entwürfe")  # the same Message-ID, another place: so does neomutt
    world.run(2 * DAY)
    assert state(world) == ("edited", "You changed the draft. It is yours now.")
    world.server.folders["Entwürfe"].mails.clear()
    world.run(3 * DAY)
    world.run(4 * DAY)
    assert state(world)[0] == "discarded"
    world.run(10 * DAY)
    assert world.drafts() == []


def test_an_answer_to_the_reply_is_noticed(world: World) -> None:
    drafted(world)
    send(world, 2 * DAY, own_id=False)
    world.run(2 * DAY + HOUR)
    assert state(world)[0] == "sent"
    back = raw_mail(9, "other", reply_to=["<rejection-1@acme.example>", "<sent@client.example>"])
    world.server.deliver(back, at=MONDAY + 3 * DAY)
    world.run(3 * DAY + HOUR)
    assert state(world) == ("heard", "They wrote back.")


def test_no_answer_after_two_weeks_is_as_usual(world: World) -> None:
    drafted(world)
    send(world, 2 * DAY)
    world.run(2 * DAY + HOUR)
    world.run(16 * DAY)
    assert state(world)[0] == "sent"
    world.run(16.1 * DAY)
    assert state(world) == ("quiet", "No answer, as usual.")
    back = raw_mail(9, "other", reply_to=["<rejection-1@acme.example>"])
    world.server.deliver(back, at=MONDAY + 20 * DAY)
    world.run(20 * DAY + HOUR)
    assert state(world)[0] == "heard"


def test_feedback_gets_one_line_of_thanks_after_a_cooling_off_of_its_own(world: World) -> None:
    drafted(world)
    send(world, 2 * DAY)
    world.run(2 * DAY + HOUR)
    for number in (5, 6):
        back = raw_mail(number, "feedback", reply_to=["<rejection-1@acme.example>"])
        world.server.deliver(back, at=MONDAY + 3 * DAY + number * HOUR, seen=True)
        world.run(3 * DAY + number * HOUR)
    assert state(world) == ("heard", "They answered with feedback.")
    world.run(4 * DAY)
    assert world.drafts() == []
    world.run(5 * DAY)
    (thanks,) = world.drafts()
    assert thanks["In-Reply-To"] == "<feedback-5@acme.example>"
    text = thanks.get_content()
    assert "feedback" in text
    assert len(text.split()) < 40
    assert "?" not in text
    world.run(9 * DAY)
    assert len(world.drafts()) == 1
    assert (
        world.entry("<feedback-6@acme.example>").reason == "A line of thanks is on its way, or was written."
    )


def test_who_says_that_it_is_feedback_gets_the_thanks_that_are_promised(world: World) -> None:
    drafted(world)
    send(world, 2 * DAY)
    world.run(2 * DAY + HOUR)
    back = raw_mail(5, "newsletter", reply_to=["<rejection-1@acme.example>"])
    world.server.deliver(back, at=MONDAY + 3 * DAY, seen=True)
    world.run(3 * DAY)
    entry = world.entry("<newsletter-5@acme.example>")
    assert entry.state == ""
    judge = Judge(world.config.accounts[0], world.config, world.store, BySubject())  # type: ignore[arg-type]
    original = world.server.open().read(Place(*world.store.places(entry.id, "home")[0]))
    said = Correcting(judge, world.store).correct(
        entry.id, "feedback", "test", MONDAY + 3 * DAY + HOUR, original
    )
    assert said.what == "cooling"
    world.run(3 * DAY + 2 * HOUR)
    assert world.drafts() == []
    world.run(5 * DAY)
    (thanks,) = world.drafts()
    assert thanks["In-Reply-To"] == "<newsletter-5@acme.example>"


def test_feedback_where_nobody_asked_is_only_logged(world: World) -> None:
    world.server.deliver(raw_mail(5, "feedback"), seen=True)
    world.run()
    world.run(4 * DAY)
    assert world.entry("<feedback-5@acme.example>").state == ""
    assert world.drafts() == []


def test_an_answer_in_words_of_ones_own_beside_the_draft_is_called_that(world: World) -> None:
    drafted(world)
    own = raw_mail(
        8,
        "other",
        sender="robin@example.org",
        to="anna@acme.example",
        reply_to=["<rejection-1@acme.example>"],
    )
    world.server.deliver(own, "Sent", at=MONDAY + 2 * DAY)
    world.run(2 * DAY)
    assert state(world) == ("sent", "You answered in words of your own; the draft still lies there.")
    assert [message_from_bytes(mail.raw, policy=policy.default)["To"] for mail in world.server.drafts]

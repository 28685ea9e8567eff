"""Traps on the way to a reply: each of these once led to a wrong one, a second one, or to none."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.sample_mail import MONDAY, raw_mail
from tests.test_pipeline import DAY, World
from watcher.config.extras import Extras, load
from watcher.errors import TemporaryError
from watcher.replying import platforms

HOUR = timedelta(hours=1)
HELLO, ANNA = "Dear Robin,\n\n", "\n\nKind regards,\nAnna Schmidt\n"
TALK = f"{HELLO}we would like to invite you to an interview for the Data Analyst position at Acme.{ANNA}"
NO = f"{HELLO}we chose someone else for the Data Analyst position at Acme.\n"
NOBODY = "Acme Careers <no-reply@acme.example>"
EVE = f"{HELLO}thank you for applying for the Data Analyst position at Acme.\n\nKind regards,\nEve Miller\n"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    watch = dataclasses.replace(world.config.watch, since=(MONDAY - 400 * DAY).date())
    world.config = dataclasses.replace(world.config, watch=watch)
    yield world
    world.store.close()


def days_pass(world: World) -> None:
    world.run()
    world.run(1.1 * DAY)


# --- a person who wrote before ------------------------------------------------------------------------------


def test_a_stranger_who_names_the_company_reaches_nobody(world: World) -> None:
    world.server.deliver(raw_mail(1, "interview", text=TALK), at=MONDAY - 3 * DAY)
    world.server.deliver(raw_mail(2, sender="Acme <no-reply@evil.example>", text=NO), seen=True)
    days_pass(world)
    assert world.drafts() == []


def test_nor_does_one_who_knows_an_id_of_the_conversation(world: World) -> None:
    world.server.deliver(raw_mail(1, "interview", text=TALK), at=MONDAY - 3 * DAY)
    forged = raw_mail(2, sender="X <no-reply@evil.example>", text=NO, reply_to=["<interview-1@acme.example>"])
    world.server.deliver(forged, seen=True)
    days_pass(world)
    assert world.drafts() == []


@pytest.mark.parametrize("sender", [NOBODY, "Acme <no-reply@greenhouse.io>"])
def test_a_stranger_who_wrote_for_the_company_before_is_not_written_to(world: World, sender: str) -> None:
    receipt = raw_mail(1, "acknowledgement", text=EVE, sender="Acme Careers <eve@evil.example>")
    world.server.deliver(receipt, at=MONDAY - 3 * DAY)
    world.server.deliver(raw_mail(2, sender=sender, text=NO), seen=True)
    days_pass(world)
    assert world.drafts() == []


def test_nobody_is_told_that_all_is_understood_while_an_offer_stands(world: World) -> None:
    offer = f"{HELLO}we are delighted to offer you the Data Analyst position at Acme.{ANNA}"
    world.server.deliver(raw_mail(1, "offer", text=offer), at=MONDAY - DAY)
    world.server.deliver(raw_mail(2, sender=NOBODY, text=NO), seen=True)
    days_pass(world)
    assert world.drafts() == []


def test_a_conversation_about_another_post_is_left_alone(world: World) -> None:
    other = TALK.replace("Data Analyst", "Nurse")
    world.server.deliver(raw_mail(1, "interview", text=other), at=MONDAY - 3 * DAY)
    world.server.deliver(raw_mail(2, sender=NOBODY, text=NO), seen=True)
    days_pass(world)
    assert world.drafts() == []


def test_who_is_written_to_is_greeted_and_not_who_signed_the_answer(world: World) -> None:
    world.server.deliver(raw_mail(1, "interview", text=TALK), at=MONDAY - 3 * DAY)
    signed = f"{NO}\nKind regards,\nPeter Braun\n"
    no = raw_mail(2, sender=NOBODY, text=signed, reply_to=["<interview-1@acme.example>"])
    world.server.deliver(no, seen=True)
    days_pass(world)
    (draft,) = world.drafts()
    assert "Anna" in draft.get_content()
    assert "Peter" not in draft.get_content()


def test_what_the_person_wrote_to_them_before_is_no_answer_to_this(world: World) -> None:
    world.server.deliver(raw_mail(1, "interview", text=TALK), at=MONDAY - 3 * DAY)
    yes = raw_mail("own", "other", sender="robin@example.org", reply_to=["<interview-1@acme.example>"])
    world.server.deliver(yes, "Sent", at=MONDAY - DAY)
    no = raw_mail(2, sender=NOBODY, text=NO, reply_to=["<interview-1@acme.example>"])
    world.server.deliver(no, seen=True)
    days_pass(world)
    assert len(world.drafts()) == 1


# --- one reply ----------------------------------------------------------------------------------------------


def test_the_same_answer_gets_one_reply_in_whatever_order_folders_are_read(world: World) -> None:
    world.watched = ("INBOX", "Archive")
    world.server.deliver(raw_mail(1, sender="Acme <jobs@acme.example>", text=NO), seen=True)
    world.server.deliver(raw_mail(2, text=f"{NO}{ANNA}"), "Archive", at=MONDAY - HOUR, seen=True)
    days_pass(world)
    assert len(world.drafts()) == 1


def test_a_copy_that_was_deleted_does_not_cost_the_reply_to_the_other(world: World) -> None:
    place = world.server.deliver(raw_mail(1, sender="Acme <jobs@acme.example>", text=NO), seen=True)
    world.run()
    world.server.delete(place)
    world.run(1.1 * DAY)
    world.server.deliver(raw_mail(2, text=f"{NO}{ANNA}"), at=MONDAY + 1.2 * DAY, seen=True)
    world.run(1.2 * DAY)
    world.run(2.4 * DAY)
    assert len(world.drafts()) == 1


def test_a_claim_that_cannot_be_written_any_more_ends(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()

    def refuse(event: str) -> None:
        if event == "save_draft":
            raise TemporaryError("no room")

    world.server.hook = refuse
    with pytest.raises(TemporaryError):
        world.run(1.1 * DAY)
    world.server.hook = lambda event: None
    (claimed,) = world.store.cases("claimed")
    with world.store.transaction():
        world.store._db.execute("UPDATE mail SET language = 'fi' WHERE id = ?", (claimed.id,))
    world.run(1.5 * DAY)
    entry = world.entry("<rejection-1@acme.example>")
    assert entry.state == "cancelled"
    assert "No reply could be written" in entry.case_reason


# --- what is true -------------------------------------------------------------------------------------------


def test_an_interview_of_last_year_is_not_thanked_for(world: World) -> None:
    vague = f"{HELLO}we would like to invite you to an interview at Acme.{ANNA}"
    world.server.deliver(raw_mail(1, "interview", text=vague), at=MONDAY - 390 * DAY)
    world.server.deliver(raw_mail(2, text=f"{NO}{ANNA}"), seen=True)
    days_pass(world)
    (draft,) = world.drafts()
    assert "interview" not in draft.get_content()


def test_feedback_that_came_before_the_sent_reply_was_found_is_thanked_for(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    days_pass(world)
    raw = world.server.folders["Entwürfe"].mails.pop().raw
    world.server.deliver(raw, "Sent", at=MONDAY + 1.1 * DAY + HOUR / 12)
    back = raw_mail(3, "feedback", reply_to=["<rejection-1@acme.example>"])
    world.server.deliver(back, at=MONDAY + 1.1 * DAY + HOUR / 2, seen=True)
    world.run(1.1 * DAY + 2 * HOUR)
    assert world.entry("<rejection-1@acme.example>").state == "heard"
    world.run(2.5 * DAY)
    assert len(world.drafts()) == 1


def test_feedback_that_there_is_none_is_not_thanked_for(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    days_pass(world)
    text = f"{HELLO}unfortunately we cannot give individual feedback.{ANNA}"
    back = raw_mail(3, "feedback", text=text, reply_to=["<rejection-1@acme.example>"])
    world.server.deliver(back, at=MONDAY + 2 * DAY, seen=True)
    world.run(2 * DAY)
    assert world.entry("<feedback-3@acme.example>").state == ""


@pytest.mark.parametrize(
    "headers", [{"Return_Path": "<>"}, {"Auto_Submitted": "auto-replied (vacation)"}], ids=["bounce", "away"]
)
def test_what_a_machine_sends_back_is_no_answer(world: World, headers: dict[str, str]) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    days_pass(world)
    raw = world.server.folders["Entwürfe"].mails.pop().raw
    world.server.deliver(raw, "Sent", at=MONDAY + 2 * DAY)
    world.run(2 * DAY)
    notice = raw_mail(9, "other", reply_to=["<rejection-1@acme.example>"], **headers)  # type: ignore[arg-type]
    world.server.deliver(notice, at=MONDAY + 3 * DAY)
    world.run(3 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "sent"


def test_a_folder_that_was_made_anew_is_no_edit_and_neither_is_another_draft_beside(world: World) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    days_pass(world)
    world.server.change_uidvalidity("Entwürfe")
    world.run(2 * DAY)
    own = raw_mail("own", "other", sender="robin@example.org", reply_to=["<rejection-1@acme.example>"])
    world.server.deliver(own, "Entwürfe")
    world.run(3 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "drafted"


def test_the_address_that_was_written_to_writes_back(world: World) -> None:
    own = ("robin@example.org", "robin+jobs@example.org")
    world.config = dataclasses.replace(
        world.config, person=dataclasses.replace(world.config.person, addresses=own)
    )
    world.server.deliver(raw_mail(1, to="robin+jobs@example.org"), seen=True)
    days_pass(world)
    assert world.drafts()[0]["From"] == "Robin Keller <robin+jobs@example.org>"


def test_a_platform_that_the_person_knows_is_no_stranger(world: World) -> None:
    own = platforms.parse('[[platform]]\ndomains = ["ats.example"]\nreplies = "reach"\n')
    table = platforms.shipped().under(own)
    world.config = dataclasses.replace(world.config, extras=Extras({}, table))
    world.server.deliver(raw_mail(1, Reply_To="case-12@ats.example"), seen=True)
    days_pass(world)
    assert world.drafts()[0]["To"] == "case-12@ats.example"


def test_a_dry_run_keeps_to_so_many_a_day(world: World) -> None:
    world.config = dataclasses.replace(world.config, reply=dataclasses.replace(world.config.reply, per_day=2))
    for number in range(4):
        sender = f"Anna Schmidt <anna@firm{number}.example>"
        world.server.deliver(raw_mail(number, sender=sender, message_id=f"<{number}@x.example>"), seen=True)
    world.run()
    told = world.run(1.1 * DAY, dry_run=True)
    assert [event.what for event in told].count("would_draft") == 2


def test_files_of_the_system_among_the_texts_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "._en.txt").write_bytes(b"\x00\x05\xff")
    (tmp_path / "templates" / "en.txt").write_text("Thank you.")
    assert load(tmp_path / "config.toml", None).texts == {"en.txt": "Thank you."}


def test_a_log_that_is_busy_when_a_letter_is_written_costs_no_reply(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.server.deliver(raw_mail(1), seen=True)
    world.run()

    def busy() -> list[str]:
        raise TemporaryError("in use by another program")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(world.store, "companies", busy)
        with pytest.raises(TemporaryError):
            world.run(1.1 * DAY)
    assert world.entry("<rejection-1@acme.example>").state == "cooling"
    world.run(1.2 * DAY)
    assert len(world.drafts()) == 1


def test_drafts_that_a_wrong_clock_dated_ahead_use_up_no_day(world: World) -> None:
    reply = dataclasses.replace(world.config.reply, per_day=1)
    world.config = dataclasses.replace(world.config, reply=reply)
    for number in range(2):
        sender = f"Anna Schmidt <anna@firm{number}.example>"
        world.server.deliver(raw_mail(number, sender=sender, message_id=f"<{number}@x.example>"), seen=True)
    world.run()
    world.run(1.1 * DAY)
    (drafted,) = world.store.cases("drafted")
    world.store.set(drafted.id, "drafted", drafted_at=MONDAY + 300 * DAY)
    world.run(2.1 * DAY)
    assert len(world.drafts()) == 2

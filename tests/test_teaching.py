"""What the person says of mail, by training folders: verdict and case follow, and come back when it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.sample_mail import MONDAY, BySubject, raw_mail
from tests.test_pipeline import DAY, World, breaking
from watcher.config import Learning
from watcher.correcting import Correcting, original_of
from watcher.errors import TemporaryError
from watcher.judging import Judge
from watcher.mailboxes.protocol import Place
from watcher.reading import details
from watcher.replying.policy import NOT_OF_THAT_KIND, TAKEN_BACK
from watcher.store import Entry

NO, NOT, TALK = "Grace/Rejection", "Grace/Not a rejection", "Grace/Interview"
HOUR = timedelta(hours=1)
PLAN = "<rejection-1@acme.example>"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    for folder in (NO, NOT, TALK):
        world.server.create(folder)
    world.config = replace(world.config, learning=Learning(kinds=(("interview", TALK),)))
    yield world
    world.store.close()


def cooling(world: World) -> Place:
    """An answer of "no" in INBOX, read, that cools."""
    place = world.server.deliver(raw_mail(1), seen=True)
    world.run()
    assert world.entry(PLAN).state == "cooling"
    return place


def said(entry: Entry) -> tuple[str, float, str, str]:
    return entry.kind, entry.score, entry.state, entry.case_reason


def test_a_mail_moved_to_not_a_rejection_gets_no_draft(world: World) -> None:
    place = cooling(world)
    before = world.entry(PLAN)
    world.server.move(place, NOT)
    assert [(event.what, event.reason) for event in world.run(HOUR)] == [("cancelled", NOT_OF_THAT_KIND)]
    entry = world.entry(PLAN)
    assert said(entry) == ("other", 0.0, "cancelled", NOT_OF_THAT_KIND)
    assert (entry.judged["kind"], entry.judged["score"]) == (before.kind, before.score)
    (label,) = world.store.labels()
    assert (label.fingerprint, label.kind, label.source) == (
        entry.fingerprint,
        "not_rejection",
        f"folder:home/{NOT}",
    )
    assert (label.at, label.model) == (MONDAY + HOUR, "by subject")
    for days in range(1, 20):
        world.run(days * DAY)
    assert world.drafts() == []


@pytest.mark.parametrize("copied", [True, False], ids=["copied", "moved"])
def test_taken_out_again_it_is_as_it_was(world: World, copied: bool) -> None:
    place = cooling(world)
    before = world.entry(PLAN)
    taught = world.server.deliver(raw_mail(1), NOT) if copied else world.server.move(place, NOT)
    world.run(HOUR)
    assert world.entry(PLAN).state == "cancelled"
    if copied:
        world.server.delete(taught)
    else:
        world.server.move(taught, "INBOX")
    assert [event.what for event in world.run(2 * HOUR)] == ["cooling"]
    entry = world.entry(PLAN)
    assert replace(entry, case_reason=before.case_reason) == before
    assert world.store.labels() == []
    (ended,) = world.store.labels(active=False)
    assert (ended.ended_at, ended.why) == (MONDAY + 2 * HOUR, "unlabelled")
    assert list(world.store.texts("labelled")) == []
    world.run(DAY + HOUR)
    assert len(world.drafts()) == 1


def test_put_there_a_second_time_it_teaches_a_second_time(world: World) -> None:
    place = cooling(world)
    for hour in (1, 3):
        taught = world.server.move(place, NOT)
        world.run(hour * HOUR)
        assert world.entry(PLAN).state == "cancelled"
        place = world.server.move(taught, "INBOX")
        world.run((hour + 1) * HOUR)
        assert world.entry(PLAN).state == "cooling"


def test_cut_off_while_it_is_taken_back_it_is_taken_back_the_next_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = world.server.move(cooling(world), NOT)
    world.run(HOUR)
    world.server.move(place, "INBOX")

    def cut(*_: object) -> None:
        raise TemporaryError("the log is in use")

    with monkeypatch.context() as patch:
        patch.setattr("watcher.correcting.Correcting.undo", cut)
        with pytest.raises(TemporaryError):
            world.run(2 * HOUR)
    world.run(3 * HOUR)
    assert world.store.labels() == []
    assert world.entry(PLAN).state == "cooling"


@pytest.mark.parametrize("to", ["Trash", None], ids=["to the trash", "for good"])
def test_a_mail_that_is_deleted_keeps_what_was_said_of_it(world: World, to: str | None) -> None:
    taught = world.server.move(cooling(world), NOT)
    world.run(HOUR)
    if to:
        world.server.move(taught, to)
    else:
        world.server.delete(taught)
    assert world.run(2 * HOUR) == []
    assert [label.kind for label in world.store.labels()] == ["not_rejection"]
    assert world.entry(PLAN).state == "cancelled"
    assert [text.raw for text in world.store.texts("labelled")] == [raw_mail(1)]


def test_a_folder_that_is_gone_or_made_anew_takes_nothing_back(world: World) -> None:
    world.server.move(cooling(world), NOT)
    world.run(HOUR)
    world.server.change_uidvalidity(NOT)
    world.run(2 * HOUR)
    del world.server.folders[NOT]
    world.run(3 * HOUR)
    world.server.create(NOT)
    world.run(4 * HOUR)
    assert len(world.store.labels()) == len(world.store.labels(active=False)) == 1


def test_what_is_read_in_the_training_folder_counts_as_read(world: World) -> None:
    place = world.server.deliver(raw_mail(1))
    world.run()
    assert world.entry(PLAN).read_at is None
    world.server.move(place, NO)
    assert [event.what for event in world.run(HOUR)] == ["labelled"]
    entry = world.entry(PLAN)
    assert (entry.state, entry.read_at, entry.due_at) == ("cooling", MONDAY + HOUR, MONDAY + HOUR + DAY)
    assert (entry.kind, entry.score) == ("rejection", 1.0)
    world.run(DAY + 2 * HOUR)
    assert len(world.drafts()) == 1


def test_a_no_that_was_missed_cools_from_now(world: World) -> None:
    place = world.server.deliver(raw_mail(1, "acknowledgement"), seen=True)
    world.run()
    assert world.entry("<acknowledgement-1@acme.example>").state == ""
    world.server.move(place, NO)
    assert [event.what for event in world.run(5 * DAY)] == ["cooling"]
    entry = world.entry("<acknowledgement-1@acme.example>")
    assert (entry.kind, entry.score, entry.due_at) == ("rejection", 1.0, MONDAY + 6 * DAY)
    assert entry.recipient == "anna@acme.example"
    world.run(6 * DAY)
    (draft,) = world.drafts()
    assert draft["In-Reply-To"] == "<acknowledgement-1@acme.example>"


def test_a_no_that_was_taken_for_other_mail_shows_its_sender_until_it_is_taken_back(world: World) -> None:
    place = world.server.deliver(raw_mail(1, "newsletter"), seen=True)
    world.run()
    before = world.entry("<newsletter-1@acme.example>")
    assert (before.action, before.subject) == ("ignore", "")
    taught = world.server.move(place, NO)
    world.run(HOUR)
    entry = world.entry("<newsletter-1@acme.example>")
    assert (entry.subject, entry.state) == ("newsletter: your application 1", "cooling")
    world.server.move(taught, "INBOX")
    world.run(2 * HOUR)
    entry = world.entry("<newsletter-1@acme.example>")
    assert (entry.state, entry.case_reason) == ("cancelled", TAKEN_BACK)
    assert (entry.kind, entry.subject, entry.sender_address, entry.details) == (
        "other",
        "",
        "",
        before.details,
    )


def test_the_policy_still_has_its_say(world: World) -> None:
    place = world.server.deliver(
        raw_mail(1, "acknowledgement", sender="no-reply@acme.example", text="We chose someone else."),
        seen=True,
    )
    world.run()
    world.server.move(place, NO)
    world.run(HOUR)
    assert world.entry("<acknowledgement-1@acme.example>").state == "no_reply"


def test_a_no_that_was_not_at_hand_and_is_answered_by_nobody_is_said_twice(world: World) -> None:
    unread = raw_mail(1, "unsure", sender="no-reply@acme.example", text="We chose someone else.")
    world.server.deliver(unread, seen=True)
    world.run()
    judge = Judge(world.config.accounts[0], world.config, world.store, BySubject())  # type: ignore[arg-type]
    correcting = Correcting(judge, world.store)
    for original in (None, original_of(unread, MONDAY)):
        correcting.correct(1, "rejection", "test", MONDAY + HOUR, original)
        assert world.entry("<unsure-1@acme.example>").state == "no_reply"


def test_an_unsure_one_is_decided_by_the_folder(world: World) -> None:
    for number in (1, 2):
        world.server.deliver(raw_mail(number, "unsure"), seen=True)
    world.run()
    (one, other) = (mail.uid for mail in world.server.folders["INBOX"].mails)
    validity = world.server.folders["INBOX"].validity
    world.server.move(Place("INBOX", f"{validity}:{one}"), NO)
    world.server.move(Place("INBOX", f"{validity}:{other}"), NOT)
    world.run(HOUR)
    states = {number: world.entry(f"<unsure-{number}@acme.example>").state for number in (1, 2)}
    assert states == {1: "cooling", 2: "cancelled"}


def test_a_draft_that_lies_there_is_the_persons_to_delete(world: World) -> None:
    place = cooling(world)
    world.run(DAY + HOUR)
    assert len(world.drafts()) == 1
    world.server.move(place, NOT)
    (event,) = world.run(DAY + 2 * HOUR)
    assert event.what == "labelled"
    assert "delete it there" in event.reason
    entry = world.entry(PLAN)
    assert (entry.kind, entry.state) == ("other", "drafted")
    assert "delete it there" in world.store.steps(entry.id)[-1].reason
    assert len(world.drafts()) == 1


def test_from_one_folder_to_another_the_last_word_counts(world: World) -> None:
    taught = world.server.move(cooling(world), NOT)
    world.run(HOUR)
    taught = world.server.move(taught, TALK)
    world.run(2 * HOUR)
    assert said(world.entry(PLAN)) == ("interview", 0.0, "cancelled", NOT_OF_THAT_KIND)
    taught = world.server.move(taught, NO)
    world.run(3 * HOUR)
    entry = world.entry(PLAN)
    assert (entry.kind, entry.state, entry.due_at) == ("rejection", "cooling", MONDAY + 3 * HOUR + DAY)
    assert [label.why for label in world.store.labels(active=False)] == ["replaced", "replaced", ""]
    world.server.move(taught, "Archive")
    world.run(4 * HOUR)
    assert world.store.labels() == []
    assert world.entry(PLAN).judged == {}


def test_a_mail_under_two_labels_has_the_one_that_stays(world: World) -> None:
    place = cooling(world)
    world.server.deliver(raw_mail(1), TALK)
    world.run(HOUR)
    second = world.server.deliver(raw_mail(1), NO)
    world.run(2 * HOUR)
    assert [label.kind for label in world.store.labels()] == ["rejection"]
    world.server.delete(second)
    world.run(3 * HOUR)
    assert [label.kind for label in world.store.labels()] == ["interview"]
    assert world.entry(PLAN).kind == "interview"
    assert place


def test_old_mail_teaches_and_gets_no_draft(world: World) -> None:
    old = MONDAY - 90 * DAY
    world.server.deliver(raw_mail(7, date=old), NO, at=old, seen=True)
    world.server.deliver(raw_mail(8, "acknowledgement", date=old), NO, at=old, seen=True)
    world.server.deliver(raw_mail(9, date=old), NOT, at=old, seen=True)
    world.run()
    assert [label.kind for label in world.store.labels()] == ["rejection", "rejection", "not_rejection"]
    assert len(list(world.store.texts("labelled"))) == 3
    assert {entry.state for entry in world.store.entries()} == {"no_reply", ""}
    world.run(3 * DAY)
    assert world.drafts() == []


def test_a_new_mail_that_a_filter_puts_there_is_recorded_and_answered(world: World) -> None:
    world.server.deliver(raw_mail(1), NO, seen=True)
    world.server.deliver(raw_mail(2, "rejection", sender="b@b.example"), NOT, seen=True)
    world.run()
    assert world.entry(PLAN).state == "cooling"
    entry = world.entry("<rejection-2@acme.example>")
    assert (entry.kind, entry.state) == ("other", "")
    assert entry.judged["kind"] == "rejection"


def test_after_a_correction_the_real_answer_in_that_conversation_gets_its_reply(world: World) -> None:
    place = cooling(world)
    world.server.move(place, NOT)
    world.run(HOUR)
    world.server.deliver(raw_mail(2, reply_to=[PLAN]), seen=True)
    world.run(2 * HOUR)
    assert world.entry("<rejection-2@acme.example>").state == "cooling"


def test_training_folders_are_not_watched(world: World) -> None:
    world.watched = ("INBOX", NOT)
    world.server.deliver(raw_mail(1), NOT, seen=True)
    world.run()
    assert world.entry(PLAN).state == ""


def test_switched_off_they_are_folders_like_any_other(world: World) -> None:
    world.config = replace(world.config, learning=Learning(folders=False))
    world.server.move(cooling(world), NOT)
    world.run(DAY + HOUR)
    assert len(world.drafts()) == 1
    assert world.store.labels() == []


def test_a_dry_run_learns_nothing(world: World) -> None:
    world.server.move(cooling(world), NOT)
    assert [event.what for event in world.run(HOUR, dry_run=True)] == ["cancelled"]
    assert world.store.labels() == []
    assert world.entry(PLAN).state == "cooling"


def test_what_cannot_be_read_is_set_aside_once_and_teaches_nothing(world: World) -> None:
    place = cooling(world)
    world.server.deliver(b"", NO, problem="the server would not give this mail")
    world.server.move(place, NO)
    told = world.run(HOUR)
    assert [label.kind for label in world.store.labels()] == ["rejection"]
    [set_aside] = [entry for entry in world.store.entries() if entry.problem]
    assert set_aside.problem == "the server would not give this mail"
    assert [(event.mail_id, event.what) for event in told if event.what == "unreadable"] == [
        (set_aside.id, "unreadable")
    ]
    assert [event for event in world.run(2 * HOUR) if event.what == "unreadable"] == []


def test_cut_off_in_the_middle_it_goes_on_and_says_nothing_twice(world: World) -> None:
    for number in range(4):
        world.server.deliver(raw_mail(number), NOT, seen=True)
    left = iter([None, None, TemporaryError("the line broke")])

    def hook(event: str) -> None:
        error = next(left, None) if event == "arrival" else None
        if error:
            raise error

    world.server.hook = hook
    with pytest.raises(TemporaryError):
        world.run()
    assert len(world.store.labels()) == 2
    world.run(HOUR)
    assert len(world.store.labels(active=False)) == 4


def test_thousands_in_a_folder_are_learned_once(world: World) -> None:
    for number in range(60):
        world.server.deliver(raw_mail(number), NOT, seen=True)
    assert len(world.run()) == 60
    assert world.run(HOUR) == []
    assert len(world.store.labels(active=False)) == 60


def test_an_answer_of_which_the_rest_breaks_us_gets_its_reply_when_the_person_says_what_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(details, "extract", breaking)
    place = world.server.deliver(raw_mail(1), seen=True)
    world.run()
    assert world.entry(PLAN).state == "review"
    world.server.move(place, NO)
    assert [event.what for event in world.run(HOUR)] == ["cooling"]
    world.run(2 * DAY)
    (draft,) = world.drafts()
    assert draft["In-Reply-To"] == PLAN


def test_an_offer_taken_back_that_is_to_look_at_gets_its_reply_where_such_a_reply_is_wanted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = "Grace/Taken back"
    world.server.create(folder)
    world.config = replace(
        world.config,
        learning=Learning(kinds=(("offer_withdrawn", folder),)),
        reply=replace(world.config.reply, also=frozenset({"withdrawn"})),
    )
    monkeypatch.setattr(details, "extract", breaking)
    place = world.server.deliver(raw_mail(1, "offer_withdrawn"), seen=True)
    world.run()
    assert world.entry("<offer_withdrawn-1@acme.example>").state == "review"
    world.server.move(place, folder)
    assert [event.what for event in world.run(HOUR)] == ["cooling"]


def test_what_was_read_of_a_mail_is_not_lost_when_a_word_of_the_person_breaks_us(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = world.server.deliver(raw_mail(1, "acknowledgement"), seen=True)
    world.run()
    before = world.entry("<acknowledgement-1@acme.example>")
    assert before.details["person"] == "Anna Schmidt"
    for name in ("extract", "names"):
        monkeypatch.setattr(details, name, breaking)
    world.server.move(place, TALK)
    world.run(HOUR)
    after = world.entry("<acknowledgement-1@acme.example>")
    assert after.kind == "interview"
    assert after.details == before.details | {"called_off": "perhaps"}

"""What is Gmail's own: histories that end, labels, conversations, drafts that change their ids, faults on the way."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from tests.contract.contract import AFTER, BEFORE, NOW, SINCE, Reader, mail
from tests.contract.gmail_bench import GmailBench, fresh_gmail_user
from tests.servers.gmail_server import COMPOSE, READONLY, GmailServer
from watcher.errors import AuthError, TemporaryError
from watcher.mailboxes.gmail import Gmail
from watcher.mailboxes.protocol import ALL_MAIL, Arrival, NotTakenError, Place

PARENT = "<one@firm.example>"
DAY = timedelta(days=1)


@pytest.fixture
def bench(gmail: GmailServer, monkeypatch: pytest.MonkeyPatch) -> GmailBench:
    monkeypatch.setattr("random.random", lambda: 0.0)  # the pauses between tries
    return GmailBench(gmail, fresh_gmail_user(gmail))


class DatedReader(Reader):
    """As Reader, on a day that the test says."""

    def __init__(self, bench: GmailBench, folder: str = "INBOX") -> None:
        super().__init__(bench, folder)
        self.gmail, self.today = bench, NOW.date()

    def read(self, at_most: int | None = None) -> list[Arrival]:
        gmail, today = self.gmail, self.today

        class Opened:
            def open(self, folders: tuple[str, ...]) -> Gmail:
                return gmail.open_gmail(folders=folders, today=today)

        self.bench = Opened()  # type: ignore[assignment]
        return super().read(at_most)


def reply(subject: str = "Re: Your letter", message_id: str = "<draft@gmail.example>") -> bytes:
    fields = [f"In-Reply-To: {PARENT}", f"References: {PARENT}"]
    return mail(message_id, *fields).replace(b"Subject: Your letter", f"Subject: {subject}".encode())


def asked(gmail: GmailServer) -> list[str]:
    return [f"{one.method} {one.path.partition('/me')[2]}" for one in gmail.requests()]


class TestWhatIsNew:
    def test_a_history_that_ends_loses_nothing_and_repeats_nothing(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        for number in range(3):
            bench.deliver(mail(f"<{number}@firm.example>"), AFTER)
        bench.deliver(mail("<old@firm.example>"), BEFORE)
        assert len(reader.read()) == 3
        places = [bench.deliver(mail(f"<new{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(5)]
        bench.server.forget_history(bench.user)
        assert [arrival.place for arrival in reader.read()] == places
        assert reader.read() == []
        place = bench.deliver(mail("<next@firm.example>"), AFTER)
        assert [arrival.place for arrival in reader.read()] == [place]

    def test_a_list_after_that_which_is_cut_short_goes_on_as_it_began(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        assert reader.read() == []
        places = {bench.deliver(mail(f"<{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(5)}
        bench.server.forget_history(bench.user)
        first = reader.read(at_most=2)
        reader.since = NOW  # the window has moved on; that of the list has not
        places.add(bench.deliver(mail("<later@firm.example>"), NOW))
        found = [arrival.place for arrival in (*first, *reader.read(), *reader.read())]
        assert Counter(found) == Counter(places)

    def test_what_a_history_left_out_is_found_once_a_day(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        bench.deliver(mail("<first@firm.example>"), NOW)
        assert len(reader.read()) == 1
        lost = bench.deliver(mail("<lost@firm.example>"), NOW)
        label, _, day = str(reader.cursor).split(":")
        newest = bench.server.api(bench.token, "GET", "/profile").json["historyId"]
        reader.cursor = f"{label}:{newest}:{day}"
        assert reader.read() == []
        reader.today += DAY
        assert [arrival.place for arrival in reader.read()] == [lost]
        assert reader.read() == []

    def test_a_mail_that_was_archived_before_we_looked_is_read(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        assert reader.read() == []
        place = bench.deliver(mail(), AFTER)
        bench.archive(place)
        assert [arrival.place for arrival in reader.read()] == [place]
        assert bench.open().flags([place]) == {}

    def test_an_old_mail_that_is_archived_is_not_new(self, bench: GmailBench) -> None:
        old = bench.deliver(mail(), BEFORE)
        reader = DatedReader(bench)
        assert reader.read() == []
        bench.archive(old)
        assert reader.read() == []

    def test_a_mail_that_was_deleted_before_we_looked_is_not(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        assert reader.read() == []
        bench.move(bench.deliver(mail(), AFTER), "TRASH")
        bench.delete(bench.deliver(mail("<2@firm.example>"), AFTER))
        assert reader.read() == []

    def test_a_mail_that_comes_back_from_junk_is_new(self, bench: GmailBench) -> None:
        readers = [DatedReader(bench, folder) for folder in ("INBOX", ALL_MAIL)]
        assert [reader.read() for reader in readers] == [[], []]
        place = bench.deliver(mail(), AFTER, "SPAM")
        assert [reader.read() for reader in readers] == [[], []]
        bench.move(place, "INBOX")
        for reader in readers:
            assert [arrival.place.ref for arrival in reader.read()] == [place.ref]

    def test_a_mail_with_a_label_that_comes_back_from_junk_is_new(self, bench: GmailBench) -> None:
        jobs = bench.create("Jobs")
        readers = [DatedReader(bench, folder) for folder in ("INBOX", jobs, ALL_MAIL)]
        assert [reader.read() for reader in readers] == [[], [], []]
        label = next(
            row["id"]
            for row in bench.server.api(bench.token, "GET", "/labels").json["labels"]
            if row["name"] == jobs
        )
        old = bench.server.deliver(bench.user, mail(), AFTER, [label, "SPAM"])
        assert [reader.read() for reader in readers] == [[], [], []]
        bench.server.api(bench.person, "POST", f"/messages/{old}/modify", {"removeLabelIds": ["SPAM"]})
        found = [[arrival.place.ref for arrival in reader.read()] for reader in readers]
        assert found == [[], [old], [old]]

    def test_all_mail_is_what_filters_put_away_too_but_no_drafts(self, bench: GmailBench) -> None:
        jobs = bench.create("Jobs/2026")
        reader = DatedReader(bench, ALL_MAIL)
        assert reader.read() == []
        places = {bench.deliver(mail(f"<{n}@firm.example>"), AFTER, n) for n in ("INBOX", jobs)}
        for folder in ("SENT", "DRAFT", "SPAM", "TRASH"):
            bench.deliver(mail(f"<{folder}@firm.example>"), AFTER, folder)
        bench.open().save_draft(reply())
        assert {arrival.place.ref for arrival in reader.read()} == {place.ref for place in places}
        archived = Place(ALL_MAIL, bench.deliver(mail("<x@firm.example>"), AFTER, read=True).ref)
        bench.archive(Place("INBOX", archived.ref))
        assert bench.open().flags([archived])[archived].read

    def test_the_history_id_goes_to_the_cursor_as_text(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        bench.deliver(mail(), AFTER)
        reader.read()
        newest = bench.server.api(bench.token, "GET", "/profile").json["historyId"]
        assert str(reader.cursor) == f"INBOX:{newest}:{reader.today}"

    def test_an_idle_pass_costs_three_units(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        bench.deliver(mail(), AFTER)
        reader.read()
        bench.server.clear_requests()
        reader.read()
        assert asked(bench.server) == ["GET /labels", "GET /history"]

    def test_of_another_account_nothing_is_read(self, bench: GmailBench) -> None:
        bench.deliver(mail(), AFTER)
        with pytest.raises(AuthError, match="is signed in, not robin@elsewhere"):
            bench.open_gmail(user="robin@elsewhere.example").watched()


class TestFaults:
    def test_a_mail_that_gmail_does_not_give_is_set_aside_after_the_others(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        bad, good = (bench.deliver(mail(f"<{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(2))
        # Twice three tries of the mail itself; asked for in brief it is there.
        bench.server.fault(f"/messages/{bad.ref}", times=6, status=500)
        first, second = reader.read()
        assert (first.place, first.problem) == (good, "")
        assert (second.place, second.raw, second.delivered_at) == (bad, None, AFTER)
        assert "would not give" in second.problem
        assert reader.read() == []

    @pytest.mark.parametrize("count", [1, 7])
    def test_mails_that_gmail_never_gives_are_set_aside_if_it_gives_any(
        self, bench: GmailBench, count: int
    ) -> None:
        reader = DatedReader(bench)
        bench.deliver(mail("<well@firm.example>"), BEFORE)
        bad = [bench.deliver(mail(f"<{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(count)]
        for place in bad:
            bench.server.fault(f"/messages/{place.ref}", times=99, status=500)
        assert [(one.place, one.raw) for one in reader.read()] == [(place, None) for place in bad]
        assert reader.read() == []

    @pytest.mark.parametrize(
        "fault", [{"status": 400, "reason": "invalidArgument"}, {"status": 403, "reason": "somethingNew"}]
    )
    def test_a_mail_that_is_refused_has_its_row(self, bench: GmailBench, fault: dict[str, object]) -> None:
        reader = DatedReader(bench)
        bad, good = (bench.deliver(mail(f"<{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(2))
        bench.server.fault(f"/messages/{bad.ref}", times=9, **fault)
        assert [(one.place, bool(one.raw)) for one in reader.read()] == [(good, True), (bad, False)]

    def test_a_mail_that_is_given_in_the_end_is_whole(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        late, good = (bench.deliver(mail(f"<{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(2))
        bench.server.fault(f"/messages/{late.ref}", times=3, status=503)
        assert [(arrival.place, bool(arrival.raw)) for arrival in reader.read()] == [
            (good, True),
            (late, True),
        ]

    def test_what_is_cut_short_after_a_mail_was_put_off_comes_back_to_it(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        assert reader.read() == []
        places = [bench.deliver(mail(f"<{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(3)]
        bench.server.fault(f"/messages/{places[0].ref}", times=3, status=500)
        assert [arrival.place for arrival in reader.read(at_most=1)] == places[1:2]
        assert {arrival.place for arrival in reader.read()} == {places[0], places[2]}

    def test_where_gmail_is_down_nothing_is_set_aside(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        places = [bench.deliver(mail(f"<{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(2)]
        bench.server.fault("/messages/", times=12, status=503)
        with pytest.raises(TemporaryError):
            reader.read()
        bench.server.clear_faults()
        assert [arrival.place for arrival in reader.read()] == places

    def test_too_many_requests_end_the_pass_and_lose_nothing(self, bench: GmailBench) -> None:
        reader = DatedReader(bench)
        places = [bench.deliver(mail(f"<{n}@firm.example>"), AFTER + n * DAY / 24) for n in range(3)]
        bench.server.fault("/messages/", skip=1, times=3, status=429, retry_after=40)
        with pytest.raises(TemporaryError) as failure:
            reader.read()
        assert failure.value.wait == timedelta(seconds=40)
        assert [arrival.place for arrival in reader.read()] == places[1:]

    def test_a_token_without_the_right_to_draft_is_said_so(self, bench: GmailBench) -> None:
        bench.token = bench.server.token_for(bench.user, (READONLY,))
        bench.deliver(mail(PARENT), AFTER)
        with pytest.raises(AuthError, match="tick all boxes"):
            bench.open().save_draft(reply())

    def test_a_check_names_the_account_that_is_signed_in(self, bench: GmailBench) -> None:
        rows = {row[0]: row for row in bench.open_gmail(user="somebody@gmail.example").check()}
        assert not rows["Sign-in"][1]
        assert bench.user in rows["Sign-in"][2]
        assert "somebody@gmail.example" in rows["Sign-in"][2]


class TestDrafts:
    def draft_of(self, bench: GmailBench) -> tuple[str, str]:
        (draft,) = [one for one in bench.mails() if one.draft]
        assert draft.draft
        return draft.draft, draft.id

    def test_a_draft_lies_in_the_conversation_of_its_mail(self, bench: GmailBench) -> None:
        parent = bench.deliver(mail(PARENT), AFTER)
        saved = bench.open().save_draft(reply())
        assert saved.problem == ""
        draft, message = self.draft_of(bench)
        assert saved.place == Place("DRAFT", f"{draft}/{message}")
        threads = {one.id: one.thread for one in bench.mails()}
        assert threads[message] == threads[parent.ref]
        (copy,) = bench.open().find_copies("<draft@gmail.example>")
        assert copy.place == saved.place

    @pytest.mark.parametrize("subject", ["Re: something else", ""])
    def test_a_draft_outside_its_conversation_is_said_so(self, bench: GmailBench, subject: str) -> None:
        bench.deliver(mail(PARENT), AFTER)
        assert "outside their conversation" in bench.open().save_draft(reply(subject)).problem
        assert asked(bench.server).count("POST /drafts") == 1

    def test_a_draft_for_a_mail_that_is_nowhere_is_said_so(self, bench: GmailBench) -> None:
        assert "outside their conversation" in bench.open().save_draft(reply()).problem

    def test_a_mail_in_the_trash_gets_none(self, bench: GmailBench) -> None:
        bench.move(bench.deliver(mail(PARENT), AFTER), "TRASH")
        with pytest.raises(TemporaryError, match="deleted"):
            bench.open().save_draft(reply())
        assert [one for one in bench.mails() if one.draft] == []

    def test_a_mail_that_went_to_junk_is_as_good_as_deleted(self, bench: GmailBench) -> None:
        place = bench.deliver(mail(PARENT), AFTER)
        bench.move(place, "SPAM")
        assert bench.open().flags([place]) == {}
        (copy,) = bench.open().find_copies(PARENT)
        assert (copy.role, copy.place.folder) == ("trash", "SPAM")

    def test_a_letter_that_gmail_will_not_have_is_given_up(self, bench: GmailBench) -> None:
        bench.deliver(mail(PARENT), AFTER)
        bench.server.fault("/drafts", "POST", status=400, reason="invalidArgument")
        with pytest.raises(NotTakenError):
            bench.open().save_draft(reply())

    def test_a_copy_that_is_not_in_the_trash_is_answered(self, bench: GmailBench) -> None:
        bench.move(bench.deliver(mail(PARENT), AFTER), "TRASH")
        bench.deliver(mail(PARENT), AFTER)
        assert bench.open().save_draft(reply()).problem == ""

    def test_a_creation_without_an_answer_is_looked_for_not_repeated(self, bench: GmailBench) -> None:
        bench.deliver(mail(PARENT), AFTER)
        bench.server.fault("/drafts", "POST", unanswered=True)
        with pytest.raises(TemporaryError):
            bench.open().save_draft(reply())
        draft, message = self.draft_of(bench)
        assert bench.open().save_draft(reply()).place == Place("DRAFT", f"{draft}/{message}")
        assert asked(bench.server).count("POST /drafts") == 1

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_creation_that_was_refused_is_not_repeated_by_itself(
        self, bench: GmailBench, status: int
    ) -> None:
        bench.deliver(mail(PARENT), AFTER)
        bench.server.fault("/drafts", "POST", status=status)
        with pytest.raises(TemporaryError):
            bench.open().save_draft(reply())
        assert asked(bench.server).count("POST /drafts") == 1
        bench.open().save_draft(reply())
        self.draft_of(bench)

    def test_a_draft_is_saved_even_if_nobody_can_look_where(self, bench: GmailBench) -> None:
        bench.deliver(mail(PARENT), AFTER)
        mailbox = bench.open()
        # The parent and its conversation are looked at before; what comes after the creation fails.
        bench.server.fault("/messages/", skip=1, times=9, status=500)
        saved = mailbox.save_draft(reply())
        draft, message = self.draft_of(bench)
        assert (saved.place, saved.problem) == (Place("DRAFT", f"{draft}/{message}"), "")

    def test_a_draft_that_the_person_changed_is_found_by_its_conversation(self, bench: GmailBench) -> None:
        bench.deliver(mail(PARENT), AFTER)
        saved = bench.open().save_draft(reply())
        draft, _ = self.draft_of(bench)
        changed = bench.server.autosave(bench.user, draft, b"In my own words\r\n")
        assert bench.open().find_copies("<draft@gmail.example>") == []
        (found,) = bench.open().find_answers(PARENT, SINCE)
        assert (found.role, found.place) == ("drafts", Place("DRAFT", f"{draft}/{changed}"))
        assert found.place != saved.place

    @pytest.mark.parametrize("new_id", [False, True])
    def test_a_draft_that_was_sent_is_found_in_sent(self, bench: GmailBench, new_id: bool) -> None:
        bench.deliver(mail(PARENT), AFTER)
        bench.open().save_draft(reply())
        draft, _ = self.draft_of(bench)
        bench.server.press_send(bench.user, draft, new_message_id=new_id)
        (found,) = bench.open().find_answers(PARENT, SINCE)
        assert (found.role, found.place.folder) == ("sent", "SENT")

    def test_what_the_person_wrote_before_the_mail_is_no_answer_to_it(self, bench: GmailBench) -> None:
        application = mail("<application@gmail.example>")
        bench.deliver(application, AFTER, "SENT")
        bench.deliver(mail(PARENT, "In-Reply-To: <application@gmail.example>"), AFTER + DAY)
        assert bench.open().find_answers(PARENT, SINCE) == []

    def test_an_id_that_fits_into_no_address_does_no_harm(self, bench: GmailBench) -> None:
        """Asked for, it would make a request too long, which the library sends in another way."""
        odd = f"<{'/' * 700}@firm.example>"
        bench.deliver(mail(odd), AFTER)
        assert len(DatedReader(bench).read()) == 1
        assert bench.open().find_copies(odd) == []
        assert bench.open().find_answers(odd, SINCE) == []
        saved = bench.open().save_draft(reply().replace(PARENT.encode(), odd.encode()))
        assert "outside their conversation" in saved.problem

    def test_two_letters_in_one_conversation_are_answered_each_for_itself(self, bench: GmailBench) -> None:
        """As Gmail does with letters of one subject from the same no-reply address."""
        parent = bench.deliver(mail(PARENT), AFTER)
        thread = bench.server.mail(bench.user, parent.ref).thread
        other = mail("<two@firm.example>")
        bench.server.deliver(bench.user, other, AFTER + DAY / 24, ("INBOX",), thread)
        bench.open().save_draft(reply().replace(PARENT.encode(), b"<two@firm.example>"))
        assert bench.open().find_answers(PARENT, SINCE) == []
        assert len(bench.open().find_answers("<two@firm.example>", SINCE)) == 1

    def test_nothing_but_reads_and_one_creation_is_asked(self, bench: GmailBench) -> None:
        bench.token = bench.server.token_for(bench.user, (READONLY, COMPOSE))
        bench.deliver(mail(PARENT), AFTER)
        DatedReader(bench).read()
        mailbox = bench.open()
        mailbox.save_draft(reply())
        mailbox.find_answers(PARENT, SINCE)
        mailbox.check()
        assert {one.partition(" ")[0] for one in asked(bench.server)} <= {"GET", "POST"}
        assert [one for one in asked(bench.server) if one.startswith("POST")] == ["POST /drafts"]

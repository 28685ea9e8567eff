"""What every mailbox promises, whatever it is made of. Each backend runs all of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.benches import Bench
from watcher.errors import TemporaryError, UserError
from watcher.mailboxes.protocol import Arrival, Flags, Place

NOW = datetime.now(UTC).replace(microsecond=0)
SINCE = NOW - timedelta(days=7)
BEFORE, AFTER = SINCE - timedelta(minutes=1), SINCE + timedelta(minutes=1)
UNREAD = Flags(read=False, answered=False)

HOSTILE = (
    "",
    "<",
    "<x>\r\nA9 CREATE Injected\r\n",
    "<x>\nA9 CREATE Injected",
    '<x>" UNSEEN "',
    "<x\0y@firm.example>",
    "<ünicode@firm.example>",
    "<with space@firm.example>",
    "<{5}@firm.example>",
    "<(@firm.example>",
    "<%*@firm.example>",
    "<\\@firm.example>",
    f"<{'long' * 500}@firm.example>",
)
SPECIAL = (
    "<a(b)@firm.example>",
    '<q"uote@firm.example>',
    "<back\\slash@firm.example>",
    "<%*{3}@firm.example>",
)


def mail(message_id: str = "<one@firm.example>", *lines: str, body: str = "Hello") -> bytes:
    header = ["From: Anna <anna@firm.example>", "Subject: Your letter", f"Message-ID: {message_id}", *lines]
    return "\r\n".join([*header, "", body, ""]).encode()


class Reader:
    """Reads a folder pass by pass and remembers what it saw, as the program does."""

    def __init__(self, bench: Bench, folder: str = "INBOX", since: datetime = SINCE) -> None:
        self.bench, self.folder, self.since = bench, folder, since
        self.cursor: str | None = None
        self.seen: set[str] = set()

    def read(self, at_most: int | None = None) -> list[Arrival]:
        """One pass. With `at_most` it ends in the middle, as a killed process does."""
        mailbox = self.bench.open((self.folder,))
        try:
            fetch = mailbox.fetch_since(self.folder, self.cursor, self.since, self._known)
            arrivals = []
            for arrival in itertools.islice(fetch.mails, at_most):
                arrivals.append(arrival)
                self.seen.add(arrival.place.ref)
                self.cursor = arrival.cursor
            if at_most is None:
                self.cursor = fetch.cursor
            return arrivals
        finally:
            mailbox.close()

    def _known(self, refs: Sequence[str]) -> set[str]:
        return self.seen.intersection(refs)


class MailboxContract:
    """Subclasses give the fixture `bench`."""

    # --- what is new ---

    def test_first_contact_gives_what_came_at_or_after_since(self, bench: Bench) -> None:
        bench.deliver(mail("<old@firm.example>"), BEFORE)
        places = [bench.deliver(mail(f"<{n}@firm.example>"), at) for n, at in enumerate((SINCE, AFTER))]
        arrivals = Reader(bench).read()
        assert [arrival.place for arrival in arrivals] == places
        assert [arrival.delivered_at for arrival in arrivals] == [SINCE, AFTER]

    def test_a_mail_comes_as_it_is(self, bench: Bench) -> None:
        raw = mail(body="Grüße, and a long line: " + "x" * 2000)
        bench.deliver(raw, AFTER)
        (arrival,) = Reader(bench).read()
        assert arrival.raw == raw
        assert (arrival.size, arrival.problem, arrival.flags) == (len(raw), "", UNREAD)

    def test_each_mail_comes_once(self, bench: Bench) -> None:
        reader = Reader(bench)
        for number in range(3):
            bench.deliver(mail(f"<{number}@firm.example>"), AFTER)
        assert len(reader.read()) == 3
        assert reader.read() == []
        bench.deliver(mail("<next@firm.example>"), AFTER)
        (arrival,) = reader.read()
        assert b"<next@firm.example>" in (arrival.raw or b"")
        assert reader.read() == []

    def test_an_empty_folder_is_read_from_then_on(self, bench: Bench) -> None:
        reader = Reader(bench)
        assert reader.read() == []
        bench.deliver(mail(), AFTER)
        assert len(reader.read()) == 1

    def test_more_mails_than_fit_into_one_command(self, bench: Bench) -> None:
        for number in range(120):
            bench.deliver(mail(f"<{number}@firm.example>"), AFTER)
        arrivals = Reader(bench).read()
        found = {line for a in arrivals for line in (a.raw or b"").splitlines() if b"Message-ID" in line}
        assert (len(arrivals), len(found)) == (120, 120)

    @pytest.mark.parametrize("stop", [1, 2, 4])
    def test_an_interrupted_pass_goes_on_where_it_stopped(self, bench: Bench, stop: int) -> None:
        reader = Reader(bench)
        for number in range(5):
            bench.deliver(mail(f"<{number}@firm.example>"), AFTER)
            bench.deliver(mail(f"<old{number}@firm.example>"), BEFORE)
        first = reader.read(at_most=stop)
        bench.deliver(mail("<later@firm.example>"), AFTER)
        places = [arrival.place for arrival in (*first, *reader.read())]
        assert (len(places), len(set(places))) == (6, 6)

    def test_an_old_mail_that_comes_later_is_new(self, bench: Bench) -> None:
        bench.deliver(mail("<skipped@firm.example>"), BEFORE)
        reader = Reader(bench)
        assert reader.read() == []
        place = bench.deliver(mail("<moved@firm.example>"), BEFORE)
        assert [arrival.place for arrival in reader.read()] == [place]

    def test_one_mail_in_two_folders_has_two_places(self, bench: Bench) -> None:
        junk = bench.create("Unerwünscht")
        for folder in ("INBOX", junk):
            bench.deliver(mail(), AFTER, folder)
        arrivals = [arrival for folder in ("INBOX", junk) for arrival in Reader(bench, folder).read()]
        assert [arrival.place.folder for arrival in arrivals] == ["INBOX", junk]
        assert arrivals[0].raw == arrivals[1].raw

    def test_a_folder_made_anew_is_read_from_since_again(self, bench: Bench) -> None:
        jobs = bench.create("Bewerbungen")
        reader = Reader(bench, jobs)
        bench.deliver(mail("<first@firm.example>"), AFTER, jobs)
        assert len(reader.read()) == 1
        bench.remove(jobs)
        bench.create("Bewerbungen")
        bench.deliver(mail("<old@firm.example>"), BEFORE, jobs)
        place = bench.deliver(mail("<again@firm.example>"), AFTER, jobs)
        assert [arrival.place for arrival in reader.read()] == [place]
        assert reader.read() == []

    def test_a_mail_of_many_megabytes_is_cut(self, bench: Bench) -> None:
        raw = mail(body=("x" * 76 + "\r\n") * 16_000)
        bench.deliver(raw, AFTER)
        bench.deliver(mail("<small@firm.example>"), AFTER)
        big, small = sorted(Reader(bench).read(), key=lambda arrival: -arrival.size)
        assert big.raw == raw[: 1024 * 1024]
        assert big.size == len(raw)
        assert small.raw == mail("<small@firm.example>")

    def test_a_cursor_that_makes_no_sense_is_a_first_contact(self, bench: Bench) -> None:
        reader = Reader(bench)
        bench.deliver(mail("<old@firm.example>"), BEFORE)
        bench.deliver(mail(), AFTER)
        reader.cursor = "not: a cursor"
        assert len(reader.read()) == 1

    def test_after_abort_no_further_mail_comes(self, bench: Bench) -> None:
        for number in range(3):
            bench.deliver(mail(f"<{number}@firm.example>"), AFTER)
        mailbox = bench.open()
        mails = mailbox.fetch_since("INBOX", None, SINCE, lambda _refs: set()).mails
        next(mails)
        mailbox.abort()
        with pytest.raises(TemporaryError):
            next(mails)
        with pytest.raises(TemporaryError):
            mailbox.find_copies("<1@firm.example>")
        with pytest.raises(TemporaryError):
            mailbox.save_draft(mail("<draft@home.example>"))
        mailbox.close()

    # --- flags ---

    def test_flags_say_what_the_person_did(self, bench: Bench) -> None:
        unread = bench.deliver(mail("<1@firm.example>"), AFTER)
        read = bench.deliver(mail("<2@firm.example>"), AFTER, read=True)
        answered = bench.deliver(mail("<3@firm.example>"), AFTER, read=True, answered=True)
        expected = {
            unread: UNREAD,
            read: Flags(read=True, answered=False),
            answered: Flags(read=True, answered=bench.marks_answered),
        }
        assert {arrival.place: arrival.flags for arrival in Reader(bench).read()} == expected
        assert bench.open().flags([unread, read, answered]) == expected
        bench.mark(unread, "\\Seen")
        assert bench.open().flags([unread]) == {unread: Flags(read=True, answered=False)}

    def test_places_that_are_gone_are_left_out(self, bench: Bench) -> None:
        kept, deleted, moved = (bench.deliver(mail(f"<{n}@firm.example>"), AFTER) for n in range(3))
        bench.delete(deleted)
        bench.move(moved, bench.trash)
        nowhere = Place("No such folder", kept.ref)
        nonsense = Place("INBOX", "nonsense")
        found = bench.open().flags([kept, deleted, moved, nowhere, nonsense])
        assert found == {kept: UNREAD}
        assert bench.open().flags([]) == {}

    # --- finding ---

    def test_a_copy_is_found_wherever_it_went(self, bench: Bench) -> None:
        first = bench.deliver(mail(), AFTER)
        (found,) = bench.open().find_copies("<one@firm.example>")
        assert (found.place, found.role, found.message_id) == (first, "other", "<one@firm.example>")
        bench.move(first, bench.trash)
        (found,) = bench.open().find_copies("<one@firm.example>")
        assert (found.place.folder, found.role) == (bench.trash, "trash")

    def test_all_copies_are_found_with_their_roles(self, bench: Bench) -> None:
        for folder in ("INBOX", bench.drafts, bench.sent, bench.trash):
            bench.deliver(mail(), AFTER, folder)
        copies = bench.open().find_copies("<one@firm.example>")
        assert sorted(found.role for found in copies) == ["drafts", "other", "sent", "trash"]

    def test_a_copy_in_a_folder_of_the_persons_own_is_found(self, bench: Bench) -> None:
        archive = bench.create("Ablage")
        bench.deliver(mail(), AFTER, archive)
        (found,) = bench.open().find_copies("<one@firm.example>")
        assert (found.place.folder, found.role) == (archive, "other")

    @pytest.mark.parametrize("name", ["👩\u200d💻 Jobs", "Stellen\u00a02026", "Neu\u200b"])
    def test_a_folder_may_be_called_by_any_text(self, bench: Bench, name: str) -> None:
        folder = bench.create(name)
        bench.deliver(mail(), AFTER, folder)
        (found,) = bench.open().find_copies("<one@firm.example>")
        assert found.place.folder == folder
        assert [arrival.raw for arrival in Reader(bench, folder).read()] == [mail()]

    def test_only_the_exact_id_counts(self, bench: Bench) -> None:
        exact = bench.deliver(mail("<m5@firm.example>"), AFTER)
        bench.deliver(mail("<xm5@firm.example>"), AFTER)
        bench.deliver(mail("<m5@firm.example.org>"), AFTER)
        bench.deliver(mail("<other@firm.example>", "References: <m5@firm.example>"), AFTER)
        assert [found.place for found in bench.open().find_copies("<m5@firm.example>")] == [exact]
        assert bench.open().find_copies("m5@firm.example") == []

    @pytest.mark.parametrize("message_id", SPECIAL)
    def test_ids_with_odd_characters_are_found(self, bench: Bench, message_id: str) -> None:
        place = bench.deliver(mail(message_id), AFTER)
        bench.deliver(mail("<answer@home.example>", f"In-Reply-To: {message_id}"), AFTER, bench.sent)
        mailbox = bench.open()
        assert [found.place for found in mailbox.find_copies(message_id)] == [place]
        assert len(mailbox.find_answers(message_id, SINCE)) == 1

    def test_hostile_ids_do_no_harm_and_find_nothing(self, bench: Bench) -> None:
        bench.deliver(mail(), AFTER)
        bench.deliver(b"Subject: no id at all\r\n\r\nHello\r\n", AFTER)
        before = bench.snapshot()
        mailbox = bench.open()
        for message_id in HOSTILE:
            assert mailbox.find_copies(message_id) == [], message_id
            assert mailbox.find_answers(message_id, SINCE) == [], message_id
        assert bench.snapshot() == before

    def test_answers_are_found_in_drafts_and_sent(self, bench: Bench) -> None:
        ids = "<one@firm.example>"
        bench.deliver(mail("<d@home.example>", f"In-Reply-To: {ids}"), NOW, bench.drafts)
        bench.deliver(mail("<s@home.example>", f"References: <zero@firm.example>\r\n {ids}"), NOW, bench.sent)
        bench.deliver(mail("<no@home.example>", "In-Reply-To: <one@firm.example.org>"), NOW, bench.sent)
        bench.deliver(mail("<t@home.example>", f"In-Reply-To: {ids}"), NOW, bench.trash)
        answers = bench.open().find_answers(ids, SINCE)
        assert {(found.message_id, found.role) for found in answers} == {
            ("<d@home.example>", "drafts"),
            ("<s@home.example>", "sent"),
        }

    # --- by its place, and by a folder's name ---

    def test_a_mail_is_read_at_its_place(self, bench: Bench) -> None:
        place = bench.deliver(mail(), BEFORE, read=True)
        before = bench.snapshot()
        read = bench.open().read(place)
        assert read is not None
        assert (read.raw, read.delivered_at, read.flags.read) == (mail(), BEFORE, True)
        assert bench.snapshot() == before
        bench.delete(place)
        assert bench.open().read(place) is None
        assert bench.open().read(Place("No such folder", place.ref)) is None
        assert bench.open().read(Place("INBOX", "nonsense")) is None

    def test_a_folder_is_known_by_its_name_whatever_divides_it(self, bench: Bench) -> None:
        made = bench.create("Ablage")
        mailbox = bench.open()
        assert mailbox.folder_of("Ablage") == made
        assert mailbox.folder_of("Grace/Not a rejection") is None

    @pytest.mark.parametrize("name", ["Grace/Not a rejection", "Schule/Geübt & gelernt"])
    def test_a_folder_is_made_once_and_nothing_else_is_touched(self, bench: Bench, name: str) -> None:
        bench.deliver(mail(), AFTER)
        before = bench.snapshot()
        mailbox = bench.open()
        made = bench.make_by_consent(mailbox, name)
        place = bench.deliver(mail("<two@firm.example>"), AFTER, made)
        assert bench.make_by_consent(bench.open(), name) == made
        opened = bench.open()
        assert opened.folder_of(name) == made
        assert list(opened.flags([place])) == [place]
        after = bench.snapshot()
        assert {folder: mails for folder, mails in after.items() if folder in before} == before
        new = [raw for folder in after.keys() - before.keys() for _, _, raw in after[folder]]
        assert new == [mail("<two@firm.example>")]

    def test_what_was_passed_on_is_no_answer(self, bench: Bench) -> None:
        bench.deliver(mail(), AFTER)
        for number, prefix in enumerate(
            ("Fwd: ", "WG: ", "TR : ", "=?utf-8?q?=E8=BD=AC=E5=8F=91=EF=BC=9A?= ")
        ):
            passed_on = mail(f"<{number}@home.example>", "In-Reply-To: <one@firm.example>")
            bench.deliver(passed_on.replace(b"Subject: ", b"Subject: " + prefix.encode()), NOW, bench.sent)
        assert bench.open().find_answers("<one@firm.example>", SINCE) == []

    # --- the one thing written ---

    def test_a_draft_is_stored_byte_for_byte_and_flagged(self, bench: Bench) -> None:
        long_id = f"<{'reference' * 20}@firm.example>"
        raw = mail("<draft@home.example>", f"In-Reply-To: {long_id}", f"References: <a@b.example> {long_id}")
        saved = bench.open().save_draft(raw)
        (stored,) = [mails for mails in bench.snapshot().values() if mails]
        ((_, flags, content),) = stored
        assert content == raw
        assert flags == {"\\Draft", "\\Seen"}
        (copy,) = bench.open().find_copies("<draft@home.example>")
        assert (copy.place.folder, copy.role) == (bench.drafts, "drafts")
        assert saved.place in (None, copy.place)
        (answer,) = bench.open().find_answers(long_id, NOW)
        assert answer.place == copy.place

    def test_a_letter_is_laid_unread_into_its_folder_and_touches_nothing_else(self, bench: Bench) -> None:
        bench.deliver(mail(), AFTER)
        reader = Reader(bench)
        reader.read()
        raw = mail("<letter@home.example>", "X-Grace-Letter: 1", body="A letter\r\n" + "x" * 500)
        mailbox = bench.open()
        folder = bench.make_by_consent(mailbox, "Grace/Letters")
        before = bench.snapshot()
        if not bench.takes_letters:
            with pytest.raises(UserError, match="no letter"):
                mailbox.lay_down(folder, raw)
            assert bench.snapshot() == before
            return
        mailbox.lay_down(folder, raw)
        after = bench.snapshot()
        new = [one for name, mails in after.items() for one in mails if one not in before.get(name, [])]
        assert [(flags, content) for _, flags, content in new] == [(frozenset(), raw)]
        assert sum(map(len, after.values())) == sum(map(len, before.values())) + 1
        (copy,) = bench.open().find_copies("<letter@home.example>")
        assert (copy.role, copy.flags) == ("other", UNREAD)  # Gmail shows it among all mail
        assert reader.read() == []

    def test_a_letter_is_laid_into_no_folder_that_is_not_there(self, bench: Bench) -> None:
        before = bench.snapshot()
        with pytest.raises((UserError, TemporaryError)):
            bench.open().lay_down("No such folder", mail("<letter@home.example>"))
        assert bench.snapshot() == before

    def test_a_named_drafts_folder_wins(self, bench: Bench) -> None:
        mine = bench.create("Meine Entwürfe")
        mailbox = bench.open(drafts=mine)
        mailbox.save_draft(mail("<draft@home.example>"))
        (copy,) = mailbox.find_copies("<draft@home.example>")
        assert (copy.place.folder, copy.role) == (mine, "drafts")

    def test_reading_changes_nothing(self, bench: Bench) -> None:
        for number in range(3):
            bench.deliver(mail(f"<{number}@firm.example>"), AFTER, read=number == 1)
        bench.deliver(mail("<sent@home.example>", "In-Reply-To: <1@firm.example>"), AFTER, bench.sent)
        before = bench.snapshot()
        places = [arrival.place for arrival in Reader(bench).read()]
        mailbox = bench.open()
        mailbox.watched()
        mailbox.flags(places)
        mailbox.find_copies("<1@firm.example>")
        mailbox.find_copies("<nowhere@firm.example>")
        mailbox.find_answers("<1@firm.example>", SINCE)
        mailbox.check()
        mailbox.close()
        assert bench.snapshot() == before

    # --- what is wrong ---

    def test_a_missing_folder_is_one_clear_line(self, bench: Bench) -> None:
        with pytest.raises(UserError) as failure:
            bench.open(("INBOX", "Bewerbungen")).watched()
        assert "Bewerbungen" in str(failure.value)
        assert "INBOX" in str(failure.value)
        assert "\n" not in str(failure.value)

    def test_watched_folders_are_named_as_configured(self, bench: Bench) -> None:
        jobs = bench.create("Stellen & Bewerbungen")
        assert list(bench.open(("INBOX", jobs)).watched()) == ["INBOX", jobs]

    def test_a_check_of_a_good_mailbox_is_all_fine(self, bench: Bench) -> None:
        rows = bench.open().check()
        assert rows
        assert [row for row in rows if not row[1]] == []

"""What only a Maildir has: files renamed under our hands, clocks, layouts, a Drafts folder to make."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.contract.contract import AFTER, BEFORE, NOW, SINCE, Reader, mail
from watcher.errors import TemporaryError, UserError
from watcher.mailboxes.maildir import Maildir
from watcher.mailboxes.maildir_folders import find_folders
from watcher.mailboxes.protocol import Place


@pytest.fixture
def bench(tmp_path: Path) -> MaildirBench:
    return MaildirBench(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def nothing_known(_refs: Sequence[str]) -> set[str]:
    return set()


_at_open: list[Callable[[str], None]] = []


def _opening(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _at_open:
        _at_open[-1](str(arguments[0]))


@pytest.fixture(scope="module")
def _watched_opens() -> None:
    sys.addaudithook(_opening)  # the one place between looking for a file and opening it; cannot be undone


@pytest.fixture
def at_open(_watched_opens: None) -> Iterator[Callable[[Callable[[str], None]], None]]:
    """Calls a function with the path of each file that is about to be opened."""
    yield _at_open.append
    _at_open.clear()


def rename_on_open(bench: MaildirBench, place: Place, times: int) -> Callable[[str], None]:
    """A mail program that gives the mail another flag just before it is opened, some times in a row."""
    flags = ["\\Seen", "\\Answered", "\\Draft"][:times]

    def rename(path: str) -> None:
        if flags and place.ref in path:
            bench.mark(place, flags.pop(0))

    return rename


def empty(folder: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    return folder


class TestReading:
    def test_a_mail_that_the_person_reads_meanwhile_still_comes(self, bench: MaildirBench) -> None:
        place = bench.deliver(mail(), AFTER)
        fetch = bench.open().fetch_since("INBOX", None, SINCE, nothing_known)
        bench.mark(place, "\\Seen")
        (arrival,) = fetch.mails
        assert (arrival.raw, arrival.flags.read) == (mail(), True)

    @pytest.mark.parametrize("times", [1, 3])
    def test_a_mail_renamed_while_it_is_opened_still_comes(
        self, bench: MaildirBench, at_open: Callable[[Callable[[str], None]], None], times: int
    ) -> None:
        place = bench.deliver(mail(), AFTER)
        fetch = bench.open().fetch_since("INBOX", None, SINCE, nothing_known)
        at_open(rename_on_open(bench, place, times))
        (arrival,) = fetch.mails
        assert (arrival.raw, arrival.problem, arrival.flags.read) == (mail(), "", True)

    def test_a_mail_renamed_while_it_is_opened_is_found(
        self, bench: MaildirBench, at_open: Callable[[Callable[[str], None]], None]
    ) -> None:
        place = bench.deliver(mail(), AFTER)
        at_open(rename_on_open(bench, place, 2))
        (found,) = bench.open().find_copies("<one@firm.example>")
        assert (found.place, found.flags.answered) == (place, True)

    def test_a_mail_that_is_always_renamed_comes_with_the_next_pass(
        self, bench: MaildirBench, at_open: Callable[[Callable[[str], None]], None]
    ) -> None:
        first = bench.deliver(mail("<1@firm.example>"), AFTER)
        reader = Reader(bench)
        assert len(reader.read()) == 1
        place = bench.deliver(mail(), AFTER)
        moves = iter(range(50))

        def move(path: str) -> None:
            if place.ref in path:
                os.rename(path, bench.path("INBOX") / "cur" / f"{place.ref}:2,{'ab'[next(moves) % 2]}")

        at_open(move)
        assert reader.read() == []
        _at_open.clear()
        assert [arrival.place for arrival in reader.read()] == [place]
        assert first.ref in reader.seen

    @pytest.mark.parametrize("at", [AFTER, BEFORE])
    def test_a_mail_renamed_while_its_date_is_asked_for_keeps_its_date(
        self, bench: MaildirBench, at: datetime
    ) -> None:
        place = bench.deliver(mail(), at)

        def meanwhile(_refs: Sequence[str]) -> set[str]:
            bench.mark(place, "\\Seen")
            return set()

        arrivals = list(bench.open().fetch_since("INBOX", None, SINCE, meanwhile).mails)
        assert [arrival.delivered_at for arrival in arrivals] == ([AFTER] if at == AFTER else [])

    def test_a_mail_that_goes_before_its_date_is_known_is_left_out(self, bench: MaildirBench) -> None:
        place = bench.deliver(mail(), AFTER)

        def meanwhile(_refs: Sequence[str]) -> set[str]:
            bench.delete(place)
            return set()

        assert list(bench.open().fetch_since("INBOX", None, SINCE, meanwhile).mails) == []

    def test_a_mail_that_goes_meanwhile_is_left_out(self, bench: MaildirBench) -> None:
        gone, kept = bench.deliver(mail("<1@firm.example>"), AFTER), bench.deliver(mail(), AFTER)
        fetch = bench.open().fetch_since("INBOX", None, SINCE, nothing_known)
        bench.delete(gone)
        assert [arrival.place for arrival in fetch.mails] == [kept]

    def test_a_mail_read_by_the_person_is_no_new_mail(self, bench: MaildirBench) -> None:
        old, new = bench.deliver(mail("<old@firm.example>"), BEFORE), bench.deliver(mail(), AFTER)
        reader = Reader(bench)
        assert len(reader.read()) == 1
        bench.mark(old, "\\Seen")
        bench.mark(new, "\\Seen")
        assert reader.read() == []

    def test_a_file_that_cannot_be_read_is_told_of_and_the_next_one_comes(self, bench: MaildirBench) -> None:
        loop = bench.path("INBOX") / "cur" / "loop:2,"
        loop.symlink_to(loop)
        bench.deliver(mail(), AFTER)
        arrivals = Reader(bench).read()
        assert sorted(arrival.raw is None for arrival in arrivals) == [False, True]
        assert [arrival.problem for arrival in arrivals if arrival.problem] != []

    def test_a_link_to_a_mail_is_a_mail_and_one_that_leads_nowhere_is_told_of(
        self, bench: MaildirBench, tmp_path: Path
    ) -> None:
        (tmp_path / "elsewhere").write_bytes(mail())
        (bench.path("INBOX") / "cur" / "1:2,S").symlink_to(tmp_path / "elsewhere")
        (bench.path("INBOX") / "cur" / "2:2,").symlink_to(tmp_path / "nowhere")
        arrivals = {arrival.place.ref: arrival for arrival in Reader(bench).read()}
        assert (arrivals["1"].raw, arrivals["1"].problem) == (mail(), "")
        assert (arrivals["2"].raw, bool(arrivals["2"].problem)) == (None, True)

    @pytest.mark.timeout(10)
    def test_a_pipe_among_the_mail_is_told_of_and_the_next_mail_comes(self, bench: MaildirBench) -> None:
        os.mkfifo(bench.path("INBOX") / "cur" / "pipe:2,")
        place = bench.deliver(mail(), AFTER)
        arrivals = Reader(bench).read()
        assert {arrival.place.ref: bool(arrival.problem) for arrival in arrivals} == {
            "pipe": True,
            place.ref: False,
        }
        assert [found.place for found in bench.open().find_copies("<one@firm.example>")] == [place]

    def test_a_folder_among_the_mail_is_no_mail(self, bench: MaildirBench) -> None:
        (bench.path("INBOX") / "cur" / "notes").mkdir()
        (bench.path("INBOX") / "new" / "link").symlink_to(bench.path("INBOX") / "cur" / "notes")
        reader = Reader(bench)
        assert reader.read() == []
        place = bench.deliver(mail(), BEFORE)
        assert [arrival.place for arrival in reader.read()] == [place]

    def test_file_names_that_are_no_text_can_be_put_on_record(self, bench: MaildirBench) -> None:
        cur = os.fsencode(bench.path("INBOX") / "cur")
        odd = [b"\xff", b"\xfe", b"%FF", b"\\xff", b"%FF\xff", "grün".encode()]
        for number, name in enumerate(odd):
            with open(cur + b"/" + name + b":2,S", "xb") as file:
                file.write(mail(f"<{number}@firm.example>"))
        reader = Reader(bench)
        places = [arrival.place for arrival in reader.read()]
        assert len({place.ref.encode() for place in places}) == len(odd)
        assert {"%FF", "\\xff", "grün"} < {place.ref for place in places}
        assert set(bench.open().flags(places)) == set(places)
        assert reader.read() == []

    def test_a_folder_name_that_is_no_text_can_be_put_on_record(self, bench: MaildirBench) -> None:
        os.rename(bench.path(bench.create("Jobs")), os.fsencode(bench.path("INBOX")) + b"/.J\xe4ger")
        (found,) = {*find_folders(bench.path("INBOX"))} - {"INBOX", bench.drafts, bench.sent, bench.trash}
        assert found.encode() == b"J\\xe4ger"

    def test_a_mail_from_a_clock_that_was_wrong_comes_all_the_same(self, bench: MaildirBench) -> None:
        reader = Reader(bench)
        bench.deliver(mail(), AFTER)
        reader.read()
        place = bench.deliver(mail("<wrong@firm.example>"), SINCE - timedelta(days=9000))
        assert [arrival.place for arrival in reader.read()] == [place]

    @pytest.mark.parametrize("seconds", [-62_135_596_800, -1, 0, 253_402_300_799, 2**60])
    def test_absurd_file_times_do_no_harm(self, bench: MaildirBench, seconds: int) -> None:
        place = bench.deliver(mail(), AFTER)
        file = bench.path("INBOX") / "new" / place.ref
        try:
            os.utime(file, (seconds, seconds))
        except (OSError, OverflowError):
            pytest.skip("this file system has no such time")
        assert len(Reader(bench, since=SINCE).read()) in {0, 1}

    def test_an_unchanged_folder_is_not_listed_again(
        self, bench: MaildirBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bench.deliver(mail(), AFTER)
        for part in ("cur", "new"):
            long_ago = (NOW - timedelta(hours=1)).timestamp()
            os.utime(bench.path("INBOX") / part, (long_ago, long_ago))
        reader = Reader(bench)
        assert len(reader.read()) == 1
        mailbox = bench.open()
        monkeypatch.setattr(os, "scandir", lambda path: pytest.fail(f"{path} was listed"))
        fetch = mailbox.fetch_since("INBOX", reader.cursor, SINCE, nothing_known)
        assert (list(fetch.mails), fetch.cursor) == ([], reader.cursor)

    @pytest.mark.parametrize("offset", [-1, 5 * 3600], ids=["a second ago", "in the future"])
    def test_a_folder_that_changed_just_now_is_listed_again(self, bench: MaildirBench, offset: int) -> None:
        """Its time could stay the same through another delivery; likewise where the clock went back."""
        reader = Reader(bench)
        bench.deliver(mail("<1@firm.example>"), AFTER)
        stamp = time.time() + offset
        for part in ("cur", "new"):
            os.utime(bench.path("INBOX") / part, (stamp, stamp))
        assert len(reader.read()) == 1
        bench.deliver(mail("<2@firm.example>"), AFTER)
        for part in ("cur", "new"):
            os.utime(bench.path("INBOX") / part, (stamp, stamp))
        assert len(reader.read()) == 1

    def test_reading_leaves_new_mail_in_new(self, bench: MaildirBench, tmp_path: Path) -> None:
        bench.deliver(mail(), AFTER)
        before = names(tmp_path)
        Reader(bench).read()
        bench.open().find_copies("<one@firm.example>")
        assert names(tmp_path) == before


class TestLayouts:
    def test_folders_of_all_layouts_are_found(self, tmp_path: Path) -> None:
        empty(tmp_path)
        for name in (".Entw&APw-rfe", ".Archive.2026", "Sent", "[Gmail]/Trash", "Grüße"):
            empty(tmp_path / name)
        (tmp_path / "notes").mkdir()
        mailbox = Maildir(tmp_path, ("INBOX", "Archive.2026", "Grüße", "Archive/2026", "inbox"))
        assert list(mailbox.watched()) == ["INBOX", "Archive.2026", "Grüße", "Archive.2026", "INBOX"]
        rows = {what: word for what, _, word in mailbox.check()}
        assert (rows["Drafts"], rows["Sent"], rows["Trash"]) == ("Entwürfe", "Sent", "[Gmail]/Trash")

    def test_a_missing_drafts_folder_is_made_with_the_first_draft(self, tmp_path: Path) -> None:
        empty(tmp_path)
        mailbox = Maildir(tmp_path)
        mailbox.check()
        mailbox.find_copies("<one@firm.example>")
        assert not (tmp_path / ".Drafts").exists()
        place = mailbox.save_draft(mail()).place
        assert place is not None
        assert [file.name for file in (tmp_path / ".Drafts" / "cur").iterdir()] == [f"{place.ref}:2,DS"]
        assert names(tmp_path / ".Drafts" / "tmp") == []
        assert [found.role for found in Maildir(tmp_path).find_copies("<one@firm.example>")] == ["drafts"]

    def test_no_drafts_folder_among_plain_folders_is_one_clear_line(self, tmp_path: Path) -> None:
        empty(tmp_path / "INBOX")
        mailbox = Maildir(tmp_path)
        assert [row for row in mailbox.check() if not row[1]] != []
        with pytest.raises(UserError, match="no Drafts folder"):
            mailbox.save_draft(mail())

    @pytest.mark.parametrize("make", [None, "file", "empty"])
    def test_no_maildir_is_one_clear_line(self, tmp_path: Path, make: str | None) -> None:
        path = tmp_path / "Mail"
        if make == "file":
            path.write_text("")
        elif make == "empty":
            path.mkdir()
        with pytest.raises(UserError) as failure:
            Maildir(path)
        assert str(path) in str(failure.value)
        assert "\n" not in str(failure.value)

    def test_a_drafts_folder_that_is_not_there_is_one_clear_line(self, tmp_path: Path) -> None:
        empty(tmp_path)
        with pytest.raises(UserError, match="'Vorlagen'"):
            Maildir(tmp_path, drafts="Vorlagen")

    def test_a_folder_that_goes_away_is_one_clear_line(self, bench: MaildirBench) -> None:
        jobs = bench.create("Bewerbungen")
        mailbox = bench.open((jobs,))
        bench.remove(jobs)
        with pytest.raises(TemporaryError, match="Bewerbungen"):
            mailbox.fetch_since(jobs, None, SINCE, nothing_known)
        with pytest.raises(UserError, match="Bewerbungen"):
            bench.open((jobs,)).watched()

    def test_a_maildir_that_goes_away_in_the_middle_may_come_back(self, tmp_path: Path) -> None:
        bench = MaildirBench(tmp_path / "Mail")
        places = [bench.deliver(mail(f"<{number}@firm.example>"), AFTER) for number in range(2)]
        mailbox = bench.open()
        mails = mailbox.fetch_since("INBOX", None, SINCE, nothing_known).mails
        next(mails)
        shutil.rmtree(tmp_path / "Mail")
        calls: list[Callable[[], object]] = [
            lambda: next(mails),
            lambda: mailbox.fetch_since("INBOX", None, SINCE, nothing_known),
            lambda: mailbox.flags(places),
            lambda: mailbox.find_copies("<1@firm.example>"),
            lambda: mailbox.find_answers("<1@firm.example>", SINCE),
            lambda: mailbox.save_draft(mail()),
        ]
        for call in calls:
            with pytest.raises(TemporaryError):
                call()
        assert [row for row in mailbox.check() if not row[1]] != []

    def test_no_drafts_folder_is_made_where_the_maildir_went_away(self, tmp_path: Path) -> None:
        mailbox = Maildir(empty(tmp_path / "Mail"))
        shutil.rmtree(tmp_path / "Mail")
        with pytest.raises(TemporaryError):
            mailbox.save_draft(mail())
        assert not (tmp_path / "Mail").exists()

    def test_a_far_folder_that_cannot_be_opened_stops_nothing(self, bench: MaildirBench) -> None:
        for folder in (bench.create("Ablage"), bench.create("Bewerbungen")):
            bench.deliver(mail(), AFTER, folder)
        mailbox, watching = bench.open(), bench.open(("INBOX", "Ablage"))
        for part in ("cur", "new"):
            shutil.rmtree(bench.path("Ablage") / part)
            (bench.path("Ablage") / part).write_text("in the way")
        assert [found.place.folder for found in mailbox.find_copies("<one@firm.example>")] == ["Bewerbungen"]
        with pytest.raises(UserError, match="Ablage"):
            watching.find_copies("<one@firm.example>")

    @pytest.mark.parametrize(("count", "word"), [(0, "0 mails"), (1, "1 mail"), (2, "2 mails")])
    def test_a_check_counts_as_people_do(self, tmp_path: Path, count: int, word: str) -> None:
        folder = empty(tmp_path)
        for number in range(count):
            (folder / "new" / str(number)).write_bytes(mail())
        rows = {what: said for what, _, said in Maildir(folder).check()}
        assert rows["Folder INBOX"] == word
        assert rows["Maildir"] == f"1 folder in {tmp_path}"

    def test_a_file_where_drafts_would_be_made_is_told_of(self, tmp_path: Path) -> None:
        (empty(tmp_path) / ".Drafts").write_text("in the way")
        mailbox = Maildir(tmp_path)
        (row,) = [row for row in mailbox.check() if not row[1]]
        assert row[0] == "Drafts"
        assert ".Drafts" in row[2]
        with pytest.raises(UserError):
            mailbox.save_draft(mail())

    def test_a_draft_that_cannot_be_stored_leaves_none(self, bench: MaildirBench, tmp_path: Path) -> None:
        mailbox = bench.open()
        cur = bench.path(bench.drafts) / "cur"
        cur.rmdir()
        cur.write_text("in the way")
        with pytest.raises(UserError):
            mailbox.save_draft(mail())
        assert bench.open().find_copies("<one@firm.example>") == []
        assert list((bench.path(bench.drafts) / "tmp").iterdir()) == []

"""What only a Maildir has: files renamed under our hands, clocks, layouts, a Drafts folder to make."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.contract.contract import AFTER, BEFORE, NOW, SINCE, Reader, mail
from watcher.errors import UserError
from watcher.mailboxes.maildir import Maildir


@pytest.fixture
def bench(tmp_path: Path) -> MaildirBench:
    return MaildirBench(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def nothing_known(_refs: Sequence[str]) -> set[str]:
    return set()


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
        monkeypatch.setattr(os, "listdir", lambda path: pytest.fail(f"{path} was listed"))
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
        place = mailbox.save_draft(mail())
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
        with pytest.raises(UserError, match="Bewerbungen"):
            mailbox.fetch_since(jobs, None, SINCE, nothing_known)

    def test_a_draft_that_cannot_be_stored_leaves_none(self, bench: MaildirBench, tmp_path: Path) -> None:
        mailbox = bench.open()
        cur = bench.path(bench.drafts) / "cur"
        cur.rmdir()
        cur.write_text("in the way")
        with pytest.raises(UserError):
            mailbox.save_draft(mail())
        assert bench.open().find_copies("<one@firm.example>") == []

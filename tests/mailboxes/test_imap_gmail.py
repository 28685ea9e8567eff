"""What Gmail's IMAP server knows and does, and what becomes of a draft there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.benches import GmailImapBench
from tests.contract.contract import AFTER, BEFORE, NOW, SINCE, Reader, mail
from tests.sample_mail import BySubject, config, raw_mail
from tests.servers.gmail_imap import ALL, JUNK, GmailImap
from tests.servers.recording import Script, recording
from tests.servers.running import HOST
from watcher.config import Watch
from watcher.errors import TemporaryError
from watcher.mailboxes.imap import Imap
from watcher.mailboxes.imap_gmail import IN_TRASH, OUTSIDE, UNSEEN
from watcher.mailboxes.protocol import ALL_MAIL, Saved
from watcher.pipeline import Pass
from watcher.store import Entry, Store
from watcher.writing import draft_id

ONE, DRAFT = "<one@firm.example>", "<draft@home.example>"
REPLY = mail(DRAFT, f"In-Reply-To: {ONE}", f"References: {ONE}")
CAPABILITIES = "IMAP4rev1 AUTH=PLAIN UIDPLUS X-GM-EXT-1"


@pytest.fixture
def bench(gmail_imap: GmailImap) -> Iterator[GmailImapBench]:
    bench = GmailImapBench(gmail_imap)
    yield bench
    bench.close()


def appended(bench: GmailImapBench) -> int:
    """How many drafts were handed to Gmail."""
    return sum(command.startswith("APPEND") for command in bench.gmail.commands)


# --- all mail ---


def test_all_mail_is_read_without_drafts_and_what_was_sent(bench: GmailImapBench) -> None:
    """Whatever their sender's address is. What the person sent to themself came, too."""
    bench.deliver(mail("<inbox@firm.example>"), AFTER)
    bench.deliver(mail("<filed@firm.example>"), AFTER, bench.create("Ablage"))
    bench.deliver(mail("<draft@firm.example>"), AFTER, bench.drafts)
    bench.deliver(mail("<sent@firm.example>"), AFTER, bench.sent)
    bench.deliver(mail("<junk@firm.example>"), AFTER, JUNK)
    bench.deliver(mail("<trash@firm.example>"), AFTER, bench.trash)
    for folder in (bench.sent, "INBOX"):
        bench.deliver(mail("<myself@firm.example>"), AFTER, folder)
    bench.open((ALL_MAIL,)).save_draft(REPLY)
    assert bench.open((ALL_MAIL,)).watched() == [ALL]
    reader = Reader(bench, ALL)
    read = {line for arrival in reader.read() for line in (arrival.raw or b"").splitlines()}
    assert {line for line in read if line.startswith(b"Message-ID")} == {
        b"Message-ID: <inbox@firm.example>",
        b"Message-ID: <filed@firm.example>",
        b"Message-ID: <myself@firm.example>",
    }
    assert reader.read() == []


def test_a_draft_in_all_mail_is_left_out_by_its_flag_on_other_servers() -> None:
    listing = ('* LIST (\\All) "/" Everything', '* LIST () "/" INBOX', "OK listed")
    fetched = (
        '* 1 FETCH (UID 1 RFC822.SIZE 5 FLAGS (\\DRAFT) INTERNALDATE "22-Nov-2031 07:35:06 +0000")',
        "OK done",
    )
    answers = {"LIST": listing, "UID SEARCH": ("* SEARCH 1", "OK done"), "UID FETCH": fetched}
    with recording(Script(answers=answers)) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x", folders=(ALL_MAIL,))
        fetch = mailbox.fetch_since("Everything", None, SINCE, lambda _refs: set())
        assert (list(fetch.mails), fetch.cursor) == ([], "7:1")
        mailbox.close()
    assert not any("X-GM" in line for line in server.lines)


def test_a_copy_in_all_mail_counts_only_where_none_lies_elsewhere(bench: GmailImapBench) -> None:
    """On a server with such a folder that is not Gmail: Dovecot without the proxy."""
    bench.deliver(mail(), AFTER, bench.drafts)
    bench.deliver(mail("<two@firm.example>"), AFTER, bench.create("Ablage"))
    mailbox = bench.open_imap(port=bench.server.port, folders=(ALL_MAIL,))
    assert [found.role for found in mailbox.find_copies(ONE)] == ["drafts"]
    assert [found.role for found in mailbox.find_copies("<two@firm.example>")] == ["other"]
    mailbox.close()


def test_a_mail_with_many_labels_is_found_once_and_no_label_is_opened(bench: GmailImapBench) -> None:
    for name in ("INBOX", "Jobs", "Later", "Berlin"):
        bench.deliver(mail(), AFTER, name if name == "INBOX" else bench.create(name))
    mailbox = bench.open((ALL_MAIL,))
    (found,) = mailbox.find_copies(ONE)
    assert (found.place.folder, found.role) == (ALL, "other")
    (found,) = bench.open((ALL_MAIL, "Jobs")).find_copies(ONE)
    assert found.place.folder == "Jobs"
    opened = {command for command in bench.gmail.commands if command.startswith("EXAMINE")}
    assert not any("Later" in command or "Berlin" in command for command in opened)


def test_a_draft_is_one_whether_all_mail_is_watched_or_not(bench: GmailImapBench) -> None:
    for folders in (("INBOX",), (ALL_MAIL,)):
        mailbox = bench.open(folders)
        place = mailbox.save_draft(REPLY).place
        assert [(one.place, one.role) for one in mailbox.find_copies(DRAFT)] == [(place, "drafts")]


def test_a_copy_in_junk_or_trash_is_found(bench: GmailImapBench) -> None:
    bench.deliver(mail(), AFTER, JUNK)
    bench.deliver(mail("<two@firm.example>"), AFTER, bench.trash)
    mailbox = bench.open()
    assert [(one.place.folder, one.role) for one in mailbox.find_copies(ONE)] == [(JUNK, "other")]
    assert [one.role for one in mailbox.find_copies("<two@firm.example>")] == ["trash"]


def test_where_all_mail_is_hidden_from_imap_the_labels_are_searched() -> None:
    listing = ('* LIST (\\Drafts) "/" Drafts', '* LIST () "/" INBOX', '* LIST () "/" Jobs', "OK listed")
    with recording(Script(capabilities=CAPABILITIES, answers={"LIST": listing})) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x")
        assert mailbox.find_copies(ONE) == []
        assert "Show in IMAP" in {what: word for what, _, word in mailbox.check()}["All mail"]
        mailbox.close()
    assert any('EXAMINE "Jobs"' in line for line in server.lines)


def test_all_mail_that_does_not_open_is_not_taken_for_a_mail_that_is_gone(bench: GmailImapBench) -> None:
    bench.gmail.closed.add(ALL)
    with pytest.raises(TemporaryError):
        bench.open().find_copies(ONE)


# --- conversations ---


def test_a_draft_that_gmail_saved_anew_answers_by_its_conversation(bench: GmailImapBench) -> None:
    bench.deliver(mail(), AFTER)
    bench.deliver(mail("<edited@mail.example>"), AFTER + timedelta(hours=1), bench.drafts)
    assert bench.open().find_answers(ONE, SINCE) == []
    bench.gmail.conversations["<edited@mail.example>"] = ONE
    (found,) = bench.open().find_answers(ONE, SINCE)
    assert (found.message_id, found.role) == ("<edited@mail.example>", "drafts")


def test_what_else_is_in_the_conversation_is_no_answer(bench: GmailImapBench) -> None:
    bench.deliver(mail(), AFTER)
    bench.deliver(mail("<older@mail.example>"), BEFORE, bench.drafts)
    bench.deliver(mail("<sent@mail.example>"), AFTER + timedelta(hours=1), bench.sent)
    bench.gmail.conversations |= {"<older@mail.example>": ONE, "<sent@mail.example>": ONE}
    assert bench.open().find_answers(ONE, SINCE) == []


def test_a_draft_that_names_the_mail_and_is_in_its_conversation_is_one_answer(bench: GmailImapBench) -> None:
    bench.deliver(mail(), AFTER)
    mailbox = bench.open()
    place = mailbox.save_draft(REPLY).place
    assert [one.place for one in mailbox.find_answers(ONE, SINCE)] == [place]


@pytest.mark.parametrize("folder", ["INBOX", "Papierkorb", "nowhere"])
def test_a_draft_in_the_conversation_is_saved_without_a_word(bench: GmailImapBench, folder: str) -> None:
    if folder != "nowhere":
        bench.deliver(mail(), AFTER, bench.trash if folder == "Papierkorb" else folder)
    saved = bench.open().save_draft(REPLY)
    assert saved.problem == ""
    assert saved.place
    assert saved.place.folder == bench.drafts


def test_a_draft_outside_the_conversation_is_told_of(bench: GmailImapBench) -> None:
    bench.deliver(mail(), AFTER)
    bench.gmail.conversations[DRAFT] = "<elsewhere@firm.example>"
    saved = bench.open().save_draft(REPLY)
    assert saved.problem == OUTSIDE
    assert saved.place
    assert saved.place.folder == bench.drafts


def test_a_failure_to_look_is_no_failure_to_save(bench: GmailImapBench) -> None:
    bench.deliver(mail(), AFTER)
    bench.gmail.refuses = True
    saved = bench.open().save_draft(REPLY)
    assert saved.problem == ""
    assert saved.place
    bench.gmail.refuses = False
    assert [one.place for one in bench.open().find_copies(DRAFT)] == [saved.place]


@pytest.mark.parametrize("command", ["EXAMINE", "UID FETCH", "UID SEARCH"])
@pytest.mark.parametrize("answer", ["HANG UP", "SILENCE", "NO no", "BAD what"])
def test_a_line_that_breaks_after_the_save_leaves_it_saved(command: str, answer: str) -> None:
    opened = ("* 1 EXISTS", "* OK [UIDVALIDITY 9] ok", "* OK [UIDNEXT 6] ok", "OK open")
    answers = {"EXAMINE": opened, "UID FETCH": ("* 1 FETCH (UID 5 X-GM-THRID 77)", "OK done")} | {
        command: (answer, "OK done")
    }
    with recording(Script(capabilities=CAPABILITIES, answers=answers)) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x", timeout=0.3)
        saved = mailbox.save_draft(REPLY)
        mailbox.close()
    assert (saved.place.ref if saved.place else "") == "9:5"
    assert saved.problem == ""


def test_a_uid_that_is_of_another_folder_is_not_believed() -> None:
    """As where Gmail names the place of the copy that it held already."""
    opened = ("* 1 EXISTS", "* OK [UIDVALIDITY 9] ok", "* OK [UIDNEXT 6] ok", "OK open")
    fetched = ("* 1 FETCH (UID 5 X-GM-THRID 77)", "OK done")
    answers = {"EXAMINE": opened, "UID FETCH": fetched, "APPEND": ("OK [APPENDUID 8 5] (Success)",)}
    with recording(Script(capabilities=CAPABILITIES, answers=answers)) as server:
        mailbox = Imap(HOST, server.port, "none", "robin", "x")
        assert mailbox.save_draft(REPLY) == Saved(None, UNSEEN)
        mailbox.close()


# --- Gmail's own de-duplication ---


def test_a_draft_that_is_held_already_is_not_saved_twice(bench: GmailImapBench) -> None:
    first = bench.open().save_draft(REPLY)
    assert bench.open().save_draft(REPLY) == first
    assert len(bench.snapshot()[bench.drafts]) == 1


def test_a_draft_that_gmail_takes_out_of_its_trash_is_saved(bench: GmailImapBench) -> None:
    bench.deliver(REPLY, AFTER, bench.trash)
    saved = bench.open().save_draft(REPLY)
    (copy,) = bench.open().find_copies(DRAFT)
    assert (saved.place, saved.problem, copy.role) == (copy.place, "", "drafts")


def test_a_draft_that_stays_in_the_trash_is_told_of(bench: GmailImapBench) -> None:
    place = bench.deliver(REPLY, AFTER, bench.trash)
    bench.gmail.held = "swallow"
    assert bench.open().save_draft(REPLY) == Saved(place, IN_TRASH)


def test_a_place_that_is_not_said_is_searched_for(bench: GmailImapBench) -> None:
    place = bench.deliver(REPLY, AFTER, bench.drafts)
    bench.gmail.held = "swallow"
    assert bench.open().save_draft(REPLY) == Saved(place, "")


def test_a_draft_that_is_nowhere_is_told_of(bench: GmailImapBench) -> None:
    bench.gmail.ghosts.add(DRAFT)
    assert bench.open().save_draft(REPLY) == Saved(None, UNSEEN)


# --- pass after pass ---


class Days:
    """One answer of "no", and passes over the account, so long after it came."""

    def __init__(self, bench: GmailImapBench, folder: Path, folders: tuple[str, ...]) -> None:
        self.bench, self.folders = bench, folders
        self.store = Store(folder)
        self.config = dataclasses.replace(config(), watch=Watch(since=(NOW - timedelta(days=7)).date()))
        bench.deliver(raw_mail(1, date=NOW), NOW, read=True)

    def run(self, days: float = 0.0) -> Entry:
        mailbox = self.bench.open(self.folders)
        try:
            passing = Pass(self.config.accounts[0], self.config, mailbox, self.store, BySubject())  # type: ignore[arg-type]
            passing.run(NOW + timedelta(days=days))
        finally:
            mailbox.close()
        return self.entry

    @property
    def entry(self) -> Entry:
        (entry,) = self.store.entries(everything=True)
        return entry

    @property
    def said(self) -> str:
        """What was last said of it."""
        return self.store.steps(self.entry.id)[-1].reason

    def drafts(self) -> int:
        return len(self.bench.snapshot()[self.bench.drafts])

    def until_cut(self) -> None:
        """The draft is stored, and the line breaks before that is said."""
        self.run()
        self.bench.gmail.hang_up = True
        with pytest.raises(TemporaryError):
            self.run(1.1)
        assert (self.entry.state, self.drafts()) == ("claimed", 1)


@pytest.fixture(params=["INBOX", ALL_MAIL])
def days(bench: GmailImapBench, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Days]:
    days = Days(bench, tmp_path, (request.param,))
    yield days
    days.store.close()


def test_a_no_becomes_one_draft_that_is_never_taken_for_mail(days: Days) -> None:
    assert days.run().state == "cooling"
    assert days.run(1.1).state == "drafted"
    for later in range(2, 9):
        assert days.run(later).state == "drafted"
    assert (days.drafts(), appended(days.bench)) == (1, 1)
    assert len(days.store.entries(everything=True)) == 1


def test_the_log_says_that_a_draft_stands_outside_the_conversation(days: Days) -> None:
    ours = draft_id(days.run(), days.store, days.config)
    days.bench.gmail.conversations[ours] = "<elsewhere@firm.example>"
    assert days.run(1.1).state == "drafted"
    assert days.said.endswith(OUTSIDE)


def test_a_draft_that_gmail_saved_anew_is_the_persons(days: Days) -> None:
    days.run()
    days.run(1.1)
    mailbox = days.bench.open()
    (draft,) = mailbox.find_copies(days.entry.draft_id or "")
    days.bench.delete(draft.place)
    days.bench.deliver(mail("<edited@mail.example>"), NOW + timedelta(minutes=1), days.bench.drafts)
    days.bench.gmail.conversations["<edited@mail.example>"] = "<rejection-1@acme.example>"
    assert days.run(1.3).state == "edited"
    assert days.run(1.5).state == "edited"


def test_after_a_cut_the_draft_is_found_and_not_saved_again(days: Days) -> None:
    days.until_cut()
    assert days.run(1.2).state == "drafted"
    assert (days.drafts(), appended(days.bench)) == (1, 1)


def test_after_a_cut_a_draft_thrown_away_does_not_come_back(days: Days) -> None:
    days.until_cut()
    (draft,) = days.bench.open().find_copies(days.entry.draft_id or "")
    days.bench.move(draft.place, days.bench.trash)
    for later in (1.2, 1.3, 1.4, 2, 3):
        days.run(later)
    assert (days.entry.state, days.drafts(), appended(days.bench)) == ("discarded", 0, 1)


def test_a_draft_that_gmail_swallows_is_tried_once_and_told_of(days: Days) -> None:
    days.until_cut()
    ours = days.entry.draft_id or ""
    (draft,) = days.bench.open().find_copies(ours)
    days.bench.delete(draft.place)
    days.bench.gmail.ghosts.add(ours)
    assert days.run(1.2).state == "drafted"
    assert days.said.endswith(UNSEEN)
    for later in (1.3, 1.4, 2, 3, 4):
        days.run(later)
    assert (days.entry.state, days.drafts(), appended(days.bench)) == ("discarded", 0, 2)

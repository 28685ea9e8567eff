"""Fifty mails on a real Dovecot and a real Cyrus, read by the command as a person runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.contract.benches import ImapBench, Snapshot, fresh_user
from tests.end_to_end.command import Grace
from tests.end_to_end.mails import ROBIN, Sample, samples
from tests.sample_mail import raw_mail
from tests.servers.dovecot import running_dovecot
from tests.servers.recording import Script, recording

COOLING = 4
_HEADERS = {
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references",
    "mime-version", "content-type", "content-transfer-encoding",
}  # fmt: skip
_STATUS = ("UIDNEXT", "UIDVALIDITY", "MESSAGES", "UNSEEN", "RECENT", "HIGHESTMODSEQ")
NO = (
    "Dear Robin,\n\nThank you for your application. Unfortunately, we will not be moving forward with your "
    "application. We have chosen another candidate.\n\nKind regards,\nAnna Schmidt\n"
)


@pytest.fixture(params=["dovecot", "cyrus"])
def bench(request: pytest.FixtureRequest) -> Iterator[ImapBench]:
    server = request.getfixturevalue(request.param)
    bench = ImapBench(server, fresh_user(server), prefix="INBOX." if request.param == "cyrus" else "")
    yield bench
    bench.close()


def deliver(bench: ImapBench, mails: list[Sample], folders: list[str], now: datetime) -> None:
    """By IMAP, each to its folder and flagged as the sample says."""
    for one in mails:
        at = now - timedelta(days=40) if one.old else now
        folder = folders[one.folder == "Jobs"]
        bench.client.append(folder, one.raw, [flag.encode() for flag in one.flags], at)


def statuses(bench: ImapBench) -> dict[str, Mapping[bytes, Any]]:
    """HIGHESTMODSEQ (RFC 7162) grows with every change of a flag; a SELECT would take RECENT away."""
    return {name: bench.client.folder_status(name, _STATUS) for _, _, name in bench.client.list_folders()}


def saved(bench: ImapBench) -> list[tuple[EmailMessage, frozenset[bytes], datetime]]:
    """The drafts with their flags, and when the server took them in."""
    bench.client.normalise_times = False
    bench.client.select_folder(bench.drafts, readonly=True)
    uids = bench.client.search("ALL")
    answer = bench.client.fetch(uids, ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"]) if uids else {}
    return [
        (
            message_from_bytes(mail[b"BODY[]"], policy=policy.default),  # type: ignore[arg-type]
            frozenset(mail[b"FLAGS"]) - {b"\\Recent"},
            mail[b"INTERNALDATE"],
        )
        for mail in answer.values()
    ]


def answered(draft: EmailMessage) -> str:
    """The Message-ID in In-Reply-To, folding undone."""
    return re.sub(r"\s", "", str(draft["In-Reply-To"]))


def new_in(after: Snapshot, before: Snapshot) -> Snapshot:
    """What is in `after` and not, exactly like that, in `before`; nothing may be the other way round."""
    assert after.keys() == before.keys()
    for folder, mails in before.items():
        assert [mail for mail in mails if mail not in after[folder]] == [], folder
    return {folder: [mail for mail in mails if mail not in before[folder]] for folder, mails in after.items()}


def test_fifty_mails_bring_exactly_the_right_drafts_and_change_nothing_else(
    bench: ImapBench, grace: Grace
) -> None:
    tls = "implicit" if bench.server.name == "Dovecot" else "none"
    mails, now = samples(), datetime.now(UTC)
    folders = ["INBOX", bench.create("Jobs")]
    account = grace.account(bench.server, bench.user, tls=tls, folders=folders)
    grace.configure(account, after=f"{COOLING}s", since=f"{now - timedelta(days=2):%Y-%m-%d}")
    deliver(bench, mails, folders, now)
    before, said = bench.snapshot(), statuses(bench)
    with grace.run() as daemon:
        # The mail in two folders is one mail, and the one from before `since` is not even fetched.
        daemon.until("all mail is read and no draft is to come", lambda: grace.settled(len(mails) - 2))
        assert daemon.terminate(within=5) == 0
    drafts = saved(bench)
    due = {one.message_id: one for one in mails if one.to}
    assert sorted(answered(draft) for draft, _, _ in drafts) == sorted(due)
    for draft, flags, at in drafts:
        assert flags == {b"\\Draft", b"\\Seen"}
        assert at >= now.replace(microsecond=0) + timedelta(seconds=COOLING)
        check_draft(draft, due[answered(draft)])
    check_states(grace, mails)
    new = new_in(bench.snapshot(), before)
    assert {folder: len(found) for folder, found in new.items() if found} == {bench.drafts: len(due)}
    after = statuses(bench)
    assert after.pop(bench.drafts) != said.pop(bench.drafts)
    assert after == said


def check_draft(draft: EmailMessage, sample: Sample) -> None:
    """It is in its thread, goes to one person, and is a letter."""
    assert {name.lower() for name in draft} <= _HEADERS, sample.name
    assert len(draft.keys()) == len(set(draft.keys())), sample.name
    assert [to.addr_spec for to in draft["To"].addresses] == [sample.to], sample.name
    assert str(draft["From"]) == ROBIN
    assert str(draft["Subject"]) == sample.reply_subject, sample.name
    assert str(draft["References"]).split() == [*sample.references, sample.message_id], sample.name
    assert draft["Message-ID"].endswith("@example.org>")
    text = draft.get_content().replace("\r\n", "\n")
    assert re.match(r"(Hi|Hello|Dear)( \S.*)?,\n\n", text), sample.name
    assert re.search(r"\b(thank|thanks|grateful|appreciate)\b", text, re.IGNORECASE), sample.name
    assert len(re.findall(r"\b(?:I|you|your|my|the|for|me|and|to|would|be)\b", text)) >= 8, sample.name
    assert text.endswith("\nRobin Keller\n"), sample.name
    assert not re.search(r"[{}<>\[\]$%|]|\bNone\b|\bTODO\b|!|  ", text), sample.name


def check_states(grace: Grace, mails: list[Sample]) -> None:
    """Every mail has one row, and those that get no draft have their reason."""
    rows = grace.rows("SELECT message_id, state, cases.reason FROM mail LEFT JOIN cases ON mail.id = mail_id")
    by_id = {message_id: (state, reason) for message_id, state, reason in rows if message_id}
    assert len(rows) == len(mails) - 2
    for one in mails:
        if one.state and one.name != "nameless":
            assert by_id[one.message_id][0] == one.state, one.name
            assert by_id[one.message_id][1]
    assert "<old@mail.example>" not in by_id


def test_a_second_process_with_the_same_data_is_told_so(home: ImapBench, grace: Grace) -> None:
    grace.configure(grace.account(home.server, home.user))
    with grace.run() as daemon:
        daemon.until("the first one runs", lambda: grace.settled(0))
        for words in (("run",), ("once",)):
            second = grace.call(*words)
            assert second.returncode == 75
            assert "already running" in second.stderr
            assert len(second.stderr.splitlines()) == 1
        assert daemon.terminate() == 0


def test_a_dry_run_writes_neither_to_the_mailbox_nor_to_the_log(home: ImapBench, grace: Grace) -> None:
    grace.configure(grace.account(home.server, home.user), after="24h")
    now = datetime.now(UTC)
    home.deliver(raw_mail(1, date=now, text=NO), now)
    assert grace.call("once").returncode == 0
    home.deliver(raw_mail(2, date=now, text=NO), now)
    mailbox, log = home.snapshot(), grace.dump()
    assert log["cases"]
    tomorrow = (now + timedelta(hours=25)).isoformat()
    done = grace.call("once", "--dry-run", "--now", tomorrow)
    assert done.returncode == 0
    assert "2 drafts would be saved" in done.stdout
    assert home.snapshot() == mailbox
    assert grace.dump() == log


def test_a_mail_in_junk_and_in_the_archive_gets_one_draft(home: ImapBench, grace: Grace) -> None:
    folders = ["INBOX", home.create("Junk"), home.create("Archive")]
    grace.configure(grace.account(home.server, home.user, folders=folders), after="0s")
    now = datetime.now(UTC)
    for folder in folders[1:]:
        home.deliver(raw_mail(1, date=now, text=NO), now, folder)
    home.deliver(raw_mail(2, date=now, text=NO), now, "Junk")
    for _ in range(3):
        assert grace.call("once").returncode == 0
    assert sorted(answered(draft) for draft, _, _ in saved(home)) == [
        "<rejection-1@acme.example>",
        "<rejection-2@acme.example>",
    ]


def test_a_server_that_hangs_keeps_nobody_else_waiting(home: ImapBench, grace: Grace) -> None:
    now = datetime.now(UTC)
    home.deliver(raw_mail(1, date=now, text=NO), now)
    with recording(Script(answers={"EXAMINE": ("SILENCE",), "STATUS": ("SILENCE",)})) as hanging:
        grace.configure(
            grace.account(hanging, "robin", name="stuck"), grace.account(home.server, home.user), after="0s"
        )
        with grace.run() as daemon:
            daemon.until("the draft of the other account", lambda: saved(home))
            daemon.until("the one server hangs", lambda: {"EXAMINE", "STATUS"} & set(hanging.commands))
            assert daemon.terminate(within=5) == 0
    assert grace.count("SELECT count(*) FROM setting WHERE key = 'passed:stuck'") == 0


def test_a_wrong_password_stops_that_account_and_no_other(home: ImapBench, grace: Grace) -> None:
    now = datetime.now(UTC)
    home.deliver(raw_mail(1, date=now, text=NO), now)
    wrong = grace.account(home.server, fresh_user(home.server), name="locked", password="not the word")
    grace.configure(wrong, grace.account(home.server, home.user), after="3s")
    with grace.run() as daemon:
        daemon.until("the account is left alone", lambda: "locked: " in daemon.log)
        assert not saved(home)
        daemon.until("the draft of the other account", lambda: saved(home))
        assert daemon.terminate() == 0
        about_it = [line for line in daemon.log.splitlines() if "locked: " in line]
        assert len(about_it) == 1
        assert "refused user and password" in about_it[0]
        assert "not the word" not in daemon.log


@pytest.mark.parametrize(
    ("values", "code", "says"),
    [
        ({"password": "not the word"}, 77, "refused user and password"),
        ({"folders": ["INBOX", "Karriere"]}, 2, "Karriere"),
        ({"drafts": "Concepts"}, 2, "Concepts"),
        ({"tls": "implicit", "ca_file": "/nowhere.pem"}, 2, "/nowhere.pem"),
        ({"password_command": ["false"]}, 77, "password_command"),
    ],
)
def test_the_daemon_ends_by_itself_where_its_only_account_cannot_work(
    home: ImapBench, grace: Grace, values: dict[str, Any], code: int, says: str
) -> None:
    grace.configure(grace.account(home.server, home.user, **values))
    with grace.run() as daemon:
        assert daemon.ended() == code
        about_it = [line for line in daemon.log.splitlines() if "home: " in line]
        assert len(about_it) == 1
        assert says in about_it[0]
        assert "Traceback" not in daemon.log


@pytest.mark.parametrize("host", ["imap.nowhere.invalid", "127.0.0.1"])
def test_a_host_that_is_not_there_is_tried_again_later(host: str, home: ImapBench, grace: Grace) -> None:
    """127.0.0.1 stands for a server that is down: nothing listens at port 1."""
    account = grace.account(home.server, home.user, tls="implicit", host=host, port=1)
    grace.configure(account)
    once = grace.call("once")
    assert once.returncode == 75
    assert len(once.stderr.splitlines()) == 1
    assert host in once.stderr
    with grace.run() as daemon:
        daemon.until("it says so", lambda: "Trying again in" in daemon.log)
        assert daemon.process.poll() is None
        assert daemon.terminate() == 0


def test_the_daemon_writes_nothing_in_a_dry_run(home: ImapBench, grace: Grace) -> None:
    now = datetime.now(UTC)
    home.deliver(raw_mail(1, date=now, text=NO), now)
    grace.configure(grace.account(home.server, home.user), after="0s")
    before, said = home.snapshot(), statuses(home)
    with grace.run("--dry-run") as daemon:
        daemon.until("it would save a draft", lambda: "would_draft" in daemon.log)
        assert daemon.terminate() == 0
    assert home.snapshot() == before
    assert statuses(home) == said
    assert not grace.data.exists()


def test_a_server_that_goes_away_and_comes_back_is_read_again(grace: Grace) -> None:
    now = datetime.now(UTC)
    with running_dovecot() as server:
        bench = ImapBench(server, "robin")
        bench.deliver(raw_mail(1, date=now, text=NO), now)
        grace.configure(grace.account(server, "robin"), after="4s")
        with grace.run() as daemon:
            daemon.until("the mail is read", lambda: grace.count("SELECT count(*) FROM cases"))
            server.stop()
            daemon.until("it cannot save the draft", lambda: "Trying again in" in daemon.log)
            server.start()
            bench = ImapBench(server, "robin")
            daemon.until("the draft is there", lambda: saved(bench))
            assert daemon.terminate() == 0
        assert [answered(draft) for draft, _, _ in saved(bench)] == ["<rejection-1@acme.example>"]
        bench.close()

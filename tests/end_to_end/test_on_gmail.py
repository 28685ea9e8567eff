"""The main job at Gmail, by its API: the true command, signed in by OAuth, and what goes wrong on the way.

Whatever happens, at the end every mail is on record once, every answer of "no" has one draft in its conversation,
and nothing was asked of Gmail but reads and the creation of drafts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.contract.gmail_bench import NO_LIMIT, GmailBench, fresh_gmail_user
from tests.end_to_end.command import Grace, account
from tests.end_to_end.kill_mail import an_answer, other_mail
from tests.end_to_end.mail_program import Cooling
from tests.learning.own_mail import a_garden
from tests.servers.gmail_server import GmailServer
from watcher.mailboxes.protocol import Place

SECOND = timedelta(seconds=1)
SINCE = "2026-01-01"


class Home:
    """A person with Gmail, signed in, and the program."""

    def __init__(self, gmail: GmailServer, folder: Path) -> None:
        self.gmail, self.bench = gmail, GmailBench(gmail, fresh_gmail_user(gmail))
        self.grace = Grace(folder)
        self.by_hand = set[str]()  # what the person did, which the server lists too
        refresh_token, client_id, client_secret = gmail.refresh_token_for(self.bench.user)
        self.refresh_token = refresh_token
        kept = {
            "client_id": client_id,
            "client_secret": client_secret,
            "refresh_token": refresh_token,
            "since": datetime.now(UTC).date().isoformat(),
        }
        credentials = folder / "credentials"
        credentials.mkdir()
        (credentials / "home").write_text(json.dumps(kept), encoding="utf-8")
        self.grace.environment = {"CREDENTIALS_DIRECTORY": str(credentials)}
        self.configure()

    def configure(self, **wishes: str) -> None:
        described = account(
            kind="gmail",
            user=self.bench.user,
            host=self.gmail.host,
            port=self.gmail.port,
            tls="none",
            token_uri=self.gmail.token_uri,
            quota=NO_LIMIT,
        )
        self.grace.configure(described, **{"after": "0s", "since": SINCE, **wishes})

    def answers_come(self, count: int, first: int = 0) -> list[str]:
        """So many answers of "no". Gives their message ids."""
        now = datetime.now(UTC)
        numbers = range(first, first + count)
        return [self.bench.deliver(an_answer(one, now), now - 60 * SECOND).ref for one in numbers]

    def drafts(self) -> list[str]:
        """What each draft in the mailbox answers, by Message-ID; each lies in the conversation of that mail."""
        mails = self.bench.mails()
        threads = {message_from_bytes(mail.raw)["Message-ID"]: mail.thread for mail in mails}
        drafts = [mail for mail in mails if mail.draft]
        parents = [str(message_from_bytes(mail.raw)["In-Reply-To"]) for mail in drafts]
        assert [threads[parent] for parent in parents] == [mail.thread for mail in drafts]
        return parents

    def once(self, code: int = 0) -> str:
        done = self.grace.call("once")
        assert done.returncode == code, done.stderr
        return done.stderr

    def later(self, by: timedelta = 2 * 60 * SECOND) -> None:
        """A pass at a later time: an open claim is settled after a minute."""
        done = self.grace.call("once", "--now", (datetime.now(UTC) + by).isoformat())
        assert done.returncode == 0, done.stderr


@pytest.fixture
def home(gmail: GmailServer, tmp_path: Path) -> Iterator[Home]:
    gmail.clear_faults()
    gmail.clear_requests()
    one = Home(gmail, tmp_path)
    yield one
    gmail.clear_faults()
    asked = {f"{request.method} {request.path}" for request in gmail.requests() if request.method != "GET"}
    assert asked - one.by_hand <= {"POST /gmail/v1/users/me/drafts", "POST /oauth2/token"}


def expected(numbers: range) -> Counter[str]:
    return Counter(f"<mail-{number}@post.example>" for number in numbers)


def test_an_answer_is_replied_to_in_its_conversation_and_followed_until_it_is_sent(home: Home) -> None:
    home.answers_come(1)
    before = home.bench.mails()
    home.configure(after="2s")
    with home.grace.run() as daemon:
        daemon.until("the draft is there", home.drafts)
        daemon.until("it is confirmed", lambda: home.grace.rows("SELECT state FROM cases") == [("drafted",)])
        assert daemon.terminate() == 0
    (draft,) = [mail for mail in home.bench.mails() if mail.draft]
    assert home.drafts() == ["<mail-0@post.example>"]
    assert draft.labels == {"DRAFT"}
    assert message_from_bytes(draft.raw)["Subject"] == "Re: Your application as Analyst"
    assert [mail for mail in home.bench.mails() if not mail.draft] == before
    assert draft.draft
    home.gmail.autosave(home.bench.user, draft.draft, b"In my own words.\r\n")
    home.later(timedelta(hours=2))
    assert home.grace.rows("SELECT state FROM cases") == [("edited",)]
    home.gmail.press_send(home.bench.user, draft.draft, new_message_id=True)
    home.later(timedelta(hours=4))
    assert home.grace.rows("SELECT state FROM cases") == [("sent",)]
    assert home.drafts() == []


def test_a_draft_that_was_thrown_away_never_comes_back(home: Home) -> None:
    home.answers_come(1)
    home.once()
    (draft,) = [mail for mail in home.bench.mails() if mail.draft]
    assert draft.draft
    home.gmail.discard(home.bench.user, draft.draft)
    home.by_hand.add(f"DELETE /gmail/v1/users/me/drafts/{draft.draft}")
    for hours in (2, 4, 6, 100):
        home.later(timedelta(hours=hours))
    assert home.drafts() == []
    assert home.grace.rows("SELECT state FROM cases") == [("discarded",)]


def test_a_token_that_expires_in_the_middle_is_renewed(home: Home) -> None:
    home.answers_come(12)
    for after in (3, 7, 11, 16, 30):
        home.gmail.fault("/gmail/v1/users/me/", skip=after, status=401)
    home.once()
    assert Counter(home.drafts()) == expected(range(12))
    renewals = [one for one in home.gmail.requests() if one.path == "/oauth2/token"]
    assert len(renewals) == 6


def test_a_sign_in_that_was_revoked_stops_the_account_with_one_line(home: Home) -> None:
    home.answers_come(1)
    home.once()
    home.gmail.revoke(home.refresh_token)
    home.answers_come(1, first=1)
    with home.grace.run() as daemon:
        assert daemon.ended() == 77
        about_it = [line for line in daemon.log.splitlines() if "home: " in line]
        assert len(about_it) == 1
        assert "grace login home" in about_it[0]
        assert home.refresh_token not in daemon.log
        assert "Traceback" not in daemon.log
    assert home.drafts() == ["<mail-0@post.example>"]
    assert len([one for one in home.gmail.requests() if one.path == "/oauth2/token"]) == 2


def test_no_network_stops_nothing(home: Home) -> None:
    home.answers_come(1)
    home.gmail.fault("/oauth2/token", dropped=True)
    with home.grace.run() as daemon:
        daemon.until("it waits", lambda: "Trying again in" in daemon.log)
        daemon.until("the draft is there", home.drafts)
        assert daemon.terminate() == 0


@pytest.mark.long
def test_a_storm_of_429_loses_nothing_and_repeats_nothing(home: Home) -> None:
    home.answers_come(12)
    for skip in (4, 30, 60):  # each ends a pass: a read is tried three times
        home.gmail.fault("/messages|/threads|/history", skip=skip, times=3, status=429)
    home.gmail.fault("/drafts", "POST", skip=2, times=2, status=429, retry_after=1)
    home.gmail.fault("/drafts", "POST", skip=4, status=500)
    home.gmail.fault("/drafts", "POST", skip=6, unanswered=True)
    passes = 0
    while home.grace.count("SELECT count(*) FROM cases WHERE state = 'drafted'") < 12:
        passes += 1
        assert passes < 20
        now = datetime.now(UTC) + passes * 2 * 60 * SECOND
        home.grace.call("once", "--now", now.isoformat())
    assert Counter(home.drafts()) == expected(range(12))
    created = [one for one in home.gmail.requests() if (one.method, one.path[-7:]) == ("POST", "/drafts")]
    assert Counter(one.status for one in created) == {200: 12, 429: 2, 500: 1}
    assert passes >= 6


@pytest.mark.long
def test_a_history_that_ended_after_1000_unseen_mails_misses_nothing(home: Home) -> None:
    home.answers_come(5)
    home.once()
    assert Counter(home.drafts()) == expected(range(5))
    now = datetime.now(UTC)
    for number in range(5, 1005):
        raw = an_answer(number, now) if number % 50 == 0 else other_mail(number, now)
        home.bench.deliver(raw, now - (1005 - number) * SECOND)
    home.gmail.forget_history(home.bench.user)
    home.once()
    recorded = home.grace.rows("SELECT message_id, count(*) FROM mail GROUP BY message_id")
    assert dict(recorded) == dict(expected(range(1005)))
    answers = [*range(5), *(number for number in range(5, 1005) if number % 50 == 0)]
    assert Counter(home.drafts()) == Counter(f"<mail-{number}@post.example>" for number in answers)
    home.once()
    assert len(home.drafts()) == len(answers)


def test_an_answer_that_went_to_the_trash_gets_no_draft(home: Home) -> None:
    (ref,) = home.answers_come(1)
    home.configure(after="1h")
    home.once()
    home.bench.move(Place("INBOX", ref), "TRASH")
    home.by_hand.add(f"POST /gmail/v1/users/me/messages/{ref}/trash")
    home.later(timedelta(hours=2))
    assert home.drafts() == []
    assert home.grace.rows("SELECT state FROM cases") == [("cancelled",)]


def test_a_letter_that_gmail_will_not_have_ends_its_case_and_stops_nothing(home: Home) -> None:
    home.answers_come(2)
    home.gmail.fault("/drafts", "POST", status=400, reason="invalidArgument")
    home.once()
    states = home.grace.rows("SELECT state FROM cases ORDER BY mail_id")
    assert states == [("cancelled",), ("drafted",)]
    assert len(home.drafts()) == 1


def test_a_dry_run_asks_only(home: Home) -> None:
    home.answers_come(2)
    done = home.grace.call("once", "--dry-run")
    assert done.returncode == 0
    assert home.drafts() == []
    assert {request.method for request in home.gmail.requests() if "/gmail/" in request.path} == {"GET"}


def test_a_check_of_a_good_account_is_all_fine(home: Home) -> None:
    done = home.grace.call("check")
    assert done.returncode == 0, done.stdout
    assert home.bench.user in done.stdout


def test_a_mail_labelled_not_a_rejection_gets_no_draft_until_the_label_is_taken_off(home: Home) -> None:
    folder = home.bench.create("Grace/Not a rejection")
    home.by_hand.add("POST /gmail/v1/users/me/labels")
    home.configure(after="24h")
    with home.grace.run() as daemon:
        ref = home.bench.deliver(a_garden(1), datetime.now(UTC) - 60 * SECOND).ref
        case = Cooling(daemon, home.grace, home.bench, folder)
        daemon.until("the case cools", lambda: case.row[2] == "cooling")
        home.by_hand.add(f"POST /gmail/v1/users/me/messages/{ref}/modify")
        home.bench.add_label(ref, folder)
        case.assert_cancelled_within_a_poll()
        home.bench.remove_label(ref, folder)
        daemon.until("it cools again", lambda: case.row[2] == "cooling")
        assert home.grace.rows("SELECT why FROM label") == [("unlabelled",)]
        home.bench.add_label(ref, folder)
        case.assert_cancelled_within_a_poll()
        case.assert_its_like_is_right_after_training(a_garden(2))
        assert daemon.terminate() == 0
    assert home.drafts() == []


def test_teach_says_which_labels_to_make_and_makes_none(home: Home) -> None:
    said = home.grace.call("teach", "--yes")
    assert said.returncode == 0
    assert "make these labels yourself" in said.stdout
    assert not [name for name in home.bench.snapshot() if name.startswith("Grace")]

"""Access tokens: kept, renewed, refused; and what each answer of a provider means."""

from __future__ import annotations

import logging
import shlex
import sys
import traceback
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.servers.gmail_server import GmailServer
from tests.servers.keyrings import Memory
from tests.servers.oauth_provider import SECRETS, Provider
from tests.servers.running import free_port
from watcher.config import Account
from watcher.errors import AuthError, GraceError, TemporaryError
from watcher.oauth import grant as grants
from watcher.oauth.grant import Grant
from watcher.oauth.tokens import Tokens

GRANT = Grant("id", "CLIENT-SECRET", "REFRESH-0", date(2026, 1, 1))


@pytest.fixture
def account(provider: Provider) -> Account:
    return Account("home", "imap", user="robin@gmail.com", auth="google", token_uri=f"{provider.base}/token")


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


def no_secret_in(*texts: str) -> None:
    assert not [secret for text in texts for secret in SECRETS if secret in text]


def refusal(account: Account, caplog: pytest.LogCaptureFixture, kind: type[GraceError]) -> str:
    """The one line, once it is clear that no secret hangs on the exception or went into a log."""
    with pytest.raises(kind) as caught:
        Tokens().access_token(account)
    line = str(caught.value)
    assert "\n" not in line
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    no_secret_in("".join(traceback.format_exception(caught.value)), caplog.text)
    return line


def test_a_token_is_asked_for_once_and_again_when_it_was_refused(
    provider: Provider, memory: Memory, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    grants.keep(account, GRANT)
    tokens = Tokens()
    assert [tokens.access_token(account) for _ in range(3)] == ["ACCESS-1"] * 3
    assert provider.questions == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "REFRESH-0",
            "client_id": "id",
            "client_secret": "CLIENT-SECRET",
        }
    ]
    assert tokens.renewed(account) == "ACCESS-2"
    assert tokens.access_token(account) == "ACCESS-2"
    no_secret_in(caplog.text)


def test_accounts_do_not_share_a_token(provider: Provider, memory: Memory, account: Account) -> None:
    tokens = Tokens()
    other = replace(account, name="work")
    for one in (account, other):
        grants.keep(one, GRANT)
    assert tokens.access_token(account) != tokens.access_token(other)


@pytest.mark.parametrize(
    ("seconds", "after", "asked"),
    [
        (3600, 3299, 1),
        (3600, 3301, 2),
        ("3600", 3299, 1),
        (200, 99, 1),
        (200, 101, 2),
        (None, 3299, 1),
        ("soon", 3301, 2),
        (float("inf"), 3301, 2),
        (-5, 3299, 1),
        (10**400, 3299, 1),
        (0, 0, 2),
    ],
)
def test_it_is_renewed_five_minutes_before_its_end(
    provider: Provider,
    memory: Memory,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    seconds: object,
    after: float,
    asked: int,
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("watcher.oauth.tokens.monotonic", lambda: clock[0])
    provider.more = {"expires_in": seconds}
    grants.keep(account, GRANT)
    tokens = Tokens()
    tokens.access_token(account)
    clock[0] += after
    tokens.access_token(account)
    assert len(provider.questions) == asked


def test_a_client_without_a_secret_sends_none(provider: Provider, memory: Memory, account: Account) -> None:
    grants.keep(account, replace(GRANT, client_secret=""))
    Tokens().access_token(account)
    assert "client_secret" not in provider.questions[0]


class TestRefusals:
    @pytest.fixture(autouse=True)
    def _signed_in(self, memory: Memory, account: Account) -> None:
        grants.keep(account, GRANT)

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (
                "invalid_grant",
                'The sign-in of account "home" has ended. Sign in again with: grace login home',
            ),
            ("invalid_client", "grace login home --client FILE"),
            ("unauthorized_client", "grace login home --client FILE"),
            ("deleted_client", "was deleted"),
            ("invalid_scope", "`scopes`"),
        ],
    )
    @pytest.mark.parametrize("status", [400, 401])
    def test_what_will_not_change_by_itself(
        self,
        provider: Provider,
        account: Account,
        caplog: pytest.LogCaptureFixture,
        error: str,
        said: str,
        status: int,
    ) -> None:
        provider.answers = [(status, f'{{"error": "{error}", "error_description": "of REFRESH-0"}}')]
        line = refusal(account, caplog, AuthError)
        assert said in line
        assert "Testing" not in line

    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (500, "oops REFRESH-0"),
            (503, '{"error": "invalid_grant"}'),
            (500, '{"access_token": "ACCESS-9"}'),
            (301, '{"access_token": "ACCESS-9"}'),
            (502, "<html>Bad gateway</html>"),
            (429, '{"error": "rate_limited"}'),
            (400, '{"error": "temporarily_unavailable"}'),
            (400, '{"error": {"code": 400}}'),
            (200, "<html>Sign in to this wireless network</html>"),
            (200, ""),
            (200, "[]"),
            (200, "null"),
            (200, "{}"),
            (200, '{"access_token": 7}'),
            (200, "[" * 100_000),
            (307, ""),
        ],
    )
    def test_what_may_be_better_later(
        self, provider: Provider, account: Account, caplog: pytest.LogCaptureFixture, status: int, body: str
    ) -> None:
        provider.answers = [(status, body)]
        assert "127.0.0.1" in refusal(account, caplog, TemporaryError)
        assert len(provider.questions) == 1, "nobody else is told what it was asked"
        assert Tokens().access_token(account) == "ACCESS-2"

    def test_the_network_being_down_ends_nothing(
        self, account: Account, caplog: pytest.LogCaptureFixture
    ) -> None:
        down = replace(account, token_uri=f"http://127.0.0.1:{free_port()}/token")
        assert "cannot be reached" in refusal(down, caplog, TemporaryError)
        nowhere = replace(account, token_uri="https://no-such-host.invalid/token")
        assert "no-such-host.invalid cannot be reached" in refusal(nowhere, caplog, TemporaryError)

    def test_a_server_that_says_nothing_is_left(
        self, account: Account, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import socket

        monkeypatch.setattr("watcher.oauth.endpoint.TIMEOUT", (0.2, 0.2))
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            mute = replace(account, token_uri=f"http://127.0.0.1:{port}/token")
            assert "did not answer in time" in refusal(mute, caplog, TemporaryError)

    @pytest.mark.parametrize(
        ("auth", "days", "said"),
        [
            ("google", 6, False),
            ("google", 7, True),
            ("google", 8, True),
            ("google", 20, True),
            ("google", 22, False),
            ("oauth", 7, False),
        ],
    )
    def test_the_seventh_day_of_a_client_in_status_testing(
        self,
        provider: Provider,
        account: Account,
        auth: str,
        days: int,
        said: bool,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        grants.keep(account, replace(GRANT, since=datetime.now(UTC).date() - timedelta(days=days)))
        provider.answers = [(400, '{"error": "invalid_grant"}')]
        line = refusal(replace(account, auth=auth), caplog, AuthError)
        assert ('"Testing"' in line) is said


class TestAtGoogle:
    """Against the real thing, as far as it can be had here."""

    USER = "tokens@gmail.example"

    @pytest.fixture
    def signed_in(self, gmail: GmailServer, memory: Memory) -> Account:
        gmail.add_user(self.USER)
        gmail.clear_faults()
        refresh_token, *client = gmail.refresh_token_for(self.USER)
        account = Account("home", "gmail", user=self.USER, auth="google", token_uri=gmail.token_uri)
        grants.keep(account, Grant(*client, refresh_token, datetime.now(UTC).date()))
        return account

    def works(self, gmail: GmailServer, token: str) -> bool:
        return gmail.api(token, "GET", "/profile").status == 200

    def test_a_token_that_ended_in_the_middle_is_renewed(
        self, gmail: GmailServer, signed_in: Account
    ) -> None:
        tokens = Tokens()
        token = tokens.access_token(signed_in)
        assert self.works(gmail, token)
        gmail.expire(token)
        assert not self.works(gmail, tokens.access_token(signed_in))
        assert self.works(gmail, tokens.renewed(signed_in))
        assert self.works(gmail, tokens.access_token(signed_in))

    def test_a_sign_in_that_was_taken_back_ends_it(
        self, gmail: GmailServer, signed_in: Account, caplog: pytest.LogCaptureFixture
    ) -> None:
        grant, _ = grants.stored(signed_in)
        gmail.revoke(grant.refresh_token)
        line = refusal(signed_in, caplog, AuthError)
        assert line == 'The sign-in of account "home" has ended. Sign in again with: grace login home'
        assert grant.refresh_token not in caplog.text

    @pytest.mark.parametrize("fault", [{"status": 503}, {"dropped": True}])
    def test_trouble_there_ends_nothing(
        self,
        gmail: GmailServer,
        signed_in: Account,
        caplog: pytest.LogCaptureFixture,
        fault: dict[str, object],
    ) -> None:
        gmail.fault("/token$", **fault)
        refusal(signed_in, caplog, TemporaryError)
        assert self.works(gmail, Tokens().access_token(signed_in))


class TestRotation:
    def test_a_new_refresh_token_takes_the_place_of_the_old_one(
        self, provider: Provider, memory: Memory, account: Account
    ) -> None:
        provider.rotates = True
        grants.keep(account, GRANT)
        Tokens().access_token(account)
        Tokens().access_token(account)
        assert [question["refresh_token"] for question in provider.questions] == ["REFRESH-0", "REFRESH-1"]
        assert grants.stored(account) == (replace(GRANT, refresh_token="REFRESH-2"), True)

    def test_the_keyring_is_not_written_where_nothing_changed(
        self, provider: Provider, memory: Memory, account: Account
    ) -> None:
        grants.keep(account, GRANT)
        memory.breaks_at = "(sign-in)"
        assert Tokens().access_token(account) == "ACCESS-1"

    def test_where_it_cannot_be_stored_it_goes_on_in_memory(
        self, provider: Provider, account: Account, tmp_path: Path
    ) -> None:
        provider.rotates = True
        file = tmp_path / "sign-in"
        grants.write(file, GRANT)
        account = replace(account, password_command=("cat", str(file)))
        tokens = Tokens()
        tokens.renewed(account)
        provider.answers = [(503, "")]
        with pytest.raises(TemporaryError):
            tokens.renewed(account)
        tokens.renewed(account)
        assert [asked["refresh_token"] for asked in provider.questions] == [
            "REFRESH-0",
            "REFRESH-1",
            "REFRESH-1",
        ]
        grants.write(file, replace(GRANT, refresh_token="REFRESH-NEW"))
        tokens.renewed(account)
        assert provider.questions[-1]["refresh_token"] == "REFRESH-NEW", "the person signed in again"

    def test_a_keyring_that_is_full_does_not_stop_it(
        self, provider: Provider, memory: Memory, account: Account
    ) -> None:
        provider.rotates = True
        grants.keep(account, GRANT)
        memory.breaks_at = "(sign-in)"
        tokens = Tokens()
        tokens.renewed(account)
        tokens.renewed(account)
        assert provider.questions[-1]["refresh_token"] == "REFRESH-1"


class TestACommand:
    def test_its_token_is_used_for_a_while_and_asked_for_again_when_refused(self, tmp_path: Path) -> None:
        count = tmp_path / "count"
        code = (
            f"f = open({str(count)!r}, 'a+'); f.write('x'); f.flush(); f.seek(0); print('t', len(f.read()))"
        )
        account = Account("home", "imap", auth="token", token_command=(sys.executable, "-c", code))
        tokens = Tokens()
        assert [tokens.access_token(account) for _ in range(2)] == ["t 1", "t 1"]
        assert tokens.renewed(account) == "t 2"

    def test_its_failure_is_one_line(self, caplog: pytest.LogCaptureFixture) -> None:
        account = Account("home", "imap", auth="token", token_command=tuple(shlex.split("sh -c 'exit 3'")))
        assert refusal(account, caplog, AuthError) == (
            'token_command of account "home": sh ended with exit code 3.'
        )

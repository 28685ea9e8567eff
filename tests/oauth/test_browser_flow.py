"""The way through the browser and back: what comes to our port, and what the provider gave."""

from __future__ import annotations

import logging
import socket
import threading
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.servers.oauth_provider import GMAIL_SCOPES, SECRETS, Provider
from watcher.config import Account
from watcher.errors import AuthError, GraceError, TemporaryError, UserError
from watcher.oauth.browser_flow import Granted, sign_in

CLIENT = ("id.apps", "CLIENT-SECRET")
Browser = Callable[[str, int], None]


@pytest.fixture
def account(provider: Provider) -> Account:
    where = {"auth_uri": f"{provider.base}/auth", "token_uri": f"{provider.base}/token"}
    return Account("home", "gmail", user="robin@gmail.com", auth="google", **where)


@pytest.fixture
def in_browser() -> Iterator[Callable[[Browser], Browser]]:
    """Runs what a browser does beside the program that waits for it, and lets no fault of it pass."""
    threads: list[threading.Thread] = []
    faults: list[BaseException] = []

    def beside(act: Browser) -> Browser:
        def run(address: str, port: int) -> None:
            try:
                act(address, port)
            except BaseException as fault:  # noqa: BLE001
                faults.append(fault)

        def show(address: str, port: int) -> None:
            threads.append(threading.Thread(target=run, args=(address, port)))
            threads[-1].start()

        return show

    yield beside
    for thread in threads:
        thread.join(20)
    assert not faults


def follow(address: str, port: int) -> None:
    with urllib.request.urlopen(address, timeout=10) as page:  # which logs nothing, unlike requests
        assert "You can close this window" in page.read().decode()
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"


def refusal(account: Account, show: Browser, kind: type[GraceError] = AuthError, wait: float = 20) -> str:
    with pytest.raises(kind) as caught:
        sign_in(account, CLIENT, show, wait=wait)
    line = str(caught.value)
    assert "\n" not in line
    assert not [secret for secret in SECRETS if secret in "".join(traceback.format_exception(caught.value))]
    return line


def test_google_is_asked_for_two_scopes_a_lasting_sign_in_and_pkce(
    provider: Provider,
    account: Account,
    in_browser: Callable[[Browser], Browser],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    ports: list[int] = []

    def act(address: str, port: int) -> None:
        ports.append(port)
        follow(address, port)

    granted = sign_in(account, CLIENT, in_browser(act))
    assert granted == Granted("ACCESS-1", "REFRESH-1", None)
    (asked,) = provider.seen
    assert asked.pop("state")
    assert asked.pop("code_challenge")
    assert asked == {
        "response_type": "code",
        "client_id": "id.apps",
        "redirect_uri": f"http://127.0.0.1:{ports[0]}/",
        "scope": GMAIL_SCOPES,
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",
        "login_hint": "robin@gmail.com",
    }
    assert not [secret for secret in SECRETS if secret in caplog.text + repr(granted)]


def test_imap_at_google_is_asked_for_all_mail(
    provider: Provider, account: Account, in_browser: Callable[[Browser], Browser]
) -> None:
    sign_in(replace(account, kind="imap"), CLIENT, in_browser(follow))
    assert provider.seen[0]["scope"] == "https://mail.google.com/"


def test_another_provider_is_asked_as_configured(
    provider: Provider, account: Account, in_browser: Callable[[Browser], Browser]
) -> None:
    generic = replace(account, kind="imap", auth="oauth", scopes=("imap", "offline_access"))
    provider.more = {"scope": "imap"}
    sign_in(generic, ("public", ""), in_browser(follow))
    assert provider.seen[0]["scope"] == "imap offline_access"
    assert "access_type" not in provider.seen[0]
    assert "client_secret" not in provider.questions[0]


def test_without_addresses_of_its_own_it_goes_to_google(account: Account) -> None:
    shown: list[str] = []
    real = replace(account, auth_uri="", token_uri="")
    with pytest.raises(TemporaryError):
        sign_in(real, CLIENT, lambda address, port: shown.append(address), wait=0.01)
    assert shown[0].startswith("https://accounts.google.com/o/oauth2/v2/auth?")


def test_what_else_a_browser_asks_for_is_not_the_answer(
    account: Account, in_browser: Callable[[Browser], Browser]
) -> None:
    def act(address: str, port: int) -> None:
        here = f"http://127.0.0.1:{port}"
        silent = socket.create_connection(("127.0.0.1", port))  # opened in advance, as browsers do
        half = socket.create_connection(("127.0.0.1", port))
        half.sendall(b"GET /?state=")
        for path in ("/favicon.ico", "/", "/?code=x", "/favicon.ico?state=x&code=y", "/?state=x"):
            assert requests.get(here + path, timeout=10).status_code == 404
        assert requests.post(here, timeout=10).status_code == 501
        follow(address, port)
        silent.close()
        half.close()

    assert sign_in(account, CLIENT, in_browser(act)).refresh_token == "REFRESH-1"


def test_the_answer_to_another_sign_in_is_not_taken(
    provider: Provider, account: Account, in_browser: Callable[[Browser], Browser]
) -> None:
    """A window that was left open, or a page that guesses the port: the answer to ours still counts."""

    def act(address: str, port: int) -> None:
        stray = requests.get(f"http://127.0.0.1:{port}/?state=other&code=CODE-STOLEN", timeout=10)
        assert stray.status_code == 404
        follow(address, port)

    assert sign_in(account, CLIENT, in_browser(act)).refresh_token == "REFRESH-1"
    assert "CODE-STOLEN" not in str(provider.questions)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("access_denied", "The sign-in was declined in the browser. Nothing was stored."),
        ("invalid_scope", "invalid_scope"),
        ("server_error", "The provider refused to sign you in"),
    ],
)
def test_a_no_in_the_browser(
    provider: Provider,
    account: Account,
    in_browser: Callable[[Browser], Browser],
    error: str,
    said: str,
) -> None:
    provider.redirected = {"error": error, "error_description": "REFRESH-"}
    assert said in refusal(account, in_browser(follow))
    assert provider.questions == []


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ((400, '{"error": "invalid_grant"}'), AuthError, "took back"),
        ((401, '{"error": "invalid_client"}'), AuthError, "grace login home --client FILE"),
        ((500, "no"), TemporaryError, "no use"),
    ],
)
def test_a_no_when_the_code_is_turned_into_a_token(
    provider: Provider,
    account: Account,
    in_browser: Callable[[Browser], Browser],
    answer: tuple[int, str],
    kind: type[GraceError],
    said: str,
) -> None:
    provider.answers = [answer]
    assert said in refusal(account, in_browser(follow), kind)


@pytest.mark.parametrize(
    ("kind", "granted", "named"),
    [
        ("gmail", GMAIL_SCOPES.split()[0], ["Manage drafts and send emails"]),
        ("gmail", GMAIL_SCOPES.split()[1], ["View your email messages and settings"]),
        ("gmail", "openid email", ["View your email messages and settings", "Manage drafts and send emails"]),
        ("imap", "openid", ["Read, compose, send, and permanently delete all your email from Gmail"]),
    ],
)
def test_a_box_that_was_left_unticked_is_named_by_its_words(
    provider: Provider,
    account: Account,
    in_browser: Callable[[Browser], Browser],
    kind: str,
    granted: str,
    named: list[str],
) -> None:
    provider.more = {"scope": granted}
    line = refusal(replace(account, kind=kind), in_browser(follow))
    assert line.endswith("Nothing was stored.")
    assert line.split('"')[1::2] == named


@pytest.mark.parametrize("given", [None, "", 7])
def test_a_sign_in_that_would_not_last_is_none(
    provider: Provider, account: Account, in_browser: Callable[[Browser], Browser], given: object
) -> None:
    provider.more = {"refresh_token": given}
    assert "no refresh token" in refusal(account, in_browser(follow))
    generic = replace(account, auth="oauth", scopes=("imap",))
    assert "offline_access" in refusal(generic, in_browser(follow))


@pytest.mark.parametrize("seconds", [604799, "604799"])
def test_when_the_sign_in_will_end_is_told(
    provider: Provider, account: Account, in_browser: Callable[[Browser], Browser], seconds: object
) -> None:
    provider.more = {"refresh_token_expires_in": seconds}
    assert sign_in(account, CLIENT, in_browser(follow)).ends_in == 604799


def test_a_port_that_is_taken_is_one_clear_line(account: Account) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(UserError, match=rf"^Port {port} .* is taken by another program\. .*--port\.$"):
            sign_in(account, CLIENT, lambda address, port: None, port=port)


def test_the_port_is_free_again_afterwards(
    account: Account, in_browser: Callable[[Browser], Browser]
) -> None:
    ports: list[int] = []
    refusal(account, lambda address, port: ports.append(port), TemporaryError, wait=0.01)
    granted = sign_in(account, CLIENT, in_browser(follow), port=ports[0])
    assert granted.access_token == "ACCESS-1"


def test_nobody_comes(account: Account) -> None:
    line = refusal(account, lambda address, port: None, TemporaryError, wait=0.05)
    assert line == "Nobody came back from the browser in time. Start again when you like."


def test_only_this_computer_can_reach_the_port(account: Account) -> None:
    reached: list[int] = []

    def show(address: str, port: int) -> None:
        assert parse_qs(urlsplit(address).query)["redirect_uri"] == [f"http://127.0.0.1:{port}/"]
        with socket.socket() as sock:
            reached.append(sock.connect_ex(("127.0.0.2", port)))

    refusal(account, show, TemporaryError, wait=0.01)
    assert reached[0] != 0

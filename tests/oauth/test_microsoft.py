"""Signing in at Microsoft: the true msal on a stand-in of its server, over TLS."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.servers.keyrings import entries
from tests.servers.microsoft_server import (
    CLIENT_ID,
    DROP,
    HANG,
    Answer,
    MicrosoftServer,
    refused,
    running_microsoft,
)
from tests.servers.running import free_port
from watcher.config import Account
from watcher.errors import AuthError, GraceError, TemporaryError
from watcher.oauth import grant as grants
from watcher.oauth import microsoft
from watcher.oauth.grant import Grant
from watcher.oauth.microsoft_refusals import refusal
from watcher.oauth.tokens import Tokens

ROOT = Path(__file__).parent.parent.parent
PENDING = refused("authorization_pending", 70016)
HTML = Answer(200, "<html>Welcome to the Wi-Fi of this hotel.</html>")
DOWN = Answer(503, {"error": "temporarily_unavailable"}, (("Retry-After", "1"),))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MicrosoftServer]:
    with running_microsoft() as found:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(found.ca_file))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield found


def account_at(server: MicrosoftServer, **more: str) -> Account:
    return replace(
        Account(name="uni", kind="imap", user="robin@example.org", auth="microsoft", client_id=CLIENT_ID),
        **{"auth_uri": server.address} | more,  # type: ignore[arg-type]
    )


def signed_in(server: MicrosoftServer, name: str = "robin@example.org", **more: str) -> Grant:
    """Signs in, as a person who types the code in at once."""
    return microsoft.sign_in(
        account_at(server, **more), lambda _, code: server.use(code, name), wait=lambda _: None
    )


def error_of(ask: Callable[[], object]) -> GraceError:
    with pytest.raises(GraceError) as raised:
        ask()
    assert "\n" not in str(raised.value)
    return raised.value


# --- signing in


def test_a_person_is_shown_where_to_go_and_what_to_type(server: MicrosoftServer) -> None:
    shown: list[tuple[str, str]] = []

    def show(address: str, code: str) -> None:
        shown.append((address, code))
        server.use(code)

    before = datetime.now().astimezone().date()
    grant = microsoft.sign_in(account_at(server), show, wait=lambda _: None)
    assert shown == [("https://microsoft.example/devicelogin", next(iter(server.codes)))]
    assert grant == Grant(CLIENT_ID, "", server.refresh_token, grant.since)
    assert len(grant.refresh_token) == 1800
    assert before <= grant.since <= before + timedelta(days=1)


def test_it_waits_as_long_as_it_is_told_to(server: MicrosoftServer, recwarn: pytest.WarningsRecorder) -> None:
    server.interval = 2
    server.answers("token", PENDING, refused("slow_down"), PENDING)
    waits: list[float] = []
    microsoft.sign_in(account_at(server), lambda _, code: server.use(code), wait=waits.append)
    assert waits == [2, 2, 7, 7]  # RFC 8628 section 3.5: five seconds more for ever after slow_down
    assert not recwarn.list, "msal has its own idea of a pause that is too short"


def test_it_never_asks_without_a_pause(server: MicrosoftServer) -> None:
    server.answers("token", PENDING, PENDING)
    waits: list[float] = []
    microsoft.sign_in(account_at(server), lambda _, code: server.use(code), wait=waits.append)
    assert waits == [1, 1, 1]


@pytest.mark.parametrize("trouble", [HTML, DROP, refused("invalid_grant", 90033)], ids=str)
def test_trouble_on_the_way_does_not_end_a_sign_in(server: MicrosoftServer, trouble: Answer) -> None:
    server.answers("token", PENDING, trouble, trouble)
    waits: list[float] = []
    grant = microsoft.sign_in(account_at(server), lambda _, code: server.use(code), wait=waits.append)
    assert grant.refresh_token == server.refresh_token
    assert waits == [1, 1, 2, 4]


def test_a_code_that_nobody_uses_ends(server: MicrosoftServer) -> None:
    server.expires_in = 1
    begun = time.monotonic()
    error = error_of(lambda: microsoft.sign_in(account_at(server), lambda *_: None))
    assert time.monotonic() - begun < 10
    assert isinstance(error, AuthError)
    assert str(error).startswith(
        'The sign-in of account "uni" did not come about: the code was not used in time'
    )
    assert str(error).endswith("Try again with: grace login uni")


def test_a_network_that_stays_away_is_no_refusal(server: MicrosoftServer) -> None:
    server.expires_in = 1
    server.answers("token", *[DROP] * 100)
    error = error_of(lambda: microsoft.sign_in(account_at(server), lambda *_: None))
    assert isinstance(error, TemporaryError)
    assert str(error) == "127.0.0.1 cannot be reached."


def test_declined_in_the_browser(server: MicrosoftServer) -> None:
    error = error_of(
        lambda: microsoft.sign_in(
            account_at(server), lambda _, code: server.decline(code), wait=lambda _: None
        )
    )
    assert isinstance(error, AuthError)
    assert "was declined in the browser (authorization_declined). Try again with: grace login uni" in str(
        error
    )


@pytest.mark.parametrize("error", ["expired_token", "bad_verification_code"])
def test_the_server_says_that_the_code_has_ended(server: MicrosoftServer, error: str) -> None:
    server.answers("token", PENDING, refused(error, 70020))
    assert "not used in time" in str(error_of(lambda: signed_in(server)))


def test_no_sign_in_that_lasts(server: MicrosoftServer) -> None:
    server.answers("token", Answer(200, {"access_token": "short-lived", "token_type": "Bearer"}))
    error = error_of(lambda: signed_in(server))
    assert isinstance(error, AuthError)
    assert "offline_access" in str(error)


def test_another_name_is_told_and_not_refused(server: MicrosoftServer) -> None:
    notes: list[str] = []
    for name in ("Robin@Example.org", "rk123@uni.example"):
        microsoft.sign_in(
            account_at(server),
            lambda _, code, name=name: server.use(code, name),  # type: ignore[misc]
            notes.append,
            wait=lambda _: None,
        )
    assert notes == [
        "You signed in as rk123@uni.example, and the config file says robin@example.org. That is well where both "
        "are one mailbox."
    ]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_can_be_interrupted(server: MicrosoftServer) -> None:
    server.interval = 30
    program = (
        "import sys\n"
        "from watcher.config import Account\n"
        "from watcher.oauth.microsoft import sign_in\n"
        f"account = Account(name='uni', kind='imap', auth='microsoft', client_id={CLIENT_ID!r}, auth_uri=sys.argv[1])\n"
        "try:\n"
        "    sign_in(account, lambda address, code: print(code, flush=True))\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    command = [sys.executable, "-c", program, server.address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().strip() in server.codes
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "stopped\n"
        assert process.stderr.read() == ""
    assert time.monotonic() - begun < 10
    assert server.questions("token") == []


# --- tokens


def test_a_token_and_the_next_sign_in(server: MicrosoftServer) -> None:
    grant = replace(signed_in(server), since=date(2026, 1, 2))
    token, seconds, newer = microsoft.renew(account_at(server), grant)
    assert token in server.given
    assert seconds == 4500
    assert newer == replace(grant, refresh_token=server.refresh_token)
    assert newer.refresh_token != grant.refresh_token
    another, _, _ = microsoft.renew(account_at(server), newer)
    assert another != token
    assert server.questions("token")[-1]["refresh_token"] == newer.refresh_token


def test_the_refresh_token_stays_where_no_other_comes(server: MicrosoftServer) -> None:
    grant = signed_in(server)
    server.answers("token", Answer(200, {"access_token": "a", "expires_in": "3599"}))
    assert microsoft.renew(account_at(server), grant) == ("a", 3599, grant)


def test_it_asks_for_the_client_that_the_sign_in_was_given_to(server: MicrosoftServer) -> None:
    grant = signed_in(server)
    microsoft.renew(account_at(server, client_id="changed-since"), grant)
    assert server.questions("token")[-1]["client_id"] == CLIENT_ID


def test_a_refusal_is_not_remembered(server: MicrosoftServer) -> None:
    """msal repeats a refusal for a minute by itself, and a busy server's for as long as it says."""
    grant = signed_in(server)
    for answer, kind in ((refused("invalid_grant", 50173), AuthError), (DOWN, TemporaryError)):
        server.answers("token", answer)
        assert isinstance(error_of(lambda: microsoft.renew(account_at(server), grant)), kind)
    assert microsoft.renew(account_at(server), grant)[0] in server.given


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (refused("invalid_grant", 50173), AuthError, "or by signing out everywhere (AADSTS50173). Sign in"),
        (refused("invalid_grant", 700082), AuthError, "not used for so long that it has ended (AADSTS700082). Sign in"),
        (refused("invalid_grant", 65001), AuthError, "nobody has agreed yet that this app may read the mail"),
        (refused("interaction_required", 50076), AuthError, "with your second factor (AADSTS50076). Sign in again"),
        (refused("invalid_grant", 50079), AuthError, "with your second factor (AADSTS50079)"),
        (refused("invalid_grant", 53003), AuthError, "rule of your organisation (Conditional Access) (AADSTS53003)"),
        (refused("unauthorized_client", 700016), AuthError, "there is no app with this client_id in this tenant"),
        (refused("invalid_client", 7000218, 401), AuthError, 'Set "Allow public client flows" to Yes'),
        (refused("invalid_grant", 4242424), AuthError, "has ended (AADSTS4242424). Sign in again with: grace"),
        (refused("invalid_grant"), AuthError, "has ended (invalid_grant). Sign in again with: grace login uni"),
        (refused("something_new"), AuthError, "was refused (something_new). Look at client_id and tenant"),
        (refused("invalid_grant", 90033), TemporaryError, "passing trouble (AADSTS90033)"),
        (refused("server_error", 0, 500), TemporaryError, "HTTP status 500"),
        (Answer(429, {"error": "too_many"}), TemporaryError, "asked too often"),
        (DOWN, TemporaryError, "HTTP status 503"),
        (HTML, TemporaryError, "HTTP status 200"),
        (Answer(502, "<html>bad gateway</html>"), TemporaryError, "HTTP status 502"),
        (Answer(400, {"message": "no error named"}), TemporaryError, "HTTP status 400"),
        (Answer(200, "[]"), TemporaryError, "HTTP status 200"),
        (Answer(200, "{"), TemporaryError, "HTTP status 200"),
        (Answer(200, {}), TemporaryError, "no use"),
        (Answer(200, {"access_token": ["x"]}), TemporaryError, "no use"),
        (Answer(200, {"access_token": "x", "expires_in": "soon"}), TemporaryError, "no use (ValueError)"),
        (Answer(200, {"access_token": "x", "id_token": "junk"}), TemporaryError, "no use (IndexError)"),
        (DROP, TemporaryError, "127.0.0.1 cannot be reached."),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_refusal_comes_to(
    server: MicrosoftServer, answer: Answer, kind: type[GraceError], words: str
) -> None:
    grant = signed_in(server)
    server.answers("token", answer)
    error = error_of(lambda: microsoft.renew(account_at(server), grant))
    assert type(error) is kind
    assert words in str(error)
    assert "Trace" not in str(error)
    assert "Something about" not in str(error)


@pytest.mark.parametrize("place", ["openid-configuration", "devicecode"])
@pytest.mark.parametrize(
    "answer", [DOWN, HTML, DROP, Answer(200, "[]"), Answer(200, {}), Answer(404, "no")], ids=str
)
def test_trouble_before_there_is_a_code(server: MicrosoftServer, place: str, answer: Answer) -> None:
    server.answers(place, answer)
    assert isinstance(error_of(lambda: signed_in(server)), TemporaryError)
    assert signed_in(server).refresh_token == server.refresh_token


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"tenant": "nowhere"}, "there is no such tenant (AADSTS90002). Look at tenant in the config file"),
        ({"client_id": "wrong"}, "there is no app with this client_id in this tenant (AADSTS700016)"),
    ],
)
def test_what_is_wrong_in_the_config_file(server: MicrosoftServer, more: dict[str, str], words: str) -> None:
    error = error_of(lambda: signed_in(server, **more))
    assert isinstance(error, AuthError)
    assert words in str(error)


def test_a_server_that_never_answers(server: MicrosoftServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microsoft, "_LIMITS", (5.0, 0.2))
    grant = signed_in(server)
    for place in ("openid-configuration", "token"):
        server.answers(place, HANG)
        error = error_of(lambda: microsoft.renew(account_at(server), grant))
        assert isinstance(error, TemporaryError)
        assert str(error) == "127.0.0.1 did not answer in time."


def test_nobody_there_at_all() -> None:
    account = Account(
        name="uni", kind="imap", client_id=CLIENT_ID, auth_uri=f"https://127.0.0.1:{free_port()}"
    )
    error = error_of(lambda: microsoft.renew(account, Grant(CLIENT_ID, "", "x", date(2026, 1, 2))))
    assert isinstance(error, TemporaryError)
    assert str(error) == "127.0.0.1 cannot be reached."


def test_a_certificate_that_nobody_vouches_for(
    server: MicrosoftServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    error = error_of(lambda: signed_in(server))
    assert isinstance(error, TemporaryError)
    assert str(error) == "The certificate of 127.0.0.1 could not be verified."
    assert server.asked == []


def test_a_refresh_token_follows_no_redirect(server: MicrosoftServer) -> None:
    grant = signed_in(server)
    elsewhere = (("Location", f"{server.address}/elsewhere/token"),)
    server.answers("token", Answer(307, "", elsewhere))
    assert isinstance(error_of(lambda: microsoft.renew(account_at(server), grant)), TemporaryError)
    assert not any("elsewhere" in path for path, _ in server.asked)


@pytest.mark.parametrize(
    ("auth_uri", "tenant", "found"),
    [
        ("", "common", "https://login.microsoftonline.com/common"),
        ("", "example.org", "https://login.microsoftonline.com/example.org"),
        ("https://login.microsoftonline.us", "example.org", "https://login.microsoftonline.us/example.org"),
        ("https://login.microsoftonline.us/", "common", "https://login.microsoftonline.us/common"),
        ("https://login.example:8443/a", "common", "https://login.example:8443/a"),
        ("https://login.example/a/oauth2/v2.0/authorize", "common", "https://login.example/a"),
    ],
)
def test_where_it_signs_in(auth_uri: str, tenant: str, found: str) -> None:
    account = Account(name="uni", kind="imap", client_id=CLIENT_ID, auth_uri=auth_uri, tenant=tenant)
    assert microsoft.authority(account) == found


# --- the command, the keyring and the tokens of a pass

CONFIG = """
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
[[account]]
name = "uni"
kind = "imap"
host = "outlook.example"
user = "robin@example.org"
auth = "microsoft"
client_id = "{client_id}"
auth_uri = "{address}/"
"""


@contextmanager
def grace_login(server: MicrosoftServer, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The true command, with a keyring in a file."""
    config = folder / "config.toml"
    config.write_text(CONFIG.format(client_id=CLIENT_ID, address=server.address))
    command = [sys.executable, "-m", "watcher", "login", "uni", "--config", str(config)]
    env = os.environ | {
        "PYTHON_KEYRING_BACKEND": "tests.servers.keyrings.InAFile",
        "GRACE_TEST_KEYRING": str(folder / "keyring.json"),
        "PYTHONPATH": str(ROOT),
    }
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    with subprocess.Popen(command, env=env, text=True, cwd=folder, **pipes) as process:  # type: ignore[call-overload]
        yield process


def code_on_screen(process: subprocess.Popen[str], server: MicrosoftServer) -> str:
    """Reads on until a line shows a code; fails where the command ends before it."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() in server.codes:
            return line.strip()
    raise AssertionError(process.stderr.read() if process.stderr else "")


def test_grace_login_keeps_the_sign_in(server: MicrosoftServer, tmp_path: Path) -> None:
    with grace_login(server, tmp_path) as process:
        server.use(code_on_screen(process, server), "rk123@uni.example")
        output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert "You signed in as rk123@uni.example" in " ".join(output.split())
    assert "stored in the keyring" in output
    kept = "".join(entries(tmp_path / "keyring.json").values())
    assert server.refresh_token[:1000] in kept
    assert all(secret not in output for secret in server.given)


def test_grace_login_declined_keeps_nothing(server: MicrosoftServer, tmp_path: Path) -> None:
    with grace_login(server, tmp_path) as process:
        server.decline(code_on_screen(process, server))
        _, errors = process.communicate(timeout=60)
    assert process.returncode == AuthError.exit_code
    assert "declined in the browser" in errors
    assert errors.count("\n") == 1
    assert entries(tmp_path / "keyring.json") == {}


@pytest.mark.usefixtures("memory")
def test_each_new_refresh_token_is_kept(server: MicrosoftServer) -> None:
    account = account_at(server)
    grants.keep(account, signed_in(server))
    tokens = Tokens()
    token = tokens.access_token(account)
    assert token in server.given
    assert tokens.access_token(account) == token
    assert tokens.renewed(account) != token
    kept, in_keyring = grants.stored(account)
    assert kept is not None
    assert in_keyring
    assert kept.refresh_token == server.refresh_token
    assert len(server.questions("token")) == 3  # the code, and two renewals


def test_another_cloud_has_another_name_for_the_permission(server: MicrosoftServer) -> None:
    scope = "https://outlook.example.us/IMAP.AccessAsUser.All"
    account = replace(account_at(server), scopes=(scope, "offline_access"))
    error = error_of(lambda: microsoft.sign_in(account, lambda *_: None))
    assert "lacks the permission IMAP.AccessAsUser.All" in str(error)  # here, where it is unknown
    asked = server.questions("devicecode")[0]["scope"].split()
    assert sorted(asked) == sorted([scope, "offline_access", "openid", "profile"])


# --- secrets


def test_no_secret_is_ever_shown(
    server: MicrosoftServer,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    recwarn: pytest.WarningsRecorder,
) -> None:
    """Not in an error nor in one beneath it, the log of all libraries, a warning, or on the screen."""
    caplog.set_level(logging.DEBUG)
    grant = signed_in(server)
    seen = [repr(grant)]
    token, _, grant = microsoft.renew(account_at(server), grant)
    junk = f'{{"access_token": "{token}", "refresh_token": "{grant.refresh_token}"'
    bad: dict[str, object] = {"access_token": token, "id_token": token, "refresh_token": grant.refresh_token}
    answers = (Answer(200, junk), Answer(200, bad), DROP, refused("invalid_grant", 50173), refused(token))
    for answer in answers:
        server.answers("token", answer)
        error = error_of(lambda: microsoft.renew(account_at(server), grant))
        assert error.__context__ is None
        assert error.__cause__ is None
        seen += ["".join(traceback.format_exception(error)), repr(error)]
    seen += [caplog.text, *capsys.readouterr(), *(str(warning.message) for warning in recwarn)]
    assert len(server.given) == 5
    assert all(secret not in text for secret in server.given for text in seen)


def test_nothing_is_written_down(
    server: MicrosoftServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR"):
        monkeypatch.setenv(variable, str(tmp_path))
    microsoft.renew(account_at(server), signed_in(server))
    assert list(tmp_path.rglob("*")) == []


def test_an_account_name_of_two_words_can_be_typed() -> None:
    assert str(refusal("my uni", {"error": "invalid_grant"})).endswith("grace login 'my uni'")

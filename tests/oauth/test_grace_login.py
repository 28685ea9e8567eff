"""`grace login` in a process of its own, a person at the provider's page, and what is stored afterwards."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.servers.gmail_server import COMPOSE, READONLY, GmailServer
from tests.servers.keyrings import entries
from tests.servers.oauth_provider import SECRETS, Provider
from tests.servers.running import HOST, free_port
from watcher.oauth.grant import Grant

USER = "robin@gmail.example"
CONFIG = """\
[person]
name = "Robin Keller"
addresses = ["{user}"]
[[account]]
name = "home"
kind = "gmail"
user = "{user}"
host = "127.0.0.1"
port = {port}
tls = "none"
auth_uri = "{auth_uri}"
token_uri = "{token_uri}"
"""
GENERIC = """\
[person]
name = "Robin Keller"
addresses = ["{user}"]
[[account]]
name = "home"
kind = "imap"
host = "imap.example.org"
user = "{user}"
auth = "oauth"
client_id = "public-id"
scopes = ["imap"]
auth_uri = "{auth_uri}"
token_uri = "{token_uri}"
"""
#: A browser that follows where it is sent, as the program finds it in $BROWSER.
BROWSER = """\
#!{python}
import sys, urllib.request
urllib.request.urlopen(sys.argv[1], timeout=10).read()
"""


class Home:
    """A folder with a config, the person's OAuth client and a keyring; and what was said on the screen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keyring = folder / "keyring.json"
        self.output = ""
        self.more: dict[str, str] = {}
        self.client("desktop.apps.example", "not-a-secret")

    def client(self, client_id: str, secret: str) -> None:
        installed = {"client_id": client_id, "client_secret": secret, "redirect_uris": ["http://localhost"]}
        (self.folder / "client.json").write_text(json.dumps({"installed": installed}))

    def env(self) -> dict[str, str]:
        passed = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return passed | {
            "HOME": str(self.folder),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHON_KEYRING_BACKEND": "tests.servers.keyrings.InAFile",
            "GRACE_TEST_KEYRING": str(self.keyring),
            **self.more,
        }

    def start(self, *words: str, given: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "watcher", *words, "--config", str(self.folder / "config.toml")]
        process = subprocess.Popen(
            [*command, "--data", str(self.folder / "data")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.env(),
        )
        assert process.stdin is not None
        process.stdin.write(given)
        process.stdin.close()
        process.stdin = None
        return process

    def finish(self, process: subprocess.Popen[str], said: str = "") -> int:
        """Waits for the end; `output` is then all that it said."""
        try:
            self.output = said + process.communicate(timeout=60)[0]
        finally:
            process.kill()
        return process.returncode

    def run(self, *words: str, given: str = "") -> int:
        return self.finish(self.start(*words, given=given))

    def login(self, person: Callable[[str], object], *words: str, given: str = "") -> int:
        """`grace login home --no-browser`, where a person does what is said there. Returns the exit code."""
        port = str(free_port())
        return self.followed(
            self.start("login", "home", "--no-browser", "--port", port, *words, given=given), person
        )

    def followed(self, process: subprocess.Popen[str], person: Callable[[str], object]) -> int:
        """A command that asks to sign in, and a person who does what is said there. Returns the exit code."""
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if found := re.search(r"^ +(https?://\S+)$", line):
                person(found[1])
        return self.finish(process, said)

    @property
    def grant(self) -> Grant | None:
        """What the keyring holds."""
        text = entries(self.keyring).get(("graceperiod:home", f"{USER} (sign-in)"))
        return Grant.from_json(text.split(" ", 2)[2]) if text else None

    def shows(self, *secrets: str) -> list[str]:
        return [secret for secret in secrets if secret in self.output]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    assert made.shows("Traceback", "not-a-secret", *SECRETS) == [], "no secret is ever shown"


@pytest.fixture
def at_gmail(home: Home, gmail: GmailServer) -> Home:
    gmail.add_user(USER)
    gmail.clear_faults()
    config = CONFIG.format(user=USER, port=gmail.port, auth_uri=gmail.auth_uri, token_uri=gmail.token_uri)
    (home.folder / "config.toml").write_text(config)
    return home


@pytest.fixture
def elsewhere(home: Home, provider: Provider) -> Home:
    """At a provider that answers as it is told; the API of Gmail is there too."""
    provider.user = USER
    where = {"auth_uri": f"{provider.base}/auth", "token_uri": f"{provider.base}/token"}
    config = CONFIG.format(user=USER, port=urlsplit(provider.base).port, **where)
    (home.folder / "config.toml").write_text(config)
    (home.folder / "generic.toml").write_text(GENERIC.format(user=USER, **where))
    return home


def follow(address: str) -> None:
    with urllib.request.urlopen(address, timeout=10) as page:
        assert "close this window" in page.read().decode()


def client_of(home: Home) -> tuple[str, str]:
    return "--client", str(home.folder / "client.json")


class TestAtGmail:
    def person(self, gmail: GmailServer, user: str = USER, **more: list[str]) -> Callable[[str], None]:
        return lambda address: follow(gmail.consent(address, user, **more))

    def test_signs_in_and_keeps_what_is_needed_and_no_more(self, at_gmail: Home, gmail: GmailServer) -> None:
        assert at_gmail.login(self.person(gmail), *client_of(at_gmail)) == 0
        assert "Signed in, and stored in the keyring." in at_gmail.output
        assert re.search(r"^  ssh -L (\d+):127\.0\.0\.1:\1 user@server$", at_gmail.output, re.MULTILINE)
        grant = at_gmail.grant
        assert grant is not None
        assert (grant.client_id, grant.client_secret) == (gmail.client_id, gmail.client_secret)
        assert datetime.now(UTC).date() - grant.since <= timedelta(days=1)
        assert at_gmail.shows(grant.refresh_token) == []
        assert len(entries(at_gmail.keyring)) == 1
        for key in ("access_token", "ya29."):
            assert key not in at_gmail.keyring.read_text()
        # The client is not asked for again.
        assert at_gmail.login(self.person(gmail)) == 0
        assert at_gmail.grant != grant

    def test_setup_signs_in_too_and_goes_by_that_the_next_time(
        self, at_gmail: Home, gmail: GmailServer
    ) -> None:
        before = (at_gmail.folder / "config.toml").read_text()
        words = ("setup", "--yes", "--no-look", "--no-service")
        assert at_gmail.followed(at_gmail.start(*words), self.person(gmail)) == 2
        assert "--client is needed" in at_gmail.output
        assert at_gmail.followed(at_gmail.start(*words, *client_of(at_gmail)), self.person(gmail)) == 0
        assert "fine  Sign-in  Gmail, " in at_gmail.output
        grant = at_gmail.grant
        assert at_gmail.run(*words) == 0
        assert "You have signed in to it before; that is tried." in at_gmail.output
        assert (at_gmail.grant, (at_gmail.folder / "config.toml").read_text()) == (grant, before)

    def test_a_box_that_was_left_unticked(self, at_gmail: Home, gmail: GmailServer) -> None:
        assert at_gmail.login(self.person(gmail, scopes=[READONLY]), *client_of(at_gmail)) == 77
        assert '"Manage drafts and send emails"' in at_gmail.output
        assert at_gmail.login(self.person(gmail, scopes=[COMPOSE]), *client_of(at_gmail)) == 77
        assert '"View your email messages and settings"' in at_gmail.output
        assert at_gmail.grant is None

    def test_somebody_else_signed_in(self, at_gmail: Home, gmail: GmailServer) -> None:
        gmail.add_user("kim@gmail.example")
        assert at_gmail.login(self.person(gmail, "kim@gmail.example"), *client_of(at_gmail)) == 77
        last = at_gmail.output.splitlines()[-1]
        assert "You signed in as kim@gmail.example" in last
        assert USER in last
        assert at_gmail.grant is None

    def test_upper_case_is_no_other_person(self, at_gmail: Home, gmail: GmailServer) -> None:
        config = at_gmail.folder / "config.toml"
        config.write_text(config.read_text().replace(f'user = "{USER}"', f'user = "{USER.title()}"'))
        assert at_gmail.login(self.person(gmail), *client_of(at_gmail)) == 0

    def test_a_client_secret_that_is_wrong(self, at_gmail: Home, gmail: GmailServer) -> None:
        at_gmail.client(gmail.client_id, "CLIENT-SECRET")
        assert at_gmail.login(self.person(gmail), *client_of(at_gmail)) == 77
        assert "(invalid_client)" in at_gmail.output
        assert at_gmail.grant is None

    def test_the_api_is_not_switched_on(self, at_gmail: Home, gmail: GmailServer) -> None:
        gmail.fault("/profile$", status=403, reason="accessNotConfigured")
        assert at_gmail.login(self.person(gmail), *client_of(at_gmail)) == 2
        assert "the Gmail API is not switched on" in at_gmail.output
        assert at_gmail.grant is None

    @pytest.mark.parametrize(
        ("fault", "code"), [({"status": 503}, 75), ({"dropped": True}, 75), ({"status": 401}, 75)]
    )
    def test_gmail_does_not_say_whose_it_is(
        self, at_gmail: Home, gmail: GmailServer, fault: dict[str, object], code: int
    ) -> None:
        gmail.fault("/profile$", times=3, **fault)
        assert at_gmail.login(self.person(gmail), *client_of(at_gmail)) == code
        assert at_gmail.output.splitlines()[-1].endswith("Nothing was stored.")
        assert at_gmail.grant is None


class TestWhatProvidersSay:
    def test_a_client_in_status_testing_is_told_at_once(self, elsewhere: Home, provider: Provider) -> None:
        provider.more = {"refresh_token_expires_in": 604799}
        assert elsewhere.login(follow, *client_of(elsewhere)) == 0
        assert "This sign-in ends in 7 days." in elsewhere.output
        assert '"Testing"' in elsewhere.output
        assert elsewhere.grant is not None

    def test_declined(self, elsewhere: Home, provider: Provider) -> None:
        provider.redirected = {"error": "access_denied"}
        assert elsewhere.login(follow, *client_of(elsewhere)) == 77
        assert "declined" in elsewhere.output
        assert elsewhere.grant is None

    def test_the_browser_is_opened_where_there_is_one(self, elsewhere: Home, provider: Provider) -> None:
        browser = elsewhere.folder / "browser"
        browser.write_text(BROWSER.format(python=sys.executable))
        browser.chmod(0o755)
        elsewhere.more = {"BROWSER": f"{browser} %s"}
        assert elsewhere.run("login", "home", *client_of(elsewhere)) == 0
        assert "ssh" not in elsewhere.output
        assert elsewhere.grant is not None

    def test_where_there_is_none_it_says_what_to_do_elsewhere(self, elsewhere: Home) -> None:
        process = elsewhere.start("login", "home", "--port", str(free_port()), *client_of(elsewhere))
        assert process.stdout is not None
        said = process.stdout.readline() + process.stdout.readline()
        process.terminate()
        elsewhere.finish(process, said)
        assert "ssh -L" in said

    def test_a_port_that_is_taken(self, elsewhere: Home) -> None:
        import socket

        with socket.create_server((HOST, 0)) as other:
            port = other.getsockname()[1]
            code = elsewhere.run("login", "home", "--no-browser", "--port", str(port), *client_of(elsewhere))
        assert code == 2
        assert len(elsewhere.output.splitlines()) == 1
        assert f"Port {port}" in elsewhere.output

    def test_another_provider_with_and_without_a_client_secret(
        self, elsewhere: Home, provider: Provider
    ) -> None:
        (elsewhere.folder / "generic.toml").rename(elsewhere.folder / "config.toml")
        assert elsewhere.login(follow) == 0
        assert elsewhere.grant is not None
        assert (elsewhere.grant.client_id, elsewhere.grant.client_secret) == ("public-id", "")
        assert elsewhere.login(follow, given="CLIENT-SECRET-2\n") == 0
        assert provider.questions[-1]["client_secret"] == "CLIENT-SECRET-2"
        assert elsewhere.login(follow) == 0
        assert provider.questions[-1]["client_secret"] == "CLIENT-SECRET-2", "the one of before"


class TestWithoutAKeyring:
    def test_the_sign_in_goes_to_a_file_that_a_command_prints(
        self, elsewhere: Home, provider: Provider
    ) -> None:
        file = elsewhere.folder / "sign-in"
        elsewhere.more = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        assert elsewhere.login(follow, *client_of(elsewhere)) == 77
        assert "There is no keyring here" in elsewhere.output
        assert provider.seen == [], "said before the person goes to the trouble"
        assert elsewhere.login(follow, "--to", str(file), *client_of(elsewhere)) == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        config = elsewhere.folder / "config.toml"
        config.write_text(f'{config.read_text()}password_command = ["cat", "{file}"]\n')
        assert elsewhere.login(follow) == 2
        assert "--to FILE" in elsewhere.output
        assert elsewhere.login(follow, "--to", str(file)) == 0, "the client is in the file"
        assert Grant.from_json(file.read_text()) is not None

    def test_a_folder_that_is_not_there(self, elsewhere: Home, provider: Provider) -> None:
        file = elsewhere.folder / "nowhere" / "sign-in"
        assert elsewhere.login(follow, "--to", str(file), *client_of(elsewhere)) == 2
        assert provider.seen == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        ("", "no client file of Google"),
        ("[]", "no client file of Google"),
        ('{"installed": {}}', "no client file of Google"),
        ('{"installed": {"client_id": 7}}', "no client file of Google"),
        ('{"web": {"client_id": "x", "client_secret": "CLIENT-SECRET"}}', '"Web application"'),
        ('{"type": "service_account", "private_key": "CLIENT-SECRET"}', "service account"),
    ],
)
def test_a_client_file_that_is_something_else(elsewhere: Home, content: str | None, said: str) -> None:
    file = elsewhere.folder / "client.json"
    if content is None:
        file.unlink()
    else:
        file.write_text(content)
    assert elsewhere.run("login", "home", "--no-browser", *client_of(elsewhere)) == 2
    assert len(elsewhere.output.splitlines()) == 1
    assert said in elsewhere.output


def test_the_first_time_a_client_is_needed(elsewhere: Home) -> None:
    assert elsewhere.run("login", "home", "--no-browser") == 2
    assert "grace login home --client" in elsewhere.output


def test_ctrl_c_ends_the_waiting(elsewhere: Home) -> None:
    process = elsewhere.start(
        "login", "home", "--no-browser", "--port", str(free_port()), *client_of(elsewhere)
    )
    assert process.stdout is not None
    said = "".join(process.stdout.readline() for _ in range(4))
    assert "response_type=code" in said
    process.send_signal(signal.SIGINT)
    assert elsewhere.finish(process, said) == 130
    assert elsewhere.grant is None


class TestCheck:
    CONFIG = """\
[person]
name = "Robin Keller"
addresses = ["robin@gmail.example"]
[[account]]
name = "home"
kind = "imap"
auth = "google"
user = "robin@gmail.example"
host = "127.0.0.1"
port = 9
"""

    def test_says_since_when_and_who_is_not_signed_in(self, home: Home) -> None:
        (home.folder / "config.toml").write_text(self.CONFIG)
        assert home.run("check", "--plain") == 77
        assert home.output.count("grace login home") == 1
        kept = Grant("id", "CLIENT-SECRET", "REFRESH-0", date(2026, 11, 20)).as_json()
        mark = hashlib.sha256(kept.encode()).hexdigest()[:16]
        entry = ["graceperiod:home", f"{USER} (sign-in)", f"1 {mark} {kept}"]
        home.keyring.write_text(json.dumps([entry]))
        home.run("check", "--plain")
        assert "since 2026-11-20" in home.output

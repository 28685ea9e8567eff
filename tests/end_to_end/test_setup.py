"""A new person, a new home: setup is answered in a terminal, and then a first draft lies in Drafts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.benches import ImapBench
from tests.end_to_end.command import ROOT, Grace, until
from tests.end_to_end.mail_program import mails_in
from tests.end_to_end.mails import samples
from tests.end_to_end.terminal import Terminal, a_terminal
from watcher.config import Config, load
from watcher.errors import AuthError
from watcher.mailboxes.imap import Imap

CONFIG = ".config/graceperiod/config.toml"


class Home:
    """A home folder as on the first day: nothing in it, and a keyring."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.config, self.keyring = folder, folder / CONFIG, folder / "keyring.json"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "TZ": "Europe/Berlin",
            "PYTHON_KEYRING_BACKEND": "tests.servers.keyrings.InAFile",
            "GRACE_TEST_KEYRING": str(self.keyring),
        }
        self.grace = Grace(folder)
        self.grace.config, self.grace.data = self.config, folder / ".local/share/graceperiod"
        self.grace.environment = self.environment

    def load(self) -> Config:
        return load(self.config)

    @property
    def secrets(self) -> list[str]:
        return [entry[2] for entry in json.loads(self.keyring.read_text())] if self.keyring.exists() else []

    def files(self) -> dict[str, bytes]:
        """All files in it, but for what Python and the terminal leave."""
        found = [one for one in self.folder.rglob("*") if one.is_file() and "tmux" not in one.name]
        return {str(one.relative_to(self.folder)): one.read_bytes() for one in found}

    @contextmanager
    def setup(self, *words: str, columns: int = 80) -> Iterator[Terminal]:
        with a_terminal(self.folder, self.environment, columns) as terminal:
            terminal.start(["setup", *words])
            yield terminal


@pytest.fixture
def person(tmp_path: Path) -> Home:
    return Home(tmp_path)


def about_the_mailbox(terminal: Terminal, bench: ImapBench, password: str | None = None) -> None:
    """Answers the questions up to the sign-in, for a server that the table does not know."""
    terminal.answer("the one you apply with", "robin.keller@example.org")
    terminal.answer("Number [1]")
    terminal.answer("IMAP server [imap.example.org]", bench.server.host)
    terminal.answer("Number [1]", "1")
    terminal.answer("Port [993]", str(bench.server.tls_port))
    terminal.answer("User name there", bench.user)
    terminal.answer("File with its certificate", str(bench.server.ca_file))
    terminal.answer("it is not shown", password or bench.server.users[bench.user])


def about_the_person(terminal: Terminal) -> None:
    terminal.answer("Your name, as under a letter [Robin Keller]", "Robin Keller")
    terminal.answer("Other addresses of yours", "robin@example.org")
    terminal.answer("Languages that you would reply in", "en, de")
    terminal.answer("Your time zone", "Europe/Berlin")
    terminal.shows("Once you have read it, it waits")
    terminal.answer("Number [1]", "1")


def deliver(bench: ImapBench, now: datetime) -> None:
    by_name = {sample.name: sample.raw for sample in samples()}
    bench.deliver(by_name["thread"], now - timedelta(hours=3), read=True)
    bench.deliver(by_name["plain"], now - timedelta(days=40), read=True)


@pytest.mark.parametrize("columns", [80, 120])
def test_from_nothing_to_a_first_draft(person: Home, home: ImapBench, columns: int) -> None:
    now = datetime.now(UTC)
    deliver(home, now)
    before = home.snapshot()
    with person.setup(columns=columns) as terminal:
        about_the_mailbox(terminal, home)
        terminal.shows("Signed in. This is what is there:")
        terminal.answer("Folders to watch", "")
        about_the_person(terminal)
        terminal.answer("Grace/Not a rejection", "y")
        terminal.answer("Have a first look?", "")
        terminal.shows("2 mails read. 2 answers found, 2 worth a reply, if you like.")
        terminal.answer("Replies for those too?", "y")
        terminal.answer("Start it by itself", "n")  # what comes of a yes: tests/services
        terminal.shows("[ended with 0]")
        shown = terminal.screen
    if where := os.environ.get("GRACE_SCREENSHOTS"):
        (Path(where) / f"setup-{columns}.txt").write_text(shown, encoding="utf-8")
    assert max(map(len, shown.splitlines())) <= columns
    assert home.server.users[home.user] not in shown
    assert person.secrets == [home.server.users[home.user]]
    assert person.config.stat().st_mode & 0o777 == 0o600
    config = person.load()
    assert config.person.addresses == ("robin.keller@example.org", "robin@example.org")
    assert config.person.languages == ("en", "de")
    made = {name: mails for name, mails in home.snapshot().items() if name not in before}
    assert made.keys() >= {"Grace/Rejection", "Grace/Not a rejection"}
    assert not any(made.values())
    assert {name: mails for name, mails in home.snapshot().items() if name in before} == before
    assert not person.grace.rows("SELECT * FROM mail"), "a first look is not put on record"
    later = (now + timedelta(days=5)).replace(hour=10)  # drafts come by day, and from Monday to Friday
    later -= timedelta(days=max(0, later.weekday() - 4))  # not later: an answer that is a week old gets none
    for moment in (now, later):
        done = person.grace.call("once", "--now", f"{moment:%FT%TZ}")
        assert done.returncode == 0, done.stderr
    (draft,) = mails_in(home, home.drafts)
    assert "Robin Keller" in str(draft["From"])
    assert draft["In-Reply-To"]


def test_a_wrong_password_is_asked_for_again_and_never_kept(person: Home, home: ImapBench) -> None:
    with person.setup() as terminal:
        about_the_mailbox(terminal, home, "wrong one")
        terminal.shows("it refused user and password")
        assert person.secrets == []
        terminal.answer("it is not shown", home.server.users[home.user])
        terminal.shows("Signed in.")
        terminal.answer("Folders to watch", "Jbos")
        terminal.shows("there is no folder")
        terminal.answer("Folders to watch", "")
        terminal.shows("Your name")
        terminal.press("C-c")
        terminal.shows("Stopped. Nothing was changed; `grace setup` goes on from here. [ended with 130]")
    assert person.files() == {}


@pytest.mark.parametrize("step", ["name", "waiting", "teaching", "looking"])
@pytest.mark.parametrize("how", ["Ctrl-C", "closed"])
def test_broken_off_anywhere_and_run_again(person: Home, home: ImapBench, step: str, how: str) -> None:
    deliver(home, datetime.now(UTC))
    with person.setup() as terminal:
        about_the_mailbox(terminal, home)
        terminal.answer("Folders to watch")
        if step == "name":
            terminal.shows("Your name, as under a letter")
        else:
            for question in ("Your name", "addresses", "Languages", "Your time zone"):
                terminal.answer(question)
            terminal.shows("How long should it wait?")
        if step in ("teaching", "looking"):
            terminal.answer("Number [1]")
            terminal.shows("[y/N]")
        if step == "looking":
            terminal.answer("[y/N]", "n")
            terminal.shows("Have a first look?")
        if how == "Ctrl-C":
            terminal.press("C-c")
            terminal.shows("[ended with 130]")
    is_written = step in ("teaching", "looking")
    until("it is written, or not", lambda: person.config.exists() == is_written)
    assert bool(person.secrets) == is_written
    assert is_written or person.files() == {}
    _finish(person, home, is_written)
    assert len(person.load().accounts) == 1
    assert person.secrets == [home.server.users[home.user]]


def _finish(person: Home, home: ImapBench, is_written: bool) -> None:
    with person.setup("--no-look", "--no-teach", "--no-service") as terminal:
        if is_written:
            terminal.answer("the one you apply with [robin.keller@example.org]", "")
            terminal.answer("Number [1]")
            terminal.shows("It is in the config file already.")
        else:
            about_the_mailbox(terminal, home)
            terminal.answer("Folders to watch")
        for question in ("Your name", "addresses", "Languages", "Your time zone", "Number [1]"):
            terminal.answer(question)
        terminal.shows("[ended with 0]")


def test_a_password_that_was_changed_is_asked_for_anew(person: Home, home: ImapBench) -> None:
    deliver(home, datetime.now(UTC))
    with person.setup("--no-look", "--no-teach", "--no-service") as terminal:
        about_the_mailbox(terminal, home)
        terminal.answer("Folders to watch")
        about_the_person(terminal)
        terminal.shows("[ended with 0]")
    before = person.config.read_text(encoding="utf-8")
    home.server.add_user(home.user, "one that is new")
    until("the server takes the new one", lambda: _may_sign_in(home, "one that is new"))
    with person.setup("--no-look", "--no-teach", "--no-service") as terminal:
        terminal.answer("the one you apply with [robin.keller@example.org]")
        terminal.answer("Number [1]")
        terminal.shows("A password for it is kept already; it is tried.")
        terminal.answer("it is not shown", "one that is new")
        for question in ("Your name", "addresses", "Languages", "zone", "Number [1]"):
            terminal.answer(question)
        terminal.shows("[ended with 0]")
    assert person.secrets == ["one that is new"]
    assert person.config.read_text(encoding="utf-8") == before
    assert person.grace.call("check").returncode == 0


def _may_sign_in(home: ImapBench, password: str) -> bool:
    server = home.server
    mailbox = Imap(server.host, server.port, "none", home.user, password)
    try:
        return bool(mailbox.check())
    except AuthError:
        return False
    finally:
        mailbox.close()


def test_without_a_keyring_a_program_gives_the_password(person: Home, home: ImapBench) -> None:
    person.environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    secret = person.folder / "secret"
    secret.write_text(home.server.users[home.user])
    with person.setup("--no-look", "--no-teach", "--no-service", "--tls", "none") as terminal:
        terminal.answer("the one you apply with", "robin.keller@example.org")
        terminal.answer("Number [1]")
        terminal.answer("IMAP server", home.server.host)
        terminal.answer("Port [143]", str(home.server.port))
        terminal.answer("User name there", home.user)
        terminal.answer("A program that prints the password", "cat nowhere")
        terminal.shows("cat ended with exit code 1")
        terminal.answer("A program that prints the password", f"cat {secret}")
        terminal.answer("Folders to watch")
        about_the_person(terminal)
        terminal.shows("[ended with 0]")
    assert person.load().accounts[0].password_command == ("cat", str(secret))
    assert home.server.users[home.user] not in person.config.read_text(encoding="utf-8")
    assert person.grace.call("check").returncode == 0


def test_a_server_that_is_not_there(person: Home) -> None:
    with person.setup("--plain") as terminal:
        terminal.answer("the one you apply with", "robin@posteo.nowhere.example")
        terminal.answer("Number [1]", "7")
        terminal.shows("It must be a number from 1 to 4.")
        terminal.answer("Number [1]", "1")
        terminal.answer("IMAP server", "localhost")
        terminal.answer("Number [1]", "3")
        terminal.answer("Port [143]", "1")
        terminal.answer("User name there", "robin")
        terminal.answer("it is not shown", "x")
        terminal.shows("no connection (Connection refused).")
        terminal.shows("What now?")
        terminal.answer("Number [1]", "2")
        terminal.answer("IMAP server [localhost]")
        terminal.press("C-c")
        terminal.shows("Stopped. Nothing was changed; `grace setup` goes on from here. [ended with 130]")
    assert person.files() == {}


def test_by_options_alone_with_the_password_on_standard_input(person: Home, home: ImapBench) -> None:
    deliver(home, datetime.now(UTC))
    where = ["--host", home.server.host, "--port", str(home.server.tls_port), "--user", home.user]
    who = ["--address", "robin@example.org", "--name", "Robin Keller", "--ca-file", str(home.server.ca_file)]
    command = [sys.executable, "-m", "watcher", "setup", "--yes", "--teach", *where, *who]
    for _ in range(2):
        done = subprocess.run(
            command,
            input=f"{home.server.users[home.user]}\n",
            capture_output=True,
            text=True,
            env=person.environment,
            cwd=person.folder,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "2 mails read. 2 answers found" in done.stdout
        assert home.server.users[home.user] not in done.stdout
    assert len(person.load().accounts) == 1
    assert person.secrets == [home.server.users[home.user]]
    assert person.grace.call("check").returncode == 0

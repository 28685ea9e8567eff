"""Secrets: where they are looked for, what is refused, and that none is ever shown."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from watcher.credentials import secret_for, store_secret
from watcher.errors import AuthError

SECRET = "correct horse"
ENV = {"PATH": os.environ.get("PATH", os.defpath)}


class Memory(KeyringBackend):
    priority = 0  # type: ignore[assignment]  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Short(Memory):
    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:5])


class PlaintextKeyring(Memory):
    pass


class ChosenByTheUser(PlaintextKeyring):
    pass


class Blocking(Memory):
    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return SECRET


class Raising(Memory):
    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


class Chain(chainer.ChainerBackend):
    priority = 0  # type: ignore[assignment]
    backends = ()  # type: ignore[assignment]


def chain(*members: KeyringBackend) -> KeyringBackend:
    made = Chain()
    made.backends = members  # type: ignore[misc]
    return made


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], KeyringBackend]]:
    before = keyring.get_keyring()

    def choose(backend: KeyringBackend) -> KeyringBackend:
        keyring.set_keyring(backend)
        return backend

    yield choose
    keyring.set_keyring(before)


Use = Callable[[KeyringBackend], KeyringBackend]


def refused(**given: object) -> str:
    """The one line of the AuthError, once it is clear that no secret hangs on the exception."""
    arguments: dict[str, object] = {
        "account_name": "home",
        "user": "robin",
        "password_command": (),
        "env": ENV,
    }
    with pytest.raises(AuthError) as caught:
        secret_for(**(arguments | given))  # type: ignore[arg-type]
    line = str(caught.value)
    assert "\n" not in line
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return line


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


class TestCommand:
    @pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nlogin: robin\n"])
    def test_the_first_line_it_prints_is_the_secret(self, end: str) -> None:
        command = python(f"import sys; sys.stdout.buffer.write({(' ' + SECRET + ' ' + end).encode()!r})")
        assert secret_for("home", "robin", command, ENV) == f" {SECRET} "

    def test_no_shell_reads_it(self) -> None:
        assert secret_for("home", "robin", ["echo", "$HOME; `id`"], ENV) == "$HOME; `id`"

    def test_its_exit_code_and_its_name_are_told_and_nothing_else(self) -> None:
        line = refused(password_command=python(f"import sys; print({SECRET!r}); sys.exit('{SECRET}')"))
        assert (
            line == f'password_command of account "home": {Path(sys.executable).name} ended with exit code 1.'
        )

    def test_a_shell_line_in_the_first_place_is_not_repeated(self) -> None:
        line = refused(password_command=[f"/bin/echo {SECRET}"])
        assert line.startswith('password_command of account "home": echo could not be started: No such file')

    @pytest.mark.parametrize("printed", [b"", b"\nsecond", b"\xff\n"])
    def test_what_it_prints_must_be_a_password(self, printed: bytes) -> None:
        assert "printed" in refused(
            password_command=python(f"import sys; sys.stdout.buffer.write({printed!r})")
        )

    def test_it_is_given_up_after_the_limit(self) -> None:
        code = f"import time; print({SECRET!r}, flush=True); time.sleep(60)"
        assert "did not answer within 0.3 seconds" in refused(password_command=python(code), limit=0.3)

    def test_it_comes_before_all_else_and_its_failure_is_not_passed_over(
        self, use: Use, tmp_path: Path
    ) -> None:
        use(Memory()).set_password("graceperiod:home", "robin", SECRET)
        (tmp_path / "home").write_text(SECRET)
        env = ENV | {"CREDENTIALS_DIRECTORY": str(tmp_path)}
        assert "ended with exit code 1" in refused(password_command=["false"], env=env)


class TestSystemd:
    def test_a_credential_of_the_accounts_name_comes_before_the_keyring(
        self, use: Use, tmp_path: Path
    ) -> None:
        use(Raising(RuntimeError()))
        (tmp_path / "home").write_text(f"{SECRET}\n")
        assert secret_for("home", "robin", (), {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == SECRET

    def test_without_one_the_keyring_is_asked(self, use: Use, tmp_path: Path) -> None:
        use(Memory()).set_password("graceperiod:home", "robin", SECRET)
        assert secret_for("home", "robin", (), {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == SECRET

    @pytest.mark.parametrize("content", [b"", b"\n", b"\xff"])
    def test_an_empty_one_is_a_problem(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "home").write_bytes(content)
        assert 'credential "home" is empty' in refused(env={"CREDENTIALS_DIRECTORY": str(tmp_path)})

    def test_one_that_cannot_be_read_is_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / "home").mkdir()
        assert "cannot be read" in refused(env={"CREDENTIALS_DIRECTORY": str(tmp_path)})

    def test_a_name_leads_nowhere_else(self, use: Use, tmp_path: Path) -> None:
        use(Memory())
        (tmp_path / "inside").mkdir()
        (tmp_path / "other").write_text(SECRET)
        env = {"CREDENTIALS_DIRECTORY": str(tmp_path / "inside")}
        assert "no password" in refused(account_name="../other", env=env)


class TestKeyring:
    def test_what_was_stored_is_found(self, use: Use) -> None:
        use(Memory())
        store_secret("home", "robin", SECRET)
        assert secret_for("home", "robin", (), ENV) == SECRET

    def test_each_account_has_an_entry_of_its_own(self, use: Use) -> None:
        use(Memory())
        store_secret("home", "robin", SECRET)
        assert "grace login work" in refused(account_name="work")

    def test_a_name_is_quoted_in_the_command_that_stores_it(self, use: Use) -> None:
        use(Memory())
        assert "grace login 'at home'" in refused(account_name="at home")

    @pytest.mark.parametrize("backend", [PlaintextKeyring, ChosenByTheUser, null.Keyring])
    def test_one_that_keeps_it_in_the_open_or_not_at_all_is_refused(
        self, use: Use, backend: type[KeyringBackend]
    ) -> None:
        use(backend())
        assert f"({backend.__name__}) would not keep" in refused()
        with pytest.raises(AuthError, match="would not keep"):
            store_secret("home", "robin", SECRET)
        use(chain(backend()))
        assert "would not keep" in refused()

    def test_a_chain_is_asked_without_the_refused_ones(self, use: Use) -> None:
        good, plain = Memory(), PlaintextKeyring()
        use(chain(plain, good))
        store_secret("home", "robin", SECRET)
        assert good.kept
        assert not plain.kept
        assert secret_for("home", "robin", (), ENV) == SECRET

    @pytest.mark.parametrize("backend", [fail.Keyring(), Raising(keyring.errors.NoKeyringError()), chain()])
    def test_a_machine_without_one_is_told_the_alternatives(self, use: Use, backend: KeyringBackend) -> None:
        use(backend)
        line = refused()
        assert line.startswith("There is no keyring here")
        assert "password_command" in line
        assert "systemd credential" in line

    def test_a_locked_one_says_so(self, use: Use) -> None:
        use(Raising(keyring.errors.KeyringLocked("of whom")))
        assert "is locked" in refused()

    @pytest.mark.parametrize("error", [OSError(SECRET), KeyError(SECRET), SystemExit(SECRET)])
    def test_whatever_it_raises_is_one_line_without_the_words_of_the_error(
        self, use: Use, error: BaseException
    ) -> None:
        use(Raising(error))
        assert f"did not work ({type(error).__name__})" in refused()
        with pytest.raises(AuthError) as caught:
            store_secret("home", "robin", SECRET)
        assert SECRET not in str(caught.value)

    def test_one_that_blocks_is_given_up_after_the_limit(self, use: Use) -> None:
        blocking = Blocking()
        use(blocking)
        began = time.monotonic()
        line = refused(limit=0.2)
        blocking.released.set()
        assert time.monotonic() - began < 5
        assert line.startswith('The keyring did not answer within 0.2 seconds for account "home"')

    def test_the_limit_is_twenty_seconds(self) -> None:
        assert secret_for.__kwdefaults__ == store_secret.__kwdefaults__ == {"limit": 20.0}

    def test_one_that_cuts_it_short_is_noticed(self, use: Use) -> None:
        use(Short())
        with pytest.raises(AuthError, match="did not keep the password") as caught:
            store_secret("home", "robin", SECRET)
        assert SECRET not in str(caught.value)

    def test_it_is_not_loaded_before_it_is_needed(self) -> None:
        code = "import sys, watcher.credentials; sys.exit('keyring' in sys.modules)"
        subprocess.run(python(code), check=True)


@pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="needs gnome-keyring and dbus",
)
class TestGnomeKeyring:
    FIND = f"""
from watcher.credentials import secret_for
print(secret_for("home", "robin", (), {{}}) == {SECRET!r})
"""
    STORE = f"""
from watcher.credentials import store_secret
store_secret("home", "robin", {SECRET!r})
{FIND}
"""

    def run(self, home: Path, start: str, code: str) -> subprocess.CompletedProcess[str]:
        (home / "run").mkdir(mode=0o700, exist_ok=True)
        env = ENV | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        inner = f'{start} >/dev/null 2>&1; exec "$0" -c "$1"'
        command = ["dbus-run-session", "--", "sh", "-c", inner, sys.executable, code]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)

    def test_keeps_a_secret_until_the_next_session(self, tmp_path: Path) -> None:
        unlock = "printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets"
        first = self.run(tmp_path, unlock, self.STORE)
        assert first.stdout == "True\n", first.stderr
        again = self.run(tmp_path, unlock, self.FIND)
        assert again.stdout == "True\n", again.stderr

    def test_locked_says_so_in_one_line(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, "gnome-keyring-daemon --start --components=secrets", self.STORE)
        assert "True" not in done.stdout
        last = done.stderr.strip().splitlines()[-1]
        assert last.startswith("watcher.errors.AuthError: The keyring ")
        assert "password_command" in last

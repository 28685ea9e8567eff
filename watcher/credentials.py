"""Where the secret of an account comes from, and nothing that says what it is.

In this order: the account's `password_command`, systemd's credentials (systemd.exec(5), LoadCredential=), the
keyring of the desktop. No secret is put into a message, an exception or a log line; our errors are raised
outside of `except`, since the exceptions of libraries carry what they worked on.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from watcher.errors import AuthError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_LIMIT = 20.0
_REFUSED_MODULES = ("keyring.backends.null", "keyring.backends.fail")
_ALTERNATIVES = "Use password_command in the config file, or a systemd credential"

_Answer = TypeVar("_Answer")


def secret_for(
    account_name: str,
    user: str,
    password_command: Sequence[str],
    env: Mapping[str, str],
    *,
    limit: float = _LIMIT,
) -> str:
    """The password of an account.

    Args:
        account_name, user: the keyring entry is that of `user` in the service "graceperiod:<account_name>".
        password_command: a program and its arguments, run without a shell; the first line it prints counts.
        env: the environment: of the program, and for CREDENTIALS_DIRECTORY.
        limit: seconds that the program or the keyring may take.

    Raises:
        AuthError: where there is none, in one line that says what to do.
    """
    if password_command:
        return from_command(account_name, "password_command", password_command, env, limit=limit)
    if directory := env.get("CREDENTIALS_DIRECTORY"):
        secret = _from_directory(account_name, Path(directory))
        if secret is not None:
            return secret
    return _from_keyring(account_name, user, limit)


def store_secret(account_name: str, user: str, secret: str, *, limit: float = _LIMIT) -> None:
    """Puts a password into the keyring and reads it back, since some keyrings cut long ones short.

    Raises:
        AuthError: where the keyring does not keep it.
    """
    service = _service(account_name)

    def store() -> bool:
        backend = _backends(account_name)[0]
        backend.set_password(service, user, secret)
        return backend.get_password(service, user) == secret

    if not _ask(account_name, store, limit):
        raise AuthError(
            f'The keyring did not keep the password of account "{account_name}". {_ALTERNATIVES}.'
        )


def _service(account_name: str) -> str:
    return f"graceperiod:{account_name}"


def from_command(
    account_name: str, key: str, command: Sequence[str], env: Mapping[str, str], *, limit: float = _LIMIT
) -> str:
    """The first line that a program prints.

    Args:
        key: what the command is called in the config file, for messages.

    Raises:
        AuthError: it failed, printed nothing, or took longer than `limit` seconds.
    """
    # Only the name: arguments may be secret. Where a whole shell line stands for the program, its first word.
    is_program = shutil.which(command[0], path=env.get("PATH"))
    program = Path(command[0] if is_program else (command[0].split() or [""])[0]).name
    trouble = ""
    output = b""
    try:
        # The output goes nowhere but here; stderr may repeat a secret and is dropped.
        done = subprocess.run(  # noqa: S603 (the person's own command, no shell)
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(env),
            timeout=limit,
            check=False,
        )
        output = done.stdout
        if done.returncode:
            trouble = f"failed with exit code {done.returncode}"
    except subprocess.TimeoutExpired:
        trouble = f"did not answer within {limit:g} seconds"
    except (OSError, ValueError) as error:
        trouble = f"could not be started: {getattr(error, 'strerror', None) or 'that is no possible command'}"
    secret = None if trouble else _as_text(output.split(b"\n", 1)[0].removesuffix(b"\r"))
    if not trouble and not secret:
        trouble = (
            f"printed no {key.partition('_')[0]}"
            if secret == ""
            else "printed something that is not UTF-8 text"
        )
    if trouble or secret is None:
        raise AuthError(f'{key} of account "{account_name}": {program} {trouble}.')
    return secret


def _from_directory(account_name: str, directory: Path) -> str | None:
    """The credential of that name, None where there is no such file."""
    if Path(account_name).name != account_name:  # no way out of the directory
        return None
    trouble = ""
    content = b""
    try:
        content = (directory / account_name).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        trouble = f"cannot be read: {error.strerror}"
    secret = _as_text(content.removesuffix(b"\n").removesuffix(b"\r"))
    if trouble or not secret:
        raise AuthError(f'The systemd credential "{account_name}" {trouble or "is empty or not UTF-8 text"}.')
    return secret


def _as_text(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _from_keyring(account_name: str, user: str, limit: float) -> str:
    service = _service(account_name)

    def look_up() -> str | None:
        found = (backend.get_password(service, user) for backend in _backends(account_name))
        return next((secret for secret in found if secret), None)

    secret = _ask(account_name, look_up, limit)
    if not secret:
        store = f"grace login {shlex.quote(account_name)}"
        raise AuthError(
            f'There is no password for account "{account_name}" in the keyring. Store it with: {store}'
        )
    return secret


def _backends(account_name: str) -> Sequence[KeyringBackend]:
    """The keyrings in use, best first, without those that keep no secret or keep it in the open."""
    import keyring  # here, not above: it costs memory and time, and many set-ups do without
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    candidates = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    usable = [backend for backend in candidates if not _is_refused(type(backend))]
    if usable:
        return usable
    if any(kind.__module__ == "keyring.backends.fail" for kind in type(chosen).__mro__) or not candidates:
        what = f'There is no keyring here that could hold the password of account "{account_name}".'
    else:
        name = type(chosen).__name__
        what = f'The keyring in use ({name}) would not keep the password of account "{account_name}" safe.'
    raise AuthError(f"{what} {_ALTERNATIVES}.")


def _is_refused(backend: type) -> bool:
    return any(
        kind.__module__ in _REFUSED_MODULES or "plaintext" in kind.__name__.lower()
        for kind in backend.__mro__
    )


def _ask(account_name: str, question: Callable[[], _Answer], limit: float) -> _Answer:
    """Asks the keyring in a thread of its own, which is left behind where the keyring does not answer.

    A locked keyring may wait for a window that nobody sees, a broken session bus for two minutes.
    """
    answers: list[_Answer] = []
    troubles: list[str] = []

    def ask() -> None:
        try:
            answers.append(question())
        except AuthError as refusal:
            troubles.append(str(refusal))
        except BaseException as error:  # noqa: BLE001 (backends raise what their libraries raise)
            troubles.append(_in_words(account_name, error))

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(limit)
    if answers:
        return answers[0]
    if troubles:
        raise AuthError(troubles[0])
    raise AuthError(
        f'The keyring did not answer within {limit:g} seconds for account "{account_name}": it may be locked '
        f"and waiting for you. Unlock it. {_ALTERNATIVES} where nobody can."
    )


def _in_words(account_name: str, error: BaseException) -> str:
    names = {kind.__name__ for kind in type(error).__mro__}
    if "KeyringLocked" in names:
        what = f'The keyring is locked, and the password of account "{account_name}" in it. Unlock it.'
    elif "NoKeyringError" in names:
        what = f'There is no keyring here that could hold the password of account "{account_name}".'
    else:
        what = f'The keyring failed ({type(error).__name__}) for the password of account "{account_name}".'
    return f"{what} {_ALTERNATIVES}."

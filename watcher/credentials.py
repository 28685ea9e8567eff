"""Where the secret of an account comes from, and nothing that says what it is.

There are two kinds: a password, and a sign-in by OAuth (a text that watcher/oauth/ knows how to read).

In this order: the account's `password_command`, systemd's credentials (systemd.exec(5), LoadCredential=), the
keyring of the desktop. No secret is put into a message, an exception or a log line; our errors are raised
outside of `except`, since the exceptions of libraries carry what they worked on.
"""

from __future__ import annotations

import contextlib
import hashlib
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

#: Windows keeps at most 2,560 bytes in an entry, in UTF-16: long texts are kept in pieces of so many characters.
PIECE = 1200
_MOST_PIECES = 20

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
        backend = _backends(account_name, "password")[0]
        backend.set_password(service, user, secret)
        return backend.get_password(service, user) == secret

    if not _ask(account_name, "password", store, limit):
        raise AuthError(
            f'The keyring did not keep the password of account "{account_name}". {_ALTERNATIVES}.'
        )


def sign_in_for(
    account_name: str,
    user: str,
    password_command: Sequence[str],
    env: Mapping[str, str],
    *,
    limit: float = _LIMIT,
) -> tuple[str | None, bool]:
    """What is kept of a sign-in by OAuth, from the same places as a password and in the same order.

    Args: as for `secret_for`.

    Returns:
        the text, None where there is none, "" where only a part of it is there; and whether it lies in the
        keyring, so that it can be replaced.

    Raises:
        AuthError: a place that should hold it cannot be used.
    """
    if password_command:
        return from_command(account_name, "password_command", password_command, env, limit=limit), False
    if directory := env.get("CREDENTIALS_DIRECTORY"):
        text = _from_directory(account_name, Path(directory))
        if text is not None:
            return text, False
    service, entry = _service(account_name), _sign_in_entry(user)

    def look_up() -> str | None:
        found = (_joined(backend, service, entry) for backend in _backends(account_name, "sign-in"))
        return next((text for text in found if text is not None), None)

    return _ask(account_name, "sign-in", look_up, limit), True


def store_sign_in(account_name: str, user: str, text: str, *, limit: float = _LIMIT) -> None:
    """Puts what is kept of a sign-in by OAuth into the keyring, in pieces, and reads it back.

    Raises:
        AuthError: where the keyring does not keep it.
    """
    service, entry = _service(account_name), _sign_in_entry(user)
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]

    def store() -> bool:
        backend = _backends(account_name, "sign-in")[0]
        # The first one, which says what belongs to it, is written last: until then the others fit nothing.
        for number in range(len(pieces), 1, -1):
            backend.set_password(service, f"{entry}#{number}", pieces[number - 1])
        backend.set_password(service, entry, f"{len(pieces)} {_mark(text)} {pieces[0]}")
        with contextlib.suppress(Exception):  # longer ones of before; what stays behind does no harm
            for number in range(len(pieces) + 1, _MOST_PIECES + 1):
                if backend.get_password(service, f"{entry}#{number}") is None:
                    break
                backend.delete_password(service, f"{entry}#{number}")
        return _joined(backend, service, entry) == text

    if not 0 < len(pieces) <= _MOST_PIECES or not _ask(account_name, "sign-in", store, limit):
        raise AuthError(f'The keyring did not keep the sign-in of account "{account_name}". {_ALTERNATIVES}.')


def login_command(account_name: str) -> str:
    """What a person types to store the secret of an account."""
    return f"grace login {shlex.quote(account_name)}"


def addressed(line: str, account_name: str) -> str:
    """A line of a mailbox, which does not know what the account is called, with the command that helps there."""
    return line.replace("`grace login`", f"`{login_command(account_name)}`")


def _sign_in_entry(user: str) -> str:
    """Not the user's name alone, under which a password may lie still."""
    return f"{user} (sign-in)"


def _mark(text: str) -> str:
    """Tells pieces that belong together from those of another time; it gives nothing of the text away."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _joined(backend: KeyringBackend, service: str, entry: str) -> str | None:
    """The text of an entry in pieces; None where there is no entry, "" where a piece is missing or stale."""
    first = backend.get_password(service, entry)
    if not first:
        return None
    count, _, rest = first.partition(" ")
    mark, _, text = rest.partition(" ")
    if not (count.isascii() and count.isdigit() and int(count) <= _MOST_PIECES):
        return ""
    for number in range(2, int(count) + 1):
        text += backend.get_password(service, f"{entry}#{number}") or ""
    return text if _mark(text) == mark else ""


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
            trouble = f"ended with exit code {done.returncode}"
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
        found = (backend.get_password(service, user) for backend in _backends(account_name, "password"))
        return next((secret for secret in found if secret), None)

    secret = _ask(account_name, "password", look_up, limit)
    if not secret:
        raise AuthError(
            f'There is no password for account "{account_name}" in the keyring. '
            f"Store it with: {login_command(account_name)}"
        )
    return secret


def _backends(account_name: str, what: str) -> Sequence[KeyringBackend]:
    """The keyrings in use, best first, without those that keep no secret or keep it in the open."""
    import keyring  # here, not above: it costs memory and time, and many set-ups do without
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    candidates = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    usable = [backend for backend in candidates if not _is_refused(type(backend))]
    if usable:
        return usable
    if any(kind.__module__ == "keyring.backends.fail" for kind in type(chosen).__mro__) or not candidates:
        trouble = f'There is no keyring here that could hold the {what} of account "{account_name}".'
    else:
        name = type(chosen).__name__
        trouble = f'The keyring in use ({name}) would not keep the {what} of account "{account_name}" safe.'
    raise AuthError(f"{trouble} {_ALTERNATIVES}.")


def _is_refused(backend: type) -> bool:
    return any(
        kind.__module__ in _REFUSED_MODULES or "plaintext" in kind.__name__.lower()
        for kind in backend.__mro__
    )


def _ask(account_name: str, what: str, question: Callable[[], _Answer], limit: float) -> _Answer:
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
            troubles.append(_in_words(account_name, what, error))

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


def _in_words(account_name: str, what: str, error: BaseException) -> str:
    names = {kind.__name__ for kind in type(error).__mro__}
    if "KeyringLocked" in names:
        trouble = f'The keyring is locked, and the {what} of account "{account_name}" in it. Unlock it.'
    elif "NoKeyringError" in names:
        trouble = f'There is no keyring here that could hold the {what} of account "{account_name}".'
    else:
        trouble = (
            f'The keyring did not work ({type(error).__name__}) for the {what} of account "{account_name}".'
        )
    return f"{trouble} {_ALTERNATIVES}."

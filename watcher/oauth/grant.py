"""What is kept of a sign-in by OAuth: what a new access token can be asked for with, and nothing else.

It lies where a password would: in the keyring, in a systemd credential, or with a program of the person's
(`password_command`), as one line of JSON.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from watcher.config import Account
from watcher.credentials import login_command, sign_in_for, store_sign_in
from watcher.errors import AuthError, UserError

_KEYS = ("client_id", "client_secret", "refresh_token", "since")


@dataclass(frozen=True, slots=True)
class Grant:
    """A sign-in that lasts.

    Args:
        client_id, client_secret: of the OAuth client that it was given to; the secret is "" for a public one.
        refresh_token: what new access tokens are given for (RFC 6749 section 1.5).
        since: the day on which the person signed in.
    """

    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    since: date

    def as_json(self) -> str:
        """One line."""
        kept = asdict(self) | {"since": self.since.isoformat()}
        return json.dumps(kept, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Grant | None:
        """What `as_json` wrote; None where the text is something else, such as a password."""
        try:
            kept = json.loads(text)
            client_id, client_secret, refresh_token, since = (kept[key] for key in _KEYS)
            day = date.fromisoformat(since)
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        if not all(isinstance(part, str) for part in (client_id, client_secret, refresh_token)):
            return None
        return cls(client_id, client_secret, refresh_token, day) if client_id and refresh_token else None


def stored(account: Account) -> tuple[Grant, bool]:
    """The sign-in of an account, and whether it lies in the keyring, so that it can be replaced.

    Raises:
        AuthError: there is none, it is damaged, or the place where it should lie cannot be used.
    """
    text, in_keyring = sign_in_for(account.name, account.user, account.password_command, os.environ)
    grant = Grant.from_json(text or "")
    if grant is None:
        trouble = "is not signed in." if text is None else "has a sign-in that is damaged, or something else."
        raise AuthError(f'Account "{account.name}" {trouble} Sign in with: {login_command(account.name)}')
    return grant, in_keyring


def stored_before(account: Account) -> Grant | None:
    """What was kept of an earlier sign-in, if it can be read: its OAuth client can be used again.

    Raises:
        AuthError: the place where it should lie cannot be used.
    """
    text, _ = sign_in_for(account.name, account.user, account.password_command, os.environ)
    return Grant.from_json(text or "")


def keep(account: Account, grant: Grant) -> None:
    """Puts the sign-in of an account into the keyring.

    Raises:
        AuthError: where the keyring does not keep it.
    """
    store_sign_in(account.name, account.user, grant.as_json())


def write(path: Path, grant: Grant) -> None:
    """Writes a sign-in to a file that only its owner can read, for a machine without a keyring.

    Raises:
        UserError: it cannot be written.
    """
    trouble, part = "", path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{grant.as_json()}\n")
        part.replace(path)  # at once: what was there stays whole until then
    except OSError as error:
        trouble = error.strerror or type(error).__name__
    if trouble:
        raise UserError(f"{path} cannot be written: {trouble}.")


def read(path: Path) -> Grant | None:
    """What `write` wrote; None where there is nothing of the kind."""
    try:
        return Grant.from_json(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        return None

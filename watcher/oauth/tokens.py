"""Access tokens, for as long as the program runs. They are kept in memory and nowhere else."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from time import monotonic

from watcher.config import Account
from watcher.credentials import from_command
from watcher.errors import AuthError
from watcher.oauth import grant as grants
from watcher.oauth.grant import Grant

#: A token is renewed so many seconds before it ends: a pass that begins with it should end with it.
EARLY = 300.0
#: How long a token is used that a command printed, whose end is not known.
_OF_A_COMMAND = 60.0


class Tokens:
    """The access tokens of all accounts that sign in by OAuth. One object for each thread."""

    def __init__(self) -> None:
        #: By account: the token, and the reading of the monotonic clock until which it is used.
        self._tokens: dict[str, tuple[str, float]] = {}
        #: By account: a sign-in that could not be stored, and the stored one that it came from.
        self._unstored: dict[str, tuple[Grant, Grant]] = {}

    def access_token(self, account: Account) -> str:
        """A token that is good for some minutes still.

        Raises:
            AuthError: the sign-in has ended, or never took place: one clear line, with what to do.
            TemporaryError: the network or the provider is down.
        """
        token, until = self._tokens.get(account.name, ("", 0.0))
        return token if token and monotonic() < until else self.renewed(account)

    def renewed(self, account: Account) -> str:
        """A new token, where the mail server refused the last one. Raises as `access_token` does."""
        self._tokens.pop(account.name, None)
        asked = monotonic()
        if account.auth == "token":
            token = from_command(account.name, "token_command", account.token_command, os.environ)
            self._tokens[account.name] = token, asked + _OF_A_COMMAND
            return token
        kept, in_keyring = grants.stored(account)
        origin, grant = self._unstored.get(account.name, (kept, kept))
        if origin != kept:  # the person has signed in again since
            grant = kept
        try:
            token, seconds, newer = _renewal(account)(account, grant)
        except AuthError:
            self._unstored.pop(account.name, None)
            raise
        if newer != grant:
            self._keep(account, kept, newer, in_keyring)
        # Half of a short life, so that a token which lives for less than EARLY is not asked for all the time.
        self._tokens[account.name] = token, asked + max(seconds - EARLY, seconds / 2)
        return token

    def _keep(self, account: Account, kept: Grant, newer: Grant, in_keyring: bool) -> None:
        """Stores what the provider gave in place of `kept`; where it cannot, it goes on with it in memory."""
        if in_keyring:
            with contextlib.suppress(AuthError):
                grants.keep(account, newer)
                return
        self._unstored[account.name] = kept, newer


def _renewal(account: Account) -> Callable[[Account, Grant], tuple[str, float, Grant]]:
    """Who asks for a token: for Microsoft its own library. Each is imported where it is used."""
    if account.auth == "microsoft":
        from watcher.oauth.microsoft import renew as by_microsoft

        return by_microsoft
    from watcher.oauth.renewal import renew

    return renew

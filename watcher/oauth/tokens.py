"""Access tokens, for as long as the program runs. They are kept in memory and nowhere else."""

from __future__ import annotations

import os

from watcher.config import Account
from watcher.credentials import from_command


class Tokens:
    """The access tokens of all accounts that sign in by OAuth. One object for each thread."""

    def access_token(self, account: Account) -> str:
        """A token that is good for some minutes still.

        Raises:
            AuthError: the sign-in has ended, or never took place: one clear line, with what to do.
            TemporaryError: the network or the provider is down.
        """
        return from_command(account.name, "token_command", account.token_command, os.environ)

    def renewed(self, account: Account) -> str:
        """A new token, where the mail server refused the last one."""
        return self.access_token(account)

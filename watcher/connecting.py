"""From an account in the config to its mailbox, with what it takes to sign in."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from watcher.config import Account
from watcher.credentials import secret_for
from watcher.mailboxes.protocol import Mailbox
from watcher.oauth.tokens import Tokens


def connect(account: Account, tokens: Tokens, now: datetime, password: str | None = None) -> Mailbox:
    """Opens an account's mailbox, fetching its secret where it needs one.

    Args:
        tokens: access tokens, for accounts that sign in by OAuth; kept from pass to pass.
        now: the time of this pass.
        password: one to try that is not kept anywhere yet; None for the one that is.

    Raises:
        AuthError, TemporaryError, UserError
    """

    def token(refused: bool) -> str:
        return tokens.renewed(account) if refused else tokens.access_token(account)

    if account.kind == "gmail":
        from watcher.mailboxes.gmail import Gmail

        return Gmail(account.address, account.user, token, account.folders, now.date(), account.quota)
    drafts, sent, trash = account.drafts or None, account.sent or None, account.trash or None
    if account.kind == "maildir":
        from watcher.mailboxes.maildir import Maildir

        return Maildir(account.path or Path(), account.folders, drafts, sent, trash)
    from watcher.mailboxes.imap import Imap

    by_password = account.auth == "password"
    if by_password and password is None:
        password = secret_for(account.name, account.user, account.password_command, os.environ)
    return Imap(
        account.host,
        account.port,
        account.tls,
        account.user,
        (password or "") if by_password else "",
        account.folders,
        drafts,
        sent,
        trash,
        ca_file=account.ca_file,
        token=None if by_password else token,
    )

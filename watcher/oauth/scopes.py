"""What an account asks for when the person signs in, and what of it they left unticked."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.config import Account

_GOOGLE = "https://www.googleapis.com/auth/"
#: Reading, and making drafts. There is none for drafts that does not allow to send as well.
GMAIL = (f"{_GOOGLE}gmail.readonly", f"{_GOOGLE}gmail.compose")
GOOGLE_IMAP = ("https://mail.google.com/",)

#: What Google's page says beside the box of each.
_BOXES = {
    GMAIL[0]: "View your email messages and settings",
    GMAIL[1]: "Manage drafts and send emails",
    GOOGLE_IMAP[0]: "Read, compose, send, and permanently delete all your email from Gmail",
}
#: Of the protocol, not of the mailbox; providers leave them out of what they say was granted.
_UNSAID = frozenset({"offline_access", "openid", "profile", "email"})


def wanted(account: Account) -> Sequence[str]:
    """The scopes to ask for (RFC 6749 section 3.3)."""
    if account.scopes:
        return account.scopes
    return GMAIL if account.kind == "gmail" else GOOGLE_IMAP


def missing_boxes(account: Account, granted: object) -> Sequence[str]:
    """What was asked for and not allowed, in the words of the page where it is ticked.

    Args:
        granted: the field "scope" of the answer; where there is none, all was granted (RFC 6749 section 5.1).
    """
    if not isinstance(granted, str) or not granted.strip():
        return ()
    left = set(wanted(account)) - set(granted.split()) - _UNSAID
    return [f'"{_BOXES.get(scope, scope)}"' for scope in wanted(account) if scope in left]

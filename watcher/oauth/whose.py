"""Who has signed in: asked at the Gmail API before a sign-in is stored."""

from __future__ import annotations

from watcher.config import Account
from watcher.errors import AuthError, GraceError
from watcher.mailboxes.gmail_address import same_mailbox


def check_gmail(account: Account, access_token: str) -> None:
    """Makes sure that the token is for the mailbox of the account (users.getProfile).

    Raises:
        AuthError: it is for another one.
        UserError: the Gmail API is not switched on.
        TemporaryError: the network or Google is down.
    """
    from watcher.mailboxes.gmail_api import Api  # here: it costs memory and time

    api = Api(account.address, lambda _refused: access_token, account.quota)
    try:
        found = str(api.profile().get("emailAddress", ""))
    except GraceError as error:
        raise type(error)(f"{error} Nothing was stored.") from None
    finally:
        api.close()
    if not same_mailbox(found, account.user):
        raise AuthError(
            f'You signed in as {found}, but account "{account.name}" is {account.user}. Nothing was stored. '
            "Sign in again and choose that one."
        )

"""Signing in to an IMAP server with an access token: XOAUTH2 or OAUTHBEARER (RFC 7628).

The library has both, but answers the server's reason for a refusal with the token once more. What the server
waits for then is an empty answer (XOAUTH2) or a lone ^A (RFC 7628 3.2.3); only after that it says NO.
"""

from __future__ import annotations

import imaplib
from collections.abc import Callable

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from watcher.errors import AuthError, UserError


def by_token(client: IMAPClient, where: str, user: str, token: str) -> None:
    """Signs in.

    Args:
        where: the server, for messages.

    Raises:
        UserError: the server takes no access tokens.
        AuthError: what should be a token can be none.
        LoginError: it was refused.
    """
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise AuthError(f"{where}: what should be an access token is none. Sign in again with `grace login`.")
    if client.has_capability("AUTH=XOAUTH2"):
        mechanism, first, second = "XOAUTH2", f"user={user}\1auth=Bearer {token}\1\1", ""
    elif client.has_capability("AUTH=OAUTHBEARER"):
        name = user.replace("=", "=3D").replace(",", "=2C")  # RFC 5801 4
        mechanism, first, second = "OAUTHBEARER", f"n,a={name},\1auth=Bearer {token}\1\1", "\1"
    else:
        raise UserError(
            f'{where}: it takes no sign-in by OAuth. Set `auth = "password"`, or ask who runs the server.'
        )
    try:
        client._imap.authenticate(mechanism, _answers(first, second))  # noqa: SLF001 - see above
    except imaplib.IMAP4.error as error:
        raise LoginError(str(error)) from error


def _answers(*texts: str) -> Callable[[bytes], bytes | None]:
    """What to say to each challenge, in order; after the last one that signing in is called off."""
    left = [text.encode() for text in texts]
    return lambda _challenge: left.pop(0) if left else None

"""From a sign-in to an access token, at Google and at any provider that follows RFC 6749 section 6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from watcher.config import Account
from watcher.credentials import login_command
from watcher.errors import AuthError
from watcher.oauth.endpoint import Refusal, ask, lifetime
from watcher.oauth.grant import Grant

GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 (an address)

#: An app in publishing status "Testing" is given sign-ins that last seven days. The end of one may be noticed
#: some days later, when the computer is switched on again.
_TESTING = (timedelta(days=7), timedelta(days=21))


def token_uri(account: Account) -> str:
    return account.token_uri or GOOGLE_TOKEN_URI


def renew(account: Account, grant: Grant) -> tuple[str, float, Grant]:
    """Asks for an access token.

    Returns:
        the token, its lifetime in seconds, and the sign-in as it is from now on: the provider may have given
        another refresh token, and may accept the old one no more.

    Raises:
        AuthError: the sign-in has ended, or its OAuth client; in one line, with what to do.
        TemporaryError: the network or the provider is down.
    """
    given = ask(
        token_uri(account),
        {
            "grant_type": "refresh_token",
            "refresh_token": grant.refresh_token,
            "client_id": grant.client_id,
            "client_secret": grant.client_secret,
        },
    )
    if isinstance(given, Refusal):
        raise AuthError(refused(account, given, grant.since))
    rotated = given.get("refresh_token")
    if isinstance(rotated, str) and rotated:
        grant = replace(grant, refresh_token=rotated)
    return given["access_token"], lifetime(given), grant


def refused(account: Account, refusal: Refusal, since: date | None = None) -> str:
    """One line on why there is no token, with what to do.

    Args:
        since: the day of the sign-in; None while it goes on.
    """
    name, command = account.name, login_command(account.name)
    if refusal.error == "invalid_grant":
        if since is None:
            return f'The provider took back the sign-in of account "{name}" at once. Try again: {command}'
        line = f'The sign-in of account "{name}" has ended. Sign in again with: {command}'
        age = refusal.day - since if refusal.day else timedelta()
        if account.auth == "google" and _TESTING[0] <= age <= _TESTING[1]:
            line += (
                ' (If it lasted seven days, your OAuth client is still in publishing status "Testing". '
                'Set it to "In production" first; see docs/gmail.md.)'
            )
        return line
    if refusal.error == "invalid_scope":
        what = "The provider does not know what was asked for (invalid_scope). "
        return f'{what}Look at `scopes` of account "{name}" in the config file.'
    again = f"{command} --client FILE" if account.auth == "google" else command
    if refusal.error not in ("invalid_client", "unauthorized_client", "deleted_client", "disabled_client"):
        return f'The provider refused account "{name}" ({refusal.error}). Sign in again with: {again}'
    return (
        f'The OAuth client of account "{name}" was refused ({refusal.error}): its id or its secret is wrong, or '
        f"it was deleted. Look at it with your provider, then sign in again with: {again}"
    )

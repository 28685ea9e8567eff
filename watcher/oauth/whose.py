"""Who has signed in: asked at the Gmail API before a sign-in is stored."""

from __future__ import annotations

from typing import Any

import requests

from watcher.config import Account
from watcher.errors import AuthError, TemporaryError, UserError
from watcher.oauth.endpoint import TIMEOUT


def check_gmail(account: Account, access_token: str) -> None:
    """Makes sure that the token is for the mailbox of the account (users.getProfile).

    Raises:
        AuthError: it is for another one.
        UserError: the Gmail API is not switched on.
        TemporaryError: the network or Google is down.
    """
    scheme = "http" if account.tls == "none" else "https"
    address = f"{scheme}://{account.host}:{account.port}/gmail/v1/users/me/profile"
    status, given = _get(address, access_token)
    found = given.get("emailAddress") if isinstance(given, dict) else None
    if status == 200 and isinstance(found, str):
        if found.casefold() != account.user.casefold():
            raise AuthError(
                f'You signed in as {found}, but account "{account.name}" is {account.user}. Nothing was stored. '
                "Sign in again and choose that one."
            )
        return
    if status == 403 and _reasons(given) & {"accessNotConfigured", "SERVICE_DISABLED"}:
        raise UserError(
            "The Gmail API is not switched on in your Google Cloud project. Switch it on there (APIs & Services, "
            "Library, Gmail API), wait a minute, and sign in again; see docs/gmail.md. Nothing was stored."
        )
    if status in (401, 403):
        raise AuthError(f"Gmail refused the sign-in (HTTP status {status}). Nothing was stored.")
    raise TemporaryError(
        f"Gmail did not say whose mailbox this is (HTTP status {status}). Nothing was stored."
    )


def _get(address: str, access_token: str) -> tuple[int, Any]:
    try:
        response = requests.get(
            address,
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except (requests.exceptions.RequestException, OSError):
        response = None
    if response is None:
        raise TemporaryError("Gmail cannot be reached. Nothing was stored.")
    try:
        return response.status_code, response.json()
    except (ValueError, RecursionError):
        return response.status_code, None


def _reasons(given: Any) -> set[str]:
    """The reasons that Google gives for a refusal, in its older and its newer form."""
    try:
        error = given["error"]
        entries = [*error.get("errors", ()), *error.get("details", ())]
        return {str(entry.get("reason")) for entry in entries}
    except (TypeError, KeyError, AttributeError):
        return set()

"""The token endpoint of a provider (RFC 6749 section 3.2): one question by HTTP, and what its answers mean.

No secret is put into an error: ours name the provider and one of the error codes of the RFC, nothing that the
provider wrote, and are raised outside of `except`, since the exceptions of libraries carry what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from watcher.errors import TemporaryError

#: Seconds until a connection must stand, and between two bytes of an answer.
TIMEOUT = (15.0, 30.0)
#: Seconds; what is said to last for longer is no number to reckon with.
_LONGEST = 1e9
#: What may pass by itself: of RFC 6749 section 5.2 and 4.1.2.1, RFC 8628 section 3.5. All others are final.
_PASSING = frozenset(
    {"temporarily_unavailable", "server_error", "slow_down", "rate_limit_exceeded", "internal_failure"}
)
_CODE = re.compile(r"[a-z_]{3,40}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that will not change by asking again.

    Args:
        error: the provider's code for it, such as "invalid_grant".
        day: the provider's date, None where it gave none.
    """

    error: str
    day: date | None


def ask(uri: str, question: Mapping[str, str]) -> Mapping[str, Any] | Refusal:
    """Asks for tokens. Fields that are "" are left out (RFC 6749 section 2.3.1: an empty client secret).

    Args:
        uri: https, or http on this computer: the config makes sure of that. No redirect is followed.

    Raises:
        TemporaryError: no network, no answer, or one that says neither yes nor no.
    """
    host = urlsplit(uri).hostname
    trouble, given = "", dict[str, Any]()
    response: requests.Response | None = None
    try:
        fields = {name: value for name, value in question.items() if value}
        accept = {"Accept": "application/json"}
        response = requests.post(uri, data=fields, headers=accept, timeout=TIMEOUT, allow_redirects=False)
        given = response.json()
    except requests.exceptions.SSLError:
        trouble = f"The certificate of {host} could not be verified."
    except requests.exceptions.Timeout:
        trouble = f"{host} did not answer in time."
    except requests.exceptions.JSONDecodeError:
        trouble = f"{host} gave an answer that is no use."
    except (requests.exceptions.RequestException, OSError, ValueError, RecursionError):
        trouble = f"{host} cannot be reached."
    if not trouble and response is not None:
        error = given.get("error") if isinstance(given, dict) else None
        final = isinstance(error, str) and _CODE.fullmatch(error) and error not in _PASSING
        if response.status_code in (400, 401, 403) and isinstance(error, str) and final:
            return Refusal(error, _day(response.headers.get("Date", "")))
        if response.status_code == 200 and isinstance(given, dict) and _text(given, "access_token"):
            return given
        what = "cannot answer now" if response.status_code >= 429 else "gave an answer that is no use"
        trouble = f"{host} {what} (HTTP status {response.status_code})."
    raise TemporaryError(trouble)


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""


def _day(header: str) -> date | None:
    try:
        return parsedate_to_datetime(header).date()
    except ValueError:
        return None


def lifetime(given: Mapping[str, Any], key: str = "expires_in", missing: float = 3600.0) -> float:
    """Seconds that something in an answer is good for. Some providers write the number in quotes."""
    try:
        seconds = float(given[key])
    except (KeyError, TypeError, ValueError, OverflowError):
        return missing
    return seconds if 0 <= seconds < _LONGEST else missing

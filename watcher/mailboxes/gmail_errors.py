"""What an error answer of Gmail's API means for us (developers.google.com/workspace/gmail/api/guides/handle-errors)."""

from __future__ import annotations

import json
from datetime import timedelta

from googleapiclient.errors import HttpError

from watcher.errors import AuthError, GraceError, TemporaryError, UserError

_LATER = "It is tried again later."
_SLOW_DOWN = frozenset(
    {
        "rateLimitExceeded",
        "userRateLimitExceeded",
        "quotaExceeded",
        "dailyLimitExceeded",
        "RATE_LIMIT_EXCEEDED",
    }
)
_BOX_NOT_TICKED = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_NOT_SWITCHED_ON = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_LONGEST = 3600


class NotThereError(TemporaryError):
    """Gmail does not know it (404), or takes it for no id at all (400)."""


class OutOfOrderError(TemporaryError):
    """Gmail failed (5xx), or its answer makes no sense: at everything, or at one mail alone."""


def meaning(error: HttpError) -> GraceError:
    """The error of ours for an error answer. Nothing of the answer's own words is repeated but its reason."""
    status, reasons = int(error.resp.status), _reasons(error)
    if status == 401:
        return AuthError("Gmail refused the sign-in. Sign in again with `grace login`.")
    if status == 429 or reasons & _SLOW_DOWN:
        return TemporaryError(f"Gmail: that was enough for a while. {_LATER}", _retry_after(error))
    if status == 403:
        return _forbidden(reasons)
    if "failedPrecondition" in reasons:
        return UserError("Gmail: this Google account has no mailbox, or it is closed for the moment.")
    if status in (400, 404):
        return NotThereError(f"Gmail: it does not know what was asked for ({status}). {_LATER}")
    if status >= 500:
        line = f"Gmail: it is out of order just now ({status}). {_LATER}"
        return OutOfOrderError(line, _retry_after(error))
    return TemporaryError(f"Gmail: it refused a request ({status}). {_LATER}")


def _forbidden(reasons: frozenset[str]) -> GraceError:
    if reasons & _BOX_NOT_TICKED:
        return AuthError(
            "Gmail: this sign-in does not allow it; a box was left unticked. "
            "Sign in again with `grace login`, and tick all boxes."
        )
    if reasons & _NOT_SWITCHED_ON:
        return UserError(
            "Gmail: the Gmail API is not switched on in your Google Cloud project. "
            "Switch it on there; see docs/gmail.md."
        )
    if "domainPolicy" in reasons:
        return AuthError("Gmail: your organisation does not let programs in this way. Ask who runs it.")
    named = f" ({', '.join(sorted(reasons))[:60]})" if reasons else ""
    return AuthError(f"Gmail refused access{named}. Sign in again with `grace login`; see docs/gmail.md.")


def _reasons(error: HttpError) -> frozenset[str]:
    """The reasons in either of the shapes in which Google gives them."""
    try:
        told = json.loads(error.content)["error"]
        found = [*told.get("errors", ()), *told.get("details", ())]
        reasons = {one["reason"] for one in found if isinstance(one, dict) and "reason" in one}
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
    return frozenset(one for one in reasons if isinstance(one, str) and one.isidentifier())


def _retry_after(error: HttpError) -> timedelta:
    """RFC 9110 10.2.3, where it is given in seconds."""
    told = str(error.resp.get("retry-after", ""))
    return timedelta(seconds=min(int(told), _LONGEST)) if told.isdecimal() and len(told) < 9 else timedelta()

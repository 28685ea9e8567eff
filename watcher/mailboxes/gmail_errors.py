"""What an error answer of Gmail's API means for us (developers.google.com/workspace/gmail/api/guides/handle-errors)."""

from __future__ import annotations

import json
import re
import ssl
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from googleapiclient.errors import HttpError

from watcher.errors import AuthError, GraceError, TemporaryError, UserError

_LATER = "It is tried again later."
_SLOW_DOWN = frozenset(
    {
        *("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"),
        *("concurrentLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"),
    }
)
_BOX_NOT_TICKED = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_NOT_SWITCHED_ON = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_REFUSED = frozenset({"forbidden", "authError"})
_LONGEST = timedelta(hours=1)
#: Gmail gives the time at which it may be asked again in its words rather than in a header.
_UNTIL = re.compile(rb"Retry after (\d{4}-\d\d-\d\dT[\d:.]{8,15}Z)")


class NotThereError(TemporaryError):
    """Gmail does not know it (404)."""


class OutOfOrderError(TemporaryError):
    """Gmail failed (5xx), or its answer makes no sense: at everything, or at one mail alone."""


class NotUnderstoodError(OutOfOrderError):
    """Gmail takes the question for none (400): an id that is none, a mail that it will not have."""


def given_up() -> TemporaryError:
    """The program was asked to stop."""
    return TemporaryError("Gmail: given up, because the program was asked to stop.")


def untrusted(error: ssl.SSLCertVerificationError) -> TemporaryError:
    """Somebody on the way perhaps, such as the sign-in page of a hotel's network: it may pass by itself."""
    return TemporaryError(
        f"Gmail: its certificate cannot be trusted ({error.verify_message}), so nothing was sent. {_LATER}"
    )


def meaning(error: HttpError) -> GraceError:
    """The error of ours for an error answer. Nothing of the answer's own words is repeated but its reason."""
    status, reasons = int(error.resp.status), _reasons(error)
    if status == 401:  # with a token that was just given out: where the sign-in has ended, none is given
        return TemporaryError(f"Gmail refuses a new sign-in just now. {_LATER}")
    if status == 429 or reasons & _SLOW_DOWN:
        return TemporaryError(f"Gmail: that was enough for a while. {_LATER}", _retry_after(error))
    if status == 403:
        return _forbidden(reasons)
    if "failedPrecondition" in reasons:
        return TemporaryError(
            f"Gmail: this Google account has no mailbox, or it is closed just now. {_LATER}"
        )
    if status == 404:
        return NotThereError(f"Gmail: it does not know what was asked for ({status}). {_LATER}")
    if status == 400:
        return NotUnderstoodError(f"Gmail: it does not understand what was asked for ({status}). {_LATER}")
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
    if reasons & _REFUSED:
        return AuthError("Gmail refused access. Sign in again with `grace login`; see docs/gmail.md.")
    # From somebody on the way, for one mail alone, or for a reason that is new: it may pass by itself.
    return OutOfOrderError(f"Gmail: it refused a request (403). {_LATER}")


def _reasons(error: HttpError) -> frozenset[str]:
    """The reasons in either of the shapes in which Google gives them."""
    try:
        told = json.loads(error.content)["error"]
        found = [*told.get("errors", ()), *told.get("details", ())]
        reasons = {one["reason"] for one in found if isinstance(one, dict) and "reason" in one}
        reasons.add(told.get("status"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
    return frozenset(one for one in reasons if isinstance(one, str) and one.isidentifier())


def _retry_after(error: HttpError) -> timedelta:
    """RFC 9110 10.2.3; as Gmail puts it, from the server's own time on."""
    told = str(error.resp.get("retry-after", ""))
    if told.isdecimal() and len(told) < 9:
        return min(timedelta(seconds=int(told)), _LONGEST)
    found = _UNTIL.search(error.content if isinstance(error.content, bytes) else b"")
    try:
        until = datetime.fromisoformat(found[1].decode()) if found else parsedate_to_datetime(told)
        wait = until - parsedate_to_datetime(str(error.resp.get("date", "")))
    except (ValueError, TypeError, OverflowError):
        return timedelta()
    return min(max(wait, timedelta()), _LONGEST)

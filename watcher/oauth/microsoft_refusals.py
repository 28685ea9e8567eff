"""What Microsoft means when it refuses, and what a person can do about it.

The kind of a refusal is `error` (RFC 6749 section 5.2, RFC 8628 section 3.5). Beside it stand numbers in
`error_codes`, which Microsoft calls diagnostic and changes without notice: they only choose better words, and
an unknown one falls back on `error`. `error_description` is never shown: it may name people, apps and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from watcher.credentials import login_command
from watcher.errors import AuthError, GraceError, TemporaryError

_AGAIN = "Sign in again with: {login}"
_APP = "Look at client_id and tenant in the config file and at your app registration; docs/outlook.md shows both."
_ORGANISATION = "Only your organisation's IT can change that; docs/outlook.md says what else there is."
_TENANT = "Look at tenant in the config file; docs/outlook.md shows where to find it."

#: What happened, and what to do, by the numbers after "AADSTS".
_WORDS: Mapping[tuple[int, ...], tuple[str, str]] = {
    # The sign-in is over.
    (70008, 700082, 700084, 50089): ("was not used for so long that it has ended", _AGAIN),
    (50173, 50132, 50133): ("was ended, as by a new password or by signing out everywhere", _AGAIN),
    (70043,): ("has ended: your organisation lets one last only so long", _AGAIN),
    (70000,): (
        "is not valid any more",
        "Sign in to your mailbox in the browser once, in case Microsoft wants to ask you something; "
        "then here, with: {login}",
    ),
    # The account.
    (50055, 50144): ("was refused: your password has expired", "Set a new one in the browser, then: {login}"),
    (50053,): (
        "was refused: the account is locked for a while, or the network that you are in is distrusted",
        "Wait, sign in to your mailbox in the browser once, then: {login}",
    ),
    (50057,): ("was refused: the account is switched off", _ORGANISATION),
    (16000, 50014, 50020, 50034, 500208, 51004, 90072): (
        "was refused: the account does not belong to this tenant",
        "Sign in with the account of this mailbox, or look at tenant in the config file.",
    ),
    # A second factor; a rule of the organisation.
    (50072, 50074, 50076, 50078, 50079, 50085, 50158, 53004): (
        "has to be confirmed anew, with your second factor",
        _AGAIN,
    ),
    (
        *(50005, 50097, 50129, 50131, 50155, 50187, 53000, 53001, 53002, 53003, 53010, 53011),
        *(530032, 530034, 530035),
    ): ("was refused by a rule of your organisation (Conditional Access)", _ORGANISATION),
    (50105,): ("was refused: your organisation has not given you this app", _ORGANISATION),
    # Consent.
    (65001,): (
        "was refused: nobody has agreed yet that this app may read the mail",
        "Sign in and agree, with: {login} - where the page asks for an admin, only your organisation's IT can.",
    ),
    (65004,): ("was refused: you did not agree that this app may read the mail", _AGAIN),
    (90008, 90094, 90095): ("was refused: an admin has to agree to this app first", _ORGANISATION),
    # The app registration.
    (65005, 650052, 650054, 650056, 650057, 500011, 50001, 28002, 70011): (
        "was refused: the app registration lacks the permission IMAP.AccessAsUser.All, or there is no Exchange "
        "mailbox behind it",
        _APP,
    ),
    (700016, 700011): (
        "was refused: there is no app with this client_id in this tenant",
        f"{_APP} A new app takes a while to be known.",
    ),
    (70001, 7000112, 1000031): ("was refused: the app registration is switched off", _APP),
    (7000218, 70002): (
        "was refused: the app registration does not allow sign-in by a code",
        'Set "Allow public client flows" to Yes in it; docs/outlook.md shows where. Then: {login}',
    ),
    (50194, 90124, 90130): (
        "was refused: the app registration is only for its own organisation",
        "Write that organisation's id or domain as tenant into the config file.",
    ),
    (9002331, 9002346): (
        "was refused: the app registration is only for personal accounts",
        'Write tenant = "consumers" into the config file.',
    ),
    (9002332,): (
        "was refused: the app registration is only for organisations",
        "Write your organisation's id or domain as tenant into the config file.",
    ),
    (50059, 50128, 90002, 900023): ("was refused: there is no such tenant", _TENANT),
    # The code that is typed in.
    (70018, 70019, 70020): (
        "did not come about: the code was not used in time. Where the page in the browser refused you, "
        "docs/outlook.md says why",
        "Try again with: {login}",
    ),
}
_BY_NUMBER = {number: words for numbers, words in _WORDS.items() for number in numbers}
_DECLINED = ("was declined in the browser", "Try again with: {login}")
_BY_ERROR: Mapping[str, tuple[str, str]] = {
    "authorization_declined": _DECLINED,  # Microsoft's word for access_denied
    "access_denied": _DECLINED,
    "expired_token": _BY_NUMBER[70019],
    "code_expired": _BY_NUMBER[70019],
    "bad_verification_code": _BY_NUMBER[70019],
    "invalid_grant": ("has ended", _AGAIN),
    "interaction_required": ("has to be confirmed anew", _AGAIN),
    "login_required": ("has to be confirmed anew", _AGAIN),
    "consent_required": _BY_NUMBER[65001],
    "invalid_tenant": _BY_NUMBER[90002],
}
#: Trouble of Microsoft's own, by which nobody has been signed out, whatever `error` says beside it.
_PASSING = frozenset(
    {
        *(40010, 50033, 50087, 50088, 50166, 50196, 70012, 80001, 80002, 80005, 80014),
        *(90006, 90012, 90024, 90033, 90055, 90090, 90091),
    }
)
_PASSING_ERRORS = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
#: The answer that msal gives, or that we do, where a code was not used in time (RFC 8628 section 3.5).
NOT_IN_TIME: Mapping[str, Any] = {"error": "expired_token"}


def refusal(account_name: str, answer: Mapping[str, Any]) -> GraceError:
    """The error for an answer that holds `error`: one line with what to do, and the number to search for.

    Returns:
        TemporaryError where it is Microsoft's own passing trouble, AuthError for everything else.
    """
    error = str(answer.get("error", ""))
    numbers = list(_numbers(answer))
    if error in _PASSING_ERRORS or _PASSING & set(numbers):
        return TemporaryError(f"Microsoft has a passing trouble{_tag(error, numbers)}.")
    known = next((number for number in numbers if number in _BY_NUMBER), None)
    what, to_do = ("was refused", _APP)
    if known is not None:
        numbers, (what, to_do) = [known], _BY_NUMBER[known]
    elif error in _BY_ERROR:
        what, to_do = _BY_ERROR[error]
    advice = to_do.format(login=login_command(account_name))
    return AuthError(f'The sign-in of account "{account_name}" {what}{_tag(error, numbers)}. {advice}')


def _numbers(answer: Mapping[str, Any]) -> Iterator[int]:
    codes = answer.get("error_codes")
    if isinstance(codes, list):
        yield from (code for code in codes if type(code) is int)
    yield from map(int, re.findall(r"\bAADSTS([0-9]{4,8})\b", str(answer.get("error_description", ""))))


def _tag(error: str, numbers: list[int]) -> str:
    """What to search for, in brackets. Only what cannot hold anything else is repeated."""
    if numbers:
        return f" (AADSTS{numbers[0]})"
    if not re.fullmatch(r"[a-z_]{1,40}", error) or error == NOT_IN_TIME["error"]:
        return ""
    return f" ({error})"

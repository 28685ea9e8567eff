"""Signing in at Microsoft with a code that is typed in elsewhere (RFC 8628), and tokens from that, by msal.

msal keeps its own store of tokens in memory, for as long as one call here lasts; the Grant alone is kept. Its errors,
warnings and log lines may hold what was asked or answered: none of them gets out of this module.
"""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from watcher.config import Account
from watcher.errors import AuthError, GraceError, TemporaryError
from watcher.oauth.grant import Grant
from watcher.oauth.microsoft_refusals import NOT_IN_TIME, refusal

if TYPE_CHECKING:
    import requests

#: The permission on Exchange Online; other clouds have other names for it, which `scopes` of an account may give.
SCOPES = ("https://outlook.office.com/IMAP.AccessAsUser.All",)
#: What msal asks for by itself, and does not want to be told.
_BY_ITSELF = {"openid", "profile", "offline_access"}
_PUBLIC_CLOUD = "https://login.microsoftonline.com"
#: Seconds until a connection must stand, and between two pieces of an answer.
_LIMITS = (15.0, 30.0)
#: Seconds that a code is waited for: Microsoft's are good for 15 minutes, whatever an answer says.
_LONGEST = 900.0
#: Seconds between two questions, at least and at most. msal would ask without any pause at 0.
_SHORTEST_PAUSE, _LONGEST_PAUSE = 1, 60
_STILL_OPEN = ("authorization_pending", "slow_down")

_Answer = TypeVar("_Answer")


def sign_in(
    account: Account,
    show: Callable[[str, str], None],
    note: Callable[[str], None] = lambda line: None,
    *,
    wait: Callable[[float], None] = time.sleep,
) -> Grant:
    """Signs a person in with a code. Waits until they have typed it in, at most for its life of 15 minutes.

    Ctrl-C ends the wait (KeyboardInterrupt), and nothing is left behind: the code ends by itself.

    Args:
        show: tells the person the address to open, in any browser, and the code to type in there.
        note: is told, in one sentence, where they signed in under another name than `account.user`. That may
            be right (an alias, a shared mailbox), so it is no error: the mail server has the last word.
        wait: pauses for so many seconds.

    Raises:
        AuthError: refused, declined or not in time; in one line, with what to do.
        TemporaryError: the network or Microsoft is down.
    """
    line = _Line()
    app = _app(account, account.client_id, line)
    flow = _ask(account, line, lambda: app.initiate_device_flow(_scopes(account)))
    if "error" in flow:
        raise refusal(account.name, flow)
    address = flow.get("verification_uri") or flow.get("verification_url")
    if not (address and flow.get("user_code") and flow.get("device_code")):
        raise TemporaryError("Microsoft gave no code to sign in with. Try again in a while.")
    show(_printable(address), _printable(flow["user_code"]))
    answer = _wait_until_used(account, line, app, flow, wait)
    token = answer.get("refresh_token")
    if not isinstance(token, str) or not token:
        raise AuthError(
            f'Microsoft gave account "{account.name}" no sign-in that lasts. Look at the permissions of your app '
            "registration: offline_access has to be possible; see docs/outlook.md."
        )
    _compare(account, answer, note)
    # The day on which the code was given out; msal has looked at the clock for us.
    given_out = datetime.fromtimestamp(flow["expires_at"] - flow["expires_in"], UTC).astimezone()
    return Grant(account.client_id, "", token, given_out.date())


def renew(account: Account, grant: Grant) -> tuple[str, float, Grant]:
    """Asks for an access token.

    Returns:
        the token, its lifetime in seconds, and the sign-in as it is from now on: Microsoft gives another
        refresh token each time (RFC 6749 section 6).

    Raises:
        AuthError: the sign-in has ended, or the app registration; in one line, with what to do.
        TemporaryError: the network or Microsoft is down.
    """
    line = _Line()
    app = _app(account, grant.client_id, line)
    answer = _ask(
        account, line, lambda: app.acquire_token_by_refresh_token(grant.refresh_token, _scopes(account))
    )
    if "error" in answer:
        raise refusal(account.name, answer)
    token, rotated = answer.get("access_token"), answer.get("refresh_token")
    if not isinstance(token, str) or not token:
        raise TemporaryError("Microsoft gave an answer that is no use.")
    if isinstance(rotated, str) and rotated:
        grant = replace(grant, refresh_token=rotated)
    return token, _lifetime(answer), grant


def _wait_until_used(
    account: Account, line: _Line, app: Any, flow: dict[str, Any], wait: Callable[[float], None]
) -> Mapping[str, Any]:
    """Asks until the code was used. The pause between two questions is msal's `interval`, which it lengthens when
    told to slow down. Trouble on the way is lived through with longer pauses (RFC 8628 section 3.5)."""
    end = time.monotonic() + min(float(flow["expires_in"]), _LONGEST)
    problem: GraceError = refusal(account.name, NOT_IN_TIME)
    while time.monotonic() < end:
        flow["interval"] = max(_SHORTEST_PAUSE, min(flow["interval"], _LONGEST_PAUSE))
        wait(flow["interval"])
        flow.pop("latest_attempt_at", None)  # msal would warn on stderr of a pause that it finds too short
        try:
            # One question a call: msal's own loop never looks at its end where the interval is 0.
            answer: Mapping[str, Any] = _ask(
                account, line, lambda: app.acquire_token_by_device_flow(flow, exit_condition=lambda _: True)
            )
        except TemporaryError as trouble:
            problem = trouble
            flow["interval"] *= 2
            continue
        if "error" not in answer:
            return answer
        problem = refusal(account.name, NOT_IN_TIME)
        if answer["error"] not in _STILL_OPEN:
            problem = refusal(account.name, answer)
            if not isinstance(problem, TemporaryError):
                break
            flow["interval"] *= 2
    raise problem


def _compare(account: Account, answer: Mapping[str, Any], note: Callable[[str], None]) -> None:
    claims = answer.get("id_token_claims")
    name = _printable(claims.get("preferred_username")) if isinstance(claims, Mapping) else ""
    if name and name.casefold() != account.user.casefold():
        note(
            f"You signed in as {name}, and the config file says {account.user}. That is well where both are "
            "one mailbox."
        )


def _app(account: Account, client_id: str, line: _Line) -> Any:
    """msal's application, with the addresses of the account's tenant, which it asks for here."""
    logging.getLogger("msal").setLevel(logging.CRITICAL + 1)  # it logs answers that it cannot read
    import msal  # here, not above: it costs memory and time, and few set-ups need it

    return _ask(
        account,
        line,
        lambda: msal.PublicClientApplication(
            client_id,
            authority=authority(account),
            http_client=line,
            instance_discovery=False,  # it would tell the public cloud of every other one
        ),
    )


def authority(account: Account) -> str:
    """Where an account signs in: the cloud of `auth_uri`, the public one unless it is set, and the tenant.

    A tenant in `auth_uri` counts, and whatever may follow it does not, so that the address of the cloud will
    do, and so will the whole address of its endpoint.
    """
    parts = urlsplit(account.auth_uri or _PUBLIC_CLOUD)
    tenant = parts.path.strip("/").partition("/")[0] or account.tenant
    return f"https://{parts.netloc}/{tenant}"


def _scopes(account: Account) -> list[str]:
    return [scope for scope in account.scopes if scope not in _BY_ITSELF] or list(SCOPES)


def _ask(account: Account, line: _Line, question: Callable[[], _Answer]) -> _Answer:
    """Asks msal. It raises what comes: ValueError, KeyError, RuntimeError, AttributeError, each with the answer in it.

    What it raises of a refused tenant (ValueError) is put into words by the refusal itself.
    """
    answers: list[_Answer] = []
    trouble = ""
    line.refused = {}
    try:
        answers.append(question())
    except GraceError:
        raise
    except Exception as error:  # noqa: BLE001 (see above)
        trouble = type(error).__name__
    if trouble and line.refused:
        raise refusal(account.name, line.refused)
    if trouble:
        raise TemporaryError(f"Microsoft gave an answer that is no use ({trouble}).")
    return answers[0]


class _Line:
    """What msal reaches Microsoft by: certificates verified, a limit on every question, and an answer only where
    there is one: a JSON object, with a status below 500. Everything else is a TemporaryError.

    Proxies and certificates of the environment count (HTTPS_PROXY, REQUESTS_CA_BUNDLE).
    """

    def __init__(self) -> None:
        import requests

        self._session = requests.Session()
        self._trouble = requests.exceptions
        #: The last answer that was a refusal.
        self.refused: Mapping[str, Any] = {}

    def get(self, url: str, **more: Any) -> requests.Response:
        return self._ask("GET", url, **more)

    def post(self, url: str, **more: Any) -> requests.Response:
        return self._ask("POST", url, **more)

    def close(self) -> None:
        self._session.close()

    def _ask(
        self, method: str, url: str, params: Any = None, data: Any = None, headers: Any = None, **_: Any
    ) -> requests.Response:
        host, trouble = _host(url), ""
        answers: list[requests.Response] = []
        try:
            # No redirect: the question may hold a refresh token, which is for this host only.
            answers.append(
                self._session.request(
                    method,
                    url,
                    params=params,
                    data=data,
                    headers=headers,
                    timeout=_LIMITS,
                    allow_redirects=False,
                )
            )
        except self._trouble.SSLError:
            trouble = f"The certificate of {host} could not be verified."
        except self._trouble.Timeout:
            trouble = f"{host} did not answer in time."
        except (self._trouble.RequestException, OSError, ValueError):
            trouble = f"{host} cannot be reached."
        if not trouble:
            trouble = self._trouble_in(answers[0], host)
        if trouble:
            raise TemporaryError(trouble)
        return answers[0]

    def _trouble_in(self, answer: requests.Response, host: str) -> str:
        """Why an answer cannot be handed on, "" where it can. A refusal can, and is remembered."""
        given = None
        with contextlib.suppress(ValueError, RecursionError):
            given = json.loads(answer.text)
        is_refusal = isinstance(given, dict) and isinstance(given.get("error"), str)
        if answer.status_code == 429:
            return f"{host} is asked too often just now."
        is_use = answer.status_code < 300 or (is_refusal and answer.status_code < 500)
        if not isinstance(given, dict) or not is_use:
            return f"{host} gave an answer that is no use (HTTP status {answer.status_code})."
        if is_refusal:
            self.refused = given
        return ""


def _lifetime(answer: Mapping[str, Any]) -> float:
    """Seconds that a token is good for; Microsoft's live for an hour or more."""
    try:
        return max(0.0, float(answer["expires_in"]))
    except (KeyError, TypeError, ValueError):
        return 3600.0


def _printable(text: object) -> str:
    return "".join(letter for letter in str(text or "") if letter.isprintable())


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "Microsoft"
    except ValueError:
        return "Microsoft"

"""Signing in with the browser: the loopback flow of RFC 8252 section 7.3 with PKCE (RFC 7636).

The provider sends the browser back to a port of this computer, where we listen for as long as it takes. A
browser asks there for other things too (an icon; a connection opened in advance), so the answer is not the
first request but the one that carries our `state`.
"""

from __future__ import annotations

import errno
import os
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from google_auth_oauthlib.flow import Flow

from watcher.config import Account
from watcher.errors import AuthError, TemporaryError, UserError
from watcher.oauth.endpoint import Refusal, ask, lifetime
from watcher.oauth.renewal import refused, token_uri
from watcher.oauth.scopes import missing_boxes, wanted

_HOST = "127.0.0.1"
_GOOGLE_AUTH_URI = "https://accounts.google.com/o/oauth2/v2/auth"
#: Seconds that a person may take to sign in, with a second factor and an app to review.
WAIT = 600.0
#: Seconds after which a connection that says nothing is closed.
_SILENT = 10
_PAGE = b"""\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Grace Period</title></head>
<body style="font:1.1em/1.6 sans-serif;max-width:34em;margin:4em auto;padding:0 1em">
<p>%s You can close this window.</p>
<p>Grace Period goes on in the terminal where you started it.</p></body></html>
"""
_THANKS, _NOT_DONE = b"Thank you.", b"You were not signed in, and nothing was stored."


@dataclass(frozen=True, slots=True)
class Granted:
    """What the provider gave.

    Args:
        ends_in: seconds after which the whole sign-in ends, where the provider said so.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    ends_in: float | None


def sign_in(
    account: Account,
    client: tuple[str, str],
    show: Callable[[str, int], None],
    port: int = 0,
    wait: float = WAIT,
) -> Granted:
    """Lets the person sign in.

    Args:
        client: id and secret of the OAuth client; the secret may be "".
        show: is given the address to open and the port of this computer that the browser will be sent to.
        port: 0 for any.
        wait: seconds to wait for the person.

    Raises:
        UserError: the port is taken.
        AuthError: it was declined, a box was left unticked, or the provider refused.
        TemporaryError: nobody came, or the provider is down.
    """
    flow = _flow(account, client)
    with _listening(port) as server:
        bound = int(server.server_address[1])
        flow.redirect_uri = f"http://{_HOST}:{bound}/"
        address, server.state = flow.authorization_url(**_extras(account))
        plain = account.auth_uri.startswith("http:")
        show(f"http:{address.removeprefix('https:')}" if plain else address, bound)
        answer = _answer(server.answers, wait)
    if "error" in answer:
        raise AuthError(_declined(account, answer["error"]))
    given = ask(
        token_uri(account),
        {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": flow.redirect_uri,
            "client_id": client[0],
            "client_secret": client[1],
            "code_verifier": flow.code_verifier,
        },
    )
    if isinstance(given, Refusal):
        raise AuthError(refused(account, given))
    return _granted(account, given)


def _flow(account: Account, client: tuple[str, str]) -> Flow:
    """Makes the address, the state and the verifier of PKCE; what comes back is read here."""
    # oauthlib wants https in all addresses, also of a server on this computer; `sign_in` puts http back.
    auth_uri = (account.auth_uri or _GOOGLE_AUTH_URI).replace("http://", "https://", 1)
    config = {"client_id": client[0], "auth_uri": auth_uri, "token_uri": token_uri(account)}
    return Flow.from_client_config({"installed": config}, scopes=list(wanted(account)))


def _extras(account: Account) -> dict[str, str]:
    """What Google needs to give a refresh token each time, and what helps to choose the right account."""
    if account.auth != "google":
        return {"access_type": ""}  # which Flow would ask for: a word of Google's
    extras = {"access_type": "offline", "prompt": "consent"}
    return extras | {"login_hint": account.user} if "@" in account.user else extras


def _declined(account: Account, error: str) -> str:
    if error == "access_denied":
        return "The sign-in was declined in the browser. Nothing was stored."
    if error == "invalid_scope":
        return refused(account, Refusal(error, None))
    named = f" ({error})" if error.isidentifier() and len(error) <= 40 else ""
    return f"The provider refused to sign you in{named}. Nothing was stored."


def _granted(account: Account, given: Mapping[str, Any]) -> Granted:
    boxes = missing_boxes(account, given.get("scope"))
    if boxes:
        raise AuthError(
            f"Not everything was allowed. Sign in again and tick: {'; '.join(boxes)}. Nothing was stored."
        )
    refresh_token = given.get("refresh_token")
    if not isinstance(refresh_token, str) or not refresh_token:
        hint = "" if account.auth == "google" else ' Many want "offline_access" among the `scopes` for that.'
        raise AuthError(
            f"The provider gave no sign-in that lasts (no refresh token).{hint} Nothing was stored."
        )
    ends_in = lifetime(given, "refresh_token_expires_in", missing=0.0)
    return Granted(given["access_token"], refresh_token, ends_in or None)


def _answer(answers: queue.Queue[dict[str, str]], wait: float) -> dict[str, str]:
    try:
        return answers.get(timeout=wait)
    except queue.Empty:
        pass
    raise TemporaryError("Nobody came back from the browser in time. Start again when you like.")


class _Server(ThreadingTCPServer):
    """Threads, since a browser may open a connection in advance and say nothing on it."""

    daemon_threads = True
    block_on_close = False
    #: On Windows this would let two programs listen on one port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, port: int) -> None:
        self.answers: queue.Queue[dict[str, str]] = queue.Queue()
        self.state = ""  # that of this sign-in, once it is known
        super().__init__((_HOST, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is nothing to speak of."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SILENT
    server_version, sys_version = "GracePeriod", ""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        fields = dict(parse_qsl(address.query))
        ours = bool(self.server.state) and fields.get("state") == self.server.state
        if address.path != "/" or not ours or not fields.keys() & {"code", "error"}:
            self.send_error(404)
            return
        page = _PAGE % (_NOT_DONE if "error" in fields else _THANKS)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(page)
        self.wfile.flush()
        self.server.answers.put(fields)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name it has there)
        """Nothing: the address holds a code that tokens are given for."""


@contextmanager
def _listening(port: int) -> Iterator[_Server]:
    """Listens on a port of this computer."""
    trouble = ""
    try:
        server = _Server(port)
    except OSError as error:
        trouble = "is taken by another program" if error.errno == errno.EADDRINUSE else "cannot be used"
    if trouble:
        raise UserError(f"Port {port} of this computer {trouble}. Choose another with --port.")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="browser", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()

"""The line to Gmail's API: HTTP with an access token, and nothing but what a reader and a maker of drafts may ask.

Two traps of the library lie here. It asks again by itself when a server hangs up without an answer, a POST
too, and that would make a second draft; so a connection of ours reports that as broken. And it would follow a
redirect with the token in its hand.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
from typing import Any

import httplib2

from watcher.errors import TemporaryError
from watcher.mailboxes.gmail_errors import given_up
from watcher.mailboxes.protocol import Token

#: Reading, and making a draft. A send endpoint cannot be reached through here, whoever asks for it.
_MAY_ASK = re.compile(
    r"GET /gmail/v1/users/me/(?:profile|labels|history|(?:messages|threads|drafts)(?:/[^/]+)?)"
    r"|POST /gmail/v1/users/me/drafts"
)
_PATH = re.compile(r"https?://[^/]+([^?#]*)")


class NeverAskedError(TemporaryError):
    """A request that is neither a read nor the creation of a draft: it does not leave this computer."""


class Http(httplib2.Http):  # type: ignore[misc]
    """One line to the API, for one thread.

    Args:
        token: gives the access token; asked for a new one when the server says 401, once.
        timeout: how long to wait for any one answer, in seconds.
    """

    def __init__(self, token: Token, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self.follow_redirects = False
        self.aborted = False
        self._token = token

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: dict[str, str] | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[httplib2.Response, bytes]:
        path = _PATH.match(uri)
        if not path or not _MAY_ASK.fullmatch(f"{method} {path[1]}"):
            raise NeverAskedError("Gmail: this is nothing that is ever asked of it.")
        answer: tuple[httplib2.Response, bytes] = (httplib2.Response({"status": 401}), b"")
        for refused in (False, True):
            signed = {**(headers or {}), "authorization": f"Bearer {self._token(refused)}"}
            if self.aborted:
                raise given_up()
            kind = _Secure if uri.startswith("https:") else _Plain
            answer = super().request(uri, method, body=body, headers=signed, connection_type=kind)
            if answer[0].status != 401:
                break
        return answer

    def abort(self) -> None:
        """From another thread: what waits for the server fails at once."""
        self.aborted = True
        for connection in list(self.connections.values()):
            with contextlib.suppress(OSError, AttributeError, TypeError):
                # The plain method: an SSLSocket's own drops its TLS state under the feet of the reading thread.
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


class _HangsUpOnce:
    """A server that closes the connection without an answer has perhaps done what it was asked."""

    def getresponse(self) -> http.client.HTTPResponse:
        try:
            return super().getresponse()  # type: ignore[misc, no-any-return]
        except http.client.BadStatusLine as error:
            raise ConnectionResetError("no answer") from error


class _Plain(_HangsUpOnce, httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc]
    pass


class _Secure(_HangsUpOnce, httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]
    pass

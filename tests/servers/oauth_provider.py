"""A provider of OAuth that answers as a test tells it to: what no well-behaved one can be made to say."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

GMAIL_SCOPES = "https://www.googleapis.com/auth/gmail.readonly https://www.googleapis.com/auth/gmail.compose"
SECRETS = ("ACCESS-", "REFRESH-", "CODE-", "CLIENT-SECRET")


@dataclass
class Provider:
    """It signs everybody in at once, and gives tokens that say what they are.

    Args:
        answers: what the token endpoint says next, (status, body), before it goes back to doing its work.
        more: fields that are added to each answer with tokens.
        redirected: fields that are added to what the browser is sent back with, in place of a code.
        questions: what the token endpoint was asked.
        seen: the queries of the page where one signs in.
        profiles: what the profile of the Gmail API says next.
    """

    base: str
    user: str = "robin@gmail.com"
    answers: list[tuple[int, str]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    redirected: dict[str, str] = field(default_factory=dict)
    questions: list[dict[str, str]] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)
    profiles: list[tuple[int, str]] = field(default_factory=list)
    rotates: bool = False

    def sign_in(self, query: dict[str, str]) -> str:
        """The address that the browser is sent back to (RFC 6749 section 4.1.2)."""
        self.seen.append(query)
        fields = self.redirected or {"code": f"CODE-{len(self.seen)}"}
        return f"{query['redirect_uri']}?{urlencode({'state': query['state']} | fields)}"

    def tokens(self, question: dict[str, str]) -> tuple[int, str]:
        self.questions.append(question)
        if self.answers:
            return self.answers.pop(0)
        number = len(self.questions)
        given: dict[str, Any] = {
            "access_token": f"ACCESS-{number}",
            "token_type": "Bearer",
            "expires_in": 3600,
        }
        if question["grant_type"] == "authorization_code":
            digest = hashlib.sha256(question["code_verifier"].encode()).digest()
            proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            if proof != self.seen[-1]["code_challenge"]:
                return 400, json.dumps({"error": "invalid_grant"})
            given |= {"refresh_token": f"REFRESH-{number}", "scope": self.seen[-1]["scope"]}
        elif self.rotates:
            given["refresh_token"] = f"REFRESH-{number}"
        return 200, json.dumps(given | self.more)

    def profile(self) -> tuple[int, str]:
        return self.profiles.pop(0) if self.profiles else (200, json.dumps({"emailAddress": self.user}))


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/auth":
            self.send_response(302)
            self.send_header("Location", self.server.provider.sign_in(dict(parse_qsl(address.query))))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._say(*self.server.provider.profile())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._say(*self.server.provider.tokens(dict(parse_qsl(body, keep_blank_values=True))))

    def _say(self, status: int, body: str) -> None:
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: Provider


@contextmanager
def running_provider() -> Iterator[Provider]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()

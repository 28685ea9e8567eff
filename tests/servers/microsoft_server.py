"""A small stand-in for login.microsoftonline.com: what msal asks of it, over TLS, and misbehaving on order.

with running_microsoft() as server:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.ca_file))
    account = Account(..., auth_uri=server.address)
    server.use(code)                            # the person types the code in
    server.answers("token", refused("invalid_grant", 50173))    # its next answer there

It is as strict as Microsoft is about the client, the scopes, the code and the refresh token, of which only the
newest counts. A refresh token has the length of a true one.
"""

from __future__ import annotations

import base64
import json
import secrets
import shutil
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.servers.running import HOST, certificate, new_folder

CLIENT_ID = "11111111-2222-3333-4444-555555555555"
SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_TOKEN_LENGTH = 1800


@dataclass(frozen=True)
class Answer:
    """One answer. A body that is a dict goes out as JSON; HANG keeps the asker waiting, and DROP hangs up."""

    status: int
    body: dict[str, object] | str
    headers: tuple[tuple[str, str], ...] = ()


HANG = Answer(0, "hang")
DROP = Answer(0, "drop")


def refused(error: str, number: int = 0, status: int = 400) -> Answer:
    """A refusal as Microsoft words it, with its traces, which nobody should be shown."""
    description = (
        f"AADSTS{number}: Something about robin@example.org.\r\nTrace ID: 0000-trace" if number else ""
    )
    codes = [number] if number else []
    return Answer(status, {"error": error, "error_description": description, "error_codes": codes})


@dataclass
class Code:
    """A code that was given out. `used_by` is the name that the person signed in with, "" until they have."""

    device_code: str
    used_by: str = ""
    declined: bool = False


@dataclass
class MicrosoftServer:
    """The running server.

    Args:
        interval, expires_in: what it says of the codes that it gives out, in seconds.
        asked: the path and the fields of every question, in order.
        given: every secret that it has given out: codes for devices, tokens.
    """

    ca_file: Path
    interval: int = 0
    expires_in: int = 900
    port: int = 0
    codes: dict[str, Code] = field(default_factory=dict)
    refresh_token: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    _ordered: dict[str, deque[Answer]] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"https://{HOST}:{self.port}"

    def answers(self, place: str, *answers: Answer) -> None:
        """Its next answers at "openid-configuration", "devicecode" or "token", instead of what it would say."""
        self._ordered.setdefault(place, deque()).extend(answers)

    def use(self, code: str, name: str = "robin@example.org") -> None:
        """The person types in a code, and signs in by a name."""
        self.codes[code].used_by = name

    def decline(self, code: str) -> None:
        self.codes[code].declined = True

    def questions(self, place: str) -> list[dict[str, str]]:
        return [fields for path, fields in self.asked if path.endswith(place)]

    def answer(self, path: str, fields: dict[str, str]) -> Answer:
        self.asked.append((path, fields))
        tenant, _, rest = path.strip("/").partition("/")
        place = rest.rpartition("/")[2]
        if self._ordered.get(place):
            return self._ordered[place].popleft()
        match rest:
            case "v2.0/.well-known/openid-configuration" if tenant == "nowhere":
                return refused("invalid_tenant", 90002)
            case "v2.0/.well-known/openid-configuration":
                return Answer(200, self._configuration(tenant))
            case "oauth2/v2.0/devicecode":
                return self._device_code(fields)
            case "oauth2/v2.0/token":
                return self._token(fields)
        return Answer(404, "<html>There is nothing here.</html>")

    def _configuration(self, tenant: str) -> dict[str, object]:
        base = f"{self.address}/{tenant}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        }

    def _device_code(self, fields: dict[str, str]) -> Answer:
        if fields.get("client_id") != CLIENT_ID:
            return refused("unauthorized_client", 700016)
        if set(fields.get("scope", "").split()) != {SCOPE, "openid", "profile", "offline_access"}:
            return refused("invalid_scope", 70011)
        user_code = secrets.token_hex(4).upper()
        self.codes[user_code] = Code(self._secret(200))
        return Answer(
            200,
            {
                "user_code": user_code,
                "device_code": self.codes[user_code].device_code,
                "verification_uri": "https://microsoft.example/devicelogin",
                "expires_in": self.expires_in,
                "interval": self.interval,
                "message": "To sign in, open a page and type in a code.",
            },
        )

    def _token(self, fields: dict[str, str]) -> Answer:
        if fields.get("client_id") != CLIENT_ID:
            return refused("unauthorized_client", 700016)
        if fields.get("grant_type") == "refresh_token":
            if fields.get("refresh_token") != self.refresh_token or SCOPE not in fields.get("scope", ""):
                return refused("invalid_grant", 70000)
            return self._tokens("robin@example.org")
        if fields.get("grant_type") != _DEVICE_GRANT:
            return refused("unsupported_grant_type", 70003)
        code = next((one for one in self.codes.values() if one.device_code == fields["device_code"]), None)
        if code is None:
            return refused("bad_verification_code", 70018)
        if code.declined:
            return refused("authorization_declined")
        return self._tokens(code.used_by) if code.used_by else refused("authorization_pending", 70016)

    def _tokens(self, name: str) -> Answer:
        self.refresh_token = self._secret(_TOKEN_LENGTH)
        claims = {
            "aud": CLIENT_ID,
            "sub": "sub-1",
            "preferred_username": name,
            "exp": int(time.time()) + 3600,
        }
        return Answer(
            200,
            {
                "token_type": "Bearer",
                "scope": SCOPE,
                "expires_in": 4500,
                "ext_expires_in": 4500,
                "access_token": self._secret(_TOKEN_LENGTH),
                "refresh_token": self.refresh_token,
                "id_token": ".".join((_part({"alg": "none"}), _part(claims), "")),
                "client_info": _part({"uid": "uid-1", "utid": "utid-1"}),
            },
        )

    def _secret(self, length: int) -> str:
        self.given.append(secrets.token_hex(length // 2))
        return self.given[-1]


def _part(claims: dict[str, object]) -> str:
    """A part of a JWT (RFC 7515 section 3.1)."""
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


def _handler(server: MicrosoftServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._reply({name: values[0] for name, values in parse_qs(body).items()})

        def _reply(self, fields: dict[str, str]) -> None:
            answer = server.answer(urlsplit(self.path).path, fields)
            if answer is HANG:
                server.stopping.wait()
            if answer in (HANG, DROP):
                self.close_connection = True
                return
            is_json = isinstance(answer.body, dict)
            body = (json.dumps(answer.body) if is_json else str(answer.body)).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json" if is_json else "text/html")
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def running_microsoft(interval: int = 0, expires_in: int = 900) -> Iterator[MicrosoftServer]:
    """Starts one on a free port, in threads of this process."""
    folder = new_folder("microsoft")
    cert, key = certificate(folder)
    server = MicrosoftServer(cert, interval, expires_in)
    http = ThreadingHTTPServer((HOST, 0), _handler(server))
    http.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    server.port = int(http.server_address[1])
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        http.shutdown()
        http.server_close()
        thread.join(5)
        shutil.rmtree(folder, ignore_errors=True)

"""A bad line to an HTTP server: fault_proxy.py tells how."""

from __future__ import annotations

import http.client
import io
import re
import socket
from typing import BinaryIO, ClassVar

from tests.servers.fault_proxy import (
    CUTS,
    OTHERS,
    PATIENCE,
    STALLS,
    FaultProxy,
    Turn,
    read_exactly,
    read_line,
)
from tests.servers.running import HOST

_ID = re.compile(r"(?<=/)(messages|threads|drafts)/[^/]+")


class HttpProxy(FaultProxy):
    """In front of an HTTP server."""

    _statuses: ClassVar[dict[str, tuple[int, str, dict[str, str]]]] = {
        "500": (500, "backendError", {}),
        "503": (503, "backendError", {"Retry-After": "1"}),
        "429": (429, "rateLimitExceeded", {"Retry-After": "1"}),
        "403": (403, "userRateLimitExceeded", {}),
        "401": (401, "authError", {}),
        "done, yet 503": (503, "backendError", {}),
    }
    kinds = (*CUTS, *STALLS, *OTHERS, *_statuses)

    def _talk(self, client: BinaryIO) -> None:
        while True:
            head = b"".join(iter(lambda: read_line(client), b"\r\n"))
            first, _, rest = head.partition(b"\r\n")
            method, path, _ = first.decode("ascii").split(" ", 2)
            headers = http.client.parse_headers(io.BytesIO(rest + b"\r\n"))
            body = read_exactly(client, int(headers.get("Content-Length") or 0))
            said = head + b"\r\n" + body
            place = _ID.sub(r"\1/ID", path.partition("?")[0]).removeprefix("/gmail/v1/users/me")
            name = f"{method} {place}"
            self._serve(
                client,
                Turn(
                    name,
                    said,
                    "",
                    lambda m=method, p=path, b=body, h=dict(headers): self._ask(m, p, b, h),  # type: ignore[misc]
                    lambda count, said=said: self._ask_half(said[:count]),  # type: ignore[misc]
                ),
            )

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        connection = http.client.HTTPConnection(HOST, self._server_port, timeout=PATIENCE)
        try:
            kept = {name: value for name, value in headers.items() if name.lower() != "connection"}
            connection.request(method, path, body or None, kept)
            answer = connection.getresponse()
            return _response(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def _ask_half(self, said: bytes) -> None:
        with socket.create_connection((HOST, self._server_port), PATIENCE) as sock:
            sock.sendall(said)

    def _answered(self, turn: Turn, kind: str) -> bytes:
        status, reason, headers = self._statuses[kind]
        if kind == "done, yet 503":
            turn.ask()
        body = (
            f'{{"error": {{"code": {status}, "errors": [{{"reason": "{reason}"}}], "message": "not now"}}}}'
        )
        return _response(status, {"Content-Type": "application/json", **headers}, body.encode())


def _response(status: int, headers: dict[str, str], body: bytes) -> bytes:
    left_out = {"connection", "keep-alive", "transfer-encoding", "content-length"}
    kept = [f"{name}: {value}" for name, value in headers.items() if name.lower() not in left_out]
    reason = http.client.responses.get(status, "")
    lines = [f"HTTP/1.1 {status} {reason}", *kept, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body

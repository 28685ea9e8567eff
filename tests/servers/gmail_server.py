"""A stand-in for Gmail: its API and Google's OAuth endpoints on a free port of this machine, mail in memory.

with running_gmail() as gmail:
    gmail.add_user("robin@gmail.example")
    token = gmail.token_for("robin@gmail.example")

It is an emulator (`@emulators/google`) with what it lacks added in `gmail/behaviour.mjs`. A thing that neither has
is answered with 501, never with silence. What Gmail's own programs do, and what goes wrong on the way, is asked for
by the methods here.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.servers.running import HOST, missing

_RUNNER = Path(__file__).parent / "gmail" / "runner.mjs"
_INSTALLED = Path(__file__).parents[2] / ".venv" / "servers" / "gmail"
_SCOPE = "https://www.googleapis.com/auth/gmail."
READONLY, COMPOSE, MODIFY = (_SCOPE + name for name in ("readonly", "compose", "modify"))
FULL = "https://mail.google.com/"
SCOPES = (READONLY, COMPOSE)  # what the program asks for


@dataclass(frozen=True)
class Answer:
    """What the server said. `json` is None where the body is none."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def reason(self) -> str:
        """Google's word for what is wrong, such as "rateLimitExceeded"; "" where all is well."""
        return str(self.json["error"]["errors"][0]["reason"]) if self.status >= 400 else ""


@dataclass(frozen=True)
class Request:
    """A request that came, and the status it was answered with; 0 where it was dropped.

    Args:
        path: without the query, such as "/gmail/v1/users/me/messages".
    """

    method: str
    path: str
    query: str
    status: int


@dataclass(frozen=True)
class Mail:
    """A mail as the server holds it.

    Args:
        labels: by their names as the person sees them.
        draft: the id of the draft whose message this is, or None.
        at: internalDate in milliseconds.
    """

    id: str
    thread: str
    labels: frozenset[str]
    draft: str | None
    at: int
    raw: bytes


class GmailServer:
    """The running server. Each user's mailbox is apart, so one server serves many tests."""

    host = HOST
    client_id, client_secret = "desktop.apps.example", "not-a-secret"

    def __init__(self, port: int) -> None:
        self.port = port
        self.base = f"http://{HOST}:{port}"
        self.auth_uri = f"{self.base}/o/oauth2/v2/auth"
        self.token_uri = f"{self.base}/oauth2/token"
        self._control("client", client_id=self.client_id, client_secret=self.client_secret)

    # --- people, and what they allowed ---

    def add_user(self, address: str, name: str = "Robin Keller") -> None:
        """Makes a user with an empty mailbox."""
        self._control("user", address=address, name=name)

    def token_for(self, address: str, scopes: Sequence[str] = SCOPES) -> str:
        """An access token."""
        return str(self._control("token", address=address, scopes=list(scopes))["token"])

    def refresh_token_for(self, address: str, scopes: Sequence[str] = SCOPES) -> tuple[str, str, str]:
        """Refresh token, client id, client secret: what a sign-in would have left."""
        made = self._control("refresh_token", address=address, scopes=list(scopes), client_id=self.client_id)
        return str(made["token"]), self.client_id, self.client_secret

    def consent(self, auth_url: str, address: str, scopes: Sequence[str] | None = None) -> str:
        """The person in front of Google's page: picks the account and agrees. Gives where the browser goes next.

        Args:
            auth_url: what the program opens in the browser.
            scopes: those left ticked; all that were asked for if None.
        """
        parts = urlsplit(auth_url)
        page = self.request("GET", f"{parts.path}?{parts.query}")
        if page.status != 200:
            raise AssertionError(f"Google would show an error: {page.body.decode()}")
        for form in re.findall(r"<form.*?</form>", page.body.decode(), re.DOTALL):
            fields = {
                name: unescape(value) for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form)
            }
            if fields["email"] == address:
                if scopes is not None:
                    fields["scope"] = " ".join(scopes)
                headers = {"Content-Type": "application/x-www-form-urlencoded"}
                body = urlencode(fields).encode()
                return self.request("POST", f"{parts.path}/callback", body, headers).headers["location"]
        raise AssertionError(f"Google knows no {address}")

    def expire(self, token: str) -> None:
        """An access token is refused with 401 from now on."""
        self._control("expire", token=token)

    def revoke(self, refresh_token: str) -> None:
        """The person takes the grant back: invalid_grant at refresh, and its access tokens are void."""
        self._control("revoke", token=refresh_token)

    # --- what happens to mail ---

    def deliver(
        self,
        address: str,
        raw: bytes,
        at: datetime,
        labels: Sequence[str] = ("INBOX", "UNREAD"),
        thread: str | None = None,
    ) -> str:
        """Puts a mail there, with `at` as its internalDate, and gives its message id.

        Args:
            labels: ids of labels. With "DRAFT" it is a true draft.
            thread: the thread's id; found as Gmail finds it if None.
        """
        when = round(at.timestamp() * 1000)
        made = self._control(
            "deliver", address=address, raw=_encoded(raw), at=when, labels=list(labels), thread=thread
        )
        return str(made["id"])

    def mails(self, address: str) -> list[Mail]:
        """All that lies in a mailbox, in the order in which it came there."""
        found = self._control("mails", address=address)
        names = found["labels"]
        return [
            Mail(
                one["id"],
                one["threadId"],
                frozenset(names[label] for label in one["labelIds"]),
                one["draft"],
                one["at"],
                _decoded(one["raw"]),
            )
            for one in found["mails"]
        ]

    def mail(self, address: str, message_id: str) -> Mail:
        """One mail by its Gmail message id."""
        return next(mail for mail in self.mails(address) if mail.id == message_id)

    def draft(self, address: str, draft_id: str) -> Mail:
        """What a draft holds now."""
        return next(mail for mail in self.mails(address) if mail.draft == draft_id)

    def autosave(self, address: str, draft_id: str, body: bytes | None = None) -> str:
        """What Gmail's web page does as soon as the person types: a new message with a new Message-ID.

        The draft keeps its id and stays in its thread. Gives the new message id.
        """
        raw = with_new_message_id(self.draft(address, draft_id).raw)
        if body is not None:
            raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
        made = self._control("replace_draft", address=address, draft=draft_id, raw=_encoded(raw))
        return str(made["message"]["id"])

    def press_send(self, address: str, draft_id: str, new_message_id: bool = False) -> str:
        """The person presses Send: the draft is gone, a sent message stands in its thread. Gives its message id.

        Args:
            new_message_id: whether its Message-ID is another than the draft's.
        """
        old = self.draft(address, draft_id).raw
        raw = _encoded(with_new_message_id(old)) if new_message_id else None
        return str(self._control("press_send", address=address, draft=draft_id, raw=raw)["id"])

    def forget_history(self, address: str) -> None:
        """History until now is no longer kept: every historyId that was given out is answered with 404."""
        self._control("forget_history", address=address)

    # --- what goes wrong ---

    def fault(self, path: str = "", method: str = ".*", times: int = 1, **kind: Any) -> None:
        """Lets the next requests go wrong; the first fault that matches is used up first.

        Args:
            path, method: regular expressions; `path` is searched in the path without its query.
            times: how many requests.
            kind: one of
                status=429, and retry_after (s), reason, message if wanted: answered so, and not done;
                unanswered=True: done, and the connection closed without an answer;
                dropped=True: not done, and the connection closed without an answer;
                delay=S: done, and answered after S seconds;
                and skip=N: the first N that match are let through.
        """
        if not kind.keys() & {"status", "unanswered", "dropped", "delay"}:
            raise ValueError("say what goes wrong")
        self._control("fault", path=path, method=method, times=times, **kind)

    def clear_faults(self) -> None:
        self._control("clear_faults")

    def requests(self) -> list[Request]:
        """All requests since the start, or since `clear_requests`."""
        return [Request(**one) for one in self._control("requests")["requests"]]

    def clear_requests(self) -> None:
        self._control("clear_requests")

    # --- plain HTTP ---

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """One request. Raises http.client.RemoteDisconnected where it is not answered."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()

    def api(self, token: str, method: str, path: str, body: object = None, **query: Any) -> Answer:
        """A call of Gmail's API.

        Args:
            path: after users/me, such as "/messages".
            query: a list stands for a parameter that is repeated.
        """
        url = f"/gmail/v1/users/me{path}" + (f"?{urlencode(query, doseq=True)}" if query else "")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return self.request(method, url, None if body is None else json.dumps(body).encode(), headers)

    def _control(self, hook: str, /, **values: Any) -> Any:
        answer = self.request("POST", f"/_test/{hook}", json.dumps(values).encode())
        if answer.status != 200:
            raise AssertionError(f"{hook}: {answer.status} {answer.body.decode()}")
        return answer.json


def with_new_message_id(raw: bytes) -> bytes:
    """A mail with a Message-ID as Gmail's web page makes it."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    made = f"Message-ID: <CA{secrets.token_hex(12)}@mail.gmail.com>".encode()
    kept = re.sub(rb"(?im)^message-id:.*(?:\r\n[ \t].*)*\r?\n?", b"", head + b"\r\n").rstrip(b"\r\n")
    return kept + b"\r\n" + made + gap + body


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii")


def _decoded(raw: str) -> bytes:
    return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))


@contextmanager
def running_gmail() -> Iterator[GmailServer]:
    """Starts the server, or says with `missing` that there is none."""
    node = shutil.which("node")
    if node is None or not (_INSTALLED / "installed").exists():
        missing("the stand-in for Gmail is not installed (tests/servers/install.sh .venv/servers)")
    command = [node, str(_RUNNER), str(_INSTALLED)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the stand-in for Gmail ended at once with {process.wait(10)}")
        yield GmailServer(int(json.loads(line)["port"]))
    finally:
        process.terminate()
        process.communicate(timeout=10)

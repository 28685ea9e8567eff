"""The parts of the Gmail mailbox that need no Gmail: what may be asked, cursors, labels, what errors mean."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httplib2
import pytest
from googleapiclient.errors import HttpError
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import AuthError, TemporaryError, UserError
from watcher.mailboxes.gmail_address import same_mailbox
from watcher.mailboxes.gmail_api import Api
from watcher.mailboxes.gmail_cursor import HistoryCursor
from watcher.mailboxes.gmail_errors import NotThereError, NotUnderstoodError, OutOfOrderError, meaning
from watcher.mailboxes.gmail_http import Http, NeverAskedError
from watcher.mailboxes.gmail_labels import Labels, role_of
from watcher.mailboxes.protocol import ALL_MAIL

HOME = "https://gmail.googleapis.com:443/gmail/v1/users/me"


class Server(ThreadingHTTPServer):
    """Answers as told, request by request; None is to hang up without a word."""

    daemon_threads = True

    def __init__(self, *answers: tuple[int, dict[str, str], str] | None) -> None:
        self.answers, self.asked = list(answers), list[str]()
        self.tokens = list[str]()
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version: ClassVar = "HTTP/1.1"

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.asked.append(f"{self.command} {self.path.partition('?')[0]}")
        self.server.tokens.append(self.headers.get("authorization", ""))
        answer = self.server.answers.pop(0) if self.server.answers else (200, {}, "{}")
        if answer is None:
            self.close_connection = True
            return
        status, fields, body = answer
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **fields}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    do_GET = do_POST = _answer  # noqa: N815

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def serving(*answers: tuple[int, dict[str, str], str] | None) -> Iterator[Server]:
    server = Server(*answers)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def token(refused: bool) -> str:
    return "new" if refused else "old"


def api(server: Server, **more: Any) -> Api:
    return Api(server.base, token, **{"quota": 4800, "timeout": 5.0, **more})


class TestTheLine:
    @pytest.mark.parametrize(
        "asked",
        [
            "POST /messages/send",
            "POST /drafts/send",
            "POST /drafts/r1/send",
            "PUT /drafts/r1",
            "DELETE /drafts/r1",
            "DELETE /messages/m1",
            "POST /messages/m1/trash",
            "POST /messages/m1/modify",
            "POST /messages/batchModify",
            "POST /messages/import",
            "POST /messages",
            "POST /labels",
            "POST /settings/filters",
            "POST /watch",
            "GET /settings/autoForwarding",
            "GET /messages/m1/attachments/a1",
            "POST /drafts/../messages/send",
        ],
    )
    def test_nothing_but_reading_and_a_draft_can_be_asked(self, asked: str) -> None:
        method, _, path = asked.partition(" ")
        with pytest.raises(NeverAskedError):
            Http(token, 1.0).request(f"{HOME}{path}", method)

    @pytest.mark.parametrize(
        "uri",
        [
            "https://gmail.googleapis.com/upload/gmail/v1/users/me/drafts",
            "https://gmail.googleapis.com/upload/gmail/v1/users/me/messages/send",
            "https://gmail.googleapis.com/gmail/v1/users/someone/drafts",
            "https://gmail.googleapis.com/batch/gmail/v1",
        ],
    )
    def test_nor_at_another_address(self, uri: str) -> None:
        with pytest.raises(NeverAskedError):
            Http(token, 1.0).request(uri, "POST")

    def test_a_draft_without_an_answer_is_not_asked_for_again(self) -> None:
        with serving(None) as server, pytest.raises(TemporaryError, match="broke off"):
            api(server).create_draft("cmF3", "t1")
        assert server.asked == ["POST /gmail/v1/users/me/drafts"]

    def test_nor_on_a_line_that_was_used_before(self) -> None:
        with serving((200, {}, "{}"), None) as server:
            used = api(server)
            used.profile()
            with pytest.raises(TemporaryError):
                used.create_draft("cmF3", "t1")
        assert [one for one in server.asked if one.startswith("POST")] == ["POST /gmail/v1/users/me/drafts"]

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_nor_one_that_was_turned_down(self, status: int) -> None:
        with serving((status, {}, "{}")) as server, pytest.raises(TemporaryError):
            api(server).create_draft("cmF3", "t1")
        assert len(server.asked) == 1

    def test_a_token_that_is_refused_is_renewed_once(self) -> None:
        with serving((401, {}, "{}"), (200, {}, '{"historyId": "7"}')) as server:
            assert api(server).profile() == {"historyId": "7"}
        assert server.tokens == ["Bearer old", "Bearer new"]
        with (
            serving((401, {}, "{}"), (401, {}, "{}")) as server,
            pytest.raises(TemporaryError, match="just now"),
        ):
            api(server).profile()
        assert len(server.asked) == 2

    def test_a_redirect_is_not_followed_with_the_token_in_hand(self) -> None:
        with (
            serving() as elsewhere,
            serving((302, {"location": f"{elsewhere.base}/x"}, "")) as server,
            pytest.raises(TemporaryError),
        ):
            api(server).profile()
        assert elsewhere.asked == []

    @pytest.mark.parametrize("body", ["<html>Sign in to the hotel's network</html>", "[]", '"x"'])
    def test_an_answer_that_makes_no_sense_is_for_later(self, body: str) -> None:
        with serving((200, {}, body)) as server, pytest.raises(OutOfOrderError):
            api(server).profile()

    def test_a_server_that_is_not_there_is_for_later(self) -> None:
        with serving() as server:
            pass
        with pytest.raises(TemporaryError, match="no connection"):
            api(server).create_draft("cmF3", "t1")

    def test_the_pace_keeps_below_the_quota(self, monkeypatch: pytest.MonkeyPatch) -> None:
        now, waits = [1000.0], list[float]()
        with serving() as server:
            paced = api(server, quota=100)
            monkeypatch.setattr("watcher.mailboxes.gmail_api.time.monotonic", lambda: now[0])

            def wait(seconds: float) -> bool:
                waits.append(seconds)
                now[0] += seconds
                return False

            monkeypatch.setattr(paced._stop, "wait", wait)
            for _ in range(12):
                paced.raw("m")
                now[0] += 1.0
        # Five mails of 20 units each fit into a minute.
        assert waits == [55.0, 55.0]

    def test_waiting_for_the_pace_ends_when_told_to_stop(self) -> None:
        with serving() as server:
            paced = api(server, quota=20)
            paced.raw("m")
            threading.Timer(0.1, paced.abort).start()
            with pytest.raises(TemporaryError, match="asked to stop"):
                paced.raw("m")


def refusal(status: int, reason: str = "", **fields: str) -> HttpError:
    body = {"error": {"code": status, "errors": [{"reason": reason}] if reason else []}}
    response = httplib2.Response({"status": status, **{k.replace("_", "-"): v for k, v in fields.items()}})
    return HttpError(response, json.dumps(body).encode())


class TestErrors:
    @pytest.mark.parametrize(
        ("error", "kind", "says"),
        [
            (refusal(401), TemporaryError, "just now"),
            (refusal(403, "insufficientPermissions"), AuthError, "unticked"),
            (refusal(403, "accessNotConfigured"), UserError, "not switched on"),
            (refusal(403, "domainPolicy"), AuthError, "organisation"),
            (refusal(403, "rateLimitExceeded"), TemporaryError, "enough for a while"),
            (refusal(403, "userRateLimitExceeded"), TemporaryError, "enough for a while"),
            (refusal(403, "concurrentLimitExceeded"), TemporaryError, "enough for a while"),
            (refusal(403, "forbidden"), AuthError, "refused access"),
            (refusal(403), OutOfOrderError, "403"),
            (refusal(400, "invalidArgument"), NotUnderstoodError, "400"),
            (refusal(429), TemporaryError, "enough for a while"),
            (refusal(400, "failedPrecondition"), TemporaryError, "no mailbox"),
            (refusal(404, "notFound"), NotThereError, "404"),
            (refusal(500, "backendError"), OutOfOrderError, "500"),
            (refusal(503), OutOfOrderError, "503"),
            (refusal(418), TemporaryError, "418"),
        ],
    )
    def test_each_has_its_meaning(self, error: HttpError, kind: type[Exception], says: str) -> None:
        meant = meaning(error)
        assert isinstance(meant, kind)
        assert says in str(meant)
        assert "\n" not in str(meant)

    def test_the_newer_shape_of_reasons_is_read_too(self) -> None:
        body = {"error": {"code": 403, "details": [{"reason": "SERVICE_DISABLED"}]}}
        error = HttpError(httplib2.Response({"status": 403}), json.dumps(body).encode())
        assert isinstance(meaning(error), UserError)

    @pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": "x"}', b'{"error": {"errors": 3}}'])
    def test_whatever_the_answer_holds(self, body: bytes) -> None:
        assert isinstance(meaning(HttpError(httplib2.Response({"status": 403}), body)), OutOfOrderError)

    @pytest.mark.parametrize(
        ("told", "body", "seconds"),
        [
            ("Thu, 26 Nov 2026 09:00:20 GMT", "", 20),
            ("", "User-rate limit exceeded.  Retry after 2026-11-26T09:01:00.000Z", 60),
            ("", "Retry after 2026-11-26T08:00:00Z", 0),
            ("", "Retry after 2027-11-26T08:00:00Z", 3600),
            ("", "Retry after a while", 0),
        ],
    )
    def test_or_until_a_time_by_its_own_clock(self, told: str, body: str, seconds: int) -> None:
        fields = {"status": 429, "retry-after": told, "date": "Thu, 26 Nov 2026 09:00:00 GMT"}
        meant = meaning(HttpError(httplib2.Response(fields), body.encode()))
        assert isinstance(meant, TemporaryError)
        assert meant.wait == timedelta(seconds=seconds)

    @pytest.mark.parametrize(("told", "seconds"), [("30", 30), ("999999", 3600), ("soon", 0), ("-5", 0)])
    def test_gmail_may_ask_to_be_left_alone(self, told: str, seconds: int) -> None:
        meant = meaning(refusal(429, retry_after=told))
        assert isinstance(meant, TemporaryError)
        assert meant.wait == timedelta(seconds=seconds)


class TestCursor:
    @given(
        st.builds(
            HistoryCursor,
            st.from_regex(r"[A-Za-z0-9_]{1,20}", fullmatch=True),
            st.integers(0, 2**64 - 1).map(str),
            st.dates(),
            st.none() | st.integers(-(10**11), 10**11),
        )
    )
    def test_it_is_read_as_it_was_written(self, cursor: HistoryCursor) -> None:
        assert HistoryCursor.parse(str(cursor)) == cursor

    @given(st.none() | st.text())
    def test_whatever_else_stands_there_is_none_of_ours(self, text: str | None) -> None:
        found = HistoryCursor.parse(text)
        assert found is None or str(found) == text

    def test_a_day_that_never_was_is_none(self) -> None:
        assert HistoryCursor.parse("INBOX:7:2026-02-30") is None

    def test_a_history_goes_on_without_a_listing(self) -> None:
        assert str(HistoryCursor("INBOX", "7", date(2026, 11, 23), 5).at("8")) == "INBOX:8:2026-11-23"


class TestLabels:
    labels = Labels(
        {"id": one, "name": name}
        for one, name in [
            *(
                (one, one)
                for one in (
                    "INBOX",
                    "DRAFT",
                    "SENT",
                    "TRASH",
                    "SPAM",
                    "UNREAD",
                    "CATEGORY_UPDATES",
                    "YELLOW_STAR",
                )
            ),
            ("Label_1", "Jobs/Köln"),
        ]
    )

    def test_a_name_is_found_as_a_person_writes_it(self) -> None:
        assert self.labels.named("inbox") == "INBOX"
        assert self.labels.named("jobs/Ko\u0308ln") == "Jobs/Köln"
        assert self.labels.named(ALL_MAIL) == ALL_MAIL
        with pytest.raises(UserError, match="Jobs/Köln"):
            self.labels.named("Bewerbungen")
        with pytest.raises(UserError):
            self.labels.named("UNREAD")

    @pytest.mark.parametrize(
        ("folder", "carried", "there"),
        [
            ("INBOX", ["INBOX", "UNREAD"], True),
            ("INBOX", ["Label_1"], False),
            ("INBOX", ["INBOX", "TRASH"], False),
            ("INBOX", ["INBOX", "SPAM"], False),
            ("SPAM", ["SPAM"], True),
            ("TRASH", ["TRASH", "INBOX"], True),
            (ALL_MAIL, ["Label_1"], True),
            (ALL_MAIL, [], True),
            (ALL_MAIL, ["SENT"], True),
            (ALL_MAIL, ["DRAFT"], False),
            (ALL_MAIL, ["TRASH"], False),
            (ALL_MAIL, ["SPAM"], False),
            (ALL_MAIL, ["CHAT"], False),
            ("Jobs/Köln", ["Label_1"], True),
            ("Nowhere", ["Label_1"], False),
        ],
    )
    def test_what_lies_where(self, folder: str, carried: list[str], there: bool) -> None:
        assert self.labels.holds(folder, carried) == there

    @pytest.mark.parametrize(
        ("carried", "home", "role"),
        [
            (["INBOX", "Label_1"], "INBOX", "other"),
            (["Label_1", "CATEGORY_UPDATES"], "Jobs/Köln", "other"),
            (["CATEGORY_UPDATES"], "CATEGORY_UPDATES", "other"),
            (["UNREAD"], ALL_MAIL, "other"),
            (["DRAFT"], "DRAFT", "drafts"),
            (["SENT", "INBOX"], "SENT", "sent"),
            (["SENT", "TRASH"], "TRASH", "trash"),
            (["SPAM"], "SPAM", "trash"),
            (["SCHEDULED"], "SCHEDULED", "drafts"),
            (["YELLOW_STAR", "Label_1"], "Jobs/Köln", "other"),
        ],
    )
    def test_where_a_mail_is_at_home(self, carried: list[str], home: str, role: str) -> None:
        assert self.labels.home(carried, ["INBOX"]) == home
        assert role_of(carried) == role


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("robin.keller@gmail.com", "RobinKeller@googlemail.com", True),
        ("robin+jobs@gmail.com", "robin@gmail.com", True),
        ("robin@gmail.com", "robina@gmail.com", False),
        ("r.k@firm.example", "rk@firm.example", False),
        ("Robin@Firm.example", "robin@firm.example", True),
        ("", "robin@gmail.com", False),
    ],
)
def test_one_account_has_many_addresses(one: str, other: str, same: bool) -> None:
    assert same_mailbox(one, other) == same

"""What our stand-in for Gmail adds to the emulator, as Gmail's API has it."""

from __future__ import annotations

import base64
import hashlib
import http.client
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.contract.contract import mail
from tests.contract.gmail_bench import GmailBench, fresh_gmail_user
from tests.servers.gmail_server import COMPOSE, FULL, READONLY, Answer, GmailServer

NOW = datetime.now(UTC).replace(microsecond=0)
ANSWER = mail("<draft@home.example>", "In-Reply-To: <one@firm.example>").replace(
    b"Subject: ", b"Subject: Re: "
)


class Client:
    """A program at the API, and the mailbox it works on."""

    def __init__(self, server: GmailServer) -> None:
        self.server, self.user = server, fresh_gmail_user(server)
        self.bench = GmailBench(server, self.user)
        self.token = self.bench.token

    def get(self, path: str, **query: object) -> Answer:
        return self.server.api(self.token, "GET", path, **query)

    def save(self, raw: bytes, thread: str | None = None) -> Answer:
        message = {"raw": base64.urlsafe_b64encode(raw).decode()} | ({"threadId": thread} if thread else {})
        return self.server.api(self.token, "POST", "/drafts", {"message": message})

    def found(self, q: str, path: str = "/messages", **query: object) -> list[str]:
        rows = self.get(path, q=q, **query).json.get(path.strip("/"), [])
        return [row["id"] for row in rows]


@pytest.fixture
def client(gmail: GmailServer) -> Client:
    gmail.clear_faults()
    gmail.clear_requests()
    return Client(gmail)


def test_empty_lists_are_left_out(client: Client) -> None:
    assert set(client.get("/messages").json) == {"resultSizeEstimate"}
    assert set(client.get("/drafts").json) == {"resultSizeEstimate"}
    assert set(client.get("/history", startHistoryId="1").json) == {"historyId"}


def test_the_profile_tells_from_where_history_goes_on(client: Client) -> None:
    client.bench.deliver(mail(), NOW)
    profile = client.get("/profile").json
    assert (profile["emailAddress"], profile["messagesTotal"], profile["threadsTotal"]) == (client.user, 1, 1)
    assert 0 < int(profile["historyId"]) < 2**63
    place = client.bench.deliver(mail("<two@firm.example>"), NOW)
    (record,) = client.get("/history", startHistoryId=profile["historyId"]).json["history"]
    message = record["messagesAdded"][0]["message"]
    assert message == {"id": place.ref, "threadId": message["threadId"], "labelIds": ["INBOX", "UNREAD"]}
    assert int(record["id"]) > int(profile["historyId"])


def test_forgotten_history_is_not_found(client: Client) -> None:
    client.bench.deliver(mail(), NOW)
    known = client.get("/profile").json["historyId"]
    client.server.forget_history(client.user)
    answer = client.get("/history", startHistoryId=known)
    assert (answer.status, answer.reason) == (404, "notFound")
    newer = client.get("/profile").json["historyId"]
    client.bench.deliver(mail("<two@firm.example>"), NOW)
    assert len(client.get("/history", startHistoryId=newer).json["history"]) == 1


def test_message_ids_are_found_exactly(client: Client) -> None:
    place = client.bench.deliver(mail("<m5@firm.example>"), NOW)
    client.bench.deliver(mail("<xm5@firm.example>"), NOW)
    assert client.found("rfc822msgid:<m5@firm.example>") == [place.ref]
    assert client.found("rfc822msgid:m5@firm.example") == [place.ref]
    client.bench.move(place, "TRASH")
    assert client.found("rfc822msgid:m5@firm.example") == []
    assert client.found("rfc822msgid:m5@firm.example", includeSpamTrash="true") == [place.ref]


def test_drafts_are_searched_too(client: Client) -> None:
    draft = client.save(ANSWER).json["id"]
    client.save(mail("<other@home.example>"))
    assert client.found("rfc822msgid:draft@home.example", "/drafts") == [draft]


def test_labels_age_and_pages_work_together(client: Client) -> None:
    old = client.bench.deliver(mail("<old@firm.example>"), NOW - timedelta(days=9))
    refs = [client.bench.deliver(mail(f"<{n}@firm.example>"), NOW - timedelta(hours=n)).ref for n in range(3)]
    client.bench.deliver(mail("<s@firm.example>"), NOW, "SENT")
    query = {"q": f"after:{NOW.timestamp() - 86400:.0f}", "labelIds": ["INBOX", "UNREAD"], "maxResults": 2}
    first = client.get("/messages", **query).json
    second = client.get("/messages", pageToken=first["nextPageToken"], **query).json
    assert [row["id"] for page in (first, second) for row in page["messages"]] == refs
    assert "nextPageToken" not in second
    kept = client.get(f"/messages/{old.ref}", format="minimal").json
    assert int(kept["internalDate"]) == (NOW - timedelta(days=9)).timestamp() * 1000


def test_what_nobody_can_search_for_is_said(client: Client) -> None:
    assert client.get("/messages", q="newer_than:2d").status == 501
    assert client.get("/no-such-thing").status == 403
    assert client.server.api(client.server.token_for(client.user, (FULL,)), "GET", "/none").status == 501


def test_headers_and_size_are_the_mails_own(client: Client) -> None:
    raw = mail("<one@firm.example>", "Auto-Submitted: auto-generated", "X-Long: one\r\n two")
    place = client.bench.deliver(raw, NOW)
    seen = client.get(f"/messages/{place.ref}", format="metadata", metadataHeaders=["x-long"]).json
    assert seen["payload"]["headers"] == [{"name": "X-Long", "value": "one two"}]
    assert seen["sizeEstimate"] == len(raw)


def test_a_draft_goes_into_the_thread_that_it_answers(client: Client) -> None:
    thread = client.server.mail(client.user, client.bench.deliver(mail(), NOW).ref).thread
    fitting = client.save(ANSWER, thread).json["message"]["threadId"]
    other_subject = client.save(ANSWER.replace(b"Your letter", b"My letter"), thread).json["message"][
        "threadId"
    ]
    no_header = client.save(mail("<draft@home.example>"), thread).json["message"]["threadId"]
    assert (fitting, other_subject == thread, no_header == thread) == (thread, False, False)
    nowhere = client.save(ANSWER, "18c0ffee")
    assert (nowhere.status, nowhere.reason) == (404, "notFound")


def test_autosave_gives_new_ids_to_the_same_draft(client: Client) -> None:
    made = client.save(ANSWER).json
    since = client.get("/profile").json["historyId"]
    ref = client.server.autosave(client.user, made["id"], b"Dear Anna,\r\n")
    now = client.get(f"/drafts/{made['id']}", format="raw").json["message"]
    assert now["id"] == ref != made["message"]["id"]
    assert now["threadId"] == made["message"]["threadId"]
    raw = client.server.draft(client.user, made["id"]).raw
    assert raw.endswith(b"\r\n\r\nDear Anna,\r\n")
    assert b"In-Reply-To: <one@firm.example>" in raw
    assert b"<draft@home.example>" not in raw
    assert client.get(f"/messages/{made['message']['id']}").status == 404
    kinds = [set(record) for record in client.get("/history", startHistoryId=since).json["history"]]
    assert kinds == [{"id", "messages", "messagesAdded"}, {"id", "messages", "messagesDeleted"}]


def test_a_sent_draft_is_another_message_in_the_same_thread(client: Client) -> None:
    client.bench.deliver(mail(), NOW)
    made = client.save(ANSWER).json
    ref = client.server.press_send(client.user, made["id"])
    sent = client.server.mail(client.user, ref)
    assert (sent.labels, sent.thread, sent.raw) == ({"SENT"}, made["message"]["threadId"], ANSWER)
    assert ref != made["message"]["id"]
    assert client.get(f"/drafts/{made['id']}").status == 404


@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, "rateLimitExceeded"), (403, "rateLimitExceeded"), (500, "backendError"), (503, "backendError")],
)
def test_a_refused_request_is_not_done(client: Client, status: int, reason: str) -> None:
    client.server.fault("/drafts$", "POST", status=status, retry_after=7)
    answer = client.save(ANSWER)
    assert (answer.status, answer.reason, answer.headers["retry-after"]) == (status, reason, "7")
    assert client.server.mails(client.user) == []
    assert client.save(ANSWER).status == 200
    rows = [(row.method, row.path, row.status) for row in client.server.requests()]
    path = "/gmail/v1/users/me/drafts"
    assert rows == [("POST", path, status), ("POST", path, 200)]


def test_an_unanswered_request_is_done_and_a_dropped_one_is_not(client: Client) -> None:
    client.server.fault("/drafts$", "POST", unanswered=True)
    with pytest.raises(http.client.RemoteDisconnected):
        client.save(ANSWER)
    assert [each.raw for each in client.server.mails(client.user)] == [ANSWER]
    client.server.fault("/drafts$", "POST", dropped=True)
    with pytest.raises(http.client.RemoteDisconnected):
        client.save(ANSWER)
    assert len(client.server.mails(client.user)) == 1


def test_a_token_may_do_what_was_granted(client: Client) -> None:
    client.token = client.server.token_for(client.user, (READONLY,))
    answer = client.save(ANSWER)
    assert (answer.status, answer.reason) == (403, "insufficientPermissions")
    assert client.get("/messages").status == 200
    client.token = client.server.token_for(client.user, (COMPOSE,))
    assert client.save(ANSWER).status == 200
    assert client.get("/messages").reason == "insufficientPermissions"
    client.server.expire(client.token)
    assert (client.save(ANSWER).status, client.save(ANSWER).reason) == (401, "authError")


def token_answer(server: GmailServer, **form: str) -> Answer:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return server.request("POST", "/oauth2/token", urlencode(form).encode(), headers)


def refreshed(server: GmailServer, token: str, client_id: str, secret: str) -> Answer:
    form = {"grant_type": "refresh_token", "refresh_token": token}
    return token_answer(server, **form, client_id=client_id, client_secret=secret)


def test_a_revoked_grant_is_void_with_all_that_came_from_it(client: Client) -> None:
    grant = client.server.refresh_token_for(client.user)
    client.token = refreshed(client.server, *grant).json["access_token"]
    assert client.get("/messages").status == 200
    assert refreshed(client.server, grant[0], grant[1], "wrong").json["error"] == "invalid_client"
    client.server.revoke(grant[0])
    assert refreshed(client.server, *grant).json["error"] == "invalid_grant"
    assert client.get("/messages").status == 401


def test_a_desktop_app_comes_back_to_any_port_with_what_was_ticked(client: Client) -> None:
    server, verifier = client.server, "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "client_id": server.client_id,
        "redirect_uri": "http://127.0.0.1:49152/",
        "response_type": "code",
        "scope": f"{READONLY} {COMPOSE}",
        "state": "s&1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    back = server.consent(f"{server.auth_uri}?{urlencode(asked)}", client.user, scopes=[READONLY])
    answer = parse_qs(urlsplit(back).query)
    assert back.startswith("http://127.0.0.1:49152/?")
    assert answer["state"] == ["s&1"]
    made = token_answer(
        server,
        grant_type="authorization_code",
        code=answer["code"][0],
        code_verifier=verifier,
        redirect_uri=asked["redirect_uri"],
        client_id=server.client_id,
        client_secret=server.client_secret,
    ).json
    assert made["scope"] == READONLY
    client.token = made["access_token"]
    assert (client.get("/messages").status, client.save(ANSWER).status) == (200, 403)
    server.revoke(made["refresh_token"])
    assert client.get("/messages").status == 401


def test_the_bench_moves_labels_and_counts_each_mail(client: Client) -> None:
    bench = client.bench
    jobs = bench.create("Stellen & Bewerbungen")
    place = bench.deliver(mail(), NOW, jobs)
    draft = bench.deliver(ANSWER, NOW, "DRAFT")
    assert bench.snapshot()[jobs] == [(place.ref, frozenset(), mail())]
    assert bench.snapshot()["DRAFT"] == [(draft.ref, frozenset({"\\Seen", "\\Draft"}), ANSWER)]
    assert client.found("rfc822msgid:draft@home.example", "/drafts") != []
    bench.mark(place, "\\Seen")
    bench.remove(jobs)
    assert bench.snapshot()["\\All"] == [(place.ref, frozenset({"\\Seen"}), mail())]

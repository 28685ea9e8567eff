"""No password and no token goes to a server whose TLS is not what it should be.

Each server writes down what it is told. That the good one is told the secret shows that the others would hear it.
"""

from __future__ import annotations

import base64
import socket
import ssl
from datetime import date
from pathlib import Path
from typing import Any

import httplib2
import pytest

from tests.ordeal.tally import Tally
from tests.ordeal.tls_servers import BAD, GOOD, Authority, Listening, Way, authority, listening
from watcher.errors import GraceError, TemporaryError, UserError
from watcher.mailboxes.gmail import Gmail
from watcher.mailboxes.imap import Imap
from watcher.oauth.endpoint import ask

PART = "Privacy and secrets"
SECRET = "sesame-quagga-7319"
OLD = {"TLS 1.0": ssl.TLSVersion.TLSv1, "TLS 1.1": ssl.TLSVersion.TLSv1_1}
USER = "robin"


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("certificates"))


def was_told(server: Listening) -> bool:
    """Whether the server has heard the secret, in any dress that the protocols give it."""
    plain = f"\0{USER}\0{SECRET}".encode()
    dresses = (SECRET.encode(), base64.b64encode(plain), base64.b64encode(SECRET.encode())[:-2])
    return any(dress in server.heard for dress in dresses)


def by_imap(server: Listening, certified: Authority) -> None:
    mailbox = imap(server, certified)
    try:
        mailbox.check()
    finally:
        mailbox.close()


def imap(server: Listening, certified: Authority) -> Imap:
    return Imap(
        host="localhost",
        port=server.port,
        tls="implicit" if server.way.kind == "implicit" else "starttls",
        user=USER,
        password=SECRET,
        ca_file=certified.ca_file,
        timeout=5,
    )


class Impatient(Gmail):
    """Without the pauses between two tries."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._api._stop.wait = lambda seconds=None: False  # type: ignore[method-assign]


def by_gmail(server: Listening, certified: Authority) -> None:
    mailbox = Impatient(
        base=f"https://localhost:{server.port}",
        user="robin@example.org",
        token=lambda refused: SECRET,
        today=date(2026, 11, 2),
    )
    try:
        mailbox.check()
    finally:
        mailbox.close()


def by_token_endpoint(server: Listening, certified: Authority) -> None:
    ask(f"https://localhost:{server.port}/token", {"refresh_token": SECRET, "client_secret": SECRET})


WAYS = {
    "IMAP over TLS": ("implicit", by_imap),
    "IMAP with STARTTLS": ("starttls", by_imap),
    "Gmail's interface": ("http", by_gmail),
    "a token endpoint": ("http", by_token_endpoint),
}


@pytest.fixture(autouse=True)
def _trusted(certified: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries for HTTP trust our authority; IMAP has `ca_file`."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certified.ca_file))
    monkeypatch.setattr(httplib2, "CA_CERTS", str(certified.ca_file))


@pytest.mark.parametrize("name", WAYS)
def test_a_good_server_is_told_the_secret(name: str, certified: Authority) -> None:
    kind, use = WAYS[name]
    with listening(Way(kind, certified.context(GOOD))) as server:
        try:
            use(server, certified)
        except GraceError:
            assert kind == "http"  # it answers 404
        assert was_told(server)


@pytest.mark.parametrize("name", WAYS)
def test_a_bad_certificate_is_refused_before_the_secret(
    name: str, certified: Authority, tally: Tally
) -> None:
    kind, use = WAYS[name]
    for wrong in BAD:
        with listening(Way(kind, certified.context(wrong))) as server:
            with pytest.raises(GraceError) as caught:
                use(server, certified)
            assert "certificate" in str(caught.value), (wrong, str(caught.value))
            assert SECRET not in str(caught.value)
        assert server.connections >= 1, wrong
        assert not was_told(server), wrong
    tally.add(PART, f"a bad certificate: {name}", len(BAD))


@pytest.mark.parametrize("kind", ["implicit", "starttls"])
def test_a_home_made_certificate_that_is_named_is_trusted(kind: str, tmp_path: Path) -> None:
    """Named under `ca_file`: an authority as people make it for a server at home, or the server's own certificate.

    From Python 3.13 on, the standard library would refuse the first for what it does not say.
    """
    ours = authority(tmp_path, home_made=True)
    own = Authority(ours.files["self-signed"], ours.files)
    for named, shown in ((ours, GOOD), (own, "self-signed")):
        with listening(Way(kind, named.context(shown))) as server:
            by_imap(server, named)
            assert was_told(server)
    for wrong in ("wrong host", "expired", "unknown authority"):
        with (
            listening(Way(kind, ours.context(wrong))) as server,
            pytest.raises(UserError, match="certificate"),
        ):
            by_imap(server, ours)
        assert not was_told(server), wrong


@pytest.mark.parametrize("name", WAYS)
def test_an_old_tls_is_refused_before_the_secret(name: str, certified: Authority, tally: Tally) -> None:
    kind, use = WAYS[name]
    for old, version in OLD.items():
        with listening(Way(kind, certified.context(GOOD, newest=version))) as server:
            if kind != "starttls":
                assert speaks(server, certified) == old.replace(" ", "v").replace("v1.0", "v1")
            with pytest.raises(GraceError):
                use(server, certified)
        assert not was_told(server), old
    tally.add(PART, f"TLS 1.0 and 1.1: {name}", len(OLD))


def speaks(server: Listening, certified: Authority) -> str | None:
    """What a careless client settles on with it: the server does speak what the others refuse."""
    context = ssl.create_default_context(cafile=certified.ca_file)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with (
        socket.create_connection(("localhost", server.port), 5) as sock,
        context.wrap_socket(sock, server_hostname="localhost") as safe,
    ):
        return safe.version()


STRIPPED = {
    "STARTTLS is not offered": {"offered": "IMAP4rev1 AUTH=PLAIN"},
    "STARTTLS is refused": {"answer": "{tag} NO not today\r\n"},
    "STARTTLS is not understood": {"answer": "{tag} BAD what\r\n"},
    "it greets as if signed in": {"greeting": "* PREAUTH welcome\r\n"},
    "it says good bye": {"greeting": "* BYE go\r\n"},
}


@pytest.mark.parametrize("what", STRIPPED)
def test_stripped_starttls(what: str, certified: Authority, tally: Tally) -> None:
    way = Way("starttls", certified.context(), **STRIPPED[what])
    with listening(way) as server, pytest.raises((UserError, TemporaryError)):
        by_imap(server, certified)
    assert not was_told(server)
    assert b"AUTHENTICATE" not in server.heard
    assert b"LOGIN" not in server.heard
    tally.add(PART, f"STARTTLS stripped: {what}", 1)


INJECTED = {
    "capabilities with the answer": "{tag} OK begin\r\n* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n",
    "capabilities before the answer": "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n{tag} OK begin\r\n",
    "capabilities in the answer": "{tag} OK [CAPABILITY IMAP4rev1 LOGINDISABLED] begin\r\n",
    "a folder for drafts before the answer": '* LIST (\\Drafts) "/" Theirs\r\n{tag} OK begin\r\n',
    "a folder for drafts with the answer": '{tag} OK begin\r\n* LIST (\\Drafts) "/" Theirs\r\n',
}


@pytest.mark.parametrize("what", INJECTED)
def test_nothing_said_before_tls_counts_within_it(what: str, certified: Authority, tally: Tally) -> None:
    """What was put into the line in the clear is dropped, or the connection is (CVE-2011-0411 and its kin)."""
    with listening(Way("starttls", certified.context(), answer=INJECTED[what])) as server:
        mailbox = imap(server, certified)
        try:
            rows = mailbox.check()
        except TemporaryError:  # it was not TLS that came next
            assert not was_told(server)
        else:
            assert was_told(server)
            assert "Theirs" not in str(rows)
        finally:
            mailbox.close()
    tally.add(PART, f"put in before TLS: {what}", 1)


@pytest.mark.parametrize("kind", ["implicit", "starttls"])
def test_another_host_after_the_connection_was_lost(kind: str, certified: Authority, tally: Tally) -> None:
    way = Way(kind, certified.context(), later=certified.context("wrong host"))
    with listening(way) as server:
        by_imap(server, certified)
        assert was_told(server)
        server.heard = b""
        with pytest.raises(UserError, match="certificate"):
            by_imap(server, certified)
    assert not was_told(server)
    tally.add(PART, f"another server after a reconnect ({kind})", 1)


def test_a_file_of_authorities_that_is_not_there_is_no_leave_to_trust(
    certified: Authority, tmp_path: Path
) -> None:
    with listening(Way("implicit", certified.context())) as server, pytest.raises(UserError, match="ca_file"):
        by_imap(server, Authority(tmp_path / "none.pem", {}))
    assert server.connections == 0

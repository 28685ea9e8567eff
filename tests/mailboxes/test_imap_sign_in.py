"""Signing in: what goes wrong is one clear line of the right kind, and no secret stands in it."""

from __future__ import annotations

import base64
import contextlib
import logging
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.contract.benches import fresh_user
from tests.servers.dovecot import Dovecot
from tests.servers.recording import Recording, Script, recording
from tests.servers.running import HOST, free_port
from watcher.errors import AuthError, GraceError, TemporaryError, UserError
from watcher.mailboxes.imap import Imap

SECRET = "correct horse battery"


def imap(server: Dovecot | Recording, tls: Any = "none", **options: Any) -> Imap:
    values = {
        "host": HOST,
        "port": server.port,
        "tls": tls,
        "user": "robin",
        "password": SECRET,
        "timeout": 5,
    }
    return Imap(**{**values, **options})


def failure(kind: type[GraceError], mailbox: Imap) -> str:
    with pytest.raises(kind) as caught:
        mailbox.watched()
    line = str(caught.value)
    assert "\n" not in line
    assert SECRET not in line
    assert "robin" not in line
    assert type(caught.value) is kind
    return line


class TestTls:
    def test_implicit_tls_with_our_own_certificate(self, dovecot: Dovecot) -> None:
        user = fresh_user(dovecot)
        mailbox = imap(
            dovecot,
            "implicit",
            port=dovecot.tls_port,
            ca_file=dovecot.ca_file,
            user=user,
            password=dovecot.users[user],
        )
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()

    def test_starttls_with_our_own_certificate(self, dovecot: Dovecot) -> None:
        user = fresh_user(dovecot)
        options = {"ca_file": dovecot.ca_file, "user": user, "password": dovecot.users[user]}
        mailbox = imap(dovecot, "starttls", **options)
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()

    @pytest.mark.parametrize("tls", ["implicit", "starttls"])
    def test_a_certificate_that_nobody_vouches_for(self, dovecot: Dovecot, tls: str) -> None:
        port = dovecot.tls_port if tls == "implicit" else dovecot.port
        assert "ca_file" in failure(UserError, imap(dovecot, tls, port=port))

    def test_a_certificate_for_another_host(self, dovecot: Dovecot) -> None:
        mailbox = imap(dovecot, "implicit", host="127.0.0.2", port=dovecot.tls_port, ca_file=dovecot.ca_file)
        failure((TemporaryError if not _reaches("127.0.0.2", dovecot.tls_port) else UserError), mailbox)

    def test_no_tls_where_tls_was_asked_for(self, dovecot: Dovecot) -> None:
        assert "no TLS" in failure(UserError, imap(dovecot, "implicit"))

    def test_a_ca_file_that_is_not_there(self, dovecot: Dovecot) -> None:
        line = failure(UserError, imap(dovecot, "implicit", ca_file=Path("/nowhere/ca.pem")))
        assert "/nowhere/ca.pem" in line

    def test_a_stripped_starttls_gets_no_password(self) -> None:
        with recording(Script(capabilities="IMAP4rev1 AUTH=PLAIN")) as server:
            assert "STARTTLS" in failure(UserError, imap(server, "starttls"))
        assert set(server.commands) <= {"CAPABILITY", "LOGOUT"}

    def test_a_refused_starttls_gets_no_password(self) -> None:
        script = Script("OK ready", "IMAP4rev1 STARTTLS AUTH=PLAIN", {"STARTTLS": ("NO not today",)})
        with recording(script) as server:
            failure(TemporaryError, imap(server, "starttls"))
        assert set(server.commands) <= {"CAPABILITY", "STARTTLS", "LOGOUT"}

    def test_a_greeting_that_skips_starttls_is_refused(self) -> None:
        with recording(Script(greeting="PREAUTH welcome", capabilities="IMAP4rev1 STARTTLS")) as server:
            failure(UserError, imap(server, "starttls"))
        assert set(server.commands) <= {"CAPABILITY", "LOGOUT"}

    @pytest.mark.parametrize("host", ["imap.example.org", "192.0.2.1", "10.0.0.1"])
    def test_no_tls_is_for_this_machine_only(self, host: str) -> None:
        with pytest.raises(UserError, match="without TLS"):
            Imap(host, 143, "none", "robin", SECRET)


class TestPassword:
    def test_a_wrong_password(self, dovecot: Dovecot) -> None:
        line = failure(AuthError, imap(dovecot))
        assert "password" in line

    @pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN"])
    def test_a_password_of_any_characters(self, capabilities: str) -> None:
        password = 'grün "quoted" back\\slash {3}'
        with recording(Script(capabilities=capabilities)) as server:
            mailbox = imap(server, password=password)
            mailbox.watched()
            mailbox.close()
        if capabilities == "IMAP4rev1":
            assert password in server.lines
        else:
            assert "AUTHENTICATE" in server.commands

    def test_a_password_of_any_characters_on_a_real_server(self, dovecot: Dovecot) -> None:
        user = fresh_user(dovecot)
        password = dovecot.add_user(user, 'grün "quoted" back\\slash {3}')
        mailbox = imap(dovecot, user=user, password=password)
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()

    @pytest.mark.parametrize(
        ("answer", "kind"),
        [
            ("NO [AUTHENTICATIONFAILED] no", AuthError),
            ("NO [AUTHORIZATIONFAILED] no", AuthError),
            ("NO [EXPIRED] no", AuthError),
            ("NO Login failed for robin", AuthError),
            ("NO [UNAVAILABLE] no", TemporaryError),
            ("NO [INUSE] no", TemporaryError),
            ("NO [LIMIT] no", TemporaryError),
            ("NO Too many simultaneous connections", TemporaryError),
            ("HANG UP", TemporaryError),
            ("* BYE going down", TemporaryError),
        ],
    )
    @pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN"])
    def test_what_the_server_says_decides(
        self, answer: str, kind: type[GraceError], capabilities: str
    ) -> None:
        answers = (answer, "HANG UP") if answer.startswith("*") else (answer,)
        script = Script("OK ready", capabilities, {"LOGIN": answers, "AUTHENTICATE": answers})
        with recording(script) as server:
            failure(kind, imap(server))

    def test_a_server_that_takes_no_passwords(self) -> None:
        with recording(Script(capabilities="IMAP4rev1 LOGINDISABLED")) as server:
            failure(UserError, imap(server))
        assert "LOGIN" not in server.commands

    def test_a_user_that_would_be_a_command_is_refused(self) -> None:
        with pytest.raises(UserError):
            Imap(HOST, 143, "none", "robin\r\nA1 CREATE x", SECRET)

    @pytest.mark.parametrize("answer", ["OK signed in", "NO not you", "BAD what", "HANG UP"])
    @pytest.mark.parametrize(
        "capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN", "IMAP4rev1 AUTH=PLAIN SASL-IR"]
    )
    def test_the_secret_is_in_no_log(
        self, capabilities: str, answer: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        for logger in ("", "imapclient", "imapclient.imaplib", "imapclient.imapclient"):
            caplog.set_level(logging.DEBUG, logger=logger)
        answers = {"LOGIN": (answer,), "AUTHENTICATE": (answer,)}
        with recording(Script(capabilities=capabilities, answers=answers)) as server:
            mailbox = imap(server)
            with contextlib.suppress(GraceError):
                mailbox.watched()
            mailbox.close()
        sent = base64.b64encode(f"\0robin\0{SECRET}".encode()).decode()
        assert any(one in line for line in server.lines for one in (SECRET, sent))
        assert caplog.records
        assert SECRET not in caplog.text
        assert "battery" not in caplog.text
        assert sent not in caplog.text


class TestNetwork:
    def test_an_unknown_host(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "host" in failure(
            TemporaryError, Imap("no-such-host.invalid", 993, "implicit", "robin", SECRET)
        )

    def test_a_refused_port(self) -> None:
        mailbox = Imap(HOST, free_port(), "none", "robin", SECRET)
        assert "port" in failure(TemporaryError, mailbox)

    def test_a_host_that_is_no_name(self) -> None:
        failure(UserError, Imap("imap..example.org", 993, "implicit", "robin", SECRET))

    def test_a_server_that_never_greets(self) -> None:
        with socket.create_server((HOST, 0)) as silent:
            mailbox = Imap(HOST, silent.getsockname()[1], "none", "robin", SECRET, timeout=0.2)
            failure(TemporaryError, mailbox)

    @pytest.mark.parametrize("greeting", ["", "BYE too busy", "OK [ALERT]"])
    def test_greetings_of_all_kinds(self, greeting: str) -> None:
        with recording(Script(greeting=greeting)) as server:
            mailbox = imap(server)
            if greeting.startswith("OK"):
                assert mailbox.watched() == ["INBOX"]
                mailbox.close()
            else:
                failure(TemporaryError, mailbox)


def _reaches(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 0.5).close()
    except OSError:
        return False
    return True

"""Signing in with an access token: on a Dovecot that asks a provider, and on a server that misbehaves."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contract.gmail_bench import fresh_gmail_user
from tests.end_to_end.command import until
from tests.servers.dovecot import Dovecot
from tests.servers.dovecot_oauth import USERINFO, running_oauth_dovecot
from tests.servers.gmail_server import GmailServer
from tests.servers.recording import Recording, Script, recording
from tests.servers.running import HOST
from watcher.errors import AuthError, GraceError, TemporaryError, UserError
from watcher.mailboxes.imap import Imap

TOKEN, NEWER = "ya29.a-token-of-some-length", "ya29.another-token-of-some-length"
BOTH = "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER"
MECHANISMS = ("XOAUTH2", "OAUTHBEARER")


class Tokens:
    """Gives one token after the other, as the daemon's do; the last one again and again."""

    def __init__(self, *tokens: str | GraceError) -> None:
        self.left, self.asked = list(tokens), list[bool]()

    def __call__(self, refused: bool) -> str:
        self.asked.append(refused)
        token = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        if isinstance(token, GraceError):
            raise token
        return token


def imap(
    server: Dovecot | Recording, token: Callable[[bool], str], user: str = "robin", **options: Any
) -> Imap:
    values = {"host": HOST, "port": server.port, "tls": "none", "timeout": 5, **options}
    return Imap(user=user, password="", token=token, **values)


def failure(kind: type[GraceError], mailbox: Imap) -> str:
    with pytest.raises(kind) as caught:
        mailbox.watched()
    line = str(caught.value)
    assert "\n" not in line
    assert type(caught.value) is kind
    assert "robin" not in line
    assert "ya29" not in line
    return line


def challenge(text: str) -> str:
    return f"+ {base64.b64encode(text.encode()).decode()}"


def refusing(mechanism: str, *answers: str, told: str = '{"status":"400"}') -> Script:
    return Script("OK ready", f"IMAP4rev1 AUTH={mechanism}", {"AUTHENTICATE": (challenge(told), *answers)})


def sent(server: Recording) -> list[bytes]:
    """What was answered to challenges, in order."""
    plain = (line for line in server.lines if not re.match(r"[A-Z]{4}\d+ ", line))
    return [base64.b64decode(line) for line in plain]


@pytest.fixture(scope="module")
def server(gmail_for_all: GmailServer) -> Iterator[Dovecot]:
    """Offers nothing but OAUTHBEARER, beside PLAIN."""
    with running_oauth_dovecot(gmail_for_all, ("oauthbearer",)) as server:
        yield server


@pytest.fixture
def user(gmail: GmailServer, oauth_dovecot: Dovecot) -> str:
    user = fresh_gmail_user(gmail)
    oauth_dovecot.add_user(user)
    return user


def asked_of_the_provider(gmail: GmailServer) -> list[int]:
    return [request.status for request in gmail.requests() if request.path == USERINFO]


def methods(server: Dovecot, user: str) -> list[str]:
    """By what mechanism a user who was let in came in, each time. Another process of Dovecot's writes it down."""
    log, login = server.folder / "dovecot.log", rf"Login: user=<{re.escape(user)}>, method=(\w+)"
    until("the log names the user", lambda: re.search(login, log.read_text()))
    return re.findall(login, log.read_text())


class TestDovecot:
    def test_xoauth2(self, oauth_dovecot: Dovecot, gmail: GmailServer, user: str) -> None:
        tokens = Tokens(gmail.token_for(user))
        mailbox = imap(oauth_dovecot, tokens, user)
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()
        assert methods(oauth_dovecot, user) == ["XOAUTH2"]
        assert tokens.asked == [False]

    @pytest.mark.parametrize("tls", ["implicit", "starttls"])
    def test_over_tls(self, oauth_dovecot: Dovecot, gmail: GmailServer, user: str, tls: str) -> None:
        port = oauth_dovecot.tls_port if tls == "implicit" else oauth_dovecot.port
        options = {"tls": tls, "port": port, "ca_file": oauth_dovecot.ca_file}
        mailbox = imap(oauth_dovecot, Tokens(gmail.token_for(user)), user, **options)
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()

    def test_an_expired_token_is_renewed_once(
        self, oauth_dovecot: Dovecot, gmail: GmailServer, user: str
    ) -> None:
        old, new = gmail.token_for(user), gmail.token_for(user)
        gmail.expire(old)
        tokens = Tokens(old, new)
        mailbox = imap(oauth_dovecot, tokens, user)
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()
        assert tokens.asked == [False, True]
        assert asked_of_the_provider(gmail) == [401, 200]

    def test_a_renewed_token_that_is_refused_too(
        self, oauth_dovecot: Dovecot, gmail: GmailServer, user: str
    ) -> None:
        tokens = Tokens(TOKEN, NEWER)
        line = failure(AuthError, imap(oauth_dovecot, tokens, user))
        assert "grace login" in line
        assert "401" in line
        assert tokens.asked == [False, True]
        assert asked_of_the_provider(gmail) == [401, 401]

    def test_the_token_of_somebody_else(self, oauth_dovecot: Dovecot, gmail: GmailServer, user: str) -> None:
        other = gmail.token_for(fresh_gmail_user(gmail))
        assert "`user`" in failure(AuthError, imap(oauth_dovecot, Tokens(other), user))

    def test_a_provider_that_is_out_of_order(
        self, oauth_dovecot: Dovecot, gmail: GmailServer, user: str
    ) -> None:
        gmail.fault(USERINFO, status=503, times=10)
        tokens = Tokens(gmail.token_for(user))
        failure(TemporaryError, imap(oauth_dovecot, tokens, user))
        assert tokens.asked == [False]

    def test_no_token_stands_in_any_log(
        self, oauth_dovecot: Dovecot, gmail: GmailServer, user: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        for logger in ("", "imapclient", "imapclient.imaplib", "imapclient.imapclient"):
            caplog.set_level(logging.DEBUG, logger=logger)
        token = gmail.token_for(user)
        mailbox = imap(oauth_dovecot, Tokens(TOKEN, token), user)
        mailbox.watched()
        mailbox.close()
        assert caplog.records
        for message in (f"user={user}\1auth=Bearer {TOKEN}\1\1", f"user={user}\1auth=Bearer {token}\1\1"):
            assert base64.b64encode(message.encode()).decode()[:40] not in caplog.text
        assert TOKEN not in caplog.text
        assert token not in caplog.text


class TestOAuthbearer:
    def test_where_only_that_is_offered(self, server: Dovecot, gmail: GmailServer) -> None:
        user = fresh_gmail_user(gmail)
        server.add_user(user)
        old, new = gmail.token_for(user), gmail.token_for(user)
        gmail.expire(old)
        tokens = Tokens(old, new)
        mailbox = imap(server, tokens, user)
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()
        assert methods(server, user) == ["OAUTHBEARER"]
        assert tokens.asked == [False, True]

    def test_a_refusal_names_its_reason(self, server: Dovecot, gmail: GmailServer) -> None:
        user = fresh_gmail_user(gmail)
        server.add_user(user)
        assert "invalid_token" in failure(AuthError, imap(server, Tokens(TOKEN), user))


class TestMechanism:
    @pytest.mark.parametrize(
        ("capabilities", "mechanism"),
        [
            (BOTH, "XOAUTH2"),
            ("IMAP4rev1 AUTH=OAUTHBEARER AUTH=XOAUTH2", "XOAUTH2"),
            ("IMAP4rev1 auth=xoauth2", "XOAUTH2"),
            ("IMAP4rev1 AUTH=OAUTHBEARER AUTH=PLAIN", "OAUTHBEARER"),
        ],
    )
    def test_what_the_server_offers_decides(self, capabilities: str, mechanism: str) -> None:
        with recording(Script(capabilities=capabilities)) as server:
            mailbox = imap(server, Tokens(TOKEN))
            mailbox.watched()
            mailbox.close()
        assert [line.split()[2] for line in server.lines if "AUTHENTICATE" in line] == [mechanism]

    def test_the_words_of_xoauth2(self) -> None:
        with recording(Script(capabilities=BOTH)) as server:
            imap(server, Tokens(TOKEN), "róbin@firm.example").watched()
        assert sent(server) == [f"user=róbin@firm.example\1auth=Bearer {TOKEN}\1\1".encode()]

    def test_the_words_of_oauthbearer(self) -> None:
        with recording(Script(capabilities="IMAP4rev1 AUTH=OAUTHBEARER")) as server:
            imap(server, Tokens(TOKEN), "a,b=c@firm.example").watched()
        assert sent(server) == [f"n,a=a=2Cb=3Dc@firm.example,\1auth=Bearer {TOKEN}\1\1".encode()]

    @pytest.mark.parametrize(
        "capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN AUTH=LOGIN", "IMAP4rev1 LOGINDISABLED"]
    )
    def test_a_token_never_goes_as_a_password(self, capabilities: str) -> None:
        with recording(Script(capabilities=capabilities)) as server:
            line = failure(UserError, imap(server, Tokens(TOKEN)))
        assert "XOAUTH2" in line
        assert set(server.commands) <= {"CAPABILITY", "LOGOUT"}

    def test_a_password_goes_by_no_token_mechanism(self) -> None:
        with recording(Script(capabilities=BOTH)) as server:
            Imap(HOST, server.port, "none", "robin", "pass word").watched()
        assert sent(server) == [b"\0robin\0pass word"]

    def test_only_what_is_offered_after_tls_counts(self) -> None:
        with recording(Script(capabilities=BOTH)) as server:
            assert "access token was not sent" in failure(
                UserError, imap(server, Tokens(TOKEN), tls="starttls")
            )
        assert set(server.commands) <= {"CAPABILITY", "LOGOUT"}

    def test_no_tls_is_for_this_machine_only(self) -> None:
        with pytest.raises(UserError, match="could read the access token"):
            Imap("imap.example.org", 143, "none", "robin", "", token=Tokens(TOKEN))

    @pytest.mark.parametrize("token", ["", "two words", "line\r\nA1 CREATE x", "nul\0", "a\1auth=b", "ü"])
    def test_what_is_no_token_is_not_sent(self, token: str) -> None:
        with recording(Script(capabilities=BOTH)) as server:
            failure(AuthError, imap(server, Tokens(token)))
            assert server.lines == []

    def test_a_user_that_would_be_two_is_refused(self) -> None:
        with pytest.raises(UserError):
            Imap(HOST, 143, "none", "robin\1auth=Bearer x", "", token=Tokens(TOKEN))


class TestRefusal:
    @pytest.mark.parametrize(("mechanism", "answer"), [("XOAUTH2", b""), ("OAUTHBEARER", b"\1")])
    def test_the_challenge_that_tells_why_is_answered_without_the_token(
        self, mechanism: str, answer: bytes
    ) -> None:
        tokens = Tokens(TOKEN, NEWER)
        with recording(refusing(mechanism, "NO no")) as server:
            failure(AuthError, imap(server, tokens))
        first, answer_1, second, answer_2 = sent(server)
        assert answer_1 == answer_2 == answer
        assert TOKEN.encode() in first
        assert NEWER.encode() in second
        assert server.commands.count("AUTHENTICATE") == 2
        assert tokens.asked == [False, True]

    @pytest.mark.parametrize("mechanism", MECHANISMS)
    @pytest.mark.parametrize(
        ("answer", "told", "kind"),
        [
            ("NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", '{"status":"400"}', AuthError),
            ("NO AUTHENTICATE failed.", "", AuthError),
            ("BAD no", '{"status":"invalid_token"}', AuthError),
            ("HANG UP", '{"status":"401","schemes":"Bearer"}', AuthError),
            ("* BYE see you", '{"status":"401"}', AuthError),
            ("NO no", "no JSON", AuthError),
            ("NO no", "[" * 5000, AuthError),
            ("NO no", '["status"]', AuthError),
            ("NO no", '{"status":{"a":1}}', AuthError),
            ("NO no", '{"status":"503"}', TemporaryError),
            ("NO [UNAVAILABLE] no", '{"status":"400"}', TemporaryError),
            ("NO User is authenticated but not connected.", '{"status":"400"}', TemporaryError),
            ("NO [ALERT] Too many simultaneous connections. (Failure)", '{"status":"400"}', TemporaryError),
        ],
    )
    def test_what_the_server_says_decides(
        self, mechanism: str, answer: str, told: str, kind: type[GraceError]
    ) -> None:
        answers = (answer, "HANG UP") if answer.startswith("*") else (answer,)
        tokens = Tokens(TOKEN, NEWER)
        with recording(refusing(mechanism, *answers, told=told)) as server:
            failure(kind, imap(server, tokens))
        assert tokens.asked == ([False, True] if kind is AuthError else [False])
        assert server.commands.count("AUTHENTICATE") == len(tokens.asked)

    @pytest.mark.parametrize(
        ("answer", "kind"),
        [
            ("NO AUTHENTICATE failed.", AuthError),
            ("NO [UNAVAILABLE] no", TemporaryError),
            ("BAD User is authenticated but not connected.", TemporaryError),
            ("HANG UP", TemporaryError),
        ],
    )
    def test_a_refusal_without_a_reason(self, answer: str, kind: type[GraceError]) -> None:
        with recording(Script(capabilities=BOTH, answers={"AUTHENTICATE": (answer,)})) as server:
            failure(kind, imap(server, Tokens(TOKEN, NEWER)))

    @pytest.mark.parametrize("code", ["400", "invalid_token", "insufficient_scope"])
    def test_a_reason_is_named(self, code: str) -> None:
        with recording(refusing("OAUTHBEARER", "NO no", told=f'{{"status":"{code}"}}')) as server:
            assert code in failure(AuthError, imap(server, Tokens(TOKEN)))

    @pytest.mark.parametrize(
        "said",
        [
            f"no {NEWER}",
            f"no {NEWER[:-5]}",
            f"no {NEWER[3:12]}...",
            "no robin",
            f"no {base64.b64encode(f'user=r{chr(1)}auth=Bearer {NEWER}'.encode()).decode()}",
        ],
    )
    def test_a_server_that_repeats_what_is_secret(self, said: str) -> None:
        told = f'{{"status":"{NEWER}","scope":"{NEWER}"}}'
        with recording(refusing("XOAUTH2", f"NO [AUTHENTICATIONFAILED] {said}", told=told)) as server:
            line = failure(AuthError, imap(server, Tokens(TOKEN, NEWER)))
        assert "(AUTHENTICATIONFAILED)" in line

    def test_a_token_that_is_the_same_again_is_not_tried_again(self) -> None:
        tokens = Tokens(TOKEN)
        with recording(refusing("XOAUTH2", "NO no")) as server:
            failure(AuthError, imap(server, tokens))
        assert tokens.asked == [False, True]
        assert server.commands.count("AUTHENTICATE") == 1

    @pytest.mark.parametrize("error", [AuthError("Sign in."), TemporaryError("Later."), UserError("Wrong.")])
    @pytest.mark.parametrize("before", [(), (TOKEN,)])
    def test_what_hinders_the_token_is_told_as_it_is(
        self, error: GraceError, before: tuple[str, ...]
    ) -> None:
        with recording(refusing("XOAUTH2", "NO no")) as server, pytest.raises(type(error)) as caught:
            imap(server, Tokens(*before, error)).watched()
        assert caught.value is error
        assert server.commands.count("AUTHENTICATE") == len(before)

    def test_a_server_that_waits_for_no_answer_to_its_reason(self) -> None:
        told = "* OK a moment\r\n" + challenge('{"status":"401"}')
        with recording(Script("OK ready", BOTH, {"AUTHENTICATE": (told, "HANG UP")})) as server:
            assert "(401)" in failure(AuthError, imap(server, Tokens(TOKEN, NEWER)))
        assert server.commands.count("AUTHENTICATE") == 2

    def test_a_server_that_says_no_more_after_its_reason(self) -> None:
        with recording(refusing("XOAUTH2", "SILENCE", told='{"status":"401"}')) as server:
            assert "(401)" in failure(AuthError, imap(server, Tokens(TOKEN, NEWER), timeout=0.2))
        assert server.commands.count("AUTHENTICATE") == 2

    def test_a_server_that_says_nothing_at_all(self) -> None:
        with recording(Script(capabilities=BOTH, answers={"AUTHENTICATE": ("SILENCE",)})) as server:
            failure(TemporaryError, imap(server, Tokens(TOKEN, NEWER), timeout=0.2))
        assert server.commands.count("AUTHENTICATE") == 1

    def test_challenges_without_end(self) -> None:
        with recording(refusing("XOAUTH2", *[challenge("more")] * 50, "NO no")) as server:
            failure(AuthError, imap(server, Tokens(TOKEN)))
        assert len(sent(server)) == 2

    def test_a_challenge_that_is_no_base64(self) -> None:
        script = Script("OK ready", BOTH, {"AUTHENTICATE": ("+ a", "NO no")})
        with recording(script) as server:
            assert "could not be understood" in failure(TemporaryError, imap(server, Tokens(TOKEN)))

    @pytest.mark.parametrize("command", ["ID", "LIST"])
    def test_a_mailbox_that_does_not_open_after_all(self, command: str) -> None:
        """What Outlook says to the first command that needs the mailbox."""
        answers = {command: ("BAD User is authenticated but not connected.",)}
        script = Script("OK ready", "IMAP4rev1 AUTH=XOAUTH2 ID X-GM-EXT-1", answers)
        with recording(script) as server:
            line = failure(TemporaryError, imap(server, Tokens(TOKEN)))
        assert "IMAP is switched on" in line

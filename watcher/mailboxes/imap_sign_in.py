"""From a host name to a signed-in connection: TCP, TLS, password or access token. Every failure is one clear line.

TLS is verified, 1.2 or later (RFC 8314 4.1). With STARTTLS the secret waits until TLS stands; without TLS it goes to
this machine itself only. An access token goes by the mechanisms made for it, never as a password. Neither user nor
password nor token ever stands in an error.
"""

from __future__ import annotations

import binascii
import contextlib
import imaplib
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError

from watcher.errors import AuthError, GraceError, TemporaryError, UserError
from watcher.mailboxes.imap_by_token import MECHANISMS, Exchange
from watcher.mailboxes.imap_client import Client
from watcher.mailboxes.imap_quote import quoted
from watcher.mailboxes.protocol import Token

Tls = Literal["implicit", "starttls", "none"]
_CONNECT_SECONDS = 15.0
_CODE = re.compile(r"\[([A-Z-]+)")
_NOT_CONNECTED = "authenticated but not connected"
_BUSY = re.compile(rf"too many|temporar|try again|unavailable|internal error|{_NOT_CONNECTED}", re.IGNORECASE)
_BUSY_CODES = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA", "CONTACTADMIN"})
_TOKEN = re.compile(r"[!-~]+")  # RFC 6750 2.1 allows less, but some give what it does not
#: No word of a person, but perhaps a token, or the base64 of one.
_TOO_LONG_A_WORD = re.compile(r"\S{31}")


@dataclass(frozen=True, slots=True)
class Server:
    """Where to sign in, and as whom.

    Args:
        timeout: how long to wait for any one answer, in seconds.
        token: gives an access token; then there is no password.
    """

    host: str
    port: int
    tls: Tls
    user: str = field(repr=False)
    password: str = field(repr=False)
    ca_file: Path | None = None
    timeout: float = 60.0
    token: Token | None = field(default=None, repr=False)

    @property
    def where(self) -> str:
        return f"IMAP server {self.host}:{self.port}"

    @property
    def secret(self) -> str:
        """What one signs in with, as the person calls it."""
        return "access token" if self.token else "password"

    def validate(self) -> None:
        """Raises UserError for what is wrong whatever the server says."""
        if self.tls not in {"implicit", "starttls", "none"}:
            raise UserError(f'{self.where}: `tls` is "implicit", "starttls" or "none", not {self.tls!r}.')
        if self.tls == "none" and not _is_loopback(self.host):
            raise UserError(
                f"{self.where}: without TLS anybody on the way could read the {self.secret}. "
                'Set `tls = "implicit"` or `tls = "starttls"`.'
            )
        if "\0" in self.password or any(character in self.user for character in "\r\n\0\1"):
            raise UserError(f"{self.where}: the user or the password holds a character that cannot be sent.")

    def access_token(self, *, refused: bool) -> str:
        """The token to sign in with, a new one if the last one was `refused`; "" where it goes by password.

        Raises:
            AuthError: what should be a token is none; and what `token` itself raises.
        """
        if self.token is None:
            return ""
        token = self.token(refused)
        if not _TOKEN.fullmatch(token):
            line = "what should be an access token is none. Sign in again with `grace login`."
            raise AuthError(f"{self.where}: {line}")
        return token


def signed_in(server: Server, hold: Callable[[IMAPClient], None]) -> IMAPClient:
    """Connects, checks TLS, signs in. With an access token that is refused once more, with a new one.

    Args:
        hold: is given the connection as soon as there is one, so that signing in can be broken off.

    Raises:
        TemporaryError: no network, no such host, refused, timed out, busy.
        UserError: a value is wrong, the certificate does not verify, or the server speaks no TLS.
        AuthError: the server refused user and password, or the new token too.
    """
    server.validate()
    context = _tls_context(server)
    token = server.access_token(refused=False)
    try:
        return _connected(server, context, hold, token)
    except AuthError:
        if not token:
            raise
        newer = server.access_token(refused=True)
        if newer == token:  # no other answer is to come, and tries are counted
            raise
    return _connected(server, context, hold, newer)


def _connected(
    server: Server, context: ssl.SSLContext | None, hold: Callable[[IMAPClient], None], token: str
) -> IMAPClient:
    """Each try has a connection of its own: some servers close it after a refusal."""
    timeout = SocketTimeout(min(_CONNECT_SECONDS, server.timeout), server.timeout)
    with _failures(server):
        client = Client(
            server.host, server.port, ssl=server.tls == "implicit", ssl_context=context, timeout=timeout
        )
    hold(client)
    try:
        with _failures(server):
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.normalise_times = False
            client.folder_encode = False
            _sign_in(client, server, context, token)
    except GraceError:
        with contextlib.suppress(OSError):
            client.shutdown()
        raise
    return client


def response_code(text: str) -> str:
    """The response code in a server's answer (RFC 3501 7.1, RFC 5530): "AUTHENTICATIONFAILED", or ""."""
    found = _CODE.search(text.upper())
    return found[1] if found else ""


def not_connected(text: str) -> bool:
    """What Outlook says after it let one in and cannot open the mailbox, for whatever cause."""
    return _NOT_CONNECTED in text.lower()


def reason(error: OSError) -> str:
    """What the system says, without numbers and addresses."""
    return error.strerror or type(error).__name__


def _sign_in(client: IMAPClient, server: Server, context: ssl.SSLContext | None, token: str) -> None:
    preauthenticated = (client.welcome or b"").upper().startswith(b"* PREAUTH")
    if server.tls == "starttls":
        if preauthenticated:
            raise UserError(f"{server.where}: it greets as if signed in, before TLS. Nothing was sent.")
        client.starttls(context)
    if preauthenticated:
        return
    if token:
        _show_token(client, server, token)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(server.user, server.password)
    elif client.has_capability("LOGINDISABLED"):
        raise UserError(f"{server.where}: it takes no password this way. Try another `tls` setting.")
    else:
        _login(client, server)


def _show_token(client: IMAPClient, server: Server, token: str) -> None:
    offered = [mechanism for mechanism in MECHANISMS if client.has_capability(f"AUTH={mechanism}")]
    if not offered:
        raise UserError(
            f"{server.where}: it takes no access token ({' or '.join(MECHANISMS)}), so none was sent. "
            'Set `auth = "password"`, or ask who runs the server.'
        )
    exchange = Exchange(offered[0], server.user, token)
    try:
        client.sasl_login(exchange.mechanism, exchange)
    except (LoginError, OSError) as error:
        raise _token_refused(server, exchange, error, token) from None


def _login(client: IMAPClient, server: Server) -> None:
    """LOGIN (RFC 3501 6.2.3). The password goes as a literal: whatever is in it, it needs no quoting."""
    try:
        user = quoted(server.user)
    except ValueError:
        raise UserError(f"{server.where}: it takes only users of plain ASCII, up to 998 long.") from None
    imap = client._imap  # noqa: SLF001 - the library's own login() sends the user unquoted
    imap.literal = server.password.encode()
    try:
        kind, answer = imap._simple_command("LOGIN", user)  # noqa: SLF001
    except imaplib.IMAP4.error as error:
        raise LoginError(str(error)) from error
    if kind != "OK":
        raise LoginError(answer[-1].decode("utf-8", "replace"))
    imap.state = "AUTH"


def _tls_context(server: Server) -> ssl.SSLContext | None:
    if server.tls == "none":
        return None
    try:
        context = ssl.create_default_context(cafile=server.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise UserError(f"{server.where}: `ca_file` {server.ca_file}: {reason(error)}.") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.ca_file:
        # From Python 3.13 on, certificates have to keep to RFC 5280 in all. One that people make for
        # a server at home often lacks its "key usage"; host, dates and signature are checked all the same.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


@contextlib.contextmanager
def _failures(server: Server) -> Iterator[None]:
    where = server.where
    try:
        yield
    except LoginError as error:
        raise _login_refused(server, error) from None
    except CapabilityError:
        raise UserError(
            f"{where}: it offers no STARTTLS, so the {server.secret} was not sent. "
            'Set `tls = "implicit"` (port 993), or ask who runs the server.'
        ) from None
    except binascii.Error:
        raise TemporaryError(
            f"{where}: an answer could not be understood. It is tried again later."
        ) from None
    except imaplib.IMAP4.error:
        raise TemporaryError(f"{where}: it turned the connection away. It is tried again later.") from None
    except ssl.SSLError as error:
        raise _tls_refused(where, error) from None
    except socket.gaierror as error:
        raise TemporaryError(f"{where}: no such host was found ({reason(error)}). Check `host`.") from None
    except UnicodeError:
        raise UserError(f"{where}: this cannot be the name of a host. Check `host`.") from None
    except TimeoutError:
        raise TemporaryError(f"{where}: no answer in time. Check `port` and `tls`, or try again.") from None
    except OSError as error:
        raise TemporaryError(f"{where}: no connection ({reason(error)}). Check `host` and `port`.") from None


def _login_refused(server: Server, error: LoginError) -> GraceError:
    if _broke_off(error):
        return _lost(server)
    if _is_busy(str(error)):
        return _busy(server)
    because = _because(_said(str(error), server.password, server.user))
    return AuthError(f"{server.where}: it refused user and password{because}. Set the password anew.")


def _token_refused(server: Server, exchange: Exchange, error: Exception, token: str) -> GraceError:
    """A server that hangs up once it has told that it refuses the token has refused it all the same."""
    if _is_busy(str(error)) or exchange.status.startswith("5"):
        return _busy(server)
    lost = _broke_off(error)
    if lost and not exchange.refused:
        return _lost(server)
    because = _because("" if lost else _said(str(error), server.user, *_pieces(token)), exchange.status)
    return AuthError(
        f"{server.where}: it refused the sign-in{because}. Check `user`, and sign in again with `grace login`."
    )


def _broke_off(error: Exception) -> bool:
    """The library says LoginError for a lost line too."""
    return isinstance(error, OSError) or isinstance(error.__context__, imaplib.IMAP4.abort)


def _lost(server: Server) -> TemporaryError:
    return TemporaryError(f"{server.where}: the connection broke off while signing in.")


def _is_busy(text: str) -> bool:
    return response_code(text) in _BUSY_CODES or _BUSY.search(text) is not None


def _busy(server: Server) -> TemporaryError:
    return TemporaryError(f"{server.where}: signing in is not possible now. It is tried again later.")


def _said(text: str, *secrets: str) -> str:
    """The server's own words, or its response code alone where they might repeat a secret."""
    said = "".join(character for character in text.removeprefix("login failed: ") if character.isprintable())
    if _TOO_LONG_A_WORD.search(said) or any(secret in said for secret in secrets):
        return response_code(text)
    return said[:120].strip()


def _pieces(token: str) -> Iterator[str]:
    """By which a token is known even where a server repeats a part of it only."""
    return (token[at : at + 8] for at in range(max(1, len(token) - 7)))


def _because(*reasons: str) -> str:
    given = "; ".join(filter(None, reasons))
    return f" ({given})" if given else ""


def _tls_refused(where: str, error: ssl.SSLError) -> GraceError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return UserError(
            f"{where}: its certificate cannot be trusted ({error.verify_message}). "
            "If it is your own server, name its certificate under `ca_file`."
        )
    if error.reason in {"WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL", "HTTP_REQUEST"}:
        return UserError(f'{where}: it speaks no TLS here. Check `port`, or set `tls = "starttls"`.')
    return TemporaryError(f"{where}: TLS did not come about ({error.reason}). It is tried again later.")


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""From a host name to a signed-in connection: TCP, TLS, password or access token. Every failure is one clear line.

TLS is verified, 1.2 or later (RFC 8314 4.1). With STARTTLS the password waits until TLS stands; without TLS
it goes to this machine itself only. Neither user nor password ever stands in an error.
"""

from __future__ import annotations

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
from watcher.mailboxes.imap_by_token import by_token
from watcher.mailboxes.imap_quote import quoted
from watcher.mailboxes.protocol import Token

Tls = Literal["implicit", "starttls", "none"]
_CONNECT_SECONDS = 15.0
_CODE = re.compile(r"\[([A-Z-]+)")
#: "Authenticated but not connected" is what Outlook says while it slows a client down.
_BUSY = re.compile(
    r"too many|temporar|try again|unavailable|internal error|authenticated but not connected", re.IGNORECASE
)
_BUSY_CODES = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA", "CONTACTADMIN"})


class TokenRefusedError(AuthError):
    """The server takes this access token for none, or no longer."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where to sign in, and as whom.

    Args:
        password: "" where `token` is given.
        timeout: how long to wait for any one answer, in seconds.
        token: gives an access token, to sign in with that.
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

    def validate(self) -> None:
        """Raises UserError for what is wrong whatever the server says."""
        if self.tls not in {"implicit", "starttls", "none"}:
            raise UserError(f'{self.where}: `tls` is "implicit", "starttls" or "none", not {self.tls!r}.')
        if self.tls == "none" and not _is_loopback(self.host):
            raise UserError(
                f"{self.where}: without TLS anybody on the way could read the password. "
                'Set `tls = "implicit"` or `tls = "starttls"`.'
            )
        if "\0" in self.password or any(character in self.user for character in "\r\n\0\x01"):
            raise UserError(f"{self.where}: the user or the password holds a character that cannot be sent.")


def signed_in(server: Server, hold: Callable[[IMAPClient], None]) -> IMAPClient:
    """Connects, checks TLS, signs in. An access token that is refused is renewed, once.

    Args:
        hold: is given the connection as soon as there is one, so that signing in can be broken off.

    Raises:
        TemporaryError: no network, no such host, refused, timed out, busy.
        UserError: a value is wrong, the certificate does not verify, or the server speaks no TLS.
        AuthError: the server refused user and password, or the access token.
    """
    server.validate()
    if server.token is None:
        return _connected(server, hold, server.password)
    try:
        return _connected(server, hold, server.token(False))
    except TokenRefusedError:
        pass
    return _connected(server, hold, server.token(True))


def _connected(server: Server, hold: Callable[[IMAPClient], None], secret: str) -> IMAPClient:
    context = _tls_context(server)
    timeout = SocketTimeout(min(_CONNECT_SECONDS, server.timeout), server.timeout)
    with _failures(server, secret):
        client = IMAPClient(
            server.host, server.port, ssl=server.tls == "implicit", ssl_context=context, timeout=timeout
        )
    hold(client)
    try:
        with _failures(server, secret):
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.normalise_times = False
            client.folder_encode = False
            _sign_in(client, server, secret, context)
    except GraceError:
        with contextlib.suppress(OSError):
            client.shutdown()
        raise
    return client


def response_code(text: str) -> str:
    """The response code in a server's answer (RFC 3501 7.1, RFC 5530): "AUTHENTICATIONFAILED", or ""."""
    found = _CODE.search(text.upper())
    return found[1] if found else ""


def reason(error: OSError) -> str:
    """What the system says, without numbers and addresses."""
    return error.strerror or type(error).__name__


def _sign_in(client: IMAPClient, server: Server, secret: str, context: ssl.SSLContext | None) -> None:
    preauthenticated = (client.welcome or b"").upper().startswith(b"* PREAUTH")
    if server.tls == "starttls":
        if preauthenticated:
            raise UserError(f"{server.where}: it greets as if signed in, before TLS. Nothing was sent.")
        client.starttls(context)
    if preauthenticated:
        return
    if server.token is not None:
        by_token(client, server.where, server.user, secret)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(server.user, secret)
    elif client.has_capability("LOGINDISABLED"):
        raise UserError(f"{server.where}: it takes no password this way. Try another `tls` setting.")
    else:
        _login(client, server, secret)


def _login(client: IMAPClient, server: Server, password: str) -> None:
    """LOGIN (RFC 3501 6.2.3). The password goes as a literal: whatever is in it, it needs no quoting."""
    try:
        user = quoted(server.user)
    except ValueError:
        raise UserError(f"{server.where}: it takes only users of plain ASCII, up to 998 long.") from None
    imap = client._imap  # noqa: SLF001 - the library's own login() sends the user unquoted
    imap.literal = password.encode()
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
    return context


@contextlib.contextmanager
def _failures(server: Server, secret: str) -> Iterator[None]:
    where = server.where
    try:
        yield
    except LoginError as error:
        raise _login_refused(server, secret, error) from None
    except CapabilityError:
        raise UserError(
            f"{where}: it offers no STARTTLS, so the password was not sent. "
            'Set `tls = "implicit"` (port 993), or ask who runs the server.'
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


def _login_refused(server: Server, secret: str, error: LoginError) -> GraceError:
    if isinstance(error.__context__, imaplib.IMAP4.abort):  # the library says LoginError for a lost line too
        return TemporaryError(f"{server.where}: the connection broke off while signing in.")
    text = str(error)
    if response_code(text) in _BUSY_CODES or _BUSY.search(text):
        return TemporaryError(f"{server.where}: signing in is not possible now. It is tried again later.")
    said = "".join(character for character in text.removeprefix("login failed: ") if character.isprintable())
    if secret in said or server.user in said:
        said = response_code(text)
    because = f" ({said[:120].strip()})" if said else ""
    if server.token is not None:
        return TokenRefusedError(
            f"{server.where}: it refused the sign-in{because}. Sign in again with `grace login`."
        )
    return AuthError(f"{server.where}: it refused user and password{because}. Set the password anew.")


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

"""The library's client with fewer round trips to the first command: each may take as long as the poll itself.

A server that tells in its greeting what it can do (RFC 3501 7.1) is not asked once more, and one that takes the answer
to AUTHENTICATE together with the command (SASL-IR, RFC 4959) gets it so. After STARTTLS it is asked anew, as RFC 3501
6.2.1 wants it: what was said before could have been said by anybody.
"""

from __future__ import annotations

import base64
import imaplib
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import LoginError
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS


class _Heard(imaplib.IMAP4):
    """The lower half, which would ask for the capabilities right after the greeting whatever that said."""

    def _get_capabilities(self) -> None:
        told: Any = self.untagged_responses.pop("CAPABILITY", None) or [b""]
        words = tuple(told[-1].decode("ascii", "replace").upper().split())
        if "IMAP4REV1" in words:
            self.capabilities = words
        else:
            super()._get_capabilities()  # type: ignore[misc]


class _Plain(_Heard, IMAP4WithTimeout):  # type: ignore[misc]
    """Without TLS, or before it."""


class _Encrypted(_Heard, IMAP4_TLS):  # type: ignore[misc]
    """With TLS from the start."""


class Client(IMAPClient):  # type: ignore[misc]
    """As IMAPClient."""

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - the library's name
        given: tuple[Any, ...] = (self.ssl_context,) if self.ssl else ()
        kind: Any = _Encrypted if self.ssl else _Plain
        made: imaplib.IMAP4 = kind(self.host, self.port, *given, getattr(self._timeout, "connect", None))
        return made

    def plain_login(self, identity: str, password: str, authorization_identity: str | None = None) -> bytes:
        """AUTHENTICATE PLAIN (RFC 4616), in one step where the server takes that.

        Raises:
            LoginError: it was refused.
        """
        if not self.has_capability("SASL-IR"):
            said: bytes = super().plain_login(identity, password, authorization_identity)
            return said
        message = f"{authorization_identity or ''}\0{identity}\0{password}".encode()
        try:
            kind, answer = self._imap._simple_command(  # noqa: SLF001 - the library cannot do it in one step
                "AUTHENTICATE", "PLAIN", base64.b64encode(message).decode("ascii")
            )
        except imaplib.IMAP4.error as error:
            raise LoginError(str(error)) from error
        if kind != "OK":
            raise LoginError(answer[-1].decode("utf-8", "replace"))
        self._imap.state = "AUTH"
        return bytes(answer[-1])

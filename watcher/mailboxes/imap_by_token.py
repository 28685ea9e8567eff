"""What is said to an IMAP server to sign in with an access token: XOAUTH2, or OAUTHBEARER (RFC 7628).

XOAUTH2 is Google's and Microsoft's own (developers.google.com/workspace/gmail/imap/xoauth2-protocol). A server that
refuses a token tells why by one more challenge, and waits for an answer before it says NO. The library would answer
with the token once more; here it is answered as the two protocols want it.
"""

from __future__ import annotations

import imaplib
import json
import re

#: The most widely spoken first. Named in the capabilities as AUTH=...
MECHANISMS = ("XOAUTH2", "OAUTHBEARER")

#: What may be repeated of a server's reason: the codes of RFC 6750 3.1, or a status of HTTP.
_STATUS = re.compile(r"invalid_request|invalid_token|insufficient_scope|[1-5]\d\d")


class Exchange:
    """One AUTHENTICATE: called with each challenge, gives the answer to it.

    Args:
        mechanism: one of MECHANISMS.
        user: as the server knows them.
        token: the access token, printable ASCII.

    Attributes:
        refused: the server has told that it refuses the token.
        status: the reason that it gave, a word or a number; "" for none that may be repeated.
    """

    def __init__(self, mechanism: str, user: str, token: str) -> None:
        self.mechanism = mechanism
        self.refused = False
        self.status = ""
        self._user, self._token = user, token
        self._challenges = 0

    def __call__(self, challenge: bytes) -> bytes:
        """Raises imaplib.IMAP4.abort for a server that goes on and on."""
        self._challenges += 1
        if self._challenges == 1:
            return self._message().encode()
        if self._challenges > 2:
            raise imaplib.IMAP4.abort("challenges without end")
        self.refused, self.status = True, _status(challenge)
        return b"" if self.mechanism == "XOAUTH2" else b"\1"

    def _message(self) -> str:
        """RFC 7628 3.1 and 4.1; a comma and an equals sign in the user are written as RFC 5801 4 has it."""
        if self.mechanism == "XOAUTH2":
            start = f"user={self._user}"
        else:
            start = f"n,a={self._user.replace('=', '=3D').replace(',', '=2C')},"
        return f"{start}\1auth=Bearer {self._token}\1\1"


def _status(challenge: bytes) -> str:
    """RFC 7628 3.2.2; XOAUTH2 has the same JSON."""
    try:
        told = json.loads(challenge)
    except (ValueError, RecursionError):
        return ""
    status = str(told.get("status", "")) if isinstance(told, dict) else ""
    return status if _STATUS.fullmatch(status) else ""

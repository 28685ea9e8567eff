"""From what `grace login` left in the keyring to an IMAP server that takes access tokens."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.contract.gmail_bench import fresh_gmail_user
from tests.servers.dovecot import Dovecot
from tests.servers.gmail_server import FULL, GmailServer
from tests.servers.keyrings import Memory
from tests.servers.running import HOST
from watcher.config import Account
from watcher.connecting import connect
from watcher.errors import AuthError
from watcher.oauth import grant as grants
from watcher.oauth.grant import Grant
from watcher.oauth.tokens import Tokens

NOW = datetime.now(UTC)


def test_a_token_that_ended_early_and_a_sign_in_that_was_taken_back(
    gmail: GmailServer, oauth_dovecot: Dovecot, memory: Memory
) -> None:
    user = fresh_gmail_user(gmail)
    oauth_dovecot.add_user(user)
    account = Account(
        "home",
        "imap",
        host=HOST,
        port=oauth_dovecot.port,
        tls="none",
        user=user,
        auth="google",
        token_uri=gmail.token_uri,
    )
    refresh, client, secret = gmail.refresh_token_for(user, (FULL,))
    grants.keep(account, Grant(client, secret, refresh, NOW.date()))
    tokens = Tokens()

    def signs_in() -> None:
        mailbox = connect(account, tokens, NOW)
        assert mailbox.watched() == ["INBOX"]
        mailbox.close()

    def renewals() -> int:
        return sum(request.path == "/oauth2/token" for request in gmail.requests())

    signs_in()
    signs_in()
    assert renewals() == 1
    gmail.expire(tokens.access_token(account))
    signs_in()
    assert renewals() == 2
    gmail.revoke(refresh)
    with pytest.raises(AuthError, match="grace login home"):
        signs_in()
    assert renewals() == 3

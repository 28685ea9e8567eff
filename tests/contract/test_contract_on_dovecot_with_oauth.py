"""The contract on a server that the mailbox signs in to with an access token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.benches import ImapBench
from tests.contract.contract import MailboxContract
from tests.contract.gmail_bench import fresh_gmail_user
from tests.servers.dovecot import Dovecot
from tests.servers.gmail_server import GmailServer
from watcher.mailboxes.imap import Imap


class OAuthBench(ImapBench):
    """The person's own connection goes by password, the mailbox has none."""

    def __init__(self, server: Dovecot, gmail: GmailServer) -> None:
        user = fresh_gmail_user(gmail)
        server.add_user(user)
        super().__init__(server, user)
        token = gmail.token_for(user)
        self._sign_in = {"password": "", "token": lambda refused: token}

    def open_imap(self, **options: Any) -> Imap:
        return super().open_imap(**{**self._sign_in, **options})


class TestDovecotWithOAuth(MailboxContract):
    @pytest.fixture
    def bench(self, oauth_dovecot: Dovecot, gmail: GmailServer) -> Iterator[OAuthBench]:
        bench = OAuthBench(oauth_dovecot, gmail)
        yield bench
        bench.close()

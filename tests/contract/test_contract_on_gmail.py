"""The contract on a stand-in for Gmail, by Gmail's own API."""

from __future__ import annotations

import pytest

from tests.contract.contract import MailboxContract, mail
from tests.contract.gmail_bench import GmailBench, fresh_gmail_user
from tests.servers.gmail_server import GmailServer


class TestOnGmail(MailboxContract):
    @pytest.fixture
    def bench(self, gmail: GmailServer) -> GmailBench:
        return GmailBench(gmail, fresh_gmail_user(gmail))

    def test_a_named_drafts_folder_wins(self, bench: GmailBench) -> None:  # type: ignore[override]
        """Not here: a draft has Gmail's own label for it, whatever else there is."""
        bench.create("Meine Entwürfe")
        mailbox = bench.open()
        mailbox.save_draft(mail("<draft@home.example>"))
        (copy,) = mailbox.find_copies("<draft@home.example>")
        assert (copy.place.folder, copy.role) == ("DRAFT", "drafts")

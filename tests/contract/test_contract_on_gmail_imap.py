from collections.abc import Iterator

import pytest

from tests.contract.benches import Bench, GmailImapBench
from tests.contract.contract import AFTER, MailboxContract, Reader, mail
from tests.servers.gmail_imap import ALL, GmailImap


class TestGmailImap(MailboxContract):
    @pytest.fixture
    def bench(self, gmail_imap: GmailImap) -> Iterator[GmailImapBench]:
        bench = GmailImapBench(gmail_imap)
        yield bench
        bench.close()

    def test_all_copies_are_found_with_their_roles(self, bench: Bench) -> None:
        """Gmail holds a mail once, under however many labels: it is found in the place that says most."""
        roles = {"INBOX": "other", bench.trash: "trash", bench.sent: "sent", bench.drafts: "drafts"}
        for folder, role in roles.items():
            place = bench.deliver(mail(), AFTER, folder)
            (found,) = bench.open().find_copies("<one@firm.example>")
            assert (found.place, found.role) == (place, role)

    def test_a_copy_in_a_folder_of_the_persons_own_is_found(self, bench: Bench) -> None:
        """Among all mail, which is one folder instead of as many as there are labels."""
        bench.deliver(mail(), AFTER, bench.create("Ablage"))
        (found,) = bench.open().find_copies("<one@firm.example>")
        assert (found.place.folder, found.role) == (ALL, "other")

    @pytest.mark.parametrize("name", ["👩\u200d💻 Jobs", "Stellen\u00a02026", "Neu\u200b"])
    def test_a_folder_may_be_called_by_any_text(self, bench: Bench, name: str) -> None:
        folder = bench.create(name)
        bench.deliver(mail(), AFTER, folder)
        (found,) = bench.open((folder,)).find_copies("<one@firm.example>")
        assert found.place.folder == folder
        assert [arrival.raw for arrival in Reader(bench, folder).read()] == [mail()]

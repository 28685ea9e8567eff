from collections.abc import Iterator

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.contract.contract import MailboxContract
from tests.servers.cyrus import Cyrus


class TestCyrus(MailboxContract):
    @pytest.fixture
    def bench(self, cyrus: Cyrus) -> Iterator[ImapBench]:
        bench = ImapBench(cyrus, fresh_user(cyrus), prefix="INBOX.")
        yield bench
        bench.close()

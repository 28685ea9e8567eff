from collections.abc import Iterator

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.contract.contract import MailboxContract
from tests.servers.dovecot import Dovecot


class TestDovecot(MailboxContract):
    @pytest.fixture
    def bench(self, dovecot: Dovecot) -> Iterator[ImapBench]:
        bench = ImapBench(dovecot, fresh_user(dovecot))
        yield bench
        bench.close()

import pytest

from tests.contract.benches import MemoryBench
from tests.contract.contract import MailboxContract


class TestMemory(MailboxContract):
    @pytest.fixture
    def bench(self) -> MemoryBench:
        return MemoryBench()

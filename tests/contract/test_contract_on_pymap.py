from collections.abc import Iterator

import pytest

from tests.contract.benches import Bench, ImapBench
from tests.contract.contract import MailboxContract
from tests.servers.running import Running


class TestPymap(MailboxContract):
    @pytest.fixture
    def bench(self, pymap_server: Running) -> Iterator[ImapBench]:
        bench = ImapBench(pymap_server, "robin", folders=True)
        yield bench
        bench.close()

    @pytest.mark.parametrize("message_id", ["<%*{3}@firm.example>"])
    def test_ids_with_odd_characters_are_found(self, bench: Bench, message_id: str) -> None:
        """pymap searches ids as Python's email parser reads them: without comments, quotes, backslashes."""
        super().test_ids_with_odd_characters_are_found(bench, message_id)

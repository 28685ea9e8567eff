from pathlib import Path

import pytest

from tests.contract.benches import MaildirBench
from tests.contract.contract import MailboxContract


class TestMaildirPlusPlus(MailboxContract):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> MaildirBench:
        return MaildirBench(tmp_path)


class TestPlainMaildir(MailboxContract):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> MaildirBench:
        return MaildirBench(tmp_path, plain=True)

"""The servers that tests may ask for. Each starts once, when the first test needs it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers.cyrus import Cyrus, running_cyrus
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.dovecot_oauth import running_oauth_dovecot
from tests.servers.gmail_imap import GmailImap, running_gmail_imap
from tests.servers.gmail_server import GmailServer, running_gmail
from tests.servers.pymap_server import running_pymap
from tests.servers.running import Running
from watcher import retraining
from watcher.reading import model as models
from watcher.reading.classifier import Classifier, shipped

# "ci" draws the same examples each time, so that a change is blamed for what it did; "long" looks further:
# HYPOTHESIS_PROFILE=long .venv/bin/python -m pytest tests/reading tests/replying tests/test_config.py
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

#: Several files are run at a time, each by one process. These take longest, and go first: at the end, one of them would
#: leave the other processes without work.
_LONGEST = (
    "end_to_end/test_season.py",
    "end_to_end/test_kill.py",
    "end_to_end/test_on_gmail.py",
    "test_retraining.py",
    "cli/test_cli_every_screen.py",
    "cli/test_cli_model.py",
    "ordeal/test_sentinels.py",
    "test_release.py",
    "ordeal/test_hostile_mail.py",
    "cli/test_cli_scan.py",
    "end_to_end/test_on_servers.py",
    "ordeal/test_faults.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="also what takes too long to be run before every change"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("long"):
        os.environ.setdefault("GRACE_SEASON", "long")
        os.environ.setdefault("GRACE_KILLS", "100")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what takes too long, unless it is asked for, and puts the files that take longest first."""
    if not config.getoption("long"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    ranks = {Path(__file__).parent / name: rank for rank, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """The shipped model, and how it sees the hard cases, are the same in every test, and reading them takes longer than
    most tests do. Neither changes once it is read. Processes that tests start read them as everybody does."""
    read, see, its_folder = models.load, retraining._hard_cases, shipped()

    @cache
    def its_model() -> models.Model:
        return read(its_folder)

    @cache
    def hard_cases() -> retraining._HardCases:
        return see(Classifier(its_model()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "load", lambda folder: its_model() if folder == its_folder else read(folder))
        patch.setattr(retraining, "_hard_cases", lambda _: hard_cases())
        yield


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def gmail_imap() -> Iterator[GmailImap]:
    with running_gmail_imap() as server:
        yield server


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    with running_cyrus() as server:
        yield server


@pytest.fixture(scope="session")
def pymap_server() -> Iterator[Running]:
    with running_pymap() as server:
        yield server


@pytest.fixture(scope="session")
def gmail_for_all() -> Iterator[GmailServer]:
    with running_gmail() as server:
        yield server


@pytest.fixture
def gmail(gmail_for_all: GmailServer) -> GmailServer:
    """With no fault left over from another test, and no request on record."""
    gmail_for_all.clear_faults()
    gmail_for_all.clear_requests()
    return gmail_for_all


@pytest.fixture(scope="session")
def oauth_dovecot(gmail_for_all: GmailServer) -> Iterator[Dovecot]:
    """Takes the access tokens of `gmail`."""
    with running_oauth_dovecot(gmail_for_all) as server:
        yield server

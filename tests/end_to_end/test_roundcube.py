"""Roundcube, in a browser: the draft opens as a reply that can be changed, is sent, and stays deleted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.benches import ImapBench
from tests.end_to_end.browser import Browser, running_browser
from tests.end_to_end.command import Grace, until
from tests.end_to_end.mail_program import (
    ADDED,
    Sink,
    assert_sent_into_its_thread,
    cooling,
    drafted,
    mails_in,
    states_after_deleting,
    text_of,
)
from tests.learning.own_mail import a_garden
from tests.servers.roundcube import running_roundcube
from watcher.mailboxes.folder_names import encode_utf7

_OF_ROUNDCUBE = {"user-agent", "x-sender"}
# While it is busy, Roundcube takes no click.
_READY = "return document.readyState == 'complete' && !!window.rcmail && !rcmail.busy"
_SIGNED_IN = "return rcmail.env.task == 'mail'"
_LISTED = "return document.querySelectorAll('#messagelist td.subject').length == 1"
_COMPOSING = "return rcmail.env.action == 'compose'"
_SHOWN = """\
const page = document.getElementById('messagecontframe').contentWindow;
return page.location.href.includes('_action=preview') && page.document.readyState == 'complete'"""
_DRAFT = "#messagelist td.subject"
_TEXT = "#composebody"


class Person:
    """Robin, signed in to Roundcube."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self._url = browser, url

    def sign_in(self, user: str, password: str) -> None:
        self.browser.forget()
        self.browser.visit(self._url)
        if not self.browser.comes("#rcmloginuser", 10.0):  # a page that did not come whole is asked for again
            self.browser.visit(self._url)
        self.browser.write("#rcmloginuser", user)
        self.browser.write("#rcmloginpwd", password)
        self.browser.click("#rcmloginsubmit")
        self._until(_SIGNED_IN)

    def list_drafts(self, folder: str) -> None:
        """Goes to the folder, which holds one."""
        name = encode_utf7(folder).replace("&", "%26")
        self.browser.visit(f"{self._url}?_task=mail&_mbox={name}")
        self._until(_LISTED)

    def look_at_draft(self) -> None:
        """By a click: it is shown beside the list."""
        self.browser.click(_DRAFT)
        self._until(_SHOWN)

    def open_draft(self) -> str:
        """By a double click. Gives the text that can now be edited."""
        self.browser.double_click(_DRAFT)
        self._until(_COMPOSING)
        return self.browser.value(_TEXT)

    def move_to(self, folder: str) -> None:
        """Marks the one mail in the list, and moves it as dragging it to a folder does."""
        self.browser.click(_DRAFT)
        # A command that is not enabled yet, or comes while the page is busy, is passed over without a word.
        enabled = "rcmail.message_list.get_selection().length == 1 && rcmail.commands.move === true"
        move = f"if ({enabled}) rcmail.command('move', '{encode_utf7(folder)}');"
        self._until(f"{move} return rcmail.message_list.rowcount == 0")

    def add(self, line: str, above: str) -> None:
        """Writes into the open draft, with an empty line between."""
        place = self.browser.value(_TEXT).index(above)
        self.browser.script(f"document.querySelector('{_TEXT}').setSelectionRange({place}, {place})")
        self.browser.write(_TEXT, f"{line}\n\n")

    def _until(self, holds: str) -> None:
        until(f"Roundcube: {holds}", lambda: self.browser.script(_READY) and self.browser.script(holds))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with running_browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture
def robin(home: ImapBench, sink: Sink, browser: Browser) -> Iterator[Person]:
    with running_roundcube(home.server.port, sink.port) as roundcube:
        roundcube.add_person(home.user, "Robin Keller", "robin@example.org")
        person = Person(browser, roundcube.url)
        person.sign_in(home.user, home.server.users[home.user])
        yield person
        print(roundcube.log)


def test_roundcube_opens_the_draft_and_sends_it_into_its_thread(
    home: ImapBench, sink: Sink, grace: Grace, robin: Person
) -> None:
    case = drafted(home, grace)
    robin.list_drafts(home.drafts)
    opened = robin.open_draft()
    robin.browser.screenshot("roundcube-opened")
    assert opened.strip() == case.text
    robin.add(ADDED, above="Robin Keller")
    robin.browser.screenshot("roundcube-edited")
    robin.browser.click("button.send")

    received = assert_sent_into_its_thread(home, case, sink, _OF_ROUNDCUBE)
    assert str(received["From"]) == str(case.draft["From"])
    assert text_of(received) == case.edited


def test_a_draft_deleted_in_roundcube_stays_away(home: ImapBench, grace: Grace, robin: Person) -> None:
    case = drafted(home, grace)
    robin.list_drafts(home.drafts)
    robin.look_at_draft()
    robin.browser.screenshot("roundcube-shown")
    robin.browser.click("a.delete:not(.disabled)")

    # It lies in the trash, so the first look is enough.
    assert states_after_deleting(home, case) == ["discarded", "discarded", "discarded"]
    assert [mail["Message-ID"] for mail in mails_in(home, home.trash)] == [case.draft["Message-ID"]]


@pytest.mark.long
def test_a_mail_moved_to_not_a_rejection_in_roundcube_gets_no_draft(
    home: ImapBench, grace: Grace, robin: Person
) -> None:
    account = grace.account(home.server, home.user)
    grace.configure(account)
    assert grace.call("teach", "--yes").returncode == 0
    with cooling(home, grace, account, a_garden(1)) as case:
        robin.list_drafts("INBOX")
        robin.browser.screenshot("roundcube-training-folders")
        robin.move_to(case.folder)
        until("it lies there, and there only", lambda: not mails_in(home, "INBOX"))
        robin.browser.screenshot("roundcube-moved")
        assert len(mails_in(home, case.folder)) == 1
        case.assert_cancelled_within_a_poll()
        case.assert_its_like_is_right_after_training(a_garden(2))
    assert mails_in(home, home.drafts) == []

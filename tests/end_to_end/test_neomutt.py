"""neomutt, in a terminal: the draft opens as a reply that can be changed, is sent, kept for later, or deleted."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.benches import ImapBench
from tests.end_to_end.command import Grace, until
from tests.end_to_end.mail_program import (
    ADDED,
    Sink,
    assert_sent_into_its_thread,
    cooling,
    drafted,
    mails_in,
    states_after_deleting,
    states_after_looking,
    text_of,
)
from tests.learning.own_mail import GARDEN_SUBJECT, a_garden
from tests.servers.running import HOST, missing

_RC = """\
set folder="imap://{host}:{imap}/"
set imap_user="{user}"
set imap_pass="{password}"
set ssl_starttls=no ssl_force_tls=no
set spoolfile="+INBOX" postponed="+Entwürfe" record="+Sent"
set from="robin@example.org" realname="Robin Keller"
set smtp_url="smtp://{host}:{smtp}/"
set editor="sh {folder}/editor.sh"
set confirmappend=no
set copy=yes recall=ask-yes postpone=no abort_unmodified=no delete=yes
set header_cache="" message_cachedir="" sleep_time=0 wait_key=no timeout=1 mail_check=1
"""
_EDITOR = f"""\
cp "$1" "$(dirname "$0")/opened.txt"
sed -i 's/^Robin Keller$/{ADDED}\\n\\nRobin Keller/' "$1"
"""
_OF_NEOMUTT = {"user-agent", "content-disposition"}


class Neomutt:
    """neomutt in a terminal of its own, with keys pressed from outside."""

    def __init__(self, folder: Path, rc: str) -> None:
        self._folder = folder
        (folder / "editor.sh").write_text(_EDITOR, encoding="utf-8")
        (folder / "rc").write_text(rc, encoding="utf-8")
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "TMUX_TMPDIR": str(folder),
        }

    def start(self, folder: str = "INBOX") -> None:
        """Opens a folder as it is now; how soon a change in it is seen is not what is tested here."""
        command = f"neomutt -n -F {self._folder}/rc -f +{folder} 2>{self._folder}/neomutt.err"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", "-s", "nm", command)

    @property
    def screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "nm")

    @property
    def opened(self) -> str:
        """The text as the editor was given it."""
        return (self._folder / "opened.txt").read_text(encoding="utf-8")

    def recall(self) -> None:
        """Opens the mailbox and the draft in it, up to the question whether to send."""
        self.start()
        self.shows("Application: Translator")
        self.press("R")
        self.shows("y:Send")

    def press(self, key: str) -> None:
        self._tmux("send-keys", "-t", "nm", key)

    def save_to(self, folder: str) -> None:
        """Moves the mail under the cursor to another folder."""
        self.press("s")
        self.shows("Save to mailbox")
        self._name(folder)
        self.press("$")

    def go_to(self, folder: str) -> None:
        self.press("c")
        self.shows("Open mailbox")
        self._name(folder)

    def _name(self, folder: str) -> None:
        """Types the name of a folder where one is asked for."""
        self.press("C-u")
        for number, word in enumerate(folder.split(" ")):
            if number:  # a space alone goes through the folders
                self.press("C-v")
                self.press("Space")
            self._tmux("send-keys", "-t", "nm", "-l", word if number else f"+{word}")
        self.press("Enter")

    def shows(self, text: str) -> None:
        try:
            until(f"neomutt shows {text!r}", lambda: text in self.screen, 60)
        except AssertionError as late:
            errors = (self._folder / "neomutt.err").read_text(encoding="utf-8")
            raise AssertionError(f"{late}\n{self.screen}\n{errors}") from late

    def quit(self) -> None:
        self._tmux("kill-server")

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", "grace", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout


@pytest.fixture
def neomutt(home: ImapBench, sink: Sink, tmp_path: Path) -> Iterator[Neomutt]:
    for program in ("neomutt", "tmux"):
        if shutil.which(program) is None:
            missing(f"{program} is not installed")
    folder = tmp_path / "mutt"
    folder.mkdir()
    account = {"user": home.user, "password": home.server.users[home.user]}
    rc = _RC.format(host=HOST, imap=home.server.port, smtp=sink.port, folder=folder, **account)
    program = Neomutt(folder, rc)
    yield program
    program.quit()


def test_neomutt_opens_the_draft_and_sends_it_into_its_thread(
    home: ImapBench, sink: Sink, grace: Grace, neomutt: Neomutt
) -> None:
    case = drafted(home, grace)
    neomutt.recall()
    assert neomutt.opened.strip() == case.text
    neomutt.press("y")

    received = assert_sent_into_its_thread(home, case, sink, _OF_NEOMUTT)
    assert text_of(received) == case.edited


def test_a_draft_deleted_in_neomutt_stays_away(home: ImapBench, grace: Grace, neomutt: Neomutt) -> None:
    case = drafted(home, grace)
    neomutt.start(home.drafts)
    neomutt.shows("Application: Translator")
    neomutt.press("d")
    neomutt.press("$")

    # It is in no folder, as while a mail program holds it open: only the second look can tell.
    assert states_after_deleting(home, case) == ["drafted", "discarded", "discarded"]
    assert mails_in(home, home.trash) == []


def test_a_draft_edited_in_neomutt_and_kept_for_later_is_left_alone(
    home: ImapBench, sink: Sink, grace: Grace, neomutt: Neomutt
) -> None:
    case = drafted(home, grace)
    neomutt.recall()
    neomutt.press("P")
    until(
        "the edited draft is saved, and the first one gone",
        lambda: [text_of(mail) for mail in mails_in(home, home.drafts)] == [case.edited],
    )

    before = home.snapshot()
    assert states_after_looking(case) == ["edited", "edited", "edited"]
    assert home.snapshot() == before
    assert sink.received == []


def test_a_mail_moved_to_not_a_rejection_in_neomutt_gets_no_draft(
    home: ImapBench, grace: Grace, neomutt: Neomutt
) -> None:
    account = grace.account(home.server, home.user)
    grace.configure(account)
    assert grace.call("teach", "--yes").returncode == 0
    with cooling(home, grace, account, a_garden(1)) as case:
        neomutt.start()
        neomutt.shows(GARDEN_SUBJECT)
        neomutt.save_to(case.folder)
        until("it lies there, and there only", lambda: not mails_in(home, "INBOX"))
        assert len(mails_in(home, case.folder)) == 1
        case.assert_cancelled_within_a_poll()

        neomutt.go_to(case.folder)
        neomutt.shows(GARDEN_SUBJECT)
        neomutt.save_to("INBOX")
        case.daemon.until("it cools again", lambda: case.row[2] == "cooling")
        assert case.row[0] == "rejection"
        assert grace.rows("SELECT why FROM label") == [("unlabelled",)]

        neomutt.go_to("INBOX")
        neomutt.shows(GARDEN_SUBJECT)
        neomutt.save_to(case.folder)
        case.assert_cancelled_within_a_poll()
        case.assert_its_like_is_right_after_training(a_garden(2))
    assert mails_in(home, home.drafts) == []

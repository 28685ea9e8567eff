"""A real mail program opens the draft as a reply that can be changed, and sends it into the right thread."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.contract.benches import ImapBench
from tests.end_to_end.command import Grace, until
from tests.end_to_end.mails import samples
from tests.servers.running import HOST, free_port, missing

_RC = """\
set folder="imap://{host}:{imap}/"
set imap_user="{user}"
set imap_pass="{password}"
set ssl_starttls=no ssl_force_tls=no
set spoolfile="+INBOX" postponed="+Entwürfe" record="+Sent"
set from="robin@example.org" realname="Robin Keller"
set smtp_url="smtp://{host}:{smtp}/"
set editor="sh {folder}/editor.sh"
set copy=yes recall=ask-yes postpone=no abort_unmodified=no
set header_cache="" message_cachedir="" sleep_time=0 wait_key=no timeout=1 mail_check=1
"""
_ADDED = "I especially enjoyed our talk about the old maps."
_EDITOR = f"""\
cp "$1" "$(dirname "$0")/opened.txt"
sed -i 's/^Robin Keller$/{_ADDED}\\n\\nRobin Keller/' "$1"
"""
#: What neomutt and the SMTP server may add on the way.
_OF_THE_CLIENT = {"user-agent", "content-disposition", "x-peer", "x-mailfrom", "x-rcptto"}
_OURS = {
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references",
    "mime-version", "content-type", "content-transfer-encoding",
}  # fmt: skip


class Sink:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append((list(envelope.rcpt_tos), message))
        return "250 kept"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    handler, port = Sink(), free_port()
    controller = Controller(handler, hostname=HOST, port=port)
    controller.start()
    yield handler, port
    controller.stop()


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

    def start(self) -> None:
        """Opens the mailbox as it is now; how soon a change in it is seen is not what is tested here."""
        command = f"neomutt -n -F {self._folder}/rc 2>{self._folder}/neomutt.err"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", "-s", "nm", command)

    @property
    def screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "nm")

    @property
    def opened(self) -> str:
        """The text as the editor was given it."""
        return (self._folder / "opened.txt").read_text(encoding="utf-8")

    def press(self, key: str) -> None:
        self._tmux("send-keys", "-t", "nm", key)

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
def neomutt(home: ImapBench, sink: tuple[Sink, int], tmp_path: Path) -> Iterator[Neomutt]:
    for program in ("neomutt", "tmux"):
        if shutil.which(program) is None:
            missing(f"{program} is not installed")
    folder = tmp_path / "mutt"
    folder.mkdir()
    account = {"user": home.user, "password": home.server.users[home.user]}
    rc = _RC.format(host=HOST, imap=home.server.port, smtp=sink[1], folder=folder, **account)
    program = Neomutt(folder, rc)
    yield program
    program.quit()


def mails_in(bench: ImapBench, folder: str) -> list[EmailMessage]:
    mails: list[Any] = [
        message_from_bytes(raw, policy=policy.default) for _, _, raw in bench.snapshot()[folder]
    ]
    return mails


def ids(message: EmailMessage) -> tuple[str, list[str]]:
    """In-Reply-To and References."""
    return str(message["In-Reply-To"]).strip(), str(message["References"]).split()


def test_neomutt_opens_the_draft_and_sends_it_into_its_thread(
    home: ImapBench, sink: tuple[Sink, int], grace: Grace, neomutt: Neomutt
) -> None:
    now = datetime.now(UTC)
    sample = next(one for one in samples() if one.name == "thread")
    home.deliver(sample.raw, now, read=True)
    grace.configure(grace.account(home.server, home.user), after="1h")
    assert "1 draft saved" in grace.call("once", "--now", f"{now + timedelta(hours=2):%FT%TZ}").stdout
    (draft,) = mails_in(home, home.drafts)

    neomutt.start()
    neomutt.shows("Application: Translator")
    neomutt.press("R")
    neomutt.shows("y:Send")
    opened = neomutt.opened
    assert opened.strip() == draft.get_content().replace("\r\n", "\n").strip()
    neomutt.press("y")
    until("the mail is sent", lambda: sink[0].received)
    until(
        "it is filed in Sent, and the draft is gone",
        lambda: mails_in(home, home.sent) and not mails_in(home, home.drafts),
    )

    ((recipients, received),) = sink[0].received
    assert recipients == [sample.to]
    assert ids(received) == (sample.message_id, [*sample.references, sample.message_id])
    assert str(received["Subject"]) == sample.reply_subject
    assert {name.lower() for name in received} <= _OURS | _OF_THE_CLIENT
    assert (
        received.get_content().replace("\r\n", "\n").strip()
        == opened.replace("\nRobin Keller", f"\n{_ADDED}\n\nRobin Keller").strip()
    )

    assert grace.call("once", "--now", f"{now + timedelta(hours=4):%FT%TZ}").returncode == 0
    assert grace.rows("SELECT state FROM cases") == [("sent",)]

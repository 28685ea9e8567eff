"""A folder with ten years of mail at first contact, and a mail as large as a film: seconds, memory, round trips."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.contract.benches import ImapBench, fresh_user
from tests.end_to_end.command import account
from tests.end_to_end.kill_mail import an_answer, other_mail
from tests.ordeal.cutting import Cutting, cutting
from tests.ordeal.tally import Tally
from tests.ordeal.test_soak import CONFIG, START, Daemon
from tests.servers.dovecot import Dovecot, running_dovecot
from watcher.store import Store

pytestmark = pytest.mark.long

PART = "Big mailboxes"
OLD = datetime(2015, 3, 1, 12, 0, tzinfo=UTC)
LINKS = 20_000  #: names for one file; file systems have a limit
MEGABYTES = 20  #: that a pass may need besides what the process has anyway


@pytest.fixture(scope="module")
def maildir_dovecot() -> Iterator[Dovecot]:
    with running_dovecot(mail="maildir:~/Maildir") as server:
        yield server


class Inbox:
    """The files of a user's INBOX, before the server has seen them."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self.path = server.folder / "mail" / user / "Maildir"
        self._count = 0
        for part in ("cur", "new", "tmp"):
            (self.path / part).mkdir(parents=True)

    def old(self, count: int) -> None:
        """So many mails of long ago, most of them the same file under another name."""
        for number in range(count):
            if number % LINKS == 0:
                source = self.add(other_mail(number, OLD), OLD)
            else:
                self._count += 1
                os.link(source, source.with_name(f"{self._count}.M{self._count}.example:2,S"))

    def add(self, raw: bytes, at: datetime) -> Path:
        self._count += 1
        file = self.path / "cur" / f"{self._count}.M{self._count}.example:2,S"
        file.write_bytes(raw)
        file.chmod(0o644)
        os.utime(file, (at.timestamp(), at.timestamp()))
        return file

    def hand_over(self) -> None:
        """To the user that the server runs as."""
        if os.geteuid() == 0:
            for path in [self.path.parent, self.path, *self.path.iterdir()]:
                shutil.chown(path, "nobody", "nogroup")


def looked_at(line: Cutting, server: Dovecot, user: str, folder: Path, *more: str) -> Daemon:
    secret = ["echo", server.users[user]]
    where = {"host": line.host, "port": line.port, "tls": "none"}
    home = account(kind="imap", user=user, password_command=secret, **where)
    config = folder / "config.toml"
    config.write_text(CONFIG.format(accounts="\n".join([home, *more])), encoding="utf-8")
    return Daemon(config, folder / "data")


@pytest.mark.timeout(1200)
def test_a_first_contact_with_years_of_mail(
    maildir_dovecot: Dovecot, tmp_path: Path, long: bool, tally: Tally
) -> None:
    years, fresh = 200_000 if long else 5_000, 60
    user = fresh_user(maildir_dovecot)
    inbox = Inbox(maildir_dovecot, user)
    inbox.old(years)
    for number in range(fresh):
        inbox.add((an_answer if number % 6 == 0 else other_mail)(number, START), START)
    inbox.hand_over()
    bench = ImapBench(maildir_dovecot, user)
    bench.client.select_folder("INBOX", readonly=True)  # the server has its own first contact
    bench.client.unselect_folder()
    with cutting(maildir_dovecot.port, 0, "") as line:
        daemon = looked_at(line, maildir_dovecot, user, tmp_path)
        began = time.monotonic()
        first = daemon.tick(START + timedelta(minutes=1))
        seconds, commands = time.monotonic() - began, line.asked
        daemon.tick(START + timedelta(hours=3))
        before = line.asked
        last = daemon.tick(START + timedelta(hours=5))
        again = line.asked - before
        daemon.stop()
    store = Store(tmp_path / "data")
    entries = store.entries(everything=True, limit=10**6)
    assert len(entries) == fresh
    assert sum(entry.state == "drafted" for entry in entries) == fresh // 6
    store.close()
    drafts = answered(bench)
    assert len(set(drafts)) == len(drafts) == fresh // 6
    bench.close()
    assert first["failing"] == last["failing"] == 0
    assert last["peak"] < (94 + MEGABYTES) * 2**20
    assert commands < 40
    note = (
        f"{seconds:.1f} s, {commands} commands, then {again}; at most {last['peak'] / 2**20:.0f} MB; "
        f"the {fresh} of the last days were read"
    )
    tally.add(PART, f"{years + fresh:,} mails at first contact", 1, note=note)


@pytest.mark.timeout(1200)
def test_a_mail_as_large_as_a_film(
    maildir_dovecot: Dovecot, tmp_path: Path, long: bool, tally: Tally
) -> None:
    """By IMAP and in a Maildir; it is a "no" with a large attachment, and gets its one draft."""
    megabytes = 500 if long else 60
    user = fresh_user(maildir_dovecot)
    inbox = Inbox(maildir_dovecot, user)
    inbox.add(other_mail(2, START), START)
    inbox.hand_over()
    bench = ImapBench(maildir_dovecot, user)
    where = tmp_path / "Mail"
    for name in (".", ".Drafts", ".Sent"):
        for part in ("cur", "new", "tmp"):
            (where / name / part).mkdir(parents=True)
    with cutting(maildir_dovecot.port, 0, "") as line:
        files = account(name="files", kind="maildir", path=str(where))
        # So that the first tick sees the mail and reads the model.
        bench.client.select_folder("INBOX", readonly=True)
        bench.client.unselect_folder()
        daemon = looked_at(line, maildir_dovecot, user, tmp_path, files)
        usual = daemon.tick(START + timedelta(minutes=1))["peak"]
        film = inbox.add(with_attachment(an_answer(0, START), megabytes), START + timedelta(minutes=2))
        name = where / "cur" / film.name
        shutil.copyfile(film, name)
        with name.open("r+b") as file:  # another mail, so that it is no copy of the first
            file.write(
                name.open("rb").read(4096).replace(b"mail-0@", b"mail-1@").replace(b"firm0.", b"firm1.")
            )
        os.utime(name, (START.timestamp(), START.timestamp()))
        for hours in (2, 5, 8):
            stood = daemon.tick(START + timedelta(hours=hours))
            assert stood["failing"] == 0
        daemon.stop()
    store = Store(tmp_path / "data")
    states = {entry.message_id: (entry.state, entry.problem) for entry in store.entries(everything=True)}
    store.close()
    assert states == {f"<mail-{n}@post.example>": ("drafted" if n < 2 else "", "") for n in (0, 1, 2)}
    assert len(bench.snapshot()[bench.drafts]) == 1
    assert len(list((where / ".Drafts").glob("*/*"))) == 1
    bench.close()
    grown = (stood["peak"] - usual) / 2**20
    assert grown < MEGABYTES
    tally.add(
        PART, f"a mail of {megabytes} MB, by IMAP and in a Maildir", 2, note=f"{grown:.0f} MB of memory"
    )


def answered(bench: ImapBench) -> list[str]:
    """What each draft answers."""
    bench.client.select_folder(bench.drafts, readonly=True)
    mails = bench.client.fetch(bench.client.search("ALL"), ["BODY.PEEK[]"])
    return [str(message_from_bytes(mail[b"BODY[]"])["In-Reply-To"]) for mail in mails.values()]


def with_attachment(raw: bytes, megabytes: int) -> bytes:
    """The mail with a second part of that size."""
    header, _, text = raw.partition(b"\r\n\r\n")
    kept = b"\r\n".join(
        row for row in header.split(b"\r\n") if not row.lower().startswith((b"content-", b"mime-"))
    )
    line = b"QUJD" * 19 + b"\r\n"
    return b"".join(
        [
            kept,
            b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n',
            b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n",
            text,
            b"\r\n--b\r\nContent-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            line * (megabytes * 2**20 // len(line)),
            b"--b--\r\n",
        ]
    )

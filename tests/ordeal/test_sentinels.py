"""Where words of mail and secrets may show, by tables, and that they show nowhere else: planted words are looked for.

A real cycle with the real command, as a person and a cron job run it; what is said, what other users could see of the
processes, what is kept in the log and in models, what lies about afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.benches import Bench, ImapBench, fresh_user
from tests.end_to_end.command import Grace
from tests.ordeal.sentinels import (
    IN_MAIL,
    ORDINARY,
    PASSWORD,
    REFUSAL,
    Kept,
    Told,
    found_in,
    kept,
    open_to_others,
    planted,
    watched,
)
from tests.ordeal.tally import Tally
from tests.servers.dovecot import Dovecot
from watcher.learning import versions

PART = "Privacy and secrets"
NOW = datetime.now(UTC)
NAME, WHO = {"sender name"}, {"sender name", "sender address"}
#: What may stand on stdout, by the command. On stderr, which is the log of a daemon, nothing may.
MAY_SAY: dict[tuple[str, ...], set[str]] = {
    ("once", "--dry-run", "--verbose"): NAME,
    ("once", "--verbose"): NAME,
    ("once", "--json"): set(),
    ("check", "--verbose"): set(),
    ("log",): NAME,
    ("log", "--json"): {*WHO, "subject"},
    ("show", "1"): {*WHO, "subject"},
    ("explain", "1"): WHO,
    ("explain", "2"): set(),
    ("queue",): NAME,
    ("preview", "1"): {*WHO, "subject"},
    ("label", "1", "rejection"): NAME,
    ("label", "2", "other"): set(),
    ("teach", "--yes"): set(),
    ("train", "--verbose"): NAME,
    ("model",): set(),
    ("report",): set(),
}
#: The cycle where there is little time.
SHORT = (
    ("once", "--verbose"),
    ("check", "--verbose"),
    ("log",),
    ("explain", "1"),
    ("explain", "2"),
    ("label", "1", "rejection"),
    ("label", "2", "other"),
    ("teach", "--yes"),
    ("train", "--verbose"),
    ("model",),
)
#: On other mailboxes: what differs there.
OTHERS = (("once", "--verbose"), ("check", "--verbose"), ("label", "1", "rejection"))
#: Which column may hold what, of a mail about an application. docs/privacy.md says the same.
MAY_HOLD = {
    "mail.subject": {"subject"},
    "mail.sender_name": NAME,
    "mail.sender_address": {"sender address"},
    "mail.answer": WHO,
    "mail.judged": {*WHO, "subject"},
    "cases.parent": {"subject"},
    "cases.recipient_name": NAME,
    "cases.recipient": {"sender address"},
}
#: And of one that the person labelled, besides.
MAY_HOLD_LABELLED = {"text.raw": set(IN_MAIL), "text.sender": {"sender address"}}
#: `planted` adds these to its words: two answers of "no", two mails that are nobody's business. 1 and 2 get a label.
TAGS = ("norhino", "soupotter", "noheron", "soupadder")

WITNESS = """\
for process in $$ $PPID; do
    tr '\\0' '\\n' < /proc/$process/cmdline
    tr '\\0' '\\n' < /proc/$process/environ
done >> "{folder}/witnessed"
exec cat "{folder}/home.secret"
"""


class Home:
    """A person's mailbox with planted mail in it, the program, and all secrets of theirs."""

    def __init__(self, grace: Grace, bench: Bench, secrets: dict[str, str], described: str) -> None:
        self.grace, self.bench, self.secrets, self.described = grace, bench, secrets, described
        self.temporary = grace.folder / "tmp"
        self.temporary.mkdir()
        grace.environment["TMPDIR"] = str(self.temporary)
        grace.configure(described, after="0s", every="10s", since=f"{NOW.date() - timedelta(days=3)}")
        for number, tag in enumerate(TAGS):
            text = REFUSAL if tag.startswith("no") else ORDINARY
            bench.deliver(planted(number, text, NOW, tag), NOW - timedelta(minutes=1))

    @property
    def words(self) -> dict[str, str]:
        return IN_MAIL | self.secrets

    def looked_at(self, told: Told, may_say: set[str]) -> None:
        """Nothing was said but what may be, nor could be seen from outside."""
        assert found_in(told.out, self.words) <= may_say, told.out
        assert found_in(told.err, self.words) == set(), told.err
        assert "Traceback" not in told.out
        assert found_in("\n".join(told.seen), self.words) == set()
        assert told.processes
        self.nothing_lies_about()

    def nothing_lies_about(self) -> None:
        assert open_to_others(self.grace.data, self.temporary) == []
        assert list(self.temporary.iterdir()) == []
        witnessed = self.grace.folder / "witnessed"
        if witnessed.exists():
            assert found_in(witnessed.read_text(), self.words) == set()

    def holds_only_what_it_may(self, labelled: Sequence[str] = TAGS[:2]) -> int:
        """Looks into every column, for each mail by itself. Gives how many words it found where they may be."""
        found = 0
        for tag in TAGS:
            may = MAY_HOLD if tag.startswith("no") else {}
            may = may | (MAY_HOLD_LABELLED if tag in labelled else {})
            there = kept(self.grace, {what: word + tag for what, word in IN_MAIL.items()})
            assert {one for one in there if one.what not in may.get(one.column, set())} == set(), tag
            found += len(there)
        assert kept(self.grace, self.secrets) == set()
        raw = b"".join(path.read_bytes() for path in self.grace.data.rglob("*") if path.is_file())
        assert found_in(raw.decode("latin-1"), self.secrets | {"body": IN_MAIL["body"]}) == set()
        return found


def with_password(grace: Grace, bench: ImapBench, server: Dovecot) -> Home:
    script = grace.folder / "witness.sh"
    script.write_text(WITNESS.format(folder=grace.folder))
    described = grace.account(
        server, bench.user, tls="starttls", password=PASSWORD, password_command=["sh", str(script)]
    )
    return Home(grace, bench, {"password": PASSWORD}, described)


@pytest.fixture
def grace(tmp_path: Path) -> Grace:
    return Grace(tmp_path)


@pytest.fixture
def home(grace: Grace, dovecot: Dovecot) -> Iterator[Home]:
    """On Dovecot, with a password that a program of the person's prints."""
    user = fresh_user(dovecot)
    dovecot.add_user(user, PASSWORD)
    bench = ImapBench(dovecot, user)
    yield with_password(grace, bench, dovecot)
    bench.close()


def test_a_cycle_says_and_keeps_only_what_it_may(home: Home, long: bool, tally: Tally) -> None:
    words = list(MAY_SAY) if long else SHORT
    said = set[str]()
    for one in words:
        told = watched(home.grace, *one)
        assert told.code == 0, (one, told.err)
        home.looked_at(told, MAY_SAY[one])
        said |= found_in(told.out, IN_MAIL)
    assert said >= NAME  # so it is found where it is
    assert "home.secret" not in (home.grace.folder / "witnessed").read_text()
    assert "watcher" in (home.grace.folder / "witnessed").read_text()
    assert {Kept("mail.subject", "subject"), Kept("text.raw", "body")} <= kept(home.grace, IN_MAIL)
    looked = home.holds_only_what_it_may()
    assert versions.current(home.grace.data), "a model of one's own was made"
    model_holds_no_word(home.grace.data)
    tally.add(PART, "commands looked at for planted words (Dovecot, a password)", len(words))
    tally.add(PART, "planted words found where they may be kept, and nowhere else", looked)


def model_holds_no_word(data: Path) -> None:
    """Of one's own: neither in its files nor in the arrays in them, however they are packed."""
    import numpy as np

    folder = data / "models" / versions.current(data)
    text = "".join(path.read_text() for path in folder.glob("*.json"))
    with np.load(folder / "weights.npz") as file:
        for name in file.files:
            array = file[name]
            assert array.dtype.kind in "iufb", f"{name} holds something other than numbers"
            text += array.tobytes().decode("latin-1")
    assert "rejection" in text
    assert found_in(text, IN_MAIL) == set()

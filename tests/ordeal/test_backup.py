"""The log is put back from a backup that is older than its drafts: none of them is made a second time."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

from tests.contract.benches import Bench, ImapBench, MaildirBench, fresh_user
from tests.end_to_end.command import account
from tests.end_to_end.kill_mail import an_answer
from tests.end_to_end.kill_round import CONFIG, START
from tests.ordeal.crash_story import mails_of
from tests.ordeal.tally import Tally
from tests.servers.dovecot import Dovecot
from watcher import daemon
from watcher.config import load
from watcher.mailboxes.protocol import Place
from watcher.store import Store

PART = "Storage"
Mail = tuple[Place, bytes]


def left_alone(bench: Bench, draft: Mail) -> None:
    pass


def edited(bench: Bench, draft: Mail) -> None:
    bench.delete(draft[0])
    bench.deliver(draft[1].replace(b"Kind", b"Very kind"), START, bench.drafts, read=True)


def edited_with_a_new_id(bench: Bench, draft: Mail) -> None:
    old = message_from_bytes(draft[1])["Message-ID"].encode()
    edited(bench, (draft[0], draft[1].replace(old, b"<new-%d@client.example>" % hash(old))))


def sent(bench: Bench, draft: Mail) -> None:
    bench.move(draft[0], bench.sent)


def sent_with_a_new_id(bench: Bench, draft: Mail) -> None:
    old = message_from_bytes(draft[1])["Message-ID"].encode()
    bench.delete(draft[0])
    text = draft[1].replace(old, b"<sent-%d@client.example>" % hash(old))
    bench.deliver(text, START + timedelta(hours=3), bench.sent, read=True)


def thrown_away(bench: Bench, draft: Mail) -> None:
    bench.move(draft[0], bench.trash)


def thrown_away_for_good(bench: Bench, draft: Mail) -> None:
    bench.delete(draft[0])


#: What the person did with a draft, and the state of its case once the log is an old one.
FATES = {
    left_alone: "drafted",
    edited: "drafted",
    edited_with_a_new_id: "answered",
    sent: "answered",
    sent_with_a_new_id: "answered",
    thrown_away: "discarded",
    thrown_away_for_good: "offered",
}


def drafts(bench: Bench) -> dict[str, list[Mail]]:
    """Everything that lies in Drafts, by the mail that it answers."""
    found: dict[str, list[Mail]] = {}
    for place, _, text in mails_of(bench):
        if place.folder == bench.drafts:
            found.setdefault(message_from_bytes(text)["In-Reply-To"], []).append((place, text))
    return found


def put_back(backup: Path, data: Path, whole: bool) -> None:
    """The whole data folder as it was, or only the log; of which the newer -wal and -shm do not stay."""
    if whole:
        shutil.rmtree(data)
        shutil.copytree(backup, data)
        return
    for file in data.glob("grace.db*"):
        file.unlink()
    for file in backup.glob("grace.db*"):
        shutil.copy(file, data)


def live(bench: Bench, described: str, folder: Path, whole: bool) -> tuple[Counter[str], dict[str, str]]:
    """Answers come, are drafted, the person goes on with the drafts; then the old log takes the new one's place.

    Returns:
        how many drafts each answer has at the end, and the states of the cases.
    """
    folder.mkdir(parents=True)
    config, data = folder / "config.toml", folder / "data"
    since = (START - timedelta(days=7)).date()
    config.write_text(CONFIG.format(account=described, since=since), encoding="utf-8")

    def a_pass(minutes: float) -> None:
        outcomes = daemon.once(load(config), data, START + timedelta(minutes=minutes))
        assert [error for _, error in outcomes if error] == []

    for number in range(len(FATES)):
        at = START - timedelta(minutes=30 - number)
        bench.deliver(an_answer(number, at), at)
    a_pass(0)
    shutil.copytree(data, folder / "backup")
    a_pass(120)
    made = drafts(bench)
    assert Counter(map(len, made.values())) == {1: len(FATES)}
    for number, fate in enumerate(FATES):
        fate(bench, made[f"<mail-{number}@post.example>"][0])
    before = {parent: len(found) for parent, found in drafts(bench).items()}
    put_back(folder / "backup", data, whole)
    for hours in (5, 7, 9, 40):
        a_pass(60 * hours)
    more = Counter({parent: len(found) for parent, found in drafts(bench).items()})
    more.subtract(before)
    store = Store(data)
    states = {entry.message_id or "": entry.state for entry in store.entries(everything=True)}
    store.close()
    return more, states


def none_came_again(more: Counter[str], states: dict[str, str]) -> None:
    assert {parent: count for parent, count in more.items() if count} == {}
    assert states == {f"<mail-{number}@post.example>": state for number, state in enumerate(FATES.values())}


def in_a_maildir(folder: Path, whole: bool) -> tuple[Counter[str], dict[str, str]]:
    root = folder / "Mail"
    return live(MaildirBench(root), account(kind="maildir", path=str(root)), folder / "grace", whole)


def test_of_the_log_alone_in_a_maildir(tmp_path: Path, tally: Tally) -> None:
    none_came_again(*in_a_maildir(tmp_path, whole=False))
    tally.add(PART, "drafts of a log that is put back from yesterday, in a Maildir", len(FATES))


def test_of_the_log_alone_on_dovecot(tmp_path: Path, tally: Tally, dovecot: Dovecot) -> None:
    user = fresh_user(dovecot)
    where = {"host": dovecot.host, "port": dovecot.port, "tls": "none"}
    described = account(kind="imap", user=user, password_command=["echo", dovecot.users[user]], **where)
    none_came_again(*live(ImapBench(dovecot, user), described, tmp_path / "grace", whole=False))
    tally.add(PART, "drafts of a log that is put back from yesterday, on Dovecot", len(FATES))


def test_of_the_whole_folder_it_cannot_know_what_was_thrown_away_for_good(
    tmp_path: Path, tally: Tally
) -> None:
    """The one case where nothing is left that could tell, neither here nor in the mailbox: ARCHITECTURE.md says so."""
    more, _ = in_a_maildir(tmp_path, whole=True)
    gone = [*FATES].index(thrown_away_for_good)
    assert {parent: count for parent, count in more.items() if count} == {f"<mail-{gone}@post.example>": 1}
    note = "not where a draft was thrown away for good meanwhile"
    tally.add(PART, "drafts of a whole folder that is put back", len(FATES), len(FATES) - 1, note)

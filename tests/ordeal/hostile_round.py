"""Many mails through everything: server, pass, store, cooling-off, draft, and what the person sees of it.

outcome = go(letters, folder, classifier)
assert outcome.complaints == []
"""

from __future__ import annotations

import email
import email.policy
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import getaddresses
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.end_to_end.command import Grace
from tests.ordeal.hostile_mail import TRAP, Letter
from tests.ordeal.mail_recorder import VALIDITY, MailRecorder, handing_out
from tests.sample_mail import MONDAY
from watcher import config as configuration
from watcher.cli import grace, screen
from watcher.connecting import connect
from watcher.judging import Judge
from watcher.learning import versions
from watcher.mailboxes.protocol import Arrival, Flags, Place
from watcher.oauth.tokens import Tokens
from watcher.pipeline import Event, Pass
from watcher.reading.classifier import Classifier
from watcher.reading.types import Address
from watcher.replying.compose import Parent, reply
from watcher.replying.letter import Wishes
from watcher.replying.lint import NotWrittenError
from watcher.store import Entry, Store

#: Seconds of processor time that one mail may take, in the slowest of all passes.
MOST = 0.5
_HEADERS = {
    *("from", "to", "subject", "date", "message-id", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding"),
}
_STRAY = re.compile(rb"\r(?!\n)|(?<!\r)\n|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DRAFT_ID = re.compile(r"<[a-z2-7]{26}@example\.org>")
_ID = f"<{'a' * 26}@example.org>"
_LISTED = ("log --all --limit 1000", "log --all --limit 1000 --json", "log --review", "queue", "queue --json")
_SHOWN = (("show", True), ("show --json", True), ("explain", True), ("preview", False))


@dataclass
class Outcome:
    """What came of a round.

    Args:
        complaints: what should not be, each with the case it is about.
        drafts: how many there are.
        slowest: the processor time of the slowest mail in seconds, and its case.
        commands: how many the server was sent.
    """

    mails: int
    complaints: list[str] = field(default_factory=list)
    drafts: int = 0
    slowest: tuple[float, str] = (0.0, "")
    commands: int = 0

    def __iadd__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.mails + other.mails,
            self.complaints + other.complaints,
            self.drafts + other.drafts,
            max(self.slowest, other.slowest),
            self.commands + other.commands,
        )


def alone(letter: Letter, judge: Judge, now: datetime) -> list[str]:
    """What is wrong with what comes of one mail, without a server: read, judged and answered."""
    arrival = Arrival(Place("INBOX", "0:0"), "", MONDAY, Flags(True, False), letter.raw, 0, "")
    judged, problem = judge.judge(arrival, MONDAY - timedelta(days=30))
    if judged is None:
        return [problem]
    message, to = judged.message, judged.recipient.to
    if judged.decision.state != "cooling" or to is None:
        return []
    if letter.draft == "never":
        return ["a draft where there should be none"]
    own = Address("Robin Keller", "robin@example.org")
    parent = Parent(message.message_id, message.references, message.subject)
    kind, language = judged.verdict.kind, judged.verdict.language
    try:
        raw = reply(
            parent, to, own, judged.details, kind, _ID, now, wishes=Wishes("Robin Keller"), language=language
        )
    except NotWrittenError:
        return []
    return list(wrong_in(raw, letter, message.sender.address if message.sender else ""))


def go(letters: Sequence[Letter], folder: Path, classifier: Classifier, shown: int = 1) -> Outcome:
    """One mailbox with these mails, from their arrival to the drafts.

    Args:
        folder: empty; for the config and the data.
        shown: every so many mails are looked at by the commands, too.
    """
    outcome = Outcome(len(letters))
    home = Grace(folder)
    with handing_out([one.raw for one in letters], MONDAY) as server:
        account = home.account(server, "robin", authserv="mx.example.org", password="x")
        home.configure(account, after="24h", starts="read", since="2026-11-01")
        text = home.config.read_text(encoding="utf-8").replace("per_day = 100", "per_day = 1000")
        text = text.replace("several = 100", "several = 10000")  # else replies would come one a day
        home.config.write_text(text, encoding="utf-8")
        store = Store(home.data)
        try:
            _passes(letters, home, server, store, classifier, outcome)
            entries = _by_letter(store, letters, outcome)
            _drafts(letters, entries, server, outcome)
            _line(letters, entries, server, outcome)
        finally:
            store.close()
        with pytest.MonkeyPatch.context() as patch:  # each `grace explain` would read the same model anew
            patch.setattr(versions, "by_name", lambda data, name: classifier)
            _screens(home, [entry for entry in entries if entry][::shown], outcome)
    return outcome


def _passes(
    letters: Sequence[Letter],
    home: Grace,
    server: MailRecorder,
    store: Store,
    classifier: Classifier,
    outcome: Outcome,
) -> None:
    """Two passes: the first reads and judges, the second drafts."""
    config = configuration.load(home.config)
    account = config.accounts[0]
    for after in (timedelta(hours=1), timedelta(days=3)):
        now = MONDAY + after
        began = [time.thread_time()]
        times: list[float] = []

        def told(_: Event, began: list[float] = began, times: list[float] = times) -> None:
            times.append(time.thread_time() - began[0])
            began[0] = time.thread_time()

        mailbox = connect(account, Tokens(), now)
        try:
            Pass(account, config, mailbox, store, classifier, tell=told).run(now)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            outcome.complaints.append(f"a pass ended with {error!r}")
        finally:
            mailbox.close()
        if after < timedelta(days=1):
            judge = Judge(account, config, store, classifier)
            for letter, took in zip(letters, times, strict=False):
                _timed(letter, took, judge, outcome)
        else:
            outcome.slowest = max(outcome.slowest, (max(times, default=0.0), "drafting"))


def _timed(letter: Letter, took: float, judge: Judge, outcome: Outcome) -> None:
    """A mail that took long is judged again alone: the least of three times is what it needs."""
    for _ in range(2):
        if took > MOST:
            began = time.thread_time()
            place = Place("INBOX", "0:0")
            judge.judge(Arrival(place, "", MONDAY, Flags(True, False), letter.raw, 0, ""), MONDAY)
            took = min(took, time.thread_time() - began)
    outcome.slowest = max(outcome.slowest, (took, letter.case))
    if took > MOST:
        outcome.complaints.append(f"{letter.case}: it took {took:.2f} s")


def _by_letter(store: Store, letters: Sequence[Letter], outcome: Outcome) -> list[Entry | None]:
    """Each mail's row. Two mails may have one: a copy."""
    by_place: dict[str, Entry] = {}
    for entry in store.entries(everything=True, limit=10**6):
        for _, ref in store.places(entry.id, "home"):
            by_place[ref] = entry
    entries = [by_place.get(f"{VALIDITY}:{uid}") for uid in range(1, len(letters) + 1)]
    for letter, entry in zip(letters, entries, strict=True):
        if entry is None:
            outcome.complaints.append(f"{letter.case}: it is not on record")
        elif entry.problem.startswith("It could not be read"):
            outcome.complaints.append(f"{letter.case}: {entry.problem}")
    return entries


def _drafts(
    letters: Sequence[Letter], entries: Sequence[Entry | None], server: MailRecorder, outcome: Outcome
) -> None:
    """Each draft belongs to one mail that may have it, goes where it may, and is in order byte by byte."""
    of_draft: dict[str, tuple[Letter, Entry]] = {}
    for letter, entry in zip(letters, entries, strict=True):
        drafted = entry is not None and entry.state == "drafted"
        if entry and drafted:
            of_draft.setdefault(entry.draft_id or "", (letter, entry))
        if drafted and letter.draft == "never":
            outcome.complaints.append(f"{letter.case}: a draft where there should be none")
        if entry and letter.draft == "must" and not drafted:
            why = entry.case_reason or entry.reason
            outcome.complaints.append(f"{letter.case}: no draft: {entry.kind} {entry.score:.2f}, {why}")
    outcome.drafts = len(server.drafts)
    for raw in server.drafts:
        ids = re.findall(rb"^Message-ID: (.*)\r$", raw, re.MULTILINE)
        letter, entry = of_draft.pop(ids[0].decode() if ids else "", (None, None))
        if letter is None or entry is None:
            outcome.complaints.append(f"a draft of nobody: {raw[:300]!r}")
            continue
        outcome.complaints += [
            f"{letter.case}: {wrong}" for wrong in wrong_in(raw, letter, entry.sender_address)
        ]
    outcome.complaints += [f"{letter.case}: its draft is not there" for letter, _ in of_draft.values()]


def wrong_in(raw: bytes, letter: Letter, sender: str) -> Iterator[str]:
    """What is wrong with a draft: by its bytes, and as Python's own parser reads it.

    Args:
        sender: the address that the mail came from, as we read it.
    """
    stray = _STRAY.search(raw)
    if stray:
        yield f"{stray[0]!r} in the draft"
    header, _, body = raw.partition(b"\r\n\r\n")
    lines = re.sub(rb"\r\n(?=[ \t])", b"", header).split(b"\r\n")
    names = [line.partition(b":")[0].decode("ascii", "replace").lower() for line in lines]
    if set(names) - _HEADERS or len(set(names)) != len(names):
        yield f"headers {names}"
    if not header.isascii():
        yield "a header that is not ASCII"
    read = email.message_from_bytes(raw, policy=email.policy.default)
    if [name.lower() for name in read] != names or read.defects or read.is_multipart():
        yield f"it reads as {read.keys()} {read.defects}"
    addressed = getaddresses([str(read["To"])])
    if len(addressed) != 1 or len(getaddresses([str(read["From"])])) != 1:
        yield f"it is to {addressed}"
    to = addressed[0][1].lower() if addressed else ""
    if not re.fullmatch(r"[!-~]+@[a-z0-9.-]+", to) or (letter.to and to not in letter.to):
        yield f"it goes to {to!r}"
    if (TRAP in to and TRAP not in sender) or b"trap.example" in body:
        yield f"a trap is in it: {to!r}"
    text = str(read.get_content())
    if _unsafe(text) or re.search(r"[{}<>$`\[\]|\\]|%[sn(]|Bcc|__|http", text):
        yield f"its text says {text!r}"
    shown = str(read["Subject"]) + str(read["To"])
    if _unsafe(shown):
        yield f"its header says {shown!r}"


def _line(
    letters: Sequence[Letter], entries: Sequence[Entry | None], server: MailRecorder, outcome: Outcome
) -> None:
    """The server was asked for nothing but ids that are on record, or that are ours."""
    known = {entry.message_id for entry in entries if entry}
    known |= {str((entry.parent or {}).get("message_id")) for entry in entries if entry}
    odd = {one for one in server.searched - known if not _DRAFT_ID.fullmatch(one)}
    outcome.complaints += server.breaches + [f"it was searched for {one!r}" for one in odd]
    outcome.commands = server.commands


def _screens(home: Grace, entries: Sequence[Entry], outcome: Outcome) -> None:
    """All commands that show mail: no crash, and nothing that a terminal would obey."""
    for words in _LISTED:
        outcome.complaints += _wrong_on_screen(home, words.split())
    for entry in entries:
        for words, always in _SHOWN:
            if always or entry.state in ("cooling", "drafted"):
                outcome.complaints += _wrong_on_screen(home, [*words.split(), str(entry.id)])
    with pytest.MonkeyPatch.context() as patch:  # the tables and frames of a terminal, without its colours
        patch.setattr(screen, "is_plain", lambda asked: False)
        outcome.complaints += _wrong_on_screen(home, _LISTED[0].split())
        for entry in entries:
            outcome.complaints += _wrong_on_screen(home, ["show", str(entry.id)])


def _wrong_on_screen(home: Grace, words: Sequence[str]) -> Iterator[str]:
    result = CliRunner().invoke(grace, ["--config", str(home.config), "--data", str(home.data), *words])
    said = " ".join(words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        yield f"grace {said}: {result.exception!r}"
    elif result.exit_code not in (0, 2):
        yield f"grace {said}: ended with {result.exit_code}: {result.output[-300:]}"
    found = _unsafe(result.output)
    if found:
        at = result.output.index(found)
        yield f"grace {said}: shows {found!r} in {result.output[max(0, at - 60) : at + 20]!r}"


def _unsafe(text: str) -> str:
    """The first character that a terminal or mail program obeys instead of showing it, "" for none."""
    plain = text.replace("\r\n", "\n").replace("\n", "")
    if plain.isascii() and plain.isprintable():
        return ""
    return next((one for one in plain if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")), "")

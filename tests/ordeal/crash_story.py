"""One person's week in small, act by act: the program dies in one of the acts, and all must end as if it had not.

answers come, cool, are drafted | folders to teach with are made, mail is put there and taken out again
a draft is changed, one is sent, one is thrown away | a mail is labelled by command
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from tests.contract.benches import Bench
from tests.end_to_end.kill_mail import an_answer, other_mail
from tests.end_to_end.kill_round import CONFIG, START
from tests.learning.own_mail import MISSED, raw
from tests.ordeal.crash_places import Order, Outcome
from watcher.mailboxes.folder_names import decode_utf7
from watcher.mailboxes.protocol import Place
from watcher.store import Store

ROOT = Path(__file__).parents[2]
YES, NO = "Grace/Rejection", "Grace/Not a rejection"
MISSED_ID = "<9@flowers.example>"


class Children:
    """The process of crash_places.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ordeal.crash_places"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, order: Order) -> Outcome:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        outcome: Outcome = json.loads(self._process.stdout.readline())
        return outcome

    def stop(self) -> None:
        self._process.communicate(timeout=20)


@dataclass
class Death:
    """Where the program dies: in which act, at which place of it."""

    act: int
    place: int


@dataclass
class Trouble:
    """Something that lasts for one act, and is over when it is tried again.

    Args:
        begins, ends: called right before and after that act.
        outcome: what came of the act.
    """

    act: int
    begins: Callable[[], None]
    ends: Callable[[], None]
    outcome: Outcome | None = None


@dataclass
class Telling:
    """What came of one telling of the story.

    Args:
        places: for each act, the places that it came by.
        end: what is on record and in the mailbox, as plain values that two tellings can be compared by.
    """

    places: list[list[str]] = field(default_factory=list)
    end: dict[str, object] = field(default_factory=dict)
    killed: bool = False


class Story:
    """One telling of the story.

    Args:
        account: the [[account]] of the config.
        settled: called after a death, until the server has done what it was still asked to.
    """

    def __init__(
        self,
        bench: Bench,
        account: str,
        folder: Path,
        children: Children,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        self.bench, self.folder, self._children, self._settled = bench, folder, children, settled
        self.data, self.config = folder / "data", folder / "config.toml"
        self.plain = False
        folder.mkdir(parents=True, exist_ok=True)
        text = CONFIG.format(account=account, since=(START - timedelta(days=7)).date())
        self.config.write_text(text, encoding="utf-8")

    def tell(self, death: Death | None = None, trouble: Trouble | None = None) -> Telling:
        telling = Telling()
        acts: Sequence[tuple[Callable[[], None] | None, list[str], float]] = [
            (self._mail_comes, ["once"], 0),
            (None, ["teach", "--yes"], 10),
            (self._teaches, ["once"], 30),
            (None, ["label", "3", "not_rejection"], 35),
            (self._more_mail_comes, ["once"], 45),
            (None, ["once"], 105),
            (self._goes_on_with_drafts, ["once"], 200),
            (self._throws_away, ["once"], 400),
            (None, ["once"], 600),
        ]
        for number, (world, words, minutes) in enumerate(acts):
            if world:
                world()
            at = START + timedelta(minutes=minutes)
            place = death.place if death and death.act == number else 0
            if trouble and trouble.act == number:
                trouble.begins()
                trouble.outcome = self.act(words, at)
                trouble.ends()
                at += timedelta(minutes=3)
            outcome = self.act(words, at, place)
            telling.places.append(outcome["places"])
            if outcome["killed"]:
                telling.killed = True
                self._settled()
                at += timedelta(minutes=3)
                outcome = self.act(words, at)
            assert outcome["code"] == 0, f"act {number}, {words}: {outcome}"
        for hours in (20, 40):
            assert self.act(["once"], START + timedelta(hours=hours))["code"] == 0
        telling.end = {"log": self._log(), "mailbox": self._mailbox()}
        return telling

    def act(self, words: list[str], now: datetime, place: int = 0) -> Outcome:
        if words[0] in ("label", "once"):
            words = [*words, "--now", now.isoformat()]
        return self._children.run(
            {
                "act": words,
                "config": str(self.config),
                "data": str(self.data),
                "now": now.isoformat(),
                "place": place,
                "plain": self.plain,
            }
        )

    # What the world does ----------------------------------------------------------------------------------

    def _mail_comes(self) -> None:
        mails = [an_answer(0, START), an_answer(1, START), other_mail(2, START)]
        for number, text in enumerate([*mails, raw(MISSED, 9, "Jury <jury@flowers.example>")]):
            self.bench.deliver(text, START - timedelta(minutes=9 - number))  # in this order on record

    def _teaches(self) -> None:
        self.bench.move(self._place("INBOX", "<mail-1@post.example>"), self._named(NO))
        self.bench.move(self._place("INBOX", MISSED_ID), self._named(YES))

    def _more_mail_comes(self) -> None:
        at = START + timedelta(minutes=40)
        self.bench.deliver(other_mail(4, at), at)
        self.bench.deliver(an_answer(5, at), at + timedelta(minutes=1))

    def _goes_on_with_drafts(self) -> None:
        """Saves one anew, in other words; sends one; and takes a mail out of its training folder again."""
        at = START + timedelta(minutes=150)
        first, second = self.draft_of("<mail-0@post.example>"), self.draft_of(MISSED_ID)
        changed = self._raw(first).replace(b"Kind regards", b"Many greetings")
        self.bench.delete(first)
        self.bench.deliver(changed, at, self.bench.drafts, read=True)
        self.bench.move(second, self.bench.sent)
        self.bench.move(self._place(self._named(NO), "<mail-1@post.example>"), "INBOX")

    def _throws_away(self) -> None:
        self.bench.delete(self.draft_of("<mail-5@post.example>"))

    # What is seen -----------------------------------------------------------------------------------------

    def mails(self) -> list[tuple[Place, frozenset[str], bytes]]:
        return mails_of(self.bench)

    def draft_of(self, parent: str) -> Place:
        (place,) = [
            place
            for place, _, text in self.mails()
            if place.folder == self.bench.drafts and message_from_bytes(text)["In-Reply-To"] == parent
        ]
        return place

    def drafts(self) -> Counter[str]:
        """How many drafts there are by the mail that they answer."""
        return Counter(
            message_from_bytes(text)["In-Reply-To"]
            for place, _, text in self.mails()
            if place.folder == self.bench.drafts
        )

    def _named(self, folder: str) -> str:
        """A folder's name as this mailbox has it."""
        names = {_folder(name) for name in self.bench.snapshot()}
        return next(name for name in names if name.replace("/", ".") == folder.replace("/", "."))

    def _place(self, folder: str, message_id: str) -> Place:
        (place,) = [
            place
            for place, _, text in self.mails()
            if place.folder == folder and message_from_bytes(text)["Message-ID"] == message_id
        ]
        return place

    def _raw(self, place: Place) -> bytes:
        return next(text for one, _, text in self.mails() if one == place)

    def _mailbox(self) -> object:
        """The mails of each folder. A draft's own id and time are another in each telling."""
        found = []
        for place, flags, text in self.mails():
            mail = message_from_bytes(text)
            name = f"reply to {mail['In-Reply-To']}" if mail["In-Reply-To"] else str(mail["Message-ID"])
            found.append((place.folder, name, sorted(flags), str(mail["To"]), str(mail["Subject"])))
        return sorted(found)

    def _log(self) -> object:
        store = Store(self.data)
        try:
            found = []
            for entry in store.entries(everything=True):
                label, text = store.label_of(entry.fingerprint), store.text_of(entry.fingerprint)
                found.append(
                    (
                        str(entry.message_id),
                        (entry.kind, entry.action, entry.reason, entry.problem),
                        (entry.state, entry.case_reason, bool(entry.draft_id)),
                        [(step.state, step.reason) for step in store.steps(entry.id)],
                        (label.kind, label.source) if label else None,
                        text.why if text else None,
                        sorted(folder for folder, _ in store.places(entry.id, "home")),
                    )
                )
            assert store.check() == "ok"
            # Who had said it already when it died, and says it again, has said it twice.
            rows = [row for row in store.labels(active=False) if row.why != "replaced"]
            ended = sorted((row.kind, row.source, row.why) for row in rows)
            return sorted(found), ended
        finally:
            store.close()


def mails_of(bench: Bench) -> list[tuple[Place, frozenset[str], bytes]]:
    """All mails of a mailbox, each with its place, its flags and its bytes.

    What lies in the tmp/ of a Maildir is not a mail yet; who died over it leaves it there, and whatever delivers there
    clears it away after 36 hours (maildir(5)).
    """
    return [
        (Place(_folder(name), ref.partition(":2,")[0]), flags, text)
        for name, mails in bench.snapshot().items()
        for ref, flags, text in mails
        if Path(name).name != "tmp"
    ]


def _folder(name: str) -> str:
    """A folder of a Maildir by the path of its files; any other by its name."""
    path = Path(name)
    if path.name not in ("cur", "new", "tmp"):
        return name
    return decode_utf7(str(path.parent).removeprefix(".")) or "INBOX"

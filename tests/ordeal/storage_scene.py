"""A mailbox and a log in the middle of things, to be harmed in many ways, each time from the same state.

three answers have their drafts: one lies there, one was thrown away, one was deleted for good
three cool, one waits in the folder unseen, and there is mail that is no answer
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from tests.contract.benches import MaildirBench
from tests.end_to_end.command import account
from tests.end_to_end.kill_mail import an_answer, other_mail
from tests.end_to_end.kill_round import START
from tests.ordeal.crash_places import Outcome
from tests.ordeal.crash_story import Children, Story

#: What the edge says of a fault of our own, and Python of any.
FAULT = re.compile(r"Traceback|should not have|unexpected|\w+Error:")
DRAFTED, COOLING, TO_COME = (0, 1, 2), (4, 5, 6), 7
AFTER = (140, 300, 600)


class Scene:
    """It lies in `folder`: Mail, and grace/ with the config and the data."""

    def __init__(self, folder: Path, children: Children) -> None:
        self.folder = folder
        self.bench = MaildirBench(folder / "Mail")
        described = account(kind="maildir", path=str(folder / "Mail"))
        self.story = Story(self.bench, described, folder / "grace", children)
        self.data = self.story.data
        self._prepare()
        self._kept = folder / "kept"
        for name in ("Mail", "grace"):
            shutil.copytree(folder / name, self._kept / name)

    def _prepare(self) -> None:
        for number in (*DRAFTED, 3):
            make = other_mail if number == 3 else an_answer
            self.bench.deliver(make(number, START), START + timedelta(seconds=number))
        assert self.a_pass(0)["code"] == 0
        assert self.a_pass(120)["code"] == 0
        self.bench.move(self.story.draft_of("<mail-1@post.example>"), self.bench.trash)
        self.bench.delete(self.story.draft_of("<mail-2@post.example>"))
        for number in COOLING:
            at = START + timedelta(minutes=121, seconds=number)
            self.bench.deliver(an_answer(number, at), at)
        assert self.a_pass(122)["code"] == 0
        at = START + timedelta(minutes=130)
        self.bench.deliver(an_answer(TO_COME, at), at)

    def reset(self) -> None:
        """All as it was prepared."""
        for name in ("Mail", "grace"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            shutil.copytree(self._kept / name, self.folder / name)

    def a_pass(self, minutes: float) -> Outcome:
        return self.story.act(["once"], START + timedelta(minutes=minutes))

    def call(self, *words: str) -> Outcome:
        return self.story.act([*words], START)

    def goes_on(self) -> list[Outcome]:
        return [self.a_pass(minutes) for minutes in AFTER]

    def drafts(self) -> Counter[str]:
        return self.story.drafts()

    def wrong_drafts(self) -> list[str]:
        """What must never be: two drafts for one answer, one that comes back, that goes elsewhere, that is early."""
        answers = {f"<mail-{number}@post.example>": number for number in (*DRAFTED, *COOLING, TO_COME)}
        found, seen = [], Counter[str]()
        for place, _, text in self.story.mails():
            if place.folder != self.bench.drafts:
                continue
            mail = message_from_bytes(text)
            parent = str(mail["In-Reply-To"])
            seen[parent] += 1
            number = answers.get(parent)
            if number is None:
                found.append(f"a draft that answers {parent}")
                continue
            original = message_from_bytes(an_answer(number, START))
            if parseaddr(str(mail["To"]))[1] != parseaddr(str(original["From"]))[1]:
                found.append(f"a draft to {mail['To']} that answers {parent}")
            came = START + timedelta(minutes=0 if number in DRAFTED else 121 if number in COOLING else 130)
            if parsedate_to_datetime(str(mail["Date"])) < came + timedelta(hours=1):
                found.append(f"a draft of {mail['Date']} that answers {parent}")
        found += [f"{count} drafts that answer {parent}" for parent, count in seen.items() if count > 1]
        found += [
            f"the draft that answers <mail-{gone}@..> came back"
            for gone in (1, 2)
            if self._is_back(gone, seen)
        ]
        return found

    def _is_back(self, number: int, seen: Counter[str]) -> bool:
        return seen[f"<mail-{number}@post.example>"] > 0

    def all_is_there(self) -> bool:
        """Every answer that was to have a draft has it."""
        return self.drafts() == Counter(f"<mail-{number}@post.example>" for number in (0, *COOLING, TO_COME))


def clear(outcome: Outcome) -> bool:
    """Whether it worked, or said in a clear line or two why not, with an exit code of errors.py."""
    said = outcome["said"].strip()
    if FAULT.search(said):
        return False
    return outcome["code"] == 0 or (outcome["code"] in (2, 74, 75) and bool(said))


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)

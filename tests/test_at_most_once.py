"""At most one draft per rejection, never before its time, none lost: whatever breaks, and whenever.

A Hypothesis state machine lets mail arrive, the person act, the clock run, and passes break off at any step
of the mailbox and at any commit of the store: by an error, by a crash, or with a draft that turns up later.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.memory_mailbox import MemoryServer, StoredLater, StoredMail
from tests.sample_mail import MONDAY, BySubject, config, raw_mail
from watcher.errors import TemporaryError
from watcher.judging import rules
from watcher.mailboxes.protocol import Place
from watcher.pipeline import Pass
from watcher.replying import times
from watcher.store import Store

SETTLE = timedelta(seconds=60)
TRAINING = ("Grace/Rejection", "Grace/Not a rejection")


class CrashError(BaseException):
    """The process is gone: nothing of ours may catch it."""


@dataclass(frozen=True)
class Fault:
    """What breaks, at which event of the mailbox or the store, after how many that go well."""

    what: BaseException
    at: str
    after: int


FAULTS = st.one_of(
    st.none(),
    st.builds(
        Fault,
        st.just(TemporaryError("cut")),
        st.sampled_from(["open", "fetch_since", "arrival", "flags", "find_copies", "find_answers"]),
        st.integers(0, 3),
    ),
    st.just(Fault(StoredLater("late"), "before store", 0)),
    st.builds(
        Fault,
        st.sampled_from([TemporaryError("cut"), CrashError()]),
        st.just("before store"),
        st.integers(0, 1),
    ),
    st.builds(
        Fault,
        st.sampled_from([TemporaryError("cut"), CrashError()]),
        st.just("after store"),
        st.integers(0, 1),
    ),
    st.builds(
        Fault,
        st.just(CrashError()),
        st.sampled_from(["before commit", "after commit", "arrival", "find_copies", "find_answers"]),
        st.integers(0, 8),
    ),
)


class FragileStore(Store):
    """A real store that asks the hook before and after each commit."""

    hook: Callable[[str], None] = staticmethod(lambda event: None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with super().transaction():
            yield
            self.hook("before commit")
        self.hook("after commit")


class Grace(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="grace-machine-"))
        folders = {
            "INBOX": "other",
            "Archive": "other",
            "Entwürfe": "drafts",
            "Sent": "sent",
            "Trash": "trash",
            **dict.fromkeys(TRAINING, "other"),
        }
        self.server = MemoryServer(folders, settle=SETTLE)
        self.server.now = MONDAY
        self.config = config()
        self.rules = rules(self.config)
        self.mails: dict[str, Place] = {}
        self.delivered: dict[str, datetime] = {}
        self.read: dict[str, datetime] = {}
        self.answered_ids: set[str] = set()
        self.disturbed: set[str] = set()
        self.saved: list[tuple[str, datetime]] = []
        self.late_until: datetime | None = None
        self._watch_saves()

    def _watch_saves(self) -> None:
        """Notes every draft that ever reaches the server, whatever becomes of it."""
        store, hold, show = self.server.store_draft, self.server.hold_back, self.server.show_late_drafts
        counting = [True]

        def note(raw: bytes) -> None:
            self.saved.append((message_from_bytes(raw)["In-Reply-To"], self.server.now))

        def store_draft(raw: bytes) -> Place:
            if counting[0]:
                note(raw)
            return store(raw)

        def hold_back(raw: bytes) -> None:
            note(raw)
            self.late_until = self.server.now + SETTLE
            hold(raw)

        def show_late_drafts() -> None:
            counting[0] = False
            show()
            counting[0] = True

        self.server.store_draft, self.server.hold_back = store_draft, hold_back  # type: ignore[method-assign]
        self.server.show_late_drafts = show_late_drafts  # type: ignore[method-assign]

    # What the world does ----------------------------------------------------------------------------------

    @rule(seen=st.booleans())
    def a_rejection_arrives(self, seen: bool) -> None:
        number = len(self.mails)
        message_id = f"<rejection-{number}@acme.example>"
        raw = raw_mail(number, date=self.server.now, sender=f"Anna <anna@firm{number}.example>")
        self.mails[message_id] = self.server.deliver(raw, seen=seen)
        self.delivered[message_id] = self.server.now
        if seen:
            self.read[message_id] = self.server.now

    @precondition(lambda self: self.mails)
    @rule(data=st.data())
    def a_copy_lies_in_the_archive(self, data: st.DataObject) -> None:
        message_id = self._pick(data)
        raw = self.server.mail(self.mails[message_id]).raw
        self.server.deliver(b"X-Filed: yes\r\n" + raw, "Archive")

    @rule()
    def another_mail_arrives(self) -> None:
        self.server.deliver(raw_mail(f"x{self.server.now.timestamp()}", "other", date=self.server.now))

    @precondition(lambda self: self.mails)
    @rule(data=st.data())
    def they_write_again(self, data: st.DataObject) -> None:
        message_id = self._pick(data)
        number = f"{message_id[1:-1]}-{self.server.now.timestamp()}"
        again = raw_mail(number, "interview", reply_to=[message_id], date=self.server.now)
        self.server.deliver(again)
        self.disturbed.add(message_id)

    @precondition(lambda self: self.mails)
    @rule(data=st.data())
    def the_person_reads(self, data: st.DataObject) -> None:
        message_id = self._pick(data)
        self.server.set_flags(self.mails[message_id], seen=True)
        self.read.setdefault(message_id, self.server.now)

    @precondition(lambda self: self.mails)
    @rule(data=st.data())
    def the_person_answers(self, data: st.DataObject) -> None:
        message_id = self._pick(data)
        self.server.set_flags(self.mails[message_id], answered=True)
        self.disturbed.add(message_id)

    @precondition(lambda self: self.mails)
    @rule(data=st.data(), folder=st.sampled_from(TRAINING))
    def the_person_says_what_it_is(self, data: st.DataObject, folder: str) -> None:
        """By a copy in a training folder; whoever does that has read it."""
        message_id = self._pick(data)
        mail = self.server.mail(self.mails[message_id])
        self.server.deliver(mail.raw, folder, at=mail.at)
        self.read.setdefault(message_id, self.server.now)
        self.disturbed.add(message_id)

    @precondition(lambda self: any(self.server.folders[folder].mails for folder in TRAINING))
    @rule(data=st.data())
    def the_person_takes_it_back(self, data: st.DataObject) -> None:
        there = [(folder, mail) for folder in TRAINING for mail in self.server.folders[folder].mails]
        folder, mail = data.draw(st.sampled_from(there))
        self.server.delete(Place(folder, f"{self.server.folders[folder].validity}:{mail.uid}"))

    @precondition(lambda self: self.server.folders["Entwürfe"].mails)
    @rule(data=st.data(), to=st.sampled_from(["Trash", "Sent"]))
    def the_person_sends_or_deletes_a_draft(self, data: st.DataObject, to: str) -> None:
        box = self.server.folders["Entwürfe"]
        draft: StoredMail = data.draw(st.sampled_from(box.mails))
        self.server.move(Place("Entwürfe", f"{box.validity}:{draft.uid}"), to)

    @rule()
    def the_inbox_is_numbered_anew(self) -> None:
        old = [self.server.mail(place).raw for place in self.mails.values()]
        self.server.change_uidvalidity("INBOX")
        box = self.server.folders["INBOX"]
        by_raw = {mail.raw: Place("INBOX", f"{box.validity}:{mail.uid}") for mail in box.mails}
        self.mails = {message_id: by_raw[raw] for message_id, raw in zip(self.mails, old, strict=True)}

    @rule(minutes=st.sampled_from([0.1, 2, 30, 60 * 7, 60 * 22, 60 * 25]))
    def time_goes_by(self, minutes: float) -> None:
        self.server.now += timedelta(minutes=minutes)
        if self.late_until and self.server.now >= self.late_until:
            self.server.show_late_drafts()

    # What we do -------------------------------------------------------------------------------------------

    @rule(fault=FAULTS)
    def a_pass(self, fault: Fault | None) -> None:
        self._run(fault)

    @rule(fault=FAULTS, then=st.sampled_from([None, 0.1, 2]))
    def a_pass_the_day_after(self, fault: Fault | None, then: float | None) -> None:
        """The usual way to a draft, so that faults meet it often."""
        for message_id, place in self.mails.items():
            self.server.set_flags(place, seen=True)
            self.read.setdefault(message_id, self.server.now)
        self._run()
        for hours in (23, 2):
            self.time_goes_by(60 * hours)
            self._run(fault)
        if then is not None:
            self.time_goes_by(then)
            self._run()

    @rule(fault=FAULTS, minutes=st.sampled_from([0.1, 2]))
    def a_pass_soon_after(self, fault: Fault | None, minutes: float) -> None:
        self.time_goes_by(minutes)
        self._run(fault)

    def _run(self, fault: Fault | None = None) -> None:
        left = fault.after if fault else 0

        def hook(event: str) -> None:
            nonlocal left
            if fault and event == fault.at:
                if left == 0:
                    raise fault.what
                left -= 1

        store = FragileStore(self.folder)
        store.hook, self.server.hook = hook, hook
        try:
            mailbox = self.server.open(("INBOX", "Archive"))
            Pass(self.config.accounts[0], self.config, mailbox, store, BySubject()).run(self.server.now)  # type: ignore[arg-type]
        except (TemporaryError, CrashError):
            pass
        finally:
            self.server.hook = lambda event: None
            store.close()

    # What must hold ---------------------------------------------------------------------------------------

    @invariant()
    def never_two_drafts_for_one_mail(self) -> None:
        if hasattr(self, "saved"):
            assert all(count == 1 for count in Counter(parent for parent, _ in self.saved).values()), (
                self.saved
            )

    @invariant()
    def never_before_its_time(self) -> None:
        for parent, at in getattr(self, "saved", []):
            latest_start = self.delivered[parent] + self.rules.unread_limit
            start = min(self.read.get(parent, latest_start), latest_start)
            assert at >= start + self.rules.after, (parent, at, start)

    def teardown(self) -> None:
        """When the trouble is over every mail is on record, and every answer still open has its draft."""
        if not hasattr(self, "folder"):
            return
        try:
            for _ in range(12):
                self.server.now += timedelta(hours=12)
                self.server.show_late_drafts()
                self._run()
            store = Store(self.folder)
            known = {entry.message_id: entry for entry in store.entries(everything=True)}
            for message_id in self.mails:
                assert message_id in known
                entry = known[message_id]
                assert entry.state != "claimed"
                if message_id not in self.disturbed and entry.state not in ("offered",):
                    assert message_id in [parent for parent, _ in self.saved], entry
                if entry.state == "offered":
                    assert times.too_late(self.delivered[message_id], self.server.now, self.rules)
            self.never_two_drafts_for_one_mail()
            self.never_before_its_time()
            store.close()
        finally:
            shutil.rmtree(self.folder)

    def _pick(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.mails)))


TestGrace = Grace.TestCase
TestGrace.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)

"""How a row of the table of replies is played: mail comes, days pass on the real pipeline, and what became of it.

    case("nobody reads no-reply", no(sender="no-reply@acme.example"), because="Nobody reads", state="no_reply")

The last mail that is given is the one in question; those before it came earlier. All is real but the mailbox,
which is one in memory, and the classifier, which takes its verdict from the subject ("rejection/de: ...").
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.memory_mailbox import MemoryServer
from tests.sample_mail import BySubject, config, raw_mail
from watcher.config import CoolingOff, Reply
from watcher.config.extras import Extras
from watcher.pipeline import Pass
from watcher.reading.types import Message, Verdict
from watcher.replying import platforms
from watcher.store import Entry, Store

BERLIN = ZoneInfo("Europe/Berlin")
#: Wednesday 11:00 in Berlin, within the usual hours and two working days from the week-end.
START = datetime(2026, 11, 25, 11, 0, tzinfo=BERLIN)
NAME = "Anna Schmidt"
ANNA = f"{NAME} <anna@acme.example>"
TEXT = "Dear Robin,\n\nwe chose someone else for the Data Analyst position at Acme.\n\nKind regards,\nAnna Schmidt\n"
UNSIGNED = "Dear candidate,\n\nwe chose someone else for the Data Analyst position at Acme.\n"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class ByHead(BySubject):
    """The verdict by the subject, the score behind an @ and the language behind a slash: "rejection@0.7/ja: ..."."""

    def understands(self, language: str) -> bool:
        return language != "fi"

    def classify(self, message: Message, *, applied: bool = False) -> Verdict:
        head, colon, rest = message.subject.removeprefix("Re: ").partition(":")
        verdict, _, language = head.partition("/")
        kind, _, score = verdict.partition("@")
        plain = dataclasses.replace(message, subject=f"{kind}{colon}{rest}")
        found = super().classify(plain, applied=applied)
        if score:
            found = dataclasses.replace(found, score=float(score))
        scores = {found.kind: 0.99 if found.score < 0.5 else found.score}
        return dataclasses.replace(found, language=language or "en", scores=scores)


@dataclass(frozen=True)
class Mail:
    """A mail that comes.

    Args:
        at: when, after START.
        read: the person has read it when it is first seen.
    """

    raw: bytes
    at: timedelta
    read: bool
    folder: str


_numbers = iter(range(1, 100_000))


def mail(
    kind: str,
    *,
    at: float = 0,
    read: bool = True,
    sender: str = ANNA,
    text: str = TEXT,
    folder: str = "INBOX",
    own_id: str | None = None,
    answers: Sequence[str] = (),
    date: datetime | None = None,
    **headers: str,
) -> Mail:
    """A mail of some kind; `at` in hours, `answers` the ids that it replies to, `headers` with _ for -."""
    number = next(_numbers)
    raw = raw_mail(
        number,
        kind,
        sender=sender,
        text=text,
        date=date or START + at * HOUR,
        message_id=own_id or f"<{re.split('[@/]', kind)[0]}-{number}@acme.example>",
        reply_to=answers,
        **headers,
    )
    return Mail(raw, at * HOUR, read, folder)


def no(**what: Any) -> Mail:
    """An answer of "no", from Anna of Acme unless told otherwise."""
    return mail("rejection", **what)


def without(given: Mail, header: str) -> Mail:
    lines = given.raw.split(b"\r\n")
    return dataclasses.replace(
        given, raw=b"\r\n".join(one for one in lines if not one.startswith(header.encode()))
    )


def stamped(given: Mail, *results: str) -> Mail:
    """The mail with Authentication-Results above it, the topmost first, as servers on its way put them there."""
    lines = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    return dataclasses.replace(given, raw=lines.encode() + given.raw)


def as_report(given: Mail) -> Mail:
    """The mail as a delivery report (RFC 3464) that has no Return-Path."""
    kind = b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
    lines = given.raw.split(b"\r\n")
    return dataclasses.replace(
        given, raw=b"\r\n".join(kind if one.startswith(b"Content-Type:") else one for one in lines)
    )


@dataclass(frozen=True)
class Case:
    """A row: see `case`."""

    name: str
    mails: tuple[Mail, ...]
    state: str
    to: str
    because: str
    drafts: int
    answers: str
    hours: Sequence[float]
    does: Callable[[World], None] | None
    wishes: dict[str, Any] = field(default_factory=dict)
    times: dict[str, Any] = field(default_factory=dict)
    table: str = ""
    languages: tuple[str, ...] = ("en", "de", "ja")
    does_at: float | None = None
    zone: str = "Europe/Berlin"
    authserv: str = ""
    marks: tuple[Any, ...] = ()
    then: dict[float, Callable[[World], None]] = field(default_factory=dict)


def case(
    name: str,
    *mails: Mail,
    state: str = "drafted",
    to: str = "",
    because: str = "",
    drafts: int | None = None,
    answers: str = "",
    hours: Sequence[float] = (0, 26),
    does: Callable[[World], None] | None = None,
    **more: Any,
) -> Case:
    """A row.

    Args:
        mails: the last one is the one in question.
        state: of its case in the end, "" for none.
        to: the draft's recipient, Anna unless told otherwise.
        because: a part of the reason.
        drafts: how many lie in Drafts in the end; one where the state is "drafted".
        answers: the id that the draft must answer; the mail's own unless told otherwise.
        hours: when there are passes, after START.
        does: something that happens before the last pass, or before that `does_at`.
        more: does_at, wishes ([reply] of the config), times ([cooling_off]), table (a platforms.toml), languages,
            zone, authserv (whose Authentication-Results are believed), then (what
            happens before later passes, by their hours), marks (of pytest).
    """
    count = drafts if drafts is not None else int(state == "drafted")
    return Case(name, mails, state, to, because, count, answers, hours, does, **more)


class World:
    """One row at play."""

    def __init__(self, row: Case, folder: Path) -> None:
        self.row = row
        self.server = MemoryServer(
            {
                "INBOX": "other",
                "Archive": "other",
                "Entwürfe": "drafts",
                "Sent": "sent",
                "Trash": "trash",
                "Done": "other",
            }
        )
        self.store = Store(folder)
        times = {"hours": (540, 1080), "days": frozenset(range(5)), **row.times}
        table = platforms.shipped().under(platforms.parse(row.table)) if row.table else platforms.shipped()
        base = config(CoolingOff(**times), authserv=row.authserv)
        self.config = dataclasses.replace(
            base,
            person=dataclasses.replace(base.person, languages=row.languages, time_zone=row.zone),
            reply=dataclasses.replace(Reply(), **row.wishes),
            watch=dataclasses.replace(base.watch, since=(START - 30 * DAY).date()),
            extras=Extras({}, table),
        )
        self.places: dict[bytes, Any] = {}

    def play(self) -> Entry | None:
        """All passes; the mail in question as it is on record in the end."""
        coming = sorted(self.row.mails, key=lambda one: one.at)
        for at in self.row.hours:
            while coming and coming[0].at <= at * HOUR:
                self._deliver(coming.pop(0))
            self.server.now = START + at * HOUR
            if at == (self.row.hours[-1] if self.row.does_at is None else self.row.does_at) and self.row.does:
                self.row.does(self)
            if at in self.row.then:
                self.row.then[at](self)
            self.run(at)
        return self.entry

    def _deliver(self, one: Mail) -> None:
        place = self.server.deliver(one.raw, one.folder, at=START + one.at, seen=one.read)
        self.places[one.raw] = place

    def run(self, hours: float) -> None:
        self.server.now = START + hours * HOUR
        mailbox = self.server.open(("INBOX", "Archive"))
        Pass(self.config.accounts[0], self.config, mailbox, self.store, ByHead()).run(self.server.now)  # type: ignore[arg-type]

    @property
    def place(self) -> Any:
        """Where the mail in question lies."""
        return self.places[self.row.mails[-1].raw]

    @property
    def message_id(self) -> str | None:
        found = message_from_bytes(self.row.mails[-1].raw, policy=policy.default)["Message-ID"]
        return str(found) if found else None

    @property
    def entry(self) -> Entry | None:
        entries = [one for one in self.store.entries(everything=True) if one.message_id == self.message_id]
        return entries[0] if entries else None

    @property
    def drafts(self) -> list[Any]:
        return [message_from_bytes(one.raw, policy=policy.default) for one in self.server.drafts]

    # What the person does ---------------------------------------------------------------------------------

    def person_sends(self, answers: str | None = None) -> None:
        """A mail of the person's own that answers the one in question."""
        self._own("Sent", answers)

    def person_begins_a_reply(self, answers: str | None = None) -> None:
        self._own("Entwürfe", answers)

    def _own(self, folder: str, answers: str | None) -> None:
        own = raw_mail(
            "own", "other", sender="robin@example.org", to="anna@acme.example", message_id="<own@example.org>",
            reply_to=[answers or str(self.message_id)],
        )  # fmt: skip
        self.server.deliver(own, folder, at=self.server.now)

    def send_the_draft_under_another_id(self) -> None:
        """As some mail programs do."""
        raw = self.server.folders["Entwürfe"].mails.pop().raw
        own_id = str(message_from_bytes(raw, policy=policy.default)["Message-ID"])
        self.server.deliver(
            raw.replace(own_id.encode(), b"<sent@client.example>"), "Sent", at=self.server.now
        )

    def send_the_draft(self) -> None:
        self.server.deliver(self.server.folders["Entwürfe"].mails.pop().raw, "Sent", at=self.server.now)

    def throw_the_draft_away(self) -> None:
        self.server.folders["Entwürfe"].mails.clear()

    def put_the_draft_in_the_trash(self) -> None:
        self.server.deliver(self.server.folders["Entwürfe"].mails.pop().raw, "Trash")

    def save_the_draft_anew(self) -> None:
        self.server.deliver(self.server.folders["Entwürfe"].mails.pop().raw, "Entwürfe")


#: Where a case may get to when days go by in which nobody does anything; where it is not named, nowhere else.
FROM_THERE = {
    "cooling": {"cooling", "drafted", "offered"},
    "sent": {"sent", "quiet", "heard"},
}


def run(row: Case, folder: Path) -> None:
    """Plays a row and checks all that it says; and that nothing comes after it that must not."""
    world = World(row, folder)
    entry = world.play()
    try:
        assert (entry.state if entry else None) == row.state, entry and (entry.reason, entry.case_reason)
        drafts = world.drafts
        assert len(drafts) == row.drafts
        if entry:
            assert row.because in f"{entry.reason} {entry.case_reason}"
        if row.state == "drafted" and drafts:
            draft = drafts[-1]
            assert [one.addr_spec for one in draft["To"].addresses] == [row.to or "anna@acme.example"]
            assert "Cc" not in draft
            assert "Bcc" not in draft
            assert draft["In-Reply-To"] == (row.answers or world.message_id)
            assert str(draft["References"]).split()[-1] == draft["In-Reply-To"]
        # Whatever comes after: never another one.
        for days in (1, 3, 6):
            world.run(row.hours[-1] + days * 24)
        assert row.drafts <= len(world.drafts) <= row.drafts + (row.state == "cooling")
        assert entry is None or world.entry is not None
        later = world.entry.state if world.entry else None
        gone = {"discarded"} if row.state == "drafted" and not row.drafts else set()
        assert later in FROM_THERE.get(row.state, {row.state}) | gone
    finally:
        world.store.close()

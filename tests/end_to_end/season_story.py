"""A season of looking for work, lived day by day: mail comes, is read, passes run, and a person does this and that.

The mail is that of tests/reflecting/season. Time is simulated; a pass is a real one, over a real mailbox, with the
shipped classifier. What the person does follows from numbers, so that two runs are the same run.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email import message_from_bytes
from pathlib import Path

from click.testing import CliRunner

from tests.contract.benches import Bench
from tests.reflecting import season
from tests.reflecting.season import ZONE, Truth
from watcher import after_the_no, looking_back, weekly
from watcher.cli import grace
from watcher.config import load
from watcher.mailboxes.protocol import Place
from watcher.pipeline import Event, Pass
from watcher.reading.classifier import Classifier
from watcher.reflecting import steps
from watcher.store import Entry, Store

#: The season is lived a year before its mail is dated: Dovecot takes no INTERNALDATE that lies in the future. Whole
#: weeks, so that the days of the week and the nights when clocks are changed stay what they are.
BACK = timedelta(days=364)
FIRST = season.FIRST - BACK
#: Passes, at the person's wall.
PASSES = (time(9, 30), time(12, 30), time(17), time(23))
NOON = PASSES[1]
DAY = timedelta(days=1)

CONFIG = """\
[person]
name = "Robin Keller"
addresses = ["robin@example.org"]
languages = ["en", "de"]
time_zone = "Europe/Berlin"

{account}
[watch]
since = "{since}"

[gentle]
helps = ["a walk along the canal", "ringing Ada"]
letters = "home"
"""
LINE = "It was good to hear how the team plans its week."
#: What the person says when they look back: one thing that went well, one to practise, and its tag.
SAID = (
    ("I was calm, and told the story of the move well", "the question about my notice period", "interview"),
    ("the letter was short and said why them", "two lines on each project in the CV", "cv"),
    ("we laughed once", "asking about their customers", "interview"),
    ("I knew their product", "window functions in SQL", "skills"),
)
#: How long the person thinks about an offer, and says no to it.
THINKS = timedelta(days=7)


@dataclass
class Mail:
    """A mail of the season in the mailbox.

    Args:
        read_at: when the person reads it, None for never.
    """

    number: int
    at: datetime
    raw: bytes
    truth: Truth
    place: Place
    read_at: datetime | None


@dataclass
class Draft:
    """A draft that was laid down, as it was found in the mailbox."""

    at: datetime
    mail_id: int
    kind: str
    answers: str
    text: str
    fate: str = "left"


@dataclass
class Told:
    """What was seen on the way.

    Args:
        events: when, and what.
        told: from when on an answer is told of, by the number of its mail; as it stood when it was.
        offered: at which passes looking back was offered, by the number of the answer.
        closed: when it was looked back on.
    """

    events: list[tuple[datetime, Event]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    told: dict[int, datetime] = field(default_factory=dict)
    offered: defaultdict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    closed: dict[int, datetime] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)


class Story:
    """One telling.

    Args:
        account: the [[account]] of the config; it is called "home".
    """

    def __init__(self, bench: Bench, account: str, folder: Path) -> None:
        self.bench, self.folder = bench, folder
        self.config_file, self.data = folder / "config.toml", folder / "data"
        folder.mkdir(parents=True, exist_ok=True)
        self.config_file.write_text(CONFIG.format(account=account, since=FIRST.isoformat()), encoding="utf-8")
        self.config, self.store, self._classifier = (
            load(self.config_file),
            Store(self.data),
            Classifier.load(),
        )
        self.store.note("secret", "5e" * 32)  # by which the wording of each letter is chosen
        self.seen, self.mails = Told(), dict[str, Mail]()
        self._to_come = list(season.mails(BACK))
        self._noted = set[int]()
        self._to_do: list[tuple[datetime, Callable[[datetime], None]]] = []

    def live(self, days: int, at_noon: Callable[[datetime], None]) -> None:
        """So many days from the first one on.

        Args:
            at_noon: called after the pass at noon of each day, with its time.
        """
        for number in range(days):
            for clock in PASSES:
                now = datetime.combine(FIRST + number * DAY, clock, ZONE)
                self._until(now)
                if clock == NOON:
                    at_noon(now)

    def command(self, *words: str, now: datetime) -> str:
        """What a command prints."""
        where = ("--config", str(self.config_file), "--data", str(self.data), "--plain")
        result = CliRunner().invoke(grace, (*where, *words, "--now", now.isoformat()), env={"COLUMNS": "96"})
        assert result.exit_code == 0, (words, result.output, result.exception)
        return result.stdout

    # A day ------------------------------------------------------------------------------------------------

    def _until(self, now: datetime) -> None:
        """What happens until a pass, the pass, and what is seen after it."""
        while self._to_come and self._to_come[0][0] <= now:
            self._deliver(*self._to_come.pop(0))
        due = [one for one in self._to_do if one[0] <= now]
        self._to_do = [one for one in self._to_do if one[0] > now]
        for at, deed in sorted(due, key=lambda one: one[0]):
            deed(at)
        events: list[Event] = []
        mailbox = self.bench.open()
        try:
            Pass(
                self.config.accounts[0],
                self.config,
                mailbox,
                self.store,
                self._classifier,
                tell=events.append,
            ).run(now)
        finally:
            mailbox.close()
        for event in events:
            self.seen.events.append((now, event))
            self._plan(event, now)
        if now.timetz().replace(tzinfo=None) == NOON:
            self._is_told(now)
        elif now.hour == 17:
            self._may_look_back(now)

    def _deliver(self, at: datetime, raw: bytes, truth: Truth) -> None:
        number = len(self.mails) + 1
        place = self.bench.deliver(raw, at)
        # Most is read in a few hours, some late, and some never.
        hours = 80 if number % 13 == 0 else 1 + number % 7
        read_at = None if number % 17 == 0 else at + timedelta(hours=hours)
        mail = Mail(number, at, raw, truth, place, read_at)
        self.mails[str(message_from_bytes(raw)["Message-ID"])] = mail
        if read_at:
            self._to_do.append((read_at, lambda _: self.bench.mark(place, "\\Seen")))
        if truth.kind == "interview" and number % 2:
            self._to_do.append((at + timedelta(hours=9), lambda then: self._says_yes(raw, then)))

    def _says_yes(self, raw: bytes, at: datetime) -> None:
        """The person answers an invitation."""
        invited = message_from_bytes(raw)
        head = (
            "From: Robin Keller <robin@example.org>",
            f"To: {invited['From']}",
            "Subject: Re: your invitation",
            f"Date: {at:%a, %d %b %Y %H:%M:%S %z}",
            f"Message-ID: <yes-{zlib.crc32(str(invited['Message-ID']).encode())}@example.org>",
            f"In-Reply-To: {invited['Message-ID']}",
            "",
            "Thank you, that suits me well. Robin",
            "",
        )
        self.bench.deliver("\r\n".join(head).encode(), at, self.bench.sent, read=True)

    # What the person does ---------------------------------------------------------------------------------

    def _plan(self, event: Event, now: datetime) -> None:
        entry = self.store.entry(event.mail_id)
        assert entry
        if event.what == "cooling" and entry.kind == "interview" and entry.id % 3 == 0:
            self._to_do.append((now + timedelta(hours=1), lambda at: self._adds_a_line(entry.id, at)))
        if entry.kind == "feedback" and entry.id not in self._noted:
            self._noted.add(entry.id)
            self._to_do.append((now + DAY, lambda at: self._notes_feedback(entry.id, at)))
        if event.what == "seen" and entry.kind == "offer":
            self._to_do.append((now + THINKS, lambda at: self._says_no_thanks(entry.id, at)))
        if event.what != "drafted":
            return
        folder, _, ref = (entry.draft_place or "").partition("\n")
        place = Place(folder, ref)
        raw = self.bench.read(place)
        draft = Draft(now, entry.id, entry.kind, str(message_from_bytes(raw)["In-Reply-To"]), _text(raw))
        self.seen.drafts.append(draft)
        deed = ("sends", "sends", "leaves", "discards", "sends", "changes")[entry.id % 6]
        later = timedelta(hours=3) if entry.kind == "interview" else timedelta(hours=20)
        if deed == "sends":
            self._to_do.append((now + later, lambda at: self._sends(draft, place, raw, at)))
        elif deed == "leaves":  # for a while
            self._to_do.append((now + 10 * DAY, lambda at: self._discards(draft, place)))
        elif deed == "discards":
            self._to_do.append((now + later, lambda at: self._discards(draft, place)))
        elif deed == "changes":
            self._to_do.append((now + later, lambda at: self._changes(draft, place, raw, at)))

    def _sends(self, draft: Draft, place: Place, raw: bytes, at: datetime) -> None:
        """As a mail program does: a copy in Sent, and the draft is gone."""
        draft.fate = "sent"
        self.bench.deliver(raw, at, self.bench.sent, read=True)
        self.bench.delete(place)

    def _discards(self, draft: Draft, place: Place) -> None:
        draft.fate = "discarded"
        self.bench.delete(place)

    def _changes(self, draft: Draft, place: Place, raw: bytes, at: datetime) -> None:
        """As a mail program does: it is saved anew."""
        draft.fate = "changed"
        self.bench.deliver(raw.replace(b"regards", b"wishes"), at, self.bench.drafts, read=True)
        self.bench.delete(place)

    def _adds_a_line(self, mail_id: int, at: datetime) -> None:
        entry = self.store.entry(mail_id)
        if entry and entry.state == "cooling":
            self.command("thanks", str(mail_id), "--line", LINE, now=at)
            self.seen.lines.add(mail_id)

    def _says_no_thanks(self, mail_id: int, at: datetime) -> None:
        own = [
            one for one in looking_back.applications(self.store) if mail_id in {mail.id for mail in one.mails}
        ]
        self.command("open", "close", str(own[0].id), now=at)

    def _notes_feedback(self, mail_id: int, at: datetime) -> None:
        said = (
            "--liked",
            "how clearly you explain",
            "--tip",
            "examples of larger systems",
            "--tag",
            "skills",
        )
        self.command("feedback", str(mail_id), *said, "--practise", now=at)

    # What is seen -----------------------------------------------------------------------------------------

    def _is_told(self, now: datetime) -> None:
        told = weekly.told_at(looking_back.applications(self.store), weekly.quiet(self.config))
        for number, at in told.items():
            if at <= now:
                self.seen.told.setdefault(number, at)

    def _may_look_back(self, now: datetime) -> None:
        cases = [one.case for one in after_the_no.looked(self.store, self.config)]
        for case in steps.offered(cases, after_the_no.several(self.config), now):
            self.seen.offered[case.mail_id].append(now)
            if case.mail_id % 3 == 0:
                self._looks_back(case.mail_id, now)

    def _looks_back(self, mail_id: int, now: datetime) -> None:
        well, better, tag = SAID[len(self.seen.closed) % len(SAID)]
        file = self.folder / "said.toml"
        file.write_text(f'well = "{well}"\n\n[practise]\n{tag} = ["{better}"]\n', encoding="utf-8")
        self.command("reflect", str(mail_id), "--answers", str(file), now=now)
        self.seen.closed[mail_id] = now

    def mail_of(self, entry: Entry) -> Mail:
        return self.mails[str(entry.message_id)]


def _text(raw: bytes) -> str:
    mail = message_from_bytes(raw)
    return (mail.get_payload(decode=True) or b"").decode().replace("\r\n", "\n")  # type: ignore[union-attr]

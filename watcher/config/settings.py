"""The settings: what there is to set, with meaning and default, in one table of frozen dataclasses.

Each field says how its value is read, what it means and how the example shows it. Loading
(`loading.py`) and `config.example.toml` (`example.py`) both follow this table.
"""

# ruff: noqa: RUF009 (setting is dataclasses.field with a Setting in it)

from __future__ import annotations

import time
from dataclasses import Field, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tzlocal

from watcher.config import values as read
from watcher.config.account import Account
from watcher.config.extras import NO_EXTRAS, Extras
from watcher.config.setting import Setting
from watcher.config.setting import setting as _setting


@dataclass(frozen=True, slots=True)
class Person:
    """Who you are. Replies are signed with this name."""

    name: str = _setting(read.filled, '"Robin Keller"', "Your name, as it should stand under a reply.")
    addresses: tuple[str, ...] = _setting(
        read.addresses, '["robin@example.org"]', "All addresses that you apply with."
    )
    languages: tuple[str, ...] = _setting(
        read.languages, '["en"]', "The languages that you would reply in.", ("en",)
    )
    time_zone: str = _setting(
        read.time_zone, '""', 'Where you live, such as "Europe/Berlin". Empty: as this computer is set.', ""
    )

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone; where none is named, the one that the system has now."""
        return ZoneInfo(self.time_zone) if self.time_zone else local_zone()


@dataclass(frozen=True, slots=True)
class CoolingOff:
    """The time between an answer of "no" and the draft. Lengths of time: 90s, 15m, 24h, 7d, 1d12h."""

    after: timedelta = _setting(read.duration, '"24h"', "How long to wait.", timedelta(hours=24))
    after_final: timedelta = _setting(
        read.duration, '"48h"', "How long to wait after a last round, which hurts more.", timedelta(hours=48)
    )
    starts: str = _setting(
        read.choice("read", "arrival"),
        '"read"',
        'The wait begins when you "read" the mail, or on its "arrival".',
        "read",
    )
    unread_limit: timedelta = _setting(
        read.duration, '"72h"', "A mail that lies unread this long counts as read.", timedelta(hours=72)
    )
    latest: timedelta = _setting(
        read.duration,
        '"7d"',
        "This long after a mail came, a reply has lost its point: it is offered, not laid down.",
        timedelta(days=7),
    )
    hours: tuple[int, int] = _setting(
        read.hours, '"09:00-18:00"', 'Drafts appear only at these hours. "00:00-24:00" for any.', (540, 1080)
    )
    days: frozenset[int] = _setting(
        read.days,
        '"mon-fri"',
        'Drafts appear only on these days, such as "mon-fri" or "mon,wed,sat-sun".',
        frozenset(range(5)),
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """What the replies are like."""

    policy: str = _setting(
        read.choice("people", "always", "never"),
        '"people"',
        '"people": reply wherever somebody may read it, but not to automatic mail about a mere application. '
        '"always": to that too. "never": no replies at all.',
        "people",
    )
    feedback: bool = _setting(
        read.boolean, "true", "After an interview, ask what you could do better.", default=True
    )
    thanks_only: bool = _setting(
        read.boolean,
        "false",
        "true: thanks and acceptance, and nothing else: no question, no word of other posts.",
        default=False,
    )
    tone: str = _setting(
        read.choice("mirror", "formal", "informal"),
        '"mirror"',
        '"mirror": as they write to you (Sie or du, vous or tu). Or always "formal" or "informal".',
        "mirror",
    )
    signature: str = _setting(
        read.text, '""', "Lines below your name, such as a phone number. Empty for none.", ""
    )
    also: frozenset[str] = _setting(
        read.some_of("instant", "japanese", "withdrawn"),
        "[]",
        'Cases that usually get no reply, and shall: "instant" (an answer within hours of applying), '
        '"japanese" (none is expected there), "withdrawn" (an offer taken back; ask for advice first).',
        frozenset(),
    )
    to_person: str = _setting(
        read.choice("draft", "offer", "never"),
        '"draft"',
        "Where nobody reads replies, but a person of that employer wrote to you before: a draft to that "
        'person, in reply to their last mail. "offer": only on request. "never": no reply.',
        "draft",
    )
    thank_you: bool = _setting(
        read.boolean,
        "true",
        "After an interview whose time a mail gives for certain, a draft of a few lines of thanks, within a day.",
        default=True,
    )
    per_day: int = _setting(
        read.number(1, 1000), "5", "At most so many drafts on one day; the rest wait for the next.", 5
    )
    templates: Path | None = _setting(
        read.file,
        '""',
        'A folder with texts of your own, such as "en.txt"; see docs/replies.md. Empty: the folder '
        '"templates" beside this file, if there is one.',
        None,
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """How the mailbox is watched."""

    every: timedelta = _setting(
        read.duration_from("10s"),
        '"5m"',
        "How often to look for new mail; at least 10s.",
        timedelta(minutes=5),
    )
    since: date | None = _setting(
        read.day,
        '""',
        'Mail from before this day never gets a draft, "2026-11-01". Empty: the day of set-up.',
        None,
    )


@dataclass(frozen=True, slots=True)
class Learning:
    """How it learns from you: folders (Gmail: labels) into which you put mail that was judged wrongly, or rightly.
    `grace teach` makes them. "/" stands between a folder and the one in it, whatever your server writes there.
    """

    folders: bool = _setting(read.boolean, "true", "Look into these folders, where they exist.", default=True)
    rejection: str = _setting(
        read.filled, '"Grace/Rejection"', "For mail that is an answer of no.", "Grace/Rejection"
    )
    not_rejection: str = _setting(
        read.filled, '"Grace/Not a rejection"', "For mail that is not.", "Grace/Not a rejection"
    )
    kinds: tuple[tuple[str, str], ...] = _setting(
        read.folder_by_kind,
        '{ interview = "Grace/Interview" }',
        "Folders for other kinds of mail, if you like to say it more exactly; docs/teaching.md names the kinds.",
        (),
        shown=False,
    )

    train: str = _setting(
        read.choice("daily", "weekly", "never"),
        '"daily"',
        'When `grace run` trains by itself, if you have labelled mail since: "daily", "weekly" or "never". '
        "`grace train` does it at once. Nothing leaves this computer.",
        "daily",
    )

    @property
    def by_folder(self) -> dict[str, str]:
        """What each folder stands for: a kind of mail, or "not_rejection". The names are as configured."""
        named = {folder: kind for kind, folder in self.kinds}
        return {self.rejection: "rejection", self.not_rejection: "not_rejection", **named}


@dataclass(frozen=True, slots=True)
class Gentle:
    """How answers reach you: at one quiet time, and what stands beside them."""

    helps: tuple[str, ...] = _setting(
        read.texts,
        '["a walk", "ringing Ada"]',
        "What helps you on a bad day, in your own words. It is shown while an answer cools.",
        (),
        shown=False,
    )
    quiet_time: int = _setting(
        read.clock,
        '"10:00"',
        "Answers are told of once a day, at this time, on the days of [cooling_off].",
        600,
    )
    hold_before: timedelta = _setting(
        read.duration,
        '"18h"',
        "So long before an interview that a mail gives the time of, nobody is told of an answer, and no draft comes.",
        timedelta(hours=18),
    )
    several: int = _setting(
        read.number(2, 10_000),
        "3",
        "From so many answers in seven days on, less is said, and what helps you stands first.",
        3,
    )
    letters: str = _setting(
        read.line,
        '""',
        'The name of an account into whose folder "Grace/Letters" the weekly letter is laid. Empty: into none.',
        "",
    )
    letter_day: frozenset[int] = _setting(read.days, '"fri"', "The day of the weekly letter.", frozenset({4}))


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. Made by `watcher.config.load`."""

    person: Person
    accounts: tuple[Account, ...]
    cooling_off: CoolingOff = CoolingOff()
    reply: Reply = Reply()
    watch: Watch = Watch()
    learning: Learning = Learning()
    gentle: Gentle = Gentle()
    extras: Extras = NO_EXTRAS


#: The sections of the file that stand once, by name, and the one that may stand several times.
SECTIONS: dict[str, type] = {
    "person": Person,
    "account": Account,
    "cooling_off": CoolingOff,
    "reply": Reply,
    "watch": Watch,
    "learning": Learning,
    "gentle": Gentle,
}


def settings_of(section: type) -> dict[str, tuple[Field[Any], Setting]]:
    """The table of one section: its keys in order, with the dataclass field and the Setting of each."""
    return {found.name: (found, found.metadata["setting"]) for found in fields(section)}


def local_zone() -> ZoneInfo:
    """The system's time zone, UTC where it cannot be told.

    Asked anew each time: a laptop travels while the program runs, and tzlocal and the C library remember.
    """
    try:
        if hasattr(time, "tzset"):
            time.tzset()
        return ZoneInfo(str(tzlocal.reload_localzone()))
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")

"""A season of looking for work, from March to August 2026: 120 applications, and every mail that they brought.

`applications.txt` says what came, `letters.txt` in which words. The same files give the same bytes. Times of
day and of interviews are those of Berlin.
"""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

PERSON, OWN = "Robin Keller", "robin@example.org"
ZONE = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 3, 2), date(2026, 8, 31)

_HERE = Path(__file__).parent
_KINDS = {
    "receipt": "acknowledgement",
    "invite": "interview",
    "move": "interview",
    "task": "assessment",
    "no": "rejection",
    "hold": "on_hold",
    "taken": "offer_withdrawn",
}
#: Who sends an employer's automatic mail: the name shown and the address.
_AUTOMATIC = {
    "desk": ("{company} Careers", "careers@{domain}"),
    "greenhouse": ("{company}", "no-reply@us.greenhouse-mail.io"),
    "lever": ("{company}", "no-reply@hire.lever.co"),
    "ashby": ("{company} Hiring Team", "no-reply@ashbyhq.com"),
    "workday": ("{company}", "{tenant}@myworkday.com"),
    "smart": ("{company}", "notifications@smartrecruiters.com"),
    "icims": ("{company} @ icims", "no-reply@talent.icims.com"),
    "successfactors": ("{company}", "system@successfactors.eu"),
    "personio": ("{company} Recruiting", "jobs@m.personio.de"),
    "bamboo": ("{company}", "notifications@app.bamboohr.com"),
}
_BY_A_SYSTEM = ("receipt", "task", "notice")  #: else a person writes, where the row names one
_MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_DAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a mail really is.

    Args:
        application: 1 to 120, in the order of applications.txt; None for mail that belongs to none.
        kind: as in reading.types.KINDS.
        company, role, requisition: of the application, whatever the mail calls them.
        person: who signs, "" for nobody.
        appointment: when the interview that it sets begins, aware.
        language: "en" or "de".
        case: what is hard about the application from this mail on, "" for nothing.
        said: company, role and requisition as this mail spells them, "" for what it does not say.
    """

    application: int | None
    kind: str
    company: str = ""
    role: str = ""
    requisition: str = ""
    person: str = ""
    appointment: datetime | None = None
    language: str = "en"
    case: str = ""
    said: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    company: str
    domain: str
    system: str
    language: str
    agency: str
    role: str
    requisition: str
    person: str
    begun: date
    came: tuple[str, ...]


@dataclass(slots=True)
class _Event:
    days: int
    kind: str
    letter: str
    said: dict[str, str] = field(default_factory=dict)


def mails(back: timedelta = timedelta()) -> Iterator[tuple[datetime, bytes, Truth]]:
    """When each mail was delivered (aware), its bytes with CRLF, and what it is; the oldest first.

    Args:
        back: so much earlier all of it happens; whole weeks, so that the days of the week stay.
    """
    yield from _all(back)


def applications() -> dict[int, tuple[str, str, str]]:
    """Company, post and requisition id of each application, by its number."""
    return {row.number: (row.company, row.role, row.requisition) for row in _rows()}


@cache
def _all(back: timedelta) -> tuple[tuple[datetime, bytes, Truth], ...]:
    turns: defaultdict[tuple[str, str], Iterator[int]] = defaultdict(count)
    rows = [replace(row, begun=row.begun - back) for row in _rows()]
    made = [one for row in rows for one in _of(row, turns)]
    return tuple(sorted([*made, *_noise(FIRST - back)], key=lambda one: (one[0], one[1])))


def _rows() -> list[_Row]:
    lines = (_HERE / "applications.txt").read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line.strip() and not line.startswith("#")]
    return [_row(number, line) for number, line in enumerate(told, 1)]


def _row(number: int, line: str) -> _Row:
    company, house, role, requisition, person, begun, came = (part.strip() for part in line.split("|", 6))
    domain, system, *more = shlex.split(house)
    options = dict(one.split("=", 1) for one in more)
    day = date.fromisoformat(f"2026-{begun}")
    events = tuple(one.strip() for one in came.split(";"))
    language, agency = options.get("lang", "en"), options.get("agency", "")
    return _Row(number, company, domain, system, language, agency, role, requisition, person, day, events)


def _event(text: str) -> _Event:
    days, what, *said = shlex.split(text)
    kind, _, letter = what.partition("/")
    pairs = (one.partition("=") for one in said)
    return _Event(int(days), kind, letter, {name: value or "yes" for name, _, value in pairs})


@cache
def _letters() -> dict[tuple[str, str, str], tuple[str, str]]:
    found = {}
    for block in (_HERE / "letters.txt").read_text(encoding="utf-8").split("\n== ")[1:]:
        head, subject, text = block.split("\n", 2)
        language, kind, name = head.split()
        found[language, kind, name] = (subject, text.strip() + "\n")
    return found


def _working_day(day: date) -> date:
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _of(
    row: _Row, turns: defaultdict[tuple[str, str], Iterator[int]]
) -> Iterator[tuple[datetime, bytes, Truth]]:
    case, threads = "", {}
    for position, event in enumerate(map(_event, row.came)):
        said = event.said
        case = said.get("case", case)
        day = _working_day(row.begun + timedelta(days=event.days))
        seed = row.number * 7 + position * 3
        clock = time.fromisoformat(said["at"]) if "at" in said else time(8 + seed % 10, seed * 13 % 60)
        at = datetime.combine(day, clock, tzinfo=ZONE)
        starts = _appointment(day, said["on"]) if "on" in said else None
        subject, text = _letter(row, event, turns)
        by = said.get("by") or _by(row, event)
        values = {
            "company": said.get("company", row.company).replace("-", "", said.get("company") == "-"),
            "role": said.get("role", row.role),
            "number": row.requisition,
            "person": row.person if row.person and by in ("person", "agency") else "The Recruiting Team",
            "agency": row.agency,
            "when": _spoken(starts, row.language, seed) if starts else "",
        }
        mail = EmailMessage()
        mail["From"] = _sender(row, by, values["company"])
        mail["To"] = Address(PERSON, addr_spec=OWN)
        mail["Subject"] = subject.format(**values)
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{row.number}.{position}@{mail['From'].addresses[0].domain}>"
        thread = said.get("thread") or (by if by in ("person", "agency") else "")
        if thread in threads or (thread == said.get("thread") and thread):
            root = threads.get(thread) or f"<{thread}@{mail['From'].addresses[0].domain}>"
            mail["In-Reply-To"] = mail["References"] = root
        if thread:
            threads.setdefault(thread, mail["References"] or mail["Message-ID"])
        _fill(mail, text.format(**values), said, starts, values)
        truth = Truth(
            row.number,
            _KINDS.get(event.kind, event.kind),
            row.company,
            row.role,
            row.requisition,
            row.person if by in ("person", "agency") else "",
            starts,
            row.language,
            case,
            _said(mail, text, values),
        )
        yield at.astimezone(UTC), _bytes(mail), truth


def _said(mail: EmailMessage, letter: str, values: dict[str, str]) -> tuple[str, str, str]:
    """Company, post and number, each where the letter has a place for it; the company also where From shows it."""
    shown = str(mail["From"]) + mail["Subject"]
    company, role, number = (values[name] for name in ("company", "role", "number"))
    return (
        company if "{company}" in letter or company in shown else "",
        role if "{role}" in letter or role in mail["Subject"] else "",
        number if number and (number in mail["Subject"] or "{number}" in letter) else "",
    )


def _by(row: _Row, event: _Event) -> str:
    if event.kind in _BY_A_SYSTEM or not row.person or event.letter in ("auto", "numbered"):
        return "agency" if row.agency else "auto"
    return "agency" if row.agency else "person"


def _letter(row: _Row, event: _Event, turns: defaultdict[tuple[str, str], Iterator[int]]) -> tuple[str, str]:
    """The letter that was asked for, else the next of those with a number."""
    if event.letter:
        return _letters()[row.language, event.kind, event.letter]
    language = row.language if (row.language, event.kind, "1") in _letters() else "en"
    pool = [key for key in _letters() if key[:2] == (language, event.kind) and key[2].isdigit()]
    return _letters()[pool[next(turns[language, event.kind]) % len(pool)]]


def _sender(row: _Row, by: str, company: str) -> Address:
    if "<" in by:
        name, _, address = by.rstrip(">").partition(" <")
        return Address(name, addr_spec=address)
    first, _, last = row.person.lower().partition(" ")
    if by == "agency":
        return Address(
            row.person, addr_spec=f"{first}@{row.agency.lower().replace(' & ', '').replace(' ', '-')}.example"
        )
    if by == "person" or row.system == "person":
        alone = f"{first}.{last}.{row.company.split()[0].lower()}" if row.domain == "gmail.com" else ""
        return Address(row.person, addr_spec=f"{alone or f'{first}.{last}'}@{row.domain}")
    name, address = _AUTOMATIC["desk" if by == "desk" else row.system]
    if "bare" in "".join(row.came) and row.system == "bamboo":
        name = "Recruiting"
    tenant = row.domain.partition(".")[0]
    shown = name.format(company=company or "Talent Acquisition")
    return Address(shown, addr_spec=address.format(domain=row.domain, tenant=tenant))


def _appointment(day: date, on: str) -> datetime:
    """ "+6@14:00": so many days later, at that time."""
    days, _, clock = on.partition("@")
    return datetime.combine(_working_day(day + timedelta(days=int(days))), time.fromisoformat(clock), ZONE)


def _spoken(at: datetime, language: str, seed: int) -> str:
    if language == "de":
        return f"{_DAYS[at.weekday()]}, den {at.day}. {_MONTHS[at.month - 1]} {at.year} um {at:%H:%M} Uhr"
    ways = (
        f"{at:%A}, {at.day} {at:%B} {at.year} at {at:%H:%M}",
        f"{at:%A}, {at:%B} {at.day}, {at.year} at {at.hour % 12 or 12}:{at:%M} {at:%p}",
        f"{at.day} {at:%B} {at.year}, {at:%H:%M} (Berlin time)",
    )
    return ways[seed % len(ways)]


def _fill(
    mail: EmailMessage, text: str, said: dict[str, str], starts: datetime | None, values: dict[str, str]
) -> None:
    mail.set_content(text)
    if "html" in said:
        paragraphs = "".join(f"<p>{part}</p>" for part in text.replace("&", "&amp;").split("\n\n"))
        mail.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
    if "ics" in said and starts:
        ends = (starts + timedelta(hours=1)).astimezone(UTC)
        lines = (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Season//EN",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            f"UID:{starts:%Y%m%d%H%M}@season.example",
            f"DTSTAMP:{starts - timedelta(days=7):%Y%m%dT%H%M%SZ}",
            f"DTSTART:{starts.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTEND:{ends:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:Interview {values['role']}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
        mail.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": "REQUEST"})


def _noise(first: date) -> Iterator[tuple[datetime, bytes, Truth]]:
    """Mail about nobody's application, one a week."""
    senders = (
        "Jobs for you <alerts@jobboard.example>",
        "The Letter <news@letter.example>",
        "Kim <kim@friends.example>",
    )
    for week in range(26):
        number = str(week % 4 + 1)
        subject, text = _letters()["en", "other", number]
        day = first + timedelta(days=7 * week + 2)
        at = datetime.combine(day, time(7, week), tzinfo=ZONE)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = senders[min(int(number), 3) - 1], OWN, subject
        mail["Date"], mail["Message-ID"] = format_datetime(at), f"<noise-{week}@season.example>"
        mail.set_content(text)
        yield at.astimezone(UTC), _bytes(mail), Truth(None, "job_alert" if number == "1" else "other")


def _bytes(mail: EmailMessage) -> bytes:
    """With fixed boundaries, so that the same season gives the same bytes."""
    if mail.is_multipart():
        mail.set_boundary("=_season")
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

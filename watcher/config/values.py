"""Single values of the config file: each function reads one kind of value or says what it must be.

All of them take what tomllib made of the value and raise ValueError with the words that follow the key's name
in a problem line, such as "must be a number between 1 and 65535".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeGuard
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_LONGEST = timedelta(days=366)
_DURATION = re.compile(r"(?:[0-9]{1,9}[dhms])+")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_ADDRESS = re.compile(r"[^\s@,;<>()\"]{1,64}@[^\s@,;<>()\"\[\].]+(?:\.[^\s@,;<>()\"\[\].]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_HOST = re.compile(r"[^\s/@:\[\]\"'\\]+|\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*\]?")
_WEB_ADDRESS = re.compile(r"(https?)://([^\s/@:\[\]]+|\[::1\])(?::[0-9]{1,5})?/[^\s#]*")
_THIS_COMPUTER = frozenset({"localhost", "127.0.0.1", "[::1]"})
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
#: What a training folder of its own may stand for, besides answers of "no".
KINDS_TO_TEACH = (
    *("on_hold", "notice", "offer_withdrawn", "acknowledgement", "interview", "assessment", "offer"),
    *("feedback", "job_alert", "outreach", "other_job", "other"),
)
_ACCOUNT_NAME = re.compile(r"\w[\w.-]{0,63}")


def text(value: object) -> str:
    """Any text, several lines too, without other control characters."""
    if not isinstance(value, str):
        raise ValueError("must be text in double quotes")
    if _CONTROL.search(value.replace("\r\n", "\n")):
        raise ValueError("must not hold control characters")
    return value


def line(value: object) -> str:
    """Text on one line."""
    found = text(value)
    if "\n" in found:
        raise ValueError("must be on one line")
    return found.strip()


def filled(value: object) -> str:
    """Text on one line that is not empty."""
    found = line(value)
    if not found:
        raise ValueError("must not be empty")
    return found


def account_name(value: object) -> str:
    """A name that can also name a keyring entry and a file of systemd's credentials."""
    found = line(value)
    if not _ACCOUNT_NAME.fullmatch(found):
        raise ValueError("must be a short name of letters, digits, dots and dashes")
    return found


def host(value: object) -> str:
    """A host name or an IP address, without scheme, port or user."""
    found = line(value)
    if found and not _HOST.fullmatch(found):
        raise ValueError('must be the name of a server alone, such as "imap.example.org"')
    return found.strip("[]")


def web_address(value: object) -> str:
    """An address with https, or with http on this computer."""
    found = line(value)
    parts = _WEB_ADDRESS.fullmatch(found)
    if found and not (parts and (parts[1] == "https" or parts[2] in _THIS_COMPUTER)):
        raise ValueError('must be an address such as "https://login.example.org/token"')
    return found


def tenant(value: object) -> str:
    """A directory of Microsoft: a domain, an id, or one of their words for several."""
    found = line(value)
    if not _TENANT.fullmatch(found):
        raise ValueError('must be a domain or an id, such as "example.org"')
    return found


def choice(*words: str) -> Callable[[object], str]:
    """One of a few words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            quoted = [f'"{word}"' for word in words]
            raise ValueError("must be " + " or ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]])))
        return value

    return read


def some_of(*words: str) -> Callable[[object], frozenset[str]]:
    """A list of none, some or all of a few words."""

    def read(value: object) -> frozenset[str]:
        if not isinstance(value, list) or not all(one in words for one in value):
            quoted = ", ".join(f'"{word}"' for word in words)
            raise ValueError(f"must be a list of some of these: {quoted}")
        return frozenset(value)

    return read


def number(least: int, most: int) -> Callable[[object], int]:
    """A whole number between two."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a number between {least} and {most}")
        return value

    return read


def boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false, without quotes")
    return value


def port(value: object) -> int:
    """A TCP port."""
    return number(1, 65535)(value)


def texts(value: object) -> tuple[str, ...]:
    """A list of texts, none of them empty."""
    if not _is_texts(value):
        raise ValueError('must be a list of texts such as ["one", "two"]')
    return tuple(text(item) for item in value)


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def folder_by_kind(value: object) -> tuple[tuple[str, str], ...]:
    """A table of kinds of mail, each with the name of a folder."""
    fits = isinstance(value, dict) and all(one in KINDS_TO_TEACH for one in value)
    if not fits or not isinstance(value, dict):
        raise ValueError(f"must be a table of kinds with folders; the kinds are {', '.join(KINDS_TO_TEACH)}")
    return tuple((kind, filled(folder)) for kind, folder in value.items())


def filled_texts(value: object) -> tuple[str, ...]:
    """A list of at least one text."""
    found = texts(value)
    if not found:
        raise ValueError("must not be an empty list")
    return found


def addresses(value: object) -> tuple[str, ...]:
    """Mail addresses (addr-spec of RFC 5322 3.4.1, without quoted local parts and address literals)."""
    if not _is_texts(value) or not value or not all(map(_ADDRESS.fullmatch, value)):
        raise ValueError('must be a list of mail addresses such as ["robin@example.org"]')
    return tuple(value)


def languages(value: object) -> tuple[str, ...]:
    """ISO 639-1 codes."""
    if not _is_texts(value) or not value or not all(re.fullmatch(r"[A-Za-z]{2}", item) for item in value):
        raise ValueError('must be a list of two-letter codes such as ["en", "de"]')
    return tuple(item.lower() for item in value)


def time_zone(value: object) -> str:
    """The name of a zone that this machine knows, or "" for its own."""
    found = line(value)
    try:
        if found:
            ZoneInfo(found)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        raise ValueError('must be a time zone such as "Europe/Berlin"') from None
    return found


def file(value: object) -> Path | None:
    """A path, with ~ for the home folder; None for ""."""
    found = line(value)
    try:
        return Path(found).expanduser() if found else None
    except RuntimeError:  # "~nobody/Mail"
        raise ValueError("must be a path; there is no such home folder") from None


def duration(value: object) -> timedelta:
    """A length of time: numbers with d, h, m or s."""
    total = timedelta(days=-1)
    if isinstance(value, str) and _DURATION.fullmatch(value):
        parts = re.findall(r"([0-9]+)([dhms])", value)
        total = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    if total < timedelta():
        raise ValueError('must be a length of time such as "90s", "15m", "24h" or "7d"')
    if total > _LONGEST:
        raise ValueError("must be at most a year")
    return total


def duration_from(least: str) -> Callable[[object], timedelta]:
    """A length of time, not shorter than `least`."""

    def read(value: object) -> timedelta:
        found = duration(value)
        if found < duration(least):
            raise ValueError(f'must be at least "{least}"')
        return found

    return read


def hours(value: object) -> tuple[int, int]:
    """A span of the day, in minutes after midnight, 0 to 1440."""
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    opens, closes = _minutes(start.strip()), _minutes(end.strip())
    if opens is None or closes is None or not dash:
        raise ValueError('must be two times of the day such as "09:00-18:00"')
    if opens >= closes:
        raise ValueError("must end later in the day than it begins")
    return opens, closes


def clock(value: object) -> int:
    """A time of the day, in minutes after midnight."""
    minutes = _minutes(value.strip()) if isinstance(value, str) else None
    if minutes is None or minutes == 24 * 60:
        raise ValueError('must be a time of the day such as "10:00"')
    return minutes


def _minutes(clock: str) -> int | None:
    found = _TIME.fullmatch(clock)
    if not found or int(found[2]) > 59:
        return None
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if minutes <= 24 * 60 else None


def days(value: object) -> frozenset[int]:
    """Days of the week, Monday is 0. A range may run over the end of the week: "sat-mon"."""
    found: set[int] = set()
    for part in value.lower().split(",") if isinstance(value, str) else [""]:
        ends = [day.strip()[:3] if _is_weekday(day.strip()) else "" for day in part.split("-")]
        if len(ends) > 2 or "" in ends:
            raise ValueError('must be days such as "mon-fri" or "mon,wed,sat-sun"')
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(found)


def _is_weekday(word: str) -> bool:
    names: Sequence[str] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return word in WEEKDAYS or word in names


def day(value: object) -> date | None:
    """A day of the calendar (ISO 8601), or None for ""."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and (not value or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
            return date.fromisoformat(value) if value else None
    except ValueError:
        pass
    raise ValueError('must be a day such as "2026-11-01"')

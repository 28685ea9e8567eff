"""Time zones as mails name them: "CET", "UTC+1", "Berlin time", and what calendars call them."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from tzlocal.windows_tz import win_tz

#: What people write, and where they mean by it: one who writes "CET" in July looks at the clock on the wall.
_NAMED = {
    **dict.fromkeys(
        ("cet", "cest", "mez", "mesz", "central european time", "mitteleuropäische zeit"), "Europe/Berlin"
    ),
    **dict.fromkeys(("bst", "uk time", "british time", "uk"), "Europe/London"),
    **dict.fromkeys(("wet", "west"), "Europe/Lisbon"),
    **dict.fromkeys(("eet", "eest"), "Europe/Helsinki"),
    **dict.fromkeys(("est", "edt", "et", "eastern time", "eastern"), "America/New_York"),
    **dict.fromkeys(("cdt", "ct", "central time"), "America/Chicago"),
    **dict.fromkeys(("mst", "mdt", "mt", "mountain time"), "America/Denver"),
    **dict.fromkeys(("pst", "pdt", "pt", "pacific time", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
    **dict.fromkeys(("jst", "japan time"), "Asia/Tokyo"),
    **dict.fromkeys(("hkt",), "Asia/Hong_Kong"),
    **dict.fromkeys(("sgt",), "Asia/Singapore"),
    **dict.fromkeys(("trt",), "Europe/Istanbul"),
    **dict.fromkeys(("brt",), "America/Sao_Paulo"),
    **dict.fromkeys(("日本時間",), "Asia/Tokyo"),
    **dict.fromkeys(("北京时间",), "Asia/Shanghai"),
}
#: Names of several zones, and where the person lives that means this one.
_MANY = {
    "cst": {"America/": "America/Chicago", "Asia/": "Asia/Shanghai"},
    "ist": {
        "Asia/Kolkata": "Asia/Kolkata",
        "Asia/Jerusalem": "Asia/Jerusalem",
        "Europe/Dublin": "Europe/Dublin",
    },
}
_SHORT = sorted(
    {*(name for name in _NAMED if len(name) < 5 and name.isascii()), *_MANY, "gmt", "utc"}, key=len
)
#: A zone as it stands behind a time. Abbreviations in capitals only: "et" and "west" are words.
ZONE = (
    r"(?:[ \t]?(?P<zone>\(?(?:(?:UTC|GMT)[ ]?[+−-][ ]?\d{1,2}(?::?[0-5]\d)?|(?-i:"
    + "|".join(name.upper() for name in reversed(_SHORT))
    + r")|(?-i:[A-ZÄÖÜ][a-zäöüß]{2,14}(?:[ ][A-Z][a-z]{2,14}){0,2})[ ](?:time|zeit)|(?:local|our|your) time"
    r"|ortszeit|mitteleuropäische zeit|日本時間|北京时间)\)?)(?!\w))?"
)
_OFFSET = re.compile(r"(?:utc|gmt)\s?([+−-])\s?(\d{1,2})(?::?([0-5]\d))?")
_OLSON = re.compile(r"[A-Za-z]{2,20}(?:[/_+-][A-Za-z0-9]{1,20}){0,6}")


def named(text: str, own: tzinfo) -> tzinfo | None:
    """The zone that a mail names, None where that is not sure.

    Args:
        text: as ZONE matched it.
        own: the person's, which decides between those of one name.
    """
    name = " ".join(text.casefold().strip("() ").split())
    if name in ("utc", "gmt"):
        return UTC
    offset = _OFFSET.fullmatch(name)
    if offset:
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        span = timedelta(hours=hours, minutes=minutes)
        return timezone(-span if offset[1] in "−-" else span) if hours <= 14 else None
    if name == "your time":
        return own
    for where, zone in _MANY.get(name, {}).items():
        if str(own).startswith(where):
            return ZoneInfo(zone)
    city = name.removesuffix(" time").removesuffix(" zeit").replace(" ", "_")
    known = _NAMED.get(name) or _cities().get(city) or _cities().get(city.removesuffix("er"))  # Berliner Zeit
    return ZoneInfo(known) if known else None


def of_calendar(tzid: str) -> tzinfo | None:
    """The zone of a TZID (RFC 5545 section 3.2.19): a name of the tz database, with or without a path before it, or
    of Windows; None for any other."""
    name = tzid.strip(' "')
    if name in win_tz:
        return ZoneInfo(win_tz[name])
    parts = name.split("/")
    for shorter in ("/".join(parts[-3:]), "/".join(parts[-2:]), parts[-1]):
        if _OLSON.fullmatch(shorter) and shorter in _zones():
            return ZoneInfo(shorter)
    return None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _cities() -> dict[str, str]:
    """ "berlin": "Europe/Berlin"."""
    return {name.rpartition("/")[2].casefold(): name for name in sorted(_zones()) if "/" in name}

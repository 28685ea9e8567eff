"""Time zones as mails name them: "CET", "UTC+1", "Berlin time", and what calendars call them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
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
    **dict.fromkeys(
        ("hae", "hne", "heure de l'est", "heure avancée de l'est", "heure normale de l'est"),
        "America/Toronto",
    ),
    **dict.fromkeys(("cdt", "ct", "central time", "central"), "America/Chicago"),
    **dict.fromkeys(("mst", "mdt", "mt", "mountain time", "mountain"), "America/Denver"),
    **dict.fromkeys(("pst", "pdt", "pt", "pacific time", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
    **dict.fromkeys(("jst", "japan time"), "Asia/Tokyo"),
    **dict.fromkeys(("hkt",), "Asia/Hong_Kong"),
    **dict.fromkeys(("sgt",), "Asia/Singapore"),
    **dict.fromkeys(("trt",), "Europe/Istanbul"),
    **dict.fromkeys(("brt",), "America/Sao_Paulo"),
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
_CAPITALS = "(?-i:" + "|".join(name.upper() for name in reversed(_SHORT)) + ")"
_UTC = r"(?:UTC|GMT)[ ]?[+−-][ ]?\d{1,2}(?::?[0-5]\d)?"
_AMERICAN = r"(?-i:Eastern|Central|Mountain|Pacific)(?:[ ](?:standard|daylight))?(?:[ ]time)?"
#: Where "time" stands without a space behind whose it is. The names are given, since "面试时间" is no zone.
_HAN = (
    r"(?:日本|東京|北京|中国|中國|上海|台湾|台灣|臺灣|台北|香港|新加坡|シンガポール|韩国|韓国|韓國|首尔|德国|德國|柏林|ドイツ"
    r"|英国|英國|伦敦|倫敦|イギリス|法国|巴黎|フランス|美国|美國|美东|美東|美西|纽约|欧洲|歐洲|当地|當地|本地|現地)"
    r"(?:標準|标准)?(?:時間|时间)"
)
#: "Berlin time", "heure de Paris", "svensk tid": whose time, in words, known or not.
_WORDED = (
    r"(?-i:[A-ZÄÖÜ][a-zäöüß]{2,14}(?:[ ][A-Z][a-z]{2,14}){0,2})[ ](?:time|zeit)|(?:local|our|your)[ ]time"
    r"|ortszeit|\w{3,16}(?<!dies)er[ ]zeit|mitteleuropäische[ ]zeit"
    r"|heure[ ](?:avancée[ ]|normale[ ])?de[ ]l.est"
    r"|(?:heure|hora|horário|ora)[ ](?:oficial[ ])?(?:(?:de|da|do|del|della|di|du)[ ]|d.)?(?:la[ ]|el[ ])?"
    r"\w{3,16}(?:[ ](?:de[ ])?(?-i:[A-ZÀ-Ý])\w{2,14}){0,2}"
    r"|\w{3,14}e[ ]tijd|(?:\w{3,14}sk|lokal)[ ]tid|czasu?[ ]\w{2,20}(?:ego|ki|ny)"
    r"|(?-i:[A-ZÇĞİÖŞÜ])\w{2,14}[ ]saati(?:yle|[ ]ile|ne[ ]göre)?|(?-i:TS[İI])"
)
_ANY = rf"\(?(?:{_UTC}|{_CAPITALS}|(?-i:[A-Z]{{2,3}}T)|{_AMERICAN}|{_WORDED}|{_HAN})\)?"
#: A zone as it stands behind a time. Abbreviations in capitals only: "et" and "west" are words.
ZONE = rf"(?:,?[ \t]?(?P<zone>{_ANY})(?!\w))?"
_BEHIND = rf",?[ \t]?(?P<beside>{_ANY})(?!\w)"
_BEFORE = (
    rf"(?P<beside>{_HAN}|(?<!\w)(?:{_UTC}|{_CAPITALS}|(?-i:[A-ZÇĞİÖŞÜ])\w{{2,14}}[ ]saati(?:yle|[ ]ile|ne[ ]göre))"
    r"(?!\w))[ので]?[ ):,]{0,3}$"
)
_WINDOW = 40
#: A mail that speaks of zones, though it names none beside a time.
_SPOKEN = (
    r"(?<!your )(?<!your local )\btime[ -]?zone|all times? (?:are )?(?:in )?|zeitzone|fuseau horaire"
    r"|(?:zona|huso) horari[ao]|fuso or[aá]rio|tijdzone|tidszon|stref\w{1,2} czasow|saat dilim|タイムゾーン|时区|時區"
)
#: What is no part of the place: "heure de Paris", "Berliner Zeit".
_TIME = re.compile(
    r"^(?:heure|hora|horário|ora|czasu?) (?:oficial )?(?:(?:de|da|do|del|della|di|du) |d['’])?(?:la |el )?"
    r"| (?:time|zeit|tijd|tid|saati(?:yle| ile|ne göre)?)$|(?:標準|标准)?(?:時間|时间)$"
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
    name = name.replace("’", "'").replace(" standard", "").replace(" daylight", "")
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
    whose = _TIME.sub("", name.replace("\u0307", ""))  # "TSİ" in small letters has a dot of its own
    city = whose.replace(" ", "_")
    cities = _cities()
    known = (
        _NAMED.get(name) or _places().get(whose) or cities.get(city) or cities.get(city.removesuffix("er"))
    )
    return ZoneInfo(known) if known else None


def beside(text: str, starts: Sequence[int], ends: Sequence[int]) -> str:
    """The zone that stands next to a date or a time of the day, "" for none.

    Args:
        starts, ends: where the date and the time begin and end: "北京时间3月19日 16:00", "at 10:00 on 5 March (CET)".
    """
    before, behind = _beside()
    for start in starts:
        found = before.search(text[max(0, start - _WINDOW) : start])
        if found:
            return found["beside"]
    for end in ends:
        found = behind.match(text, end)
        if found:
            return found["beside"]
    return ""


def are_spoken_of(text: str) -> bool:
    """Whether a mail says something of zones at all: then a time without one may be meant in any."""
    return _spoken().search(text) is not None


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_BEFORE, re.IGNORECASE), re.compile(_BEHIND, re.IGNORECASE)


@cache
def _spoken() -> re.Pattern[str]:
    return re.compile(_SPOKEN, re.IGNORECASE)


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
def _places() -> dict[str, str]:
    """ "svensk": "Europe/Stockholm"."""
    said = tomllib.loads(files("watcher.reading").joinpath("zones.toml").read_text(encoding="utf-8"))
    return {place: zone for zone, places in said.items() for place in places}


@cache
def _cities() -> dict[str, str]:
    """ "berlin": "Europe/Berlin"."""
    return {name.rpartition("/")[2].casefold(): name for name in sorted(_zones()) if "/" in name}

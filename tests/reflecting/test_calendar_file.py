"""The calendar file: read back by another program's rules, and with what strangers write in it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from seasons import BERLIN, application, berlin, mail

from watcher.reflecting.calendar_file import calendar_file
from watcher.reflecting.doors import Door, doors
from watcher.reflecting.interviews import interviews
from watcher.reflecting.types import Application

NOW = berlin("2026-11-26T12:00")
SECRET = b"s" * 32


def made(*applications: Application, now: datetime = NOW, secret: bytes = SECRET) -> bytes:
    return calendar_file(doors(applications, BERLIN), interviews(applications), secret, now)


def events(raw: bytes) -> list[Event]:
    calendar = Calendar.from_ical(raw)
    assert calendar.errors == []
    return [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]


def season(company: str = "Acme", role: str = "Data Engineer", *more: object) -> Application:
    return application(
        company,
        role,
        mail(
            "interview",
            "2026-11-02T10:00",
            id=7,
            appointment="2026-11-05T10:00+01:00",
            appointment_end="2026-11-05T11:30+01:00",
        ),
        *more,  # type: ignore[arg-type]
        mail("rejection", "2026-11-24T10:00", id=9, stage="final"),
    )


def test_doors_are_whole_days_and_interviews_have_their_hours() -> None:
    talk, page, again = events(made(season()))
    assert (talk.decoded("dtstart"), talk.decoded("dtend")) == (
        berlin("2026-11-05T10:00"),
        berlin("2026-11-05T11:30"),
    )
    assert str(talk["summary"]) == "Interview: Acme, Data Engineer"
    assert (page.decoded("dtstart"), page.decoded("dtend")) == (date(2027, 2, 22), date(2027, 2, 23))
    assert str(again["summary"]) == "The same post may be tried again: Acme, Data Engineer"
    assert again.decoded("dtstart") == date(2027, 5, 24)
    assert {str(one["transp"]) for one in (page, again)} == {"TRANSPARENT"}
    assert all("valarm" not in str(one).lower() for one in (talk, page, again))


def test_what_every_file_must_have_is_there() -> None:
    raw = made(season())
    calendar = Calendar.from_ical(raw)
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    assert all(one["uid"] and one.decoded("dtstamp") == NOW for one in events(raw))


def test_a_second_import_changes_and_doubles_nothing() -> None:
    put_off = mail("interview", "2026-11-03T10:00", id=8, appointment="2026-11-06T14:00+01:00")
    first, second = (
        events(made(season())),
        events(made(season("ACME", "Engineer", put_off), now=NOW.replace(hour=13))),
    )
    assert [str(one["uid"]) for one in first] == [str(one["uid"]) for one in second]
    assert second[0].decoded("dtstart") == berlin("2026-11-06T14:00")
    assert all(old["sequence"] < new["sequence"] for old, new in zip(first, second, strict=True))
    assert len({str(one["uid"]) for one in first}) == 3


def test_another_installation_has_other_ids() -> None:
    ours, theirs = (events(made(season(), secret=secret)) for secret in (SECRET, b"t" * 32))
    assert {str(one["uid"]) for one in ours}.isdisjoint(str(one["uid"]) for one in theirs)


@pytest.mark.parametrize("kind", ["interview", "rejection"])
def test_an_interview_that_was_called_off_is_cancelled_in_the_calendar_too(kind: str) -> None:
    off = mail(kind, "2026-11-04T10:00", id=8, called_off="yes")
    assert str(events(made(season("Acme", "Engineer", off)))[0]["status"]) == "CANCELLED"
    assert str(events(made(season()))[0]["status"]) == "CONFIRMED"


@pytest.mark.parametrize(
    "hostile",
    [
        "Acme\r\nATTACH:https://tracker.example/x",
        "Acme\nEND:VEVENT\nBEGIN:VALARM",
        "Acme\rATTACH:x",
        "Acme\u2028ATTACH:x\u202e",
        'Acme; Sons, Ltd: \\n \\, "x"',
        "株式会社" * 60,
        "\u200b\x00\x1b[31m",
        "",
    ],
)
def test_a_strangers_text_stays_one_text(hostile: str) -> None:
    raw = made(season(hostile or "Acme", hostile))
    names = {line.partition(":")[0].partition(";")[0] for line in unfolded(raw)}
    assert names <= {
        *("BEGIN", "END", "PRODID", "VERSION", "METHOD", "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "CLASS"),
        *("DESCRIPTION", "DTSTART", "DTEND", "STATUS", "TRANSP"),
    }
    assert len(events(raw)) == 3


def unfolded(raw: bytes) -> list[str]:
    """RFC 5545 3.1: lines end with CRLF and have 75 octets at most; a line that begins with a blank goes on."""
    assert raw.endswith(b"\r\n")
    lines = raw[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in lines)
    return raw.decode().replace("\r\n ", "").rstrip("\r\n").split("\r\n")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_comes_back_as_one_line(company: str, role: str) -> None:
    door = Door("page", date(2027, 1, 4), company, role, 3, "why")
    raw = calendar_file([door], [], SECRET, NOW)
    (event,) = events(raw)
    assert len([line for line in unfolded(raw) if line.startswith("SUMMARY")]) == 1
    assert str(event["summary"]).isprintable() or "\u00a0" in str(event["summary"])
    assert str(event["summary"]).startswith("A look at their page: ")

"""When an interview is, by the text of a mail or its calendar part; and when the mail does not say so for certain."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading import appointments, zones
from watcher.reading.appointments import Appointment
from watcher.reading.message import parse
from watcher.reading.types import Message

BERLIN = ZoneInfo("Europe/Berlin")
#: Monday, 2 March 2026.
SENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def mail(text: str, sent: datetime | None = SENT, method: str | None = None, calendar: str = "") -> Message:
    return Message("f", date=sent, text=text, calendar=method, calendar_text=calendar)


def said(text: str, language: str = "en") -> str:
    """When it begins, and ends where that is said, on a clock in Berlin."""
    found = appointments.read(mail(text), language, BERLIN)
    if found.called_off:
        return "off"
    both = [one.astimezone(BERLIN).strftime("%m-%d %H:%M") for one in (found.begins, found.ends) if one]
    return " to ".join(both)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Your interview is on Thursday, 5 March at 14:00 CET.", "03-05 14:00"),
        ("We would like to invite you to an interview on March 5th, 2:30 pm.", "03-05 14:30"),
        ("We look forward to meeting you on Thursday March 5 at 2pm.", "03-05 14:00"),
        ("Your interview is confirmed for 2026-03-05 14:00.", "03-05 14:00"),
        ("Your interview is confirmed for 2026-03-05T14:00:00.", "03-05 14:00"),
        (
            "Date: Thursday, 5 March 2026\nTime: 14:00 - 15:00\nPlace: our office",
            "03-05 14:00 to 03-05 15:00",
        ),
        ("The interview takes place on 5 March 2026 from 2:00 to 2:45 p.m.", "03-05 14:00 to 03-05 14:45"),
        ("We meet on the 5th of March, 11:30-12:15 pm.", "03-05 11:30 to 03-05 12:15"),
        ("We meet at 10 am on Thursday, 5 March.", "03-05 10:00"),
        ("The interview: 03/25/2026, 10:00 am.", "03-25 10:00"),
        ("The interview: Thursday, 03/05/2026, 10:00 am.", "03-05 10:00"),
        ("The interview: Thursday, 05/03/2026, 10:00.", "03-05 10:00"),
        ("Your interview is on 5 March at 2:00 pm ET (11:00 am PT).", "03-05 20:00"),
        ("Your interview is on 5 March at 14:00 UTC+1.", "03-05 14:00"),
        ("Your interview is on 5 March at 13:00 (GMT).", "03-05 14:00"),
        ("Your interview is on 5 March at 14:00 Berlin time.", "03-05 14:00"),
        ("Your interview is on 5 March at 8:00 EST.", "03-05 14:00"),
        ("Your interview is on 31 March at 14:00 BST.", "03-31 15:00"),
        ("Please send your papers by 4 March, 12:00. We meet on 5 March at 14:00.", "03-05 14:00"),
        ("We meet on 5 March at 14:00. If you need to cancel or reschedule, click here.", "03-05 14:00"),
        ("It is set for 5 March at 14:00. Please let me know if this does not work for you.", "03-05 14:00"),
        ("It is set for 5 March at 14:00. If that isn't convenient, please call.", "03-05 14:00"),
        ("Your interview has been moved to Friday, 6 March at 10:00.", "03-06 10:00"),
        (
            "I am sorry, I have to move our interview. The new time is Friday, 6 March at 10:00.",
            "03-06 10:00",
        ),
        ("We meet on Thursday, 5 March at 14:00. See you at 14:00, then.", "03-05 14:00"),
    ],
)
def test_a_time_that_is_set(text: str, when: str) -> None:
    assert said(text) == when


@pytest.mark.parametrize(
    ("language", "text", "when"),
    [
        ("de", "Das Gespräch findet am Donnerstag, den 5. März um 14 Uhr statt.", "03-05 14:00"),
        ("de", "Wir laden Sie am 05.03.2026, 14:00 Uhr, zum Gespräch ein.", "03-05 14:00"),
        ("de", "Wir würden Sie gern am Donnerstag, 5.3. um 14.30 Uhr kennenlernen.", "03-05 14:30"),
        ("de", "Termin: Do, 05.03.2026, 14–15 Uhr", "03-05 14:00 to 03-05 15:00"),
        ("de", "Wir treffen uns um 9 Uhr am 5. März 2026.", "03-05 09:00"),
        (
            "de",
            "Es ist am 5. März um 14 Uhr. Falls Ihnen der Termin nicht passt, rufen Sie bitte an.",
            "03-05 14:00",
        ),
        ("de", "Das Gespräch ist am 5. März von 14:00 bis 15:30 Uhr (MEZ).", "03-05 14:00 to 03-05 15:30"),
        ("de", "Ihr Gespräch wurde auf Freitag, den 6. März, 10:00 Uhr verschoben.", "03-06 10:00"),
        ("fr", "L'entretien aura lieu le jeudi 5 mars à 14h30.", "03-05 14:30"),
        ("fr", "Rendez-vous le 05/03/2026 à 14 h 00.", "03-05 14:00"),
        ("es", "La entrevista será el jueves 5 de marzo a las 14:00.", "03-05 14:00"),
        ("it", "Il colloquio è fissato per giovedì 5 marzo alle ore 14.30.", "03-05 14:30"),
        ("pt", "A entrevista será na quinta-feira, 5 de março de 2026, às 14h00.", "03-05 14:00"),
        ("nl", "Het gesprek is op donderdag 5 maart om 14.00 uur.", "03-05 14:00"),
        ("da", "Samtalen er torsdag den 5. marts kl. 14.00.", "03-05 14:00"),
        ("sv", "Intervjun är torsdagen den 5 mars kl. 14.", "03-05 14:00"),
        ("pl", "Rozmowa odbędzie się w czwartek 5 marca o godz. 14:00.", "03-05 14:00"),
        ("tr", "Görüşmemiz 5 Mart 2026 Perşembe günü saat 14:00'te yapılacaktır.", "03-05 14:00"),
        ("ja", "面接は2026年3月5日(木) 14時30分より行います。", "03-05 14:30"),
        ("ja", "面接日時：３月５日（木）午後２時", "03-05 14:00"),
        ("ja", "日時:3月5日(木)14:00~15:00", "03-05 14:00 to 03-05 15:00"),
        ("zh", "面试时间:2026年3月5日(周四)下午2点半。", "03-05 14:30"),
        ("zh", "面试定于3月5日星期四14:00进行。", "03-05 14:00"),
    ],
)
def test_in_other_languages(language: str, text: str, when: str) -> None:
    assert said(text, language) == when


@pytest.mark.parametrize(
    "text",
    [
        "Would Tuesday 10:00 or Wednesday 14:00 suit you?",
        "Would Thursday, 5 March at 14:00 suit you?",
        "Our slots: 5 March at 10:00, 5 March at 14:00.",
        "On Thursday, 5 March we have 10:00, 11:30 and 14:00.",
        "We are free on 5 March at 14:00 or on 6 March.",
        "We could meet on 5 March at 14:00.",
        "We suggest 5 March at 14:00. Does this work for you?",
        "How about 5 March at 14:00?",
        "We propose Thursday, 5 March, 14:00.",
        "If you pass the test, the interview is on 5 March at 14:00.",
        "The interview is on 5 March at 14:00. Please let me know whether this suits you.",
        "The interview is on 5 March at 14:00. Please let me know if this works for you.",
        "We suggest 5 March at 14:00. Please let me know if this does not work for you.",
        "Please pick one of the following times: 5 March, 14:00.",
        "The interview is provisionally on 5 March at 14:00.",
        "Your interview is on Friday, 5 March at 14:00.",  # a Thursday
        "The interview: 05/03/2026, 10:00.",  # May?
        "The interview was on 27 February at 14:00.",
        "The interview was on 27 February 2026 at 14:00.",
        "Your interview is on 5 March 2027 at 14:00.",
        "Your interview is on 5 March at 14:00 Atlantis time.",
        "Your interview is on 5 March at 14:00 local time.",
        "Your interview is on 5 March at 14:00 IST.",
        "Your interview is on 5 March at 3:00.",
        "Your interview is on 5 March.",
        "Your interview is on Thursday at 14:00.",
        "Please book your interview by 5 March, 17:00.",
        "The link expires on 5 March at 17:00.",
        "The interview is on 5 and 6 March at 14:00.",
        "The interview is on March 5-6 at 14:00.",
        "The interview is on 30 February at 14:00.",
        "The interview is on 5 March. Our office opens at 9:00. We meet at 14:00.",
        "The interview is on 5 March at 14:00 GMT (16:00 CET).",  # an hour too much
        "Your interview is on 5 March. Call 030 12:34 56.",
        "",
    ],
)
def test_a_time_that_is_not_certain_is_none(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Würde Ihnen Donnerstag, der 5. März um 14 Uhr passen?"),
        ("de", "Passt Ihnen der 5. März um 14 Uhr? Oder lieber der 6. März?"),
        ("de", "Wir schlagen den 5. März um 14 Uhr vor."),
        ("de", "Bitte antworten Sie bis zum 5. März, 12 Uhr."),
        ("de", "Das Gespräch ist am Freitag, den 5. März um 14 Uhr."),
        ("de", "Falls Sie den Test bestehen, ist das Gespräch am 5. März um 14 Uhr."),
        ("de", "Terminvorschläge:\n- 5. März, 14 Uhr\n- 6. März, 10 Uhr"),
        ("fr", "Seriez-vous disponible le jeudi 5 mars à 14h30 ?"),
        ("fr", "Merci de répondre avant le 5 mars à 12h00."),
        ("es", "¿Le viene bien el jueves 5 de marzo a las 14:00?"),
        ("it", "Le va bene giovedì 5 marzo alle ore 14:00?"),
        ("pt", "Responda até 5 de março às 12:00."),
        ("nl", "Schikt donderdag 5 maart om 14.00 uur?"),
        ("da", "Passer torsdag den 5. marts kl. 14.00?"),
        ("sv", "Passar torsdagen den 5 mars kl. 14?"),
        ("pl", "Czy pasuje czwartek 5 marca o godz. 14:00?"),
        ("tr", "5 Mart 2026 saat 14:00 uygun mu?"),
        ("ja", "3月5日(木)14:00はいかがでしょうか。"),
        ("ja", "3月5日(木)17:00までにご返信ください。"),
        ("ja", "候補日:3月5日(木)14:00、3月6日(金)10:00"),
        ("zh", "3月5日14:00您方便吗?"),
        ("zh", "请在3月5日17:00之前回复。"),
    ],
)
def test_nor_is_it_in_other_languages(language: str, text: str) -> None:
    assert said(text, language) == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We have to cancel the interview on Thursday, 5 March at 14:00."),
        ("en", "Your interview on 5 March at 14:00 has been cancelled."),
        ("en", "Unfortunately the interview cannot take place."),
        ("en", "We need to reschedule your interview; I will be in touch with a new date."),
        ("en", "Your interview on 5 March at 14:00 has been postponed."),
        ("de", "Leider müssen wir das Gespräch am 5. März um 14 Uhr absagen."),
        ("de", "Wir müssen den Termin am 5. März um 14 Uhr leider verschieben."),
        ("fr", "L'entretien du 5 mars à 14h00 est annulé."),
        ("nl", "Het gesprek van 5 maart om 14.00 uur is geannuleerd."),
        ("ja", "3月5日14:00の面接は中止となりました。"),
    ],
)
def test_an_interview_that_is_called_off_or_moved(language: str, text: str) -> None:
    assert said(text, language) == "off"


def test_without_a_date_of_its_own_a_mail_sets_no_time_by_its_text() -> None:
    text = "Your interview is on Thursday, 5 March 2026 at 14:00 CET."
    assert appointments.read(mail(text, None), "en", BERLIN) == Appointment()


def test_around_new_year_it_is_the_next_such_date() -> None:
    late = datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
    found = appointments.read(mail("Your interview is on 5 January at 14:00.", late), "en", BERLIN)
    assert found.begins == datetime(2027, 1, 5, 13, 0, tzinfo=UTC)


# --- calendar parts -----------------------------------------------------------------------------------------


def calendar(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def of_calendar(text: str, method: str | None = "REQUEST", body: str = "See the invitation.") -> str:
    found = appointments.read(mail(body, method=method, calendar=text), "en", BERLIN)
    if found.called_off:
        return "off"
    both = [one.astimezone(BERLIN).strftime("%m-%d %H:%M") for one in (found.begins, found.ends) if one]
    return " to ".join(both)


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        (["DTSTART:20260305T130000Z", "DTEND:20260305T140000Z"], "03-05 14:00 to 03-05 15:00"),
        (["DTSTART;TZID=Europe/London:20260305T130000", "DURATION:PT45M"], "03-05 14:00 to 03-05 14:45"),
        (["DTSTART:20260305T140000"], "03-05 14:00"),
        (['DTSTART;TZID="America/New_York":20260305T080000'], "03-05 14:00"),
        (["DTSTART;TZID=W. Europe Standard Time:20260305T140000"], "03-05 14:00"),
        (["DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260305T140000"], "03-05 14:00"),
        (["DTSTART;TZ", " ID=Europe/Berlin:2026030", "\t5T140000"], "03-05 14:00"),
        (
            ["BEGIN:VALARM", "DTSTART:20260101T000000Z", "END:VALARM", "DTSTART:20260305T130000Z"],
            "03-05 14:00",
        ),
        (["DTSTART:20260305T130000Z", "DTEND:20260305T120000Z"], "03-05 14:00"),
        (["DTSTART;TZID=Nowhere/Land:20260305T130000"], ""),
        (["DTSTART;VALUE=DATE:20260305"], ""),
        (["DTSTART:20260305T130000Z", "RRULE:FREQ=WEEKLY"], ""),
        (["DTSTART:20260305T130000Z", "STATUS:TENTATIVE"], ""),
        (["DTSTART:20260305T130000Z", "STATUS:CANCELLED"], "off"),
        (["DTSTART:20260301T130000Z"], ""),  # over
        (["DTSTART:20260305T990000Z"], ""),
        (["SUMMARY:nothing"], ""),
        (["DTSTART:20260305T130000Z", "END:VEVENT", "BEGIN:VEVENT", "DTSTART:20260306T130000Z"], ""),
        (
            ["DTSTART:20260305T130000Z", "END:VEVENT", "BEGIN:VEVENT", "DTSTART:20260305T130000Z"],
            "03-05 14:00",
        ),
    ],
)
def test_a_calendar_part(lines: list[str], when: str) -> None:
    assert of_calendar(calendar(*lines)) == when


def test_the_method_of_a_calendar_part_counts() -> None:
    event = calendar("DTSTART:20260305T130000Z")
    assert of_calendar(event, None) == of_calendar(event, "PUBLISH") == "03-05 14:00"
    assert of_calendar(event, "CANCEL") == "off"
    assert of_calendar("", "CANCEL", "") == "off" or of_calendar("", "CANCEL", "") == ""
    for method in ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"):
        assert of_calendar(event, method) == ""


def test_where_text_and_calendar_do_not_agree_neither_is_believed() -> None:
    event = calendar("DTSTART:20260305T130000Z")
    assert of_calendar(event, body="We meet on 5 March at 14:00.") == "03-05 14:00"
    assert of_calendar(event, body="We meet on 6 March at 14:00.") == ""
    assert of_calendar(event, body="We have to cancel our interview.") == "off"


def test_a_whole_mail_with_a_calendar_part() -> None:
    raw = (
        "From: a@acme.example\nDate: Mon, 02 Mar 2026 09:00:00 +0000\nSubject: Interview\n"
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nSee you then.\n"
        "--b\nContent-Type: text/calendar; method=REQUEST\nContent-Transfer-Encoding: base64\n\n"
        + __import__("base64").encodebytes(calendar("DTSTART:20260305T130000Z").encode()).decode()
        + "\n--b--\n"
    )
    message = parse(raw.encode())
    assert message.calendar == "REQUEST"
    found = appointments.read(message, "en", BERLIN)
    assert appointments.as_text(found.begins) == "2026-03-05T13:00:00+00:00"


# --- whatever comes -----------------------------------------------------------------------------------------

DATES = [
    "5 March",
    "March 5",
    "5. März",
    "05.03.2026",
    "2026-03-05",
    "3月5日",
    "Thursday",
    "Donnerstag",
    "20260305",
]
CLOCKS = ["14:00", "14 Uhr", "2 pm", "2:30", "-", "to", "CET", "UTC+1", "下午", "or", "on", "at", "kl.", "às"]
SIGNS = ["(", ")", ",", ".", "?", "\n", ":", "\r\n ", '"']
EVENTS = ["BEGIN:VEVENT", "END:VEVENT", "DTSTART", ";TZID=", "20260305T130000Z", "STATUS:CANCELLED"]
PIECES = st.sampled_from([*DATES, *CLOCKS, *SIGNS, *EVENTS])
LANGUAGES = st.sampled_from(
    ["da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr", "zh", "und"]
)
SOUP = st.lists(PIECES | st.text(max_size=6), max_size=40).map(" ".join)


@given(text=SOUP, event=SOUP, language=LANGUAGES, method=st.sampled_from([None, "REQUEST", "CANCEL", "X"]))
def test_nothing_makes_it_raise(text: str, event: str, language: str, method: str | None) -> None:
    for sent in (SENT, None, datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
        found = appointments.read(mail(text, sent, method, event), language, BERLIN)
        assert found.begins is None or (sent is not None and found.begins > sent) or event


@pytest.mark.parametrize(
    "piece",
    [
        "5 March 14:00 ",
        "5 ",
        "14:00 ",
        "March ",
        "a",
        "Thursday, ",
        "5. ",
        "1-",
        "14:00-",
        "(",
        "we ",
        "5/",
        "\n",
        "月",
        "午後",
    ],
)
@pytest.mark.parametrize("language", ["en", "de", "ja", "tr"])
def test_a_long_text_takes_no_long_time(piece: str, language: str) -> None:
    text = piece * (24_000 // len(piece))
    appointments.read(mail("warm"), language, BERLIN)
    began = time.process_time()
    appointments.read(mail(text), language, BERLIN)
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize(
    "piece", ["BEGIN:VEVENT\r\n", "\r\n ", 'X;A="', "DTSTART;TZID=", "a:", "END:X\r\n", ":", ";"]
)
def test_a_long_calendar_takes_no_long_time(piece: str) -> None:
    event = piece * (200_000 // len(piece))
    began = time.process_time()
    appointments.read(mail("", method="REQUEST", calendar=event), "en", BERLIN)
    assert time.process_time() - began < 1.5


def test_zones_by_their_names() -> None:
    assert zones.named("CST", ZoneInfo("America/Chicago")) == ZoneInfo("America/Chicago")
    assert zones.named("CST", BERLIN) is None
    assert zones.named("Berliner Zeit", UTC) == BERLIN
    assert zones.named("UTC+99", UTC) is None
    for odd in ("../../etc/passwd", "a" * 300, "", "\0", "/", "Europe"):
        assert zones.of_calendar(odd) is None

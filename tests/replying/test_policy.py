"""The table of rules, and the arithmetic of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.reading.types import PARTLY_ENCRYPTED, Address, Details, Message, Verdict
from watcher.replying import history, policy
from watcher.replying.history import Later, Situation
from watcher.replying.policy import Circumstances, Rules, decide
from watcher.replying.times import due_at, humane

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)
RULES = Rules(
    policy="people",
    after=timedelta(hours=24),
    after_final=timedelta(hours=48),
    starts="read",
    unread_limit=timedelta(hours=72),
    latest=timedelta(days=7),
    opens=9 * 60,
    closes=18 * 60,
    days=frozenset(range(5)),
    zone=BERLIN,
    languages=frozenset({"en"}),
)
ANY_TIME = replace(RULES, opens=0, closes=1440, days=frozenset(range(7)))


def mail(**changes: object) -> Message:
    values: dict[str, object] = {
        "fingerprint": "f",
        "message_id": "<a@acme.example>",
        "subject": "Your application",
        "sender": Address("Anna Schmidt", "anna@acme.example"),
        "text": "We chose someone else.",
    }
    return Message(**(values | changes))  # type: ignore[arg-type]


def verdict(kind: str = "rejection", score: float = 0.97, language: str = "en") -> Verdict:
    return Verdict(kind, score, {}, (), language, "test")


def around(**changes: object) -> Circumstances:
    values: dict[str, object] = {
        "delivered_at": MONDAY,
        "since": MONDAY - timedelta(days=1),
        "own": False,
        "recipient": "anna@acme.example",
        "no_recipient": "",
        "conversation": frozenset(),
    }
    return Circumstances(**(values | changes))  # type: ignore[arg-type]


TABLE = [
    ("a sure no from a person", {}, {}, {}, {}, ("cool", "cooling")),
    ("on hold may get a reply too", {}, {"kind": "on_hold"}, {}, {}, ("cool", "cooling")),
    ("not quite sure", {}, {"score": 0.79}, {}, {}, ("review", "review")),
    ("just at the bar", {}, {"score": policy.DRAFT_BAR}, {}, {}, ("cool", "cooling")),
    ("an invitation", {}, {"kind": "interview", "score": 0.05}, {}, {}, ("log", "")),
    ("an invitation, whatever the score", {}, {"kind": "interview", "score": 0.99}, {}, {}, ("log", "")),
    ("a withdrawn offer", {}, {"kind": "offer_withdrawn", "score": 0.99}, {}, {}, ("log", "")),
    ("log in to see", {}, {"kind": "notice", "score": 0.6}, {}, {}, ("log", "")),
    ("private mail", {}, {"kind": "other", "score": 0.01}, {}, {}, ("ignore", "")),
    ("the person's own mail", {}, {}, {"own": True}, {}, ("own", "")),
    ("from before set-up", {}, {}, {"since": MONDAY + timedelta(days=1)}, {}, ("log", "no_reply")),
    (
        "copied in today, written last year",
        {"date": MONDAY - timedelta(days=300)},
        {},
        {},
        {},
        ("log", "no_reply"),
    ),
    ("replies turned off", {}, {}, {}, {"policy": "never"}, ("log", "no_reply")),
    ("nobody to answer", {}, {}, {"recipient": "", "no_recipient": "no-reply"}, {}, ("log", "no_reply")),
    ("no Message-ID to thread by", {"message_id": None}, {}, {}, {}, ("log", "no_reply")),
    ("answered already", {}, {}, {"conversation": frozenset({"drafted"})}, {}, ("log", "no_reply")),
    (
        "the draft was thrown away",
        {},
        {},
        {"conversation": frozenset({"discarded"})},
        {},
        ("log", "no_reply"),
    ),
    (
        "the person wanted no reply",
        {},
        {},
        {"conversation": frozenset({"cancelled"})},
        {},
        ("log", "no_reply"),
    ),
    ("a twin was reopened", {}, {}, {"twins": frozenset({"reopened"})}, {}, ("log", "no_reply")),
    ("a twin waits for review", {}, {}, {"twins": frozenset({"review"})}, {}, ("cool", "cooling")),
    (
        "reopened, then closed again",
        {},
        {},
        {"conversation": frozenset({"reopened"})},
        {},
        ("cool", "cooling"),
    ),
    ("a language without a reply", {}, {"language": "de"}, {}, {}, ("log", "no_reply")),
    (
        "a machine wrote",
        {"headers": {"auto-submitted": ("auto-generated",)}},
        {},
        {},
        {},
        ("log", "no_reply"),
    ),
    (
        "a machine wrote, and the person wants to answer always",
        {"headers": {"auto-submitted": ("auto-generated",)}},
        {},
        {},
        {"policy": "always"},
        ("cool", "cooling"),
    ),
    (
        "Auto-Submitted: no is a person",
        {"headers": {"auto-submitted": ("no",)}},
        {},
        {},
        {},
        ("cool", "cooling"),
    ),
    ("the rest of it broke us", {}, {}, {"untold": "KeyError"}, {}, ("review", "review")),
    (
        "the rest of it broke us, and it was answered already",
        {},
        {},
        {"untold": "KeyError", "conversation": frozenset({"drafted"})},
        {},
        ("log", "no_reply"),
    ),
    (
        "the rest of it broke us, and it is no answer",
        {},
        {"kind": "other", "score": 0.0},
        {"untold": "KeyError"},
        {},
        ("ignore", ""),
    ),
    (
        "feedback of which the rest broke us",
        {},
        {"kind": "feedback", "score": 0.0},
        {"untold": "KeyError", "replied": True},
        {},
        ("log", ""),
    ),
    ("no text came out", {"text": "", "problems": ("x",)}, {}, {}, {}, ("review", "review")),
    ("a part is encrypted", {"problems": (PARTLY_ENCRYPTED,)}, {}, {}, {}, ("review", "review")),
]


@pytest.mark.parametrize(
    ("message", "said", "circumstances", "rules", "expected"),
    [t[1:] for t in TABLE],
    ids=[t[0] for t in TABLE],
)
def test_the_table(
    message: dict, said: dict, circumstances: dict, rules: dict, expected: tuple[str, str]
) -> None:
    decision = decide(
        mail(**message), verdict(**said), Details(), around(**circumstances), replace(RULES, **rules)
    )
    assert (decision.action, decision.state) == expected
    assert decision.reason


def test_mail_in_a_language_not_learned_says_so() -> None:
    foreign = verdict("other", 0.0, "pl")
    decision = decide(mail(), foreign, Details(), around(understood=False), RULES)
    assert (decision.action, "not learned yet (pl)" in decision.reason) == ("ignore", True)


def test_an_automatic_mail_after_an_interview_gets_its_reply() -> None:
    automatic = mail(headers={"list-unsubscribe": ("<x>",)})
    assert decide(automatic, verdict(), Details(stage="interview"), around(), RULES).action == "cool"
    assert decide(automatic, verdict(), Details(person="Anna Schmidt"), around(), RULES).action == "cool"
    assert decide(automatic, verdict(), Details(), around(), RULES).action == "log"


@given(
    kind=st.sampled_from(["rejection", "on_hold", "interview", "offer", "other", "notice"]),
    score=st.floats(0, 1),
    recipient=st.sampled_from(["", "anna@acme.example"]),
    since=st.integers(-10, 10),
    policy_name=st.sampled_from(["people", "always", "never"]),
)
def test_only_a_sure_no_with_somebody_to_answer_ever_cools(
    kind: str, score: float, recipient: str, since: int, policy_name: str
) -> None:
    circumstances = around(recipient=recipient, no_recipient="none", since=MONDAY + timedelta(days=since))
    decision = decide(
        mail(), verdict(kind, score), Details(), circumstances, replace(RULES, policy=policy_name)
    )
    assert decision.reason
    if decision.action == "cool":
        assert kind in policy.REPLYABLE
        assert score >= policy.DRAFT_BAR
        assert recipient
        assert since <= 0
        assert policy_name != "never"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),  # Monday, in hours
        ("2026-11-23 08:59:59", "2026-11-23 09:00"),
        ("2026-11-23 18:00", "2026-11-24 09:00"),  # closing time is out
        ("2026-11-27 17:59", "2026-11-27 17:59"),
        ("2026-11-27 18:30", "2026-11-30 09:00"),  # Friday evening -> Monday
        ("2026-11-28 12:00", "2026-11-30 09:00"),
        ("2026-10-24 12:00", "2026-10-26 09:00"),  # over the autumn change
        ("2026-03-28 12:00", "2026-03-30 09:00"),  # over the spring change
    ],
)
def test_humane_hours(instant: str, expected: str) -> None:
    assert humane(local(instant), RULES) == local(expected)


@given(
    st.datetimes(timezones=st.just(UTC), min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1)),  # noqa: DTZ001
    st.integers(0, 23),
    st.integers(1, 24),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_humane_is_never_earlier_and_always_within_hours(
    when: datetime, opens: int, length: int, days: set[int]
) -> None:
    instant = when
    rules = replace(RULES, opens=opens * 60, closes=min(opens + length, 24) * 60, days=frozenset(days))
    found = humane(instant, rules)
    assert found >= instant
    assert humane(found, rules) == found
    there = found.astimezone(BERLIN)
    assert there.weekday() in days
    assert rules.opens <= there.hour * 60 + there.minute < rules.closes


def test_a_day_is_24_hours_even_when_the_clocks_change() -> None:
    rules = replace(ANY_TIME, starts="arrival")
    saturday = local("2026-10-24 12:00")
    assert due_at(saturday, None, False, rules) - saturday.astimezone(UTC) == timedelta(hours=24)


def test_the_cooling_off_starts_with_reading() -> None:
    read = MONDAY + timedelta(hours=5)
    assert due_at(MONDAY, read, False, ANY_TIME) == read + timedelta(hours=24)
    assert due_at(MONDAY, None, False, ANY_TIME) == MONDAY + timedelta(hours=96)


def test_a_mail_read_after_the_limit_counts_from_the_limit() -> None:
    assert due_at(MONDAY, MONDAY + timedelta(days=5), False, ANY_TIME) == MONDAY + timedelta(hours=96)


def test_after_a_final_round_it_takes_longer() -> None:
    rules = replace(ANY_TIME, starts="arrival")
    assert due_at(MONDAY, None, True, rules) == MONDAY + timedelta(hours=48)


@given(st.integers(-100, 400), st.booleans(), st.sampled_from(["read", "arrival"]))
def test_never_before_the_cooling_off_is_over(read_after: int, final: bool, starts: str) -> None:
    rules = replace(RULES, starts=starts)
    read_at = MONDAY + timedelta(hours=read_after)
    wait = rules.after_final if final else rules.after
    found = due_at(MONDAY, read_at, final, rules)
    assert found >= MONDAY + wait
    if starts == "read":
        assert found >= min(max(read_at, MONDAY), MONDAY + rules.unread_limit) + wait


@pytest.mark.parametrize(
    ("situation", "state"),
    [
        (Situation(False, False, False, ""), None),
        (Situation(False, True, False, ""), "answered"),
        (Situation(False, False, True, ""), "answered"),
        (Situation(False, False, False, "interview"), "reopened"),
        (Situation(True, False, False, ""), "cancelled"),
        (Situation(True, True, True, "offer"), "answered"),
    ],
)
def test_still_wanted(situation: Situation, state: str | None) -> None:
    ended = history.no_longer_wanted(situation)
    assert (ended and ended[0]) == state


def later(kind: str, conversation: bool = False, sender: str = "", company: str = "") -> Later:
    return Later(kind, conversation, sender, company)


@pytest.mark.parametrize(
    ("mails", "expected"),
    [
        ([], ""),
        ([later("rejection", conversation=True)], ""),
        ([later("acknowledgement", conversation=True), later("on_hold", conversation=True)], ""),
        ([later("other", conversation=True)], "other"),
        ([later("interview", sender="Anna@Acme.example")], "interview"),
        ([later("interview", sender="bo@mail.acme.example")], "interview"),
        ([later("offer", sender="x@ats.example", company="ACME")], "offer"),
        ([later("interview", sender="bo@birch.example", company="Birch")], ""),
        ([later("job_alert", sender="anna@acme.example")], ""),
    ],
)
def test_what_counts_as_writing_again(mails: list[Later], expected: str) -> None:
    assert history.wrote_again("anna@acme.example", "Acme", mails) == expected


def test_two_users_of_one_free_mail_host_or_relay_are_not_one_employer() -> None:
    for domain in ("gmail.com", "us.greenhouse-mail.io"):
        assert history.wrote_again(f"a@{domain}", "", [later("interview", sender=f"b@{domain}")]) == ""


def test_every_state_that_can_be_reached_is_in_the_table() -> None:
    for targets in policy.MOVES.values():
        assert targets <= policy.MOVES.keys()
    assert policy.MOVES.keys() >= policy.SETTLED

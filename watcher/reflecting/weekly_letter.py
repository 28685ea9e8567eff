"""The words of a weekly letter, and its three forms: plain text, a page, a mail. Pure.

All forms show the same parts. What is alive comes before what ended; answers stand last and are not counted unless the
person wants it. After several answers the letter is short, and what helps the person stands first.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from watcher.reflecting.digest import Alive, Answer, Digest
from watcher.reflecting.doors import Door
from watcher.reflecting.interviews import Interview
from watcher.reflecting.plain import one_line
from watcher.reflecting.report import Section, page

#: Marks our own letters, so that we never read one as a mail about an application.
HEADER = "X-Grace-Letter"
_MOST, _FEW, _NAMES = 12, 5, 5
_FILL = textwrap.TextWrapper(
    76, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
)
_ANSWERS = {
    "rejection": "not this time",
    "on_hold": "on hold for now",
    "offer_withdrawn": "the offer was taken back",
    "notice": "a decision to look up",
}
_AFTER_A_TALK = "Such answers come after good interviews too: several fit, and there is one place."
_SUPPORT = "On any day: `grace support`."
_QUIET = "A quiet week: nothing came, and nothing waits for you."


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the letter: a heading, and lines of plain text."""

    title: str
    lines: tuple[str, ...]


def title(digest: Digest) -> str:
    """It reveals nothing of what is inside: it is the subject of the mail, too."""
    return f"A letter from Grace Period, week {digest.week}"


def period(digest: Digest) -> str:
    """From the first day until the last one."""
    last = digest.until - timedelta(microseconds=1)
    return f"{_day(digest.since, last, year=digest.since.year != last.year)} to {_day(last, last, year=True)}"


def parts(digest: Digest, *, counts: bool = False) -> list[Part]:
    """The letter, part by part.

    Args:
        counts: say how many applications are alive, and how many answers came.
    """
    if digest.is_quiet:
        return [Part("This week", (_QUIET,))]
    if digest.several:
        found = [
            Part("What helps you", tuple(one_line(one) for one in digest.helps)),
            Part("Still open", tuple(_alive(digest, _FEW, counts))),
            Part("Interviews ahead", tuple(_ahead(one, digest) for one in digest.ahead)),
            Part("Answers", tuple(_answers_in_short(digest, counts))),
            Part("Somebody to talk to", (_SUPPORT,)),
        ]
    else:
        found = [
            Part("Interviews", tuple(_interviews(digest))),
            Part("Still open", tuple(_alive(digest, _MOST, counts))),
            Part("What you took from it", tuple(_took(digest))),
            Part("What they said", tuple(_said(digest))),
            Part("Doors and dates", tuple(_doors(digest))),
            Part("For the week ahead", (planning(digest),)),
            Part("Answers", tuple(_answers(digest, counts))),
        ]
    return [part for part in found if part.lines]


def _interviews(digest: Digest) -> Iterator[str]:
    for one in digest.ahead:
        yield f"Ahead: {_ahead(one, digest)}"
    for one in digest.reached:
        yield f"{_day(one.begins, digest.until)}: {_named(one.company, one.role)}"
    for company in digest.without_time:
        yield f"{_whom(company)} would like to talk with you; no mail fixes the time yet."
    if digest.reached_so_far:
        yield f"Interviews reached so far: {digest.reached_so_far}."


def _ahead(interview: Interview, digest: Digest) -> str:
    at = f"{_day(interview.begins, digest.until)}, {interview.begins:%H:%M}"
    return f"{_named(interview.company, interview.role)}, {at}"


def _alive(digest: Digest, most: int, counts: bool) -> Iterator[str]:
    if counts and digest.alive:
        yield "1 application." if len(digest.alive) == 1 else f"{len(digest.alive)} applications."
    for one in digest.alive[:most]:
        yield f"{_named(one.company, one.role)}: {_standing(one, digest)}"
    if len(digest.alive) > most:
        yield "And others: `grace open` lists them."


def _standing(one: Alive, digest: Digest) -> str:
    last = f"last mail on {_day(one.last, digest.until)}"
    if one.standing in ("open", "in talks") and one.begun >= digest.since.date():
        return f"{one.standing}, new this week"
    return f"{one.standing}, {last}"


def _took(digest: Digest) -> Iterator[str]:
    for company in digest.looked_back:
        yield f"You looked back on the answer from {_whom(company)}, and closed it."
    for text in digest.learned:
        yield f"To practise: {one_line(text)}"
    for text in digest.practised:
        yield f"Done: {one_line(text)}"


def _said(digest: Digest) -> Iterator[str]:
    for positive, text, company in digest.feedback:
        by = f" ({one_line(company)})" if company else ""
        yield f"{'They liked' if positive else 'A tip'}: {one_line(text)}{by}"
    for number, company in digest.came_with_feedback:
        yield f"Feedback came from {_whom(company)}. `grace feedback {number}` has it, when you like."


def _doors(digest: Digest) -> Iterator[str]:
    for door in digest.doors:
        yield _door(door, digest)
    for company in digest.other_posts:
        yield f"Another post at {one_line(company)}: any time."
    for one in digest.kind:
        did = "gave you feedback" if one.why == "gave feedback" else "signed their answer in person"
        of = f" of {one_line(one.company)}" if one.company else ""
        yield f"{one_line(one.person)}{of} {did}: a name to keep."


def _door(door: Door, digest: Digest) -> str:
    on = _day(door.on, digest.until) if door.on else "Any time"
    if door.kind == "page":
        return f"{on}: a look at the page of {one_line(door.company)}, if you like; {door.why}."
    post = f", {one_line(door.role)}," if door.role else ""
    again = f"{on}: the same post at {one_line(door.company)}{post} may be tried again; {door.why}."
    return f"{again} What is new with you since then stands in `grace plan`."


def planning(digest: Digest) -> str:
    """One line on the week to come; the nearest thing wins."""
    step = one_line(digest.next_step)
    if digest.ahead:
        talk = f"Before the talk with {_whom(digest.ahead[0].company)}"
        return (
            f"{talk}, one thing from your list: {step}" if step else f"{talk}, half an hour with your notes."
        )
    if not digest.alive:
        return "Nothing is open just now. One post that you would really like is a beginning."
    if len(digest.alive) == 1:
        return "One application is open. A second one beside it takes some weight off the first."
    if step:
        return f"One thing from your list: {step}"
    return "Which days of this week are for the search, and which are free?"


def _answers(digest: Digest, counts: bool) -> Iterator[str]:
    if counts and digest.answers:
        yield "1 came." if len(digest.answers) == 1 else f"{len(digest.answers)} came."
    for one in digest.answers:
        yield f"From {_named(one.company, one.role)}: {_ANSWERS.get(one.kind, one.kind)}"
    if any(one.after_interview and one.kind == "rejection" for one in digest.answers):
        yield _AFTER_A_TALK


def _answers_in_short(digest: Digest, counts: bool) -> Iterator[str]:
    if digest.answers:
        number = f"{len(digest.answers)} answers came" if counts else "Answers came"
        yield f"{number} from {_listed(digest.answers)}. `grace log` has them, when you like."


def _listed(answers: Sequence[Answer]) -> str:
    """The first few employers, those without a name last."""
    unnamed = _whom("")
    names = sorted(dict.fromkeys(_whom(one.company) for one in answers), key=lambda name: name == unnamed)
    names = names if len(names) <= _NAMES else [*names[: _NAMES - 1], "others"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _whom(company: str) -> str:
    return one_line(company) or "an employer that is not named"


def _named(company: str, role: str) -> str:
    return ", ".join(filter(None, (_whom(company), one_line(role))))


def _day(day: date | datetime, present: date | datetime, *, year: bool = False) -> str:
    """Such as "Tue 24 Nov", with its year where that is another than the present one."""
    named = f" {day.year}" if year or day.year != present.year else ""
    return f"{day:%a} {day.day} {day:%b}{named}"


# Its forms ------------------------------------------------------------------------------------------------


def as_text(digest: Digest, *, counts: bool = False) -> str:
    """Plain text, in lines of 76 signs."""
    lines = [title(digest), period(digest)]
    for part in parts(digest, counts=counts):
        lines += ["", part.title]
        lines += [_FILL.fill(line) for line in part.lines]
    return "\n".join(lines) + "\n"


def as_page(digest: Digest, *, counts: bool = False) -> str:
    """A page of HTML that fetches nothing."""
    found = parts(digest, counts=counts)
    sections = [Section(part.title, part.lines) for part in found]
    return page(title(digest), period(digest), sections)


def as_mail(digest: Digest, address: str, message_id: str, token: str, now: datetime) -> bytes:
    """The mail, with CRLF line ends, from the person to the person (RFC 5322).

    Args:
        address: the person's own, in ASCII.
        message_id: with its angle brackets.
        token: shows that it is ours, as the value of HEADER.
        now: aware, in the person's zone.
    """
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = address
    mail["To"] = address
    mail["Subject"] = title(digest)
    mail["Date"] = format_datetime(now.replace(microsecond=0))
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834 section 5
    mail[HEADER] = token
    mail.set_content(as_text(digest), charset="utf-8", cte="quoted-printable")
    mail.add_alternative(as_page(digest), subtype="html", charset="utf-8", cte="quoted-printable")
    return mail.as_bytes()

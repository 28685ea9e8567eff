"""What a reply needs to know of a mail: the employer, the post, who wrote, how far it got, and why it ended.

Precision over recall: a sentence without a name reads well, a sentence with the wrong one does not. A name is
taken where the mail itself puts it ("your application to Acme Robotics"), then from the display name of the
sender, last from their domain if the mail spells it too. Where two places disagree, neither is believed. Where that
finds no company or no post, or what is hardly one, what was learned of names is asked (`spotting`).

English has its rules in code; the other languages have tables, see `phrasebook`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from typing import ParamSpec

from watcher.errors import GraceError
from watcher.reading import (
    addressing,
    agencies,
    appointments,
    declined,
    endings,
    hailing,
    han,
    naming,
    phrasebook,
    posts,
    progress,
    reapplying,
    sentences,
    signing,
    simplified,
    spotting,
)
from watcher.reading.disclaimers import untagged
from watcher.reading.names import key
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.requisition import requisition
from watcher.reading.runs import softly
from watcher.reading.spotting import SURE_INSTEAD
from watcher.reading.tagger import HOUSE, POST
from watcher.reading.types import REPLYABLE, UNSTATED, Address, Details, Message, Verdict

_P = ParamSpec("_P")

_MOST = 12_000  #: characters of a mail, most of them from its top
_ENGLISH = "en"
#: Brackets as Japanese and Chinese write them.
_WIDE = str.maketrans("()", "（）")
_CHINESE = "zh"
#: A sentence that is kept is no longer than this.
_MOST_SAID, _CUT = 300, " ..."


def extract(message: Message, verdict: Verdict, own: Sequence[Address], zone: tzinfo = UTC) -> Details:
    """Everything a reply may say about this mail.

    Args:
        verdict: its language decides by which rules the mail is read; English ones where it is unknown.
        own: the person's names and addresses; neither is ever taken for the employer's or the writer's.
        zone: the person's, in which a time is meant that names none.
    """
    found = names(message, verdict, own)
    message = _read(message)
    plain = simplified.message(message) if verdict.language == _CHINESE else message
    book, foreign = _books(verdict.language)
    interview = _interview(message, verdict, zone)
    reached = progress.stage(plain.text, verdict, foreign)
    ended = endings.reason(plain.text, verdict, foreign)
    again = reapplying.reapply_after(plain, verdict, book) if book else UNSTATED
    return dataclasses.replace(
        found,
        greeting=hailing.greeting(message.text, own, book.language if book else _ENGLISH),
        stage=reached.what,
        reason=ended.what,
        requisition=simplified.restored(requisition(plain, found.role), plain, message),
        reapply_after=again.what,
        address=addressing.address(message.text, verdict.language),
        via="agency" if agencies.writes_for_another(plain, foreign) else "",
        appointment=appointments.as_text(interview.begins),
        appointment_end=appointments.as_text(interview.ends),
        called_off="yes" if interview.called_off else "perhaps" if interview.doubtful else "",
        stage_said=_kept(simplified.restored_sentence(reached.sentence, plain, message)),
        reason_said=_kept(simplified.restored_sentence(ended.sentence, plain, message)),
        reapply_said=_kept(simplified.restored_sentence(again.sentence, plain, message)),
    )


def _interview(message: Message, verdict: Verdict, zone: tzinfo) -> appointments.Appointment:
    """The interview that the mail sets; an answer of "no" sets none, and may call one off."""
    if verdict.kind == "interview":
        return appointments.read(message, verdict.language, zone)
    off = verdict.kind in REPLYABLE and appointments.calls_off(message, verdict.language, zone)
    return appointments.Appointment(called_off=off)


def names(message: Message, verdict: Verdict, own: Sequence[Address]) -> Details:
    """Of these only the company, the role and the person.

    Args:
        verdict, own: as for `extract`.
    """
    written = _read(message)
    message, learned = written, list(verdict.names)
    if verdict.language == _CHINESE:
        message, own = simplified.message(written), simplified.addresses(own)
        learned = [dataclasses.replace(one, text=simplified.text(one.text)) for one in learned]
    _, foreign = _books(verdict.language)
    writer = _writer(message, own, foreign)
    others = {key(writer), *(key(address.name) for address in own)} - {""}
    company = naming.company(message, others, foreign)
    signed, people = signing.writer(message, ()), [address.name for address in own]
    if not company:
        company = spotting.house(learned, message, others, foreign, signed, people)
        company = company or naming.field(message, others, foreign)
    elif spotting.is_hardly(learned, company, HOUSE):
        instead = spotting.house(learned, message, others, foreign, signed, people, SURE_INSTEAD)
        company = instead or company
    if (
        writer
        and naming.is_said(message, writer, foreign)
        and not signing.is_shown(writer, message.sender)
        and not (foreign and not foreign.spaced)
    ):
        writer = ""
    company = declined.house(company, message, verdict.language)
    role = posts.role(message, company, foreign) or posts.field(message, company, foreign)
    if not role:
        role = spotting.post(learned, company, foreign, [signed, *people])
    elif spotting.is_hardly(learned, role, POST):
        role = spotting.post(learned, company, foreign, [signed, *people], SURE_INSTEAD) or role
    else:
        role = spotting.in_part(role, learned, company)
    found = (company, role, softly(signing.without_house(writer, company)))
    other = None if foreign else phrasebook.beside(message.text)
    if other:  # a mail in two languages
        message = simplified.message(message) if other.language == _CHINESE else message
        company = company or naming.company(message, others, other)
        found = (company, found[1] or posts.role(message, company, other), found[2])
    company, role, person = (simplified.restored(name, message, written) for name in found)
    return Details(company=_as_written(company, written), role=_as_written(role, written), person=person)


def attempt(
    message: Message, verdict: Verdict, own: Sequence[Address], zone: tzinfo = UTC
) -> tuple[Details, str]:
    """What `extract` reads, and "". Where a fault of ours breaks it off, what `names` reads, and what sort of fault it
    was: a mail whose answer is known is not lost for it."""
    details, fault = safely(extract, message, verdict, own, zone)
    return (safely(names, message, verdict, own)[0], fault) if fault else (details, "")


def safely(read: Callable[_P, Details], *args: _P.args, **more: _P.kwargs) -> tuple[Details, str]:
    """What `extract` or `names` reads of a mail, and "". Where a fault of ours breaks them off, nothing, and what sort
    of fault it was.

    Args:
        read, args, more: one of them, and what it is given.
    """
    try:
        return read(*args, **more), ""
    except (GraceError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever one mail does, its answer stands, and the next is read
        return Details(), type(error).__name__


def _kept(sentence: str) -> str:
    """As much of a sentence as is kept."""
    folded = " ".join(sentence.split())
    if len(folded) <= _MOST_SAID:
        return folded
    room = _MOST_SAID - len(_CUT)
    at = folded.rfind(" ", room // 2, room + 1)  # between two words, where there are spaces
    return folded[: at if at > 0 else room].rstrip() + _CUT


def _as_written(name: str, message: Message) -> str:
    """A name with the wide brackets in which a mail has it."""
    wide = name.translate(_WIDE)
    return wide if wide != name and any(wide in part for part in (message.text, message.subject)) else name


def _read(message: Message) -> Message:
    """The mail with as much of its text as is read, and its subject without what gateways add."""
    text, subject = sentences.ends(message.text, _MOST), untagged(message.subject)
    if (text, subject) == (message.text, message.subject):
        return message
    return dataclasses.replace(message, text=text, subject=subject)


def _books(language: str) -> tuple[Phrasebook | None, Phrasebook | None]:
    """The phrases of a language, English ones where there are none, and the same unless they are English."""
    english = phrasebook.load(_ENGLISH)
    book = phrasebook.load(language) or english
    return book, book if book is not english else None


def _writer(message: Message, own: Sequence[Address], book: Phrasebook | None) -> str:
    if book and not book.spaced:
        written = han.writer(message, book)
        if written:
            return "" if key(written) in {key(address.name) for address in own} else written
    return signing.writer(message, own)

"""How well the applications of the season come out: from what its mails say, and from what is read out of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from tests.reflecting.season import OWN, PERSON, Truth, mails
from watcher.looking_back import house
from watcher.reading.classifier import Classifier
from watcher.reading.details import extract
from watcher.reading.message import parse
from watcher.reading.types import OWN_APPLICATION, Address, Message
from watcher.reflecting.applications import join
from watcher.reflecting.types import KINDS, Application, Seen


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of a season.

    Args:
        precision: of all pairs of mails at one application, the share that belong together.
        recall: of all pairs of mails that belong together, the share found at one application.
        exact: applications with all of their mails and no other.
        applications, mails: how many there are.
        wrong: the numbers of the others, with what is hard about each.
    """

    precision: float
    recall: float
    exact: int
    applications: int
    mails: int
    wrong: dict[int, str]


def as_told() -> list[Seen]:
    """The season's mails as if everything in them was read rightly."""
    return [
        _seen(
            number,
            at,
            parse(raw),
            truth.kind,
            dict(zip(_SAID, truth.said, strict=True)) | {"person": truth.person},
        )
        for number, (at, raw, truth) in enumerate(mails(), 1)
        if truth.kind in KINDS
    ]


@cache
def as_read() -> tuple[Seen, ...]:
    """The same as they go through parse, classify and extract; mail that is read as something else is missing."""
    classifier, own = Classifier.load(), [Address(PERSON, OWN)]
    found, known = [], set[str]()
    for number, (at, raw, _) in enumerate(mails(), 1):
        message = parse(raw)
        sender = message.sender.address if message.sender else ""
        known_by = {sender, house(sender, "")} - {""}
        verdict = classifier.classify(message, applied=not known.isdisjoint(known_by))
        if verdict.kind in OWN_APPLICATION:
            known |= known_by
        if verdict.kind in KINDS:
            details = extract(message, verdict, own)
            kept = {
                name: getattr(details, name) for name in (*_SAID, "person", "via", "stage", "appointment")
            }
            found.append(_seen(number, at, message, verdict.kind, kept))
    return tuple(found)


def measured(seen: Sequence[Seen]) -> Measured:
    """Joins the mails and compares with the truth."""
    return compared(join(seen, {}, {}))


def compared(applications: Sequence[Application]) -> Measured:
    truths = dict(enumerate((truth for *_, truth in mails()), 1))
    real: defaultdict[int, set[int]] = defaultdict(set)
    for number, truth in truths.items():
        if truth.application is not None:
            real[truth.application].add(number)
    found = [{mail.id for mail in one.mails} for one in applications]
    together = sum(_pairs(len(group)) for group in found)
    right = sum(
        _pairs(count)
        for group in found
        for owner, count in Counter(truths[number].application for number in group).items()
        if owner is not None
    )
    wanted = sum(_pairs(len(group)) for group in real.values())
    missed = [number for number, group in real.items() if group not in found]
    return Measured(
        right / together,
        right / wanted,
        len(real) - len(missed),
        len(real),
        sum(map(len, real.values())),
        {number: _hard(number, truths.values()) for number in sorted(missed)},
    )


_SAID = ("company", "role", "requisition")


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _hard(number: int, truths: Iterable[Truth]) -> str:
    return next((one.case for one in truths if one.application == number and one.case), "")


def _seen(number: int, at: datetime, message: Message, kind: str, details: dict[str, str]) -> Seen:
    ids = (*message.references, *message.in_reply_to)
    sender = message.sender
    via = details.pop("via", "agency" if "-search" in (sender.address if sender else "") else "")
    return Seen(
        id=number,
        at=at,
        kind=kind,
        conversation=ids[0] if ids else message.message_id,
        subject=message.subject,
        sender_name=sender.name if sender else "",
        sender_address=sender.address if sender else "",
        house=house(sender.address if sender else "", via),
        **details,
    )

"""One piece of a source, judged: what a worker of `grace scan` does with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from watcher.reading.classifier import Classifier
from watcher.reading.details import attempt
from watcher.reading.message import parse
from watcher.reading.types import REPLYABLE, Address, Message, Verdict
from watcher.replying.platforms import Platforms
from watcher.replying.policy import DRAFT_BAR, REVIEW_BAR
from watcher.replying.recipient import choose

#: More of one mail is not read, as with a mail from a server.
MOST_OF_A_MAIL = 1024 * 1024
#: More of one range of an mbox is not held: then its last mail is a very large one, and is cut.
MOST_OF_A_RANGE = 16 * 1024 * 1024
#: RFC 4155: a mail begins with a line "From " after an empty one; in bodies such lines are quoted with ">".
MBOX_START = re.compile(rb"(?:\A|\n[ \t\r\f\v]*\n)(?=From )")
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of each mail.

    Args:
        since: aware; older mail is left out, None for none. Where no date is known the mail is looked at.
        everything: all mail is told, not only answers of "no" or "not now".
        own: the person's own addresses; what they wrote is left out.
        authserv: as in the account's config.
        platforms: as the config has them; None for those that are shipped.
    """

    since: datetime | None = None
    everything: bool = False
    own: tuple[str, ...] = ()
    authserv: str = ""
    platforms: Platforms | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes of an mbox, from the line "From " of a mail to before that of another."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Files:
    """Files of one mail each."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raws:
    """Mails that are here already: an id, when it was delivered (aware, None where unknown), and the mail itself;
    None where it could not be had.
    """

    mails: tuple[tuple[str, datetime | None, bytes | None], ...]


Task = Range | Files | Raws


@dataclass(frozen=True, slots=True)
class Row:
    """A mail that is told.

    Args:
        id: where it lies; of a Range, its number there, from 0.
        date: ISO 8601 in UTC, "" where unknown.
        score: of being an answer of "no" or "not now", 0 to 1.
        evidence: the sentence that says so.
        reply_to: whom a reply could go to; "" for nobody.
        reason: why to nobody.
    """

    id: str
    date: str
    kind: str
    score: float
    name: str
    address: str
    subject: str
    company: str
    role: str
    person: str
    language: str
    evidence: str
    reply_to: str
    reason: str

    @property
    def is_answer(self) -> bool:
        return self.kind in REPLYABLE and self.score >= REVIEW_BAR

    @property
    def is_sure(self) -> bool:
        return self.score >= DRAFT_BAR

    @property
    def could_have_a_reply(self) -> bool:
        return self.is_answer and self.is_sure and bool(self.reply_to)


@dataclass(slots=True)
class Looked:
    """What was found in one piece.

    Args:
        mails: how many were in it.
        unread: how many of them could not be read.
    """

    rows: list[Row] = field(default_factory=list)
    mails: int = 0
    unread: int = 0


def look(classifier: Classifier, task: Task, wanted: Wanted) -> Looked:
    """Judges all mails of a piece; one that breaks us on the way is counted, unless its details do, and the next one is
    looked at."""
    looked = Looked()
    for place, date, raw in _mails(task):
        looked.mails += 1
        try:
            row = _row(classifier, place, date, raw, wanted) if raw is not None else None
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one bad mail must never stop the next
            raw, row = None, None
        looked.unread += raw is None
        if row is not None and (wanted.everything or row.is_answer):
            looked.rows.append(row)
    return looked


def _row(classifier: Classifier, place: str, date: datetime | None, raw: bytes, wanted: Wanted) -> Row | None:
    """None for mail that nobody asked for: older than wanted, of the person's own, or not about an answer."""
    message = parse(raw)
    date = date or message.date
    sender = message.sender or Address("", "")
    if (wanted.since and date and date < wanted.since) or sender.address.lower() in wanted.own:
        return None
    verdict = classifier.classify(message)
    if verdict.kind not in REPLYABLE and not wanted.everything:
        return None
    row = Row(
        id=place,
        date=date.astimezone(UTC).isoformat() if date else "",
        kind=verdict.kind,
        score=round(verdict.score, 6),
        name=sender.name,
        address=sender.address,
        subject=message.subject,
        company="",
        role="",
        person="",
        language=verdict.language,
        evidence=next((one.sentence for one in verdict.evidence if one.kind == verdict.kind), ""),
        reply_to="",
        reason="",
    )
    return row if verdict.kind == "other" else _with_details(row, message, verdict, wanted)


def _with_details(row: Row, message: Message, verdict: Verdict, wanted: Wanted) -> Row:
    own = [Address("", address) for address in wanted.own]
    details, _ = attempt(message, verdict, own)
    to = choose(message, wanted.own, wanted.authserv, platforms=wanted.platforms, signed=bool(details.person))
    return replace(
        row,
        company=details.company,
        role=details.role,
        person=details.person,
        reply_to=to.to.address if to.to else "",
        reason=to.reason,
    )


def _mails(task: Task) -> Iterator[tuple[str, datetime | None, bytes | None]]:
    if isinstance(task, Range):
        return ((str(number), None, raw) for number, raw in enumerate(_in_range(task)))
    if isinstance(task, Files):
        return _in_files(task.paths)
    return iter(task.mails)


def _in_range(task: Range) -> Iterator[bytes]:
    with open(task.path, "rb") as file:
        file.seek(task.start)
        block = file.read(min(task.end - task.start, MOST_OF_A_RANGE))
    starts = [found.end() for found in MBOX_START.finditer(block)]
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        mail = block[start : min(end, start + MOST_OF_A_MAIL)]
        yield _QUOTED.sub(b"", mail.partition(b"\n")[2])


def _in_files(paths: Sequence[str]) -> Iterator[tuple[str, datetime | None, bytes | None]]:
    for path in paths:
        try:
            with open(path, "rb") as file:
                raw: bytes | None = file.read(MOST_OF_A_MAIL)
        except FileNotFoundError:  # moved from new to cur, or flagged, since the folder was listed
            raw = _moved(Path(path))
        except OSError:
            raw = None
        yield name_of(path), None, raw


def _moved(path: Path) -> bytes | None:
    name = path.name.partition(":2,")[0]
    for part in ("cur", "new"):
        for there in (path.parent.parent / part).glob(f"{name}*"):
            with open(there, "rb") as file:
                return file.read(MOST_OF_A_MAIL)
    return None


def name_of(path: str) -> str:
    """The name of a mail's file, without the flags of a Maildir."""
    return Path(path).name.partition(":2,")[0]

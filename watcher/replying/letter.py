"""The words of a reply: a greeting as they signed, thanks, acceptance, at most one question, an open door.

The wordings stand in templates/<language>.toml, see `books`; the person may put their own texts in their place,
see `own_texts`. A fact that is not known takes its sentence with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template

from watcher.reading.types import Details
from watcher.replying import books, lint
from watcher.replying.books import Book, pick, usable
from watcher.replying.greeting import greeting

_STAND_IN = "Acme"
_MET = ("screen", "interview", "final")
#: What is left out where the person wants to give thanks and no more.
_MORE_THAN_THANKS = ("ask", "door", "pool", "talk")
#: A question for advice is due to people whom one has met, about a choice that they made.
_ASKING = frozenset({*_MET, "agency"})
#: Kinds of mail for which a few lines of thanks are written, and no reply to a no.
_THANKS = {"feedback": "after_feedback", "interview": "after_interview"}
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the person wants their letters.

    Args:
        name: the person's, "" for none.
        signature: their own lines below it; taken as they are.
        feedback: whether a question for advice may be asked.
        thanks_only: thanks and acceptance, and nothing else.
        tone: "mirror" the other side, or always "formal" or "informal".
    """

    name: str
    signature: str = ""
    feedback: bool = True
    thanks_only: bool = False
    tone: str = "mirror"


def write(
    details: Details, kind: str, seed: str, wishes: Wishes, language: str = "en", *, line: str = ""
) -> str:
    """The letter, one paragraph a line, paragraphs apart by an empty line.

    Args:
        details: what is known of the mail. Any text may stand in it; what is no name is left out.
        kind: of the answered mail: "rejection", "on_hold", "offer_withdrawn", "feedback" or "interview".
        seed: decides between wordings, so that two letters to one company do not read as copies.
        language: ISO 639-1, one of books.LANGUAGES.
        line: the person's own, a paragraph before the last; "" for none.

    Raises:
        NotWrittenError: there is no book of that language, or the letter did not pass its own check.
    """
    book = books.book(language, register(details, wishes.tone))
    hailed = details.greeting or ("first" if details.address == "informal" else "")
    names = books.names_in(details)
    form = shape(details, kind)
    if form == "internal":
        names.pop("company", None)  # nobody names their own house to those in it
    if books.safe(wishes.name):
        names = {**names, "name": wishes.name}
    paragraphs = _chosen(book, form, details, wishes, names, seed)
    asks = any(part.startswith("ask") for paragraph in paragraphs for part, _ in paragraph)
    _check(book, form, _filled(book, paragraphs, dict.fromkeys(names, _STAND_IN)), asks, wishes.thanks_only)
    letter = [greeting(book, names, hailed), *_filled(book, paragraphs, names)]
    if line:
        letter.insert(len(letter) - 1, own_line(line, book))
    letter.append(pick(book.said["closings"], seed, "closing"))
    text = "\n\n".join(letter)
    lint.form(text)
    below = signed(wishes)
    return f"{text}\n{below}\n" if below else f"{text.rstrip(',，')}\n"


def own_line(line: str, book: Book) -> str:
    """A line of the person's own, white space folded.

    Raises:
        NotWrittenError: it says what must never be written, or is too long to be one.
    """
    folded = " ".join(line.split())
    lint.looks(folded)
    lint.words(folded, book.said["never"])
    if not 0 < len(folded) <= _LONGEST_LINE:
        raise lint.NotWrittenError(f"your line has {len(folded)} characters, not 1 to {_LONGEST_LINE}")
    return folded


def register(details: Details, tone: str) -> str:
    """ "formal" or "informal": as the other side writes, unless the person wants it otherwise; "" for the usual."""
    return details.address if tone == "mirror" else tone


def shape(details: Details, kind: str) -> str:
    """Which letter it is: by who writes and what the mail says of the post or asks, else by how far it got."""
    if kind in _THANKS:
        return _THANKS[kind]
    if kind == "offer_withdrawn":
        return "withdrawn"
    if details.via == "agency":
        return "agency"
    if details.reason in ("cancelled", "talent_pool", "feedback"):
        return details.reason
    if kind == "on_hold" or details.reason == "on_hold":
        return "on_hold"
    if details.via == "own_house":
        return "internal"
    if details.reason == "filled":
        return "filled"
    return details.stage if details.stage in _MET else "application"


def _chosen(
    book: Book, form: str, details: Details, wishes: Wishes, names: Mapping[str, str], seed: str
) -> list[list[tuple[str, str]]]:
    """Per paragraph the parts that stand, each with its wording."""
    known = book.things(names)
    asking = wishes.feedback and form in _ASKING and details.reason != "ineligible"
    paragraphs = []
    for parts in book.shapes[form]:
        worded = []
        for part in parts:
            part = _again(part, book, details)
            fitting = usable(book.parts.get(part, ()), known)
            if fitting and _stands(part, asking, details.stage in _MET, wishes.thanks_only):
                worded.append((part, pick(fitting, seed, part)))
        paragraphs.append(worded)
    return [paragraph for paragraph in paragraphs if paragraph]


def _again(part: str, book: Book, details: Details) -> str:
    """Where the mail says when one may apply again, the door is that one."""
    return (
        "door_again"
        if part.startswith("door") and details.reapply_after and "door_again" in book.parts
        else part
    )


def _stands(part: str, asking: bool, met: bool, thanks_only: bool) -> bool:
    if thanks_only and part.startswith(_MORE_THAN_THANKS):
        return False
    if part.startswith("ask"):
        return asking
    return met or part != "met"


def _filled(
    book: Book, paragraphs: Sequence[Sequence[tuple[str, str]]], names: Mapping[str, str]
) -> list[str]:
    slots = book.things(names)
    return [book.joiner.join(Template(wording).substitute(slots) for _, wording in one) for one in paragraphs]


def _check(book: Book, form: str, paragraphs: Sequence[str], asks: bool, thanks_only: bool) -> None:
    which = "asking" if asks else "short" if thanks_only or form in _THANKS.values() else "plain"
    text = " ".join(paragraphs)
    lint.words(text, book.said["never"])
    lint.length(book.measured(text), *book.bounds(which))


def signed(wishes: Wishes) -> str:
    """The person's name and their own lines; the name only once."""
    bare = " ".join(_printable(wishes.name).split())
    lines = [_printable(line).rstrip() for line in wishes.signature.strip().splitlines()]
    own = "\n".join(lines).strip()
    if bare and bare.casefold() in own.casefold():
        return own
    return "\n".join(part for part in (bare, own) if part)


def _printable(text: str) -> str:
    return "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)

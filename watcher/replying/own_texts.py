"""Texts of the person's own, in place of ours: plain text with a few {slots}.

A text is called <language>.txt, or <language>-<letter>.txt for one of the letters in books.SHAPES: "de.txt",
"en-interview.txt". A sentence with a slot that is not known for a mail is left out. The name and the signature
are put below unless the text has {name}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from watcher.reading.types import Details
from watcher.replying import books, lint
from watcher.replying.greeting import greeting
from watcher.replying.letter import Wishes, own_line, register, shape, signed

SLOTS = ("greeting", "company", "role", "person", "name", "post", "application", "interview", "talk")

_SLOT = re.compile(r"\{(\w*)\}")
#: A sentence with the white space behind it.
_SENTENCE = re.compile(r"[^.?!。？！\n]*(?:[.?!。？！]+(?=\s|$|[^\x00-\x7f])|\n|$)[ \t]*")
_FILE = re.compile(r"(?P<language>[a-z]{2})(?:-(?P<shape>\w+))?\.txt")
FEWEST, MOST = 8, 200  #: words, or three characters each where words are not apart


def chosen(texts: Mapping[str, str], details: Details, kind: str, language: str) -> str:
    """The name of the text for a mail, "" where there is none.

    Args:
        texts: by file name.
    """
    names = (f"{language}-{shape(details, kind)}.txt", f"{language}.txt")
    # Thanks for feedback or an interview are no reply to a no: only a text made for them will do.
    fitting = names[:1] if kind in ("feedback", "interview") else names
    return next((name for name in fitting if name in texts), "")


def fill(text: str, details: Details, wishes: Wishes, language: str, line: str = "") -> str:
    """The letter from a text of the person's own.

    Args:
        line: one more paragraph of theirs, behind the first one; "" for none.

    Raises:
        lint.NotWrittenError: it would not be fit to be sent.
    """
    book = books.book(language, register(details, wishes.tone))
    names = books.names_in(details)
    known = {**book.things(names), "name": wishes.name.strip()}
    known["greeting"] = greeting(book, names, details.greeting)
    whole = "".join(_sentence(one, known) for one in _SENTENCE.findall(text.replace("\r\n", "\n")))
    letter = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in whole.splitlines())).strip()
    if line:
        blocks = letter.split("\n\n")
        letter = "\n\n".join([*blocks[:2], own_line(line, book), *blocks[2:]])
    _check(letter, book)
    below = "" if "{name}" in text else signed(wishes)
    return f"{letter}\n{below}\n" if below else f"{letter}\n"


def _sentence(text: str, known: Mapping[str, str]) -> str:
    slots = _SLOT.findall(text)
    if not all(known.get(slot) for slot in slots):
        return "\n" if text.endswith("\n") else ""
    return _SLOT.sub(lambda slot: known[slot[1]], text)


def _check(letter: str, book: books.Book) -> None:
    lint.looks(letter)
    lint.words(letter, book.said["never"])
    words = book.measured(letter)
    if book.said["length"].get("in") == "characters":
        words = words // 3
    lint.length(words, FEWEST, MOST)


def problems(texts: Mapping[str, str]) -> Sequence[str]:
    """What is wrong with the person's texts, one line each: for `grace check`."""
    found = []
    for name, text in sorted(texts.items()):
        parts = _FILE.fullmatch(name)
        if not parts or parts["language"] not in books.LANGUAGES:
            found.append(
                f'{name}: its name must be a language such as "en.txt", or with a letter, "en-interview.txt"'
            )
            continue
        if parts["shape"] and parts["shape"] not in books.SHAPES:
            found.append(
                f"{name}: there is no letter {parts['shape']!r}; there are {', '.join(books.SHAPES)}"
            )
            continue
        unknown = sorted(set(_SLOT.findall(text)) - set(SLOTS))
        if unknown:
            found.append(
                f"{name}: there is no {{{unknown[0]}}}; there are {', '.join(f'{{{slot}}}' for slot in SLOTS)}"
            )
            continue
        found += _tried(name, text, parts["language"])
    return found


def _tried(name: str, text: str, language: str) -> list[str]:
    """With all facts known, and with none."""
    for details in (Details("Acme", "Nurse", "Anna Schmidt", "first"), Details()):
        try:
            fill(text, details, Wishes("Robin Keller"), language)
        except lint.NotWrittenError as error:
            return [f"{name}: {error}"]
    return []

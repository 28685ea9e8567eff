"""The whole mails in which each name is marked: `models/corpus/tagged/<language>.txt`; see the README there.

[p:Train Planner]  the post      [c:Ravelin GmbH]  the employer
[q:Team Lead]      another post  [o:Personio]      another house
"""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watcher.reading import quoting
from watcher.reading.decoding import clean_text
from watcher.reading.message import parse
from watcher.reading.tagger import HOUSE, OTHER_HOUSE, OTHER_POST, POST
from watcher.reading.types import Message

MARKS = {"p": POST, "c": HOUSE, "q": OTHER_POST, "o": OTHER_HOUSE}
_MARK = re.compile(r"\[([pcqo]):([^\[\]\n]+)\]")
_BROKEN = re.compile(r"\[\w:")
_BETWEEN = re.compile(r"^===[ \t]*$", re.MULTILINE)
#: How the mails call the person who applied, given name and family name; they are called otherwise when they are read.
#: Not within a word: "Kellermeister".
_OWN = tuple(
    re.compile(rf"(?<![A-Za-z])(?:{name}|{name.upper()})(?![a-z]{{2}})|{kana}")
    for name, kana in (("Robin", "ロビン"), ("Keller", "ケラー"))
)
_PEOPLE = (
    "Mira Okafor",
    "Jonas Lindqvist",
    "Ayşe Demir",
    "Tomasz Wilk",
    "Chiara Fontana",
    "Duarte Pires",
    "Noor Visser",
    "Léa Marchand",
    "Sunniva Holm",
    "Kenji Mori",
    "Hui Chen",
    "Inés Robledo",
    "Amara Ndiaye",
    "Piotr Zając",
)


@dataclass(frozen=True, slots=True)
class Tagged:
    """One mail.

    Args:
        head: From and Subject, as a mail has them; "" for a sentence that stands by itself.
        text: without its marks.
        language: ISO 639-1.
        names: what each of its names is, one of `tagger.TAGS`, in the order in which they stand in it.
    """

    head: str
    text: str
    language: str
    names: Sequence[tuple[str, str]]

    @property
    def message(self) -> Message:
        """The mail as it is read, each time anew: that takes longer than the rest, and is done where it is learned."""
        if not self.head:
            return Message("", text=self.text)
        raw = f"{self.head}\nContent-Type: text/plain; charset=utf-8\n\n{self.text}\n"
        # Disclaimers hold names, too, and are learned from where they stand.
        written = quoting.split(clean_text(self.text), whole=True)
        return dataclasses.replace(parse(raw.encode()), text=written.text, signature=written.signature)


def read(path: Path, content: str, problem: Callable[[str], None]) -> Iterator[Tagged]:
    """The mails of one file.

    Args:
        path: its name is the language.
        content: its text.
        problem: is told of a mail that does not begin with From and Subject, or has a broken mark.
    """
    line = 1
    for number, mail in enumerate(_BETWEEN.split(content)):
        place, line = f"{path.parent.name}/{path.name}:{line}", line + mail.count("\n")
        mail = mail.strip("\n")
        if number == 0:
            if any(text and not text.startswith("#") for text in mail.split("\n")):
                problem(f"{place}: text before the first ===")
            continue
        head = mail.split("\n", 3)
        if len(head) < 3 or not head[0].startswith("From: ") or not head[1].startswith("Subject:") or head[2]:
            problem(f"{place}: a mail begins with From:, Subject: and an empty line")
            continue
        if _BROKEN.search(_MARK.sub("", mail)):
            problem(f"{place}: a mark that is broken, or is none of {', '.join(MARKS)}")
            continue
        yield _tagged(mail, path.stem, random.Random(mail).choice(_PEOPLE))  # noqa: S311 (no secret: variety only)


def _tagged(mail: str, language: str, person: str) -> Tagged:
    for own, name in zip(_OWN, person.split(" "), strict=True):
        mail = own.sub(name, mail)
    bare = _MARK.sub(lambda mark: mark.group(2), mail)
    head, _, text = bare.partition("\n\n")
    sender, subject = head.split("\n", 1)
    names = [(MARKS[mark], " ".join(name.split())) for mark, name in _MARK.findall(mail)]
    return Tagged(f"{_quoted(sender)}\n{subject}", text, language, names)


def _quoted(sender: str) -> str:
    """A From line with its display name in quotation marks: it may hold any sign."""
    name, _, address = sender.removeprefix("From:").strip().rpartition("<")
    name = name.strip().strip('"').replace("\\", "").replace('"', "'")
    return f'From: "{name}" <{address}' if name else f"From: <{address}"

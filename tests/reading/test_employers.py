"""A plain "no" is seen whoever writes it: a publisher, a school, a bank, a club, in each language.

The posts and employers stand in employers/; none of these mails was learned from.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.reading.classifier import Classifier
from watcher.reading.message import parse
from watcher.reading.types import REPLYABLE, Message

FILES = sorted((Path(__file__).parent / "employers").glob("*.txt"))
_HEAD = "From: hr@{}.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
#: How many of a hundred such mails are seen: at least, in all languages together and in any one.
ALL, ANY = 96, 85


def mails(path: Path) -> Iterator[Message]:
    """Each mail of a file from each employer."""
    letters, employers = path.read_text(encoding="utf-8").split("[employer]\n")
    for line in employers.strip().splitlines():
        role, company = (part.strip() for part in line.split("|"))
        for letter in letters.split("[mail]\n")[1:]:
            text = letter.strip("\n").replace("<role>", role).replace("<company>", company)
            yield parse((_HEAD.format(path.stem) + text).encode())


@pytest.fixture(scope="module")
def seen() -> dict[str, list[bool]]:
    classifier = Classifier.load()
    return {
        path.stem: [classifier.classify(mail).kind in REPLYABLE for mail in mails(path)] for path in FILES
    }


def test_there_are_some_in_each_language(seen: dict[str, list[bool]]) -> None:
    assert set(seen) == Classifier.load()._model.languages
    assert all(len(found) >= 120 for found in seen.values())


def test_nearly_all_of_them_are_seen(seen: dict[str, list[bool]]) -> None:
    found = [one for language in seen.values() for one in language]
    assert sum(found) / len(found) >= ALL / 100


@pytest.mark.parametrize("language", [path.stem for path in FILES])
def test_in_each_language(seen: dict[str, list[bool]], language: str) -> None:
    assert sum(seen[language]) / len(seen[language]) >= ANY / 100

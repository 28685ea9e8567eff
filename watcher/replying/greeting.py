"""The first line of a letter: as the writer signed, and as they greeted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template

from watcher.replying.books import Book, usable


def greeting(book: Book, names: Mapping[str, str], hailed: str) -> str:
    """ "Hi Anna," to somebody who wrote "Hi Robin", "Dear Ms Schmidt," to somebody who signs so.

    Args:
        names: safe names by slot, "person" among them where it is known who wrote.
        hailed: how the writer greeted: "first", "last" or "".
    """
    ways: Mapping[str, list[str]] = book.said["greetings"]
    person = names.get("person", "")
    if not person or any(sign in person for sign in "&+/()#,") or any(map(str.isdigit, person)):
        return _said(ways["unknown"], {key: value for key, value in names.items() if key != "person"})
    titles: Mapping[str, str] = book.said.get("titles", {})
    titled = (
        re.fullmatch(rf"(?P<title>{'|'.join(map(re.escape, titles))})\.? (?P<rest>.+)", person)
        if titles
        else None
    )
    parts = (titled["rest"] if titled else person).split(" ")
    first, last = _first_and_last(parts)
    slots = {**names, "first": first, "last": last}
    if hailed == "first" and first and (len(parts) > 1 or not titled):
        return _said(ways["first"], slots)
    if titled:
        return Template(titles[titled["title"]]).substitute(slots)
    alone = len(parts) == 1 and first and hailed != "last"
    return _said(ways["first" if alone else "whole"], slots)


def _first_and_last(parts: list[str]) -> tuple[str, str]:
    """The first name, "" where it is an initial or there is none, and the last with its "van den" before it."""
    particles = [at for at, part in enumerate(parts[:-1]) if part.islower()]
    first = parts[0] if len(parts[0]) > 1 and not parts[0].endswith(".") and 0 not in particles else ""
    return first, " ".join(parts[particles[0] :]) if particles else parts[-1]


def _said(ways: list[str], slots: Mapping[str, str]) -> str:
    return Template(usable(ways, slots)[0]).substitute(slots)

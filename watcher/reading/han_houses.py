"""For which house a Japanese or Chinese mail is written: its display name, its foot, and who says who they are.

A name is a house's by its form ("株式会社…", "…大学", "…公司"). Any other counts only with a second sign: the
domain spells it, or the mail has it in two places. A department, a region or a sentence is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from watcher.reading import han, kana
from watcher.reading.names import key
from watcher.reading.phrasebook import Phrasebook
from watcher.reading.platforms import is_platform_domain
from watcher.reading.types import Message

#: Legal forms that stand before a Japanese name or behind it, and what makes no other house of a Chinese one.
_LEGAL = re.compile(
    r"^(?:株式会社|有限会社|合同会社|合資会社|(?:一般|公益)?(?:社団|財団)法人"
    r"|(?:国立大学|学校|医療|社会福祉|NPO)法人)[\s　]?"
    r"|(?:株式会社|有限会社|合同会社|(?:集团|集團|股份|有限|责任|責任)*公司|(?<=..)(?:集团|集團))$"
)
_SHORTEST = 3  #: characters of a name without a form


def legal_off(name: str) -> str:
    """A name without its legal form, which is said or left out: "ソラノワ" of "株式会社ソラノワ"."""
    return _LEGAL.sub("", name) or name


def section_off(name: str, book: Phrasebook) -> str:
    """A name without the department that stands right behind it: "株式会社アサヒナ経理部"."""
    for pattern in book.all("company", "section"):
        house = pattern.sub("", name)
        if book.found("company", "called", house):
            return house
    return name


def shown(message: Message, book: Phrasebook) -> Iterator[str]:
    """The company that the display name tells of: "远山食品招聘组"."""
    yield from _first(book, "shown", han.display(message), message)


def houses(message: Message, book: Phrasebook) -> Iterator[str]:
    """The companies that the last lines name, and that the writer speaks for: "青葉ロジスティクスの渡辺です"."""
    lines = han.foot(message)
    writer = key(han.writer(message, book))
    whole = "".join(shown(message, book))  # "溯源大学外国语学院", where "外国语学院" signs
    for above, line in zip(["", *lines], lines, strict=False):
        signed = bool(writer) and key(above).startswith(writer)
        found = _first(book, "foot", line, message, signed)
        yield from (name for name in found if whole.startswith(name) or name not in whole)
    for piece in han.opening(message):
        for pattern in book.all("company", "speaks"):
            match = pattern.search(piece)
            if match and (not match["who"] or han.is_human(match["who"], book)):
                name = match["name"].strip()
                if _may_be(name, book) and _is_sure(name, message, book):
                    yield name
                break


def _first(book: Phrasebook, entry: str, line: str, message: Message, signed: bool = False) -> Iterator[str]:
    """The name that the first fitting expression of an entry finds.

    Args:
        signed: the line stands right below the writer's name.
    """
    # "白沐零售人力资源中心": a Chinese department without a house would stand alone
    signed = signed or (book.language == "zh" and book.found("company", "department", line))
    for at, pattern in enumerate(book.all("company", entry)):
        match = pattern.search(line)
        if match:
            name = section_off(match["name"].strip(), book)
            sure = signed or at == 0 or entry == "shown"
            if _may_be(name, book, entry == "shown") and (sure or _is_sure(name, message, book)):
                yield name
                return


def _may_be(name: str, book: Phrasebook, shown: bool = False) -> bool:
    """Whether a name is no department's, job board's or post's, and no piece of a sentence.

    Args:
        shown: the display name has it.
    """
    if len(name) < 2 or han.is_office(name) or book.found("company", "ours", name):
        return False
    if book.found("company", "formed", name):
        return True
    # "岚汀设计招聘组" is a studio's, "平面设计" below a name what somebody does
    post = book.found("role", "occupations", name) and not (shown and book.found("company", "crafts", name))
    return not post and not book.found("company", "nameless", name)


def _is_sure(name: str, message: Message, book: Phrasebook) -> bool:
    """Whether a name is a house's by its form, its sender's domain spells it, or another place has it too."""
    if book.found("company", "called", name):
        return True
    sender = message.sender
    if sender and not is_platform_domain(sender.domain):
        domain = key(sender.domain.rpartition(".")[0])
        if kana.spells(domain, name) or (name.isascii() and key(name) in domain):
            return True
    places = [message.text, message.signature, message.subject, han.display(message)]
    return len(name) >= _SHORTEST and sum(place.count(name) for place in places) > 1

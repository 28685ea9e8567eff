"""HTML of a mail to the text that its reader sees.

A small tokenizer of our own (tags.py), because html.parser takes time by the square of its input on unclosed comments,
declarations and tags (Python 3.11). Here every step moves forward: the time is linear, and nothing raises.
Text that is hidden from the eye is left out, so that it cannot change a verdict. Quoted history comes out as
lines that begin with "> ".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from watcher.reading.elements import SHORT, UNSEEN, VOID, Styles, Tag, known_tag, tag_of
from watcher.reading.page import Page
from watcher.reading.tags import APART, after_apart, steps, unescape
from watcher.reading.visibility import Look, hidden_by, look_of

#: Most tags and stretches of text between them, and most characters of visible text, that are read.
TAG_CAP = 40_000
TEXT_CAP = 96 * 1024
_DEPTH_CAP = 400
_QUOTE_CAP = 5

_GONE = Look(gone=True)
_CELLS = frozenset({"td", "th", "table"})
#: A start tag that ends an open element of the same kind, up to one of the others: <li>, <td>, <tr> and so on may go
#: unclosed.
_ENDS = {
    "li": (("li",), ("ul", "ol", "td")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "tr": (("tr",), ("table",)),
    "td": (("td", "th"), ("table",)),
    "th": (("td", "th"), ("table",)),
}
#: A tag, or the beginning of one that holds another sign for its end.
_TAG = re.compile("<[a-zA-Z/!?][^<>]*>")
#: An open element: its name, how its content looks, how deep it stands in quotes, and whether its text is seen.
_Element = tuple[str, Look, int, bool]


def visible_text(source: str, tag_cap: int = TAG_CAP) -> tuple[str, list[str]]:
    """What a reader sees, as lines; quoted history as lines that begin with "> ".

    Args:
        source: the decoded HTML, of any length; line ends and white space mean nothing in it.
        tag_cap: most tags and stretches of text that are read.

    Returns:
        the text, and problems in words.
    """
    return _Reader(source).read(tag_cap)


def most_text(source: str) -> str:
    """All characters that `visible_text` can find, but for descriptions of images and its own marks, and more besides,
    for a tenth of the time: what stands outside of tags, comments and the like. Linear in the length of the source.

    Args:
        source: as for `visible_text`. Where the quotes of an attribute hold the beginning of a comment, too much may be
            left out.
    """
    outside, at, looked_at, in_tag = [], 0, 0, False
    for apart in APART.finditer(source):
        begin = apart.start()
        if begin < at:
            continue
        opened, closed = source.rfind("<", looked_at, begin), source.rfind(">", looked_at, begin)
        in_tag = opened > closed or (opened == closed and in_tag)  # equal where there is neither
        looked_at = begin
        if in_tag:
            continue
        end = after_apart(source, apart)
        if end < 0:
            break
        outside.append(source[at:begin])
        at = looked_at = end
    return _TAG.sub(" ", "".join([*outside, source[at:]])).replace("&nbsp;", " ")


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.page = Page()
        self.sheet: frozenset[str] = frozenset()
        self.looks: dict[tuple[int, Styles], Look] = {}
        self.kept: dict[Look, Look] = {}
        lower = source.lower()
        self.white_page = "background" not in lower and "bgcolor" not in lower
        self.stack: list[_Element] = [("", self._one(Look()), 0, True)]
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.paragraphs = self.places["p"]
        self.blocks: list[int] = [0]
        self.cells: list[int] = [0]
        self.pre = 0
        self.alts: list[str] = []
        self.rest_is_quote = False

    def read(self, tag_cap: int) -> tuple[str, list[str]]:
        whole = self._reads(tag_cap)
        text = self.page.text()
        if self.alts and len("".join(text.split())) < 40:
            text = "\n".join([text, *self.alts]).strip()
        return text, [] if whole else ["HTML too long, the rest of it was not read"]

    def _reads(self, tag_cap: int) -> bool:
        """Reads all tags and stretches of text; False where the page goes on after what is read of it: where one piece
        more would be too many, or the text is long enough without it."""
        stack, page, left = self.stack, self.page, tag_cap + 1
        for text, written, sheet in steps(self.source):
            if text:
                left -= 1
                if left < 0 or page.size > TEXT_CAP:
                    return False
                _, _, quotes, is_seen = stack[-1]
                if is_seen and (page.current or self.pre or not text.isspace()):
                    self._text(text, quotes + self.rest_is_quote)
            if written:
                left -= 1
                if left < 0 or page.size > TEXT_CAP:
                    return False
                tag = known_tag(written) if len(written) < SHORT else tag_of(written)
                if tag.ends:
                    self._end(tag)
                else:
                    self._start(tag)
            if sheet is not None:
                left -= 1
                if left < 0 or page.size > TEXT_CAP:
                    return False
                self.sheet |= hidden_by(sheet)
                self.looks.clear()
        return True

    def _text(self, content: str, quotes: int) -> None:
        if self.pre:
            self.page.write_lines(unescape(content), quotes)
        elif content.isspace():
            self.page.space()
        else:
            self.page.write(unescape(content), quotes)

    def _start(self, tag: Tag) -> None:
        name, page = tag.name, self.page
        if name == "br":
            page.line_break()
            return
        if tag.height:
            self._end_implied(name)
            page.line(tag.height)
        _, around, quotes, is_seen = self.stack[-1]
        look = self._look(around, tag) if tag.styles else around
        if tag.special:
            if name == "img":
                self._image(look, tag.alt)
            if name in VOID:
                return
            if name in UNSEEN:
                look = self._one(_GONE)
            self.rest_is_quote |= tag.rest and page.size > 0
            quotes = min(quotes + tag.quote, _QUOTE_CAP)
            if tag.signature and not look.hidden:
                page.mark_signature(quotes + self.rest_is_quote)
        if look is not around:
            is_seen = not (look.hidden or (self.white_page and look.color == "#ffffff"))
        at = len(self.stack)
        if at < _DEPTH_CAP:
            self.stack.append((name, look, quotes, is_seen))
            self.places[name].append(at)
            if tag.height:
                self.blocks.append(at)
                if name in _CELLS:
                    self.cells.append(at)
                elif name == "pre":
                    self.pre += 1
        if name == "li" and not look.hidden:
            page.write("- ", quotes + self.rest_is_quote)

    def _look(self, around: Look, tag: Tag) -> Look:
        """The look inside an element; the tags of one mail are much alike."""
        key = id(around), tag.styles
        known = self.looks.get(key)
        if known is None:
            short = not self.sheet and sum([len(value) for _, value in tag.styles]) < SHORT
            look = _known_look if short else _looking
            known = self.looks[key] = self._one(look(around, tag.styles, self.sheet))
        return known

    def _one(self, look: Look) -> Look:
        """The one look of this page that is equal; it lives as long as the page, so its id says which it is."""
        return self.kept.setdefault(look, look)

    def _end(self, tag: Tag) -> None:
        if tag.height:
            self.page.line(tag.height)
        if (
            self.stack[-1][0] == tag.name != ""
        ):  # as most do; the page itself, which has no name, does not end
            self._pop()
            return
        open_at = self.places.get(tag.name)
        if not open_at:
            return
        # As in a browser, </b> does not end a block that began inside <b>, nor </div> a table cell.
        fence = self.blocks[-1] if not tag.height else 0 if tag.name in _CELLS else self.cells[-1]
        if open_at[-1] >= fence:
            self._pop_to(open_at[-1])

    def _end_implied(self, name: str) -> None:
        if self.paragraphs and self.paragraphs[-1] == self.blocks[-1]:
            self._pop_to(self.paragraphs[-1])
        if name in _ENDS:
            names, fence = _ENDS[name]
            same = self._last(names)
            if same and same > self._last(fence):
                self._pop_to(same)

    def _last(self, names: Sequence[str]) -> int:
        last = 0
        for name in names:
            at = self.places.get(name)
            if at and at[-1] > last:
                last = at[-1]
        return last

    def _pop_to(self, at: int) -> None:
        for _ in range(len(self.stack) - at):
            self._pop()

    def _pop(self) -> None:
        """Ends the element that was begun last."""
        name = self.stack.pop()[0]
        self.places[name].pop()
        if self.blocks[-1] == len(self.stack):
            self.blocks.pop()
            if name in _CELLS:
                self.cells.pop()
            elif name == "pre":
                self.pre -= 1

    def _image(self, look: Look, alt: str) -> None:
        if alt and not look.hidden and len(self.alts) < 50 and alt not in self.alts:
            self.alts.append(alt[:500])


def _looking(around: Look, styles: Styles, sheet: frozenset[str]) -> Look:
    return look_of(around, dict(styles), sheet)


_known_look = lru_cache(maxsize=500)(_looking)

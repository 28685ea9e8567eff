"""HTML of a mail to the text that its reader sees.

A small tokenizer of our own (tags.py), because html.parser takes time by the square of its input on unclosed comments,
declarations and tags (Python 3.11). Here every step moves forward: the time is linear, and nothing raises.
Text that is hidden from the eye is left out, so that it cannot change a verdict. Quoted history comes out as
lines that begin with "> ".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from watcher.reading.tags import attributes, tokens, unescape
from watcher.reading.visibility import LOOKS, Look, compact, hidden_by, look_of

#: Most tags and stretches of text between them, and most characters of visible text, that are read.
TAG_CAP = 40_000
TEXT_CAP = 96 * 1024
_DEPTH_CAP = 400
_QUOTE_CAP = 5

_SPACES = re.compile(r"\s+")

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre", "dl"}
)
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_UNSEEN = frozenset({"template", "audio", "video", "svg", "datalist", "xml", "object"})
_CELLS = ("td", "th", "table")
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
#: How much a tag ends the line: 2 leaves an empty line.
_HEIGHTS = {name: 2 if name in _PARAGRAPHS else 1 for name in _BLOCKS}
_QUOTE_CLASSES = ("gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "gmail_attr")
#: From here on everything is history: Outlook puts the quoted mail after this element, not inside it.
_QUOTE_STARTS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container")
_SIGNATURES = frozenset({"gmail_signature", "moz-signature"})


class _Element(NamedTuple):
    name: str
    look: Look
    quotes: int
    is_seen: bool


class _Said(NamedTuple):
    """What the attributes of a start tag say.

    Args:
        attributes: by lower-case name.
        styled: some of them change how its content looks.
        quote: its content is history.
        rest: it begins the history that goes on to the end.
        signature: a signature begins.
    """

    attributes: Mapping[str, str]
    styled: bool
    quote: bool
    rest: bool
    signature: bool


def visible_text(source: str, tag_cap: int = TAG_CAP) -> tuple[str, list[str]]:
    """What a reader sees, as lines; quoted history as lines that begin with "> ".

    Args:
        source: the decoded HTML, of any length; line ends and white space mean nothing in it.
        tag_cap: most tags and stretches of text that are read.

    Returns:
        the text, and problems in words.
    """
    return _Reader(source).read(tag_cap)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.page = _Page()
        self.sheet: frozenset[str] = frozenset()
        self.looks: dict[tuple[Look, str], Look] = {}
        lower = source.lower()
        self.white_page = "background" not in lower and "bgcolor" not in lower
        self.stack: list[_Element] = [_Element("", Look(), 0, True)]
        self.places: dict[str, list[int]] = {}
        self.blocks: list[int] = [0]
        self.pre = 0
        self.alts: list[str] = []
        self.rest_is_quote = False

    def read(self, tag_cap: int) -> tuple[str, list[str]]:
        problems: list[str] = []
        for count, (kind, name, content) in enumerate(tokens(self.source)):
            if count > tag_cap or self.page.size > TEXT_CAP:
                problems.append("HTML too long, the rest of it was not read")
                break
            if kind == "text":
                self._text(content)
            elif kind == "style":
                self.sheet |= hidden_by(content)
                self.looks.clear()
            elif kind == "start":
                self._start(name, content)
            else:
                self._end(name)
        text = self.page.text()
        if len(_SPACES.sub("", text)) < 40 and self.alts:
            text = "\n".join([text, *self.alts]).strip()
        return text, problems

    def _text(self, content: str) -> None:
        _, _, quotes, is_seen = self.stack[-1]
        if not is_seen:
            return
        if content.isspace() and not self.pre:
            self.page.space()
        else:
            self.page.write(unescape(content), quotes + self.rest_is_quote, self.pre > 0)

    def _start(self, name: str, content: str) -> None:
        if name == "br":
            self.page.line_break()
            return
        height = _HEIGHTS.get(name)
        if height:
            self._end_implied(name)
            self.page.line(height)
        _, around, quotes, is_seen = self.stack[-1]
        said = _known(name, content) if len(content) < _SHORT else _said(name, content)
        look = self._look(around, content, said.attributes) if said.styled else around
        if name == "img":
            self._image(look, said.attributes)
        if name in _VOID:
            return
        if name in _UNSEEN:
            look = Look(gone=True)
        if look is not around:
            is_seen = not (look.hidden or (self.white_page and look.color == "#ffffff"))
        self.rest_is_quote |= said.rest and self.page.size > 0
        quotes = min(quotes + said.quote, _QUOTE_CAP)
        if said.signature and not look.hidden:
            self.page.mark_signature(quotes + self.rest_is_quote)
        if len(self.stack) < _DEPTH_CAP:
            self._push(_Element(name, look, quotes, is_seen), is_block=height is not None)
        if name == "li" and not look.hidden:
            self.page.write("- ", quotes + self.rest_is_quote, False)

    def _look(self, around: Look, content: str, attributes: Mapping[str, str]) -> Look:
        """The look inside an element; the tags of one mail are much alike."""
        known = self.looks.get((around, content))
        if known is None:
            known = self.looks[around, content] = look_of(around, attributes, self.sheet)
        return known

    def _push(self, element: _Element, *, is_block: bool) -> None:
        at = len(self.stack)
        self.stack.append(element)
        self.places.setdefault(element.name, []).append(at)
        if is_block:
            self.blocks.append(at)
        self.pre += element.name == "pre"

    def _end(self, name: str) -> None:
        height = _HEIGHTS.get(name)
        if height:
            self.page.line(height)
        open_at = self.places.get(name)
        if not open_at:
            return
        # As in a browser, </b> does not end a block that began inside <b>, nor </div> a table cell.
        fence = self.blocks[-1] if not height else 0 if name in _CELLS else self._last(_CELLS)
        if open_at[-1] >= fence:
            self._pop_to(open_at[-1])

    def _end_implied(self, name: str) -> None:
        paragraph = self.places.get("p")
        if paragraph and paragraph[-1] == self.blocks[-1]:
            self._pop_to(paragraph[-1])
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
        while len(self.stack) > at:
            name = self.stack.pop().name
            self.places[name].pop()
            if self.blocks[-1] == len(self.stack):
                self.blocks.pop()
            self.pre -= name == "pre"

    def _image(self, look: Look, attributes: Mapping[str, str]) -> None:
        alt = _SPACES.sub(" ", attributes.get("alt", "")).strip()
        if alt and not look.hidden and len(self.alts) < 50 and alt not in self.alts:
            self.alts.append(alt[:500])


def _said(name: str, content: str) -> _Said:
    found = attributes(content)
    ident, names = found.get("id", "").lower(), found.get("class", "")
    signature = ident == "signature" or not _SIGNATURES.isdisjoint(names.split())
    styled = not LOOKS.isdisjoint(found)
    return _Said(found, styled, _is_quote(name, found), ident.startswith(_QUOTE_STARTS), signature)


#: Of attributes as short as that it is kept what they say: the tags of mail are much alike.
_SHORT = 120
_known = lru_cache(maxsize=2000)(_said)


def _is_quote(name: str, attributes: Mapping[str, str]) -> bool:
    names = attributes.get("class", "").lower()
    if name == "blockquote":
        # Mail editors make an indent by a blockquote without a border.
        return "indent" not in names and "border:none" not in compact(attributes.get("style", ""))
    return bool(names) and any(word.startswith(_QUOTE_CLASSES) for word in names.split())


class _Page:
    """Lines being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.quotes = 0
        self.blank = 0
        self.size = 0

    def write(self, content: str, quotes: int, keep: bool) -> None:
        if keep:
            for number, piece in enumerate(content.split("\n")):
                if number:
                    self._break(force=True)
                self._add(piece, quotes)
        else:
            content = _folded(content)
            self._add(content if self.current else content.lstrip(), quotes)

    def _add(self, content: str, quotes: int) -> None:
        if content.strip() and quotes != self.quotes:
            self._break()
            self.quotes = quotes
        if content:
            self.current.append(content)
            self.size += len(content)

    def space(self) -> None:
        """What white space does that stands by itself."""
        if self.current:
            self.current.append(" ")
            self.size += 1

    def line(self, height: int) -> None:
        """Ends the line; a height of 2 leaves an empty line before what comes next."""
        if self.current:
            self._break()
        if height > 1:
            self.blank = 1

    def line_break(self) -> None:
        """What <br> does: ends the line, or leaves an empty one where it has been ended already."""
        if not self.current:
            self.blank = 1
        self._break()

    def _break(self, force: bool = False) -> None:
        content = "".join(self.current).rstrip()
        self.current = []
        if content or force:
            if self.blank and self.lines:
                self.lines.append(self._prefix().strip())
            self.lines.append(self._prefix() + content)
            self.blank = 0

    def _prefix(self) -> str:
        return "> " * self.quotes

    def mark_signature(self, quotes: int) -> None:
        self.line(1)
        if not (self.lines and self.lines[-1].strip("> ") == "--"):
            self.write("--", quotes, False)
            self.line(1)

    def text(self) -> str:
        self._break()
        return "\n".join(self.lines).strip("\n")


def _folded(text: str) -> str:
    """All white space as single spaces; several times faster than a regular expression."""
    folded = " ".join(text.split())
    if not folded:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + folded + (" " if text[-1].isspace() else "")

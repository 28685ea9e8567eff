"""HTML of a mail to the text that its reader sees.

A small tokenizer of our own (tags.py), because html.parser takes time by the square of its input on unclosed comments,
declarations and tags (Python 3.11). Here every step moves forward: the time is linear, and nothing raises.
Text that is hidden from the eye is left out, so that it cannot change a verdict. Quoted history comes out as
lines that begin with "> ".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from watcher.reading.tags import attributes, parted, steps, unescape
from watcher.reading.visibility import LOOKS, Look, compact, hidden_by, look_of

#: Most tags and stretches of text between them, and most characters of visible text, that are read.
TAG_CAP = 40_000
TEXT_CAP = 96 * 1024
_DEPTH_CAP = 400
_QUOTE_CAP = 5

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
_GONE = Look(gone=True)
#: Elements that are more than something around their content.
_SPECIAL = _VOID | _UNSEEN | {"blockquote"}
#: The attributes that mean something here.
_ASKED = LOOKS | {"alt"}
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


_Styles = tuple[tuple[str, str], ...]
#: An open element: its name, how its content looks, how deep it stands in quotes, and whether its text is seen.
_Element = tuple[str, Look, int, bool]


@dataclass(slots=True, eq=False)
class _Tag:
    """What a tag says.

    Args:
        name: in lower case.
        height: how much it ends the line, 0 for not at all.
        ends: it is an end tag, and says nothing of what follows here.
        styles: its attributes that may change how its content looks, names and values.
        alt: what stands for an image.
        special: one of the following, or its name, is more than an element that begins.
        quote: its content is history.
        rest: it begins the history that goes on to the end.
        signature: a signature begins.
    """

    name: str
    height: int
    ends: bool = False
    styles: _Styles = ()
    alt: str = ""
    special: bool = False
    quote: bool = False
    rest: bool = False
    signature: bool = False


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
        self.looks: dict[tuple[int, _Styles], Look] = {}
        self.kept: dict[Look, Look] = {}
        lower = source.lower()
        self.white_page = "background" not in lower and "bgcolor" not in lower
        self.stack: list[_Element] = [("", self._one(Look()), 0, True)]
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self.paragraphs = self.places["p"]
        self.blocks: list[int] = [0]
        self.pre = 0
        self.alts: list[str] = []
        self.rest_is_quote = False

    def read(self, tag_cap: int) -> tuple[str, list[str]]:
        whole = self._reads(tag_cap + 1)
        text = self.page.text()
        if self.alts and len("".join(text.split())) < 40:
            text = "\n".join([text, *self.alts]).strip()
        return text, [] if whole else ["HTML too long, the rest of it was not read"]

    def _reads(self, left: int) -> bool:
        """Reads so many tags and stretches of text; False where the page goes on after them."""
        page, stack = self.page, self.stack
        for text, written, sheet in steps(self.source):
            if text:
                if left < 1 or page.size > TEXT_CAP:
                    return False
                left -= 1
                _, _, quotes, is_seen = stack[-1]
                if is_seen:
                    self._text(text, quotes + self.rest_is_quote)
            if written:
                if left < 1 or page.size > TEXT_CAP:
                    return False
                left -= 1
                tag = _known(written) if len(written) < _SHORT else _tag(written)
                if tag.ends:
                    self._end(tag)
                else:
                    self._start(tag)
            if sheet is not None:
                if left < 1 or page.size > TEXT_CAP:
                    return False
                left -= 1
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

    def _start(self, tag: _Tag) -> None:
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
            if name in _VOID:
                return
            if name in _UNSEEN:
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
                self.pre += name == "pre"
        if name == "li" and not look.hidden:
            page.write("- ", quotes + self.rest_is_quote)

    def _look(self, around: Look, tag: _Tag) -> Look:
        """The look inside an element; the tags of one mail are much alike."""
        key = id(around), tag.styles
        known = self.looks.get(key)
        if known is None:
            short = not self.sheet and sum([len(value) for _, value in tag.styles]) < _SHORT
            look = _known_look if short else _look
            known = self.looks[key] = self._one(look(around, tag.styles, self.sheet))
        return known

    def _one(self, look: Look) -> Look:
        """The one look of this page that is equal; it lives as long as the page, so its id says which it is."""
        return self.kept.setdefault(look, look)

    def _end(self, tag: _Tag) -> None:
        if tag.height:
            self.page.line(tag.height)
        open_at = self.places.get(tag.name)
        if not open_at:
            return
        # As in a browser, </b> does not end a block that began inside <b>, nor </div> a table cell.
        fence = self.blocks[-1] if not tag.height else 0 if tag.name in _CELLS else self._last(_CELLS)
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
        stack, blocks = self.stack, self.blocks
        while len(stack) > at:
            name = stack.pop()[0]
            self.places[name].pop()
            if blocks[-1] == len(stack):
                blocks.pop()
                self.pre -= name == "pre"

    def _image(self, look: Look, alt: str) -> None:
        if alt and not look.hidden and len(self.alts) < 50 and alt not in self.alts:
            self.alts.append(alt[:500])


def _tag(written: str) -> _Tag:
    name, ends, content = parted(written)
    height, special = _HEIGHTS.get(name, 0), name in _SPECIAL
    if ends:
        return _Tag(name, height, ends=True)
    found = attributes(content, _ASKED)
    if not found:
        return _Tag(name, height, special=special, quote=name == "blockquote")
    ident, names = found.get("id", "").lower(), found.get("class", "")
    signature = ident == "signature" or not _SIGNATURES.isdisjoint(names.split())
    quote, rest = _is_quote(name, found), ident.startswith(_QUOTE_STARTS)
    alt = " ".join(found.pop("alt", "").split())
    return _Tag(
        name,
        height,
        styles=tuple(found.items()),
        alt=alt,
        special=special or signature or quote or rest,
        quote=quote,
        rest=rest,
        signature=signature,
    )


def _look(around: Look, styles: _Styles, sheet: frozenset[str]) -> Look:
    return look_of(around, dict(styles), sheet)


#: Of tags as short as that it is kept what they say: the tags of mail are much alike.
_SHORT = 120
_known = lru_cache(maxsize=2000)(_tag)
_known_look = lru_cache(maxsize=500)(_look)


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

    def write(self, content: str, quotes: int) -> None:
        """Adds text in which white space means no more than one space."""
        folded = " ".join(content.split())
        if folded:
            if content != folded:
                if self.current and content[0].isspace():
                    folded = " " + folded
                if content[-1].isspace():
                    folded += " "
            if quotes != self.quotes:
                self._break()
                self.quotes = quotes
            self.current.append(folded)
            self.size += len(folded)
        elif content:
            self.space()

    def write_lines(self, content: str, quotes: int) -> None:
        """Adds text of which every space and line end is kept."""
        for number, piece in enumerate(content.split("\n")):
            if number:
                self._break(force=True)
            self._add(piece, quotes)

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
            mark = "> " * self.quotes
            if self.blank and self.lines:
                self.lines.append(mark.strip())
            self.lines.append(mark + content)
            self.blank = 0

    def mark_signature(self, quotes: int) -> None:
        self.line(1)
        if not (self.lines and self.lines[-1].strip("> ") == "--"):
            self.write("--", quotes)
            self.line(1)

    def text(self) -> str:
        self._break()
        return "\n".join(self.lines).strip("\n")

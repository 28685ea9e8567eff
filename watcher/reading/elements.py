"""What the tags of HTML mean in a mail: which end a line, hide what they hold, begin history or a signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from watcher.reading.tags import attributes, parted
from watcher.reading.visibility import LOOKS, compact

#: Of what is as short as that it is kept what it says: the tags of mail are much alike.
SHORT = 120

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre", "dl"}
)
VOID = frozenset(
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
UNSEEN = frozenset({"template", "audio", "video", "svg", "datalist", "xml", "object"})
#: Elements that are more than something around their content.
_SPECIAL = VOID | UNSEEN | {"blockquote"}
#: The attributes that mean something here.
_ASKED = LOOKS | {"alt"}
#: How much a tag ends the line: 2 leaves an empty line.
_HEIGHTS = {name: 2 if name in _PARAGRAPHS else 1 for name in _BLOCKS}
_QUOTE_CLASSES = ("gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "gmail_attr")
#: From here on everything is history: Outlook puts the quoted mail after this element, not inside it.
_QUOTE_STARTS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container")
_SIGNATURES = frozenset({"gmail_signature", "moz-signature"})

#: Attributes that may change how the content looks: names and values.
Styles = tuple[tuple[str, str], ...]


@dataclass(slots=True, eq=False)
class Tag:
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
    styles: Styles = ()
    alt: str = ""
    special: bool = False
    quote: bool = False
    rest: bool = False
    signature: bool = False


def tag_of(written: str) -> Tag:
    """What a tag says, as it is written."""
    return known_tag(written) if len(written) < SHORT else _tag(written)


def _tag(written: str) -> Tag:
    name, ends, content = parted(written)
    height, special = _HEIGHTS.get(name, 0), name in _SPECIAL
    if ends:
        return Tag(name, height, ends=True)
    found = attributes(content, _ASKED)
    if not found:
        return Tag(name, height, special=special, quote=name == "blockquote")
    ident, names = found.get("id", "").lower(), found.get("class", "")
    signature = ident == "signature" or not _SIGNATURES.isdisjoint(names.split())
    quote, rest = _is_quote(name, found), ident.startswith(_QUOTE_STARTS)
    alt = " ".join(found.pop("alt", "").split())
    return Tag(
        name,
        height,
        styles=tuple(found.items()),
        alt=alt,
        special=special or signature or quote or rest,
        quote=quote,
        rest=rest,
        signature=signature,
    )


#: The same of a tag that is SHORT.
known_tag = lru_cache(maxsize=2000)(_tag)


def _is_quote(name: str, attributes: Mapping[str, str]) -> bool:
    names = attributes.get("class", "").lower()
    if name == "blockquote":
        # Mail editors make an indent by a blockquote without a border.
        return "indent" not in names and "border:none" not in compact(attributes.get("style", ""))
    return bool(names) and any(word.startswith(_QUOTE_CLASSES) for word in names.split())

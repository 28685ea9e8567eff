"""The tags and the text of HTML, one after the other, in linear time; nothing raises."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Mapping

_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,60})")
#: Text and the tag after it. A ">" in the quotes of an attribute ends no tag.
_STEP = re.compile(
    r"""([^<]*+)<(/?)([a-zA-Z][^\s/>]{0,60}+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+)>"""
)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]{1,60})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "noembed", "noframes", "iframe")
}
_LONG_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")


def unescape(text: str) -> str:
    """Character references decoded; absurdly long ones become U+FFFD."""
    return entities.unescape(_LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text


def attributes(content: str) -> Mapping[str, str]:
    """By lower-case name, decoded; the first of a name counts."""
    found: dict[str, str] = {}
    if not content or content.isspace():
        return found
    for match in _ATTRIBUTE.finditer(content[:8000]):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value))
        if len(found) > 40:
            break
    return found


def tokens(source: str) -> Iterator[tuple[str, str, str]]:
    """Yields ("text", "", text), ("start", name, attributes), ("end", name, "") and ("style", "", sheet)."""
    at = 0
    quotes_close = True
    while at < len(source):
        step = _STEP.match(source, at) if quotes_close else None
        if step is not None:
            text, slash, name, content = step.groups()
            if text:
                yield "text", "", text
            at = step.end()
        else:
            begin = source.find("<", at)
            if begin < 0 or begin > at:
                yield "text", "", source[at : begin if begin >= 0 else len(source)]
            if begin < 0:
                return
            tag = _TAG_NAME.match(source, begin)
            if tag is None:
                at = _after_markup(source, begin)
                if at == begin:
                    yield "text", "", "<"
                    at += 1
                continue
            # Quotes that are open to the end of the mail, and so all the rest is read as if they meant nothing.
            quotes_close = False
            at = source.find(">", tag.end()) + 1
            if not at:
                return
            slash, name, content = tag[1], tag[2], source[tag.end() : at - 1]
        name = name.lower()
        if slash:
            yield "end", name, ""
            continue
        yield "start", name, content
        if name in _RAW:
            close = _RAW[name].search(source, at)
            stop = close.start() if close else len(source)
            if name == "style":
                yield "style", "", source[at:stop]
            at = stop


def _after_markup(source: str, begin: int) -> int:
    """Where a comment, declaration or stray end ends; the end of the source where it is never closed."""
    if source.startswith("<!--", begin):
        if source.startswith((">", "->"), begin + 4):
            return source.find(">", begin) + 1
        end = source.find("-->", begin + 4)
        return end + 3 if end >= 0 else len(source)
    if source.startswith(("<!", "<?", "</"), begin):
        end = source.find(">", begin)
        return end + 1 if end >= 0 else len(source)
    return begin

"""The tags and the text of HTML, one after the other, in linear time; nothing raises."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]{0,60})")
_TAG_END = re.compile(r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+>""")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]{1,60})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "noembed", "noframes", "iframe")
}
_LONG_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")


def unescape(text: str) -> str:
    """Character references decoded; absurdly long ones become U+FFFD."""
    return entities.unescape(_LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text


def _attributes(content: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if not content or content.isspace():
        return found
    for match in _ATTRIBUTE.finditer(content[:8000]):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value))
        if len(found) > 40:
            break
    return found


_known_attributes = lru_cache(maxsize=1000)(_attributes)


def attributes(content: str) -> Mapping[str, str]:
    """By lower-case name, decoded; the first of a name counts. The tags of one mail are much alike."""
    return _known_attributes(content) if len(content) < 120 else _attributes(content)


def tokens(source: str) -> Iterator[tuple[str, str, str]]:
    """Yields ("text", "", text), ("start", name, attributes), ("end", name, "") and ("style", "", sheet)."""
    at = 0
    quotes_close = True
    while at < len(source):
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
        at = source.find(">", tag.end()) + 1
        if quotes_close and _has_quotes(source, tag.end(), at or len(source)):
            end = _TAG_END.match(source, tag.end())
            quotes_close = end is not None
            at = end.end() if end else at
        if not at:
            return
        name = tag[1].lower()
        if source[begin + 1] == "/":
            yield "end", name, ""
            continue
        yield "start", name, source[tag.end() : at - 1]
        if name in _RAW:
            close = _RAW[name].search(source, at)
            stop = close.start() if close else len(source)
            if name == "style":
                yield "style", "", source[at:stop]
            at = stop


def _has_quotes(source: str, start: int, end: int) -> bool:
    return source.find('"', start, end) >= 0 or source.find("'", start, end) >= 0


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

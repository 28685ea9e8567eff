"""The tags and the text of HTML, one after the other, in linear time; nothing raises."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Set

_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,60})")
#: Text, the tag after it, and the name of the tag. A ">" in the quotes of an attribute ends no tag.
_STEP = re.compile(
    r"""([^<]*+)(</?([a-zA-Z][^\s/>]{0,60}+)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+>)"""
)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]{1,60})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
#: Of so many names of one tag the attributes are read.
_MOST_NAMES = 41
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "noembed", "noframes", "iframe")
}
#: The beginning of what is apart from the text: a comment, or an element of which the content is no markup.
APART = re.compile(rf"<(?:!--|({'|'.join(_RAW)})(?=[\s/>]))", re.IGNORECASE)
_SHORTEST_RAW = min(map(len, _RAW))
_LONG_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")


def unescape(text: str) -> str:
    """Character references decoded; absurdly long ones become U+FFFD."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\xa0")  # most of them
    return entities.unescape(_LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text


def attributes(content: str, asked: Set[str]) -> dict[str, str]:
    """Those that are asked for, by lower-case name, decoded; the first of a name counts."""
    found: dict[str, str] = {}
    lower = content.lower()
    if not any(map(lower.__contains__, asked)):
        return found
    written = _ATTRIBUTE.findall(content[:8000])
    if len(written) > _MOST_NAMES:
        names = list(dict.fromkeys(name.lower() for name, *_ in written))
        asked = asked & set(names[:_MOST_NAMES])
    for name, double, single, bare in written:
        name = name.lower()
        if name in asked and name not in found:
            found[name] = unescape(double or single or bare)
    return found


def parted(tag: str) -> tuple[str, bool, str]:
    """The lower-case name of a tag as `steps` gives it, whether it is an end tag, and its attributes as written."""
    found = _TAG_NAME.match(tag)
    return (found[2].lower(), found[1] != "", tag[found.end() : -1]) if found else ("", False, "")


def steps(source: str) -> Iterator[tuple[str, str, str | None]]:
    """Yields text and the tag after it, each of which may be empty, and the style sheet if the tag begins one."""
    at = 0
    quotes_close = True
    while at < len(source):
        step = _STEP.match(source, at) if quotes_close else None
        if step is not None:
            text, tag, name = step.groups()
            at = step.end()
        else:
            begin = source.find("<", at)
            if begin < 0:
                yield source[at:], "", None
                return
            text = source[at:begin]
            named = _TAG_NAME.match(source, begin)
            if named is None:
                at = _after_markup(source, begin)
                if text:
                    yield text, "", None
                if at == begin:
                    yield "<", "", None
                    at += 1
                continue
            # Quotes that are open to the end of the mail, and so all the rest is read as if they meant nothing.
            quotes_close = False
            at = source.find(">", named.end()) + 1
            if not at:
                yield text, "", None
                return
            tag, name = source[begin:at], named[2]
        raw = _RAW.get(name.lower()) if len(name) >= _SHORTEST_RAW else None
        if raw is None or tag[1] == "/":
            yield text, tag, None
            continue
        close = raw.search(source, at)
        stop = close.start() if close else len(source)
        yield text, tag, source[at:stop] if raw is _RAW["style"] else None
        at = stop


def after_apart(source: str, begun: re.Match[str]) -> int:
    """Where that ends which APART has found; -1 where it goes on to the end."""
    if begun[1] is None:
        return _comment_end(source, begun.start())
    close = _RAW[begun[1].lower()].search(source, begun.end())
    return close.start() if close else -1


def _comment_end(source: str, begin: int) -> int:
    """Where the comment ends that begins there; -1 where it is never closed."""
    end = source.find("-->", begin + len("<!"))  # "<!-->" is a whole one
    return end + len("-->") if end >= 0 else -1


def _after_markup(source: str, begin: int) -> int:
    """Where a comment, declaration or stray end ends; the end of the source where it is never closed."""
    if source.startswith("<!--", begin):
        end = _comment_end(source, begin)
        return end if end >= 0 else len(source)
    if source.startswith(("<!", "<?", "</"), begin):
        end = source.find(">", begin)
        return end + 1 if end >= 0 else len(source)
    return begin
